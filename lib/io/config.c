/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <ini.h>

#include "io/config_keys.h"
#include "io/slurp.h"

#define CONFIG_MAX ((size_t)1 << 20) /* bytes of the file */

struct entry {
	char *section, *key, *value;
};

struct config {
	struct entry *entries; /* in the file's order */
	size_t n;
};

/* A reading under way. */
struct load {
	struct config *config;
	struct buf text;
	size_t at;   /* in text */
	int line;    /* handed out last */
	bool failed; /* by a fault of ours, at that line */
	enum outcome out;
	struct why *why;
};

static int
fault(struct load *l, const char *text)
{
	l->failed = true;
	l->out = why_reject(l->why, "CONFIG", "%s", text);
	return 0;
}

/* A fault of a key that is known, so that its name is ours and no input. */
static int
key_fault(struct load *l, const struct config_key *key, const char *text,
    const char *value)
{
	l->failed = true;
	l->out = why_reject(l->why, "CONFIG", "%s %s", key->name, text);
	why_value(l->why, value);
	return 0;
}

static const struct entry *
find(const struct config *c, const char *section, const char *key)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (strcmp(c->entries[i].section, section) == 0 &&
		    strcmp(c->entries[i].key, key) == 0)
			return &c->entries[i];
	return NULL;
}

static int
add(struct load *l, const char *section, const char *key, const char *value)
{
	struct config *c = l->config;
	struct entry *grown, *e;

	grown = realloc(c->entries, (c->n + 1) * sizeof(*grown));
	if (grown != NULL) {
		c->entries = grown;
		e = &grown[c->n++];
		e->section = strdup(section);
		e->key = strdup(key);
		e->value = strdup(value);
		if (e->section != NULL && e->key != NULL && e->value != NULL)
			return 1;
	}
	l->failed = true;
	l->out = why_sys(l->why, "configuration");
	return 0;
}

/* inih's handler: 1, or 0 if the line is at fault. */
static int
handle(void *ctx, const char *section, const char *name, const char *value)
{
	const struct config_key *key;
	struct load *l = ctx;
	const char *text;

	if (l->failed)
		return 0;
	if ((key = config_key(section, name)) == NULL)
		return fault(l, "there is no such key in this section");
	if (find(l->config, section, name) != NULL)
		return key_fault(l, key, "is given twice", value);
	if (value[0] != '\0' && (text = config_kind_fault(key, value)) != NULL)
		return key_fault(l, key, text, value);
	return add(l, section, name, value);
}

/* inih's reader, as fgets(3): it counts lines, and ends at a fault. */
static char *
next_line(char *line, int size, void *stream)
{
	struct load *l = stream;
	const unsigned char *p = l->text.data + l->at, *end;
	size_t left = l->text.len - l->at, n;

	if (l->failed || left == 0)
		return NULL;
	l->line++;
	end = memchr(p, '\n', left);
	n = end == NULL ? left : (size_t)(end - p) + 1;
	if (n >= (size_t)size || memchr(p, '\0', n) != NULL) {
		(void)fault(l, "the line is too long, or no text");
		return NULL;
	}
	memcpy(line, p, n);
	line[n] = '\0';
	l->at += n;
	return line;
}

static enum outcome
parse(struct load *l, struct why *why)
{
	int line;

	l->why = why;
	line = ini_parse_stream(next_line, l, handle, l);
	if (line < 0)
		return why_retry(why, "configuration: no memory");
	/* inih's first faulty line, unless it is the one we found. */
	if (line > 0 && (!l->failed || line < l->line)) {
		(void)why_reject(
		    why, "CONFIG", "not a comment, a [section] or key=value");
		why_at(why, line, "");
		return OUT_REJECT;
	}
	if (l->failed)
		why_at(why, l->line, "");
	return l->failed ? l->out : OUT_OK;
}

enum outcome
config_load(const char *path, struct config **config, struct why *why)
{
	struct load l = { .text = BUF_INIT };
	enum outcome out;

	*config = NULL;
	if ((l.config = calloc(1, sizeof(*l.config))) == NULL)
		return why_sys(why, "configuration");
	if ((out = slurp_file(path, CONFIG_MAX, &l.text, why)) == OUT_OK &&
	    l.text.len > 0)
		out = parse(&l, why);
	buf_free(&l.text);
	if (out != OUT_OK) {
		config_free(l.config);
		return out;
	}
	*config = l.config;
	return OUT_OK;
}

void
config_free(struct config *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < c->n; i++) {
		free(c->entries[i].section);
		free(c->entries[i].key);
		free(c->entries[i].value);
	}
	free(c->entries);
	free(c);
}

const char *
config_get(const struct config *c, const char *section, const char *key)
{
	const struct config_key *known = config_key(section, key);
	const struct entry *e = find(c, section, key);

	assert(known != NULL);
	if (e != NULL && e->value[0] != '\0')
		return e->value;
	return known->value;
}

long
config_number(const struct config *c, const char *section, const char *key)
{
	return strtol(config_get(c, section, key), NULL, 10);
}

size_t
config_size(const struct config *c, const char *section, const char *key)
{
	char *unit;
	size_t n = strtoul(config_get(c, section, key), &unit, 10);

	switch (*unit) {
	case 'G':
		return n << 30;
	case 'M':
		return n << 20;
	case 'K':
		return n << 10;
	default:
		return n;
	}
}

bool
config_yes(const struct config *c, const char *section, const char *key)
{
	return strcmp(config_get(c, section, key), "yes") == 0;
}

/* Whether entry i is the first of its section. */
static bool
is_first(const struct config *c, size_t i)
{
	size_t k;

	for (k = 0; k < i; k++)
		if (strcmp(c->entries[k].section, c->entries[i].section) == 0)
			return false;
	return true;
}

const char *
config_section(const struct config *c, const char *prefix, size_t n)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (strncmp(c->entries[i].section, prefix, strlen(prefix)) ==
			0 &&
		    is_first(c, i) && n-- == 0)
			return c->entries[i].section;
	return NULL;
}

bool
config_has(const struct config *c, const char *section)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (strcmp(c->entries[i].section, section) == 0)
			return true;
	return false;
}
