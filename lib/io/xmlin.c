/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/xmlin.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/catalog.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

#include "io/xmlscan.h"

/*
 * What is absent matters: NOENT, DTDLOAD, DTDATTR, DTDVALID and XINCLUDE
 * would fetch or expand, HUGE would lift the limits, RECOVER would guess.
 */
#define XMLIN_OPTIONS                                                \
	(XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | \
	    XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES)

/* The parser's dictionary keeps the names of all documents it has met. */
#define XMLIN_DICT_MAX ((size_t)1 << 20)

struct xmlin {
	xmlParserCtxt *ctxt;
	bool doctype; /* the present document has one */
};

static bool files_allowed;

/* At the present document. */
static bool memory_short;
static struct {
	int code, line; /* of the first one */
	bool namespace; /* there is one of namespaces */
} fault;

/* libxml2 prints some warnings wherever one looks for them: a library of
 * ours prints nothing. */
static void PRINTF_LIKE(2, 3) say_nothing(void *ctx, const char *fmt, ...)
{
	(void)ctx;
	(void)fmt;
}

void
xmlin_files(bool allow)
{
	xmlSetGenericErrorFunc(NULL, say_nothing);
	files_allowed = allow;
}

static xmlParserInput *
load_entity(const char *url, const char *id, xmlParserCtxt *ctxt)
{
	if (!files_allowed)
		return NULL;
	return xmlNoNetExternalEntityLoader(url, id, ctxt);
}

/*
 * SAX: a DOCTYPE has begun.  Stop before anything in it is read.  The flag
 * is ours: after xmlStopParser() libxml2 2.9 takes the part for the whole.
 */
static void
on_doctype(void *arg, const xmlChar *name, const xmlChar *public_id,
    const xmlChar *system_id)
{
	xmlParserCtxt *ctxt = arg;
	bool *seen = ctxt->_private;

	(void)name;
	(void)public_id;
	(void)system_id;
	*seen = true;
	ctxt->wellFormed = 0;
	xmlStopParser(ctxt);
}

/* Short of memory libxml2 leaves out what it has none for, and may end with a
 * document that is "well-formed", or with another error than this.  Where it
 * knows no parser (names, encodings) only the handler of all errors hears.
 * A namespace may be called by any text, though libxml2 wants a URI. */
static void
on_error(void *arg, xmlError *e)
{
	(void)arg;
	if (e->code == XML_ERR_NO_MEMORY)
		memory_short = true;
	if (e->level < XML_ERR_ERROR || e->code == XML_WAR_NS_URI)
		return;
	if (e->domain == XML_FROM_NAMESPACE)
		fault.namespace = true;
	if (fault.code == 0) {
		fault.code = e->code;
		fault.line = e->line;
	}
}

static int
make_context(struct xmlin *x)
{
	xmlFreeParserCtxt(x->ctxt);
	if ((x->ctxt = xmlNewParserCtxt()) == NULL)
		return -1;
	x->ctxt->_private = &x->doctype;
	x->ctxt->sax->serror = on_error;
	x->ctxt->sax->internalSubset = on_doctype;
	x->ctxt->sax->comment = NULL;
	x->ctxt->sax->processingInstruction = NULL;
	return 0;
}

enum outcome
xmlin_open(struct xmlin **xp, struct why *why)
{
	struct xmlin *x;

	*xp = NULL;
	xmlInitParser();
	xmlCatalogSetDefaults(XML_CATA_ALLOW_NONE);
	xmlSetExternalEntityLoader(load_entity);
	xmlin_files(false);
	if ((x = calloc(1, sizeof(*x))) == NULL || make_context(x) == -1) {
		xmlin_close(x);
		return why_retry(why, "xml: out of memory");
	}
	*xp = x;
	return OUT_OK;
}

void
xmlin_close(struct xmlin *x)
{
	if (x == NULL)
		return;
	xmlFreeParserCtxt(x->ctxt);
	free(x);
}

