/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/xmlout.h"

#include <string.h>

#include "base/plain.h"
#include "base/record.pb-c.h"
#include "io/field.h"
#include "value/money.h"

#define HEX_SHOWN 32 /* bytes; more of a document is of no use */

static void lines(struct buf *, const ProtobufCMessage *, unsigned int);

static void
indent(struct buf *b, unsigned int depth)
{
	while (depth-- > 0)
		(void)buf_puts(b, "  ");
}

static void
value(struct buf *b, const ProtobufCFieldDescriptor *f, const void *at)
{
	ProtobufCBinaryData bytes;
	char room[FIELD_TEXT];
	const char *s;

	if (f->type == PROTOBUF_C_TYPE_STRING) {
		memcpy(&s, at, sizeof(s));
		plain_text(b, s);
	} else if (f->type == PROTOBUF_C_TYPE_BYTES) {
		memcpy(&bytes, at, sizeof(bytes));
		if (bytes.len > HEX_SHOWN)
			bytes.len = HEX_SHOWN;
		field_hex(b, &bytes);
	} else {
		(void)buf_puts(b, field_text(f, at, room));
	}
}

/* A message after its name: money as it is said, anything else below it. */
static void
below(struct buf *b, const ProtobufCMessage *sub, unsigned int depth)
{
	const Rec__Money *m = (const void *)sub;
	char room[MONEY_TEXT];

	if (sub->descriptor == &rec__money__descriptor &&
	    money_scale(m->currency) != -1) {
		(void)buf_printf(b, " %s %s\n",
		    money_format(m->minor, m->currency, room), m->currency);
		return;
	}
	(void)buf_puts(b, "\n");
	lines(b, sub, depth);
}

static void
lines(struct buf *b, const ProtobufCMessage *message, unsigned int depth)
{
	const ProtobufCFieldDescriptor *f;
	const ProtobufCMessage *sub;
	unsigned int i;
	size_t k, n;

	for (i = 0; i < message->descriptor->n_fields; i++) {
		f = &message->descriptor->fields[i];
		n = field_count(message, f);
		for (k = 0; k < n; k++) {
			indent(b, depth);
			(void)buf_printf(b, "%s:", f->name);
			if (f->type == PROTOBUF_C_TYPE_MESSAGE) {
				memcpy(
				    &sub, field_at(message, f, k), sizeof(sub));
				below(b, sub, depth + 1);
				continue;
			}
			(void)buf_puts(b, " ");
			value(b, f, field_at(message, f, k));
			(void)buf_puts(b, "\n");
		}
	}
}

void
xmlout_plain(struct buf *b, const ProtobufCMessage *message)
{
	(void)buf_printf(b, "%s\n", message->descriptor->short_name);
	lines(b, message, 1);
}
