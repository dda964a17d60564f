/* certain.c - who is said to be stuck for ever, while others go on, is.
 *
 *   certain SCRIPT...
 *
 * Runs the scenarios of the scripts under Go's schedule and SEEP_SEEDS (3)
 * random ones, each twice: without looking for goroutines that nobody can
 * wake, and looking at every moment at which nothing can run.  The two must be
 * the same run, event by event, and nobody who was reported may ever go on
 * (seep_certain_broken).  Repaired twins ("NAME
 * fixed") must have nobody reported at all, and no deadlock predicted.
 *
 * Then the kernels once more, as a goroutine of a program that goes on: in a
 * schedule that has the bug, how many of those that are stuck in the end are
 * known to be before main ends?  Prints TAP, and the shares as a comment. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/trace.h"
#include "tests/fuzz/read.h"
#include "world.h"
#include "world_inside.h"

enum { SEARCHED = 200, STEPS_MOST = 20000, PEAK_MOST = 300 };

static int count, failed;
static uint32_t broken; /* went on all the same */

static void tell(bool ok, const char *what, const char *name)
{
    failed += !ok;
    printf("%s %d - %s: %s\n", ok ? "ok" : "not ok", ++count, name, what);
    fflush(stdout);
}

/* ---- one run ---- */

static struct seep_observer *observer(void *search)
{
    return &((struct seep_digest *)search)->observer;
}

/* Run `seed`: 0 under Go's schedule, others under a random one. */
static uint64_t run(struct seep_world *w, uint32_t i, uint64_t seed,
                    enum seep_leak_checks look, struct seep_report *r)
{
    struct seep_strategy strategy = seed ? seep_strategy_random
                                         : seep_strategy_default;
    struct seep_options opt = seep_world_scenario(w, i)->sim;
    bool matched[SEEP_EXPECT_MAX];
    struct seep_digest d;

    seep_digest_init(&d);
    strategy.observer = observer;
    opt.strategy = &strategy;
    opt.search = &d;
    opt.seed = seed;
    opt.look = look;
    seep_world_run_scenario(w, i, &opt, false, matched, r);
    broken += seep_certain_broken(w->certain);
    return d.value;
}

/* ---- scripts ---- */

static bool is_repaired(const char *path, const char *name)
{
    size_t n = strlen(name), k = sizeof " fixed" - 1;

    return strstr(path, "-fixed.lua") ||
           (n > k && !strcmp(name + n - k, " fixed"));
}

/* ---- the same run, and nobody goes on ---- */

static void look_at_one(struct seep_world *w, uint32_t i, const char *path,
                        uint64_t seeds)
{
    const char *name = seep_world_scenario(w, i)->name;
    bool same = true, none = true, foreseen = false;
    uint64_t closely = 0;

    for (uint64_t seed = 0; seed <= seeds; seed++) {
        struct seep_report r = {0}, r2 = {0};
        uint64_t before = run(w, i, seed, SEEP_LOOK_NEVER, &r);
        bool small = r.steps <= STEPS_MOST && r.peak <= PEAK_MOST;
        uint64_t after =
            run(w, i, seed, small ? SEEP_LOOK_ALWAYS : SEEP_LOOK_SOME, &r2);
        same = same && before == after && r.steps == r2.steps && !broken;
        none = none && !r2.ncertain;
        foreseen = foreseen || r2.npredicted;
        closely += small;
        seep_report_fini(&r);
        seep_report_fini(&r2);
    }
    if (closely <= seeds)
        printf("# %s: %llu of %llu runs are too long to look all the time\n",
               name, (unsigned long long)(seeds + 1 - closely),
               (unsigned long long)(seeds + 1));
    tell(same, "looking changes nothing, and nobody goes on", name);
    if (!is_repaired(path, name))
        return;
    tell(none, "nobody is stuck", name);
    tell(!foreseen, "no deadlock is predicted", name);
}

static void look_at(const char *path, uint64_t seeds)
{
    char *text = seep_fuzz_read(path);
    struct seep_world *w = seep_fuzz_load(path, text);

    for (uint32_t i = 0; i < seep_world_scenarios(w); i++)
        look_at_one(w, i, path, seeds);
    seep_world_free(w);
    free(text);
}

