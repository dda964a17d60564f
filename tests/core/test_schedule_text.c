/* Schedules as lines: what they say, and what is none. */
#include <stdlib.h>

#include "core/gmp.h"
#include "schedule_lines.h"

/* ---- reading ---- */

static void assert_stays(const char *text)
{
    struct seep_schedule s;

    read_into(&s, text);
    assert_text(&s, text);
    seep_schedule_fini(&s);
}

static void assert_wrong(const char *text, const char *expected)
{
    struct seep_schedule s;
    char why[128] = "";

    seep_schedule_init(&s);
    assert_int_equal(
        seep_schedule_parse(&s, text, strlen(text), why, sizeof why),
        SEEP_EINVAL);
    assert_string_equal(why, expected);
    assert_int_equal(s.n, 0);
    assert_int_equal(s.npath, SEEP_PATH_FIRST);
    seep_schedule_fini(&s);
}

#define HEAD "seep1/5f3a9c01/s7/p1/n2/"

TEST(a_line_is_read_into_what_it_says)
{
    struct seep_schedule s;

    read_into(&s, "seep1/5f3a9c01/s7/p3/n2/q/f/main.1@3-main.2,"
                  "main.2.4@5+6s1,clock@1000+2t9");
    assert_int_equal(s.script, 0x5f3a9c01);
    assert_int_equal(s.seed, 7);
    assert_int_equal(s.procs, 3);
    assert_int_equal(s.scenario, 2);
    assert_true(s.queues && s.free_time && !s.cut);
    assert_int_equal(s.n, 3);
    const struct seep_deviation *d = s.deviation;
    assert_int_equal(d[0].kind, SEEP_CHOICE_RUN);
    assert_int_equal(s.path[d[0].who].up, SEEP_PATH_MAIN);
    assert_int_equal(s.path[d[0].who].index, 1);
    assert_int_equal(d[0].at, 3);
    assert_int_equal(d[0].nth, 0);
    assert_int_equal(s.path[d[0].pick].index, 2);
    assert_int_equal(d[1].kind, SEEP_CHOICE_SELECT);
    assert_int_equal(s.path[d[1].who].up, d[0].pick); /* one path, one number */
    assert_int_equal(s.path[d[1].who].index, 4);
    assert_int_equal(d[1].at, 5);
    assert_int_equal(d[1].nth, 6);
    assert_int_equal(d[1].pick, 1);
    assert_int_equal(d[2].kind, SEEP_CHOICE_TIMER);
    assert_int_equal(d[2].who, SEEP_PATH_CLOCK);
    assert_int_equal(d[2].at, 1000);
    assert_int_equal(d[2].nth, 2);
    assert_int_equal(d[2].pick, 9);
    seep_schedule_fini(&s);
}

TEST(what_was_read_is_written_as_it_was)
{
    assert_stays("seep1/00000000/s0/p1/n0/-");
    assert_stays("seep1/ffffffff/s18446744073709551615/p64/n4294967295/q/f/-");
    assert_stays("seep1/5f3a9c01/s7/p1/n2/f/main@0-load.1");
    assert_stays(HEAD "main.1@3-main.2,main.2@5s1");
    assert_stays(HEAD "load@0-main,load.2.1@4294967295+4294967295-main.7,"
                      "main.4294967295@1p3,main@2m9,main@2m9,"
                      "clock@9223372036854775807+1t1");
}

TEST(blanks_around_it_are_passed_over)
{
    struct seep_schedule s;

    read_into(&s, " \t\r\n\n" HEAD "main@1-main.1 \n\r\n");
    assert_text(&s, HEAD "main@1-main.1");
    seep_schedule_fini(&s);
}

/* No character of it means anything to a shell. */
TEST(the_line_needs_no_quotes)
{
    const char *text = "seep1/5f3a9c01/s7/p1/n2/q/f/main.1@3+4-load,clock@7t1";

    assert_stays(text);
    assert_int_equal(strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789/@+-,."),
                     strlen(text));
}

/* ---- what is none ---- */

