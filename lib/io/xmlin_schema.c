/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/xmlin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>

#define FAULTS_MAX 50

struct xmlin_schema {
	xmlSchema *schema;
	xmlSchemaValidCtxt *valid;
};

/* Compiling: keep what libxml2 says of our own file. */
static void
on_schema_fault(void *ctx, xmlError *e)
{
	struct why *why = ctx;

	if (why->text[0] == '\0') {
		(void)why_retry(
		    why, "schema: %s", e->message == NULL ? "?" : e->message);
		why_at(why, e->line, "");
	}
}

enum outcome
xmlin_schema_load(const char *path, struct xmlin_schema **sp, struct why *why)
{
	xmlSchemaParserCtxt *ctxt;
	struct xmlin_schema *s;
	struct why own = WHY_INIT;

	*sp = NULL;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return why_retry(why, "xml: out of memory");
	xmlin_files(true);
	if ((ctxt = xmlSchemaNewParserCtxt(path)) != NULL) {
		xmlSchemaSetParserStructuredErrors(ctxt, on_schema_fault, &own);
		s->schema = xmlSchemaParse(ctxt);
		xmlSchemaFreeParserCtxt(ctxt);
	}
	xmlin_files(false);
	if (s->schema != NULL)
		s->valid = xmlSchemaNewValidCtxt(s->schema);
	if (s->valid == NULL) {
		xmlin_schema_free(s);
		if (own.text[0] == '\0')
			return why_retry(why, "%s: no schema", path);
		*why = own;
		return OUT_RETRY;
	}
	*sp = s;
	return OUT_OK;
}

void
xmlin_schema_free(struct xmlin_schema *s)
{
	if (s == NULL)
		return;
	xmlSchemaFreeValidCtxt(s->valid);
	xmlSchemaFree(s->schema);
	free(s);
}

/* One validation. */
struct faults {
	xmlin_fault *fn;
	void *ctx;
	struct why *why;
	int n;
	const void *node; /* of the last fault */
};

/*
 * What is wrong, by libxml2's code.  Its messages quote the input; but some
 * end in names of our schema, behind a mark whose last occurrence is its
 * own, because nothing of the input follows it.
 */
static const struct fault_kind {
	int code;
	bool named; /* the element's own name may be foreign */
	const char *text;
	const char *mark; /* or NULL */
} fault_kinds[] = {
	{ XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1, false,
	    "the value is not of its type", "atomic type '" },
	{ XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_2, false,
	    "the value is not of its type", "list type '" },
	{ XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_3, false,
	    "the value is not of its type", "union type '" },
	{ XML_SCHEMAV_CVC_LENGTH_VALID, false,
	    "the value has not the length it must have", NULL },
	{ XML_SCHEMAV_CVC_MINLENGTH_VALID, false,
	    "the value is too short or empty", NULL },
	{ XML_SCHEMAV_CVC_MAXLENGTH_VALID, false, "the value is too long",
	    NULL },
	{ XML_SCHEMAV_CVC_MININCLUSIVE_VALID, false, "the value is too small",
	    NULL },
	{ XML_SCHEMAV_CVC_MINEXCLUSIVE_VALID, false, "the value is too small",
	    NULL },
	{ XML_SCHEMAV_CVC_MAXINCLUSIVE_VALID, false, "the value is too large",
	    NULL },
	{ XML_SCHEMAV_CVC_MAXEXCLUSIVE_VALID, false, "the value is too large",
	    NULL },
	{ XML_SCHEMAV_CVC_TOTALDIGITS_VALID, false,
	    "the value has too many digits", NULL },
	{ XML_SCHEMAV_CVC_FRACTIONDIGITS_VALID, false,
	    "the value has too many digits behind the point", NULL },
	{ XML_SCHEMAV_CVC_PATTERN_VALID, false,
	    "the value has not the form it must have", NULL },
	{ XML_SCHEMAV_CVC_ENUMERATION_VALID, false,
	    "the value is not one of those allowed", NULL },
	{ XML_SCHEMAV_ELEMENT_CONTENT, true,
	    "this element is not expected here, or one is missing before it",
	    "Expected is " },
	{ XML_SCHEMAV_CVC_ELT_1, true, "the schema knows no such element",
	    NULL },
	{ XML_SCHEMAV_CVC_ELT_3_1, false, "the element must not be nil", NULL },
	{ XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1, false, "the element must be empty",
	    NULL },
	{ XML_SCHEMAV_CVC_COMPLEX_TYPE_2_2, false,
	    "the element must hold a value, no elements", NULL },
	{ XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3, false,
	    "text is not allowed between the elements here", NULL },
	{ XML_SCHEMAV_CVC_TYPE_3_1_1, false, "an attribute is not allowed here",
	    NULL },
	{ XML_SCHEMAV_CVC_TYPE_3_1_2, false,
	    "the element must hold a value, no elements", NULL },
	{ XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1, false,
	    "an attribute is not allowed here", NULL },
	{ XML_SCHEMAV_CVC_COMPLEX_TYPE_4, false, "an attribute is missing",
	    "The attribute '" },
	{ XML_SCHEMAV_CVC_IDC, false,
	    "a key is missing, given twice, or points nowhere", NULL },
};

