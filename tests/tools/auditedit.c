/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * auditedit ROOT HEADFILE N [SEED] -- change the audit chain of the unit in
 * ROOT N times, with its keys: records are edited, taken out, put in, swapped,
 * cut off; sealed anew, numbered and linked anew, the head put right, and
 * sent/audit, each or not.  Each time `audit verify` with HEADFILE, a head that
 * was kept elsewhere, has to find it.  What was there is put back.
 */
#include <endian.h>

#include "io/apart.h"
#include "io/audit_heads.h"
#include "io/headfile.h"
#include "io/record.h"
#include "rawstore.h"

#define COMMAND_EVERY 47
#define STATE "store.state"

static const char *root, *headfile;
static char store_dir[PATH_MAX - 64], keys_dir[PATH_MAX - 64],
    sent_audit[PATH_MAX - 64];
static struct why why;

/* ---- the chain as it is, and as it becomes ---- */

struct chain {
	Rec__AuditEntry **e;
	size_t n;
	struct buf state; /* opened */
	uint32_t revision;
};

struct forged {
	Rec__AuditEntry **e; /* borrowed, or copies */
	size_t n, first;     /* first: that differs, from 0 */
	bool renumber, relink, head, sent;
};

static void
check(enum outcome out, const char *what)
{
	if (out != OUT_OK)
		errx(EX_SOFTWARE, "%s: %s %s", what, why.rule, why.text);
}

static enum outcome
add_entry(const Rec__AuditEntry *e, const unsigned char *digest, void *ctx,
    struct why *w)
{
	struct chain *c = ctx;

	(void)digest;
	(void)w;
	c->e = realloc(c->e, (c->n + 1) * sizeof(*c->e));
	if (c->e == NULL || (c->e[c->n++] = record_copy(&e->base)) == NULL)
		err(EX_OSERR, "memory");
	return OUT_OK;
}

static struct chain
read_chain(struct seal *seal)
{
	struct chain c = { NULL, 0, BUF_INIT, 0 };
	struct raws all = raw_read(store_dir);
	const unsigned char *tag;
	struct store *store;
	uint64_t id;
	size_t i;

	check(
	    store_open(store_dir, RAW_MAP, true, seal, &store, &why), "store");
	check(audit_verify(store, add_entry, &c, &why), "chain");
	store_close(store);
	for (i = 0; i < all.n; i++) {
		const struct raw *r = &all.r[i];

		if (r->db != DB_META || r->keylen != strlen(STATE) ||
		    memcmp(r->key, STATE, r->keylen) != 0)
			continue;
		(void)seal_about(r->value, r->len, &id, &c.revision, &tag);
		check(seal_open_value(seal, "meta", r->key, r->keylen, r->value,
			  r->len, &c.state, &why),
		    "state");
	}
	return c;
}

/* ---- to write it ---- */

static void
put_head(struct seal *seal, const struct chain *c, uint64_t n,
    const unsigned char *digest, struct raw_change *change, struct buf *b)
{
	struct buf state = BUF_INIT;
	uint64_t be = htobe64(n);

	(void)buf_add(&state, c->state.data, c->state.len);
	memcpy(state.data, &be, sizeof(be));
	memcpy(state.data + sizeof(be), digest, DIGEST_LEN);
	check(seal_value(seal, SEAL_UNIT, "meta", STATE, strlen(STATE),
		  c->revision + 1, state.data, state.len, b, &why),
	    "head");
	*change = (struct raw_change){ DB_META, STATE, b->data, strlen(STATE),
		b->len };
	buf_free(&state);
}

/* The lines of sent/audit as they would be, or cut. */
static void
put_sent(const struct forged *f, unsigned char (*digest)[DIGEST_LEN])
{
	FILE *out = fopen(sent_audit, "w");
	char hex[DIGEST_HEX];
	size_t i;

	if (out == NULL)
		err(EX_IOERR, "%s", sent_audit);
	for (i = 0; i < f->n; i++)
		(void)fprintf(out, "%zu %s 2026-11-21T00:00:00Z\n", i + 1,
		    digest_hex(digest[i], hex));
	(void)fclose(out);
}

/* One record of it, packed as it is to be. */
static void
pack(const struct forged *f, size_t i, unsigned char (*digest)[DIGEST_LEN],
    struct buf *b)
{
	static unsigned char zeros[DIGEST_LEN];
	Rec__AuditEntry e = *f->e[i];

	if (f->renumber)
		e.number = i + 1;
	if (f->relink) {
		e.previous.data = i == 0 ? zeros : digest[i - 1];
		e.previous.len = DIGEST_LEN;
	}
	buf_reset(b);
	check(record_pack(&e.base, b, &why), "pack");
	check(digest_sha256(b->data, b->len, digest[i], &why), "digest");
}

