/* Who did what to which object, as an observer saw it. */
#include "core/history.h"
#include "script_run.h"

static struct seep_history *h;

static int free_history(void **state)
{
    (void)state;
    seep_history_free(h);
    h = NULL;
    return 0;
}

#define WATCH(...) run_watched(&(const struct scenario){__VA_ARGS__}, &h)

/* What goroutine g did with o. */
static struct seep_use use(const struct seep_object *o, uint32_t g)
{
    const struct seep_use *u = NULL;

    while ((u = seep_history_uses(h, o->id, u)))
        if (u->g == g)
            return *u;
    return (struct seep_use){0};
}

static const char *file(struct script *w, uint32_t site)
{
    return seep_name_text(&w->sim.names, site);
}

static uint32_t line(struct script *w, uint32_t site)
{
    return seep_site_line(&w->sim.names, site);
}

/* ---- goroutines ---- */

TEST(a_family_is_remembered)
{
    const struct line leaf[] = {END};
    const struct line branch[] = {GO_AS("leaf", leaf), GO(leaf), END};
    const struct line body[] = {PRINT, GO(branch), END};
    struct script *w = WATCH(.body = body);
    const struct seep_past *root = seep_history_g(h, 1);
    const struct seep_past *first = seep_history_g(h, 3);
    const struct seep_past *second = seep_history_g(h, 4);

    assert_int_equal(root->parent, 0);
    assert_int_equal(first->parent, 2);
    assert_int_equal(first->index, 1);
    assert_string_equal(file(w, first->name), "leaf");
    assert_string_equal(file(w, first->site), "branch");
    assert_int_equal(line(w, first->site), 1);
    assert_int_equal(second->index, 2);
    assert_int_equal(second->name, 0);
    assert_int_equal(line(w, seep_history_g(h, 2)->site), 2);
    assert_null(seep_history_g(h, 1000));
}

TEST(an_end_is_remembered_with_its_step)
{
    const struct line exits[] = {WRITE(A, 1), GOEXIT, END};
    const struct line stays[] = {RECV(A), END};
    const struct line body[] = {GO(exits), GO(stays), END};
    struct script *w = WATCH(.body = body);

    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_LEAK);
    assert_true(seep_history_g(h, 1)->exit_op > 0);
    assert_false(seep_history_g(h, 1)->goexit);
    assert_true(seep_history_g(h, 2)->goexit);
    assert_true(seep_history_g(h, 2)->exit_op > seep_history_g(h, 1)->exit_op);
    assert_int_equal(seep_history_g(h, 3)->exit_op, 0);
    assert_string_equal(file(w, seep_history_g(h, 3)->last_site), "stays");
}

/* ---- uses ---- */

TEST(what_was_done_to_a_channel_is_counted)
{
    const struct line worker[] = {RECV(A), RECV(A), RECV(A), RECV(A), END};
    const struct line body[] = {GO(worker), SEND(A, 1), SEND(A, 2), SEND(A, 3),
                                CLOSE(A),   SLEEP(1),   END};
    struct script *w = WATCH(.body = body);
    struct seep_use mine = use(&w->chan[A].obj, 1);
    struct seep_use other = use(&w->chan[A].obj, 2);

    assert_int_equal(mine.sent, 3);
    assert_int_equal(mine.closed, 1);
    assert_int_equal(mine.received, 0);
    assert_int_equal(line(w, mine.site), 5);
    assert_int_equal(other.received, 3); /* the end of the channel is none */
    assert_int_equal(other.sent, 0);
}

TEST(what_a_partner_completed_is_counted_too)
{
    const struct line sender[] = {SEND(A, 1), END};
    const struct line receiver[] = {RECV(B), END};
    const struct line body[] = {GO(sender), GO(receiver), GOSCHED,
                                RECV(A),    SEND(B, 1),   END};
    struct script *w = WATCH(.body = body);

    assert_int_equal(use(&w->chan[A].obj, 2).sent, 1);
    assert_int_equal(use(&w->chan[B].obj, 3).received, 1);
}

