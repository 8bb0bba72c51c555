/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/telltale.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "value/date.h"
#include "value/fold.h"
#include "value/iban.h"
#include "value/name.h"

#define PART_MIN 3   /* letters; shorter ones are words by chance */
#define BLANKS 2     /* around folded words */
#define IBAN_TEXT 40 /* bytes */

/* Parts of names that are words of some language. */
static const char *const particles[] = { "and", "bei", "ben", "bin", "dal",
	"das", "del", "della", "dem", "den", "der", "des", "die", "dos", "ibn",
	"las", "les", "los", "nee", "san", "ter", "und", "van", "vom", "von",
	"zum", "zur" };

struct looking {
	struct buf text, words; /* both folded; the second is compared */
	bool found;
};

/* ---- one value ---- */

/* Does the ${words}, which begin and end with a blank, stand in the text? */
static bool
stands(const struct looking *l, const char *words)
{
	return strstr((const char *)l->text.data, words) != NULL;
}

static enum outcome
fold(struct looking *l, const char *s, struct why *why)
{
	buf_reset(&l->words);
	return fold_words(s, &l->words, why);
}

static bool
is_particle(const char *s)
{
	size_t i;

	for (i = 0; i < sizeof(particles) / sizeof(particles[0]); i++)
		if (strcmp(particles[i], s) == 0)
			return true;
	return false;
}

/* All of it, its words in their order. */
static enum outcome
whole(struct looking *l, const char *s, struct why *why)
{
	enum outcome out;

	if ((out = fold(l, s, why)) != OUT_OK)
		return out;
	if (name_length((const char *)l->words.data) >= PART_MIN + BLANKS &&
	    stands(l, (const char *)l->words.data))
		l->found = true;
	return OUT_OK;
}

static enum outcome
part(struct looking *l, const char *s, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out;

	if (name_length(s) < PART_MIN || is_particle(s))
		return OUT_OK;
	(void)buf_printf(&b, " %s ", s);
	if ((out = buf_ok(&b, why)) == OUT_OK &&
	    stands(l, (const char *)b.data))
		l->found = true;
	buf_reset(&b);
	(void)buf_printf(&b, " %ss ", s);
	if (out == OUT_OK && (out = buf_ok(&b, why)) == OUT_OK &&
	    stands(l, (const char *)b.data))
		l->found = true;
	buf_free(&b);
	return out;
}

static enum outcome
name(struct looking *l, const char *s, struct why *why)
{
	char *word, *rest = NULL;
	enum outcome out;

	if ((out = whole(l, s, why)) != OUT_OK)
		return out;
	for (word = strtok_r((char *)l->words.data, " ", &rest);
	     out == OUT_OK && word != NULL; word = strtok_r(NULL, " ", &rest))
		out = part(l, word, why);
	return out;
}

/* Of each a day and a month with and without zero, the year first or last. */
static enum outcome
born(struct looking *l, const char *s, struct why *why)
{
	char text[3][40];
	int year, month, day, i;
	int32_t date;
	size_t k;

	if (!date_parse(s, &date))
		return whole(l, s, why);
	date_split(date, &year, &month, &day);
	for (i = 0; i < 4; i++) {
		int d = i % 2 == 0 ? 2 : 1, m = i / 2 == 0 ? 2 : 1;

		(void)snprintf(text[0], sizeof(text[0]), " %d %0*d %0*d ", year,
		    m, month, d, day);
		(void)snprintf(text[1], sizeof(text[1]), " %0*d %0*d %d ", d,
		    day, m, month, year);
		(void)snprintf(
		    text[2], sizeof(text[2]), " %d%02d%02d ", year, month, day);
		for (k = 0; k < 3; k++)
			l->found = l->found || stands(l, text[k]);
	}
	return OUT_OK;
}

/* The IBAN that may begin at ${s}, with blanks between its groups. */
static bool
iban_at(const char *s)
{
	struct why why = WHY_INIT;
	char iban[IBAN_TEXT];
	size_t n = 0, len;

	for (; *s != '\0' && n + 1 < sizeof(iban); s++) {
		if (*s != ' ')
			iban[n++] = (char)toupper((unsigned char)*s);
		iban[n] = '\0';
		len = n < 2 ? 0 : iban_length(iban);
		if (len != 0 && n == len)
			return s[1] == ' ' && iban_check(iban, &why) == OUT_OK;
	}
	return false;
}

static void
ibans(struct looking *l)
{
	const char *s = (const char *)l->text.data;

	for (; *s != '\0'; s++)
		if (*s == ' ' && iban_at(s + 1))
			l->found = true;
}

/* ---- what a case has of them ---- */

static enum outcome
person(struct looking *l, const Rec__Person *p, struct why *why)
{
	enum outcome out;

	if (p == NULL)
		return OUT_OK;
	if ((out = name(l, p->family, why)) != OUT_OK ||
	    (out = name(l, p->given, why)) != OUT_OK ||
	    (out = born(l, p->born, why)) != OUT_OK)
		return out;
	return whole(l, p->id_number, why);
}

static enum outcome
contact(struct looking *l, const Rec__Contact *c, struct why *why)
{
	const Rec__Address *a = c == NULL ? NULL : c->address;
	enum outcome out;
	size_t i;

	if (a == NULL)
		return OUT_OK;
	out = whole(l, a->street, why);
	for (i = 0; out == OUT_OK && i < a->n_lines; i++)
		out = whole(l, a->lines[i], why);
	return out;
}

static enum outcome
application(struct looking *l, const Rec__Application *a, struct why *why)
{
	enum outcome out;
	size_t i;

	if ((out = person(l, a->applicant, why)) != OUT_OK ||
	    (out = person(l, a->debtor, why)) != OUT_OK ||
	    (out = person(l, a->representative, why)) != OUT_OK ||
	    (out = person(l, a->defendant, why)) != OUT_OK ||
	    (out = contact(l, a->debtor_contact, why)) != OUT_OK ||
	    (out = contact(l, a->defendant_contact, why)) != OUT_OK)
		return out;
	for (i = 0; out == OUT_OK && i < a->n_beneficiaries; i++)
		out = person(l, a->beneficiaries[i]->person, why);
	return out == OUT_OK ? whole(l, a->public_body, why) : out;
}

/* What was said of a person before. */
static enum outcome
correction(struct looking *l, const Rec__Correction *k, struct why *why)
{
	if (strcmp(k->field, "family") == 0 || strcmp(k->field, "given") == 0)
		return name(l, k->old, why);
	if (strcmp(k->field, "born") == 0)
		return born(l, k->old, why);
	return strcmp(k->field, "id_number") == 0 ? whole(l, k->old, why) :
						    OUT_OK;
}

static enum outcome
look(struct looking *l, const Rec__Case *c, struct why *why)
{
	enum outcome out = OUT_OK;
	size_t i;

	if (strcmp(c->reference, c->id) != 0)
		out = whole(l, c->reference, why);
	if (out == OUT_OK)
		out = whole(l, c->other_reference, why);
	if (out == OUT_OK && c->application != NULL)
		out = application(l, c->application, why);
	for (i = 0; out == OUT_OK && i < c->n_corrections; i++)
		out = correction(l, c->corrections[i], why);
	ibans(l);
	return out;
}

enum outcome
telltale(const Rec__Case *c, const char *text, bool *tells, struct why *why)
{
	struct looking l = { BUF_INIT, BUF_INIT, false };
	enum outcome out;

	if ((out = fold_words(text, &l.text, why)) == OUT_OK)
		out = look(&l, c, why);
	*tells = l.found;
	buf_wipe(&l.text);
	buf_wipe(&l.words);
	return out;
}
