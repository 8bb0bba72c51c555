/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_PINS_H
#define IO_PINS_H

#include <stddef.h>

#include "base/why.h"

struct evp_pkey_st;

/*
 * pins -- the certificates of those whose signature is believed, and the
 * revocation lists that take some of them back.
 *
 * No chain is built and no name is compared: who signs has, byte for byte,
 * one of these.  A revocation list is believed because it lies beside them:
 * who put it there checked where it came from.
 */
struct pins;
struct pin;

#define PINS_FILE_MAX ((size_t)4 << 20) /* bytes of a file in a folder */
#define PINS_MAX 500			/* certificates */

/** pins_new(pins, why): no certificate; ends with pins_free(). */
MUST_CHECK enum outcome pins_new(struct pins **, struct why *);

/** pins_free(pins): behaves consistently with free(NULL). */
void pins_free(struct pins *);

/**
 * pins_add(pins, data, len, why):
 * Add what the ${len} bytes at ${data} hold: certificates and revocation
 * lists in PEM, or one of either in DER.
 * OUT_REJECT (rule PIN-FORM): there is none, or over PINS_MAX certificates.
 */
MUST_CHECK enum outcome
pins_add(struct pins *, const void *, size_t, struct why *);

/**
 * pins_add_folder(pins, path, why):
 * The same for each file of the folder ${path}, ours, whose name ends in
 * .pem, .crt, .cer, .der or .crl; a folder that is not there holds none.
 * OUT_REJECT: as pins_add(), or rule FILE-SIZE; the place is the file's name.
 * OUT_RETRY: a file or the folder cannot be read.
 */
MUST_CHECK enum outcome
pins_add_folder(struct pins *, const char *, struct why *);

/** pins_count(pins): certificates pinned. */
size_t pins_count(const struct pins *);

/** pins_find(pins, der, len): the pin whose certificate these bytes are, or
 * NULL.  It belongs to ${pins}. */
const struct pin *pins_find(const struct pins *, const void *, size_t);

/**
 * pins_good(pins, pin, now, why):
 * Whether the certificate ${pin} may sign at ${now} ("YYYY-MM-DDThh:mm:ssZ").
 * OUT_REJECT: PIN-KEY (not RSA of 2048 bits and up or an EC key on a NIST or
 * Brainpool curve of 256 bits and up, or not for signing), PIN-EXPIRED
 * (before or after its days), PIN-REVOKED.
 */
MUST_CHECK enum outcome
pins_good(const struct pins *, const struct pin *, const char *, struct why *);

/** pin_key(pin): its public key, which belongs to ${pin}. */
struct evp_pkey_st *pin_key(const struct pin *);

/** pin_der(pin, len): its bytes, which belong to ${pin}. */
const unsigned char *pin_der(const struct pin *, size_t *);

#endif /* !IO_PINS_H */
