/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_NOTICE_CHECK_H
#define DOMAIN_NOTICE_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/why.h"
#include "base/record.pb-c.h"

/*
 * notice_check -- what the readers and writers of notice.h share.  Each
 * failure is OUT_REJECT with a rule that notice.h lists.
 */
#define NOTICE_TOTALS_MAX ((size_t)400) /* modes x currencies, ample */

struct notice_total {
	const char *mode; /* both belong to an item */
	const char *currency;
	int64_t minor;
	bool seen; /* for the reader */
};

struct notice_totals {
	struct notice_total total[NOTICE_TOTALS_MAX];
	size_t n;
};

/** notice_check(notice, why): all but the totals that a document states. */
MUST_CHECK enum outcome notice_check(const Rec__Notice *, struct why *);

/** notice_totals(notice, totals, why): of a notice that was checked. */
MUST_CHECK enum outcome
notice_totals(const Rec__Notice *, struct notice_totals *, struct why *);

/** notice_totals_find(totals, mode, currency): or NULL. */
struct notice_total *
notice_totals_find(struct notice_totals *, const char *, const char *);

/** notice_check_ids(ids, n, why): there are ids, and none twice; sorts
 * them. */
MUST_CHECK enum outcome notice_check_ids(const char **, size_t, struct why *);

/** notice_check_parties(sender, receiver, their references, why) */
MUST_CHECK enum outcome notice_check_parties(
    const char *, const char *, const char *, const char *, struct why *);

/** notice_check_money(money, why): not NULL, a currency, in range. */
MUST_CHECK enum outcome notice_check_money(const Rec__Money *, struct why *);

/** notice_check_date(s, must, why): a date, or "" unless it ${must} be. */
MUST_CHECK enum outcome notice_check_date(const char *, bool, struct why *);

#endif /* !DOMAIN_NOTICE_CHECK_H */
