/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef SIGNTEST_H
#define SIGNTEST_H

/*
 * signtest -- keys, certificates and signed documents for the tests, made by
 * openssl(1) and by tests/tools/signxml, not by us.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "base/buf.h"
#include "io/slurp.h"
#include "tmpdir.h"

#define SIGNTEST_NOW "2026-12-01T00:00:00Z"
#define SIGNTEST_UNUSED __attribute__((unused))

#define SIGNTEST_ENVELOPED                                          \
	"<ds:Transforms><ds:Transform "                             \
	"Algorithm=\"http://www.w3.org/2000/09/"                    \
	"xmldsig#enveloped-signature\"/><ds:Transform "             \
	"Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/></" \
	"ds:Transforms>"

static void SIGNTEST_UNUSED signtest_sh(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

/* A command, in tmpdir; $S is signxml. */
static void SIGNTEST_UNUSED
signtest_sh(const char *fmt, ...)
{
	char cmd[2048], line[8192], here[2048];
	const char *b = getenv("B");
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(cmd, sizeof(cmd), fmt, ap);
	va_end(ap);
	cr_assert_not_null(getcwd(here, sizeof(here)));
	(void)snprintf(line, sizeof(line),
	    "S='%s/%s/tests/tools/signxml'; cd '%s' && { %s; } >log 2>&1", here,
	    b == NULL ? "build" : b, tmpdir, cmd);
	cr_assert_eq(system(line), 0, "%s", cmd);
}

/* NAME.key and pins/NAME.pem, valid for ten years from now. */
static void SIGNTEST_UNUSED
signtest_key(const char *name)
{
	signtest_sh("mkdir -p pins && openssl ecparam -name prime256v1 "
		    "-genkey -noout -out %s.key && openssl req -x509 -new "
		    "-key %s.key -days 3650 -subj /CN=%s -out pins/%s.pem",
	    name, name, name, name);
}

static void SIGNTEST_UNUSED
signtest_load(const char *name, struct buf *b)
{
	struct why why = WHY_INIT;

	buf_free(b);
	cr_assert_eq(slurp_file(tmpdir_path(name), 1 << 24, b, &why), OUT_OK,
	    "%s", why.text);
}

/*
 * Sign ${before} + Signature + ${after} with NAME.key as the file s.xml: a
 * reference to ${uri} with ${transforms}, digest and signature of SHA-${sha}.
 */
static void SIGNTEST_UNUSED
signtest_sign(const char *name, int sha, const char *before, const char *after,
    const char *uri, const char *transforms, const char *object)
{
	struct buf pem = BUF_INIT, b = BUF_INIT;
	char path[64], *p, *end;

	(void)snprintf(path, sizeof(path), "pins/%s.pem", name);
	signtest_load(path, &pem);
	p = strstr((char *)pem.data, "-----\n");
	cr_assert_not_null(p);
	end = strstr(p, "\n-----END");
	cr_assert_not_null(end);
	*end = '\0';
	(void)buf_printf(&b,
	    "%s<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/"
	    "xmldsig#\"><ds:SignedInfo><ds:CanonicalizationMethod "
	    "Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>"
	    "<ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/"
	    "xmldsig-more#ecdsa-sha%d\"/><ds:Reference URI=\"%s\">%s"
	    "<ds:DigestMethod Algorithm=\"http://www.w3.org/%s#sha%d\"/>"
	    "<ds:DigestValue/></ds:Reference></ds:SignedInfo>"
	    "<ds:SignatureValue/><ds:KeyInfo><ds:X509Data>"
	    "<ds:X509Certificate>%s</ds:X509Certificate></ds:X509Data>"
	    "</ds:KeyInfo>%s</ds:Signature>%s",
	    before, sha, uri, transforms,
	    sha == 1 ? "2000/09/xmldsig" : "2001/04/xmlenc", sha, p + 6, object,
	    after);
	tmpdir_write("t.xml", b.data, b.len);
	signtest_sh("test -e content || : >content; \"$S\" %s.key content "
		    "<t.xml >s.xml",
	    name);
	buf_free(&b);
	buf_free(&pem);
}

#endif /* !SIGNTEST_H */
