/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * bare [-2ps] [-x STYLE=FILE] DIR SCHEMA STYLE MESSAGES -- the bare loop: what
 * the libraries alone cost for the folders in MESSAGES, in one process and
 * without anything of ours.  Each file is read and hashed, header and form are
 * parsed in a context that is used again, the form is validated and
 * transformed, its bytes are sealed once and put into LMDB, its page is written
 * aside and renamed.  500 messages share a transaction and a syncfs.
 *
 * What our design adds can be switched on, so that the bench can print its
 * price:
 *	-2	a second look: files are read and hashed again by the stage
 *		that records, and the form is parsed again for its page
 *	-p	pipes: a process of its own parses and transforms
 *	-s	sealing: files are sealed where they wait, and opened by each
 *		of two stages
 *	-x	a further page for each message, of this FILE
 */
#include "bare.h"

#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define GROUP 500

static struct {
	bool twice, pipes, seals;
	const char *page_file[BARE_PAGES];
	struct bytes page_xml[BARE_PAGES]; /* [0]: none, it is the form */
	size_t pages;
	int out, tmp; /* folders */
	char *names[GROUP * BARE_PAGES];
	size_t n;
} b;

static void
read_at(int dir, const char *name, struct bytes *to)
{
	struct stat st;
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);

	if (fd == -1 || fstat(fd, &st) == -1)
		err(1, "%s", name);
	bare_room(to, (size_t)st.st_size);
	to->len = (size_t)st.st_size;
	if (read(fd, to->data, to->len) != (ssize_t)to->len)
		err(1, "%s", name);
	(void)close(fd);
}

/* A file as it comes to us: read, hashed; sealed when it came, and opened by
 * each of two stages. */
static void
take_file(int dir, const char *name, struct bytes *to, bool again)
{
	read_at(dir, name, to);
	if (b.seals && !again) {
		bare_seal(to);
		bare_open_sealed();
		bare_open_sealed();
	}
	bare_hash(to);
}

static void
write_page(const char *message, size_t page, const struct bytes *html)
{
	char name[300];
	int fd;

	(void)snprintf(name, sizeof(name), "%s-%zu.html", message, page);
	fd = openat(b.tmp, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	if (fd == -1 ||
	    write(fd, html->data, html->len) != (ssize_t)html->len ||
	    close(fd) == -1 || (b.names[b.n++] = strdup(name)) == NULL)
		err(1, "%s", name);
}

/* Make the group durable. */
static void
flush(void)
{
	size_t i;

	bare_commit();
	if (syncfs(b.tmp) == -1)
		err(1, "syncfs");
	for (i = 0; i < b.n; i++) {
		if (renameat(b.tmp, b.names[i], b.out, b.names[i]) == -1)
			err(1, "%s", b.names[i]);
		free(b.names[i]);
	}
	b.n = 0;
	if (fsync(b.out) == -1 || fsync(b.tmp) == -1)
		err(1, "fsync");
}

static void
work(char task, size_t page, const struct bytes *header,
    const struct bytes *form, struct bytes *html)
{
	if (b.pipes)
		bare_ask(task, page, header, form, html);
	else
		bare_work(task, page, header, form, html);
}

/* Read all files of a message; header and form are wanted later. */
static void
take_files(int dir, struct bytes *header, struct bytes *form, bool again)
{
	static struct bytes other;
	const struct dirent *e;
	DIR *d = fdopendir(dup(dir));

	if (d == NULL)
		err(1, "message");
	rewinddir(d);
	while ((e = readdir(d)) != NULL)
		if (e->d_name[0] != '.')
			take_file(dir, e->d_name,
			    strcmp(e->d_name, "header.xml") == 0   ? header :
				strcmp(e->d_name, "form.xml") == 0 ? form :
								     &other,
			    again);
	(void)closedir(d);
}

static void
message(int messages, const char *name)
{
	static struct bytes header, form, html;
	int dir = openat(messages, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	size_t i;

	if (dir == -1)
		err(1, "%s", name);
	take_files(dir, &header, &form, false);
	if (b.twice) {
		work('v', 0, &header, &form, &html);
		take_files(dir, &header, &form, true);
		work('t', 0, NULL, &form, &html);
	} else {
		work('b', 0, &header, &form, &html);
	}
	(void)close(dir);
	bare_put(&form);
	write_page(name, 0, &html);
	for (i = 1; i < b.pages; i++) {
		work('t', i, NULL, &b.page_xml[i], &html);
		write_page(name, i, &html);
	}
}

static int
folder(const char *dir, const char *name)
{
	char path[PATH_MAX];
	int fd;

	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	if (mkdir(path, 0700) == -1 ||
	    (fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		err(1, "%s", path);
	return fd;
}

static void
run(const char *path)
{
	const struct dirent *e;
	size_t n = 0;
	DIR *d;

	if ((d = opendir(path)) == NULL)
		err(1, "%s", path);
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		message(dirfd(d), e->d_name);
		if (++n % GROUP == 0)
			flush();
	}
	if (b.n > 0)
		flush();
	(void)closedir(d);
}

/* Add the page STYLE=FILE. */
static void
add_page(char *arg)
{
	char *file = strchr(arg, '=');

	if (file == NULL || b.pages == BARE_PAGES)
		errx(64, "-x STYLE=FILE");
	*file++ = '\0';
	read_at(AT_FDCWD, file, &b.page_xml[b.pages]);
	b.page_file[b.pages++] = arg;
}

int
main(int argc, char *argv[])
{
	size_t i;
	int ch;

	b.pages = 1;
	while ((ch = getopt(argc, argv, "2psx:")) != -1)
		switch (ch) {
		case '2':
			b.twice = true;
			break;
		case 'p':
			b.pipes = true;
			break;
		case 's':
			b.seals = true;
			break;
		case 'x':
			add_page(optarg);
			break;
		default:
			errx(64,
			    "usage: bare [-2ps] [-x STYLE=FILE] DIR "
			    "SCHEMA STYLE MESSAGES");
		}
	argv += optind;
	if (argc - optind != 4)
		errx(64, "four arguments");
	if (mkdir(argv[0], 0700) == -1)
		err(1, "%s", argv[0]);
	b.out = folder(argv[0], "out");
	b.tmp = folder(argv[0], "tmp");
	b.page_file[0] = argv[2];
	bare_load(argv[1]);
	for (i = 0; i < b.pages; i++)
		bare_style(i, b.page_file[i]);
	if (b.pipes)
		bare_fork();
	bare_store(argv[0]);
	run(argv[3]);
	return 0;
}
