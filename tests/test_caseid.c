/* SPDX-License-Identifier: EUPL-1.2 */
#include <criterion/criterion.h>

#include <string.h>

#include "value/caseid.h"
#include "value/name.h"

Test(caseid, numbers_read_back)
{
	char buf[CASEID_TEXT];
	uint64_t n = 7;

	cr_expect_str_eq(
	    caseid_format("DE", 2026000001, buf), "DE-2026-000001");
	cr_assert(caseid_parse(buf, "DE", &n));
	cr_expect_eq(n, 2026000001);
	cr_assert(caseid_parse("DE-NW-2026-999999", "DE-NW", &n));
	cr_expect_eq(n, 2026999999);
}

Test(caseid, other_things_are_no_numbers)
{
	static const char *const bad[] = { "", "DE", "DE-2026-00001",
		"DE-2026-0000001", "PT-2026-000001", "DE-2026-000000",
		"DE-0000-000001", "DE2026000001", "DE-2026-00000a",
		"de-2026-000001", "DE-2026_000001", "DE-NW-2026-000001",
		" DE-2026-000001" };
	uint64_t n = 7;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		cr_expect_not(caseid_parse(bad[i], "DE", &n), "%s", bad[i]);
	cr_expect_eq(n, 7);
}

Test(caseid, threads_are_split)
{
	char thread[THREAD_TEXT], longest[200];
	uint32_t n = 7;

	cr_expect(
	    thread_parse("PQ-PS(AA)-2021-100_0161-PQ/MSG-01", thread, &n));
	cr_expect_str_eq(thread, "PQ-PS(AA)-2021-100_0161-PQ");
	cr_expect_eq(n, 1);
	cr_expect(thread_parse("A/MSG-1/MSG-120", thread, &n));
	cr_expect_str_eq(thread, "A/MSG-1");
	cr_expect_eq(n, 120);
	cr_expect_not(thread_parse("PT-DE-2026-000001-PT", thread, &n));
	cr_expect_str_eq(thread, "PT-DE-2026-000001-PT");
	cr_expect_eq(n, 0);
	cr_expect_not(thread_parse("A/MSG-", thread, &n));
	cr_expect_not(thread_parse("A/MSG-0", thread, &n));
	cr_expect_not(thread_parse("A/MSG-1x", thread, &n));
	cr_expect_not(thread_parse("A/MSG-9999999999", thread, &n));
	cr_expect_not(thread_parse("/MSG-01", thread, &n));
	memset(longest, 'x', sizeof(longest));
	strcpy(longest + 64, "/MSG-01");
	cr_expect_not(thread_parse(longest, thread, &n));
	cr_expect_eq(strlen(thread), THREAD_TEXT - 1);
	strcpy(longest + 63, "/MSG-01");
	cr_expect(thread_parse(longest, thread, &n));
	cr_expect_eq(strlen(thread), 63);
}

/* RFC 4648 test vectors are whole quanta of five bytes. */
Test(caseid, payment_ids_are_base32)
{
	static const unsigned char zero[10],
	    ff[] = { 255, 255, 255, 255, 255, 255, 255, 255, 255, 255 };
	char buf[24];

	cr_expect_str_eq(
	    e2e_base("DE", (const unsigned char *)"foobafooba", 10, buf),
	    "DEMZXW6YTBMZXW6YTB");
	cr_expect_str_eq(e2e_base("PT", zero, 10, buf), "PTAAAAAAAAAAAAAAAA");
	cr_expect_str_eq(
	    e2e_base("DE-BWXY", ff, 10, buf), "DE-BWXY7777777777777777");
	cr_expect(name_id_ok(buf, 35));
}
