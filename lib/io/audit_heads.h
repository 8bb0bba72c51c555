/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_AUDIT_HEADS_H
#define IO_AUDIT_HEADS_H

#include "base/why.h"
#include "io/audit.h"
#include "io/heads.h"

/*
 * audit_heads -- heads of the audit chain that were kept outside the store,
 * and whether the chain still leads through each of them: one that was cut
 * does not, even if its own head was cut with it.
 */
struct audit_heads {
	struct kept_head {
		struct head head;
		const char *from; /* what it was read from; lent */
	} * kept;
	size_t n, at;	  /* at: the next to be met */
	uint64_t last;	  /* count of the last line of sent/audit; 0: none */
	const char *path; /* of sent/audit; lent; NULL: not read */
	audit_fn *also;	  /* called for each record, too; or NULL */
	void *ctx;
};

/**
 * audit_heads_file(heads, path, why):
 * Add those of the file ${path} (heads.h), since a store was accepted; the
 * path must live as long.
 * Everything in ${heads} ends with audit_heads_free().
 */
MUST_CHECK enum outcome
audit_heads_file(struct audit_heads *, const char *, struct why *);

/** audit_heads_add(heads, head, from, why): add one, read from ${from}. */
MUST_CHECK enum outcome audit_heads_add(
    struct audit_heads *, const struct head *, const char *, struct why *);

/**
 * audit_heads_verify(heads, txn, why):
 * As audit_walk(), and OUT_REJECT (rule STORE-RESTORED): a record is not the
 * one that was the head, or the store ends before it; or (rule AUDIT-HEADS)
 * sent/audit ends before one that the store knows to have stood there.
 */
MUST_CHECK enum outcome
audit_heads_verify(struct audit_heads *, struct store_txn *, struct why *);

/** audit_heads_free(heads) */
void audit_heads_free(struct audit_heads *);

#endif /* !IO_AUDIT_HEADS_H */
