/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_WIRE_H
#define IO_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/why.h"

/*
 * wire -- whole messages between a keeper and its worker (worker.h), which
 * are one program, so that structures go over as they are.
 */
struct wire_head {
	uint64_t len;	  /* bytes that follow */
	uint32_t outcome; /* of an answer */
	struct why why;	  /* of an answer */
};

/**
 * wire_send(fd, head, data, deadline), wire_recv(fd, head, max, data,
 *     deadline):
 * Send or receive one message; append its bytes, at most ${max}, to ${data}.
 * ${deadline} is milliseconds of CLOCK_MONOTONIC, and ${fd} must not block
 * (O_NONBLOCK) then; or -1 to wait for ever.  SIGPIPE is to be ignored.
 * Return 0; -1 if the other side is gone, late, or not to be believed; or -2
 * if memory is short.
 */
int wire_send(int, const struct wire_head *, const void *, int64_t);
int wire_recv(int, struct wire_head *, size_t, struct buf *, int64_t);

/** wire_pending(fd): whether there is something to read, or the end. */
bool wire_pending(int);

/** wire_gone(fd): whether the other side has closed. */
bool wire_gone(int);

/** wire_deadline(seconds): the deadline so far from now. */
int64_t wire_deadline(unsigned int);

/**
 * wire_outcome(head, why):
 * Set ${why} to the reason in an answer, made as harmless as why_reject()
 * would have made it, and return its outcome.
 */
enum outcome wire_outcome(const struct wire_head *, struct why *);

/** wire_send_fd(sock, fd, note), wire_recv_fd(sock, note): hand over a
 * descriptor with a byte beside it; -1 if it cannot be. */
int wire_send_fd(int, int, char);
int wire_recv_fd(int, char *);

#endif /* !IO_WIRE_H */
