/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/subject.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "domain/case/casefile.h"
#include "domain/case/index.h"
#include "domain/case/state.h"
#include "io/config.h"
#include "io/record.h"
#include "io/xmlout.h"
#include "tmpdir.h"

#define MAP ((size_t)64 << 20)
#define NUMBER UINT64_C(2026000001)
#define KEY (SEAL_POOL + 2)
#define AT "2026-03-02T09:00:00Z"

static const char settings[] =
    "[unit]\ncode = DE\n"
    "[person.anna]\nname = Anna\nroles = caseworker, restricted\n"
    "[person.ben]\nname = Ben\nroles = caseworker\n"
    "[person.cleo]\nname = Cleo\nroles = supervisor\n"
    "[person.dora]\nname = Dora\nroles = finance, restricted\n";

static struct why why;
static struct seal *seal;
static struct store *store;
static struct config *conf;
static struct office office = {
	.code = "DE", .now = AT, .today = "2026-03-02", .actor = "anna"
};

static void
make(void)
{
	tmpdir_make();
	(void)tmpdir_dir("store");
	tmpdir_write("conf", settings, strlen(settings));
	cr_assert_eq(config_load(tmpdir_path("conf"), &conf, &why), OUT_OK);
	cr_assert_eq(seal_init(tmpdir_path("keys"), &why), OUT_OK);
	cr_assert_eq(seal_open(tmpdir_path("keys"), &seal, &why), OUT_OK);
	cr_assert_eq(seal_reserve(seal, SEAL_POOL, 8, &why), OUT_OK);
	cr_assert_eq(
	    store_open(tmpdir_path("store"), MAP, false, seal, &store, &why),
	    OUT_OK);
	office.conf = conf;
}

static void
unmake(void)
{
	store_close(store);
	seal_close(seal);
	config_free(conf);
	tmpdir_remove();
}

TestSuite(subject, .init = make, .fini = unmake);

/* ---- a case in which each thing that is held has a word of its own -------*/

static Rec__Person *
person(const char *family, const char *born)
{
	Rec__Person *p = record_new(&rec__person__descriptor);

	cr_assert_eq(record_set(&p->family, family), 0);
	cr_assert_eq(record_set(&p->born, born), 0);
	return p;
}

static Rec__Contact *
contact(const char *street)
{
	Rec__Contact *c = record_new(&rec__contact__descriptor);

	c->address = record_new(&rec__address__descriptor);
	cr_assert_eq(record_set(&c->address->street, street), 0);
	return c;
}

static void
add_child(Rec__Application *app, const char *family, bool is_applicant)
{
	Rec__Beneficiary *b = record_new(&rec__beneficiary__descriptor);

	b->person = person(family, "2015-05-17");
	b->is_applicant = is_applicant;
	cr_assert_eq(record_set(&b->basis, "parentage"), 0);
	*record_add(&app->beneficiaries, &app->n_beneficiaries) = b;
}

static Rec__Application *
application(void)
{
	Rec__Application *app = record_new(&rec__application__descriptor);

	app->applicant = person("APPLICANT", "1990-01-01");
	app->representative = person("ATTORNEY", "1960-01-01");
	app->debtor = person("DEBTOR", "1985-01-01");
	app->defendant = person("DEBTOR", "1985-01-01");
	(void)record_set(&app->debtor_is, "defendant");
	app->debtor_contact = contact("DEBTORSTREET");
	app->defendant_contact = contact("DEBTORSTREET");
	(void)record_set(&app->location_info, "LOCATION");
	(void)record_set(&app->additional, "ADDITIONAL");
	app->has_contact = app->has_payment_location = 1;
	add_child(app, "FIRSTCHILD", false);
	add_child(app, "APPLICANT", true);
	return app;
}

static void
add_correction(Rec__Case *c, const char *who, const char *old, const char *src)
{
	Rec__Correction *k = record_new(&rec__correction__descriptor);

	(void)record_set(&k->person, who);
	(void)record_set(&k->field, "street");
	(void)record_set(&k->old, old);
	(void)record_set(&k->source, src);
	*record_add(&c->corrections, &c->n_corrections) = k;
}

