/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/form/formxml.h"

#include <stdlib.h>
#include <string.h>

#include "domain/form/form.h"
#include "io/record.h"
#include "io/xmlin.h"
#include "value/date.h"
#include "value/money.h"

void
formxml_memory(struct formxml *fx)
{
	if (fx->out != OUT_RETRY)
		fx->out = why_retry(fx->why, "out of memory");
}

void
formxml_reject(struct formxml *fx, const xmlNode *node, const char *rule,
    const char *text, const char *value)
{
	char path[sizeof(fx->why->place)];

	if (fx->out != OUT_OK)
		return;
	fx->out = why_reject(fx->why, rule, "%s", text);
	why_at(fx->why, (int)xmlGetLineNo(node),
	    xmlin_path(node, path, sizeof(path)));
	why_value(fx->why, value);
}

const xmlNode *
formxml_root(xmlDoc *doc, const char *name)
{
	const xmlNode *root = xmlDocGetRootElement(doc);

	if (root == NULL || root->ns == NULL || root->ns->href == NULL ||
	    strcmp((const char *)root->name, name) != 0 ||
	    strcmp((const char *)root->ns->href, FORM_NS) != 0)
		return NULL;
	return root;
}

/* Give a string of our own to a field, which takes it over. */
static void
give(struct formxml *fx, char *s, char **field)
{
	if (s == NULL || record_set(field, s) == -1)
		formxml_memory(fx);
	free(s);
}

/* What is not there is empty. */
static char *
text_at(const xmlNode *node, const char *path)
{
	return node == NULL ? strdup("") : xmlin_text(node, path);
}

void
formxml_text(
    struct formxml *fx, const xmlNode *node, const char *path, char **field)
{
	give(fx, text_at(node, path), field);
}

void
formxml_attr(
    struct formxml *fx, const xmlNode *node, const char *name, char **field)
{
	give(fx, node == NULL ? strdup("") : xmlin_attr(node, name), field);
}

void
formxml_day(
    struct formxml *fx, const xmlNode *node, const char *path, char **field)
{
	char *s;
	int32_t day;

	if ((s = text_at(node, path)) != NULL && !date_parse(s, &day))
		s[0] = '\0';
	give(fx, s, field);
}

void
formxml_date(struct formxml *fx, const xmlNode *node, const char *path,
    bool must, char **field)
{
	char *s;
	int32_t day;

	if ((s = text_at(node, path)) == NULL)
		formxml_memory(fx);
	else if (s[0] == '\0' && must)
		formxml_reject(
		    fx, node, "FORM-MISSING", "a date is missing", NULL);
	else if (s[0] != '\0' && !date_parse(s, &day))
		formxml_reject(
		    fx, node, "FORM-DATE", "this is no date (YYYY-MM-DD)", s);
	else if (record_set(field, s) == -1)
		formxml_memory(fx);
	free(s);
}

bool
formxml_tick(struct formxml *fx, const xmlNode *node, const char *path)
{
	char *s;
	bool yes;

	if ((s = text_at(node, path)) == NULL)
		formxml_memory(fx);
	yes = s != NULL && strcmp(s, "true") == 0;
	free(s);
	return yes;
}

void
formxml_minor(struct formxml *fx, const xmlNode *node, const char *path,
    const char *currency, int64_t *minor)
{
	const xmlNode *at = path[0] == '\0' ? node : xmlin_find(node, path);
	struct why why = WHY_INIT;
	char *s;

	*minor = 0;
	if (at == NULL)
		return;
	if ((s = xmlin_text(at, "")) == NULL)
		formxml_memory(fx);
	else if (money_parse(s, currency, minor, &why) != OUT_OK)
		formxml_reject(fx, at, "R-1001", why.text, s);
	free(s);
}

void
formxml_money(struct formxml *fx, const xmlNode *node, const char *path,
    bool must, Rec__Money **field)
{
	const xmlNode *at = xmlin_find(node, path);
	Rec__Money *m;

	if (at == NULL && must)
		formxml_reject(
		    fx, node, "FORM-MISSING", "an amount is missing", NULL);
	if (at == NULL)
		return;
	if ((*field = m = record_new(&rec__money__descriptor)) == NULL) {
		formxml_memory(fx);
		return;
	}
	formxml_attr(fx, at, "currency", &m->currency);
	formxml_minor(fx, node, path, m->currency, &m->minor);
}

