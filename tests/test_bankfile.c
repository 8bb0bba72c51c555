/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "domain/bank/bankfile.h"
#include "io/record.h"
#include "io/xmlin.h"

static struct xmlin *in;

static void
setup(void)
{
	struct why why;

	cr_assert_eq(xmlin_open(&in, &why), OUT_OK);
}

static void
teardown(void)
{

	xmlin_close(in);
}

TestSuite(bankfile, .init = setup, .fini = teardown);

#define NS10 "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"
#define NS03 "urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"
#define HEAD                                                        \
	"<GrpHdr><MsgId>BANK1</MsgId><CreDtTm>2026-11-24T06:00:00Z" \
	"</CreDtTm></GrpHdr>"
#define ORIG                                                       \
	"<OrgnlMsgId>M1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09" \
	"</OrgnlMsgNmId>"
#define REPORT(ns, body)                                        \
	"<Document xmlns=\"" ns "\"><CstmrPmtStsRpt>" HEAD body \
	"</CstmrPmtStsRpt></Document>"
#define TX(id, sts, rest)                                                      \
	"<TxInfAndSts><OrgnlInstrId>" id "</OrgnlInstrId>"                     \
	"<OrgnlEndToEndId>" id "</OrgnlEndToEndId><TxSts>" sts "</TxSts>" rest \
	"</TxInfAndSts>"
#define WHY(code) "<StsRsnInf><Rsn><Cd>" code "</Cd></Rsn></StsRsnInf>"

static Rec__BankStatus *
read_status(const char *xml)
{
	Rec__BankStatus *s;
	struct why why = WHY_INIT;

	cr_assert_eq(bankfile_status_bytes(in, xml, strlen(xml), &s, &why),
	    OUT_OK, "%s: %s", why.rule, why.text);
	return s;
}

Test(bankfile, a_rejection_at_the_group_is_read)
{
	Rec__BankStatus *s = read_status(REPORT(NS10,
	    "<OrgnlGrpInfAndSts>" ORIG
	    "<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>FF01</Cd></Rsn>"
	    "<AddtlInf>line 3</AddtlInf><AddtlInf>see guide</AddtlInf>"
	    "</StsRsnInf></OrgnlGrpInfAndSts>"));

	cr_expect_str_eq(s->message_id, "BANK1");
	cr_expect_str_eq(s->created, "2026-11-24T06:00:00Z");
	cr_expect_str_eq(s->original_message_id, "M1");
	cr_expect_str_eq(s->group_status, "RJCT");
	cr_expect_str_eq(s->group_reason, "FF01");
	cr_expect_str_eq(s->group_info, "line 3; see guide");
	cr_expect_eq(s->n_items, 0);
	cr_expect_eq(s->n_odd, 0);
	record_free(s);
}

Test(bankfile, a_rejection_at_the_block_is_read)
{
	Rec__BankStatus *s = read_status(REPORT(NS03,
	    "<OrgnlGrpInfAndSts>" ORIG
	    "</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>P1"
	    "</OrgnlPmtInfId><PmtInfSts>RJCT</PmtInfSts>" WHY(
		"TM01") "</OrgnlPmtInfAndSts>"));

	cr_assert_eq(s->n_items, 1);
	cr_expect_str_eq(s->items[0]->pmtinf_id, "P1");
	cr_expect_str_eq(s->items[0]->status, "RJCT");
	cr_expect_str_eq(s->items[0]->reason, "TM01");
	cr_expect_str_eq(s->items[0]->end_to_end_id, "");
	cr_expect_eq(s->n_odd, 0);
	record_free(s);
}

#define PARTLY                                                       \
	REPORT(NS10,                                                 \
	    "<OrgnlGrpInfAndSts>" ORIG "<GrpSts>PART"                \
	    "</GrpSts></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>"       \
	    "<OrgnlPmtInfId>P1</OrgnlPmtInfId>" TX("E1", "ACSP", "") \
		TX("E2", "RJCT", WHY("AC04")) "</OrgnlPmtInfAndSts>")

Test(bankfile, transactions_are_read)
{
	Rec__BankStatus *s = read_status(PARTLY);

	cr_assert_eq(s->n_items, 2);
	cr_expect_str_eq(s->group_status, "PART");
	cr_expect_str_eq(s->items[0]->end_to_end_id, "E1");
	cr_expect_str_eq(s->items[0]->status, "ACSP");
	cr_expect_str_eq(s->items[1]->instruction_id, "E2");
	cr_expect_str_eq(s->items[1]->pmtinf_id, "P1");
	cr_expect_str_eq(s->items[1]->reason, "AC04");
	cr_expect_eq(s->n_odd, 0);
	record_free(s);
}

