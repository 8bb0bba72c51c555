/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Whatever the bytes, a form is read or there is a reason; and what can be
 * written of what was read is read back, and written again as the same bytes.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "domain/form/ack.h"
#include "domain/form/application.h"
#include "domain/form/form.h"
#include "domain/form/note.h"
#include "domain/form/notice.h"
#include "io/record.h"
#include "io/xmlin.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static struct xmlin *xmlin;

static void
must(int ok)
{
	if (!ok)
		abort();
}

/* The two ways of each kind of message. */
#define WAYS(name, type)                                        \
	static enum outcome name##_in(                          \
	    xmlDoc *doc, void **record, struct why *why)        \
	{                                                       \
		type *r;                                        \
		enum outcome out = name##_read(doc, &r, why);   \
                                                                \
		*record = r;                                    \
		return out;                                     \
	}                                                       \
	static enum outcome name##_out(                         \
	    const void *record, struct buf *b, struct why *why) \
	{                                                       \
		return name##_write(record, b, why);            \
	}
WAYS(ack, Rec__Acknowledgement)
WAYS(notice, Rec__Notice)
WAYS(confirmation, Rec__Confirmation)
WAYS(note, Rec__Note)

static const struct {
	enum outcome (*in)(xmlDoc *, void **, struct why *);
	enum outcome (*out)(const void *, struct buf *, struct why *);
} ways[] = {
	{ ack_in, ack_out },
	{ notice_in, notice_out },
	{ confirmation_in, confirmation_out },
	{ note_in, note_out },
};

static void
there_and_back(size_t way, const void *record)
{
	struct buf one = BUF_INIT, two = BUF_INIT;
	struct why why = WHY_INIT;
	void *again;
	xmlDoc *doc;

	if (ways[way].out(record, &one, &why) != OUT_OK) {
		must(one.len == 0 && why.text[0] != '\0');
		return;
	}
	must(xmlin_parse(xmlin, one.data, one.len, &doc, &why) == OUT_OK);
	must(ways[way].in(doc, &again, &why) == OUT_OK);
	must(ways[way].out(again, &two, &why) == OUT_OK);
	must(one.len == two.len && memcmp(one.data, two.data, one.len) == 0);
	record_free(again);
	xmlFreeDoc(doc);
	buf_free(&one);
	buf_free(&two);
}

static void
read_application(xmlDoc *doc)
{
	struct findings list = { NULL, 0 };
	struct buf cut = BUF_INIT;
	struct why why = WHY_INIT;
	Rec__Application *app = NULL;
	Rec__Restricted *restricted = NULL;

	if (application_read(
		doc, doc, "task", &app, &restricted, &list, &why) == OUT_OK)
		must(form_cut(doc, &cut, &why) == OUT_OK);
	record_free(app);
	record_free(restricted);
	findings_free(&list);
	buf_free(&cut);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct why why = WHY_INIT;
	void *record;
	xmlDoc *doc;
	size_t i;

	if (xmlin == NULL && xmlin_open(&xmlin, &why) != OUT_OK)
		abort();
	if (xmlin_parse(xmlin, data, len, &doc, &why) != OUT_OK)
		return 0;
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (ways[i].in(doc, &record, &why) == OUT_OK)
			there_and_back(i, record);
		else
			must(record == NULL && why.rule[0] != '\0');
		record_free(record);
	}
	if (form_kind(doc) == FORM_E6 || form_kind(doc) == FORM_H3)
		read_application(doc);
	xmlFreeDoc(doc);
	return 0;
}
