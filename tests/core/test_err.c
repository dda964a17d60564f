/* The assertion: what it prints, and the status it leaves. */
#include <stdlib.h>
#include <unistd.h>

#include "core/err.h"
#include "core/perform.h"
#include "script_run.h"

static jmp_buf back;
static int status;

/* In place of the C library's: the test goes on after it. */
_Noreturn void _Exit(int code)
{
    status = code;
    longjmp(back, 1);
}

/* Breaks one assertion, with stderr going to a file; what it printed. */
static const char *printed(void (*fn)(void))
{
    static char text[512];
    FILE *f = tmpfile();
    int keep = dup(STDERR_FILENO);

    fflush(stderr);
    dup2(fileno(f), STDERR_FILENO);
    status = 0;
    if (!setjmp(back))
        fn();
    fflush(stderr);
    dup2(keep, STDERR_FILENO);
    close(keep);
    rewind(f);
    text[fread(text, 1, sizeof text - 1, f)] = '\0';
    fclose(f);
    return text;
}

static void break_one(void)
{
    seep_assert(1 + 1 == 3);
}

static void keep_one(void)
{
    seep_assert(1 + 1 == 2);
}

static void perform_nothing(void)
{
    const struct line body[] = {END};
    struct script *w =
        script_open(script_arena(0), &(struct scenario){.body = body}, NULL);

    w->sim.main->op.kind = SEEP_OP_NONE;
    (void)seep_perform(&w->sim, w->sim.main);
}

TEST(a_broken_assertion_says_what_and_where_and_that_it_is_our_fault)
{
    const char *text = printed(break_one);

    assert_int_equal(status, 70);
    assert_non_null(strstr(text, "seep: internal error: 1 + 1 == 3 ("));
    assert_non_null(strstr(text, "test_err.c:"));
    assert_non_null(strstr(text, "this is a bug in seep"));
}

TEST(a_kept_assertion_is_silent)
{
    assert_string_equal(printed(keep_one), "");
    assert_int_equal(status, 0);
}

TEST(an_operation_that_nobody_performs_is_our_fault)
{
    assert_non_null(
        strstr(printed(perform_nothing), "an operation that nobody performs"));
    assert_int_equal(status, 70);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_broken_assertion_says_what_and_where_and_that_it_is_our_fault),
        cmocka_unit_test(a_kept_assertion_is_silent),
        cmocka_unit_test(an_operation_that_nobody_performs_is_our_fault),
    };

    return cmocka_run_group_tests_name("err", tests, NULL, NULL);
}
