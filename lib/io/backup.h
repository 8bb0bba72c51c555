/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_BACKUP_H
#define IO_BACKUP_H

#include "base/why.h"
#include "io/unit.h"

/*
 * backup -- what a unit holds, copied while it works.
 *
 * In it are isupport.conf, the certificates in keys/people, authorities and
 * connectors, the parcels in spool/quarantine, received and valid, the store
 * with its files, sent/, and a MANIFEST.  Never in it are the master key, the
 * ring, private message keys: they are backed up apart, and for a shorter time.
 */

/**
 * backup_make(unit, dir, why):
 * Make the backup ${dir} of ${unit}, whose store is open.  It is built in
 * ${dir}.part and is ${dir} when it is whole and durable; a part that was left
 * behind is replaced.
 * OUT_REJECT: BACKUP-TAKEN (there is something at ${dir}), AUDIT or as
 * store_open() (the copy of the store is not whole).
 */
MUST_CHECK enum outcome backup_make(struct unit *, const char *, struct why *);

#endif /* !IO_BACKUP_H */
