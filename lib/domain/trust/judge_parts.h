/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_JUDGE_PARTS_H
#define DOMAIN_JUDGE_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "base/why.h"
#include "base/record.pb-c.h"
#include "domain/form/finding.h"
#include "domain/form/form.h"
#include "domain/trust/judge.h"
#include "domain/rule/profile.h"
#include "domain/rule/rule.h"
#include "domain/trust/signer.h"
#include "domain/trust/token.h"
#include "io/pins.h"
#include "io/xmlin.h"
#include "io/xmlsig.h"

/*
 * judge_parts -- what judge.c, judge_file.c, judge_message.c and judge_drop.c
 * share.
 */
struct judge_token {
	char *code; /* of a party */
	enum token_policy policy;
	struct pins *pins;
};

struct judge {
	struct forms *forms;
	struct rules *rules;
	struct profile *profile;
	struct signers *signers;
	struct xmlin *xmlin;
	struct xmlsig *xmlsig;
	struct pins *pins; /* of all connectors */
	struct judge_token *tokens;
	size_t ntokens;
	char *unit;
};

/* One thing that is being judged.  Documents belong to it. */
struct judging {
	const struct judge *judge;
	const Rec__Job *job;
	Rec__Verdict *verdict;
	struct findings list;
	bool ours;
	xmlDoc *form; /* the form, once found */
	enum form_kind kind;
	size_t form_at; /* index of its file */
	xmlDoc *h1;	/* the transmittal, or NULL */
	size_t h1_at;
	const char **files; /* names of the attachments */
	size_t nfiles;
};

/** judging_fault(judging, reason, why): what ${reason} says, as a finding:
 * "block" of ours, "task" of theirs. */
MUST_CHECK enum outcome
judging_fault(struct judging *, const struct why *, struct why *);

/** judging_rule(judging, rule, place, value, why): a finding with the rule's
 * own text; of ours with the rule's severity. */
MUST_CHECK enum outcome judging_rule(
    struct judging *, const char *, const char *, const char *, struct why *);

/** judging_name(judging, i): name of file ${i} of the manifest. */
const char *judging_name(const struct judging *, size_t);

/** judging_find(judging, name): its index, or -1. */
long judging_find(const struct judging *, const char *);

/** judging_markup(judging, i): whether file ${i} looks like XML. */
bool judging_markup(const struct judging *, size_t);

/** judging_ours(judging, i, ours, why): whether the root of file ${i} is in
 * the namespace of our forms; of no file is more looked at to see that it is
 * an attachment.  OUT_RETRY: memory. */
MUST_CHECK enum outcome
judging_ours(const struct judging *, size_t, bool *, struct why *);

/** judging_parse(judging, i, doc, reason): xmlin_parse() file ${i}; the reason
 * names it by its value, where it is not the only one. */
MUST_CHECK enum outcome
judging_parse(const struct judging *, size_t, xmlDoc **, struct why *);

/** judging_application(judging, why): read and check the form, which is an
 * application.  OUT_RETRY: memory. */
MUST_CHECK enum outcome judging_application(struct judging *, struct why *);

/** judge_token(judging, why): look at the token beside a message whose
 * header has been read.  OUT_RETRY: memory. */
MUST_CHECK enum outcome judge_token(struct judging *, struct why *);

/** judge_token_open(judge, connectors, n, why), judge_token_close(judge): its
 * part of the worker's start and end. */
MUST_CHECK enum outcome judge_token_open(
    struct judge *, const struct judge_connector *, size_t, struct why *);
void judge_token_close(struct judge *);

/** judge_message(), judge_drop(), judge_evidence(): by origin. */
MUST_CHECK enum outcome judge_message(struct judging *, struct why *);
MUST_CHECK enum outcome judge_drop(struct judging *, struct why *);
MUST_CHECK enum outcome judge_evidence(struct judging *, struct why *);

#endif /* !DOMAIN_JUDGE_PARTS_H */
