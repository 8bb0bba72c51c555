/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/plain.h"

void
plain_ascii(char *s)
{
	for (; *s != '\0'; s++) /* no isprint(3): it asks the locale */
		if (*s < ' ' || *s > '~')
			*s = '?';
}
