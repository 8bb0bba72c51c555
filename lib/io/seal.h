/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_SEAL_H
#define IO_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/why.h"

/*
 * seal -- the unit's keys, and values sealed under them.
 *
 * keys/master holds the master key (32 bytes as 64 hex digits, mode 0400), or
 * else a systemd credential does (master.h); keys/ring is an LMDB environment
 * of its own, outside the data backups, that maps a key id to a data key
 * wrapped by the master key (AES-256-GCM, the key id as associated data).  Ids
 * below SEAL_POOL are the unit's own; from there on they are a pool out of
 * which each case takes a pair: 2n for the case, 2n + 1 for its restricted
 * part.  Erasing an entry erases all it sealed.  What waits in the spool is of
 * no case yet: its key gets a successor with each erasure of a case, and goes,
 * so that a parcel in an older backup does not open, either.
 *
 * A sealed value is
 *	version (1) | key id (8) | revision (4) | nonce (12) | text | tag (16)
 * big-endian, with the associated data "db NUL key key-id revision".
 * A process opens the ring once, and not across a fork.  While any process
 * has it open no other can change the master key or erase a key.
 */
struct seal;

#define SEAL_UNIT UINT64_C(1)		/* ledger, payments, tasks, audit */
#define SEAL_SPOOL UINT64_C(2)		/* parcels at rest, at first */
#define SEAL_TOKEN UINT64_C(3)		/* HMAC of look-up keys and names */
#define SEAL_MESSAGE UINT64_C(4)	/* private message keys (mailkeys.h) */
#define SEAL_POOL UINT64_C(1024)	/* first id of the pool of cases */
#define SEAL_SPOOLS (UINT64_C(1) << 63) /* first of SEAL_SPOOL's successors */

#define SEAL_OVERHEAD ((size_t)41) /* bytes a sealed value adds */
#define SEAL_TAG_LEN ((size_t)16)
#define SEAL_TOKEN_LEN ((size_t)16)

/**
 * seal_init(keys, why):
 * Make the master key, the ring and the unit's own keys in the directory
 * ${keys} (mode 0700; made if it is not there), durably.  To do it again
 * changes nothing.
 * OUT_REJECT: as seal_open() (a ring whose master key is gone is left as it
 * is).  OUT_RETRY: a system call failed; then run it again.
 */
MUST_CHECK enum outcome seal_init(const char *, struct why *);

/**
 * seal_open(keys, seal, why):
 * Read the master key, which must be a regular file of ours without access
 * for others, and open the ring.  Set ${seal}, which the caller ends with
 * seal_close().  Keys are kept in locked memory that no core dump has.
 * OUT_REJECT (rule KEYS): the file is not as it must be, there is no ring, or
 * the key does not open it; (RING-DISK, RING-TRUNCATED, RING-FORMAT): the ring
 * is on a network file system, cut, or none.  OUT_RETRY: a system call failed,
 * no memory can be locked, or the keys are being rotated.
 */
MUST_CHECK enum outcome seal_open(const char *, struct seal **, struct why *);

/**
 * seal_close(seal):
 * Wipe the keys.  Behaves consistently with free(NULL).
 */
void seal_close(struct seal *);

/**
 * seal_reserve(seal, next, spare, why):
 * See to it that the pool durably holds keys for the unused ids ${next} up to
 * ${next} + ${spare} (excluded); one commit for all that are missing.  No id
 * may be used before.  What was erased is not made again.
 */
MUST_CHECK enum outcome
seal_reserve(struct seal *, uint64_t, uint64_t, struct why *);

/** seal_spool(seal, id, why): set ${id} to the key for parcels, the newest.
 * seal_spool_next(seal, why): durably make its successor. */
MUST_CHECK enum outcome seal_spool(struct seal *, uint64_t *, struct why *);
MUST_CHECK enum outcome seal_spool_next(struct seal *, struct why *);

