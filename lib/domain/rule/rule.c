/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/rule/rule.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/rule/rulecheck.h"
#include "io/csvio.h"
#include "io/xmlin.h"
#include "value/date.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

struct entry {
	struct rule rule;
	rule_check *check; /* NULL: applied elsewhere */
};

struct rules {
	struct csvio *table; /* holds the strings */
	struct entry *entry;
	size_t n;
};

/* The functions that the table's column "check" may name. */
/* clang-format off */
#define CHECK(f)	{ #f, f }
static const struct {
	const char *name;
	rule_check *check;
} checks[] = {
	CHECK(check_form_set), CHECK(check_channel), CHECK(check_in_force),
	CHECK(check_uk), CHECK(check_no_instrument), CHECK(check_age),
	CHECK(check_age_reserved), CHECK(check_spouse),
	CHECK(check_other_family), CHECK(check_age_soon),
	CHECK(check_language_hague), CHECK(check_language_eu),
	CHECK(check_extract_language), CHECK(check_exequatur),
	CHECK(check_parties), CHECK(check_codes), CHECK(check_one_type),
	CHECK(check_residence), CHECK(check_capacity), CHECK(check_ground),
	CHECK(check_existing_decision), CHECK(check_consent),
	CHECK(check_nature), CHECK(check_applicant), CHECK(check_respondent),
	CHECK(check_beneficiaries), CHECK(check_grounds),
	CHECK(check_payment_location), CHECK(check_responsible),
	CHECK(check_location), CHECK(check_type_of_form),
	CHECK(check_signatures), CHECK(check_iban),
	CHECK(check_decision_text), CHECK(check_enforceability),
	CHECK(check_administrative), CHECK(check_arrears_document),
	CHECK(check_notice), CHECK(check_extract), CHECK(check_third_state),
	CHECK(check_total), CHECK(check_file_names), CHECK(check_amounts),
	CHECK(check_term_kind), CHECK(check_regular), CHECK(check_periods),
	CHECK(check_decision_dates), CHECK(check_arrears),
	CHECK(check_debt_currency), CHECK(check_transmittal),
	CHECK(check_same_types), CHECK(check_same_reference),
	CHECK(check_document_count), CHECK(check_notice_box),
	CHECK(check_arrangement), CHECK(check_non_disclosure),
	CHECK(check_family_violence), CHECK(check_bank_data),
	CHECK(check_future), CHECK(check_attested),
};
/* clang-format on */

static bool
one_of(const char *s, const char *const *list)
{

	for (; *list != NULL; list++)
		if (strcmp(s, *list) == 0)
			return true;
	return false;
}

/* Fill e from the table's row; false if the row is not as it must be. */
static bool
entry_read(const struct csvio *t, size_t row, struct entry *e)
{
	static const char *const severities[] = { "block", "warn", "task",
		NULL };
	static const char *const directions[] = { "both", "ours", "theirs",
		NULL };
	size_t i;

	e->rule.id = csvio_get(t, row, "id");
	e->rule.article = csvio_get(t, row, "article");
	e->rule.severity = csvio_get(t, row, "severity");
	e->rule.direction = csvio_get(t, row, "direction");
	e->rule.forms = csvio_get(t, row, "forms");
	e->rule.check = csvio_get(t, row, "check");
	e->rule.where = csvio_get(t, row, "where");
	e->rule.text = csvio_get(t, row, "text");
	e->rule.next = csvio_get(t, row, "next");
	if (e->rule.id[0] == '\0' || e->rule.text[0] == '\0' ||
	    e->rule.next[0] == '\0' || !one_of(e->rule.severity, severities) ||
	    !one_of(e->rule.direction, directions))
		return false;
	if (e->rule.check[0] == '\0')
		return e->rule.where[0] != '\0';
	for (i = 0; i < N(checks); i++)
		if (strcmp(checks[i].name, e->rule.check) == 0)
			e->check = checks[i].check;
	return e->check != NULL;
}

enum outcome
rules_load(const char *share, struct rules **rules, struct why *why)
{
	char path[4096];
	struct rules *r;
	size_t i;

	*rules = NULL;
	if ((r = calloc(1, sizeof(*r))) == NULL)
		return why_retry(why, "out of memory");
	(void)snprintf(path, sizeof(path), "%s/data/rules.csv", share);
	if (csvio_load(path, &r->table, why) != OUT_OK)
		goto err;
	r->n = csvio_rows(r->table);
	if ((r->entry = calloc(r->n + 1, sizeof(*r->entry))) == NULL) {
		(void)why_retry(why, "out of memory");
		goto err;
	}
	for (i = 0; i < r->n; i++)
		if (!entry_read(r->table, i, &r->entry[i])) {
			(void)why_retry(
			    why, "rules.csv: line %u", csvio_line(r->table, i));
			goto err;
		}
	*rules = r;
	return OUT_OK;

err:
	rules_free(r);
	return OUT_RETRY;
}

void
rules_free(struct rules *rules)
{

	if (rules == NULL)
		return;
	csvio_free(rules->table);
	free(rules->entry);
	free(rules);
}

const struct rule *
rule_each(const struct rules *rules, size_t i)
{

	return i < rules->n ? &rules->entry[i].rule : NULL;
}

const struct rule *
rule_find(const struct rules *rules, const char *id)
{
	size_t i;

	for (i = 0; i < rules->n; i++)
		if (strcmp(rules->entry[i].rule.id, id) == 0)
			return &rules->entry[i].rule;
	return NULL;
}

const char *
rule_text(const struct rules *rules, const char *id)
{
	const struct rule *rule = rule_find(rules, id);

	return rule == NULL ? "" : rule->text;
}

