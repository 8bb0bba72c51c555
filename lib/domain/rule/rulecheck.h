/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_RULECHECK_H
#define DOMAIN_RULECHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/rule/rule.h"

/*
 * rulecheck -- the checks behind rule.h.  Each looks at one application for
 * one rule; rule.c calls them by the names that the table gives.
 *
 * A check says what it found by rule_found(); it returns nothing, since what
 * it can fail of is memory alone, which the pass remembers.
 */
struct rule_pass {
	const struct rule_input *in;
	const struct rule *rule; /* the one that is being applied */
	struct findings *list;
	struct why *why;
	enum outcome out;
};

typedef void rule_check(struct rule_pass *);

/**
 * rule_found(pass, place, value):
 * The rule is broken at ${place}, a path below the root as our schemas name
 * it ("Applicant/DateOfBirth", "Beneficiaries/Child[2]"; "" the whole form),
 * by ${value} (or NULL).  The line is that of the deepest element there.
 */
void rule_found(struct rule_pass *, const char *, const char *);

/** rule_found_as(pass, severity, place, value): with another severity than
 * the table's, where we send it. */
void
rule_found_as(struct rule_pass *, const char *, const char *, const char *);

/** rule_e6(pass): whether it is an E6, else an H3; rule_at(pass, e6, h3):
 * the place of the two.  Who asks this of another form dies: its column
 * "forms" in rules.csv names a check that is not written for it. */
bool rule_e6(const struct rule_pass *);
const char *rule_at(const struct rule_pass *, const char *, const char *);

/** rule_type(pass, type): whether that type is ticked. */
bool rule_type(const struct rule_pass *, const char *);

/** rule_document(pass, type): the first document of that type that is no
 * translation, or NULL. */
const Rec__Attached *rule_document(const struct rule_pass *, const char *);

/** rule_arrears(pass): whether arrears are claimed. */
bool rule_arrears(const struct rule_pass *);

/** rule_day(pass): the day of the application, or today. */
int32_t rule_day(const struct rule_pass *);

/** rule_person_place(pass, i, buf, size): where beneficiary ${i} stands. */
const char *rule_person_place(const struct rule_pass *, size_t, char *, size_t);

/* rule_pair.c: what depends on the two States */
rule_check check_form_set, check_channel, check_in_force, check_uk,
    check_no_instrument, check_age, check_age_reserved, check_spouse,
    check_other_family, check_age_soon, check_language_hague, check_language_eu,
    check_extract_language, check_exequatur, check_parties, check_codes;

/* rule_content.c: who asks for what, and what the form must say */
rule_check check_one_type, check_residence, check_capacity, check_ground,
    check_existing_decision, check_consent, check_nature, check_applicant,
    check_respondent, check_beneficiaries, check_grounds,
    check_payment_location, check_responsible, check_location,
    check_type_of_form, check_signatures, check_attested, check_iban;

/* rule_document.c: what must be attached */
rule_check check_decision_text, check_enforceability, check_administrative,
    check_arrears_document, check_notice, check_extract, check_third_state,
    check_total, check_file_names;

/* rule_amount.c: the debt */
rule_check check_amounts, check_term_kind, check_regular, check_periods,
    check_decision_dates, check_arrears, check_debt_currency;

/* rule_future.c: what cannot lie ahead */
rule_check check_future;

/* rule_cross.c: the application, its transmittal and non-disclosure */
rule_check check_transmittal, check_same_types, check_same_reference,
    check_document_count, check_notice_box, check_arrangement,
    check_non_disclosure, check_family_violence, check_bank_data;

#endif /* !DOMAIN_RULECHECK_H */
