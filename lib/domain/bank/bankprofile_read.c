/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "domain/bank/bankcodes.h"
#include "domain/bank/bankprofile.h"
#include "value/country.h"
#include "value/iban.h"
#include "value/money.h"
#include "value/name.h"

static const char *const addresses[] = { [BANK_ADDRESS_NONE] = "none",
	[BANK_ADDRESS_STRUCTURED] = "structured",
	[BANK_ADDRESS_HYBRID] = "hybrid" };

/* What is being read: a section of the configuration. */
struct source {
	const struct config *config;
	char section[64];
};

static enum outcome
refuse(struct why *why, const char *key, const char *text, const char *value)
{

	(void)why_reject(why, "BANK-PROFILE", "%s", text);
	why_at(why, 0, key);
	why_value(why, value);
	return OUT_REJECT;
}

/* Copy the value of key, if there is one, to the size bytes at to. */
static enum outcome
take(const struct source *s, const char *key, char *to, size_t size,
    struct why *why)
{
	const char *value = config_get(s->config, s->section, key);

	if (*value == '\0')
		return OUT_OK;
	if (strlen(value) >= size)
		return refuse(why, key, "too long", value);
	if (!name_utf8_ok(value, strlen(value)))
		return refuse(why, key, "not UTF-8 text", value);
	strcpy(to, value);
	return OUT_OK;
}

/* The place of the value of key among the n words; def if it is not set. */
static enum outcome
choose(const struct source *s, const char *key, const char *const *words, int n,
    int def, int *chosen, struct why *why)
{
	const char *value = config_get(s->config, s->section, key);
	int i;

	*chosen = def;
	if (*value == '\0')
		return OUT_OK;
	for (i = 0; i < n; i++)
		if (strcmp(value, words[i]) == 0) {
			*chosen = i;
			return OUT_OK;
		}
	return refuse(why, key, "not one of the words allowed", value);
}

/* A whole number from min to max; *n stays if it is not set. */
static enum outcome
number(const struct source *s, const char *key, long min, long max, long *n,
    struct why *why)
{
	const char *value = config_get(s->config, s->section, key);
	long v;

	if (*value == '\0')
		return OUT_OK;
	v = config_number(s->config, s->section, key);
	if (strspn(value, "0123456789") != strlen(value) || v < min || v > max)
		return refuse(why, key, "not a number in its range", value);
	*n = v;
	return OUT_OK;
}

static void
yes(const struct source *s, const char *key, bool *flag)
{

	if (*config_get(s->config, s->section, key) != '\0')
		*flag = config_yes(s->config, s->section, key);
}

static enum outcome
read_words(const struct source *s, struct bankprofile *p, struct why *why)
{
	static const char *const holders[] = { "omit", "notprovided" };
	const char *sep = config_get(s->config, s->section, "csv_separator");
	enum outcome out;
	int i;

	if ((out = choose(s, "bic_placeholder", holders, 2, 0, &i, why)) !=
	    OUT_OK)
		return out;
	p->notprovided = i == 1;
	if ((out = choose(s, "address", addresses, 3, BANK_ADDRESS_NONE, &i,
		 why)) != OUT_OK)
		return out;
	p->address = (enum bank_address)i;
	if (strcmp(sep, ";") == 0 || strcmp(sep, "semicolon") == 0)
		p->separator = ';';
	else if (*sep != '\0' && strcmp(sep, ",") != 0 &&
	    strcmp(sep, "comma") != 0)
		return refuse(
		    why, "csv_separator", "not comma or semicolon", sep);
	yes(s, "csv_bom", &p->bom);
	yes(s, "batch_booking", &p->batch_booking);
	yes(s, "ultimate_debtor", &p->ultimate_debtor);
	return OUT_OK;
}

static enum outcome
read_numbers(const struct source *s, struct bankprofile *p, struct why *why)
{
	enum outcome out;
	long transfers = (long)p->max_transfers, days = p->days_ahead;

	if ((out = number(s, "max_transfers", 1, BANK_TRANSFERS_MAX, &transfers,
		 why)) != OUT_OK ||
	    (out = number(s, "days_ahead", BANK_DAYS_MIN, BANK_DAYS_MAX, &days,
		 why)) != OUT_OK)
		return out;
	p->max_transfers = (uint32_t)transfers;
	p->days_ahead = (int)days;
	return OUT_OK;
}