Test(bankfile, verification_of_payee_is_read)
{
	Rec__BankStatus *s = read_status(REPORT(NS10,
	    "<OrgnlGrpInfAndSts>" ORIG
	    "<GrpSts>RVCM</GrpSts></OrgnlGrpInfAndSts>"
	    "<OrgnlPmtInfAndSts>" TX("E1", "RCVC", "") TX("E2", "RVNM", "") TX(
		"E3", "RVMC", "") TX("E4", "RVNA", "") "</OrgnlPmtInfAndSts>"));
	size_t i;

	cr_assert_eq(s->n_items, 4);
	cr_expect_eq(s->n_odd, 0);
	for (i = 0; i < 4; i++) {
		cr_expect_eq(
		    bankfile_verdict(s->items[i]->status), BANK_PENDING);
		cr_expect_not_null(bankfile_reason(s->items[i]->status));
	}
	cr_expect_str_eq(bankfile_reason("RVNM")->remedy, "stop");
	record_free(s);
}

struct odd {
	char what[40];
	char xml[1200];
	char odd[64];
	size_t items;
	char status[8], reason[24], e2e[24]; /* of the last item */
};

ParameterizedTestParameters(bankfile, dialect)
{
	static struct odd rows[] = {
		{ "own namespace, in an envelope",
		    "<Env><p:Body xmlns:p='urn:"
		    "bank'><p:CstmrPmtStsRpt><p:GrpHdr><p:MsgId>1</p:MsgId>"
		    "</p:GrpHdr><p:OrgnlGrpInfAndSts><p:OrgnlMsgId>M1"
		    "</p:OrgnlMsgId></p:OrgnlGrpInfAndSts><p:OrgnlPmtInfAndSts"
		    "><p:TxInfAndSts><p:OrgnlEndToEndId> E1 "
		    "</p:OrgnlEndToEndId><p:TxSts>RJCT</p:TxSts>"
		    "</p:TxInfAndSts></p:OrgnlPmtInfAndSts></p:CstmrPmtStsRpt>"
		    "</p:Body></Env>",
		    "namespace", 1, "RJCT", "", "E1" },
		{ "unknown codes",
		    REPORT(NS10,
			"<OrgnlGrpInfAndSts>" ORIG
			"</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>" TX("E1",
			    "ZZ9",
			    "<StsRsnInf><Rsn><Prtry>X-17</Prtry></Rsn></StsRsnInf>" WHY(
				"AC06")) "</OrgnlPmtInfAndSts>"),
		    "does not know", 1, "ZZ9", "X-17 AC06", "E1" },
		{ "transactions without a block",
		    REPORT(NS03,
			"<OrgnlGrpInfAndSts>" ORIG
			"</OrgnlGrpInfAndSts>" TX("E1", "ACSC", "")),
		    "outside a payment block", 1, "ACSC", "", "E1" },
		{ "no id of ours",
		    REPORT(NS10,
			"<OrgnlGrpInfAndSts>" ORIG
			"</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><TxInfAndSts>"
			"<StsId>1</StsId><TxSts>RJCT</TxSts></TxInfAndSts>"
			"</OrgnlPmtInfAndSts>"),
		    "without any of our", 1, "RJCT", "", "" },
		{ "version .14",
		    REPORT("urn:iso:std:iso:20022:tech:xsd:pain."
			   "002.001.14",
			"<OrgnlGrpInfAndSts>" ORIG "<GrpSts>ACTC"
			"</GrpSts></OrgnlGrpInfAndSts>"),
		    "a version of", 0, "", "", "" },
		{ "no status",
		    REPORT(NS10,
			"<OrgnlGrpInfAndSts>" ORIG
			"</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>"
			"<TxInfAndSts><OrgnlEndToEndId>E1</OrgnlEndToEndId>"
			"</TxInfAndSts></OrgnlPmtInfAndSts>"),
		    "no status at any level", 0, "", "", "" },
		{ "no original message",
		    REPORT(NS10,
			"<OrgnlGrpInfAndSts>"
			"<GrpSts>RJCT</GrpSts></OrgnlGrpInfAndSts>"),
		    "does not name the message", 0, "", "", "" },
		{ "two groups",
		    REPORT(NS10,
			"<OrgnlGrpInfAndSts>" ORIG
			"<GrpSts>ACTC</GrpSts></OrgnlGrpInfAndSts>"
			"<OrgnlGrpInfAndSts/>"),
		    "several messages", 0, "", "", "" }
	};

	return cr_make_param_array(
	    struct odd, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct odd *row, bankfile, dialect)
{
	Rec__BankStatus *s = read_status(row->xml);
	bool told = false;
	size_t i;

	for (i = 0; i < s->n_odd; i++)
		told |= strstr(s->odd[i], row->odd) != NULL;
	cr_expect(told, "%s", row->what);
	cr_assert_eq(s->n_items, row->items, "%s", row->what);
	if (s->n_items > 0) {
		cr_expect_str_eq(s->items[0]->status, row->status);
		cr_expect_str_eq(s->items[0]->reason, row->reason);
		cr_expect_str_eq(s->items[0]->end_to_end_id, row->e2e);
	}
	record_free(s);
}

Test(bankfile, what_is_no_status_report_is_refused)
{
	static const char *const xml[] = {
		"<a/>", "<OrgnlGrpInfAndSts/>",
		"<Document xmlns=\"urn:x:camt.054.001.08\"><Ntfctn/></Document>"
	};
	Rec__BankStatus *s;
	struct why why;
	size_t i;

	for (i = 0; i < sizeof(xml) / sizeof(xml[0]); i++) {
		cr_expect_eq(
		    bankfile_status_bytes(in, xml[i], strlen(xml[i]), &s, &why),
		    OUT_REJECT);
		cr_expect_str_eq(why.rule, "BANK-STATUS");
		cr_expect_null(s);
	}
	cr_expect_eq(
	    bankfile_status_bytes(in, "<!DOCTYPE a><a/>", 16, &s, &why),
	    OUT_REJECT);
	cr_expect_str_eq(why.rule, "XML-DOCTYPE");
}

Test(bankfile, acceptance_is_not_settlement)
{

	cr_expect_eq(bankfile_verdict("ACTC"), BANK_PENDING);
	cr_expect_eq(bankfile_verdict("ACCP"), BANK_PENDING);
	cr_expect_eq(bankfile_verdict("ACSP"), BANK_ACCEPTED);
	cr_expect_eq(bankfile_verdict("ACSC"), BANK_SETTLED);
	cr_expect_eq(bankfile_verdict("RJCT"), BANK_REJECTED);
	cr_expect_eq(bankfile_verdict("PART"), BANK_UNKNOWN);
	cr_expect_eq(bankfile_verdict(""), BANK_UNKNOWN);
	cr_expect_eq(bankfile_verdict("XXXX"), BANK_UNKNOWN);
}

Test(bankfile, reasons_are_explained)
{
	static const char *const codes[] = { "AC01", "AC04", "AC06", "AG01",
		"AM05", "BE04", "CNOR", "MD07", "MS02", "MS03", "RC01", "RR01",
		"RR02", "RR03", "RR04", "TM01", "FOCR", "AM10", "AM16", "AM17",
		"AM18", "AM19", "DU01", "DU02", "DU03", "DU04", "DU05", "FF01",
		"CH03", "RCVC", "RVMC", "RVNM", "RVNA", "RVCM", "RVNC" };
	size_t i;

	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		cr_expect_not_null(bankfile_reason(codes[i]), "%s", codes[i]);
	cr_expect_str_eq(
	    bankfile_reason("AC04")->text, "The account has been closed");
	cr_expect_str_eq(bankfile_reason("AC04")->remedy, "correct");
	cr_expect_str_eq(bankfile_reason("TM01")->remedy, "again");
	cr_expect_str_eq(bankfile_reason("AM05")->remedy, "stop");
	cr_expect_null(bankfile_reason("X-17"));
	cr_expect_null(bankfile_reason(""));
}

Test(bankfile, the_reports_of_these_tests_are_valid)
{
	const char *root = getenv("SHARED");
	char path[512];
	struct xmlin_schema *schema;
	struct why why = WHY_INIT;
	xmlDoc *doc;

	(void)snprintf(path, sizeof(path), "%s/sepa/xsd/pain.002.001.10.xsd",
	    root == NULL ? "../shared" : root);
	if (access(path, R_OK) == -1)
		cr_skip_test("../shared is absent");
	cr_assert_eq(
	    xmlin_schema_load(path, &schema, &why), OUT_OK, "%s", why.text);
	cr_assert_eq(
	    xmlin_parse(in, PARTLY, strlen(PARTLY), &doc, &why), OUT_OK);
	cr_expect_eq(xmlin_validate(schema, doc, NULL, NULL, &why), OUT_OK,
	    "%s", why.text);
	xmlFreeDoc(doc);
	xmlin_schema_free(schema);
}
