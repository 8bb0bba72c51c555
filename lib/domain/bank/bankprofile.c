/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/bank/bankprofile.h"

#include <string.h>

#include "value/date.h"

const char *const bank_format_names[BANK_FORMATS] = { [BANK_PAIN_09] =
							  "pain.001.001.09",
	[BANK_PAIN_03] = "pain.001.001.03",
	[BANK_CSV] = "csv" };

const char *
bankprofile_format(const struct bankprofile *p)
{

	return bank_format_names[p->format];
}

void
bankprofile_default(enum bank_format format, struct bankprofile *p)
{

	memset(p, 0, sizeof(*p));
	p->format = format;
	p->max_transfers = 10000;
	p->days_ahead = 90;
	p->separator = ',';
	strcpy(p->currency, "EUR");
	strcpy(p->language, "de");
	strcpy(p->charges, format == BANK_CSV ? "OUR" : "SLEV");
	p->batch_booking = true;
	strcpy(p->category_purpose, "OTHR");
}

int32_t
bankprofile_execution_day(const struct bankprofile *p, int32_t today)
{

	(void)p;
	return date_target_next(today, 1);
}
