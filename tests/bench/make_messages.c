/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * make_messages [-b] SOURCE DIR COUNT [FIRST] -- COUNT incoming messages in
 * DIR, as the connector of DE has them from PT: the application in
 * SOURCE/form.xml with its attachments beside it, each under a message id, a
 * reference and names of its own.  -b: the bare form alone, DIR/NUMBER.xml.
 */
#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/form/header.h"
#include "io/digest.h"
#include "io/record.h"
#include "io/slurp.h"

#define FILES_MAX 20
#define FILE_MAX ((size_t)1 << 20)
#define CREATED "2026-11-20 09:30:00"

struct file {
	char name[256];
	struct buf data;
	char hash[HEADER_HASH_TEXT];
};

/* What differs from one application to the next: words of the form. */
static const struct {
	const char *word;
	const char *format; /* of the number in letters */
} words[] = {
	{ "4711", "%s" },
	{ "Quint\xc3\xa3o", "Quint%s" },
	{ "Brandtner", "Brandt%s" },
};

static void
check(enum outcome out, const struct why *why, const char *what)
{
	char line[512];

	if (out != OUT_OK)
		errx(outcome_status(out), "%s: %s", what,
		    why_line(why, line, sizeof(line)));
}

static void
read_files(const char *source, struct file *files, size_t *n)
{
	struct why why = WHY_INIT;
	const struct dirent *e;
	char path[PATH_MAX];
	DIR *d;

	if ((d = opendir(source)) == NULL)
		err(1, "%s", source);
	*n = 0;
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		if (*n == FILES_MAX)
			errx(1, "%s: too many files", source);
		memset(&files[*n], 0, sizeof(*files));
		(void)snprintf(
		    files[*n].name, sizeof(files->name), "%.255s", e->d_name);
		(void)snprintf(path, sizeof(path), "%s/%s", source, e->d_name);
		check(slurp_file(path, FILE_MAX, &files[*n].data, &why), &why,
		    path);
		(*n)++;
	}
	(void)closedir(d);
}

/* 26 letters to the digit, so that a name stays a name. */
static char *
letters(unsigned long number, char *buf)
{
	size_t i;

	for (i = 0; i < 5; i++, number /= 26)
		buf[i] = (char)('a' + number % 26);
	buf[i] = '\0';
	return buf;
}

/* The form with the words of that number in it. */
static void
fill(const struct buf *form, unsigned long number, struct buf *out)
{
	const char *p = (const char *)form->data, *at;
	char name[8];
	size_t i;

	(void)letters(number, name);
	buf_reset(out);
	while (*p != '\0') {
		for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (strncmp(p, words[i].word, strlen(words[i].word)) ==
			    0)
				break;
		if (i < sizeof(words) / sizeof(words[0])) {
			at = words[i].format;
			(void)buf_add(out, at, strcspn(at, "%"));
			(void)buf_puts(out, name);
			p += strlen(words[i].word);
		} else {
			(void)buf_add(out, p++, 1);
		}
	}
}

static void
put(const char *path, const struct buf *b)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd == -1 || write(fd, b->data, b->len) != (ssize_t)b->len ||
	    close(fd) == -1)
		err(1, "%s", path);
}

static void
hash_of(struct file *f)
{
	unsigned char digest[DIGEST_LEN];
	struct why why = WHY_INIT;

	check(digest_sha256(f->data.data, f->data.len, digest, &why), &why,
	    f->name);
	(void)header_file_hash(digest, f->hash);
}

static void
make_header(
    unsigned long number, const struct file *files, size_t n, struct buf *out)
{
	Rec__HeaderDocument doc[FILES_MAX], *docs[FILES_MAX];
	Rec__Authority sender = REC__AUTHORITY__INIT;
	Rec__Authority receiver = REC__AUTHORITY__INIT;
	Rec__Header h = REC__HEADER__INIT;
	struct why why = WHY_INIT;
	char id[32], thread[64];
	size_t i;

	(void)snprintf(id, sizeof(id), "%luPT", 1000000 + number);
	(void)snprintf(thread, sizeof(thread), "PT-DE-2026-%06lu-PT", number);
	sender.code = lend("PT");
	receiver.code = lend("DE");
	h.sender = &sender;
	h.receiver = &receiver;
	h.msg_id = id;
	h.thread = thread;
	h.msg_no = 1;
	h.form = lend("E6");
	h.created = lend(CREATED);
	for (i = 0; i < n; i++) {
		size_t len = strlen(files[i].name);

		rec__header_document__init(&doc[i]);
		doc[i].name = lend(files[i].name);
		doc[i].type = lend("D");
		doc[i].mime = lend(
		    len > 4 && strcmp(files[i].name + len - 4, ".pdf") == 0 ?
			"application/pdf" :
			"application/xml");
		doc[i].size = files[i].data.len;
		doc[i].created = lend(CREATED);
		doc[i].hash = lend(files[i].hash);
		docs[i] = &doc[i];
	}
	h.documents = docs;
	h.n_documents = n;
	check(header_hash(&h, &why), &why, "header");
	buf_reset(out);
	check(header_write(&h, out, &why), &why, "header");
	(void)record_set(&h.version, NULL);
	(void)record_set(&h.hash, NULL);
	(void)record_set(&h.scheme, NULL);
}

static void
make_folder(const char *dir, unsigned long number, const struct file *files,
    size_t n, struct buf *header)
{
	char path[PATH_MAX];
	int len;
	size_t i;

	len =
	    snprintf(path, sizeof(path), "%s/PT_%luPT", dir, 1000000 + number);
	if (mkdir(path, 0755) == -1)
		err(1, "%s", path);
	make_header(number, files, n, header);
	(void)snprintf(
	    path + len, sizeof(path) - (size_t)len, "/%s", HEADER_FILE);
	put(path, header);
	for (i = 0; i < n; i++) {
		(void)snprintf(path + len, sizeof(path) - (size_t)len, "/%s",
		    files[i].name);
		put(path, &files[i].data);
	}
}

int
main(int argc, char *argv[])
{
	struct buf form = BUF_INIT, header = BUF_INIT;
	struct file files[FILES_MAX], *made = NULL;
	unsigned long number, end;
	char path[PATH_MAX];
	bool bare = false;
	size_t i, n;

	if (argc > 1 && strcmp(argv[1], "-b") == 0) {
		bare = true;
		argv++;
		argc--;
	}
	if (argc != 4 && argc != 5)
		errx(64, "usage: make_messages [-b] SOURCE DIR COUNT [FIRST]");
	read_files(argv[1], files, &n);
	for (i = 0; i < n; i++) {
		hash_of(&files[i]);
		if (strcmp(files[i].name, "form.xml") == 0)
			made = &files[i];
	}
	if (made == NULL)
		errx(1, "%s: no form.xml", argv[1]);
	form = made->data;
	memset(&made->data, 0, sizeof(made->data));
	number = argc == 5 ? strtoul(argv[4], NULL, 10) : 1;
	end = number + strtoul(argv[3], NULL, 10);
	for (; number < end; number++) {
		fill(&form, number, &made->data);
		hash_of(made);
		if (bare) {
			(void)snprintf(
			    path, sizeof(path), "%s/%lu.xml", argv[2], number);
			put(path, &made->data);
		} else {
			make_folder(argv[2], number, files, n, &header);
		}
	}
	return 0;
}
