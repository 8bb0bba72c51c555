/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/why.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/plain.h"

#undef why_reject /* see why.h: the analyser has them as macros */
#undef why_retry
#undef why_sys

/* Start a reason; append the text of err unless it is 0. */
static void PRINTF_LIKE(4, 0) why_format(
    struct why *why, const char *rule, int err, const char *fmt, va_list ap)
{
	size_t used;
	char *p;

	memset(why, 0, sizeof(*why));
	(void)snprintf(why->rule, sizeof(why->rule), "%s", rule);
	if (vsnprintf(why->text, sizeof(why->text), fmt, ap) < 0)
		why->text[0] = '\0';
	used = strlen(why->text);
	if (err != 0)
		(void)snprintf(why->text + used, sizeof(why->text) - used,
		    ": %s", strerror(err));

	/* Libraries end their messages with a newline; we do not. */
	p = why->text + strlen(why->text);
	while (p > why->text && (p[-1] == ' ' || p[-1] == '\n'))
		*--p = '\0';
	plain_ascii(why->text);
	plain_ascii(why->rule);
}

enum outcome
why_reject(struct why *why, const char *rule, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	why_format(why, rule, 0, fmt, ap);
	va_end(ap);
	return OUT_REJECT;
}

enum outcome
why_retry(struct why *why, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	why_format(why, "", 0, fmt, ap);
	va_end(ap);
	return OUT_RETRY;
}

enum outcome
why_sys(struct why *why, const char *fmt, ...)
{
	int err = errno;
	va_list ap;

	va_start(ap, fmt);
	why_format(why, "", err, fmt, ap);
	va_end(ap);
	return OUT_RETRY;
}

void
why_at(struct why *why, int line, const char *place)
{
	if (why->line == 0)
		why->line = line;
	if (why->place[0] == '\0') {
		(void)snprintf(why->place, sizeof(why->place), "%s", place);
		plain_ascii(why->place);
	}
}

void
why_value(struct why *why, const char *value)
{
	(void)snprintf(
	    why->value, sizeof(why->value), "%s", value == NULL ? "" : value);
}

char *
why_line(const struct why *why, char *buf, unsigned long size)
{
	char line[24] = "";

	if (why->line != 0)
		(void)snprintf(line, sizeof(line), "%sline %d",
		    why->place[0] == '\0' ? "" : ", ", why->line);
	(void)snprintf(buf, size, "%s%s%s%s%s%s%s", why->rule,
	    why->rule[0] == '\0' ? "" : ": ", why->text,
	    why->place[0] == '\0' && why->line == 0 ? "" : " (", why->place,
	    line, why->place[0] == '\0' && why->line == 0 ? "" : ")");
	plain_ascii(buf); /* a worker's, or a record's: not made here */
	return buf;
}

int
outcome_status(enum outcome out)
{
	switch (out) {
	case OUT_OK:
		return 0;
	case OUT_REJECT:
		return EX_DATAERR;
	case OUT_RETRY:
		return EX_TEMPFAIL;
	}
	return EX_SOFTWARE;
}
