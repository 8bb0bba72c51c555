/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/form/form.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "domain/form/header.h"
#include "io/xmlin.h"

/* Forms are told apart by the name and namespace of their root. */
static const struct {
	const char *code;
	const char *root;   /* NULL: not by its name alone */
	const char *ns;	    /* NULL: none */
	const char *schema; /* NULL: we have none for it */
} kinds[FORM_KINDS] = {
	[FORM_UNKNOWN] = { "", NULL, NULL, NULL },
	[FORM_E6] = { "E6", "E6", FORM_NS, "e6.xsd" },
	[FORM_H1] = { "H1", "H1", FORM_NS, "h1.xsd" },
	[FORM_H3] = { "H3", "H3", FORM_NS, "h3.xsd" },
	[FORM_E8] = { "E8", "E8", FORM_NS, "e8.xsd" },
	[FORM_H2] = { "H2", "H2", FORM_NS, "h2.xsd" },
	[FORM_PN] = { "PN", "PaymentNotification", FORM_NS, "pn.xsd" },
	[FORM_PC] = { "PC", "PaymentConfirmation", FORM_NS, "pc.xsd" },
	[FORM_NOTE] = { "NOTE", "Note", FORM_NS, "note.xsd" },
	[FORM_HEADER] = { "HEADER", "StandardBusinessDocumentHeader", NULL,
	    "header.xsd" },
	[FORM_PAIN002] = { "PAIN002", NULL, NULL, NULL },
	[FORM_EVIDENCE] = { "EVIDENCE", NULL, NULL, NULL },
};

/* Every version of pain.002 has a namespace that begins so. */
#define PAIN002_NS "urn:iso:std:iso:20022:tech:xsd:pain.002."
#define EVIDENCE_NS "http://uri.etsi.org/02640/"

struct forms {
	struct xmlin_schema *schema[FORM_KINDS];
};

enum outcome
form_open(const char *share, struct forms **forms, struct why *why)
{
	char path[4096];
	struct forms *f;
	enum outcome out;
	size_t i;

	*forms = NULL;
	if ((f = calloc(1, sizeof(*f))) == NULL)
		return why_retry(why, "out of memory");
	for (i = 0; i < FORM_KINDS; i++) {
		if (kinds[i].schema == NULL)
			continue;
		(void)snprintf(
		    path, sizeof(path), "%s/schema/%s", share, kinds[i].schema);
		if ((out = xmlin_schema_load(path, &f->schema[i], why)) !=
		    OUT_OK) {
			form_close(f);
			return out;
		}
	}
	*forms = f;
	return OUT_OK;
}

void
form_close(struct forms *forms)
{
	size_t i;

	if (forms == NULL)
		return;
	for (i = 0; i < FORM_KINDS; i++)
		xmlin_schema_free(forms->schema[i]);
	free(forms);
}

static bool
begins(const char *s, const char *with)
{

	return strncmp(s, with, strlen(with)) == 0;
}

enum form_kind
form_kind(const xmlDoc *doc)
{
	const xmlNode *root = xmlDocGetRootElement(doc);
	const char *name, *ns;
	size_t i;

	if (root == NULL)
		return FORM_UNKNOWN;
	name = (const char *)root->name;
	ns = root->ns == NULL ? "" : (const char *)root->ns->href;
	for (i = 0; i < FORM_KINDS; i++)
		if (kinds[i].root != NULL && strcmp(kinds[i].root, name) == 0 &&
		    strcmp(kinds[i].ns == NULL ? "" : kinds[i].ns, ns) == 0)
			return (enum form_kind)i;
	if (begins(ns, PAIN002_NS) && strcmp(name, "Document") == 0)
		return FORM_PAIN002;
	if (begins(ns, EVIDENCE_NS))
		return FORM_EVIDENCE;
	return FORM_UNKNOWN;
}

