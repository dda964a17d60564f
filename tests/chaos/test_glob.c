/* Patterns of names, and what they remember of the last ones. */
#include "chaos/glob.h"
#include "tests/core/script_run.h"

TEST(a_name_matches_itself_alone)
{
    assert_true(seep_glob_matches("jobs", "jobs"));
    assert_false(seep_glob_matches("jobs", "jobs2"));
    assert_false(seep_glob_matches("jobs", "job"));
    assert_false(seep_glob_matches("jobs", ""));
    assert_true(seep_glob_matches("", ""));
}

TEST(a_star_is_any_text_and_a_question_mark_one_character)
{
    assert_true(seep_glob_matches("*", ""));
    assert_true(seep_glob_matches("w*r", "worker"));
    assert_true(seep_glob_matches("*ab*ab", "abaabab"));
    assert_false(seep_glob_matches("w*r", "workers"));
    assert_true(seep_glob_matches("w?rker", "worker"));
    assert_false(seep_glob_matches("w?", "w"));
    assert_true(seep_glob_matches("?*?", "ab"));
    assert_false(seep_glob_matches("?*?", "a"));
}

TEST(many_stars_take_no_time)
{
    char text[4096];

    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_false(seep_glob_matches("a*a*a*a*a*a*a*a*a*a*a*b", text));
}

TEST(it_knows_what_it_has_learnt)
{
    struct seep_glob g = {.pattern = "w*"};
    bool known = true;

    assert_false(seep_glob_knows(&g, 7, &known));
    assert_true(seep_glob_learn(&g, 7, true));
    assert_false(seep_glob_learn(&g, 8, false));
    assert_true(seep_glob_knows(&g, 7, &known));
    assert_true(known);
    assert_true(seep_glob_knows(&g, 8, &known));
    assert_false(known);
}

TEST(what_it_has_forgotten_it_does_not_make_up)
{
    struct seep_glob g = {.pattern = "w*"};
    bool known;

    for (uint32_t key = 1; key <= 1000; key++)
        seep_glob_learn(&g, key, key % 3 == 0);
    for (uint32_t key = 1; key <= 1000; key++)
        if (seep_glob_knows(&g, key, &known))
            assert_int_equal(known, key % 3 == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_matches_itself_alone),
        cmocka_unit_test(a_star_is_any_text_and_a_question_mark_one_character),
        cmocka_unit_test(many_stars_take_no_time),
        cmocka_unit_test(it_knows_what_it_has_learnt),
        cmocka_unit_test(what_it_has_forgotten_it_does_not_make_up),
    };

    return cmocka_run_group_tests_name("glob", tests, NULL, NULL);
}
