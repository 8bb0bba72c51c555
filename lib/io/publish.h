/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_PUBLISH_H
#define IO_PUBLISH_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/why.h"

/*
 * publish -- put a group of files or folders where others look, each whole,
 * durable and once, or not at all.
 *
 * What is published is first written in a staging folder on the same file
 * system.  publish_commit() makes all contents durable with one syncfs(2),
 * whose descriptor was opened before the group's first write so that no older
 * write error is lost, renames each into place without ever replacing
 * anything (but for publish_replace()), and syncs the folders concerned, each
 * or, from three on, with one syncfs(2) again.
 * Nothing may be acknowledged, and no source removed, before it returns
 * OUT_OK.
 *
 * A name is a file name of up to 255 bytes, without '/', and not "." or "..":
 * else OUT_REJECT, rule PUBLISH-NAME.  Staging names are unique in the group.
 * A call that fails adds nothing; OUT_RETRY: a system call failed.
 */
struct publish;

/**
 * publish_begin(tmpdir, pub, why):
 * Start a group whose staging folder is ${tmpdir}, which exists and is used
 * by one process at a time for nothing else; what an earlier run left there
 * is removed.  Set ${pub}, which ends with publish_free().
 */
MUST_CHECK enum outcome
publish_begin(const char *, struct publish **, struct why *);

/**
 * publish_file(pub, name, mode, data, len, destdir, destname, why):
 * Write the ${len} bytes at ${data} to the staging folder as ${name} with
 * the final ${mode}, to be renamed to ${destdir}/${destname} at the commit.
 */
MUST_CHECK enum outcome publish_file(struct publish *, const char *, mode_t,
    const void *, size_t, const char *, const char *, struct why *);

/**
 * publish_replace(pub, name, mode, data, len, destdir, destname, why):
 * As publish_file(), but at the commit an older file of that name is
 * replaced.  If it has the same bytes already nothing is done: a second run
 * changes nothing.
 */
MUST_CHECK enum outcome publish_replace(struct publish *, const char *, mode_t,
    const void *, size_t, const char *, const char *, struct why *);

/**
 * publish_folder(pub, name, mode, destdir, destname, why):
 * Make the folder ${name} in the staging folder, to be renamed to
 * ${destdir}/${destname} at the commit.
 */
MUST_CHECK enum outcome publish_folder(struct publish *, const char *, mode_t,
    const char *, const char *, struct why *);

/**
 * publish_into(pub, name, file, mode, data, len, why):
 * Write a ${file} into the folder ${name} made by publish_folder().
 */
MUST_CHECK enum outcome publish_into(struct publish *, const char *,
    const char *, mode_t, const void *, size_t, struct why *);

/**
 * publish_add(pub, name, mode, data, len, dir, folder, file, why):
 * Write the bytes to the staging folder as ${name}, to be renamed to
 * ${dir}/${folder}/${file} at the commit, replacing an older one.  This is
 * durable before anything else of the group moves, so that ${folder} itself
 * can be moved in the same group.
 */
MUST_CHECK enum outcome
publish_add(struct publish *, const char *, mode_t, const void *, size_t,
    const char *, const char *, const char *, struct why *);

/**
 * publish_move(pub, srcdir, name, destdir, destname, why):
 * At the commit also move ${srcdir}/${name}, which is durable already, to
 * ${destdir}/${destname} on the same file system.  If the commit finds it
 * gone and the destination there, an earlier run has moved it.
 */
MUST_CHECK enum outcome publish_move(struct publish *, const char *,
    const char *, const char *, const char *, struct why *);

/**
 * publish_by_name(pub):
 * For what was added last: its destination's name tells what it is, so that
 * the same name is the same thing whatever its bytes (sealed ones differ each
 * time).  Where the name is taken, the older one stays and this one goes.
 */
void publish_by_name(struct publish *);

/**
 * publish_withdraw(pub):
 * Take back what was added last, with what was put into it.
 */
void publish_withdraw(struct publish *);

/**
 * publish_commit(pub, why):
 * As above.  A destination that exists already with the same bytes in the
 * same files (other files beside them, which their reader may have added, do
 * not count) is success without effect.  Then the group is empty and can be
 * filled again, whatever the outcome.
 * OUT_REJECT (rule PUBLISH-TAKEN): a destination exists with other content,
 * which stays; the others of the group are in place.
 * OUT_RETRY: a system call failed; what is in place is right, what is not can
 * be published again.
 */
MUST_CHECK enum outcome publish_commit(struct publish *, struct why *);

/**
 * publish_remove(dir, name, why):
 * Remove the file or folder ${dir}/${name} with all it holds and sync ${dir}.
 * A folder is first renamed to a dot-name so that none is seen half removed;
 * what in it belongs to others and cannot be removed stays there, unseen.
 * OUT_OK also if there is none.
 */
MUST_CHECK enum outcome
publish_remove(const char *, const char *, struct why *);

/**
 * publish_remove_many(dir, names, n, why):
 * The same for each of the ${n} ${names}, with one sync at the end.
 */
MUST_CHECK enum outcome
publish_remove_many(const char *, const char *const *, size_t, struct why *);

/**
 * publish_sweep(dir, why):
 * Remove what publish_remove() has left in ${dir} when it was killed.
 */
MUST_CHECK enum outcome publish_sweep(const char *, struct why *);

/** publish_free(pub): give up what is not committed; consistent with free. */
void publish_free(struct publish *);

#endif /* !IO_PUBLISH_H */
