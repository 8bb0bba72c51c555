/* SPDX-License-Identifier: EUPL-1.2 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "io/slurp.h"
#include "tmpdir.h"

TestSuite(slurp, .init = tmpdir_make, .fini = tmpdir_remove);

Test(slurp, appends_the_whole_file)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;

	tmpdir_write("f", "one\0two", 7);
	cr_assert_eq(buf_puts(&b, "x"), 0);
	cr_assert_eq(slurp_file(tmpdir_path("f"), 7, &b, &why), OUT_OK);
	cr_expect_eq(b.len, 8);
	cr_expect_arr_eq(b.data, "xone\0two", 9);
	buf_free(&b);
}

Test(slurp, an_empty_file_is_no_bytes)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;

	tmpdir_write("f", "", 0);
	cr_assert_eq(slurp_file(tmpdir_path("f"), 0, &b, &why), OUT_OK);
	cr_expect_eq(b.len, 0);
	buf_free(&b);
}

Test(slurp, a_byte_over_the_cap_is_refused)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;

	tmpdir_write("f", "12345678", 8);
	cr_expect_eq(slurp_file(tmpdir_path("f"), 7, &b, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "FILE-SIZE");
	buf_free(&b);
}

Test(slurp, no_file_is_not_the_inputs_fault)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;

	cr_expect_eq(slurp_file(tmpdir_path("f"), 7, &b, &why), OUT_RETRY);
	cr_expect_eq(slurp_file(tmpdir, 7, &b, &why), OUT_RETRY);
	buf_free(&b);
}

Test(slurp, a_pipe_is_read_to_its_end)
{
	static char big[50000];
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	int fd[2];

	memset(big, 'a', sizeof(big));
	cr_assert_eq(pipe(fd), 0);
	cr_assert_eq(write(fd[1], big, sizeof(big)), (ssize_t)sizeof(big));
	(void)close(fd[1]);
	cr_assert_eq(slurp_fd(fd[0], (size_t)-1, &b, &why), OUT_OK);
	cr_expect_eq(b.len, sizeof(big));
	buf_free(&b);
	(void)close(fd[0]);
}
