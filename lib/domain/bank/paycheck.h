/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_PAYCHECK_H
#define DOMAIN_PAYCHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/why.h"
#include "domain/bank/bankprofile.h"

/*
 * paycheck -- whether a bank would take a payment file: anybody's pain.001
 * (.03, .09), and our own payment CSV.  Independent of what writes them: it
 * shares with sepa and paycsv nothing but the values (IBAN, money, dates,
 * characters, the ISO code lists).  Streams: memory is the identifiers, for
 * finding doubles, and little else.
 */
struct paycheck_finding {
	bool error;	 /* false: a warning */
	char rule[24];	 /* ours: "PAY-IBAN" */
	char code[6];	 /* the reason a bank would give: "AC01"; ""  */
	char place[160]; /* path of our own names, "PmtInf[1]/..." */
	int line;	 /* from 1; 0: of the whole file */
	char text[160];	 /* without a byte of the input */
	char value[200]; /* the offending value, cut to fit; "" */
};

/* Called with each finding, in the order found; ${ctx} is the caller's. */
typedef void paycheck_fn(void *, const struct paycheck_finding *);

#define PAYCHECK_FINDINGS_MAX 1000 /* told; the others only counted */

#define PAYCHECK_SUMS 8 /* currencies in one file */

struct paycheck_sum {
	char currency[4];
	uint64_t count; /* payments in it */
	int64_t minor;	/* sum of their amounts */
};

struct paycheck_result {
	char format[16]; /* "pain.001.001.09", "csv"; "" unknown */
	char msg_id[36]; /* MsgId or batch_id */
	uint64_t count;	 /* payments seen */
	struct paycheck_sum sums[PAYCHECK_SUMS];
	size_t n_sums;
	uint64_t errors, warnings;
};

struct paycheck;

/**
 * paycheck_begin(today, profile, fn, ctx, check, why):
 * Begin to check a pain.001 on the day ${today} as the bank of ${profile}
 * (NULL: any bank, 365 days ahead, either version) would; set ${check}, which
 * ends with paycheck_free().  ${fn} may be NULL.
 */
MUST_CHECK enum outcome paycheck_begin(int32_t, const struct bankprofile *,
    paycheck_fn *, void *, struct paycheck **, struct why *);

/** paycheck_feed(check, data, len, why): the next bytes of the file.
 * OUT_RETRY: memory is short.  What is wrong with them is a finding. */
MUST_CHECK enum outcome
paycheck_feed(struct paycheck *, const void *, size_t, struct why *);

/**
 * paycheck_end(check, result, why):
 * There are no more bytes.  Fill ${result}.
 * OUT_REJECT: there was an error; the first is the reason.
 */
MUST_CHECK enum outcome
paycheck_end(struct paycheck *, struct paycheck_result *, struct why *);

/** paycheck_free(check): behaves consistently with free(NULL). */
void paycheck_free(struct paycheck *);

/**
 * paycheck_file(data, len, today, profile, fn, ctx, result, why):
 * All of that for the ${len} bytes at ${data}.
 */
MUST_CHECK enum outcome
paycheck_file(const void *, size_t, int32_t, const struct bankprofile *,
    paycheck_fn *, void *, struct paycheck_result *, struct why *);

/**
 * paycheck_csv(data, len, control, clen, today, profile, fn, ctx, result,
 *     why):
 * The same for our payment CSV, against the ${clen} bytes of its control
 * sheet at ${control} (NULL: there is none to compare).
 */
MUST_CHECK enum outcome paycheck_csv(const void *, size_t, const void *, size_t,
    int32_t, const struct bankprofile *, paycheck_fn *, void *,
    struct paycheck_result *, struct why *);

/**
 * paycheck_control(data, len, control, clen, result, fn, ctx, why):
 * Compare the ${clen} bytes of the control sheet at ${control} with the
 * payment file at ${data} and what checking it brought (${result}).
 * OUT_REJECT (PAY-CONTROL): SHA-256, format, id, count or sum differ.
 */
MUST_CHECK enum outcome
paycheck_control(const void *, size_t, const void *, size_t,
    const struct paycheck_result *, paycheck_fn *, void *, struct why *);

/** paycheck_text(finding, secret, out): append it as one line of printable
 * ASCII; with ${secret} also the offending value. */
void paycheck_text(const struct paycheck_finding *, bool, struct buf *);

/** paycheck_json(finding, secret, out): the same as one JSON object. */
void paycheck_json(const struct paycheck_finding *, bool, struct buf *);

/** paycheck_summary(result, json, out): append format, id, number, sums, and
 * how many errors and warnings, as a line of text or one JSON object. */
void paycheck_summary(const struct paycheck_result *, bool, struct buf *);

#endif /* !DOMAIN_PAYCHECK_H */
