/* The tables of names: operations, objects, verdicts, events. */
#include "core/op.h"
#include "core/perform.h"
#include "script_run.h"

TEST(every_operation_has_its_own_name)
{
    for (unsigned i = 0; i < SEEP_OP_COUNT; i++)
        for (unsigned k = 0; k < i; k++)
            assert_string_not_equal(seep_op_name(i), seep_op_name(k));
    assert_string_equal(seep_op_name(SEEP_OP_SEND), "chan.send");
    assert_string_equal(seep_op_name(SEEP_OP_TRY_LOCK), "mutex.try_lock");
}

TEST(the_sets_of_kinds_are_as_the_table_has_them)
{
    static const unsigned flags[] = {
#define X(kind, name, flags) flags,
        SEEP_OP_KINDS(X)
#undef X
    };

    for (uint8_t i = 0; i < SEEP_OP_COUNT; i++) {
        assert_int_equal(seep_op_is_point(i), !!(flags[i] & SEEP_OP_P));
        assert_int_equal(seep_op_has_effect(i), !!(flags[i] & SEEP_OP_E));
    }
}

TEST(polls_have_no_effect)
{
    assert_false(seep_op_has_effect(SEEP_OP_READ));
    assert_false(seep_op_has_effect(SEEP_OP_LEN));
    assert_false(seep_op_has_effect(SEEP_OP_GOSCHED));
    assert_true(seep_op_has_effect(SEEP_OP_WRITE));
    assert_false(seep_op_is_point(SEEP_OP_GO));
}

TEST(objects_have_kinds_and_prefixes)
{
    const struct seep_object o = {.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_TIMER};

    assert_int_equal(seep_object_kind(&o), SEEP_OBJ_TIMER);
    assert_string_equal(seep_object_kind_text(SEEP_OBJ_TIMER), "timer");
    assert_string_equal(seep_object_kind_text(SEEP_OBJ_SHARED),
                        "shared variable");
    assert_string_equal(seep_object_kind_prefix(SEEP_OBJ_CHAN), "ch");
    assert_string_equal(seep_object_kind_prefix(SEEP_OBJ_G), "g");
}

TEST(verdicts_are_named_as_in_the_manual)
{
    assert_string_equal(seep_verdict_text(SEEP_VERDICT_PASS), "pass");
    assert_string_equal(seep_verdict_text(SEEP_VERDICT_PARTIAL_DEADLOCK),
                        "partial-deadlock");
    assert_string_equal(seep_verdict_text(SEEP_VERDICT_NONE), "none");
    /* the first that applies is the one: they stand in that order */
    assert_true(SEEP_VERDICT_PANIC < SEEP_VERDICT_FATAL);
    assert_true(SEEP_VERDICT_DEADLOCK < SEEP_VERDICT_LEAK);
    assert_true(SEEP_VERDICT_LEAK < SEEP_VERDICT_LIVELOCK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_operation_has_its_own_name),
        cmocka_unit_test(the_sets_of_kinds_are_as_the_table_has_them),
        cmocka_unit_test(polls_have_no_effect),
        cmocka_unit_test(objects_have_kinds_and_prefixes),
        cmocka_unit_test(verdicts_are_named_as_in_the_manual),
    };

    return cmocka_run_group_tests_name("op", tests, NULL, NULL);
}
