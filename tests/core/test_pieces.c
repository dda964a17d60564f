/* A tree searched in pieces by machines that do not talk: of dfs's the runs
 * that one alone would make, in that order; of dpor's as many, of each kind. */
#include "core/explore/pieces.h"

#include <stdlib.h>

#include "core/explore/cut.h"
#include "core/explore/dfs.h"
#include "core/explore/dpor.h"
#include "core/explore/parts.h"
#include "core/rng.h"
#include "script_run.h"

enum { RUNS_MAX = 6000, MACHINES_MAX = 7, SEGMENTS_MAX = 6000 };

struct one {
    uint64_t digest;
    uint8_t verdict;
    bool redundant;
};

/* All that somebody has made. */
struct row {
    struct one run[RUNS_MAX];
    uint32_t n;
    bool proven, anew;
};

struct machine {
    struct row row;
    struct seep_segment segment[SEGMENTS_MAX];
    uint32_t nsegments;
};

static bool by_bounds;
static struct seep_dfs dfs;
static struct seep_dpor dpor;

static struct seep_tree *tree(void)
{
    return by_bounds ? &dfs.tree : &dpor.tree;
}

static void begin(uint32_t bound)
{
    if (by_bounds)
        seep_dfs_init(&dfs, bound);
    else
        seep_dpor_init(&dpor);
}

static void end(void)
{
    if (by_bounds)
        seep_dfs_fini(&dfs);
    else
        seep_dpor_fini(&dpor);
}

static bool go_on(void)
{
    return by_bounds ? seep_dfs_next(&dfs) : seep_dpor_next(&dpor);
}

static struct one run(const struct scenario *sc)
{
    struct scenario with = *sc;
    struct seep_digest d;

    seep_digest_init(&d);
    with.strategy = by_bounds ? &seep_strategy_dfs : &seep_strategy_dpor;
    with.search = by_bounds ? (void *)&dfs : &dpor;
    d.observer.next = by_bounds ? NULL : &dpor.observer;
    struct script *s = script_open(script_arena(0), &with, &d.observer);
    assert_non_null(s);
    (void)script_finish(s);
    with.strategy->ended(&s->sim);
    return (struct one){d.value, (uint8_t)s->sim.verdict.kind,
                        !by_bounds && dpor.redundant};
}

/* ---- programs with small trees ---- */

enum { PROGRAMS = 3, LINES = 16 };

static struct line program[PROGRAMS][LINES];

static void add_lines(struct line *to, struct seep_rng *rng, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        switch (seep_rng_below(rng, 5)) {
        case 0: *to++ = (struct line)SEND(A, 1); break;
        case 1: *to++ = (struct line)RECV(A); break;
        case 2: *to++ = (struct line)TRY_LOCK(B); break;
        case 3: *to++ = (struct line)SLEEP(1); break;
        default:
            *to++ = (struct line)LOCK(C);
            *to++ = (struct line)UNLOCK(C);
            break;
        }
    *to = (struct line)END;
}

static struct scenario small_script(uint64_t number, uint32_t lines)
{
    struct seep_rng rng = seep_rng_stream(number, 77);

    for (uint32_t i = 1; i < PROGRAMS; i++)
        add_lines(program[i], &rng, 1 + seep_rng_below(&rng, lines));
    program[0][0] = (struct line)GO(program[1]);
    program[0][1] = (struct line)GO(program[2]);
    add_lines(&program[0][2], &rng, 1 + seep_rng_below(&rng, lines));
    return (struct scenario){.body = program[0],
                             .cap[A] = seep_rng_below(&rng, 2)};
}

/* ---- by one alone ---- */

static struct row alone;

/* False: there are too many. */
static bool search_alone(const struct scenario *sc)
{
    bool more = true;

    memset(&alone, 0, sizeof alone);
    for (uint32_t bound = 0; more; bound++) {
        begin(bound);
        do {
            if (alone.n == RUNS_MAX) {
                end();
                return false;
            }
            alone.run[alone.n++] = run(sc);
            alone.anew |= !by_bounds && dpor.anew;
        } while (go_on());
        more = by_bounds && dfs.bounded;
        alone.proven = !tree()->cut;
        end();
    }
    return true;
}

/* ---- in pieces ---- */

static struct machine machine[MACHINES_MAX];
static struct seep_cut whole;

static void enter(const struct seep_step *path, uint32_t n, uint32_t top,
                  uint32_t bound)
{
    begin(bound);
    assert_true(seep_tree_enter(tree(), path, n, top));
}

