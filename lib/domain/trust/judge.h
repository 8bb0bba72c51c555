/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_JUDGE_H
#define DOMAIN_JUDGE_H

#include <stddef.h>

#include "base/why.h"
#include "domain/trust/token.h"
#include "io/worker.h"

/*
 * judge -- the worker of validate(1): what arrived, read and checked.
 *
 * A request is a packed Job {what = "judge", now, today, manifest, files (in
 * the manifest's order), unit}; the answer a packed Verdict.
 *
 * From another authority (manifest.origin ECODEX): header.xml, then the form
 * by its kind.  Nothing is ever refused: what breaks a rule or its form's
 * schema is a finding with severity "task"; what cannot be read at all (a
 * scheme that is not ours, a broken header or form) is kind UNREADABLE with
 * the reason as a finding.  A sealed message (is1) is UNREADABLE with the rule
 * JUDGE_SEALED until the job says that its files are opened (and checked).
 *
 * From our own side (DROP): a form with the attachments it names, one sheet
 * (CSV) with or without its signature X.p7s, a bank's pain.002, an evidence.
 * A finding with severity "block" stops it: the stage puts the parcel into
 * quarantine with the first of them as the reason.
 *
 * EVIDENCE_OF: one evidence file of a folder we sent.
 *
 * Beside a message the Trust-OK token is read, and the signatures of it and
 * of evidences are checked under the certificates of the connectors.  What
 * that says is shown; a token is for a person where token_fault() says so.
 */
#define JUDGE_SEALED "SEALED"

struct judge_person {
	const char *id;		 /* as in [person.ID] */
	const char *certificate; /* absolute path */
};

/* Another authority, or ourselves, by whose connector tokens are signed. */
struct judge_connector {
	const char *code;   /* party id */
	const char *folder; /* absolute path: certificates; it may be absent */
	enum token_policy policy;
};

struct judge_arg {
	const char *share; /* folder with schema/ and data/ */
	const char *unit;  /* our party id */
	const struct judge_person *people;
	size_t npeople;
	const struct judge_connector *connectors;
	size_t nconnectors;
};

/** judge_worker: open() takes a struct judge_arg. */
extern const struct worker_def judge_worker;

#endif /* !DOMAIN_JUDGE_H */
