/* SPDX-License-Identifier: EUPL-1.2 */
#include "value/name_lang.h"

#include <string.h>

#include "value/name_greek.h"

/* A letter and what stands for it; where a word begins it may differ. */
struct letter {
	uint32_t code; /* the small letter */
	const char *text;
	const char *initial; /* NULL: the same */
};

struct language {
	const char *codes; /* "da no": all that share the letters */
	const struct letter *letters;
	size_t count;
};

static const struct letter german[] = {
	{ 0xe4, "ae", NULL },
	{ 0xf6, "oe", NULL },
	{ 0xfc, "ue", NULL },
	{ 0xdf, "ss", NULL },
};

static const struct letter nordic[] = {
	{ 0xe5, "aa", NULL },
	{ 0xe6, "ae", NULL },
	{ 0xf8, "oe", NULL },
	{ 0xe4, "ae", NULL },
	{ 0xf6, "oe", NULL },
};

static const struct letter bulgarian[] = {
	{ 0x430, "a", NULL },
	{ 0x431, "b", NULL },
	{ 0x432, "v", NULL },
	{ 0x433, "g", NULL },
	{ 0x434, "d", NULL },
	{ 0x435, "e", NULL },
	{ 0x436, "zh", NULL },
	{ 0x437, "z", NULL },
	{ 0x438, "i", NULL },
	{ 0x439, "y", NULL },
	{ 0x43a, "k", NULL },
	{ 0x43b, "l", NULL },
	{ 0x43c, "m", NULL },
	{ 0x43d, "n", NULL },
	{ 0x43e, "o", NULL },
	{ 0x43f, "p", NULL },
	{ 0x440, "r", NULL },
	{ 0x441, "s", NULL },
	{ 0x442, "t", NULL },
	{ 0x443, "u", NULL },
	{ 0x444, "f", NULL },
	{ 0x445, "h", NULL },
	{ 0x446, "ts", NULL },
	{ 0x447, "ch", NULL },
	{ 0x448, "sh", NULL },
	{ 0x449, "sht", NULL },
	{ 0x44a, "a", NULL },
	{ 0x44c, "y", NULL },
	{ 0x44e, "yu", NULL },
	{ 0x44f, "ya", NULL },
};

static const struct letter ukrainian[] = {
	{ 0x430, "a", NULL },
	{ 0x431, "b", NULL },
	{ 0x432, "v", NULL },
	{ 0x433, "h", NULL },
	{ 0x491, "g", NULL },
	{ 0x434, "d", NULL },
	{ 0x435, "e", NULL },
	{ 0x454, "ie", "ye" },
	{ 0x436, "zh", NULL },
	{ 0x437, "z", NULL },
	{ 0x438, "y", NULL },
	{ 0x456, "i", NULL },
	{ 0x457, "i", "yi" },
	{ 0x439, "i", "y" },
	{ 0x43a, "k", NULL },
	{ 0x43b, "l", NULL },
	{ 0x43c, "m", NULL },
	{ 0x43d, "n", NULL },
	{ 0x43e, "o", NULL },
	{ 0x43f, "p", NULL },
	{ 0x440, "r", NULL },
	{ 0x441, "s", NULL },
	{ 0x442, "t", NULL },
	{ 0x443, "u", NULL },
	{ 0x444, "f", NULL },
	{ 0x445, "kh", NULL },
	{ 0x446, "ts", NULL },
	{ 0x447, "ch", NULL },
	{ 0x448, "sh", NULL },
	{ 0x449, "shch", NULL },
	{ 0x44c, "", NULL },
	{ 0x44e, "iu", "yu" },
	{ 0x44f, "ia", "ya" },
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct language languages[] = {
	{ "de", german, COUNT(german) },
	{ "da no nb nn sv", nordic, COUNT(nordic) },
	{ "bg", bulgarian, COUNT(bulgarian) },
	{ "uk", ukrainian, COUNT(ukrainian) },
};

/* A capital letter's small one, else the code point itself. */
static uint32_t
lower(uint32_t c)
{

	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
	    (c >= 0x391 && c <= 0x3ab) || (c >= 0x410 && c <= 0x42f))
		return c + 0x20;
	if (c >= 0x400 && c <= 0x40f)
		return c + 0x50;
	if (c == 0x490)
		return 0x491;
	if (c == 0x1e9e)
		return 0xdf;
	/* In Latin Extended-A small letters follow their capitals. */
	if ((c >= 0x100 && c <= 0x137) || (c >= 0x14a && c <= 0x177))
		return c | 1;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e))
		return c + (c & 1);
	if (c == 0x178)
		return 0xff;
	return c < 0x370 || c > 0x1fff ? c : name_greek_lower(c);
}

static bool
capital(uint32_t c)
{

	return lower(c) != c;
}

bool
name_letter(uint32_t c)
{

	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	    (c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7) ||
	    (c >= 0x300 && c <= 0x36f) ||
	    (c >= 0x386 && c <= 0x481 && c != 0x387) ||
	    (c >= 0x48a && c <= 0x52f) || (c >= 0x1e00 && c <= 0x1fff);
}

static bool
apostrophe(uint32_t c)
{

	return c == '\'' || c == 0x2019 || c == 0x2bc;
}

