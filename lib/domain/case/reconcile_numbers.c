/* SPDX-License-Identifier: EUPL-1.2 */
/* The counters, behind the highest number that was ever given. */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/decide.h"
#include "domain/case/reconcile_impl.h"
#include "io/heads.h"

/* What nobody knows leaves room for more than was given between a backup and
 * its restore. */
#define LOST_GAP UINT64_C(100000)
#define NUMBERS_MAX 64 /* counters; one more each year */

struct numbers {
	struct number {
		char name[32];
		uint64_t n;
	} of[NUMBERS_MAX];
	size_t n;
};

static struct number *
number_of(struct numbers *k, const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < k->n; i++)
		if (strlen(k->of[i].name) == len &&
		    strncmp(k->of[i].name, name, len) == 0)
			return &k->of[i];
	if (k->n == NUMBERS_MAX || len >= sizeof(k->of[0].name))
		return NULL;
	(void)snprintf(
	    k->of[k->n].name, sizeof(k->of[0].name), "%.*s", (int)len, name);
	return &k->of[k->n++];
}

/* " NAME=NUMBER NAME=NUMBER": the highest of all lines. */
static enum outcome
see_head(const struct head *head, void *ctx, struct why *why)
{
	const char *p = head->numbers, *eq;
	struct number *it;
	uint64_t n;

	(void)why;
	while (p != NULL) {
		p++;
		eq = strchr(p, '=');
		if (eq == NULL)
			break;
		n = strtoull(eq + 1, NULL, 10);
		it = number_of(ctx, p, (size_t)(eq - p));
		if (it != NULL && n > it->n)
			it->n = n;
		p = strchr(eq, ' ');
	}
	return OUT_OK;
}

/* The store's own, and the gap. */
static enum outcome
add_gap(struct store_txn *txn, const struct reconcile *r, struct numbers *k,
    struct why *why)
{
	static const char *const given[] = { "item", "msg-id", "message",
		"document", "batch", "pool", "task" };
	enum outcome out = OUT_OK;
	struct number *it;
	char year[16];
	uint64_t now;
	size_t i;

	(void)snprintf(year, sizeof(year), "case/%.4s", r->office->today);
	(void)number_of(k, year, strlen(year));
	for (i = 0; i < sizeof(given) / sizeof(given[0]); i++)
		(void)number_of(k, given[i], strlen(given[i]));
	for (i = 0; out == OUT_OK && i < k->n; i++) {
		it = &k->of[i];
		out = store_counter(txn, it->name, &now, why);
		it->n = (it->n > now ? it->n : now) + LOST_GAP;
	}
	return out;
}

void
reconcile_skip(struct reconcile *r, const char *name, uint64_t now, uint64_t n)
{
	if (now < n)
		(void)buf_printf(
		    &r->skipped, " %s=%" PRIu64 "-%" PRIu64, name, now + 1, n);
}

/* Events are without a gap, and nobody else sees their numbers. */
static enum outcome
raise(struct store_txn *txn, struct reconcile *r, const struct number *it,
    struct why *why)
{
	enum outcome out;
	uint64_t now;

	if (strcmp(it->name, "event") == 0 ||
	    strcmp(it->name, STORE_EPOCH) == 0 || strcmp(it->name, "task") == 0)
		return OUT_OK;
	if ((out = store_counter(txn, it->name, &now, why)) != OUT_OK ||
	    now >= it->n)
		return out;
	(void)buf_printf(&r->report,
	    "numbers: %s goes on behind %" PRIu64 ", not %" PRIu64 "\n",
	    it->name, it->n, now);
	reconcile_skip(r, it->name, now, it->n);
	return store_raise(txn, it->name, it->n, why);
}

enum outcome
reconcile_numbers(
    struct store_txn *txn, struct reconcile *r, uint64_t *task, struct why *why)
{
	struct numbers k = { .n = 0 };
	const struct number *it;
	char path[PATH_MAX];
	enum outcome out;
	size_t i;

	if ((out = heads_each(unit_path(r->u, "sent/audit", path, sizeof(path)),
		 see_head, &k, why)) != OUT_OK ||
	    (r->lost && (out = add_gap(txn, r, &k, why)) != OUT_OK))
		return out;
	for (i = 0; out == OUT_OK && i < k.n; i++)
		out = raise(txn, r, &k.of[i], why);
	it = number_of(&k, "task", 4);
	*task = it == NULL ? 0 : it->n;
	return out;
}

/* "DE_1000005DE", "DE_1000005DE-r1": a message; "DE-B000002.xml": a batch. */
enum outcome
reconcile_name(struct store_txn *txn, struct reconcile *r, const char *name,
    struct why *why)
{
	size_t n = strlen(r->office->code);
	uint64_t number;

	if (strncmp(name, r->office->code, n) != 0)
		return OUT_OK;
	if (name[n] == '_') {
		number = strtoull(name + n + 1, NULL, 10);
		return number <= MSG_ID_BASE ?
		    OUT_OK :
		    store_raise(txn, "msg-id", number - MSG_ID_BASE, why);
	}
	if (strncmp(name + n, "-B", 2) != 0)
		return OUT_OK;
	return store_raise(txn, "batch", strtoull(name + n + 2, NULL, 10), why);
}
