/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_RULE_H
#define DOMAIN_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "base/why.h"
#include "base/record.pb-c.h"
#include "domain/form/finding.h"

/*
 * rule -- the rules: a table (lib/data/rules.csv) with a text and a next step
 * for each id, and the checks of those that can be seen on an application.
 *
 * The table names every id that a reason of ours can carry, also the
 * technical ones (XML-DOCTYPE, SHEET-AMOUNT ...).  "check" is the name of the
 * function here that applies the rule, or empty where it is applied
 * elsewhere, which "where" then says.
 */
struct rules;
struct profile; /* domain/profile.h: States and treaty pairs */

struct rule {
	const char *id;	       /* "R-301", "XML-DOCTYPE" */
	const char *article;   /* "HC 25(1)(a)", "REG 20"; "" if none */
	const char *severity;  /* block, warn, task */
	const char *direction; /* both, ours, theirs */
	const char *forms;     /* "E6 H3"; "": none, no check */
	const char *check;     /* function, or "" */
	const char *where;     /* module that applies it, where not here */
	const char *text;      /* English; a message key */
	const char *next;      /* what to do now; English; a message key */
};

/**
 * rules_load(share, rules, why):
 * Read ${share}/data/rules.csv.  Set ${rules}, which ends with rules_free().
 * OUT_RETRY: it is not there, or not as it must be: our fault.
 */
MUST_CHECK enum outcome rules_load(const char *, struct rules **, struct why *);

/** rules_free(rules): behaves consistently with free(NULL). */
void rules_free(struct rules *);

/** rule_each(rules, i): the ${i}-th rule in the table's order, or NULL. */
const struct rule *rule_each(const struct rules *, size_t);

/** rule_find(rules, id): the rule ${id}, or NULL. */
const struct rule *rule_find(const struct rules *, const char *);

/** rule_text(rules, id): what the rule says, "" if it is not known. */
const char *rule_text(const struct rules *, const char *);

/** rule_next(rules, id): what to do next; a general hint if not known. */
const char *rule_next(const struct rules *, const char *);

/* What the rules look at. */
struct rule_input {
	const Rec__Application *app;
	const Rec__Restricted *restricted;
	const xmlDoc *doc;	  /* the form */
	const xmlDoc *h1;	  /* the transmittal's; or NULL */
	const char *const *files; /* names of the attachments that are there */
	size_t nfiles;
	const struct profile *profile; /* or NULL: pair rules not applied */
	const char *today;	       /* legal day, "YYYY-MM-DD" */
	bool ours; /* we send it; else another authority did */
};

/**
 * rules_check(rules, in, list, why):
 * Apply every rule that has a check to ${in}, in the table's order, and
 * append what is found to ${list}.  For what we send the severity is the
 * table's; for what another authority sent it is always "task": nothing it
 * sends is refused by a rule.
 * OUT_RETRY: memory is short.
 */
MUST_CHECK enum outcome rules_check(const struct rules *,
    const struct rule_input *, struct findings *, struct why *);

#endif /* !DOMAIN_RULE_H */
