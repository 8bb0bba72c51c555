/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/trust/signer.h"

#include <stdlib.h>
#include <string.h>

#include "io/cms.h"
#include "value/date.h"

struct signers {
	struct cms_cert **cert;
	char **person; /* of each */
	size_t n;
};

enum outcome
signers_new(struct signers **signers, struct why *why)
{
	enum outcome out;

	if ((out = cms_library(why)) != OUT_OK)
		return out;
	if ((*signers = calloc(1, sizeof(**signers))) == NULL)
		return why_retry(why, "out of memory");
	return OUT_OK;
}

void
signers_free(struct signers *signers)
{
	size_t i;

	if (signers == NULL)
		return;
	for (i = 0; i < signers->n; i++) {
		cms_cert_free(signers->cert[i]);
		free(signers->person[i]);
	}
	free(signers->cert);
	free(signers->person);
	free(signers);
}

/* Who has the certificate pinned, or NULL. */
static const char *
pinned_for(const struct signers *signers, const struct cms_cert *cert)
{
	size_t i;

	for (i = 0; i < signers->n; i++)
		if (cms_cert_same(signers->cert[i], cert))
			return signers->person[i];
	return NULL;
}

/* Make room for one more; what was there stays if memory is short. */
static int
grow(struct signers *s)
{
	struct cms_cert **cert;
	char **person;

	cert = realloc(s->cert, (s->n + 1) * sizeof(struct cms_cert *));
	if (cert == NULL)
		return -1;
	s->cert = cert;
	person = realloc(s->person, (s->n + 1) * sizeof(char *));
	if (person == NULL)
		return -1;
	s->person = person;
	return 0;
}

enum outcome
signers_pin(struct signers *signers, const char *person, const void *data,
    size_t len, struct why *why)
{
	struct cms_cert *cert;
	const char *other;
	enum outcome out;

	if ((out = cms_cert_read(data, len, &cert, why)) == OUT_REJECT)
		return why_reject(why, "SIGNER-KEY",
		    "not a certificate, or key of another kind than RSA or "
		    "EC, or too short");
	if (out != OUT_OK)
		return out;
	if ((other = pinned_for(signers, cert)) != NULL) {
		cms_cert_free(cert);
		if (strcmp(other, person) == 0)
			return OUT_OK;
		return why_reject(
		    why, "SIGNER-KEY", "one certificate for two people");
	}
	if (grow(signers) == -1 ||
	    (signers->person[signers->n] = strdup(person)) == NULL) {
		cms_cert_free(cert);
		return why_retry(why, "out of memory");
	}
	signers->cert[signers->n++] = cert;
	return OUT_OK;
}

enum outcome
signer_verify(const struct signers *signers, const void *data, size_t len,
    const void *sig, size_t siglen, const char *now, const char **person,
    struct why *why)
{
	enum outcome out;
	size_t which;
	int64_t at;

	if (!time_parse(now, &at))
		return why_reject(
		    why, "SIGNER-EXPIRED", "the certificate is not valid now");
	out = cms_detached(
	    signers->cert, signers->n, data, len, sig, siglen, at, &which, why);
	if (out == OUT_OK)
		*person = signers->person[which];
	return out;
}
