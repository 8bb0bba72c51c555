/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/form/appread.h"

#include <stdlib.h>
#include <string.h>

#include "io/record.h"
#include "io/xmlin.h"
#include "value/date.h"
#include "value/money.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

void
read_items(struct reading *r, const xmlNode *node, void *record,
    const struct read_item *items, size_t n)
{
	const xmlNode *at;
	size_t i;

	for (i = 0; i < n && r->out == OUT_OK; i++)
		if ((at = xmlin_find(node, items[i].path)) != NULL)
			items[i].read(
			    r, at, (unsigned char *)record + items[i].offset);
}

void
read_short(struct reading *r)
{

	if (r->out == OUT_OK)
		r->out = why_retry(r->why, "out of memory");
}

void
read_set(struct reading *r, char **field, const char *s)
{

	if (r->out == OUT_OK && record_set(field, s) == -1)
		read_short(r);
}

void *
read_make(struct reading *r, const ProtobufCMessageDescriptor *type, void *slot)
{
	void *record;

	memcpy(&record, slot, sizeof(record));
	if (record == NULL && (record = record_new(type)) == NULL)
		read_short(r);
	memcpy(slot, &record, sizeof(record));
	return record;
}

void
read_copy(struct reading *r, const void *message, void *slot)
{
	void *record;

	memcpy(&record, slot, sizeof(record));
	if (r->out != OUT_OK || message == NULL || record != NULL)
		return;
	if ((record = record_copy(message)) == NULL)
		read_short(r);
	memcpy(slot, &record, sizeof(record));
}

/* The element's text, which the caller frees; NULL once something failed. */
static char *
text_of(struct reading *r, const xmlNode *node)
{
	char *s;

	if (r->out != OUT_OK)
		return NULL;
	if ((s = xmlin_text(node, "")) == NULL)
		read_short(r);
	return s;
}

void
read_text(struct reading *r, const xmlNode *node, void *field)
{
	char *s = text_of(r, node);

	if (s != NULL)
		read_set(r, field, s);
	free(s);
}

void
read_date(struct reading *r, const xmlNode *node, void *field)
{
	char *s = text_of(r, node);
	int32_t day;

	/* What is no day is told by the schema. */
	if (s != NULL && date_parse(s, &day))
		read_set(r, field, s);
	free(s);
}

void
read_language(struct reading *r, const xmlNode *node, void *field)
{
	char *s;

	if (r->out != OUT_OK)
		return;
	if ((s = xmlin_attr(node, "language")) == NULL)
		read_short(r);
	else
		read_set(r, field, s);
	free(s);
}

/* A repeated field in a record: protobuf-c puts the count before the array. */
struct texts {
	size_t n;
	char **text;
};

void
read_texts(struct reading *r, const xmlNode *node, void *field)
{
	struct texts *t = field;
	char *s;
	void **slot;

	for (; node != NULL; node = xmlin_next(node)) {
		if ((s = text_of(r, node)) == NULL)
			return;
		if ((slot = record_add(&t->text, &t->n)) == NULL) {
			free(s);
			read_short(r);
			return;
		}
		*slot = s;
	}
}

void
read_tick(struct reading *r, const xmlNode *node, void *field)
{
	char *s = text_of(r, node);

	if (s != NULL)
		*(protobuf_c_boolean *)field =
		    strcmp(s, "true") == 0 || strcmp(s, "1") == 0;
	free(s);
}

void
read_number(struct reading *r, const xmlNode *node, void *field)
{
	char *s = text_of(r, node), *end;
	unsigned long n;

	if (s != NULL && s[0] >= '0' && s[0] <= '9') {
		n = strtoul(s, &end, 10);
		if (*end == '\0' && n <= 99999)
			*(uint32_t *)field = (uint32_t)n;
	}
	free(s);
}

/* Tell that the amount in node is none; it is left out. */
static void
no_amount(struct reading *r, const xmlNode *node, struct why *reason)
{
	char path[128];

	why_at(reason, (int)xmlGetLineNo((xmlNode *)(uintptr_t)node),
	    xmlin_path(node, path, sizeof(path)));
	r->out = finding_why(r->list, r->severity, reason, r->why);
}

