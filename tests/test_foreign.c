/* SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "io/foreign.h"
#include "tmpdir.h"

static int dir = -1;

static void
make(void)
{
	if (syscall(SYS_openat2, -1, "", NULL, 0) == -1 && errno == ENOSYS)
		cr_skip_test("no openat2(2) here, as under valgrind");
	tmpdir_make();
	(void)tmpdir_dir("d");
	dir = open(tmpdir_path("d"), O_RDONLY | O_DIRECTORY);
	cr_assert_neq(dir, -1);
}

TestSuite(foreign, .init = make, .fini = tmpdir_remove);

Test(foreign, what_may_be_read_is_told_without_opening_it)
{
	tmpdir_write("d/open", "x", 1);
	tmpdir_write("d/shut", "x", 1);
	cr_assert_eq(chmod(tmpdir_path("d/shut"), 0), 0);
	cr_assert_eq(symlink(".", tmpdir_path("d/link")), 0);
	cr_expect(foreign_readable(dir, NULL, "open"));
	cr_expect(foreign_readable(dir, NULL, "gone"));
	cr_expect_eq(foreign_readable(dir, NULL, "shut"), geteuid() == 0);
	cr_expect_not(
	    foreign_readable(dir, "link", "open"), "a folder behind a link");
}

static enum outcome
read_it(const char *sub, const char *name, size_t max, struct foreign *f,
    struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out;

	cr_assert_eq(buf_puts(&b, "kept"), 0);
	out = foreign_read(dir, sub, name, max, &b, f, why);
	if (out == OUT_OK)
		cr_expect_eq(b.len, 4 + f->size);
	else
		cr_expect_str_eq((const char *)b.data, "kept");
	buf_free(&b);
	return out;
}

static void
expect_refused(const char *sub, const char *name, const char *rule)
{
	struct foreign f;
	struct why why = WHY_INIT;

	cr_expect_eq(read_it(sub, name, 100, &f, &why), OUT_REJECT, "%s: %s",
	    name, why.text);
	cr_expect_str_eq(why.rule, rule, "%s: %s", name, why.rule);
}

Test(foreign, lists_names_as_data)
{
	static const char *const names[] = { "$(touch x)", "-rf", "a\nb",
		"\xff\xfe", "z" };
	static const char *const out[] = { ".hidden", "x.part", ".part" };
	struct foreign_list list;
	struct why why = WHY_INIT;
	struct foreign f;
	char path[40];
	size_t i;

	for (i = 0; i < 5; i++) {
		(void)snprintf(path, sizeof(path), "d/%s", names[i]);
		tmpdir_write(path, "12345", i);
	}
	for (i = 0; i < 3; i++) {
		(void)snprintf(path, sizeof(path), "d/%s", out[i]);
		tmpdir_write(path, "", 0);
	}
	cr_assert_eq(foreign_list(dir, NULL, 0, &list, &why), OUT_OK);
	cr_assert_eq(list.n, 5);
	cr_expect_not(list.cut);
	/* Bytewise: the invalid UTF-8 comes last. */
	cr_expect_str_eq(list.entry[0].name, names[0]);
	cr_expect_str_eq(list.entry[1].name, names[1]);
	cr_expect_str_eq(list.entry[2].name, names[2]);
	cr_expect_str_eq(list.entry[3].name, names[4]);
	cr_expect_str_eq(list.entry[4].name, names[3]);
	for (i = 0; i < 5; i++) {
		cr_expect_eq(read_it(NULL, list.entry[i].name, 100, &f, &why),
		    OUT_OK, "%s", why.text);
		cr_expect_eq(f.size, list.entry[i].size);
		cr_expect(foreign_unchanged(dir, NULL, f.name, &f));
	}
	foreign_list_free(&list);
	cr_assert_eq(foreign_list(dir, NULL, 5, &list, &why), OUT_OK);
	cr_expect_not(list.cut);
	foreign_list_free(&list);
	cr_assert_eq(foreign_list(dir, NULL, 4, &list, &why), OUT_OK);
	cr_expect(list.cut);
	cr_expect_eq(list.n, 4);
	foreign_list_free(&list);
}

