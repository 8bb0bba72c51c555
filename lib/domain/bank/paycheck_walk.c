/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include <libxml/SAX2.h>
#include <libxml/parser.h>

#include "domain/bank/paycheck_impl.h"
#include "domain/bank/paycheck_walk.h"

#define SPACE "urn:iso:std:iso:20022:tech:xsd:"
#define INSTANCE "http://www.w3.org/2001/XMLSchema-instance"

/* The child of that name in this version, at or after the last one seen if
 * there is one, else before it; -1: none. */
static int
find(const struct paycheck *c, const struct pay_rule *r, int from,
    const char *name)
{
	int i, k, n = r->n;

	for (k = 0; k < n; k++) {
		i = ((from < 0 ? 0 : from) + k) % n;
		if ((r->child[i].versions & c->version) != 0 &&
		    strcmp(r->child[i].name, name) == 0)
			return i;
	}
	return -1;
}

/* Those of the first ${end} children that must be there and were not seen. */
static uint32_t
missing(const struct paycheck *c, const struct pay_frame *f,
    const struct pay_rule *r, int end)
{
	uint32_t set = 0;
	int i;

	for (i = 0; i < end; i++)
		if ((r->child[i].versions & c->version) != 0 &&
		    r->child[i].min != 0 && (f->seen & 1u << i) == 0)
			set |= 1u << i;
	return set;
}

/* At the end of an element, since one that is missed may yet come in the wrong
 * place. */
static void
tell_missing(struct paycheck *c, struct pay_frame *f, const struct pay_rule *r)
{
	char text[64];
	uint32_t set = f->missed & ~f->seen;
	int i, line = c->line;

	if (!f->bad)
		set |= missing(c, f, r, r->n);
	c->line = f->line;
	for (i = 0; i < r->n; i++) {
		if ((set & 1u << i) == 0)
			continue;
		(void)snprintf(
		    text, sizeof(text), "%s is missing", r->child[i].name);
		paycheck_tell(
		    c, true, "PAY-MISSING", r->child[i].miss, text, NULL);
	}
	c->line = line;
}

/* A child that is known: is it its turn? */
static void
check_turn(
    struct paycheck *c, struct pay_frame *f, const struct pay_rule *r, int i)
{
	const struct pay_child *d = &r->child[i];
	char text[64];

	if (r->choice && f->seen != 0 && f->at != i) {
		paycheck_tell(c, true, "PAY-CHOICE", d->over,
		    "two elements that exclude each other", NULL);
	} else if (i < f->at) {
		(void)snprintf(
		    text, sizeof(text), "%s in the wrong place", d->name);
		paycheck_tell(c, true, "PAY-ORDER", "FF01", text, NULL);
	} else if (i == f->at && d->max != 0 && f->times >= d->max) {
		(void)snprintf(
		    text, sizeof(text), "%s more often than allowed", d->name);
		paycheck_tell(c, true, "PAY-TIMES", d->over, text, NULL);
	} else if (!r->choice && !f->bad) {
		f->missed |= missing(c, f, r, i);
	}
	f->times = i == f->at ? f->times + 1 : 1;
	f->at = i > f->at ? i : f->at;
	f->seen |= 1u << i;
}

static void
begin_payment(struct paycheck *c)
{

	c->bic[0] = c->iban[0] = '\0';
	c->instant = c->block_instant;
}

static void
begin_block(struct paycheck *c)
{

	c->blocks_seen++;
	c->block_seen = 0;
	c->block_minor = 0;
	c->block_sum = c->block_count = -1;
	c->instant = c->block_instant = c->timed = false;
	c->all_instant = true;
	c->block_kind = c->block_charges = false;
	c->block_debtor = c->payer_address = c->outside_eea = false;
}

static void
begin(struct paycheck *c, const struct pay_child *d)
{

	c->value_len = 0;
	c->value_cut = false;
	switch (d->type) {
	case PAY_BLOCK:
		begin_block(c);
		break;
	case PAY_PAYMENT:
		begin_payment(c);
		break;
	case PAY_ADDRESS:
		c->town[0] = c->country[0] = '\0';
		c->n_lines = 0;
		break;
	case PAY_STRUCTURED:
		c->within_strd = true;
		c->strd = c->strd_blank = 0;
		break;
	case PAY_REFERENCE_INFO:
		c->issuer_iso = false;
		break;
	default:
		break;
	}
}

