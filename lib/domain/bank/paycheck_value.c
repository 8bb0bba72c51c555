/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/bank/paycheck_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/bank/bankcodes.h"
#include "value/country.h"
#include "value/date.h"
#include "value/iban.h"
#include "value/money.h"
#include "value/name.h"

#define DIGITS "0123456789"
#define BLANKS " \t\r\n"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

static bool
is(const struct pay_child *d, const char *name)
{

	return strcmp(d->name, name) == 0;
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

/* Not there, or longer than it may be. */
static bool
sized(struct paycheck *c, const struct pay_child *d)
{

	if (name_blank(c->value)) {
		paycheck_wrong(c, "PAY-EMPTY", d->bad, "empty or blank");
		return false;
	}
	if (!c->value_cut && name_length(c->value) <= d->len)
		return true;
	paycheck_wrong(c, "PAY-LENGTH",
	    strcmp(d->bad, "BE22") == 0 ? "CH16" : d->bad, "too long");
	return false;
}

/* What the checks of whole elements will want to see again. */
static void
keep_text(struct paycheck *c, const struct pay_child *d)
{

	if (is(d, "Issr") && paycheck_above(c, 1) == PAY_REFERENCE_TYPE)
		c->issuer_iso = strcmp(c->value, "ISO") == 0;
	if (is(d, "TwnNm"))
		paycheck_keep(c->town, sizeof(c->town), c->value);
	if (is(d, "AdrLine") && c->n_lines < 2)
		paycheck_keep(
		    c->lines[c->n_lines++], sizeof(c->lines[0]), c->value);
}

static void
check_text(struct paycheck *c, const struct pay_child *d)
{

	keep_text(c, d);
	if (!sized(c, d))
		return;
	if (paycheck_controls(c->value))
		paycheck_wrong(
		    c, "PAY-CHARACTERS", "CH16", "a control character");
	else if (!name_epc(c->value))
		paycheck_tell(c, false, "PAY-CHARACTERS", "RR10",
		    "outside "
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

	if (is(d, "MsgId"))
		paycheck_keep(
		    c->result.msg_id, sizeof(c->result.msg_id), c->value);
	if (!sized(c, d))
		return;
	if (!name_id_ok(c->value, d->len))
		paycheck_wrong(c, "PAY-ID", "CH16",
		    "not an identifier: a character "
		    "outside the Latin set, or a stroke at an end or twice");
	if (is(d, "PmtInfId"))
		add_id(c, &c->blocks);
	if (is(d, "EndToEndId") && strcmp(c->value, "NOTPROVIDED") != 0)
		add_id(c, &c->payments);
}

static void
check_reference(struct paycheck *c, const struct pay_child *d)
{

	if (!sized(c, d))
		return;
	if ((c->issuer_iso || paycheck_form(c->value, "RF00")) &&
	    !rf_check(c->value))
		paycheck_wrong(c, "PAY-REFERENCE", "RR09",
		    "the check digits of the reference do not hold");
	else if (paycheck_controls(c->value))
		paycheck_wrong(
		    c, "PAY-CHARACTERS", "CH16", "a control character");
}

static void
check_country(struct paycheck *c)
{

	if (!country_ok(c->value))
		paycheck_wrong(
		    c, "PAY-COUNTRY", "BE11", "no country of ISO 3166-1");
	if (paycheck_above(c, 1) == PAY_ADDRESS)
		paycheck_keep(c->country, sizeof(c->country), c->value);
}

static void
word(struct paycheck *c, const struct pay_child *d, const char *allowed)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "not %s", allowed);
	if (strcmp(c->value, allowed) != 0)
		paycheck_wrong(c, "PAY-CODE", d->bad, text);
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
		if (i == 8 || i == 13 || i == 18 || i == 23 ?
			s[i] != '-' :
			s[i] == '\0' || strchr(DIGITS "abcdef", s[i]) == NULL)
			return false;
	return s[36] == '\0' && s[14] == '4' && strchr("89ab", s[19]) != NULL;
}

