/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/xmlout.h"

#include <string.h>

#include "io/field.h"
#include "base/utf8.h"

static void object(struct buf *, const ProtobufCMessage *);

void
xmlout_string(struct buf *b, const char *s)
{
	size_t n;

	(void)buf_puts(b, "\"");
	for (; *s != '\0'; s += n == 0 ? 1 : n) {
		if ((n = utf8_next(s)) == 0)
			(void)buf_puts(b, UTF8_REPLACEMENT);
		else if (*s == '"' || *s == '\\')
			(void)buf_printf(b, "\\%c", *s);
		else if ((*s > 0 && *s < ' ') || *s == 0x7f)
			(void)buf_printf(b, "\\u%04x", (unsigned int)*s);
		else
			(void)buf_add(b, s, n);
	}
	(void)buf_puts(b, "\"");
}

static void
value(struct buf *b, const ProtobufCFieldDescriptor *f, const void *at)
{
	const ProtobufCMessage *message;
	char text[FIELD_TEXT];
	const char *s;

	switch (f->type) {
	case PROTOBUF_C_TYPE_STRING:
		memcpy(&s, at, sizeof(s));
		xmlout_string(b, s);
		break;
	case PROTOBUF_C_TYPE_BYTES:
		(void)buf_puts(b, "\"");
		field_hex(b, at);
		(void)buf_puts(b, "\"");
		break;
	case PROTOBUF_C_TYPE_MESSAGE:
		memcpy(&message, at, sizeof(message));
		object(b, message);
		break;
	case PROTOBUF_C_TYPE_ENUM:
		xmlout_string(b, field_text(f, at, text));
		break;
	default:
		(void)buf_puts(b, field_text(f, at, text));
		break;
	}
}

static void
field(struct buf *b, const ProtobufCMessage *message,
    const ProtobufCFieldDescriptor *f, size_t n)
{
	bool repeated = f->label == PROTOBUF_C_LABEL_REPEATED;
	size_t k;

	(void)buf_printf(b, "\"%s\":%s", f->name, repeated ? "[" : "");
	for (k = 0; k < n; k++) {
		if (k > 0)
			(void)buf_puts(b, ",");
		value(b, f, field_at(message, f, k));
	}
	if (repeated)
		(void)buf_puts(b, "]");
}

static void
object(struct buf *b, const ProtobufCMessage *message)
{
	const ProtobufCFieldDescriptor *f;
	const char *comma = "";
	unsigned int i;
	size_t n;

	(void)buf_puts(b, "{");
	for (i = 0; i < message->descriptor->n_fields; i++) {
		f = &message->descriptor->fields[i];
		if ((n = field_count(message, f)) == 0)
			continue;
		(void)buf_puts(b, comma);
		field(b, message, f, n);
		comma = ",";
	}
	(void)buf_puts(b, "}");
}

enum outcome
xmlout_json(struct buf *b, const ProtobufCMessage *message, struct why *why)
{
	object(b, message);
	return buf_ok(b, why);
}
