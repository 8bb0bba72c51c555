/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_BANKFILE_H
#define DOMAIN_BANKFILE_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "base/record.pb-c.h"
#include "base/why.h"
#include "io/xmlin.h"

/*
 * bankfile -- what a bank answers: ISO 20022 pain.002 (.03, .10, and what
 * banks make of them).  Read by local name, in any namespace and inside any
 * envelope; what is odd is reported in odd[], in our own words, and never a
 * reason to refuse: it is information about money.
 */

/** bankfile_is_status(doc): whether it holds a status report, in any namespace.
 * bankfile_is_iso(doc): whether it is a message of ISO 20022, of any kind. */
bool bankfile_is_status(const xmlDoc *);
bool bankfile_is_iso(const xmlDoc *);

/**
 * bankfile_status(doc, status, why):
 * Read ${doc}.  Set ${status}, which the caller frees with record_free().
 *
 * A status may stand at any of the three levels: the group's is
 * group_status, group_reason and group_info; each block and each transaction
 * that has a status or a reason is an item: a block's has pmtinf_id alone, a
 * transaction's what the bank repeated of PmtInfId, InstrId, EndToEndId.
 * What was passed over, or holds no status, is in doubt[], too.
 * Codes are kept as they came, also unknown ones; several reasons of one
 * status are joined by blanks, their words (AddtlInf) in info by "; ".
 * OUT_REJECT (rule BANK-STATUS): nothing in it is a status report.
 */
MUST_CHECK enum outcome
bankfile_status(xmlDoc *, Rec__BankStatus **, struct why *);

/**
 * bankfile_status_bytes(xmlin, data, len, status, why):
 * The same for bytes; OUT_REJECT also as xmlin_parse().
 */
MUST_CHECK enum outcome bankfile_status_bytes(
    struct xmlin *, const void *, size_t, Rec__BankStatus **, struct why *);

/* What a status says about a payment. */
enum bank_verdict {
	BANK_UNKNOWN,  /* no status, or one we do not know: a person looks */
	BANK_PENDING,  /* with the bank; ACTC and ACCP are no settlement */
	BANK_ACCEPTED, /* accepted by the bank, not settled: ACSP, ACWC */
	BANK_SETTLED,  /* ACSC, ACCC */
	BANK_REJECTED  /* RJCT, CANC, BLCK */
};

/** bankfile_verdict(status): what the group's or an item's code says; PART
 * is BANK_UNKNOWN: the items tell. */
enum bank_verdict bankfile_verdict(const char *);

/*
 * What an ISO reason or status code says, and what to do about a payment that
 * was rejected or returned for it; remedy is one of
 *   ask       nothing certain is said: a person decides
 *   correct   final for this account: needs other data (a new attempt)
 *   again     may be tried again as it is (a new attempt)
 *   software  the file was wrong: whoever runs this program looks
 *   stop      must not be paid again without a decision
 *   none      not a rejection
 */
struct bank_reason {
	char code[6];
	char remedy[10];
	char text[140]; /* plain English, one sentence */
};

/**
 * bankfile_reason(code):
 * Return what we know about the ISO reason or status ${code}, or NULL.  The
 * table is lib/data/reasons.csv, compiled in.
 */
const struct bank_reason *bankfile_reason(const char *);

#endif /* !DOMAIN_BANKFILE_H */
