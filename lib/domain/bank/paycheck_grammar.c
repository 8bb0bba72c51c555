/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/bank/paycheck_impl.h"

#include <assert.h>

/*
 * The EPC's subset of pain.001.001.09 (customer-to-bank guidelines, EPC132-08)
 * and, by version, of .03.  Each line: element, times, type, versions, length,
 * and the reasons a bank gives when it is missing, too often, or wrong.
 */
#define OPT 0x01 /* the least, then the most; most 0: any */
#define ONE 0x11
#define MANY 0x10
#define TWO 0x02
#define C(name, times, type, versions, len, miss, over, bad)               \
	{                                                                  \
		name, (times) >> 4, (times)&15, type, versions, len, miss, \
		    over, bad                                              \
	}
#define E(name, times, type) \
	C(name, times, type, PAY_ALL, 0, "CH21", "FF01", "CH16")
#define V(name, times, type, versions) \
	C(name, times, type, versions, 0, "FF01", "FF01", "CH16")
#define T(name, times, len) \
	C(name, times, PAY_TEXT, PAY_ALL, len, "CH21", "FF01", "CH16")
#define T9(name, len) \
	C(name, OPT, PAY_TEXT, PAY_09, len, "CH21", "FF01", "CH16")

static const struct pay_child root[] = { V(
    "Document", ONE, PAY_DOCUMENT, PAY_ALL) };
static const struct pay_child document[] = { V(
    "CstmrCdtTrfInitn", ONE, PAY_INITIATION, PAY_ALL) };
static const struct pay_child initiation[] = { E("GrpHdr", ONE, PAY_GROUP),
	V("PmtInf", MANY, PAY_BLOCK, PAY_ALL) };
static const struct pay_child group[] = { C("MsgId", ONE, PAY_ID, PAY_ALL, 35,
					      "CH21", "FF01", "CH16"),
	C("CreDtTm", ONE, PAY_TIME, PAY_ALL, 0, "CH21", "FF01", "DT01"),
	C("NbOfTxs", ONE, PAY_COUNT, PAY_ALL, 15, "CH21", "FF01", "AM18"),
	C("CtrlSum", ONE, PAY_SUM, PAY_ALL, 19, "CH21", "FF01", "AM16"),
	E("InitgPty", ONE, PAY_PARTY) };
static const struct pay_child block[] = { C("PmtInfId", ONE, PAY_ID, PAY_ALL,
					      35, "CH21", "FF01", "CH16"),
	E("PmtMtd", ONE, PAY_METHOD), E("BtchBookg", OPT, PAY_FLAG),
	C("NbOfTxs", ONE, PAY_COUNT, PAY_ALL, 15, "CH21", "FF01", "AM20"),
	C("CtrlSum", ONE, PAY_SUM, PAY_ALL, 19, "CH21", "FF01", "AM17"),
	E("PmtTpInf", OPT, PAY_KIND),
	V("ReqdExctnDt", ONE, PAY_EXECUTION, PAY_09),
	C("ReqdExctnDt", ONE, PAY_DAY, PAY_03, 0, "CH21", "FF01", "DT01"),
	E("Dbtr", ONE, PAY_PARTY_NAMED), E("DbtrAcct", ONE, PAY_ACCOUNT_PAYER),
	C("DbtrAgt", ONE, PAY_AGENT_PAYER, PAY_ALL, 0, "RC03", "FF01", "CH16"),
	E("UltmtDbtr", OPT, PAY_PARTY), E("ChrgBr", OPT, PAY_CHARGES),
	V("CdtTrfTxInf", MANY, PAY_PAYMENT, PAY_ALL) };