/* Whether a word begins at ${i}; within one an apostrophe may stand. */
static bool
begins(const uint32_t *c, size_t i)
{

	if (i > 0 && apostrophe(c[i - 1]))
		i--;
	return i == 0 || !name_letter(c[i - 1]);
}

static bool
ends(const uint32_t *c, size_t n, size_t i)
{

	return i == n || !name_letter(c[i]);
}

/* Write the small letters of ${text} as the ${used} characters from ${i} on
 * are written: Aerzte, AERZTE, aerzte. */
static size_t
spell(const char *text, const uint32_t *c, size_t n, size_t i, size_t used,
    char *out)
{
	bool rest;
	size_t k;

	if (used > 1)
		rest = capital(c[i + 1]);
	else if (i + 1 < n && name_letter(c[i + 1]))
		rest = capital(c[i + 1]);
	else
		rest = i > 0 && capital(c[i - 1]);
	for (k = 0; text[k] != '\0'; k++)
		out[k] = (k == 0 ? capital(c[i]) : rest && capital(c[i])) ?
		    (char)(text[k] - 'a' + 'A') :
		    text[k];
	out[k] = '\0';
	return used;
}

static const struct letter *
find(const struct language *l, uint32_t code)
{
	size_t i;

	for (i = 0; i < l->count; i++)
		if (l->letters[i].code == code)
			return &l->letters[i];
	return NULL;
}

/* What a language does with groups of letters; 0 if there is none here. */
static size_t
group(const char *language, const uint32_t *c, size_t n, size_t i, char *out)
{
	uint32_t a = lower(c[i]), b = i + 1 < n ? lower(c[i + 1]) : 0;

	if (strcmp(language, "bg") == 0) {
		/* -ia at the end of a word. */
		if (a == 0x438 && b == 0x44f && ends(c, n, i + 2))
			return spell("ia", c, n, i, 2, out);
		return 0;
	}
	if (strcmp(language, "uk") != 0)
		return 0;
	/* So that zgh is not read as zh. */
	if (a == 0x437 && b == 0x433)
		return spell("zgh", c, n, i, 2, out);
	/* The apostrophe is not written. */
	if (apostrophe(c[i]) && i > 0 && c[i - 1] >= 0x400 && b >= 0x400 &&
	    b < 0x530) {
		out[0] = '\0';
		return 1;
	}
	return 0;
}

static bool
listed(const char *codes, const char *language)
{
	const char *at = strstr(codes, language);

	return strlen(language) == 2 && at != NULL;
}

size_t
name_lang(
    const char *language, const uint32_t *c, size_t n, size_t i, char *out)
{
	const struct letter *letter;
	const char *text;
	size_t k, used;

	if (strcmp(language, "el") == 0) {
		used = name_greek(c, n, i, &text);
		return used == 0 ? 0 : spell(text, c, n, i, used, out);
	}
	if ((used = group(language, c, n, i, out)) != 0)
		return used;
	for (k = 0; k < COUNT(languages); k++) {
		if (!listed(languages[k].codes, language))
			continue;
		if ((letter = find(&languages[k], lower(c[i]))) == NULL)
			return 0;
		text = letter->initial != NULL && begins(c, i) ?
		    letter->initial :
		    letter->text;
		return spell(text, c, n, i, 1, out);
	}
	return 0;
}

uint32_t
name_compose(uint32_t base, uint32_t mark)
{
	/* Only where a rule tells the letter from its base. */
	static const struct {
		uint32_t base, mark, letter;
	} pairs[] = {
		{ 'a', 0x308, 0xe4 },
		{ 'o', 0x308, 0xf6 },
		{ 'u', 0x308, 0xfc },
		{ 'A', 0x308, 0xc4 },
		{ 'O', 0x308, 0xd6 },
		{ 'U', 0x308, 0xdc },
		{ 'a', 0x30a, 0xe5 },
		{ 'A', 0x30a, 0xc5 },
		{ 0x438, 0x306, 0x439 },
		{ 0x418, 0x306, 0x419 },
		{ 0x456, 0x308, 0x457 },
		{ 0x406, 0x308, 0x407 },
		{ 0x3b1, 0x301, 0x3ac },
		{ 0x3b5, 0x301, 0x3ad },
		{ 0x3b7, 0x301, 0x3ae },
		{ 0x3b9, 0x301, 0x3af },
		{ 0x3bf, 0x301, 0x3cc },
		{ 0x3c5, 0x301, 0x3cd },
		{ 0x3c9, 0x301, 0x3ce },
		{ 0x3b9, 0x308, 0x3ca },
		{ 0x3c5, 0x308, 0x3cb },
		{ 0x3ca, 0x301, 0x390 },
		{ 0x3cb, 0x301, 0x3b0 },
		{ 0x391, 0x301, 0x386 },
		{ 0x395, 0x301, 0x388 },
		{ 0x397, 0x301, 0x389 },
		{ 0x399, 0x301, 0x38a },
		{ 0x39f, 0x301, 0x38c },
		{ 0x3a5, 0x301, 0x38e },
		{ 0x3a9, 0x301, 0x38f },
		{ 0x399, 0x308, 0x3aa },
		{ 0x3a5, 0x308, 0x3ab },
	};
	size_t i;

	for (i = 0; i < COUNT(pairs); i++)
		if (pairs[i].base == base && pairs[i].mark == mark)
			return pairs[i].letter;
	return 0;
}
