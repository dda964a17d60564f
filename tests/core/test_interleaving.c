/* The run as columns: lanes, rows, marks, arrows, remarks. */
#include "explained.h"

#include <stdlib.h>

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
                                "0g go g2\n"
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
                                "0  done wg#6\n"
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
    assert_int_equal(k->to_lane, 0);
    assert_int_equal(k->from_lane, -1);
}

/* ---- starts ---- */

TEST(a_start_is_told_by_its_maker)
{
    const struct line leaf[] = {END};
    const struct line branch[] = {GO_AS("leaf", leaf), END};
    const struct line body[] = {PRINT, GO(branch), SLEEP(1), END};

    r = EXPLAIN(.body = body);
    const struct seep_row *k = row("starts"); /* main, by nobody */
    assert_int_equal(k->to_lane, -1);
    assert_int_equal(k->from_lane, -1);
    k = row("go g2");
    assert_int_equal(k->who.id, 1);
    assert_int_equal(k->lane, 0);
    assert_int_equal(k->to_lane, 1);
    assert_int_equal(k->mark, 'g');
    assert_string_equal(k->at.file, "body");
    assert_int_equal(k->at.line, 2);
    k = row("go leaf");
    assert_int_equal(k->lane, 1);
    assert_int_equal(k->to_lane, 2);
}

TEST(of_several_called_alike_a_start_tells_the_number)
{
    const struct line leaf[] = {END};
    const struct line body[] = {GO_AS("w", leaf), AGAIN(2), SLEEP(1), END};

    r = EXPLAIN(.body = body);
    assert_int_equal(row("go w g2")->to_lane, 1);
    assert_int_equal(row("go w g3")->to_lane, 1);
}

TEST(what_a_timer_starts_has_no_maker)
{
    const struct line later[] = {END};
    const struct line body[] = {AFTER_FUNC(0, MS, later), SLEEP(2 * MS), END};

    r = EXPLAIN(.body = body);
    for (size_t i = 1; i < r.nrows; i++)
        if (r.rows[i].mark == 'g') {
            assert_string_equal(r.rows[i].text, "starts");
            assert_string_equal(r.rows[i].why, "a timer started it");
            assert_int_equal(r.rows[i].lane, 1);
            assert_int_equal(r.rows[i].to_lane, -1);
            return;
        }
    fail_msg("it did not start");
}

/* ---- arrows ---- */

TEST(a_send_points_to_the_receiver_that_waited)
{
    const struct line worker[] = {RECV(A), END};
    const struct line body[] = {GO_AS("w", worker), GOSCHED, SEND(A, 1),
                                SEND(B, 1), END};

    r = EXPLAIN(.body = body, .cap = {[B] = 1});
    const struct seep_row *k = row("send ch#1");
    assert_int_equal(k->to_lane, 1);
    assert_int_equal(k->from_lane, -1);
    assert_true(k->relevant);
    assert_string_equal(k->why, "hands over to w");
    k = row("send ch#2"); /* to nobody */
    assert_int_equal(k->to_lane, -1);
    assert_string_equal(k->why, "into the buffer");
}

TEST(a_receive_takes_from_the_sender_that_waited)
{
    const struct line worker[] = {SEND(A, 1), SLEEP(1), END};
    const struct line body[] = {GO(worker), GOSCHED, RECV(A), END};

    r = EXPLAIN(.body = body);
    const struct seep_row *k = row("recv ch#1");
    assert_int_equal(k->to_lane, -1);
    assert_int_equal(k->from_lane, 1);
    assert_true(k->relevant);
    assert_string_equal(k->why, "takes one from g2");
}