static const struct pay_child payment[] = { C("PmtId", ONE, PAY_IDS, PAY_ALL, 0,
						"FF08", "FF01", "CH16"),
	E("PmtTpInf", OPT, PAY_KIND_PAYMENT), E("Amt", ONE, PAY_AMOUNT_CHOICE),
	E("ChrgBr", OPT, PAY_CHARGES), E("UltmtDbtr", OPT, PAY_PARTY),
	E("CdtrAgt", OPT, PAY_AGENT_PAYEE),
	C("Cdtr", ONE, PAY_PARTY_NAMED, PAY_ALL, 0, "BE22", "FF01", "CH16"),
	C("CdtrAcct", ONE, PAY_ACCOUNT_PAYEE, PAY_ALL, 0, "AC01", "FF01",
	    "CH16"),
	E("UltmtCdtr", OPT, PAY_PARTY), E("Purp", OPT, PAY_PURPOSE_CHOICE),
	C("RmtInf", OPT, PAY_REMITTANCE, PAY_ALL, 0, "CH21", "RR07", "CH16") };
static const struct pay_child party[] = { T("Nm", OPT, 70),
	E("Id", OPT, PAY_PARTY_ID) };
static const struct pay_child party_named[] = { C("Nm", ONE, PAY_TEXT, PAY_ALL,
						    70, "BE22", "FF01", "BE22"),
	C("PstlAdr", OPT, PAY_ADDRESS, PAY_ALL, 0, "BE04", "BE04", "BE04"),
	E("Id", OPT, PAY_PARTY_ID) };
static const struct pay_child party_id[] = { E("OrgId", OPT, PAY_ORG),
	E("PrvtId", OPT, PAY_PERSON) };
static const struct pay_child org[] = { V("AnyBIC", OPT, PAY_ANYBIC, PAY_09),
	V("BICOrBEI", OPT, PAY_ANYBIC, PAY_03), V("LEI", OPT, PAY_LEI, PAY_09),
	E("Othr", OPT, PAY_GENERIC) };
static const struct pay_child person[] = { E("DtAndPlcOfBirth", OPT, PAY_BIRTH),
	E("Othr", OPT, PAY_GENERIC) };
static const struct pay_child birth[] = {
	C("BirthDt", ONE, PAY_BIRTHDAY, PAY_ALL, 0, "CH21", "FF01", "DT01"),
	T("PrvcOfBirth", OPT, 35), T("CityOfBirth", ONE, 35),
	C("CtryOfBirth", ONE, PAY_COUNTRY, PAY_ALL, 0, "CH21", "FF01", "BE11")
};
static const struct pay_child generic[] = { T("Id", ONE, 35),
	E("SchmeNm", OPT, PAY_SCHEME), T("Issr", OPT, 35) };
static const struct pay_child scheme[] = { C("Cd", OPT, PAY_CODE, PAY_ALL, 4,
					       "CH21", "FF01", "CH16"),
	T("Prtry", OPT, 35) };
static const struct pay_child kind[] = { E("InstrPrty", OPT, PAY_PRIORITY),
	C("SvcLvl", ONE, PAY_LEVEL, PAY_ALL, 0, "FF04", "FF04", "FF04"),
	E("LclInstrm", OPT, PAY_INSTRUMENT),
	E("CtgyPurp", OPT, PAY_CATEGORY_CHOICE) };
static const struct pay_child kind_payment[] = {
	C("SvcLvl", ONE, PAY_LEVEL, PAY_ALL, 0, "FF04", "FF04", "FF04"),
	E("LclInstrm", OPT, PAY_INSTRUMENT),
	E("CtgyPurp", OPT, PAY_CATEGORY_CHOICE)
};
static const struct pay_child level[] = { C(
    "Cd", ONE, PAY_SEPA, PAY_ALL, 4, "FF04", "FF04", "FF04") };
static const struct pay_child instrument[] = { C(
    "Cd", ONE, PAY_CODE, PAY_ALL, 35, "FF05", "FF05", "FF05") };
