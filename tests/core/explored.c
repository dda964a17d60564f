/* explored.c - see explored.h. */
#include "explored.h"

static uint64_t fold(uint64_t hash, uint64_t value)
{
    return (hash ^ value) * UINT64_C(0x100000001b3);
}

/* What a run came to, for everybody in it; for the one that a panic or a fatal
 * error was in: how far the others had got then is of no account. */
static uint64_t outcome_of(const struct script *w)
{
    enum seep_verdict_kind kind = w->sim.verdict.kind;
    bool killed = kind == SEEP_VERDICT_PANIC || kind == SEEP_VERDICT_FATAL;
    uint64_t hash = killed ? script_seen_by(w, w->sim.verdict.g)
                           : script_seen(w);

    hash = fold(hash, kind);

    for (const char *c = w->sim.verdict.text; *c; c++)
        hash = fold(hash, (unsigned char)*c);
    return hash;
}

static void add_outcome(struct explored *e, uint64_t outcome)
{
    uint32_t i = 0;

    while (i < e->noutcomes && e->outcome[i] < outcome)
        i++;
    if (i < e->noutcomes && e->outcome[i] == outcome)
        return;
    assert_true(e->noutcomes < EXPLORED_OUTCOMES);
    memmove(&e->outcome[i + 1], &e->outcome[i],
            (e->noutcomes - i) * sizeof *e->outcome);
    e->outcome[i] = outcome;
    e->noutcomes++;
}

static struct script *run(const struct scenario *sc, void *search,
                          struct seep_observer *o)
{
    struct scenario with = *sc;

    with.search = search;
    struct script *w = script_open(script_arena(sc->mem), &with, o);
    assert_non_null(w);
    (void)script_finish(w);
    if (sc->strategy->ended)
        sc->strategy->ended(&w->sim);
    return w;
}

static void note(struct explored *e, const struct script *w)
{
    e->runs++;
    add_outcome(e, outcome_of(w));
    if (w->sim.verdict.kind == SEEP_VERDICT_PASS)
        return;
    e->failed++;
    if (!e->first)
        e->first = e->runs;
}

void explore_dfs(struct explored *e, const struct scenario *sc, uint32_t bound,
                 uint32_t limit)
{
    struct scenario with = *sc;
    struct seep_dfs d;

    *e = (struct explored){0};
    with.strategy = &seep_strategy_dfs;
    seep_dfs_init(&d, bound);
    do {
        note(e, run(&with, &d, NULL));
        e->all = !seep_dfs_next(&d);
    } while (!e->all && e->runs < limit);
    e->all &= !d.tree.cut && !d.bounded;
    seep_dfs_fini(&d);
}

void explore_dpor(struct explored *e, const struct scenario *sc, uint32_t limit)
{
    struct scenario with = *sc;
    struct seep_dpor d;

    *e = (struct explored){0};
    with.strategy = &seep_strategy_dpor;
    seep_dpor_init(&d);
    do {
        const struct script *w = run(&with, &d, &d.observer);
        if (!d.redundant)
            note(e, w);
        e->all = !seep_dpor_next(&d);
    } while (!e->all && e->runs + d.nredundant < limit);
    e->redundant = (uint32_t)d.nredundant;
    e->all &= !d.tree.cut;
    seep_dpor_fini(&d);
}
