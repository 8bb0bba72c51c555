/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/form/header_view.h"

#define PARTY(p)                                                  \
	"transport/" p "/Identifier",                             \
	    "transport/" p "/contactInformation/Contact",         \
	    "transport/" p "/contactInformation/EmailAddress",    \
	    "transport/" p "/contactInformation/FaxNumber",       \
	    "transport/" p "/contactInformation/TelephoneNumber", \
	    "transport/" p "/contactInformation/ContactTypeIdentifier"

const char *const header_paths[HEADER_FIELDS] = {
	"HeaderVersion",
	PARTY("Sender"),
	PARTY("Receiver"),
	"transport/msgId",
	"transport/caseId",
	"transport/creditorName",
	"transport/debitorName",
	"transport/msgCreationDateAndTime",
	"transport/msgHashCode",
	"transport/cdTypeForm",
};

static void
view_party(const Rec__Authority *a, const char **value)
{
	const Rec__Contact *c = a == NULL ? NULL : a->contact;
	size_t i;

	for (i = 0; i < PARTY_FIELDS; i++)
		value[i] = "";
	if (a != NULL) {
		value[PARTY_CODE] = a->code;
		value[PARTY_NAME] = a->name;
	}
	if (a != NULL && a->responsible != NULL)
		value[PARTY_CONTACT] = a->responsible->name;
	if (c != NULL) {
		value[PARTY_EMAIL] = c->email;
		value[PARTY_FAX] = c->fax;
		if (c->n_telephones > 0)
			value[PARTY_TELEPHONE] = c->telephones[0];
	}
}

enum outcome
header_view(const Rec__Header *h, struct header_view *v, struct why *why)
{
	enum outcome out;

	v->case_id = (struct buf)BUF_INIT;
	(void)buf_puts(&v->case_id, h->thread);
	if (h->msg_no > 0)
		(void)buf_printf(&v->case_id, "/MSG-%02u", h->msg_no);
	if ((out = buf_ok(&v->case_id, why)) != OUT_OK) {
		header_view_free(v);
		return out;
	}
	v->value[HEADER_VERSION] = h->version;
	view_party(h->sender, v->value + HEADER_SENDER);
	view_party(h->receiver, v->value + HEADER_RECEIVER);
	v->value[HEADER_MSG_ID] = h->msg_id;
	v->value[HEADER_CASE_ID] = (const char *)v->case_id.data;
	v->value[HEADER_CREDITOR] = h->creditor;
	v->value[HEADER_DEBTOR] = h->debtor;
	v->value[HEADER_CREATED] = h->created;
	v->value[HEADER_HASH] = h->hash;
	v->value[HEADER_FORM] = h->form;
	return OUT_OK;
}

void
header_view_free(struct header_view *v)
{
	buf_free(&v->case_id);
}
