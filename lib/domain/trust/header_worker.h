/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_HEADER_WORKER_H
#define DOMAIN_HEADER_WORKER_H

#include "io/worker.h"

/**
 * header_worker:
 * The worker of intake(1).  A request is the bytes of a header.xml, the answer
 * a packed Header.  OUT_REJECT: as xmlin_parse() and header_read() say.
 */
extern const struct worker_def header_worker;

#endif /* !DOMAIN_HEADER_WORKER_H */
