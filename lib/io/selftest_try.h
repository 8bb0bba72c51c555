/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_SELFTEST_TRY_H
#define IO_SELFTEST_TRY_H

#include <stddef.h>

/* For selftest.c alone: what is tried. */

#define SELFTEST_FILE ".selftest" /* in spool/tmp/STAGE, to be moved */

struct selftest_place {
	const char *root, *stage;
};

struct attempt {
	const char *what; /* to be refused */

	/* 0: it can be done, and what came of it is undone; else -1 and errno,
	 * or this process is dead. */
	int (*make)(const struct selftest_place *);
	int nursery; /* whether a nursery is to be refused it, too */
};

extern const struct attempt selftest_attempts[];
extern const size_t selftest_count;

#endif /* !IO_SELFTEST_TRY_H */
