/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/parcel.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "io/digest.h"
#include "io/record.h"
#include "io/slurp.h"
#include "tmpdir.h"

static struct seal *seal;
static struct publish *pub;
static struct why why;
static char received[80], valid[80], quarantine[80];

static void
make(void)
{
	tmpdir_make();
	(void)tmpdir_dir("tmp");
	(void)snprintf(
	    received, sizeof(received), "%s", tmpdir_dir("received"));
	(void)snprintf(valid, sizeof(valid), "%s", tmpdir_dir("valid"));
	(void)snprintf(
	    quarantine, sizeof(quarantine), "%s", tmpdir_dir("quarantine"));
	cr_assert_eq(
	    seal_init(tmpdir_path("keys"), &why), OUT_OK, "%s", why.text);
	cr_assert_eq(seal_open(tmpdir_path("keys"), &seal, &why), OUT_OK);
	cr_assert_eq(publish_begin(tmpdir_path("tmp"), &pub, &why), OUT_OK);
}

static void
end(void)
{
	publish_free(pub);
	seal_close(seal);
	tmpdir_remove();
}

TestSuite(parcel, .init = make, .fini = end);

/* A manifest of two files, the second empty. */
struct sample {
	Rec__Manifest m;
	Rec__ParcelFile file[2], *files[2];
	unsigned char digest[2][DIGEST_LEN];
	char folder[32], at[24], name[2][32];
	struct buf bytes[2];
};

static void
sample(struct sample *s, const char *text)
{
	int i;

	memset(s, 0, sizeof(*s));
	rec__manifest__init(&s->m);
	cr_assert_eq(buf_puts(&s->bytes[0], text), 0);
	(void)snprintf(s->folder, sizeof(s->folder), "PT_1000001PT");
	(void)snprintf(s->at, sizeof(s->at), "2026-11-21T03:48:00Z");
	(void)snprintf(s->name[0], 32, "form.xml");
	(void)snprintf(s->name[1], 32, "$(x)\n../\xff");
	for (i = 0; i < 2; i++) {
		rec__parcel_file__init(&s->file[i]);
		s->files[i] = &s->file[i];
		s->file[i].name = s->name[i];
		s->file[i].size = s->bytes[i].len;
		cr_assert_eq(digest_sha256(s->bytes[i].data, s->bytes[i].len,
				 s->digest[i], &why),
		    OUT_OK);
		s->file[i].sha256.data = s->digest[i];
		s->file[i].sha256.len = DIGEST_LEN;
	}
	s->m.origin = REC__MANIFEST__ORIGIN__ECODEX;
	s->m.folder = s->folder;
	s->m.arrived_at = s->at;
	s->m.n_files = 2;
	s->m.files = s->files;
}

/* Put a parcel into received. */
static void
create(const char *text, char *name)
{
	struct sample s;

	sample(&s, text);
	cr_assert_eq(
	    parcel_name(seal, &s.m, name, &why), OUT_OK, "%s", why.text);
	cr_assert_eq(
	    parcel_create(pub, seal, name, &s.m, s.bytes, received, &why),
	    OUT_OK, "%s", why.text);
	cr_assert_eq(publish_commit(pub, &why), OUT_OK, "%s", why.text);
	buf_free(&s.bytes[0]);
}

static const char *
inside(const char *folder, const char *name, const char *file)
{
	static char path[200];

	(void)snprintf(path, sizeof(path), "%s/%s/%s", folder, name, file);
	return path;
}

static int
entries(const char *folder)
{
	DIR *d = opendir(folder);
	int n = 0;

	cr_assert_not_null(d);
	while (readdir(d) != NULL)
		n++;
	(void)closedir(d);
	return n - 2;
}

