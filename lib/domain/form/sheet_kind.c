/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/form/sheet_kind.h"

#include <stdio.h>
#include <string.h>

#include "domain/form/notice.h"
#include "domain/form/sheet_field.h"
#include "io/digest.h"
#include "io/record.h"
#include "value/money.h"

/* ---- columns ----------------------------------------------------------- */

static enum outcome
read_reference(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_reference(&r->record->reference, s, why);
}

static enum outcome
read_case(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_reference(&r->record->case_reference, s, why);
}

static enum outcome
read_subject(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_reference(&r->record->subject, s, why);
}

static enum outcome
read_date(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_past_day(r, &r->record->date, s, why);
}

static enum outcome
read_from(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_day(&r->record->from, s, why);
}

static enum outcome
read_until(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_day(&r->record->until, s, why);
}

static enum outcome
read_source(struct sheet_row *r, const char *s, struct why *why)
{
	char code[24];

	sheet_lower(s, code, sizeof(code));
	if (!source_ok(code))
		return why_reject(why, "SHEET-CODE",
		    "this is no source of money that we know");
	return sheet_string(&r->record->source, code, why);
}

static enum outcome
read_rate_source(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_reference(&r->record->source, s, why);
}

static enum outcome
read_mode(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_code(&r->record->mode, s, "collected monitored ", why);
}

static enum outcome
read_note(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_text(&r->record->note, s, why);
}

static enum outcome
read_reason(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_text(&r->record->reason, s, why);
}

static enum outcome
read_steps(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_text(&r->record->steps, s, why);
}

static enum outcome
read_further(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_text(&r->record->further, s, why);
}

static enum outcome
read_non_disclosure(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_code(&r->record->decision, s, "yes no ", why);
}

/* Which person and field there are is told by the case. */
static enum outcome
read_person(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_reference(&r->record->person, s, why);
}

static enum outcome
read_fieldname(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_reference(&r->record->field, s, why);
}

static enum outcome
read_value(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_text(&r->record->value, s, why);
}

static enum outcome
read_known_by(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_code(
	    &r->record->source, s, "subject authority article-61 ", why);
}

static enum outcome
read_complete(struct sheet_row *r, const char *s, struct why *why)
{
	char code[8];

	sheet_lower(s, code, sizeof(code));
	r->record->complete = strcmp(code, "yes") == 0;
	if (!r->record->complete && strcmp(code, "no") != 0)
		return why_reject(why, "SHEET-CODE", "neither yes nor no");
	return OUT_OK;
}

static enum outcome
read_review(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_code(
	    &r->record->decision, s, "release hold accept reject ", why);
}

static enum outcome
read_approval(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_code(&r->record->decision, s,
	    "approve refuse delivered not-delivered ", why);
}

static enum outcome
read_done(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_code(&r->record->decision, s, "done ", why);
}

/* A number, without its leading zeros. */
static enum outcome
read_task(struct sheet_row *r, const char *s, struct why *why)
{
	size_t n;

	s += strspn(s, "0");
	n = strspn(s, "0123456789");
	if (n == 0 || n > 18 || s[n] != '\0')
		return why_reject(
		    why, "TASK-NUMBER", "this is no number of a task");
	return sheet_string(&r->record->subject, s, why);
}

static enum outcome
read_sha256(struct sheet_row *r, const char *s, struct why *why)
{
	char hex[DIGEST_HEX + 1];

	sheet_lower(s, hex, sizeof(hex));
	if (!digest_hex_ok(hex))
		return why_reject(
		    why, "SHEET-SHA256", "this is no SHA-256 (64 hex digits)");
	return sheet_string(&r->record->sha256, hex, why);
}

static enum outcome
read_from_currency(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_currency(&r->record->from_currency, s, why);
}

static enum outcome
read_to_currency(struct sheet_row *r, const char *s, struct why *why)
{
	return sheet_currency(&r->record->to_currency, s, why);
}

static enum outcome
read_rate(struct sheet_row *r, const char *s, struct why *why)
{
	int64_t any;
	enum outcome out;

	if ((out = money_convert(100, "EUR", s, "EUR", &any, why)) != OUT_OK)
		return out;
	return sheet_string(&r->record->rate, s, why);
}

/* ---- rows -------------------------------------------------------------- */

static enum outcome
at_column(
    enum outcome out, const char *column, const char *value, struct why *why)
{
	why_at(why, 0, column);
	why_value(why, value);
	return out;
}

