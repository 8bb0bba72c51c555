/* SPDX-License-Identifier: EUPL-1.2 */
/* Whether an archive is its entries, its directory, and nothing else.  libzip
 * finds what the directory names; others may find what lies between. */
#include <stdint.h>
#include <string.h>

#include "io/zipin_impl.h"

#define END 22	 /* bytes of the end of the directory, without its comment */
#define ENTRY 46 /* bytes of an entry of the directory, without its names */
#define LOCAL 30 /* bytes of the header before its data */
#define SEALED 0x2041U /* flags: encrypted, in one way or another */
#define STREAMED 0x8U  /* flag: sizes stand behind the data */

static size_t
u16(const unsigned char *p)
{
	return (size_t)p[0] | (size_t)p[1] << 8;
}

static size_t
u32(const unsigned char *p)
{
	return u16(p) | u16(p + 2) << 16;
}

/* Where the end of the directory stands: its comment goes up to the end. */
static bool
find_end(const unsigned char *d, size_t len, size_t *end)
{
	size_t comment;

	for (comment = 0; comment <= UINT16_MAX && comment + END <= len;
	     comment++) {
		*end = len - END - comment;
		if (memcmp(d + *end, "PK\5\6", 4) == 0 &&
		    u16(d + *end + 20) == comment)
			return true;
	}
	return false;
}

/* Set ${at} from the start of the entry's local header to its end. */
static bool
pass_local(const unsigned char *d, const unsigned char *entry, size_t limit,
    size_t *at)
{
	const unsigned char *local = d + *at;
	size_t flags, left = limit - *at, n;

	if (left < LOCAL || memcmp(local, "PK\3\4", 4) != 0)
		return false;
	flags = u16(local + 6);
	n = LOCAL + u16(local + 26) + u16(local + 28);
	if (((flags | u16(entry + 8)) & SEALED) != 0 || n > left ||
	    u32(entry + 20) > left - n)
		return false;
	n += u32(entry + 20);
	if ((flags & STREAMED) != 0)
		n += left - n >= 4 && memcmp(local + n, "PK\7\10", 4) == 0 ?
		    16 :
		    12;
	*at += n;
	return n <= left;
}

/* Pass the entry, of those in the directory, whose local header is there. */
static bool
pass(const unsigned char *d, size_t start, size_t end, size_t *at)
{
	size_t e = start;

	while (end - e >= ENTRY && memcmp(d + e, "PK\1\2", 4) == 0) {
		if (u32(d + e + 42) == *at)
			return pass_local(d, d + e, start, at);
		e +=
		    ENTRY + u16(d + e + 28) + u16(d + e + 30) + u16(d + e + 32);
		if (e > end)
			return false;
	}
	return false;
}

bool
zipin_whole(const void *data, size_t len)
{
	const unsigned char *d = data;
	size_t end, start, n, i, at = 0;

	if (!find_end(d, len, &end))
		return false;
	n = u16(d + end + 10);
	start = u32(d + end + 16);
	/* What is larger than these numbers tell is far above our limits. */
	if (start > end || u32(d + end + 12) != end - start ||
	    n > ZIPIN_ENTRIES_MAX)
		return false;
	for (i = 0; i < n; i++)
		if (!pass(d, start, end, &at))
			return false;
	return at == start;
}
