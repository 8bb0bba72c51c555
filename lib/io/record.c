/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/record.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/field.h"

/* malloc(), noting in ctx that it failed: protobuf-c does not say why. */
static void *
counted_alloc(void *ctx, size_t size)
{
	void *p;

	if ((p = malloc(size)) == NULL && size > 0)
		*(int *)ctx = 1;
	return p;
}

static void
counted_free(void *ctx, void *p)
{
	(void)ctx;
	free(p);
}

enum outcome
record_pack(const ProtobufCMessage *message, struct buf *out, struct why *why)
{
	size_t len = protobuf_c_message_get_packed_size(message);

	if (buf_room(out, len) == -1)
		return buf_ok(out, why);
	out->len += protobuf_c_message_pack(message, out->data + out->len);
	out->data[out->len] = '\0';
	return OUT_OK;
}

/* Whether a message and all in it consist of fields that we know. */
static bool
is_known(const ProtobufCMessage *message)
{
	const ProtobufCFieldDescriptor *f;
	const ProtobufCMessage *sub;
	unsigned int i;
	size_t k, n;

	if (message->n_unknown_fields > 0)
		return false;
	for (i = 0; i < message->descriptor->n_fields; i++) {
		f = &message->descriptor->fields[i];
		if (f->type != PROTOBUF_C_TYPE_MESSAGE)
			continue;
		n = field_count(message, f);
		for (k = 0; k < n; k++) {
			memcpy(&sub, field_at(message, f, k), sizeof(sub));
			if (!is_known(sub))
				return false;
		}
	}
	return true;
}

enum outcome
record_unpack(const ProtobufCMessageDescriptor *descriptor, const void *data,
    size_t len, ProtobufCMessage **message, struct why *why)
{
	int short_of_memory = 0;
	ProtobufCAllocator allocator = { counted_alloc, counted_free,
		&short_of_memory };

	*message = protobuf_c_message_unpack(descriptor, &allocator, len, data);
	if (*message != NULL && is_known(*message))
		return OUT_OK;
	record_free(*message);
	*message = NULL;
	if (short_of_memory != 0)
		return why_retry(why, "out of memory");
	return why_reject(
	    why, "RECORD", "not a record of type %s", descriptor->short_name);
}

void *
record_new(const ProtobufCMessageDescriptor *descriptor)
{
	ProtobufCMessage *message;

	if ((message = malloc(descriptor->sizeof_message)) != NULL)
		descriptor->message_init(message);
	return message;
}

void *
record_copy(const ProtobufCMessage *message)
{
	struct buf b = BUF_INIT;
	struct why why;
	ProtobufCMessage *copy = NULL;

	if (record_pack(message, &b, &why) == OUT_OK &&
	    record_unpack(message->descriptor, b.data, b.len, &copy, &why) !=
		OUT_OK)
		copy = NULL;
	buf_free(&b);
	return copy;
}

void
record_free(void *message)
{
	if (message != NULL)
		protobuf_c_message_free_unpacked(message, NULL);
}

int
record_set(char **field, const char *s)
{
	char *copy;

	if (s == NULL || s[0] == '\0')
		memcpy(&copy, &(const char *){ protobuf_c_empty_string },
		    sizeof(copy));
	else if ((copy = strdup(s)) == NULL)
		return -1;
	if (*field != protobuf_c_empty_string)
		free(*field);
	*field = copy;
	return 0;
}

int
record_set_bytes(ProtobufCBinaryData *field, const void *data, size_t len)
{
	uint8_t *copy = NULL;

	if (len > 0) {
		if ((copy = malloc(len)) == NULL)
			return -1;
		memcpy(copy, data, len);
	}
	free(field->data);
	field->data = copy;
	field->len = len;
	return 0;
}

/* Always reallocated: an array that was unpacked has no room to spare. */
void **
record_add(void *array, size_t *n)
{
	void **slots, **grown;
	size_t cap = 4;

	while (cap < *n + 1)
		cap *= 2;
	memcpy(&slots, array, sizeof(slots));
	if ((grown = realloc(slots, cap * sizeof(*grown))) == NULL)
		return NULL;
	memcpy(array, &grown, sizeof(grown));
	grown[*n] = NULL;
	return &grown[(*n)++];
}