static enum outcome
finish_amount(struct sheet_row *r, struct why *why)
{
	const char *s = csvio_get(r->table, r->row, "amount");
	const char *currency = csvio_get(r->table, r->row, "currency");
	Rec__Money *m = record_new(&rec__money__descriptor);
	enum outcome out;

	if ((r->record->amount = m) == NULL)
		return why_retry(why, "out of memory");
	if ((out = sheet_currency(&m->currency, currency, why)) != OUT_OK)
		return at_column(out, "currency", currency, why);
	if (strspn(s, "0123456789.,' ") == strlen(s) &&
	    strspn(s, "0123456789.") != strlen(s))
		out = why_reject(why, "R-1001",
		    "an amount has a point before its decimals, and nothing "
		    "else: 1234.56");
	else
		out = money_parse(s, currency, &m->minor, why);
	if (out == OUT_OK && m->minor <= 0)
		out = why_reject(
		    why, "R-1001", "an amount is more than zero here");
	return out == OUT_OK ? OUT_OK : at_column(out, "amount", s, why);
}

static enum outcome
finish_collection(struct sheet_row *r, struct why *why)
{
	const Rec__SheetRow *rec = r->record;
	enum outcome out;

	if ((out = finish_amount(r, why)) != OUT_OK)
		return out;
	if (rec->from[0] != '\0' && rec->until[0] != '\0' &&
	    strcmp(rec->from, rec->until) > 0)
		return at_column(why_reject(why, "R-1004",
				     "the period ends before it begins"),
		    "period_to", rec->until, why);
	return OUT_OK;
}

static enum outcome
finish_rate(struct sheet_row *r, struct why *why)
{
	const Rec__SheetRow *rec = r->record;

	if (rec->from_currency[0] != '\0' &&
	    strcmp(rec->from_currency, rec->to_currency) == 0)
		return at_column(why_reject(why, "R-1009",
				     "a rate from a currency to itself"),
		    "to_currency", rec->to_currency, why);
	return OUT_OK;
}

static enum outcome
finish_answer(struct sheet_row *r, struct why *why)
{
	const Rec__SheetRow *rec = r->record;

	if (rec->complete && rec->further[0] != '\0')
		return at_column(
		    why_reject(why, "ANSWER-COMPLETE",
			"complete, and yet something is asked for"),
		    "complete", "yes", why);
	if (!rec->complete && rec->further[0] == '\0' &&
	    csvio_get(r->table, r->row, "complete")[0] != '\0')
		return at_column(why_reject(why, "SHEET-MISSING",
				     "not complete: say what is asked for"),
		    "further_information", NULL, why);
	return OUT_OK;
}

/* it is set without a word, and unset by nobody without one. */
static enum outcome
finish_disclosure(struct sheet_row *r, struct why *why)
{
	if (strcmp(r->record->decision, "no") == 0 &&
	    r->record->reason[0] == '\0')
		return at_column(why_reject(why, "SHEET-MISSING",
				     "say why it no longer holds"),
		    "reason", NULL, why);
	return OUT_OK;
}

static void
key_reference(const Rec__SheetRow *r, char *buf, size_t size)
{
	(void)snprintf(buf, size, "%s", r->reference);
}

static void
key_subject(const Rec__SheetRow *r, char *buf, size_t size)
{
	(void)snprintf(buf, size, "%s", r->subject);
}

static void
key_case(const Rec__SheetRow *r, char *buf, size_t size)
{
	(void)snprintf(buf, size, "%s", r->case_reference);
}

static void
key_field(const Rec__SheetRow *r, char *buf, size_t size)
{
	(void)snprintf(
	    buf, size, "%s|%s|%s", r->case_reference, r->person, r->field);
}

static void
key_rate(const Rec__SheetRow *r, char *buf, size_t size)
{
	buf[0] = '\0';
	if (r->from_currency[0] != '\0' && r->to_currency[0] != '\0' &&
	    r->date[0] != '\0')
		(void)snprintf(buf, size, "%s %s %s", r->from_currency,
		    r->to_currency, r->date);
}

/* ---- the table --------------------------------------------------------- */

static const struct sheet_column collections[] = {
	{ "reference", true, true, read_reference },
	{ "case", true, true, read_case },
	{ "date", true, true, read_date },
	{ "amount", true, true, NULL },
	{ "currency", true, true, NULL },
	{ "source", true, true, read_source },
	{ "mode", true, true, read_mode },
	{ "period_from", false, false, read_from },
	{ "period_to", false, false, read_until },
	{ "note", false, false, read_note },
	{ "", false, false, NULL },
};

