/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/form/evidence.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/form/formxml.h"
#include "io/record.h"
#include "io/xmlin.h"
#include "value/date.h"

#define NTYPES (sizeof(types) / sizeof(types[0]))

/* In the order of their priority. */
static const struct {
	char name[24];
	bool negative;
} types[] = {
	{ "SUBMISSION_ACCEPTANCE", false },
	{ "SUBMISSION_REJECTION", true },
	{ "RELAY_REMMD_ACCEPTANCE", false },
	{ "RELAY_REMMD_FAILURE", true },
	{ "RELAY_REMMD_REJECTION", true },
	{ "DELIVERY", false },
	{ "NON_DELIVERY", true },
	{ "RETRIEVAL", false },
	{ "NON_RETRIEVAL", true },
};

/* What a root element and an event ("" any) make together. */
static const struct {
	const char *root;
	const char *event;
	const char *type;
} kinds[] = {
	{ "SubmissionAcceptanceRejection", "Acceptance",
	    "SUBMISSION_ACCEPTANCE" },
	{ "SubmissionAcceptanceRejection", "Rejection",
	    "SUBMISSION_REJECTION" },
	{ "RelayREMMDAcceptanceRejection", "Acceptance",
	    "RELAY_REMMD_ACCEPTANCE" },
	{ "RelayREMMDAcceptanceRejection", "Rejection",
	    "RELAY_REMMD_REJECTION" },
	{ "RelayREMMDFailure", "", "RELAY_REMMD_FAILURE" },
	{ "DeliveryNonDeliveryToRecipient", "Delivery", "DELIVERY" },
	{ "DeliveryNonDeliveryToRecipient", "NonDelivery", "NON_DELIVERY" },
	{ "DeliveryNonDeliveryToRecipient", "DeliveryExpiration",
	    "NON_DELIVERY" },
	{ "RetrievalNonRetrievalByRecipient", "Retrieval", "RETRIEVAL" },
	{ "RetrievalNonRetrievalByRecipient", "NonRetrieval", "NON_RETRIEVAL" },
	{ "RetrievalNonRetrievalByRecipient", "RetrievalExpiration",
	    "NON_RETRIEVAL" },
};

int
evidence_rank(const char *type)
{
	size_t i;

	for (i = 0; i < NTYPES; i++)
		if (strcmp(types[i].name, type) == 0)
			return (int)i + 1;
	return 0;
}

const char *
evidence_highest(const Rec__Message *m, const char *folder)
{
	const char *have = "";
	size_t i;

	for (i = 0; i < m->n_evidences; i++)
		if (strcmp(m->evidences[i]->folder, folder) == 0 &&
		    evidence_rank(m->evidences[i]->type) > evidence_rank(have))
			have = m->evidences[i]->type;
	return have;
}

bool
evidence_negative(const char *type)
{
	int rank = evidence_rank(type);

	return rank > 0 && types[rank - 1].negative;
}

enum evidence_effect
evidence_effect(const char *have, const char *got)
{
	bool not_delivered = strcmp(have, "NON_DELIVERY") == 0;
	bool not_retrieved = strcmp(have, "NON_RETRIEVAL") == 0;

	if (not_delivered &&
	    (strcmp(got, "DELIVERY") == 0 || strcmp(got, "RETRIEVAL") == 0))
		return EVIDENCE_CONFLICT;
	if (not_retrieved && strcmp(got, "RETRIEVAL") == 0)
		return EVIDENCE_CONFLICT;
	return evidence_rank(got) > evidence_rank(have) ? EVIDENCE_MOVES :
							  EVIDENCE_NONE;
}

const char *
evidence_type_of_file(const char *name)
{
	size_t i, len;

	for (i = 0; i < NTYPES; i++) {
		len = strlen(types[i].name);
		if (strncmp(name, types[i].name, len) == 0 &&
		    strcmp(name + len, ".xml") == 0)
			return types[i].name;
	}
	return NULL;
}

static bool
digits(const char *s, size_t n)
{
	return strspn(s, "0123456789") >= n;
}

static int
two(const char *s)
{
	return (s[0] - '0') * 10 + s[1] - '0';
}

/* "+01:00" or "Z" in seconds east of UTC. */
static bool
parse_zone(const char *s, int64_t *east)
{
	*east = 0;
	if (strcmp(s, "Z") == 0)
		return true;
	if ((s[0] != '+' && s[0] != '-') || !digits(s + 1, 2) || s[3] != ':' ||
	    !digits(s + 4, 2) || s[6] != '\0')
		return false;
	*east = two(s + 1) * 3600 + two(s + 4) * 60;
	if (s[0] == '-')
		*east = -*east;
	return *east >= -14 * 3600 && *east <= 14 * 3600;
}

