/* Vectors: as an array would have it, and nothing is lost on the way. */
#include <stdlib.h>

#include "core/rng.h"
#include "core/vector.h"
#include "script_run.h"

static uint32_t free_nodes(const struct seep_vectors *p)
{
    uint32_t n = 0;

    for (const struct seep_vector *v = p->free; v; v = v->next)
        n++;
    return n;
}

TEST(the_empty_vector_holds_nothing)
{
    assert_int_equal(seep_vector_get(NULL, 7), 0);
    assert_null(seep_vector_keep(NULL));
}

TEST(a_tick_is_held_and_only_rises)
{
    struct seep_vectors p = {0};
    struct seep_vector *v = NULL;

    seep_vector_raise(&p, &v, 70000, 5);
    seep_vector_raise(&p, &v, 70000, 3);
    seep_vector_raise(&p, &v, 2, 1);
    assert_int_equal(seep_vector_get(v, 70000), 5);
    assert_int_equal(seep_vector_get(v, 2), 1);
    assert_int_equal(seep_vector_get(v, 3), 0);
    assert_int_equal(seep_vector_get(v, UINT32_MAX), 0);
    seep_vector_drop(&p, v);
    seep_vectors_fini(&p);
}

TEST(who_keeps_a_vector_keeps_its_value)
{
    struct seep_vectors p = {0};
    struct seep_vector *v = NULL, *old;

    for (uint32_t id = 1; id < 100; id++)
        seep_vector_raise(&p, &v, id, id);
    old = seep_vector_keep(v);
    seep_vector_raise(&p, &v, 50, 1000);
    assert_int_equal(seep_vector_get(v, 50), 1000);
    assert_int_equal(seep_vector_get(old, 50), 50);
    seep_vector_drop(&p, old);
    seep_vector_drop(&p, v);
    seep_vectors_fini(&p);
}

TEST(what_equals_an_operand_is_that_operand)
{
    struct seep_vectors p = {0};
    struct seep_vector *a = NULL, *b = NULL, *before;

    for (uint32_t id = 1; id < 1000; id++)
        seep_vector_raise(&p, &b, id, 2);
    seep_vector_raise(&p, &a, 500, 1);
    seep_vector_join(&p, &a, b);
    assert_ptr_equal(a, b);
    seep_vector_raise(&p, &a, 500, 3);
    before = a;
    seep_vector_join(&p, &a, b);
    assert_ptr_equal(a, before);
    seep_vector_drop(&p, a);
    seep_vector_drop(&p, b);
    seep_vectors_fini(&p);
}

TEST(a_small_change_of_a_large_vector_costs_little)
{
    struct seep_vectors p = {0};
    struct seep_vector *big = NULL, *own;

    for (uint32_t id = 1; id <= 10000; id++)
        seep_vector_raise(&p, &big, id, 1);
    uint32_t made = p.used, spare = free_nodes(&p);
    own = seep_vector_keep(big);
    seep_vector_raise(&p, &own, 7777, 2);
    assert_true(p.used - made + spare - free_nodes(&p) < 20);
    seep_vector_drop(&p, own);
    seep_vector_drop(&p, big);
    seep_vectors_fini(&p);
}

/* ---- against arrays ---- */

enum { VECTORS = 20, IDS = 600, OPS = 400 };

struct model {
    struct seep_vectors p;
    struct seep_vector *v[VECTORS];
    uint32_t tick[VECTORS][IDS];
    struct seep_rng rng;
};

static void step(struct model *m, uint32_t ids)
{
    uint32_t a = seep_rng_below(&m->rng, VECTORS);
    uint32_t b = seep_rng_below(&m->rng, VECTORS);
    uint32_t id = seep_rng_below(&m->rng, ids);
    uint32_t tick = 1 + seep_rng_below(&m->rng, 50);

    switch (seep_rng_below(&m->rng, 4)) {
    case 0:
        seep_vector_join(&m->p, &m->v[a], m->v[b]);
        for (uint32_t i = 0; i < IDS; i++)
            if (m->tick[a][i] < m->tick[b][i])
                m->tick[a][i] = m->tick[b][i];
        break;
    case 1:
        seep_vector_keep(m->v[b]);
        seep_vector_drop(&m->p, m->v[a]);
        m->v[a] = m->v[b];
        memmove(m->tick[a], m->tick[b], sizeof m->tick[a]);
        break;
    default:
        seep_vector_raise(&m->p, &m->v[a], id, tick);
        if (m->tick[a][id] < tick)
            m->tick[a][id] = tick;
        break;
    }
}