static const struct pay_child category_choice[] = {
	C("Cd", OPT, PAY_CATEGORY, PAY_ALL, 4, "FF06", "FF06", "FF06"),
	T("Prtry", OPT, 35)
};
static const struct pay_child execution[] = { C("Dt", OPT, PAY_DAY, PAY_ALL, 0,
						  "DT01", "DT01", "DT01"),
	C("DtTm", OPT, PAY_DAY_TIME, PAY_ALL, 0, "DT01", "DT01", "DT01") };
static const struct pay_child account_payer[] = {
	C("Id", ONE, PAY_ACCOUNT_ID, PAY_ALL, 0, "AC02", "FF01", "AC02"),
	E("Ccy", OPT, PAY_CURRENCY), V("Prxy", OPT, PAY_PROXY, PAY_09)
};
static const struct pay_child account_payee[] = {
	C("Id", ONE, PAY_ACCOUNT_ID, PAY_ALL, 0, "AC01", "FF01", "AC01"),
	V("Prxy", OPT, PAY_PROXY, PAY_09)
};
static const struct pay_child account_id[] = { C(
    "IBAN", ONE, PAY_IBAN, PAY_ALL, 34, "AC01", "FF01", "AC01") };
static const struct pay_child proxy[] = { E("Tp", OPT, PAY_SCHEME),
	C("Id", ONE, PAY_TEXT, PAY_ALL, 255, "CH21", "FF01", "CH16") };
static const struct pay_child agent_payer[] = { E(
    "FinInstnId", ONE, PAY_BANK_PAYER) };
static const struct pay_child agent_payee[] = { E(
    "FinInstnId", ONE, PAY_BANK_PAYEE) };
static const struct pay_child bank_payer[] = { C("BICFI", OPT, PAY_BIC, PAY_09,
						   0, "RC03", "FF01", "RC01"),
	C("BIC", OPT, PAY_BIC, PAY_03, 0, "RC03", "FF01", "RC01"),
	E("Othr", OPT, PAY_BANK_OTHER) };
static const struct pay_child bank_payee[] = { C("BICFI", OPT, PAY_BIC, PAY_09,
						   0, "RC04", "FF01", "RC01"),
	C("BIC", OPT, PAY_BIC, PAY_03, 0, "RC04", "FF01", "RC01"),
	E("Othr", OPT, PAY_BANK_OTHER) };
static const struct pay_child bank_other[] = { E("Id", ONE, PAY_NOTPROVIDED) };
static const struct pay_child ids[] = { C("InstrId", OPT, PAY_ID, PAY_ALL, 35,
					    "CH21", "FF01", "CH16"),
	C("EndToEndId", ONE, PAY_ID, PAY_ALL, 35, "FF08", "FF08", "FF08"),
	V("UETR", OPT, PAY_UETR, PAY_09) };
static const struct pay_child amount_choice[] = { C(
    "InstdAmt", ONE, PAY_AMOUNT, PAY_ALL, 0, "CH21", "FF01", "FF01") };
static const struct pay_child purpose_choice[] = { C(
    "Cd", ONE, PAY_PURPOSE, PAY_ALL, 4, "FF07", "FF07", "FF07") };
static const struct pay_child remittance[] = {
	C("Ustrd", OPT, PAY_TEXT, PAY_ALL, 140, "RR07", "RR07", "CH15"),
	C("Strd", OPT, PAY_STRUCTURED, PAY_ALL, 0, "RR07", "RR07", "CH16")
};
static const struct pay_child structured[] = { E(
    "CdtrRefInf", OPT, PAY_REFERENCE_INFO) };
static const struct pay_child reference_info[] = { E("Tp", ONE,
						       PAY_REFERENCE_TYPE),
	C("Ref", ONE, PAY_REFERENCE, PAY_ALL, 35, "RR09", "FF01", "RR09") };
static const struct pay_child reference_type[] = {
	E("CdOrPrtry", ONE, PAY_REFERENCE_CHOICE), T("Issr", OPT, 35)
};
static const struct pay_child reference_choice[] = { C(
    "Cd", ONE, PAY_SCOR, PAY_ALL, 4, "RR09", "FF01", "RR09") };