TEST(the_head_is_read_strictly)
{
    const char *none = "character 1: no schedule: those begin with seep1/";

    assert_wrong("", none);
    assert_wrong("abc", none);
    assert_wrong(" \n", "character 3: no schedule: those begin with seep1/");
    assert_wrong("seep2/5f3a9c01/s7/p1/n2/-",
                 "character 5: a schedule of another version; this one reads "
                 "those that begin with seep1/");
    assert_wrong("seep1/5F3a9c01/s7/p1/n2/-",
                 "character 8: expected the script's digest, 8 digits of 0-9 "
                 "and a-f");
    assert_wrong("seep1/5f3a",
                 "character 11: expected the script's digest, 8 digits of 0-9 "
                 "and a-f");
    assert_wrong("seep1/5f3a9c0112/s7", "character 15: expected /s, the seed");
    assert_wrong("seep1/5f3a9c01/s",
                 "character 17: expected the seed, a number");
    assert_wrong("seep1/5f3a9c01/s-1/p1/n0/-",
                 "character 17: expected the seed, a number");
    assert_wrong("seep1/5f3a9c01/s18446744073709551616/p1/n0/-",
                 "character 17: the seed is not in 0 .. 18446744073709551615");
    assert_wrong("seep1/5f3a9c01/s07/p1/n0/-",
                 "character 17: the seed: a number does not begin with 0");
    assert_wrong("seep1/5f3a9c01/s7/p0/n0/-",
                 "character 20: the number of P's is not in 1 .. 64");
    assert_wrong("seep1/5f3a9c01/s7/p65/n0/-",
                 "character 20: the number of P's is not in 1 .. 64");
    assert_wrong("seep1/5f3a9c01/s7/p1/n4294967296/-",
                 "character 23: the scenario is not in 0 .. 4294967295");
    assert_wrong("seep1/5f3a9c01/s7/p1/n0",
                 "character 24: expected /, the deviations, or - for none");
    assert_wrong("seep1/5f3a9c01/s7/p1/n0/f/q/-",
                 "character 27: expected a goroutine, as main.1");
}

TEST(the_deviations_are_read_strictly)
{
    const char *more = "character 26: expected , and another deviation, or the "
                       "end";

    assert_wrong(HEAD, "character 25: expected a goroutine, as main.1");
    assert_wrong(HEAD "-x", more);
    assert_wrong(HEAD "- -", more);
    assert_wrong(HEAD "Main@1-main.1",
                 "character 25: expected a goroutine, as main.1");
    assert_wrong(HEAD "main.0@1-main",
                 "character 30: a goroutine's place is not in 1 .. 4294967295");
    assert_wrong(HEAD "main.@1-main",
                 "character 30: expected a goroutine's place, a number");
    assert_wrong(HEAD "main.1-main",
                 "character 31: expected @, and the number of operations or "
                 "of nanoseconds");
    assert_wrong(HEAD "main@4294967296-main.1",
                 "character 30: what stands behind @ is not in "
                 "0 .. 4294967295");
    assert_wrong(HEAD "clock@9223372036854775808t1",
                 "character 31: what stands behind @ is not in "
                 "0 .. 9223372036854775807");
    assert_wrong(HEAD "main@1+0-main.1",
                 "character 32: what stands behind + is not in "
                 "1 .. 4294967295");
    assert_wrong(
        HEAD "main@1x2",
        "character 31: expected -, s, t, p, m, r, o or f, and what was "
        "chosen");
    assert_wrong(
        HEAD "main@1",
        "character 31: expected -, s, t, p, m, r, o or f, and what was "
        "chosen");
    assert_wrong(HEAD "main@1s0",
                 "character 32: an alternative is not in 1 .. 4294967295");
    assert_wrong(HEAD "main@1t1",
                 "character 31: only the clock chooses among timers");
    assert_wrong(
        HEAD "clock@1-main",
        "character 32: the clock chooses among timers (t) and faults (f) "
        "only");
    assert_wrong(HEAD "main@1-clock",
                 "character 32: expected a goroutine, as main.1");
    assert_wrong(HEAD "main@1-main.1,",
                 "character 39: expected a goroutine, as main.1");
    assert_wrong(HEAD "main@1-main.1;main@2-main.1",
                 "character 38: expected , and another deviation, or the end");
    assert_wrong(HEAD "main@1-main.1 main@2-main.1",
                 "character 38: expected , and another deviation, or the end");
}

