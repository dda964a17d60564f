/* Interned names and places. */
#include "core/names.h"
#include "script_run.h"

static uint32_t name(struct seep_names *n, struct seep_arena *a,
                     const char *text)
{
    return seep_name(n, a, text, strlen(text));
}

TEST(the_same_text_has_the_same_number)
{
    struct seep_arena *a = script_arena(0);
    struct seep_names n = {0};
    uint32_t worker = name(&n, a, "worker");

    assert_int_equal(worker, 1);
    assert_int_equal(name(&n, a, "main"), 2);
    assert_int_equal(name(&n, a, "worker"), worker);
    assert_int_equal(seep_name(&n, a, "workers", 6), worker);
    assert_string_equal(seep_name_text(&n, worker), "worker");
    assert_int_equal(seep_site_line(&n, worker), 0);
}

TEST(places_differ_by_file_and_line)
{
    struct seep_arena *a = script_arena(0);
    struct seep_names n = {0};
    uint32_t i = seep_site(&n, a, "a.lua", 5, 3);

    assert_int_not_equal(seep_site(&n, a, "a.lua", 5, 4), i);
    assert_int_not_equal(seep_site(&n, a, "b.lua", 5, 3), i);
    assert_int_not_equal(name(&n, a, "a.lua"), i);
    assert_int_equal(seep_site(&n, a, "a.lua", 5, 3), i);
    assert_string_equal(seep_name_text(&n, i), "a.lua");
    assert_int_equal(seep_site_line(&n, i), 3);
}

TEST(nothing_is_number_zero)
{
    struct seep_arena *a = script_arena(0);
    struct seep_names n = {0};

    assert_int_equal(name(&n, a, ""), 0);
    assert_string_equal(seep_name_text(&n, 0), "");
    assert_int_equal(seep_site_line(&n, 0), 0);
    assert_int_equal(seep_arena_stats(a).allocs, 0);
}

TEST(bytes_of_any_value_are_kept)
{
    struct seep_arena *a = script_arena(0);
    struct seep_names n = {0};
    uint32_t i = seep_name(&n, a, "a\0b", 3), k = seep_name(&n, a, "a\0c", 3);

    assert_int_not_equal(i, k);
    assert_memory_equal(seep_name_text(&n, k), "a\0c", 4);
}

TEST(numbers_stay_while_the_table_grows)
{
    struct seep_arena *a = script_arena(0);
    struct seep_names n = {0};
    char text[32];

    for (uint32_t i = 1; i <= 5000; i++) {
        snprintf(text, sizeof text, "name%u", i);
        assert_int_equal(name(&n, a, text), i);
    }
    for (uint32_t i = 1; i <= 5000; i++) {
        snprintf(text, sizeof text, "name%u", i);
        assert_int_equal(name(&n, a, text), i);
        assert_string_equal(seep_name_text(&n, i), text);
    }
    assert_int_equal(n.count, 5000);
}

/* Every allocation of 100 names fails once; the names that were refused can
 * be made afterwards, and the others are not disturbed. */
TEST(a_refused_name_is_unnamed_and_may_be_tried_again)
{
    for (uint64_t nth = 1; nth < 130; nth++) {
        struct seep_arena *a = script_arena(0);
        struct seep_names n = {0};
        char text[32];

        seep_arena_fail_nth(a, nth, false);
        for (int pass = 0; pass < 2; pass++)
            for (uint32_t i = 0; i < 100; i++) {
                snprintf(text, sizeof text, "name%u", i);
                uint32_t k = name(&n, a, text);
                if (pass == 1 || k)
                    assert_string_equal(seep_name_text(&n, k), text);
            }
        assert_int_equal(n.count, 100);
    }
}

TEST(a_name_known_before_is_found_when_memory_is_out)
{
    struct seep_arena *a = script_arena(0);
    struct seep_names n = {0};
    char text[] = "a";

    for (; *text <= 'z'; ++*text) {
        uint32_t i = name(&n, a, text);
        struct seep_snapshot *before = seep_snapshot_take(a);
        struct seep_names kept = n;
        seep_arena_fail_nth(a, 1, true);
        assert_int_equal(name(&n, a, text), i);
        seep_snapshot_restore(a, before);
        seep_snapshot_free(before);
        n = kept;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_text_has_the_same_number),
        cmocka_unit_test(places_differ_by_file_and_line),
        cmocka_unit_test(nothing_is_number_zero),
        cmocka_unit_test(bytes_of_any_value_are_kept),
        cmocka_unit_test(numbers_stay_while_the_table_grows),
        cmocka_unit_test(a_refused_name_is_unnamed_and_may_be_tried_again),
        cmocka_unit_test(a_name_known_before_is_found_when_memory_is_out),
    };

    return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
