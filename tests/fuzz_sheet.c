/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Whatever the bytes, a sheet is read or there is a reason; and a row that is
 * not held holds what its kind must have.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "domain/form/notice.h"
#include "domain/form/sheet.h"
#include "io/digest.h"
#include "io/record.h"
#include "value/date.h"
#include "value/money.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
must(int ok)
{
	if (!ok)
		abort();
}

static void
check_money(const Rec__SheetRow *r)
{
	must(r->amount != NULL && r->amount->minor > 0 &&
	    r->amount->minor <= MONEY_MAX &&
	    money_scale(r->amount->currency) >= 0);
}

static void
check_row(const char *kind, const Rec__SheetRow *r)
{
	int32_t day;

	must(r->line > 1);
	if (strcmp(kind, "collections") == 0) {
		check_money(r);
		must(r->reference[0] != '\0' && r->case_reference[0] != '\0');
		must(date_parse(r->date, &day) && source_ok(r->source));
		must(r->mode[0] != '\0');
	} else if (strcmp(kind, "receipts") == 0) {
		check_money(r);
		must(r->reference[0] != '\0' && date_parse(r->date, &day));
	} else if (strcmp(kind, "rates") == 0) {
		must(money_scale(r->from_currency) >= 0 &&
		    money_scale(r->to_currency) >= 0);
		must(date_parse(r->date, &day) && r->rate[0] != '\0');
	} else if (strcmp(kind, "answer") == 0)
		must(r->case_reference[0] != '\0' &&
		    r->complete == (r->further[0] == '\0'));
	else {
		must(r->subject[0] != '\0' && r->decision[0] != '\0');
		if (strcmp(kind, "approval") == 0)
			must(digest_hex_ok(r->sha256));
	}
}

/* A reason goes into logs and files: printable ASCII, and it says so much. */
static void
check_fault(const Rec__SheetRow *r)
{
	const char *p;

	must(r->fault->rule[0] != '\0' && r->fault->text[0] != '\0' &&
	    r->fault->place[0] != '\0');
	for (p = r->fault->text; *p != '\0'; p++)
		must(*p >= ' ' && *p <= '~');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct why why = WHY_INIT;
	Rec__Sheet *s;
	size_t i;

	if (sheet_read(data, len, "2026-11-21", &s, &why) != OUT_OK) {
		must(s == NULL && why.rule[0] != '\0');
		return 0;
	}
	for (i = 0; i < s->n_rows; i++)
		if (s->rows[i]->fault != NULL)
			check_fault(s->rows[i]);
		else
			check_row(s->kind, s->rows[i]);
	record_free(s);
	return 0;
}
