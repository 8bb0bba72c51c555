/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/utf8.h"

/* The well-formed sequences: Unicode, table 3-7.  The lead bytes from first
 * to last are followed by one from low to high and then by 80..BF. */
static const struct {
	unsigned char first, last, low, high;
	size_t len;
} forms[] = {
	{ 0x01, 0x7f, 0x00, 0x00, 1 },
	{ 0xc2, 0xdf, 0x80, 0xbf, 2 },
	{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },
	{ 0xe1, 0xec, 0x80, 0xbf, 3 },
	{ 0xed, 0xed, 0x80, 0x9f, 3 },
	{ 0xee, 0xef, 0x80, 0xbf, 3 },
	{ 0xf0, 0xf0, 0x90, 0xbf, 4 },
	{ 0xf1, 0xf3, 0x80, 0xbf, 4 },
	{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
};

size_t
utf8_next(const char *s)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t i, k;

	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (u[0] >= forms[i].first && u[0] <= forms[i].last)
			break;
	if (i == sizeof(forms) / sizeof(forms[0]))
		return 0;
	if (forms[i].len == 1)
		return 1;
	if (u[1] < forms[i].low || u[1] > forms[i].high)
		return 0;
	for (k = 2; k < forms[i].len; k++)
		if (u[k] < 0x80 || u[k] > 0xbf)
			return 0;
	return forms[i].len;
}
