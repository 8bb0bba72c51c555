/* SPDX-License-Identifier: EUPL-1.2 */
#include "value/fold.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

/* Letters whose mark is a part of them, for Unicode; in small. */
static const struct {
	ucs4_t c;
	char plain[4];
} letters[] = {
	{ 0xe6, "ae" },	 /* ae in one */
	{ 0xf0, "d" },	 /* eth */
	{ 0xf8, "o" },	 /* o with a stroke */
	{ 0xfe, "th" },	 /* thorn */
	{ 0x111, "d" },	 /* d with a stroke */
	{ 0x127, "h" },	 /* h with a stroke */
	{ 0x131, "i" },	 /* i without a dot */
	{ 0x142, "l" },	 /* l with a stroke */
	{ 0x153, "oe" }, /* oe in one */
};

static bool
is_word(ucs4_t c)
{
	return uc_is_general_category(c, UC_LETTER) ||
	    uc_is_general_category(c, UC_NUMBER);
}

static void
add_letter(ucs4_t c, const uint8_t *bytes, size_t len, struct buf *out)
{
	size_t i;

	for (i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (letters[i].c == c) {
			(void)buf_puts(out, letters[i].plain);
			return;
		}
	(void)buf_add(out, bytes, len);
}

static void
add_words(const uint8_t *s, size_t len, struct buf *out)
{
	bool blank = true;
	size_t i, n;
	ucs4_t c;

	(void)buf_puts(out, " ");
	for (i = 0; i < len; i += n) {
		n = (size_t)u8_mbtouc(&c, s + i, len - i);
		if (uc_is_general_category(c, UC_MARK))
			continue;
		if (is_word(c))
			add_letter(c, s + i, n, out);
		else if (!blank)
			(void)buf_puts(out, " ");
		blank = !is_word(c);
	}
	if (!blank)
		(void)buf_puts(out, " ");
}

enum outcome
fold_words(const char *s, struct buf *out, struct why *why)
{
	uint8_t *folded;
	size_t len;

	/* In no language: what it finds must not depend on who asks. */
	folded = u8_casefold(
	    (const uint8_t *)s, strlen(s), NULL, UNINORM_NFKD, NULL, &len);
	if (folded == NULL)
		return why_sys(why, "fold");
	add_words(folded, len, out);
	free(folded);
	return buf_ok(out, why);
}
