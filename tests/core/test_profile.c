/* What one run tells about others. */
#include "core/explore/profile.h"

#include <stdlib.h>

#include "bugs.h"
#include "core/explore/estimate.h"
#include "sampled.h"

static struct seep_profile profile_of(const struct line *body)
{
    const struct scenario sc = {.body = body, .cap = {4, 4, 4, 4}};
    struct seep_search x;

    sampled_search(&x, &sc);
    return x.profile;
}

/* ---- goroutines ---- */

static const struct line leaf[] = {READ(A), READ(A), END};
static const struct line parent[] = {GO(leaf), READ(A), GO(leaf), END};
static const struct line family[] = {GO(leaf), GO(parent), GO(leaf), READ(A),
                                     END};

TEST(goroutines_are_known_by_their_place_in_the_family)
{
    struct seep_profile p = profile_of(family);

    assert_int_equal(p.nnodes, 6);
    assert_int_equal(p.node[0].up, SEEP_PROFILE_NONE);
    assert_int_equal(p.node[0].nops, 4);
    assert_int_equal(p.node[0].nchildren, 3);
    for (uint32_t i = 1; i <= 3; i++) {
        uint32_t child = seep_profile_child(&p, 0, i);
        assert_int_equal(p.node[child].up, 0);
        assert_int_equal(p.node[child].index, i);
        assert_int_equal(p.node[child].nops, i == 2 ? 3 : 2);
        assert_int_equal(p.node[child].nchildren, i == 2 ? 2 : 0);
    }
    uint32_t second = seep_profile_child(&p, 0, 2);
    assert_int_equal(p.node[seep_profile_child(&p, second, 1)].up, second);
    assert_int_equal(seep_profile_child(&p, second, 3), SEEP_PROFILE_NONE);
    assert_int_equal(seep_profile_child(&p, 0, 4), SEEP_PROFILE_NONE);
    seep_profile_fini(&p);
}

/* Timers that were stopped leave gaps. */
TEST(children_that_never_started_are_not_there)
{
    const struct line body[] = {AFTER_FUNC(0, MS, leaf),
                                AFTER_FUNC(1, MS, leaf),
                                GO(leaf),
                                STOP(0),
                                GO(leaf),
                                SLEEP(2 * MS),
                                END};
    struct seep_profile p = profile_of(body);
    static const uint32_t next[] = {2, 2, 3, 4};

    assert_int_equal(p.node[0].nchildren, 3);
    assert_int_equal(seep_profile_child(&p, 0, 1), SEEP_PROFILE_NONE);
    for (uint32_t i = 0; i < 4; i++) {
        uint32_t child = seep_profile_child_above(&p, 0, i);
        assert_int_equal(p.node[child].index, next[i]);
    }
    assert_int_equal(seep_profile_child_above(&p, 0, 4), SEEP_PROFILE_NONE);
    assert_int_equal(seep_profile_child_above(&p, 1, 0), SEEP_PROFILE_NONE);
    seep_profile_fini(&p);
}

TEST(those_who_are_left_over_count_too)
{
    const struct line stuck[] = {READ(A), RECV(NIL), END};
    const struct line body[] = {GO(stuck), END};
    struct seep_profile p = profile_of(body);

    assert_int_equal(p.node[seep_profile_child(&p, 0, 1)].nops, 2);
    seep_profile_fini(&p);
}

/* ---- objects ---- */

/* The numbers that script_run gives to the objects A. */
enum { CHAN_A = 1, MUTEX_A = 5, WG_A = 6, VAR_A = 7 };

static bool has_spot(const struct seep_profile *p, uint64_t key)
{
    bool has = false;

    for (uint32_t i = 0; i < p->nspots; i++)
        has = has || p->spot[i].key == key;
    return has;
}

/* Do two of these, one by each of two goroutines, meet at object `key`? */
#define assert_meet(yes, key, ...)                                             \
    do {                                                                       \
        const struct line both_[] = {__VA_ARGS__, END};                        \
        const struct line body_[] = {GO(both_), GO(both_), END};               \
        struct seep_profile p_ = profile_of(body_);                            \
        assert_int_equal(has_spot(&p_, key), yes);                             \
        seep_profile_fini(&p_);                                                \
    } while (0)

