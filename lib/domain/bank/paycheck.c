/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/bank/paycheck.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <unistr.h>

#include "domain/bank/paycheck_impl.h"
#include "domain/bank/paycheck_walk.h"

#define SLICE ((size_t)32 << 10) /* bytes given to the parser at once */

void
paycheck_give_up(struct paycheck *c, const char *rule, const char *text)
{

	if (c->dead)
		return;
	paycheck_tell_at(c, c->line, true, rule, "FF01", text, NULL);
	c->dead = true;
	if (c->parser != NULL)
		xmlStopParser(c->parser);
}

/* UTF-16, UTF-32 and EBCDIC, which the parser would find out and convert. */
static bool
other_encoding(const char *s, size_t len)
{

	return (len > 0 && (unsigned char)s[0] >= 0x80) ||
	    memchr(s, '\0', len < 4 ? len : 4) != NULL ||
	    strncmp(s, "\x4c\x6f\xa7\x94", 4) == 0;
}

/* What stands between "<?xml" and "?>" at s. */
static void
check_declared(struct paycheck *c, char *s)
{
	char *p, quote;

	if (strchr(s, '\'') != NULL)
		paycheck_tell_at(c, 1, false, "PAY-QUOTES", "FF01",
		    "single "
		    "quotes in the XML declaration, which some banks refuse",
		    NULL);
	if (strstr(s, "1.1") != NULL)
		paycheck_tell_at(c, 1, false, "PAY-DECLARATION", "FF01",
		    "XML 1.1, which some banks refuse", NULL);
	if ((p = strstr(s, "encoding")) == NULL ||
	    (p = strpbrk(p, "'\"")) == NULL)
		return;
	quote = *p++;
	if (strncasecmp(p, "UTF-8", 5) != 0 || p[5] != quote)
		paycheck_give_up(c, "PAY-ENCODING", "not UTF-8");
}

/* What the first bytes say about the encoding; the parser is told to take
 * them for UTF-8 whatever is declared. */
static void
check_declaration(struct paycheck *c)
{
	char head[sizeof(c->scan.head)], *s = head, *end;
	size_t len = c->scan.head_len;

	memcpy(head, c->scan.head, sizeof(head));
	if (strncmp(s, "\xef\xbb\xbf", 3) == 0) {
		paycheck_tell_at(c, 1, true, "PAY-BOM", "FF01",
		    "begins with a byte order mark", NULL);
		s += 3;
		len -= 3;
	}
	if (len == 0)
		paycheck_give_up(c, "XML-FORM", "an empty file");
	else if (other_encoding(s, len))
		paycheck_give_up(c, "PAY-ENCODING", "not UTF-8");
	if (c->dead || strncmp(s, "<?xml", 5) != 0 ||
	    strchr(" \t\r\n", s[5]) == NULL)
		return;
	if ((end = strstr(s, "?>")) == NULL) {
		paycheck_give_up(c, "XML-FORM",
		    "an XML declaration that does not end, or is too long");
		return;
	}
	*end = '\0';
	check_declared(c, s);
}

/* Whether a piece of the file, which may begin and end within a character, has
 * bytes that are no UTF-8. */
static bool
not_utf8(const char *data, size_t len)
{
	const uint8_t *s = (const uint8_t *)data, *bad;
	size_t i = 0;

	while (i < len && i < 3 && (s[i] & 0xc0) == 0x80)
		i++;
	bad = u8_check(s + i, len - i);
	return bad != NULL && s + len - bad >= 4;
}

/*
 * A parser that ran out of memory stops calling back and still holds the
 * document to be well-formed; so what it returns counts, and at the end that
 * the root element has been closed.
 */
static void
parse(struct paycheck *c, const char *data, size_t len, bool last)
{
	xmlParserCtxt *parser = c->parser;
	int rc = xmlParseChunk(parser, data, (int)len, last);
	const xmlError *e = xmlCtxtGetLastError(parser);

	if (c->no_memory || c->dead)
		return;
	c->line = xmlSAX2GetLineNumber(parser);
	if (rc == XML_ERR_NO_MEMORY ||
	    (e != NULL && e->code == XML_ERR_NO_MEMORY) ||
	    (last && parser->wellFormed && !c->closed))
		c->no_memory = true;
	else if (!parser->wellFormed && not_utf8(data, len))
		paycheck_give_up(c, "PAY-ENCODING", "a byte that is not UTF-8");
	else if (!parser->wellFormed)
		paycheck_give_up(c, "XML-FORM", "not well-formed, or cut off");
}

