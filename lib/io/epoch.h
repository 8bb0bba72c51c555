/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_EPOCH_H
#define IO_EPOCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/why.h"

/*
 * epoch -- a number that a restore raises, kept outside the store, in a file
 * "NUMBER\n" or "NUMBER sent-lost\n".  Where it is not the store's own
 * (STORE_EPOCH), an older store was put back.  It stands in keys/: no data
 * backup has that, so that what comes out of one never brings its own number.
 */
struct epoch {
	uint64_t number; /* 0: nothing was ever restored */
	bool sent_lost;	 /* sent/ was lost, too, and came from the backup */
};

/**
 * epoch_read(path, epoch, why):
 * Set ${epoch} to what the file ${path} holds; 0 if there is none.
 * OUT_REJECT (rule KEYS): it is not as it must be.
 */
MUST_CHECK enum outcome epoch_read(const char *, struct epoch *, struct why *);

/**
 * epoch_write(keys, epoch, why):
 * Let the file "epoch" in the directory ${keys} hold ${epoch}: the old one or
 * the new one, durably, whenever this is killed.
 */
MUST_CHECK enum outcome
epoch_write(const char *, const struct epoch *, struct why *);

#endif /* !IO_EPOCH_H */
