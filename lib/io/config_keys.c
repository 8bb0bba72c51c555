/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/config_keys.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* In the order of isupport.conf(5).  What has no default that is right for
 * every authority has none.  Of a bank, values depend on one another and are
 * checked where its profile is made. */
static const struct config_key keys[] = {
	{ "unit", "code", CONFIG_TEXT, "", "" },
	{ "unit", "name", CONFIG_TEXT, "", "" },
	{ "unit", "state", CONFIG_TEXT, "", "" },
	{ "unit", "territory", CONFIG_TEXT, "", "" },
	{ "unit", "timezone", CONFIG_TEXT, "", "UTC" },
	{ "unit", "calendar", CONFIG_TEXT, "", "" },
	{ "unit", "languages", CONFIG_TEXT, "", "en,de,pt,fr" },
	{ "unit", "quiet_seconds", CONFIG_NUMBER, "0-86400", "5" },
	{ "unit", "quiet_unknown_seconds", CONFIG_NUMBER, "0-86400", "30" },
	{ "unit", "incomplete_hours", CONFIG_NUMBER, "0-8760", "24" },
	{ "unit", "submission_minutes", CONFIG_NUMBER, "0-10080", "30" },
	{ "unit", "relay_hours", CONFIG_NUMBER, "0-8760", "12" },
	{ "unit", "delivery_hours", CONFIG_NUMBER, "0-8760", "24" },
	{ "unit", "retrieval_hours", CONFIG_NUMBER, "0-8760", "36" },
	{ "unit", "test_clock", CONFIG_YES, "", "no" },
	{ "unit", "map_size", CONFIG_SIZE, "", "256G" },
	{ "unit", "require_sandbox", CONFIG_YES, "", "no" },
	{ "unit", "street", CONFIG_TEXT, "", "" },
	{ "unit", "building", CONFIG_TEXT, "", "" },
	{ "unit", "postcode", CONFIG_TEXT, "", "" },
	{ "unit", "town", CONFIG_TEXT, "", "" },
	{ "unit", "country", CONFIG_TEXT, "", "" },
	{ "unit", "telephone", CONFIG_TEXT, "", "" },
	{ "unit", "fax", CONFIG_TEXT, "", "" },
	{ "unit", "email", CONFIG_TEXT, "", "" },
	{ "unit", "contact", CONFIG_TEXT, "", "" },
	{ "unit", "contact_telephone", CONFIG_TEXT, "", "" },
	{ "unit", "contact_email", CONFIG_TEXT, "", "" },
	{ "unit", "contact_languages", CONFIG_TEXT, "", "en" },

	{ "folders", "incoming", CONFIG_TEXT, "",
	    "spool/ecodex/iSupport_incoming" },
	{ "folders", "outgoing", CONFIG_TEXT, "",
	    "spool/ecodex/iSupport_outgoing" },
	{ "folders", "marker", CONFIG_TEXT, "", "processed" },

	{ "gates", "message_approvers", CONFIG_NUMBER, "0-2", "1" },
	{ "gates", "payment_approvers", CONFIG_NUMBER, "1-2", "2" },
	{ "gates", "release", CONFIG_YES, "", "yes" },
	{ "gates", "accept", CONFIG_YES, "", "yes" },
	{ "gates", "reminders", CONFIG_WORD, "approve|send|no", "approve" },
	{ "gates", "debt_falls", CONFIG_WORD, "collected|received",
	    "collected" },
	{ "gates", "receipt_counts_from", CONFIG_WORD, "delivery|registration",
	    "delivery" },

	{ "retention", "years", CONFIG_NUMBER, "0-100", "10" },

	{ "person.", "name", CONFIG_TEXT, "", "" },
	{ "person.", "uid", CONFIG_NUMBER, "0-4294967294", "" },
	{ "person.", "certificate", CONFIG_TEXT, "", "" },
	{ "person.", "roles", CONFIG_TEXT, "", "" },

	{ "bank.", "format", CONFIG_TEXT, "", "pain.001.001.09" },
	{ "bank.", "bic_placeholder", CONFIG_TEXT, "", "" },
	{ "bank.", "address", CONFIG_TEXT, "", "" },
	{ "bank.", "max_transfers", CONFIG_NUMBER, "", "" },
	{ "bank.", "days_ahead", CONFIG_NUMBER, "", "" },
	{ "bank.", "csv_separator", CONFIG_TEXT, "", "" },
	{ "bank.", "csv_bom", CONFIG_YES, "", "" },
	{ "bank.", "holder", CONFIG_TEXT, "", "" },
	{ "bank.", "iban", CONFIG_TEXT, "", "" },
	{ "bank.", "bic", CONFIG_TEXT, "", "" },
	{ "bank.", "currency", CONFIG_TEXT, "", "EUR" },
	{ "bank.", "street", CONFIG_TEXT, "", "" },
	{ "bank.", "building", CONFIG_TEXT, "", "" },
	{ "bank.", "postcode", CONFIG_TEXT, "", "" },
	{ "bank.", "town", CONFIG_TEXT, "", "" },
	{ "bank.", "country", CONFIG_TEXT, "", "" },
	{ "bank.", "language", CONFIG_TEXT, "", "" },
	{ "bank.", "charges", CONFIG_TEXT, "", "" },
	{ "bank.", "batch_booking", CONFIG_YES, "", "" },
	{ "bank.", "category_purpose", CONFIG_TEXT, "", "" },
	{ "bank.", "ultimate_debtor", CONFIG_YES, "", "" },

	{ "party.", "name", CONFIG_TEXT, "", "" },
	{ "party.", "street", CONFIG_TEXT, "", "" },
	{ "party.", "building", CONFIG_TEXT, "", "" },
	{ "party.", "postcode", CONFIG_TEXT, "", "" },
	{ "party.", "town", CONFIG_TEXT, "", "" },
	{ "party.", "country", CONFIG_TEXT, "", "" },
	{ "party.", "telephone", CONFIG_TEXT, "", "" },
	{ "party.", "fax", CONFIG_TEXT, "", "" },
	{ "party.", "email", CONFIG_TEXT, "", "" },
	{ "party.", "contact", CONFIG_TEXT, "", "" },
	{ "party.", "plain", CONFIG_YES, "", "no" },
	{ "party.", "ask_again", CONFIG_YES, "", "no" },
	{ "party.", "token", CONFIG_WORD, "ignored|if-present|required",
	    "if-present" },
	{ "party.", "retrieval", CONFIG_YES, "", "yes" },
	{ "party.", "bank", CONFIG_TEXT, "", "" },
	{ "party.", "pays_to", CONFIG_WORD, "creditor|authority", "creditor" },
	{ "party.", "account_holder", CONFIG_TEXT, "", "" },
	{ "party.", "iban", CONFIG_TEXT, "", "" },
	{ "party.", "bic", CONFIG_TEXT, "", "" },
	{ "party.", "account_number", CONFIG_TEXT, "", "" },
	{ "party.", "account_type", CONFIG_TEXT, "", "" },
	{ "party.", "bank_name", CONFIG_TEXT, "", "" },
	{ "party.", "bank_town", CONFIG_TEXT, "", "" },
	{ "party.", "bank_country", CONFIG_TEXT, "", "" },
	{ "party.", "clearing_code_type", CONFIG_TEXT, "", "" },
	{ "party.", "clearing_code", CONFIG_TEXT, "", "" },
	{ "party.", "tax_id", CONFIG_TEXT, "", "" },
	{ "party.", "tax_id_type", CONFIG_TEXT, "", "" },
	{ "party.", "language", CONFIG_TEXT, "", "" },
};

