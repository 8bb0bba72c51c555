/* SPDX-License-Identifier: EUPL-1.2 */
#include "value/name.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "value/name_lang.h"

struct replacement {
	uint32_t code;
	char first, second, third; /* NUL: none */
};

/* From lib/data/epc-charset.csv, in order of code point. */
static const struct replacement replacements[] = {
#include "value/epc-charset.inc"
};

/* A text being converted. */
struct line {
	struct buf *out;
	size_t start; /* of the text in out */
	bool blank;   /* one is due before the next character */
	bool any;     /* a letter or digit was seen */
};

static bool
letter_or_digit(char c)
{

	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	    (c >= '0' && c <= '9');
}

static bool
epc(char c)
{

	return letter_or_digit(c) ||
	    (c != '\0' && strchr("/-?:().,'+ ", c) != NULL);
}

bool
name_epc(const char *s)
{

	while (epc(*s))
		s++;
	return *s == '\0';
}

bool
name_id_ok(const char *s, size_t max)
{
	size_t len = strlen(s);

	return len >= 1 && len <= max && name_epc(s) && s[0] != '/' &&
	    s[len - 1] != '/' && strstr(s, "//") == NULL;
}

bool
name_utf8_ok(const void *data, size_t len)
{
	const char *s = data;
	char tail[8] = "";
	bool copied = false;
	size_t n;

	while (len > 0) {
		/* Near the end look at a copy, which has an end. */
		if (len < 4 && !copied) {
			memcpy(tail, s, len);
			s = tail;
			copied = true;
		}
		if ((unsigned char)*s < 0x20 && *s != '\t' && *s != '\n' &&
		    *s != '\r')
			return false;
		if (*s == 0x7f || (n = utf8_next(s)) == 0 || n > len)
			return false;
		if ((unsigned char)s[0] == 0xc2 && (unsigned char)s[1] < 0xa0)
			return false;
		s += n;
		len -= n;
	}
	return true;
}

bool
name_turns(const char *s)
{
	const unsigned char *p;

	for (p = (const unsigned char *)s; p[0] != '\0'; p++)
		if ((p[0] == 0xd8 && p[1] == 0x9c) ||
		    (p[0] == 0xe2 && p[1] == 0x80 &&
			(p[2] == 0x8e || p[2] == 0x8f ||
			    (p[2] >= 0xaa && p[2] <= 0xae))) ||
		    (p[0] == 0xe2 && p[1] == 0x81 && p[2] >= 0xa6 &&
			p[2] <= 0xa9))
			return true;
	return false;
}

size_t
name_length(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		if (((unsigned char)*s & 0xc0) != 0x80)
			n++;
	return n;
}

static uint32_t
decode(const char **sp)
{
	const unsigned char *s = (const unsigned char *)*sp;
	size_t len = utf8_next(*sp), i;
	uint32_t c = s[0];

	if (len > 1)
		c &= 0xffu >> (len + 1);
	for (i = 1; i < len; i++)
		c = c << 6 | (s[i] & 0x3fu);
	*sp += len;
	return c;
}

/* Put accents that stand by themselves onto their letters, or drop them:
 * what they leave is what the table has for the letter with accent. */
static size_t
decode_all(const char *s, uint32_t *c)
{
	uint32_t code, letter;
	size_t n = 0;

	while (*s != '\0') {
		code = decode(&s);
		if (code < 0x300 || code > 0x36f || n == 0 ||
		    !name_letter(c[n - 1]))
			c[n++] = code;
		else if ((letter = name_compose(c[n - 1], code)) != 0)
			c[n - 1] = letter;
	}
	return n;
}

static int
compare(const void *code, const void *row)
{
	uint32_t a = *(const uint32_t *)code;
	uint32_t b = ((const struct replacement *)row)->code;

	return a < b ? -1 : a > b;
}

static void
put(struct line *l, const char *s, size_t len)
{
	unsigned char *to;

	if (buf_room(l->out, len + 1) == -1)
		return; /* buf_ok() tells */
	to = l->out->data + l->out->len;
	for (; len > 0; s++, len--) {
		if (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r') {
			l->blank = to > l->out->data + l->start;
			continue;
		}
		if (l->blank)
			*to++ = ' ';
		l->blank = false;
		l->any = l->any || letter_or_digit(*s);
		*to++ = (unsigned char)*s;
	}
	*to = '\0';
	l->out->len = (size_t)(to - l->out->data);
}

static void
put_code(struct line *l, uint32_t code)
{
	const struct replacement *r;
	char c = (char)(code & 0x7f);

	if (code < 0x80 && (epc(c) || c == '\t' || c == '\n' || c == '\r')) {
		put(l, &c, 1);
		return;
	}
	r = bsearch(&code, replacements,
	    sizeof(replacements) / sizeof(replacements[0]), sizeof(*r),
	    compare);
	if (r == NULL)
		put(l, ".", 1);
	else
		put(l, (const char[]){ r->first, r->second, r->third },
		    r->second == '\0'	 ? 1 :
			r->third == '\0' ? 2 :
					   3);
}

static enum outcome
convert(struct line *l, const char *s, const char *language, struct why *why)
{
	char text[NAME_LANG_MAX];
	uint32_t *c;
	size_t n, i, used;

	if ((c = malloc((strlen(s) + 1) * sizeof(*c))) == NULL)
		return why_sys(why, "text for a bank");
	n = decode_all(s, c);
	for (i = 0; i < n; i += used) {
		used = name_lang(language, c, n, i, text);
		if (used > 0) {
			put(l, text, strlen(text));
		} else {
			put_code(l, c[i]);
			used = 1;
		}
	}
	free(c);
	return OUT_OK;
}

/* Text that stays as it is, which is most text: copied whole. */
static bool
plain(struct line *l, const char *s)
{
	size_t len = strlen(s), i;

	if (len == 0 || s[0] == ' ' || s[len - 1] == ' ' ||
	    strstr(s, "  ") != NULL || !name_epc(s))
		return false;
	for (i = 0; i < len && !l->any; i++)
		l->any = letter_or_digit(s[i]);
	(void)buf_add(l->out, s, len);
	return true;
}

static enum outcome
judge(const struct line *l, size_t max, struct why *why)
{

	if (l->out->len - l->start > max)
		return why_reject(why, "EPC-LENGTH",
		    "over %zu characters "
		    "after conversion",
		    max);
	if (!l->any)
		return why_reject(why, "EPC-EMPTY",
		    "no letter or digit is "
		    "left");
	return OUT_OK;
}

enum outcome
name_to_epc(const char *s, const char *language, size_t max, struct buf *out,
    struct why *why)
{
	struct line l = { out, out->len, false, false };
	bool done = plain(&l, s);
	enum outcome result;

	if (!done && !name_utf8_ok(s, strlen(s)))
		return why_reject(why, "EPC-UTF8",
		    "not UTF-8, or control "
		    "characters");
	if (!done && (result = convert(&l, s, language, why)) != OUT_OK)
		return result;
	if ((result = buf_ok(out, why)) != OUT_OK)
		return result;
	if ((result = judge(&l, max, why)) != OUT_OK) {
		why_value(why, s);
		out->len = l.start;
		if (out->data != NULL)
			out->data[out->len] = '\0';
	}
	return result;
}
