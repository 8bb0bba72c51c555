/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_DISPATCH_IMPL_H
#define DOMAIN_DISPATCH_IMPL_H

#include "domain/case/decide.h"
#include "domain/case/dispatch.h"
#include "domain/form/header.h"

/*
 * dispatch_impl -- what the files of dispatch.h share.
 */

/* A header in the making. */
struct making {
	Rec__Header h;
	Rec__Authority sender, receiver;
	struct authority_room sender_room, receiver_room;
	Rec__HeaderDocument doc[DISPATCH_FILES_MAX];
	Rec__HeaderDocument *docs[DISPATCH_FILES_MAX];
	char hash[DISPATCH_FILES_MAX][HEADER_HASH_TEXT];
	struct buf code[DISPATCH_FILES_MAX]; /* the same of what is sealed */
	char created[20];
};

/** dispatch_seal(office, worker, making, out, why): seal what was built. */
MUST_CHECK enum outcome dispatch_seal(const struct office *, struct worker *,
    struct making *, struct outgoing *, struct why *);

#endif /* !DOMAIN_DISPATCH_IMPL_H */
