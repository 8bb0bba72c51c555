/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/share.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whether buf now holds, whole, the path of a folder. */
static int
is_folder(const char *buf, int n, size_t size)
{
	struct stat st;

	return n > 0 && (size_t)n < size && stat(buf, &st) == 0 &&
	    S_ISDIR(st.st_mode);
}

/* BIN/.. of /proc/self/exe, as text: "/x/build/bin/isupport" -> "/x/build". */
static int
beside_program(char *dir, size_t size)
{
	ssize_t n;
	char *slash;
	int i;

	if ((n = readlink("/proc/self/exe", dir, size - 1)) <= 0)
		return -1;
	dir[n] = '\0';
	for (i = 0; i < 2; i++) {
		if ((slash = strrchr(dir, '/')) == NULL)
			return -1;
		*slash = '\0';
	}
	return 0;
}

const char *
share_path(const char *rel, char *buf, size_t size)
{
	char dir[PATH_MAX];
	const char *env = secure_getenv("ISUPPORT_SHARE");
	const char *base = ISUPPORT_SHARE;
	int n;

	if (size == 0)
		return buf;
	buf[0] = '\0';
	if (beside_program(dir, sizeof(dir)) == 0) {
		n = snprintf(buf, size, "%s/share/isupport", dir);
		if (is_folder(buf, n, size)) {
			n = snprintf(
			    buf, size, "%s/share/isupport/%s", dir, rel);
			goto done;
		}
	}
	if (env != NULL && env[0] == '/')
		base = env;
	n = snprintf(buf, size, "%s/%s", base, rel);
done:
	if (n < 0 || (size_t)n >= size)
		buf[0] = '\0';
	return buf;
}
