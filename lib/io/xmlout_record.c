/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/xmlout.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/record.pb-c.h"
#include "io/field.h"

static void fields(struct buf *, const ProtobufCMessage *, const char *);

struct scale {
	char code[4];
	int decimals;
};

/* From lib/data/currency.csv, in order of code. */
static const struct scale scales[] = {
#include "value/currency.inc"
};

static int
compare(const void *code, const void *row)
{
	return strcmp(code, ((const struct scale *)row)->code);
}

static int
decimals(const char *currency)
{
	const struct scale *s;

	s = bsearch(currency, scales, sizeof(scales) / sizeof(scales[0]),
	    sizeof(*s), compare);
	return s == NULL ? 2 : s->decimals;
}

/* text="1234.50", in integers alone. */
static void
amount(struct buf *b, int64_t minor, const char *currency)
{
	uint64_t n = minor < 0 ? -(uint64_t)minor : (uint64_t)minor, unit = 1;
	int i, places = decimals(currency);

	for (i = 0; i < places; i++)
		unit *= 10;
	(void)buf_printf(
	    b, " text=\"%s%" PRIu64, minor < 0 ? "-" : "", n / unit);
	if (places > 0)
		(void)buf_printf(b, ".%0*" PRIu64, places, n % unit);
	(void)buf_puts(b, "\"");
}

/* The currency of the amounts in a record: its own, or that of its amount,
 * or that of the record around it. */
static const char *
currency_of(const ProtobufCMessage *message, const char *around)
{
	const ProtobufCFieldDescriptor *f;
	const ProtobufCMessage *money;
	const char *s;

	if ((f = field_find(message, "currency")) != NULL &&
	    field_count(message, f) == 1) {
		memcpy(&s, field_at(message, f, 0), sizeof(s));
		return s;
	}
	if ((f = field_find(message, "amount")) != NULL &&
	    f->descriptor == &rec__money__descriptor &&
	    field_count(message, f) == 1) {
		memcpy(&money, field_at(message, f, 0), sizeof(money));
		return currency_of(money, around);
	}
	return around;
}

static void
submessage(struct buf *b, const char *name, const ProtobufCMessage *message,
    const char *currency)
{
	const Rec__Money *money;

	(void)buf_printf(b, "<%s", name);
	if (message->descriptor == &rec__money__descriptor) {
		money = (const Rec__Money *)(const void *)message;
		amount(b, money->minor, money->currency);
		(void)buf_puts(b, " currency=\"");
		xmlout_text(b, money->currency);
		(void)buf_puts(b, "\"");
	}
	(void)buf_puts(b, ">");
	fields(b, message, currency);
	(void)buf_printf(b, "</%s>", name);
}

static void
scalar(struct buf *b, const ProtobufCFieldDescriptor *f, const void *value,
    const char *currency)
{
	char text[FIELD_TEXT];
	int64_t minor;
	const char *s;

	(void)buf_printf(b, "<%s", f->name);
	if (f->type == PROTOBUF_C_TYPE_SINT64 && currency[0] != '\0') {
		memcpy(&minor, value, sizeof(minor));
		amount(b, minor, currency);
	}
	(void)buf_puts(b, ">");
	if (f->type == PROTOBUF_C_TYPE_STRING) {
		memcpy(&s, value, sizeof(s));
		xmlout_text(b, s);
	} else if (f->type == PROTOBUF_C_TYPE_BYTES)
		field_hex(b, value);
	else
		(void)buf_puts(b, field_text(f, value, text));
	(void)buf_printf(b, "</%s>", f->name);
}

static void
fields(struct buf *b, const ProtobufCMessage *message, const char *around)
{
	const char *currency = currency_of(message, around);
	const ProtobufCFieldDescriptor *f;
	const ProtobufCMessage *sub;
	unsigned int i;
	size_t k, n;

	for (i = 0; i < message->descriptor->n_fields; i++) {
		f = &message->descriptor->fields[i];
		n = field_count(message, f);
		for (k = 0; k < n; k++) {
			if (f->type != PROTOBUF_C_TYPE_MESSAGE) {
				scalar(b, f, field_at(message, f, k), currency);
				continue;
			}
			memcpy(&sub, field_at(message, f, k), sizeof(sub));
			submessage(b, f->name, sub, currency);
		}
	}
}

void
xmlout_record(struct buf *b, const ProtobufCMessage *message)
{
	submessage(b, message->descriptor->short_name, message, "");
}
