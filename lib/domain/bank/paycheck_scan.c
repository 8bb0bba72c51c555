/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/bank/paycheck_impl.h"

#include <string.h>

/*
 * libxml2 calls back only when a start tag is complete, and a tag with 200 000
 * attributes takes it minutes.  So tags are measured here first; and what
 * begins with "<!" and is neither comment nor CDATA does not get any further.
 */
enum {
	TEXT,
	OPEN,
	TAG,
	QUOTE,
	QUOTES,
	BANG,
	DASH,
	COMMENT,
	COMMENT1,
	COMMENT2,
	CDATA,
	CDATA1,
	CDATA2,
	PI,
	PI1
};

static int
after_open(char c)
{

	if (c == '!')
		return BANG;
	return c == '?' ? PI : TAG;
}

/* Within a tag: quotes may hide a '>'. */
static int
in_tag(int state, char c)
{

	if (state == QUOTE)
		return c == '\'' ? TAG : QUOTE;
	if (state == QUOTES)
		return c == '"' ? TAG : QUOTES;
	if (c == '\'')
		return QUOTE;
	if (c == '"')
		return QUOTES;
	return c == '>' ? TEXT : TAG;
}

/* Within what ends with two of c and '>': first is its first state. */
static int
until(int state, int first, char c, char mark)
{

	if (state == first + 2 && c == '>')
		return TEXT;
	if (c != mark)
		return first;
	return state == first + 2 ? state : state + 1;
}

static int
step(int state, char c)
{

	switch (state) {
	case TEXT:
		return c == '<' ? OPEN : TEXT;
	case OPEN:
		return after_open(c);
	case BANG:
		if (c == '[')
			return CDATA;
		return c == '-' ? DASH : -1;
	case DASH:
		return c == '-' ? COMMENT : -1;
	case COMMENT:
	case COMMENT1:
	case COMMENT2:
		return until(state, COMMENT, c, '-');
	case CDATA:
	case CDATA1:
	case CDATA2:
		return until(state, CDATA, c, ']');
	case PI:
		return c == '?' ? PI1 : PI;
	case PI1:
		if (c == '>')
			return TEXT;
		return c == '?' ? PI1 : PI;
	default:
		return in_tag(state, c);
	}
}

const char *
paycheck_scan(struct pay_scan *s, const char *data, size_t len)
{
	const char *end = data + len, *p;
	size_t n = sizeof(s->head) - 1 - s->head_len;

	n = n < len ? n : len;
	memcpy(s->head + s->head_len, data, n);
	s->head_len += n;
	for (p = data; p < end; p++) {
		if (s->state == TEXT) {
			if ((p = memchr(p, '<', (size_t)(end - p))) == NULL)
				break;
			s->tag = 0;
		}
		if ((s->state = step(s->state, *p)) == -1)
			return "XML-DOCTYPE";
		if (s->state == TAG || s->state == QUOTE || s->state == QUOTES)
			if (++s->tag > PAY_TAG_MAX)
				return "XML-ATTRIBUTES";
	}
	return NULL;
}