static enum outcome
read_texts(const struct source *s, struct bankprofile *p, struct why *why)
{
	const struct {
		const char *key;
		char *to;
		size_t size;
	} texts[] = { { "holder", p->holder, sizeof(p->holder) },
		{ "iban", p->iban, sizeof(p->iban) },
		{ "bic", p->bic, sizeof(p->bic) },
		{ "currency", p->currency, sizeof(p->currency) },
		{ "street", p->street, sizeof(p->street) },
		{ "building", p->building, sizeof(p->building) },
		{ "postcode", p->postcode, sizeof(p->postcode) },
		{ "town", p->town, sizeof(p->town) },
		{ "country", p->country, sizeof(p->country) },
		{ "language", p->language, sizeof(p->language) },
		{ "charges", p->charges, sizeof(p->charges) },
		{ "category_purpose", p->category_purpose,
		    sizeof(p->category_purpose) } };
	enum outcome out;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if ((out = take(s, texts[i].key, texts[i].to, texts[i].size,
			 why)) != OUT_OK)
			return out;
	return OUT_OK;
}

static enum outcome
check_account(const struct bankprofile *p, struct why *why)
{

	if (*p->holder == '\0')
		return refuse(why, "holder", "missing", NULL);
	if (*p->iban == '\0')
		return refuse(why, "iban", "missing", NULL);
	if (iban_check(p->iban, why) != OUT_OK)
		return refuse(why, "iban", "not a valid IBAN", p->iban);
	if (*p->bic != '\0' && bic_check(p->bic, why) != OUT_OK)
		return refuse(why, "bic", "not a BIC", p->bic);
	if (*p->bic != '\0' && !bic_matches(p->bic, p->iban))
		return refuse(
		    why, "bic", "of another country than the IBAN", p->bic);
	if (money_scale(p->currency) == -1)
		return refuse(
		    why, "currency", "no currency of ISO 4217", p->currency);
	if (*p->country != '\0' && !country_ok(p->country))
		return refuse(
		    why, "country", "no country of ISO 3166-1", p->country);
	if (!language_ok(p->language))
		return refuse(
		    why, "language", "no language of ISO 639-1", p->language);
	return OUT_OK;
}

/* Whether a text of ours can be written with the bank's characters. */
static enum outcome
check_text(const struct bankprofile *p, const char *key, const char *text,
    size_t max, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out = OUT_OK;

	if (*text != '\0')
		out = name_to_epc(text, p->language, max, &b, why);
	buf_free(&b);
	if (out == OUT_REJECT)
		return refuse(why, key, "cannot be written for a bank", text);
	return out;
}

static enum outcome
check_sepa(const struct bankprofile *p, struct why *why)
{
	enum outcome out;

	if (!iban_sepa(p->iban))
		return refuse(why, "iban", "not of a SEPA country", p->iban);
	if (strcmp(p->currency, "EUR") != 0)
		return refuse(
		    why, "currency", "SEPA is in EUR only", p->currency);
	if (strcmp(p->charges, "SLEV") != 0)
		return refuse(why, "charges", "SEPA has SLEV only", p->charges);
	if (!bankcodes_category(p->category_purpose))
		return refuse(why, "category_purpose",
		    "no category purpose of ISO 20022", p->category_purpose);
	if ((out = check_text(p, "holder", p->holder, 70, why)) != OUT_OK ||
	    (out = check_text(p, "street", p->street, 70, why)) != OUT_OK ||
	    (out = check_text(p, "building", p->building, 16, why)) != OUT_OK ||
	    (out = check_text(p, "postcode", p->postcode, 16, why)) != OUT_OK)
		return out;
	return check_text(p, "town", p->town, 35, why);
}

static enum outcome
check_csv(const struct bankprofile *p, struct why *why)
{

	if (strcmp(p->charges, "OUR") != 0 && strcmp(p->charges, "SHA") != 0 &&
	    strcmp(p->charges, "BEN") != 0)
		return refuse(
		    why, "charges", "not OUR, SHA or BEN", p->charges);
	return OUT_OK;
}

enum outcome
bankprofile_read(const struct config *config, const char *id,
    struct bankprofile *p, struct why *why)
{
	struct source s = { config, "" };
	enum outcome out;
	int format;

	if (strlen(id) >= sizeof(p->id))
		return refuse(why, "bank", "the name is too long", id);
	(void)snprintf(s.section, sizeof(s.section), "bank.%s", id);
	if (!config_has(config, s.section))
		return refuse(why, "bank", "no section [bank.ID] has it", id);
	if ((out = choose(&s, "format", bank_format_names, BANK_FORMATS,
		 BANK_PAIN_09, &format, why)) != OUT_OK)
		return out;
	bankprofile_default((enum bank_format)format, p);
	strcpy(p->id, id);
	if ((out = read_words(&s, p, why)) != OUT_OK ||
	    (out = read_numbers(&s, p, why)) != OUT_OK ||
	    (out = read_texts(&s, p, why)) != OUT_OK ||
	    (out = check_account(p, why)) != OUT_OK)
		return out;
	return p->format == BANK_CSV ? check_csv(p, why) : check_sepa(p, why);
}
