/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The writing half of formxml.h.
 */
#include <stdint.h>
#include <string.h>

#include "domain/form/form.h"
#include "domain/form/formxml.h"
#include "io/xmlout.h"
#include "value/money.h"

#define BLANKS " \t\r\n"

static void
indent(struct formout *o)
{
	int i;

	for (i = 0; i < o->depth; i++)
		(void)buf_puts(o->buf, "  ");
}

static void
put_attrs(struct formout *o, const struct formout_attr *attr)
{
	for (; attr->name != NULL; attr++) {
		if (attr->value[0] == '\0')
			continue;
		(void)buf_printf(o->buf, " %s=\"", attr->name);
		xmlout_text(o->buf, attr->value);
		(void)buf_puts(o->buf, "\"");
	}
}

void
formout_begin(struct formout *o, const char *name, const char *language)
{
	const struct formout_attr attrs[] = { { "xmlns", FORM_NS },
		{ "language", language }, { NULL, NULL } };

	(void)buf_puts(o->buf, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	formout_code(o, name, attrs);
}

void
formout_end(struct formout *o, const char *name)
{
	formout_close(o, name);
}

void
formout_open(struct formout *o, const char *name)
{
	formout_code(o, name, (struct formout_attr[]){ { NULL, NULL } });
}

void
formout_code(
    struct formout *o, const char *name, const struct formout_attr *attrs)
{
	indent(o);
	(void)buf_printf(o->buf, "<%s", name);
	put_attrs(o, attrs);
	(void)buf_puts(o->buf, ">\n");
	o->depth++;
}

void
formout_close(struct formout *o, const char *name)
{
	o->depth--;
	indent(o);
	(void)buf_printf(o->buf, "</%s>\n", name);
}

/* Append the text without the blanks at its ends; where it is to stay on one
 * line, what would break it becomes a blank. */
static void
put_text(struct formout *o, const char *s, bool oneline)
{
	struct buf b = BUF_INIT;
	size_t i, len;

	s += strspn(s, BLANKS);
	for (len = strlen(s); len > 0; len--)
		if (strchr(BLANKS, s[len - 1]) == NULL)
			break;
	if (buf_add(&b, s, len) == -1) {
		/* The caller's buf_ok() is to tell of it. */
		(void)buf_room(o->buf, SIZE_MAX);
		return;
	}
	for (i = 0; i < len && oneline; i++)
		if (strchr(BLANKS, b.data[i]) != NULL)
			b.data[i] = ' ';
	xmlout_text(o->buf, (const char *)b.data);
	buf_free(&b);
}

static void
element(struct formout *o, const char *name, const struct formout_attr *attrs,
    const char *s, bool oneline)
{
	if (s[strspn(s, BLANKS)] == '\0')
		return;
	indent(o);
	(void)buf_printf(o->buf, "<%s", name);
	put_attrs(o, attrs);
	(void)buf_puts(o->buf, ">");
	put_text(o, s, oneline);
	(void)buf_printf(o->buf, "</%s>\n", name);
}

void
formout_elem(struct formout *o, const char *name,
    const struct formout_attr *attrs, const char *s)
{
	element(o, name, attrs, s, true);
}

void
formout_text(struct formout *o, const char *name, const char *s)
{
	element(o, name, (struct formout_attr[]){ { NULL, NULL } }, s, true);
}

void
formout_lines(
    struct formout *o, const char *name, const char *language, const char *s)
{
	element(o, name,
	    (struct formout_attr[]){ { "xml:lang", language }, { NULL, NULL } },
	    s, false);
}

void
formout_tick(struct formout *o, const char *name, bool yes)
{
	formout_text(o, name, yes ? "true" : "false");
}

void
formout_money(struct formout *o, const char *name, const Rec__Money *m)
{
	char text[MONEY_TEXT];

	if (m != NULL)
		element(o, name,
		    (struct formout_attr[]){
			{ "currency", m->currency }, { NULL, NULL } },
		    money_format(m->minor, m->currency, text), true);
}

static void
put_address(struct formout *o, const Rec__Address *a)
{
	size_t i;

	if (a == NULL)
		return;
	formout_open(o, "Address");
	formout_text(o, "Street", a->street);
	formout_text(o, "Building", a->building);
	formout_text(o, "Postcode", a->postcode);
	formout_text(o, "Town", a->town);
	formout_text(o, "Region", a->region);
	formout_text(o, "Country", a->country);
	for (i = 0; i < a->n_lines; i++)
		formout_text(o, "Line", a->lines[i]);
	formout_close(o, "Address");
}

void
formout_contact(struct formout *o, const Rec__Contact *c)
{
	size_t i;

	if (c == NULL)
		return;
	put_address(o, c->address);
	for (i = 0; i < c->n_telephones; i++)
		formout_text(o, "Telephone", c->telephones[i]);
	formout_text(o, "Fax", c->fax);
	formout_text(o, "Email", c->email);
}

void
formout_responsible(
    struct formout *o, const char *name, const Rec__Responsible *r)
{
	size_t i;

	if (r == NULL)
		return;
	formout_open(o, name);
	formout_text(o, "Name", r->name);
	formout_text(o, "Telephone", r->telephone);
	formout_text(o, "Fax", r->fax);
	formout_text(o, "Email", r->email);
	for (i = 0; i < r->n_languages; i++)
		formout_text(o, "Language", r->languages[i]);
	formout_close(o, name);
}

void
formout_signed(struct formout *o, const char *name, const Rec__Signed *s)
{
	if (s == NULL)
		return;
	formout_open(o, name);
	formout_text(o, "Name", s->name);
	formout_text(o, "Place", s->place);
	formout_text(o, "Date", s->date);
	formout_close(o, name);
}
