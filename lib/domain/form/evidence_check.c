/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/form/evidence.h"

#include <string.h>

#include "io/record.h"

static enum outcome
read_bytes(struct xmlin *xmlin, const void *data, size_t len, Rec__Evidence **e,
    struct why *why)
{
	enum outcome out;
	xmlDoc *doc;

	if ((out = xmlin_parse(xmlin, data, len, &doc, why)) != OUT_OK)
		return out;
	out = evidence_read(doc, e, why);
	xmlFreeDoc(doc);
	return out;
}

enum outcome
evidence_check(struct xmlsig *xmlsig, struct xmlin *xmlin, const void *data,
    size_t len, const struct pins *pins, const char *now, Rec__Evidence **e,
    struct why *why)
{
	struct xmlsig_result r = { .state = XMLSIG_NONE };
	struct why reason = WHY_INIT;
	enum outcome out;

	*e = NULL;
	out = xmlsig_check(xmlsig, data, len, NULL, pins, now, &r, &reason);
	if (out == OUT_RETRY) {
		*why = reason;
		return out;
	}
	/* One that is too large to check is read all the same. */
	if (out == OUT_REJECT) {
		r.state = XMLSIG_REFUSED;
		r.why = reason;
	}
	out = r.state == XMLSIG_VALID ?
	    read_bytes(xmlin, r.content.data, r.content.len, e, why) :
	    read_bytes(xmlin, data, len, e, why);
	if (out == OUT_OK &&
	    (record_set(&(*e)->signature, xmlsig_state_name(r.state)) == -1 ||
		record_set(&(*e)->signature_rule, r.why.rule) == -1)) {
		record_free(*e);
		*e = NULL;
		out = why_retry(why, "out of memory");
	}
	xmlsig_result_free(&r);
	return out;
}
