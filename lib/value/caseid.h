/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef VALUE_CASEID_H
#define VALUE_CASEID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * caseid -- numbers of cases, threads and messages.
 */
#define CASEID_TEXT 24
#define THREAD_TEXT 64
#define CASEID_SERIAL_MAX 999999

/** caseid_format(unit, number, buf): "DE-2026-000001" for 2026000001, to
 * CASEID_TEXT bytes; return ${buf}. */
char *caseid_format(const char *, uint64_t, char *);

/** caseid_parse(s, unit, number): read that; false if it is none, or of
 * another unit than ${unit}. */
bool caseid_parse(const char *, const char *, uint64_t *);

/** thread_parse(s, thread, n): split "PQ-PS(AA)-2021-100_0161-PQ/MSG-01" into
 * the ${thread} (THREAD_TEXT bytes) and ${n}; false if it is of another form
 * (then ${thread} is what fits of ${s} and ${n} is 0). */
bool thread_parse(const char *, char *, uint32_t *);

/** e2e_base(unit, seed, len, buf): unit and 16 base32 characters of the
 * SHA-256 digest whose ${len} (at least 10) bytes are at ${seed}, to 24
 * bytes at ${buf}. */
char *e2e_base(const char *, const unsigned char *, size_t, char *);

#endif /* !VALUE_CASEID_H */
