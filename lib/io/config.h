/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_CONFIG_H
#define IO_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/why.h"

/*
 * config -- a unit's settings: ROOT/isupport.conf, an INI file (libinih).
 * Sections and keys are described in isupport.conf(5); the table of them is
 * config_keys.c.
 *
 * To ask for a key that is not in the table is a bug, and asserted.  A
 * section "prefix.ID" need not be in the file to be asked for: its defaults
 * are there.
 */
struct config;

/**
 * config_load(path, config, why):
 * Read the file ${path}.  Set ${config}, which ends with config_free().
 * OUT_REJECT (rule CONFIG, line set): a line is not understood or too long, a
 * section or key is unknown, a key is given twice, a value is not of its kind
 * or not UTF-8; (rule FILE-SIZE): it is over 1 MiB.  OUT_RETRY: it cannot be
 * read.
 */
MUST_CHECK enum outcome
config_load(const char *, struct config **, struct why *);

/** config_free(config): behaves consistently with free(NULL). */
void config_free(struct config *);

/**
 * config_get(config, section, key):
 * Return the value of ${key} in ${section}, the built-in default if it is
 * not set, or "" where there is none.  Belongs to ${config}.
 */
const char *config_get(const struct config *, const char *, const char *);

/** config_number(config, section, key): the same as a number; 0 if none. */
long config_number(const struct config *, const char *, const char *);

/** config_size(config, section, key): the same as a number of bytes, with K,
 * M, G (1024 each) read; 0 if none. */
size_t config_size(const struct config *, const char *, const char *);

/** config_yes(config, section, key): whether it says yes. */
bool config_yes(const struct config *, const char *, const char *);

/**
 * config_section(config, prefix, i):
 * Return the name of the ${i}-th section (from 0, in the file's order) that
 * begins with ${prefix} ("person.") and sets something, or NULL.
 */
const char *config_section(const struct config *, const char *, size_t);

/** config_has(config, section): whether there is a section of that name that
 * sets something. */
bool config_has(const struct config *, const char *);

#endif /* !IO_CONFIG_H */
