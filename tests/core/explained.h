/* explained.h - for suites about a report: the one that is looked at, and the
 * goroutines that are stuck in it. */
#ifndef EXPLAINED_H
#define EXPLAINED_H

#include "script_run.h"

static struct seep_report r;

/* A teardown: a suite sets r in each of its tests. */
static int fini_report(void **state)
{
    (void)state;
    seep_report_fini(&r);
    return 0;
}

/* The group of goroutine id, which must be the first of one. */
static inline const struct seep_stuck *stuck(uint32_t id)
{
    for (size_t i = 0; i < r.nstuck; i++)
        if (r.stuck[i].who.id == id)
            return &r.stuck[i];
    fail_msg("no group begins with goroutine %u", id);
    return NULL;
}

#define assert_cause(id, text) assert_string_equal(stuck(id)->cause, text)

#define UNIT(name) cmocka_unit_test_teardown(name, fini_report)

/* The first row of r with that text. */
static inline const struct seep_row *row(const char *text)
{
    for (size_t i = 0; i < r.nrows; i++)
        if (!strcmp(r.rows[i].text, text))
            return &r.rows[i];
    fail_msg("no row says %s", text);
    return NULL;
}

static inline void assert_waker(const struct seep_stuck *k, size_t i,
                                uint32_t id, const char *did, const char *fate)
{
    assert_true(i < k->nwakers);
    assert_int_equal(k->wakers[i].who.id, id);
    assert_string_equal(k->wakers[i].did, did);
    assert_string_equal(k->wakers[i].fate, fate);
}

#endif