TEST(a_message_is_cut_to_its_buffer)
{
    struct seep_schedule s;
    char why[16];

    seep_schedule_init(&s);
    assert_int_equal(seep_schedule_parse(&s, "abc", 3, why, sizeof why),
                     SEEP_EINVAL);
    assert_string_equal(why, "character 1: no");
    seep_schedule_fini(&s);
}

/* ---- rubbish ---- */

/* What is read without complaint is written as it was. */
static bool survives(const char *text, size_t length)
{
    struct seep_schedule s;
    char why[128] = "", *exact = malloc(length ? length : 1);

    assert_non_null(exact); /* so that reading beyond it is seen */
    memcpy(exact, text, length);
    seep_schedule_init(&s);
    enum seep_err err = seep_schedule_parse(&s, exact, length, why, sizeof why);
    if (err == SEEP_OK) {
        char *again = seep_schedule_text(&s);
        size_t blanks = strspn(text, " \t\r\n");
        assert_non_null(again);
        assert_memory_equal(again, text + blanks, strlen(again));
        free(again);
    } else {
        assert_memory_equal(why, "character ", 10);
        assert_null(strpbrk(why, "\r\n"));
    }
    seep_schedule_fini(&s);
    free(exact);
    return err == SEEP_OK;
}

/* Some bytes of a good line changed, taken out, doubled, or from elsewhere. */
static size_t spoil(struct seep_rng *r, char *text, size_t n)
{
    static const char useful[] = "0123456789@+-,./stpmqfnmainloadclock \n";

    for (uint32_t k = 1 + seep_rng_below(r, 3); k-- > 0 && n > 0;) {
        uint32_t at = seep_rng_below(r, (uint32_t)n);
        uint32_t from = seep_rng_below(r, (uint32_t)n);
        uint32_t many = 1 + seep_rng_below(r, (uint32_t)(n - from));
        switch (seep_rng_below(r, 5)) {
        case 0: text[at] = (char)seep_rng_below(r, 256); break;
        case 1: text[at] = useful[seep_rng_below(r, sizeof useful - 1)]; break;
        case 2:
            memmove(text + from, text + from + many, n - from - many);
            n -= many;
            break;
        case 3:
            memmove(text + at + 1, text + at, n - at);
            n++;
            break;
        default: memmove(text + n, text + from, many); n += many;
        }
    }
    return n;
}

TEST(rubbish_is_survived)
{
    static const char *const good[] = {
        HEAD "main.1@3-main.2,main.2@5s1", HEAD "-",
        "seep1/00000000/s1/p2/n3/q/f/load@0+4p1,clock@5+1t1,main@1-load.1.1",
        "  " HEAD "main@12m3,main.4294967295.1@7-main \n"};
    static char text[4096];
    struct seep_rng r = seep_rng_stream(1, 1);
    uint32_t read = 0;

    for (uint32_t i = 0; i < 200000; i++) {
        const char *from = good[seep_rng_below(&r, 4)];
        size_t n = strlen(from);
        memset(text, 0, sizeof text);
        memcpy(text, from, n);
        read += survives(text, spoil(&r, text, n));
    }
    assert_in_range(read, 2000, 150000); /* some of it is none */
    for (uint32_t i = 0; i < 20000; i++) {
        size_t n = seep_rng_below(&r, 64);
        for (size_t k = 0; k < n; k++)
            text[k] = (char)seep_rng_below(&r, 256);
        assert_false(survives(text, n));
    }
}

/* ---- limits ---- */

TEST(a_long_list_is_read_and_written)
{
    enum { MANY = 50000, ROOM = MANY * 40 };
    char *text = malloc(ROOM);
    size_t n = (size_t)snprintf(text, ROOM, HEAD);

    for (uint32_t i = 0; i < MANY; i++)
        n += (size_t)snprintf(text + n, ROOM - n, "%smain.%u@%u-main.%u.1",
                              i ? "," : "", i % 1000 + 1, i, i % 7 + 1);
    assert_true(n < ROOM);
    assert_stays(text);
    free(text);
}

