/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * usage SECONDS MIB COMMAND... -- run it and print the CPU time of all its
 * processes, the time by the clock, and the most memory that any one of them
 * had.  Status 1 if that was more than SECONDS or MIB, or by the clock, which
 * a busy machine stretches, more than WALL times SECONDS; else the command's.
 */
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define WALL 10.0

static double
of_timeval(struct timeval tv)
{
	return (double)tv.tv_sec + (double)tv.tv_usec / 1e6;
}

static double
seconds(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

int
main(int argc, char *argv[])
{
	struct rusage ru;
	double start = seconds(), took, cpu, most;
	int status = 0, st;
	pid_t child, pid;
	long mib;

	if (argc < 4)
		errx(EX_USAGE, "usage: usage SECONDS MIB COMMAND...");
	/* Processes that lose their parent are ours to count, too. */
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	if ((child = fork()) == -1)
		err(EX_OSERR, "fork");
	if (child == 0) {
		(void)execvp(argv[3], &argv[3]);
		err(EX_UNAVAILABLE, "%s", argv[3]);
	}
	while ((pid = wait(&st)) != -1 || errno == EINTR)
		if (pid == child)
			status = WIFEXITED(st) ? WEXITSTATUS(st) : EX_SOFTWARE;
	took = seconds() - start;
	(void)getrusage(RUSAGE_CHILDREN, &ru);
	cpu = of_timeval(ru.ru_utime) + of_timeval(ru.ru_stime);
	mib = ru.ru_maxrss / 1024;
	(void)printf(
	    "%.2f s of %.2f s, %ld MiB, status %d\n", cpu, took, mib, status);
	most = atof(argv[1]);
	return cpu > most || took > WALL * most || mib > atol(argv[2]) ? 1 :
									 status;
}
