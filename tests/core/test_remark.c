/* The last column of a run as columns: what a row comes to. */
#include "explained.h"

#include <stdlib.h>

static const char *why(const char *text, char mark)
{
    for (size_t i = 0; i < r.nrows; i++)
        if (!strcmp(r.rows[i].text, text) && r.rows[i].mark == mark)
            return r.rows[i].why;
    fail_msg("no row says %s", text);
    return NULL;
}

TEST(a_wait_says_what_is_missing)
{
    const struct line worker[] = {SEND(A, 1), RECV(A), LOCK(A), WAIT(A), END};
    const struct line body[] = {ADD(A, 1), LOCK(A), GO(worker), GOSCHED,
                                RECV(A),   GOSCHED, SEND(A, 1), GOSCHED,
                                UNLOCK(A), GOSCHED, DONE(A),    SLEEP(1),
                                END};

    r = EXPLAIN(.body = body);
    assert_string_equal(why("send ch#1", 'p'), "no receiver yet");
    assert_string_equal(why("recv ch#1", 'p'), "no sender yet");
    assert_string_equal(why("lock mutex#5", 'p'), "held by main");
    assert_string_equal(why("wait wg#6", 'p'), "counter is 1");
}

TEST(a_wait_for_ever_says_so)
{
    const struct line sends[] = {SEND(A, 1), END};
    const struct line receives[] = {RECV(B), END};
    const struct line fills[] = {SEND(C, 1), SEND(C, 1), END};
    const struct line selects[] = {SELECT(ON_RECV(B), ON_RECV(B)), END};
    const struct line empty[] = {SELECT_NOTHING, END};
    const struct line nil[] = {RECV(NIL), END};
    const struct line body[] = {GO(sends),   GO(receives), GO(fills),
                                GO(selects), GO(empty),    GO(nil),
                                LOCK(A),     LOCK(A),      END};

    r = EXPLAIN(.body = body, .cap = {[C] = 1});
    assert_string_equal(why("send ch#1", 'p'), "no receiver comes");
    assert_string_equal(why("recv ch#2", 'p'), "no sender comes");
    assert_string_equal(why("send ch#3", 'p'),
                        "buffer full, no receiver comes");
    assert_string_equal(why("lock mutex#5", 'p'), "holds it already itself");
    assert_string_equal(why("recv nilchan", 'p'),
                        "a nil channel is never ready");
    for (size_t i = 0; i < r.nrows; i++)
        if (!strcmp(r.rows[i].text, "select"))
            assert_true(!strcmp(r.rows[i].why, "no case gets ready") ||
                        !strcmp(r.rows[i].why, "it has no cases"));
}

/* Somebody could still have come. */
TEST(a_wait_that_was_cut_short_is_not_for_ever)
{
    const struct line waits[] = {RECV(A), END};
    const struct line sleeps[] = {SLEEP(SECOND), END};
    const struct line bomb[] = {SLEEP(1), PANIC("boom"), END};
    const struct line leaks[] = {GO(waits), GO(sleeps), END};
    const struct line panics[] = {GO(waits), GO(bomb), SLEEP(SECOND), END};

    r = EXPLAIN(.body = leaks, .drain = MS);
    assert_string_equal(why("recv ch#1", 'p'), "no sender yet");
    seep_report_fini(&r);
    r = EXPLAIN(.body = panics);
    assert_string_equal(why("recv ch#1", 'p'), "no sender yet");
    assert_string_equal(row("panics")->why, "boom");
}

TEST(an_end_says_what_it_leaves_behind)
{
    const struct line worker[] = {LOCK(A),   LOCK(B),   LOCK(C),
                                  UNLOCK(B), UNLOCK(C), END};
    const struct line quits[] = {GOEXIT, END};
    const struct line body[] = {GO(worker), SLEEP(1), GO(quits),
                                SLEEP(1),   LOCK(A),  END};

    r = EXPLAIN(.body = body);
    assert_string_equal(why("returns", 'x'), "still holds mutex#5");
    assert_int_equal(row("leaves")->who.id, 3);
    assert_string_equal(why("leaves", 'x'), "");
}

