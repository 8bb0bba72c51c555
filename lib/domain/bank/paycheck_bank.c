/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "domain/bank/paycheck_impl.h"
#include "value/iban.h"

#define DIGITS "0123456789"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LOWER "abcdefghijklmnopqrstuvwxyz"

void
paycheck_iban(struct paycheck *c)
{
	bool payer = paycheck_above(c, 2) == PAY_ACCOUNT_PAYER;
	const char *code = payer ? "AC02" : "AC01";
	struct why why = WHY_INIT;

	if (strspn(c->value, UPPER) < 2 || strspn(c->value + 2, DIGITS) < 2 ||
	    strspn(c->value, UPPER LOWER DIGITS) != strlen(c->value)) {
		paycheck_wrong(
		    c, "PAY-IBAN", "FF01", "not in the form of an IBAN");
		return;
	}
	if (iban_check(c->value, &why) != OUT_OK) {
		paycheck_wrong(c, why.rule, code, why.text);
		return;
	}
	if (!iban_sepa(c->value))
		paycheck_wrong(c, "PAY-COUNTRY", "AG01",
		    "the account's country is not in the SEPA scheme");
	if (!iban_national_ok(c->value))
		paycheck_tell(c, false, "PAY-NATIONAL", code,
		    "the national check digits do not hold", c->value);
	if (payer && c->profile != NULL && *c->profile->iban != '\0' &&
	    strcmp(c->profile->iban, c->value) != 0)
		paycheck_tell(c, false, "PAY-PAYER", "",
		    "not the account that this bank is set to", c->value);
	if (!payer)
		paycheck_keep(c->iban, sizeof(c->iban), c->value);
}

/* .03 has letters alone for bank and country, and in the two characters of the
 * place no 0 or 1 and no O. */
bool
paycheck_bic_form(const struct paycheck *c)
{
	const char *place = c->value + 6;
	struct why why = WHY_INIT;

	if (bic_check(c->value, &why) != OUT_OK)
		return false;
	return c->version != PAY_03 ||
	    (strspn(c->value, UPPER) >= 6 && place[0] != '0' &&
		place[0] != '1' && place[1] != 'O');
}

void
paycheck_bic(struct paycheck *c)
{

	if (strncmp(c->value, "NOTPROVI", 8) == 0)
		paycheck_wrong(
		    c, "PAY-BIC", "RC01", "a placeholder, not a BIC");
	else if (!paycheck_bic_form(c))
		paycheck_wrong(
		    c, "PAY-BIC", "RC01", "not in the form of a BIC");
	else if (paycheck_above(c, 1) == PAY_BANK_PAYEE)
		paycheck_keep(c->bic, sizeof(c->bic), c->value);
}

void
paycheck_placeholder(struct paycheck *c)
{

	if (strcmp(c->value, "NOTPROVIDED") != 0)
		paycheck_wrong(c, "PAY-BIC", "CH16", "not NOTPROVIDED");
	else if (paycheck_above(c, 2) == PAY_BANK_PAYEE &&
	    (c->profile == NULL || !c->profile->notprovided))
		paycheck_wrong(c, "PAY-BIC", "CH16",
		    "the payee's bank has a BIC or is left out");
}

void
paycheck_charges(struct paycheck *c)
{

	if (strcmp(c->value, "SLEV") != 0)
		paycheck_wrong(c, "PAY-CHARGES", "CH16", "SEPA has SLEV only");
	if (paycheck_above(c, 1) == PAY_BLOCK)
		c->block_charges = true;
	else if (c->block_charges)
		paycheck_wrong(c, "PAY-LEVELS", "CH07",
		    "stands at the block and at the payment");
}
