/* SPDX-License-Identifier: EUPL-1.2 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/index.h"
#include "domain/case/state.h"
#include "io/record.h"

#define NAME_SIZE 21
#define KEY_SIZE 8192 /* index_put() makes a shorter one of it */

static const char *
or_empty(const char *s)
{
	return s == NULL ? "" : s;
}

/* What makes two tasks the same; all of it is ours, and names nobody. */
static size_t
open_key(uint64_t number, const char *kind, const char *rule,
    const char *subject, const char *place, char *key, size_t size)
{
	int n = snprintf(key, size, "%" PRIu64 "|%s|%s|%s|%s", number, kind,
	    rule, subject, place);

	return n < 0 ? 0 : (size_t)n < size ? (size_t)n : size - 1;
}

/* The case that the task is about, for its id, where nobody has said it. */
static enum outcome
case_of(struct store_txn *txn, const struct task_about *a, Rec__Case **c,
    struct why *why)
{
	*c = NULL;
	return a->case_number == 0 || or_empty(a->case_id)[0] != '\0' ?
	    OUT_OK :
	    case_get(txn, a->case_number, c, why);
}

static enum outcome
put_open(struct store_txn *txn, Rec__Task *t, struct why *why)
{
	char name[NAME_SIZE];
	enum outcome out;

	(void)number_name(t->number, name);
	if ((out = task_put(txn, t, why)) != OUT_OK ||
	    (out = link_put(txn, "task", t->case_number, name, why)) != OUT_OK)
		return out;
	return queue_put(txn, "task", name, why);
}

enum outcome
task_open(struct store_txn *txn, const Rec__Event *ev,
    const struct task_about *a, struct why *why)
{
	Rec__Task t = REC__TASK__INIT;
	char day[11], key[KEY_SIZE];
	Rec__Case *c;
	enum outcome out;
	uint64_t found;
	size_t n;

	n = open_key(a->case_number, or_empty(a->kind), or_empty(a->rule),
	    or_empty(a->subject), or_empty(a->place), key, sizeof(key));
	if ((out = index_get(txn, "open", key, n, &found, why)) != OUT_OK ||
	    found != 0 ||
	    (out = store_count(txn, "task", &t.number, why)) != OUT_OK ||
	    (out = index_put(txn, "open", key, n, t.number, why)) != OUT_OK ||
	    (out = case_of(txn, a, &c, why)) != OUT_OK)
		return out;
	memcpy(day, ev->at, 10);
	day[10] = '\0';
	t.case_number = a->case_number;
	t.case_id = lend(c != NULL ? c->id : or_empty(a->case_id));
	t.kind = lend(or_empty(a->kind));
	t.rule = lend(or_empty(a->rule));
	t.due = lend(or_empty(a->due));
	t.calendar = lend(or_empty(a->calendar));
	t.subject = lend(or_empty(a->subject));
	t.place = lend(or_empty(a->place));
	t.text = lend(or_empty(a->text));
	t.severity = lend(or_empty(a->severity));
	t.opened_on = day;
	t.state = lend("open");
	out = put_open(txn, &t, why);
	record_free(c);
	return out;
}

/* The number of the open task that is the same, or 0. */
static enum outcome
find_open(struct store_txn *txn, const struct task_about *a, uint64_t *found,
    struct why *why)
{
	char key[KEY_SIZE];
	size_t n;

	n = open_key(a->case_number, or_empty(a->kind), or_empty(a->rule),
	    or_empty(a->subject), or_empty(a->place), key, sizeof(key));
	return index_get(txn, "open", key, n, found, why);
}

enum outcome
task_is_open(struct store_txn *txn, const struct task_about *a, bool *open,
    struct why *why)
{
	uint64_t found = 0;
	enum outcome out = find_open(txn, a, &found, why);

	*open = out == OUT_OK && found != 0;
	return out;
}

