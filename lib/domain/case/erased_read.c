/* SPDX-License-Identifier: EUPL-1.2 */
/* The notes of erasures are read. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain/case/erase_impl.h"
#include "domain/case/erased.h"
#include "io/queue.h"
#include "io/record.h"
#include "io/slurp.h"

#define NOTE_MAX ((size_t)1 << 30) /* bytes */

struct walk {
	erased_fn *fn;
	void *ctx;
	struct buf *unread;
	enum outcome out; /* of fn; queue_each() goes on after a REJECT */
};

static enum outcome
open_note(struct unit *u, const char *name, Rec__Erased **note, struct why *why)
{
	char dir[PATH_MAX], path[PATH_MAX + NAME_MAX + 2];
	struct buf sealed = BUF_INIT, b = BUF_INIT;
	ProtobufCMessage *m = NULL;
	enum outcome out;

	(void)snprintf(path, sizeof(path), "%s/%s",
	    unit_path(u, ERASED_DIR, dir, sizeof(dir)), name);
	if ((out = slurp_file(path, NOTE_MAX, &sealed, why)) == OUT_OK &&
	    (out = seal_open_value(u->seal, ERASED_PLACE, name, strlen(name),
		 sealed.data, sealed.len, &b, why)) == OUT_OK)
		out = record_unpack(
		    &rec__erased__descriptor, b.data, b.len, &m, why);
	*note = RECORD_OF(Rec__Erased, m);
	buf_free(&sealed);
	buf_wipe(&b);
	return out;
}

static enum outcome
see(struct unit *u, const char *name, void *ctx, struct why *why)
{
	struct why reason = WHY_INIT;
	struct walk *w = ctx;
	Rec__Erased *note;

	if (w->out != OUT_OK)
		return OUT_OK;
	w->out = open_note(u, name, &note, &reason);
	if (w->out == OUT_REJECT) {
		if (w->unread != NULL)
			(void)buf_printf(w->unread,
			    "uncertain: " ERASED_DIR "/%s cannot be read: %s\n",
			    name, reason.text);
		w->out = OUT_OK;
		return OUT_OK;
	}
	if (w->out == OUT_OK && note->erasure != NULL)
		w->out = w->fn(note, w->ctx, why);
	else
		*why = reason;
	record_free(note);
	return OUT_OK;
}

enum outcome
erased_each(struct unit *u, erased_fn *fn, void *ctx, struct buf *unread,
    struct why *why)
{
	struct walk w = { fn, ctx, unread, OUT_OK };
	char path[PATH_MAX];
	enum outcome out;
	size_t n;

	if (access(unit_path(u, ERASED_DIR, path, sizeof(path)), F_OK) == -1)
		return errno == ENOENT ? OUT_OK : why_sys(why, ERASED_DIR);
	out = queue_each(u, ERASED_DIR, 0, see, &w, &n, why);
	return out == OUT_OK ? w.out : out;
}

enum outcome
erased_value(
    struct seal *seal, const Rec__Replaced *r, struct buf *out, struct why *why)
{
	buf_reset(out);
	return seal_open_value(seal, ERASED_PLACE, r->key.data, r->key.len,
	    r->value.data, r->value.len, out, why);
}

/* ---- keys ---------------------------------------------------------------- */

enum outcome
erased_add_key(struct erased_keys *keys, uint64_t id, struct why *why)
{
	return erase_add_number(&keys->id, &keys->n, id) == -1 ?
	    why_sys(why, "keys") :
	    OUT_OK;
}

static enum outcome
add_keys(const Rec__Erased *note, void *ctx, struct why *why)
{
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < note->erasure->n_keys; i++)
		out = erased_add_key(ctx, note->erasure->keys[i], why);
	return out;
}

enum outcome
erased_keys(struct unit *u, struct erased_keys *keys, struct why *why)
{
	enum outcome out;

	out = erased_each(u, add_keys, keys, NULL, why);
	erased_sort(keys);
	return out;
}

/* One that the master key does not open is there all the same. */
enum outcome
erased_ring(struct seal *seal, struct erased_keys *keys, struct why *why)
{
	free(keys->id);
	return seal_ids(seal, &keys->id, &keys->n, why);
}

void
erased_sort(struct erased_keys *keys)
{

	if (keys->n > 0)
		qsort(keys->id, keys->n, sizeof(*keys->id), erase_by_number);
}

bool
erased_has(const struct erased_keys *keys, uint64_t id)
{
	return keys->n > 0 &&
	    bsearch(&id, keys->id, keys->n, sizeof(id), erase_by_number) !=
	    NULL;
}