static void
feed(struct paycheck *c, const char *data, size_t len, bool last)
{
	size_t before = c->scan.head_len;
	const char *rule = paycheck_scan(&c->scan, data, len);

	if (rule != NULL) {
		paycheck_give_up(c, rule,
		    strcmp(rule, "XML-DOCTYPE") == 0 ? "a DOCTYPE" :
						       "a tag too long");
		return;
	}
	if (!c->declared) {
		if (c->scan.head_len < PAY_DECLARATION && !last)
			return; /* kept in the scan's head */
		c->declared = true;
		check_declaration(c);
		if (!c->dead)
			parse(c, c->scan.head, before, false);
	}
	if (!c->dead && !c->no_memory)
		parse(c, data, len, last);
}

enum outcome
paycheck_begin(int32_t today, const struct bankprofile *profile,
    paycheck_fn *fn, void *ctx, struct paycheck **checkp, struct why *why)
{
	static const struct pay_child top = { "", 1, 1, PAY_ROOT, PAY_ALL, 0,
		"", "", "" };
	xmlSAXHandler sax;
	struct paycheck *c;

	*checkp = NULL;
	paycheck_handlers(&sax);
	if ((c = calloc(1, sizeof(*c))) == NULL ||
	    (c->parser = xmlCreatePushParserCtxt(&sax, c, NULL, 0, NULL)) ==
		NULL) {
		free(c);
		return why_retry(why, "paycheck: out of memory");
	}
	(void)xmlCtxtUseOptions(c->parser,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
		XML_PARSE_IGNORE_ENC);
	c->today = today;
	c->profile = profile;
	c->fn = fn;
	c->ctx = ctx;
	c->frame[0].def = &top;
	c->frame[0].at = -1;
	c->group_sum = c->group_count = -1;
	c->line = 1;
	*checkp = c;
	return OUT_OK;
}

enum outcome
paycheck_feed(struct paycheck *c, const void *data, size_t len, struct why *why)
{
	const char *p = data;
	size_t n;

	for (; len > 0 && !c->dead && !c->no_memory; p += n, len -= n) {
		n = len < SLICE ? len : SLICE;
		feed(c, p, n, false);
	}
	if (c->no_memory)
		return why_retry(why, "paycheck: out of memory");
	return OUT_OK;
}

static void
tell_doubles(
    struct paycheck *c, struct pay_ids *ids, const char *code, const char *text)
{
	const char *id;
	size_t i = 0;
	int line;

	while (paycheck_ids_double(ids, &i, &line, &id))
		paycheck_tell_at(c, line, true, "PAY-DOUBLE", code, text, id);
}

void
paycheck_whole(struct paycheck *c)
{

	if (c->profile != NULL && c->result.count > c->profile->max_transfers)
		paycheck_tell_at(c, 0, true, "PAY-MANY", "",
		    "more payments than this bank takes in one file", NULL);
	if (c->blocks_seen > 1)
		paycheck_tell_at(c, 0, false, "PAY-BLOCKS", "",
		    "several "
		    "payment information blocks, which some banks refuse",
		    NULL);
	tell_doubles(c, &c->blocks, "DU02", "the same PmtInfId twice");
	tell_doubles(c, &c->payments, "DU04", "the same EndToEndId twice");
}

enum outcome
paycheck_end(
    struct paycheck *c, struct paycheck_result *result, struct why *why)
{

	if (!c->dead && !c->no_memory)
		feed(c, "", 0, true);
	if (c->no_memory)
		return why_retry(why, "paycheck: out of memory");
	if (!c->dead)
		paycheck_whole(c);
	*result = c->result;
	if (c->result.errors == 0)
		return OUT_OK;
	*why = c->first;
	return OUT_REJECT;
}

void
paycheck_free(struct paycheck *c)
{

	if (c == NULL)
		return;
	if (c->parser != NULL)
		xmlFreeParserCtxt(c->parser);
	paycheck_ids_free(&c->payments);
	paycheck_ids_free(&c->blocks);
	free(c);
}

enum outcome
paycheck_file(const void *data, size_t len, int32_t today,
    const struct bankprofile *profile, paycheck_fn *fn, void *ctx,
    struct paycheck_result *result, struct why *why)
{
	struct paycheck *c;
	enum outcome out;

	memset(result, 0, sizeof(*result));
	if ((out = paycheck_begin(today, profile, fn, ctx, &c, why)) != OUT_OK)
		return out;
	assert(c != NULL);
	if ((out = paycheck_feed(c, data, len, why)) == OUT_OK)
		out = paycheck_end(c, result, why);
	paycheck_free(c);
	return out;
}
