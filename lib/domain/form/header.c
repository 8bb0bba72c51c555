/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/form/header.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/form/evidence.h"
#include "domain/form/header_view.h"
#include "io/digest.h"
#include "io/record.h"
#include "value/name.h"

#define PLAIN "is0:"
#define SEALED "is1:"
#define METHOD PLAIN "sha256:"

/* Names that mean something else in a connector's folder. */
static const char *const reserved[] = { HEADER_FILE, "processed", "Token.xml",
	"Token.pdf" };

bool
header_reserved(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
		if (strcmp(name, reserved[i]) == 0)
			return true;
	return evidence_type_of_file(name) != NULL;
}

bool
header_name_ok(const char *name)
{
	size_t i, len = strlen(name);

	if (len < 1 || len > 255 || name[0] == '.' || name[0] == ' ' ||
	    name[len - 1] == ' ' || strpbrk(name, "/\\") != NULL ||
	    !name_utf8_ok(name, len) || name_turns(name))
		return false;
	for (i = 0; i < len; i++)
		if ((unsigned char)name[i] < ' ' || name[i] == '\x7f')
			return false;
	return !header_reserved(name);
}

/* An earlier document of the same name? */
static bool
named_before(const Rec__Header *h, size_t i)
{
	size_t j;

	for (j = 0; j < i; j++)
		if (strcmp(h->documents[j]->name, h->documents[i]->name) == 0)
			return true;
	return false;
}

enum outcome
header_check_names(const Rec__Header *h, struct why *why)
{
	char place[64];
	size_t i;

	if (h->n_documents > HEADER_DOCUMENTS_MAX)
		return why_reject(why, "HEADER-DOCUMENTS",
		    "more than %zu documents", HEADER_DOCUMENTS_MAX);
	for (i = 0; i < h->n_documents; i++) {
		if (!header_name_ok(h->documents[i]->name))
			(void)why_reject(
			    why, "HEADER-NAME", "no name for a document");
		else if (named_before(h, i))
			(void)why_reject(why, "HEADER-DOCUMENTS",
			    "two documents of one name");
		else
			continue;
		(void)snprintf(place, sizeof(place),
		    "message/Documents/DocumentIdentification[%zu]", i + 1);
		why_at(why, 0, place);
		why_value(why, h->documents[i]->name);
		return OUT_REJECT;
	}
	return OUT_OK;
}

const char *
header_scheme(const char *hash)
{
	if (strncmp(hash, SEALED, sizeof(SEALED) - 1) == 0)
		return "is1";
	return strncmp(hash, PLAIN, sizeof(PLAIN) - 1) == 0 ? "is0" : "";
}

char *
header_file_hash(const unsigned char *sha256, char *buf)
{
	memcpy(buf, METHOD, sizeof(METHOD));
	(void)digest_base64(sha256, buf + sizeof(METHOD) - 1);
	return buf;
}

void
header_canonical_value(struct buf *out, const char *name, const char *s)
{
	static const char blanks[] = " \t\r\n";
	size_t len;

	s += strspn(s, blanks);
	len = strlen(s);
	while (len > 0 && strchr(blanks, s[len - 1]) != NULL)
		len--;
	if (len == 0)
		return;
	(void)buf_printf(out, "%s %zu:", name, len);
	(void)buf_add(out, s, len);
	(void)buf_puts(out, "\n");
}

static void
canonical_document(struct buf *out, const Rec__HeaderDocument *d, bool codes)
{
	char size[24];

	(void)snprintf(size, sizeof(size), "%llu", (unsigned long long)d->size);
	(void)buf_puts(out, "DocumentIdentification\n");
	header_canonical_value(out, "UniformResourceIdentifier", d->name);
	header_canonical_value(out, "Type", d->type);
	header_canonical_value(out, "MimeTypeQualifierCode", d->mime);
	header_canonical_value(out, "fileSize", size);
	header_canonical_value(out, "fileCreationDateAndTime", d->created);
	if (codes)
		header_canonical_value(out, "fileHashCode", d->hash);
}

/* A person or number to turn to: it can change while the message is the
 * same. */
static bool
is_contact(size_t i)
{
	return (i > HEADER_SENDER && i < HEADER_RECEIVER) ||
	    (i > HEADER_RECEIVER && i < HEADER_MSG_ID);
}

static const char *
scheme_of(const Rec__Header *h)
{
	return strcmp(h->scheme, "is1") == 0 ? "is1" : "is0";
}

enum outcome
header_canonical(const Rec__Header *h, struct buf *out, struct why *why)
{
	return header_canonical_form(h, true, out, why);
}

enum outcome
header_canonical_form(
    const Rec__Header *h, bool codes, struct buf *out, struct why *why)
{
	struct header_view v;
	enum outcome res;
	size_t i;

	if ((res = header_view(h, &v, why)) != OUT_OK)
		return res;
	(void)buf_printf(out, "%s-header\n", scheme_of(h));
	for (i = 0; i < HEADER_FIELDS; i++)
		if (i != HEADER_HASH && (codes || !is_contact(i)))
			header_canonical_value(
			    out, header_paths[i], v.value[i]);
	for (i = 0; i < h->n_documents; i++)
		canonical_document(out, h->documents[i], codes);
	header_view_free(&v);
	return buf_ok(out, why);
}

enum outcome
header_message_hash(const Rec__Header *h, char *hash, struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	struct buf b = BUF_INIT;
	enum outcome out;

	if ((out = header_canonical(h, &b, why)) == OUT_OK &&
	    (out = digest_sha256(b.data, b.len, digest, why)) == OUT_OK)
		(void)header_file_hash(digest, hash);
	buf_free(&b);
	return out;
}

enum outcome
header_hash(Rec__Header *h, struct why *why)
{
	char hash[HEADER_HASH_TEXT];
	enum outcome out;

	if (record_set(&h->version, "1.0") == -1)
		return why_retry(why, "out of memory");
	if ((out = header_message_hash(h, hash, why)) != OUT_OK)
		return out;
	if (record_set(&h->hash, hash) == -1 ||
	    record_set(&h->scheme, "is0") == -1)
		return why_retry(why, "out of memory");
	return OUT_OK;
}
