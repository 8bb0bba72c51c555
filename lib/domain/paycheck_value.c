/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/paycheck_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/bankcodes.h"
#include "value/country.h"
#include "value/date.h"
#include "value/iban.h"
#include "value/money.h"
#include "value/name.h"

#define DIGITS		"0123456789"
#define UPPER		"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LOWER		"abcdefghijklmnopqrstuvwxyz"
#define DAYS_ANY	365	/* ahead, where no bank is named */

static void
wrong(struct paycheck *c, const char *rule, const char *code,
    const char *text)
{

	paycheck_tell(c, true, rule, code, text, c->value);
}

static enum pay_type
parent(const struct paycheck *c, int up)
{

	return (enum pay_type)c->frame[c->depth - up].def->type;
}

static bool
is(const struct paycheck *c, const struct pay_child *d, const char *name)
{

	(void)c;
	return strcmp(d->name, name) == 0;
}

int
paycheck_decimal(const char *s, int64_t *minor)
{
	size_t whole = strspn(s, DIGITS), part = 0;
	int64_t n = 0;
	size_t i;

	if (whole == 0)
		return -1;
	if (s[whole] == '.')
		part = strspn(s + whole + 1, DIGITS);
	if ((s[whole] == '.' && part == 0) ||
	    s[whole + (part == 0 ? 0 : part + 1)] != '\0')
		return -1;
	if (part > 2)
		return -2;
	for (i = 0; i < whole; i++) {
		n = n * 10 + (s[i] - '0');
		if (n > PAYCHECK_SUM_MAX / 100)
			return -3;
	}
	n *= 100;
	if (part > 0)
		n += (s[whole + 1] - '0') * 10;
	if (part > 1)
		n += s[whole + 2] - '0';
	*minor = n;
	return 0;
}

bool
paycheck_controls(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	for (; *p != '\0'; p++)
		if (*p < 0x20 || *p == 0x7f ||
		    (*p == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0))
			return true;
	return false;
}

/* ---- texts --------------------------------------------------------------- */

static bool
blank(const char *s)
{

	return s[strspn(s, " \t\r\n")] == '\0';
}

/* Not there, or longer than it may be. */
static bool
sized(struct paycheck *c, const struct pay_child *d)
{

	if (blank(c->value)) {
		wrong(c, "PAY-EMPTY", d->bad, "empty or blank");
		return false;
	}
	if (!c->value_cut && name_length(c->value) <= d->len)
		return true;
	wrong(c, "PAY-LENGTH", strcmp(d->bad, "BE22") == 0 ? "CH16" : d->bad,
	    "too long");
	return false;
}

static void
keep(char *to, size_t size, const char *value)
{
	size_t n = strnlen(value, size - 1);

	memcpy(to, value, n);
	to[n] = '\0';
}

/* What the checks of whole elements will want to see again. */
static void
keep_text(struct paycheck *c, const struct pay_child *d)
{

	if (is(c, d, "Issr") && parent(c, 1) == PAY_REFERENCE_TYPE)
		c->issuer_iso = strcmp(c->value, "ISO") == 0;
	if (is(c, d, "TwnNm"))
		keep(c->town, sizeof(c->town), c->value);
	if (is(c, d, "AdrLine") && c->n_lines < 2)
		keep(c->lines[c->n_lines++], sizeof(c->lines[0]), c->value);
}

static void
check_text(struct paycheck *c, const struct pay_child *d)
{

	keep_text(c, d);
	if (!sized(c, d))
		return;
	if (paycheck_controls(c->value))
		wrong(c, "PAY-CHARACTERS", "CH16", "a control character");
	else if (!name_epc(c->value))
		paycheck_tell(c, false, "PAY-CHARACTERS", "RR10", "outside "
		    "the SEPA characters: some banks refuse, others convert",
		    c->value);
}

static void
add_id(struct paycheck *c, struct pay_ids *ids)
{

	if (paycheck_ids_add(ids, c->line, c->value) == -1)
		c->no_memory = true;
}

static void
check_id(struct paycheck *c, const struct pay_child *d)
{

	if (is(c, d, "MsgId"))
		keep(c->result.msg_id, sizeof(c->result.msg_id), c->value);
	if (!sized(c, d))
		return;
	if (!name_id_ok(c->value, d->len))
		wrong(c, "PAY-ID", "CH16", "not an identifier: a character "
		    "outside the Latin set, or a stroke at an end or twice");
	if (is(c, d, "PmtInfId"))
		add_id(c, &c->blocks);
	if (is(c, d, "EndToEndId") && strcmp(c->value, "NOTPROVIDED") != 0)
		add_id(c, &c->payments);
}

