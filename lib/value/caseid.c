/* SPDX-License-Identifier: EUPL-1.2 */
#include "value/caseid.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define SERIALS (UINT64_C(1000000)) /* of a year */
#define MSG "/MSG-"

char *
caseid_format(const char *unit, uint64_t number, char *buf)
{

	(void)snprintf(buf, CASEID_TEXT, "%s-%04" PRIu64 "-%06" PRIu64, unit,
	    number / SERIALS, number % SERIALS);
	return buf;
}

/* The ${n} digits at ${s} as a number; false if they are not digits. */
static bool
digits(const char *s, size_t n, uint64_t *value)
{
	uint64_t v = 0;

	for (; n > 0; n--, s++) {
		if (*s < '0' || *s > '9')
			return false;
		v = v * 10 + (uint64_t)(*s - '0');
	}
	*value = v;
	return true;
}

bool
caseid_parse(const char *s, const char *unit, uint64_t *number)
{
	size_t len = strlen(unit);
	uint64_t year, serial;

	if (strncmp(s, unit, len) != 0)
		return false;
	s += len;
	if (strlen(s) != strlen("-2026-000001") || s[0] != '-' || s[5] != '-' ||
	    !digits(s + 1, 4, &year) || !digits(s + 6, 6, &serial) ||
	    year == 0 || serial == 0)
		return false;
	*number = year * SERIALS + serial;
	return true;
}

bool
thread_parse(const char *s, char *thread, uint32_t *n)
{
	const char *tail = NULL, *at;
	size_t len;
	uint64_t value = 0;

	for (at = s; (at = strstr(at, MSG)) != NULL; at++)
		tail = at;
	len = tail == NULL ? 0 : strlen(tail + strlen(MSG));
	if (tail == NULL || tail == s || tail - s >= THREAD_TEXT || len < 1 ||
	    len > 9 || !digits(tail + strlen(MSG), len, &value) || value == 0) {
		(void)snprintf(thread, THREAD_TEXT, "%s", s);
		*n = 0;
		return false;
	}
	memcpy(thread, s, (size_t)(tail - s));
	thread[tail - s] = '\0';
	*n = (uint32_t)value;
	return true;
}

char *
e2e_base(const char *unit, const unsigned char *seed, size_t len, char *buf)
{
	static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	char text[17];
	unsigned int bits = 0, have = 0;
	size_t i, n = 0;

	assert(len >= 10 && strlen(unit) <= 7);
	for (i = 0; i < 10; i++) {
		bits = bits << 8 | seed[i];
		for (have += 8; have >= 5; have -= 5)
			text[n++] = base32[bits >> (have - 5) & 31];
	}
	text[n] = '\0';
	(void)snprintf(buf, 24, "%s%s", unit, text);
	return buf;
}
