/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/subject.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "io/record.h"
#include "io/store.h"

Rec__Person **
subject_person(Rec__Application *app, size_t place)
{
	switch (place) {
	case SUBJECT_APPLICANT_PLACE:
		return &app->applicant;
	case SUBJECT_DEFENDANT_PLACE:
		return &app->defendant;
	case SUBJECT_DEBTOR_PLACE:
		return &app->debtor;
	case SUBJECT_REPRESENTATIVE_PLACE:
		return &app->representative;
	default:
		return place - SUBJECT_PLACES < app->n_beneficiaries ?
		    &app->beneficiaries[place - SUBJECT_PLACES]->person :
		    NULL;
	}
}

static struct subject
who(enum subject_who w, size_t n)
{
	struct subject s = { w, n };

	return s;
}

struct subject
subject_at(const Rec__Application *app, size_t place)
{
	const Rec__Beneficiary *b;

	switch (place) {
	case SUBJECT_APPLICANT_PLACE:
		return who(SUBJECT_APPLICANT, 0);
	case SUBJECT_DEFENDANT_PLACE:
		return who(SUBJECT_DEFENDANT, 0);
	case SUBJECT_DEBTOR_PLACE:
		return who(strcmp(app->debtor_is, "applicant") == 0 ?
			SUBJECT_APPLICANT :
			strcmp(app->debtor_is, "defendant") == 0 ?
			SUBJECT_DEFENDANT :
			SUBJECT_DEBTOR,
		    0);
	case SUBJECT_REPRESENTATIVE_PLACE:
		return who(SUBJECT_REPRESENTATIVE, 0);
	default:
		b = app->beneficiaries[place - SUBJECT_PLACES];
		if (b->is_applicant)
			return who(SUBJECT_APPLICANT, 0);
		if (b->is_defendant)
			return who(SUBJECT_DEFENDANT, 0);
		return who(SUBJECT_BENEFICIARY, place - SUBJECT_PLACES);
	}
}

bool
subject_is(struct subject a, struct subject b)
{
	return a.who == b.who && a.n == b.n;
}

static const struct {
	char name[16];
	size_t place;
} roles[] = {
	{ "applicant", SUBJECT_APPLICANT_PLACE },
	{ "creditor", SUBJECT_APPLICANT_PLACE },
	{ "defendant", SUBJECT_DEFENDANT_PLACE },
	{ "debtor", SUBJECT_DEBTOR_PLACE },
	{ "representative", SUBJECT_REPRESENTATIVE_PLACE },
};

bool
subject_parse(const Rec__Application *app, const char *role, struct subject *s)
{
	Rec__Application *a = (Rec__Application *)(uintptr_t)app;
	size_t i, place = SIZE_MAX;
	Rec__Person **p;
	char *end;

	for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		if (strcmp(roles[i].name, role) == 0)
			place = roles[i].place;
	if (strncmp(role, "child", 5) == 0 && role[5] != '\0' &&
	    role[6] >= '1' && role[6] <= '9') {
		i = strtoul(role + 6, &end, 10);
		if ((role[5] == ' ' || role[5] == '-') && *end == '\0')
			place = SUBJECT_PLACES + i - 1;
	}
	if (place == SIZE_MAX || (p = subject_person(a, place)) == NULL ||
	    *p == NULL)
		return false;
	*s = subject_at(app, place);
	return true;
}

/* Every role under which the case has that person. */
static void
look_at(const Rec__Case *c, const char *family, const char *born,
    subject_fn *fn, void *ctx)
{
	static const char *const names[] = { [SUBJECT_APPLICANT_PLACE] =
						 "applicant",
		[SUBJECT_DEFENDANT_PLACE] = "defendant",
		[SUBJECT_DEBTOR_PLACE] = "debtor",
		[SUBJECT_REPRESENTATIVE_PLACE] = "representative" };
	char name[32];
	Rec__Person **p;
	size_t i;

	for (i = 0; (p = subject_person(c->application, i)) != NULL; i++) {
		if (*p == NULL || strcasecmp((*p)->family, family) != 0 ||
		    (born[0] != '\0' && strcmp((*p)->born, born) != 0))
			continue;
		(void)snprintf(
		    name, sizeof(name), "child %zu", i + 1 - SUBJECT_PLACES);
		fn(c, i < SUBJECT_PLACES ? names[i] : name, ctx);
	}
}

enum outcome
subject_find(struct store_txn *txn, const char *family, const char *born,
    subject_fn *fn, void *ctx, struct why *why)
{
	unsigned char key[STORE_KEY_MAX];
	struct buf b = BUF_INIT;
	ProtobufCMessage *m;
	enum outcome out;
	size_t keylen = 0;
	bool found;

	for (;;) {
		out = store_next(
		    txn, DB_CASE, "", 0, key, &keylen, &b, &found, why);
		/* One that was erased is nobody's. */
		if (out == OUT_REJECT && strcmp(why->rule, "KEYS") == 0)
			continue;
		if (out != OUT_OK || !found ||
		    (out = record_unpack(&rec__case__descriptor, b.data, b.len,
			 &m, why)) != OUT_OK)
			break;
		if (RECORD_OF(Rec__Case, m)->application != NULL)
			look_at(RECORD_OF(Rec__Case, m), family, born, fn, ctx);
		record_free(m);
	}
	buf_wipe(&b);
	return out;
}
