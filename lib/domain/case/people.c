/* SPDX-License-Identifier: EUPL-1.2 */
/* Who did it, who may do it, and who the authorities are: from settings. */
#include <stdio.h>
#include <string.h>

#include "domain/case/decide.h"
#include "io/record.h"

#define SECTION_SIZE 80

/* "" for "uid:N", who is nobody in the settings. */
static const char *
person_get(const struct office *o, const char *person, const char *key)
{
	char section[SECTION_SIZE];

	if (strchr(person, ':') != NULL)
		return "";
	(void)snprintf(section, sizeof(section), "person.%s", person);
	return config_get(o->conf, section, key);
}

const char *
person_of_uid(const struct office *o, unsigned int uid, char *buf, size_t size)
{
	const char *section;
	char want[16];
	size_t i;

	(void)snprintf(want, sizeof(want), "%u", uid);
	for (i = 0; (section = config_section(o->conf, "person.", i)) != NULL;
	     i++)
		if (strcmp(config_get(o->conf, section, "uid"), want) == 0) {
			(void)snprintf(
			    buf, size, "%s", section + strlen("person."));
			return buf;
		}
	(void)snprintf(buf, size, "uid:%s", want);
	return buf;
}

const char *
person_of(const struct office *o, const Rec__Manifest *m, const Rec__Verdict *v,
    char *buf, size_t size)
{
	if (v->approver[0] != '\0')
		(void)snprintf(buf, size, "%s", v->approver);
	else if (m->owner_alone)
		return person_of_uid(o, m->owner, buf, size);
	else
		(void)snprintf(buf, size, "uid:%u", m->owner);
	return buf;
}

bool
person_may(const struct office *o, const char *person, const char *role)
{
	const char *p;
	size_t n = strlen(role);

	for (p = person_get(o, person, "roles"); *p != '\0';
	     p += strcspn(p, ", ")) {
		p += strspn(p, ", ");
		if (strncmp(p, role, n) == 0 &&
		    (p[n] == '\0' || p[n] == ',' || p[n] == ' '))
			return true;
	}
	return false;
}

bool
person_has(const struct office *o, const char *person, const char *roles)
{
	char role[24];
	const char *p;
	size_t n;

	for (p = roles; *p != '\0'; p += n + strspn(p + n, " ")) {
		n = strcspn(p, " ");
		(void)snprintf(role, sizeof(role), "%.*s", (int)n, p);
		if (person_may(o, person, role))
			return true;
	}
	return false;
}

const char *
person_name(const struct office *o, const char *person)
{
	return person_get(o, person, "name");
}

const char *
party_get(const struct office *o, const char *code, const char *key)
{
	char section[SECTION_SIZE];

	(void)snprintf(section, sizeof(section), "party.%s", code);
	return config_get(o->conf, section, key);
}

bool
party_known(const struct office *o, const char *code)
{
	char section[SECTION_SIZE];

	(void)snprintf(section, sizeof(section), "party.%s", code);
	return config_has(o->conf, section);
}

static void
fill(const struct config *conf, const char *section, Rec__Authority *a,
    struct authority_room *r)
{
	rec__authority__init(a);
	rec__contact__init(&r->contact);
	rec__address__init(&r->address);
	rec__responsible__init(&r->responsible);
	a->contact = &r->contact;
	a->responsible = &r->responsible;
	r->contact.address = &r->address;
	a->name = lend(config_get(conf, section, "name"));
	r->address.street = lend(config_get(conf, section, "street"));
	r->address.building = lend(config_get(conf, section, "building"));
	r->address.postcode = lend(config_get(conf, section, "postcode"));
	r->address.town = lend(config_get(conf, section, "town"));
	r->address.country = lend(config_get(conf, section, "country"));
	r->telephone[0] = lend(config_get(conf, section, "telephone"));
	r->contact.telephones = r->telephone;
	r->contact.n_telephones = r->telephone[0][0] == '\0' ? 0 : 1;
	r->contact.email = lend(config_get(conf, section, "email"));
	r->responsible.name = lend(config_get(conf, section, "contact"));
}

void
authority_of_unit(
    const struct office *o, Rec__Authority *a, struct authority_room *r)
{
	fill(o->conf, "unit", a, r);
	a->code = lend(o->code);
	r->contact.fax = lend(config_get(o->conf, "unit", "fax"));
	r->responsible.telephone =
	    lend(config_get(o->conf, "unit", "contact_telephone"));
	r->responsible.email =
	    lend(config_get(o->conf, "unit", "contact_email"));
}

void
authority_of_party(const struct office *o, const char *code, Rec__Authority *a,
    struct authority_room *r)
{
	char section[SECTION_SIZE];

	(void)snprintf(section, sizeof(section), "party.%s", code);
	fill(o->conf, section, a, r);
	a->code = lend(code);
}
