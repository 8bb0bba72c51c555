/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_CONFIG_H
#define IO_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/why.h"

/*
 * config -- a unit's settings: ROOT/isupport.conf, an INI file (libinih).
 * Sections and keys are described in isupport.conf(5).
 */
struct config;

/**
 * config_load(path, config, why):
 * Read the file ${path}.  Set ${config}, which ends with config_free().
 * OUT_REJECT (rule CONFIG, line set): a line is not understood, a key is
 * unknown or given twice, or a value is not of its kind.
 */
MUST_CHECK enum outcome config_load(const char *, struct config **,
    struct why *);

/** config_free(config) */
void config_free(struct config *);

/**
 * config_get(config, section, key):
 * Return the value of ${key} in ${section}, the built-in default if it is
 * not set, or "" where there is none.  Belongs to ${config}.
 */
const char *config_get(const struct config *, const char *, const char *);

/** config_number(config, section, key): the same as a number; 0 if none. */
long config_number(const struct config *, const char *, const char *);

/** config_yes(config, section, key): whether it says yes. */
bool config_yes(const struct config *, const char *, const char *);

/**
 * config_section(config, prefix, i):
 * Return the name of the ${i}-th section (from 0, in the file's order) that
 * begins with ${prefix} ("person."), or NULL.
 */
const char *config_section(const struct config *, const char *, size_t);

#endif /* !IO_CONFIG_H */
