/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef TMPDIR_H
#define TMPDIR_H

/* tmpdir -- a folder of its own for each test. */
extern char tmpdir[64];

/** tmpdir_make(): make it; tmpdir_remove(): remove it with all it holds. */
void tmpdir_make(void);
void tmpdir_remove(void);

/** tmpdir_once(name, make): make it, and in it what ${make} makes; that is made
 * once for all tests that give this name, such as keys that take long. */
void tmpdir_once(const char *, void (*)(void));

/** tmpdir_path(rel): "tmpdir/rel", in a static buffer of its own for each of
 * eight calls in a row. */
const char *tmpdir_path(const char *);

/** tmpdir_dir(rel): make the folder and return its path. */
const char *tmpdir_dir(const char *);

/** tmpdir_write(rel, data, len): make a file with these bytes. */
void tmpdir_write(const char *, const void *, unsigned long);

#endif /* !TMPDIR_H */
