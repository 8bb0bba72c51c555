/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/seal.h"

#include <endian.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <lmdb.h>

#include "io/mdbenv.h"
#include "tmpdir.h"

static struct why why;

static struct seal *
reopen(struct seal *seal)
{
	seal_close(seal);
	cr_assert_eq(seal_open(tmpdir_path("keys"), &seal, &why), OUT_OK, "%s",
	    why.text);
	return seal;
}

static void
make(void)
{
	tmpdir_make();
	cr_assert_eq(
	    seal_init(tmpdir_path("keys"), &why), OUT_OK, "%s", why.text);
}

TestSuite(seal, .init = make, .fini = tmpdir_remove);

/* Change the entry of one key in the ring behind its back: flip a bit of its
 * byte number at, or remove it (at -1). */
static void
spoil(uint64_t id, int at)
{
	uint64_t be = htobe64(id);
	MDB_val k = { sizeof(be), &be }, v;
	unsigned char copy[256];
	MDB_env *env;
	MDB_txn *txn;
	MDB_dbi dbi;

	cr_assert_eq(mdb_env_create(&env), 0);
	cr_assert_eq(mdb_env_set_mapsize(env, (size_t)1 << 30), 0);
	cr_assert_eq(mdb_env_open(env, tmpdir_path("keys/ring"), 0, 0600), 0);
	cr_assert_eq(mdb_txn_begin(env, NULL, 0, &txn), 0);
	cr_assert_eq(mdb_dbi_open(txn, NULL, 0, &dbi), 0);
	cr_assert_eq(mdb_get(txn, dbi, &k, &v), 0);
	if (at == -1)
		cr_assert_eq(mdb_del(txn, dbi, &k, NULL), 0);
	else {
		cr_assert((size_t)at < v.mv_size);
		memcpy(copy, v.mv_data, v.mv_size);
		copy[at] ^= 1;
		v.mv_data = copy;
		cr_assert_eq(mdb_put(txn, dbi, &k, &v, 0), 0);
	}
	cr_assert_eq(mdb_txn_commit(txn), 0);
	mdb_env_close(env);
}

static enum outcome
put(struct seal *s, uint64_t id, const char *text, struct buf *out)
{
	buf_reset(out);
	return seal_value(
	    s, id, "case", "key", 3, 7, text, strlen(text), out, &why);
}

static enum outcome
get(struct seal *s, const struct buf *in, struct buf *out)
{
	buf_reset(out);
	return seal_open_value(
	    s, "case", "key", 3, in->data, in->len, out, &why);
}

Test(seal, comes_back_as_it_was)
{
	struct seal *s = reopen(NULL);
	struct buf a = BUF_INIT, b = BUF_INIT;
	const unsigned char *tag;
	uint32_t revision;
	uint64_t id;

	cr_assert_eq(put(s, SEAL_UNIT, "Maria Exemplo", &a), OUT_OK);
	cr_assert_eq(a.len, 13 + SEAL_OVERHEAD);
	cr_assert_null(memmem(a.data, a.len, "Exemplo", 7));
	cr_assert(seal_about(a.data, a.len, &id, &revision, &tag));
	cr_assert_eq(id, SEAL_UNIT);
	cr_assert_eq(revision, 7);
	cr_assert_eq(tag, a.data + a.len - SEAL_TAG_LEN);
	s = reopen(s);
	cr_assert_eq(get(s, &a, &b), OUT_OK);
	cr_assert_str_eq((char *)b.data, "Maria Exemplo");
	cr_assert_eq(put(s, SEAL_UNIT, "", &a), OUT_OK);
	cr_assert_eq(get(s, &a, &b), OUT_OK);
	cr_assert_eq(b.len, 0);
	seal_close(s);
	buf_free(&a);
	buf_free(&b);
}