void
read_money(struct reading *r, const xmlNode *node, void *field)
{
	struct why reason = WHY_INIT;
	char *s = text_of(r, node), *currency = NULL;
	Rec__Money *m;
	int64_t minor;

	if (s != NULL && (currency = xmlin_attr(node, "currency")) == NULL)
		read_short(r);
	if (currency == NULL)
		goto done;
	if (money_parse(s, currency, &minor, &reason) != OUT_OK) {
		no_amount(r, node, &reason);
		goto done;
	}
	if ((m = read_make(r, &rec__money__descriptor, field)) == NULL)
		goto done;
	m->minor = minor;
	read_set(r, &m->currency, currency);
done:
	free(currency);
	free(s);
}

static const struct read_item person_items[] = {
	{ "FamilyNames", read_text, offsetof(Rec__Person, family) },
	{ "GivenNames", read_text, offsetof(Rec__Person, given) },
	{ "DateOfBirth", read_date, offsetof(Rec__Person, born) },
	{ "PlaceOfBirth", read_text, offsetof(Rec__Person, birth_place) },
	{ "PersonalIdNumber", read_text, offsetof(Rec__Person, id_number) },
	{ "Nationality", read_text, offsetof(Rec__Person, nationality) },
	{ "Occupation", read_text, offsetof(Rec__Person, occupation) },
	{ "CivilStatus", read_text, offsetof(Rec__Person, civil_status) },
};

static const struct read_item address_items[] = {
	{ "Street", read_text, offsetof(Rec__Address, street) },
	{ "Building", read_text, offsetof(Rec__Address, building) },
	{ "Postcode", read_text, offsetof(Rec__Address, postcode) },
	{ "Town", read_text, offsetof(Rec__Address, town) },
	{ "Region", read_text, offsetof(Rec__Address, region) },
	{ "Country", read_text, offsetof(Rec__Address, country) },
	{ "Line", read_texts, offsetof(Rec__Address, n_lines) },
};

static const struct read_item contact_items[] = {
	{ "Address", read_address, offsetof(Rec__Contact, address) },
	{ "Telephone", read_texts, offsetof(Rec__Contact, n_telephones) },
	{ "Fax", read_text, offsetof(Rec__Contact, fax) },
	{ "Email", read_text, offsetof(Rec__Contact, email) },
};

static const struct read_item responsible_items[] = {
	{ "Name", read_text, offsetof(Rec__Responsible, name) },
	{ "Telephone", read_text, offsetof(Rec__Responsible, telephone) },
	{ "Fax", read_text, offsetof(Rec__Responsible, fax) },
	{ "Email", read_text, offsetof(Rec__Responsible, email) },
	{ "Language", read_texts, offsetof(Rec__Responsible, n_languages) },
};

static const struct read_item authority_items[] = {
	{ "Name", read_text, offsetof(Rec__Authority, name) },
	{ "Reference", read_text, offsetof(Rec__Authority, reference) },
};

static const struct read_item signed_items[] = {
	{ "Name", read_text, offsetof(Rec__Signed, name) },
	{ "Place", read_text, offsetof(Rec__Signed, place) },
	{ "Date", read_date, offsetof(Rec__Signed, date) },
};

static const struct read_item electronic_items[] = {
	{ "BankName", read_text, offsetof(Rec__Account, bank_name) },
	{ "BankTown", read_text, offsetof(Rec__Account, bank_town) },
	{ "BankCountry", read_text, offsetof(Rec__Account, bank_country) },
	{ "BIC", read_text, offsetof(Rec__Account, bic) },
	{ "BankCode", read_text, offsetof(Rec__Account, bank_code) },
	{ "AccountHolder", read_text, offsetof(Rec__Account, holder) },
	{ "HolderAddress", read_address, offsetof(Rec__Account, address) },
	{ "IBAN", read_text, offsetof(Rec__Account, iban) },
	{ "AccountNumber", read_text, offsetof(Rec__Account, number) },
	{ "TaxId", read_text, offsetof(Rec__Account, tax_id) },
	{ "Reference", read_text, offsetof(Rec__Account, reference) },
};

