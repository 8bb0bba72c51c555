/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/wire.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int64_t
now_ms(void)
{
	struct timespec ts = { 0, 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int64_t
wire_deadline(unsigned int seconds)
{
	return now_ms() + (int64_t)seconds * 1000;
}

/* Wait until fd is ready; a worker, without deadline, only reads or writes.
 * Neither calls anything of the network, which its filter forbids. */
static int
wait_for(int fd, short events, int64_t deadline)
{
	struct pollfd p = { fd, events, 0 };
	int64_t left;
	int n;

	if (deadline == -1)
		return 0;
	do {
		if ((left = deadline - now_ms()) <= 0)
			return -1;
		n = poll(&p, 1, left > 60000 ? 60000 : (int)left);
	} while (n == 0 || (n == -1 && errno == EINTR));
	return n == -1 ? -1 : 0;
}

bool
wire_pending(int fd)
{
	struct pollfd p = { fd, POLLIN, 0 };

	return poll(&p, 1, 0) != 0;
}

bool
wire_gone(int fd)
{
	struct pollfd p = { fd, 0, 0 };

	return poll(&p, 1, 0) == 1 && (p.revents & POLLHUP) != 0;
}

static int
put_all(int fd, const void *data, size_t len, int64_t deadline)
{
	const unsigned char *p = data;
	ssize_t n;

	while (len > 0) {
		if (wait_for(fd, POLLOUT, deadline) == -1)
			return -1;
		n = write(fd, p, len);
		if (n == -1 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n <= 0)
			return -1;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

static int
get_all(int fd, void *data, size_t len, int64_t deadline)
{
	unsigned char *p = data;
	ssize_t n;

	while (len > 0) {
		if (wait_for(fd, POLLIN, deadline) == -1)
			return -1;
		n = read(fd, p, len);
		if (n == -1 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n <= 0)
			return -1;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

int
wire_send(
    int fd, const struct wire_head *head, const void *data, int64_t deadline)
{
	if (put_all(fd, head, sizeof(*head), deadline) == -1)
		return -1;
	return put_all(fd, data, (size_t)head->len, deadline);
}

int
wire_recv(int fd, struct wire_head *head, size_t max, struct buf *data,
    int64_t deadline)
{
	if (get_all(fd, head, sizeof(*head), deadline) == -1 || head->len > max)
		return -1;
	if (buf_room(data, (size_t)head->len) == -1)
		return -2;
	if (get_all(fd, data->data + data->len, (size_t)head->len, deadline) ==
	    -1)
		return -1;
	data->len += (size_t)head->len;
	data->data[data->len] = '\0';
	return 0;
}

/* Only the sender has to be believed for what why_reject() makes sure of. */
static void
tame(char *s, size_t size)
{
	s[size - 1] = '\0';
	for (; *s != '\0'; s++)
		if (*s < ' ' || *s > '~')
			*s = '?';
}

enum outcome
wire_outcome(const struct wire_head *head, struct why *why)
{
	*why = head->why;
	tame(why->rule, sizeof(why->rule));
	tame(why->place, sizeof(why->place));
	tame(why->text, sizeof(why->text));
	why->value[sizeof(why->value) - 1] = '\0';
	if (why->line < 0)
		why->line = 0;
	return head->outcome == OUT_OK	? OUT_OK :
	    head->outcome == OUT_REJECT ? OUT_REJECT :
					  OUT_RETRY;
}

union control {
	char space[CMSG_SPACE(sizeof(int))];
	struct cmsghdr align;
};

int
wire_send_fd(int sock, int fd, char note)
{
	union control c;
	struct iovec iov = { &note, 1 };
	struct msghdr m = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = c.space,
		.msg_controllen = sizeof(c.space) };
	struct cmsghdr *h;

	memset(&c, 0, sizeof(c));
	h = CMSG_FIRSTHDR(&m);
	h->cmsg_level = SOL_SOCKET;
	h->cmsg_type = SCM_RIGHTS;
	h->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(h), &fd, sizeof(fd));
	return sendmsg(sock, &m, MSG_NOSIGNAL) == 1 ? 0 : -1;
}

int
wire_recv_fd(int sock, char *note)
{
	union control c;
	struct iovec iov = { note, 1 };
	struct msghdr m = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = c.space,
		.msg_controllen = sizeof(c.space) };
	struct cmsghdr *h;
	ssize_t n;
	int fd;

	do {
		n = recvmsg(sock, &m, MSG_CMSG_CLOEXEC);
	} while (n == -1 && errno == EINTR);
	h = n == 1 ? CMSG_FIRSTHDR(&m) : NULL;
	if (h == NULL || h->cmsg_level != SOL_SOCKET ||
	    h->cmsg_type != SCM_RIGHTS || h->cmsg_len != CMSG_LEN(sizeof(int)))
		return -1;
	memcpy(&fd, CMSG_DATA(h), sizeof(fd));
	return fd;
}
