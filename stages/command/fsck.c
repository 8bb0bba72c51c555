/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * isupport fsck: whether all that the unit holds is what was put there, and
 * fits together; a line for each fault.  It reads, and writes nothing.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "command/command.h"
#include "domain/fsck/fsck.h"
#include "io/xmlout.h"

struct output {
	bool json;
	uint64_t faults;
};

static void
put_json(const ProtobufCMessage *m)
{
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;

	if (xmlout_json(&b, m, &why) == OUT_OK)
		(void)printf("%s\n", (const char *)b.data);
	buf_free(&b);
}

static void
put_checks(const Rec__Checks *c)
{
	(void)printf("%" PRIu64 " records, %" PRIu64 " changes, %" PRIu64
		     " keys, %" PRIu64 " documents, %" PRIu64
		     " parcels, %" PRIu64 " payment files, %" PRIu64
		     " sent: %" PRIu64 " faults, %" PRIu64 " notes\n",
	    c->records, c->changes, c->keys, c->documents, c->parcels,
	    c->payment_files, c->sent, c->faults, c->notes);
}

static void
put_fault(const Rec__Fault *f)
{
	(void)printf("%s%s %s: %s; next: %s\n", f->note ? "note: " : "",
	    f->rule, f->place, f->text, f->next);
}

static void
put(const Rec__Said *said, void *ctx)
{
	struct output *o = ctx;

	if (said->fault != NULL) {
		if (o->json)
			put_json(&said->fault->base);
		else
			put_fault(said->fault);
	}
	if (said->checks != NULL) {
		o->faults = said->checks->faults;
		if (o->json)
			put_json(&said->checks->base);
		else
			put_checks(said->checks);
	}
}

int
command_fsck(const struct call *call)
{
	struct output o = { call->json, 0 };
	struct why why = WHY_INIT;
	enum outcome out;

	if (call->argc != 1)
		return command_usage("fsck [--json]");
	if (call->root == NULL)
		out = command_no_root(&why);
	else
		out = fsck_unit(call->root, put, &o, &why);
	if (out != OUT_OK)
		return command_fail(out, &why);
	return o.faults == 0 ? 0 : EX_DATAERR;
}
