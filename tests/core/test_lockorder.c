/* Deadlocks foreseen from runs in which all goes well: which are, what is told
 * of them, and what gives no alarm. */
#include "core/lockorder.h"
#include "script_run.h"

static struct script *world; /* of the last run: its names */

/* Runs well, watched; what it foresees is the caller's. */
static struct seep_lockorder *foreseen_in(const struct scenario *sc)
{
    struct seep_lockorder *lo = seep_lockorder_new(NULL);

    assert_non_null(lo);
    world = script_open(script_arena(sc->mem), sc, seep_lockorder_observer(lo));
    assert_non_null(world);
    struct outcome o = script_finish(world);
    assert_string_equal(seep_verdict_text(o.verdict.kind), "pass");
    seep_arena_lift(world->sim.arena);
    return lo;
}

static void check(size_t n, const struct scenario *sc)
{
    struct seep_lockorder *lo = foreseen_in(sc);

    assert_int_equal(seep_lockorder_foresee(lo), n);
    assert_int_equal(seep_lockorder_foresee(lo), n);
    assert_false(seep_lockorder_lost(lo));
    seep_lockorder_free(lo);
}
#define assert_foreseen(n, ...) check(n, &(const struct scenario){__VA_ARGS__})

static uint32_t line_of(uint32_t site)
{
    return seep_site_line(&world->sim.names, site);
}

static void assert_step(const struct seep_foreseen_step *s, uint32_t g,
                        const struct seep_object *held, uint32_t held_line,
                        const struct seep_object *took, uint32_t took_line)
{
    assert_int_equal(s->g, g);
    assert_int_equal(s->held.lock, held ? held->id : 0);
    assert_int_equal(line_of(s->held.site), held_line);
    assert_int_equal(s->took.lock, took->id);
    assert_int_equal(line_of(s->took.site), took_line);
}

/* Programs of many tests. */
static const struct line ab[] = {LOCK(A), LOCK(B), UNLOCK(B), UNLOCK(A), END};
static const struct line ba[] = {LOCK(B), LOCK(A), UNLOCK(A), UNLOCK(B), END};
static const struct line bc[] = {LOCK(B), LOCK(C), UNLOCK(C), UNLOCK(B), END};
static const struct line ca[] = {LOCK(C), LOCK(A), UNLOCK(A), UNLOCK(C), END};

/* ---- cycles ---- */

TEST(two_orders_are_told_with_goroutines_and_places)
{
    const struct line body[] = {GO(ab), GOSCHED, GO(ba), END};
    struct seep_lockorder *lo =
        foreseen_in(&(const struct scenario){.body = body});

    assert_int_equal(seep_lockorder_foresee(lo), 1);
    const struct seep_foreseen *f = seep_lockorder_get(lo, 0);
    assert_false(f->reread);
    assert_int_equal(f->n, 2);
    assert_int_equal(f->count, 1);
    assert_step(&f->step[0], 2, &world->mutex[A].obj, 1, &world->mutex[B].obj,
                2);
    assert_step(&f->step[1], 3, &world->mutex[B].obj, 1, &world->mutex[A].obj,
                2);
    assert_int_equal(
        seep_object_kind(seep_lockorder_lock(lo, world->mutex[A].obj.id)),
        SEEP_OBJ_MUTEX);
    assert_null(seep_lockorder_lock(lo, 1000));
    assert_null(seep_lockorder_lock(lo, world->mutex[D].obj.id));
    seep_lockorder_free(lo);
}

TEST(every_benign_schedule_foresees_it)
{
    const struct line body[] = {GO(ab), GO(ba), SLEEP(1), END};
    int well = 0;

    for (uint64_t seed = 0; seed < 100; seed++) {
        struct seep_lockorder *lo = seep_lockorder_new(NULL);
        const struct scenario sc = {.body = body, .random = true, .seed = seed};
        struct script *w =
            script_open(script_arena(0), &sc, seep_lockorder_observer(lo));
        enum seep_verdict_kind v = script_finish(w).verdict.kind;
        /* What did happen is not foreseen. */
        assert_int_equal(seep_lockorder_foresee(lo), v == SEEP_VERDICT_PASS);
        well += v == SEEP_VERDICT_PASS;
        seep_lockorder_free(lo);
    }
    assert_in_range(well, 10, 90);
}