TEST(a_buffer_stands_between_the_two)
{
    const struct line worker[] = {SEND(A, 1), SEND(A, 2), END};
    const struct line body[] = {GO(worker), GOSCHED, RECV(A), RECV(A), END};

    r = EXPLAIN(.body = body, .cap = {[A] = 1});
    const struct seep_row *k = row("recv ch#1");
    assert_int_equal(k->from_lane, 1);
    assert_string_equal(k->why, "makes room for g2");
    assert_string_equal(k[1].text, "recv ch#1");
    assert_int_equal(k[1].from_lane, -1);
    assert_string_equal(k[1].why, "from the buffer");
}

TEST(a_close_points_to_every_lane_that_it_wakes)
{
    const struct line one[] = {RECV(A), SLEEP(1), END};
    const struct line two[] = {RECV(A), SLEEP(1), END};
    const struct line body[] = {GO_MANY(one, 2), GO(two), SLEEP(1), CLOSE(A),
                                END};

    r = EXPLAIN(.body = body);
    const struct seep_row *k = row("close ch#1");
    assert_string_equal(k->why, "wakes 3 goroutines");
    assert_true(k->to_lane > 0);
    assert_string_equal(k[1].text, "recv ch#1 (closed)");
    assert_int_equal(k[1].from_lane, 0);
    assert_int_equal(k[1].mark, 'w');
    assert_int_equal(k[1].lane + (uint32_t)k->to_lane, 3);
    assert_int_equal(k[1].step, k->step);
    assert_string_not_equal(k[2].text, "recv ch#1 (closed)");
}

TEST(an_unlock_points_to_the_one_it_wakes)
{
    const struct line worker[] = {LOCK(A), UNLOCK(A), END};
    const struct line body[] = {LOCK(A),   GO_AS("w", worker), GOSCHED,
                                UNLOCK(A), SLEEP(1),           END};

    r = EXPLAIN(.body = body);
    assert_int_equal(row("unlock mutex#5")->to_lane, 1);
    assert_string_equal(row("unlock mutex#5")->why, "wakes w");
}

TEST(the_last_done_points_to_those_who_wait)
{
    const struct line worker[] = {DONE(A), DONE(A), END};
    const struct line waits[] = {WAIT(A), END};
    const struct line body[] = {ADD(A, 2),  GO(waits), GOSCHED,
                                GO(worker), WAIT(A),   END};

    r = EXPLAIN(.body = body);
    assert_string_equal(row("add 2 wg#6")->why, "counter is 2");
    const struct seep_row *k = row("done wg#6");
    assert_string_equal(k->why, "counter is 1");
    assert_int_equal(k->to_lane, -1);
    assert_string_equal(k[1].text, "done wg#6");
    assert_string_equal(k[1].why, "counter is 0, wakes 2 goroutines");
    assert_true(k[1].to_lane >= 0);
    assert_string_equal(k[2].text, "wait wg#6");
    assert_int_equal(k[2].from_lane, 2);
}

TEST(a_select_has_arrows_like_the_operation_it_chose)
{
    const struct line worker[] = {RECV(A), SEND(B, 1), SLEEP(1), END};
    const struct line body[] = {GO(worker),
                                GOSCHED,
                                SELECT(ON_SEND(A, 1), ON_RECV(C)),
                                GOSCHED,
                                SELECT(ON_RECV(B), ON_RECV(C)),
                                END};

    r = EXPLAIN(.body = body);
    const struct seep_row *k = row("select: case 1");
    assert_int_equal(k->to_lane, 1);
    assert_string_equal(k->why, "hands over to g2");
    for (k++; strcmp(k->text, "select: case 1") != 0; k++)
        assert_ptr_not_equal(k, r.rows + r.nrows);
    assert_int_equal(k->from_lane, 1);
    assert_string_equal(k->why, "takes one from g2");
}