static void
write_chain(struct seal *seal, const struct chain *c, const struct forged *f)
{
	size_t i, n = 0, max = (f->n > c->n ? f->n : c->n) + 1;
	unsigned char(*digest)[DIGEST_LEN] = calloc(max, DIGEST_LEN);
	unsigned char(*key)[8] = calloc(max, 8);
	struct raw_change *change = calloc(max + 1, sizeof(*change));
	struct buf *sealed = calloc(max + 1, sizeof(*sealed)), b = BUF_INIT;
	static unsigned char zeros[DIGEST_LEN];

	if (digest == NULL || key == NULL || change == NULL || sealed == NULL)
		err(EX_OSERR, "memory");
	for (i = 0; i < max - 1; i++) {
		store_key8(i + 1, key[i]);
		if (i < f->n)
			pack(f, i, digest, &b);
		if (i < f->first)
			continue;
		change[n] = (struct raw_change){ DB_AUDIT, key[i], NULL, 8, 0 };
		if (i < f->n) {
			check(seal_value(seal, SEAL_UNIT, "audit", key[i], 8, 1,
				  b.data, b.len, &sealed[n], &why),
			    "seal");
			change[n].value = sealed[n].data;
			change[n].len = sealed[n].len;
		}
		n++;
	}
	if (f->head) {
		put_head(seal, c, f->n, f->n == 0 ? zeros : digest[f->n - 1],
		    &change[n], &sealed[n]);
		n++;
	}
	raw_write(store_dir, change, n);
	if (f->sent)
		put_sent(f, digest);
	for (i = 0; i < max + 1; i++)
		buf_free(&sealed[i]);
	buf_free(&b);
	free(sealed);
	free(change);
	free(key);
	free(digest);
}

/* ---- what is done ---- */

/* A copy of the record, of which something is changed. */
static Rec__AuditEntry *
edited(const Rec__AuditEntry *e)
{
	Rec__AuditEntry *c = record_copy(&e->base);
	Rec__Write *w =
	    c->n_writes == 0 ? NULL : c->writes[raw_random(c->n_writes)];

	switch (raw_random(w == NULL ? 3 : 7)) {
	case 0:
		(void)record_set(&c->actor, "uid:4711");
		break;
	case 1:
		(void)record_set(&c->what, "nothing");
		break;
	case 2:
		(void)record_set(&c->at, "2026-01-01T00:00:00Z");
		break;
	case 3:
		w->version++;
		break;
	case 4:
		if (w->tag.len > 0)
			w->tag.data[raw_random(w->tag.len)] ^= 1;
		else
			w->version++;
		break;
	case 5:
		w->removed = !w->removed;
		break;
	default: /* one write less */
		record_free(c->writes[--c->n_writes]);
		break;
	}
	return c;
}

static void
shift(struct forged *f, size_t at, int by)
{
	if (by < 0) {
		memmove(
		    f->e + at, f->e + at + 1, (f->n - at - 1) * sizeof(*f->e));
		f->n--;
	} else {
		memmove(f->e + at + 1, f->e + at, (f->n - at) * sizeof(*f->e));
		f->n++;
	}
}

static const char *const names[] = { "edit", "remove", "insert", "swap",
	"truncate" };

/* One of the five, at record k. */
static Rec__AuditEntry *
forge(struct forged *f, size_t what, size_t k)
{
	Rec__AuditEntry *mine = NULL, *e;
	size_t j;

	f->first = k;
	switch (what) {
	case 0:
		f->e[k] = mine = edited(f->e[k]);
		break;
	case 1:
		shift(f, k, -1);
		break;
	case 2:
		mine = edited(f->e[k]);
		shift(f, k, 1);
		f->e[k] = mine;
		break;
	case 3:
		j = (k + 1 + raw_random(f->n - 1)) % f->n;
		e = f->e[k];
		f->e[k] = f->e[j];
		f->e[j] = e;
		f->first = j < k ? j : k;
		break;
	default:
		f->n = k;
		break;
	}
	return mine;
}

/* ---- to find it ---- */

static enum outcome
walk(struct store_txn *txn, void *ctx, struct why *w)
{
	return audit_heads_verify(ctx, txn, w);
}

