/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/bank/sepa.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "domain/bank/sepa_row.h"
#include "value/date.h"
#include "value/name.h"

/*
 * The bank's characters hold none that XML would want escaped, and what is
 * written is converted text, a checked identifier or a checked code.  So
 * bytes are copied as they are.
 */
#define OUT_SIZE ((size_t)64 << 10)
#define PIECE_MAX ((size_t)8 << 10) /* over the longest row */
#define SUM_MAX INT64_C(999999999999999999)

struct sepa {
	const struct bankprofile *profile;
	sepa_put *put;
	void *ctx;
	struct sepa_texts texts; /* of the row in hand */
	uint32_t count, announced;
	int64_t minor, announced_minor;
	bool payer_address;
	size_t len; /* bytes waiting in out */
	char out[OUT_SIZE];
};

enum outcome
sepa_put_buf(void *ctx, const void *data, size_t len, struct why *why)
{
	struct buf *b = ctx;

	if (buf_add(b, data, len) == -1)
		return buf_ok(b, why);
	return OUT_OK;
}

static void
add(struct sepa *s, const char *data, size_t len)
{

	assert(len <= OUT_SIZE - s->len);
	memcpy(s->out + s->len, data, len);
	s->len += len;
}

#define LITERAL(s, text) add((s), "" text, sizeof(text) - 1)

static void
adds(struct sepa *s, const char *text)
{

	add(s, text, strlen(text));
}

/* Decimal digits of n, at least min of them. */
static void
add_digits(struct sepa *s, uint64_t n, size_t min)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + n % 10);
		n /= 10;
	} while (n != 0 || sizeof(digits) - at < min);
	add(s, digits + at, sizeof(digits) - at);
}

static void
add_cents(struct sepa *s, int64_t minor)
{

	add_digits(s, (uint64_t)minor / 100, 1);
	LITERAL(s, ".");
	add_digits(s, (uint64_t)minor % 100, 2);
}

/* The text that was prepared for the element; nothing if there is none. */
static void
add_text(
    struct sepa *s, const char *open, enum sepa_text which, const char *close)
{
	const struct sepa_slice *t = &s->texts.slice[which];

	if (t->len == 0)
		return;
	adds(s, open);
	add(s, (const char *)s->texts.bytes.data + t->at, t->len);
	adds(s, close);
}

/* Hand on what waits if another piece might not fit. */
static enum outcome
flush(struct sepa *s, size_t want, struct why *why)
{
	enum outcome out;

	if (OUT_SIZE - s->len >= want)
		return OUT_OK;
	out = s->put(s->ctx, s->out, s->len, why);
	s->len = 0;
	return out;
}

static void
add_agent(struct sepa *s, const char *name, const char *bic)
{

	LITERAL(s, "<");
	adds(s, name);
	LITERAL(s, "><FinInstnId>");
	if (*bic == '\0') {
		LITERAL(s, "<Othr><Id>NOTPROVIDED</Id></Othr>");
	} else if (s->profile->format == BANK_PAIN_03) {
		LITERAL(s, "<BIC>");
		adds(s, bic);
		LITERAL(s, "</BIC>");
	} else {
		LITERAL(s, "<BICFI>");
		adds(s, bic);
		LITERAL(s, "</BICFI>");
	}
	LITERAL(s, "</FinInstnId></");
	adds(s, name);
	LITERAL(s, ">");
}

static void
add_address(struct sepa *s, const char *country)
{

	if (s->texts.slice[SEPA_TOWN].len == 0)
		return;
	LITERAL(s, "<PstlAdr>");
	add_text(s, "<StrtNm>", SEPA_STREET, "</StrtNm>");
	add_text(s, "<BldgNb>", SEPA_BUILDING, "</BldgNb>");
	add_text(s, "<PstCd>", SEPA_POSTCODE, "</PstCd>");
	add_text(s, "<TwnNm>", SEPA_TOWN, "</TwnNm>");
	add_text(s, "<CtrySubDvsn>", SEPA_REGION, "</CtrySubDvsn>");
	LITERAL(s, "<Ctry>");
	adds(s, country);
	LITERAL(s, "</Ctry>");
	add_text(s, "<AdrLine>", SEPA_LINE0, "</AdrLine>");
	add_text(s, "<AdrLine>", SEPA_LINE1, "</AdrLine>");
	LITERAL(s, "</PstlAdr>");
}

