/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_PLAIN_H
#define BASE_PLAIN_H

/**
 * plain_ascii(s):
 * Replace each byte of ${s} outside printable ASCII by '?': nothing in it can
 * end a line of a log, begin one, or steer a terminal.  The locale does not
 * matter.
 */
void plain_ascii(char *);

#endif /* !BASE_PLAIN_H */
