/* Knowledge: who knows of which access, against full clocks. */
#include <stdlib.h>

#include "core/access.h"
#include "core/know.h"
#include "core/rng.h"
#include "script_run.h"

enum { GS = 120, STAMPS = 12, ACCESSES = 2000 };

struct made {
    uint32_t g, tick, serial;
};

/* Beside the real thing, what each knows of each as a number of accesses. */
struct model {
    struct seep_know k;
    struct seep_stamp stamp[STAMPS];
    uint32_t clock[GS][GS], left[STAMPS][GS];
    struct made made[ACCESSES];
    uint32_t nmade;
    struct seep_rng rng;
};

static uint32_t below(struct model *m, uint32_t n)
{
    return seep_rng_below(&m->rng, n);
}

static void join(uint32_t *to, const uint32_t *from)
{
    for (uint32_t i = 0; i < GS; i++)
        if (to[i] < from[i])
            to[i] = from[i];
}

static void make_access(struct model *m, uint32_t g)
{
    if (m->nmade < ACCESSES)
        m->made[m->nmade++] =
            (struct made){g, seep_know_access(&m->k, g), ++m->clock[g][g]};
}

static void exchange(struct model *m, uint32_t g, uint32_t s)
{
    uint32_t was[GS];

    memcpy(was, m->clock[g], sizeof was);
    join(m->clock[g], m->left[s]);
    memcpy(m->left[s], was, sizeof was);
    seep_know_exchange(&m->k, g, &m->stamp[s]);
}

static void meet(struct model *m, uint32_t a, uint32_t b)
{
    join(m->clock[a], m->clock[b]);
    join(m->clock[b], m->clock[a]);
    seep_know_meet(&m->k, a, b);
}

static void tell(struct model *m, uint32_t from, uint32_t to)
{
    join(m->clock[to], m->clock[from]);
    seep_know_tell(&m->k, from, to);
    seep_know_passed(&m->k, from);
}

static void step(struct model *m, uint32_t gs, uint32_t stamps)
{
    uint32_t a = 1 + below(m, gs - 1), b = 1 + below(m, gs - 1);
    uint32_t s = below(m, stamps);

    switch (below(m, 8)) {
    case 0:
        seep_know_leave(&m->k, a, &m->stamp[s]);
        memcpy(m->left[s], m->clock[a], sizeof m->left[s]);
        break;
    case 1:
        seep_know_add(&m->k, a, &m->stamp[s]);
        join(m->left[s], m->clock[a]);
        break;
    case 2:
        seep_know_take(&m->k, a, &m->stamp[s]);
        join(m->clock[a], m->left[s]);
        break;
    case 3: exchange(m, a, s); break;
    case 4:
        if (a != b)
            meet(m, a, b);
        break;
    case 5:
        if (a != b)
            tell(m, a, b);
        break;
    default: make_access(m, a); break;
    }
}

static void compare(struct model *m, uint32_t gs)
{
    for (int i = 0; i < 8 && m->nmade; i++) {
        const struct made *q = &m->made[below(m, m->nmade)];
        uint32_t g = 1 + below(m, gs - 1);
        struct seep_access a = {.g = q->g, .tick = q->tick};
        assert_int_equal(seep_access_before(&a, g, m->k.g[g].known),
                         g == q->g || m->clock[g][q->g] >= q->serial);
    }
}

static void go_on(struct model *m, uint32_t gs, uint32_t stamps, int steps)
{
    assert_true(seep_know_have(&m->k, gs));
    for (int i = 0; i < steps; i++) {
        step(m, gs, stamps);
        compare(m, gs);
    }
}

/* At first they are few, which is kept in another way. */
static void run(struct model *m, uint32_t gs, uint32_t stamps, int steps)
{
    if (gs > 5)
        go_on(m, 5, stamps, below(m, 2) ? steps / 3 : 0);
    go_on(m, gs, stamps, steps);
    assert_false(seep_know_lost(&m->k));
    seep_know_clear(&m->k);
    memset(m->stamp, 0, sizeof m->stamp);
    memset(m->clock, 0, sizeof m->clock);
    memset(m->left, 0, sizeof m->left);
    m->nmade = 0;
}

TEST(they_know_what_full_clocks_know)
{
    static struct model m;
    const uint32_t gs[] = {3, 5, 20, GS};

    for (uint64_t round = 0; round < 400; round++) {
        m.rng = seep_rng_stream(round, 1);
        run(&m, gs[round % 4], 1 + (uint32_t)round % STAMPS,
            round % 4 == 3 ? 1500 : 300);
    }
    seep_know_fini(&m.k);
}

/* ---- cost ---- */

/* Nodes that the last of n in a chain has made, who knows of all. */
static uint32_t last_link(uint32_t n)
{
    struct seep_know k = {0};
    struct seep_stamp s = {0};
    uint32_t made = 0;

    assert_true(seep_know_have(&k, n));
    for (uint32_t id = 1; id <= n; id++) {
        made = k.vectors.used;
        seep_know_take(&k, id, &s);
        seep_know_access(&k, id);
        seep_know_leave(&k, id, &s);
        seep_know_forget(&k, id);
    }
    made = (k.vectors.used - made + 1000) % 1000;
    seep_know_fini(&k);
    return made;
}

TEST(a_link_of_a_long_chain_costs_no_more_than_of_a_short_one)
{
    assert_true(last_link(20000) <= last_link(20) + 30);
}

/* ---- the end of numbers ---- */

TEST(there_are_bounds_to_goroutines_and_ticks)
{
    struct seep_know k = {0};
    struct seep_stamp s = {0};

    assert_true(seep_know_have(&k, 2));
    k.g[1].tick = INT32_MAX - 1;
    seep_know_access(&k, 1);
    seep_know_leave(&k, 1, &s);
    assert_false(seep_know_lost(&k));
    assert_int_equal(seep_know_access(&k, 1), INT32_MAX);
    seep_know_leave(&k, 1, &s);
    assert_true(seep_know_lost(&k));
    seep_know_clear(&k);
    assert_false(seep_know_lost(&k));
    assert_false(seep_know_have(&k, UINT32_MAX / 2));
    assert_true(seep_know_lost(&k));
    seep_know_fini(&k);
}

TEST(who_has_learned_too_often_is_lost)
{
    struct seep_know k = {0};
    struct seep_stamp s = {0};

    assert_true(seep_know_have(&k, 3));
    seep_know_access(&k, 1);
    seep_know_leave(&k, 1, &s);
    seep_know_take(&k, 2, &s);
    assert_false(seep_know_lost(&k));
    k.nsource = UINT32_MAX;
    seep_know_take(&k, 3, &s);
    assert_true(seep_know_lost(&k));
    seep_know_fini(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_know_what_full_clocks_know),
        cmocka_unit_test(
            a_link_of_a_long_chain_costs_no_more_than_of_a_short_one),
        cmocka_unit_test(there_are_bounds_to_goroutines_and_ticks),
        cmocka_unit_test(who_has_learned_too_often_is_lost),
    };

    return cmocka_run_group_tests_name("know", tests, NULL, NULL);
}
