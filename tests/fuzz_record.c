/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Whatever the bytes, a record of any type is unpacked or there is a reason;
 * and what was unpacked can be packed, copied and printed as XML that parses
 * and JSON that parses.  The first byte chooses the type.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <libxml/parser.h>

#include "io/record.h"
#include "io/xmlout.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Every message of record.proto; newer ones at the end, so that the seeds keep
 * theirs. */
static const ProtobufCMessageDescriptor *const types[] = {
	&rec__money__descriptor,
	&rec__person__descriptor,
	&rec__address__descriptor,
	&rec__contact__descriptor,
	&rec__account__descriptor,
	&rec__responsible__descriptor,
	&rec__authority__descriptor,
	&rec__attached__descriptor,
	&rec__term__descriptor,
	&rec__signed__descriptor,
	&rec__header_document__descriptor,
	&rec__header__descriptor,
	&rec__beneficiary__descriptor,
	&rec__decision__descriptor,
	&rec__arrears__descriptor,
	&rec__application__descriptor,
	&rec__restricted__descriptor,
	&rec__acknowledgement__descriptor,
	&rec__allocation__descriptor,
	&rec__conversion__descriptor,
	&rec__notice_item__descriptor,
	&rec__notice__descriptor,
	&rec__confirmation_item__descriptor,
	&rec__confirmation__descriptor,
	&rec__note__descriptor,
	&rec__evidence__descriptor,
	&rec__bank_item__descriptor,
	&rec__bank_status__descriptor,
	&rec__sheet_row__descriptor,
	&rec__sheet__descriptor,
	&rec__finding__descriptor,
	&rec__verdict__descriptor,
	&rec__parcel_file__descriptor,
	&rec__manifest__descriptor,
	&rec__reason__descriptor,
	&rec__job__descriptor,
	&rec__total__descriptor,
	&rec__case__descriptor,
	&rec__evidence_mark__descriptor,
	&rec__message__descriptor,
	&rec__document__descriptor,
	&rec__task__descriptor,
	&rec__ledger_entry__descriptor,
	&rec__item__descriptor,
	&rec__part__descriptor,
	&rec__payment__descriptor,
	&rec__batch_row__descriptor,
	&rec__batch__descriptor,
	&rec__outcome__descriptor,
	&rec__event__descriptor,
	&rec__write__descriptor,
	&rec__audit_entry__descriptor,
	&rec__dossier__descriptor,
	&rec__worklist__descriptor,
	&rec__review__descriptor,
	&rec__approval__descriptor,
	&rec__page__descriptor,
	&rec__pages__descriptor,
	&rec__token__descriptor,
	&rec__checked__descriptor,
	&rec__check_job__descriptor,
	&rec__opened_file__descriptor,
	&rec__envelope_job__descriptor,
	&rec__envelope_answer__descriptor,
	&rec__proof__descriptor,
};

static void
must(int ok)
{
	if (!ok)
		abort();
}

static void
packs_to_the_same(const ProtobufCMessage *m)
{
	struct buf a = BUF_INIT, b = BUF_INIT;
	struct why why = WHY_INIT;
	ProtobufCMessage *copy = record_copy(m);

	must(copy != NULL);
	must(record_pack(m, &a, &why) == OUT_OK);
	must(record_pack(copy, &b, &why) == OUT_OK);
	must(a.len == b.len);
	must(a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
	record_free(copy);
	buf_free(&a);
	buf_free(&b);
}

static void
prints_what_parses(const ProtobufCMessage *m)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	xmlDoc *doc;
	json_t *json;

	xmlout_record(&b, m);
	must(buf_ok(&b, &why) == OUT_OK);
	doc = xmlReadMemory((const char *)b.data, (int)b.len, NULL, "UTF-8",
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	must(doc != NULL);
	xmlFreeDoc(doc);
	buf_reset(&b);
	must(xmlout_json(&b, m, &why) == OUT_OK);
	json = json_loadb((const char *)b.data, b.len,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, NULL);
	must(json != NULL);
	json_decref(json);
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const ProtobufCMessageDescriptor *type;
	struct why why = WHY_INIT;
	ProtobufCMessage *m;

	if (len == 0)
		return 0;
	type = types[data[0] % (sizeof(types) / sizeof(types[0]))];
	if (record_unpack(type, data + 1, len - 1, &m, &why) != OUT_OK) {
		must(m == NULL && strcmp(why.rule, "RECORD") == 0);
		return 0;
	}
	packs_to_the_same(m);
	prints_what_parses(m);
	record_free(m);
	return 0;
}
