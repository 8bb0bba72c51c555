/* SPDX-License-Identifier: EUPL-1.2 */
#include "value/name_greek.h"

#include <stdbool.h>

#define TONOS 1
#define DIALYTIKA 2

/* The small letters that the rules below speak of. */
enum {
	ALPHA = 0x3b1,
	BETA,
	GAMMA,
	DELTA,
	EPSILON,
	ZETA,
	ETA,
	THETA,
	IOTA,
	KAPPA,
	LAMDA,
	MU,
	NU,
	XI,
	OMICRON,
	PI,
	RHO,
	FINAL,
	SIGMA,
	TAU,
	UPSILON,
	PHI,
	CHI,
	PSI,
	OMEGA
};

static const struct accented {
	uint32_t capital, small; /* capital 0: none */
	uint32_t base;
	int accents;
} accented[] = {
	{ 0x386, 0x3ac, ALPHA, TONOS },
	{ 0x388, 0x3ad, EPSILON, TONOS },
	{ 0x389, 0x3ae, ETA, TONOS },
	{ 0x38a, 0x3af, IOTA, TONOS },
	{ 0x38c, 0x3cc, OMICRON, TONOS },
	{ 0x38e, 0x3cd, UPSILON, TONOS },
	{ 0x38f, 0x3ce, OMEGA, TONOS },
	{ 0x3aa, 0x3ca, IOTA, DIALYTIKA },
	{ 0x3ab, 0x3cb, UPSILON, DIALYTIKA },
	{ 0, 0x390, IOTA, TONOS | DIALYTIKA },
	{ 0, 0x3b0, UPSILON, TONOS | DIALYTIKA },
};

#define ACCENTED (sizeof(accented) / sizeof(accented[0]))

uint32_t
name_greek_lower(uint32_t c)
{
	size_t i;

	for (i = 0; i < ACCENTED; i++)
		if (accented[i].capital == c && c != 0)
			return accented[i].small;
	return c;
}

/* The small letter without accents, and these; 0 if ${c} is not Greek. */
static uint32_t
base(uint32_t c, int *accents)
{
	size_t i;

	*accents = 0;
	for (i = 0; i < ACCENTED; i++)
		if (c != 0 &&
		    (accented[i].capital == c || accented[i].small == c)) {
			*accents = accented[i].accents;
			return accented[i].base;
		}
	if (c >= 0x391 && c <= 0x3a9)
		c += 0x20;
	if (c == FINAL)
		c = SIGMA;
	return c >= ALPHA && c <= OMEGA ? c : 0;
}

static uint32_t
at(const uint32_t *c, size_t n, size_t i)
{
	int accents;

	return i < n ? base(c[i], &accents) : 0;
}

static bool
voiced(uint32_t c)
{

	switch (c) {
	case ALPHA:
	case EPSILON:
	case ETA:
	case IOTA:
	case OMICRON:
	case UPSILON:
	case OMEGA:
	case BETA:
	case GAMMA:
	case DELTA:
	case ZETA:
	case LAMDA:
	case MU:
	case NU:
	case RHO:
		return true;
	default:
		return false;
	}
}

/* A vowel and upsilon spoken as one; NULL if they are not. */
static const char *
diphthong(uint32_t vowel, uint32_t next)
{

	switch (vowel) {
	case ALPHA:
		return voiced(next) ? "av" : "af";
	case EPSILON:
		return voiced(next) ? "ev" : "ef";
	case ETA:
		return voiced(next) ? "iv" : "if";
	case OMICRON:
		return "ou";
	default:
		return NULL;
	}
}

/* Two letters that are written otherwise than each by itself. */
static const char *
pair(const uint32_t *c, size_t n, size_t i)
{
	int first, second;
	uint32_t a, b;

	if (i + 1 >= n)
		return NULL;
	a = base(c[i], &first);
	b = base(c[i + 1], &second);
	if (b == UPSILON && (first & TONOS) == 0 && (second & DIALYTIKA) == 0)
		return diphthong(a, at(c, n, i + 2));
	if (a == GAMMA && b == GAMMA)
		return "ng";
	if (a == GAMMA && b == XI)
		return "nx";
	if (a == GAMMA && b == CHI)
		return "nch";
	if (a == MU && b == PI &&
	    (i == 0 || at(c, n, i - 1) == 0 || at(c, n, i + 2) == 0))
		return "b";
	return NULL;
}

size_t
name_greek(const uint32_t *c, size_t n, size_t i, const char **text)
{
	static const char *const single[] = { "a", "v", "g", "d", "e", "z", "i",
		"th", "i", "k", "l", "m", "n", "x", "o", "p", "r", "s", "s",
		"t", "y", "f", "ch", "ps", "o" };
	uint32_t letter = at(c, n, i);

	if (letter == 0)
		return 0;
	if ((*text = pair(c, n, i)) != NULL)
		return 2;
	*text = single[letter - ALPHA];
	return 1;
}
