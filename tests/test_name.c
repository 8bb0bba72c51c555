/* SPDX-License-Identifier: EUPL-1.2 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/csvio.h"
#include "value/name.h"

#define LATIN73                                                \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" \
	"0123456789/-?:().,'+ "

Test(name, the_set_has_73_characters)
{
	int n = 0;

	for (int c = 1; c < 256; c++)
		n += name_epc((char[]){ (char)c, '\0' });
	cr_expect_eq(n, 73);
	cr_expect(name_epc(LATIN73));
	cr_expect(name_epc(""));
	cr_expect_not(name_epc("a_b"));
	cr_expect_not(name_epc("M\xc3\xbcller"));
}

struct row {
	char in[80];
	char language[4];
	char out[80];
};

ParameterizedTestParameters(name, converts_by_language_then_table)
{
	static struct row rows[] = {
		{ "Jane Example", "", "Jane Example" },
		{ "  Jane \t\n Example  ", "", "Jane Example" },
		{ "J\xc3\xb6rg M\xc3\xbcller", "", "Jorg Muller" },
		{ "Jörg Müller", "de", "Joerg Mueller" },
		{ "Ärzte für Übung", "de", "Aerzte fuer Uebung" },
		{ "GROSSE ÄRZTE MÜLLER", "de", "GROSSE AERZTE MUELLER" },
		{ "Weiß, GRÖẞE", "de", "Weiss, GROESSE" },
		{ "Ü", "de", "Ue" },
		{ "José Núñez", "de", "Jose Nunez" },
		/* Accents that follow their letters. */
		{ "Ju\xcc\x88rgen", "de", "Juergen" },
		{ "Ju\xcc\x88rgen", "", "Jurgen" },
		{ "Jose\xcc\x81", "pt", "Jose" },
		{ "Åse Møller Æbelø", "da", "Aase Moeller Aebeloe" },
		{ "Åse Møller", "no", "Aase Moeller" },
		{ "Åsa Björk Älv", "sv", "Aasa Bjoerk Aelv" },
		{ "Åsa Björk", "", "Asa Bjork" },
		{ "João da Conceição", "pt", "Joao da Conceicao" },
		{ "Łukasz Żółć", "pl", "Lukasz Zolc" },
		{ "Đorđe Šćepanović", "sr", "Dorde Scepanovic" },
		{ "Ștefan Țepeș", "ro", "Stefan Tepes" },
		{ "Nguyễn Thị", "", "Nguyen Thi" },
		{ "O’Brien – Co", "en", "O'Brien - Co" },
		{ "A & B [x] 5€", "", "A . B (x) 5E" },
		{ "¿Qué?", "es", "?Que?" },
		/* ELOT 743 */
		{ "Αθήνα", "el", "Athina" },
		{ "ΑΘΗΝΑ", "el", "ATHINA" },
		{ "Θεσσαλονίκη", "el", "Thessaloniki" },
		{ "Ευάγγελος", "el", "Evangelos" },
		{ "Παπαδόπουλος", "el", "Papadopoulos" },
		{ "Αυγή Ευθυμίου", "el", "Avgi Efthymiou" },
		{ "ΕΥΘΥΜΙΟΥ", "el", "EFTHYMIOU" },
		{ "Μπάμπης", "el", "Bampis" },
		{ "Χρήστος Ψυχάρης", "el", "Christos Psycharis" },
		{ "Μαΐου ταυ", "el", "Maiou taf" },
		{ "Σφίγξ άυλος", "el", "Sfinx aylos" },
		{ "Άγχος αϋπνία", "el", "Anchos aypnia" },
		{ "Α\xcc\x81ννα", "el", "Anna" },
		/* The table knows no digraphs. */
		{ "Ευάγγελος", "", "Eyaggelos" },
		/* Bulgaria, 2009 */
		{ "София", "bg", "Sofia" },
		{ "Илия Щерев", "bg", "Ilia Shterev" },
		{ "Мария Жекова", "bg", "Maria Zhekova" },
		{ "Велико Търново", "bg", "Veliko Tarnovo" },
		{ "ЩЕРЕВ ЖЕКОВ", "bg", "SHTEREV ZHEKOV" },
		{ "Юлиян Цанков", "bg", "Yuliyan Tsankov" },
		{ "Щерев", "", "SHTerev" },
		/* Ukraine, 2010: examples of the resolution. */
		{ "Алушта", "uk", "Alushta" },
		{ "Згурський", "uk", "Zghurskyi" },
		{ "Розгон", "uk", "Rozghon" },
		{ "Ґалаґан", "uk", "Galagan" },
		{ "Єнакієве", "uk", "Yenakiieve" },
		{ "Гаєвич", "uk", "Haievych" },
		{ "Їжакевич", "uk", "Yizhakevych" },
		{ "Йосипівка", "uk", "Yosypivka" },
		{ "Стрий", "uk", "Stryi" },
		{ "Щербухи", "uk", "Shcherbukhy" },
		{ "Юрій Крюківка", "uk", "Yurii Kriukivka" },
		{ "Яготин Ярошенко", "uk", "Yahotyn Yaroshenko" },
		{ "Знам'янка", "uk", "Znamianka" },
		{ "Знам’янка", "uk", "Znamianka" },
		{ "Феодосія", "uk", "Feodosiia" },
		{ "Хмельницький-Яна", "uk", "Khmelnytskyi-Yana" },
		{ "KHARKIV ХАРКІВ", "uk", "KHARKIV KHARKIV" },
	};

	return cr_make_param_array(
	    struct row, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct row *row, name, converts_by_language_then_table)
{
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;