Test(seal, the_same_twice_differs)
{
	struct seal *s = reopen(NULL);
	struct buf a = BUF_INIT, b = BUF_INIT;

	cr_assert_eq(put(s, SEAL_UNIT, "x", &a), OUT_OK);
	cr_assert_eq(put(s, SEAL_UNIT, "x", &b), OUT_OK);
	cr_assert_neq(memcmp(a.data, b.data, a.len), 0);
	seal_close(s);
	buf_free(&a);
	buf_free(&b);
}

Test(seal, any_flipped_bit_is_noticed)
{
	struct seal *s = reopen(NULL);
	struct buf a = BUF_INIT, b = BUF_INIT;
	size_t bit;

	cr_assert_eq(put(s, SEAL_SPOOL, "text", &a), OUT_OK);
	for (bit = 0; bit < 8 * a.len; bit++) {
		a.data[bit / 8] ^= (unsigned char)(1 << bit % 8);
		cr_assert_eq(get(s, &a, &b), OUT_REJECT, "bit %zu", bit);
		cr_assert_eq(b.len, 0);
		a.data[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	cr_assert_eq(get(s, &a, &b), OUT_OK);
	seal_close(s);
	buf_free(&a);
	buf_free(&b);
}

Test(seal, any_cut_is_noticed)
{
	struct seal *s = reopen(NULL);
	struct buf a = BUF_INIT, b = BUF_INIT;
	size_t len;

	cr_assert_eq(put(s, SEAL_UNIT, "text", &a), OUT_OK);
	for (len = 0; len < a.len; len++) {
		cr_assert_eq(
		    seal_open_value(s, "case", "key", 3, a.data, len, &b, &why),
		    OUT_REJECT);
		cr_assert_str_eq(why.rule, "SEAL");
	}
	seal_close(s);
	buf_free(&a);
	buf_free(&b);
}

Test(seal, opens_at_its_place_alone)
{
	struct seal *s = reopen(NULL);
	struct buf a = BUF_INIT, b = BUF_INIT;

	cr_assert_eq(put(s, SEAL_UNIT, "text", &a), OUT_OK);
	cr_assert_eq(
	    seal_open_value(s, "task", "key", 3, a.data, a.len, &b, &why),
	    OUT_REJECT);
	cr_assert_str_eq(why.rule, "SEAL");
	cr_assert_eq(
	    seal_open_value(s, "case", "kez", 3, a.data, a.len, &b, &why),
	    OUT_REJECT);
	cr_assert_eq(
	    seal_open_value(s, "case", "key", 2, a.data, a.len, &b, &why),
	    OUT_REJECT);
	/* "case NUL key" is not "case" with "NUL key" moved. */
	cr_assert_eq(
	    seal_open_value(s, "cas", "e\0key", 5, a.data, a.len, &b, &why),
	    OUT_REJECT);
	seal_close(s);
	buf_free(&a);
	buf_free(&b);
}

Test(seal, appends_and_leaves_what_was_there)
{
	struct seal *s = reopen(NULL);
	struct buf a = BUF_INIT, b = BUF_INIT;

	cr_assert_eq(put(s, SEAL_UNIT, "text", &a), OUT_OK);
	cr_assert_eq(buf_puts(&b, "before "), 0);
	cr_assert_eq(
	    seal_open_value(s, "case", "key", 3, a.data, a.len, &b, &why),
	    OUT_OK);
	cr_assert_str_eq((char *)b.data, "before text");
	a.data[a.len - 1] ^= 1;
	cr_assert_eq(
	    seal_open_value(s, "case", "key", 3, a.data, a.len, &b, &why),
	    OUT_REJECT);
	cr_assert_str_eq((char *)b.data, "before text");
	cr_assert_eq(seal_value(s, 99, "case", "key", 3, 1, "x", 1, &b, &why),
	    OUT_REJECT);
	cr_assert_str_eq((char *)b.data, "before text");
	seal_close(s);
	buf_free(&a);
	buf_free(&b);
}

Test(seal, pool_is_there_only_when_reserved)
{
	struct seal *s = reopen(NULL);
	struct buf a = BUF_INIT, b = BUF_INIT;
	uint64_t id;

	cr_assert_eq(put(s, SEAL_POOL, "x", &a), OUT_REJECT);
	cr_assert_str_eq(why.rule, "KEYS");
	cr_assert_eq(seal_reserve(s, SEAL_POOL, 4, &why), OUT_OK);
	cr_assert_eq(seal_reserve(s, SEAL_POOL, 4, &why), OUT_OK);
	cr_assert_eq(put(s, SEAL_POOL + 4, "x", &a), OUT_REJECT);
	cr_assert_eq(seal_reserve(s, SEAL_POOL + 2, 3000, &why), OUT_OK);
	/* More keys than are kept in memory, each with its own. */
	for (id = SEAL_POOL; id < SEAL_POOL + 3002; id++) {
		cr_assert_eq(put(s, id, "x", &a), OUT_OK, "%s", why.text);
		cr_assert_eq(get(s, &a, &b), OUT_OK);
	}
	s = reopen(s);
	cr_assert_eq(get(s, &a, &b), OUT_OK);
	seal_close(s);
	buf_free(&a);
	buf_free(&b);
}

/* Erased, the keys of the spool that there were leave one; those of cases go
 * on behind the last of theirs. */
Test(seal, the_key_for_parcels_has_successors)
{
	static const uint64_t older[] = { SEAL_SPOOL, SEAL_SPOOLS };
	struct seal *s = reopen(NULL);
	struct buf a = BUF_INIT, b = BUF_INIT, text = BUF_INIT;
	uint64_t id;
	bool has;

	cr_assert_eq(seal_spool(s, &id, &why), OUT_OK);
	cr_assert_eq(id, SEAL_SPOOL);
	cr_assert_eq(put(s, id, "x", &a), OUT_OK);
	cr_assert_eq(seal_spool_next(s, &why), OUT_OK);
	cr_assert_eq(seal_spool_next(s, &why), OUT_OK);
	cr_assert_eq(seal_spool(s, &id, &why), OUT_OK);
	cr_assert_eq(id, SEAL_SPOOLS + 1);
	cr_assert_eq(put(s, id, "y", &b), OUT_OK);
	cr_assert_eq(seal_reserve(s, SEAL_POOL, 2, &why), OUT_OK);
	cr_assert_eq(seal_has(s, SEAL_POOL + 1, &has, &why), OUT_OK);
	cr_assert(has);
	cr_assert_eq(seal_has(s, SEAL_POOL + 2, &has, &why), OUT_OK);
	cr_assert_not(has);
	cr_assert_eq(get(s, &a, &text), OUT_OK);
	seal_close(s);
	cr_assert_eq(seal_rotate(tmpdir_path("keys"), older, 2, &why), OUT_OK,
	    "%s", why.text);
	s = reopen(NULL);
	cr_assert_eq(get(s, &a, &text), OUT_REJECT);
	cr_assert_str_eq(why.rule, "KEYS");
	cr_assert_eq(get(s, &b, &text), OUT_OK);
	cr_assert_eq(seal_has(s, SEAL_SPOOL, &has, &why), OUT_OK);
	cr_assert_not(has);
	cr_assert_eq(seal_spool(s, &id, &why), OUT_OK);
	cr_assert_eq(id, SEAL_SPOOLS + 1);
	seal_close(s);
	buf_free(&a);
	buf_free(&b);
	buf_free(&text);
}

Test(seal, erased_stays_erased)
{
	struct seal *s = reopen(NULL);
	struct buf a = BUF_INIT, b = BUF_INIT;

	cr_assert_eq(seal_reserve(s, SEAL_POOL, 4, &why), OUT_OK);
	cr_assert_eq(put(s, SEAL_POOL + 1, "x", &a), OUT_OK);
	seal_close(s);
	spoil(SEAL_POOL + 1, -1);
	s = reopen(NULL);
	cr_assert_eq(get(s, &a, &b), OUT_REJECT);
	cr_assert_str_eq(why.rule, "KEYS");
	cr_assert_eq(seal_reserve(s, SEAL_POOL, 8, &why), OUT_OK);
	cr_assert_eq(get(s, &a, &b), OUT_REJECT);
	cr_assert_str_eq(why.rule, "KEYS");
	cr_assert_eq(put(s, SEAL_POOL + 7, "x", &a), OUT_OK);
	seal_close(s);
	cr_assert_eq(seal_init(tmpdir_path("keys"), &why), OUT_OK);
	buf_free(&a);
	buf_free(&b);
}

Test(seal, changed_entry_of_the_ring_is_noticed)
{
	struct seal *s = reopen(NULL);
	struct buf a = BUF_INIT;
	int at;

	cr_assert_eq(seal_reserve(s, SEAL_POOL, 1, &why), OUT_OK);
	seal_close(s);
	for (at = 0; at < 61; at++) {
		spoil(SEAL_POOL, at);
		s = reopen(NULL);
		cr_assert_eq(put(s, SEAL_POOL, "x", &a), OUT_REJECT);
		cr_assert_str_eq(why.rule, "KEYS");
		seal_close(s);
		spoil(SEAL_POOL, at);
	}
	buf_free(&a);
}

Test(seal, init_again_changes_nothing)
{
	struct seal *s = reopen(NULL);
	struct buf a = BUF_INIT, b = BUF_INIT;
	struct stat st;

	cr_assert_eq(put(s, SEAL_UNIT, "x", &a), OUT_OK);
	seal_close(s);
	cr_assert_eq(seal_init(tmpdir_path("keys"), &why), OUT_OK);
	s = reopen(NULL);
	cr_assert_eq(get(s, &a, &b), OUT_OK);
	seal_close(s);
	cr_assert_eq(stat(tmpdir_path("keys/master"), &st), 0);
	cr_assert_eq(st.st_mode & 07777, 0400);
	cr_assert_eq(st.st_size, 65);
	cr_assert_eq(stat(tmpdir_path("keys/ring"), &st), 0);
	cr_assert_eq(st.st_mode & 07777, 0700);
	cr_assert_eq(access(tmpdir_path("keys/ring/.new"), F_OK), -1);
	buf_free(&a);
	buf_free(&b);
}

Test(seal, init_mends_what_a_crash_left)
{
	/* After the folder, after the master key, within the ring. */
	cr_assert_eq(unlink(tmpdir_path("keys/ring/data.mdb")), 0);
	cr_assert_eq(unlink(tmpdir_path("keys/ring/lock.mdb")), 0);
	tmpdir_write("keys/.master", "half", 4);
	cr_assert_eq(seal_init(tmpdir_path("keys"), &why), OUT_OK);
	seal_close(reopen(NULL));
	cr_assert_eq(unlink(tmpdir_path("keys/ring/data.mdb")), 0);
	tmpdir_write("keys/ring/.new", "", 0);
	tmpdir_write("keys/ring/data.mdb", "", 0);
	cr_assert_eq(
	    seal_init(tmpdir_path("keys"), &why), OUT_OK, "%s", why.text);
	seal_close(reopen(NULL));
}

static void
refused(const char *rule)
{
	struct seal *s;

	cr_assert_eq(seal_open(tmpdir_path("keys"), &s, &why), OUT_REJECT);
	cr_assert_str_eq(why.rule, rule, "%s", why.text);
	cr_assert_null(s);
}

Test(seal, master_key_must_be_as_it_must_be)
{
	char master[256], text[70];

	(void)snprintf(
	    master, sizeof(master), "%s", tmpdir_path("keys/master"));
	memset(text, 'a', sizeof(text));
	text[64] = '\n';
	cr_assert_eq(chmod(master, 0440), 0);
	refused("KEYS");
	cr_assert_eq(chmod(master, 0404), 0);
	refused("KEYS");
	cr_assert_eq(chmod(master, 0600), 0);
	seal_close(reopen(NULL));
	cr_assert_eq(link(master, tmpdir_path("other")), 0);
	refused("KEYS");
	cr_assert_eq(unlink(master), 0);
	refused("KEYS");
	cr_assert_eq(symlink(tmpdir_path("other"), master), 0);
	refused("KEYS");
	cr_assert_eq(unlink(master), 0);
	cr_assert_eq(mkfifo(master, 0400), 0);
	refused("KEYS");
	cr_assert_eq(unlink(master), 0);
	tmpdir_write("keys/master", text, 63);
	cr_assert_eq(chmod(master, 0400), 0);
	refused("KEYS");
	cr_assert_eq(chmod(master, 0600), 0);
	tmpdir_write("keys/master", text, 66);
	refused("KEYS");
	text[5] = 'g';
	tmpdir_write("keys/master", text, 65);
	refused("KEYS");
	/* Well-formed, but another one. */
	text[5] = 'a';
	tmpdir_write("keys/master", text, 65);
	refused("KEYS");
	cr_assert_eq(unlink(master), 0);
	cr_assert_eq(rename(tmpdir_path("other"), master), 0);
	seal_close(reopen(NULL));
	if (geteuid() == 0) {
		cr_assert_eq(chown(master, 1, 1), 0);
		refused("KEYS");
	}
}

Test(seal, lost_master_key_is_not_replaced)
{
	cr_assert_eq(unlink(tmpdir_path("keys/master")), 0);
	cr_assert_eq(seal_init(tmpdir_path("keys"), &why), OUT_REJECT);
	cr_assert_str_eq(why.rule, "KEYS");
	cr_assert_eq(access(tmpdir_path("keys/master"), F_OK), -1);
}

Test(seal, cut_or_lost_ring_is_refused)
{
	struct seal *s = reopen(NULL);
	char data[256], junk[16384];

	(void)snprintf(
	    data, sizeof(data), "%s", tmpdir_path("keys/ring/data.mdb"));
	cr_assert_eq(seal_reserve(s, SEAL_POOL, 4000, &why), OUT_OK);
	seal_close(s);
	cr_assert_eq(truncate(data, 40960), 0);
	refused("RING-TRUNCATED");
	cr_assert_eq(truncate(data, 0), 0);
	refused("RING-TRUNCATED");
	memset(junk, 'x', sizeof(junk));
	tmpdir_write("keys/ring/data.mdb", junk, sizeof(junk));
	refused("RING-FORMAT");
	cr_assert_eq(unlink(data), 0);
	refused("KEYS");
}

Test(seal, token_depends_on_kind_and_data)
{
	struct seal *s = reopen(NULL);
	unsigned char a[SEAL_TOKEN_LEN], b[SEAL_TOKEN_LEN];

	cr_assert_eq(seal_token(s, "iban", "x", 1, a, &why), OUT_OK);
	s = reopen(s);
	cr_assert_eq(seal_token(s, "iban", "x", 1, b, &why), OUT_OK);
	cr_assert_eq(memcmp(a, b, sizeof(a)), 0);
	cr_assert_eq(seal_token(s, "name", "x", 1, b, &why), OUT_OK);
	cr_assert_neq(memcmp(a, b, sizeof(a)), 0);
	cr_assert_eq(seal_token(s, "iba", "n\0x", 3, b, &why), OUT_OK);
	cr_assert_neq(memcmp(a, b, sizeof(a)), 0);
	cr_assert_eq(seal_token(s, "iban", "y", 1, b, &why), OUT_OK);
	cr_assert_neq(memcmp(a, b, sizeof(a)), 0);
	seal_close(s);
	seal_close(NULL);
}

Test(mdbenv, file_systems_elsewhere_are_known)
{
	cr_assert(mdbenv_is_local(0xef53));	    /* ext4 */
	cr_assert(mdbenv_is_local(0x58465342));	    /* XFS */
	cr_assert(mdbenv_is_local(0x01021994));	    /* tmpfs */
	cr_assert_not(mdbenv_is_local(0x6969));	    /* NFS */
	cr_assert_not(mdbenv_is_local(0x65735546)); /* FUSE */
	/* Where long is signed and narrower, CIFS comes sign-extended. */
	cr_assert_not(mdbenv_is_local(0xffffffffff534d42));
}