static void
push(struct paycheck *c, struct pay_frame *parent, const struct pay_child *d)
{
	struct pay_frame *f;

	if (c->depth + 1 >= PAY_DEPTH) {
		paycheck_give_up(c, "XML-DEPTH", "elements too deep");
		return;
	}
	f = &c->frame[++c->depth];
	memset(f, 0, sizeof(*f));
	f->def = d;
	f->at = -1;
	f->ordinal = parent->times;
	f->line = c->line;
	begin(c, d);
}

/* The version is what the namespace says, and nothing can be said of a file
 * of which we do not know it. */
static void
check_root(struct paycheck *c, const char *uri)
{
	static const struct {
		unsigned int version;
		const char *uri;
	} known[] = { { PAY_09, SPACE "pain.001.001.09" },
		{ PAY_03, SPACE "pain.001.001.03" } };
	const char *name;
	size_t i;

	for (i = 0; uri != NULL && i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(uri, known[i].uri) == 0)
			c->version = known[i].version;
	c->uri = uri;
	if (uri == NULL || c->version == 0) {
		paycheck_give_up(c, "PAY-VERSION",
		    uri == NULL ?
			"no namespace" :
			"neither pain.001.001.09 nor pain.001.001.03");
		return;
	}
	name = uri + strlen(SPACE);
	(void)snprintf(c->result.format, sizeof(c->result.format), "%s", name);
	if (c->profile != NULL &&
	    strcmp(bankprofile_format(c->profile), name) != 0)
		paycheck_tell(c, false, "PAY-VERSION", "FF01",
		    "not the version that this bank is set to", NULL);
}

/* Where the schema lies may be said at the top: nobody looks there. */
static bool
schema_location(const struct pay_child *d, const xmlChar **at)
{

	return d->type == PAY_DOCUMENT && at[2] != NULL &&
	    strcmp((const char *)at[2], INSTANCE) == 0 &&
	    (strcmp((const char *)at[0], "schemaLocation") == 0 ||
		strcmp((const char *)at[0], "noNamespaceSchemaLocation") == 0);
}

/* Attributes are in fives: name, prefix, URI, value, end of value. */
static void
check_attributes(
    struct paycheck *c, const struct pay_child *d, int n, const xmlChar **at)
{
	size_t len;
	int i;

	c->ccy[0] = '\0';
	for (i = 0; i < n; i++, at += 5) {
		if (d->type == PAY_AMOUNT && at[1] == NULL &&
		    strcmp((const char *)at[0], "Ccy") == 0) {
			len = (size_t)(at[4] - at[3]);
			if (len >= sizeof(c->ccy))
				len = sizeof(c->ccy) - 1;
			memcpy(c->ccy, at[3], len);
			c->ccy[len] = '\0';
		} else if (!schema_location(d, at)) {
			paycheck_tell(c, true, "PAY-ATTRIBUTE", "FF01",
			    "an attribute that does not belong here", NULL);
		}
	}
}

static void
on_start(void *ctx, const xmlChar *xname, const xmlChar *prefix,
    const xmlChar *uri, int n_ns, const xmlChar **ns, int n_at, int n_defaulted,
    const xmlChar **at)
{
	struct paycheck *c = ctx;
	const char *name = (const char *)xname;
	const struct pay_rule *r;
	struct pay_frame *f = &c->frame[c->depth];
	int i = -1;

	(void)n_ns, (void)ns, (void)n_defaulted;
	if (c->dead || c->skip++ > 0)
		return;
	c->line = xmlSAX2GetLineNumber(c->parser);
	if (c->within_strd)
		c->strd += strlen(name) + 2;
	if (c->depth == 0)
		check_root(c, (const char *)uri);
	if (c->dead)
		return;
	if (f->def->type < PAY_COMPLEX) {
		r = paycheck_rule((enum pay_type)f->def->type);
		i = find(c, r, f->at, name);
	}
	if (i == -1 || uri == NULL || strcmp((const char *)uri, c->uri) != 0) {
		if (c->depth == 0)
			paycheck_give_up(c, "PAY-ELEMENT",
			    "the first element is not Document");
		else
			paycheck_tell(c, true, "PAY-ELEMENT", "FF01",
			    "holds an element that does not belong here", name);
		return;
	}
	c->skip = 0;
	if (prefix != NULL && !c->prefix_told) {
		c->prefix_told = true;
		paycheck_tell(c, true, "PAY-PREFIX", "FF01",
		    "a namespace prefix, which banks refuse", NULL);
	}
	check_turn(c, f, r, i);
	push(c, f, &r->child[i]);
	if (!c->dead)
		check_attributes(c, &r->child[i], n_at, at);
}

