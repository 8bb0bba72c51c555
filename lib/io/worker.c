/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/nursery.h"
#include "io/wire.h"

#define OPEN_SECONDS 120u /* to load schemas and stylesheets */
#define WALL_FACTOR 10u	  /* wall time allowed to CPU time */

struct worker {
	const struct worker_def *def;
	int control; /* to the nursery */
	int fd;	     /* to the child; -1 if there is none */
	pid_t nursery;
	bool loaded; /* what open() loads */
};

static bool required;

void
worker_require(bool require)
{
	required = require;
}

static void
lose_child(struct worker *w)
{
	if (w->fd != -1)
		(void)close(w->fd);
	w->fd = -1;
}

/* The word of nursery or child on its start. */
static enum outcome
started(const struct worker *w, int fd, struct why *why)
{
	struct buf none = BUF_INIT;
	struct wire_head h;
	int rc;

	rc = wire_recv(fd, &h, 0, &none, wire_deadline(OPEN_SECONDS));
	buf_free(&none);
	if (rc != 0)
		return why_retry(
		    why, "%s: the worker does not start", w->def->name);
	return wire_outcome(&h, why);
}

/* Have the nursery load what is needed, and fork the first child.  It is not
 * tried twice. */
static enum outcome
load(struct worker *w, struct why *why)
{
	enum outcome out;
	char wish = NURSERY_NEXT;

	if (write(w->control, &wish, 1) != 1)
		return why_retry(why, "%s: no worker can be had", w->def->name);
	if ((out = started(w, w->control, why)) == OUT_OK)
		out = started(w, w->fd, why);
	w->loaded = out == OUT_OK;
	if (out != OUT_OK) {
		(void)close(w->control);
		w->control = -1;
	}
	return out;
}

/* Have the nursery end the child, if any, and fork a new one; set end to how
 * the one before ended. */
static enum outcome
new_child(struct worker *w, char *end, struct why *why)
{
	enum outcome out;
	char wish = NURSERY_NEXT;

	if (w->fd != -1 && wire_gone(w->fd))
		wish = NURSERY_GONE;
	lose_child(w);
	if (write(w->control, &wish, 1) != 1 ||
	    (w->fd = wire_recv_fd(w->control, end)) == -1 ||
	    fcntl(w->fd, F_SETFL, O_NONBLOCK) == -1)
		return why_retry(why, "%s: no worker can be had", w->def->name);
	if ((out = started(w, w->fd, why)) != OUT_OK)
		lose_child(w);
	return out;
}

/* Fork the nursery, with a socket for itself and one for its first child. */
static enum outcome
start_nursery(struct worker *w, const void *arg, struct why *why)
{
	pid_t keeper = getpid();
	int own[2], child[2], theirs[2];

	(void)signal(SIGPIPE, SIG_IGN);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, own) == -1)
		return why_sys(why, "%s: socketpair", w->def->name);
	w->control = own[0];
	theirs[0] = own[1];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, child) == -1) {
		(void)close(own[1]);
		return why_sys(why, "%s: socketpair", w->def->name);
	}
	w->fd = child[0];
	theirs[1] = child[1];
	if ((w->nursery = fork()) == 0)
		nursery_run(w->def, arg, required, theirs, keeper);
	(void)close(own[1]);
	(void)close(child[1]);
	if (w->nursery == -1)
		return why_sys(why, "%s: fork", w->def->name);
	return fcntl(w->fd, F_SETFL, O_NONBLOCK) == -1 ?
	    why_sys(why, "%s: fcntl", w->def->name) :
	    OUT_OK;
}

enum outcome
worker_start(const struct worker_def *def, const void *arg, struct worker **wp,
    struct why *why)
{
	struct worker *w;
	enum outcome out;

