/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/xmlscan.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

/*
 * libxml2 goes on behind some errors, so that what it takes for a tag there
 * must be a tag here too.  Hence the strictness: a '<' begins markup wherever
 * it stands outside comments, CDATA and processing instructions; in those no
 * character may stand at which the parser would break off.
 */
struct scan {
	const unsigned char *p; /* the byte looked at */
	const unsigned char *end;
	const unsigned char *start;
	const unsigned char *text; /* where the present text began */
	unsigned int nodes;
	unsigned int attributes;
	unsigned int depth;
	unsigned int namespaces;		  /* declared around p */
	unsigned int declared[XMLSCAN_DEPTH + 1]; /* by each element */
	bool rooted;
};

/* Refuse, with the line on which p stands. */
static enum outcome
refuse(
    const struct scan *s, const char *rule, const char *text, struct why *why)
{
	const unsigned char *q;
	int line = 1;

	for (q = s->start; q < s->p && q < s->end; q++)
		line += *q == '\n';
	(void)why_reject(why, rule, "%s", text);
	why_at(why, line, "");
	return OUT_REJECT;
}

static bool
blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool
name_byte(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

static bool
begins(const struct scan *s, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(s->end - s->p) >= n && memcmp(s->p, word, n) == 0;
}

/* The length of the UTF-8 character at p, 0 if XML has no such character. */
static unsigned int
character(const unsigned char *p, size_t left)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned int n, i;
	uint32_t c = *p;

	if (c < 0x80)
		return c >= ' ' || blank((unsigned char)c) ? 1 : 0;
	n = c >= 0xf0 && c < 0xf8 ? 4 :
	    c >= 0xe0 && c < 0xf0 ? 3 :
	    c >= 0xc0 && c < 0xe0 ? 2 :
				    0;
	if (n == 0 || n > left)
		return 0;
	c &= 0x7fu >> n;
	for (i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3fu);
	}
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff) ||
	    c == 0xfffe || c == 0xffff)
		return 0;
	return n;
}

/* Skip eight at a time while all are printable ASCII, as nearly all are. */
static void
skip_plain(struct scan *s)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t w;

	for (; s->end - s->p >= 8; s->p += 8) {
		memcpy(&w, s->p, sizeof(w));
		/* A high bit: above ASCII, or borrowed as it is below ' '. */
		if (((w | (w - ones * ' ')) & (ones << 7)) != 0)
			return;
	}
}

/* Whether a character begins at p, and the document ends before it does. */
static bool
cut_off(const unsigned char *p, size_t left)
{
	size_t n = *p >= 0xf0 ? 4 : *p >= 0xe0 ? 3 : 2, i;

	if (*p < 0xc2 || *p > 0xf4 || left >= n)
		return false;
	for (i = 1; i < left; i++)
		if ((p[i] & 0xc0) != 0x80)
			return false;
	return true;
}

static enum outcome
check_characters(struct scan *s, struct why *why)
{
	unsigned int n;

	while (skip_plain(s), s->p < s->end) {
		n = character(s->p, (size_t)(s->end - s->p));
		if (n == 0 && *s->p < 0x80 && *s->p != '\0')
			return refuse(s, "XML-FORM",
			    "a character that XML does not allow", why);
		if (n == 0 && cut_off(s->p, (size_t)(s->end - s->p)))
			return refuse(
			    s, "XML-FORM", "the document is cut off", why);
		if (n == 0)
			return refuse(s, "XML-ENCODING",
			    "the document is not UTF-8", why);
		s->p += n;
	}
	s->p = s->start;
	return OUT_OK;
}

/* Move p behind the next word; false if there is none. */
static bool
skip_past(struct scan *s, const char *word)
{
	const unsigned char *q;

	q = memmem(s->p, (size_t)(s->end - s->p), word, strlen(word));
	if (q == NULL)
		return false;
	s->p = q + strlen(word);
	return true;
}

static bool
skip_blanks(const unsigned char **q, const unsigned char *end)
{
	while (*q < end && blank(**q))
		(*q)++;
	return *q < end;
}

