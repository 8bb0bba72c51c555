/* SPDX-License-Identifier: EUPL-1.2 */
/* The Trust-OK token that came beside a message. */
#include "domain/trust/judge_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/form/header.h"
#include "io/digest.h"
#include "io/record.h"

#define SHA256 "SHA2-256:"

static enum outcome
open_one(struct judge *j, const struct judge_connector *c, struct why *why)
{
	struct judge_token *t = &j->tokens[j->ntokens];
	enum outcome out;

	if ((t->code = strdup(c->code)) == NULL)
		return why_retry(why, "out of memory");
	t->policy = c->policy;
	j->ntokens++;
	if ((out = pins_new(&t->pins, why)) != OUT_OK ||
	    (out = pins_add_folder(t->pins, c->folder, why)) != OUT_OK)
		return out;
	return pins_add_folder(j->pins, c->folder, why);
}

enum outcome
judge_token_open(struct judge *j, const struct judge_connector *connectors,
    size_t n, struct why *why)
{
	enum outcome out;
	size_t i;

	if ((out = xmlsig_open(&j->xmlsig, why)) != OUT_OK ||
	    (out = pins_new(&j->pins, why)) != OUT_OK)
		return out;
	if ((j->tokens = calloc(n + 1, sizeof(*j->tokens))) == NULL)
		return why_retry(why, "out of memory");
	for (i = 0; i < n && out == OUT_OK; i++)
		out = open_one(j, &connectors[i], why);
	return out;
}

void
judge_token_close(struct judge *j)
{
	size_t i;

	for (i = 0; i < j->ntokens; i++) {
		free(j->tokens[i].code);
		pins_free(j->tokens[i].pins);
	}
	free(j->tokens);
	pins_free(j->pins);
	xmlsig_close(j->xmlsig);
}

/* What is set for the sender of the message, or NULL. */
static const struct judge_token *
sender(const struct judging *g)
{
	const struct judge *j = g->judge;
	const Rec__Header *h = g->verdict->header;
	size_t i;

	for (i = 0; i < j->ntokens && h->sender != NULL; i++)
		if (strcmp(j->tokens[i].code, h->sender->code) == 0)
			return &j->tokens[i];
	return NULL;
}

/* Which file has that digest, or -1: its name may have changed on the way. */
static long
file_with(const struct judging *g, const char *digest)
{
	const Rec__Manifest *m = g->job->manifest;
	char hex[DIGEST_HEX];
	size_t i;

	for (i = 0; i < m->n_files; i++)
		if (m->files[i]->sha256.len == DIGEST_LEN &&
		    strcmp(digest_hex(m->files[i]->sha256.data, hex), digest) ==
			0)
			return (long)i;
	return -1;
}

/* A header is laid out anew on its way: what else it may be proves nothing. */
static const char *
compare(const struct judging *g, const Rec__Token *t)
{
	long i = judging_find(g, t->file);

	if (strncmp(t->digest, SHA256, sizeof(SHA256) - 1) == 0) {
		if (file_with(g, t->digest + sizeof(SHA256) - 1) != -1)
			return "same";
		return i == -1 || strcmp(t->file, HEADER_FILE) == 0 ? "" :
								      "other";
	}
	/* SHA-384 and 512 of what is here; a PDF stayed with the keeper. */
	if (i == -1 || strcmp(t->file, HEADER_FILE) == 0 ||
	    g->job->files[i].len != g->job->manifest->files[i]->size)
		return "";
	return NULL;
}

static enum outcome
compare_bytes(const struct judging *g, Rec__Token *t, struct why *why)
{
	const char *same = compare(g, t);
	struct why reason = WHY_INIT;
	const ProtobufCBinaryData *b;
	enum outcome out;

	if (same == NULL) {
		b = &g->job->files[judging_find(g, t->file)];
		out =
		    token_is_of(t, b->data == NULL ? (const void *)"" : b->data,
			b->len, &reason);
		if (out == OUT_RETRY) {
			*why = reason;
			return out;
		}
		same = out == OUT_OK			       ? "same" :
		    strcmp(reason.rule, "TOKEN-DOCUMENT") == 0 ? "other" :
								 "";
	}
	return record_set(&t->document, same) == -1 ?
	    why_retry(why, "out of memory") :
	    OUT_OK;
}

static enum outcome
read_token(
    struct judging *g, size_t i, const struct pins *pins, struct why *why)
{
	const struct judge *j = g->judge;
	const ProtobufCBinaryData *b = &g->job->files[i];
	struct why reason = WHY_INIT;
	enum outcome out;

	out = token_check(j->xmlsig, j->xmlin,
	    b->data == NULL ? (const void *)"" : b->data, b->len, pins,
	    g->job->now, &g->verdict->token, &reason);
	if (out == OUT_OK)
		return compare_bytes(g, g->verdict->token, why);
	if (out == OUT_RETRY) {
		*why = reason;
		return out;
	}
	return judging_fault(g, &reason, why);
}

enum outcome
judge_token(struct judging *g, struct why *why)
{
	const struct judge_token *t = sender(g);
	enum token_policy policy = t == NULL ? TOKEN_IF_PRESENT : t->policy;
	long i = judging_find(g, TOKEN_FILE);
	struct pins *none = NULL;
	enum outcome out = OUT_OK;
	const char *rule;

	if (policy == TOKEN_IGNORED)
		return OUT_OK;
	if (t == NULL && (out = pins_new(&none, why)) != OUT_OK)
		return out;
	if (i != -1)
		out = read_token(g, (size_t)i, t == NULL ? none : t->pins, why);
	pins_free(none);
	rule = token_fault(policy, g->verdict->token);
	if (out != OUT_OK || rule == NULL)
		return out;
	return judging_rule(g, rule, TOKEN_FILE, NULL, why);
}
