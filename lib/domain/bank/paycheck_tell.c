/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/bank/paycheck_impl.h"

#include <stdio.h>
#include <string.h>

/* "PmtInf[1]/CdtTrfTxInf[7]/..." of the elements open now. */
static void
place(const struct paycheck *c, char *buf, size_t size)
{
	size_t len = 0;
	int i, n;

	buf[0] = '\0';
	for (i = 3; i <= c->depth && i < PAY_DEPTH && len < size; i++) {
		const struct pay_frame *f = &c->frame[i];

		if (f->def->max == 1)
			n = snprintf(buf + len, size - len, "%s%s",
			    len == 0 ? "" : "/", f->def->name);
		else
			n = snprintf(buf + len, size - len, "%s%s[%u]",
			    len == 0 ? "" : "/", f->def->name, f->ordinal);
		len += (size_t)n;
	}
}

void
paycheck_tell_finding(struct paycheck *c, struct paycheck_finding *f,
    const char *rule, const char *code, const char *text, const char *value)
{

	(void)snprintf(f->rule, sizeof(f->rule), "%s", rule);
	(void)snprintf(f->code, sizeof(f->code), "%s", code);
	(void)snprintf(f->text, sizeof(f->text), "%s", text);
	(void)snprintf(
	    f->value, sizeof(f->value), "%s", value == NULL ? "" : value);
	if (f->error && c->result.errors++ == 0) {
		(void)why_reject(&c->first, rule, "%s", text);
		why_at(&c->first, f->line, f->place);
		why_value(&c->first, value);
	}
	if (!f->error)
		c->result.warnings++;
	if (c->fn != NULL &&
	    c->result.errors + c->result.warnings <= PAYCHECK_FINDINGS_MAX)
		c->fn(c->ctx, f);
}

void
paycheck_tell(struct paycheck *c, bool error, const char *rule,
    const char *code, const char *text, const char *value)
{
	struct paycheck_finding f;

	memset(&f, 0, sizeof(f));
	f.error = error;
	f.line = c->line;
	place(c, f.place, sizeof(f.place));
	if (error)
		c->frame[c->depth].bad = true;
	paycheck_tell_finding(c, &f, rule, code, text, value);
}

void
paycheck_tell_at(struct paycheck *c, int line, bool error, const char *rule,
    const char *code, const char *text, const char *value)
{
	struct paycheck_finding f;

	memset(&f, 0, sizeof(f));
	f.error = error;
	f.line = line;
	paycheck_tell_finding(c, &f, rule, code, text, value);
}

void
paycheck_wrong(
    struct paycheck *c, const char *rule, const char *code, const char *text)
{

	paycheck_tell(c, true, rule, code, text, c->value);
}

enum pay_type
paycheck_above(const struct paycheck *c, int up)
{

	return (enum pay_type)c->frame[c->depth - up].def->type;
}

void
paycheck_keep(char *to, size_t size, const char *value)
{
	size_t n = strnlen(value, size - 1);

	memcpy(to, value, n);
	to[n] = '\0';
}

bool
paycheck_form(const char *s, const char *pattern)
{

	for (; *pattern != '\0'; s++, pattern++)
		if (*pattern == '0' ?
			strchr("0123456789", *s) == NULL || *s == '\0' :
			*s != *pattern)
			return false;
	return true;
}