/* Whether the XML declaration [q, end) names no encoding, or UTF-8. */
static bool
declares_utf8(const unsigned char *q, const unsigned char *end)
{
	const char *word = "encoding";
	size_t n = strlen(word);
	unsigned char quote;

	if ((q = memmem(q, (size_t)(end - q), word, n)) == NULL)
		return true;
	q += n;
	if (memmem(q, (size_t)(end - q), word, n) != NULL)
		return false;
	if (!skip_blanks(&q, end) || *q++ != '=' || !skip_blanks(&q, end))
		return false;
	quote = *q++;
	return (quote == '"' || quote == '\'') && end - q > 5 &&
	    strncasecmp((const char *)q, "UTF-8", 5) == 0 && q[5] == quote;
}

static enum outcome
scan_declaration(struct scan *s, struct why *why)
{
	const unsigned char *q = s->p;

	if (!begins(s, "<?xml") || s->end - q < 6 || !blank(q[5]))
		return OUT_OK;
	if (!skip_past(s, "?>"))
		return refuse(
		    s, "XML-FORM", "the XML declaration has no end", why);
	if (!declares_utf8(q, s->p))
		return refuse(s, "XML-ENCODING",
		    "the document declares another encoding than UTF-8", why);
	s->text = s->p;
	return OUT_OK;
}

static enum outcome
count_node(struct scan *s, struct why *why)
{
	if (++s->nodes > XMLSCAN_NODES)
		return refuse(s, "XML-ELEMENTS", "too many elements", why);
	return OUT_OK;
}

static enum outcome
scan_instruction(struct scan *s, struct why *why)
{
	const unsigned char *name = s->p + 2, *q = name;

	/* Whether other letters make a name is for the parser to say. */
	while (q < s->end && (name_byte(*q) || *q >= 0x80))
		q++;
	if (q == name || q == s->end || *name == '-' || *name == '.' ||
	    (*name >= '0' && *name <= '9') || (!blank(*q) && *q != '?') ||
	    (q - name == 3 && strncasecmp((const char *)name, "xml", 3) == 0))
		return refuse(s, "XML-FORM",
		    "a processing instruction without a fit name", why);
	s->p = q;
	if (*q == '?' && !begins(s, "?>"))
		return refuse(s, "XML-FORM",
		    "a processing instruction without a fit name", why);
	if (!skip_past(s, "?>"))
		return refuse(s, "XML-FORM",
		    "a processing instruction without an end", why);
	return count_node(s, why);
}

static enum outcome
scan_comment(struct scan *s, struct why *why)
{
	s->p += 4;
	if (!skip_past(s, "--") || s->p == s->end || *s->p != '>')
		return refuse(s, "XML-FORM",
		    "a comment that does not end as "
		    "comments do",
		    why);
	s->p++;
	return count_node(s, why);
}

static enum outcome
scan_declared(struct scan *s, struct why *why)
{
	if (begins(s, "<!--"))
		return scan_comment(s, why);
	if (begins(s, "<!DOCTYPE"))
		return refuse(
		    s, "XML-DOCTYPE", "a DOCTYPE is not allowed", why);
	if (!begins(s, "<![CDATA[") || s->depth == 0)
		return refuse(
		    s, "XML-FORM", "markup that is not allowed here", why);
	s->p += 9;
	if (!skip_past(s, "]]>"))
		return refuse(
		    s, "XML-FORM", "a CDATA section without an end", why);
	return count_node(s, why);
}

/* The text between two tags: libxml2 has no memory for more than 10 MB. */
static enum outcome
end_text(struct scan *s, struct why *why)
{
	if ((size_t)(s->p - s->text) > XMLSCAN_TEXT)
		return refuse(s, "XML-SIZE", "one text is too long", why);
	return OUT_OK;
}

static enum outcome
scan_end_tag(struct scan *s, struct why *why)
{
	const unsigned char *q = s->p + 2;

	while (q < s->end && *q != '>' && *q != '<')
		q++;
	if (s->depth == 0 || q == s->end || *q != '>')
		return refuse(s, "XML-FORM", "an end tag that is none", why);
	s->namespaces -= s->declared[s->depth--];
	s->text = s->p = q + 1;
	return OUT_OK;
}

