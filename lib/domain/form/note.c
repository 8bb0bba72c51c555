/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/form/note.h"

#include <string.h>

#include "domain/form/formxml.h"
#include "io/record.h"

#define ROOT "Note"

static enum outcome
check(const Rec__Note *n, struct why *why)
{
	if (n->sender[0] == '\0' || n->receiver[0] == '\0' ||
	    n->kind[0] == '\0')
		return why_reject(why, "FORM-MISSING",
		    "a note has a sender, a receiver and a kind");
	return OUT_OK;
}

enum outcome
note_read(xmlDoc *doc, Rec__Note **note, struct why *why)
{
	struct formxml fx = { OUT_OK, why };
	const xmlNode *root = formxml_root(doc, ROOT);
	Rec__Note *n;

	*note = NULL;
	if (root == NULL)
		return why_reject(why, "FORM-ROOT", "this is no note");
	if ((n = record_new(&rec__note__descriptor)) == NULL)
		return why_retry(why, "out of memory");
	formxml_attr(&fx, root, "language", &n->language);
	formxml_text(&fx, root, "Sender", &n->sender);
	formxml_text(&fx, root, "Receiver", &n->receiver);
	formxml_text(&fx, root, "Kind", &n->kind);
	formxml_text(&fx, root, "AboutMessage", &n->about_message);
	formxml_text(&fx, root, "AboutThread", &n->about_thread);
	formxml_text(&fx, root, "ReceiverReference", &n->receiver_reference);
	formxml_text(&fx, root, "Rule", &n->rule);
	formxml_text(&fx, root, "Text", &n->text);
	if (fx.out == OUT_OK)
		fx.out = check(n, why);
	if (fx.out != OUT_OK) {
		record_free(n);
		return fx.out;
	}
	*note = n;
	return OUT_OK;
}

enum outcome
note_write(const Rec__Note *n, struct buf *out, struct why *why)
{
	struct formout o = { out, 0 };
	enum outcome res;

	if ((res = check(n, why)) != OUT_OK)
		return res;
	if (strcmp(n->kind, "RESEND") != 0 && strcmp(n->kind, "REMINDER") != 0)
		return why_reject(
		    why, "FORM-CHOICE", "this kind of note is not in the list");
	if (n->text[0] != '\0' && n->language[0] == '\0')
		return why_reject(
		    why, "FORM-MISSING", "a text is in a language");
	formout_begin(&o, ROOT, n->language);
	formout_text(&o, "Sender", n->sender);
	formout_text(&o, "Receiver", n->receiver);
	formout_text(&o, "Kind", n->kind);
	formout_text(&o, "AboutMessage", n->about_message);
	formout_text(&o, "AboutThread", n->about_thread);
	formout_text(&o, "ReceiverReference", n->receiver_reference);
	formout_text(&o, "Rule", n->rule);
	formout_lines(&o, "Text", n->language, n->text);
	formout_end(&o, ROOT);
	return buf_ok(out, why);
}
