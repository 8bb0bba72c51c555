/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_CONFIG_KEYS_H
#define IO_CONFIG_KEYS_H

/*
 * config_keys -- the settings there are.  Of config alone.
 */
enum config_kind {
	CONFIG_TEXT,
	CONFIG_NUMBER, /* digits; arg: "least-most" */
	CONFIG_YES,    /* yes or no */
	CONFIG_SIZE,   /* digits and K, M, G or nothing */
	CONFIG_WORD    /* arg: "one|of|these" */
};

struct config_key {
	const char *section; /* one that ends in '.' goes on with an ID */
	const char *name;
	enum config_kind kind;
	const char *arg;
	const char *value; /* unless it is set */
};

/** config_key(section, name): the key, or NULL. */
const struct config_key *config_key(const char *, const char *);

/** config_kind_fault(key, value): NULL, or what is wrong with ${value}. */
const char *config_kind_fault(const struct config_key *, const char *);

#endif /* !IO_CONFIG_KEYS_H */
