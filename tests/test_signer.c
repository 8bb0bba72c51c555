/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/trust/signer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "base/buf.h"
#include "io/slurp.h"
#include "tmpdir.h"

/* Certificates and signatures are made by openssl(1), not by us. */

static struct signers *signers;
static struct buf sheet, sig;
static const char *person;

static void sh(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static void
sh(const char *fmt, ...)
{
	char cmd[1024], line[1400];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(cmd, sizeof(cmd), fmt, ap);
	va_end(ap);
	(void)snprintf(
	    line, sizeof(line), "cd %s && { %s; } >log 2>&1", tmpdir, cmd);
	cr_assert_eq(system(line), 0, "%s", cmd);
}

static void
load(const char *name, struct buf *b)
{
	struct why why = WHY_INIT;

	buf_free(b);
	cr_assert_eq(slurp_file(tmpdir_path(name), 1 << 20, b, &why), OUT_OK,
	    "%s", why.text);
}

static enum outcome
pin(const char *who, const char *file, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out;

	load(file, &b);
	out = signers_pin(signers, who, b.data, b.len, why);
	buf_free(&b);
	return out;
}

static void
make_keys(void)
{
	sh("openssl req -x509 -nodes -newkey rsa:2048 -days 3650 -subj /CN=a "
	   "-keyout a.key -out a.crt");
	sh("openssl ecparam -name prime256v1 -genkey -noout -out e.key && "
	   "openssl req -x509 -new -key e.key -days 3650 -subj /CN=e "
	   "-out e.crt");
}

static void
setup(void)
{
	static const char text[] = "item,decision\r\nDE-I1,release\r\n";
	struct why why = WHY_INIT;

	tmpdir_once("signer", make_keys);
	tmpdir_write("s.csv", text, sizeof(text) - 1);
	cr_assert_eq(signers_new(&signers, &why), OUT_OK);
	cr_assert_eq(pin("anna", "a.crt", &why), OUT_OK, "%s", why.text);
	cr_assert_eq(pin("emil", "e.crt", &why), OUT_OK, "%s", why.text);
}

static void
teardown(void)
{

	signers_free(signers);
	buf_free(&sheet);
	buf_free(&sig);
	tmpdir_remove();
}

TestSuite(signer, .init = setup, .fini = teardown);

/* Verify s.csv against its signature, as of a time (NULL: an hour from now,
 * since the certificates begin today). */
static enum outcome
verify(const char *now, struct why *why)
{
	char year[32];

	load("s.csv", &sheet);
	load("s.p7s", &sig);
	if (now == NULL) {
		FILE *f = popen("date -u -d '+1 hour' "
				"+%Y-%m-%dT%H:%M:%SZ",
		    "r");

		cr_assert(f != NULL && fgets(year, sizeof(year), f) != NULL);
		year[strcspn(year, "\n")] = '\0';
		(void)pclose(f);
		now = year;
	}
	return signer_verify(signers, sheet.data, sheet.len, sig.data, sig.len,
	    now, &person, why);
}

#define SIGN "openssl cms -sign -binary -in s.csv -outform DER -out s.p7s "

struct good {
	char how[120];
	char who[8];
};

ParameterizedTestParameters(signer, tells_who_signed)
{
	static struct good rows[] = {
		{ SIGN "-signer a.crt -inkey a.key", "anna" },
		{ SIGN "-signer e.crt -inkey e.key", "emil" },
		{ SIGN "-noattr -signer a.crt -inkey a.key", "anna" },
		{ SIGN "-md sha512 -signer e.crt -inkey e.key", "emil" },
		{ SIGN "-nocerts -signer a.crt -inkey a.key", "anna" },
		{ SIGN "-outform PEM -signer e.crt -inkey e.key", "emil" },
	};

	return cr_make_param_array(
	    struct good, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct good *row, signer, tells_who_signed)
{
	struct why why = WHY_INIT;

	sh("%s", row->how);
	cr_assert_eq(verify(NULL, &why), OUT_OK, "%s: %s", why.rule, why.text);
	cr_assert_str_eq(person, row->who);
}

struct bad {
	char how[300];
	char now[24];
	char rule[24];
};

ParameterizedTestParameters(signer, refuses)
{
	static struct bad rows[] = {
		{ SIGN "-md sha1 -signer a.crt -inkey a.key", "",
		    "SIGNATURE-WEAK" },
		{ SIGN "-signer a.crt -inkey a.key && echo >> s.csv", "",
		    "SIGNATURE" },
		{ SIGN "-noattr -signer e.crt -inkey e.key && echo >> s.csv",
		    "", "SIGNATURE" },
		{ SIGN "-nodetach -signer a.crt -inkey a.key", "",
		    "SIGNATURE-FORM" },
		{ SIGN "-signer a.crt -inkey a.key -signer e.crt -inkey "
		       "e.key",
		    "", "SIGNATURE-FORM" },
		{ "echo no signature > s.p7s", "", "SIGNATURE-FORM" },
		{ "openssl cms -encrypt -in s.csv -outform DER -out s.p7s "
		  "a.crt",
		    "", "SIGNATURE-FORM" },
		{ SIGN "-signer a.crt -inkey a.key", "2060-01-01T00:00:00Z",
		    "SIGNER-EXPIRED" },
		{ SIGN "-signer a.crt -inkey a.key", "2020-01-01T00:00:00Z",
		    "SIGNER-EXPIRED" },
		{ "openssl req -x509 -nodes -newkey ec -pkeyopt "
		  "ec_paramgen_curve:P-256 -days 9 -subj "
		  "/CN=z -keyout z.key -out z.crt; " SIGN
		  "-signer z.crt -inkey z.key",
		    "", "SIGNER-UNKNOWN" },
		/* Same issuer and serial number, another key. */
		{ "openssl req -x509 -nodes -newkey ec -pkeyopt "
		  "ec_paramgen_curve:P-256 -days 9 -subj "
		  "/CN=a -set_serial 0x$(openssl x509 -in a.crt -noout "
		  "-serial | cut -d= -f2) -keyout z.key -out z.crt; " SIGN
		  "-signer z.crt -inkey z.key",
		    "", "SIGNATURE" },
	};

	return cr_make_param_array(
	    struct bad, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct bad *row, signer, refuses)
{
	struct why why = WHY_INIT;

	sh("%s", row->how);
	cr_assert_eq(
	    verify(row->now[0] == '\0' ? NULL : row->now, &why), OUT_REJECT);
	cr_assert_str_eq(why.rule, row->rule, "%s: %s", why.rule, why.text);
}

Test(signer, each_flipped_bit_is_noticed)
{
	struct why why = WHY_INIT;
	size_t i, ok = 0;

	sh("%s", SIGN "-nocerts -signer a.crt -inkey a.key");
	cr_assert_eq(verify(NULL, &why), OUT_OK);
	for (i = 0; i < sig.len; i++) {
		sig.data[i] ^= 1;
		/* A flip in an unsigned place may leave it valid, but then
		 * it is still her signature of this sheet. */
		if (signer_verify(signers, sheet.data, sheet.len, sig.data,
			sig.len, "2027-01-01T00:00:00Z", &person,
			&why) == OUT_OK) {
			cr_assert_str_eq(person, "anna");
			ok++;
		}
		sig.data[i] ^= 1;
	}
	cr_assert_lt(ok, sig.len / 20);
	for (i = 0; i < sheet.len; i++) {
		sheet.data[i] ^= 1;
		cr_assert_neq(
		    signer_verify(signers, sheet.data, sheet.len, sig.data,
			sig.len, "2027-01-01T00:00:00Z", &person, &why),
		    OUT_OK);
		sheet.data[i] ^= 1;
	}
}

Test(signer, weak_keys_cannot_be_pinned)
{
	struct why why = WHY_INIT;

	sh("openssl req -x509 -nodes -newkey rsa:1024 -days 9 -subj /CN=w "
	   "-keyout w.key -out w.crt");
	cr_assert_eq(pin("wim", "w.crt", &why), OUT_REJECT);
	cr_assert_str_eq(why.rule, "SIGNER-KEY");
	sh("openssl ecparam -name secp224r1 -genkey -noout -out v.key && "
	   "openssl req -x509 -new -key v.key -days 9 -subj /CN=v "
	   "-out v.crt");
	cr_assert_eq(pin("vera", "v.crt", &why), OUT_REJECT);
}

Test(signer, one_certificate_is_of_one_person)
{
	struct why why = WHY_INIT;

	cr_assert_eq(pin("anna", "a.crt", &why), OUT_OK);
	cr_assert_eq(pin("emil", "a.crt", &why), OUT_REJECT);
	cr_assert_str_eq(why.rule, "SIGNER-KEY");
	cr_assert_eq(signers_pin(signers, "x", "nothing", 7, &why), OUT_REJECT);
}
