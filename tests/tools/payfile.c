/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * payfile -- a CSV of payments (id,amount,name,iban,remittance) as a
 * pain.001.001.09 on stdout, as `pay' writes it; with -k, check such a file
 * as `isupport check-payment' does.  With -v, say what memory it took.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <csv.h>

#include "domain/bank/paycheck.h"
#include "domain/bank/sepa.h"
#include "value/date.h"
#include "value/money.h"

#define CREATED "2026-11-23T08:30:00Z"
#define TODAY "2026-11-23"
#define FIELDS 5
#define FIELD_MAX 512

struct pass {
	struct sepa *sepa;
	uint32_t count;
	int64_t minor;
	size_t n;
	char field[FIELDS][FIELD_MAX];
};

static void
die(const struct why *why)
{
	char line[512];

	errx(1, "%s", why_line(why, line, sizeof(line)));
}

static void
on_field(void *data, size_t len, void *ctx)
{
	struct pass *p = ctx;

	if (p->n == FIELDS || len >= FIELD_MAX)
		errx(1, "row %u is too long", (unsigned int)p->count + 1);
	memcpy(p->field[p->n], data, len);
	p->field[p->n++][len] = '\0';
}

static void
on_row(int c, void *ctx)
{
	struct pass *p = ctx;
	struct why why = WHY_INIT;
	struct sepa_row r;
	int64_t minor;

	(void)c;
	if (p->n != FIELDS ||
	    money_parse(p->field[1], "EUR", &minor, &why) != OUT_OK)
		errx(1, "row %u is wrong", (unsigned int)p->count + 1);
	p->n = 0;
	p->count++;
	p->minor += minor;
	memset(&r, 0, sizeof(r));
	r.end_to_end = p->field[0];
	r.minor = minor;
	r.name = p->field[2];
	r.iban = p->field[3];
	r.remittance = p->field[4];
	r.purpose = "DEPD";
	if (sepa_row(p->sepa, &r, &why) != OUT_OK)
		die(&why);
}

static void
pass(FILE *f, struct pass *p)
{
	static char buf[64 << 10];
	struct csv_parser csv;
	size_t n;

	rewind(f);
	if (csv_init(&csv, CSV_STRICT | CSV_APPEND_NULL) != 0)
		errx(1, "out of memory");
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		if (csv_parse(&csv, buf, n, on_field, on_row, p) != n)
			errx(1, "not CSV");
	(void)csv_fini(&csv, on_field, on_row, p);
	csv_free(&csv);
}

/* Number and sum, which a file begins with; no field here has a quote. */
static void
total(FILE *f, struct sepa_head *h)
{
	char line[FIELDS * FIELD_MAX], *amount;
	struct why why = WHY_INIT;
	int64_t minor;

	while (fgets(line, sizeof(line), f) != NULL) {
		amount = strchr(line, ',');
		if (amount == NULL)
			errx(1, "row %u is wrong", (unsigned int)h->count + 1);
		amount++;
		amount[strcspn(amount, ",")] = '\0';
		if (money_parse(amount, "EUR", &minor, &why) != OUT_OK)
			die(&why);
		h->count++;
		h->minor += minor;
	}
}

static enum outcome
put(void *ctx, const void *data, size_t len, struct why *why)
{

	if (fwrite(data, 1, len, ctx) != len)
		return why_sys(why, "output");
	return OUT_OK;
}

static void
write_file(FILE *f)
{
	struct bankprofile profile;
	struct sepa_head head = { "DE-B0000001", CREATED, 0, 0, 0, false };
	struct pass *p = calloc(1, sizeof(*p));
	struct why why = WHY_INIT;

	if (p == NULL)
		errx(1, "out of memory");
	bankprofile_default(BANK_PAIN_09, &profile);
	profile.max_transfers = BANK_TRANSFERS_MAX;
	strcpy(profile.holder, "Central Authority");
	strcpy(profile.iban, "DE89370400440532013000");
	strcpy(profile.bic, "COBADEFFXXX");
	(void)date_parse("2026-11-24", &head.execution);
	total(f, &head);
	if (sepa_begin(&profile, &head, put, stdout, &p->sepa, &why) != OUT_OK)
		die(&why);
	pass(f, p);
	if (sepa_end(p->sepa, &why) != OUT_OK)
		die(&why);
	sepa_free(p->sepa);
	free(p);
}

static void
check_file(FILE *f)
{
	static char buf[64 << 10];
	struct paycheck_result r;
	struct paycheck *c;
	struct why why = WHY_INIT;
	int32_t today;
	size_t n;

	(void)date_parse(TODAY, &today);
	if (paycheck_begin(today, NULL, NULL, NULL, &c, &why) != OUT_OK)
		die(&why);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		if (paycheck_feed(c, buf, n, &why) != OUT_OK)
			die(&why);
	if (paycheck_end(c, &r, &why) != OUT_OK)
		die(&why);
	(void)printf("%llu %lld\n", (unsigned long long)r.count,
	    (long long)r.sums[0].minor);
	paycheck_free(c);
}

/* What libc kept counts: nothing was given back to the system but large
 * blocks, and the writer has none. */
static void
print_memory(void)
{
	FILE *f = fopen("/proc/self/status", "r");
	char line[256];

	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, "RssAnon:", 8) == 0)
			(void)fputs(line, stderr);
	if (f != NULL)
		(void)fclose(f);
}

int
main(int argc, char *argv[])
{
	int check = 0, memory = 0, ch;
	FILE *f;

	while ((ch = getopt(argc, argv, "kv")) != -1)
		if (ch == 'k')
			check = 1;
		else if (ch == 'v')
			memory = 1;
		else
			return 64;
	if (optind + 1 != argc)
		errx(64, "usage: payfile [-kv] FILE");
	if ((f = fopen(argv[optind], "rb")) == NULL)
		err(1, "%s", argv[optind]);
	if (check)
		check_file(f);
	else
		write_file(f);
	(void)fclose(f);
	if (fflush(stdout) == EOF)
		err(1, "output");
	if (memory)
		print_memory();
	return 0;
}