/* As the command does, in a process of its own. */
static enum outcome
verify(struct apart *apart, void *ctx, struct why *w)
{
	struct audit_heads k = { .kept = NULL };
	struct headfile f = { .text = BUF_INIT };
	struct mailkeys *mk = NULL;
	struct store *store;
	struct seal *seal;
	enum outcome out;

	(void)apart;
	(void)ctx;
	if ((out = mailkeys_open(keys_dir, false, &mk, w)) == OUT_OK &&
	    (out = audit_heads_file(&k, sent_audit, w)) == OUT_OK &&
	    (out = headfile_read(headfile, mk, getenv("UNIT"), &f, w)) ==
		OUT_OK &&
	    (out = audit_heads_add(&k, &f.head, headfile, w)) == OUT_OK &&
	    (out = seal_open(keys_dir, &seal, w)) == OUT_OK &&
	    (out = store_open(store_dir, RAW_MAP, true, seal, &store, w)) ==
		OUT_OK)
		out = store_view(store, walk, &k, w);
	return out;
}

static void
hear(const void *data, size_t len, void *ctx)
{
	(void)data;
	(void)len;
	(void)ctx;
}

static int
command(void)
{
	const char *bin = getenv("BIN");
	char line[3 * PATH_MAX];
	int status;

	(void)snprintf(line, sizeof(line),
	    "%s/isupport -r '%s' audit verify '%s' >/dev/null 2>&1",
	    bin == NULL ? "." : bin, root, headfile);
	status = system(line);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* Whether it is found, by the program, too, now and then. */
static bool
is_found(size_t trial)
{
	bool found =
	    apart_run(verify, NULL, hear, NULL, 60, &why) == OUT_REJECT &&
	    (strcmp(why.rule, "AUDIT") == 0 ||
		strcmp(why.rule, "STORE-RESTORED") == 0);
	int status;

	if (trial % COMMAND_EVERY != 0)
		return found;
	status = command();
	return found && (status == 65 || status == 78);
}

/* How far the forger went, by trial: not at all, then all of it but that. */
static void
how_far(struct forged *f, size_t trial)
{
	size_t far = trial / 5 % 5;

	f->renumber = far >= 1;
	f->relink = far >= 2;
	f->head = far >= 3;
	f->sent = far >= 4;
}

/* Until nothing but a change of the last record, which was never the head of
 * anything that was kept, could not be told from a right one. */
static bool
trial(struct seal *seal, const struct chain *c, size_t i, size_t *tally)
{
	struct forged f = { .n = c->n };
	Rec__AuditEntry *mine;
	size_t k = raw_random(c->n), what = i % 5;
	bool found;

	f.e = calloc(c->n + 2, sizeof(*f.e));
	if (f.e == NULL)
		err(EX_OSERR, "memory");
	memcpy(f.e, c->e, c->n * sizeof(*f.e));
	how_far(&f, i);
	mine = forge(&f, what, k);
	write_chain(seal, c, &f);
	found = is_found(i);
	if (!found)
		(void)printf("# %s of record %zu of %zu, %s%s%s%s: not found\n",
		    names[what], k + 1, c->n, f.renumber ? "numbered " : "",
		    f.relink ? "linked " : "", f.head ? "head " : "",
		    f.sent ? "sent" : "");
	tally[what] += found;
	record_free(mine);
	free(f.e);
	return found;
}

int
main(int argc, char *argv[])
{
	size_t i, n, bad = 0, tally[5] = { 0 };
	struct image store, sent;
	char path[PATH_MAX];
	struct seal *seal;
	struct chain c;

	if (argc != 4 && argc != 5)
		errx(EX_USAGE, "usage: auditedit ROOT HEADFILE N [SEED]");
	root = argv[1];
	headfile = argv[2];
	n = strtoul(argv[3], NULL, 10);
	raw_seed = argc == 5 ? strtoull(argv[4], NULL, 10) : 1;
	(void)snprintf(store_dir, sizeof(store_dir), "%s/store", root);
	(void)snprintf(keys_dir, sizeof(keys_dir), "%s/keys", root);
	(void)snprintf(sent_audit, sizeof(sent_audit), "%s/sent/audit", root);
	(void)snprintf(path, sizeof(path), "%s/data.mdb", store_dir);
	check(seal_open(keys_dir, &seal, &why), "keys");
	c = read_chain(seal);
	image_take(&store, path);
	image_take(&sent, sent_audit);
	if (apart_run(verify, NULL, hear, NULL, 60, &why) != OUT_OK)
		errx(EX_SOFTWARE, "before: %s %s", why.rule, why.text);
	for (i = 0; i < n; i++) {
		bad += !trial(seal, &c, i, tally);
		image_put(&store);
		image_put(&sent);
	}
	for (i = 0; i < 5; i++)
		(void)printf(
		    "%s: %zu found%s", names[i], tally[i], i < 4 ? ", " : "\n");
	seal_close(seal);
	return bad > 0;
}
