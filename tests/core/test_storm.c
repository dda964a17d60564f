/* Storms: how many goroutines, how many of them blocked, and for how long. */
#include "script_run.h"

#define PERCENT (SEEP_STORM_ALL / 100)
#define MINUTE (60 * SECOND)

static const struct line waits[] = {RECV(A), END};

/* Runs body to its end, watched, with these limits (NULL: the defaults). */
static struct seep_report explain(const struct line *body,
                                  const struct seep_storm_limits *limits)
{
    return EXPLAIN(.body = body, .storm = limits);
}

#define assert_storm(text_, body_, limits_)                                    \
    do {                                                                       \
        struct seep_report r_ = explain(body_, limits_);                       \
        assert_non_null(r_.storm);                                             \
        assert_string_equal(r_.storm, text_);                                  \
        seep_report_fini(&r_);                                                 \
    } while (0)

#define assert_calm(body_, limits_)                                            \
    do {                                                                       \
        struct seep_report r_ = explain(body_, limits_);                       \
        assert_null(r_.storm);                                                 \
        seep_report_fini(&r_);                                                 \
    } while (0)

/* Main and n that wait for it to close A after t. */
#define BODY(n, t)                                                             \
    {                                                                          \
        GO_MANY(waits, n), SLEEP(t), CLOSE(A), END                             \
    }

/* ---- the defaults ---- */

TEST(five_thousand_are_no_storm_and_one_more_is)
{
    const struct line few[] = BODY(4999, 3 * MINUTE);
    const struct line many[] = BODY(5000, 3 * MINUTE);

    assert_calm(few, NULL);
    assert_storm("5001 goroutines after 180 s, 100 % of them blocked, for "
                 "180 s on average",
                 many, NULL);
}

TEST(ninety_seconds_are_no_storm)
{
    const struct line body[] = BODY(6000, 90 * SECOND);
    const struct line longer[] = BODY(6000, 90 * SECOND + 1);

    assert_calm(body, NULL);
    assert_storm("6001 goroutines after 90 s, 100 % of them blocked, for "
                 "90 s on average",
                 longer, NULL);
}

TEST(a_storm_is_the_verdict_when_nothing_else_is)
{
    const struct line body[] = BODY(6000, 3 * MINUTE);

    assert_verdict(STORM, "", .body = body);
}

/* ---- limits of one's own ---- */

TEST(the_number_can_be_set)
{
    const struct seep_storm_limits limits = {10, 67 * PERCENT, SECOND};
    const struct line few[] = BODY(9, 2 * SECOND);
    const struct line many[] = BODY(10, 2 * SECOND);

    assert_calm(few, &limits);
    assert_storm("11 goroutines after 2000 ms, 100 % of them blocked, for "
                 "2000 ms on average",
                 many, &limits);
}

/* Three are blocked; those in a system call (and main, in another) are not:
 * they are 50 % of six. */
TEST(the_share_can_be_set)
{
    const struct line busy[] = {SYSCALL(MINUTE), END};
    const struct line body[] = {GO_MANY(waits, 3), GO_MANY(busy, 2),
                                SYSCALL(10 * SECOND), CLOSE(A), END};
    const struct seep_storm_limits half = {4, 50 * PERCENT, SECOND};
    const struct seep_storm_limits less = {4, 50 * PERCENT - 1, SECOND};

    assert_calm(body, &half);
    assert_storm("6 goroutines after 10 s, 50 % of them blocked, for 10 s on "
                 "average",
                 body, &less);
}

/* Two wait for 4 s, two and main for 2 s: 14 s / 5. */
TEST(the_age_is_that_of_the_blocked_on_average)
{
    const struct line body[] = {GO_MANY(waits, 2), SLEEP(2 * SECOND),
                                GO_MANY(waits, 2), SLEEP(2 * SECOND),
                                CLOSE(A),          END};
    const struct seep_storm_limits below = {4, 0, 2800 * MS - 1};
    const struct seep_storm_limits equal = {4, 0, 2800 * MS};

    assert_calm(body, &equal);
    assert_storm("5 goroutines after 4000 ms, 100 % of them blocked, for "
                 "2800 ms on average",
                 body, &below);
}

TEST(it_is_looked_for_as_often_as_the_age_asks)
{
    const struct seep_storm_limits limits = {4, 0, 100 * MS};
    const struct line body[] = {GO_MANY(waits, 5), SLEEP(100 * MS),
                                SLEEP(100 * MS), CLOSE(A), END};

    assert_storm("6 goroutines after 200 ms, 100 % of them blocked, for "
                 "183 ms on average",
                 body, &limits);
}

TEST(short_times_are_told_in_small_units)
{
    const struct seep_storm_limits limits = {4, 0, 50 * US};
    const struct line body[] = {GO_MANY(waits, 5), SLEEP(MS), CLOSE(A), END};

    assert_storm("6 goroutines after 1000 us, 100 % of them blocked, for "
                 "1000 us on average",
                 body, &limits);
}

/* As long as can be: the sum of the waits is more than 64 bits hold. */
TEST(many_years_of_waiting_do_not_overflow)
{
    const int64_t century = INT64_C(100) * 365 * 24 * 60 * MINUTE;
    const struct seep_storm_limits limits = {4, 0, century / 2};
    const struct line body[] = {GO_MANY(waits, 100), SLEEP(century), CLOSE(A),
                                END};
    struct seep_report r = EXPLAIN(.body = body, .storm = &limits,
                                   .timeout = century + SECOND,
                                   .drain = century);

    assert_non_null(r.storm);
    assert_string_equal(r.storm, "101 goroutines after 3153600000 s, 100 % of "
                                 "them blocked, for 3153600000 s on average");
    seep_report_fini(&r);
}

TEST(it_can_be_switched_off)
{
    const struct seep_storm_limits off = {.goroutines = UINT32_MAX};
    const struct line body[] = BODY(6000, 3 * MINUTE);

    assert_calm(body, &off);
}

TEST(the_first_storm_stays)
{
    const struct seep_storm_limits limits = {4, 0, SECOND};
    const struct line body[] = {GO_MANY(waits, 5), SLEEP(2 * SECOND),
                                GO_MANY(waits, 5), SLEEP(MINUTE),
                                CLOSE(A),          END};

    assert_storm("6 goroutines after 2000 ms, 100 % of them blocked, for "
                 "2000 ms on average",
                 body, &limits);
}

#define UNIT(f) cmocka_unit_test(f)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(five_thousand_are_no_storm_and_one_more_is),
        UNIT(ninety_seconds_are_no_storm),
        UNIT(a_storm_is_the_verdict_when_nothing_else_is),
        UNIT(the_number_can_be_set),
        UNIT(the_share_can_be_set),
        UNIT(the_age_is_that_of_the_blocked_on_average),
        UNIT(it_is_looked_for_as_often_as_the_age_asks),
        UNIT(short_times_are_told_in_small_units),
        UNIT(many_years_of_waiting_do_not_overflow),
        UNIT(it_can_be_switched_off),
        UNIT(the_first_storm_stays),
    };

    return cmocka_run_group_tests_name("storm", tests, NULL, NULL);
}
