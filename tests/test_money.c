/* SPDX-License-Identifier: EUPL-1.2 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "value/money.h"

struct parse {
	char s[24];
	char currency[8];
	int out;
	int64_t minor;
	char text[32];
};

ParameterizedTestParameters(money, reads_plain_decimals_only)
{
	static struct parse rows[] = {
		{ "0", "EUR", OUT_OK, 0, "" },
		{ "0.01", "EUR", OUT_OK, 1, "" },
		{ "12", "EUR", OUT_OK, 1200, "" },
		{ "12.5", "EUR", OUT_OK, 1250, "" },
		{ "-12.50", "EUR", OUT_OK, -1250, "" },
		{ "0012.50", "EUR", OUT_OK, 1250, "" },
		{ "9999999999999.99", "EUR", OUT_OK, MONEY_MAX, "" },
		{ "-9999999999999.99", "EUR", OUT_OK, -MONEY_MAX, "" },
		{ "10000000000000.00", "EUR", OUT_REJECT, 0, "range" },
		{ "10000000000000", "EUR", OUT_REJECT, 0, "range" },
		{ "99999999999999999999", "EUR", OUT_REJECT, 0, "range" },
		{ "1500", "JPY", OUT_OK, 1500, "" },
		{ "1500.0", "JPY", OUT_REJECT, 0, "decimals" },
		{ "999999999999999", "JPY", OUT_OK, MONEY_MAX, "" },
		{ "1.234", "KWD", OUT_OK, 1234, "" },
		{ "1.2345", "KWD", OUT_REJECT, 0, "decimals" },
		{ "1.2345", "UYW", OUT_OK, 12345, "" },
		{ "2.50", "HRK", OUT_OK, 250, "" },
		{ "1.234", "EUR", OUT_REJECT, 0, "decimals" },
		{ "1,50", "EUR", OUT_REJECT, 0, "not a decimal" },
		{ "1.2.3", "EUR", OUT_REJECT, 0, "not a decimal" },
		{ ".5", "EUR", OUT_REJECT, 0, "not a decimal" },
		{ "5.", "EUR", OUT_REJECT, 0, "digits" },
		{ "", "EUR", OUT_REJECT, 0, "digits" },
		{ "-", "EUR", OUT_REJECT, 0, "digits" },
		{ "--1", "EUR", OUT_REJECT, 0, "not a decimal" },
		{ "+1", "EUR", OUT_REJECT, 0, "not a decimal" },
		{ " 1", "EUR", OUT_REJECT, 0, "not a decimal" },
		{ "1 ", "EUR", OUT_REJECT, 0, "not a decimal" },
		{ "1e3", "EUR", OUT_REJECT, 0, "not a decimal" },
		{ "NaN", "EUR", OUT_REJECT, 0, "not a decimal" },
		{ "1\xd9\xa1", "EUR", OUT_REJECT, 0, "not a decimal" },
		{ "1", "eur", OUT_REJECT, 0, "currency" },
		{ "1", "XAU", OUT_REJECT, 0, "currency" },
		{ "1", "", OUT_REJECT, 0, "currency" },
		{ "1", "EURO", OUT_REJECT, 0, "currency" },
	};

	return cr_make_param_array(
	    struct parse, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct parse *row, money, reads_plain_decimals_only)
{
	struct why why = WHY_INIT;
	int64_t minor = -7;
	enum outcome out;

	out = money_parse(row->s, row->currency, &minor, &why);
	cr_assert_eq(
	    (int)out, row->out, "'%s' %s: %s", row->s, row->currency, why.text);
	if (out == OUT_OK) {
		cr_expect_eq(minor, row->minor, "'%s'", row->s);
		return;
	}
	cr_expect_eq(minor, -7, "written to on failure");
	cr_expect_str_eq(why.rule, "R-1001");
	cr_expect_not_null(strstr(why.text, row->text), "%s", why.text);
}

struct scale {
	char currency[4];
	int scale;
};

ParameterizedTestParameters(money, scales_are_those_of_iso_4217)
{
	static struct scale rows[] = {
		{ "BIF", 0 },
		{ "CLP", 0 },
		{ "DJF", 0 },
		{ "GNF", 0 },
		{ "ISK", 0 },
		{ "JPY", 0 },
		{ "KMF", 0 },
		{ "KRW", 0 },
		{ "PYG", 0 },
		{ "RWF", 0 },
		{ "UGX", 0 },
		{ "UYI", 0 },
		{ "VND", 0 },
		{ "VUV", 0 },
		{ "XAF", 0 },
		{ "XOF", 0 },
		{ "XPF", 0 },
		{ "ITL", 0 },
		{ "ESP", 0 },
		{ "BHD", 3 },
		{ "IQD", 3 },
		{ "JOD", 3 },
		{ "KWD", 3 },
		{ "LYD", 3 },
		{ "OMR", 3 },
		{ "TND", 3 },
		{ "CLF", 4 },
		{ "UYW", 4 },
		{ "EUR", 2 },
		{ "BRL", 2 },
		{ "USD", 2 },
		{ "BGN", 2 },
		{ "HRK", 2 },
		{ "DEM", 2 },
		{ "UAH", 2 },
		{ "ZWG", 2 },
		{ "XXX", -1 },
		{ "XTS", -1 },
		{ "XDR", -1 },
		{ "AAA", -1 },
	};

	return cr_make_param_array(
	    struct scale, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct scale *row, money, scales_are_those_of_iso_4217)
{

	cr_expect_eq(money_scale(row->currency), row->scale, "%s: %d",
	    row->currency, money_scale(row->currency));
}

Test(money, format_has_all_decimals)
{
	char buf[MONEY_TEXT];

	cr_expect_str_eq(money_format(0, "EUR", buf), "0.00");
	cr_expect_str_eq(money_format(5, "EUR", buf), "0.05");
	cr_expect_str_eq(money_format(-5, "EUR", buf), "-0.05");
	cr_expect_str_eq(money_format(1250, "EUR", buf), "12.50");
	cr_expect_str_eq(money_format(1250, "JPY", buf), "1250");
	cr_expect_str_eq(money_format(-1250, "JPY", buf), "-1250");
	cr_expect_str_eq(money_format(1005, "KWD", buf), "1.005");
	cr_expect_str_eq(money_format(1250, "???", buf), "12.50");
	cr_expect_str_eq(
	    money_format(INT64_MIN, "EUR", buf), "-92233720368547758.08");
	cr_expect_str_eq(
	    money_format(MONEY_MAX, "KWD", buf), "999999999999.999");
}

Test(money, add_stops_at_the_limits)
{
	int64_t sum = 7;

	cr_expect(money_add(MONEY_MAX - 1, 1, &sum));
	cr_expect_eq(sum, MONEY_MAX);
	cr_expect_not(money_add(MONEY_MAX, 1, &sum));
	cr_expect_not(money_add(-MONEY_MAX, -1, &sum));
	cr_expect_not(money_add(INT64_MAX, INT64_MAX, &sum));
	cr_expect_not(money_add(INT64_MIN, -1, &sum));
	cr_expect_eq(sum, MONEY_MAX);
	cr_expect(money_add(-300, 100, &sum));
	cr_expect_eq(sum, -200);
}

struct convert {
	int64_t minor;
	char from[4], rate[24], to[4];
	int out;
	int64_t result;
};

ParameterizedTestParameters(money, converts_exactly)
{
	static struct convert rows[] = {
		{ 10000, "EUR", "6.1234", "BRL", OUT_OK, 61234 },
		/* Half a cent goes away from zero, on either side. */
		{ 1, "EUR", "0.5", "USD", OUT_OK, 1 },
		{ -1, "EUR", "0.5", "USD", OUT_OK, -1 },
		{ 1, "EUR", "0.4999999999", "USD", OUT_OK, 0 },
		{ 5, "EUR", "0.1", "USD", OUT_OK, 1 },
		{ 0, "EUR", "6.1", "BRL", OUT_OK, 0 },
		/* The fixed rates of the changeovers (R-1011), inverted. */
		{ 100, "EUR", "7.53450", "HRK", OUT_OK, 753 },
		{ 100000, "EUR", "1.95583", "BGN", OUT_OK, 195583 },
		{ 195583, "BGN", "0.5112918812", "EUR", OUT_OK, 100000 },
		{ 12345, "EUR", "165.25", "JPY", OUT_OK, 20400 },
		{ 20400, "JPY", "0.0060514372", "EUR", OUT_OK, 12345 },
		{ 1000, "KWD", "2.8", "EUR", OUT_OK, 280 },
		{ 10000, "CLF", "38000", "CLP", OUT_OK, 38000 },
		{ MONEY_MAX, "EUR", "1", "EUR", OUT_OK, MONEY_MAX },
		{ MONEY_MAX, "EUR", "1.0000000001", "EUR", OUT_REJECT, 0 },
		{ MONEY_MAX, "EUR", "99999999.9999999999", "UYW", OUT_REJECT,
		    0 },
		{ MONEY_MAX + 1, "EUR", "0.1", "EUR", OUT_REJECT, 0 },
		{ INT64_MIN, "EUR", "0.1", "EUR", OUT_REJECT, 0 },
		{ 100, "EUR", "100000000", "USD", OUT_REJECT, 0 },
		{ 100, "EUR", "0", "USD", OUT_REJECT, 0 },
		{ 100, "EUR", "0.00000000001", "USD", OUT_REJECT, 0 },
		{ 100, "EUR", "-1", "USD", OUT_REJECT, 0 },
		{ 100, "EUR", "1,1", "USD", OUT_REJECT, 0 },
		{ 100, "EUR", "", "USD", OUT_REJECT, 0 },
		{ 100, "EUR", "1", "XXX", OUT_REJECT, 0 },
		{ 100, "eur", "1", "USD", OUT_REJECT, 0 },
	};

	return cr_make_param_array(
	    struct convert, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct convert *row, money, converts_exactly)
{
	struct why why = WHY_INIT;
	int64_t result = -7;
	enum outcome out;

	out = money_convert(
	    row->minor, row->from, row->rate, row->to, &result, &why);
	cr_assert_eq((int)out, row->out, "%s %s %s: %s", row->from, row->rate,
	    row->to, why.text);
	cr_expect_eq(result, out == OUT_OK ? row->result : -7, "%s %s %s: %ld",
	    row->from, row->rate, row->to, (long)result);
	if (out != OUT_OK)
		cr_expect_str_eq(why.rule, "R-1009");
}
