/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/bank/sepa_row.h"

#include <string.h>

#include "domain/bank/bankcodes.h"
#include "value/country.h"
#include "value/iban.h"
#include "value/money.h"
#include "value/name.h"

/* Each text: its element, which is its place in a reason, and its length. */
static const struct {
	char place[24];
	size_t max;
} texts[SEPA_TEXTS] = { [SEPA_NAME] = { "Cdtr/Nm", 70 },
	[SEPA_STREET] = { "Cdtr/PstlAdr/StrtNm", 70 },
	[SEPA_BUILDING] = { "Cdtr/PstlAdr/BldgNb", 16 },
	[SEPA_POSTCODE] = { "Cdtr/PstlAdr/PstCd", 16 },
	[SEPA_TOWN] = { "Cdtr/PstlAdr/TwnNm", 35 },
	[SEPA_REGION] = { "PstlAdr/CtrySubDvsn", 35 },
	[SEPA_LINE0] = { "Cdtr/PstlAdr/AdrLine", 70 },
	[SEPA_LINE1] = { "Cdtr/PstlAdr/AdrLine", 70 },
	[SEPA_ULTIMATE] = { "UltmtDbtr/Nm", 70 },
	[SEPA_REMITTANCE] = { "RmtInf/Ustrd", 140 } };

static bool
given(const char *s)
{

	return s != NULL && *s != '\0';
}

static enum outcome
refuse(struct why *why, const char *rule, const char *place, const char *text,
    const char *value)
{

	(void)why_reject(why, rule, "%s", text);
	why_at(why, 0, place);
	why_value(why, value);
	return OUT_REJECT;
}

static enum outcome
convert(const struct bankprofile *p, enum sepa_text which, const char *s,
    struct sepa_texts *t, struct why *why)
{
	enum outcome out;
	size_t at = t->bytes.len;

	if (!given(s))
		return OUT_OK;
	if ((out = name_to_epc(s, p->language, texts[which].max, &t->bytes,
		 why)) == OUT_REJECT) {
		why_at(why, 0, texts[which].place);
		why_value(why, s);
	}
	t->slice[which].at = at;
	t->slice[which].len = t->bytes.len - at;
	return out;
}

static void
clear(struct sepa_texts *t)
{

	buf_reset(&t->bytes);
	memset(t->slice, 0, sizeof(t->slice));
}

static enum outcome
check_amount(const struct sepa_row *r, struct why *why)
{

	if (!given(r->end_to_end) || !name_id_ok(r->end_to_end, 35))
		return refuse(why, "SEPA-ID", "PmtId/EndToEndId",
		    "not an identifier for banks", r->end_to_end);
	if (r->minor < 1 || r->minor > MONEY_SEPA_MAX)
		return refuse(why, "SEPA-AMOUNT", "Amt/InstdAmt",
		    "not from 0.01 to 999999999.99", NULL);
	if (given(r->currency) && strcmp(r->currency, "EUR") != 0)
		return refuse(why, "SEPA-CURRENCY", "Amt/InstdAmt",
		    "SEPA is in EUR only", r->currency);
	if (given(r->purpose) && !bankcodes_purpose(r->purpose))
		return refuse(why, "SEPA-PURPOSE", "Purp/Cd",
		    "no purpose of ISO 20022", r->purpose);
	return OUT_OK;
}

static enum outcome
check_bic(const struct sepa_row *r, struct why *why)
{
	enum outcome out;

	if (strncmp(r->bic, "NOTPROVI", 8) == 0)
		return refuse(why, "SEPA-BIC", "CdtrAgt",
		    "a placeholder, not a BIC", r->bic);
	if ((out = bic_check(r->bic, why)) != OUT_OK) {
		why_at(why, 0, "CdtrAgt");
		why_value(why, r->bic);
		return out;
	}
	if (!bic_matches(r->bic, r->iban))
		return refuse(why, "SEPA-BIC", "CdtrAgt",
		    "of another country than the IBAN", r->bic);
	return OUT_OK;
}

static bool
within_eea(const char *iban)
{
	const char country[3] = { iban[0], iban[1], '\0' };

	return iban_eea(country);
}

static enum outcome
check_account(
    const struct bankprofile *p, const struct sepa_row *r, struct why *why)
{
	enum outcome out;

	if (!given(r->iban))
		return refuse(why, "IBAN-FORM", "CdtrAcct", "missing", NULL);
	if ((out = iban_check(r->iban, why)) != OUT_OK) {
		why_at(why, 0, "CdtrAcct");
		why_value(why, r->iban);
		return out;
	}
	if (!iban_sepa(r->iban))
		return refuse(why, "SEPA-COUNTRY", "CdtrAcct",
		    "the account's country is not in the scheme", r->iban);
	if (given(r->bic) && (out = check_bic(r, why)) != OUT_OK)
		return out;
	if (within_eea(r->iban))
		return OUT_OK;
	if (!given(r->bic))
		return refuse(why, "SEPA-BIC", "CdtrAgt",
		    "needed where the bank is outside the EEA", NULL);
	if (*p->town == '\0' || *p->country == '\0')
		return refuse(why, "SEPA-PAYER", "Dbtr/PstlAdr",
		    "the payer's "
		    "town and country are needed where the payee's bank is "
		    "outside the EEA",
		    NULL);
	return OUT_OK;
}