/* ---- amounts ------------------------------------------------------------- */

static void
check_count(struct paycheck *c, const struct pay_child *d)
{
	size_t n = strspn(c->value, DIGITS);
	int64_t *to = parent(c, 1) == PAY_GROUP ? &c->group_count :
	    &c->block_count;

	if (n == 0 || n > d->len || c->value[n] != '\0')
		wrong(c, "PAY-COUNT", d->bad, "not a number");
	else
		*to = strtoll(c->value, NULL, 10);
}

static void
check_sum(struct paycheck *c, const struct pay_child *d)
{
	int64_t *to = parent(c, 1) == PAY_GROUP ? &c->group_sum :
	    &c->block_sum;

	if (paycheck_decimal(c->value, to) != 0) {
		wrong(c, "PAY-SUM", d->bad,
		    "not a decimal with two places at most");
		*to = -1;
	}
}

bool
paycheck_sum_add(struct paycheck_result *r, const char *currency,
    int64_t minor)
{
	struct paycheck_sum *s = r->sums;
	size_t i;

	for (i = 0; i < r->n_sums; i++, s++)
		if (strcmp(s->currency, currency) == 0)
			break;
	if (i == PAYCHECK_SUMS || strlen(currency) >= sizeof(s->currency) ||
	    s->minor > PAYCHECK_SUM_MAX - minor)
		return false;
	if (i == r->n_sums)
		r->n_sums++;
	strcpy(s->currency, currency);
	s->count++;
	s->minor += minor;
	return true;
}

static void
count_amount(struct paycheck *c, int64_t minor)
{

	if (!paycheck_sum_add(&c->result, strcmp(c->ccy, "EUR") == 0 ?
	    "EUR" : "", minor)) {
		wrong(c, "PAY-SUM", "AM02", "the sum passes 18 digits");
		c->group_sum = c->block_sum = -1;
		return;
	}
	c->block_minor += minor;
	c->minor += minor;
}

static void
check_amount(struct paycheck *c)
{
	int64_t minor = 0;
	int rc = paycheck_decimal(c->value, &minor);

	if (rc == -1)
		wrong(c, "PAY-AMOUNT", "FF01",
		    "not a decimal (digits, a point, two digits)");
	else if (rc == -2)
		wrong(c, "PAY-AMOUNT", "CH20", "more than two decimals");
	else if (rc == 0 && minor == 0)
		wrong(c, "PAY-AMOUNT", "AM01", "zero");
	else if (rc == -3 || minor > MONEY_SEPA_MAX)
		wrong(c, "PAY-AMOUNT", "AM02", "over 999999999.99");
	if (rc == 0)
		count_amount(c, minor);
	else
		c->group_sum = c->block_sum = -1;
	if (c->ccy[0] == '\0')
		wrong(c, "PAY-CURRENCY", "FF01", "no currency");
	else if (strcmp(c->ccy, "EUR") != 0)
		paycheck_tell(c, true, "PAY-CURRENCY", "AM03",
		    "a SEPA transfer is in EUR", c->ccy);
}

/* ---- days and times ------------------------------------------------------ */

/* The form that ${pattern} shows, 0 standing for any digit. */
static bool
form(const char *s, const char *pattern)
{

	for (; *pattern != '\0'; s++, pattern++)
		if (*pattern == '0' ? strchr(DIGITS, *s) == NULL || *s == '\0'
		    : *s != *pattern)
			return false;
	return true;
}

/* ISO 8601 day and time, fraction and zone as the schema has them. */
static bool
day_time(const char *s, int32_t *day)
{
	char date[DATE_TEXT];
	size_t n;

	if (!form(s, "0000-00-00T00:00:00"))
		return false;
	memcpy(date, s, DATE_TEXT - 1);
	date[DATE_TEXT - 1] = '\0';
	if (!date_parse(date, day) || strncmp(s + 11, "24", 2) >= 0 ||
	    s[14] > '5' || s[17] > '5')
		return false;
	s += 19;
	if (*s == '.') {
		if ((n = strspn(s + 1, DIGITS)) == 0)
			return false;
		s += n + 1;
	}
	if (*s == '+' || *s == '-')
		return form(s + 1, "00:00") && s[6] == '\0';
	return *s == '\0' || strcmp(s, "Z") == 0;
}

