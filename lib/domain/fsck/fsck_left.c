/* SPDX-License-Identifier: EUPL-1.2 */
/* Items that left before the store was put back, and that nobody has dropped
 * again yet: what reconcile was told of them. */
#include <stdio.h>
#include <string.h>

#include "domain/case/index.h"
#include "domain/case/journal.h"
#include "domain/fsck/fsck_impl.h"
#include "io/record.h"

/* An item and what paid it, as a key; what does not fit is nobody's. */
#define PAIR 200

static size_t
pair(const char *item, const char *payment, char *buf)
{
	int n = snprintf(buf, PAIR, "%s %s", item, payment);

	return n < 0 || n >= PAIR ? 0 : (size_t)n;
}

static enum outcome
add(const void *key, size_t keylen, const void *data, size_t len, void *ctx,
    struct why *why)
{
	struct fsck *f = ctx;
	char name[PAIR];
	enum outcome out;
	Rec__Event *ev;
	size_t n = 0;
	void *value;

	(void)key, (void)keylen;
	if (len != 8 ||
	    (out = journal_get(f->txn, store_number(data), &ev, why)) ==
		OUT_REJECT)
		return OUT_OK; /* said before */
	if (out == OUT_OK && ev != NULL && ev->item != NULL)
		n = pair(ev->item->id, ev->item->payment, name);
	if (n > 0 &&
	    (out = digtab_at(f->left, 0, name, n, true, &value, why)) == OUT_OK)
		*(bool *)value = true;
	record_free(ev);
	return out;
}

enum outcome
fsck_left(struct fsck *f, const char *item, const char *payment, bool *left,
    struct why *why)
{
	char name[PAIR];
	enum outcome out;
	void *value;
	size_t n;

	*left = false;
	if (f->left == NULL &&
	    ((out = digtab_new(sizeof(bool), &f->left, why)) != OUT_OK ||
		(out = index_each(f->txn, "left", "", 0, add, f, why)) ==
		    OUT_RETRY))
		return out;
	if ((n = pair(item, payment, name)) == 0)
		return OUT_OK;
	out = digtab_at(f->left, 0, name, n, false, &value, why);
	*left = out == OUT_OK && value != NULL;
	return out;
}
