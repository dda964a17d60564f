/* sampled.c - see sampled.h. */
#include "sampled.h"

enum { SEARCHES = 20, RUNS_APART = 1000003 };

/* One run of the search, to its end. */
static struct script *run_next(struct seep_search *x,
                               const struct seep_strategy *sample,
                               const struct scenario *sc)
{
    struct seep_options opt = seep_options_default();
    struct scenario with = *sc;

    seep_search_next(x, sample, &opt);
    with.strategy = opt.strategy;
    with.search = opt.search;
    struct script *w =
        script_open(script_arena(sc->mem), &with,
                    opt.strategy->observer ? opt.strategy->observer(x) : NULL);
    assert_non_null(w);
    (void)script_finish(w);
    if (opt.strategy->ended)
        opt.strategy->ended(&w->sim);
    return w;
}

void sampled_search(struct seep_search *x, const struct scenario *sc)
{
    seep_search_init(x);
    (void)run_next(x, &seep_strategy_pct, sc);
}

uint32_t sampled(const char *strategy, const struct scenario *sc,
                 uint32_t limit)
{
    struct seep_options opt = seep_options_default();
    struct scenario with = *sc;
    struct seep_search x;
    bool found = false;

    assert_true(seep_strategy_set(&opt, strategy));
    with.depth = opt.depth;
    seep_search_init(&x);
    for (; !found && x.nruns < limit; with.seed++)
        found = run_next(&x, opt.strategy, &with)->sim.verdict.kind !=
                SEEP_VERDICT_PASS;
    seep_search_fini(&x);
    return found ? x.nruns : 0;
}

double sampled_mean(const char *strategy, const struct line *body,
                    uint32_t limit)
{
    double sum = 0;

    for (uint64_t i = 1; i <= SEARCHES; i++) {
        const struct scenario sc = {.body = body, .seed = RUNS_APART * i};
        uint32_t n = sampled(strategy, &sc, limit);
        sum += n ? n : 2.0 * limit;
    }
    return sum / SEARCHES;
}
