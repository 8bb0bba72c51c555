/* SPDX-License-Identifier: EUPL-1.2 */
#include "value/name.h"

#include <stdint.h>
#include <unictype.h>
#include <unistr.h>

/* A blank other than the usual one, or a mark that takes no room. */
static bool
unseen(ucs4_t c)
{

	return c != ' ' &&
	    uc_is_general_category_withtable(
		c, UC_CATEGORY_MASK_Z | UC_CATEGORY_MASK_Cf);
}

bool
name_unseen(const char *s)
{
	ucs4_t c;
	int n;

	for (; (n = u8_strmbtouc(&c, (const uint8_t *)s)) > 0; s += n)
		if (unseen(c))
			return true;
	return false;
}

bool
name_blank(const char *s)
{
	ucs4_t c;
	int n;

	for (; (n = u8_strmbtouc(&c, (const uint8_t *)s)) > 0; s += n)
		if (!unseen(c) && c != ' ' && c != '\t' && c != '\r' &&
		    c != '\n')
			return false;
	return *s == '\0';
}
