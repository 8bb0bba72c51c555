/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Whatever the bytes, a sealed document opens or there is a reason, and what
 * opens is what was sealed; a certificate, a revocation list and a detached
 * signature are read or refused.  The first byte chooses which.  For sealed
 * documents it also chooses whether the rest is taken as it is, as what is
 * signed inside, or as bytes that replace some of a good one.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/base64.h"
#include "io/cms.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char text[] = "a document";
static struct cms_key *key[2];
static struct cms_cert *cert[2];
static struct buf good[2];

static void
make(size_t i, const char *kind)
{
	struct buf p8 = BUF_INIT, pem = BUF_INIT, csr = BUF_INIT;
	struct why why = WHY_INIT;
	struct cms_cert *own;

	if (cms_key_make(kind, "x", 0, INT64_C(4000000000), &p8, &pem, &csr,
		&why) != OUT_OK ||
	    cms_cert_read(pem.data, pem.len, &cert[i], &why) != OUT_OK ||
	    cms_cert_read(pem.data, pem.len, &own, &why) != OUT_OK ||
	    cms_key_read(p8.data, p8.len, own, &key[i], &why) != OUT_OK ||
	    cms_seal(key[i], cert[i], text, strlen(text), &good[i], &why) !=
		OUT_OK)
		abort();
	buf_wipe(&p8);
	buf_free(&pem);
	buf_free(&csr);
}

static void
open_it(const uint8_t *data, size_t len)
{
	struct buf out = BUF_INIT;
	struct why why = WHY_INIT;
	enum outcome o;

	o = cms_open(key, 2, cert, 2, data, len, &out, &why);
	if (o == OUT_RETRY || (o == OUT_REJECT && out.len != 0) ||
	    (o == OUT_REJECT && why.rule[0] == '\0') ||
	    (o == OUT_OK &&
		(out.len != strlen(text) ||
		    memcmp(out.data, text, out.len) != 0)))
		abort();
	if (cms_length(data, len) == 0 && o == OUT_OK && len > 1 &&
	    data[1] != 0x80)
		abort();
	buf_free(&out);
}

/* Places and bytes, three at a time, over a good one. */
static void
patch(size_t which, const uint8_t *data, size_t len)
{
	struct buf b = BUF_INIT;
	size_t i, at;

	(void)buf_add(&b, good[which].data, good[which].len);
	for (i = 0; i + 3 <= len; i += 3) {
		at = ((size_t)data[i] << 8 | data[i + 1]) % b.len;
		b.data[at] = data[i + 2];
	}
	open_it(b.data, b.len);
	buf_free(&b);
}

static void
certificate(const uint8_t *data, size_t len)
{
	struct why why = WHY_INIT;
	struct cms_about about;
	struct cms_cert *c;

	if (cms_cert_read(data, len, &c, &why) != OUT_OK)
		return;
	cms_cert_about(c, &about);
	(void)cms_cert_state(c, 0);
	if (cms_cert_seals(c)) {
		struct buf out = BUF_INIT;

		(void)!cms_seal(key[0], c, "x", 1, &out, &why);
		buf_free(&out);
	}
	(void)cms_signed(c, "x", 1, data, len);
	cms_cert_free(c);
}

static void
base64(const uint8_t *data, size_t len)
{
	struct buf s = BUF_INIT, b = BUF_INIT, again = BUF_INIT;
	struct why why = WHY_INIT;

	(void)buf_add(&s, data, len);
	if (s.data != NULL &&
	    base64_read_exact((char *)s.data, &b, &why) == OUT_OK &&
	    b.len > 0 &&
	    (base64_write(b.data, b.len, &again) == -1 ||
		strcmp((char *)again.data, (char *)s.data) != 0))
		abort();
	buf_free(&s);
	buf_free(&b);
	buf_free(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct why why = WHY_INIT;
	size_t which;

	if (key[0] == NULL) {
		if (cms_library(&why) != OUT_OK)
			abort();
		make(0, "ec");
		make(1, "rsa");
	}
	if (size == 0)
		return 0;
	switch (data[0] % 7) {
	case 0:
		open_it(data + 1, size - 1);
		break;
	case 1:
		patch(0, data + 1, size - 1);
		break;
	case 2:
		patch(1, data + 1, size - 1);
		break;
	case 3:
		certificate(data + 1, size - 1);
		break;
	case 4:
		(void)!cms_cert_revoke(cert, 2, data + 1, size - 1, &why);
		break;
	case 5:
		if (cms_detached(cert, 2, text, strlen(text), data + 1,
			size - 1, 100, &which, &why) == OUT_OK)
			abort();
		break;
	default:
		base64(data + 1, size - 1);
	}
	return 0;
}
