/* SPDX-License-Identifier: EUPL-1.2 */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/redact.h"
#include "io/field.h"
#include "io/record.h"

/*
 * Every string of a record, and of all records in it, is set to the name of
 * its field, "Person.family".  What of these is left afterwards is what the
 * list below says, and nothing else: who lets a field stay says so twice.
 */
static const char *const stay[] = { "Allocation.", "AuditEntry.", "Money.",
	"Acknowledgement.acknowledged_on", "Acknowledgement.form",
	"Acknowledgement.received_on", "Acknowledgement.transmittal_date",
	"Acknowledgement.types", "Application.form", "Application.instrument",
	"Application.transmittal_date", "Application.type", "Application.types",
	"Arrears.as_of", "Authority.code", "BankItem.end_to_end_id",
	"BankItem.instruction_id", "BankItem.pmtinf_id", "BankItem.reason",
	"BankItem.status", "BankStatus.created", "BankStatus.group_reason",
	"BankStatus.group_status", "BankStatus.message_id",
	"BankStatus.original_message_id", "Case.acknowledge_by",
	"Case.acknowledged_on", "Case.currency", "Case.id", "Case.instrument",
	"Case.opened_on", "Case.other", "Case.status", "Case.thread",
	"Case.type", "ConfirmationItem.", "Confirmation.receiver",
	"Confirmation.sender", "Conversion.rate", "Deferral.at", "Deferral.by",
	"Deferral.until", "Disclosure.at", "Disclosure.by",
	"Disclosure.message", "Disclosure.name", "EraseWord.", "Erasure.",
	"Event.actor", "Event.at", "Event.boot", "Event.kind", "Event.parcel",
	"Event.sha256", "Event.state", "Event.subject", "Evidence.digest",
	"Evidence.event_code", "Evidence.event_time", "Evidence.identifier",
	"Evidence.message", "Evidence.signature", "Evidence.type",
	"EvidenceMark.code", "EvidenceMark.folder", "EvidenceMark.signature",
	"EvidenceMark.time", "EvidenceMark.type", "Finding.place",
	"Finding.rule", "Finding.severity", "Finding.text", "Header.created",
	"Header.form", "Header.hash", "Header.msg_id", "Header.scheme",
	"Header.thread", "Header.version", "HeaderDocument.created",
	"HeaderDocument.hash", "HeaderDocument.mime", "HeaderDocument.type",
	"Item.case_id", "Item.correction_of", "Item.date", "Item.debt_falls",
	"Item.difference_reason", "Item.end_to_end_id", "Item.from",
	"Item.held_for", "Item.id", "Item.mode", "Item.notice", "Item.other",
	"Item.payment", "Item.reason", "Item.received_on", "Item.recorder",
	"Item.released_by", "Item.source", "Item.state", "Item.until",
	"Manifest.about", "Manifest.actor", "Manifest.arrived_at",
	"Manifest.taken_at", "Message.about", "Message.approvals",
	"Message.arrived", "Message.at", "Message.folder", "Message.form",
	"Message.language", "Message.missing", "Message.msg_id",
	"Message.other", "Message.readable", "Message.recorder",
	"Message.sent_at", "Message.sha256", "Message.state", "Message.thread",
	"Note.about_message", "Note.about_thread", "Note.kind", "Note.language",
	"Note.receiver", "Note.rule", "Note.sender", "Notice.batch",
	"Notice.receiver", "Notice.released_on", "Notice.sender", "NoticeItem.",
	"Outcome.", "Part.item", "Payment.batch", "Payment.due_on",
	"Payment.id", "Payment.other", "Payment.payee", "Payment.period",
	"Payment.previous", "Payment.reason", "Payment.state", "Payment.stem",
	"SheetRow.date", "SheetRow.decision", "SheetRow.from",
	"SheetRow.from_currency", "SheetRow.mode", "SheetRow.rate",
	"SheetRow.sha256", "SheetRow.source", "SheetRow.to_currency",
	"SheetRow.until", "Task.", "Term.frequency", "Token.country",
	"Token.digest", "Token.document", "Token.signature", "Token.signer",
	"Token.system", "Token.verified_at", "Total.account" };

static bool
may_stay(const char *name)
{
	size_t i, n;

	for (i = 0; i < sizeof(stay) / sizeof(stay[0]); i++) {
		n = strlen(stay[i]);
		if (strncmp(name, stay[i], n) == 0 &&
		    (name[n] == '\0' || stay[i][n - 1] == '.' ||
			name[n] == '_'))
			return true;
	}
	return false;
}

