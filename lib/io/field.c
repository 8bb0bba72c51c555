/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/field.h"

#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *
member(const ProtobufCMessage *message, unsigned int offset)
{
	return (const char *)message + offset;
}

/* Bytes of one value of a type; record.proto has no floating point. */
static size_t
width(ProtobufCType type)
{
	switch (type) {
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		return sizeof(uint64_t);
	case PROTOBUF_C_TYPE_BOOL:
		return sizeof(protobuf_c_boolean);
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_MESSAGE:
		return sizeof(void *);
	case PROTOBUF_C_TYPE_BYTES:
		return sizeof(ProtobufCBinaryData);
	default:
		assert(type != PROTOBUF_C_TYPE_FLOAT &&
		    type != PROTOBUF_C_TYPE_DOUBLE);
		return sizeof(uint32_t);
	}
}

static int64_t
number(const void *value, size_t size)
{
	int64_t n64;
	int32_t n32;

	if (size == sizeof(n64)) {
		memcpy(&n64, value, sizeof(n64));
		return n64;
	}
	memcpy(&n32, value, sizeof(n32));
	return n32;
}

static bool
is_set(const ProtobufCFieldDescriptor *field, const void *value)
{
	const ProtobufCBinaryData *bytes = value;
	const char *s;

	switch (field->type) {
	case PROTOBUF_C_TYPE_STRING:
		memcpy(&s, value, sizeof(s));
		return s != NULL && s[0] != '\0';
	case PROTOBUF_C_TYPE_MESSAGE:
		memcpy(&s, value, sizeof(s));
		return s != NULL;
	case PROTOBUF_C_TYPE_BYTES:
		return bytes->len > 0;
	default:
		return number(value, width(field->type)) != 0;
	}
}

size_t
field_count(
    const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	size_t n;

	if (field->label != PROTOBUF_C_LABEL_REPEATED)
		return is_set(field, member(message, field->offset)) ? 1 : 0;
	memcpy(&n, member(message, field->quantifier_offset), sizeof(n));
	return n;
}

const void *
field_at(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
    size_t i)
{
	const char *array;

	if (field->label != PROTOBUF_C_LABEL_REPEATED)
		return member(message, field->offset);
	memcpy(&array, member(message, field->offset), sizeof(array));
	return array + i * width(field->type);
}

const char *
field_text(const ProtobufCFieldDescriptor *field, const void *value, char *buf)
{
	int64_t n = number(value, width(field->type));
	const ProtobufCEnumValue *name = NULL;

	switch (field->type) {
	case PROTOBUF_C_TYPE_BOOL:
		return n != 0 ? "true" : "false";
	case PROTOBUF_C_TYPE_ENUM:
		name = protobuf_c_enum_descriptor_get_value(
		    field->descriptor, (int)n);
		if (name != NULL)
			return name->name;
		break;
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		(void)snprintf(buf, FIELD_TEXT, "%" PRIu64, (uint64_t)n);
		return buf;
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
		(void)snprintf(buf, FIELD_TEXT, "%" PRIu32, (uint32_t)n);
		return buf;
	default:
		break;
	}
	(void)snprintf(buf, FIELD_TEXT, "%" PRId64, n);
	return buf;
}

void
field_hex(struct buf *b, const ProtobufCBinaryData *bytes)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	if (buf_room(b, 2 * bytes->len) == -1)
		return;
	for (i = 0; i < bytes->len; i++) {
		b->data[b->len++] = (uint8_t)digits[bytes->data[i] >> 4];
		b->data[b->len++] = (uint8_t)digits[bytes->data[i] & 15];
	}
	b->data[b->len] = '\0';
}

const ProtobufCFieldDescriptor *
field_find(const ProtobufCMessage *message, const char *name)
{
	return protobuf_c_message_descriptor_get_field_by_name(
	    message->descriptor, name);
}

static void
free_value(const ProtobufCFieldDescriptor *field, const void *value)
{
	const ProtobufCBinaryData *bytes = value;
	void *p;

	memcpy(&p, value, sizeof(p));
	if (field->type == PROTOBUF_C_TYPE_MESSAGE && p != NULL)
		protobuf_c_message_free_unpacked(p, NULL);
	else if (field->type == PROTOBUF_C_TYPE_STRING &&
	    p != protobuf_c_empty_string)
		free(p);
	else if (field->type == PROTOBUF_C_TYPE_BYTES)
		free(bytes->data);
}

void
field_empty(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	char *at = (char *)message + field->offset, *array;
	const char *none = protobuf_c_empty_string;
	size_t i, n = field_count(message, field);

	for (i = 0; i < n && width(field->type) >= sizeof(void *); i++)
		free_value(field, field_at(message, field, i));
	if (field->label == PROTOBUF_C_LABEL_REPEATED) {
		memcpy(&array, at, sizeof(array));
		free(array);
		array = NULL;
		memcpy(at, &array, sizeof(array));
		memset((char *)message + field->quantifier_offset, 0,
		    sizeof(size_t));
		return;
	}
	memset(at, 0, width(field->type));
	if (field->type == PROTOBUF_C_TYPE_STRING)
		memcpy(at, &none, sizeof(none));
}
