/* Strings of a report. */
#include "core/text.h"
#include "script_run.h"

TEST(text_is_made_by_printf)
{
    char *s = seep_text("%s %d", "worker", 3);

    assert_string_equal(s, "worker 3");
    seep_text_free(s);
}

TEST(text_is_added_at_the_end)
{
    char *s = seep_text("%s", "");

    for (int i = 0; i < 3; i++)
        seep_text_add(&s, ".%d", i);
    assert_string_equal(s, ".0.1.2");
    seep_text_free(s);
}

TEST(long_text_is_not_cut)
{
    char *s = seep_text("%s", "");

    for (int i = 0; i < 1000; i++)
        seep_text_add(&s, "%s", "0123456789");
    assert_int_equal(strlen(s), 10000);
    seep_text_free(s);
}

TEST(no_text_is_freed_without_harm)
{
    seep_text_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_made_by_printf),
        cmocka_unit_test(text_is_added_at_the_end),
        cmocka_unit_test(long_text_is_not_cut),
        cmocka_unit_test(no_text_is_freed_without_harm),
    };

    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