/* An xs:dateTime with its zone as a time of ours. */
static bool
to_utc(const char *s, char *buf)
{
	char day[DATE_TEXT];
	int64_t east, seconds;
	int32_t n;

	(void)snprintf(day, sizeof(day), "%.10s", s);
	if (!date_parse(day, &n) || s[10] != 'T' || !digits(s + 11, 2) ||
	    s[13] != ':' || !digits(s + 14, 2) || s[16] != ':' ||
	    !digits(s + 17, 2) || two(s + 11) > 23 || two(s + 14) > 59 ||
	    two(s + 17) > 59)
		return false;
	seconds = two(s + 11) * 3600 + two(s + 14) * 60 + two(s + 17);
	s += 19;
	if (s[0] == '.')
		s += 1 + strspn(s + 1, "0123456789");
	if (!parse_zone(s, &east))
		return false;
	(void)time_format(n * INT64_C(86400) + seconds - east, buf);
	return true;
}

static const char *
after_hash(const char *s)
{
	const char *hash = strrchr(s, '#');

	return hash == NULL ? s : hash + 1;
}

static void
read_time(struct formxml *fx, const xmlNode *root, Rec__Evidence *e)
{
	char buf[TIME_TEXT], *s = xmlin_text(root, "EventTime");

	if (s == NULL ||
	    (to_utc(s, buf) && record_set(&e->event_time, buf) == -1))
		formxml_memory(fx);
	free(s);
}

static void
read_event(struct formxml *fx, const xmlNode *root, Rec__Evidence *e)
{
	char *s = xmlin_text(root, "EventCode");

	if (s == NULL || record_set(&e->event_code, after_hash(s)) == -1)
		formxml_memory(fx);
	free(s);
}

/* Two texts as one of the repeated field's strings. */
static void
read_reason(struct formxml *fx, const xmlNode *node, Rec__Evidence *e)
{
	char *code = xmlin_text(node, "Code");
	char *details = xmlin_text(node, "Details");
	struct buf b = BUF_INIT;
	void **slot;

	if (code != NULL && details != NULL &&
	    buf_puts(&b, after_hash(code)) == 0 &&
	    (details[0] == '\0' || code[0] == '\0' ||
		buf_puts(&b, ": ") == 0) &&
	    buf_puts(&b, details) == 0 &&
	    (slot = record_add(&e->reasons, &e->n_reasons)) != NULL)
		*slot = b.data;
	else {
		buf_free(&b);
		formxml_memory(fx);
	}
	free(code);
	free(details);
}

static void
read_digest(struct formxml *fx, const xmlNode *root, Rec__Evidence *e)
{
	const xmlNode *at = xmlin_child(root, "SenderMessageDetails");
	char *method, *value;
	struct buf b = BUF_INIT;

	if (at == NULL || xmlin_child(at, "DigestValue") == NULL ||
	    xmlin_child(at, "DigestMethod") == NULL)
		return;
	method = xmlin_attr(xmlin_child(at, "DigestMethod"), "Algorithm");
	value = xmlin_text(at, "DigestValue");
	if (method == NULL || value == NULL ||
	    buf_puts(&b, after_hash(method)) == -1 || buf_puts(&b, ":") == -1 ||
	    buf_puts(&b, value) == -1 ||
	    record_set(&e->digest, (const char *)b.data) == -1)
		formxml_memory(fx);
	buf_free(&b);
	free(method);
	free(value);
}

static void
read_type(struct formxml *fx, const xmlNode *root, Rec__Evidence *e)
{
	const char *rule = "EVIDENCE-ROOT";
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i].root, (const char *)root->name) != 0)
			continue;
		rule = "EVIDENCE-EVENT";
		if (kinds[i].event[0] != '\0' &&
		    strcmp(kinds[i].event, e->event_code) != 0)
			continue;
		if (record_set(&e->type, kinds[i].type) == -1)
			formxml_memory(fx);
		return;
	}
	formxml_reject(
	    fx, root, rule, "this is no evidence that we know", e->event_code);
}

enum outcome
evidence_read(xmlDoc *doc, Rec__Evidence **evidence, struct why *why)
{
	struct formxml fx = { OUT_OK, why };
	const xmlNode *root = xmlDocGetRootElement(doc), *node;
	Rec__Evidence *e;

	*evidence = NULL;
	if (root == NULL)
		return why_reject(why, "EVIDENCE-ROOT", "an empty document");
	if ((e = record_new(&rec__evidence__descriptor)) == NULL)
		return why_retry(why, "out of memory");
	read_event(&fx, root, e);
	read_type(&fx, root, e);
	if (fx.out == OUT_OK) {
		read_time(&fx, root, e);
		formxml_text(&fx, root, "EvidenceIdentifier", &e->identifier);
		formxml_text(&fx, root,
		    "SenderMessageDetails/UAMessageIdentifier", &e->message);
		formxml_text(&fx, root,
		    "EvidenceIssuerDetails/NamesPostalAddresses/"
		    "NamePostalAddress/EntityName/Name",
		    &e->issuer);
		node = xmlin_find(root, "EventReasons/EventReason");
		for (; node != NULL; node = xmlin_next(node))
			read_reason(&fx, node, e);
		read_digest(&fx, root, e);
	}
	if (fx.out != OUT_OK) {
		record_free(e);
		return fx.out;
	}
	*evidence = e;
	return OUT_OK;
}