/* Whether name is the section, or the section and an ID of harmless bytes. */
static bool
is_section(const char *section, const char *name)
{
	size_t n = strlen(section);

	if (section[n - 1] != '.')
		return strcmp(section, name) == 0;
	return strncmp(section, name, n) == 0 && name[n] != '\0' &&
	    strspn(name + n,
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"abcdefghijklmnopqrstuvwxyz0123456789-_") == strlen(name + n);
}

const struct config_key *
config_key(const char *section, const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(keys[i].name, name) == 0 &&
		    is_section(keys[i].section, section))
			return &keys[i];
	return NULL;
}

static const char *
number_fault(const char *range, const char *value)
{
	size_t n = strlen(value);
	long least, most, v;
	char *end;

	if (n == 0 || n > 10 || strspn(value, "0123456789") != n)
		return "is no number";
	if (range[0] == '\0')
		return NULL;
	least = strtol(range, &end, 10);
	most = strtol(end + 1, NULL, 10);
	v = strtol(value, NULL, 10);
	return v < least || v > most ? "is out of range" : NULL;
}

static const char *
size_fault(const char *value)
{
	size_t n = strspn(value, "0123456789");

	/* 9 digits and G are below the end of a size_t. */
	if (n == 0 || n > 9 || strlen(value + n) > 1 ||
	    strspn(value + n, "KMG") != strlen(value + n))
		return "is no size (a number, and K, M or G)";
	return NULL;
}

static const char *
word_fault(const char *words, const char *value)
{
	size_t n = strlen(value);
	const char *p;

	for (p = words; p != NULL; p = strchr(p, '|')) {
		p += *p == '|' ? 1 : 0;
		if (n > 0 && strncmp(p, value, n) == 0 &&
		    (p[n] == '|' || p[n] == '\0'))
			return NULL;
	}
	return "is none of the words allowed";
}

static const char *
text_fault(const char *value)
{
	size_t n;

	for (; *value != '\0'; value += n)
		if ((n = utf8_next(value)) == 0 || *value == 0x7f ||
		    (*value > 0 && *value < ' '))
			return "is not UTF-8 text";
	return NULL;
}

const char *
config_kind_fault(const struct config_key *key, const char *value)
{
	switch (key->kind) {
	case CONFIG_NUMBER:
		return number_fault(key->arg, value);
	case CONFIG_YES:
		return word_fault("yes|no", value);
	case CONFIG_SIZE:
		return size_fault(value);
	case CONFIG_WORD:
		return word_fault(key->arg, value);
	case CONFIG_TEXT:
		break;
	}
	return text_fault(value);
}
