/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_MDBENV_H
#define IO_MDBENV_H

#include <stdbool.h>
#include <stddef.h>

#include <lmdb.h>

#include "base/why.h"

/*
 * mdbenv -- an LMDB environment, opened with care.  Of store and ring alone.
 */

/**
 * mdbenv_open(dir, mapsize, maxdbs, readonly, rule, env, why):
 * Open the environment in the directory ${dir}, which exists, with flags
 * MDB_NORDAHEAD (and MDB_RDONLY); a new one is made durable before this
 * returns.  Slots of readers that died are cleared.  Set ${env}, which the
 * caller ends with mdb_env_close().
 * OUT_REJECT (rule ${rule}, with "-DISK", "-TRUNCATED" or "-FORMAT"): ${dir}
 * is on a network or FUSE file system; data.mdb is shorter than what is in
 * use of it; it is not of LMDB.  OUT_RETRY: ${readonly} and there is none (rule
 * with "-NONE"); a system call failed.
 */
MUST_CHECK enum outcome mdbenv_open(const char *, size_t, unsigned int, bool,
    const char *, MDB_env **, struct why *);

/**
 * mdbenv_copy(env, dir, why):
 * Write a compact copy of the environment, as it is at one moment, to the
 * directory ${dir}, which exists and is empty, and make it durable.
 */
MUST_CHECK enum outcome mdbenv_copy(MDB_env *, const char *, struct why *);

/* The rule of an OUT_RETRY that no other try will mend. */
#define MDBENV_DAMAGED "STORE-DAMAGED"

/** mdbenv_why(rc, what, why): OUT_RETRY for the LMDB status ${rc}, with that
 * rule where it says that the file is damaged. */
enum outcome mdbenv_why(int, const char *, struct why *);

/** mdbenv_is_local(type): whether the f_type of statfs(2) is of a file system
 * whose mmap and locks are those of this machine. */
bool mdbenv_is_local(unsigned long);

#endif /* !IO_MDBENV_H */