static void
add_totals(struct sepa *s, const struct sepa_head *h)
{

	LITERAL(s, "<NbOfTxs>");
	add_digits(s, h->count, 1);
	LITERAL(s, "</NbOfTxs><CtrlSum>");
	add_cents(s, h->minor);
	LITERAL(s, "</CtrlSum>");
}

static void
add_group(struct sepa *s, const struct sepa_head *h)
{

	LITERAL(s,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:");
	adds(s, bankprofile_format(s->profile));
	LITERAL(s, "\">\n<CstmrCdtTrfInitn>\n<GrpHdr><MsgId>");
	adds(s, h->msg_id);
	LITERAL(s, "</MsgId><CreDtTm>");
	adds(s, h->created);
	LITERAL(s, "</CreDtTm>");
	add_totals(s, h);
	add_text(s, "<InitgPty><Nm>", SEPA_NAME, "</Nm></InitgPty>");
	LITERAL(s, "</GrpHdr>\n");
}

static void
add_block(struct sepa *s, const struct sepa_head *h)
{
	char day[DATE_TEXT];

	LITERAL(s, "<PmtInf><PmtInfId>");
	adds(s, h->msg_id);
	LITERAL(s, "</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>");
	adds(s, s->profile->batch_booking ? "true" : "false");
	LITERAL(s, "</BtchBookg>");
	add_totals(s, h);
	LITERAL(s, "<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl><CtgyPurp><Cd>");
	adds(s, s->profile->category_purpose);
	LITERAL(s, "</Cd></CtgyPurp></PmtTpInf><ReqdExctnDt>");
	if (s->profile->format != BANK_PAIN_03)
		LITERAL(s, "<Dt>");
	adds(s, date_format(h->execution, day));
	if (s->profile->format != BANK_PAIN_03)
		LITERAL(s, "</Dt>");
	LITERAL(s, "</ReqdExctnDt>\n<Dbtr>");
	add_text(s, "<Nm>", SEPA_NAME, "</Nm>");
	add_address(s, s->profile->country);
	LITERAL(s, "</Dbtr><DbtrAcct><Id><IBAN>");
	adds(s, s->profile->iban);
	LITERAL(s, "</IBAN></Id></DbtrAcct>");
	add_agent(s, "DbtrAgt", s->profile->bic);
	LITERAL(s, "<ChrgBr>SLEV</ChrgBr>\n");
}

static enum outcome
check_head(
    const struct bankprofile *p, const struct sepa_head *h, struct why *why)
{
	int64_t t;

	if (!name_id_ok(h->msg_id, 35))
		return why_reject(
		    why, "SEPA-ID", "message id: not an identifier for banks");
	if (h->count == 0 || h->count > p->max_transfers)
		return why_reject(why, "SEPA-COUNT",
		    "no payment, or more than the bank takes in one file");
	if (h->minor < 1 || h->minor > SUM_MAX)
		return why_reject(why, "SEPA-SUM", "sum out of range");
	if (!time_parse(h->created, &t))
		return why_reject(why, "SEPA-DATE", "created: not a time");
	if (!date_target_open(h->execution))
		return why_reject(
		    why, "SEPA-DATE", "TARGET is closed on the execution day");
	if (*p->holder == '\0' || *p->iban == '\0')
		return why_reject(
		    why, "SEPA-PAYER", "the bank profile has no account");
	if (h->payer_address && (*p->town == '\0' || *p->country == '\0'))
		return why_reject(why, "SEPA-PAYER",
		    "the bank profile has no town and country");
	return OUT_OK;
}

enum outcome
sepa_begin(const struct bankprofile *p, const struct sepa_head *h,
    sepa_put *put, void *ctx, struct sepa **sepap, struct why *why)
{
	struct sepa *s;
	enum outcome out;

	assert(p->format != BANK_CSV);
	*sepap = NULL;
	if ((out = check_head(p, h, why)) != OUT_OK)
		return out;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return why_retry(why, "sepa: out of memory");
	s->profile = p;
	s->put = put;
	s->ctx = ctx;
	s->announced = h->count;
	s->announced_minor = h->minor;
	s->payer_address = h->payer_address;
	if ((out = sepa_texts_payer(p, h->payer_address, &s->texts, why)) !=
	    OUT_OK) {
		sepa_free(s);
		return out;
	}
	add_group(s, h);
	add_block(s, h);
	*sepap = s;
	return OUT_OK;
}

static void
add_payment(struct sepa *s, const struct sepa_row *r)
{

	LITERAL(s, "<CdtTrfTxInf><PmtId><InstrId>");
	adds(s, r->end_to_end);
	LITERAL(s, "</InstrId><EndToEndId>");
	adds(s, r->end_to_end);
	LITERAL(s, "</EndToEndId></PmtId><Amt><InstdAmt Ccy=\"EUR\">");
	add_cents(s, r->minor);
	LITERAL(s, "</InstdAmt></Amt>");
	add_text(s, "<UltmtDbtr><Nm>", SEPA_ULTIMATE, "</Nm></UltmtDbtr>");
	if (r->bic != NULL && *r->bic != '\0')
		add_agent(s, "CdtrAgt", r->bic);
	else if (s->profile->notprovided)
		add_agent(s, "CdtrAgt", "");
	add_text(s, "<Cdtr><Nm>", SEPA_NAME, "</Nm>");
	add_address(s, r->country);
	LITERAL(s, "</Cdtr><CdtrAcct><Id><IBAN>");
	adds(s, r->iban);
	LITERAL(s, "</IBAN></Id></CdtrAcct>");
	if (r->purpose != NULL && *r->purpose != '\0') {
		LITERAL(s, "<Purp><Cd>");
		adds(s, r->purpose);
		LITERAL(s, "</Cd></Purp>");
	}
	add_text(s, "<RmtInf><Ustrd>", SEPA_REMITTANCE, "</Ustrd></RmtInf>");
	if (r->reference != NULL && *r->reference != '\0') {
		LITERAL(s,
		    "<RmtInf><Strd><CdtrRefInf><Tp><CdOrPrtry>"
		    "<Cd>SCOR</Cd></CdOrPrtry><Issr>ISO</Issr></Tp><Ref>");
		adds(s, r->reference);
		LITERAL(s, "</Ref></CdtrRefInf></Strd></RmtInf>");
	}
	LITERAL(s, "</CdtTrfTxInf>\n");
}

enum outcome
sepa_row(struct sepa *s, const struct sepa_row *r, struct why *why)
{
	enum outcome out;

	if ((out = sepa_texts_row(s->profile, r, &s->texts, why)) != OUT_OK)
		return out;
	if (!s->payer_address && sepa_wants_payer_address(r))
		return why_reject(why, "SEPA-PAYER",
		    "a bank outside the EEA "
		    "wants the payer's address, which this file leaves out");
	if (s->count == s->announced ||
	    r->minor > s->announced_minor - s->minor)
		return why_reject(why,
		    s->count == s->announced ? "SEPA-COUNT" : "SEPA-SUM",
		    "more than was announced");
	if ((out = flush(s, PIECE_MAX, why)) != OUT_OK)
		return out;
	add_payment(s, r);
	s->count++;
	s->minor += r->minor;
	return OUT_OK;
}

enum outcome
sepa_end(struct sepa *s, struct why *why)
{
	enum outcome out;

	if (s->count != s->announced)
		return why_reject(why, "SEPA-COUNT",
		    "%u payments announced, %u written",
		    (unsigned int)s->announced, (unsigned int)s->count);
	if (s->minor != s->announced_minor)
		return why_reject(
		    why, "SEPA-SUM", "the sum is not the one announced");
	if ((out = flush(s, PIECE_MAX, why)) != OUT_OK)
		return out;
	LITERAL(s, "</PmtInf>\n</CstmrCdtTrfInitn>\n</Document>\n");
	return flush(s, OUT_SIZE + 1, why);
}

void
sepa_free(struct sepa *s)
{

	if (s == NULL)
		return;
	buf_wipe(&s->texts.bytes);
	memset(s, 0, sizeof(*s));
	free(s);
}
