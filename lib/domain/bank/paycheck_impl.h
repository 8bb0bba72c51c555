/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_PAYCHECK_IMPL_H
#define DOMAIN_PAYCHECK_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/why.h"
#include "domain/bank/bankprofile.h"
#include "domain/bank/paycheck.h"

/* paycheck_impl -- what the parts of paycheck share. */

/* ---- the grammar: paycheck_grammar.c ------------------------------------ */

enum pay_type {
	/* elements that hold elements */
	PAY_ROOT,
	PAY_DOCUMENT,
	PAY_INITIATION,
	PAY_GROUP,
	PAY_BLOCK,
	PAY_PAYMENT,
	PAY_PARTY,
	PAY_PARTY_NAMED,
	PAY_PARTY_ID,
	PAY_ORG,
	PAY_PERSON,
	PAY_BIRTH,
	PAY_GENERIC,
	PAY_SCHEME,
	PAY_KIND,
	PAY_KIND_PAYMENT,
	PAY_LEVEL,
	PAY_INSTRUMENT,
	PAY_CATEGORY_CHOICE,
	PAY_EXECUTION,
	PAY_ACCOUNT_PAYER,
	PAY_ACCOUNT_PAYEE,
	PAY_ACCOUNT_ID,
	PAY_PROXY,
	PAY_AGENT_PAYER,
	PAY_AGENT_PAYEE,
	PAY_BANK_PAYER,
	PAY_BANK_PAYEE,
	PAY_BANK_OTHER,
	PAY_IDS,
	PAY_AMOUNT_CHOICE,
	PAY_PURPOSE_CHOICE,
	PAY_REMITTANCE,
	PAY_STRUCTURED,
	PAY_REFERENCE_INFO,
	PAY_REFERENCE_TYPE,
	PAY_REFERENCE_CHOICE,
	PAY_ADDRESS,
	PAY_COMPLEX,
	/* elements that hold text */
	PAY_TEXT,
	PAY_ID,
	PAY_COUNT,
	PAY_SUM,
	PAY_TIME,
	PAY_DAY,
	PAY_DAY_TIME,
	PAY_BIRTHDAY,
	PAY_METHOD,
	PAY_FLAG,
	PAY_PRIORITY,
	PAY_SEPA,
	PAY_CODE,
	PAY_CATEGORY,
	PAY_IBAN,
	PAY_CURRENCY,
	PAY_BIC,
	PAY_NOTPROVIDED,
	PAY_CHARGES,
	PAY_UETR,
	PAY_AMOUNT,
	PAY_PURPOSE,
	PAY_SCOR,
	PAY_REFERENCE,
	PAY_COUNTRY,
	PAY_ANYBIC,
	PAY_LEI
};

#define PAY_03 1u
#define PAY_09 2u
#define PAY_ALL (PAY_03 | PAY_09)

struct pay_child {
	char name[18];
	unsigned char min, max; /* max 0: any number */
	unsigned char type;	/* enum pay_type */
	unsigned char versions;
	unsigned char len; /* characters at most */
	char miss[6];	   /* the bank's code where it is missing */
	char over[6];	   /* where there are too many */
	char bad[6];	   /* where its text is wrong or empty */
};

struct pay_rule {
	const struct pay_child *child;
	unsigned char n;
	bool choice; /* exactly one of them */
};

/** paycheck_rule(type): what an element of a type above PAY_COMPLEX holds. */
const struct pay_rule *paycheck_rule(enum pay_type);

/* ---- identifiers, for doubles: paycheck_ids.c ---------------------------- */

struct pay_ids {
	char *bytes; /* entries: line (4 bytes), text, NUL */
	size_t len, cap;
	uint32_t *at; /* where each entry begins */
	size_t n, n_cap;
};

/** paycheck_ids_add(ids, line, id): return 0, or -1 if memory is short. */
int paycheck_ids_add(struct pay_ids *, int, const char *);

/**
 * paycheck_ids_double(ids, i, line, id):
 * The next double at or after the ${i}-th in order of text, where *i begins
 * at 0: set ${line} to its line, ${id} to its text; false: no more.
 */
bool paycheck_ids_double(struct pay_ids *, size_t *, int *, const char **);

/** paycheck_ids_free(ids) */
void paycheck_ids_free(struct pay_ids *);

/* ---- bytes before the parser sees them: paycheck_scan.c ------------------ */

#define PAY_DECLARATION 200 /* bytes in which it ends */
#define PAY_TAG_MAX 4096    /* bytes of one tag */

struct pay_scan {
	int state;
	size_t tag; /* bytes of the tag so far */
	size_t head_len;
	char head[256]; /* the first bytes of the file, and NUL */
};

/**
 * paycheck_scan(scan, data, len):
 * Look at the next bytes.  Return NULL, or the rule that they break:
 * "XML-DOCTYPE" or "XML-ATTRIBUTES"; the parser must not see them then.
 */
const char *paycheck_scan(struct pay_scan *, const char *, size_t);

/* ---- the state of a check: paycheck.c ------------------------------------ */

#define PAY_DEPTH 24
#define PAY_VALUE 2100 /* bytes of a text that are kept */

struct pay_frame {
	const struct pay_child *def;
	int at;		      /* child last seen; -1 none yet */
	unsigned int times;   /* of that child */
	uint32_t seen;	      /* bit i: child i was there */
	uint32_t missed;      /* bit i: child i had not come when it was due */
	bool bad;	      /* something was told about what it holds */
	unsigned int ordinal; /* among its name, from 1 */
	int line;
};

