/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/bank/bankfile.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "io/record.h"

#define ISO "urn:iso:std:iso:20022:tech:xsd:"
#define SPACE ISO "pain.002.001."
#define ODD_MAX 32

/* What is being read; failed once memory ran out. */
struct reader {
	Rec__BankStatus *status;
	bool failed;
};

static bool
is(const xmlNode *n, const char *name)
{

	return n->type == XML_ELEMENT_NODE &&
	    strcmp((const char *)n->name, name) == 0;
}

/* Add a text to a list, once. */
static void
say(struct reader *r, char ***list, size_t *n, const char *text)
{
	char **slot;
	size_t i;

	for (i = 0; i < *n; i++)
		if (strcmp((*list)[i], text) == 0)
			return;
	if (*n == ODD_MAX)
		return;
	slot = (char **)record_add(list, n);
	if (slot == NULL || (*slot = strdup(text)) == NULL)
		r->failed = true;
	if (slot != NULL && *slot == NULL)
		(*n)--;
}

/* Say that something is odd. */
static void
odd(struct reader *r, const char *text)
{

	say(r, &r->status->odd, &r->status->n_odd, text);
}

/* The same, where it may cost us a status. */
static void
doubt(struct reader *r, const char *text)
{

	odd(r, text);
	say(r, &r->status->doubt, &r->status->n_doubt, text);
}

static void
take(struct reader *r, const xmlNode *n, const char *path, char **field)
{
	char *s = xmlin_text(n, path);

	if (s == NULL || record_set(field, s) == -1)
		r->failed = true;
	free(s);
}

/* Append s to b, after sep if something stands there already. */
static void
join(struct reader *r, struct buf *b, const char *sep, char *s)
{

	if (s == NULL)
		r->failed = true;
	else if (*s != '\0' && b->len > 0)
		(void)buf_puts(b, sep);
	if (s != NULL)
		(void)buf_puts(b, s);
	free(s);
}

/* All reasons that stand at n, and the bank's words to them. */
static void
take_reasons(struct reader *r, const xmlNode *n, char **reason, char **info)
{
	struct buf codes = BUF_INIT, words = BUF_INIT;
	const xmlNode *s, *w;
	struct why why;

	for (s = xmlin_child(n, "StsRsnInf"); s != NULL; s = xmlin_next(s)) {
		join(r, &codes, " ", xmlin_text(s, "Rsn/Cd"));
		join(r, &codes, " ", xmlin_text(s, "Rsn/Prtry"));
		/* .02 and some banks: the code without Rsn or choice */
		join(r, &codes, " ", xmlin_text(s, "StsRsn/Cd"));
		for (w = xmlin_child(s, "AddtlInf"); w != NULL;
		     w = xmlin_next(w))
			join(r, &words, "; ", xmlin_text(w, ""));
	}
	if (buf_ok(&codes, &why) != OUT_OK || buf_ok(&words, &why) != OUT_OK ||
	    record_set(reason, (const char *)codes.data) == -1 ||
	    record_set(info, (const char *)words.data) == -1)
		r->failed = true;
	buf_free(&codes);
	buf_free(&words);
}

static void
check_code(struct reader *r, const char *status)
{

	if (*status != '\0' && bankfile_verdict(status) == BANK_UNKNOWN &&
	    strcmp(status, "PART") != 0)
		odd(r, "a status code that ISO does not know");
}

static Rec__BankItem *
add_item(struct reader *r)
{
	Rec__BankItem *item = malloc(sizeof(*item));
	void **slot = NULL;

	if (item != NULL)
		slot = record_add(&r->status->items, &r->status->n_items);
	if (slot == NULL) {
		free(item);
		r->failed = true;
		return NULL;
	}
	rec__bank_item__init(item);
	*slot = item;
	return item;
}

static void
drop_item(struct reader *r, Rec__BankItem *item)
{

	r->status->items[--r->status->n_items] = NULL;
	record_free(item);
}

static bool
says_nothing(const Rec__BankItem *item)
{

	return *item->status == '\0' && *item->reason == '\0';
}

static void
read_payment(struct reader *r, const xmlNode *n, const char *block)
{
	Rec__BankItem *item = add_item(r);

	if (item == NULL)
		return;
	if (record_set(&item->pmtinf_id, block) == -1)
		r->failed = true;
	item->transaction = true;
	take(r, n, "OrgnlInstrId", &item->instruction_id);
	take(r, n, "OrgnlEndToEndId", &item->end_to_end_id);
	take(r, n, "TxSts", &item->status);
	take_reasons(r, n, &item->reason, &item->info);
	if (r->failed)
		return;
	check_code(r, item->status);
	if (says_nothing(item)) {
		doubt(r, "a transaction without a status");
		drop_item(r, item);
	} else if (*item->instruction_id == '\0' &&
	    *item->end_to_end_id == '\0') {
		odd(r, "a transaction without any of our identifiers");
	}
}

