/* The race detector: what it finds, where, and what it keeps quiet about. */
#include "core/race.h"
#include "script_run.h"

/* Runs watched by r; the world stays, to be looked at. */
static struct script *watch(struct seep_race *r, const struct scenario *sc,
                            bool siteless)
{
    struct seep_arena *a = script_arena(sc->mem);
    struct script *w = script_open(a, sc, seep_race_observer(r));

    assert_non_null(w);
    w->sim.siteless = siteless;
    (void)script_finish(w);
    seep_arena_lift(a);
    return w;
}

static struct seep_race *found_in(const struct scenario *sc)
{
    struct seep_race *r = seep_race_new(NULL);

    assert_non_null(r);
    (void)watch(r, sc, false);
    return r;
}

#define assert_races(n, ...)                                                   \
    do {                                                                       \
        struct seep_race *r_ =                                                 \
            found_in(&(const struct scenario){__VA_ARGS__});                   \
        assert_int_equal(seep_race_count(r_), n);                              \
        seep_race_free(r_);                                                    \
    } while (0)

static void assert_access(struct script *w, const struct seep_access *a,
                          const char *kind, uint32_t g, uint32_t line)
{
    assert_string_equal(seep_access_text((enum seep_access_kind)a->kind), kind);
    assert_int_equal(a->g, g);
    assert_int_equal(seep_site_line(&w->sim.names, a->site), line);
}

/* ---- what is told ---- */

TEST(both_accesses_are_told_with_their_places)
{
    const struct line worker[] = {GOSCHED, WRITE(B, 1), END};
    const struct line body[] = {GO(worker), READ(B), SLEEP(1), END};

    for (int siteless = 0; siteless < 2; siteless++) {
        struct seep_race *r = seep_race_new(NULL);
        struct script *w =
            watch(r, &(const struct scenario){.body = body}, siteless);
        assert_int_equal(seep_race_count(r), 1);
        const struct seep_race_found *f = seep_race_get(r, 0);
        assert_int_equal(f->obj, w->object[B].id);
        assert_int_equal(f->kind, SEEP_OBJ_SHARED);
        assert_access(w, &f->before, "read", 1, siteless ? 0 : 2);
        assert_access(w, &f->after, "write", 2, siteless ? 0 : 2);
        assert_true(f->before.step < f->after.step);
        seep_race_free(r);
    }
}

TEST(a_pair_of_places_is_told_once)
{
    const struct line worker[] = {WRITE(A, 1), GOSCHED, AGAIN(5), END};
    const struct line body[] = {GO(worker), GOSCHED,  WRITE(A, 2),
                                GOSCHED,    AGAIN(5), END};

    assert_races(2, .body = body); /* body and worker, worker and worker */
}

TEST(each_object_is_told)
{
    const struct line worker[] = {WRITE(A, 1), WRITE(B, 1), READ(C), END};
    const struct line body[] = {GO(worker), READ(A),  WRITE(B, 1),
                                READ(C),    SLEEP(1), END};

    assert_races(2, .body = body);
}

TEST(a_cleared_detector_is_as_new)
{
    const struct line worker[] = {SEND(A, 1), WRITE(A, 1), CLOSE(A), END};
    const struct line body[] = {GO(worker), RECV(A), READ(A), RECV(A), END};
    const struct scenario sc = {.body = body, .cap = {1}};
    struct seep_race *r = seep_race_new(NULL);

    for (int i = 0; i < 3; i++) {
        struct script *w = watch(r, &sc, false);
        assert_int_equal(seep_race_count(r), 1);
        assert_access(w, &seep_race_get(r, 0)->before, "write", 2, 2);
        seep_race_clear(r);
        assert_int_equal(seep_race_count(r), 0);
    }
    seep_race_free(r);
}

TEST(no_detector_has_found_nothing)
{
    assert_int_equal(seep_race_count(NULL), 0);
    seep_race_free(NULL);
}

/* ---- the verdict ---- */

static struct seep_report explained(const struct line *body, int64_t drain)
{
    struct seep_race *r = seep_race_new(NULL);
    struct seep_report report = {0};
    struct script *w =
        watch(r, &(const struct scenario){.body = body, .drain = drain}, false);

    seep_explain_races(&w->sim, r, NULL, &report);
    seep_explain(&w->sim, NULL, &report);
    seep_race_free(r);
    return report;
}