	(void)buf_puts(&b, "<");
	cr_assert_eq(name_to_epc(row->in, row->language, 140, &b, &why), OUT_OK,
	    "%s: %s", row->in, why.text);
	cr_expect_str_eq((char *)b.data + 1, row->out, "%s (%s): %s", row->in,
	    row->language, b.data);
	cr_expect(name_epc((char *)b.data + 1));
	buf_free(&b);
}

struct bad {
	char in[40];
	size_t max;
	char rule[24];
};

ParameterizedTestParameters(name, nothing_is_cut_or_lost_in_silence)
{
	static struct bad rows[] = {
		{ "abcdef", 5, "EPC-LENGTH" },
		{ "Jürge", 5, "EPC-LENGTH" },
		{ "", 70, "EPC-EMPTY" },
		{ " \t ", 70, "EPC-EMPTY" },
		{ "?!", 70, "EPC-EMPTY" },
		{ "\xe6\x9d\x8e\xe5\xb0\x8f", 70, "EPC-EMPTY" },
		{ "a\xff", 70, "EPC-UTF8" },
		{ "a\x01", 70, "EPC-UTF8" },
		{ "a\x7f", 70, "EPC-UTF8" },
		{ "a\xc2\x85", 70, "EPC-UTF8" },
		{ "a\xe2\x82", 70, "EPC-UTF8" },
	};

	return cr_make_param_array(
	    struct bad, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct bad *row, name, nothing_is_cut_or_lost_in_silence)
{
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;

	(void)buf_puts(&b, "before");
	cr_expect_eq(name_to_epc(row->in, "de", row->max, &b, &why), OUT_REJECT,
	    "%s", row->in);
	cr_expect_str_eq(why.rule, row->rule, "%s", why.rule);
	cr_expect_str_eq((char *)b.data, "before");
	cr_expect_eq(b.len, 6);
	buf_free(&b);
}

Test(name, length_is_counted_after_conversion)
{
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;

	cr_expect_eq(name_to_epc("  Jürg ", "de", 5, &b, &why), OUT_OK);
	cr_expect_str_eq((char *)b.data, "Juerg");
	buf_free(&b);
}

static void
encode(unsigned long c, char *s)
{

	if (c < 0x80) {
		*s++ = (char)c;
	} else if (c < 0x800) {
		*s++ = (char)(0xc0 | c >> 6);
		*s++ = (char)(0x80 | (c & 63));
	} else {
		*s++ = (char)(0xe0 | c >> 12);
		*s++ = (char)(0x80 | (c >> 6 & 63));
		*s++ = (char)(0x80 | (c & 63));
	}
	*s = '\0';
}

/* Each character between two letters, against the table of others. */
Test(name, same_replacements_as_the_shared_table)
{
	const char *shared = getenv("SHARED"), *want;
	struct why why = WHY_INIT;
	struct csvio *t = NULL;
	char path[4096], in[16], out[16];
	unsigned long c;
	size_t checked = 0;

	(void)snprintf(path, sizeof(path), "%s/sepa/facts/epc-charset.csv",
	    shared == NULL ? "../shared" : shared);
	if (csvio_load(path, &t, &why) != OUT_OK)
		cr_skip_test("../shared is absent");
	for (size_t i = 0; i < csvio_rows(t); i++) {
		struct buf b = BUF_INIT;

		c = strtoul(csvio_get(t, i, "code_point") + 2, NULL, 16);
		want = csvio_get(t, i, "replacement");
		/* The blank is in the set, controls are refused, and
		 * combining accents belong to their letter. */
		if (c <= 0x20 || (c >= 0x7f && c < 0xa0) ||
		    (c >= 0x300 && c < 0x370))
			continue;
		in[0] = 'x';
		encode(c, in + 1);
		strcat(in, "y");
		(void)snprintf(
		    out, sizeof(out), "x%sy", c == 0xa0 ? " " : want);
		cr_assert_eq(name_to_epc(in, "", 70, &b, &why), OUT_OK);
		cr_expect_str_eq((char *)b.data, out, "U+%04lX: %s", c, b.data);
		buf_free(&b);
		checked++;
	}
	cr_expect_gt(checked, 850, "%zu", checked);
	csvio_free(t);
}

Test(name, identifiers_are_never_bent)
{

	cr_expect(name_id_ok("DE-2026/000001", 35));
	cr_expect(name_id_ok("a", 35));
	cr_expect_not(name_id_ok("", 35));
	cr_expect_not(name_id_ok("/a", 35));
	cr_expect_not(name_id_ok("a/", 35));
	cr_expect_not(name_id_ok("a//b", 35));
	cr_expect_not(name_id_ok("a_b", 35));
	cr_expect_not(name_id_ok("abc", 2));
	cr_expect_not(name_id_ok("\xc3\xa4", 35));
}

Test(name, utf8)
{

	cr_expect(
	    name_utf8_ok("a\tb\r\n\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", 14));
	cr_expect(name_utf8_ok("", 0));
	cr_expect(name_utf8_ok("\xc3\xa4\xff", 2));
	cr_expect_not(name_utf8_ok("\xc3\xa4\xff", 3));
	cr_expect_not(name_utf8_ok("\xc3\xa4", 1));
	cr_expect_not(name_utf8_ok("ab\xe2\x82\xac", 4));
	cr_expect_not(name_utf8_ok("a\0b", 3));
	cr_expect_not(name_utf8_ok("\xed\xa0\x80", 3));
	cr_expect_not(name_utf8_ok("\xc0\x80", 2));
	cr_expect_not(name_utf8_ok("\xc2\x80xx", 4));
	cr_expect_eq(name_length("a\xc3\xa4\xe2\x82\xac"), 3);
	cr_expect_eq(name_length(""), 0);
}
