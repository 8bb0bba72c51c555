/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/redact.h"

#include <stdlib.h>
#include <string.h>

#include "io/field.h"
#include "io/record.h"

/*
 * What stays, by the kind of record; with '?' behind it, only that something
 * is there.  Nothing that is marked (P) in record.proto may stand here, and
 * no text that people or other authorities write.
 */
static const struct {
	const ProtobufCMessageDescriptor *desc;
	const char *fields;
} kept[] = {
	{ &rec__money__descriptor, "minor currency" },
	{ &rec__authority__descriptor, "code" },
	{ &rec__term__descriptor, "kind amount frequency" },
	{ &rec__decision__descriptor, "terms" },
	{ &rec__arrears__descriptor, "total principal interest costs as_of" },
	{ &rec__application__descriptor,
	    "form instrument type types requesting requested decision arrears "
	    "documents_total non_disclosure transmittal_date" },
	{ &rec__acknowledgement__descriptor,
	    "form requested requesting received_on transmittal_date types "
	    "complete further_requested refuses non_disclosure "
	    "acknowledged_on" },
	{ &rec__header_document__descriptor, "type mime size created hash" },
	{ &rec__header__descriptor,
	    "sender receiver msg_id thread msg_no created hash form documents "
	    "scheme version" },
	{ &rec__allocation__descriptor, "current arrears interest costs" },
	{ &rec__conversion__descriptor,
	    "converted rate rate_date rate_source fees" },
	{ &rec__notice_item__descriptor,
	    "item_id mode date amount from until source allocation conversion "
	    "end_to_end_id correction_of reason transferred" },
	{ &rec__notice__descriptor, "sender receiver items released_on batch" },
	{ &rec__confirmation_item__descriptor,
	    "item_id end_to_end_id received_on received difference reason" },
	{ &rec__confirmation__descriptor, "sender receiver items" },
	{ &rec__note__descriptor,
	    "sender receiver kind about_message about_thread rule language" },
	{ &rec__evidence__descriptor,
	    "type event_code event_time identifier message digest signature "
	    "signature_rule" },
	{ &rec__token__descriptor,
	    "country system digest verified_at technical legal signature "
	    "signature_rule signer document" },
	{ &rec__bank_item__descriptor,
	    "pmtinf_id instruction_id end_to_end_id status reason "
	    "transaction" },
	{ &rec__bank_status__descriptor,
	    "message_id original_message_id group_status group_reason items "
	    "created" },
	{ &rec__sheet_row__descriptor,
	    "line fault decision sha256 date amount source mode from until "
	    "further? complete from_currency to_currency rate" },
	{ &rec__finding__descriptor, "rule severity place line text" },
	{ &rec__verdict__descriptor,
	    "kind findings header application acknowledgement notice "
	    "confirmation note evidence bank_status token" },
	{ &rec__parcel_file__descriptor, "size sha256" },
	{ &rec__manifest__descriptor,
	    "origin arrived_at taken_at files owner owner_alone about "
	    "supplement incomplete actor" },
	{ &rec__total__descriptor, "account money" },
	{ &rec__erase_word__descriptor, "person at reason" },
	{ &rec__erasure__descriptor,
	    "words at by events documents rows sheets audit audit_sha256 "
	    "last_event keys files folders messages finished_at" },
	{ &rec__disclosure__descriptor, "on at by name message" },
	{ &rec__deferral__descriptor, "until at by" },
	{ &rec__case__descriptor,
	    "number id role other instrument type thread status opened_on "
	    "acknowledged_on non_disclosure currency totals sent received "
	    "entries messages documents key enforceable acknowledge_by paid "
	    "erasure disclosures deferrals" },
	{ &rec__evidence_mark__descriptor, "type time code folder signature" },
	{ &rec__message__descriptor,
	    "number case_number outgoing msg_id thread msg_no form state at "
	    "folder other sha256 evidences approvals about recorder language "
	    "readable immediate resent sent_at silent token missing "
	    "arrived" },
	{ &rec__task__descriptor,
	    "number case_number case_id kind rule opened_on due calendar state "
	    "done_on done_by overdue place text subject severity" },
	{ &rec__item__descriptor,
	    "id case_number case_id ours mode date amount from until source "
	    "state held_for conversion allocation payment released_by "
	    "received_on received difference difference_reason correction_of "
	    "reason recorder end_to_end_id line transferred other notice "
	    "debt_falls" },
	{ &rec__part__descriptor, "item case_number minor" },
	{ &rec__payment__descriptor,
	    "id stem attempt payee case_number other amount state batch parts "
	    "reason due_on period tranche previous" },
	{ &rec__batch_row__descriptor, "payment" },
	{ &rec__outcome__descriptor, "due calendar instrument name value" },
	{ &rec__event__descriptor,
	    "number at actor kind case_number parcel outcomes manifest verdict "
	    "message item payment task row subject text parts note key "
	    "new_message items sha256 boot state payments tasks erasure" },
};