TEST(a_race_is_the_verdict_of_a_run_that_would_pass)
{
    const struct line worker[] = {WRITE(A, 1), END};
    const struct line body[] = {GO(worker), WRITE(A, 2), WRITE(B, 2), END};
    struct seep_report r = explained(body, 0);

    assert_int_equal(r.verdict, SEEP_VERDICT_RACE);
    assert_non_null(strstr(r.text, "two writes on \""));
    assert_int_equal(r.nraces, 1);
    assert_string_equal(r.races[0].kind, "shared variable");
    assert_string_equal(r.races[0].before.what, "write");
    assert_int_equal(r.races[0].after.who.id, 2);
    assert_int_equal(r.nstuck, 0);
    seep_report_fini(&r);
}

TEST(the_verdict_tells_the_first_race_and_counts_the_others)
{
    const struct line worker[] = {WRITE(A, 1), WRITE(B, 1), WRITE(C, 1), END};
    const struct line two[] = {GO(worker), READ(A), SLEEP(1), READ(B), END};
    const struct line three[] = {GO(worker), READ(A), SLEEP(1),
                                 READ(B),    READ(C), END};
    struct seep_report r = explained(two, 0);

    assert_int_equal(r.verdict, SEEP_VERDICT_RACE);
    assert_non_null(strstr(r.text, "read and write on \""));
    assert_non_null(strstr(r.text, "are not ordered, and 1 race more"));
    seep_report_fini(&r);
    r = explained(three, 0);
    assert_int_equal(r.nraces, 3);
    assert_non_null(strstr(r.text, ", and 2 races more"));
    seep_report_fini(&r);
}

TEST(a_race_is_a_further_finding_beside_another_verdict)
{
    const struct line worker[] = {WRITE(A, 1), END};
    const struct line body[] = {GO(worker), WRITE(A, 2), SLEEP(1), RECV(NIL),
                                END};
    struct seep_report r = explained(body, 0);

    assert_int_equal(r.verdict, SEEP_VERDICT_DEADLOCK);
    assert_int_equal(r.nraces, 1);
    seep_report_fini(&r);
}

static void assert_fix(const struct line *body, const char *fix)
{
    struct seep_report r = explained(body, 0);

    assert_int_equal(r.nraces, 1);
    assert_string_equal(r.races[0].fix, fix);
    seep_report_fini(&r);
}

TEST(the_fix_is_one_for_that_kind_of_object)
{
    const struct line stores[] = {STORE(A, 1), END};
    const struct line loads[] = {LOAD(A), END};
    const struct line sets[] = {WRITE_ATOMIC(A, 1), END};
    const struct line reads[] = {GO(stores), READ_ATOMIC(A), SLEEP(1), END};
    const struct line writes[] = {GO(loads), WRITE_ATOMIC(A, 1), SLEEP(1), END};
    const struct line plain[] = {GO(sets), WRITE_ATOMIC(A, 2), SLEEP(1), END};
    const struct line puts[] = {MAP_DO(WRITE, A), MAP_DO(WRITTEN, A), END};
    const struct line maps[] = {GO(puts), MAP_DO(READ, A), SLEEP(1), END};

    assert_fix(reads, "make the read at body:2 atomic as well: load() in the "
                      "place of get()");
    assert_fix(writes, "make the write at body:2 atomic as well: store() in "
                       "the place of set()");
    assert_fix(plain, "make both atomic: load() and store() in the place of "
                      "get() and set()");
    assert_fix(maps, "guard every access to the map with one mutex, or use a "
                     "sync.map");
}

TEST(a_pass_without_races_stays_one)
{
    const struct line worker[] = {READ(A), END};
    const struct line body[] = {WRITE(A, 2), GO(worker), READ(A), END};
    struct seep_report r = explained(body, 0);

    assert_int_equal(r.verdict, SEEP_VERDICT_PASS);
    assert_int_equal(r.nraces, 0);
    seep_report_fini(&r);
}

/* ---- channels ---- */

TEST(a_rendezvous_orders_both_ways)
{
    const struct line worker[] = {WRITE(A, 1), SEND(A, 1), READ(B), END};
    const struct line body[] = {GO(worker), WRITE(B, 1), RECV(A),
                                READ(A),    SLEEP(1),    END};

    assert_races(0, .body = body);
    assert_races(0, .body = body, .random = true);
}

TEST(a_buffered_receive_does_not_order_its_send)
{
    const struct line worker[] = {RECV(A), READ(B), END};
    const struct line body[] = {GO(worker), SEND(A, 1), WRITE(B, 1), SLEEP(1),
                                END};

    assert_races(1, .body = body, .cap = {1});
    assert_races(1, .body = body, .cap = {3});
}