static ProtobufCMessage *
filled(const ProtobufCMessageDescriptor *desc)
{
	ProtobufCMessage *m = record_new(desc);
	unsigned int i;
	char name[80];
	size_t one = 1;
	void *p, *array;

	for (i = 0; i < desc->n_fields; i++) {
		const ProtobufCFieldDescriptor *f = &desc->fields[i];

		(void)snprintf(
		    name, sizeof(name), "%s.%s", desc->short_name, f->name);
		if (f->type == PROTOBUF_C_TYPE_STRING)
			p = strdup(name);
		else if (f->type == PROTOBUF_C_TYPE_MESSAGE)
			p = filled(f->descriptor);
		else
			continue;
		if (f->label == PROTOBUF_C_LABEL_REPEATED) {
			array = malloc(sizeof(p));
			memcpy(array, &p, sizeof(p));
			memcpy((char *)m + f->quantifier_offset, &one,
			    sizeof(one));
			p = array;
		}
		memcpy((char *)m + f->offset, &p, sizeof(p));
	}
	return m;
}

static const char *wrong; /* the first that should not be there */

static bool
is_wrong(const char *s, const void *ctx)
{
	(void)ctx;
	if (strcmp(s, "-") == 0 || may_stay(s))
		return false;
	wrong = s;
	return true;
}

Test(redact, only_what_is_listed_stays)
{
	const ProtobufCMessageDescriptor *const kinds[] = {
		&rec__event__descriptor, &rec__case__descriptor,
		&rec__item__descriptor, &rec__payment__descriptor,
		&rec__message__descriptor, &rec__batch_row__descriptor,
		&rec__dossier__descriptor, &rec__document__descriptor,
		&rec__restricted__descriptor
	};
	ProtobufCMessage *m;
	struct why why;
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		m = filled(kinds[i]);
		cr_expect(redact_each_string(m, is_wrong, NULL));
		cr_assert_eq(i == 0 ? redact_event((Rec__Event *)m, &why) :
				      redact_record(m, &why),
		    OUT_OK);
		wrong = NULL;
		cr_expect_not(
		    redact_each_string(m, is_wrong, NULL), "%s stays", wrong);
		record_free(m);
	}
}

/* Records of a kind that is marked (P) hold nothing afterwards. */
static bool
is_private(const char *s, const void *ctx)
{
	static const char *const kinds[] = { "Person.", "Address.", "Contact.",
		"Account.", "Responsible.", "Attached.", "Signed.",
		"Beneficiary.", "Restricted.", "Document.", "Payee." };
	size_t i;

	(void)ctx;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strncmp(s, kinds[i], strlen(kinds[i])) == 0)
			return true;
	return false;
}

Test(redact, no_person_stays_in_an_event)
{
	Rec__Event *ev = (Rec__Event *)filled(&rec__event__descriptor);
	struct why why;

	cr_assert(redact_each_string(&ev->base, is_private, NULL));
	cr_assert_eq(redact_event(ev, &why), OUT_OK);
	cr_expect_not(redact_each_string(&ev->base, is_private, NULL));
	cr_expect_str_eq(ev->row->further, "-");
	record_free(ev);
}

Test(redact, of_texts_the_programs_own_stay)
{
	static const char *const kinds[][2] = { { "dispatched", "words" },
		{ "batch-state", "words" }, { "payment-held", "words" },
		{ "hold", "" }, { "approve-message", "" }, { "resend", "" } };
	struct why why;
	Rec__Event *ev;
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		ev = record_new(&rec__event__descriptor);
		(void)record_set(&ev->kind, kinds[i][0]);
		(void)record_set(&ev->text, "words");
		cr_assert_eq(redact_event(ev, &why), OUT_OK);
		cr_expect_str_eq(ev->text, kinds[i][1], "%s", kinds[i][0]);
		record_free(ev);
	}
}

static bool
is_ours(const char *s, const void *ctx)
{
	return strcmp(s, ctx) == 0;
}

Test(redact, of_what_is_shared_only_the_rows_named)
{
	Rec__Event *ev = record_new(&rec__event__descriptor);
	Rec__Payment **p;
	struct why why;
	bool found;
	int i;

	for (i = 0; i < 2; i++) {
		p = (Rec__Payment **)record_add(&ev->payments, &ev->n_payments);
		*p = record_new(&rec__payment__descriptor);
		(void)record_set(&(*p)->id, i == 0 ? "DE-1" : "DE-2");
		(void)record_set(&(*p)->info, "words");
	}
	cr_assert_eq(
	    redact_named(&ev->base, is_ours, "DE-2", &found, &why), OUT_OK);
	cr_expect(found);
	cr_expect_str_eq(ev->payments[0]->info, "words");
	cr_expect_str_eq(ev->payments[1]->info, "");
	cr_expect_str_eq(ev->payments[1]->id, "DE-2");
	cr_assert_eq(
	    redact_named(&ev->base, is_ours, "DE-3", &found, &why), OUT_OK);
	cr_expect_not(found);
	record_free(ev);
}
