/* SPDX-License-Identifier: EUPL-1.2 */
/* isupport backup: all but the keys, as it is now.  isupport restore: back. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "command/command.h"
#include "io/backup.h"
#include "io/restore.h"

int
command_backup(const struct call *call)
{
	struct why why = WHY_INIT;
	enum outcome out;
	struct unit u;

	if (call->argc != 2)
		return command_usage("backup DIR");
	if ((out = command_open(call, STAGE_READ, &u, &why)) == OUT_OK)
		out = backup_make(&u, call->argv[1], &why);
	unit_close(&u);
	return command_fail(out, &why);
}

static enum outcome
restore(const char *root, const char *dir, struct why *why)
{
	char at[24], real[PATH_MAX];
	struct restore r = { .dir = dir, .at = at, .root = real };
	time_t now = time(NULL);
	enum outcome out;
	struct tm tm;

	(void)strftime(at, sizeof(at), "%Y%m%dT%H%M%SZ", gmtime_r(&now, &tm));
	if ((out = init_folders(root, why)) != OUT_OK)
		return out;
	if (realpath(root, real) == NULL)
		return why_sys(why, "%s", root);
	if ((out = restore_make(&r, why)) != OUT_OK) {
		buf_free(&r.erased);
		return out;
	}
	if (r.replaced[0] != '\0')
		(void)printf("the store that was there is %s\n", r.replaced);
	if (r.erased.len > 0)
		(void)printf("parcels that do not come back, since their key "
			     "was erased with a case; drop again what is "
			     "missing:\n%s",
		    (const char *)r.erased.data);
	buf_free(&r.erased);
	(void)printf("nothing leaves before isupport reconcile%s\n",
	    r.sent_lost ? " --sent-lost REASON: sent/ was lost, too" : "");
	return OUT_OK;
}

int
command_restore(const struct call *call)
{
	struct why why = WHY_INIT;

	if (call->argc != 2 || call->root == NULL)
		return command_usage("-r ROOT restore DIR");
	(void)umask(077);
	return command_fail(restore(call->root, call->argv[1], &why), &why);
}