TEST(goroutines_meet_where_an_order_matters)
{
    assert_meet(true, VAR_A, WRITE(A, 1));
    assert_meet(true, VAR_A, READ(A), WRITE(A, 1));
    assert_meet(false, VAR_A, READ(A));
    assert_meet(true, MUTEX_A, LOCK(A), UNLOCK(A));
    assert_meet(true, CHAN_A, SEND(A, 1));
    assert_meet(false, CHAN_A, SEND(B, 1));
    assert_meet(true, CHAN_A, SELECT_ELSE(ON_SEND(A, 1), ON_SEND(B, 1)));
    assert_meet(false, WG_A, ADD(A, 1), DONE(B));
}

TEST(one_sender_and_one_receiver_do_not_meet)
{
    const struct line sender[] = {SEND(A, 1), END}, receiver[] = {RECV(A), END};
    const struct line body[] = {GO(sender), GO(receiver), END};
    struct seep_profile p = profile_of(body);

    assert_int_equal(p.nspots, 0);
    assert_int_equal(p.nevents, 0);
    seep_profile_fini(&p);
}

/* Nor does main meet its children before they run. */
TEST(nobody_meets_those_who_are_not_there_yet)
{
    const struct line writer[] = {READ(B), WRITE(A, 1), DONE(A), END};
    const struct line body[] = {WRITE(A, 0), ADD(A, 1), GO(writer), WAIT(A),
                                END};
    struct seep_profile p = profile_of(body);

    assert_false(has_spot(&p, VAR_A));
    seep_profile_fini(&p);
}

TEST(events_are_in_order_by_object)
{
    struct seep_profile p = profile_of(reorder_4);

    assert_int_equal(p.nspots, 2);
    assert_true(p.spot[0].key < p.spot[1].key);
    assert_int_equal(p.spot[0].nevents + p.spot[1].nevents, p.nevents);
    for (uint32_t i = 0; i < p.nspots; i++)
        for (uint32_t k = 0; k < p.spot[i].nevents; k++) {
            const struct seep_profile_event *e = &p.event[p.spot[i].first + k];
            assert_int_equal(e->spot, i);
            assert_true(!k || e[-1].seq < e->seq);
            assert_in_range(e->node, 1, 4);
        }
    seep_profile_fini(&p);
}

/* ---- objects made on the way ---- */

static uint32_t shift; /* of the numbers of variables, from run to run */

static void make_late(struct script *w)
{
    for (uint32_t i = 0; i < SCRIPT_OBJECTS; i++) {
        w->object[i].id += 1000 + shift;
        w->object[i].site =
            seep_site(&w->sim.names, w->sim.arena, "late", 4, 10 + i);
    }
    shift = (shift + 100) % 1000;
}

/* The variables have other numbers in each run, and are known by the place
 * where they are made. */
TEST(late_objects_are_known_again)
{
    const struct scenario sc = {.body = late_10, .arrange = make_late};
    uint32_t sum = 0;

    for (int i = 0; i < 5; i++) {
        uint32_t n = sampled("surw", &sc, 300);
        assert_true(n > 0);
        sum += n;
    }
    assert_true(sum < 5 * 60);
}

TEST(what_they_are_their_name_and_place_tell_them_apart)
{
    struct script *w = ENDED(.body = leaf);
    struct seep_sim *s = &w->sim;
    struct seep_profile p;
    struct seep_object o[6];

    seep_profile_init(&p);
    p.settled = 10;
    for (uint32_t i = 0; i < 6; i++)
        o[i] = (struct seep_object){SEEP_OBJECT_MAGIC | SEEP_OBJ_CHAN, 20 + i,
                                    seep_name(&s->names, s->arena, "ab", 2),
                                    seep_site(&s->names, s->arena, "f", 1, 7)};
    o[1].magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_MUTEX;
    o[2].name = 0;
    o[3].site = seep_site(&s->names, s->arena, "f", 1, 8);
    o[4].id = 9;
    for (uint32_t i = 0; i < 5; i++)
        for (uint32_t k = 0; k < i; k++)
            assert_true(seep_profile_key(&p, s, &o[i]) !=
                        seep_profile_key(&p, s, &o[k]));
    assert_true(seep_profile_key(&p, s, &o[0]) ==
                seep_profile_key(&p, s, &o[5]));
    assert_int_equal(seep_profile_key(&p, s, &o[4]), 9);
}

/* ---- lengths ---- */