static void
end_complex(struct paycheck *c, struct pay_frame *f)
{
	const struct pay_rule *r = paycheck_rule((enum pay_type)f->def->type);

	if (!r->choice)
		tell_missing(c, f, r);
	if (!f->bad && f->seen == 0)
		paycheck_tell(c, true, "PAY-EMPTY", f->def->bad,
		    "an empty element", NULL);
	paycheck_after(c, f);
}

static void
on_end(
    void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct paycheck *c = ctx;
	struct pay_frame *f;

	(void)prefix, (void)uri;
	if (c->dead)
		return;
	if (c->skip > 0) {
		c->skip--;
		return;
	}
	c->line = xmlSAX2GetLineNumber(c->parser);
	f = &c->frame[c->depth];
	c->value[c->value_len] = '\0';
	if (f->def->type < PAY_COMPLEX)
		end_complex(c, f);
	else
		paycheck_value(c, f->def);
	if (f->def->type == PAY_STRUCTURED)
		c->within_strd = false;
	else if (c->within_strd)
		c->strd += strlen((const char *)name) + 3;
	c->value_len = 0;
	if (--c->depth == 0)
		c->closed = true;
}

static void
text_between(struct paycheck *c)
{

	if (!c->frame[c->depth].bad)
		paycheck_tell(c, true, "PAY-ELEMENT", "FF01",
		    "text where elements should stand", NULL);
}

/* Text between elements can only be blanks. */
static void
check_blank(struct paycheck *c, const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (strchr(" \t\r\n", s[i]) == NULL) {
			text_between(c);
			return;
		}
}

static void
on_text(void *ctx, const xmlChar *text, int n)
{
	struct paycheck *c = ctx;
	const char *s = (const char *)text;
	size_t len = (size_t)n, i;

	if (c->dead || c->skip > 0 || c->depth == 0)
		return;
	for (i = 0; c->within_strd && i < len; i++)
		if (((unsigned char)s[i] & 0xc0) != 0x80)
			c->strd++;
	if (c->frame[c->depth].def->type < PAY_COMPLEX) {
		if (c->within_strd)
			c->strd_blank += len;
		check_blank(c, s, len);
		return;
	}
	if (len > PAY_VALUE - c->value_len) {
		len = PAY_VALUE - c->value_len;
		c->value_cut = true;
	}
	memcpy(c->value + c->value_len, s, len);
	c->value_len += len;
}

/* A validator takes even a blank CDATA section for text. */
static void
on_cdata(void *ctx, const xmlChar *text, int n)
{
	struct paycheck *c = ctx;

	if (c->dead || c->skip > 0 || c->depth == 0)
		return;
	if (c->frame[c->depth].def->type < PAY_COMPLEX)
		text_between(c);
	else
		on_text(ctx, text, n);
}

static void
on_doctype(
    void *ctx, const xmlChar *name, const xmlChar *id, const xmlChar *system)
{

	(void)name, (void)id, (void)system;
	paycheck_give_up(ctx, "XML-DOCTYPE", "a DOCTYPE");
}

void
paycheck_handlers(xmlSAXHandler *sax)
{

	memset(sax, 0, sizeof(*sax));
	sax->initialized = XML_SAX2_MAGIC;
	sax->startElementNs = on_start;
	sax->endElementNs = on_end;
	sax->characters = on_text;
	sax->ignorableWhitespace = on_text;
	sax->cdataBlock = on_cdata;
	sax->internalSubset = on_doctype;
}
