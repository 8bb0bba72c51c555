/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef VALUE_NAME_H
#define VALUE_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/why.h"

/*
 * name -- text for banks: the 73 characters of the EPC's Latin set.
 */

/** name_epc(s): whether all of ${s} (UTF-8) is in that set. */
bool name_epc(const char *);

/**
 * name_to_epc(s, language, max, out, why):
 * Append ${s} (UTF-8) to ${out}, converted: the rules of ${language} (ISO
 * 639-1; "" none) first (de: ae for a-umlaut; el, bg, uk: their romanisation),
 * then the EPC table, '.' where that has nothing; blanks at both ends and
 * runs of blanks removed.
 * OUT_REJECT: EPC-LENGTH (over ${max} characters after conversion; nothing is
 * cut), EPC-EMPTY (no letter or digit is left), EPC-UTF8.
 */
MUST_CHECK enum outcome
name_to_epc(const char *, const char *, size_t, struct buf *, struct why *);

/** name_id_ok(s, max): whether ${s} is an identifier for banks: 1 to ${max}
 * of A-Z a-z 0-9 + ? / : ( ) . , ' - and blank; no '/' at an end, no "//". */
bool name_id_ok(const char *, size_t);

/** name_utf8_ok(s, len): whether the bytes are well-formed UTF-8 without
 * control characters other than TAB, LF and CR. */
bool name_utf8_ok(const void *, size_t);

/** name_turns(s): whether ${s} (UTF-8) has a mark of direction (U+061C, U+200E,
 * U+200F, U+202A to U+202E, U+2066 to U+2069): then it reads otherwise than it
 * is written. */
bool name_turns(const char *);

/** name_unseen(s): whether ${s} (UTF-8) has a blank other than U+0020 or a mark
 * that takes no room (general categories Z and Cf): then it looks like another
 * text, and is none. */
bool name_unseen(const char *);

/** name_blank(s): whether nothing of ${s} (UTF-8) can be seen: it is empty, or
 * all blanks and such marks. */
bool name_blank(const char *);

/** name_length(s): number of characters of the UTF-8 string ${s}. */
size_t name_length(const char *);

#endif /* !VALUE_NAME_H */