TEST(a_receive_orders_the_send_a_capacity_later)
{
    const struct line worker[] = {WRITE(A, 1), RECV(A), RECV(A),
                                  RECV(A),     RECV(A), END};
    const struct line body[] = {GO(worker), SEND(A, 1), SEND(A, 2), SEND(A, 3),
                                READ(A),    SEND(A, 4), END};

    assert_races(0, .body = body, .cap = {2});
    assert_races(1, .body = body, .cap = {3});
    for (uint64_t seed = 0; seed < 20; seed++)
        assert_races(0, .body = body, .cap = {2}, .random = true, .seed = seed);
}

TEST(a_close_orders_who_receives_it)
{
    const struct line worker[] = {RECV(A), READ(A), END};
    const struct line body[] = {
        GO_MANY(worker, 3), GOSCHED,  WRITE(A, 1), CLOSE(A),
        GO(worker),         SLEEP(1), END};

    assert_races(0, .body = body);
}

TEST(a_send_and_a_close_race)
{
    const struct line worker[] = {RECOVER, SEND(A, 1), END};
    const struct line body[] = {GO(worker), CLOSE(A), SLEEP(1), END};
    const struct line parked[] = {GO(worker), SLEEP(1), CLOSE(A), SLEEP(1),
                                  END};

    assert_races(1, .body = body);
    assert_races(1, .body = parked);
    assert_races(1, .body = parked, .cap = {1});
}

/* As Go counts it: also what nobody took. */
TEST(a_send_that_was_only_offered_and_a_close_race)
{
    const struct line offers[] = {SELECT(ON_SEND(A, 1), ON_RECV(B)), END};
    const struct line gives_way[] = {SELECT_ELSE(ON_SEND(A, 1), ON_RECV(B)),
                                     END};
    const struct line tells[] = {SELECT_ELSE(ON_SEND(A, 1)), CLOSE(B), END};
    const struct line parked[] = {GO(offers), SLEEP(1), CLOSE(B),
                                  SLEEP(1),   CLOSE(A), END};
    const struct line not_taken[] = {GO(gives_way), SLEEP(1), CLOSE(A), END};
    const struct line told[] = {GO(tells), RECV(B), CLOSE(A), END};

    assert_races(1, .body = parked);
    assert_races(1, .body = not_taken);
    assert_races(0, .body = told);
}

/* ---- the others ---- */

TEST(locks_order)
{
    const struct line worker[] = {LOCK(A), WRITE(A, 1), UNLOCK(A), END};
    const struct line body[] = {
        GO_MANY(worker, 3), LOCK(A),  GOSCHED, WRITE(A, 2),
        UNLOCK(A),          SLEEP(1), END};

    assert_races(0, .body = body);
}

TEST(a_done_orders_the_wait_and_an_add_races_with_it)
{
    const struct line worker[] = {WRITE(A, 1), DONE(A), END};
    const struct line body[] = {ADD(A, 1), GO(worker), WAIT(A), READ(A), END};
    const struct line late[] = {ADD(A, 1), DONE(A), END};
    const struct line wrong[] = {GO(late), GOSCHED, WAIT(A), END};
    const struct line early[] = {GO(late), WAIT(A), SLEEP(1), END};

    assert_races(0, .body = body);
    assert_races(1, .body = wrong);
    assert_races(1, .body = early);
}

TEST(a_timer_orders_its_arming_only)
{
    const struct line later[] = {READ(A), READ(B), END};
    const struct line body[] = {WRITE(A, 1), AFTER_FUNC(0, MS, later),
                                WRITE(B, 1), SLEEP(2 * MS), END};
    const struct line armer[] = {WRITE(A, 1), NEW_TIMER(0, MS), WRITE(B, 1),
                                 END};
    const struct line other[] = {GO(armer), SLEEP(1), RECV(TIMER(0)),
                                 READ(A),   READ(B),  END};

    assert_races(1, .body = body);
    assert_races(1, .body = other);
}

TEST(the_end_of_a_goroutine_orders_nothing)
{
    const struct line worker[] = {WRITE(A, 1), END};
    const struct line body[] = {GO(worker), SLEEP(1), READ(A), END};

    assert_races(1, .body = body);
}

/* ---- atomic variables ---- */

TEST(atomic_accesses_do_not_race_with_each_other)
{
    const struct line worker[] = {STORE(A, 1), LOAD(A), CAS(A, 1, 2), END};
    const struct line body[] = {GO(worker), CAS(A, 0, 5), STORE(A, 2),
                                LOAD(A),    SLEEP(1),     END};

    assert_races(0, .body = body);
    assert_races(0, .body = body, .random = true);
}