TEST(one_order_is_none)
{
    const struct line twice[] = {LOCK(A),   LOCK(B),   UNLOCK(B), LOCK(C),
                                 UNLOCK(C), UNLOCK(A), END};
    const struct line body[] = {GO(ab), GO(ab), GO(bc), GO(twice), END};

    assert_foreseen(0, .body = body);
}

TEST(three_locks_in_a_circle)
{
    const struct line body[] = {GO(ab), GO(bc), GO(ca), END};
    struct seep_lockorder *lo =
        foreseen_in(&(const struct scenario){.body = body});

    assert_int_equal(seep_lockorder_foresee(lo), 1);
    const struct seep_foreseen *f = seep_lockorder_get(lo, 0);
    assert_int_equal(f->n, 3);
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(f->step[i].took.lock, f->step[(i + 1) % 3].held.lock);
    seep_lockorder_free(lo);
}

TEST(a_short_and_a_long_circle_are_both_told)
{
    const struct line body[] = {GO(ab), GO(bc), GO(ca), GO(ba), END};

    assert_foreseen(2, .body = body);
}

TEST(philosophers_are_a_circle_as_long_as_their_table)
{
    const struct line cd[] = {LOCK(C), LOCK(D), UNLOCK(D), UNLOCK(C), END};
    const struct line da[] = {LOCK(D), LOCK(A), UNLOCK(A), UNLOCK(D), END};
    const struct line ad[] = {LOCK(A), LOCK(D), UNLOCK(D), UNLOCK(A), END};
    const struct line body[] = {GO(ab), GO(bc), GO(cd), GO(da), END};
    const struct line fixed[] = {GO(ab), GO(bc), GO(cd), GO(ad), END};
    struct seep_lockorder *lo =
        foreseen_in(&(const struct scenario){.body = body});

    assert_int_equal(seep_lockorder_foresee(lo), 1);
    assert_int_equal(seep_lockorder_get(lo, 0)->n, 4);
    seep_lockorder_free(lo);
    assert_foreseen(0, .body = fixed);
}

TEST(a_lock_held_further_out_counts)
{
    const struct line abc[] = {LOCK(A),   LOCK(B),   LOCK(C), UNLOCK(C),
                               UNLOCK(B), UNLOCK(A), END};
    const struct line body[] = {GO(abc), GO(ca), END};

    assert_foreseen(1, .body = body);
}

TEST(a_lock_that_another_goroutine_gives_back_is_no_longer_held)
{
    const struct line giver[] = {UNLOCK(A), CLOSE(D), END};
    const struct line taker[] = {LOCK(A), GO(giver), RECV(D),
                                 LOCK(B), UNLOCK(B), END};
    const struct line body[] = {GO(taker), GO(ba), END};

    assert_foreseen(0, .body = body);
}

TEST(a_pair_of_places_is_told_once)
{
    const struct line again_ab[] = {LOCK(A),   LOCK(B),   UNLOCK(B),
                                    UNLOCK(A), AGAIN(50), END};
    const struct line again_ba[] = {LOCK(B),   LOCK(A),   UNLOCK(A),
                                    UNLOCK(B), AGAIN(50), END};
    const struct line body[] = {GO_MANY(again_ab, 20), GO_MANY(again_ba, 20),
                                END};

    assert_foreseen(1, .body = body);
}

static void name_alike(struct script *w)
{
    for (int i = 0; i < SCRIPT_OBJECTS; i++) {
        w->mutex[i].obj.name = 1;
        w->mutex[i].obj.site = 0;
    }
}

static void lie_apart(struct script *w)
{
    for (int i = 0; i < SCRIPT_OBJECTS; i++)
        w->mutex[i].obj.name = (uint32_t)i + 1;
}

/* Watched siteless: one transfer between accounts is like the other. */
TEST(alike_ones_of_other_locks_are_counted)
{
    const struct line body[] = {GO(ab), GO(ba), GO(bc), GO(ca), GO(ba), END};
    const struct line cb[] = {LOCK(C), LOCK(B), UNLOCK(B), UNLOCK(C), END};
    const struct line two[] = {GO(ab), GO(ba), GO(bc), GO(cb), END};
    struct seep_lockorder *lo = seep_lockorder_new(NULL);

    for (int apart = 0; apart < 2; apart++) {
        const struct scenario sc = {.body = two,
                                    .arrange = apart ? lie_apart : name_alike};
        seep_lockorder_clear(lo);
        struct script *w =
            script_open(script_arena(0), &sc, seep_lockorder_observer(lo));
        w->sim.siteless = true;
        (void)script_finish(w);
        assert_int_equal(seep_lockorder_foresee(lo), apart ? 2 : 1);
        assert_int_equal(seep_lockorder_get(lo, 0)->count, apart ? 1 : 2);
    }
    seep_lockorder_free(lo);
    assert_foreseen(2, .body = body);
}

