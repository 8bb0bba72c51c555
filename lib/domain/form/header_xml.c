/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The header as XML, both ways.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/form/header.h"
#include "domain/form/header_view.h"
#include "domain/form/formxml.h"
#include "io/record.h"
#include "io/xmlin.h"
#include "io/xmlout.h"
#include "value/caseid.h"

#define ROOT "StandardBusinessDocumentHeader"
#define DOCUMENT "DocumentIdentification"

/* ---- reading ----------------------------------------------------------- */

/* The elements on the way to ${path}, each of which may be there once: who
 * signs the first must not be read as having signed the second. */
static void
read_once(struct formxml *fx, const xmlNode *node, const char *path)
{
	const char *end = path;
	char part[128];

	while (*end != '\0' && fx->out == OUT_OK) {
		const xmlNode *found;

		end += strcspn(end + 1, "/") + 1;
		(void)snprintf(
		    part, sizeof(part), "%.*s", (int)(end - path), path);
		found = xmlin_find(node, part);
		if (found == NULL)
			return;
		if (xmlin_next(found) != NULL)
			formxml_reject(fx, xmlin_next(found), "HEADER-TWICE",
			    "an element of the header is there twice", part);
	}
}

/* Take the number off the end of a caseId, but only where header_view()
 * makes the same text of both again: the hash covers the text. */
static void
split_case_id(char *s, uint32_t *number)
{
	char thread[THREAD_TEXT], again[THREAD_TEXT + 16];

	if (thread_parse(s, thread, number)) {
		(void)snprintf(
		    again, sizeof(again), "%s/MSG-%02u", thread, *number);
		if (strcmp(again, s) == 0) {
			s[strlen(thread)] = '\0';
			return;
		}
	}
	*number = 0;
}

static void
read_party(struct formxml *fx, const xmlNode *root, size_t first,
    Rec__Authority **field)
{
	Rec__Authority *a;

	if ((*field = a = record_new(&rec__authority__descriptor)) == NULL ||
	    (a->contact = record_new(&rec__contact__descriptor)) == NULL ||
	    (a->responsible = record_new(&rec__responsible__descriptor)) ==
		NULL) {
		formxml_memory(fx);
		return;
	}
	formxml_text(fx, root, header_paths[first + PARTY_CODE], &a->code);
	formxml_text(fx, root, header_paths[first + PARTY_CONTACT],
	    &a->responsible->name);
	formxml_text(
	    fx, root, header_paths[first + PARTY_EMAIL], &a->contact->email);
	formxml_text(
	    fx, root, header_paths[first + PARTY_FAX], &a->contact->fax);
	formxml_text(fx, root, header_paths[first + PARTY_NAME], &a->name);
	formxml_add(fx, root, header_paths[first + PARTY_TELEPHONE],
	    &a->contact->telephones, &a->contact->n_telephones);
}

/* An absent size says nothing, and is 0.  False if it is no number. */
static bool
read_size(const char *s, uint64_t *size)
{
	*size = 0;
	if (strlen(s) > 15 || strspn(s, "0123456789") != strlen(s))
		return false;
	*size = strtoull(s, NULL, 10);
	return true;
}

static void
read_document(struct formxml *fx, const xmlNode *node, Rec__Header *h)
{
	Rec__HeaderDocument *d;
	char *size;

	static const char *const once[] = { "UniformResourceIdentifier", "Type",
		"MimeTypeQualifierCode", "fileSize", "fileCreationDateAndTime",
		"fileHashCode" };
	size_t i;

	if ((d = formxml_new(fx, &h->documents, &h->n_documents,
		 &rec__header_document__descriptor)) == NULL)
		return;
	for (i = 0; i < sizeof(once) / sizeof(once[0]); i++)
		read_once(fx, node, once[i]);
	formxml_text(fx, node, "UniformResourceIdentifier", &d->name);
	formxml_text(fx, node, "Type", &d->type);
	formxml_text(fx, node, "MimeTypeQualifierCode", &d->mime);
	formxml_text(fx, node, "fileCreationDateAndTime", &d->created);
	formxml_text(fx, node, "fileHashCode", &d->hash);
	if ((size = xmlin_text(node, "fileSize")) == NULL)
		formxml_memory(fx);
	else if (!read_size(size, &d->size))
		formxml_reject(fx, node, "HEADER-SIZE",
		    "fileSize is not a number of bytes", size);
	free(size);
}

static void
read_transport(struct formxml *fx, const xmlNode *root, Rec__Header *h)
{
	size_t i;

	for (i = 0; i < HEADER_FIELDS; i++)
		read_once(fx, root, header_paths[i]);
	formxml_text(fx, root, header_paths[HEADER_VERSION], &h->version);
	read_party(fx, root, HEADER_SENDER, &h->sender);
	read_party(fx, root, HEADER_RECEIVER, &h->receiver);
	formxml_text(fx, root, header_paths[HEADER_MSG_ID], &h->msg_id);
	formxml_text(fx, root, header_paths[HEADER_CASE_ID], &h->thread);
	formxml_text(fx, root, header_paths[HEADER_CREDITOR], &h->creditor);
	formxml_text(fx, root, header_paths[HEADER_DEBTOR], &h->debtor);
	formxml_text(fx, root, header_paths[HEADER_CREATED], &h->created);
	formxml_text(fx, root, header_paths[HEADER_HASH], &h->hash);
	formxml_text(fx, root, header_paths[HEADER_FORM], &h->form);
	if (h->thread[0] != '\0')
		split_case_id(h->thread, &h->msg_no);
}