TEST(an_atomic_and_a_plain_access_race_unless_both_read)
{
    const struct line stores[] = {STORE(A, 1), END};
    const struct line loads[] = {LOAD(A), END};
    const struct line swaps[] = {CAS(A, 7, 1), END};
    const struct line reads[] = {GO(stores), READ_ATOMIC(A), SLEEP(1), END};
    const struct line writes[] = {GO(loads), WRITE_ATOMIC(A, 1), SLEEP(1), END};
    const struct line both[] = {GO(stores), WRITE_ATOMIC(A, 1), SLEEP(1), END};
    const struct line failed[] = {GO(swaps), READ_ATOMIC(A), SLEEP(1), END};
    const struct line neither[] = {GO(loads), READ_ATOMIC(A), SLEEP(1), END};

    assert_races(1, .body = reads);
    assert_races(1, .body = writes);
    assert_races(1, .body = both);
    assert_races(1, .body = failed);
    assert_races(0, .body = neither);
}

TEST(an_atomic_race_says_so)
{
    const struct line worker[] = {STORE(B, 1), END};
    const struct line body[] = {GO(worker), READ_ATOMIC(B), SLEEP(1), END};
    struct seep_race *r = seep_race_new(NULL);
    struct script *w = watch(r, &(const struct scenario){.body = body}, false);

    assert_int_equal(seep_race_count(r), 1);
    assert_access(w, &seep_race_get(r, 0)->before, "read", 1, 2);
    assert_access(w, &seep_race_get(r, 0)->after, "atomic write", 2, 1);
    assert_int_equal(seep_race_get(r, 0)->obj, w->atomic[B].obj.id);
    seep_race_free(r);
}

TEST(a_store_comes_before_the_load_that_sees_it)
{
    const struct line worker[] = {WRITE(A, 1), STORE(A, 1), END};
    const struct line body[] = {GO(worker), SLEEP(1), LOAD(A), READ(A), END};
    const struct line unseen[] = {LOAD(A), GO(worker), SLEEP(1), READ(A), END};
    const struct line hidden[] = {GO(worker), SLEEP(1), STORE(A, 2),
                                  LOAD(A),    READ(A),  END};

    assert_races(0, .body = body);
    assert_races(1, .body = unseen);
    assert_races(1, .body = hidden); /* its own store is what it sees */
}

TEST(a_swap_takes_and_passes_on_but_a_failed_one_only_takes)
{
    const struct line first[] = {WRITE(A, 1), STORE(A, 1), END};
    const struct line second[] = {SLEEP(1),    CAS(A, 1, 2), READ(A),
                                  WRITE(B, 1), CAS(A, 2, 3), END};
    const struct line body[] = {GO(first), GO(second), SLEEP(2), LOAD(A),
                                READ(A),   READ(B),    END};
    const struct line fails[] = {SLEEP(1), WRITE(B, 1), CAS(A, 9, 3), READ(A),
                                 END};
    const struct line no[] = {GO(first), GO(fails), SLEEP(2),
                              LOAD(A),   READ(B),   END};

    assert_races(0, .body = body);
    assert_races(1, .body = no);
}

/* ---- sync.map and sync.pool ---- */

TEST(a_change_of_a_key_comes_before_what_sees_it)
{
    const struct line stores[] = {WRITE(A, 1), KEY_DO(STORE, A), END};
    const struct line updates[] = {WRITE(A, 1), UPDATE(A, true), END};
    const struct line clears[] = {WRITE(A, 1), SYNCMAP_DO(CLEAR), END};
    const struct line loads[] = {GO(stores), SLEEP(1), KEY_DO(LOAD, A), READ(A),
                                 END};
    const struct line swaps[] = {GO(updates), SLEEP(1), UPDATE(A, false),
                                 READ(A), END};
    const struct line misses[] = {GO(clears), SLEEP(1), KEY_DO(LOAD, B),
                                  READ(A), END};
    const struct line ranges[] = {GO(clears), SLEEP(1), SYNCMAP_DO(RANGE),
                                  READ(A), END};

    assert_races(0, .body = loads);
    assert_races(0, .body = swaps);
    assert_races(0, .body = misses);
    assert_races(0, .body = ranges);
}

