/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_PUBLISH_IMPL_H
#define IO_PUBLISH_IMPL_H

#include <fcntl.h>
#include <limits.h>

#include "io/publish.h"

/* What publish.c, which fills a group, and publish_commit.c share. */
#define PUBLISH_OPEN (O_RDONLY | O_DIRECTORY | O_CLOEXEC)

enum kind {
	NEW,
	REPLACE,
	INSIDE,
	MOVE
};

struct item {
	enum kind kind;
	bool by_name;
	int src;  /* folder it is in; -1: the staging folder */
	int dest; /* folder it goes to */
	char name[NAME_MAX + 1];
	char destname[2 * NAME_MAX + 2]; /* INSIDE: "folder/file" */
};

/* A folder that is opened once. */
struct folder {
	char *path;
	int fd;
	bool changed; /* to be synced */
};

struct publish {
	char *tmpdir;
	int tmpfd;    /* also what syncfs(2) is called with */
	bool written; /* since the last commit */
	struct item *items;
	size_t nitems, room;
	struct folder *folders;
	size_t nfolders;
};

/** publish_fd(pub, folder): the descriptor of a folder; -1: the staging's. */
int publish_fd(const struct publish *, int);

/** publish_close_folders(pub): forget all folders that are open. */
void publish_close_folders(struct publish *);

/** publish_empty(pub): remove what is staged still; the group is empty. */
void publish_empty(struct publish *);

#endif /* !IO_PUBLISH_IMPL_H */