static const struct pay_child address[] = { T("Dept", OPT, 70),
	T("SubDept", OPT, 70), T("StrtNm", OPT, 70), T("BldgNb", OPT, 16),
	T9("BldgNm", 35), T9("Flr", 70), T9("PstBx", 16), T9("Room", 70),
	T("PstCd", OPT, 16),
	C("TwnNm", ONE, PAY_TEXT, PAY_ALL, 35, "BE04", "BE04", "BE04"),
	T9("TwnLctnNm", 35), T9("DstrctNm", 35), T("CtrySubDvsn", OPT, 35),
	C("Ctry", ONE, PAY_COUNTRY, PAY_ALL, 2, "BE09", "BE04", "BE11"),
	C("AdrLine", TWO, PAY_TEXT, PAY_ALL, 70, "BE04", "BE04", "BE04") };

#define RULE(children, choice)                                                 \
	{                                                                      \
		children,                                                      \
		    (unsigned char)(sizeof(children) / sizeof((children)[0])), \
		    choice                                                     \
	}

static const struct pay_rule rules[PAY_COMPLEX] = { [PAY_ROOT] =
							RULE(root, false),
	[PAY_DOCUMENT] = RULE(document, false),
	[PAY_INITIATION] = RULE(initiation, false),
	[PAY_GROUP] = RULE(group, false),
	[PAY_BLOCK] = RULE(block, false),
	[PAY_PAYMENT] = RULE(payment, false),
	[PAY_PARTY] = RULE(party, false),
	[PAY_PARTY_NAMED] = RULE(party_named, false),
	[PAY_PARTY_ID] = RULE(party_id, true),
	[PAY_ORG] = RULE(org, false),
	[PAY_PERSON] = RULE(person, false),
	[PAY_BIRTH] = RULE(birth, false),
	[PAY_GENERIC] = RULE(generic, false),
	[PAY_SCHEME] = RULE(scheme, true),
	[PAY_KIND] = RULE(kind, false),
	[PAY_KIND_PAYMENT] = RULE(kind_payment, false),
	[PAY_LEVEL] = RULE(level, false),
	[PAY_INSTRUMENT] = RULE(instrument, false),
	[PAY_CATEGORY_CHOICE] = RULE(category_choice, true),
	[PAY_EXECUTION] = RULE(execution, true),
	[PAY_ACCOUNT_PAYER] = RULE(account_payer, false),
	[PAY_ACCOUNT_PAYEE] = RULE(account_payee, false),
	[PAY_ACCOUNT_ID] = RULE(account_id, false),
	[PAY_PROXY] = RULE(proxy, false),
	[PAY_AGENT_PAYER] = RULE(agent_payer, false),
	[PAY_AGENT_PAYEE] = RULE(agent_payee, false),
	[PAY_BANK_PAYER] = RULE(bank_payer, true),
	[PAY_BANK_PAYEE] = RULE(bank_payee, true),
	[PAY_BANK_OTHER] = RULE(bank_other, false),
	[PAY_IDS] = RULE(ids, false),
	[PAY_AMOUNT_CHOICE] = RULE(amount_choice, false),
	[PAY_PURPOSE_CHOICE] = RULE(purpose_choice, false),
	[PAY_REMITTANCE] = RULE(remittance, false),
	[PAY_STRUCTURED] = RULE(structured, false),
	[PAY_REFERENCE_INFO] = RULE(reference_info, false),
	[PAY_REFERENCE_TYPE] = RULE(reference_type, false),
	[PAY_REFERENCE_CHOICE] = RULE(reference_choice, false),
	[PAY_ADDRESS] = RULE(address, false) };

const struct pay_rule *
paycheck_rule(enum pay_type type)
{

	assert(type < PAY_COMPLEX && rules[type].child != NULL);
	return &rules[type];
}
