/* SPDX-License-Identifier: EUPL-1.2 */
/* The fields of a person, and of where a person can be reached. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/subject.h"
#include "io/record.h"
#include "value/country.h"
#include "value/date.h"

enum of {
	OF_PERSON,
	OF_CONTACT,
	OF_ADDRESS
};

static const struct field {
	char name[16];
	enum of of;
	size_t offset;
} fields[] = {
	{ "family", OF_PERSON, offsetof(Rec__Person, family) },
	{ "given", OF_PERSON, offsetof(Rec__Person, given) },
	{ "born", OF_PERSON, offsetof(Rec__Person, born) },
	{ "birth_place", OF_PERSON, offsetof(Rec__Person, birth_place) },
	{ "id_number", OF_PERSON, offsetof(Rec__Person, id_number) },
	{ "nationality", OF_PERSON, offsetof(Rec__Person, nationality) },
	{ "occupation", OF_PERSON, offsetof(Rec__Person, occupation) },
	{ "civil_status", OF_PERSON, offsetof(Rec__Person, civil_status) },
	{ "street", OF_ADDRESS, offsetof(Rec__Address, street) },
	{ "building", OF_ADDRESS, offsetof(Rec__Address, building) },
	{ "postcode", OF_ADDRESS, offsetof(Rec__Address, postcode) },
	{ "town", OF_ADDRESS, offsetof(Rec__Address, town) },
	{ "region", OF_ADDRESS, offsetof(Rec__Address, region) },
	{ "country", OF_ADDRESS, offsetof(Rec__Address, country) },
	{ "telephone", OF_CONTACT, offsetof(Rec__Contact, telephones) },
	{ "fax", OF_CONTACT, offsetof(Rec__Contact, fax) },
	{ "email", OF_CONTACT, offsetof(Rec__Contact, email) },
};

static const struct field *
field_of(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(fields[i].name, name) == 0)
			return &fields[i];
	return NULL;
}

bool
subject_restricted(struct subject s, const char *name)
{
	const struct field *f = field_of(name);

	return s.who == SUBJECT_APPLICANT && f != NULL && f->of != OF_PERSON;
}

const char *
subject_fault(
    struct subject s, const char *name, const char *value, const char **rule)
{
	const struct field *f = field_of(name);
	int32_t day;

	*rule = "SUBJECT";
	if (f == NULL)
		return "no field of a person";
	if (f->of != OF_PERSON &&
	    (s.who == SUBJECT_REPRESENTATIVE || s.who == SUBJECT_BENEFICIARY))
		return "nothing of that kind is held on this person";
	*rule = "SHEET-DATE";
	if (strcmp(name, "born") == 0 && !date_parse(value, &day))
		return "this is no date (YYYY-MM-DD)";
	*rule = "FORM-CODE";
	if ((strcmp(name, "country") == 0 ||
		strcmp(name, "nationality") == 0) &&
	    !country_ok(value))
		return "there is no such country (ISO 3166-1)";
	return NULL;
}

/* Where the ${i}-th contact of that person stands; NULL: there is no more. */
static Rec__Contact **
contact_at(Rec__Application *app, Rec__Restricted *restricted, struct subject s,
    size_t i)
{
	const bool debtor = strcmp(app->debtor_is, "defendant") == 0;

	if (s.who == SUBJECT_APPLICANT)
		return i == 0 && restricted != NULL ?
		    &restricted->applicant_contact :
		    NULL;
	if (s.who == SUBJECT_DEBTOR)
		return i == 0 ? &app->debtor_contact : NULL;
	if (s.who != SUBJECT_DEFENDANT || i > 1 || (i == 1 && !debtor))
		return NULL;
	return i == 0 ? &app->defendant_contact : &app->debtor_contact;
}

static char **
slot(void *record, const struct field *f)
{
	return (char **)(void *)((char *)record + f->offset);
}

static const char *
of_contact(const Rec__Contact *c, const struct field *f)
{
	if (f->of == OF_ADDRESS)
		return c->address == NULL ? "" : *slot(c->address, f);
	if (f->offset == offsetof(Rec__Contact, telephones))
		return c->n_telephones > 0 ? c->telephones[0] : "";
	return *slot((void *)(uintptr_t)c, f);
}

const char *
subject_get(Rec__Application *app, Rec__Restricted *restricted,
    struct subject s, const char *name)
{
	const struct field *f = field_of(name);
	Rec__Contact **c;
	Rec__Person **p;
	size_t i;

	if (f->of != OF_PERSON) {
		c = contact_at(app, restricted, s, 0);
		return c == NULL || *c == NULL ? "" : of_contact(*c, f);
	}
	for (i = 0; (p = subject_person(app, i)) != NULL; i++)
		if (*p != NULL && subject_is(subject_at(app, i), s))
			return *slot(*p, f);
	return "";
}

static void
drop_texts(char ***texts, size_t *n)
{
	size_t i;

	for (i = 0; i < *n; i++)
		(void)record_set(&(*texts)[i], NULL);
	free(*texts);
	*texts = NULL;
	*n = 0;
}

static int
set_telephone(Rec__Contact *c, const char *value)
{
	void **one;

	drop_texts(&c->telephones, &c->n_telephones);
	if ((one = record_add(&c->telephones, &c->n_telephones)) == NULL)
		return -1;
	if ((*one = strdup(value)) == NULL) {
		c->n_telephones = 0;
		return -1;
	}
	return 0;
}

static int
set_contact(Rec__Contact **cp, const struct field *f, const char *value)
{
	Rec__Contact *c;

	if (*cp == NULL &&
	    (*cp = record_new(&rec__contact__descriptor)) == NULL)
		return -1;
	c = *cp;
	if (f->of == OF_CONTACT)
		return f->offset == offsetof(Rec__Contact, telephones) ?
		    set_telephone(c, value) :
		    record_set(slot(c, f), value);
	if (c->address == NULL &&
	    (c->address = record_new(&rec__address__descriptor)) == NULL)
		return -1;
	drop_texts(&c->address->lines, &c->address->n_lines);
	return record_set(slot(c->address, f), value);
}

enum outcome
subject_set(Rec__Application *app, Rec__Restricted *restricted,
    struct subject s, const char *name, const char *value, struct why *why)
{
	const struct field *f = field_of(name);
	Rec__Contact **c;
	Rec__Person **p;
	size_t i;

	if (f->of != OF_PERSON) {
		for (i = 0; (c = contact_at(app, restricted, s, i)) != NULL;
		     i++)
			if (set_contact(c, f, value) == -1)
				return why_sys(why, "subject");
		return OUT_OK;
	}
	for (i = 0; (p = subject_person(app, i)) != NULL; i++)
		if (*p != NULL && subject_is(subject_at(app, i), s) &&
		    record_set(slot(*p, f), value) == -1)
			return why_sys(why, "subject");
	return OUT_OK;
}
