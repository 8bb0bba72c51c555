/* SPDX-License-Identifier: EUPL-1.2 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/bank/paycheck.h"
#include "value/money.h"

/* Printable ASCII as it is; all else as '?', so that nothing can forge a
 * line or drive a terminal. */
static void
plain(struct buf *out, const char *s)
{
	char c;

	for (; *s != '\0'; s++) {
		c = *s >= ' ' && *s <= '~' ? *s : '?';
		(void)buf_add(out, &c, 1);
	}
}

/* A JSON string; what is not UTF-8 cannot be here but by being cut, and is
 * then left away. */
static void
json(struct buf *out, const char *key, const char *s, bool last)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t n, i;

	(void)buf_printf(out, "\"%s\":\"", key);
	for (; *p != '\0'; p += n) {
		n = *p < 0x80 ? 1 : *p >= 0xf0 ? 4 : *p >= 0xe0 ? 3 : 2;
		for (i = 1; i < n; i++)
			if ((p[i] & 0xc0) != 0x80)
				break;
		if (i < n)
			break;
		if (*p < 0x20 || *p == '"' || *p == '\\')
			(void)buf_printf(out, "\\u%04x", *p);
		else
			(void)buf_add(out, p, n);
	}
	(void)buf_puts(out, last ? "\"" : "\",");
}

void
paycheck_text(const struct paycheck_finding *f, bool secret, struct buf *out)
{

	(void)buf_printf(out, "%s %s", f->error ? "error" : "warning", f->rule);
	if (f->code[0] != '\0')
		(void)buf_printf(out, " (%s)", f->code);
	(void)buf_puts(out, ": ");
	plain(out, f->text);
	if (f->place[0] != '\0' || f->line > 0) {
		(void)buf_puts(out, ", at ");
		plain(out, f->place);
		if (f->line > 0)
			(void)buf_printf(out, "%sline %d",
			    f->place[0] == '\0' ? "" : ", ", f->line);
	}
	if (secret && f->value[0] != '\0') {
		(void)buf_puts(out, ": '");
		plain(out, f->value);
		(void)buf_puts(out, "'");
	}
	(void)buf_puts(out, "\n");
}

void
paycheck_json(const struct paycheck_finding *f, bool secret, struct buf *out)
{

	(void)buf_puts(out, "{");
	json(out, "severity", f->error ? "error" : "warning", false);
	json(out, "rule", f->rule, false);
	json(out, "code", f->code, false);
	json(out, "place", f->place, false);
	(void)buf_printf(out, "\"line\":%d,", f->line);
	if (secret && f->value[0] != '\0')
		json(out, "value", f->value, false);
	json(out, "text", f->text, true);
	(void)buf_puts(out, "}\n");
}

static void
summary_json(const struct paycheck_result *r, struct buf *out)
{
	char sum[MONEY_TEXT];
	size_t i;

	(void)buf_puts(out, "{");
	json(out, "format", r->format, false);
	json(out, "id", r->msg_id, false);
	(void)buf_printf(out, "\"payments\":%" PRIu64 ",\"sums\":[", r->count);
	for (i = 0; i < r->n_sums; i++) {
		(void)buf_puts(out, i == 0 ? "{" : ",{");
		json(out, "currency", r->sums[i].currency, false);
		(void)buf_printf(
		    out, "\"payments\":%" PRIu64 ",", r->sums[i].count);
		json(out, "sum",
		    money_format(r->sums[i].minor, r->sums[i].currency, sum),
		    true);
		(void)buf_puts(out, "}");
	}
	(void)buf_printf(out,
	    "],\"errors\":%" PRIu64 ",\"warnings\":%" PRIu64 "}\n", r->errors,
	    r->warnings);
}

void
paycheck_summary(const struct paycheck_result *r, bool as_json, struct buf *out)
{
	char sum[MONEY_TEXT];
	size_t i;

	if (as_json) {
		summary_json(r, out);
		return;
	}
	(void)buf_printf(out, "%s", r->errors == 0 ? "ok" : "refused");
	if (r->format[0] != '\0')
		(void)buf_printf(out, ": %s", r->format);
	(void)buf_printf(out, ", %" PRIu64 " payments", r->count);
	for (i = 0; i < r->n_sums; i++)
		(void)buf_printf(out, ", %s %s",
		    money_format(r->sums[i].minor, r->sums[i].currency, sum),
		    r->sums[i].currency);
	(void)buf_printf(out, ", %" PRIu64 " errors, %" PRIu64 " warnings\n",
	    r->errors, r->warnings);
}