TEST(a_failed_try_says_who_holds_the_lock)
{
    const struct line body[] = {LOCK(A), TRY_LOCK(A), UNLOCK(A), TRY_LOCK(A),
                                END};

    r = EXPLAIN(.body = body);
    assert_string_equal(row("try_lock mutex#5 (no)")->why, "held by main");
    assert_string_equal(row("try_lock mutex#5")->why, "");
}

TEST(a_mistake_with_a_closed_channel_is_told)
{
    const struct line body[] = {RECOVER,    CLOSE(A),   CLOSE(A),
                                SEND(A, 1), CLOSE(NIL), END};

    r = EXPLAIN(.body = body);
    const struct seep_row *k = row("close ch#1");
    assert_string_equal(k->why, "");
    assert_string_equal(k[1].why, "it is closed already");
    assert_string_equal(row("send ch#1")->why, "the channel is closed");
    assert_string_equal(row("close")->why, "the channel is nil");
}

enum racy { ON_OBJECT, ON_ATOMIC, ON_WAITGROUP };

/* A run of body in which g2's step 3 and main's step 4 race on object A. */
static void explain_race(const struct line *body, enum racy on)
{
    struct seep_history *h;
    struct script *w = run_watched(&(const struct scenario){.body = body}, &h);

    memset(&r, 0, sizeof r);
    r.races = calloc(1, sizeof *r.races);
    assert_non_null(r.races);
    r.nraces = 1;
    r.races->obj = on == ON_OBJECT   ? w->object[A].id
                   : on == ON_ATOMIC ? w->atomic[A].obj.id
                                     : w->wg[A].obj.id;
    r.races->before = (struct seep_race_access){.who = {.id = 2}, .step = 3};
    r.races->after = (struct seep_race_access){.who = {.id = 1}, .step = 4};
    seep_explain(&w->sim, h, &r);
    seep_history_free(h);
}

static void both_sides_are_told(const struct line *body, enum racy on)
{
    size_t found = 0;

    explain_race(body, on);
    for (size_t i = 0; i < r.nrows; i++)
        if (*r.rows[i].why) {
            assert_string_equal(r.rows[i].why, r.rows[i].who.id == 1
                                                   ? "races with step 3"
                                                   : "races with step 4");
            found++;
        }
    assert_int_equal(found, 2);
}

TEST(the_sides_of_a_race_name_each_other)
{
    const struct line worker[] = {WRITE(A, 1), END};
    const struct line body[] = {GO(worker), SLEEP(1), READ(A), END};

    both_sides_are_told(body, ON_OBJECT);
}

TEST(the_sides_of_a_race_on_an_atomic_variable_do_too)
{
    const struct line worker[] = {WRITE_ATOMIC(A, 1), END};
    const struct line body[] = {GO(worker), SLEEP(1), LOAD(A), END};

    both_sides_are_told(body, ON_ATOMIC);
}

TEST(a_race_is_told_beside_what_else_there_is_to_say)
{
    const struct line worker[] = {ADD(A, 1), END};
    const struct line body[] = {GO(worker), SLEEP(1), ADD(A, -1), END};

    explain_race(body, ON_WAITGROUP);
    assert_string_equal(row("add wg#6")->why,
                        "counter is 1; races with step 4");
    assert_string_equal(row("done wg#6")->why,
                        "counter is 0; races with step 3");
}

TEST(rows_after_main_are_marked)
{
    const struct line worker[] = {SLEEP(MS), SEND(A, 1), END};
    const struct line body[] = {GO(worker), END};

    r = EXPLAIN(.body = body);
    assert_false(r.rows[0].after_main);
    assert_true(row("send ch#1")->after_main);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(a_wait_says_what_is_missing),
        UNIT(a_wait_for_ever_says_so),
        UNIT(a_wait_that_was_cut_short_is_not_for_ever),
        UNIT(an_end_says_what_it_leaves_behind),
        UNIT(a_failed_try_says_who_holds_the_lock),
        UNIT(a_mistake_with_a_closed_channel_is_told),
        UNIT(the_sides_of_a_race_name_each_other),
        UNIT(the_sides_of_a_race_on_an_atomic_variable_do_too),
        UNIT(a_race_is_told_beside_what_else_there_is_to_say),
        UNIT(rows_after_main_are_marked),
    };

    return cmocka_run_group_tests_name("remark", tests, NULL, NULL);
}
