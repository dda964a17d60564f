/* back.c - going back into the middle of a run changes no run.
 *
 *   back SCRIPT...
 *
 * The first SEEP_RUNS (100) runs of dfs and of dpor of each scenario, made
 * twice: each from its beginning, and each from a milestone of the one before
 * (core/explore/back.h), of which there is one at every few steps. They must
 * be the same runs, event by event, and say the same; so must one that is
 * looked at again in between, from its beginning. Prints TAP, and how many
 * steps were saved. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/explore/dfs.h"
#include "core/explore/dpor.h"
#include "core/trace.h"
#include "tests/fuzz/read.h"
#include "world.h"

enum { STEPS_MOST = 5000, LOOKS = 7 };

static int count, failed;
static uint64_t saved, made;

static void tell(bool ok, const char *what, const char *name)
{
    failed += !ok;
    printf("%s %d - %s: %s\n", ok ? "ok" : "not ok", ++count, name, what);
    fflush(stdout);
}

/* ---- the two searches ---- */

struct searching {
    struct seep_strategy strategy;
    struct seep_dfs dfs;
    struct seep_dpor dpor;
    bool reduces; /* it is dpor's */
    bool more;
};

static struct seep_tree *tree_of(struct searching *x)
{
    return x->reduces ? &x->dpor.tree : &x->dfs.tree;
}

static void begin(struct searching *x, bool reduces, bool back)
{
    seep_dfs_init(&x->dfs, SEEP_DFS_UNBOUNDED);
    seep_dpor_init(&x->dpor);
    x->reduces = reduces;
    x->strategy = reduces ? seep_strategy_dpor : seep_strategy_dfs;
    if (!back)
        x->strategy.back = NULL;
    tree_of(x)->back.apart = 1;
    x->more = true;
}

static void end(struct searching *x)
{
    seep_dfs_fini(&x->dfs);
    seep_dpor_fini(&x->dpor);
}

/* What one run came to. */
struct outcome {
    uint64_t digest, steps, choices;
    int verdict;
    size_t stuck, races, certain;
};

static struct outcome run(struct searching *x, struct seep_world *w, uint32_t i,
                          bool explained)
{
    struct seep_options opt = seep_world_scenario(w, i)->sim;
    struct seep_report r = {0};
    struct outcome o;

    memset(&o, 0, sizeof o);
    opt.strategy = &x->strategy;
    opt.search = x->reduces ? (void *)&x->dpor : (void *)&x->dfs;
    seep_world_fold(w, &o.digest);
    seep_world_run_scenario(w, i, &opt, explained, NULL, &r);
    seep_world_fold(w, NULL);
    o.steps = r.steps;
    o.choices = seep_world_choices(w);
    o.verdict = (int)r.verdict;
    o.stuck = r.nstuck;
    o.races = r.nraces;
    o.certain = r.ncertain;
    seep_report_fini(&r);
    return o;
}

static void go_on(struct searching *x)
{
    x->more = x->reduces ? seep_dpor_next(&x->dpor) : seep_dfs_next(&x->dfs);
}

/* ---- compared ---- */

static void count_saved(struct searching *x, uint64_t steps)
{
    const struct seep_back *b = &tree_of(x)->back;

    made += steps;
    if (b->n)
        saved += b->milestone[b->n - 1].steps;
}

static bool same_runs(struct seep_world *w, uint32_t i, bool reduces,
                      uint64_t runs)
{
    static struct searching plain, back;
    bool same = true;

    begin(&plain, reduces, false);
    begin(&back, reduces, true);
    for (uint64_t k = 0; k < runs && plain.more && same; k++) {
        struct outcome a = run(&plain, w, i, false);
        struct outcome b = run(&back, w, i, false);
        same = !memcmp(&a, &b, sizeof a);
        if (same && k % LOOKS == 0 && a.verdict != SEEP_VERDICT_NONE)
            same = run(&back, w, i, true).digest == a.digest;
        if (!same)
            printf("# run %" PRIu64 ": %" PRIu64 " steps and %" PRIu64 "\n", k,
                   a.steps, b.steps);
        if (a.steps > STEPS_MOST)
            break;
        go_on(&plain);
        go_on(&back);
        count_saved(&back, a.steps);
        same = same && plain.more == back.more;
    }
    end(&plain);
    end(&back);
    return same;
}

/* ---- scripts ---- */

static void look_at(const char *path, uint64_t runs)
{
    char *text = seep_fuzz_read(path);
    struct seep_world *w = seep_fuzz_load(path, text);

    for (uint32_t i = 0; i < seep_world_scenarios(w); i++) {
        const char *name = seep_world_scenario(w, i)->name;
        tell(same_runs(w, i, false, runs), "dfs makes the same runs", name);
        tell(same_runs(w, i, true, runs), "dpor makes the same runs", name);
    }
    seep_world_free(w);
    free(text);
}

int main(int argc, char **argv)
{
    const char *runs = getenv("SEEP_RUNS");

    printf("TAP version 13\n");
    for (int i = 1; i < argc; i++)
        look_at(argv[i], runs ? strtoull(runs, NULL, 10) : 100);
    printf("# %" PRIu64 " of %" PRIu64 " steps were not made again\n", saved,
           made);
    tell(2 * saved > made, "most steps are not made again", "all of them");
    printf("1..%d\n", count);
    return failed > 0;
}