bool
sepa_wants_payer_address(const struct sepa_row *r)
{

	return given(r->iban) && !within_eea(r->iban);
}

/* Whether any part is there that the profile would write. */
static bool
any_address(const struct bankprofile *p, const struct sepa_row *r)
{

	if (p->address == BANK_ADDRESS_NONE)
		return false;
	return given(r->street) || given(r->building) || given(r->postcode) ||
	    given(r->town) || given(r->region) || given(r->country) ||
	    given(r->lines[0]) || given(r->lines[1]);
}

static enum outcome
take_address(const struct bankprofile *p, const struct sepa_row *r,
    struct sepa_texts *t, struct why *why)
{
	enum outcome out;

	if (!given(r->town) || !given(r->country))
		return refuse(why, "SEPA-ADDRESS", "Cdtr/PstlAdr",
		    "an address needs its town and country", NULL);
	if (!country_ok(r->country))
		return refuse(why, "SEPA-ADDRESS", "Cdtr/PstlAdr/Ctry",
		    "no country of ISO 3166-1", r->country);
	if (p->address != BANK_ADDRESS_HYBRID &&
	    (given(r->lines[0]) || given(r->lines[1])))
		return refuse(why, "SEPA-ADDRESS", "Cdtr/PstlAdr/AdrLine",
		    "this bank takes no address lines", NULL);
	if ((out = convert(p, SEPA_STREET, r->street, t, why)) != OUT_OK ||
	    (out = convert(p, SEPA_BUILDING, r->building, t, why)) != OUT_OK ||
	    (out = convert(p, SEPA_POSTCODE, r->postcode, t, why)) != OUT_OK ||
	    (out = convert(p, SEPA_TOWN, r->town, t, why)) != OUT_OK ||
	    (out = convert(p, SEPA_REGION, r->region, t, why)) != OUT_OK ||
	    (out = convert(p, SEPA_LINE0, r->lines[0], t, why)) != OUT_OK)
		return out;
	return convert(p, SEPA_LINE1, r->lines[1], t, why);
}

static enum outcome
take_remittance(const struct bankprofile *p, const struct sepa_row *r,
    struct sepa_texts *t, struct why *why)
{

	if (!given(r->reference))
		return convert(p, SEPA_REMITTANCE, r->remittance, t, why);
	if (given(r->remittance))
		return refuse(why, "SEPA-REMITTANCE", "RmtInf",
		    "text and reference exclude each other", NULL);
	if (!rf_check(r->reference))
		return refuse(why, "SEPA-REMITTANCE", "RmtInf/Strd",
		    "no reference of ISO 11649", r->reference);
	return OUT_OK;
}

enum outcome
sepa_texts_row(const struct bankprofile *p, const struct sepa_row *r,
    struct sepa_texts *t, struct why *why)
{
	enum outcome out;

	clear(t);
	if ((out = check_amount(r, why)) != OUT_OK ||
	    (out = check_account(p, r, why)) != OUT_OK)
		return out;
	if (!given(r->name))
		return refuse(why, "EPC-EMPTY", "Cdtr/Nm", "missing", NULL);
	if ((out = convert(p, SEPA_NAME, r->name, t, why)) != OUT_OK)
		return out;
	if (any_address(p, r) && (out = take_address(p, r, t, why)) != OUT_OK)
		return out;
	if (p->ultimate_debtor &&
	    (out = convert(p, SEPA_ULTIMATE, r->ultimate_debtor, t, why)) !=
		OUT_OK)
		return out;
	return take_remittance(p, r, t, why);
}

enum outcome
sepa_texts_payer(const struct bankprofile *p, bool address,
    struct sepa_texts *t, struct why *why)
{
	enum outcome out;

	clear(t);
	if ((out = convert(p, SEPA_NAME, p->holder, t, why)) != OUT_OK ||
	    !address)
		return out;
	if ((out = convert(p, SEPA_STREET, p->street, t, why)) != OUT_OK ||
	    (out = convert(p, SEPA_BUILDING, p->building, t, why)) != OUT_OK ||
	    (out = convert(p, SEPA_POSTCODE, p->postcode, t, why)) != OUT_OK)
		return out;
	return convert(p, SEPA_TOWN, p->town, t, why);
}

enum outcome
sepa_check_row(
    const struct bankprofile *p, const struct sepa_row *r, struct why *why)
{
	struct sepa_texts t = { BUF_INIT, { { 0, 0 } } };
	enum outcome out = sepa_texts_row(p, r, &t, why);

	buf_wipe(&t.bytes);
	return out;
}