static void compare_and_drop(struct model *m)
{
    for (uint32_t a = 0; a < VECTORS; a++) {
        for (uint32_t i = 0; i < IDS; i++)
            assert_int_equal(seep_vector_get(m->v[a], i), m->tick[a][i]);
        seep_vector_drop(&m->p, m->v[a]);
        m->v[a] = NULL;
    }
    memset(m->tick, 0, sizeof m->tick);
    assert_int_equal(free_nodes(&m->p), m->p.used);
}

TEST(vectors_are_what_arrays_would_be)
{
    static struct model m;
    const uint32_t ids[] = {6, 60, IDS};

    for (uint64_t round = 0; round < 150; round++) {
        m.rng = seep_rng_stream(round, 1);
        for (int i = 0; i < OPS; i++)
            step(&m, ids[round % 3]);
        compare_and_drop(&m);
        seep_vectors_clear(&m.p);
    }
    seep_vectors_fini(&m.p);
}

/* ---- no memory ---- */

/* Vectors of one block each, until the pool has no more; nspare of them are
 * given back then.  Returns how many there were. */
static uint32_t exhaust(struct seep_vectors *p, uint32_t nspare)
{
    static struct seep_vector *one[2000];
    uint32_t n = 0;

    p->nchunks = UINT32_MAX; /* there are no further ones */
    for (; n < 2000; n++) {
        one[n] = NULL;
        seep_vector_raise(p, &one[n], 1, 1);
        if (p->lost)
            break;
    }
    assert_in_range(n, nspare, 1999);
    p->lost = false;
    for (uint32_t i = 0; i < nspare; i++)
        seep_vector_drop(p, one[i]);
    return n;
}

static struct seep_vector *with_ids(struct seep_vectors *p, uint32_t first,
                                    uint32_t step, uint32_t n)
{
    struct seep_vector *v = NULL;

    for (uint32_t i = 0; i < n; i++)
        seep_vector_raise(p, &v, first + i * step, 1 + i);
    return v;
}

/* All that can be done to two vectors, over and over. */
static void use(struct seep_vectors *p, struct seep_vector **a,
                struct seep_vector **b)
{
    for (uint32_t i = 0; i < 40; i++) {
        seep_vector_raise(p, a, i * 13, 1000 + i);
        struct seep_vector *kept = seep_vector_keep(*a);
        seep_vector_join(p, a, *b);
        seep_vector_join(p, b, kept);
        seep_vector_drop(p, kept);
        (void)seep_vector_get(*a, i * 13);
        (void)seep_vector_get(*b, i * 29);
    }
}

/* Wherever memory ends, what is left is a tree still: it can be walked. */
TEST(a_lost_pool_is_safe_until_it_is_cleared)
{
    uint32_t nlost = 0;

    for (uint32_t nspare = 0; nspare < 150; nspare++) {
        struct seep_vectors p = {0};
        struct seep_vector *a = with_ids(&p, 3, 17, 20);
        struct seep_vector *b = with_ids(&p, 5, 40, 20);
        struct seep_vector *c = seep_vector_keep(b);
        exhaust(&p, nspare);
        use(&p, &a, &b);
        nlost += p.lost;
        if (nspare == 0)
            assert_true(p.lost);
        if (!p.lost)
            assert_int_equal(seep_vector_get(a, 39 * 13), 1039);
        seep_vector_drop(&p, a);
        seep_vector_drop(&p, b);
        seep_vector_drop(&p, c);

        seep_vectors_clear(&p);
        assert_false(p.lost);
        a = with_ids(&p, 1, 9, 50);
        assert_false(p.lost);
        for (uint32_t i = 0; i < 50; i++)
            assert_int_equal(seep_vector_get(a, 1 + i * 9), 1 + i);
        seep_vectors_fini(&p);
    }
    assert_in_range(nlost, 20, 149); /* it was lost early and late, or not */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_empty_vector_holds_nothing),
        cmocka_unit_test(a_tick_is_held_and_only_rises),
        cmocka_unit_test(who_keeps_a_vector_keeps_its_value),
        cmocka_unit_test(what_equals_an_operand_is_that_operand),
        cmocka_unit_test(a_small_change_of_a_large_vector_costs_little),
        cmocka_unit_test(vectors_are_what_arrays_would_be),
        cmocka_unit_test(a_lost_pool_is_safe_until_it_is_cleared),
    };

    return cmocka_run_group_tests_name("vector", tests, NULL, NULL);
}