TEST(a_long_line_of_ancestors_is_read_and_written)
{
    enum { DEPTH = 100000, ROOM = DEPTH * 4 };
    char *text = malloc(ROOM);
    size_t n = (size_t)snprintf(text, ROOM, HEAD "main");

    for (uint32_t i = 0; i < DEPTH; i++)
        n += (size_t)snprintf(text + n, ROOM - n, ".%u", i % 3 + 1);
    (void)snprintf(text + n, ROOM - n, "@1-main");
    assert_stays(text);
    free(text);
}

TEST(there_is_an_end_to_deviations)
{
    struct seep_schedule s;
    const struct seep_deviation d = {
        .who = SEEP_PATH_MAIN, .kind = SEEP_CHOICE_SELECT, .pick = 1};

    seep_schedule_init(&s);
    for (uint32_t i = 0; i < SEEP_SCHEDULE_MAX; i++)
        assert_int_equal(seep_schedule_add(&s, &d), SEEP_OK);
    assert_false(s.cut);
    char *text = seep_schedule_text(&s);
    assert_non_null(text);
    assert_int_equal(seep_schedule_add(&s, &d), SEEP_ENOMEM);
    assert_true(s.cut);
    assert_int_equal(s.n, SEEP_SCHEDULE_MAX);

    size_t n = strlen(text);
    char why[128], *more = malloc(n + 16);
    assert_int_equal(seep_schedule_parse(&s, text, n, why, sizeof why),
                     SEEP_OK);
    assert_false(s.cut);
    (void)snprintf(more, n + 16, "%s,main@0s1", text);
    assert_int_equal(seep_schedule_parse(&s, more, n + 9, why, sizeof why),
                     SEEP_ENOMEM);
    assert_string_equal(why, "too long a schedule, or not enough memory");
    assert_int_equal(s.n, 0);
    free(more);
    free(text);
    seep_schedule_fini(&s);
}

TEST(there_is_an_end_to_paths_and_to_text)
{
    struct seep_schedule s;
    struct seep_deviation d = {.who = SEEP_PATH_MAIN};
    uint32_t deepest = SEEP_PATH_MAIN, p;

    seep_schedule_init(&s);
    while ((p = seep_schedule_path(&s, deepest, 1)) != SEEP_PATH_NONE)
        deepest = p;
    assert_true(s.cut);
    assert_int_equal(s.npath, SEEP_SCHEDULE_MAX);
    assert_int_equal(seep_schedule_path(&s, SEEP_PATH_NONE, 1), SEEP_PATH_NONE);
    d.pick = deepest;
    for (int i = 0; i < 31; i++)
        (void)seep_schedule_add(&s, &d);
    char *text = seep_schedule_text(&s);
    assert_non_null(text);
    free(text);
    for (int i = 0; i < 31; i++)
        (void)seep_schedule_add(&s, &d);
    assert_null(seep_schedule_text(&s));
    seep_schedule_fini(&s);
}

TEST(too_long_a_text_is_not_even_looked_at)
{
    struct seep_schedule s;
    char why[128];

    seep_schedule_init(&s);
    assert_int_equal(seep_schedule_parse(&s, HEAD,
                                         (size_t)SEEP_SCHEDULE_TEXT + 1, why,
                                         sizeof why),
                     SEEP_ENOMEM);
    seep_schedule_fini(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_read_into_what_it_says),
        cmocka_unit_test(what_was_read_is_written_as_it_was),
        cmocka_unit_test(blanks_around_it_are_passed_over),
        cmocka_unit_test(the_line_needs_no_quotes),
        cmocka_unit_test(the_head_is_read_strictly),
        cmocka_unit_test(the_deviations_are_read_strictly),
        cmocka_unit_test(a_message_is_cut_to_its_buffer),
        cmocka_unit_test(rubbish_is_survived),
        cmocka_unit_test(a_long_list_is_read_and_written),
        cmocka_unit_test(a_long_line_of_ancestors_is_read_and_written),
        cmocka_unit_test(there_is_an_end_to_deviations),
        cmocka_unit_test(there_is_an_end_to_paths_and_to_text),
        cmocka_unit_test(too_long_a_text_is_not_even_looked_at),
    };

    return cmocka_run_group_tests_name("schedule_text", tests, NULL, NULL);
}
