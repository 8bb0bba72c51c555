/* SPDX-License-Identifier: EUPL-1.2 */
#include "value/iban_national.h"

#include <stddef.h>
#include <string.h>

/* Sum of the ${n} digits at ${s}, each times its weight. */
static int
weighted(const char *s, const int *weights, size_t n)
{
	int sum = 0;

	for (; n > 0; n--)
		sum += (*s++ - '0') * *weights++;
	return sum;
}

/* The ${n} digits at ${s} as a number, modulo 97. */
static int
mod97(const char *s, size_t n)
{
	int rest = 0;

	for (; n > 0; n--)
		rest = (rest * 10 + (*s++ - '0')) % 97;
	return rest;
}

/* ISO 7064 mod 97-10 over all of it: the last two digits are the check. */
static bool
iso97(const char *b)
{

	return mod97(b, strlen(b)) == 1;
}

static bool
belgium(const char *b)
{
	int rest = mod97(b, 10);

	return mod97(b + 10, 2) == (rest == 0 ? 97 : rest) % 97;
}

/* Two digits: one over bank and branch, one over the account. */
static bool
spain(const char *b)
{
	static const int weights[] = { 1, 2, 4, 8, 5, 10, 9, 7, 3, 6 };
	int bank = 11 - weighted(b, weights + 2, 8) % 11;
	int account = 11 - weighted(b + 10, weights, 10) % 11;

	/* 10 is written 1, and 11 is written 0. */
	return b[8] - '0' == (bank > 9 ? 11 - bank : bank) &&
	    b[9] - '0' == (account > 9 ? 11 - account : account);
}

/* The RIB key.  Letters count A=1 ... I=9, J=1 ... R=9, S=2 ... Z=9. */
static bool
france(const char *b)
{
	char digits[24] = "";
	size_t i;

	for (i = 0; b[i] != '\0'; i++)
		if (b[i] < 'A')
			digits[i] = b[i];
		else if (b[i] < 'S')
			digits[i] = (char)('1' + (b[i] - 'A') % 9);
		else
			digits[i] = (char)('2' + (b[i] - 'S'));
	return (89 * mod97(digits, 5) + 15 * mod97(digits + 5, 5) +
		   3 * mod97(digits + 10, 11) + mod97(digits + 21, 2)) %
	    97 ==
	    0;
}

/* The CIN, a letter: odd places count by a table, even ones as they are. */
static bool
italy(const char *b)
{
	static const int odd[] = { 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18,
		20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23 };
	int sum = 0, v;
	size_t i;

	for (i = 0; i < 22; i++) {
		v = b[1 + i] <= '9' ? b[1 + i] - '0' : b[1 + i] - 'A';
		sum += i % 2 == 0 ? odd[v] : v;
	}
	return b[0] - 'A' == sum % 26;
}

/* Luhn: from the right, each second digit doubled, its digits added. */
static bool
finland(const char *b)
{
	size_t len = strlen(b), i;
	int sum = 0, v;

	for (i = 0; i < len; i++) {
		v = (b[len - 1 - i] - '0') * (i % 2 == 0 ? 1 : 2);
		sum += v > 9 ? v - 9 : v;
	}
	return sum % 10 == 0;
}

static bool
norway(const char *b)
{
	static const int weights[] = { 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1 };

	/* With 00 in these places some banks leave their number out. */
	if (b[4] == '0' && b[5] == '0')
		return true;
	return weighted(b, weights, 11) % 11 == 0;
}

/* All but the bank's two digits, from the right by 7, 3, 1. */
static bool
estonia(const char *b)
{
	static const int weights[] = { 7, 1, 3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7,
		1 };

	return weighted(b + 2, weights, 14) % 10 == 0;
}

/* The account's prefix and number, each by itself. */
static bool
czechia(const char *b)
{
	static const int weights[] = { 6, 3, 7, 9, 10, 5, 8, 4, 2, 1 };

	return weighted(b + 4, weights + 4, 6) % 11 == 0 &&
	    weighted(b + 10, weights, 10) % 11 == 0;
}

/* Bank and branch: the eighth digit is the check. */
static bool
poland(const char *b)
{
	static const int weights[] = { 3, 9, 7, 1, 3, 9, 7, 1 };

	return weighted(b, weights, 8) % 10 == 0;
}

static bool
albania(const char *b)
{
	static const int weights[] = { 9, 7, 3, 1, 9, 7, 3, 1 };

	return weighted(b, weights, 8) % 10 == 0;
}

static bool
hungary(const char *b)
{
	static const int weights[] = { 9, 7, 3, 1, 9, 7, 3, 1, 9, 7, 3, 1, 9, 7,
		3, 1 };

	return weighted(b, weights, 8) % 10 == 0 &&
	    weighted(b + 8, weights, 16) % 10 == 0;
}

/* ISO 7064 mod 11,10 */
static bool
iso1110(const char *s, size_t n)
{
	int product = 10, sum;

	for (; n > 1; n--) {
		sum = (*s++ - '0' + product) % 10;
		product = (sum == 0 ? 10 : sum) * 2 % 11;
	}
	return (product + (*s - '0')) % 10 == 1;
}

static bool
croatia(const char *b)
{

	return iso1110(b, 7) && iso1110(b + 7, 10);
}

/* The holder's identity number; its ninth digit is the check. */
static bool
iceland(const char *b)
{
	static const int weights[] = { 3, 2, 7, 6, 5, 4, 3, 2, 1 };

	return weighted(b + 12, weights, 9) % 11 == 0;
}

static const struct {
	char country[3];
	bool (*check)(const char *);
} rules[] = {
	{ "AL", albania },
	{ "BA", iso97 },
	{ "BE", belgium },
	{ "CZ", czechia },
	{ "EE", estonia },
	{ "ES", spain },
	{ "FI", finland },
	{ "FR", france },
	{ "HR", croatia },
	{ "HU", hungary },
	{ "IS", iceland },
	{ "IT", italy },
	{ "MC", france },
	{ "ME", iso97 },
	{ "MK", iso97 },
	{ "NO", norway },
	{ "PL", poland },
	{ "PT", iso97 },
	{ "RS", iso97 },
	{ "SI", iso97 },
	{ "SK", czechia },
	{ "SM", italy },
	{ "TL", iso97 },
	{ "XK", iso97 },
};

bool
iban_national_check(const char *country, const char *bban)
{
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (strcmp(country, rules[i].country) == 0)
			return rules[i].check(bban);
	return true;
}