TEST(a_send_that_panicked_is_not_counted)
{
    const struct line parked[] = {RECOVER, SEND(A, 1), END};
    const struct line body[] = {RECOVER,    GO(parked),
                                GOSCHED,    CLOSE(A),
                                SEND(A, 1), SELECT(ON_SEND(A, 1), ON_RECV(B)),
                                SLEEP(1),   END};
    struct script *w = WATCH(.body = body);

    assert_int_equal(use(&w->chan[A].obj, 1).sent, 0);
    assert_int_equal(use(&w->chan[A].obj, 2).sent, 0);
}

TEST(locks_and_counts_are_counted)
{
    const struct line worker[] = {LOCK(A), UNLOCK(A), DONE(A), END};
    const struct line body[] = {ADD(A, 1),   LOCK(A),   GO(worker), GOSCHED,
                                TRY_LOCK(A), UNLOCK(A), WAIT(A),    END};
    struct script *w = WATCH(.body = body);
    struct seep_use mine = use(&w->mutex[A].obj, 1);
    struct seep_use other = use(&w->mutex[A].obj, 2);

    assert_int_equal(mine.locked, 1); /* the try failed */
    assert_int_equal(mine.unlocked, 1);
    assert_int_equal(other.locked, 1);
    assert_int_equal(other.unlocked, 1);
    assert_int_equal(use(&w->wg[A].obj, 1).added, 1);
    assert_int_equal(use(&w->wg[A].obj, 2).added, 1);
}

TEST(turning_away_from_a_select_is_remembered_with_its_reason)
{
    const struct line timeout[] = {NEW_TIMER(0, MS),
                                   SELECT(ON_RECV(A), ON_RECV(TIMER(0))), END};
    const struct line cancelled[] = {SELECT(ON_RECV(A), ON_RECV(B)), END};
    const struct line other[] = {SELECT(ON_RECV(A), ON_RECV(C)), END};
    const struct line dflt[] = {SELECT_ELSE(ON_RECV(A), ON_RECV(NIL)), END};
    const struct line body[] = {GO(timeout), GO(cancelled), GO(other),
                                GO(dflt),    SLEEP(2 * MS), CLOSE(B),
                                CLOSE(C),    SLEEP(1),      END};
    struct script *w = WATCH(.body = body, .role = {[B] = SEEP_CHAN_CONTEXT});
    const uint8_t reasons[] = {SEEP_LEFT_TIMEOUT, SEEP_LEFT_CANCELLED,
                               SEEP_LEFT_OTHER, SEEP_LEFT_OTHER};
    const char *const files[] = {"timeout", "cancelled", "other", "dflt"};

    for (uint32_t g = 2; g <= 5; g++) {
        struct seep_use u = use(&w->chan[A].obj, g);
        assert_int_equal(u.left_by, reasons[g - 2]);
        assert_string_equal(file(w, u.left_site), files[g - 2]);
        assert_int_equal(u.received, 0);
    }
    assert_int_equal(use(&w->chan[B].obj, 3).left_by, SEEP_LEFT_NOT);
}

TEST(coming_back_is_no_longer_having_left)
{
    const struct line body[] = {SELECT_ELSE(ON_RECV(A), ON_RECV(B)), SEND(A, 1),
                                RECV(A), END};
    struct script *w = WATCH(.body = body, .cap = {[A] = 1});

    assert_int_equal(use(&w->chan[A].obj, 1).left_by, SEEP_LEFT_NOT);
    assert_int_equal(use(&w->chan[B].obj, 1).left_by, SEEP_LEFT_OTHER);
}

TEST(thousands_of_users_are_told_apart)
{
    enum { MANY = 3000 };
    const struct line worker[] = {RECV(A), SEND(B, 1), END};
    const struct line body[] = {GO_MANY(worker, MANY), CLOSE(A), END};
    struct script *w = WATCH(.body = body, .cap = {[B] = MANY});
    const struct seep_use *u = NULL;
    uint32_t n = 0;

    while ((u = seep_history_uses(h, w->chan[B].obj.id, u))) {
        assert_int_equal(u->sent, 1);
        n++;
    }
    assert_int_equal(n, MANY);
}

