/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef VALUE_MONEY_H
#define VALUE_MONEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/why.h"

/*
 * money -- amounts as integers of the currency's minor unit (ISO 4217).
 */
#define MONEY_MAX INT64_C(999999999999999)  /* R-1001: 15 digits */
#define MONEY_SEPA_MAX INT64_C(99999999999) /* euro cents */
#define MONEY_TEXT 24 /* bytes that hold any formatted amount */

/**
 * money_scale(currency):
 * Return the number of decimals of ${currency} (JPY 0, EUR 2, KWD 3), or -1
 * if it is no code of ISO 4217 that is or was a tender (HRK, BGN included).
 */
int money_scale(const char *);

/**
 * money_parse(s, currency, minor, why):
 * Read ${s}, a decimal with '.' and at most the currency's decimals ("12",
 * "12.5", "12.50"), optionally with a leading '-', and set ${minor}
 * (-MONEY_MAX to MONEY_MAX).  No '+', blank, exponent or grouping; no locale.
 * OUT_REJECT (rule R-1001): it is no such amount, or no such currency.
 */
MUST_CHECK enum outcome
money_parse(const char *, const char *, int64_t *, struct why *);

/**
 * money_format(minor, currency, buf):
 * Write ${minor} with '.' and all decimals of ${currency} (2 if unknown) to
 * the MONEY_TEXT bytes at ${buf}; return ${buf}.
 */
char *money_format(int64_t, const char *, char *);

/**
 * money_add(a, b, sum):
 * Set ${sum} to ${a} + ${b}; return false, ${sum} unchanged, if that is
 * beyond MONEY_MAX either way.
 */
bool money_add(int64_t, int64_t, int64_t *);

/**
 * money_convert(minor, from, rate, to, result, why):
 * Set ${result} to ${minor} of ${from} at ${rate} (a decimal: units of ${to}
 * for one unit of ${from}, up to 10 decimals), rounded half away from zero to
 * the minor unit of ${to} (R-1009).  Exact integer arithmetic.
 * OUT_REJECT (rule R-1009): no such rate (it must be positive), or overflow.
 */
MUST_CHECK enum outcome money_convert(
    int64_t, const char *, const char *, const char *, int64_t *, struct why *);

#endif /* !VALUE_MONEY_H */