Test(foreign, tells_folders_and_odd_things)
{
	struct foreign_list list;
	struct why why = WHY_INIT;

	(void)tmpdir_dir("d/a");
	cr_assert_eq(mkfifo(tmpdir_path("d/b"), 0600), 0);
	cr_assert_eq(symlink("/etc", tmpdir_path("d/c")), 0);
	tmpdir_write("d/d", "x", 1);
	cr_assert_eq(foreign_list(dir, NULL, 0, &list, &why), OUT_OK);
	cr_assert_eq(list.n, 4);
	cr_expect(list.entry[0].folder && !list.entry[0].odd);
	cr_expect(!list.entry[1].folder && list.entry[1].odd);
	cr_expect(!list.entry[2].folder && list.entry[2].odd);
	cr_expect(!list.entry[3].folder && !list.entry[3].odd);
	foreign_list_free(&list);
	cr_expect_eq(foreign_list(dir, "a", 0, &list, &why), OUT_OK);
	cr_expect_eq(list.n, 0);
	foreign_list_free(&list);
	cr_expect_eq(foreign_list(dir, "none", 0, &list, &why), OUT_RETRY);
	cr_expect_eq(foreign_list(dir, "c", 0, &list, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "FILE-KIND");
	cr_expect_eq(foreign_list(dir, "d", 0, &list, &why), OUT_REJECT);
	cr_expect_eq(foreign_list(dir, "..", 0, &list, &why), OUT_REJECT);
	cr_expect_eq(foreign_list(dir, "/etc", 0, &list, &why), OUT_REJECT);
}

Test(foreign, reads_regular_files_alone)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	struct foreign f;
	struct why why = WHY_INIT;
	int s;

	tmpdir_write("d/file", "x", 1);
	tmpdir_write("outside", "x", 1);
	(void)tmpdir_dir("d/folder");
	cr_assert_eq(mkfifo(tmpdir_path("d/fifo"), 0600), 0);
	cr_assert_eq(symlink("file", tmpdir_path("d/link")), 0);
	cr_assert_eq(symlink(".", tmpdir_path("d/sub")), 0);
	cr_assert_eq(link(tmpdir_path("outside"), tmpdir_path("d/hard")), 0);
	(void)snprintf(
	    un.sun_path, sizeof(un.sun_path), "%s", tmpdir_path("d/sock"));
	s = socket(AF_UNIX, SOCK_STREAM, 0);
	cr_assert_eq(
	    bind(s, (const struct sockaddr *)(const void *)&un, sizeof(un)), 0);
	expect_refused(NULL, "folder", "FILE-KIND");
	expect_refused(NULL, "fifo", "FILE-KIND");
	expect_refused(NULL, "link", "FILE-KIND");
	expect_refused(NULL, "sock", "FILE-KIND");
	expect_refused(NULL, "hard", "FILE-LINKS");
	expect_refused("sub", "file", "FILE-KIND");
	expect_refused("..", "outside", "FILE-KIND");
	expect_refused(NULL, "../outside", "FILE-KIND");
	expect_refused(NULL, tmpdir_path("outside"), "FILE-KIND");
	expect_refused("file", "x", "FILE-KIND");
	cr_expect_eq(read_it(NULL, "none", 9, &f, &why), OUT_RETRY);
	cr_expect_eq(read_it(NULL, "file", 9, &f, &why), OUT_OK);
}