/* One hash code of ours is enough: then all must be, or who checks them says
 * so.  Nobody strips a header of its scheme by changing one of them; of two
 * schemes the better one holds. */
static void
read_scheme(struct formxml *fx, Rec__Header *h)
{
	const char *scheme = header_scheme(h->hash), *other;
	size_t i;

	for (i = 0; i < h->n_documents; i++) {
		other = header_scheme(h->documents[i]->hash);
		if (strcmp(other, scheme) > 0)
			scheme = other;
	}
	if (record_set(&h->scheme, scheme) == -1)
		formxml_memory(fx);
}

enum outcome
header_read(xmlDoc *doc, Rec__Header **header, struct why *why)
{
	struct formxml fx = { OUT_OK, why };
	const xmlNode *root = xmlDocGetRootElement(doc), *node;
	Rec__Header *h;

	*header = NULL;
	if (root == NULL || root->ns != NULL ||
	    strcmp((const char *)root->name, ROOT) != 0)
		return why_reject(
		    why, "HEADER-ROOT", "this is not the header of a message");
	if ((h = record_new(&rec__header__descriptor)) == NULL)
		return why_retry(why, "out of memory");
	read_transport(&fx, root, h);
	read_once(&fx, root, "message/Documents");
	node = xmlin_find(root, "message/Documents/" DOCUMENT);
	for (; node != NULL && h->n_documents <= HEADER_DOCUMENTS_MAX;
	     node = xmlin_next(node))
		read_document(&fx, node, h);
	read_scheme(&fx, h);
	if (fx.out == OUT_OK)
		fx.out = header_check_names(h, why);
	if (fx.out == OUT_RETRY) {
		record_free(h);
		return OUT_RETRY;
	}
	*header = h;
	return fx.out;
}

/* ---- writing ----------------------------------------------------------- */

static void
indent(struct buf *out, int depth)
{
	while (depth-- > 0)
		(void)buf_puts(out, "    ");
}

static void
open_element(struct buf *out, int depth, const char *name)
{
	indent(out, depth);
	xmlout_open(out, name);
	(void)buf_puts(out, "\n");
}

static void
close_element(struct buf *out, int depth, const char *name)
{
	indent(out, depth);
	xmlout_close(out, name);
	(void)buf_puts(out, "\n");
}

/* The last name of a path is the element's; an empty one is written too. */
static void
leaf(struct buf *out, int depth, const char *path, const char *s)
{
	const char *name = strrchr(path, '/');

	name = name == NULL ? path : name + 1;
	indent(out, depth);
	xmlout_open(out, name);
	xmlout_text(out, s);
	xmlout_close(out, name);
	(void)buf_puts(out, "\n");
}

static void
write_party(struct buf *out, const struct header_view *v, const char *name,
    size_t first)
{
	size_t i;

	open_element(out, 2, name);
	leaf(out, 3, header_paths[first], v->value[first]);
	open_element(out, 3, "contactInformation");
	for (i = first + PARTY_CONTACT; i < first + PARTY_FIELDS; i++)
		leaf(out, 4, header_paths[i], v->value[i]);
	close_element(out, 3, "contactInformation");
	close_element(out, 2, name);
}

static void
write_document(struct buf *out, const Rec__HeaderDocument *d)
{
	char size[24];

	(void)snprintf(size, sizeof(size), "%" PRIu64, d->size);
	open_element(out, 3, DOCUMENT);
	leaf(out, 4, "UniformResourceIdentifier", d->name);
	leaf(out, 4, "Type", d->type);
	leaf(out, 4, "MimeTypeQualifierCode", d->mime);
	leaf(out, 4, "fileSize", size);
	leaf(out, 4, "fileCreationDateAndTime", d->created);
	leaf(out, 4, "fileHashCode", d->hash);
	close_element(out, 3, DOCUMENT);
}

static void
write_all(struct buf *out, const Rec__Header *h, const struct header_view *v)
{
	size_t i;

	(void)buf_puts(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\" "
	    "standalone=\"yes\"?>\n");
	open_element(out, 0, ROOT);
	leaf(out, 1, "HeaderVersion", v->value[HEADER_VERSION]);
	open_element(out, 1, "transport");
	write_party(out, v, "Sender", HEADER_SENDER);
	write_party(out, v, "Receiver", HEADER_RECEIVER);
	for (i = HEADER_MSG_ID; i < HEADER_FIELDS; i++)
		leaf(out, 2, header_paths[i], v->value[i]);
	close_element(out, 1, "transport");
	open_element(out, 1, "message");
	open_element(out, 2, "Documents");
	for (i = 0; i < h->n_documents; i++)
		write_document(out, h->documents[i]);
	close_element(out, 2, "Documents");
	close_element(out, 1, "message");
	close_element(out, 0, ROOT);
}

enum outcome
header_write(const Rec__Header *h, struct buf *out, struct why *why)
{
	static const size_t needed[] = { HEADER_SENDER, HEADER_RECEIVER,
		HEADER_MSG_ID, HEADER_CASE_ID };
	struct header_view v;
	enum outcome res;
	size_t i;

	if ((res = header_check_names(h, why)) != OUT_OK ||
	    (res = header_view(h, &v, why)) != OUT_OK)
		return res;
	for (i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (v.value[needed[i]][0] == '\0') {
			res = why_reject(
			    why, "HEADER-FIELD", "the header lacks a value");
			why_at(why, 0, header_paths[needed[i]]);
			goto done;
		}
	write_all(out, h, &v);
	res = buf_ok(out, why);
done:
	header_view_free(&v);
	return res;
}
