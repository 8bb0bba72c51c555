/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_MAILKEYS_H
#define IO_MAILKEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/why.h"
#include "io/cms.h"
#include "io/seal.h"

/*
 * mailkeys -- the unit's message keys, and the certificates pinned for other
 * authorities.  Below the folder keys/:
 *
 *	message/NAME.key	a private key (PKCS #8, DER), sealed under
 *				SEAL_MESSAGE for the place "message", NAME
 *	message/NAME.pem	its certificate; message/NAME.csr a request
 *	authorities/CODE/	certificates (.pem, .crt) and revocation
 *				lists (.crl) of the authority CODE
 *
 * Of several that are valid the one that became valid last signs, or is
 * sealed for; all of ours open, and all of theirs that are valid verify.
 */
struct mailkeys;

/** mailkeys_there(keys): whether the unit has a message key. */
bool mailkeys_there(const char *);

/**
 * mailkeys_open(keys, with_private, mk, why):
 * Read them all; set ${mk}, which ends with mailkeys_close().  The private
 * keys are unsealed by a process of their own, so that this one never meets
 * the master key; without ${with_private} there are certificates alone.
 * OUT_REJECT (rule KEYS): a file is not what it must be.
 */
MUST_CHECK enum outcome
mailkeys_open(const char *, bool, struct mailkeys **, struct why *);

/** mailkeys_close(mk): behaves consistently with free(NULL). */
void mailkeys_close(struct mailkeys *);

/** mailkeys_signer(mk, at): the key that signs at that time, or NULL. */
const struct cms_key *mailkeys_signer(const struct mailkeys *, int64_t);

/** mailkeys_own(mk, n): our ${n} keys. */
struct cms_key *const *mailkeys_own(const struct mailkeys *, size_t *);

/** mailkeys_party(mk, code, n): the ${n} certificates of that authority ("":
 * ours). */
struct cms_cert *const *
mailkeys_party(const struct mailkeys *, const char *, size_t *);

/** mailkeys_recipient(mk, code, at): the one to seal for at that time, or
 * NULL. */
const struct cms_cert *
mailkeys_recipient(const struct mailkeys *, const char *, int64_t);

/**
 * mailkeys_each(mk, fn, ctx): call ${fn} with the party's code ("" is ours),
 * the file's name and the certificate, for each of them.
 */
typedef void
mailkeys_fn(void *, const char *, const char *, const struct cms_cert *);
void mailkeys_each(const struct mailkeys *, mailkeys_fn *, void *);

/**
 * mailkeys_make(keys, seal, kind, name, label, from, until, why):
 * Make a message key of that ${kind} for the authority ${label}, valid in that
 * time, as message/${name}.*; durably, the certificate last.
 */
MUST_CHECK enum outcome mailkeys_make(const char *, struct seal *, const char *,
    const char *, const char *, int64_t, int64_t, struct why *);

/**
 * mailkeys_files(keys, fn, ctx, why):
 * Call ${fn} for each file of the folder message/ with its name and bytes, as
 * they lie there: private keys are sealed.
 * mailkeys_put(keys, names, files, n, why):
 * Put ${n} such files there, durably, the private keys first; one that is
 * there with the same bytes stays.
 * OUT_REJECT (rule PUBLISH-TAKEN, PUBLISH-NAME): one with other bytes is
 * there and stays, or a name is none.
 */
typedef enum outcome
mailkeys_file_fn(const char *, const struct buf *, void *, struct why *);
MUST_CHECK enum outcome
mailkeys_files(const char *, mailkeys_file_fn *, void *, struct why *);
MUST_CHECK enum outcome mailkeys_put(
    const char *, char *const *, const struct buf *, size_t, struct why *);

/** mailkeys_path(keys, name, end, buf, size): the path of one of our files;
 * ${buf}. */
const char *
mailkeys_path(const char *, const char *, const char *, char *, size_t);

#endif /* !IO_MAILKEYS_H */