/* ---- what keeps them apart ---- */

TEST(a_gate_lock_keeps_them_apart)
{
    const struct line gab[] = {LOCK(D),   LOCK(A),   LOCK(B), UNLOCK(B),
                               UNLOCK(A), UNLOCK(D), END};
    const struct line gba[] = {LOCK(D),   LOCK(B),   LOCK(A), UNLOCK(A),
                               UNLOCK(B), UNLOCK(D), END};
    const struct line both[] = {GO(gab), GO(gba), END};
    const struct line one[] = {GO(gab), GO(ba), END};

    assert_foreseen(0, .body = both);
    assert_foreseen(1, .body = one);
}

TEST(a_gate_that_is_only_read_keeps_nobody_apart)
{
    const struct line rab[] = {RW(RLOCK, D), LOCK(A),        LOCK(B), UNLOCK(B),
                               UNLOCK(A),    RW(RUNLOCK, D), END};
    const struct line rba[] = {RW(RLOCK, D), LOCK(B),        LOCK(A), UNLOCK(A),
                               UNLOCK(B),    RW(RUNLOCK, D), END};
    const struct line wba[] = {
        RW(RW_LOCK, D), LOCK(B),          LOCK(A), UNLOCK(A),
        UNLOCK(B),      RW(RW_UNLOCK, D), END};
    const struct line read[] = {GO(rab), GO(rba), END};
    const struct line written[] = {GO(rab), GO(wba), END};

    assert_foreseen(1, .body = read);
    assert_foreseen(0, .body = written);
}

TEST(one_goroutine_cannot_meet_itself)
{
    const struct line both[] = {LOCK(A),   LOCK(B),   UNLOCK(B),
                                UNLOCK(A), LOCK(B),   LOCK(A),
                                UNLOCK(A), UNLOCK(B), END};
    const struct line body[] = {GO(both), END};
    const struct line two[] = {GO(both), GO(both), END};

    assert_foreseen(0, .body = body);
    assert_foreseen(1, .body = two);
}

TEST(who_only_tries_does_not_wait)
{
    const struct line tries[] = {LOCK(B), TRY_LOCK(A), UNLOCK(A), UNLOCK(B),
                                 END};
    const struct line holds[] = {TRY_LOCK(B), LOCK(A), UNLOCK(A), UNLOCK(B),
                                 END};
    const struct line body[] = {GO(ab), GO(tries), END};
    const struct line held[] = {GO(ab), GO(holds), END};

    assert_foreseen(0, .body = body);
    assert_foreseen(1, .body = held); /* but it does hold */
}

TEST(a_try_that_fails_takes_nothing)
{
    const struct line tries[] = {TRY_LOCK(A), LOCK(B), UNLOCK(B), END};
    const struct line body[] = {LOCK(A), GO(tries), GOSCHED, UNLOCK(A),
                                GO(ba),  GOSCHED,   END};

    assert_foreseen(0, .body = body);
}

/* ---- what orders them ---- */

TEST(what_comes_before_a_go_statement_does_not_meet_what_it_starts)
{
    const struct line body[] = {LOCK(A), LOCK(B),  UNLOCK(B), UNLOCK(A),
                                GO(ba),  SLEEP(1), END};
    const struct line after[] = {GO(ba),    LOCK(A),   LOCK(B),
                                 UNLOCK(B), UNLOCK(A), END};

    assert_foreseen(0, .body = body);
    assert_foreseen(1, .body = after);
}

TEST(what_a_waitgroup_waits_for_does_not_meet_what_comes_after)
{
    const struct line done[] = {LOCK(A),   LOCK(B), UNLOCK(B),
                                UNLOCK(A), DONE(A), END};
    const struct line body[] = {ADD(A, 1), GO(done),  WAIT(A),   LOCK(B),
                                LOCK(A),   UNLOCK(A), UNLOCK(B), END};

    assert_foreseen(0, .body = body);
}

