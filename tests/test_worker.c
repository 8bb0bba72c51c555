/* SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "io/sandbox.h"
#include "io/worker.h"
#include "tmpdir.h"
#include "valgrind.h"

static enum outcome
open_any(const void *arg, void **ctx, struct why *why)
{
	static char loaded[32];

	if (strcmp(arg, "fail") == 0)
		return why_reject(why, "CONFIG", "no schema");
	(void)snprintf(loaded, sizeof(loaded), "%s", (const char *)arg);
	*ctx = loaded;
	return OUT_OK;
}

/* Tell whether a call was refused, by errno. */
static enum outcome
told(struct buf *out, int failed)
{
	(void)buf_printf(out, "%s",
	    !failed ? "done" :
		errno == EPERM || errno == EACCES || errno == EMFILE ?
		      "refused" :
		      strerror(errno));
	return OUT_OK;
}

static enum outcome
misbehave(const char *what, struct buf *out, struct why *why)
{
	static char *const argv[] = { NULL };
	struct timespec ts = { 60, 0 };
	volatile int *nowhere = NULL;
	volatile unsigned int spin = 0;
	char *p;

	if (strcmp(what, "crash") == 0)
		*nowhere = 1;
	if (strcmp(what, "abort") == 0)
		abort();
	if (strcmp(what, "loop") == 0)
		for (;;)
			spin++;
	if (strcmp(what, "sleep") == 0)
		for (;;)
			if (nanosleep(&ts, NULL) == -1 && errno == EPERM)
				return told(out, 1);
	if (strcmp(what, "eat") == 0) {
		while ((p = malloc((size_t)1 << 20)) != NULL)
			memset(p, 1, (size_t)1 << 20);
		return why_retry(why, "out of memory");
	}
	if (strcmp(what, "open") == 0)
		return told(out, open("/etc/hostname", O_RDONLY) == -1);
	if (strcmp(what, "create") == 0)
		return told(out,
		    open("/tmp/isupport-worker-was-here", O_WRONLY | O_CREAT,
			0600) == -1);
	if (strcmp(what, "unlink") == 0)
		return told(out, unlink("/tmp/nothing") == -1);
	if (strcmp(what, "kill") == 0)
		return told(out, kill(getppid(), SIGTERM) == -1);
	if (strcmp(what, "kill-itself") == 0)
		return told(out, raise(SIGKILL) != 0);
	if (strcmp(what, "exec-memory") == 0)
		return told(out,
		    mmap(NULL, 4096, PROT_READ | PROT_EXEC,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED);
	if (strcmp(what, "socket") == 0)
		return told(out, socket(AF_INET, SOCK_STREAM, 0) == -1);
	if (strcmp(what, "fork") == 0)
		return told(out, fork() == -1);
	if (strcmp(what, "exec") == 0)
		return told(out, execv("/bin/true", argv) == -1);
	if (strcmp(what, "ptrace") == 0)
		return told(out, ptrace(PTRACE_TRACEME, 0, 0, 0) == -1);
	if (strcmp(what, "gone") == 0)
		_exit(0);
	return why_reject(why, "TEST", "%s", "what is that?");
}

static enum outcome
serve_any(void *ctx, const unsigned char *data, size_t len, struct buf *out,
    struct why *why)
{
	char line[80];
	int fd;

	if (len >= 5 && memcmp(data, "echo:", 5) == 0) {
		(void)buf_puts(out, ctx);
		(void)buf_add(out, data + 5, len - 5);
		return OUT_OK;
	}
	if (len == 3 && memcmp(data, "fds", 3) == 0) {
		for (fd = 0; fd < 1000; fd++)
			if (lseek(fd, 0, SEEK_CUR) != -1 || errno != EBADF)
				(void)buf_printf(out, "%d ", fd);
		return OUT_OK;
	}
	if (len == 6 && memcmp(data, "forged", 6) == 0) {
		(void)why_reject(why, "R-1", "no");
		memset(why->text, '\n', sizeof(why->text));
		memset(why->rule, 'R', sizeof(why->rule));
		why_value(why, "M\xc3\xbcller");
		why->line = -1;
		return OUT_REJECT;
	}
	(void)snprintf(
	    line, sizeof(line), "%.*s", (int)len, (const char *)data);
	return misbehave(line, out, why);
}

static const struct worker_def def = { "test", (size_t)64 << 20, 1, open_any,
	serve_any };

static struct worker *
start(void)
{
	struct why why = WHY_INIT;
	struct worker *w;

	skip_under_valgrind("no limit can be set");
	cr_assert_eq(
	    worker_start(&def, "loaded ", &w, &why), OUT_OK, "%s", why.text);
	cr_assert_eq(worker_ready(w, &why), OUT_OK, "%s", why.text);
	cr_expect(why.text[0] == '\0' || sandbox_relaxed(), "%s", why.text);
	return w;
}

static enum outcome
call(struct worker *w, const char *what, char *answer, struct why *why)
{
	struct buf out = BUF_INIT;
	enum outcome o;

	o = worker_call(w, what, strlen(what), &out, why);
	(void)snprintf(
	    answer, 200, "%s", out.data == NULL ? "" : (const char *)out.data);
	buf_free(&out);
	return o;
}

static void
expect_served(struct worker *w)
{
	struct why why = WHY_INIT;
	char answer[200];

	cr_expect_eq(
	    call(w, "echo:again", answer, &why), OUT_OK, "%s", why.text);
	cr_expect_str_eq(answer, "loaded again");
}

Test(worker, answers_from_what_the_nursery_loaded)
{
	struct worker *w = start();
	int i;

	for (i = 0; i < 100; i++)
		expect_served(w);
	worker_stop(w);
	worker_stop(NULL);
}

Test(worker, moves_much)
{
	size_t len = (size_t)12 << 20;
	struct buf out = BUF_INIT;
	struct why why = WHY_INIT;
	struct worker *w = start();
	char *big = malloc(len);

	cr_assert_not_null(big);
	memset(big, 'x', len);
	memcpy(big, "echo:", 5);
	cr_expect_eq(
	    worker_call(w, big, len, &out, &why), OUT_OK, "%s", why.text);
	cr_expect_eq(out.len, len - 5 + 7);
	buf_free(&out);
	free(big);
	worker_stop(w);
}

Test(worker, no_request_and_no_answer)
{
	struct buf out = BUF_INIT;
	struct why why = WHY_INIT;
	struct worker *w = start();

	cr_expect_eq(worker_call(w, NULL, 0, &out, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "TEST");
	cr_expect_eq(out.len, 0);
	buf_free(&out);
	worker_stop(w);
}

Test(worker, open_may_fail)
{
	struct why why = WHY_INIT;
	struct worker *w;
	char answer[200];

	cr_assert_eq(worker_start(&def, "fail", &w, &why), OUT_OK);
	cr_expect_eq(worker_ready(w, &why), OUT_REJECT);
	cr_expect_str_eq(why.text, "no schema");
	cr_expect_eq(call(w, "echo:", answer, &why), OUT_RETRY);
	worker_stop(w);
}

/* What cannot be loaded is no fault of what was to be served. */
Test(worker, loads_when_first_called)
{
	struct why why = WHY_INIT;
	struct worker *w;
	char answer[200];

	skip_under_valgrind("no limit can be set");
	cr_assert_eq(worker_start(&def, "fail", &w, &why), OUT_OK);
	cr_expect_eq(call(w, "echo:", answer, &why), OUT_RETRY);
	cr_expect_str_eq(why.text, "no schema");
	worker_stop(w);
	cr_assert_eq(worker_start(&def, "loaded ", &w, &why), OUT_OK);
	cr_expect_eq(call(w, "echo:", answer, &why), OUT_OK);
	cr_expect_str_eq(answer, "loaded ");
	worker_stop(w);
}

/* What it tries; what comes of it: an answer, or its death. */
struct
try {
	char what[16];
	char answer[16];
	bool closed;
};

ParameterizedTestParameters(worker, misbehaves)
{
	static struct try tries[] = {
		{ "crash", "", false },
		{ "abort", "", false },
		{ "loop", "", false },
		{ "gone", "", false },
		{ "eat", "", true },
		{ "sleep", "refused", true },
		{ "open", "refused", false },
		{ "create", "refused", false },
		{ "unlink", "refused", true },
		{ "kill", "refused", false },
		{ "kill-itself", "refused", true },
		{ "exec-memory", "refused", true },
		{ "socket", "", true },
		{ "fork", "", true },
		{ "exec", "", true },
		{ "ptrace", "", true },
	};

	return cr_make_param_array(
	    struct try, tries, sizeof(tries) / sizeof(tries[0]));
}

ParameterizedTest(struct try *t, worker, misbehaves)
{
	struct why why = WHY_INIT;
	struct worker *w = start();
	char answer[200];
	int i;

	for (i = 0; i < 2 && !(t->closed && sandbox_relaxed()); i++) {
		cr_expect_eq(call(w, t->what, answer, &why),
		    t->answer[0] == '\0' ? OUT_REJECT : OUT_OK, "%s: %s",
		    t->what, answer);
		cr_expect_str_eq(answer, t->answer, "%s: %s", t->what, answer);
		if (t->answer[0] == '\0')
			cr_expect_str_eq(why.rule, "WORKER-DIED");
		expect_served(w);
	}
	worker_stop(w);
}

Test(worker, holds_no_descriptor_but_its_own)
{
	struct why why = WHY_INIT;
	struct worker *w;
	char answer[200];

	cr_assert_neq(open("/etc/passwd", O_RDONLY), -1);
	cr_assert_neq(fcntl(0, F_DUPFD, 500), -1);
	w = start();
	cr_expect_eq(call(w, "fds", answer, &why), OUT_OK);
	cr_expect_str_eq(answer, "0 1 2 3 ");
	worker_stop(w);
}

Test(worker, its_reason_cannot_forge_a_log)
{
	struct why why = WHY_INIT;
	struct worker *w = start();
	char answer[200];

	cr_expect_eq(call(w, "forged", answer, &why), OUT_REJECT);
	cr_expect_null(strchr(why.text, '\n'));
	cr_expect_eq(strlen(why.text), sizeof(why.text) - 1);
	cr_expect_eq(strlen(why.rule), sizeof(why.rule) - 1);
	cr_expect_str_eq(why.value, "M\xc3\xbcller");
	cr_expect_eq(why.line, 0);
	worker_stop(w);
}

Test(worker, a_hanging_child_is_ended)
{
	struct worker *w = start();
	struct why why = WHY_INIT;
	char answer[200];

	if (!sandbox_relaxed()) {
		worker_stop(w);
		cr_skip_test("here a worker cannot sleep");
	}
	cr_expect_eq(call(w, "sleep", answer, &why), OUT_REJECT);
	expect_served(w);
	worker_stop(w);
}

/* Be a keeper that is killed; what Criterion asserts only its own process may
 * say, so that the status tells how it went: 9 is well. */
static _Noreturn void
be_killed(void)
{
	struct why why = WHY_INIT;
	struct worker *w;
	char answer[200];

	if (worker_start(&def, "loaded ", &w, &why) != OUT_OK ||
	    call(w, "echo:", answer, &why) != OUT_OK)
		_exit(1);
	(void)raise(SIGKILL);
	_exit(2);
}

/* Orphans of ours come to us, so that we see them end. */
Test(worker, dies_with_its_keeper)
{
	pid_t keeper, pid;
	int n = 0, status, of_keeper = -1;

	skip_under_valgrind("no limit can be set");
	cr_assert_eq(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 0);
	keeper = fork();
	cr_assert_neq(keeper, -1);
	if (keeper == 0)
		be_killed();
	while ((pid = wait(&status)) != -1 || errno == EINTR) {
		n += pid != -1;
		if (pid == keeper)
			of_keeper = status;
	}
	cr_expect_eq(of_keeper, SIGKILL, "keeper: status %d", of_keeper);
	/* The nursery may still have the time to bury its child itself. */
	cr_expect(n == 2 || n == 3, "%d processes", n);
}

/* The only child of a process, or 0. */
static int
child_of(int parent)
{
	char path[64];
	int child = 0;
	FILE *f;

	(void)snprintf(
	    path, sizeof(path), "/proc/%d/task/%d/children", parent, parent);
	if ((f = fopen(path, "r")) == NULL)
		return 0;
	if (fscanf(f, "%d", &child) != 1)
		child = 0;
	(void)fclose(f);
	return child;
}

Test(worker, a_killed_nursery_is_not_the_inputs_fault)
{
	struct why why = WHY_INIT;
	struct worker *w;
	char answer[200];
	int nursery, i;

	w = start();
	if ((nursery = child_of(getpid())) == 0)
		cr_skip_test("no /proc/PID/task/TID/children");
	cr_assert_eq(kill(nursery, SIGKILL), 0);
	for (i = 0; i < 100; i++)
		(void)sched_yield();
	cr_expect_eq(call(w, "crash", answer, &why), OUT_RETRY, "%s", why.rule);
	cr_expect_str_eq(why.rule, "");
	worker_stop(w);
}

/* Whether that process has used so many clock ticks of CPU time. */
static bool
has_worked(int pid, unsigned long ticks)
{
	unsigned long used = 0;
	char path[64];
	FILE *f;

	(void)snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	if ((f = fopen(path, "r")) == NULL)
		return false;
	if (fscanf(f,
		"%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u "
		"%*u %lu",
		&used) != 1)
		used = 0;
	(void)fclose(f);
	return used >= ticks;
}

/* Kill with that signal the child of that nursery once it is at work; so
 * often. */
static _Noreturn void
be_a_killer(int nursery, int sig, int times)
{
	int child, last = 0;

	while (times > 0) {
		if ((child = child_of(nursery)) > 0 && child != last &&
		    has_worked(child, 5) && kill(child, sig) == 0) {
			last = child;
			times--;
		}
		(void)usleep(1000);
	}
	_exit(0);
}

/* Like def, with the time to be killed. */
static const struct worker_def patient = { "test", (size_t)64 << 20, 3,
	open_any, serve_any };

struct killing {
	int sig, times, out;
	char rule[24];
};

ParameterizedTestParameters(worker, killed)
{
	static struct killing rows[] = {
		{ SIGKILL, 2, OUT_RETRY, WORKER_KILLED },
		{ SIGTERM, 2, OUT_RETRY, WORKER_KILLED },
		{ SIGHUP, 2, OUT_RETRY, WORKER_KILLED },
		/* What a process can do to itself is its own deed. */
		{ SIGSEGV, 2, OUT_REJECT, "WORKER-DIED" },
		{ SIGALRM, 2, OUT_REJECT, "WORKER-DIED" },
		/* The last one decides: it takes more time than it may. */
		{ SIGKILL, 1, OUT_REJECT, "WORKER-DIED" },
	};

	return cr_make_param_array(
	    struct killing, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct killing *row, worker, killed)
{
	struct why why = WHY_INIT;
	struct worker *w;
	char answer[200];
	pid_t killer;
	int nursery;

	skip_under_valgrind("no limit can be set");
	cr_assert_eq(worker_start(&patient, "loaded ", &w, &why), OUT_OK);
	cr_assert_eq(worker_ready(w, &why), OUT_OK);
	if ((nursery = child_of(getpid())) == 0)
		cr_skip_test("no /proc/PID/task/TID/children");
	if ((killer = fork()) == 0)
		be_a_killer(nursery, row->sig, row->times);
	cr_assert_neq(killer, -1);
	cr_expect_eq((int)call(w, "loop", answer, &why), row->out);
	cr_expect_str_eq(why.rule, row->rule);
	(void)kill(killer, SIGKILL);
	(void)waitpid(killer, NULL, 0);
	expect_served(w);
	worker_stop(w);
}