static void
check_execution(struct paycheck *c, int32_t day)
{
	int ahead = c->profile == NULL ? DAYS_ANY : c->profile->days_ahead;

	if (day < c->today)
		wrong(c, "PAY-DATE", "CH04", "in the past");
	else if (day > c->today + ahead)
		wrong(c, "PAY-DATE", "CH03", "too far ahead");
	else if (!date_target_open(day))
		paycheck_tell(c, false, "PAY-DATE", "DT06", "TARGET is "
		    "closed: most banks move it to the next business day",
		    c->value);
}

static void
check_day(struct paycheck *c)
{
	int32_t day;

	if (!date_parse(c->value, &day))
		wrong(c, "PAY-DATE", "DT01", "no such day");
	else
		check_execution(c, day);
}

static void
check_time(struct paycheck *c, enum pay_type type)
{
	int32_t day;

	if (!day_time(c->value, &day))
		wrong(c, "PAY-DATE", "DT01", "no such time");
	else if (type == PAY_DAY_TIME && !c->instant)
		wrong(c, "PAY-DATE", "DT01",
		    "a time of day is for instant transfers only");
	else if (type == PAY_DAY_TIME)
		check_execution(c, day);
}

/* ---- accounts and banks -------------------------------------------------- */

static void
check_iban(struct paycheck *c)
{
	bool payer = parent(c, 2) == PAY_ACCOUNT_PAYER;
	const char *code = payer ? "AC02" : "AC01";
	struct why why = WHY_INIT;

	if (strspn(c->value, UPPER) < 2 || strspn(c->value + 2, DIGITS) < 2 ||
	    strspn(c->value, UPPER LOWER DIGITS) != strlen(c->value)) {
		wrong(c, "PAY-IBAN", "FF01", "not in the form of an IBAN");
		return;
	}
	if (iban_check(c->value, &why) != OUT_OK) {
		wrong(c, why.rule, code, why.text);
		return;
	}
	if (!iban_sepa(c->value))
		wrong(c, "PAY-COUNTRY", "AG01",
		    "the account's country is not in the SEPA scheme");
	if (!iban_national_ok(c->value))
		paycheck_tell(c, false, "PAY-NATIONAL", code,
		    "the national check digits do not hold", c->value);
	if (payer && c->profile != NULL && *c->profile->iban != '\0' &&
	    strcmp(c->profile->iban, c->value) != 0)
		paycheck_tell(c, false, "PAY-PAYER", "",
		    "not the account that this bank is set to", c->value);
	if (!payer)
		keep(c->iban, sizeof(c->iban), c->value);
}

static void
check_bic(struct paycheck *c)
{
	struct why why = WHY_INIT;

	if (strncmp(c->value, "NOTPROVI", 8) == 0)
		wrong(c, "PAY-BIC", "RC01", "a placeholder, not a BIC");
	else if (bic_check(c->value, &why) != OUT_OK)
		wrong(c, "PAY-BIC", "RC01", "not in the form of a BIC");
	else if (parent(c, 1) == PAY_BANK_PAYEE)
		keep(c->bic, sizeof(c->bic), c->value);
}

static void
check_placeholder(struct paycheck *c)
{

	if (strcmp(c->value, "NOTPROVIDED") != 0)
		wrong(c, "PAY-BIC", "CH16", "not NOTPROVIDED");
	else if (parent(c, 2) == PAY_BANK_PAYEE &&
	    (c->profile == NULL || !c->profile->notprovided))
		wrong(c, "PAY-BIC", "CH16",
		    "the payee's bank has a BIC or is left out");
}

static void
check_reference(struct paycheck *c, const struct pay_child *d)
{

	if (!sized(c, d))
		return;
	if ((c->issuer_iso || form(c->value, "RF00")) && !rf_check(c->value))
		wrong(c, "PAY-REFERENCE", "RR09",
		    "the check digits of the reference do not hold");
	else if (paycheck_controls(c->value))
		wrong(c, "PAY-CHARACTERS", "CH16", "a control character");
}

/* ---- codes --------------------------------------------------------------- */

