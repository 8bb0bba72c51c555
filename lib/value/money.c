/* SPDX-License-Identifier: EUPL-1.2 */
#include "value/money.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RATE_DECIMALS 10
#define RATE_DIGITS 18 /* amount, rate and scale fit 128 bits */

/* Wide enough for 15 digits of money, 18 of rate and 4 of scale. */
__extension__ typedef __int128 wide;

struct currency {
	char code[4];
	int scale;
};

/* From lib/data/currency.csv, in order of code. */
static const struct currency currencies[] = {
#include "value/currency.inc"
};

static int
compare(const void *code, const void *row)
{

	return strcmp(code, ((const struct currency *)row)->code);
}

int
money_scale(const char *currency)
{
	const struct currency *c;

	c = bsearch(currency, currencies,
	    sizeof(currencies) / sizeof(currencies[0]), sizeof(*c), compare);
	return c == NULL ? -1 : c->scale;
}

static int64_t
power10(int n)
{
	int64_t p = 1;

	while (n-- > 0)
		p *= 10;
	return p;
}

/* Read an unsigned decimal of at most ${scale} decimals as an integer of its
 * last place, up to ${max}; return NULL or what is wrong with it. */
static const char *
decimal(const char *s, int scale, int64_t max, int64_t *value)
{
	int64_t v = 0;
	int left = -1; /* decimals still allowed, after the point */
	bool digit = false;

	for (; *s != '\0'; s++) {
		if (*s == '.' && digit && left == -1) {
			left = scale;
			digit = false;
			continue;
		}
		if (*s < '0' || *s > '9')
			return "not a decimal number";
		if (left == 0)
			return "more decimals than allowed";
		if (left > 0)
			left--;
		digit = true;
		if (v > (max - (*s - '0')) / 10)
			return "out of range";
		v = v * 10 + (*s - '0');
	}
	if (!digit)
		return "digits are missing";
	for (left = left == -1 ? scale : left; left > 0; left--) {
		if (v > max / 10)
			return "out of range";
		v *= 10;
	}
	*value = v;
	return NULL;
}

enum outcome
money_parse(
    const char *s, const char *currency, int64_t *minor, struct why *why)
{
	const char *fault;
	int64_t value = 0;
	int scale;

	if ((scale = money_scale(currency)) == -1) {
		(void)why_reject(why, "R-1001",
		    "the currency is no code of "
		    "ISO 4217");
		why_value(why, currency);
		return OUT_REJECT;
	}
	fault = decimal(*s == '-' ? s + 1 : s, scale, MONEY_MAX, &value);
	if (fault != NULL) {
		(void)why_reject(why, "R-1001", "the amount: %s", fault);
		why_value(why, s);
		return OUT_REJECT;
	}
	*minor = *s == '-' ? -value : value;
	return OUT_OK;
}

char *
money_format(int64_t minor, const char *currency, char *buf)
{
	uint64_t value, unit;
	int scale;

	if ((scale = money_scale(currency)) == -1)
		scale = 2;
	unit = (uint64_t)power10(scale);
	value = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor;
	if (scale == 0)
		(void)snprintf(
		    buf, MONEY_TEXT, "%s%" PRIu64, minor < 0 ? "-" : "", value);
	else
		(void)snprintf(buf, MONEY_TEXT, "%s%" PRIu64 ".%0*" PRIu64,
		    minor < 0 ? "-" : "", value / unit, scale, value % unit);
	return buf;
}

bool
money_add(int64_t a, int64_t b, int64_t *sum)
{
	int64_t s;

	if (__builtin_add_overflow(a, b, &s) || s > MONEY_MAX || s < -MONEY_MAX)
		return false;
	*sum = s;
	return true;
}

enum outcome
money_convert(int64_t minor, const char *from, const char *rate, const char *to,
    int64_t *result, struct why *why)
{
	const char *fault;
	int64_t scaled = 0;
	wide value, unit;
	int sfrom = money_scale(from), sto = money_scale(to);

	if (sfrom == -1 || sto == -1)
		return why_reject(why, "R-1009",
		    "a currency is no code of "
		    "ISO 4217");
	fault = decimal(rate, RATE_DECIMALS, power10(RATE_DIGITS) - 1, &scaled);
	if (fault == NULL && scaled == 0)
		fault = "must be positive";
	if (fault != NULL) {
		(void)why_reject(why, "R-1009", "the rate: %s", fault);
		why_value(why, rate);
		return OUT_REJECT;
	}
	if (minor > MONEY_MAX || minor < -MONEY_MAX)
		return why_reject(why, "R-1009", "the amount: out of range");
	unit = (wide)power10(RATE_DECIMALS) * power10(sfrom);
	value = (wide)(minor < 0 ? -minor : minor) * scaled * power10(sto);
	value = (value + unit / 2) / unit; /* unit is even */
	if (value > MONEY_MAX)
		return why_reject(why, "R-1009",
		    "the converted amount: out "
		    "of range");
	*result = minor < 0 ? -(int64_t)value : (int64_t)value;
	return OUT_OK;
}