static void cut(const struct scenario *sc, uint32_t want)
{
    const struct seep_piece *x;

    seep_cut_init(&whole, want);
    while ((x = seep_cut_next(&whole))) {
        enter(x->path, x->n, x->n, SEEP_DFS_UNBOUNDED);
        (void)run(sc);
        seep_cut_come(&whole, tree());
        end();
    }
    assert_false(whole.failed);
}

static void drop(void *what)
{
    free(what);
}

static void *copied(const void *from, size_t n)
{
    void *to = n ? malloc(n) : NULL;

    if (n)
        memcpy(to, from, n);
    return to;
}

/* As the worker of a machine. */
static void make_part(struct seep_parts *p, struct seep_part *x,
                      const struct scenario *sc)
{
    struct seep_part_run r = {0};
    bool bounded = false;

    enter(x->path, x->n, x->top, x->bound);
    for (uint32_t number = 0; r.end == SEEP_PART_ON; number++) {
        struct one o = run(sc);
        for (uint32_t i = x->base; by_bounds && i < dfs.tree.n; i++)
            bounded |= dfs.tree.node[i].preempts &&
                       dfs.tree.node[i].spent >= x->bound;
        bool more = go_on();
        r = (struct seep_part_run){.number = number,
                                   .bounded = bounded,
                                   .cut = tree()->cut,
                                   .strayed = tree()->strayed,
                                   .highest = tree()->highest};
        r.end = !more                     ? SEEP_PART_DONE
                : number + 1 == x->budget ? SEEP_PART_SPLIT
                                          : SEEP_PART_ON;
        r.what = copied(&o, sizeof o);
        if (r.end == SEEP_PART_SPLIT) {
            r.nstep = tree()->n;
            r.step = malloc(r.nstep * sizeof *r.step);
            seep_tree_tell(tree(), r.step);
        }
        r.wish = copied(tree()->wish, tree()->nwish * sizeof *r.wish);
        r.nwish = tree()->nwish;
        seep_parts_come(p, x, &r);
    }
    end();
}

static void note(struct machine *m, uint32_t bound, uint32_t piece,
                 uint8_t state)
{
    struct seep_segment *x = m->nsegments ? &m->segment[m->nsegments - 1]
                                          : NULL;

    if (!x || x->bound != bound || x->piece != piece) {
        assert_true(m->nsegments < SEGMENTS_MAX);
        x = &m->segment[m->nsegments++];
        *x = (struct seep_segment){.bound = bound, .piece = piece};
    }
    x->runs++;
    x->state = state;
}

static void take_all(struct machine *m, struct seep_parts *p, uint32_t k,
                     uint32_t n)
{
    for (;;) {
        uint32_t i = p->at, bound = p->bound;
        void *what;
        if (!seep_parts_take(p, &what))
            return;
        assert_true(m->row.n < RUNS_MAX);
        m->row.run[m->row.n++] = *(struct one *)what;
        free(what);
        note(m, bound, seep_piece_of(k, i, n),
             !seep_parts_passed(p, i, bound) ? SEEP_SEGMENT_OPEN
             : p->root[i].whole              ? SEEP_SEGMENT_WHOLE
                                             : SEEP_SEGMENT_BOUNDED);
    }
}

/* Machine k of n, until it has made `most` runs. */
static void search(uint32_t k, uint32_t n, const struct scenario *sc,
                   uint32_t most)
{
    struct machine *m = &machine[k];
    struct seep_parts p;
    struct seep_part *x;

    m->row.n = m->nsegments = 0;
    seep_parts_init(&p, by_bounds, 1, drop);
    for (uint32_t i = 0; i < whole.n; i++) {
        const struct seep_piece *q = &whole.piece[i];
        if (seep_piece_owner(i, n) != k)
            continue;
        seep_parts_add(&p, copied(q->path, q->n * sizeof *q->path), q->n,
                       q->spent);
    }
    seep_parts_begin(&p);
    while (m->row.n < most && (x = seep_parts_give(&p, false))) {
        make_part(&p, x, sc);
        take_all(m, &p, k, n);
    }
    assert_false(p.failed);
    m->row.proven = p.closed && p.proven;
    seep_parts_fini(&p);
}

/* ---- the merge ---- */

static struct row merged;

static void merge(uint32_t n)
{
    struct seep_machine of[MACHINES_MAX];
    struct seep_pieces o;
    uint32_t k;
    uint64_t i;

    merged.n = 0;
    merged.proven = true;
    for (k = 0; k < n; k++) {
        of[k] = (struct seep_machine){.segment = machine[k].segment,
                                      .n = machine[k].nsegments,
                                      .closed = machine[k].row.proven};
        merged.proven &= machine[k].row.proven;
    }
    assert_true(seep_pieces_init(&o, of, n, whole.n));
    while (seep_pieces_next(&o, &k, &i)) {
        assert_true(i < machine[k].row.n && merged.n < RUNS_MAX);
        merged.run[merged.n++] = machine[k].row.run[i];
    }
    merged.proven &= !o.gap;
    seep_pieces_fini(&o);
}

