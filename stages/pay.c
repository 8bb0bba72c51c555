/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * pay -- batches of what may be paid, files of what is approved, and word of
 * it to the other authorities.
 *
 * A file stands finished and durable in spool/tmp/pay-ready before its hash
 * and the boot it was written in are committed; then it is renamed into bank/
 * and that is committed.  The next run finds, for a batch that is written:
 *	the file in bank/ with that hash	it is delivered
 *	still in pay-ready, the same boot	it is published now
 *	anything else (the bank may have it)	uncertain: a person decides
 * so that the same money never gets a second file on a guess.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain/case/decide.h"
#include "domain/case/index.h"
#include "domain/case/left.h"
#include "domain/case/office_open.h"
#include "domain/case/payfile.h"
#include "domain/case/payrun.h"
#include "domain/case/state.h"
#include "domain/case/tell.h"
#include "io/digest.h"
#include "io/publish.h"
#include "io/record.h"
#include "io/slurp.h"
#include "io/stage.h"

#define FILE_MODE 0640 /* bank/ is read by its own group */
#define FILE_MAX ((size_t)1 << 30)
#define BOOT_ID "/proc/sys/kernel/random/boot_id"

struct run {
	struct unit *u;
	struct office office;
	struct publish *pub;
	char ready[PATH_MAX], bank[PATH_MAX], sent[PATH_MAX], boot[64];
	/* the batch at hand */
	Rec__Batch *b;
	char name[64], sha256[DIGEST_HEX];
	const char *state, *leaving;
	struct buf file, control, note;
	struct why reason;
	enum outcome built;
};