static void
read_block(struct reader *r, const xmlNode *n)
{
	Rec__BankItem *item = add_item(r);
	const xmlNode *tx;
	char *block = xmlin_text(n, "OrgnlPmtInfId");

	if (item == NULL || block == NULL) {
		r->failed = true;
		free(block);
		return;
	}
	if (record_set(&item->pmtinf_id, block) == -1)
		r->failed = true;
	take(r, n, "PmtInfSts", &item->status);
	take_reasons(r, n, &item->reason, &item->info);
	if (!r->failed) {
		check_code(r, item->status);
		if (says_nothing(item))
			drop_item(r, item);
	}
	for (tx = xmlin_child(n, "TxInfAndSts"); tx != NULL && !r->failed;
	     tx = xmlin_next(tx))
		read_payment(r, tx, block);
	free(block);
}

static void
read_group(struct reader *r, const xmlNode *n)
{
	Rec__BankStatus *s = r->status;

	take(r, n, "OrgnlMsgId", &s->original_message_id);
	take(r, n, "GrpSts", &s->group_status);
	take_reasons(r, n, &s->group_reason, &s->group_info);
	if (r->failed)
		return;
	check_code(r, s->group_status);
	if (*s->original_message_id == '\0')
		odd(r, "it does not name the message that it answers");
	if (xmlin_next(n) != NULL)
		doubt(r, "it answers several messages; the first was read");
}

/* The element of a status report: the parent of what names the message; the
 * next one after ${after}, unless that is NULL. */
static const xmlNode *
find_report(const xmlDoc *doc, const xmlNode *after)
{
	const xmlNode *n = xmlDocGetRootElement(doc), *top = n;
	bool past = after == NULL;

	while (n != NULL) {
		if (is(n, "OrgnlGrpInfAndSts") && n->parent != after && past)
			return n->parent;
		past = past || n == after;
		if (n->children != NULL) {
			n = n->children;
			continue;
		}
		while (n != NULL && n != top && n->next == NULL)
			n = n->parent;
		n = n == NULL || n == top ? NULL : n->next;
	}
	return NULL;
}

bool
bankfile_is_status(const xmlDoc *doc)
{

	return find_report(doc, NULL) != NULL;
}

bool
bankfile_is_iso(const xmlDoc *doc)
{
	const xmlNode *root = xmlDocGetRootElement(doc);

	return root != NULL && root->ns != NULL &&
	    strncmp((const char *)root->ns->href, ISO, sizeof(ISO) - 1) == 0;
}

static void
check_form(struct reader *r, const xmlNode *report)
{
	const char *uri =
	    report->ns == NULL ? NULL : (const char *)report->ns->href;

	if (uri == NULL || strncmp(uri, SPACE, sizeof(SPACE) - 1) != 0)
		odd(r, "not in a namespace of ISO 20022 pain.002");
	else if (strcmp(uri + sizeof(SPACE) - 1, "03") != 0 &&
	    strcmp(uri + sizeof(SPACE) - 1, "10") != 0)
		odd(r, "a version of pain.002 other than .03 and .10");
	if (!is(report, "CstmrPmtStsRpt"))
		odd(r, "the report is named otherwise than in ISO 20022");
	if (*r->status->message_id == '\0')
		odd(r, "it has no message id of its own");
}

static void
read_report(struct reader *r, const xmlNode *report)
{
	const xmlNode *n;

	take(r, report, "GrpHdr/MsgId", &r->status->message_id);
	take(r, report, "GrpHdr/CreDtTm", &r->status->created);
	if (r->failed)
		return;
	check_form(r, report);
	read_group(r, xmlin_child(report, "OrgnlGrpInfAndSts"));
	for (n = xmlin_child(report, "OrgnlPmtInfAndSts");
	     n != NULL && !r->failed; n = xmlin_next(n))
		read_block(r, n);
	/* Before .03, and in dialects, without a block around them. */
	for (n = xmlin_child(report, "TxInfAndSts"); n != NULL && !r->failed;
	     n = xmlin_next(n)) {
		odd(r, "a transaction outside a payment block");
		read_payment(r, n, "");
	}
	if (!r->failed && *r->status->group_status == '\0' &&
	    *r->status->group_reason == '\0' && r->status->n_items == 0)
		doubt(r, "no status at any level");
}

enum outcome
bankfile_status(xmlDoc *doc, Rec__BankStatus **statusp, struct why *why)
{
	const xmlNode *report = find_report(doc, NULL);
	struct reader r = { NULL, false };

	*statusp = NULL;
	if (report == NULL || report->type != XML_ELEMENT_NODE)
		return why_reject(why, "BANK-STATUS",
		    "no payment status report (pain.002) in it");
	if ((r.status = malloc(sizeof(*r.status))) == NULL)
		return why_retry(why, "bankfile: out of memory");
	rec__bank_status__init(r.status);
	read_report(&r, report);
	if (!r.failed && find_report(doc, report) != NULL)
		doubt(&r, "it holds several reports; the first was read");
	if (r.failed) {
		record_free(r.status);
		return why_retry(why, "bankfile: out of memory");
	}
	*statusp = r.status;
	return OUT_OK;
}

enum outcome
bankfile_status_bytes(struct xmlin *in, const void *data, size_t len,
    Rec__BankStatus **statusp, struct why *why)
{
	xmlDoc *doc;
	enum outcome out;

	*statusp = NULL;
	if ((out = xmlin_parse(in, data, len, &doc, why)) != OUT_OK)
		return out;
	out = bankfile_status(doc, statusp, why);
	xmlFreeDoc(doc);
	return out;
}