TEST(a_message_orders)
{
    const struct line sends[] = {LOCK(A),   LOCK(B),    UNLOCK(B),
                                 UNLOCK(A), SEND(A, 1), END};
    const struct line receives[] = {RECV(A),   LOCK(B),   LOCK(A),
                                    UNLOCK(A), UNLOCK(B), END};
    const struct line body[] = {GO(receives), GO(sends), SLEEP(1), END};

    for (uint32_t cap = 0; cap < 3; cap++)
        assert_foreseen(0, .body = body, .cap = {[A] = cap});
}

/* The first lock is held while the other goroutine is told to go on. */
TEST(a_lock_held_across_a_hand_over_orders)
{
    const struct line first[] = {LOCK(A),    LOCK(B),   UNLOCK(B),
                                 SEND(A, 1), UNLOCK(A), END};
    const struct line second[] = {RECV(A),   LOCK(B),   LOCK(A),
                                  UNLOCK(A), UNLOCK(B), END};
    const struct line early[] = {LOCK(A),   SEND(A, 1), LOCK(B),
                                 UNLOCK(B), UNLOCK(A),  END};
    const struct line body[] = {GO(first), GO(second), SLEEP(1), END};
    const struct line told[] = {GO(second), GOSCHED, GO(early), SLEEP(1), END};

    assert_foreseen(0, .body = body);
    /* Told before the second lock is taken, it can come in between. */
    assert_foreseen(1, .body = told);
}

TEST(closing_cond_and_atomics_order)
{
    const struct line closes[] = {LOCK(A),   LOCK(B),  UNLOCK(B),
                                  UNLOCK(A), CLOSE(A), END};
    const struct line sees[] = {RECV(A),   LOCK(B),   LOCK(A),
                                UNLOCK(A), UNLOCK(B), END};
    const struct line signals[] = {LOCK(A),   LOCK(B),   UNLOCK(B),
                                   UNLOCK(A), SIGNAL(C), END};
    const struct line hears[] = {DRAW(C),   COND_WAIT(C), LOCK(B), LOCK(A),
                                 UNLOCK(A), UNLOCK(B),    END};
    const struct line stores[] = {LOCK(A),   LOCK(B),     UNLOCK(B),
                                  UNLOCK(A), STORE(A, 1), END};
    const struct line loads[] = {LOAD(A),   LOCK(B),   LOCK(A),
                                 UNLOCK(A), UNLOCK(B), END};
    const struct line by_close[] = {GO(sees), GO(closes), SLEEP(1), END};
    const struct line by_cond[] = {GO(hears), GOSCHED, GO(signals), SLEEP(1),
                                   END};
    const struct line by_store[] = {GO(stores), GOSCHED, GO(loads), SLEEP(1),
                                    END};

    assert_foreseen(0, .body = by_close);
    assert_foreseen(0, .body = by_cond);
    assert_foreseen(0, .body = by_store);
}

/* What began before the first nesting orders all the same. */
TEST(values_that_waited_before_the_order_was_kept)
{
    const struct line sender[] = {SEND(A, 1), LOCK(A),    LOCK(B), UNLOCK(B),
                                  UNLOCK(A),  SEND(A, 2), END};
    const struct line taker[] = {RECV(A),   RECV(A),   LOCK(B), LOCK(A),
                                 UNLOCK(A), UNLOCK(B), END};
    const struct line hasty[] = {RECV(A),   LOCK(B), LOCK(A), UNLOCK(A),
                                 UNLOCK(B), RECV(A), END};
    const struct line body[] = {GO(sender), GOSCHED, GO(taker), SLEEP(1), END};
    const struct line early[] = {GO(sender), GOSCHED, GO(hasty), SLEEP(1), END};

    assert_foreseen(0, .body = body, .cap = {[A] = 3});
    assert_foreseen(1, .body = early, .cap = {[A] = 3});
}

/* A mutex of the library is no node, and orders. */
static void make_ours(struct script *w)
{
    w->mutex[D].ours = true;
}

