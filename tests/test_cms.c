/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/cms.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <criterion/criterion.h>

#include "io/base64.h"
#include "io/slurp.h"
#include "tmpdir.h"

/* What we make openssl(1) opens, and what it makes we open. */

#define N 3
static const char *const kinds[N] = { "ec", "rsa", "other" };
static struct cms_key *key[N];
static struct cms_cert *cert[N];
static struct why why;
static int64_t now;

static int sh(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static int
sh(const char *fmt, ...)
{
	char cmd[1024], line[1400];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(cmd, sizeof(cmd), fmt, ap);
	va_end(ap);
	(void)snprintf(
	    line, sizeof(line), "cd %s && { %s; } >>log 2>&1", tmpdir, cmd);
	return system(line);
}

static void
write_file(const char *name, const struct buf *b)
{
	tmpdir_write(
	    name, b->data == NULL ? (const void *)"" : b->data, b->len);
}

static void
read_file(const char *name, struct buf *b)
{
	buf_reset(b);
	cr_assert_eq(slurp_file(tmpdir_path(name), (size_t)64 << 20, b, &why),
	    OUT_OK, "%s", why.text);
}

/* A key of ours, its private half for openssl(1) in NAME.key. */
static void
make_key(const char *kind, const char *as)
{
	struct buf p8 = BUF_INIT, pem = BUF_INIT, csr = BUF_INIT;
	char name[32];

	cr_assert_eq(cms_key_make(kind, as, now - 3600, now + 86400, &p8, &pem,
			 &csr, &why),
	    OUT_OK, "%s", why.text);
	(void)snprintf(name, sizeof(name), "%s.p8", as);
	write_file(name, &p8);
	(void)snprintf(name, sizeof(name), "%s.pem", as);
	write_file(name, &pem);
	(void)snprintf(name, sizeof(name), "%s.csr", as);
	write_file(name, &csr);
	cr_assert_eq(
	    sh("openssl pkey -inform DER -in %s.p8 -out %s.key", as, as), 0);
	buf_wipe(&p8);
	buf_free(&pem);
	buf_free(&csr);
}

static void
make_keys(void)
{
	make_key("ec", kinds[0]);
	make_key("rsa", kinds[1]);
	make_key("ec", kinds[2]);
}

static void
read_key(size_t i)
{
	struct buf p8 = BUF_INIT, pem = BUF_INIT;
	struct cms_cert *own;
	char name[32];

	(void)snprintf(name, sizeof(name), "%s.p8", kinds[i]);
	read_file(name, &p8);
	(void)snprintf(name, sizeof(name), "%s.pem", kinds[i]);
	read_file(name, &pem);
	cr_assert_eq(cms_cert_read(pem.data, pem.len, &cert[i], &why), OUT_OK);
	cr_assert_eq(cms_cert_read(pem.data, pem.len, &own, &why), OUT_OK);
	cr_assert_eq(cms_key_read(p8.data, p8.len, own, &key[i], &why), OUT_OK,
	    "%s", why.text);
	buf_wipe(&p8);
	buf_free(&pem);
}

static void
setup(void)
{
	size_t i;

	now = (int64_t)time(NULL);
	cr_assert_eq(cms_library(&why), OUT_OK);
	tmpdir_once("cms", make_keys);
	for (i = 0; i < N; i++)
		read_key(i);
}

static void
teardown(void)
{
	size_t i;

	for (i = 0; i < N; i++) {
		cms_key_free(key[i]);
		cms_cert_free(cert[i]);
	}
	tmpdir_remove();
}

TestSuite(cms, .init = setup, .fini = teardown);

static void
noise(struct buf *b, size_t len)
{
	uint32_t x = 1;

	buf_reset(b);
	while (len-- > 0) {
		x = x * 1664525u + 1013904223u;
		(void)buf_add(b, (unsigned char *)&x + 3, 1);
	}
}

Test(cms, what_we_seal_openssl_opens_and_verifies)
{
	static const size_t lens[] = { 0, 1, 15, 16, 17, 4096, 300001 };
	struct buf plain = BUF_INIT, sealed = BUF_INIT, got = BUF_INIT;
	size_t from, to, i;

	for (from = 0; from < 2; from++)
		for (to = 0; to < 2; to++)
			for (i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
				noise(&plain, lens[i]);
				buf_reset(&sealed);
				cr_assert_eq(
				    cms_seal(key[from], cert[to], plain.data,
					plain.len, &sealed, &why),
				    OUT_OK, "%s", why.text);
				write_file("sealed", &sealed);
				cr_assert_eq(
				    sh("openssl cms -decrypt -binary -inform "
				       "DER -in sealed -recip %s.pem -inkey "
				       "%s.key -out signed && openssl cms "
				       "-verify -binary -inform DER -in signed "
				       "-purpose any -CAfile %s.pem -out plain",
					kinds[to], kinds[to], kinds[from]),
				    0, "%zu to %zu", from, to);
				read_file("plain", &got);
				cr_assert_eq(got.len, plain.len);
				cr_assert(got.len == 0 ||
				    memcmp(got.data, plain.data, got.len) == 0);
			}
	buf_free(&plain);
	buf_free(&sealed);
	buf_free(&got);
}

static enum outcome
open_with(size_t own, size_t by, const struct buf *sealed, struct buf *out)
{
	buf_reset(out);
	memset(&why, 0, sizeof(why));
	return cms_open(
	    &key[own], 1, &cert[by], 1, sealed->data, sealed->len, out, &why);
}

/* openssl(1) seals "text" from one to another; how it signs, and the cipher
 * with more options ("": as it should be). */
static void
openssl_seals(size_t from, size_t to, const char *sign, const char *cipher,
    struct buf *sealed)
{
	tmpdir_write("text", "hello", 5);
	cr_assert_eq(
	    sh("openssl cms -sign -binary -nodetach -md sha256 -in text "
	       "-outform DER -signer %s.pem -inkey %s.key %s -out signed && "
	       "openssl cms -encrypt -binary %s -in signed -outform DER "
	       "-out sealed -recip %s.pem",
		kinds[from], kinds[from], sign,
		cipher[0] == '\0' ? "-aes-256-gcm" : cipher, kinds[to]),
	    0);
	read_file("sealed", sealed);
}

Test(cms, what_openssl_seals_we_open)
{
	static const char *const ways[] = { "", "-aes-256-gcm -stream" };
	struct buf sealed = BUF_INIT, got = BUF_INIT;
	size_t from, to, w;

	for (from = 0; from < 2; from++)
		for (to = 0; to < 2; to++)
			for (w = 0; w < 2; w++) {
				openssl_seals(from, to, "", ways[w], &sealed);
				cr_assert_eq(open_with(to, from, &sealed, &got),
				    OUT_OK, "%s", why.text);
				cr_assert_eq(got.len, 5);
				cr_assert_eq(memcmp(got.data, "hello", 5), 0);
			}
	buf_free(&sealed);
	buf_free(&got);
}

Test(cms, for_another_by_another_or_otherwise_made_is_refused)
{
	struct buf sealed = BUF_INIT, got = BUF_INIT;

	openssl_seals(0, 1, "", "", &sealed);
	cr_expect_eq(open_with(0, 0, &sealed, &got), OUT_REJECT);
	cr_expect_str_eq(why.rule, "SEAL-RECIPIENT");
	cr_expect_eq(open_with(1, 2, &sealed, &got), OUT_REJECT);
	cr_expect_str_eq(why.rule, "SEAL-SIGNER");
	openssl_seals(1, 0, "-md sha1", "", &sealed);
	cr_expect_eq(open_with(0, 1, &sealed, &got), OUT_REJECT);
	cr_expect_str_eq(why.rule, "SIGNATURE-WEAK");
	/* Not authenticated, not signed, signed only. */
	openssl_seals(0, 1, "", "-aes-256-cbc", &sealed);
	cr_expect_eq(open_with(1, 0, &sealed, &got), OUT_REJECT);
	cr_expect_str_eq(why.rule, "SEAL-FORM");
	cr_assert_eq(sh("openssl cms -encrypt -binary -aes-256-gcm -in text "
			"-outform DER -out sealed ec.pem"),
	    0);
	read_file("sealed", &sealed);
	cr_expect_eq(open_with(0, 0, &sealed, &got), OUT_REJECT);
	cr_expect_str_eq(why.rule, "SEAL-FORM");
	read_file("signed", &sealed);
	cr_expect_eq(open_with(0, 1, &sealed, &got), OUT_REJECT);
	cr_expect_str_eq(why.rule, "SEAL-FORM");
	cr_expect_eq(got.len, 0);
	buf_free(&sealed);
	buf_free(&got);
}

/* OpenSSL writes behind its memory for a key that is wrapped with padding, so
 * that is refused before. */
Test(cms, a_key_wrapped_otherwise_is_not_unwrapped)
{
	static const unsigned char wrap[] = { 0x60, 0x86, 0x48, 0x01, 0x65,
		0x03, 0x04, 0x01, 0x2d };
	struct buf sealed = BUF_INIT, got = BUF_INIT;
	unsigned char *oid;

	openssl_seals(1, 0, "", "", &sealed);
	oid = memmem(sealed.data, sealed.len, wrap, sizeof(wrap));
	cr_assert_not_null(oid);
	cr_expect_eq(open_with(0, 1, &sealed, &got), OUT_OK, "%s", why.text);
	oid[sizeof(wrap) - 1] = 0x30; /* id-aes256-wrap-pad */
	buf_reset(&got);
	cr_expect_eq(open_with(0, 1, &sealed, &got), OUT_REJECT);
	cr_expect_str_eq(why.rule, "SEAL-FORM");
	cr_expect_eq(got.len, 0);
	buf_free(&sealed);
	buf_free(&got);
}

Test(cms, signed_by_two_is_refused)
{
	struct buf sealed = BUF_INIT, got = BUF_INIT;

	openssl_seals(0, 1, "-signer other.pem -inkey other.key", "", &sealed);
	cr_expect_eq(open_with(1, 0, &sealed, &got), OUT_REJECT);
	cr_expect_str_eq(why.rule, "SEAL-FORM");
	buf_free(&sealed);
	buf_free(&got);
}

/* What of a sealed document its tag does not cover, the hash code of
 * envelope.h does; here: never other bytes, and never more than was there. */
Test(cms, a_flipped_bit_never_gives_other_bytes)
{
	const char *all = getenv("ALL");
	size_t step = all != NULL && all[0] != '\0' ? 3 : 29;
	struct buf plain = BUF_INIT, sealed = BUF_INIT, got = BUF_INIT;
	size_t to, i, opened = 0, refused = 0;

	noise(&plain, 200);
	for (to = 0; to < 2; to++) {
		buf_reset(&sealed);
		cr_assert_eq(cms_seal(key[0], cert[to], plain.data, plain.len,
				 &sealed, &why),
		    OUT_OK);
		for (i = 0; i < sealed.len * 8; i += step) {
			sealed.data[i / 8] ^= (unsigned char)(1 << i % 8);
			if (open_with(to, 0, &sealed, &got) == OUT_OK) {
				opened++;
				cr_assert_eq(got.len, plain.len);
				cr_assert_eq(
				    memcmp(got.data, plain.data, got.len), 0);
			} else {
				refused++;
				cr_assert_eq(got.len, 0);
			}
			sealed.data[i / 8] ^= (unsigned char)(1 << i % 8);
		}
	}
	cr_expect(
	    refused > 20 * opened, "%zu refused, %zu opened", refused, opened);
	buf_free(&plain);
	buf_free(&sealed);
	buf_free(&got);
}

Test(cms, cut_short_is_refused)
{
	struct buf sealed = BUF_INIT, got = BUF_INIT;
	size_t len;

	cr_assert_eq(
	    cms_seal(key[0], cert[1], "hello", 5, &sealed, &why), OUT_OK);
	cr_expect_eq(cms_length(sealed.data, sealed.len), sealed.len);
	len = sealed.len;
	while (sealed.len-- > 0)
		cr_assert_eq(open_with(1, 0, &sealed, &got), OUT_REJECT);
	cr_expect_eq(cms_length(sealed.data, len / 2), len);
	cr_expect_eq(cms_length("<x/>", 4), 0);
	cr_expect_eq(cms_length("\x30\x80", 2), 0);
	cr_expect_eq(cms_length("\x30", 1), 0);
	sealed.len = 0;
	buf_free(&sealed);
	buf_free(&got);
}

Test(cms, a_bare_signature_is_what_openssl_makes_and_takes)
{
	struct buf sig = BUF_INIT;
	size_t i, bit;

	tmpdir_write("text", "hello", 5);
	for (i = 0; i < 2; i++) {
		buf_reset(&sig);
		cr_assert_eq(cms_sign(key[i], "hello", 5, &sig, &why), OUT_OK);
		cr_expect(cms_signed(cert[i], "hello", 5, sig.data, sig.len));
		cr_expect_not(
		    cms_signed(cert[2], "hello", 5, sig.data, sig.len));
		cr_expect_not(
		    cms_signed(cert[i], "hellp", 5, sig.data, sig.len));
		for (bit = 0; bit < sig.len * 8; bit++) {
			sig.data[bit / 8] ^= (unsigned char)(1 << bit % 8);
			cr_assert_not(
			    cms_signed(cert[i], "hello", 5, sig.data, sig.len));
			sig.data[bit / 8] ^= (unsigned char)(1 << bit % 8);
		}
		write_file("sig", &sig);
		cr_expect_eq(
		    sh("openssl x509 -in %s.pem -noout -pubkey >pub && openssl "
		       "dgst -sha256 -verify pub -signature sig text",
			kinds[i]),
		    0);
		cr_assert_eq(
		    sh("openssl dgst -sha256 -sign %s.key -out sig text",
			kinds[i]),
		    0);
		read_file("sig", &sig);
		cr_expect(cms_signed(cert[i], "hello", 5, sig.data, sig.len));
	}
	buf_free(&sig);
}

Test(cms, a_certificate_is_worth_something_in_its_time)
{
	cr_expect_eq(cms_cert_state(cert[0], now), CMS_VALID);
	cr_expect_eq(cms_cert_state(cert[0], now - 10800), CMS_EARLY);
	cr_expect_eq(cms_cert_state(cert[0], now + 90000), CMS_EXPIRED);
	/* The keys are as old as this run of the tests. */
	cr_expect(cms_cert_from(cert[0]) <= now - 3600);
	cr_expect(cms_cert_from(cert[0]) > now - 7200);
	cr_expect(cms_cert_seals(cert[0]) && cms_cert_signs(cert[0]));
	cr_expect(cms_cert_seals(cert[1]) && cms_cert_signs(cert[1]));
}

static enum outcome
read_cert(const char *command, struct cms_cert **c)
{
	struct buf b = BUF_INIT;
	enum outcome out;

	cr_assert_eq(sh("%s", command), 0);
	read_file("x.pem", &b);
	out = cms_cert_read(b.data, b.len, c, &why);
	buf_free(&b);
	return out;
}

Test(cms, weak_and_unusable_certificates_are_refused)
{
	static const char *const bad[] = {
		"openssl req -x509 -nodes -newkey rsa:1024 -subj /CN=x "
		"-keyout k -out x.pem",
		"openssl genpkey -algorithm ed25519 -out k && openssl req "
		"-x509 -key k -subj /CN=x -out x.pem",
		"openssl req -x509 -nodes -newkey ec -pkeyopt "
		"ec_paramgen_curve:secp224r1 -subj /CN=x -keyout k -out x.pem",
		"echo no certificate >x.pem",
	};
	struct cms_cert *c;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		cr_expect_eq(read_cert(bad[i], &c), OUT_REJECT, "%s", bad[i]);
		cr_expect_str_eq(why.rule, "CERT-KEY");
	}
	cr_assert_eq(
	    read_cert("openssl req -x509 -nodes -newkey rsa:2048 -subj /CN=x "
		      "-addext keyUsage=digitalSignature -keyout k -out x.pem",
		&c),
	    OUT_OK);
	cr_expect(cms_cert_signs(c));
	cr_expect_not(cms_cert_seals(c));
	cms_cert_free(c);
}

