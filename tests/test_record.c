/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/record.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "io/share.h"

static Rec__Case *
sample(void)
{
	Rec__Case *c = record_new(&rec__case__descriptor);
	void **slot;

	cr_assert_not_null(c);
	c->number = UINT64_C(2026000001);
	cr_assert_eq(record_set(&c->id, "DE-2026-000001"), 0);
	c->role = REC__CASE__ROLE__REQUESTED;
	c->application = record_new(&rec__application__descriptor);
	slot = record_add(&c->application->types, &c->application->n_types);
	cr_assert_not_null(slot);
	*slot = strdup("C-A");
	slot = record_add(&c->totals, &c->n_totals);
	cr_assert_not_null(slot);
	*slot = record_new(&rec__total__descriptor);
	cr_assert_eq(record_set(&c->totals[0]->account, "debt"), 0);
	return c;
}

Test(record, comes_back_as_it_was)
{
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;
	Rec__Case *c = sample(), *d;
	ProtobufCMessage *m;

	cr_assert_eq(record_pack(&c->base, &b, &why), OUT_OK);
	cr_assert_eq(
	    record_unpack(&rec__case__descriptor, b.data, b.len, &m, &why),
	    OUT_OK);
	d = RECORD_OF(Rec__Case, m);
	cr_assert_eq(d->number, UINT64_C(2026000001));
	cr_assert_str_eq(d->id, "DE-2026-000001");
	cr_assert_str_eq(d->reference, "");
	cr_assert_eq(d->role, REC__CASE__ROLE__REQUESTED);
	cr_assert_eq(d->application->n_types, 1);
	cr_assert_str_eq(d->application->types[0], "C-A");
	cr_assert_str_eq(d->totals[0]->account, "debt");
	record_free(d);
	record_free(c);
	buf_free(&b);
}

Test(record, pack_appends)
{
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;
	Rec__Total t = REC__TOTAL__INIT;

	cr_assert_eq(buf_puts(&b, "x"), 0);
	cr_assert_eq(record_pack(&t.base, &b, &why), OUT_OK);
	cr_assert_eq(b.len, 1);
	cr_assert_str_eq((char *)b.data, "x");
	buf_free(&b);
}

Test(record, cut_record_is_rejected)
{
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;
	Rec__Case *c = sample();
	ProtobufCMessage *m;

	cr_assert_eq(record_pack(&c->base, &b, &why), OUT_OK);
	cr_assert_eq(
	    record_unpack(&rec__case__descriptor, b.data, b.len - 1, &m, &why),
	    OUT_REJECT);
	cr_assert_null(m);
	cr_assert_str_eq(why.rule, "RECORD");
	record_free(c);
	buf_free(&b);
}

Test(record, unknown_field_is_rejected_at_any_depth)
{
	/* Field 2000; the same within field 13 (application) of a case. */
	static const char top[] = "\x82\x7d\x01x";
	static const char deep[] = "\x6a\x04\x82\x7d\x01x";
	struct why why = WHY_INIT;
	ProtobufCMessage *m;

	cr_assert_eq(record_unpack(&rec__case__descriptor, top, 4, &m, &why),
	    OUT_REJECT);
	cr_assert_str_eq(why.rule, "RECORD");
	cr_assert_eq(record_unpack(&rec__case__descriptor, deep, 6, &m, &why),
	    OUT_REJECT);
	cr_assert_null(m);
	cr_assert_eq(
	    record_unpack(&rec__case__descriptor, "\x6a\x00", 2, &m, &why),
	    OUT_OK);
	record_free(m);
}

Test(record, copy_is_equal_and_apart)
{
	struct why why = WHY_INIT;
	struct buf a = BUF_INIT, b = BUF_INIT;
	Rec__Case *c = sample(), *d = record_copy(&c->base);

	cr_assert_not_null(d);
	cr_assert_neq(c->id, d->id);
	cr_assert_eq(record_pack(&c->base, &a, &why), OUT_OK);
	cr_assert_eq(record_pack(&d->base, &b, &why), OUT_OK);
	cr_assert_eq(a.len, b.len);
	cr_assert_eq(memcmp(a.data, b.data, a.len), 0);
	record_free(c);
	record_free(d);
	buf_free(&a);
	buf_free(&b);
}

Test(record, set_takes_its_own_field_and_empties)
{
	Rec__Person *p = record_new(&rec__person__descriptor);

	cr_assert_eq(record_set(&p->family, "Exemplo"), 0);
	cr_assert_eq(record_set(&p->family, p->family), 0);
	cr_assert_str_eq(p->family, "Exemplo");
	cr_assert_eq(record_set(&p->family, p->family + 2), 0);
	cr_assert_str_eq(p->family, "emplo");
	cr_assert_eq(record_set(&p->family, NULL), 0);
	cr_assert_str_eq(p->family, "");
	cr_assert_eq(record_set(&p->family, "x"), 0);
	cr_assert_eq(record_set(&p->family, ""), 0);
	cr_assert_str_eq(p->family, "");
	record_free(p);
}

Test(record, bytes_are_set_and_emptied)
{
	Rec__Document *d = record_new(&rec__document__descriptor);

	cr_assert_eq(record_set_bytes(&d->bytes, "a\0b", 3), 0);
	cr_assert_eq(d->bytes.len, 3);
	cr_assert_eq(memcmp(d->bytes.data, "a\0b", 3), 0);
	cr_assert_eq(record_set_bytes(&d->bytes, NULL, 0), 0);
	cr_assert_null(d->bytes.data);
	cr_assert_eq(d->bytes.len, 0);
	record_free(d);
}

Test(record, add_grows_what_was_unpacked)
{
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;
	Rec__Worklist *w = record_new(&rec__worklist__descriptor);
	ProtobufCMessage *m;
	void **slot;
	size_t i;

	for (i = 0; i < 100; i++) {
		slot = record_add(&w->tasks, &w->n_tasks);
		cr_assert_not_null(slot);
		cr_assert_null(*slot);
		*slot = record_new(&rec__task__descriptor);
		w->tasks[i]->number = i;
		if (i % 7 != 0)
			continue;
		buf_reset(&b);
		cr_assert_eq(record_pack(&w->base, &b, &why), OUT_OK);
		record_free(w);
		cr_assert_eq(record_unpack(&rec__worklist__descriptor, b.data,
				 b.len, &m, &why),
		    OUT_OK);
		w = RECORD_OF(Rec__Worklist, m);
	}
	cr_assert_eq(w->n_tasks, 100);
	for (i = 0; i < 100; i++)
		cr_assert_eq(w->tasks[i]->number, i);
	record_free(w);
	record_free(NULL);
	buf_free(&b);
}

Test(share, is_absolute_and_fits_or_is_empty)
{
	static const char tail[] = "/data/x";
	char path[4096], tiny[4];

	cr_assert_eq(share_path("data/x", path, sizeof(path))[0], '/');
	cr_assert_str_eq(path + strlen(path) - strlen(tail), tail);
	cr_assert_str_eq(share_path("data/x", tiny, sizeof(tiny)), "");
}