TEST(a_mutex_of_the_library_orders)
{
    const struct line first[] = {LOCK(D), UNLOCK(D), LOCK(A),
                                 LOCK(B), UNLOCK(B), UNLOCK(A),
                                 LOCK(D), UNLOCK(D), END};
    const struct line second[] = {LOCK(D), UNLOCK(D), LOCK(B),
                                  LOCK(A), UNLOCK(A), UNLOCK(B),
                                  LOCK(D), UNLOCK(D), END};
    const struct line body[] = {GO(first), GO(second), END};

    assert_foreseen(0, .body = body, .arrange = make_ours);
    assert_foreseen(1, .body = body);
}

/* Phases that are ordered for long, and are not in the end. */
TEST(late_moments_are_kept_too)
{
    const struct line ping[] = {LOCK(A),    LOCK(B),   UNLOCK(B),  UNLOCK(A),
                                SEND(A, 1), RECV(B),   AGAIN(100), LOCK(A),
                                LOCK(B),    UNLOCK(B), UNLOCK(A),  END};
    const struct line pong[] = {RECV(A),   LOCK(B),    LOCK(A),    UNLOCK(A),
                                UNLOCK(B), SEND(B, 1), AGAIN(100), END};
    const struct line more[] = {RECV(A),   LOCK(B),    LOCK(A),    UNLOCK(A),
                                UNLOCK(B), SEND(B, 1), AGAIN(100), LOCK(B),
                                LOCK(A),   UNLOCK(A),  UNLOCK(B),  END};
    const struct line ordered[] = {GO(ping), GO(pong), SLEEP(1), END};
    const struct line at_last[] = {GO(ping), GO(more), SLEEP(1), END};

    assert_foreseen(0, .body = ordered);
    assert_foreseen(1, .body = at_last);
}

/* ---- reading and writing ---- */

TEST(read_locks_do_not_wait_for_each_other)
{
    const struct line r_ab[] = {RW(RLOCK, A), RW(RLOCK, B), RW(RUNLOCK, B),
                                RW(RUNLOCK, A), END};
    const struct line r_ba[] = {RW(RLOCK, B), RW(RLOCK, A), RW(RUNLOCK, A),
                                RW(RUNLOCK, B), END};
    const struct line w_ba[] = {RW(RW_LOCK, B), RW(RW_LOCK, A),
                                RW(RW_UNLOCK, A), RW(RW_UNLOCK, B), END};
    const struct line rw_ba[] = {RW(RLOCK, B), RW(RW_LOCK, A), RW(RW_UNLOCK, A),
                                 RW(RUNLOCK, B), END};
    const struct line read[] = {GO(r_ab), GO(r_ba), END};
    const struct line written[] = {GO(r_ab), GO(w_ba), END};
    const struct line half[] = {GO(r_ab), GO(rw_ba), END};

    assert_foreseen(0, .body = read);
    assert_foreseen(1, .body = written);
    assert_foreseen(0, .body = half); /* B is only read */
}

static const struct line reads_twice[] = {RW(RLOCK, A), RW(RLOCK, A),
                                          RW(RUNLOCK, A), RW(RUNLOCK, A), END};
static const struct line writes[] = {RW(RW_LOCK, A), RW(RW_UNLOCK, A), END};

TEST(a_writer_between_two_reads_is_told)
{
    const struct line body[] = {GO(reads_twice), GOSCHED, GO(writes), END};
    struct seep_lockorder *lo =
        foreseen_in(&(const struct scenario){.body = body});

    assert_int_equal(seep_lockorder_foresee(lo), 1);
    const struct seep_foreseen *f = seep_lockorder_get(lo, 0);
    assert_true(f->reread);
    assert_int_equal(f->n, 2);
    assert_step(&f->step[0], 2, &world->rw[A].obj, 1, &world->rw[A].obj, 2);
    assert_true(f->step[0].held.read && f->step[0].took.read);
    assert_step(&f->step[1], 3, NULL, 0, &world->rw[A].obj, 1);
    assert_false(f->step[1].took.read);
    seep_lockorder_free(lo);
}

