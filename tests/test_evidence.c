/* SPDX-License-Identifier: EUPL-1.2 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "domain/form/evidence.h"
#include "formtest.h"

#define SAMPLES "ecodex/samples/evidence/"

/* ---- the published ones ------------------------------------------------ */

struct sample {
	char file[80], type[24], time[24], message[40], reason[64], digest[64];
};

ParameterizedTestParameters(evidence, published)
{
	static struct sample rows[] = {
		{ "ConvertIntoEvidenceTypetestFileA.xml",
		    "SUBMISSION_ACCEPTANCE", "2012-11-08T12:39:18Z", "", "",
		    "" },
		{ "DERIVED-msg2-SUBMISSION_ACCEPTANCE-as-written-by-"
		  "client.xml",
		    "SUBMISSION_ACCEPTANCE", "2020-04-06T19:57:40Z", "n1", "",
		    "SHA-256:i+MBsISeqCZWnOBeWDlF25b2ZJe/2OllqvRizKoBVYQ=" },
		{ "msg1-SUBMISSION_ACCEPTANCE.xml", "SUBMISSION_ACCEPTANCE",
		    "2017-11-21T13:10:21Z", "20171121021011371_domibus-red", "",
		    "MD5:MfuaYp6WQMRyPL0QGtr9Mg==" },
		{ "msg2-SUBMISSION_ACCEPTANCE.xml", "SUBMISSION_ACCEPTANCE",
		    "2020-04-06T19:57:40Z", "n1", "",
		    "SHA-256:i+MBsISeqCZWnOBeWDlF25b2ZJe/2OllqvRizKoBVYQ=" },
		{ "msg3-SUBMISSION_ACCEPTANCE.xml", "SUBMISSION_ACCEPTANCE",
		    "2020-04-07T10:47:28Z", "n1", "",
		    "SHA-256:i+MBsISeqCZWnOBeWDlF25b2ZJe/2OllqvRizKoBVYQ=" },
		{ "signatureTestbysourceInfochange.xml", "SUBMISSION_REJECTION",
		    "2012-11-19T08:12:36Z", "testNationalMsgId",
		    "R_REMMD_NotIdentified: Originator not known",
		    "sha1:Cgo=" },
	};

	return cr_make_param_array(
	    struct sample, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct sample *row, evidence, published)
{
	char rel[160], path[PATH_MAX];
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	Rec__Evidence *e;
	xmlDoc *doc;

	(void)snprintf(rel, sizeof(rel), SAMPLES "%s", row->file);
	if (!formtest_shared(rel, path))
		cr_skip_test("../shared is absent");
	formtest_slurp(path, &b);
	doc = formtest_parse(b.data, b.len);
	cr_assert_eq(evidence_read(doc, &e, &why), OUT_OK, "%s: %s", row->file,
	    why.text);
	cr_expect_str_eq(e->type, row->type);
	cr_expect_str_eq(e->event_time, row->time);
	cr_expect_str_eq(e->message, row->message);
	cr_expect_str_eq(e->digest, row->digest);
	cr_expect_str_not_empty(e->identifier);
	cr_expect_eq(e->n_reasons, row->reason[0] != '\0');
	if (e->n_reasons > 0)
		cr_expect_str_eq(e->reasons[0], row->reason);
	record_free(e);
	xmlFreeDoc(doc);
	buf_free(&b);
}

/* ---- kinds ------------------------------------------------------------- */

struct kind {
	char root[40], event[24], type[24], rule[16];
};

ParameterizedTestParameters(evidence, kinds)
{
	static struct kind rows[] = {
		{ "SubmissionAcceptanceRejection", "Acceptance",
		    "SUBMISSION_ACCEPTANCE", "" },
		{ "SubmissionAcceptanceRejection", "Rejection",
		    "SUBMISSION_REJECTION", "" },
		{ "RelayREMMDAcceptanceRejection", "Acceptance",
		    "RELAY_REMMD_ACCEPTANCE", "" },
		{ "RelayREMMDAcceptanceRejection", "Rejection",
		    "RELAY_REMMD_REJECTION", "" },
		{ "RelayREMMDFailure", "DeliveryExpiration",
		    "RELAY_REMMD_FAILURE", "" },
		{ "DeliveryNonDeliveryToRecipient", "Delivery", "DELIVERY",
		    "" },
		{ "DeliveryNonDeliveryToRecipient", "NonDelivery",
		    "NON_DELIVERY", "" },
		{ "DeliveryNonDeliveryToRecipient", "DeliveryExpiration",
		    "NON_DELIVERY", "" },
		{ "RetrievalNonRetrievalByRecipient", "Retrieval", "RETRIEVAL",
		    "" },
		{ "RetrievalNonRetrievalByRecipient", "RetrievalExpiration",
		    "NON_RETRIEVAL", "" },
		{ "SubmissionAcceptanceRejection", "Delivery", "",
		    "EVIDENCE-EVENT" },
		{ "DeliveryNonDeliveryToRecipient", "", "", "EVIDENCE-EVENT" },
		{ "Token", "Acceptance", "", "EVIDENCE-ROOT" },
	};

	return cr_make_param_array(
	    struct kind, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct kind *row, evidence, kinds)
{
	struct why why = WHY_INIT;
	Rec__Evidence *e;
	enum outcome out;
	char text[400];
	xmlDoc *doc;

	(void)snprintf(text, sizeof(text),
	    "<%s xmlns='urn:x'><EventCode>\n"
	    "  http:uri.etsi.org/02640/Event#%s </EventCode></%s>",
	    row->root, row->event, row->root);
	doc = formtest_parse(text, strlen(text));
	out = evidence_read(doc, &e, &why);
	if (row->rule[0] == '\0') {
		cr_assert_eq(out, OUT_OK, "%s", why.text);
		cr_expect_str_eq(e->type, row->type);
		cr_expect_str_eq(e->event_code, row->event);
		cr_expect_str_eq(e->event_time, "");
	} else {
		cr_expect_eq(out, OUT_REJECT);
		cr_expect_str_eq(why.rule, row->rule);
		cr_expect_null(e);
	}
	record_free(e);
	xmlFreeDoc(doc);
}

struct instant {
	char s[40], utc[24];
};

ParameterizedTestParameters(evidence, times)
{
	static struct instant rows[] = {
		{ "2026-11-21T00:30:00+01:00", "2026-11-20T23:30:00Z" },
		{ "2026-12-31T23:30:00.999-02:30", "2027-01-01T02:00:00Z" },
		{ "2026-11-21T12:00:00Z", "2026-11-21T12:00:00Z" },
		{ "2026-11-21T12:00:00", "" }, /* which zone? */
		{ "2026-02-30T12:00:00Z", "" },
		{ "2026-11-21T24:00:00Z", "" },
		{ "2026-11-21T12:00Z", "" },
		{ "2026-11-21", "" },
		{ "2026-11-21T12:00:00+25:00", "" },
		{ "2026-11-21T12:00:00+1", "" },
		{ "yesterday", "" },
	};

	return cr_make_param_array(
	    struct instant, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct instant *row, evidence, times)
{
	struct why why = WHY_INIT;
	Rec__Evidence *e;
	char text[400];
	xmlDoc *doc;

	(void)snprintf(text, sizeof(text),
	    "<RelayREMMDFailure><EventTime>%s"
	    "</EventTime></RelayREMMDFailure>",
	    row->s);
	doc = formtest_parse(text, strlen(text));
	cr_assert_eq(evidence_read(doc, &e, &why), OUT_OK);
	cr_expect_str_eq(
	    e->event_time, row->utc, "%s: %s", row->s, e->event_time);
	record_free(e);
	xmlFreeDoc(doc);
}

/* ---- what it does to a message ----------------------------------------- */

Test(evidence, ranks)
{
	static const char *const types[] = { "SUBMISSION_ACCEPTANCE",
		"SUBMISSION_REJECTION", "RELAY_REMMD_ACCEPTANCE",
		"RELAY_REMMD_FAILURE", "RELAY_REMMD_REJECTION", "DELIVERY",
		"NON_DELIVERY", "RETRIEVAL", "NON_RETRIEVAL" };
	char name[40];
	int i;

	for (i = 0; i < 9; i++) {
		cr_expect_eq(evidence_rank(types[i]), i + 1);
		(void)snprintf(name, sizeof(name), "%s.xml", types[i]);
		cr_expect_str_eq(evidence_type_of_file(name), types[i]);
	}
	cr_expect_eq(evidence_rank(""), 0);
	cr_expect_eq(evidence_rank("DELIVER"), 0);
	cr_expect_null(evidence_type_of_file("DELIVERY"));
	cr_expect_null(evidence_type_of_file("DELIVERY.xml.pdf"));
	cr_expect_null(evidence_type_of_file("delivery.xml"));
	cr_expect(evidence_negative("NON_DELIVERY"));
	cr_expect(evidence_negative("RELAY_REMMD_FAILURE"));
	cr_expect_not(evidence_negative("DELIVERY"));
	cr_expect_not(evidence_negative(""));
}

struct effect {
	char have[24], got[24];
	int effect;
};

ParameterizedTestParameters(evidence, effects)
{
	static struct effect rows[] = {
		{ "", "SUBMISSION_ACCEPTANCE", EVIDENCE_MOVES },
		{ "SUBMISSION_ACCEPTANCE", "SUBMISSION_ACCEPTANCE",
		    EVIDENCE_NONE },
		{ "SUBMISSION_ACCEPTANCE", "DELIVERY", EVIDENCE_MOVES },
		{ "DELIVERY", "RELAY_REMMD_ACCEPTANCE", EVIDENCE_NONE },
		{ "DELIVERY", "NON_DELIVERY", EVIDENCE_MOVES },
		{ "NON_DELIVERY", "DELIVERY", EVIDENCE_CONFLICT },
		{ "NON_DELIVERY", "RETRIEVAL", EVIDENCE_CONFLICT },
		{ "NON_DELIVERY", "NON_RETRIEVAL", EVIDENCE_MOVES },
		{ "NON_RETRIEVAL", "RETRIEVAL", EVIDENCE_CONFLICT },
		{ "NON_RETRIEVAL", "DELIVERY", EVIDENCE_NONE },
		{ "RELAY_REMMD_FAILURE", "DELIVERY", EVIDENCE_MOVES },
	};

	return cr_make_param_array(
	    struct effect, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct effect *row, evidence, effects)
{
	cr_expect_eq((int)evidence_effect(row->have, row->got), row->effect,
	    "%s then %s", row->have, row->got);
}