static Rec__Case *
the_case(void)
{
	Rec__Case *c = record_new(&rec__case__descriptor);

	c->number = NUMBER;
	c->key = KEY;
	(void)record_set(&c->id, "DE-2026-000001");
	(void)record_set(&c->instrument, "EU4-2009");
	(void)record_set(&c->other, "PT");
	c->application = application();
	add_correction(c, "debtor", "OLDSTREET", "subject");
	add_correction(c, "debtor", "FROMREGISTER", "article-61");
	return c;
}

static enum outcome
put_case(struct store_txn *txn, void *ctx, struct why *w)
{
	Rec__Case *c = the_case();
	Rec__Restricted *r = record_new(&rec__restricted__descriptor);
	Rec__Item item = REC__ITEM__INIT;
	enum outcome out;

	c->non_disclosure = *(const bool *)ctx;
	r->applicant_contact = contact("HIDDENSTREET");
	r->payment_location = record_new(&rec__account__descriptor);
	(void)record_set(&r->payment_location->iban, "HIDDENACCOUNT");
	item.id = lend("DE-I0000001");
	item.case_number = NUMBER;
	item.date = lend("2026-02-01");
	item.source = lend("wage_withholding");
	if ((out = state_case_key_put(txn, NUMBER, KEY, w)) == OUT_OK &&
	    (out = index_put_token(txn, "ref", c->id, NUMBER, w)) == OUT_OK &&
	    (out = case_put(txn, c, w)) == OUT_OK &&
	    (out = restricted_put(txn, NUMBER, r, w)) == OUT_OK &&
	    (out = item_put(txn, &item, w)) == OUT_OK)
		out = link_put(txn, "item", NUMBER, item.id, w);
	record_free(c);
	record_free(r);
	return out;
}

static void
have_case(bool non_disclosure)
{
	cr_assert_eq(store_update(store, AT, "test", "case", put_case,
			 &non_disclosure, &why),
	    OUT_OK, "%s", why.text);
}

struct asking {
	const char *role, *override;
	Rec__Subject *x;
};

static enum outcome
ask(struct store_txn *txn, void *ctx, struct why *w)
{
	struct asking *a = ctx;

	return subject_export(
	    txn, &office, "DE-2026-000001", a->role, a->override, &a->x, w);
}

static enum outcome export(
    const char *role, const char *override, struct buf *b) {
	struct asking a = { role, override, NULL }; enum outcome out;

	    out =
		store_update(store, AT, office.actor, "export", ask, &a, &why);
	    if (out == OUT_OK)
		cr_assert_eq(xmlout_json(b, &a.x->base, &why), OUT_OK);
	    record_free(a.x); return out;
}

/* ---- what each of them is told, and how much is counted ------------------*/

static const char words[][20] = { "APPLICANT", "ATTORNEY", "\"DEBTOR\"",
	"FIRSTCHILD", "DEBTORSTREET", "HIDDENSTREET", "HIDDENACCOUNT",
	"LOCATION", "ADDITIONAL", "OLDSTREET", "FROMREGISTER",
	"wage_withholding" };
#define NWORDS (sizeof(words) / sizeof(words[0]))

struct told {
	char role[16];
	bool flag;
	char is[NWORDS + 1]; /* of each word: '+' told, '-' not */
	char withheld[64];   /* with what follows the count, or "" */
};

