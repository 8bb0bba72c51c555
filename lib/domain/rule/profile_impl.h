/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_PROFILE_IMPL_H
#define DOMAIN_PROFILE_IMPL_H

#include "domain/rule/profile.h"

/* profile_impl -- the tables read, for the files of profile alone. */
#define PROFILE_NEVER INT32_MAX /* a beginning that never comes */
#define PROFILE_EVER INT32_MAX	/* an end that never comes */

/* Of a State, what the choice of an instrument reads. */
struct party {
	const char *code;
	int32_t hague_from; /* PROFILE_NEVER: no party, or not known */
	int32_t chapter7_from, chapter7_to;
	bool party; /* of the Convention */
	bool confirmed;
};

struct pair {
	const char *a, *b; /* a before b */
	bool objection;	   /* else something is not confirmed */
	int32_t from, to;
};

struct profile {
	struct csvio *parties, *pairs; /* which the rest points into */
	struct party *states;	       /* as the rows, in order of code */
	struct pair *differ;
	size_t count, differing;
};

/** profile_listed(s, words): whether ${s} is one of the ${words}, the last of
 * which is NULL. */
bool profile_listed(const char *, const char *const *);

#endif /* !DOMAIN_PROFILE_IMPL_H */
