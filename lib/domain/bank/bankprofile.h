/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_BANKPROFILE_H
#define DOMAIN_BANKPROFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/why.h"
#include "io/config.h"

/*
 * bankprofile -- what one bank of the unit wants: the section [bank.ID] of
 * isupport.conf, checked.  What a profile holds has passed every check below;
 * nothing downstream looks again.
 */
enum bank_format {
	BANK_PAIN_09, /* pain.001.001.09 */
	BANK_PAIN_03, /* pain.001.001.03 */
	BANK_CSV,     /* outside SEPA: paycsv */
	BANK_FORMATS
};

/* As in isupport.conf: "pain.001.001.09", "csv". */
extern const char *const bank_format_names[BANK_FORMATS];

enum bank_address { /* of the payee */
	BANK_ADDRESS_NONE,
	BANK_ADDRESS_STRUCTURED,
	BANK_ADDRESS_HYBRID /* structured, and up to two lines */
};

struct bankprofile {
	char id[36]; /* ID of the section's name */
	enum bank_format format;
	bool notprovided; /* CdtrAgt/Othr/Id NOTPROVIDED, not omitted */
	enum bank_address address;
	uint32_t max_transfers; /* payments in one file */
	int days_ahead;		/* days from today to execution, at most */
	char separator;		/* of CSV: , or ;  In the file better as a
				 * word: after a blank, ; begins a comment */
	bool bom;		/* CSV begins with a byte order mark */
	char holder[288];	/* of the account that pays, UTF-8 */
	char iban[35];		/* that account; "" : cannot pay yet */
	char bic[12];		/* of its bank; "" : not needed */
	char currency[4];	/* of that account */
	char street[288];
	char building[72];
	char postcode[72];
	char town[144];
	char country[3];
	char language[3]; /* whose rules convert text (ISO 639-1) */
	char charges[5];  /* SLEV in SEPA; CSV: OUR, SHA or BEN */
	bool batch_booking;
	char category_purpose[5]; /* ISO external code */
	bool ultimate_debtor;	  /* name the maintenance debtor */
};

/**
 * bankprofile_default(format, profile):
 * Fill ${profile} with what isupport.conf(5) gives as defaults for ${format},
 * and no account.  A checker of other banks' files starts from this.
 */
void bankprofile_default(enum bank_format, struct bankprofile *);

/**
 * bankprofile_read(config, id, profile, why):
 * Fill ${profile} from the section [bank.${id}] of ${config}.
 * OUT_REJECT (rule BANK-PROFILE, place the key): a value is not one of those
 * allowed; holder or account are missing; the IBAN or BIC is wrong, outside
 * SEPA for pain.001, or of another country than the other; holder or town
 * cannot be written with the bank's characters; ${profile} is then of no use.
 */
MUST_CHECK enum outcome bankprofile_read(
    const struct config *, const char *, struct bankprofile *, struct why *);

/**
 * bankprofile_execution_day(profile, today):
 * Return the day to ask for: the next day after ${today} on which TARGET is
 * open, which is never too early, never a holiday and, as days_ahead is at
 * least BANK_DAYS_MIN, never too late.
 */
int32_t bankprofile_execution_day(const struct bankprofile *, int32_t);

#define BANK_DAYS_MIN 7 /* longer than any closure of TARGET */
#define BANK_DAYS_MAX 364
#define BANK_TRANSFERS_MAX 1000000

/** bankprofile_format(profile): the name of its format. */
const char *bankprofile_format(const struct bankprofile *);

#endif /* !DOMAIN_BANKPROFILE_H */
