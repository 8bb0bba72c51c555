/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/parcel.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "io/parcel_file.h"
#include "io/record.h"

static int
add_number(struct buf *b, uint64_t n)
{
	unsigned char be[8];
	int i;

	for (i = 7; i >= 0; i--, n >>= 8)
		be[i] = (unsigned char)(n & 0xff);
	return buf_add(b, be, sizeof(be));
}

/* With its length before it, so that no two lists read the same. */
static int
add_bytes(struct buf *b, const void *data, size_t len)
{
	return add_number(b, len) == -1 ? -1 : buf_add(b, data, len);
}

/* What a parcel is the same thing by. */
static enum outcome
identity(const Rec__Manifest *m, struct buf *b, struct why *why)
{
	size_t i;

	(void)add_number(b, (uint64_t)m->origin);
	(void)add_bytes(b, m->folder, strlen(m->folder));
	(void)add_bytes(b, m->about, strlen(m->about));
	for (i = 0; i < m->n_files; i++) {
		(void)add_bytes(
		    b, m->files[i]->name, strlen(m->files[i]->name));
		(void)add_bytes(
		    b, m->files[i]->sha256.data, m->files[i]->sha256.len);
	}
	return buf_ok(b, why);
}

/* "2026-11-21T03:48:00Z" to "20261121T034800Z". */
static int
short_time(const char *at, char *out)
{
	static const char form[] = "dddd-dd-ddTdd:dd:ddZ";
	size_t i;

	if (strlen(at) != strlen(form))
		return -1;
	for (i = 0; form[i] != '\0'; i++) {
		if (form[i] == 'd' ? at[i] < '0' || at[i] > '9' :
				     at[i] != form[i])
			return -1;
		if (form[i] != '-' && form[i] != ':')
			*out++ = at[i];
	}
	*out = '\0';
	return 0;
}

enum outcome
parcel_name(
    struct seal *seal, const Rec__Manifest *m, char *name, struct why *why)
{
	unsigned char token[SEAL_TOKEN_LEN];
	struct buf b = BUF_INIT;
	enum outcome out;
	char *p;
	int i;

	if (short_time(m->arrived_at, name) == -1)
		return why_reject(why, "PARCEL", "no time of arrival");
	if ((out = identity(m, &b, why)) == OUT_OK)
		out = seal_token(seal, "parcel", b.data, b.len, token, why);
	buf_free(&b);
	if (out != OUT_OK)
		return out;
	p = name + strlen(name);
	*p++ = '-';
	for (i = 0; i < 8; i++, p += 2)
		(void)snprintf(p, 3, "%02x", token[i]);
	return OUT_OK;
}

static enum outcome
check_files(const Rec__Manifest *m, const struct buf *files, struct why *why)
{
	size_t i;

	if (m->n_files > PARCEL_FILES_MAX)
		return why_reject(
		    why, "PARCEL", "over %zu files", PARCEL_FILES_MAX);
	for (i = 0; i < m->n_files; i++)
		if (files[i].len > PARCEL_FILE_MAX)
			return why_reject(why, "PARCEL",
			    "a file over %zu bytes", PARCEL_FILE_MAX);
	return OUT_OK;
}

/* Seal bytes for the parcel and write them into its staged folder. */
static enum outcome
into(struct publish *pub, struct seal *seal, const char *name, const char *file,
    const void *data, size_t len, struct why *why)
{
	struct buf sealed = BUF_INIT;
	enum outcome out;

	out = parcel_seal(seal, name, file, data, len, &sealed, why);
	if (out == OUT_OK)
		out = publish_into(
		    pub, name, file, 0600, sealed.data, sealed.len, why);
	buf_free(&sealed);
	return out;
}

enum outcome
parcel_create(struct publish *pub, struct seal *seal, const char *name,
    const Rec__Manifest *m, const struct buf *files, const char *destdir,
    struct why *why)
{
	struct buf packed = BUF_INIT;
	char file[PARCEL_FILE_NAME];
	enum outcome out;
	size_t i;

	if ((out = check_files(m, files, why)) != OUT_OK ||
	    (out = record_pack(&m->base, &packed, why)) != OUT_OK)
		goto done;
	out = publish_folder(pub, name, 0700, destdir, name, why);
	if (out != OUT_OK)
		goto done;
	publish_by_name(pub);
	out = into(pub, seal, name, "manifest", packed.data, packed.len, why);
	for (i = 0; i < m->n_files && out == OUT_OK; i++)
		out = into(pub, seal, name, parcel_file_name(i, file),
		    files[i].data, files[i].len, why);
	if (out != OUT_OK)
		publish_withdraw(pub);
done:
	buf_free(&packed);
	return out;
}