TEST(contexts_of_other_roots_are_noticed)
{
    const struct line worker[] = {SELECT_ELSE(ON_RECV(A), ON_RECV(B)), CLOSE(A),
                                  RECV(A), END};
    const struct line body[] = {GO(worker), SLEEP(1), END};
    struct seep_history *other = NULL;

    assert_false(seep_history_used_context(other, 1, 5));
    struct script *w =
        script_open(script_arena(0), &(struct scenario){.body = body}, NULL);
    h = seep_history_new();
    w->sim.observers = seep_history_observer(h);
    w->chan[A].root_site = 7;
    (void)script_finish(w);
    assert_true(seep_history_used_context(h, 2, 5));
    assert_false(seep_history_used_context(h, 2, 7));
    assert_false(seep_history_used_context(h, 1, 5));
}

/* ---- events ---- */

TEST(events_are_kept_in_order_without_the_turns)
{
    const struct line worker[] = {RECV(A), END};
    const struct line body[] = {GO(worker), SEND(A, 1), END};
    const uint8_t expected[] = {SEEP_EV_START, SEEP_EV_READY, /* main */
                                SEEP_EV_START, SEEP_EV_READY,    SEEP_EV_OP,
                                SEEP_EV_PARK,  SEEP_EV_READY,    SEEP_EV_OP,
                                SEEP_EV_EXIT, /* worker */
                                SEEP_EV_EXIT,  SEEP_EV_MAIN_DONE};
    (void)WATCH(.body = body);
    size_t n;
    const struct seep_past_event *e = seep_history_events(h, &n);

    assert_int_equal(n, sizeof expected);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(e[i].kind, expected[i]);
    assert_int_equal(e[4].op, SEEP_OP_GO);
    assert_int_equal(e[5].g, 1);
    assert_int_equal(e[5].wait, SEEP_WAIT_CHAN_SEND);
    assert_int_equal(e[5].obj_kind, SEEP_OBJ_CHAN);
    assert_int_equal(e[6].other, 2);
}

TEST(events_after_main_are_marked)
{
    const struct line worker[] = {SLEEP(1), END};
    const struct line body[] = {GO(worker), END};
    (void)WATCH(.body = body);
    size_t n;
    const struct seep_past_event *e = seep_history_events(h, &n);

    assert_false(e[0].after_main);
    assert_true(e[n - 1].after_main);
    assert_int_equal(e[n - 1].g, 2);
}

TEST(only_the_first_twenty_thousand_events_are_kept)
{
    const struct line body[] = {WRITE(A, 1), AGAIN(30000), END};
    (void)WATCH(.body = body);
    size_t n;

    (void)seep_history_events(h, &n);
    assert_int_equal(n, 20000);
}

TEST(without_a_history_nothing_is_known)
{
    size_t n = 7;

    assert_null(seep_history_g(NULL, 1));
    assert_null(seep_history_uses(NULL, 1, NULL));
    assert_null(seep_history_events(NULL, &n));
    assert_int_equal(n, 0);
    seep_history_free(NULL);
}

#define UNIT(name) cmocka_unit_test_teardown(name, free_history)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(a_family_is_remembered),
        UNIT(an_end_is_remembered_with_its_step),
        UNIT(what_was_done_to_a_channel_is_counted),
        UNIT(what_a_partner_completed_is_counted_too),
        UNIT(a_send_that_panicked_is_not_counted),
        UNIT(locks_and_counts_are_counted),
        UNIT(turning_away_from_a_select_is_remembered_with_its_reason),
        UNIT(coming_back_is_no_longer_having_left),
        UNIT(thousands_of_users_are_told_apart),
        UNIT(contexts_of_other_roots_are_noticed),
        UNIT(events_are_kept_in_order_without_the_turns),
        UNIT(events_after_main_are_marked),
        UNIT(only_the_first_twenty_thousand_events_are_kept),
        UNIT(without_a_history_nothing_is_known),
    };

    return cmocka_run_group_tests_name("history", tests, NULL, NULL);
}