static const struct sheet_column rates[] = {
	{ "from_currency", true, true, read_from_currency },
	{ "to_currency", true, true, read_to_currency },
	{ "date", true, true, read_date },
	{ "rate", true, true, read_rate },
	{ "source", true, true, read_rate_source },
	{ "note", false, false, read_note },
	{ "", false, false, NULL },
};

static const struct sheet_column receipts[] = {
	{ "reference", true, true, read_reference },
	{ "date", true, true, read_date },
	{ "amount", true, true, NULL },
	{ "currency", true, true, NULL },
	{ "note", false, false, read_note },
	{ "", false, false, NULL },
};

static const struct sheet_column answer[] = {
	{ "case", true, true, read_case },
	{ "complete", true, true, read_complete },
	{ "received_on", false, false, read_date },
	{ "steps", false, false, read_steps },
	{ "further_information", false, false, read_further },
	{ "note", false, false, read_note },
	{ "", false, false, NULL },
};

static const struct sheet_column review[] = {
	{ "item", true, true, read_subject },
	{ "decision", true, true, read_review },
	{ "reason", false, false, read_reason },
	{ "case", false, false, NULL },
	{ "date", false, false, NULL },
	{ "amount", false, false, NULL },
	{ "currency", false, false, NULL },
	{ "mode", false, false, NULL },
	{ "source", false, false, NULL },
	{ "held_for", false, false, NULL },
	{ "asked", false, false, NULL },
	{ "", false, false, NULL },
};

static const struct sheet_column approval[] = {
	{ "subject", true, true, read_subject },
	{ "sha256", true, true, read_sha256 },
	{ "decision", true, true, read_approval },
	{ "reason", false, false, read_reason },
	{ "kind", false, false, NULL },
	{ "state", false, false, NULL },
	{ "case", false, false, NULL },
	{ "other", false, false, NULL },
	{ "count", false, false, NULL },
	{ "amount", false, false, NULL },
	{ "currency", false, false, NULL },
	{ "asked", false, false, NULL },
	{ "", false, false, NULL },
};

static const struct sheet_column tasks[] = {
	{ "task", true, true, read_task },
	{ "decision", true, true, read_done },
	{ "note", false, false, read_note },
	{ "case", false, false, NULL },
	{ "kind", false, false, NULL },
	{ "rule", false, false, NULL },
	{ "due", false, false, NULL },
	{ "subject", false, false, NULL },
	{ "", false, false, NULL },
};

static const struct sheet_column disclosure[] = {
	{ "case", true, true, read_case },
	{ "non_disclosure", true, true, read_non_disclosure },
	{ "reason", false, false, read_reason },
	{ "note", false, false, read_note },
	{ "", false, false, NULL },
};

static const struct sheet_column rectification[] = {
	{ "case", true, true, read_case },
	{ "person", true, true, read_person },
	{ "field", true, true, read_fieldname },
	{ "value", true, true, read_value },
	{ "reason", true, true, read_reason },
	{ "source", false, false, read_known_by },
	{ "note", false, false, read_note },
	{ "", false, false, NULL },
};

static const struct sheet_column erase[] = {
	{ "erase", true, true, read_case },
	{ "reason", true, true, read_reason },
	{ "", false, false, NULL },
};

#define REFERENCE_TWICE "this reference stands twice in the sheet"
#define TWICE "two rows of the sheet are about the same"

const struct sheet_kind sheet_kinds[] = {
	{ "collections", false, "R-1013", REFERENCE_TWICE, collections,
	    finish_collection, key_reference },
	{ "rates", false, "SHEET-TWICE", TWICE, rates, finish_rate, key_rate },
	{ "receipts", false, "R-1013", REFERENCE_TWICE, receipts, finish_amount,
	    key_reference },
	{ "answer", false, "SHEET-TWICE", TWICE, answer, finish_answer,
	    key_case },
	{ "review", true, "SHEET-TWICE", TWICE, review, NULL, key_subject },
	{ "approval", true, "SHEET-TWICE", TWICE, approval, NULL, key_subject },
	{ "tasks", true, "SHEET-TWICE", TWICE, tasks, NULL, key_subject },
	{ "disclosure", false, "SHEET-TWICE", TWICE, disclosure,
	    finish_disclosure, key_case },
	{ "rectification", false, "SHEET-TWICE", TWICE, rectification, NULL,
	    key_field },
	{ "erase", false, "SHEET-TWICE", TWICE, erase, NULL, key_case },
};
const size_t sheet_nkinds = sizeof(sheet_kinds) / sizeof(sheet_kinds[0]);
