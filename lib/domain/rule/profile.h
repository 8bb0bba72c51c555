/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_PROFILE_H
#define DOMAIN_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/why.h"
#include "io/csvio.h"

/*
 * profile -- what is known of each State, and which instrument stands between
 * two of them.
 *
 * The tables are lib/data/parties.csv, one row a State, and pairs.csv, what
 * differs between two States from what their own rows say (objections to an
 * accession).  Each row names its source and the day it was checked on.  An
 * empty field is not known: it is never taken for a yes or a no.
 */
#define PROFILE_EU "EU4-2009"	 /* Regulation 4/2009, chapter VII */
#define PROFILE_HAGUE "HCCH2007" /* Convention of 23 November 2007 */

struct profile;

/**
 * profile_make(parties, pairs, profile, why):
 * Take over both tables, whatever the outcome.  Set ${profile}, which ends
 * with profile_free().
 * OUT_REJECT (rule PROFILE, line set): a column is missing, a State is
 * unknown or named twice, or a date is none.
 */
MUST_CHECK enum outcome
profile_make(struct csvio *, struct csvio *, struct profile **, struct why *);

/** profile_free(profile) */
void profile_free(struct profile *);

/**
 * profile_instrument(profile, from, to, day, instrument, why):
 * Set ${instrument} to PROFILE_EU or PROFILE_HAGUE, which carries what the
 * State ${from} (ISO 3166-1 alpha-2) sends to ${to} and ${to} receives on
 * ${day}.
 * OUT_REJECT: none does, and ${why} says why not: R-002 (Denmark), R-003
 * (not yet, no longer, after an objection, or it is not known from when), or
 * R-005 (one of them is no party at all; another treaty may do).
 */
MUST_CHECK enum outcome profile_instrument(const struct profile *, const char *,
    const char *, int32_t, const char **, struct why *);

/**
 * profile_note(profile, from, to, day, i, why):
 * What a caseworker should know beside that instrument.  Set ${why} to the
 * ${i}-th note (from 0) and return true; false if there is none: R-004 (the
 * United Kingdom's old cases), R-006 (Nordic States), R-007 (only some units
 * of a State are bound; a date or objection that is not confirmed).
 */
bool profile_note(const struct profile *, const char *, const char *, int32_t,
    size_t, struct why *);

enum profile_answer {
	PROFILE_UNKNOWN,
	PROFILE_NO,
	PROFILE_YES
};

/**
 * profile_accepts(profile, state, language):
 * Whether ${state} takes applications and documents in ${language} (ISO
 * 639-1; Convention 44(1), Regulation 59(1)): one of its official languages,
 * or another it declared.
 */
enum profile_answer
profile_accepts(const struct profile *, const char *, const char *);

/**
 * profile_age(profile, a, b):
 * Age below which the Convention covers a child between ${a} and ${b}
 * 21, or 18 if one of them reserved it; 0 if that is not
 * known of one of them and the other did not.
 */
int profile_age(const struct profile *, const char *, const char *);

/**
 * profile_says(profile, state, column):
 * What ${column} says of ${state}, one of "spousal" (Chapters II and III
 * extended to claims of a spouse alone, 2(3)), "other_family" (2(3)),
 * "art16" (means of the child), "art24", "art25_3_b" (abstract accepted),
 * "art25_3_c", "art30_7", "art30_8".
 */
enum profile_answer
profile_says(const struct profile *, const char *, const char *);

/** profile_get(profile, state, column): the field as it stands in the table
 * ("currency", "name", "source", "checked_on", ...); "" if not known. */
const char *profile_get(const struct profile *, const char *, const char *);

/** profile_states(profile): number of States in the table;
 * profile_state(profile, i): code of the ${i}-th. */
size_t profile_states(const struct profile *);
const char *profile_state(const struct profile *, size_t);

#endif /* !DOMAIN_PROFILE_H */
