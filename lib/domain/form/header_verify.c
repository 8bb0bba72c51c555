/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A header against the files that came with it.
 */
#include <stdio.h>
#include <string.h>

#include "domain/form/header.h"
#include "domain/form/header_view.h"
#include "io/digest.h"

static const Rec__ParcelFile *
find_file(Rec__ParcelFile *const *files, size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(files[i]->name, name) == 0)
			return files[i];
	return NULL;
}

/* Compare one document with its file; of sizes and hashes only those that
 * the scheme lets us compare. */
static enum outcome
check_file(const Rec__HeaderDocument *d, const Rec__ParcelFile *f, bool ours,
    bool hashes, struct why *why)
{
	char hash[HEADER_HASH_TEXT];

	if (f == NULL)
		return why_reject(why, "FILE-MISSING",
		    "a document of the header is not there");
	if (f->size < d->size || (ours && f->size != d->size))
		return why_reject(why, "FILE-SIZE",
		    "a document has another size than the header says");
	if (hashes &&
	    (f->sha256.len != DIGEST_LEN ||
		strcmp(d->hash, header_file_hash(f->sha256.data, hash)) != 0))
		return why_reject(why, "HASH-FILE",
		    "a document is not the one that was sent");
	return OUT_OK;
}

static enum outcome
check_files(const Rec__Header *h, Rec__ParcelFile *const *files, size_t n,
    bool hashes, struct why *why)
{
	bool ours = strcmp(h->scheme, "is0") == 0;
	char place[64];
	size_t i;

	for (i = 0; i < h->n_documents; i++) {
		const Rec__HeaderDocument *d = h->documents[i];

		if (check_file(d, find_file(files, n, d->name), ours, hashes,
			why) == OUT_OK)
			continue;
		(void)snprintf(place, sizeof(place),
		    "message/Documents/DocumentIdentification[%zu]", i + 1);
		why_at(why, 0, place);
		why_value(why, d->name);
		return OUT_REJECT;
	}
	return OUT_OK;
}

enum outcome
header_complete(const Rec__Header *h, Rec__ParcelFile *const *files, size_t n,
    struct why *why)
{
	return check_files(h, files, n, false, why);
}

enum outcome
header_verify(const Rec__Header *h, Rec__ParcelFile *const *files, size_t n,
    struct why *why)
{
	char hash[HEADER_HASH_TEXT];
	enum outcome out;

	if (strcmp(h->scheme, "is0") != 0)
		return why_reject(why, "HASH-SCHEME",
		    "hash codes of a scheme that is not ours");
	if ((out = header_check_names(h, why)) != OUT_OK ||
	    (out = header_message_hash(h, hash, why)) != OUT_OK)
		return out;
	if (strcmp(h->hash, hash) != 0) {
		(void)why_reject(why, "HASH-MESSAGE",
		    "the header is not the one that was sent");
		why_at(why, 0, "transport/msgHashCode");
		return OUT_REJECT;
	}
	return check_files(h, files, n, true, why);
}

const Rec__HeaderDocument *
header_lists(const Rec__Header *h, const char *name)
{
	size_t i;

	for (i = 0; i < h->n_documents; i++)
		if (strcmp(h->documents[i]->name, name) == 0)
			return h->documents[i];
	return NULL;
}

enum outcome
header_content_token(const Rec__Header *h, Rec__ParcelFile *const *files,
    size_t n, unsigned char *token, struct why *why)
{
	bool sealed = strcmp(h->scheme, "is1") == 0;
	const Rec__ParcelFile *f;
	struct buf b = BUF_INIT;
	enum outcome out;
	size_t i;

	/* Sealed anew, the same message has other hash codes. */
	if ((out = header_canonical_form(h, !sealed, &b, why)) != OUT_OK)
		goto done;
	if (!sealed)
		header_canonical_value(&b, "transport/msgHashCode", h->hash);
	for (i = 0; i < h->n_documents; i++) {
		f = find_file(files, n, h->documents[i]->name);
		(void)buf_printf(&b, "file %zu ", i);
		if (f != NULL)
			(void)buf_add(&b, f->sha256.data, f->sha256.len);
		(void)buf_puts(&b, "\n");
	}
	if ((out = buf_ok(&b, why)) == OUT_OK)
		out = digest_sha256(b.data, b.len, token, why);
done:
	buf_free(&b);
	return out;
}