enum outcome
parcel_move(struct publish *pub, const char *dir, const char *name,
    const char *destdir, struct why *why)
{
	enum outcome out;

	out = publish_move(pub, dir, name, destdir, name, why);
	if (out == OUT_OK)
		publish_by_name(pub);
	return out;
}

/* Stage bytes (${seal} NULL: as they are) to go into a parcel as ${file}. */
static enum outcome
add(struct publish *pub, struct seal *seal, const char *dir, const char *name,
    const char *file, const struct buf *data, struct why *why)
{
	struct buf sealed = BUF_INIT;
	char staged[PARCEL_NAME_LEN + 16];
	enum outcome out = OUT_OK;

	(void)snprintf(staged, sizeof(staged), "%s.%s", name, file);
	if (seal != NULL)
		out = parcel_seal(
		    seal, name, file, data->data, data->len, &sealed, why);
	if (out == OUT_OK)
		out = publish_add(pub, staged, 0600,
		    seal == NULL ? data->data : sealed.data,
		    seal == NULL ? data->len : sealed.len, dir, name, file,
		    why);
	buf_free(&sealed);
	return out;
}

static enum outcome
add_record(struct publish *pub, struct seal *seal, const char *dir,
    const char *name, const char *file, const ProtobufCMessage *message,
    struct why *why)
{
	struct buf packed = BUF_INIT;
	enum outcome out;

	if ((out = record_pack(message, &packed, why)) == OUT_OK)
		out = add(pub, seal, dir, name, file, &packed, why);
	buf_wipe(&packed);
	return out;
}

enum outcome
parcel_judge(struct publish *pub, struct seal *seal, const char *dir,
    const char *name, const Rec__Verdict *verdict, const char *destdir,
    struct why *why)
{
	enum outcome out;

	out = add_record(pub, seal, dir, name, "verdict", &verdict->base, why);
	if (out == OUT_OK &&
	    (out = parcel_move(pub, dir, name, destdir, why)) != OUT_OK)
		publish_withdraw(pub);
	return out;
}

enum outcome
parcel_keep_opened(struct publish *pub, struct seal *seal, const char *dir,
    const char *name, size_t i, const void *data, size_t len, struct why *why)
{
	struct buf lent = { (unsigned char *)(uintptr_t)data, len, 0 };
	char file[PARCEL_FILE_NAME];

	return add(
	    pub, seal, dir, name, parcel_opened_name(i, file), &lent, why);
}

/* The reason as people read it, but for what is to be done. */
void
parcel_words(
    struct buf *b, const char *stage, const char *at, const struct why *reason)
{
	(void)buf_printf(b, "stage: %s\nat: %s\n", stage, at);
	if (reason->rule[0] != '\0')
		(void)buf_printf(b, "rule: %s\n", reason->rule);
	if (reason->place[0] != '\0')
		(void)buf_printf(b, "place: %s\n", reason->place);
	if (reason->line != 0)
		(void)buf_printf(b, "line: %d\n", reason->line);
	(void)buf_printf(b, "what: %s\nnext: ", reason->text);
}

static enum outcome
add_words(struct publish *pub, const char *dir, const char *name,
    const char *stage, const char *at, const struct why *reason,
    const char *next, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out;

	parcel_words(&b, stage, at, reason);
	(void)buf_printf(&b, "%s\n", next);
	if ((out = buf_ok(&b, why)) == OUT_OK)
		out = add(pub, NULL, dir, name, "reason", &b, why);
	buf_free(&b);
	return out;
}

enum outcome
parcel_quarantine(struct publish *pub, struct seal *seal, const char *dir,
    const char *name, const char *stage, const char *at,
    const struct why *reason, const char *next, const char *quarantine,
    struct why *why)
{
	Rec__Reason r = REC__REASON__INIT;
	Rec__Finding f = REC__FINDING__INIT;
	enum outcome out;

	f.rule = lend(reason->rule);
	f.severity = lend("block");
	f.place = lend(reason->place);
	f.line = reason->line < 0 ? 0 : (uint32_t)reason->line;
	f.text = lend(reason->text);
	f.value = lend(reason->value);
	r.finding = &f;
	r.at = lend(at);
	r.stage = lend(stage);
	out = add_words(pub, dir, name, stage, at, reason, next, why);
	if (out != OUT_OK)
		return out;
	out = add_record(pub, seal, dir, name, "value", &r.base, why);
	if (out != OUT_OK) {
		publish_withdraw(pub);
		return out;
	}
	if ((out = parcel_move(pub, dir, name, quarantine, why)) != OUT_OK) {
		publish_withdraw(pub);
		publish_withdraw(pub);
	}
	return out;
}
