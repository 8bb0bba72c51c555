/* SPDX-License-Identifier: EUPL-1.2 */
/* Who did it, who may do it, and who the authorities are: from settings. */
#include <stdio.h>
#include <string.h>

#include "domain/decide.h"
#include "io/record.h"

#define SECTION_SIZE 80

const char *
person_of(const struct office *o, const Rec__Manifest *m, const Rec__Verdict *v,
    char *buf, size_t size)
{
	const char *section, *uid;
	char want[16];
	size_t i;

	if (v->approver[0] != '\0') {
		(void)snprintf(buf, size, "%s", v->approver);
		return buf;
	}
	(void)snprintf(want, sizeof(want), "%u", m->owner);
	for (i = 0; m->owner_alone &&
	     (section = config_section(o->conf, "person.", i)) != NULL;
	     i++) {
		uid = config_get(o->conf, section, "uid");
		if (strcmp(uid, want) == 0) {
			(void)snprintf(
			    buf, size, "%s", section + strlen("person."));
			return buf;
		}
	}
	(void)snprintf(buf, size, "uid:%s", want);
	return buf;
}

bool
person_may(const struct office *o, const char *person, const char *role)
{
	char section[SECTION_SIZE];
	const char *p;
	size_t n = strlen(role);

	(void)snprintf(section, sizeof(section), "person.%s", person);
	for (p = config_get(o->conf, section, "roles"); *p != '\0';
	     p += strcspn(p, ", ")) {
		p += strspn(p, ", ");
		if (strncmp(p, role, n) == 0 &&
		    (p[n] == '\0' || p[n] == ',' || p[n] == ' '))
			return true;
	}
	return false;
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
	const char *s;
	size_t i;

	(void)snprintf(section, sizeof(section), "party.%s", code);
	for (i = 0; (s = config_section(o->conf, "party.", i)) != NULL; i++)
		if (strcmp(s, section) == 0)
			return true;
	return false;
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
