/* The run as columns: lanes, rows, marks. */
#include "core/race.h"
#include "script_run.h"

static struct seep_report r;

static int fini_report(void **state)
{
    (void)state;
    seep_report_fini(&r);
    return 0;
}

/* The rows' texts, one a line, with lane and mark: "0p send ch#1". */
static const char *rows(void)
{
    static char text[8192];
    size_t n = 0;

    *text = '\0';
    for (size_t i = 0; i < r.nrows && n < sizeof text; i++)
        n += (size_t)snprintf(
            text + n, sizeof text - n, "%u%c %s\n", r.rows[i].lane,
            r.rows[i].mark ? r.rows[i].mark : ' ', r.rows[i].text);
    return text;
}

static const struct seep_row *row(const char *text)
{
    for (size_t i = 0; i < r.nrows; i++)
        if (!strcmp(r.rows[i].text, text))
            return &r.rows[i];
    fail_msg("no row says %s", text);
    return NULL;
}

/* ---- lanes ---- */

TEST(a_lane_is_a_place_of_creation_and_a_name)
{
    const struct line worker[] = {END};
    const struct line body[] = {
        GO_MANY(worker, 40), GO(worker), GO_AS("a", worker),
        GO_AS("b", worker),  SLEEP(1),   END};

    r = EXPLAIN(.body = body);
    assert_int_equal(r.nlanes, 5);
    assert_string_equal(r.lanes[0].title, "main");
    assert_string_equal(r.lanes[1].title, "g2\xc3\x97"
                                          "40");
    assert_int_equal(r.lanes[1].count, 40);
    assert_string_equal(r.lanes[2].title, "g42");
    assert_string_equal(r.lanes[3].title, "a");
    assert_string_equal(r.lanes[4].title, "b");
}

TEST(main_has_its_lane_to_itself)
{
    const struct line body[] = {PRINT, END};

    r = EXPLAIN(.body = body);
    assert_int_equal(r.nlanes, 1);
    assert_int_equal(r.lanes[0].count, 1);
}

/* ---- rows ---- */

TEST(a_message_is_told_from_both_sides)
{
    const struct line worker[] = {RECV(A), END};
    const struct line body[] = {GO(worker), SEND(A, 1), END};

    r = EXPLAIN(.body = body);
    assert_string_equal(rows(), "0g starts\n"
                                "1g starts\n"
                                "0p send ch#1\n"
                                "1  recv ch#1\n"
                                "1x returns\n"
                                "0x returns\n");
}

TEST(operations_are_told_with_their_objects)
{
    const struct line body[] = {SEND(A, 1),
                                LEN(A),
                                RECV(A),
                                CLOSE(A),
                                RECV(A),
                                SELECT(ON_RECV(B), ON_RECV(A)),
                                SELECT_ELSE(ON_RECV(B), ON_SEND(C, 1)),
                                LOCK(A),
                                UNLOCK(A),
                                ADD(A, 1),
                                DONE(A),
                                WAIT(A),
                                PRINT,
                                GOSCHED,
                                END};

    r = EXPLAIN(.body = body, .cap = {[A] = 1});
    assert_string_equal(rows(), "0g starts\n"
                                "0  send ch#1\n"
                                "0  len ch#1\n"
                                "0  recv ch#1\n"
                                "0  close ch#1\n"
                                "0  recv ch#1 (closed)\n"
                                "0  select: case 2\n"
                                "0  select: default\n"
                                "0  lock mutex#5\n"
                                "0  unlock mutex#5\n"
                                "0  add wg#6\n"
                                "0  add wg#6\n"
                                "0  wait wg#6\n"
                                "0  print\n"
                                "0  gosched\n"
                                "0x returns\n");
}

TEST(other_events_have_rows_too)
{
    const struct line bomb[] = {SYSCALL(MS), SLEEP(MS), PANIC("boom"), END};
    const struct line spinner[] = {SPIN(3000000), END};
    const struct line body[] = {GO(bomb), GOSCHED, GO_MANY(spinner, 2), RECV(B),
                                END};

    r = EXPLAIN(.body = body);
    assert_int_equal(row("panics")->lane, 1);
    assert_true(row("panics")->relevant);
    assert_int_equal(row("handoff")->lane, 1);
    assert_false(row("handoff")->relevant);
    assert_int_equal(row("is preempted")->lane, 2);
}

static void name_objects(struct script *w)
{
    w->chan[A].obj.name = seep_name(&w->sim.names, w->sim.arena, "jobs", 4);
}

TEST(a_named_object_is_told_by_its_name)
{
    const struct line body[] = {SEND(A, 1), END};

    r = EXPLAIN(.body = body, .arrange = name_objects);
    (void)row("send jobs");
}

TEST(a_row_knows_its_step_time_place_and_goroutine)
{
    const struct line worker[] = {SLEEP(5 * MS), SEND(A, 1), END};
    const struct line body[] = {GO_AS("w", worker), RECV(A), END};

    r = EXPLAIN(.body = body);
    const struct seep_row *k = row("send ch#1");
    assert_int_equal(k->now, 5 * MS);
    assert_int_equal(k->who.id, 2);
    assert_string_equal(k->who.name, "w");
    assert_string_equal(k->at.file, "worker");
    assert_int_equal(k->at.line, 2);
    assert_int_equal(k->step, 4);
    assert_int_equal(k->to_lane, -1);
}