/* How a field of that record is kept: 0 not, '?' as "-", else ' '. */
static int
how(const ProtobufCMessageDescriptor *desc, const char *name)
{
	size_t i, n, len = strlen(name);
	const char *p;

	for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		if (kept[i].desc != desc)
			continue;
		for (p = kept[i].fields; *p != '\0'; p += n + (p[n] == ' ')) {
			n = strcspn(p, " ");
			if (n == len && memcmp(p, name, n) == 0)
				return ' ';
			if (n == len + 1 && p[len] == '?' &&
			    memcmp(p, name, len) == 0)
				return '?';
		}
	}
	return 0;
}

/* Only that there is something: of one string. */
static enum outcome
keep_mark(
    ProtobufCMessage *m, const ProtobufCFieldDescriptor *f, struct why *why)
{
	char *s, *at = (char *)m + f->offset;

	memcpy(&s, at, sizeof(s));
	if (record_set(&s, s[0] == '\0' ? "" : "-") == -1)
		return why_sys(why, "redact");
	memcpy(at, &s, sizeof(s));
	return OUT_OK;
}

/* Call fn for each record in a field. */
typedef enum outcome sub_fn(ProtobufCMessage *, void *, struct why *);

static enum outcome
each_sub(ProtobufCMessage *m, const ProtobufCFieldDescriptor *f, sub_fn *fn,
    void *ctx, struct why *why)
{
	enum outcome out = OUT_OK;
	ProtobufCMessage *sub;
	size_t i, n;

	if (f->type != PROTOBUF_C_TYPE_MESSAGE)
		return OUT_OK;
	n = field_count(m, f);
	for (i = 0; out == OUT_OK && i < n; i++) {
		memcpy(&sub, field_at(m, f, i), sizeof(sub));
		out = fn(sub, ctx, why);
	}
	return out;
}

static enum outcome
redact_sub(ProtobufCMessage *m, void *ctx, struct why *why)
{
	(void)ctx;
	return redact_record(m, why);
}

enum outcome
redact_record(ProtobufCMessage *m, struct why *why)
{
	enum outcome out = OUT_OK;
	unsigned int i;

	for (i = 0; out == OUT_OK && i < m->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *f = &m->descriptor->fields[i];

		switch (how(m->descriptor, f->name)) {
		case 0:
			field_empty(m, f);
			break;
		case '?':
			out = keep_mark(m, f, why);
			break;
		default:
			out = each_sub(m, f, redact_sub, NULL, why);
		}
	}
	return out;
}

/* The text of these events is the program's: a folder, a file, a rule's. */
static bool
text_is_ours(const char *kind)
{
	static const char *const kinds[] = { "dispatched", "batch-state",
		"payment-held", "evidence-missing", "collection" };
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i], kind) == 0)
			return true;
	return false;
}

enum outcome
redact_event(Rec__Event *ev, struct why *why)
{
	if (!text_is_ours(ev->kind) && record_set(&ev->text, "") == -1)
		return why_sys(why, "redact");
	return redact_record(&ev->base, why);
}

/* ---- records that are about a case, in what is about several ----------- */

struct naming {
	redact_fn *fn;
	const void *ctx;
	bool found;
};

static bool
own_string(const ProtobufCMessage *m, redact_fn *fn, const void *ctx)
{
	unsigned int i;
	size_t k, n;
	char *s;

	for (i = 0; i < m->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *f = &m->descriptor->fields[i];

		if (f->type != PROTOBUF_C_TYPE_STRING)
			continue;
		n = field_count(m, f);
		for (k = 0; k < n; k++) {
			memcpy(&s, field_at(m, f, k), sizeof(s));
			if (s[0] != '\0' && fn(s, ctx))
				return true;
		}
	}
	return false;
}

static bool
is_row(const ProtobufCMessageDescriptor *desc)
{
	return desc == &rec__sheet_row__descriptor ||
	    desc == &rec__item__descriptor ||
	    desc == &rec__payment__descriptor ||
	    desc == &rec__bank_item__descriptor;
}

static enum outcome
name_sub(ProtobufCMessage *m, void *ctx, struct why *why)
{
	struct naming *k = ctx;
	enum outcome out = OUT_OK;
	unsigned int i;

	if (is_row(m->descriptor) && own_string(m, k->fn, k->ctx)) {
		k->found = true;
		return redact_record(m, why);
	}
	for (i = 0; out == OUT_OK && i < m->descriptor->n_fields; i++)
		out = each_sub(m, &m->descriptor->fields[i], name_sub, k, why);
	return out;
}

enum outcome
redact_named(ProtobufCMessage *m, redact_fn *fn, const void *ctx, bool *found,
    struct why *why)
{
	struct naming k = { fn, ctx, false };
	enum outcome out = name_sub(m, &k, why);

	*found = k.found;
	return out;
}

bool
redact_each_string(const ProtobufCMessage *m, redact_fn *fn, const void *ctx)
{
	const ProtobufCMessage *sub;
	unsigned int i;
	size_t k, n;

	if (own_string(m, fn, ctx))
		return true;
	for (i = 0; i < m->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *f = &m->descriptor->fields[i];

		if (f->type != PROTOBUF_C_TYPE_MESSAGE)
			continue;
		n = field_count(m, f);
		for (k = 0; k < n; k++) {
			memcpy(&sub, field_at(m, f, k), sizeof(sub));
			if (redact_each_string(sub, fn, ctx))
				return true;
		}
	}
	return false;
}