static bool
lei(const char *s)
{

	return strlen(s) == 20 && strspn(s, UPPER DIGITS) == 20 &&
	    strspn(s + 18, DIGITS) == 2;
}

/* Codes of lists that we do not hold, and that banks may add to. */
static void
check_open_code(struct paycheck *c, const struct pay_child *d)
{

	if (!sized(c, d))
		return;
	if (paycheck_controls(c->value))
		paycheck_wrong(
		    c, "PAY-CHARACTERS", "CH16", "a control character");
	if (paycheck_above(c, 1) == PAY_INSTRUMENT &&
	    strcmp(c->value, "INST") == 0)
		c->instant = true;
}

static void
check_code(struct paycheck *c, const struct pay_child *d)
{
	const char *text = "not one of the codes allowed";
	bool ok = true;

	switch (d->type) {
	case PAY_FLAG:
		ok = any(c->value, "true", "false", "1", "0");
		text = "neither true nor false";
		break;
	case PAY_PRIORITY:
		ok = any(c->value, "HIGH", "NORM", "HIGH", "NORM");
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
		text = "not in the form of a UETR (UUID, version 4)";
		break;
	case PAY_ANYBIC:
		ok = paycheck_bic_form(c);
		text = "not in the form of a BIC";
		break;
	case PAY_LEI:
		ok = lei(c->value);
		text = "not in the form of an LEI";
		break;
	default:
		break;
	}
	if (!ok)
		paycheck_wrong(c, "PAY-CODE", d->bad, text);
}

void
paycheck_unusual(struct paycheck *c)
{

	paycheck_tell(c, false, "PAY-FORM", "FF01",
	    "written in a way that the schema allows and some banks refuse",
	    c->value);
}

/* Decimals and flags may stand between blanks. */
static void
collapse(struct paycheck *c)
{
	size_t first = strspn(c->value, BLANKS), len = strlen(c->value);

	while (len > first && strchr(BLANKS, c->value[len - 1]) != NULL)
		len--;
	if (first == 0 && c->value[len] == '\0')
		return;
	c->value[len] = '\0';
	memmove(c->value, c->value + first, len - first + 1);
	if (c->value[0] != '\0')
		paycheck_unusual(c);
}

void
paycheck_value(struct paycheck *c, const struct pay_child *d)
{
	int32_t day;

	if (d->type == PAY_SUM || d->type == PAY_AMOUNT || d->type == PAY_FLAG)
		collapse(c);
	if (c->value[0] == '\0') {
		paycheck_wrong(c, "PAY-EMPTY", d->bad, "empty or blank");
		paycheck_no_sum(c, d);
		return;
	}
	switch (d->type) {
	case PAY_TEXT:
		check_text(c, d);
		break;
	case PAY_ID:
		check_id(c, d);
		break;
	case PAY_COUNT:
		paycheck_count(c, d);
		break;
	case PAY_SUM:
		paycheck_sum(c, d);
		break;
	case PAY_AMOUNT:
		paycheck_amount(c);
		break;
	case PAY_TIME:
	case PAY_DAY_TIME:
		paycheck_time(c, (enum pay_type)d->type);
		break;
	case PAY_DAY:
		paycheck_day(c);
		break;
	case PAY_BIRTHDAY:
		if (!date_parse(c->value, &day))
			paycheck_wrong(c, "PAY-DATE", d->bad, "no such day");
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
		paycheck_iban(c);
		break;
	case PAY_BIC:
		paycheck_bic(c);
		break;
	case PAY_NOTPROVIDED:
		paycheck_placeholder(c);
		break;
	case PAY_CHARGES:
		paycheck_charges(c);
		break;
	case PAY_REFERENCE:
		check_reference(c, d);
		break;
	case PAY_COUNTRY:
		check_country(c);
		break;
	case PAY_CODE:
		check_open_code(c, d);
		break;
	default:
		check_code(c, d);
		break;
	}
}
