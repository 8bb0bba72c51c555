/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_SHARE_H
#define IO_SHARE_H

#include <stddef.h>

/**
 * share_path(rel, buf, size):
 * Write to the ${size} bytes at ${buf} the absolute path of ${rel}
 * ("schema/form.xsd", "data/parties.csv", "xslt/e6.xsl", "labels") among the
 * files that come with the programs: in ../share/isupport beside the folder
 * of the running program if there is one, so that a build tree and an
 * installed one both find their own; else in $ISUPPORT_SHARE (not in a
 * program that runs with more rights than its caller); else where `make
 * install' puts them.  Whether ${rel} exists is not looked at.
 * Return ${buf}; it holds "" if the path does not fit.
 */
const char *share_path(const char *, char *, size_t);

#endif /* !IO_SHARE_H */
