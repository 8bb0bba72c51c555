/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_CODES_H
#define DOMAIN_CODES_H

#include <libxml/tree.h>

#include "base/why.h"
#include "domain/form/finding.h"

/*
 * codes -- whether the codes of countries, parties and languages on a form
 * exist.  Its schema says where one may stand and how it is written, not which
 * there are.
 */

/**
 * codes_check(doc, severity, text, list, why):
 * For each element and attribute of ${doc}, a form of any kind, that holds
 * such a code (by its name, at any place) and holds none that exists, append
 * to ${list} a finding of the rule FORM-CODE with ${severity} and ${text}.
 * Its place is the element, its value the code.  Of a party's code the State
 * is looked at; an empty code is none to look at.
 * OUT_RETRY: memory is short.
 */
MUST_CHECK enum outcome codes_check(const xmlDoc *, const char *, const char *,
    struct findings *, struct why *);

#endif /* !DOMAIN_CODES_H */
