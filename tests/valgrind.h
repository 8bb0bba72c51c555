/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_VALGRIND_H
#define TESTS_VALGRIND_H

#include <stdlib.h>

#include <criterion/criterion.h>

/* Under valgrind (tests/run -v) limits and measures are those of valgrind. */
static inline void
skip_under_valgrind(const char *what)
{
	const char *v = getenv("VALGRIND");

	if (v != NULL && *v != '\0')
		cr_skip_test("under valgrind %s", what);
}

#endif /* !TESTS_VALGRIND_H */