static enum outcome
close_one(struct store_txn *txn, const Rec__Event *ev, Rec__Task *t,
    const char *name, struct why *why)
{
	enum outcome out;
	char day[11], key[KEY_SIZE];
	size_t n;

	memcpy(day, ev->at, 10);
	day[10] = '\0';
	if (record_set(&t->state, "done") == -1 ||
	    record_set(&t->done_on, day) == -1 ||
	    record_set(&t->done_by, ev->actor) == -1)
		return why_sys(why, "task");
	n = open_key(t->case_number, t->kind, t->rule, t->subject, t->place,
	    key, sizeof(key));
	if ((out = task_put(txn, t, why)) != OUT_OK ||
	    (out = index_del(txn, "open", key, n, why)) != OUT_OK ||
	    (out = queue_del(txn, "task", name, why)) != OUT_OK)
		return out;
	/* Of what was awaited nobody is to be reminded any more. */
	return t->overdue && strncmp(t->kind, "await-", 6) == 0 ?
	    message_withdraw(txn, t->case_number, name, why) :
	    OUT_OK;
}

enum outcome
task_close_one(struct store_txn *txn, const Rec__Event *ev,
    const struct task_about *a, struct why *why)
{
	char name[NAME_SIZE];
	enum outcome out;
	uint64_t found;
	Rec__Task *t;

	if ((out = find_open(txn, a, &found, why)) != OUT_OK || found == 0 ||
	    (out = task_get(txn, found, &t, why)) != OUT_OK)
		return out;
	if (t != NULL)
		out = close_one(txn, ev, t, number_name(found, name), why);
	record_free(t);
	return out;
}

/* Numbers of open tasks, found by what makes them the same. */
struct found {
	uint64_t *number;
	size_t n;
};

static enum outcome
add_open(const void *key, size_t keylen, const void *data, size_t len,
    void *ctx, struct why *why)
{
	struct found *f = ctx;
	uint64_t *grown;

	(void)key;
	(void)keylen;
	if (len != 8)
		return OUT_OK;
	if ((grown = realloc(f->number, (f->n + 1) * sizeof(*grown))) == NULL)
		return why_sys(why, "task");
	f->number = grown;
	f->number[f->n++] = store_number(data);
	return OUT_OK;
}

enum outcome
task_close(struct store_txn *txn, const Rec__Event *ev, uint64_t number,
    const char *kind, const char *subject, struct why *why)
{
	struct found f = { NULL, 0 };
	char key[KEY_SIZE], name[NAME_SIZE];
	enum outcome out;
	Rec__Task *t;
	size_t i;

	/* Only open ones are looked at: a case may have many that are done. */
	(void)snprintf(key, sizeof(key), "%" PRIu64 "|%s%s", number,
	    or_empty(kind), kind == NULL ? "" : "|");
	out = index_each(txn, "open", key, strlen(key), add_open, &f, why);
	for (i = 0; out == OUT_OK && i < f.n; i++) {
		out = task_get(txn, f.number[i], &t, why);
		if (out == OUT_OK && t != NULL &&
		    (subject == NULL || strcmp(t->subject, subject) == 0))
			out = close_one(
			    txn, ev, t, number_name(t->number, name), why);
		record_free(t);
	}
	free(f.number);
	return out;
}

/* The deadline of the task ev->subject has passed. */
enum outcome
apply_overdue(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	enum outcome out;
	Rec__Task *t;

	out = task_get(txn, strtoull(ev->subject, NULL, 10), &t, why);
	if (out == OUT_OK && t != NULL) {
		t->overdue = 1;
		out = task_put(txn, t, why);
	}
	record_free(t);
	return out;
}

/* A person has done the task ev->subject. */
enum outcome
apply_task_done(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	char name[NAME_SIZE];
	enum outcome out;
	Rec__Task *t;

	out = task_get(txn, strtoull(ev->subject, NULL, 10), &t, why);
	if (out == OUT_OK && t != NULL && strcmp(t->state, "open") == 0)
		out = close_one(txn, ev, t, number_name(t->number, name), why);
	record_free(t);
	return out;
}

/* Something that a person must look at, and nothing else. */
enum outcome
apply_alarm(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < ev->n_tasks; i++) {
		const Rec__Task *t = ev->tasks[i];
		struct task_about a = { ev->case_number, t->case_id, t->kind,
			t->rule, t->due, t->calendar, t->subject, t->place,
			t->text, t->severity };

		out = task_open(txn, ev, &a, why);
	}
	return out;
}
