/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/form/sheet_field.h"

#include <stdio.h>
#include <string.h>

#include "io/record.h"
#include "value/date.h"
#include "value/money.h"
#include "value/name.h"

#define LINE_MAX_CHARS ((size_t)64)
#define TEXT_MAX_CHARS ((size_t)4000)

enum outcome
sheet_string(char **field, const char *s, struct why *why)
{
	if (record_set(field, s) == -1)
		return why_retry(why, "out of memory");
	return OUT_OK;
}

enum outcome
sheet_text(char **field, const char *s, struct why *why)
{
	if (!name_utf8_ok(s, strlen(s)))
		return why_reject(
		    why, "SHEET-TEXT", "control characters in a text");
	if (name_length(s) > TEXT_MAX_CHARS)
		return why_reject(why, "SHEET-TEXT",
		    "a text of more than %zu characters", TEXT_MAX_CHARS);
	return sheet_string(field, s, why);
}

enum outcome
sheet_reference(char **field, const char *s, struct why *why)
{
	const unsigned char *p;

	for (p = (const unsigned char *)s; *p != '\0'; p++)
		if (*p < ' ' || *p == 0x7f)
			return why_reject(why, "SHEET-REFERENCE",
			    "control characters in a reference");
	if (!name_utf8_ok(s, strlen(s)) || name_length(s) > LINE_MAX_CHARS)
		return why_reject(why, "SHEET-REFERENCE",
		    "a reference of more than %zu characters", LINE_MAX_CHARS);
	if (name_unseen(s))
		return why_reject(why, "SHEET-REFERENCE",
		    "a character that cannot be seen in a reference: type it "
		    "anew");
	return sheet_string(field, s, why);
}

enum outcome
sheet_day(char **field, const char *s, struct why *why)
{
	int32_t day;

	if (!date_parse(s, &day))
		return why_reject(
		    why, "SHEET-DATE", "this is no date (YYYY-MM-DD)");
	return sheet_string(field, s, why);
}

/* ISO dates compare as text. */
enum outcome
sheet_past_day(
    const struct sheet_row *r, char **field, const char *s, struct why *why)
{
	enum outcome out;

	if ((out = sheet_day(field, s, why)) == OUT_OK && r->today[0] != '\0' &&
	    strcmp(s, r->today) > 0)
		return why_reject(
		    why, "SHEET-FUTURE", "this date lies in the future");
	return out;
}

/* Letters as they stand in the list, whatever the locale says. */
void
sheet_lower(const char *s, char *buf, size_t size)
{
	size_t i;

	for (i = 0; s[i] != '\0' && i + 1 < size; i++)
		buf[i] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] - 'A' + 'a') :
						      s[i];
	buf[i] = '\0';
}

enum outcome
sheet_code(char **field, const char *s, const char *codes, struct why *why)
{
	char code[24], word[26];
	const char *found;

	sheet_lower(s, code, sizeof(code));
	(void)snprintf(word, sizeof(word), "%s ", code);
	found = strchr(code, ' ') != NULL ? NULL : strstr(codes, word);
	if (found == NULL || (found != codes && found[-1] != ' '))
		return why_reject(
		    why, "SHEET-CODE", "this is none of: %s", codes);
	return sheet_string(field, code, why);
}

enum outcome
sheet_currency(char **field, const char *s, struct why *why)
{
	if (money_scale(s) == -1)
		return why_reject(
		    why, "R-1001", "there is no such currency (ISO 4217)");
	return sheet_string(field, s, why);
}