const char *
rule_next(const struct rules *rules, const char *id)
{
	const struct rule *rule = rule_find(rules, id);

	return rule == NULL ? "Correct what is named, and drop it again." :
			      rule->next;
}

/* ---- what the checks are written with ---- */

/*
 * The element at the path, whose steps may carry an index ("Person[2]"), or
 * the deepest one on the way that is there.
 */
static const xmlNode *
deepest(const xmlNode *node, const char *path)
{
	const xmlNode *at;
	const char *end, *bracket;
	char name[64];
	size_t len;
	long n;

	while (node != NULL && *path != '\0') {
		end = path + strcspn(path, "/");
		bracket = memchr(path, '[', (size_t)(end - path));
		len = (size_t)((bracket == NULL ? end : bracket) - path);
		if (len >= sizeof(name))
			return node;
		memcpy(name, path, len);
		name[len] = '\0';
		n = bracket == NULL ? 1 : strtol(bracket + 1, NULL, 10);
		for (at = xmlin_child(node, name); at != NULL && n > 1; n--)
			at = xmlin_next(at);
		if (at == NULL)
			return node;
		node = at;
		path = *end == '/' ? end + 1 : end;
	}
	return node;
}

void
rule_found_as(struct rule_pass *p, const char *severity, const char *place,
    const char *value)
{
	const xmlNode *root = xmlDocGetRootElement(p->in->doc), *at;
	char path[128];

	if (p->out != OUT_OK)
		return;
	at = deepest(root, place);
	(void)snprintf(path, sizeof(path), "/%s%s%s", p->in->app->form,
	    place[0] == '\0' ? "" : "/", place);
	p->out = finding_add(p->list, p->rule->id,
	    p->in->ours ? severity : "task", path,
	    at == NULL ? 0 : (int)xmlGetLineNo((xmlNode *)(uintptr_t)at),
	    p->rule->text, value, p->why);
}

void
rule_found(struct rule_pass *p, const char *place, const char *value)
{

	rule_found_as(p, p->rule->severity, place, value);
}

bool
rule_e6(const struct rule_pass *p)
{
	const char *form = p->in->app->form;
	bool e6 = strcmp(form, "E6") == 0;

	assert(e6 || strcmp(form, "H3") == 0);
	return e6;
}

const char *
rule_at(const struct rule_pass *p, const char *e6, const char *h3)
{

	return rule_e6(p) ? e6 : h3;
}

bool
rule_type(const struct rule_pass *p, const char *type)
{
	size_t i;

	for (i = 0; i < p->in->app->n_types; i++)
		if (strcmp(p->in->app->types[i], type) == 0)
			return true;
	return false;
}

const Rec__Attached *
rule_document(const struct rule_pass *p, const char *type)
{
	const Rec__Application *app = p->in->app;
	size_t i;

	for (i = 0; i < app->n_documents; i++)
		if (strcmp(app->documents[i]->type, type) == 0 &&
		    !app->documents[i]->translation)
			return app->documents[i];
	return NULL;
}

bool
rule_arrears(const struct rule_pass *p)
{
	const Rec__Arrears *a = p->in->app->arrears;

	return a != NULL && a->total != NULL && a->total->minor > 0;
}

int32_t
rule_day(const struct rule_pass *p)
{
	int32_t day = 0;

	if (!date_parse(p->in->app->transmittal_date, &day))
		(void)date_parse(p->in->today, &day);
	return day;
}

/* Which of the elements of two kinds in a row the i-th is. */
const char *
rule_person_place(const struct rule_pass *p, size_t i, char *buf, size_t size)
{
	const Rec__Application *app = p->in->app;
	const xmlNode *node;
	size_t others = 0, children = 0;

	while (others < app->n_beneficiaries &&
	    (app->beneficiaries[others]->is_applicant ||
		app->beneficiaries[others]->is_defendant))
		others++;
	if (i < others) {
		(void)snprintf(buf, size, "Beneficiaries/%s",
		    rule_at(p,
			app->beneficiaries[i]->is_applicant ?
			    "SameAsApplicant" :
			    "SameAsDefendant",
			"Applicant"));
		return buf;
	}
	i -= others;
	node =
	    xmlin_find(xmlDocGetRootElement(p->in->doc), "Beneficiaries/Child");
	for (; node != NULL; node = xmlin_next(node))
		children++;
	if (rule_e6(p))
		(void)snprintf(
		    buf, size, "Beneficiaries/Represented/Person[%zu]", i + 1);
	else
		(void)snprintf(buf, size, "Beneficiaries/%s[%zu]",
		    i < children ? "Child" : "OtherPerson",
		    i < children ? i + 1 : i + 1 - children);
	return buf;
}

/* Whether the blank-separated list holds the word. */
static bool
lists(const char *list, const char *word)
{
	size_t len = strlen(word), n;

	for (; *list != '\0'; list += n + strspn(list + n, " ")) {
		n = strcspn(list, " ");
		if (n == len && memcmp(list, word, n) == 0)
			return true;
	}
	return false;
}

enum outcome
rules_check(const struct rules *rules, const struct rule_input *in,
    struct findings *list, struct why *why)
{
	struct rule_pass p = { in, NULL, list, why, OUT_OK };
	const struct entry *e;
	size_t i;

	for (i = 0; i < rules->n && p.out == OUT_OK; i++) {
		e = &rules->entry[i];
		if (e->check == NULL || !lists(e->rule.forms, in->app->form) ||
		    (in->ours && strcmp(e->rule.direction, "theirs") == 0) ||
		    (!in->ours && strcmp(e->rule.direction, "ours") == 0))
			continue;
		p.rule = &e->rule;
		e->check(&p);
	}
	return p.out;
}