bool
form_ours(const xmlDoc *doc)
{
	const xmlNode *root = xmlDocGetRootElement(doc);

	return root != NULL && root->ns != NULL && root->ns->href != NULL &&
	    strcmp((const char *)root->ns->href, FORM_NS) == 0;
}

bool
form_file_taken(const char *name)
{
	static const char *const names[] = { FORM_FILE, FORM_FILE_H1,
		FORM_FILE_CUT, HEADER_FILE };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcasecmp(names[i], name) == 0)
			return true;
	return false;
}

const char *
form_code(enum form_kind kind)
{

	return kinds[kind].code;
}

enum form_kind
form_of_code(const char *code)
{
	size_t i;

	for (i = 1; i < FORM_KINDS; i++)
		if (strcmp(kinds[i].code, code) == 0)
			return (enum form_kind)i;
	return FORM_UNKNOWN;
}

struct faults {
	struct findings *list;
	const char *severity;
	enum outcome out;
	struct why why;
};

static void
fault(void *ctx, int line, const char *path, const char *text)
{
	struct faults *f = ctx;

	if (f->out == OUT_OK)
		f->out = finding_add(f->list, "XML-SCHEMA", f->severity, path,
		    line, text, "", &f->why);
}

enum outcome
form_validate(const struct forms *forms, enum form_kind kind, xmlDoc *doc,
    const char *severity, struct findings *list, struct why *why)
{
	struct faults f = { list, severity, OUT_OK, WHY_INIT };
	enum outcome out;

	if (forms->schema[kind] == NULL)
		return OUT_OK;
	out = xmlin_validate(forms->schema[kind], doc, fault, &f, why);
	if (f.out != OUT_OK) {
		*why = f.why;
		return f.out;
	}
	return out;
}

/* Whether the element is restricted, by itself or where it stands. */
static bool
restricted(const xmlNode *node, bool in_applicant)
{
	static const char *const contact[] = { "Address", "Telephone", "Fax",
		"Email" };
	const char *name = (const char *)node->name;
	size_t i;

	if (strcmp(name, "Restricted") == 0 ||
	    strcmp(name, "PaymentLocation") == 0)
		return true;
	for (i = 0; i < sizeof(contact) / sizeof(contact[0]); i++)
		if (in_applicant && strcmp(name, contact[i]) == 0)
			return true;
	return false;
}

/*
 * Whatever the form looks like, also one that breaks its schema: nothing of
 * these names stays, at any place and however often.  The depth of a parsed
 * document is limited, so this may call itself.
 */
static void
cut(xmlNode *parent, bool in_applicant)
{
	xmlNode *node, *next;

	for (node = parent->children; node != NULL; node = next) {
		next = node->next;
		if (node->type == XML_COMMENT_NODE ||
		    node->type == XML_PI_NODE ||
		    (node->type == XML_ELEMENT_NODE &&
			restricted(node, in_applicant))) {
			xmlUnlinkNode(node);
			xmlFreeNode(node);
			continue;
		}
		if (node->type == XML_ELEMENT_NODE)
			cut(node,
			    in_applicant ||
				strcmp((const char *)node->name, "Applicant") ==
				    0);
	}
}

enum outcome
form_cut_away(xmlDoc *doc, struct buf *out, struct why *why)
{
	xmlChar *text = NULL;
	int len = 0;

	cut((xmlNode *)doc, false);
	xmlDocDumpMemoryEnc(doc, &text, &len, "UTF-8");
	if (text == NULL)
		return why_retry(why, "out of memory");
	(void)buf_add(out, text, (size_t)len);
	xmlFree(text);
	return buf_ok(out, why);
}

enum outcome
form_cut(const xmlDoc *doc, struct buf *out, struct why *why)
{
	enum outcome rc;
	xmlDoc *copy;

	/* libxml2 does not change what it copies. */
	if ((copy = xmlCopyDoc((xmlDoc *)(uintptr_t)doc, 1)) == NULL)
		return why_retry(why, "out of memory");
	rc = form_cut_away(copy, out, why);
	xmlFreeDoc(copy);
	return rc;
}
