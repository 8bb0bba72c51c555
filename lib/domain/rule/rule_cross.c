/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/rule/rulecheck.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/xmlin.h"
#include "value/iban.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

/* The boxes of item 8.a that stand for a kind of document. */
static const char *const boxes[] = { "DECISION", "ABSTRACT", "ENFORCEABILITY",
	"PROPER_NOTICE", "ARREARS", "INDEXATION", "LEGAL_ASSISTANCE",
	"ARRANGEMENT", "ARRANGEMENT_ENFORCEABILITY" };

static const xmlNode *
transmittal(const struct rule_pass *p)
{

	return p->in->h1 == NULL ? NULL : xmlDocGetRootElement(p->in->h1);
}

static bool
ticked(const struct rule_pass *p, const char *box)
{
	const Rec__Application *app = p->in->app;
	size_t i;

	for (i = 0; i < app->n_ticked; i++)
		if (strcmp(app->ticked[i], box) == 0)
			return true;
	return false;
}

void
check_transmittal(struct rule_pass *p)
{

	if (p->in->h1 == NULL)
		rule_found(p, "", NULL);
}

/* R-1201 */
void
check_same_types(struct rule_pass *p)
{
	const xmlNode *node;
	size_t n = 0;
	char *type;
	bool same = true;

	if (p->in->h1 == NULL)
		return;
	node = xmlin_child(transmittal(p), "ApplicationType");
	for (; node != NULL; node = xmlin_next(node), n++) {
		type = xmlin_text(node, "");
		same = same && type != NULL && rule_type(p, type);
		free(type);
	}
	if (!same || n != p->in->app->n_types)
		rule_found(p, "ApplicationType", NULL);
}

/* R-1202 */
void
check_same_reference(struct rule_pass *p)
{
	char *ours, *theirs;

	if (p->in->h1 == NULL)
		return;
	ours = xmlin_text(
	    xmlDocGetRootElement(p->in->doc), "RequestingCAReference");
	theirs = xmlin_text(transmittal(p), "RequestingCA/Reference");
	if (ours == NULL || theirs == NULL || ours[0] == '\0' ||
	    strcmp(ours, theirs) != 0)
		rule_found(p, "RequestingCAReference", ours);
	free(ours);
	free(theirs);
}

/* Item 8.a for C-A: each box a document, each document its box. */
static void
compare_boxes(struct rule_pass *p)
{
	size_t i;

	for (i = 0; i < N(boxes); i++)
		if (ticked(p, boxes[i]) != (rule_document(p, boxes[i]) != NULL))
			rule_found(p, "Documents", boxes[i]);
}

/* Item 8.b for any other type: their number. */
static void
compare_count(struct rule_pass *p)
{
	const xmlNode *node;
	unsigned long n = 0;
	char *type, *count;

	node = xmlin_child(transmittal(p), "DocumentCount");
	for (; node != NULL; node = xmlin_next(node)) {
		type = xmlin_attr(node, "type");
		count = xmlin_text(node, "");
		if (type != NULL && count != NULL &&
		    strcmp(type, p->in->app->type) == 0)
			n = strtoul(count, NULL, 10);
		free(type);
		free(count);
	}
	if (n != p->in->app->n_documents)
		rule_found(p, "Documents", NULL);
}

/* R-1203 */
void
check_document_count(struct rule_pass *p)
{

	if (p->in->h1 == NULL)
		return;
	if (strcmp(p->in->app->type, "C-A") == 0)
		compare_boxes(p);
	else
		compare_count(p);
}

/* R-1204; that the document is there is R-305. */
void
check_notice_box(struct rule_pass *p)
{
	const Rec__Application *app = p->in->app;

	if (p->in->h1 != NULL && !app->art30 && strcmp(app->type, "C-A") == 0 &&
	    strcmp(app->decision->appearance, "did-not") == 0 &&
	    !ticked(p, "PROPER_NOTICE"))
		rule_found(p, "RespondentAppearance", NULL);
}

/* R-1205 */
void
check_arrangement(struct rule_pass *p)
{
	static const char *const need[] = { "ARRANGEMENT",
		"ARRANGEMENT_ENFORCEABILITY" };
	size_t i;

	if (!p->in->app->art30)
		return;
	for (i = 0; i < N(need); i++)
		if (rule_document(p, need[i]) == NULL ||
		    (p->in->h1 != NULL &&
			strcmp(p->in->app->type, "C-A") == 0 &&
			!ticked(p, need[i])))
			rule_found(p, "Documents", need[i]);
}

