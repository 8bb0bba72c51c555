/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BENCH_BARE_H
#define BENCH_BARE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * bare -- what the files of the bare loop share.  Any failure ends the
 * process.
 */
#define BARE_PAGES 4

struct bytes {
	unsigned char *data;
	size_t len, cap;
};

/** bare_room(bytes, n): make room for ${n} bytes in all. */
void bare_room(struct bytes *, size_t);

/** bare_load(schema), bare_style(page, path): compile them, once. */
void bare_load(const char *);
void bare_style(size_t, const char *);

/**
 * bare_work(task, page, header, form, html):
 * 'v': parse ${header}, parse ${form} and validate it.  'b': the same, then
 * set ${html} to its page.  't': parse ${form} and set ${html} to its page
 * by the stylesheet ${page}.
 */
void bare_work(
    char, size_t, const struct bytes *, const struct bytes *, struct bytes *);

/** bare_fork(), bare_ask(...): the same in a process of its own. */
void bare_fork(void);
void bare_ask(
    char, size_t, const struct bytes *, const struct bytes *, struct bytes *);

/** bare_hash(bytes): SHA-256.  bare_seal(bytes): AES-256-GCM, the sealed
 * text is kept.  bare_open_sealed(): open it. */
void bare_hash(const struct bytes *);
void bare_seal(const struct bytes *);
void bare_open_sealed(void);

/** bare_store(dir): a store under ${dir}.  bare_put(bytes): seal and put, in
 * the transaction that bare_commit() ends. */
void bare_store(const char *);
void bare_put(const struct bytes *);
void bare_commit(void);

#endif /* !BENCH_BARE_H */