struct paycheck {
	const struct bankprofile *profile;
	int32_t today;
	paycheck_fn *fn;
	void *ctx;
	struct paycheck_result result;
	struct why first; /* of the errors */
	struct pay_scan scan;
	void *parser;	      /* xmlParserCtxt */
	unsigned int version; /* PAY_03, PAY_09; 0 not known */
	const char *uri;      /* namespace; belongs to the parser */
	bool declared;	      /* the XML declaration has been looked at */
	bool closed;	      /* the root element has ended */
	bool dead, no_memory;
	int skip; /* depth below an element not known */
	int depth;
	int line;
	struct pay_frame frame[PAY_DEPTH];
	size_t value_len;
	bool value_cut;
	char value[PAY_VALUE + 1];
	char ccy[8]; /* of the amount in hand */

	struct pay_ids payments, blocks;
	int64_t group_count, block_count; /* as announced; -1: not, or */
	int64_t group_sum, block_sum;	  /* not to be compared */
	uint64_t blocks_seen, block_seen; /* blocks; payments in one */
	int64_t block_minor, minor;	  /* sums so far */
	bool instant; /* LclInstrm INST, of the block or of the payment */
	bool block_instant, all_instant;
	bool timed; /* the block has a DtTm */
	bool block_kind, block_charges, block_debtor;
	bool payer_address, outside_eea;
	bool issuer_iso;
	bool level_told, prefix_told; /* once is enough */
	char bic[16], iban[40];	      /* of the payment in hand */
	size_t strd, strd_blank;      /* characters within Strd; between tags */
	bool within_strd;
	char town[288], country[8], lines[2][288];
	int n_lines;
};

/** paycheck_tell(check, error, rule, code, text, value): a finding at the
 * element in hand. */
void paycheck_tell(struct paycheck *, bool, const char *, const char *,
    const char *, const char *);

/** paycheck_tell_at(check, line, ...): the same, of another line, without a
 * place. */
void paycheck_tell_at(struct paycheck *, int, bool, const char *, const char *,
    const char *, const char *);

/** paycheck_tell_finding(check, finding, rule, code, text, value): the same,
 * where severity, place and line stand in ${finding} already. */
void paycheck_tell_finding(struct paycheck *, struct paycheck_finding *,
    const char *, const char *, const char *, const char *);

/** paycheck_whole(check): what a file as a whole must fulfil: the bank's
 * limit, no double. */
void paycheck_whole(struct paycheck *);

/** paycheck_bytes(check, data, len, columns, separator, bom): tell where the
 * ${len} bytes at ${data} are no rows of ${columns} quoted fields each. */
void
paycheck_bytes(struct paycheck *, const char *, size_t, size_t, char, bool);

/** paycheck_compare(check, data, len, control, clen, why): tell how the
 * control sheet differs from the file at ${data}, whose result stands in
 * ${check}. */
MUST_CHECK enum outcome paycheck_compare(struct paycheck *, const void *,
    size_t, const void *, size_t, struct why *);

/** paycheck_sum_add(result, currency, minor): count a payment; false: too many
 * currencies, or the sum would pass 18 digits. */
bool paycheck_sum_add(struct paycheck_result *, const char *, int64_t);

/** paycheck_give_up(check, rule, text): the file as such is no good: nothing
 * after this is looked at. */
void paycheck_give_up(struct paycheck *, const char *, const char *);

/** paycheck_wrong(check, rule, code, text): an error, whose value is the text
 * of the leaf in hand. */
void
paycheck_wrong(struct paycheck *, const char *, const char *, const char *);

/** paycheck_unusual(check): warn of the way in which the text of the leaf in
 * hand is written. */
void paycheck_unusual(struct paycheck *);

/** paycheck_above(check, up): the type of the element ${up} above the one in
 * hand. */
enum pay_type paycheck_above(const struct paycheck *, int);

/** paycheck_keep(to, size, value): copy ${value}, cut to fit. */
void paycheck_keep(char *, size_t, const char *);

/** paycheck_form(s, pattern): whether ${s} begins as ${pattern} shows, where
 * 0 stands for any digit. */
bool paycheck_form(const char *, const char *);

/* The leaves of paycheck_value(), each for the text in hand. */
void paycheck_count(struct paycheck *, const struct pay_child *);
void paycheck_sum(struct paycheck *, const struct pay_child *);
void paycheck_amount(struct paycheck *);
void paycheck_day(struct paycheck *);
void paycheck_time(struct paycheck *, enum pay_type);
void paycheck_iban(struct paycheck *);
void paycheck_bic(struct paycheck *);

/** paycheck_bic_form(check): whether the text in hand is a BIC as the version
 * has it. */
bool paycheck_bic_form(const struct paycheck *);

/** paycheck_no_sum(check, def): the text in hand is no sum: those it belongs to
 * cannot be compared. */
void paycheck_no_sum(struct paycheck *, const struct pay_child *);

void paycheck_placeholder(struct paycheck *);
void paycheck_charges(struct paycheck *);

/** paycheck_value(check, def): check the text of the leaf in hand. */
void paycheck_value(struct paycheck *, const struct pay_child *);

/** paycheck_after(check, frame): what an element as a whole must fulfil, once
 * it ends. */
void paycheck_after(struct paycheck *, const struct pay_frame *);

/** paycheck_decimal(s, minor): an unsigned decimal as hundredths.  0, or -1: no
 * decimal; -2: over two decimals; -3: over 10^16. */
int paycheck_decimal(const char *, int64_t *);

#define PAYCHECK_SUM_MAX INT64_C(999999999999999999)

/** paycheck_controls(s): whether UTF-8 ${s} holds control characters. */
bool paycheck_controls(const char *);

#endif /* !DOMAIN_PAYCHECK_IMPL_H */