static void
check_country(struct paycheck *c)
{

	if (!country_ok(c->value))
		wrong(c, "PAY-COUNTRY", "BE11", "no country of ISO 3166-1");
	if (parent(c, 1) == PAY_ADDRESS)
		keep(c->country, sizeof(c->country), c->value);
}

static void
word(struct paycheck *c, const struct pay_child *d, const char *allowed)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "not %s", allowed);
	if (strcmp(c->value, allowed) != 0)
		wrong(c, "PAY-CODE", d->bad, text);
}

static bool
any(const char *s, const char *a, const char *b, const char *x, const char *y)
{

	return strcmp(s, a) == 0 || strcmp(s, b) == 0 || strcmp(s, x) == 0 ||
	    strcmp(s, y) == 0;
}

static bool
uetr(const char *s)
{
	size_t i;

	for (i = 0; i < 36; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23 ? s[i] != '-' :
		    s[i] == '\0' || strchr(DIGITS "abcdef", s[i]) == NULL)
			return false;
	return s[36] == '\0' && s[14] == '4' && strchr("89ab", s[19]) != NULL;
}

static void
check_code(struct paycheck *c, const struct pay_child *d)
{
	struct why why = WHY_INIT;
	bool ok = true;

	switch (d->type) {
	case PAY_FLAG:
		ok = any(c->value, "true", "false", "1", "0");
		break;
	case PAY_PRIORITY:
		ok = any(c->value, "HIGH", "NORM", "HIGH", "NORM");
		break;
	case PAY_CODE:
		ok = *c->value != '\0' && strlen(c->value) <= d->len;
		break;
	case PAY_CATEGORY:
		ok = bankcodes_category(c->value);
		break;
	case PAY_PURPOSE:
		ok = bankcodes_purpose(c->value);
		break;
	case PAY_CURRENCY:
		ok = money_scale(c->value) != -1;
		break;
	case PAY_UETR:
		ok = uetr(c->value);
		break;
	case PAY_ANYBIC:
		ok = bic_check(c->value, &why) == OUT_OK;
		break;
	case PAY_LEI:
		ok = strlen(c->value) == 20 &&
		    strspn(c->value, UPPER DIGITS) == 20 &&
		    strspn(c->value + 18, DIGITS) == 2;
		break;
	default:
		break;
	}
	if (!ok)
		wrong(c, "PAY-CODE", d->bad, "not one of the codes allowed");
}

static void
check_charges(struct paycheck *c)
{

	if (strcmp(c->value, "SLEV") != 0)
		wrong(c, "PAY-CHARGES", "CH16", "SEPA has SLEV only");
	if (parent(c, 1) == PAY_BLOCK)
		c->block_charges = true;
	else if (c->block_charges)
		wrong(c, "PAY-LEVELS", "CH07",
		    "stands at the block and at the payment");
}

void
paycheck_value(struct paycheck *c, const struct pay_child *d)
{
	int32_t day;

	switch (d->type) {
	case PAY_TEXT:
		check_text(c, d);
		break;
	case PAY_ID:
		check_id(c, d);
		break;
	case PAY_COUNT:
		check_count(c, d);
		break;
	case PAY_SUM:
		check_sum(c, d);
		break;
	case PAY_AMOUNT:
		check_amount(c);
		break;
	case PAY_TIME: case PAY_DAY_TIME:
		check_time(c, (enum pay_type)d->type);
		break;
	case PAY_DAY:
		check_day(c);
		break;
	case PAY_BIRTHDAY:
		if (!date_parse(c->value, &day))
			wrong(c, "PAY-DATE", d->bad, "no such day");
		break;
	case PAY_METHOD:
		word(c, d, "TRF");
		break;
	case PAY_SEPA:
		word(c, d, "SEPA");
		break;
	case PAY_SCOR:
		word(c, d, "SCOR");
		break;
	case PAY_IBAN:
		check_iban(c);
		break;
	case PAY_BIC:
		check_bic(c);
		break;
	case PAY_NOTPROVIDED:
		check_placeholder(c);
		break;
	case PAY_CHARGES:
		check_charges(c);
		break;
	case PAY_REFERENCE:
		check_reference(c, d);
		break;
	case PAY_COUNTRY:
		check_country(c);
		break;
	default:
		check_code(c, d);
		break;
	}
	if (d->type == PAY_CODE && parent(c, 1) == PAY_INSTRUMENT &&
	    strcmp(c->value, "INST") == 0)
		c->instant = true;
}