/* */
void
check_non_disclosure(struct rule_pass *p)
{
	char *on_h3, *on_h1;

	if (p->in->h1 == NULL)
		return;
	on_h3 = xmlin_text(xmlDocGetRootElement(p->in->doc), "NonDisclosure");
	on_h1 = xmlin_text(transmittal(p), "NonDisclosure");
	if (on_h3 != NULL && on_h1 != NULL && strcmp(on_h3, on_h1) != 0)
		rule_found(p, "NonDisclosure", NULL);
	free(on_h3);
	free(on_h1);
}

/* */
void
check_family_violence(struct rule_pass *p)
{

	if (p->in->app->non_disclosure)
		rule_found(p, "NonDisclosure", NULL);
}

/* Whether an IBAN begins at s, a text of capital letters and digits. */
static bool
iban_at(const char *s)
{
	struct why why = WHY_INIT;
	char iban[35];
	size_t n;

	if (!isupper((unsigned char)s[0]) || !isupper((unsigned char)s[1]) ||
	    !isdigit((unsigned char)s[2]) || !isdigit((unsigned char)s[3]))
		return false;
	n = iban_length(s);
	if (n == 0 || n >= sizeof(iban) || strnlen(s, n) < n)
		return false;
	memcpy(iban, s, n);
	iban[n] = '\0';
	return iban_check(iban, &why) == OUT_OK;
}

/* Most texts are too short or have hardly a digit: they cost no more than
 * this look.  The shortest IBAN has 15 characters; each has many digits. */
static bool
worth_a_look(const char *text)
{
	size_t letters = 0, digits = 0;

	for (; *text != '\0'; text++)
		if (*text >= '0' && *text <= '9')
			digits++;
		else if ((*text | ' ') >= 'a' && (*text | ' ') <= 'z')
			letters++;
	return digits >= 4 && letters >= 2 && digits + letters >= 15;
}

enum holds {
	NO_IBAN,
	SOME_IBAN,
	PAYEES_IBAN
};

/* Whether the text holds an IBAN, and whether it is the payee's. */
static enum holds
holds_iban(const char *text, const char *payee)
{
	char *s = calloc(1, strlen(text) + 1), *to = s;
	enum holds found = NO_IBAN;

	if (s == NULL)
		return NO_IBAN;
	for (; *text != '\0'; text++)
		if (isalnum((unsigned char)*text))
			*to++ = (char)toupper((unsigned char)*text);
	for (to = s; *to != '\0' && found == NO_IBAN; to++)
		if (iban_at(to))
			found = SOME_IBAN;
	if (payee[0] != '\0' && strstr(s, payee) != NULL)
		found = PAYEES_IBAN;
	free(s);
	return found;
}

/* A form holds little text; what holds more is no form, and not worth the
 * time. */
#define LOOK_MAX ((size_t)1 << 20) /* bytes of one document */

/* An account of the debtor may be a hint where to enforce: a warning. */
static void
iban_found(struct rule_pass *p, const xmlNode *at, enum holds what)
{
	const char *below;
	char path[128];

	(void)xmlin_path(at, path, sizeof(path));
	/* "/E6/..." without the root */
	below = path[0] == '/' ? strchr(path + 1, '/') : NULL;
	rule_found_as(p, what == PAYEES_IBAN ? p->rule->severity : "warn",
	    below == NULL ? "" : below + 1, NULL);
}

/* Every text outside of PaymentLocation, as long as there are bytes left;
 * depth is limited by the parser. */
static void
look_for_iban(struct rule_pass *p, const xmlNode *parent, size_t *left)
{
	const Rec__Account *a = p->in->restricted->payment_location;
	const xmlNode *node;
	const char *s;
	enum holds what;

	for (node = parent->children; node != NULL; node = node->next) {
		s = node->type == XML_TEXT_NODE && node->content != NULL ?
		    (const char *)node->content :
		    "";
		if (strlen(s) > *left)
			return;
		*left -= strlen(s);
		if (worth_a_look(s) &&
		    (what = holds_iban(s, a == NULL ? "" : a->iban)) != NO_IBAN)
			iban_found(p, parent, what);
		if (node->type == XML_ELEMENT_NODE &&
		    strcmp((const char *)node->name, "PaymentLocation") != 0)
			look_for_iban(p, node, left);
	}
}

/* R-1208 */
void
check_bank_data(struct rule_pass *p)
{
	size_t left = LOOK_MAX;

	look_for_iban(p, xmlDocGetRootElement(p->in->doc), &left);
	left = LOOK_MAX;
	if (p->in->h1 != NULL)
		look_for_iban(p, transmittal(p), &left);
}