TEST(the_longest_run_counts_within_limits)
{
    struct seep_profile p;

    seep_profile_init(&p);
    seep_profile_add(&p, 100);
    assert_int_equal(p.longest, 100);
    seep_profile_add(&p, 50);
    assert_int_equal(p.longest, 100);
    seep_profile_add(&p, 150);
    assert_int_equal(p.longest, 150);
    seep_profile_add(&p, 1000000); /* somebody starved */
    assert_int_equal(p.longest, 400);
}

/* ---- estimates ---- */

/* Of main, before a run of the scenario. */
static uint32_t left_of_main(const struct seep_profile *p, const uint32_t *spot,
                             uint32_t nspots)
{
    const struct scenario sc = {.body = family};
    struct script *w = script_open(script_arena(0), &sc, NULL);
    struct seep_estimate *e = seep_arena_aside(w->sim.arena, sizeof *e);

    assert_int_equal(seep_estimate_init(e, &w->sim, p, spot, nspots), SEEP_OK);
    e->main_id = w->sim.all_first->id;
    struct seep_role *role = seep_estimate_role(e, &w->sim, w->sim.all_first);
    return seep_estimate_left(e, role, w->sim.all_first);
}

TEST(what_is_left_includes_children)
{
    struct seep_profile p = profile_of(family);
    static const struct line writes[] = {WRITE(A, 1), END};
    static const struct line body[] = {GO(writes), GO(writes), WRITE(A, 2),
                                       WRITE(B, 2), END};
    static const uint32_t first = 0;

    assert_int_equal(left_of_main(&p, NULL, 0), 4 + 3 * 2 + 3 + 2 * 2 - 2 + 6);
    seep_profile_fini(&p);
    p = profile_of(body);
    assert_int_equal(p.nspots, 1);
    assert_int_equal(left_of_main(&p, &first, 1), 3);
    seep_profile_fini(&p);
}

TEST(without_a_profile_nothing_is_left)
{
    struct seep_profile none;

    seep_profile_init(&none);
    assert_int_equal(left_of_main(&none, NULL, 0), 0);
    assert_int_equal(left_of_main(NULL, NULL, 0), 0);
}

/* ---- extremes ---- */

/* Of a line of goroutines each of which starts the next one. */
TEST(long_lines_of_ancestors_do_not_matter)
{
    enum { LENGTH = 200 };
    static struct line chain[LENGTH][3];

    for (int i = 0; i < LENGTH; i++) {
        chain[i][0] = (struct line)WRITE(A, 1);
        chain[i][1] = i + 1 < LENGTH ? (struct line)GO(chain[i + 1])
                                     : (struct line)READ(A);
        chain[i][2] = (struct line)END;
    }
    const struct line body[] = {GO(chain[0]), GO(chain[0]), END};
    struct seep_search search = {.profile = profile_of(body)};
    const struct seep_profile *p = &search.profile;
    const struct seep_strategy *const all[] = {&seep_strategy_urw,
                                               &seep_strategy_surw};

    assert_int_equal(p->nnodes, 2 * LENGTH + 1);
    for (int i = 0; i < 2; i++)
        assert_run(PASS, "", .body = body, .search = &search,
                   .strategy = all[i]);
    seep_search_fini(&search);
}

TEST(a_watch_that_is_not_ended_is_given_up)
{
    struct seep_profile p;

    seep_profile_init(&p);
    assert_non_null(seep_profile_watch(&p));
    assert_non_null(seep_profile_watch(&p));
    seep_profile_fini(&p);
    assert_null(p.watch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goroutines_are_known_by_their_place_in_the_family),
        cmocka_unit_test(children_that_never_started_are_not_there),
        cmocka_unit_test(those_who_are_left_over_count_too),
        cmocka_unit_test(goroutines_meet_where_an_order_matters),
        cmocka_unit_test(one_sender_and_one_receiver_do_not_meet),
        cmocka_unit_test(nobody_meets_those_who_are_not_there_yet),
        cmocka_unit_test(events_are_in_order_by_object),
        cmocka_unit_test(late_objects_are_known_again),
        cmocka_unit_test(what_they_are_their_name_and_place_tell_them_apart),
        cmocka_unit_test(the_longest_run_counts_within_limits),
        cmocka_unit_test(what_is_left_includes_children),
        cmocka_unit_test(without_a_profile_nothing_is_left),
        cmocka_unit_test(long_lines_of_ancestors_do_not_matter),
        cmocka_unit_test(a_watch_that_is_not_ended_is_given_up),
    };

    return cmocka_run_group_tests_name("profile", tests, NULL, NULL);
}
