/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/erase.h"
#include "domain/case/index.h"
#include "domain/case/journal.h"
#include "domain/case/left_events.h"
#include "domain/case/money_events.h"
#include "domain/case/resend.h"
#include "domain/case/state.h"
#include "domain/case/subject.h"

/* Every kind of event, and what changes the state for it. */
static const struct {
	const char *kind;
	apply_fn *fn;
} kinds[] = {
	{ "application", apply_application },
	{ "acknowledgement", apply_ack_in },
	{ "note", apply_note_in },
	{ "unreadable", apply_unreadable },
	{ "evidence", apply_evidence },
	{ "evidence-missing", apply_evidence_missing },
	{ "alarm", apply_alarm },
	{ "answer", apply_answer },
	{ "message-out", apply_message_out },
	{ "message-prepared", apply_message_prepared },
	{ "approve-message", apply_approve_message },
	{ "dispatched", apply_dispatched },
	{ "resend", apply_resend },
	{ "overdue", apply_overdue },
	{ "task-done", apply_task_done },
	{ "hold", apply_hold },
	{ "collection", apply_collection },
	{ "rate", apply_rate },
	{ "release", apply_release },
	{ "notice", apply_notice_in },
	{ "accept", apply_accept },
	{ "receipt", apply_receipt },
	{ "notice-out", apply_notice_out },
	{ "confirm-out", apply_confirm_out },
	{ "confirmation", apply_confirmation_in },
	{ "batch", apply_batch },
	{ "approve-batch", apply_approve_batch },
	{ "batch-state", apply_batch_state },
	{ "batch-word", apply_batch_word },
	{ "bank-status", apply_bank_status },
	{ "payment-held", apply_payment_held },
	{ "reissue", apply_bank_status },
	{ "sheet", apply_alarm },
	{ "erase-word", apply_erase_word },
	{ "erased", apply_erased },
	{ "erase-finished", apply_erase_finished },
	{ "key-made", apply_alarm },
	{ "key-rotation", apply_alarm },
	{ "key-rotated", apply_alarm },
	{ "key-backup", apply_alarm },
	{ "key-restored", apply_alarm },
	{ "disclosure", apply_disclosure },
	{ "rectified", apply_rectified },
	{ "subject-deferred", apply_deferred },
	{ "subject-export", apply_alarm },
	{ "store-accepted", apply_store_accepted },
	{ "message-left", apply_message_left },
	{ "batch-left", apply_batch_left },
	{ "item-left", apply_item_left },
};

/* What arrived is known for ever, by its parcel and by its content; it may
 * take the place of what could not be read, or fill a gap. */
static enum outcome
remember(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	const char *content = outcome_value(ev, "content");
	const char *replaces = outcome_value(ev, "replaces");
	enum outcome out = OUT_OK;

	if (ev->parcel[0] != '\0')
		out = index_put(txn, "parcel", ev->parcel, strlen(ev->parcel),
		    ev->number, why);
	if (out == OUT_OK && content[0] != '\0')
		out = index_put(
		    txn, "content", content, strlen(content), ev->number, why);
	if (out == OUT_OK && replaces[0] != '\0')
		out =
		    resend_replaced(txn, ev, strtoull(replaces, NULL, 10), why);
	return out == OUT_OK ? gap_filled(txn, ev, why) : out;
}

enum outcome
apply_event(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	enum outcome out;
	size_t i;

	if ((out = remember(txn, ev, why)) != OUT_OK)
		return out;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].kind, ev->kind) == 0)
			return kinds[i].fn(txn, ev, why);
	return why_retry(why, "journal: event of an unknown kind");
}