TEST(a_start_points_to_the_lane_of_its_maker)
{
    const struct line leaf[] = {END};
    const struct line branch[] = {GO(leaf), END};
    const struct line body[] = {GO(branch), SLEEP(1), END};

    r = EXPLAIN(.body = body);
    assert_int_equal(r.rows[0].to_lane, -1);
    assert_int_equal(r.rows[1].to_lane, 0);
    for (size_t i = 2; i < r.nrows; i++)
        if (r.rows[i].mark == 'g')
            assert_int_equal(r.rows[i].to_lane, 1);
}

TEST(rows_after_main_are_marked)
{
    const struct line worker[] = {SLEEP(MS), SEND(A, 1), END};
    const struct line body[] = {GO(worker), END};

    r = EXPLAIN(.body = body);
    assert_false(r.rows[0].after_main);
    assert_true(row("send ch#1")->after_main);
}

/* ---- what matters ---- */

TEST(what_touches_an_awaited_object_is_relevant)
{
    const struct line worker[] = {SEND(B, 1), SEND(A, 1), SEND(A, 2), END};
    const struct line body[] = {GO(worker), RECV(A), END};

    r = EXPLAIN(.body = body, .cap = {[B] = 1}); /* one is left on A */
    assert_false(row("send ch#2")->relevant);
    assert_true(row("send ch#1")->relevant);
    assert_true(row("recv ch#1")->relevant);
}

TEST(plain_work_on_other_objects_is_not_relevant)
{
    const struct line worker[] = {RECV(A), END};
    const struct line body[] = {GO(worker), SEND(B, 1), RECV(B), LOCK(A),
                                SLEEP(1),   CLOSE(C),   END};

    r = EXPLAIN(.body = body, .cap = {[B] = 1});
    for (size_t i = 0; i < r.nrows; i++)
        if (r.rows[i].who.id == 1 && r.rows[i].at.line > 1 &&
            r.rows[i].at.line < 6)
            assert_false(r.rows[i].relevant);
    assert_true(row("returns")->relevant);
    for (size_t i = 0; i < r.nrows; i++)
        if (r.rows[i].who.id == 2)
            assert_true(r.rows[i].relevant);
}

TEST(what_touches_an_object_of_a_race_is_relevant)
{
    const struct line worker[] = {WRITE(A, 1), END};
    const struct line body[] = {GO(worker), READ(A), WRITE(B, 1), SLEEP(1),
                                END};
    struct seep_race *races = seep_race_new();
    struct seep_history *h = seep_history_new();

    seep_race_observer(races)->next = seep_history_observer(h);
    struct script *w = script_open(script_arena(0),
                                   &(struct scenario){.body = body},
                                   seep_race_observer(races));
    (void)script_finish(w);
    seep_explain_races(&w->sim, races, h, &r);
    seep_explain(&w->sim, h, &r);
    seep_race_free(races);
    seep_history_free(h);
    assert_int_equal(r.verdict, SEEP_VERDICT_RACE);
    for (size_t i = 0; i < r.nrows; i++) {
        if (strstr(r.rows[i].text, "read "))
            assert_true(r.rows[i].relevant);
        if (strstr(r.rows[i].text, "write "))
            assert_int_equal(r.rows[i].relevant, r.rows[i].lane == 1);
    }
    assert_non_null(strstr(rows(), "0  read "));
    assert_non_null(strstr(rows(), "1  write "));
    assert_non_null(strstr(rows(), "0  write "));
}

TEST(of_many_alike_only_the_first_few_are_relevant)
{
    const struct line worker[] = {RECV(A), END};
    const struct line body[] = {GO_MANY(worker, 100), END};
    uint32_t starts = 0;

    r = EXPLAIN(.body = body);
    for (size_t i = 0; i < r.nrows; i++)
        starts += r.rows[i].mark == 'g' && r.rows[i].relevant;
    assert_int_equal(starts, 5); /* main and four */
}

TEST(an_unwatched_run_has_no_rows)
{
    const struct line body[] = {RECV(A), END};
    struct script *w = ENDED(.body = body);

    memset(&r, 0, sizeof r);
    seep_explain(&w->sim, NULL, &r);
    assert_int_equal(r.nrows, 0);
    assert_int_equal(r.nlanes, 0);
}

#define UNIT(name) cmocka_unit_test_teardown(name, fini_report)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(a_lane_is_a_place_of_creation_and_a_name),
        UNIT(main_has_its_lane_to_itself),
        UNIT(a_message_is_told_from_both_sides),
        UNIT(operations_are_told_with_their_objects),
        UNIT(other_events_have_rows_too),
        UNIT(a_named_object_is_told_by_its_name),
        UNIT(a_row_knows_its_step_time_place_and_goroutine),
        UNIT(a_start_points_to_the_lane_of_its_maker),
        UNIT(rows_after_main_are_marked),
        UNIT(what_touches_an_awaited_object_is_relevant),
        UNIT(plain_work_on_other_objects_is_not_relevant),
        UNIT(what_touches_an_object_of_a_race_is_relevant),
        UNIT(of_many_alike_only_the_first_few_are_relevant),
        UNIT(an_unwatched_run_has_no_rows),
    };

    return cmocka_run_group_tests_name("interleaving", tests, NULL, NULL);
}