TEST(reading_twice_needs_a_writer_that_can_come)
{
    const struct line tries[] = {RW(RW_TRY_LOCK, A), RW(RW_UNLOCK, A), END};
    const struct line try_twice[] = {RW(RLOCK, A), RW(TRY_RLOCK, A),
                                     RW(RUNLOCK, A), RW(RUNLOCK, A), END};
    const struct line other[] = {RW(RW_LOCK, B), RW(RW_UNLOCK, B), END};
    const struct line alone[] = {GO(reads_twice), GO(reads_twice), END};
    const struct line elsewhere[] = {GO(reads_twice), GO(other), END};
    const struct line trying[] = {GO(reads_twice), GOSCHED, GO(tries), END};
    const struct line careful[] = {GO(try_twice), GO(writes), END};
    const struct line before[] = {RW(RW_LOCK, A), RW(RW_UNLOCK, A),
                                  GO(reads_twice), END};

    assert_foreseen(0, .body = alone);
    assert_foreseen(0, .body = elsewhere);
    assert_foreseen(0, .body = trying);
    assert_foreseen(0, .body = careful);
    assert_foreseen(0, .body = before);
}

TEST(a_gate_keeps_the_writer_out)
{
    const struct line gated[] = {
        LOCK(D),        RW(RLOCK, A), RW(RLOCK, A), RW(RUNLOCK, A),
        RW(RUNLOCK, A), UNLOCK(D),    END};
    const struct line writer[] = {LOCK(D), RW(RW_LOCK, A), RW(RW_UNLOCK, A),
                                  UNLOCK(D), END};
    const struct line body[] = {GO(gated), GO(writer), END};
    const struct line one[] = {GO(gated), GO(writes), END};

    assert_foreseen(0, .body = body);
    assert_foreseen(1, .body = one);
}

TEST(read_locks_are_given_back_by_anybody)
{
    const struct line giver[] = {RW(RUNLOCK, A), CLOSE(D), END};
    const struct line reader[] = {RW(RLOCK, A), GO(giver),      RECV(D),
                                  RW(RLOCK, A), RW(RUNLOCK, A), END};
    const struct line body[] = {GO(reader), GO(reads_twice), GOSCHED, END};
    const struct line with[] = {GO(reader), SLEEP(1), GO(writes), END};

    assert_foreseen(0, .body = body);
    assert_foreseen(0, .body = with);
}

/* ---- much ---- */

TEST(what_a_goroutine_held_when_it_ended_is_held_by_nobody)
{
    const struct line keeper[] = {LOCK(A), LOCK(C), END};
    const struct line freed[] = {UNLOCK(A), LOCK(A),   LOCK(B),
                                 UNLOCK(B), UNLOCK(A), END};
    const struct line body[] = {GO(keeper), GOSCHED, GO(freed),
                                GOSCHED,    GO(ba),  END};

    assert_foreseen(1, .body = body);
}

TEST(a_cleared_one_is_as_new)
{
    const struct line body[] = {GO(ab), GO(ba), GO(reads_twice), GO(writes),
                                END};
    const struct scenario sc = {.body = body};
    struct seep_lockorder *lo = seep_lockorder_new(NULL);

    for (int i = 0; i < 3; i++) {
        struct script *w =
            script_open(script_arena(0), &sc, seep_lockorder_observer(lo));
        (void)script_finish(w);
        assert_int_equal(seep_lockorder_foresee(lo), 2);
        seep_lockorder_clear(lo);
        assert_int_equal(seep_lockorder_foresee(lo), 0);
        seep_lockorder_clear(lo);
    }
    seep_lockorder_free(lo);
}

TEST(nobody_foresees_nothing)
{
    assert_int_equal(seep_lockorder_foresee(NULL), 0);
    assert_false(seep_lockorder_lost(NULL));
    seep_lockorder_free(NULL);
}

TEST(one_that_holds_too_much_is_not_looked_at)
{
    const struct line greedy[] = {RW(RLOCK, A), AGAIN(300),     LOCK(B),
                                  UNLOCK(B),    RW(RUNLOCK, A), AGAIN(300),
                                  END};
    const struct line body[] = {GO(greedy), END};
    struct seep_lockorder *lo = seep_lockorder_new(NULL);
    const struct scenario sc = {.body = body};
    struct script *w =
        script_open(script_arena(0), &sc, seep_lockorder_observer(lo));

    (void)script_finish(w);
    assert_int_equal(seep_lockorder_foresee(lo), 0);
    assert_true(seep_lockorder_lost(lo));
    seep_lockorder_free(lo);
}

/* ---- in words ---- */

static struct seep_report explained(const struct line *body)
{
    struct seep_lockorder *lo =
        foreseen_in(&(const struct scenario){.body = body});
    struct seep_report r = {0};

    seep_explain(&world->sim, NULL, &r);
    seep_explain_foreseen(&world->sim, lo, NULL, &r);
    seep_lockorder_free(lo);
    return r;
}