/* A list of what the issuer, NAME.pem, has revoked: the certificate FILE. */
static void
make_crl(const char *name, const char *file)
{
	cr_assert_eq(
	    sh("rm -rf ca && mkdir ca && : >ca/index.txt && echo 01 >ca/crl && "
	       "printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=ca/index.txt\\n"
	       "crlnumber=ca/crl\\ndefault_md=sha256\\ndefault_crl_days=30\\n"
	       "policy=p\\n[p]\\ncommonName=supplied\\n' >ca/conf && "
	       "openssl ca -config ca/conf -cert %s.pem -keyfile %s.key -md "
	       "sha256 -revoke %s && openssl ca -config ca/conf -cert %s.pem "
	       "-keyfile %s.key -gencrl -out x.crl",
		name, name, file, name, name),
	    0);
}

Test(cms, a_list_revokes_what_it_names)
{
	struct buf b = BUF_INIT;

	make_crl("ec", "ec.pem");
	read_file("x.crl", &b);
	cr_assert_eq(cms_cert_revoke(&cert[1], 1, b.data, b.len, &why), OUT_OK);
	cr_expect_eq(cms_cert_state(cert[1], now), CMS_VALID);
	cr_assert_eq(cms_cert_revoke(cert, N, b.data, b.len, &why), OUT_OK);
	cr_expect_eq(cms_cert_state(cert[0], now), CMS_REVOKED);
	cr_expect_eq(cms_cert_state(cert[1], now), CMS_VALID);
	b.data[b.len - 60] ^= 1; /* in the base64 of its signature */
	cr_expect_eq(cms_cert_revoke(cert, N, b.data, b.len, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "CERT-CRL");
	buf_free(&b);
}

Test(cms, a_key_is_that_of_its_certificate)
{
	struct buf p8 = BUF_INIT, pem = BUF_INIT;
	struct cms_cert *c;
	struct cms_key *k;

	read_file("ec.p8", &p8);
	read_file("other.pem", &pem);
	cr_assert_eq(cms_cert_read(pem.data, pem.len, &c, &why), OUT_OK);
	cr_expect_eq(cms_key_read(p8.data, p8.len, c, &k, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "CERT-KEY");
	cr_expect_null(k);
	cr_expect_eq(sh("openssl req -in rsa.csr -noout -verify"), 0);
	cr_expect_eq(sh("openssl verify -CAfile ec.pem ec.pem"), 0);
	buf_free(&p8);
	buf_free(&pem);
}

Test(cms, base64_is_read_one_way_only)
{
	static const char *const bad[] = { "A", "AA", "AAA", "AA=A",
		"AB==", "AAB=", "AAAA AAAA", "AA==AAAA",
		"====", "A===", "AAA\n", "AA-_", "AAAA=" };
	struct buf b = BUF_INIT, text = BUF_INIT;
	size_t i, len;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		cr_expect_eq(base64_read_exact(bad[i], &b, &why), OUT_REJECT,
		    "%s", bad[i]);
		cr_expect_eq(b.len, 0);
	}
	for (len = 0; len < 40; len++) {
		struct buf data = BUF_INIT;

		noise(&data, len);
		buf_reset(&text);
		buf_reset(&b);
		(void)base64_write(data.data, data.len, &text);
		(void)buf_puts(&text, "");
		cr_assert_eq(base64_read_exact(
				 len == 0 ? "" : (char *)text.data, &b, &why),
		    OUT_OK);
		cr_assert_eq(b.len, len);
		cr_assert(len == 0 || memcmp(b.data, data.data, len) == 0);
		buf_free(&data);
	}
	buf_free(&b);
	buf_free(&text);
}