Test(foreign, size_is_capped)
{
	struct foreign f;
	struct why why = WHY_INIT;

	tmpdir_write("d/f", "12345678", 8);
	cr_expect_eq(read_it(NULL, "f", 8, &f, &why), OUT_OK);
	cr_expect_eq(read_it(NULL, "f", 7, &f, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "FILE-SIZE");
	/* Of a large one not a byte is read. */
	cr_assert_eq(truncate(tmpdir_path("d/f"), (off_t)1 << 40), 0);
	cr_expect_eq(read_it(NULL, "f", (size_t)1 << 30, &f, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "FILE-SIZE");
}

static atomic_bool stop;

static void *
write_on(void *arg)
{
	int fd = open(arg, O_WRONLY | O_APPEND);

	while (!stop)
		if (write(fd, "x", 1) != 1)
			break;
	(void)close(fd);
	return NULL;
}

Test(foreign, a_file_that_grows_is_never_taken_in_part)
{
	static char path[256];
	struct foreign f;
	struct why why = WHY_INIT;
	pthread_t writer;
	int i, changed = 0;

	tmpdir_write("d/f", "", 0);
	(void)snprintf(path, sizeof(path), "%s", tmpdir_path("d/f"));
	cr_assert_eq(truncate(path, (off_t)8 << 20), 0);
	cr_assert_eq(pthread_create(&writer, NULL, write_on, path), 0);
	for (i = 0; i < 200 && changed == 0; i++)
		if (read_it(NULL, "f", (size_t)64 << 20, &f, &why) != OUT_OK) {
			cr_expect_str_eq(why.rule, "FILE-CHANGED");
			changed++;
		}
	stop = true;
	(void)pthread_join(writer, NULL);
	cr_expect_eq(changed, 1);
}

Test(foreign, a_later_change_is_seen)
{
	struct foreign f;
	struct why why = WHY_INIT;

	(void)tmpdir_dir("d/s");
	tmpdir_write("d/s/f", "one", 3);
	cr_assert_eq(read_it("s", "f", 9, &f, &why), OUT_OK);
	cr_expect(foreign_unchanged(dir, "s", "f", &f));
	cr_assert_eq(rename(tmpdir_path("d/s/f"), tmpdir_path("d/s/g")), 0);
	cr_expect_not(foreign_unchanged(dir, "s", "f", &f));
	tmpdir_write("d/s/f", "two", 3);
	cr_expect_not(foreign_unchanged(dir, "s", "f", &f));
}

Test(foreign, owner_alone)
{
	/* u::rw-, u:1:rw-, g::r--, m::r--, o::---, as the kernel has it. */
	static const unsigned char acl[] = { 2, 0, 0, 0, 1, 0, 6, 0, 255, 255,
		255, 255, 2, 0, 6, 0, 1, 0, 0, 0, 4, 0, 4, 0, 255, 255, 255,
		255, 16, 0, 4, 0, 255, 255, 255, 255, 32, 0, 0, 0, 255, 255,
		255, 255 };
	struct foreign f;
	struct why why = WHY_INIT;

	(void)tmpdir_dir("d/s");
	tmpdir_write("d/f", "x", 1);
	tmpdir_write("d/s/f", "x", 1);
	cr_assert_eq(chmod(tmpdir_path("d/f"), 0644), 0);
	cr_expect(foreign_owner_alone(dir, NULL, "f"));
	cr_assert_eq(read_it(NULL, "f", 9, &f, &why), OUT_OK);
	cr_expect(f.alone);
	cr_expect(foreign_owner_alone(dir, "s", "f"));
	cr_expect_not(foreign_owner_alone(dir, NULL, "none"));
	cr_assert_eq(chmod(tmpdir_path("d/s"), 0770), 0);
	cr_expect_not(foreign_owner_alone(dir, "s", "f"));
	cr_assert_eq(chmod(tmpdir_path("d"), 0777), 0);
	cr_expect_not(foreign_owner_alone(dir, NULL, "f"));
	cr_assert_eq(chmod(tmpdir_path("d"), 01777), 0);
	cr_expect(foreign_owner_alone(dir, NULL, "f"));
	cr_assert_eq(chmod(tmpdir_path("d/f"), 0664), 0);
	cr_expect_not(foreign_owner_alone(dir, NULL, "f"));
	cr_assert_eq(chmod(tmpdir_path("d/f"), 0646), 0);
	cr_expect_not(foreign_owner_alone(dir, NULL, "f"));
	cr_assert_eq(chmod(tmpdir_path("d/f"), 0600), 0);
	if (setxattr(tmpdir_path("d/f"), "system.posix_acl_access", acl,
		sizeof(acl), 0) == 0)
		cr_expect_not(foreign_owner_alone(dir, NULL, "f"));
	else
		cr_log_warn("no ACL on this file system: %s", strerror(errno));
}

Test(foreign, now_is_the_file_systems)
{
	struct timespec now = { 0, 0 }, clock;
	struct why why = WHY_INIT;
	struct foreign_list list;

	cr_assert_eq(foreign_now(tmpdir_path("d"), &now, &why), OUT_OK);
	(void)clock_gettime(CLOCK_REALTIME, &clock);
	cr_expect_leq(clock.tv_sec - now.tv_sec, 2);
	cr_expect_geq(clock.tv_sec - now.tv_sec, 0);
	cr_assert_eq(foreign_list(dir, NULL, 0, &list, &why), OUT_OK);
	cr_expect_eq(list.n, 0);
	cr_expect_eq(foreign_now(tmpdir_path("none"), &now, &why), OUT_RETRY);
}
