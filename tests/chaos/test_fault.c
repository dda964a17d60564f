/* The table of faults, and the words for places. */
#include "chaos/fault.h"
#include "core/perform.h"
#include "tests/core/script_run.h"

static struct seep_places both(struct seep_places a, struct seep_places b)
{
    return (struct seep_places){a.ops & b.ops, a.spots & b.spots};
}

TEST(every_fault_is_found_by_its_name_and_can_be_where_it_usually_is)
{
    for (int i = 0; i < SEEP_FAULT_COUNT; i++) {
        const struct seep_fault *f = &seep_faults[i];
        struct seep_places where = seep_places_list(f->where);
        struct seep_places usual = seep_places_list(f->usual);
        struct seep_places shared = both(where, usual);

        assert_ptr_equal(seep_fault_find(f->name), f);
        assert_true(usual.ops || usual.spots);
        assert_int_equal(shared.ops, usual.ops);
        /* "*" is any operation, and a context's channel is on some. */
        if (strcmp(f->where, "*") != 0)
            assert_int_equal(shared.spots, usual.spots);
        assert_true(*f->help);
    }
    assert_null(seep_fault_find("delya"));
    assert_null(seep_fault_find(""));
}

TEST(a_word_is_a_name_or_what_stands_before_its_dot)
{
    struct seep_places send = seep_places_of("chan.send");
    struct seep_places chan = seep_places_of("chan");

    assert_int_equal(send.ops, UINT64_C(1) << SEEP_OP_SEND);
    assert_int_equal(both(send, chan).ops, send.ops);
    assert_true(chan.ops & UINT64_C(1) << SEEP_OP_RECV);
    assert_false(chan.ops & UINT64_C(1) << SEEP_OP_LOCK);
    assert_int_equal(seep_places_of("cha").ops, 0);
    assert_int_equal(seep_places_of("chan.").ops, 0);
}

TEST(a_pattern_is_all_that_fits_it)
{
    struct seep_places p = seep_places_of("*.recv");

    assert_int_equal(p.ops, UINT64_C(1) << SEEP_OP_RECV);
    assert_int_equal(p.spots, 0);
    assert_int_equal(seep_places_of("conn.*").spots, 1u << SEEP_SPOT_DIAL |
                                                         1u << SEEP_SPOT_READ |
                                                         1u << SEEP_SPOT_WRITE);
}

TEST(anything_is_any_operation_and_no_spot)
{
    struct seep_places p = seep_places_of("*");

    assert_int_equal(p.spots, 0);
    for (int k = SEEP_OP_NONE + 1; k < SEEP_OP_COUNT; k++)
        assert_int_equal(p.ops >> k & 1, seep_op_is_point((uint8_t)k) != 0);
}

TEST(a_list_is_all_its_words)
{
    struct seep_places p = seep_places_list("chan.send pool.get nothing");

    assert_int_equal(p.ops, UINT64_C(1) << SEEP_OP_SEND);
    assert_int_equal(p.spots, 1u << SEEP_SPOT_POOL);
    assert_int_equal(seep_places_list("").ops, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            every_fault_is_found_by_its_name_and_can_be_where_it_usually_is),
        cmocka_unit_test(a_word_is_a_name_or_what_stands_before_its_dot),
        cmocka_unit_test(a_pattern_is_all_that_fits_it),
        cmocka_unit_test(anything_is_any_operation_and_no_spot),
        cmocka_unit_test(a_list_is_all_its_words),
    };

    return cmocka_run_group_tests_name("fault", tests, NULL, NULL);
}