/* libxml2 quotes the input in its messages: only the kind is kept. */
static const char *
fault_text(int code)
{
	switch (code) {
	case XML_ERR_TAG_NAME_MISMATCH:
	case XML_ERR_TAG_NOT_FINISHED:
		return "start and end tags do not match";
	case XML_ERR_UNDECLARED_ENTITY:
	case XML_WAR_UNDECLARED_ENTITY:
	case XML_ERR_ENTITYREF_SEMICOL_MISSING:
	case XML_ERR_NAME_REQUIRED:
	case XML_ERR_INVALID_CHARREF:
	case XML_ERR_INVALID_HEX_CHARREF:
	case XML_ERR_INVALID_DEC_CHARREF:
		return "a reference with & that means nothing";
	case XML_ERR_ATTRIBUTE_REDEFINED:
	case XML_NS_ERR_ATTRIBUTE_REDEFINED:
		return "an attribute is given twice";
	case XML_NS_ERR_UNDEFINED_NAMESPACE:
	case XML_NS_ERR_QNAME:
	case XML_NS_ERR_XML_NAMESPACE:
	case XML_NS_ERR_EMPTY:
	case XML_NS_ERR_COLON:
		return "a namespace is not declared as it must be";
	default:
		return "not well-formed XML";
	}
}

/* Why libxml2 gave no document. */
static enum outcome
parse_fault(struct xmlin *x, struct why *why)
{

	if (x->doctype)
		(void)why_reject(
		    why, "XML-DOCTYPE", "a DOCTYPE is not allowed");
	else if (memory_short &&
	    xmlDictGetUsage(x->ctxt->dict) <= 2 * XMLIN_DICT_MAX)
		return why_retry(why, "xml: out of memory");
	else if (memory_short)
		(void)why_reject(why, "XML-SIZE", "too many long names");
	else
		(void)why_reject(why, "XML-FORM", "%s", fault_text(fault.code));
	why_at(why, fault.line, "");
	return OUT_REJECT;
}

/* A context that refused or grew may hold memory, and strings of others. */
static void
renew_context(struct xmlin *x)
{
	if (x->ctxt == NULL || x->doctype || !x->ctxt->wellFormed ||
	    xmlDictGetUsage(x->ctxt->dict) > XMLIN_DICT_MAX)
		(void)make_context(x);
	else
		xmlCtxtReset(x->ctxt);
}

enum outcome
xmlin_parse(struct xmlin *x, const void *buf, size_t len, xmlDoc **docp,
    struct why *why)
{
	const unsigned char *data = buf;
	enum outcome out = OUT_OK;
	xmlDoc *doc;

	*docp = NULL;
	if (len > XMLIN_MAX)
		return why_reject(why, "XML-SIZE",
		    "the document is over %zu bytes", XMLIN_MAX);
	if (len >= 3 && data[0] == 0xef && data[1] == 0xbb && data[2] == 0xbf) {
		data += 3;
		len -= 3;
	}
	if ((out = xmlscan(data, len, why)) != OUT_OK)
		return out;
	if (x->ctxt == NULL && make_context(x) == -1)
		return why_retry(why, "xml: out of memory");
	x->doctype = false;
	memory_short = false;
	memset(&fault, 0, sizeof(fault));
	xmlSetStructuredErrorFunc(NULL, on_error);
	doc = xmlCtxtReadMemory(
	    x->ctxt, (const char *)data, (int)len, NULL, NULL, XMLIN_OPTIONS);
	xmlSetStructuredErrorFunc(NULL, NULL);
	if (doc == NULL || x->doctype || memory_short || !x->ctxt->wellFormed ||
	    (!x->ctxt->nsWellFormed && fault.namespace)) {
		out = parse_fault(x, why);
		xmlFreeDoc(doc);
		doc = NULL;
	}
	*docp = doc;
	renew_context(x);
	return out;
}
