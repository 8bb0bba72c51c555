/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_PAYCHECK_WALK_H
#define DOMAIN_PAYCHECK_WALK_H

#include <libxml/parser.h>

/** paycheck_handlers(sax): fill ${sax} with what walks the elements; its
 * context is the struct paycheck. */
void paycheck_handlers(xmlSAXHandler *);

#endif /* !DOMAIN_PAYCHECK_WALK_H */
