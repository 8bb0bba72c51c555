/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_OFFICE_H
#define DOMAIN_OFFICE_H

#include "base/why.h"
#include "io/blob.h"
#include "io/config.h"

/*
 * office -- what a decision may depend on besides the store: settings, tables
 * and the day.  Only code that decides takes it; code that applies an event
 * gets what was decided in the event, so that a rebuild gives the same state.
 */
struct profile;
struct calendars;

struct office {
	const struct config *conf;
	const char *code;	 /* our party id */
	const char *now;	 /* UTC */
	const char *today;	 /* legal day */
	const char *actor;	 /* a person's id, or a stage */
	struct profile *profile; /* States and treaty pairs */
	struct calendars *calendars;
	struct blobs *blobs; /* for large documents; may be NULL */
	const char *files;   /* where they stand */
	const char *sent;    /* where what left is noted; may be NULL */
};

#endif /* !DOMAIN_OFFICE_H */