/* Whether the '&' at p begins a reference that can mean something. */
static bool
known_reference(const struct scan *s)
{
	return begins(s, "&amp;") || begins(s, "&lt;") || begins(s, "&gt;") ||
	    begins(s, "&quot;") || begins(s, "&apos;") || begins(s, "&#");
}

/* Move p behind the value whose opening quote it stands on. */
static bool
skip_value(struct scan *s)
{
	unsigned char quote = *s->p++;

	while (s->p < s->end && *s->p != quote && *s->p != '<' &&
	    (*s->p != '&' || known_reference(s)))
		s->p++;
	if (s->p == s->end || *s->p != quote)
		return false;
	s->p++;
	return true;
}

/*
 * Move p to the '>' of the start tag it stands in; count the attributes by
 * their values, and as namespaces all that might be one.
 */
static bool
skip_tag(struct scan *s, unsigned int *values, unsigned int *spaces)
{
	while (s->p < s->end && *s->p != '>') {
		if (*s->p == '<')
			return false;
		if (*s->p == 'x' && begins(s, "xmlns"))
			(*spaces)++;
		if (*s->p != '"' && *s->p != '\'')
			s->p++;
		else if (!skip_value(s))
			return false;
		else
			(*values)++;
	}
	return s->p < s->end;
}

static enum outcome
open_element(struct scan *s, bool empty, unsigned int spaces, struct why *why)
{
	if (s->depth == 0 && s->rooted)
		return refuse(s, "XML-FORM", "there is a second root", why);
	s->rooted = true;
	if (s->depth == XMLSCAN_DEPTH)
		return refuse(s, "XML-DEPTH", "elements nest too deep", why);
	if (s->namespaces + spaces > XMLSCAN_NAMESPACES)
		return refuse(s, "XML-ATTRIBUTES",
		    "too many namespaces are declared", why);
	if (empty)
		return OUT_OK;
	s->declared[++s->depth] = spaces;
	s->namespaces += spaces;
	return OUT_OK;
}

static enum outcome
scan_start_tag(struct scan *s, struct why *why)
{
	const unsigned char *tag = s->p++;
	unsigned int values = 0, spaces = 0;
	enum outcome out;

	if (!skip_tag(s, &values, &spaces))
		return refuse(s, "XML-FORM", "a start tag that is none", why);
	s->attributes += values;
	if (values > XMLSCAN_ATTRIBUTES || (size_t)(s->p - tag) > XMLSCAN_TAG ||
	    s->attributes > XMLSCAN_ALL_ATTRIBUTES)
		return refuse(s, "XML-ATTRIBUTES", "too many attributes", why);
	if ((out = open_element(s, s->p[-1] == '/', spaces, why)) != OUT_OK)
		return out;
	s->text = ++s->p;
	return count_node(s, why);
}

static enum outcome
scan_markup(struct scan *s, struct why *why)
{
	enum outcome out;

	if (s->end - s->p < 2)
		return refuse(s, "XML-FORM", "the document is cut off", why);
	if (s->p[1] == '?')
		return scan_instruction(s, why);
	if (s->p[1] == '!')
		return scan_declared(s, why);
	if ((out = end_text(s, why)) != OUT_OK)
		return out;
	if (s->p[1] == '/')
		return scan_end_tag(s, why);
	return scan_start_tag(s, why);
}

enum outcome
xmlscan(const unsigned char *data, size_t len, struct why *why)
{
	struct scan s = {
		.p = data, .start = data, .end = data + len, .text = data
	};
	enum outcome out;

	if ((out = check_characters(&s, why)) != OUT_OK ||
	    (out = scan_declaration(&s, why)) != OUT_OK)
		return out;
	while (s.p < s.end) {
		if (*s.p == '<') {
			if ((out = scan_markup(&s, why)) != OUT_OK)
				return out;
		} else if (s.depth == 0 && !blank(*s.p))
			return refuse(&s, "XML-FORM",
			    "text outside the root element", why);
		else if (*s.p == '&' && !known_reference(&s))
			return refuse(&s, "XML-FORM",
			    "a reference with & that means nothing", why);
		else
			s.p++;
	}
	if (!s.rooted || s.depth != 0)
		return refuse(&s, "XML-FORM", "the document is cut off", why);
	return OUT_OK;
}