void
formxml_add(struct formxml *fx, const xmlNode *node, const char *path,
    char ***array, size_t *n)
{
	const xmlNode *at;
	void **slot;
	char *s;

	for (at = xmlin_find(node, path); at != NULL; at = xmlin_next(at)) {
		if ((s = xmlin_text(at, "")) == NULL) {
			formxml_memory(fx);
		} else if (s[0] != '\0') {
			if ((slot = record_add(array, n)) == NULL)
				formxml_memory(fx);
			else {
				*slot = s;
				s = NULL;
			}
		}
		free(s);
	}
}

void *
formxml_new(struct formxml *fx, void *array, size_t *n,
    const ProtobufCMessageDescriptor *descriptor)
{
	void *message, **slot;

	if ((message = record_new(descriptor)) == NULL ||
	    (slot = record_add(array, n)) == NULL) {
		record_free(message);
		formxml_memory(fx);
		return NULL;
	}
	return *slot = message;
}

static void
read_address(struct formxml *fx, const xmlNode *node, Rec__Address **field)
{
	Rec__Address *a;

	if (node == NULL)
		return;
	if ((*field = a = record_new(&rec__address__descriptor)) == NULL) {
		formxml_memory(fx);
		return;
	}
	formxml_text(fx, node, "Street", &a->street);
	formxml_text(fx, node, "Building", &a->building);
	formxml_text(fx, node, "Postcode", &a->postcode);
	formxml_text(fx, node, "Town", &a->town);
	formxml_text(fx, node, "Region", &a->region);
	formxml_text(fx, node, "Country", &a->country);
	formxml_add(fx, node, "Line", &a->lines, &a->n_lines);
}

/* The items of a contact stand among others in ${node}. */
static void
read_contact(struct formxml *fx, const xmlNode *node, Rec__Contact **field)
{
	Rec__Contact *c;

	if (xmlin_child(node, "Address") == NULL &&
	    xmlin_child(node, "Telephone") == NULL &&
	    xmlin_child(node, "Fax") == NULL &&
	    xmlin_child(node, "Email") == NULL)
		return;
	if ((*field = c = record_new(&rec__contact__descriptor)) == NULL) {
		formxml_memory(fx);
		return;
	}
	read_address(fx, xmlin_child(node, "Address"), &c->address);
	formxml_add(fx, node, "Telephone", &c->telephones, &c->n_telephones);
	formxml_text(fx, node, "Fax", &c->fax);
	formxml_text(fx, node, "Email", &c->email);
}

void
formxml_authority(
    struct formxml *fx, const xmlNode *node, Rec__Authority **field)
{
	Rec__Authority *a;

	if (node == NULL)
		return;
	if ((*field = a = record_new(&rec__authority__descriptor)) == NULL) {
		formxml_memory(fx);
		return;
	}
	formxml_attr(fx, node, "code", &a->code);
	formxml_text(fx, node, "Name", &a->name);
	read_contact(fx, node, &a->contact);
	formxml_text(fx, node, "Reference", &a->reference);
}

void
formxml_responsible(
    struct formxml *fx, const xmlNode *node, Rec__Responsible **field)
{
	Rec__Responsible *r;

	if (node == NULL)
		return;
	if ((*field = r = record_new(&rec__responsible__descriptor)) == NULL) {
		formxml_memory(fx);
		return;
	}
	formxml_text(fx, node, "Name", &r->name);
	formxml_text(fx, node, "Telephone", &r->telephone);
	formxml_text(fx, node, "Fax", &r->fax);
	formxml_text(fx, node, "Email", &r->email);
	formxml_add(fx, node, "Language", &r->languages, &r->n_languages);
}

void
formxml_signed(struct formxml *fx, const xmlNode *node, Rec__Signed **field)
{
	Rec__Signed *s;

	if (node == NULL)
		return;
	if ((*field = s = record_new(&rec__signed__descriptor)) == NULL) {
		formxml_memory(fx);
		return;
	}
	formxml_text(fx, node, "Name", &s->name);
	formxml_text(fx, node, "Place", &s->place);
	formxml_day(fx, node, "Date", &s->date);
}
