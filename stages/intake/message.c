/* SPDX-License-Identifier: EUPL-1.2 */
#include "intake/intake.h"

#include <stdio.h>
#include <string.h>

#include "domain/form/header.h"
#include "io/cms.h"
#include "io/record.h"

/* Whether sizes tell that all is there.  A sealed document says how long it
 * is: one that is shorter still is not complete. */
static bool
sizes_prove(const Rec__Header *h, const struct pickup *p, bool *complete)
{
	const Rec__Manifest *m = p->manifest;
	bool prove = true;
	size_t i, said;

	if (strcmp(h->scheme, "is1") != 0)
		return strcmp(h->scheme, "is0") == 0;
	for (i = 0; i < m->n_files; i++) {
		if (header_lists(h, m->files[i]->name) == NULL)
			continue;
		said = cms_length(p->file[i].data, p->file[i].len);
		if (said > p->file[i].len)
			*complete = false;
		if (said != p->file[i].len)
			prove = false;
	}
	return prove;
}

/* The header, or NULL where it is broken or still being written; final: what
 * is wrong with it no more bytes will mend, for it is not that it is cut off
 * or not well-formed. */
static enum outcome
read_header(struct run *r, const struct buf *file, ProtobufCMessage **h,
    bool *final, struct why *why)
{
	struct buf answer = BUF_INIT;
	struct why reason = WHY_INIT;
	enum outcome out;

	*h = NULL;
	*final = false;
	out =
	    worker_call(r->u->worker, file->data, file->len, &answer, &reason);
	if (out == OUT_OK)
		out = record_unpack(
		    &rec__header__descriptor, answer.data, answer.len, h, why);
	else if (out == OUT_REJECT) {
		*final = strcmp(reason.rule, "XML-FORM") != 0;
		out = OUT_OK;
	} else
		*why = reason;
	buf_free(&answer);
	return out;
}

/*
 * Whether the connector has written all of it: the header parses, each
 * document it lists is there, and nobody has written for the quiet period,
 * which is longer where sizes prove nothing.  Of a header that will never
 * parse nothing more is to be awaited.
 */
static enum outcome
is_complete(struct run *r, const struct foreign_list *list,
    const struct pickup *p, bool *complete, struct why *why)
{
	const Rec__Manifest *m = p->manifest;
	struct why reason = WHY_INIT;
	ProtobufCMessage *h;
	const char *setting = "quiet_unknown_seconds";
	enum outcome out;
	size_t i;

	*complete = false;
	for (i = 0; i < m->n_files; i++)
		if (strcmp(m->files[i]->name, HEADER_FILE) == 0)
			break;
	if (i == m->n_files)
		return OUT_OK;
	out = read_header(r, &p->file[i], &h, complete, why);
	if (h != NULL) {
		*complete = header_complete(RECORD_OF(Rec__Header, h), m->files,
				m->n_files, &reason) == OUT_OK;
		if (sizes_prove(RECORD_OF(Rec__Header, h), p, complete))
			setting = "quiet_seconds";
	}
	if (*complete)
		*complete = pickup_quiet(list->entry, list->n, &r->now,
		    config_number(r->u->conf, "unit", setting));
	record_free(h);
	return out;
}

/* What is too large, too much, or no file is left where it is: of such a
 * message its header is taken, with the reason, so that a person is asked. */
static enum outcome
take_header(struct run *r, const struct foreign *e,
    const struct foreign_list *list, struct pickup *p, struct why *why)
{
	struct why reason = *why, one = WHY_INIT;
	enum outcome out = OUT_REJECT;
	size_t i;

	if (strcmp(reason.rule, "FILE-CHANGED") == 0)
		return OUT_REJECT;
	for (i = 0; i < list->n; i++)
		if (strcmp(list->entry[i].name, HEADER_FILE) == 0)
			out = pickup_take(
			    r->dirfd, e->name, &list->entry[i], 1, p, &one);
	if (out != OUT_OK)
		return out;
	intake_say(r, "incoming", &reason);
	if (record_set(&p->manifest->left_out, reason.rule) == -1) {
		pickup_free(p);
		return why_sys(why, "manifest");
	}
	return OUT_OK;
}

static enum outcome
take_message(struct run *r, const struct foreign *e,
    const struct foreign_list *list, struct taken *t, bool before,
    struct why *why)
{
	long hours = config_number(r->u->conf, "unit", "incomplete_hours");
	struct pickup p;
	enum outcome out;
	bool complete, late;

	out = list->cut ?
	    why_reject(why, "FILE-ENTRIES", "too many files") :
	    pickup_take(r->dirfd, e->name, list->entry, list->n, &p, why);
	if (out == OUT_REJECT)
		out = take_header(r, e, list, &p, why);
	if (out != OUT_OK)
		return out;
	out = is_complete(r, list, &p, &complete, why);
	late = p.manifest->left_out[0] != '\0' ||
	    pickup_quiet(list->entry, list->n, &r->now, hours * 3600);
	if (out == OUT_OK && (complete || late)) {
		p.manifest->origin = REC__MANIFEST__ORIGIN__ECODEX;
		p.manifest->supplement = before;
		p.manifest->incomplete = !complete;
		out = record_set(&p.manifest->folder, e->name) == -1 ?
		    why_sys(why, "manifest") :
		    intake_parcel(r, &p, t, why);
	}
	pickup_free(&p);
	return out;
}

enum outcome
take_incoming(struct run *r, const struct foreign *e, struct why *why)
{
	struct foreign_list list;
	struct taken t = { "", "", { 0 } };
	bool before, same;
	enum outcome out;

	if (!e->folder)
		return OUT_OK;
	if ((out = foreign_list(
		 r->dirfd, e->name, FOREIGN_ENTRIES_MAX, &list, why)) != OUT_OK)
		return out;
	(void)snprintf(t.folder, sizeof(t.folder), "in/%s", e->name);
	if ((out = pickup_digest(list.entry, list.n, t.digest, why)) ==
		OUT_OK &&
	    list.n > 0 &&
	    (out = seen_look(r, &t, &before, &same, why)) == OUT_OK && !same &&
	    pickup_quiet(list.entry, list.n, &r->now,
		config_number(r->u->conf, "unit", "quiet_seconds")))
		out = take_message(r, e, &list, &t, before, why);
	foreign_list_free(&list);
	return out;
}