Test(parcel, names_tell_things_apart)
{
	char name[34], other[34];
	struct sample s;

	sample(&s, "one");
	cr_assert_eq(parcel_name(seal, &s.m, name, &why), OUT_OK);
	cr_expect_eq(strlen(name), PARCEL_NAME_LEN);
	cr_expect_eq(strncmp(name, "20261121T034800Z-", 17), 0, "%s", name);
	s.m.supplement = true;
	cr_assert_eq(parcel_name(seal, &s.m, other, &why), OUT_OK);
	cr_expect_str_eq(name, other);
	s.digest[0][0] ^= 1;
	cr_assert_eq(parcel_name(seal, &s.m, other, &why), OUT_OK);
	cr_expect_str_neq(name, other);
	s.digest[0][0] ^= 1;
	s.name[0][0] = 'F';
	cr_assert_eq(parcel_name(seal, &s.m, other, &why), OUT_OK);
	cr_expect_str_neq(name, other);
	s.name[0][0] = 'f';
	s.m.origin = REC__MANIFEST__ORIGIN__DROP;
	cr_assert_eq(parcel_name(seal, &s.m, other, &why), OUT_OK);
	cr_expect_str_neq(name, other);
	s.m.origin = REC__MANIFEST__ORIGIN__ECODEX;
	s.m.about = s.folder;
	cr_assert_eq(parcel_name(seal, &s.m, other, &why), OUT_OK);
	cr_expect_str_neq(name, other);
	s.at[4] = '/';
	cr_expect_eq(parcel_name(seal, &s.m, other, &why), OUT_REJECT);
	buf_free(&s.bytes[0]);
}

Test(parcel, gives_back_what_was_put_in)
{
	struct buf b = BUF_INIT;
	struct parcel p;
	char name[34];

	create("<a>Musterfrau</a>", name);
	cr_assert_eq(parcel_open(received, name, seal, &p, &why), OUT_OK, "%s",
	    why.text);
	cr_expect_str_eq(p.name, name);
	cr_expect_null(p.verdict);
	cr_expect_str_eq(p.manifest->folder, "PT_1000001PT");
	cr_expect_str_eq(p.manifest->files[1]->name, "$(x)\n../\xff");
	cr_assert_eq(parcel_file(received, &p, 0, seal, &b, &why), OUT_OK);
	cr_expect_str_eq((const char *)b.data, "<a>Musterfrau</a>");
	cr_assert_eq(parcel_file(received, &p, 1, seal, &b, &why), OUT_OK);
	cr_expect_eq(b.len, 17);
	cr_expect_eq(parcel_file(received, &p, 2, seal, &b, &why), OUT_REJECT);
	buf_free(&b);
	parcel_close(&p);
	cr_assert_eq(
	    slurp_file(inside(received, name, "f000"), 1000, &b, &why), OUT_OK);
	cr_expect_null(memmem(b.data, b.len, "Musterfrau", 10));
	buf_free(&b);
}

Test(parcel, the_same_again_is_the_same)
{
	struct stat before, after;
	char name[34], again[34];

	create("one", name);
	cr_assert_eq(stat(inside(received, name, "f000"), &before), 0);
	create("one", again);
	cr_expect_str_eq(name, again);
	cr_assert_eq(stat(inside(received, name, "f000"), &after), 0);
	cr_expect_eq(before.st_ino, after.st_ino);
	cr_expect_eq(entries(received), 1);
	cr_expect_eq(entries(tmpdir_path("tmp")), 0);
}

/* Change one byte of a file. */
static void
spoil(const char *path)
{
	int fd = open(path, O_RDWR);
	char c;

	cr_assert_eq(pread(fd, &c, 1, 30), 1);
	c ^= 1;
	cr_assert_eq(pwrite(fd, &c, 1, 30), 1);
	(void)close(fd);
}

