/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_DECIDE_H
#define DOMAIN_DECIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/record.pb-c.h"
#include "base/why.h"
#include "domain/rule/deadline.h"
#include "domain/case/journal.h"
#include "domain/case/office.h"
#include "io/store.h"

/*
 * decide -- what every decision needs: new numbers, documents and messages,
 * outcomes that the event will carry, and who may do what.
 *
 * Numbers given here are named by events and never given again, so that
 * applying an event gives none (tasks and ledger entries excepted).
 */

/* Ids of our messages: this and the counter "msg-id". */
#define MSG_ID_BASE UINT64_C(1000000)

/* Outcomes of one event; strings are lent. */
#define OUTCOMES_MAX 8
struct outcomes {
	Rec__Outcome o[OUTCOMES_MAX];
	Rec__Outcome *p[OUTCOMES_MAX];
	char due[OUTCOMES_MAX][11];
	char calendar[OUTCOMES_MAX][DEADLINE_VERSION];
	size_t n;
};

/** outcome_add(list, name, value): note what was decided. */
void outcome_add(struct outcomes *, const char *, const char *);

/** outcome_lend(list, event): ${event} carries ${list}. */
void outcome_lend(struct outcomes *, Rec__Event *);

/**
 * outcome_due(office, instrument, rule, from, list, why):
 * Compute the deadline ${rule} of ${instrument} from the day ${from} by the
 * calendar of the unit and add it.
 */
MUST_CHECK enum outcome outcome_due(const struct office *, const char *,
    const char *, const char *, struct outcomes *, struct why *);

/**
 * new_key(txn, key, why):
 * Take the next pair of keys out of the pool: ${key} and ${key} + 1.
 * reserve_keys(store, seal, why) sees to it, before a transaction, that
 * there are enough of them.
 */
MUST_CHECK enum outcome new_key(struct store_txn *, uint64_t *, struct why *);
MUST_CHECK enum outcome
reserve_keys(struct store *, struct seal *, struct why *);

/** new_case(txn, office, before, number, id, why): ${id} has CASEID_TEXT
 * bytes; ${before} is the number that it had before the store forgot it, or
 * 0. */
MUST_CHECK enum outcome new_case(struct store_txn *, const struct office *,
    uint64_t, uint64_t *, char *, struct why *);

/** new_item_id(txn, office, id, why): "DE-I0000001" to 32 bytes. */
MUST_CHECK enum outcome
new_item_id(struct store_txn *, const struct office *, char *, struct why *);

/* A document to keep; strings are lent. */
struct new_document {
	uint64_t case_number;
	uint64_t key; /* it is sealed under */
	const char *name, *mime, *role, *type, *title, *language;
	const void *data;
	size_t len;
	bool restricted;
};

/**
 * document_add(txn, office, new, number, sha256, why):
 * Keep the document, inline or as a blob; set ${number} and the 32 bytes at
 * ${sha256} (or NULL).
 */
MUST_CHECK enum outcome document_add(struct store_txn *, const struct office *,
    const struct new_document *, uint64_t *, unsigned char *, struct why *);

/**
 * document_bytes(office, seal, document, out, why):
 * Append the bytes of ${document} to ${out}.
 */
MUST_CHECK enum outcome document_bytes(const struct office *, struct seal *,
    const Rec__Document *, struct buf *, struct why *);

/** A message of ours in the making. */
struct new_message {
	Rec__Message m; /* strings lent or in here */
	char msg_id[32], sha256[65];
	char folder[64], sent_at[24]; /* of one that has left */
	uint64_t documents[64];
};

/**
 * message_begin(office, c, form, new):
 * Start a message on the case ${c} to its other authority.
 * message_add(txn, office, c, new, name, role, data, len, why) adds a
 * document to it (name "form.xml" for the form itself).
 * message_seal(txn, office, new, why) sets the SHA-256 that approvers approve,
 * over form, thread and the names and hashes of its documents, and its number
 * and id.  Did the very same leave before the store forgot it, ${new} becomes
 * that one, and is "sent".
 */
void message_begin(const struct office *, const Rec__Case *, const char *,
    struct new_message *);
MUST_CHECK enum outcome
message_add(struct store_txn *, const struct office *, const Rec__Case *,
    struct new_message *, const struct new_document *, struct why *);
MUST_CHECK enum outcome message_seal(struct store_txn *, const struct office *,
    struct new_message *, struct why *);

/**
 * message_go(txn, c, new):
 * It needs no approval: unless it has left, give it the next number of its
 * thread; the event's kind is then one whose apply function sends it on.
 */
void message_go(const Rec__Case *, struct new_message *);

/** message_brought(office, c, new): a person brought it in: it needs as many
 * approvals as the settings say, and with none goes likewise. */
void
message_brought(const struct office *, const Rec__Case *, struct new_message *);

/**
 * person_of(office, manifest, verdict, buf, size):
 * Who brought the parcel: the person whose signature stands on it; the person
 * with the uid that alone could write it; else "uid:N".  Return ${buf}.
 */
const char *person_of(const struct office *, const Rec__Manifest *,
    const Rec__Verdict *, char *, size_t);

/** person_of_uid(office, uid, buf, size): the person with that ${uid}, or
 * "uid:N".  Return ${buf}. */
const char *person_of_uid(const struct office *, unsigned int, char *, size_t);

/** person_may(office, person, role): whether the settings say so;
 * person_has(office, person, roles): whether of one of them ("a b"). */
bool person_may(const struct office *, const char *, const char *);
bool person_has(const struct office *, const char *, const char *);

/** person_name(office, person): as the settings have it; "" if they do not. */
const char *person_name(const struct office *, const char *);

/** party_get(office, code, key): from [party.CODE]; "" if there is none. */
const char *party_get(const struct office *, const char *, const char *);

/** party_known(office, code): whether there is such a section. */
bool party_known(const struct office *, const char *);

/** authority_of_unit(office, a), authority_of_party(office, code, a): fill
 * ${a} (and what it points to, in ${room}) from the settings; lent. */
struct authority_room {
	Rec__Contact contact;
	Rec__Address address;
	Rec__Responsible responsible;
	char *telephone[1];
};
void authority_of_unit(
    const struct office *, Rec__Authority *, struct authority_room *);
void authority_of_party(const struct office *, const char *, Rec__Authority *,
    struct authority_room *);

/** hex(data, len, buf): lower-case hex of ${len} bytes; ${buf}. */
char *hex(const unsigned char *, size_t, char *);

#endif /* !DOMAIN_DECIDE_H */
