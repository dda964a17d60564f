/* A report owns what it points to, and gives it back. */
#include "core/text.h"
#include "script_run.h"

TEST(a_zeroed_report_is_valid)
{
    struct seep_report r = {0}, zero = {0};

    seep_report_fini(&r);
    assert_memory_equal(&r, &zero, sizeof r);
}

TEST(a_full_report_is_freed_and_cleared)
{
    const struct line worker[] = {SELECT(ON_SEND(A, 1), ON_RECV(NIL)), END};
    const struct line locker[] = {LOCK(A), END};
    const struct line body[] = {GO_AS("worker", worker),
                                NEW_TICKER(0, MS),
                                RECV(A),
                                LOCK(A),
                                GO_MANY(locker, 3),
                                GO(worker),
                                RECV(TIMER(0)),
                                PANIC("boom"),
                                END};
    struct seep_report r = EXPLAIN(.body = body), zero = {0};

    assert_true(r.nstuck > 0 && r.nrows > 0 && r.nlanes > 0 && r.nnotes > 0);
    seep_report_fini(&r);
    assert_memory_equal(&r, &zero, sizeof r);
    seep_report_fini(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_zeroed_report_is_valid),
        cmocka_unit_test(a_full_report_is_freed_and_cleared),
    };

    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