static const struct read_item cheque_items[] = {
	{ "PayableTo", read_text, offsetof(Rec__Account, cheque_to) },
	{ "SendTo", read_address, offsetof(Rec__Account, address) },
	{ "Reference", read_text, offsetof(Rec__Account, reference) },
};

static const struct read_item decision_items[] = {
	{ "Date", read_date, offsetof(Rec__Decision, date) },
	{ "Reference", read_text, offsetof(Rec__Decision, reference) },
	{ "CourtOfOrigin", read_text, offsetof(Rec__Decision, court) },
	{ "Place", read_text, offsetof(Rec__Decision, place) },
	{ "StateOfOrigin", read_text, offsetof(Rec__Decision, state) },
	{ "Kind", read_text, offsetof(Rec__Decision, kind) },
	{ "EnforceableFrom", read_date,
	    offsetof(Rec__Decision, enforceable_from) },
};

static const struct read_item term_items[] = {
	{ "Amount", read_money, offsetof(Rec__Term, amount) },
	{ "Frequency", read_text, offsetof(Rec__Term, frequency) },
	{ "From", read_date, offsetof(Rec__Term, from) },
	{ "Until/Date", read_date, offsetof(Rec__Term, until) },
	{ "Until/Event", read_text, offsetof(Rec__Term, until) },
	{ "DueDay", read_text, offsetof(Rec__Term, due_day) },
	{ "Text", read_text, offsetof(Rec__Term, text) },
};

static const struct read_item arrears_items[] = {
	{ "Total", read_money, offsetof(Rec__Arrears, total) },
	{ "Principal", read_money, offsetof(Rec__Arrears, principal) },
	{ "Interest", read_money, offsetof(Rec__Arrears, interest) },
	{ "Costs", read_money, offsetof(Rec__Arrears, costs) },
	{ "AsOf", read_date, offsetof(Rec__Arrears, as_of) },
};

static const struct read_item document_items[] = {
	{ "Type", read_text, offsetof(Rec__Attached, type) },
	{ "Title", read_text, offsetof(Rec__Attached, title) },
	{ "Number", read_text, offsetof(Rec__Attached, number) },
	{ "Language", read_text, offsetof(Rec__Attached, language) },
	{ "Translation", read_tick, offsetof(Rec__Attached, translation) },
	{ "File", read_text, offsetof(Rec__Attached, file) },
};

/* A reader of one record by its table. */
#define READER(name, type, desc, items)                                \
	void name(struct reading *r, const xmlNode *node, void *field) \
	{                                                              \
		type *rec;                                             \
                                                                       \
		if (r->out == OUT_OK &&                                \
		    (rec = read_make(r, &desc, field)) != NULL)        \
			read_items(r, node, rec, items, N(items));     \
	}

READER(read_person, Rec__Person, rec__person__descriptor, person_items)
READER(read_address, Rec__Address, rec__address__descriptor, address_items)
READER(read_contact, Rec__Contact, rec__contact__descriptor, contact_items)
READER(read_responsible, Rec__Responsible, rec__responsible__descriptor,
    responsible_items)
READER(read_signed, Rec__Signed, rec__signed__descriptor, signed_items)
READER(read_arrears, Rec__Arrears, rec__arrears__descriptor, arrears_items)

void
read_authority(struct reading *r, const xmlNode *node, void *field)
{
	Rec__Authority *a;
	char *code;

	if (r->out != OUT_OK ||
	    (a = read_make(r, &rec__authority__descriptor, field)) == NULL)
		return;
	read_items(r, node, a, authority_items, N(authority_items));
	read_contact(r, node, &a->contact);
	if ((code = xmlin_attr(node, "code")) == NULL) {
		read_short(r);
		return;
	}
	/* Where the code is left out the country of its seat says it. */
	if (code[0] != '\0')
		read_set(r, &a->code, code);
	else if (a->contact != NULL && a->contact->address != NULL)
		read_set(r, &a->code, a->contact->address->country);
	free(code);
}