TEST(a_prediction_is_no_verdict)
{
    const struct line body[] = {GO(ab), GO(ba), END};
    struct seep_report r = explained(body);

    assert_int_equal(r.verdict, SEEP_VERDICT_PASS);
    assert_int_equal(r.npredicted, 1);
    const struct seep_predicted *p = &r.predicted[0];
    assert_non_null(strstr(p->cause, "lock cycle of 2: mutex#"));
    assert_non_null(strstr(p->cause, "are taken in two orders"));
    assert_string_equal(p->fix, "take the locks in the same order everywhere");
    assert_int_equal(p->nstep, 2);
    assert_int_equal(p->step[0].who.id, 3); /* the latter is run first */
    assert_string_equal(p->step[0].held.at.file, "ba");
    assert_int_equal(p->step[0].took.at.line, 2);
    assert_int_equal(r.nnotes, 0);
    seep_report_fini(&r);
}

TEST(a_circle_and_a_second_read_in_words)
{
    const struct line circle[] = {GO(ab), GO(bc), GO(ca), END};
    const struct line twice[] = {GO(reads_twice), GO(writes), END};
    struct seep_report r = explained(circle);

    assert_non_null(strstr(r.predicted[0].cause, "lock cycle of 3: mutex#"));
    assert_non_null(strstr(r.predicted[0].cause, "are taken in a circle"));
    seep_report_fini(&r);
    r = explained(twice);
    assert_true(r.predicted[0].reread);
    assert_non_null(strstr(r.predicted[0].cause, "recursive read lock: "));
    assert_string_equal(r.predicted[0].step[0].held.label,
                        r.predicted[0].step[1].took.label);
    assert_int_equal(r.predicted[0].step[1].held.id, 0);
    seep_report_fini(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_orders_are_told_with_goroutines_and_places),
        cmocka_unit_test(every_benign_schedule_foresees_it),
        cmocka_unit_test(one_order_is_none),
        cmocka_unit_test(three_locks_in_a_circle),
        cmocka_unit_test(a_short_and_a_long_circle_are_both_told),
        cmocka_unit_test(philosophers_are_a_circle_as_long_as_their_table),
        cmocka_unit_test(a_lock_held_further_out_counts),
        cmocka_unit_test(
            a_lock_that_another_goroutine_gives_back_is_no_longer_held),
        cmocka_unit_test(a_pair_of_places_is_told_once),
        cmocka_unit_test(alike_ones_of_other_locks_are_counted),
        cmocka_unit_test(a_gate_lock_keeps_them_apart),
        cmocka_unit_test(a_gate_that_is_only_read_keeps_nobody_apart),
        cmocka_unit_test(one_goroutine_cannot_meet_itself),
        cmocka_unit_test(who_only_tries_does_not_wait),
        cmocka_unit_test(a_try_that_fails_takes_nothing),
        cmocka_unit_test(
            what_comes_before_a_go_statement_does_not_meet_what_it_starts),
        cmocka_unit_test(
            what_a_waitgroup_waits_for_does_not_meet_what_comes_after),
        cmocka_unit_test(a_message_orders),
        cmocka_unit_test(a_lock_held_across_a_hand_over_orders),
        cmocka_unit_test(closing_cond_and_atomics_order),
        cmocka_unit_test(values_that_waited_before_the_order_was_kept),
        cmocka_unit_test(a_mutex_of_the_library_orders),
        cmocka_unit_test(late_moments_are_kept_too),
        cmocka_unit_test(read_locks_do_not_wait_for_each_other),
        cmocka_unit_test(a_writer_between_two_reads_is_told),
        cmocka_unit_test(reading_twice_needs_a_writer_that_can_come),
        cmocka_unit_test(a_gate_keeps_the_writer_out),
        cmocka_unit_test(read_locks_are_given_back_by_anybody),
        cmocka_unit_test(what_a_goroutine_held_when_it_ended_is_held_by_nobody),
        cmocka_unit_test(a_cleared_one_is_as_new),
        cmocka_unit_test(nobody_foresees_nothing),
        cmocka_unit_test(one_that_holds_too_much_is_not_looked_at),
        cmocka_unit_test(a_prediction_is_no_verdict),
        cmocka_unit_test(a_circle_and_a_second_read_in_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
