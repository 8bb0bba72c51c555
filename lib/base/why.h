/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_WHY_H
#define BASE_WHY_H

/*
 * why -- how an operation ended, and the reason in words.
 *
 * A library function that can fail returns an enum outcome and takes a
 * struct why as its last argument.  It decides, where the failure is seen,
 * whose fault it is; it never prints and never exits.  A stage prints the
 * reason once and turns the outcome into its exit status.
 *
 * The words hold no byte of the input: they go into logs and reason files,
 * where names of persons have no place.  The offending value stands apart,
 * in value[], and leaves the process only sealed.
 */
enum outcome {
	OUT_OK,	    /* done, or found already done with an equal result */
	OUT_REJECT, /* the input is at fault: never try it again */
	OUT_RETRY   /* the environment is at fault: try it again later */
};

struct why {
	char rule[24];	 /* rule id ("R-301", "XML-DOCTYPE"); "" if none */
	char place[128]; /* element path, or column; "" if none */
	int line;	 /* line of the input, from 1; 0 if none */
	char text[240];	 /* NUL-terminated printable ASCII; "" if no reason */
	char value[200]; /* the offending value, UTF-8 as it came, cut to fit */
};

#define WHY_INIT                  \
	{                         \
		"", "", 0, "", "" \
	}

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

/**
 * why_reject(why, rule, fmt, ...):
 * Start a new reason in ${why}: the rule id ${rule} and the formatted text,
 * cut to fit, without blanks or newlines at its end, and with every byte
 * outside printable ASCII replaced by '?', so that nothing can forge a log
 * line.  Neither is to hold input.  Return OUT_REJECT, so that a check is
 * one statement.
 */
enum outcome
why_reject(struct why *, const char *, const char *, ...) PRINTF_LIKE(3, 4);

/**
 * why_retry(why, fmt, ...):
 * As why_reject() without a rule, but return OUT_RETRY.
 */
enum outcome why_retry(struct why *, const char *, ...) PRINTF_LIKE(2, 3);

/**
 * why_sys(why, fmt, ...):
 * As why_retry(), with ": " and the text of errno appended.
 */
enum outcome why_sys(struct why *, const char *, ...) PRINTF_LIKE(2, 3);

#ifdef __clang_analyzer__ /* it does not look into why.c */
#define why_reject(...) ((why_reject)(__VA_ARGS__), OUT_REJECT)
#define why_retry(...) ((why_retry)(__VA_ARGS__), OUT_RETRY)
#define why_sys(...) ((why_sys)(__VA_ARGS__), OUT_RETRY)
#endif

/**
 * why_at(why, line, place):
 * Add to the reason in ${why} where it was seen: ${line} (0: not known) and
 * ${place}, an element path or column made of our own names.
 * A place already there stays, so that the innermost caller wins.
 */
void why_at(struct why *, int, const char *);

/**
 * why_value(why, value):
 * Keep the offending ${value} (NULL: none) beside the reason in ${why}, cut
 * to fit.
 */
void why_value(struct why *, const char *);

/**
 * why_line(why, buf, size):
 * Write the reason in ${why} to the ${size} bytes at ${buf} as one line of
 * printable ASCII, "RULE: text (place, line N)", without the value.
 * Return ${buf}.
 */
char *why_line(const struct why *, char *, unsigned long);

/**
 * outcome_status(out):
 * Return the exit status that tells ${out} to whoever runs the program: 0,
 * 65 (EX_DATAERR) or 75 (EX_TEMPFAIL).
 */
int outcome_status(enum outcome);

#endif /* !BASE_WHY_H */