static const struct fault_kind *
kind_of(int code)
{
	static const struct fault_kind other = { 0, true,
		"the schema does not allow this", NULL };
	size_t i;

	for (i = 0; i < sizeof(fault_kinds) / sizeof(fault_kinds[0]); i++)
		if (fault_kinds[i].code == code)
			return &fault_kinds[i];
	return &other;
}

/* The last occurrence of mark in s, and behind it. */
static const char *
behind_last(const char *s, const char *mark)
{
	const char *found = NULL;

	while ((s = strstr(s, mark)) != NULL)
		found = s += strlen(mark);
	return found;
}

/* Append to text what follows the mark, without "{namespace}". */
static void
add_names(
    const struct fault_kind *kind, const char *message, char *text, size_t size)
{
	const char *s, *end;
	size_t used = strlen(text), len = strlen(message);

	while (len > 0 && message[len - 1] == '\n')
		len--;
	/* Without names of ours at its end, the mark could be the input's. */
	if (kind->mark == NULL || len < 3 ||
	    (s = behind_last(message, kind->mark)) == NULL)
		return;
	end = message + len;
	if (kind->code == XML_SCHEMAV_ELEMENT_CONTENT ?
		memcmp(end - 3, " ).", 3) != 0 :
		kind->code == XML_SCHEMAV_CVC_COMPLEX_TYPE_4 ?
		strstr(s, "' is required but missing.") == NULL :
		memcmp(end - 2, "'.", 2) != 0)
		return;
	used += (size_t)snprintf(text + used, size - used, ": ");
	for (; s < end && *s != '\'' && used + 1 < size; s++) {
		if (*s == '{')
			s += strcspn(s, "}");
		else
			text[used++] = *s;
	}
	if (used > 0 && text[used - 1] == '.')
		used--;
	text[used] = '\0';
}

static void
fault_place(const struct fault_kind *kind, const xmlNode *node, bool missing,
    char *path, size_t size)
{
	if (node != NULL && node->type == XML_ATTRIBUTE_NODE)
		node = node->parent;
	if (kind->named && !missing && node != NULL)
		node = node->parent;
	(void)xmlin_path(node, path, size);
	if (kind->named && !missing && strlen(path) + 3 <= size)
		(void)strcat(path, "/*");
}

static void
on_fault(void *arg, xmlError *e)
{
	struct faults *f = arg;
	const struct fault_kind *kind = kind_of(e->code);
	const char *message = e->message == NULL ? "" : e->message;
	char path[sizeof(f->why->place)], text[sizeof(f->why->text)];
	bool missing;

	/* A facet's fault is told twice: again as one of the type. */
	if (f->n >= FAULTS_MAX ||
	    (f->n > 0 && f->node == e->node &&
		e->code == XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1))
		return;
	f->n++;
	f->node = e->node;
	missing = e->code == XML_SCHEMAV_ELEMENT_CONTENT &&
	    strstr(message, "Missing child element(s).") != NULL;
	(void)snprintf(text, sizeof(text), "%s",
	    missing ? "an element is missing at the end" : kind->text);
	add_names(kind, message, text, sizeof(text));
	fault_place(kind, e->node, missing, path, sizeof(path));
	if (f->n == 1) {
		(void)why_reject(f->why, "XML-SCHEMA", "%s", text);
		why_at(f->why, e->line, path);
	}
	if (f->fn != NULL)
		f->fn(f->ctx, e->line, path, text);
}

enum outcome
xmlin_validate(struct xmlin_schema *s, xmlDoc *doc, xmlin_fault *fn, void *ctx,
    struct why *why)
{
	struct faults f = { fn, ctx, why, 0, NULL };
	int rc;

	xmlSchemaSetValidStructuredErrors(s->valid, on_fault, &f);
	rc = xmlSchemaValidateDoc(s->valid, doc);
	xmlSchemaSetValidStructuredErrors(s->valid, NULL, NULL);
	if (rc == 0)
		return OUT_OK;
	if (rc == -1)
		return why_retry(why, "schema: validation failed");
	if (f.n == 0)
		(void)why_reject(why, "XML-SCHEMA", "%s", kind_of(0)->text);
	return OUT_REJECT;
}