/* Nobody's row would tell of it. */
TEST(what_a_timer_wakes_tells_it_itself)
{
    const struct line body[] = {NEW_TIMER(0, MS), NEW_TIMER(1, 2 * MS),
                                SELECT(ON_RECV(A), ON_RECV(TIMER(0))),
                                RECV(TIMER(1)), END};

    r = EXPLAIN(.body = body);
    const struct seep_row *k = row("select: case 2");
    assert_int_equal(k->mark, 'w');
    assert_int_equal(k->now, MS);
    assert_true(k->relevant);
    assert_string_equal(k->why, "the timer fires");
    assert_string_equal(k[1].why, "waits for the timer");
    assert_int_equal(k[2].mark, 'w');
    assert_int_equal(k[2].now, 2 * MS);
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

TEST(of_many_alike_only_the_first_few_and_the_last_are_relevant)
{
    const struct line worker[] = {RECV(A), END};
    const struct line body[] = {GO_MANY(worker, 100), END};
    uint32_t starts = 0, more = 0;

    r = EXPLAIN(.body = body);
    for (size_t i = 0; i < r.nrows; i++) {
        starts += r.rows[i].mark == 'g' && r.rows[i].relevant;
        if (r.rows[i].mark == 'g' && r.rows[i].more)
            more = r.rows[i].more;
    }
    assert_int_equal(starts, 6); /* main, four and the last one */
    assert_int_equal(more, 95);
}

TEST(of_a_loop_too)
{
    const struct line worker[] = {RECV(A), AGAIN(0), END};
    const struct line body[] = {GO(worker), GOSCHED,    SEND(A, 1),
                                SEND(A, 1), SEND(A, 1), END};
    const struct line feeder[] = {SEND(A, 1), AGAIN(500), END};
    const struct line start[] = {GO(worker), GO(feeder), SLEEP(1), END};
    uint32_t shown = 0;

    r = EXPLAIN(.body = body); /* too few to leave any out */
    for (size_t i = 0; i < r.nrows; i++)
        assert_int_equal(r.rows[i].more, 0);
    seep_report_fini(&r);
    r = EXPLAIN(.body = start);
    for (size_t i = 0; i < r.nrows; i++)
        shown += r.rows[i].relevant;
    assert_in_range(shown, 10, 30);
    assert_true(r.nrows > 1000);
    assert_true(r.rows[r.nrows - 1].relevant);
}

TEST(a_run_that_is_too_long_is_said_to_be_cut)
{
    const struct line worker[] = {RECV(A), AGAIN(0), END};
    const struct line feeder[] = {SEND(A, 1), AGAIN(20000), END};
    const struct line body[] = {GO(worker), GO(feeder), SLEEP(1), END};
    const struct line few[] = {GO(worker), SLEEP(1), END};

    r = EXPLAIN(.body = body);
    assert_true(r.rows_cut);
    assert_true(r.nrows <= 20000);
    assert_true(r.operations > r.rows[r.nrows - 1].step);
    seep_report_fini(&r);
    r = EXPLAIN(.body = few);
    assert_false(r.rows_cut);
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
        UNIT(a_start_is_told_by_its_maker),
        UNIT(of_several_called_alike_a_start_tells_the_number),
        UNIT(what_a_timer_starts_has_no_maker),
        UNIT(a_send_points_to_the_receiver_that_waited),
        UNIT(a_receive_takes_from_the_sender_that_waited),
        UNIT(a_buffer_stands_between_the_two),
        UNIT(a_close_points_to_every_lane_that_it_wakes),
        UNIT(an_unlock_points_to_the_one_it_wakes),
        UNIT(the_last_done_points_to_those_who_wait),
        UNIT(a_select_has_arrows_like_the_operation_it_chose),
        UNIT(what_a_timer_wakes_tells_it_itself),
        UNIT(what_touches_an_awaited_object_is_relevant),
        UNIT(plain_work_on_other_objects_is_not_relevant),
        UNIT(of_many_alike_only_the_first_few_and_the_last_are_relevant),
        UNIT(of_a_loop_too),
        UNIT(a_run_that_is_too_long_is_said_to_be_cut),
        UNIT(an_unwatched_run_has_no_rows),
    };

    return cmocka_run_group_tests_name("interleaving", tests, NULL, NULL);
}
