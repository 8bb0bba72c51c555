/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "domain/bank/paycheck_impl.h"
#include "value/money.h"

#define DIGITS "0123456789"

/* The schema has "+1", ".5" and "1.", too. */
static bool
plain(const char *s)
{

	return strspn(s, DIGITS) > 0 && s[strlen(s) - 1] != '.';
}

static void
tell_unusual(struct paycheck *c)
{

	if (!plain(c->value))
		paycheck_unusual(c);
}

int
paycheck_decimal(const char *s, int64_t *minor)
{
	size_t whole, part = 0;
	int64_t n = 0;
	size_t i;

	if (*s == '+')
		s++;
	whole = strspn(s, DIGITS);
	if (s[whole] == '.')
		part = strspn(s + whole + 1, DIGITS);
	if (whole + part == 0 || s[whole + (s[whole] == '.') + part] != '\0')
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
paycheck_sum_add(struct paycheck_result *r, const char *currency, int64_t minor)
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

void
paycheck_count(struct paycheck *c, const struct pay_child *d)
{
	size_t n = strspn(c->value, DIGITS);
	int64_t *to = paycheck_above(c, 1) == PAY_GROUP ? &c->group_count :
							  &c->block_count;

	if (c->value[n] != '\0')
		paycheck_wrong(c, "PAY-COUNT", d->bad, "not a number");
	else if (n > d->len)
		paycheck_wrong(c, "PAY-COUNT", d->bad, "too long");
	else
		*to = strtoll(c->value, NULL, 10);
}

void
paycheck_sum(struct paycheck *c, const struct pay_child *d)
{
	int64_t *to =
	    paycheck_above(c, 1) == PAY_GROUP ? &c->group_sum : &c->block_sum;

	int rc = paycheck_decimal(c->value, to);

	if (rc != 0) {
		paycheck_wrong(c, "PAY-SUM", d->bad,
		    rc == -3 ? "over 18 digits" :
			       "not a decimal with two places at most");
		*to = -1;
		return;
	}
	tell_unusual(c);
}

void
paycheck_no_sum(struct paycheck *c, const struct pay_child *d)
{

	if (d->type == PAY_AMOUNT)
		c->group_sum = c->block_sum = -1;
}

static void
count_amount(struct paycheck *c, int64_t minor)
{

	if (!paycheck_sum_add(
		&c->result, strcmp(c->ccy, "EUR") == 0 ? "EUR" : "", minor)) {
		paycheck_wrong(
		    c, "PAY-SUM", "AM02", "the sum passes 18 digits");
		c->group_sum = c->block_sum = -1;
		return;
	}
	c->block_minor += minor;
	c->minor += minor;
}

void
paycheck_amount(struct paycheck *c)
{
	int64_t minor = 0;
	int rc = paycheck_decimal(c->value, &minor);

	if (rc == -1)
		paycheck_wrong(c, "PAY-AMOUNT", "FF01",
		    c->value[0] == '-' ?
			"less than zero" :
			"not a decimal (digits, a point, two digits)");
	else if (rc == -2)
		paycheck_wrong(
		    c, "PAY-AMOUNT", "CH20", "more than two decimals");
	else if (rc == 0 && minor == 0)
		paycheck_wrong(c, "PAY-AMOUNT", "AM01", "zero");
	else if (rc == -3 || minor > MONEY_SEPA_MAX)
		paycheck_wrong(c, "PAY-AMOUNT", "AM02", "over 999999999.99");
	if (rc == 0) {
		tell_unusual(c);
		count_amount(c, minor);
	} else {
		c->group_sum = c->block_sum = -1;
	}
	if (c->ccy[0] == '\0')
		paycheck_wrong(c, "PAY-CURRENCY", "FF01", "no currency");
	else if (strcmp(c->ccy, "EUR") != 0)
		paycheck_tell(c, true, "PAY-CURRENCY", "AM03",
		    "a SEPA transfer is in EUR", c->ccy);
}