TEST(other_keys_and_changes_that_do_not_apply_order_nothing)
{
    const struct line stores[] = {WRITE(A, 1), KEY_DO(STORE, A), END};
    const struct line fails[] = {WRITE(A, 1), UPDATE(A, false), END};
    const struct line other[] = {GO(stores), SLEEP(1), KEY_DO(LOAD, B), READ(A),
                                 END};
    const struct line again[] = {GO(stores),      SLEEP(1), KEY_DO(STORE, A),
                                 KEY_DO(LOAD, A), READ(A),  END};
    const struct line failed[] = {GO(fails), SLEEP(1), KEY_DO(LOAD, A), READ(A),
                                  END};

    assert_races(1, .body = other);
    assert_races(1, .body = again);
    assert_races(1, .body = failed);
}

static void make_places(struct script *w)
{
    w->resource[A].pool = w->resource[B].pool = ++w->sim.next_obj;
    w->resource[C].pool = ++w->sim.next_obj;
}

TEST(giving_back_comes_before_getting_from_the_same_pool)
{
    const struct line user[] = {RES_OPEN(A), WRITE(A, 1), RES_CLOSE(A), END};
    const struct line body[] = {GO(user), SLEEP(1),     RES_OPEN(B),
                                READ(A),  RES_CLOSE(B), END};
    const struct line elsewhere[] = {GO(user), SLEEP(1),     RES_OPEN(C),
                                     READ(A),  RES_CLOSE(C), END};
    const struct line of_none[] = {GO(user), SLEEP(1),     RES_OPEN(D),
                                   READ(A),  RES_CLOSE(D), END};

    assert_races(0, .body = body, .arrange = make_places);
    assert_races(1, .body = elsewhere, .arrange = make_places);
    assert_races(1, .body = of_none, .arrange = make_places);
    assert_races(1, .body = body);
}

TEST(a_put_comes_before_the_get_of_the_same)
{
    const struct line worker[] = {WRITE(A, 1), POOL_DO(PUT, A), END};
    const struct line same[] = {GO(worker),      SLEEP(1), POOL_DO(GET, B),
                                POOL_DO(GOT, A), READ(A),  END};
    const struct line other[] = {GO(worker),      SLEEP(1), POOL_DO(GET, B),
                                 POOL_DO(GOT, C), READ(A),  END};

    assert_races(0, .body = same);
    assert_races(1, .body = other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_accesses_are_told_with_their_places),
        cmocka_unit_test(a_pair_of_places_is_told_once),
        cmocka_unit_test(each_object_is_told),
        cmocka_unit_test(a_cleared_detector_is_as_new),
        cmocka_unit_test(no_detector_has_found_nothing),
        cmocka_unit_test(a_race_is_the_verdict_of_a_run_that_would_pass),
        cmocka_unit_test(
            the_verdict_tells_the_first_race_and_counts_the_others),
        cmocka_unit_test(a_race_is_a_further_finding_beside_another_verdict),
        cmocka_unit_test(the_fix_is_one_for_that_kind_of_object),
        cmocka_unit_test(a_pass_without_races_stays_one),
        cmocka_unit_test(a_rendezvous_orders_both_ways),
        cmocka_unit_test(a_buffered_receive_does_not_order_its_send),
        cmocka_unit_test(a_receive_orders_the_send_a_capacity_later),
        cmocka_unit_test(a_close_orders_who_receives_it),
        cmocka_unit_test(a_send_and_a_close_race),
        cmocka_unit_test(a_send_that_was_only_offered_and_a_close_race),
        cmocka_unit_test(locks_order),
        cmocka_unit_test(a_done_orders_the_wait_and_an_add_races_with_it),
        cmocka_unit_test(a_timer_orders_its_arming_only),
        cmocka_unit_test(the_end_of_a_goroutine_orders_nothing),
        cmocka_unit_test(atomic_accesses_do_not_race_with_each_other),
        cmocka_unit_test(an_atomic_and_a_plain_access_race_unless_both_read),
        cmocka_unit_test(an_atomic_race_says_so),
        cmocka_unit_test(a_store_comes_before_the_load_that_sees_it),
        cmocka_unit_test(a_change_of_a_key_comes_before_what_sees_it),
        cmocka_unit_test(
            other_keys_and_changes_that_do_not_apply_order_nothing),
        cmocka_unit_test(giving_back_comes_before_getting_from_the_same_pool),
        cmocka_unit_test(a_put_comes_before_the_get_of_the_same),
        cmocka_unit_test(
            a_swap_takes_and_passes_on_but_a_failed_one_only_takes),
    };

    return cmocka_run_group_tests_name("race", tests, NULL, NULL);
}
