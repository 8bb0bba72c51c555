/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers without gaps, and room for more. */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/fsck/fsck_impl.h"
#include "io/record.h"
#include "io/room.h"
#include "io/store_scan.h"
#include "value/caseid.h"

#define FULL_PERCENT 90

/* Whether a reconciliation says that there need be no record of the i-th number
 * of the counter: " COUNTER=FROM-TO" for each range (left_events.h). */
static bool
skipped(const struct buf *ranges, const char *counter, uint64_t i)
{
	const char *p = (const char *)ranges->data;
	size_t len = strlen(counter);
	uint64_t from;
	char *end;

	for (; p != NULL; p = strchr(p, ' ')) {
		if (*p == ' ')
			p++;
		if (strncmp(p, counter, len) != 0 || p[len] != '=')
			continue;
		from = strtoull(p + len + 1, &end, 10);
		if (*end == '-' && i >= from &&
		    i <= strtoull(end + 1, NULL, 10))
			return true;
	}
	return false;
}

/* Each number from first on, n of them, has a record. */
static enum outcome
no_gap(struct fsck *f, enum store_db db, const char *counter, uint64_t first,
    uint64_t n, const struct buf *ranges, struct why *why)
{
	char place[FSCK_PLACE];
	uint64_t i, gap = 0;
	enum outcome out;
	bool there;

	for (i = 0; i <= n; i++) {
		fsck_alive(f);
		there = true;
		if (i < n &&
		    (out = fsck_number_there(f, db, first + i, &there, why)) !=
			OUT_OK)
			return out;
		if (!there && !skipped(ranges, counter, i + 1)) {
			gap++;
			continue;
		}
		if (gap > 0) {
			(void)snprintf(place, sizeof(place), "%s %" PRIu64,
			    store_db_name[db], first + i - gap);
			fsck_fault(f, "NUMBER-GAP", place,
			    "%" PRIu64 " of that number on %s not there", gap,
			    gap == 1 ? "is" : "are");
		}
		gap = 0;
	}
	return OUT_OK;
}

/* "case/2026" counts the cases of that year. */
static enum outcome
one_counter(struct fsck *f, const void *key, size_t keylen,
    ProtobufCMessage *none, void *ranges, struct why *why)
{
	static const char prefix[] = "case/";
	char name[16];
	enum outcome out;
	uint64_t n;

	(void)none;
	if (keylen != sizeof(prefix) - 1 + 4 ||
	    memcmp(key, prefix, sizeof(prefix) - 1) != 0)
		return OUT_OK;
	(void)snprintf(
	    name, sizeof(name), "%.*s", (int)keylen, (const char *)key);
	if ((out = store_counter(f->txn, name, &n, why)) != OUT_OK)
		return out;
	return no_gap(f, DB_CASE, name,
	    strtoull(name + sizeof(prefix) - 1, NULL, 10) *
		    (CASEID_SERIAL_MAX + 1) +
		1,
	    n, ranges, why);
}

static enum outcome
add_skipped(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ranges, struct why *why)
{
	const Rec__Event *ev = RECORD_OF(Rec__Event, r);

	(void)f;
	(void)key;
	(void)len;
	if (strcmp(ev->kind, "store-accepted") == 0)
		(void)buf_puts(ranges, outcome_value(ev, "skipped"));
	return buf_ok(ranges, why);
}

enum outcome
fsck_numbers(struct fsck *f, struct why *why)
{
	static const struct {
		const char *counter;
		enum store_db db;
	} all[] = { { "event", DB_JOURNAL }, { "document", DB_DOCUMENT },
		{ "message", DB_MESSAGE }, { "task", DB_TASK } };
	struct buf ranges = BUF_INIT;
	enum outcome out;
	uint64_t n;
	size_t i;

	out = fsck_each(f, DB_JOURNAL, add_skipped, &ranges, why);
	for (i = 0; out == OUT_OK && i < sizeof(all) / sizeof(all[0]); i++) {
		struct why reason = WHY_INIT;

		out = store_counter(f->txn, all[i].counter, &n, &reason);
		if (out == OUT_OK)
			out = no_gap(f, all[i].db, all[i].counter, 1, n,
			    &ranges, &reason);
		if (out != OUT_OK)
			out = fsck_why(f, all[i].counter, out, &reason, why);
	}
	if (out == OUT_OK)
		out = fsck_each(f, DB_META, one_counter, &ranges, why);
	buf_free(&ranges);
	return out;
}

enum outcome
fsck_room(struct fsck *f, struct why *why)
{
	static const char *const dirs[] = { "store", "spool", "sent", "keys" };
	char path[PATH_MAX];
	enum outcome out;
	uint64_t used, all;
	size_t i;

	if ((out = store_room(f->txn, &used, &all, why)) != OUT_OK)
		return out;
	if (used > all / 100 * FULL_PERCENT)
		fsck_fault(f, "ROOM", "store",
		    "over %d percent of map_size are in use", FULL_PERCENT);
	for (i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++) {
		if ((out = room_of(unit_path(f->u, dirs[i], path, sizeof(path)),
			 &used, &all, why)) != OUT_OK)
			return out;
		if (used > all / 100 * FULL_PERCENT)
			fsck_fault(f, "ROOM", dirs[i],
			    "its file system is over %d percent full",
			    FULL_PERCENT);
	}
	return OUT_OK;
}
