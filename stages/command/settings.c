/* SPDX-License-Identifier: EUPL-1.2 */
/* A new unit's settings: what the tables know of its State. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command/command.h"
#include "domain/case/office_open.h"
#include "domain/page/page.h"
#include "domain/rule/profile.h"

#define LANGUAGES_TEXT 64

/* What is written of a State; of one that the tables do not know, no more
 * than holds everywhere. */
struct facts {
	char name[80], timezone[64], calendar[16];
	char spoken[LANGUAGES_TEXT]; /* its official languages, and English */
	char pages[LANGUAGES_TEXT];  /* those of them that pages are made in */
};

static void
add_language(char list[LANGUAGES_TEXT], const char *language, size_t n)
{
	size_t len = strlen(list);

	(void)snprintf(list + len, LANGUAGES_TEXT - len, "%s%.*s",
	    len == 0 ? "" : ",", (int)n, language);
}

static bool
among(const char *list, const char *word, size_t n)
{
	const char *p;

	for (p = list; p != NULL; p = strchr(p, ',')) {
		p += *p == ',' ? 1 : 0;
		if (strncmp(p, word, n) == 0 && (p[n] == ',' || p[n] == '\0'))
			return true;
	}
	return false;
}

static void
choose_languages(const char *official, struct facts *f)
{
	size_t n;

	for (; *official != '\0'; official += n + (official[n] == ' ')) {
		n = strcspn(official, " ");
		add_language(f->spoken, official, n);
		if (among(PAGE_LANGUAGES, official, n))
			add_language(f->pages, official, n);
	}
	if (!among(f->spoken, "en", 2))
		add_language(f->spoken, "en", 2);
	if (!among(f->pages, "en", 2))
		add_language(f->pages, "en", 2);
}

static enum outcome
find_facts(const char *code, struct facts *f, struct why *why)
{
	struct profile *p;
	enum outcome out;
	char state[3];

	memset(f, 0, sizeof(*f));
	if ((out = office_profile(&p, why)) != OUT_OK)
		return out;
	(void)snprintf(state, sizeof(state), "%.2s", code);
	(void)snprintf(f->name, sizeof(f->name), "%s",
	    profile_get(p, state, "name")[0] == '\0' ?
		state :
		profile_get(p, state, "name"));
	(void)snprintf(f->timezone, sizeof(f->timezone), "%s",
	    profile_get(p, state, "timezone")[0] == '\0' ?
		"UTC" :
		profile_get(p, state, "timezone"));
	(void)snprintf(f->calendar, sizeof(f->calendar), "%s",
	    profile_get(p, state, "calendar"));
	choose_languages(profile_get(p, state, "languages"), f);
	profile_free(p);
	return OUT_OK;
}

static int
write_facts(FILE *file, const char *code, const struct facts *f)
{
	return fprintf(file,
	    "# The settings of one unit: see isupport.conf(5).  What is here\n"
	    "# of the State is that of its capital: look whether it is right.\n"
	    "[unit]\n"
	    "code = %s\n"
	    "state = %.2s\n"
	    "name = Central Authority of %s\n"
	    "timezone = %s\n"
	    "%scalendar = %s\n"
	    "languages = %s\n"
	    "contact_languages = %s\n"
	    "map_size = 256G\n",
	    code, code, f->name, f->timezone,
	    f->calendar[0] == '\0' ? "# No holidays are known of it.\n" : "",
	    f->calendar, f->pages, f->spoken);
}

enum outcome
settings_make(const char *root, const char *code, struct why *why)
{
	char path[PATH_MAX];
	struct facts f;
	enum outcome out;
	FILE *file;
	int fd, bad;

	if ((out = find_facts(code, &f, why)) != OUT_OK)
		return out;
	(void)snprintf(path, sizeof(path), "%s/isupport.conf", root);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	if (fd == -1)
		return errno == EEXIST ? OUT_OK : why_sys(why, "isupport.conf");
	if ((file = fdopen(fd, "w")) == NULL) {
		(void)why_sys(why, "isupport.conf");
		(void)close(fd);
		return OUT_RETRY;
	}
	bad = write_facts(file, code, &f) < 0;
	if (fflush(file) == EOF || fsync(fd) == -1)
		bad = 1;
	if (fclose(file) == EOF || bad)
		return why_sys(why, "isupport.conf");
	return OUT_OK;
}
