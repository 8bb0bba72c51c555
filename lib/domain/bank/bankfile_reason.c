/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "domain/bank/bankfile.h"

static const struct bank_reason reasons[] = {
#include "domain/reasons.inc"
};

/* A row begins with its code. */
static int
compare(const void *code, const void *row)
{

	return strcmp(code, row);
}

const struct bank_reason *
bankfile_reason(const char *code)
{

	return bsearch(code, reasons, sizeof(reasons) / sizeof(reasons[0]),
	    sizeof(reasons[0]), compare);
}

enum bank_verdict
bankfile_verdict(const char *status)
{
	static const struct {
		char code[6];
		enum bank_verdict verdict;
	} verdicts[] = { { "ACCC", BANK_SETTLED }, { "ACCP", BANK_PENDING },
		{ "ACFC", BANK_PENDING }, { "ACFW", BANK_PENDING },
		{ "ACIS", BANK_PENDING }, { "ACPD", BANK_PENDING },
		{ "ACSC", BANK_SETTLED }, { "ACSP", BANK_ACCEPTED },
		{ "ACTC", BANK_PENDING }, { "ACWC", BANK_ACCEPTED },
		{ "ACWP", BANK_ACCEPTED }, { "BLCK", BANK_REJECTED },
		{ "CANC", BANK_REJECTED }, { "PATC", BANK_PENDING },
		{ "PDNG", BANK_PENDING }, { "RCVC", BANK_PENDING },
		{ "RCVD", BANK_PENDING }, { "RJCT", BANK_REJECTED },
		{ "RVCM", BANK_PENDING }, { "RVMC", BANK_PENDING },
		{ "RVNA", BANK_PENDING }, { "RVNC", BANK_PENDING },
		{ "RVNM", BANK_PENDING } };
	size_t i;

	for (i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++)
		if (strcmp(verdicts[i].code, status) == 0)
			return verdicts[i].verdict;
	return BANK_UNKNOWN;
}
