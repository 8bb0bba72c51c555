/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/locked.h"

#include <string.h>
#include <sys/mman.h>

enum outcome
locked_new(size_t size, void **memory, struct why *why)
{
	void *p;

	*memory = NULL;
	p = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		return why_sys(why, "memory for keys");
	if (mlock(p, size) == -1 || madvise(p, size, MADV_DONTDUMP) == -1 ||
	    madvise(p, size, MADV_DONTFORK) == -1) {
		(void)why_sys(why, "locked memory for keys");
		(void)munmap(p, size);
		return OUT_RETRY;
	}
	*memory = p;
	return OUT_OK;
}

void
locked_free(void *p, size_t size)
{
	if (p == NULL)
		return;
	explicit_bzero(p, size);
	(void)munmap(p, size);
}
