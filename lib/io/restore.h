/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_RESTORE_H
#define IO_RESTORE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/why.h"

/*
 * restore -- a backup (backup.h) put back into a unit's root, in which the
 * folders and the keys stand.
 *
 * The store of the backup is laid down beside the unit's, opened with its keys,
 * and put in its place by one rename; the one that was there stays as
 * store.before-TIME.  Parcels and notes in sent/ that are not there come back,
 * what is there stays; but no parcel whose key was erased since.  Settings and
 * certificates come back where there are none: a certificate that was taken
 * away does not.  keys/epoch is raised first, so that nothing leaves before a
 * person has reconciled.
 *
 * Killed anywhere, the unit has the old store or the new one, and to do it
 * again finishes it.
 */
struct restore {
	const char *root, *dir;
	const char *at;	   /* "20261128T134000Z": a part of a name */
	bool sent_lost;	   /* set: there was no sent/, or none since */
	char replaced[64]; /* set: the name of the old store, or "" */
	struct buf erased; /* the names of parcels, a line each, that do not
			    * come back: their key went with a case */
};

/**
 * restore_make(restore, why):
 * OUT_REJECT: as manifest_load(), seal_open() and store_open(); BACKUP-UNIT
 * (it is another unit's); BACKUP-DAMAGED (the store's head is not that of the
 * MANIFEST).  Nothing has changed then but that folders may be there.
 * OUT_RETRY: a stage runs, or a system call failed.
 */
MUST_CHECK enum outcome restore_make(struct restore *, struct why *);

#endif /* !IO_RESTORE_H */
