/* minimal.c - see minimal.h. */
#include "minimal.h"

#include "dfs.h"

struct search {
    const struct seep_minimal *how;
    struct seep_minimum *result;
    struct seep_schedule took;
};

static bool one_fails(struct search *x, struct seep_dfs *d)
{
    struct seep_options opt = x->how->base;

    opt.strategy = &seep_strategy_dfs;
    opt.search = d;
    x->result->runs++;
    seep_schedule_clear(&x->took);
    return x->how->fails(x->how->context, &opt, &x->took) && !x->took.cut;
}

/* Every schedule with at most that many preemptions, until one fails. False:
 * they could not all be run. */
static bool run_bound(struct search *x, uint32_t bound)
{
    struct seep_dfs d;
    bool more = true;

    seep_dfs_init(&d, bound);
    while (more && !x->result->found && x->result->runs < x->how->budget) {
        x->result->found = one_fails(x, &d);
        more = seep_dfs_next(&d);
    }
    bool all = !more && !d.tree.cut;
    seep_dfs_fini(&d);
    return all || x->result->found;
}

/* What s says besides its deviations stays. */
static void take(struct seep_schedule *s, struct seep_schedule *took)
{
    struct seep_schedule was = *s;

    took->script = was.script;
    took->scenario = was.scenario;
    *s = *took;
    *took = was;
}

void seep_minimal(const struct seep_minimal *how, uint32_t preemptions,
                  struct seep_schedule *s, struct seep_minimum *result)
{
    struct search x = {.how = how, .result = result};
    bool all = true;

    *result = (struct seep_minimum){0};
    seep_schedule_init(&x.took);
    while (all && !result->found && result->bound < preemptions) {
        all = run_bound(&x, result->bound);
        result->bound += all && !result->found;
    }
    result->proven = all;
    if (result->found)
        take(s, &x.took);
    seep_schedule_fini(&x.took);
}