static enum outcome
read_boot(struct run *r, struct why *why)
{
	int fd = open(BOOT_ID, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd == -1 ? -1 : read(fd, r->boot, sizeof(r->boot) - 1);

	if (fd != -1)
		(void)close(fd);
	if (n <= 0)
		return why_sys(why, "boot id");
	r->boot[n] = '\0';
	r->boot[strcspn(r->boot, "\n")] = '\0';
	return OUT_OK;
}

/* ---- what may be paid, and what is to be told ---------------------------*/

struct waiting {
	struct run *r;
	struct payrun *pay;
	struct tell *tell;
};

static enum outcome
look(struct store_txn *txn, void *ctx, struct why *why)
{
	struct waiting *w = ctx;
	enum outcome out;

	if ((out = payrun_open(txn, &w->r->office, &w->pay, why)) != OUT_OK)
		return out;
	return tell_open_notices(txn, &w->r->office, &w->tell, why);
}

/* Batch after batch; an authority whose bank cannot be used stops no other. */
static enum outcome
make_batches(struct run *r, struct payrun *pay, struct why *why)
{
	enum outcome out = OUT_OK, one;
	struct why reason = WHY_INIT;
	char line[512];

	while (payrun_more(pay)) {
		one = store_update(r->u->store, r->u->now, "pay", "batch",
		    payrun_batch, pay, &reason);
		if (one == OUT_RETRY) {
			*why = reason;
			return one;
		}
		if (one == OUT_OK)
			r->u->done++;
		if (one == OUT_OK || payrun_nothing(pay)) {
			payrun_next(pay);
			continue;
		}
		unit_log(r->u, "%s: %s", payrun_skip(pay),
		    why_line(&reason, line, sizeof(line)));
		*why = reason;
		out = one;
	}
	return out;
}

static enum outcome
make_notices(struct run *r, struct tell *tell, struct why *why)
{
	enum outcome out = OUT_OK;

	while (out == OUT_OK && tell_more(tell)) {
		out = store_update(r->u->store, r->u->now, "pay", "notices",
		    tell_some, tell, why);
		r->u->done += (int)tell_next(tell);
	}
	return out;
}

static enum outcome
prepare_all(struct run *r, struct why *why)
{
	struct waiting w = { r, NULL, NULL };
	struct why later = WHY_INIT;
	enum outcome out, told;

	if ((out = store_view(r->u->store, look, &w, why)) == OUT_OK &&
	    (payrun_more(w.pay) || tell_more(w.tell)) &&
	    (out = reserve_keys(r->u->store, r->u->seal, why)) == OUT_OK) {
		out = make_batches(r, w.pay, why);
		told = make_notices(r, w.tell, &later);
		if (told != OUT_OK && out != OUT_RETRY) {
			out = told;
			*why = later;
		}
	}
	payrun_close(w.pay);
	tell_close(w.tell);
	return out;
}

/* ---- files --------------------------------------------------------------*/

static enum outcome
build(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;

	r->built = payfile_write(
	    txn, &r->office, r->b, &r->file, &r->control, r->name, &r->reason);
	if (r->built == OUT_RETRY)
		*why = r->reason;
	return r->built == OUT_RETRY ? OUT_RETRY : OUT_OK;
}

static enum outcome
put_state(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;
	struct batch_file file = { r->name, r->sha256, r->boot };
	const char *state = r->state;

	return batch_state(txn, &r->office, r->b->id, state,
	    strcmp(state, "written") == 0 ? &file : NULL,
	    strcmp(state, "held") == 0 ? &r->reason : NULL, why);
}

static enum outcome
commit_state(struct run *r, const char *state, struct why *why)
{
	r->state = state;
	return store_update(
	    r->u->store, r->u->now, "pay", state, put_state, r, why);
}

static void
control_name(const char *name, char *buf, size_t size)
{
	(void)snprintf(buf, size, "%.50s.control.csv", name);
}

/* What sent/ is to say of the file of that name. */
static enum outcome
make_note(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;

	buf_reset(&r->note);
	return left_batch(txn, r->b, r->leaving,
	    r->b->file_sha256[0] != '\0' ? r->b->file_sha256 : r->sha256,
	    &r->note, why);
}

/* Into bank/: the control sheet first, so that no file stands without. */
static enum outcome
publish_ready(struct run *r, const char *name, struct why *why)
{
	char control[80];
	enum outcome out;

	control_name(name, control, sizeof(control));
	r->leaving = name;
	if ((out = store_view(r->u->store, make_note, r, why)) != OUT_OK ||
	    (out = publish_file(r->pub, name, 0440, r->note.data, r->note.len,
		 r->sent, name, why)) != OUT_OK ||
	    (out = publish_move(
		 r->pub, r->ready, control, r->bank, control, why)) != OUT_OK ||
	    (out = publish_move(r->pub, r->ready, name, r->bank, name, why)) !=
		OUT_OK ||
	    (out = publish_commit(r->pub, why)) != OUT_OK)
		return out;
	return commit_state(r, "delivered", why);
}

static enum outcome
stage_files(struct run *r, struct why *why)
{
	char control[80];
	enum outcome out;

	control_name(r->name, control, sizeof(control));
	/* Left by a run that was killed before it committed the hash. */
	if ((out = publish_remove(r->ready, r->name, why)) != OUT_OK ||
	    (out = publish_remove(r->ready, control, why)) != OUT_OK ||
	    (out = publish_file(r->pub, r->name, FILE_MODE, r->file.data,
		 r->file.len, r->ready, r->name, why)) != OUT_OK ||
	    (out = publish_file(r->pub, control, FILE_MODE, r->control.data,
		 r->control.len, r->ready, control, why)) != OUT_OK)
		return out;
	return publish_commit(r->pub, why);
}

/* A file of that name has left, of which this store knows nothing: whatever it
 * paid must not be paid again. */
static bool
left_before(struct run *r)
{
	char path[PATH_MAX + sizeof(r->name) + 1];

	(void)snprintf(path, sizeof(path), "%s/%s", r->sent, r->name);
	if (access(path, F_OK) == -1 && errno == ENOENT)
		return false;
	(void)why_reject(&r->reason, "PUBLISH-TAKEN",
	    "a payment file of that name has left before; sent/ says what it "
	    "paid");
	return true;
}

static enum outcome
write_batch(struct run *r, struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	enum outcome out;

	buf_reset(&r->file);
	buf_reset(&r->control);
	if ((out = store_view(r->u->store, build, r, why)) != OUT_OK)
		return out;
	/* Our own check refuses it, or it is not to leave twice. */
	if (r->built == OUT_REJECT || left_before(r))
		return commit_state(r, "held", why);
	if (r->u->dry)
		return OUT_OK;
	if ((out = digest_sha256(r->file.data, r->file.len, digest, why)) !=
	    OUT_OK)
		return out;
	(void)digest_hex(digest, r->sha256);
	if ((out = stage_files(r, why)) != OUT_OK ||
	    (out = commit_state(r, "written", why)) != OUT_OK)
		return out;
	r->u->done++;
	return publish_ready(r, r->name, why);
}

static bool
stands_in(const char *dir, const Rec__Batch *b)
{
	struct why why = WHY_INIT;
	unsigned char digest[DIGEST_LEN];
	struct buf data = BUF_INIT;
	char path[PATH_MAX], text[DIGEST_HEX];
	bool same;

	(void)snprintf(path, sizeof(path), "%s/%s", dir, b->file);
	same = slurp_file(path, FILE_MAX, &data, &why) == OUT_OK &&
	    digest_sha256(data.data, data.len, digest, &why) == OUT_OK &&
	    strcmp(digest_hex(digest, text), b->file_sha256) == 0;
	buf_wipe(&data);
	return same;
}

/* A run ended between hash and delivery: see the top of this file. */
static enum outcome
recover(struct run *r, struct why *why)
{
	r->u->done++;
	if (stands_in(r->bank, r->b))
		return commit_state(r, "delivered", why);
	if (stands_in(r->ready, r->b) && strcmp(r->b->boot, r->boot) == 0)
		return publish_ready(r, r->b->file, why);
	return commit_state(r, "uncertain", why);
}

struct named {
	struct run *r;
	const char *id;
	char **name;
	size_t n;
};

static enum outcome
list_batches(struct store_txn *txn, void *ctx, struct why *why)
{
	struct named *k = ctx;

	return queue_list(txn, "batch", &k->name, &k->n, why);
}

static enum outcome
get_batch(struct store_txn *txn, void *ctx, struct why *why)
{
	struct named *k = ctx;

	return batch_get(txn, k->id, &k->r->b, why);
}

static enum outcome
do_batch(struct run *r, const char *id, struct why *why)
{
	struct named k = { r, id, NULL, 0 };
	enum outcome out;

	if ((out = store_view(r->u->store, get_batch, &k, why)) != OUT_OK ||
	    r->b == NULL)
		return out;
	if (strcmp(r->b->state, "approved") == 0)
		out = write_batch(r, why);
	else if (strcmp(r->b->state, "written") == 0 && !r->u->dry)
		out = recover(r, why);
	record_free(r->b);
	r->b = NULL;
	return out;
}

static enum outcome
do_batches(struct run *r, struct why *why)
{
	struct named k = { r, NULL, NULL, 0 };
	enum outcome out;
	size_t i;

	out = store_view(r->u->store, list_batches, &k, why);
	for (i = 0; out == OUT_OK && i < k.n; i++)
		out = do_batch(r, k.name[i], why);
	names_free(k.name, k.n);
	return out;
}

static enum outcome
run(struct unit *u, struct why *why)
{
	struct run r;
	char tmp[PATH_MAX];
	enum outcome out;

	memset(&r, 0, sizeof(r));
	r.u = u;
	(void)unit_path(u, "spool/tmp/pay-ready", r.ready, sizeof(r.ready));
	(void)unit_path(u, "spool/bank", r.bank, sizeof(r.bank));
	(void)unit_path(u, "sent", r.sent, sizeof(r.sent));
	(void)unit_path(u, "spool/tmp/pay", tmp, sizeof(tmp));
	if ((out = office_open(u, "pay", &r.office, why)) == OUT_OK &&
	    (out = read_boot(&r, why)) == OUT_OK &&
	    (out = publish_begin(tmp, &r.pub, why)) == OUT_OK &&
	    (out = do_batches(&r, why)) == OUT_OK && !u->dry)
		out = prepare_all(&r, why);
	publish_free(r.pub);
	buf_wipe(&r.file);
	buf_wipe(&r.control);
	buf_free(&r.note);
	office_close(&r.office);
	return out;
}

int
main(int argc, char *argv[])
{
	static const struct sandbox_path paths[] = { { "spool/tmp/pay",
							 SANDBOX_WRITE },
		{ "spool/tmp/pay-ready", SANDBOX_WRITE },
		{ "spool/bank", SANDBOX_ADD }, { "sent", SANDBOX_ADD },
		{ BOOT_ID, SANDBOX_READ }, { NULL, SANDBOX_READ } };
	static const struct stage stage = {
		.name = "pay",
		.store = STAGE_WRITE,
		.leaves = true,
		.paths = paths,
		.run = run,
	};

	return stage_main(&stage, argc, argv);
}
