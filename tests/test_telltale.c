/* SPDX-License-Identifier: EUPL-1.2 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "domain/case/telltale.h"
#include "io/record.h"
#include "value/fold.h"

struct row {
	char reason[100];
	int tells;
};

/* The reasons that one gives for the case below. */
ParameterizedTestParameters(telltale, finds_who_is_meant)
{
	static struct row rows[] = {
		{ "Ablauf der Frist nach § 12, Akte 7-2026", 0 },
		{ "case DE-2026-000001 is closed", 0 },
		{ "", 0 },
		/* names, as they may be typed */
		{ "Frau Tordesal Quint\xc3\xa3o ist tot", 1 },
		{ "QUINTAO", 1 },
		{ "wegen quinta\xcc\x83o.", 1 },
		{ "(Tordesal)", 1 },
		{ "Tordesals Antrag", 1 },
		{ "tordesal's", 1 },
		{ "Tordesalla", 0 },
		{ "M\xc3\x9cLLER", 1 },
		{ "Muller", 1 },
		{ "Soren", 1 },
		{ "LUKASZ", 1 },
		{ "Strasse", 1 }, /* the name is Straße */
		{ "\xce\xa0\xce\x91\xce\xa0\xce\x91\xce\xa3", 1 }, /* PAPAS */
		{ "Ant\xc3\xb3nia-Maria", 1 },
		/* and by chance */
		{ "von der Beh\xc3\xb6rde, de facto, da erledigt", 0 },
		{ "los dos casos", 0 },
		{ "Li", 0 },
		/* a date of birth */
		{ "geb. 2014-03-09", 1 },
		{ "geb.09.03.2014", 1 },
		{ "9.3.2014", 1 },
		{ "9. 3. 2014", 1 },
		{ "09.3.2014", 1 },
		{ "09/03/2014", 1 },
		{ "9/3/2014", 1 },
		{ "20140309", 1 },
		{ "19.3.2014", 0 },
		{ "2014", 0 },
		{ "2014-03", 0 },
		/* what else is the case's alone */
		{ "ac/2026/4711", 1 },
		{ "AC 2026 4711", 1 },
		{ "AC/2026/47112", 0 },
		{ "Lindenallee", 1 },
		{ "was called Weber", 1 },
		{ "DE89 3704 0044 0532 0130 00", 1 },
		{ "DE89370400440532013000", 1 },
		{ "DE88 3704 0044 0532 0130 00", 0 },
	};

	return cr_make_param_array(
	    struct row, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct row *row, telltale, finds_who_is_meant)
{
	Rec__Case c = REC__CASE__INIT;
	Rec__Application a = REC__APPLICATION__INIT;
	Rec__Person mother = REC__PERSON__INIT, father = REC__PERSON__INIT,
		    child = REC__PERSON__INIT;
	Rec__Beneficiary b = REC__BENEFICIARY__INIT, *bs[1] = { &b };
	Rec__Correction k = REC__CORRECTION__INIT, *ks[1] = { &k };
	Rec__Address address = REC__ADDRESS__INIT;
	Rec__Contact contact = REC__CONTACT__INIT;
	struct why why = WHY_INIT;
	bool tells;

	c.id = c.reference = lend("DE-2026-000001");
	c.other_reference = lend("AC/2026/4711");
	mother.family = lend("Tordesal de Quint\xc3\xa3o dos Reis");
	mother.given = lend("Ant\xc3\xb3nia Li");
	father.family = lend("von der M\xc3\xbcller-Stra\xc3\x9f"
			     "e");
	father.given = lend("S\xc3\xb8ren \xc5\x81ukasz");
	child.family = lend("\xce\xa0\xce\xac\xcf\x80\xce\xb1\xcf\x82");
	child.born = lend("2014-03-09");
	b.person = &child;
	a.applicant = &mother;
	a.debtor = &father;
	a.beneficiaries = bs;
	a.n_beneficiaries = 1;
	address.street = lend("Lindenallee");
	contact.address = &address;
	a.debtor_contact = &contact;
	k.field = lend("family");
	k.old = lend("Weber");
	c.corrections = ks;
	c.n_corrections = 1;
	c.application = &a;
	cr_assert_eq(telltale(&c, row->reason, &tells, &why), OUT_OK);
	cr_expect_eq((int)tells, row->tells, "%s", row->reason);
}

Test(fold, makes_words)
{
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;

	cr_assert_eq(
	    fold_words("  J\xc3\xb6rg, M\xc3\x9cLLER-3", &b, &why), OUT_OK);
	cr_expect_str_eq((const char *)b.data, " jorg muller 3 ");
	buf_reset(&b);
	cr_assert_eq(fold_words("", &b, &why), OUT_OK);
	cr_expect_str_eq((const char *)b.data, " ");
	buf_free(&b);
}
