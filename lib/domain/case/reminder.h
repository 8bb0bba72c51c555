/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_REMINDER_H
#define DOMAIN_REMINDER_H

#include "base/record.pb-c.h"
#include "base/why.h"
#include "domain/case/decide.h"
#include "domain/case/office.h"
#include "io/store.h"

/**
 * note_message(txn, office, c, note, new, why):
 * Make ${new} a message on the case ${c} that holds the ${note}; its sender,
 * receiver and thread are filled in.  The caller lets an event carry it.
 */
MUST_CHECK enum outcome note_message(struct store_txn *, const struct office *,
    const Rec__Case *, Rec__Note *, struct new_message *, struct why *);

/**
 * reminder_make(txn, office, task, why):
 * The deadline of ${task} has passed.  If what it awaits is the other
 * authority's to do, a note reminds that authority: it waits for approval, or
 * goes at once, or there is none, as the setting [gates] reminders says.  One
 * that still waits when the task ends is withdrawn.  To be called once for each
 * deadline.
 */
MUST_CHECK enum outcome reminder_make(
    struct store_txn *, const struct office *, const Rec__Task *, struct why *);

#endif /* !DOMAIN_REMINDER_H */
