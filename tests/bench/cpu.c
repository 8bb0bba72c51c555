/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * cpu FILE COMMAND [ARG ...] -- run COMMAND and append to FILE the seconds of
 * CPU (user and system) that it and all it started took.  Unlike time(1) it
 * also counts what outlives its parent, as the workers of the stages do.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static double
seconds(const struct timeval *t)
{
	return (double)t->tv_sec + (double)t->tv_usec / 1e6;
}

int
main(int argc, char *argv[])
{
	int status = 0, one, rc = 1;
	struct rusage used;
	pid_t child, pid;
	FILE *f;

	if (argc < 3)
		errx(64, "usage: cpu FILE COMMAND [ARG ...]");
	if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == -1)
		err(1, "prctl");
	if ((child = fork()) == -1)
		err(1, "fork");
	if (child == 0) {
		(void)execvp(argv[2], argv + 2);
		err(127, "%s", argv[2]);
	}
	while ((pid = wait(&one)) != -1 || errno == EINTR)
		if (pid == child)
			status = one;
	if (getrusage(RUSAGE_CHILDREN, &used) == -1 ||
	    (f = fopen(argv[1], "a")) == NULL)
		err(1, "%s", argv[1]);
	if (fprintf(f, "%.6f\n",
		seconds(&used.ru_utime) + seconds(&used.ru_stime)) < 0 ||
	    fclose(f) == EOF)
		err(1, "%s", argv[1]);
	if (WIFEXITED(status))
		rc = WEXITSTATUS(status);
	return rc;
}
