/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/rule/rulecheck.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "io/xmlin.h"
#include "value/country.h"

static bool
third_state(const struct rule_pass *p)
{
	const Rec__Decision *d = p->in->app->decision;

	return d != NULL && strcmp(d->origin, "ThirdState") == 0;
}

/* The list of article 25 of the Convention: for its own form, and for the
 * decision of a third State under the Regulation (article 57(5)). */
static bool
article25(const struct rule_pass *p)
{

	return rule_e6(p) ? third_state(p) : !p->in->app->art30;
}

static const char *
list_place(const struct rule_pass *p)
{

	if (!rule_e6(p))
		return "Documents";
	return third_state(p) ? "ThirdStateDocuments" : "MemberStateDocuments";
}

static void
demand(struct rule_pass *p, const char *type)
{

	if (rule_document(p, type) == NULL)
		rule_found(p, list_place(p), type);
}

/* */
void
check_decision_text(struct rule_pass *p)
{

	if (article25(p) && rule_document(p, "ABSTRACT") == NULL)
		demand(p, "DECISION");
}

/* */
void
check_enforceability(struct rule_pass *p)
{

	if (article25(p))
		demand(p, "ENFORCEABILITY");
}

/* */
void
check_administrative(struct rule_pass *p)
{
	const Rec__Decision *d = p->in->app->decision;

	if (article25(p) && d != NULL && strcmp(d->kind, "administrative") == 0)
		demand(p, "ART19_3");
}

/* article 25(1)(d), and article 20(1)(c) of the Regulation. */
void
check_arrears_document(struct rule_pass *p)
{

	if (rule_arrears(p))
		demand(p, "ARREARS");
}

/* */
void
check_notice(struct rule_pass *p)
{
	const Rec__Decision *d = p->in->app->decision;

	if (article25(p) && d != NULL && strcmp(d->appearance, "did-not") == 0)
		demand(p, "PROPER_NOTICE");
}

/* */
void
check_extract(struct rule_pass *p)
{

	if (third_state(p))
		return;
	demand(p, "DECISION");
	demand(p, "EXTRACT");
}

/* R-1206 */
void
check_third_state(struct rule_pass *p)
{
	const Rec__Application *app = p->in->app;

	if (!third_state(p))
		return;
	if (rule_document(p, "EXTRACT") != NULL ||
	    (app->decision->state[0] != '\0' &&
		country_eu(app->decision->state, rule_day(p)))) {
		rule_found(p, "ThirdStateDocuments", app->decision->state);
		return;
	}
	if (strcmp(app->basis_for_recognition, "convention-2007") != 0 &&
	    strcmp(app->basis_for_recognition, "national-law") != 0)
		rule_found(p, "Recognition/Basis", app->basis_for_recognition);
}

/* Which of the files that came has the name; nfiles: none. */
static size_t
came(const struct rule_pass *p, const char *name)
{
	size_t i;

	for (i = 0; i < p->in->nfiles; i++)
		if (strcmp(p->in->files[i], name) == 0)
			break;
	return i;
}

/* Where the i-th document stands: on E6 section 4 comes before section 5. */
static const char *
document_place(const struct rule_pass *p, size_t i, char *buf, size_t size)
{
	const xmlNode *node;
	size_t first = 0;

	if (!rule_e6(p)) {
		(void)snprintf(buf, size, "Documents/Document[%zu]", i + 1);
		return buf;
	}
	node = xmlin_find(
	    xmlDocGetRootElement(p->in->doc), "MemberStateDocuments/Document");
	for (; node != NULL; node = xmlin_next(node))
		first++;
	(void)snprintf(buf, size, "%s/Document[%zu]",
	    i < first ? "MemberStateDocuments" : "ThirdStateDocuments",
	    i < first ? i + 1 : i + 1 - first);
	return buf;
}

/* Each document a file that came, and of its own: taken has room for as many
 * as came. */
static void
check_listed(struct rule_pass *p, bool *taken)
{
	const Rec__Application *app = p->in->app;
	char place[96];
	size_t i, at;

	for (i = 0; i < app->n_documents; i++) {
		at = came(p, app->documents[i]->file);
		if (at == p->in->nfiles || taken[at])
			rule_found(p,
			    document_place(p, i, place, sizeof(place)),
			    app->documents[i]->file);
		else
			taken[at] = true;
	}
}

/* R-1207: the total, each document a file, each file a document. */
void
check_total(struct rule_pass *p)
{
	bool *taken = calloc(p->in->nfiles + 1, sizeof(*taken));
	size_t i;

	if (taken == NULL) {
		p->out = why_retry(p->why, "out of memory");
		return;
	}
	if (p->in->app->documents_total != p->in->app->n_documents)
		rule_found(p, "TotalDocuments", NULL);
	check_listed(p, taken);
	for (i = 0; i < p->in->nfiles; i++)
		if (!taken[i])
			rule_found(p, list_place(p), p->in->files[i]);
	free(taken);
}

/* Whether the file name holds one of the words, of four letters and more, of
 * which the person's family name is made. */
static bool
tells(const char *file, const Rec__Person *person)
{
	char word[64];
	const char *s;
	size_t n;

	if (person == NULL)
		return false;
	for (s = person->family; *s != '\0'; s += n + strspn(s + n, " -")) {
		n = strcspn(s, " -");
		if (n < 4 || n >= sizeof(word))
			continue;
		memcpy(word, s, n);
		word[n] = '\0';
		if (strcasestr(file, word) != NULL)
			return true;
	}
	return false;
}

/* */
void
check_file_names(struct rule_pass *p)
{
	const Rec__Application *app = p->in->app;
	size_t i, k;
	bool bad;

	for (i = 0; i < p->in->nfiles; i++) {
		bad = tells(p->in->files[i], app->applicant) ||
		    tells(p->in->files[i], app->debtor) ||
		    tells(p->in->files[i], app->defendant);
		for (k = 0; k < app->n_beneficiaries && !bad; k++)
			bad = tells(
			    p->in->files[i], app->beneficiaries[k]->person);
		if (bad)
			rule_found(p, list_place(p), p->in->files[i]);
	}
}