	*wp = NULL;
	if ((w = calloc(1, sizeof(*w))) == NULL)
		return why_sys(why, "%s", def->name);
	w->def = def;
	w->control = w->fd = -1;
	w->nursery = -1;
	if ((out = start_nursery(w, arg, why)) != OUT_OK) {
		worker_stop(w);
		return out;
	}
	*wp = w;
	return OUT_OK;
}

enum outcome
worker_ready(struct worker *w, struct why *why)
{
	memset(why, 0, sizeof(*why));
	return w->loaded ? OUT_OK : load(w, why);
}

/* One try at a request: as wire_recv(). */
static int
try_call(struct worker *w, const void *data, size_t len, struct buf *answer,
    struct wire_head *h)
{
	int64_t deadline = wire_deadline(w->def->seconds * WALL_FACTOR);

	memset(h, 0, sizeof(*h));
	h->len = len;
	if (wire_send(w->fd, h, data, deadline) != 0)
		return -1;
	return wire_recv(w->fd, h, WORKER_BYTES_MAX, answer, deadline);
}

static enum outcome
blame(const struct worker *w, char end, struct why *why)
{
	if (end == NURSERY_FORBIDDEN)
		return why_reject(
		    why, "WORKER-DIED", "%s: " WORKER_FORBIDDEN, w->def->name);
	if (end != NURSERY_KILLED)
		return why_reject(why, "WORKER-DIED",
		    "%s: the worker takes more time "
		    "or memory for it than it may, or breaks",
		    w->def->name);
	(void)why_reject(why, WORKER_KILLED,
	    "%s: the worker was killed from outside", w->def->name);
	return OUT_RETRY;
}

/*
 * One try in full.  A child that fails is replaced at once, so that one that
 * hangs or spins does not go on; if none can be had, its death may be ours.
 */
static enum outcome
call_once(struct worker *w, const void *data, size_t len, struct buf *answer,
    struct why *why)
{
	struct wire_head h;
	enum outcome out;
	char end = NURSERY_BROKE;
	int rc;

	if (w->fd == -1 && (out = new_child(w, &end, why)) != OUT_OK)
		return out;
	buf_reset(answer);
	rc = try_call(w, data, len, answer, &h);
	if (rc == 0 && (out = wire_outcome(&h, why)) != OUT_RETRY)
		return out;
	if ((out = new_child(w, &end, why)) != OUT_OK ||
	    (out = buf_ok(answer, why)) != OUT_OK)
		return out;
	buf_reset(answer);
	return blame(w, end, why);
}

enum outcome
worker_call(struct worker *w, const void *data, size_t len, struct buf *out,
    struct why *why)
{
	enum outcome o;

	if (len > WORKER_BYTES_MAX)
		return why_reject(why, "WORKER-DIED",
		    "%s: too many bytes for a worker", w->def->name);
	/* That its files cannot be loaded is not the request's fault. */
	if (!w->loaded && load(w, why) != OUT_OK)
		return OUT_RETRY;
	/* What says something unasked, or is gone, is none of ours. */
	if (w->fd != -1 && wire_pending(w->fd))
		lose_child(w);
	o = call_once(w, data, len, out, why);
	/*
	 * Earlier requests may have used up or spoilt the child: what a fresh
	 * one fails at again is itself at fault.
	 */
	if ((o == OUT_REJECT && strcmp(why->rule, "WORKER-DIED") == 0) ||
	    (o == OUT_RETRY && strcmp(why->rule, WORKER_KILLED) == 0))
		o = call_once(w, data, len, out, why);
	return o;
}

void
worker_stop(struct worker *w)
{
	if (w == NULL)
		return;
	lose_child(w);
	if (w->control != -1)
		(void)close(w->control);
	if (w->nursery > 0) {
		/* Should it hang in open(), before our sandbox is closed; else
		 * it has seen the end of the control socket. */
		(void)kill(w->nursery, SIGKILL);
		while (waitpid(w->nursery, NULL, 0) == -1 && errno == EINTR)
			;
	}
	free(w);
}
