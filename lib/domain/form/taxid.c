/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/form/taxid.h"

#include <stddef.h>
#include <string.h>

/* Receita Federal: module 11 over the n characters before; weights from 2 at
 * the right, starting again after ${highest}. */
static int
check_digit(const char *s, size_t n, int highest)
{
	int sum = 0, weight = 2;
	size_t i;

	for (i = n; i-- > 0;) {
		sum += (s[i] - '0') * weight;
		weight = weight == highest ? 2 : weight + 1;
	}
	sum = 11 - sum % 11;
	return sum >= 10 ? 0 : sum;
}

static bool
checked(const char *s, size_t n, const char *allowed, int highest)
{

	if (strlen(s) != n || strspn(s, allowed) < n - 2 ||
	    strspn(s + n - 2, "0123456789") != 2)
		return false;
	/* The same digit throughout has right check digits and is no number
	 * of anybody. */
	if (strspn(s, (const char[]){ *s, '\0' }) == n)
		return false;
	return s[n - 2] - '0' == check_digit(s, n - 2, highest) &&
	    s[n - 1] - '0' == check_digit(s, n - 1, highest);
}

bool
taxid_ok(const char *kind, const char *number)
{

	if (strcmp(kind, "CPF") == 0)
		return checked(number, 11, "0123456789", 11);
	if (strcmp(kind, "CNPJ") == 0)
		return checked(
		    number, 14, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 9);
	return true;
}