Test(parcel, a_change_is_noticed)
{
	struct buf b = BUF_INIT;
	struct parcel p;
	char name[34], other[34], from[200];

	create("one", name);
	create("two", other);
	cr_assert_eq(parcel_open(received, name, seal, &p, &why), OUT_OK);
	/* The file of another parcel; of this one, under another name. */
	(void)snprintf(
	    from, sizeof(from), "%s", inside(received, other, "f000"));
	cr_assert_eq(rename(from, inside(received, name, "f000")), 0);
	cr_expect_eq(parcel_file(received, &p, 0, seal, &b, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "SEAL");
	(void)snprintf(
	    from, sizeof(from), "%s", inside(received, name, "f001"));
	cr_assert_eq(rename(from, inside(received, name, "f000")), 0);
	cr_expect_eq(parcel_file(received, &p, 0, seal, &b, &why), OUT_REJECT);
	cr_expect_eq(parcel_file(received, &p, 1, seal, &b, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "PARCEL");
	parcel_close(&p);
	spoil(inside(received, other, "manifest"));
	cr_expect_eq(parcel_open(received, other, seal, &p, &why), OUT_REJECT);
	parcel_close(&p);
	other[20] = other[20] == '0' ? '1' : '0';
	cr_expect_eq(parcel_open(received, other, seal, &p, &why), OUT_RETRY);
	cr_expect_eq(parcel_open(received, "../x", seal, &p, &why), OUT_REJECT);
	buf_free(&b);
}

Test(parcel, judged_parcels_move_with_their_verdict)
{
	Rec__Verdict v = REC__VERDICT__INIT;
	struct parcel p;
	char name[34];
	int i;

	create("one", name);
	v.kind = REC__VERDICT__KIND__NOTE;
	tmpdir_write("received/x", "", 0);
	for (i = 0; i < 2; i++) {
		/* The second is of a run that takes it for new. */
		cr_assert_eq(
		    parcel_judge(pub, seal, received, name, &v, valid, &why),
		    OUT_OK, "%s", why.text);
		cr_assert_eq(publish_commit(pub, &why), OUT_OK, "%s", why.text);
		cr_expect_eq(entries(received), 1);
		cr_assert_eq(parcel_open(valid, name, seal, &p, &why), OUT_OK);
		cr_assert_not_null(p.verdict);
		cr_expect_eq(p.verdict->kind, REC__VERDICT__KIND__NOTE);
		parcel_close(&p);
		create("one", name);
	}
	cr_expect_eq(entries(tmpdir_path("tmp")), 0);
}

Test(parcel, quarantine_keeps_the_value_sealed)
{
	struct buf b = BUF_INIT;
	struct why reason = WHY_INIT;
	Rec__Reason *r;
	char name[34];

	create("one", name);
	(void)why_reject(&reason, "R-301", "the date is none");
	why_at(&reason, 7, "/E6/Day");
	why_value(&reason, "Musterfrau");
	cr_assert_eq(parcel_quarantine(pub, seal, received, name, "validate",
			 "2026-11-21T04:00:00Z", &reason,
			 "correct it and drop it again", quarantine, &why),
	    OUT_OK, "%s", why.text);
	cr_assert_eq(publish_commit(pub, &why), OUT_OK, "%s", why.text);
	cr_expect_eq(entries(received), 0);
	cr_assert_eq(
	    slurp_file(inside(quarantine, name, "reason"), 1000, &b, &why),
	    OUT_OK);
	cr_expect_str_eq((const char *)b.data,
	    "stage: validate\n"
	    "at: 2026-11-21T04:00:00Z\nrule: R-301\nplace: /E6/Day\nline: 7\n"
	    "what: the date is none\nnext: correct it and drop it again\n");
	buf_free(&b);
	cr_assert_eq(parcel_reason(quarantine, name, seal, &r, &why), OUT_OK);
	cr_expect_str_eq(r->finding->value, "Musterfrau");
	cr_expect_str_eq(r->stage, "validate");
	record_free(r);
	/* And back, as it is. */
	cr_assert_eq(
	    parcel_move(pub, quarantine, name, received, &why), OUT_OK);
	cr_assert_eq(publish_commit(pub, &why), OUT_OK);
	cr_expect_eq(entries(received), 1);
	cr_expect_eq(
	    parcel_reason(received, "none", seal, &r, &why), OUT_RETRY);
}

Test(parcel, what_fails_leaves_nothing)
{
	Rec__Verdict v = REC__VERDICT__INIT;
	struct why reason = WHY_INIT;
	struct sample s;
	char name[34];

	create("one", name);
	cr_expect_eq(parcel_judge(pub, seal, received, name, &v,
			 tmpdir_path("none"), &why),
	    OUT_RETRY);
	cr_expect_eq(parcel_quarantine(pub, seal, received, name, "x", "y",
			 &reason, "z", tmpdir_path("none"), &why),
	    OUT_RETRY);
	sample(&s, "two");
	s.bytes[0].len = PARCEL_FILE_MAX + 1;
	cr_expect_eq(
	    parcel_create(pub, seal, "p", &s.m, s.bytes, received, &why),
	    OUT_REJECT);
	s.bytes[0].len = 3;
	cr_expect_eq(parcel_create(pub, seal, "p", &s.m, s.bytes,
			 tmpdir_path("none"), &why),
	    OUT_RETRY);
	tmpdir_write("tmp/p", "", 0);
	cr_expect_eq(
	    parcel_create(pub, seal, "p", &s.m, s.bytes, received, &why),
	    OUT_RETRY);
	cr_expect_eq(unlink(tmpdir_path("tmp/p")), 0);
	cr_expect_eq(entries(tmpdir_path("tmp")), 0);
	cr_expect_eq(publish_commit(pub, &why), OUT_OK);
	cr_expect_eq(entries(inside(received, name, "")), 3);
	buf_free(&s.bytes[0]);
}
