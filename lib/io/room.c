/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/room.h"

#include <sys/statvfs.h>

enum outcome
room_of(const char *path, uint64_t *used, uint64_t *all, struct why *why)
{
	struct statvfs st;

	if (statvfs(path, &st) == -1)
		return why_sys(why, "%s", path);
	*used = (uint64_t)(st.f_blocks - st.f_bfree) * st.f_frsize;
	*all = *used + (uint64_t)st.f_bavail * st.f_frsize;
	return OUT_OK;
}