static uint32_t count(const struct row *r, int verdict)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < r->n; i++)
        n += !r->run[i].redundant && r->run[i].verdict == verdict;
    return n;
}

static void assert_as_alone(void)
{
    assert_int_equal(merged.proven, alone.proven);
    if (by_bounds)
        assert_int_equal(merged.n, alone.n);
    for (uint32_t i = 0; i < alone.n && by_bounds; i++)
        assert_int_equal(merged.run[i].digest, alone.run[i].digest);
    for (int v = 0; v <= SEEP_VERDICT_EXIT; v++)
        assert_int_equal(count(&merged, v), count(&alone, v));
}

/* How many scripts had a tree that is worth cutting. */
static uint32_t compare(uint64_t scripts, uint32_t lines)
{
    static const uint32_t machines[] = {2, 3, 5, 7};
    uint32_t tried = 0;

    for (uint64_t i = 0; i < scripts; i++) {
        const struct scenario sc = small_script(i, lines);
        if (!search_alone(&sc) || alone.anew)
            continue;
        for (int q = 0; q < 4; q++) {
            uint32_t n = machines[q];
            cut(&sc, 6 * n);
            for (uint32_t k = 0; k < n; k++)
                search(k, n, &sc, UINT32_MAX);
            merge(n);
            assert_as_alone();
            tried += whole.n > 2 * n;
            seep_cut_fini(&whole);
        }
    }
    return tried;
}

TEST(machines_make_the_runs_of_dfs_alone)
{
    by_bounds = true;
    assert_true(compare(60, 3) > 40);
}

TEST(machines_make_as_many_runs_as_dpor_alone)
{
    by_bounds = false;
    assert_true(compare(100, 5) > 40);
}

TEST(of_machines_that_stopped_nothing_comes_twice)
{
    uint32_t left_out = 0;

    by_bounds = true;
    for (uint64_t i = 0; i < 30; i++) {
        uint32_t made = 0;
        const struct scenario sc = small_script(i, 4);
        if (!search_alone(&sc))
            continue;
        cut(&sc, 18);
        for (uint32_t k = 0; k < 3; k++) {
            search(k, 3, &sc, k == 1 ? 10 : UINT32_MAX);
            made += machine[k].row.n;
        }
        merge(3);
        if (!machine[1].row.proven) {
            left_out++;
            assert_false(merged.proven);
            assert_true(merged.n >= made && merged.n < alone.n);
        }
        seep_cut_fini(&whole);
    }
    assert_true(left_out > 5);
}

TEST(the_cut_is_the_same_every_time_and_large_enough)
{
    uint32_t large = 0;

    by_bounds = true;
    for (uint64_t number = 0; number < 20; number++) {
        const struct scenario sc = small_script(number, 5);
        cut(&sc, 40);
        struct seep_cut first = whole;
        cut(&sc, 40);
        assert_int_equal(first.n, whole.n);
        large += first.n >= 40;
        for (uint32_t i = 0; i < first.n; i++) {
            const struct seep_piece *x = &first.piece[i], *y = &whole.piece[i];
            assert_int_equal(x->n, y->n);
            assert_int_equal(x->spent, y->spent);
            for (uint32_t k = 0; k < x->n; k++)
                assert_true(x->path[k].chosen == y->path[k].chosen &&
                            x->path[k].done == y->path[k].done);
        }
        seep_cut_fini(&first);
        seep_cut_fini(&whole);
    }
    assert_true(large > 3);
}

TEST(there_are_pieces_for_all_machines)
{
    for (uint32_t n = 1; n < 20; n++)
        for (uint32_t i = 0; i < 200; i++) {
            uint32_t k = seep_piece_owner(i, n);
            assert_true(k < n);
            assert_int_equal(seep_piece_of(k, i / n, n), i);
        }
    assert_int_equal(seep_cut_for(2, false), 64);
    assert_int_equal(seep_cut_for(2, true), 32);
    assert_int_equal(seep_cut_for(5000, false), 8192);
    assert_int_equal(seep_cut_for(10000, true), 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(machines_make_the_runs_of_dfs_alone),
        cmocka_unit_test(machines_make_as_many_runs_as_dpor_alone),
        cmocka_unit_test(of_machines_that_stopped_nothing_comes_twice),
        cmocka_unit_test(the_cut_is_the_same_every_time_and_large_enough),
        cmocka_unit_test(there_are_pieces_for_all_machines),
    };

    return cmocka_run_group_tests_name("pieces", tests, NULL, NULL);
}
