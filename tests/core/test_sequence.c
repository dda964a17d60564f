/* The order of a run written down, and another run that keeps to it. */
#include <stdlib.h>

#include "core/explore/sequence.h"
#include "random_script.h"

static struct outcome watched(const struct scenario *sc,
                              struct seep_observer *o)
{
    struct script *w = script_open(script_arena(sc->mem), sc, o);

    assert_non_null(w);
    return script_finish(w);
}

/* Under a strategy of its own; then in the same order: is it the same? */
static bool is_followed(struct scenario *sc)
{
    struct seep_sequence order;
    struct seep_follow follow;

    seep_sequence_init(&order);
    order.whole = true;
    const struct outcome first = watched(sc, &order.observer);
    assert_false(order.cut);
    assert_int_equal(seep_follow_init(&follow, &order), SEEP_OK);
    struct scenario again = *sc;
    again.strategy = &seep_strategy_follow;
    again.search = &follow;
    const struct outcome second = watched(&again, &follow.observer);
    seep_follow_fini(&follow);
    seep_sequence_fini(&order);
    return !strcmp(second.said, first.said) &&
           second.verdict.kind == first.verdict.kind && second.now == first.now;
}

/* Those that do not are full of alarms, of which other ones go off first. */
TEST(nearly_all_made_up_programs_keep_to_the_order_of_any_run)
{
    static struct random_script r;
    uint32_t same = 0;

    for (uint64_t number = 0; number < 1000; number++) {
        random_script(&r, number);
        r.scenario.strategy = &seep_strategy_random;
        r.scenario.seed = number;
        r.scenario.procs = 1;
        same += is_followed(&r.scenario);
    }
    assert_in_range(same, 940, 1000);
}

/* ---- another program in which the same goroutines run ---- */

static const struct line worker[] = {LOCK(A), SAY_MINE, UNLOCK(A), END};
static const struct line starts_both[] = {GO_WITH(worker, 1),
                                          GO_WITH(worker, 2), END};
static const struct line waits_between[] = {GO_WITH(worker, 1), SLEEP(1 * MS),
                                            GO_WITH(worker, 2), END};

static uint32_t second_first(struct seep_sim *s, const struct seep_choice *c)
{
    for (uint32_t i = 1; c->kind == SEEP_CHOICE_RUN && i < c->n; i++)
        if (seep_choice_g(s, c, i)->id > c->g->id)
            return i;
    return 0;
}

static const struct seep_strategy latest = {
    .name = "latest", .decides = true, .pick = second_first};

static void keep_to(struct seep_sequence *order, const struct line *body,
                    char *said)
{
    struct seep_follow follow;
    struct scenario sc = {
        .body = body, .strategy = &seep_strategy_follow, .search = &follow};

    assert_int_equal(seep_follow_init(&follow, order), SEEP_OK);
    strcpy(said, watched(&sc, &follow.observer).said);
    seep_follow_fini(&follow);
}

TEST(main_starts_its_children_as_it_did)
{
    const struct scenario sc = {.body = starts_both, .strategy = &latest};
    char said[SCRIPT_SAID];
    struct seep_sequence order;

    seep_sequence_init(&order);
    const struct outcome first = watched(&sc, &order.observer);
    assert_non_null(strchr(first.said, '2'));
    assert_true(strchr(first.said, '2') < strchr(first.said, '1'));
    keep_to(&order, starts_both, said);
    assert_string_equal(said, first.said);
    keep_to(&order, waits_between, said);
    assert_non_null(strchr(said, '1'));
    seep_sequence_fini(&order);
}

static const struct line inner_main[] = {GO_WITH(worker, 1), GO_WITH(worker, 2),
                                         END};
static const struct line outer[] = {GO(inner_main), END};

TEST(what_is_below_a_child_is_a_program_of_its_own)
{
    const struct scenario sc = {.body = outer, .strategy = &latest};
    char said[SCRIPT_SAID];
    struct seep_sequence order;

    seep_sequence_init(&order);
    const struct outcome first = watched(&sc, &order.observer);
    const uint32_t all = order.n;
    assert_int_equal(seep_sequence_below(&order, 1), SEEP_OK);
    assert_true(order.n < all && order.n > 0);
    keep_to(&order, inner_main, said);
    assert_string_equal(said, first.said);
    assert_int_equal(seep_sequence_below(&order, 7), SEEP_OK);
    assert_int_equal(order.n, 0);
    seep_sequence_fini(&order);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            nearly_all_made_up_programs_keep_to_the_order_of_any_run),
        cmocka_unit_test(main_starts_its_children_as_it_did),
        cmocka_unit_test(what_is_below_a_child_is_a_program_of_its_own),
    };

    return cmocka_run_group_tests_name("sequence", tests, NULL, NULL);
}