ParameterizedTestParameters(subject, told)
{
	static struct told rows[] = {
		{ "applicant", false, "+----++-----",
		    "\"other persons\",\"count\":4" },
		{ "creditor", true, "+----++-----",
		    "\"count\":1,\"ground\":\"Regulation (EC) No 4/2009" },
		{ "child 2", false, "+----++-----", "" },
		{ "debtor", false, "--+-+--+-+++",
		    "account of the applicant\",\"count\":1" },
		{ "defendant", false, "--+-+--+-+++", "" },
		{ "debtor", true, "--+-+----+++",
		    "\"count\":1,\"ground\":\"Convention, art. 40" },
		{ "child 1", false, "---+--------",
		    "addresses and contacts of others\",\"count\":2" },
		{ "representative", true, "-+----------",
		    "texts, which may name others\",\"count\":2" },
	};

	return cr_make_param_array(
	    struct told, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct told *row, subject, told)
{
	struct buf b = BUF_INIT;
	size_t i;

	have_case(row->flag);
	cr_assert_eq(export(row->role, "", &b), OUT_OK, "%s", why.text);
	for (i = 0; i < NWORDS; i++)
		cr_assert_eq(strstr((const char *)b.data, words[i]) != NULL,
		    row->is[i] == '+', "%s: %s", row->role, words[i]);
	cr_assert(strstr((const char *)b.data, row->withheld) != NULL, "%s",
	    (const char *)b.data);
	buf_free(&b);
}

/* ---- who may ask ---------------------------------------------------------*/

struct may {
	char actor[8], role[12];
	int out;
	char rule[12];
};

ParameterizedTestParameters(subject, may)
{
	static struct may rows[] = {
		{ "anna", "applicant", OUT_OK, "" },
		{ "ben", "debtor", OUT_OK, "" },
		{ "ben", "applicant", OUT_REJECT, "PERMISSION" },
		{ "ben", "child 2", OUT_REJECT, "PERMISSION" },
		{ "cleo", "child 1", OUT_OK, "" },
		{ "cleo", "applicant", OUT_REJECT, "PERMISSION" },
		{ "dora", "applicant", OUT_REJECT, "PERMISSION" },
		{ "dora", "debtor", OUT_REJECT, "PERMISSION" },
		{ "uid:0", "debtor", OUT_REJECT, "PERMISSION" },
		{ "anna", "child 3", OUT_REJECT, "SUBJECT" },
		{ "anna", "child 0", OUT_REJECT, "SUBJECT" },
		{ "anna", "child", OUT_REJECT, "SUBJECT" },
		{ "anna", "child 1x", OUT_REJECT, "SUBJECT" },
		{ "anna", "", OUT_REJECT, "SUBJECT" },
	};

	return cr_make_param_array(
	    struct may, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct may *row, subject, may)
{
	struct buf b = BUF_INIT;

	have_case(false);
	office.actor = row->actor;
	cr_assert_eq(export(row->role, "", &b), (enum outcome)row->out);
	if (row->out != OUT_OK)
		cr_assert_str_eq(why.rule, row->rule);
	buf_free(&b);
}

/* ---- deferral ------------------------------------------------------------*/

static enum outcome
do_defer(struct store_txn *txn, void *ctx, struct why *w)
{
	return subject_defer(
	    txn, &office, "DE-2026-000001", ctx, "prejudice", w);
}

static enum outcome
defer(const char *until)
{
	return store_update(store, AT, office.actor, "defer", do_defer,
	    (void *)(uintptr_t)until, &why);
}

Test(subject, deferral_ends_within_90_days_of_the_first)
{
	struct buf b = BUF_INIT;

	have_case(false);
	cr_assert_eq(defer("2026-06-01"), OUT_REJECT);
	cr_assert_eq(defer("2026-03-01"), OUT_REJECT);
	cr_assert_eq(defer("tomorrow"), OUT_REJECT);
	cr_assert_eq(defer("2026-04-01"), OUT_OK, "%s", why.text);
	office.today = "2026-03-20";
	office.now = "2026-03-20T09:00:00Z";
	cr_assert_eq(defer("2026-06-01"), OUT_REJECT);
	cr_assert_eq(defer("2026-05-31"), OUT_OK, "%s", why.text);

	office.today = "2026-05-31";
	cr_assert_eq(export("debtor", "", &b), OUT_REJECT);
	cr_assert_str_eq(why.rule, "R-410");
	cr_assert_eq(export("debtor", "because", &b), OUT_REJECT);
	cr_assert_eq(export("child 1", "", &b), OUT_OK);
	office.actor = "cleo";
	cr_assert_eq(export("debtor", "", &b), OUT_REJECT);
	cr_assert_eq(export("debtor", "because", &b), OUT_OK);
	office.today = "2026-06-01";
	cr_assert_eq(export("debtor", "", &b), OUT_OK);
	buf_free(&b);
}

/* ---- non-disclosure ------------------------------------------------------*/

struct ack {
	bool says, is;
};

static enum outcome
take_ack(struct store_txn *txn, void *ctx, struct why *w)
{
	Rec__Acknowledgement k = REC__ACKNOWLEDGEMENT__INIT;
	Rec__Verdict v = REC__VERDICT__INIT;
	Rec__Message m = REC__MESSAGE__INIT;
	Rec__Event ev = REC__EVENT__INIT;
	struct ack *a = ctx;
	enum outcome out;
	Rec__Case *c;

	k.non_disclosure = a->says;
	v.acknowledgement = &k;
	m.number = 7;
	m.case_number = NUMBER;
	m.msg_id = lend("1000007PT");
	ev.number = 7;
	ev.at = lend(AT);
	ev.case_number = NUMBER;
	ev.message = &m;
	ev.verdict = &v;
	if ((out = apply_ack_in(txn, &ev, w)) == OUT_OK &&
	    (out = case_get(txn, NUMBER, &c, w)) == OUT_OK) {
		a->is = c->non_disclosure;
		if (c->n_disclosures > 0)
			cr_assert_str_eq(
			    c->disclosures[0]->message, "1000007PT");
		record_free(c);
	}
	return out;
}

static bool
after_ack(bool says)
{
	struct ack a = { says, false };

	cr_assert_eq(
	    store_update(store, AT, "test", "ack", take_ack, &a, &why), OUT_OK);
	return a.is;
}

Test(subject, a_later_form_sets_non_disclosure)
{
	have_case(false);
	cr_assert(!after_ack(false));
	cr_assert(after_ack(true));
	cr_assert(after_ack(false));
}

Test(subject, a_later_form_unsets_nothing)
{
	have_case(true);
	cr_assert(after_ack(false));
}

/* ---- fields --------------------------------------------------------------*/

struct field {
	char role[16], field[16], value[16];
	char fault[32]; /* "": none */
	bool restricted;
};

ParameterizedTestParameters(subject, field)
{
	static struct field rows[] = {
		{ "debtor", "family", "New", "", false },
		{ "debtor", "telephone", "+49 1", "", false },
		{ "debtor", "country", "DE", "", false },
		{ "debtor", "country", "XX", "no such country", false },
		{ "debtor", "born", "1985-02-30", "no date", false },
		{ "debtor", "iban", "X", "no field", false },
		{ "applicant", "street", "New", "", true },
		{ "applicant", "email", "a@b", "", true },
		{ "applicant", "given", "New", "", false },
		{ "child 2", "street", "New", "", true },
		{ "child 1", "street", "New", "nothing of that kind", false },
		{ "representative", "fax", "1", "nothing of that kind", false },
	};

	return cr_make_param_array(
	    struct field, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct field *row, subject, field)
{
	Rec__Application *app = application();
	Rec__Restricted *r = record_new(&rec__restricted__descriptor);
	const char *fault, *rule;
	struct subject s;

	cr_assert(subject_parse(app, row->role, &s));
	cr_assert_eq(subject_restricted(s, row->field), row->restricted);
	fault = subject_fault(s, row->field, row->value, &rule);
	if (row->fault[0] != '\0') {
		cr_assert(fault != NULL && strstr(fault, row->fault) != NULL);
	} else {
		cr_assert_null(fault, "%s", fault);
		cr_assert_eq(
		    subject_set(app, r, s, row->field, row->value, &why),
		    OUT_OK);
		cr_assert_str_eq(
		    subject_get(app, r, s, row->field), row->value);
		cr_assert_eq(r->applicant_contact != NULL, row->restricted);
	}
	record_free(app);
	record_free(r);
}

Test(subject, one_person_at_two_places_is_corrected_at_both)
{
	Rec__Application *app = application();
	struct subject s;

	cr_assert(subject_parse(app, "debtor", &s));
	cr_assert_eq(subject_set(app, NULL, s, "family", "New", &why), OUT_OK);
	cr_assert_eq(subject_set(app, NULL, s, "town", "Bonn", &why), OUT_OK);
	cr_assert_str_eq(app->debtor->family, "New");
	cr_assert_str_eq(app->defendant->family, "New");
	cr_assert_str_eq(app->debtor_contact->address->town, "Bonn");
	cr_assert_str_eq(app->defendant_contact->address->town, "Bonn");
	cr_assert_str_eq(app->applicant->family, "APPLICANT");
	record_free(app);
}
