/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/bank/paycheck_impl.h"

#include <string.h>
#include <strings.h>

#include "value/iban.h"

#define STRD_MAX 140

static enum pay_type
parent(const struct paycheck *c)
{

	return (enum pay_type)c->frame[c->depth - 1].def->type;
}

/* The end of a block: what it announced, and what it holds. */
static void
after_block(struct paycheck *c)
{

	if (c->block_count != -1 && (uint64_t)c->block_count != c->block_seen)
		paycheck_tell(c, true, "PAY-COUNT", "AM20",
		    "NbOfTxs is not the number of payments of the block", NULL);
	if (c->block_sum != -1 && c->block_sum != c->block_minor)
		paycheck_tell(c, true, "PAY-SUM", "AM17",
		    "CtrlSum is not the sum of the block", NULL);
	if (c->timed && !c->all_instant)
		paycheck_tell(c, true, "PAY-DATE", "DT01",
		    "a time of day is for instant transfers only", NULL);
	if (c->outside_eea && !c->payer_address)
		paycheck_tell(c, false, "PAY-ADDRESS", "BE07",
		    "a payee's "
		    "bank is outside the EEA: it may ask for the payer's "
		    "address",
		    NULL);
}

static void
after_initiation(struct paycheck *c)
{

	if (c->group_count != -1 && (uint64_t)c->group_count != c->result.count)
		paycheck_tell(c, true, "PAY-COUNT", "AM19",
		    "NbOfTxs is not the number of payments", NULL);
	if (c->group_sum != -1 && c->group_sum != c->minor)
		paycheck_tell(c, true, "PAY-SUM", "AM16",
		    "CtrlSum is not the sum of the payments", NULL);
}

static void
after_payment(struct paycheck *c, const struct pay_frame *f)
{
	const char country[3] = { c->iban[0],
		c->iban[0] == '\0' ? '\0' : c->iban[1], '\0' };

	c->block_seen++;
	c->result.count++;
	if (!c->block_kind && (f->seen & 2) == 0 && !c->level_told) {
		c->level_told = true;
		paycheck_tell(c, true, "PAY-LEVEL", "FF04",
		    "no service level: neither at the block nor at the payment",
		    NULL);
	}
	c->all_instant = c->all_instant && c->instant;
	if (c->iban[0] == '\0')
		return;
	if (c->bic[0] != '\0' && !bic_matches(c->bic, c->iban))
		paycheck_tell(c, true, "PAY-BIC", "RC04",
		    "BIC and IBAN are of two countries", c->bic);
	if (!iban_sepa(c->iban) || iban_eea(country))
		return;
	c->outside_eea = true;
	if (c->bic[0] == '\0')
		paycheck_tell(c, true, "PAY-BIC", "RC04",
		    "the BIC is needed "
		    "where the payee's bank is outside the EEA",
		    NULL);
}

/* Whether ${word} stands in ${text} as a word of its own, in any case. */
static bool
holds_word(const char *text, const char *word, bool any_case)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	size_t n = strlen(word);
	const char *p;

	if (n == 0)
		return false;
	for (p = text; *p != '\0'; p++)
		if ((p == text || strchr(letters, p[-1]) == NULL) &&
		    (any_case ? strncasecmp(p, word, n) :
				strncmp(p, word, n)) == 0 &&
		    (p[n] == '\0' || strchr(letters, p[n]) == NULL))
			return true;
	return false;
}

static void
after_address(struct paycheck *c)
{
	bool payer = c->frame[c->depth - 1].def->name[0] == 'D';
	bool town, country;
	int i;

	if (payer)
		c->payer_address = true;
	for (i = 0; i < c->n_lines; i++) {
		town = holds_word(c->lines[i], c->town, true);
		country = holds_word(c->lines[i], c->country, false);
		if (town || country)
			paycheck_tell(c, town && country, "PAY-ADDRESS", "BE04",
			    "town or country stand in a line again",
			    c->lines[i]);
	}
	if (c->n_lines > 0 && c->town[0] == '\0')
		paycheck_tell(c, true, "PAY-ADDRESS", "BE04",
		    "an address of lines alone, refused since 2026-11-15",
		    c->lines[0]);
	else if (c->n_lines > 0 && c->profile != NULL &&
	    c->profile->address != BANK_ADDRESS_HYBRID)
		paycheck_tell(c, false, "PAY-ADDRESS", "BE04",
		    "this bank is set to take no address lines", NULL);
}

/* PmtTpInf, UltmtDbtr: at one of the two levels only. */
static void
one_level(struct paycheck *c, bool *at_block)
{

	if (parent(c) == PAY_BLOCK)
		*at_block = true;
	else if (*at_block)
		paycheck_tell(c, true, "PAY-LEVELS", "CH07",
		    "stands at the block and at the payment", NULL);
}

static void
after_remittance(struct paycheck *c, const struct pay_frame *f)
{

	if ((f->seen & 3) == 3)
		paycheck_tell(c, true, "PAY-REMITTANCE", "RR07",
		    "text and reference exclude each other", NULL);
}

/* As it is written, or, once no blanks stand between the tags, at least. */
static void
after_structured(struct paycheck *c)
{

	if (c->strd > STRD_MAX)
		paycheck_tell(c, c->strd - c->strd_blank > STRD_MAX,
		    "PAY-LENGTH", "CH15",
		    "over 140 characters, tags and blanks between them "
		    "included",
		    NULL);
}

void
paycheck_after(struct paycheck *c, const struct pay_frame *f)
{

	switch (f->def->type) {
	case PAY_INITIATION:
		after_initiation(c);
		break;
	case PAY_BLOCK:
		after_block(c);
		break;
	case PAY_PAYMENT:
		after_payment(c, f);
		break;
	case PAY_ADDRESS:
		after_address(c);
		break;
	case PAY_KIND:
		c->block_instant = c->instant;
		one_level(c, &c->block_kind);
		break;
	case PAY_KIND_PAYMENT:
		one_level(c, &c->block_kind);
		break;
	case PAY_PARTY:
		if (strcmp(f->def->name, "UltmtDbtr") == 0)
			one_level(c, &c->block_debtor);
		break;
	case PAY_REMITTANCE:
		after_remittance(c, f);
		break;
	case PAY_STRUCTURED:
		after_structured(c);
		break;
	default:
		break;
	}
}