/* The attribute type of the element at path, if it is there. */
static void
type_of(struct reading *r, const xmlNode *node, const char *path, char **field)
{
	const xmlNode *at = xmlin_find(node, path);
	char *s;

	if (at == NULL || r->out != OUT_OK)
		return;
	if ((s = xmlin_attr(at, "type")) == NULL)
		read_short(r);
	else
		read_set(r, field, s);
	free(s);
}

/* As in a bank's books: no blanks, capital letters. */
static void
compact(char *s)
{
	char *to = s;

	if (*s == '\0') /* may be the shared empty string */
		return;
	for (; *s != '\0'; s++)
		if (*s != ' ')
			*to++ = *s >= 'a' && *s <= 'z' ?
			    (char)(*s - 'a' + 'A') :
			    *s;
	*to = '\0';
}

void
read_account(struct reading *r, const xmlNode *node, void *field)
{
	const xmlNode *at;
	Rec__Account *a;

	if (r->out != OUT_OK ||
	    (a = read_make(r, &rec__account__descriptor, field)) == NULL)
		return;
	if ((at = xmlin_child(node, "Electronic")) != NULL) {
		read_items(r, at, a, electronic_items, N(electronic_items));
		type_of(r, at, "BankCode", &a->bank_code_type);
		type_of(r, at, "TaxId", &a->tax_id_type);
		compact(a->iban);
		compact(a->bic);
	} else if ((at = xmlin_child(node, "Cheque")) != NULL)
		read_items(r, at, a, cheque_items, N(cheque_items));
}

static void
read_term(struct reading *r, const xmlNode *node, Rec__Term *t)
{
	static const struct {
		const char *code;
		Rec__Term__Kind kind;
	} kinds[] = {
		{ "single", REC__TERM__KIND__SINGLE },
		{ "instalments", REC__TERM__KIND__INSTALMENTS },
		{ "regular", REC__TERM__KIND__REGULAR },
		{ "retroactive", REC__TERM__KIND__RETROACTIVE },
		{ "in-kind", REC__TERM__KIND__IN_KIND },
		{ "other", REC__TERM__KIND__OTHER },
	};
	char *kind;
	size_t i;

	if ((kind = xmlin_text(node, "Kind")) == NULL) {
		read_short(r);
		return;
	}
	for (i = 0; i < N(kinds); i++)
		if (strcmp(kind, kinds[i].code) == 0)
			t->kind = kinds[i].kind;
	free(kind);
	read_items(r, node, t, term_items, N(term_items));
}

void
read_decision(struct reading *r, const xmlNode *node, void *field)
{
	const xmlNode *at;
	Rec__Decision *d;
	void **slot;

	if (r->out != OUT_OK ||
	    (d = read_make(r, &rec__decision__descriptor, field)) == NULL)
		return;
	read_items(r, node, d, decision_items, N(decision_items));
	for (at = xmlin_child(node, "Term"); at != NULL && r->out == OUT_OK;
	     at = xmlin_next(at)) {
		if ((slot = record_add(&d->terms, &d->n_terms)) == NULL ||
		    (*slot = record_new(&rec__term__descriptor)) == NULL)
			read_short(r);
		else
			read_term(r, at, *slot);
	}
}

struct attached {
	size_t n;
	Rec__Attached **item;
};

void
read_documents(struct reading *r, const xmlNode *node, void *field)
{
	struct attached *list = field;
	const xmlNode *at;
	void **slot;

	for (at = xmlin_child(node, "Document"); at != NULL && r->out == OUT_OK;
	     at = xmlin_next(at)) {
		if ((slot = record_add(&list->item, &list->n)) == NULL ||
		    (*slot = record_new(&rec__attached__descriptor)) == NULL)
			read_short(r);
		else
			read_items(
			    r, at, *slot, document_items, N(document_items));
	}
}