/** seal_ids(seal, ids, n, why): set ${ids}, which the caller frees, to those of
 * the ${n} keys of the ring, whether or not they open, in ascending order. */
MUST_CHECK enum outcome
seal_ids(struct seal *, uint64_t **, size_t *, struct why *);

/** seal_has(seal, id, has, why): whether there is the key ${id}, whether or
 * not it opens. */
MUST_CHECK enum outcome seal_has(struct seal *, uint64_t, bool *, struct why *);

/** seal_count(seal, n, why): set ${n} to how many keys the ring holds. */
MUST_CHECK enum outcome seal_count(struct seal *, size_t *, struct why *);

/**
 * seal_rotate(keys, erase, n, why):
 * Wrap every key of the ring in the directory ${keys} anew under a new random
 * master key, but for the ${n} ids ${erase}, in ascending order, whose keys
 * are erased (one that is missing is erased already); what is sealed is not
 * touched.  Where there are ids and all are missing, nothing is done.  The
 * older master key is gone afterwards.
 * It may be killed at any instruction: then either the older or the new state
 * opens everything, and the next seal_open() or seal_rotate() clears up.  No
 * seal may be open on ${keys}, in this process neither.
 * OUT_REJECT (rule KEYS): an id is one of the unit's own, other than that of
 * an older key for parcels; an entry that is to
 * stay was changed, and which; the master key is a credential, and there is
 * no next one; or as seal_open().  Nothing was done.
 * OUT_RETRY: another process has the keys open; or a system call failed: no
 * key is lost, and to do it again settles what there is.
 */
MUST_CHECK enum outcome
seal_rotate(const char *, const uint64_t *, size_t, struct why *);

/**
 * seal_next(seal, id, found, why):
 * Set ${id} to the lowest key id that is above it, and ${found} to whether
 * there is one.  OUT_REJECT (rule KEYS): that key does not open with the
 * master key; ${id} is set, so that one can go on.
 */
MUST_CHECK enum outcome
seal_next(struct seal *, uint64_t *, bool *, struct why *);

/**
 * seal_value(seal, id, db, key, keylen, revision, data, len, out, why):
 * Append to ${out} the ${len} bytes at ${data}, sealed under the key ${id}
 * for the place ${db}, ${key} and ${revision}.
 * OUT_REJECT (rule KEYS): there is no such key.  On failure ${out} is as it
 * was.
 */
MUST_CHECK enum outcome
seal_value(struct seal *, uint64_t, const char *, const void *, size_t,
    uint32_t, const void *, size_t, struct buf *, struct why *);

/**
 * seal_open_value(seal, db, key, keylen, sealed, len, out, why):
 * Append to ${out} what the ${len} bytes at ${sealed} hold, if they were
 * sealed for the place ${db} and ${key}.
 * OUT_REJECT (rule SEAL): they were not, or were changed since; (rule
 * KEYS): their key is gone: the case was erased.  On failure ${out} holds
 * what it held, and nothing of the text.
 */
MUST_CHECK enum outcome seal_open_value(struct seal *, const char *,
    const void *, size_t, const void *, size_t, struct buf *, struct why *);

/**
 * seal_about(sealed, len, id, revision, tag):
 * Read from the ${len} bytes at ${sealed}, without opening them, the key
 * ${id} and the ${revision}, and point ${tag} at the tag within them.
 * Return false if they are too short or of another version.
 */
bool seal_about(
    const void *, size_t, uint64_t *, uint32_t *, const unsigned char **);

/**
 * seal_token(seal, kind, data, len, token):
 * Set the SEAL_TOKEN_LEN bytes at ${token} to a keyed hash (HMAC-SHA-256,
 * cut) of the ${len} bytes at ${data} for the purpose ${kind}, so that what
 * is looked up need not stand in a key.
 */
MUST_CHECK enum outcome seal_token(struct seal *, const char *, const void *,
    size_t, unsigned char *, struct why *);

#endif /* !IO_SEAL_H */