/* ---- how many are known in time ---- */

struct share {
    uint32_t goroutines, known; /* stuck in the end; before main ended */
    uint32_t kernels, whole;    /* that block; of which all were known */
};

/* Each main becomes a goroutine of one that goes on. */
static const char around[] =
    "local scenario = (function(scenario) "
    "local function go_on(s) local main = s.main "
    "s.main = function(...) go('kernel', main, ...) time.sleep('1h') end "
    "s.timeout = '9h' return s end "
    "return setmetatable({ pair = function(s) return scenario.pair(go_on(s)) "
    "end }, { __call = function(_, s) return scenario(go_on(s)) end }) "
    "end)(scenario) ";

static char *wrapped(const char *path)
{
    char *text = seep_fuzz_read(path);
    char *all = calloc(1, sizeof around + strlen(text));

    if (!all)
        exit(2);
    strcat(strcpy(all, around), text);
    free(text);
    return all;
}

/* True: there were some, and they are counted. */
static bool count_stuck(const struct seep_report *r, struct share *s,
                        const char *name)
{
    uint32_t stuck = 0, known = 0;

    if (r->verdict != SEEP_VERDICT_LEAK)
        return false;
    for (size_t i = 0; i < r->nstuck; i++) {
        const struct seep_stuck *k = &r->stuck[i];
        if (k->still_running || k->main)
            continue;
        stuck += k->count;
        if (k->certain.id && k->certain.main_ran)
            known += k->count;
        else
            printf("# %s: not known in time: %s at %s:%u\n", name, k->wait,
                   k->at.file, k->at.line);
    }
    s->goroutines += stuck;
    s->known += known;
    s->kernels += stuck > 0;
    s->whole += stuck && stuck == known;
    return stuck > 0;
}

static void count_one(struct seep_world *w, uint32_t i, struct share *s)
{
    const char *name = seep_world_scenario(w, i)->name;
    bool repaired = is_repaired("", name), none = true, done = false;

    for (uint64_t seed = 0; seed < (repaired ? 10 : SEARCHED) && !done;
         seed++) {
        struct seep_report r = {0};
        (void)run(w, i, seed, SEEP_LOOK_ALWAYS, &r);
        none = none && !r.ncertain;
        done = !repaired && count_stuck(&r, s, name);
        seep_report_fini(&r);
    }
    if (repaired)
        tell(none, "nobody is stuck while main goes on", name);
}

static void count_in(const char *path, struct share *s)
{
    char *text = wrapped(path);
    struct seep_world *w = seep_fuzz_load(path, text);

    for (uint32_t i = 0; i < seep_world_scenarios(w); i++)
        count_one(w, i, s);
    seep_world_free(w);
    free(text);
}

static void tell_share(const struct share *s)
{
    printf("# of %u blocked goroutines %u are known before main ends "
           "(%.1f %%); of %u kernels that block, %u wholly (%.1f %%)\n",
           s->goroutines, s->known, 100.0 * s->known / s->goroutines,
           s->kernels, s->whole, 100.0 * s->whole / s->kernels);
    tell(s->goroutines && 100 * s->known >= 94 * s->goroutines,
         "94 % of the blocked goroutines are known before main ends",
         "kernels");
    tell(s->kernels && 100 * s->whole >= 94 * s->kernels,
         "in 94 % of the kernels all are", "kernels");
}

int main(int argc, char **argv)
{
    const char *seeds = getenv("SEEP_SEEDS");
    struct share share = {0};

    printf("TAP version 13\n");
    for (int i = 1; i < argc; i++)
        look_at(argv[i], seeds ? strtoull(seeds, NULL, 10) : 3);
    for (int i = 1; i < argc; i++)
        if (strstr(argv[i], "goker"))
            count_in(argv[i], &share);
    tell_share(&share);
    tell(!broken, "nobody of whom it was proven went on", "all of them");
    printf("1..%d\n", count);
    return failed > 0;
}
