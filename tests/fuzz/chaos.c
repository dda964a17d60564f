/* chaos.c - random plans of faults: each run, replayed and shrunk.
 *
 *   chaos PLANS SCRIPT...
 *
 * A plan is put on a scenario of a script.  What its run recorded is run
 * again: it has to be the same run, to the last event.  When a fault made it
 * fail it is shrunk: what is left has to fail still, and without any one of
 * its faults it must not.  Prints TAP. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/explore/recorder.h"
#include "core/explore/replay.h"
#include "core/explore/shrink.h"
#include "core/rng.h"
#include "tests/fuzz/read.h"
#include "world.h"
#include "world_inside.h"

enum { PLAN_TEXT = 2000, STEPS = 20000 };

static struct {
    uint32_t plans, hits, failing, shrunk, minimal, faults_before, faults_after;
} sum;

/* ---- plans ---- */

static uint32_t pick(struct seep_rng *r, uint32_t n)
{
    return seep_rng_below(r, n);
}

static const char *const kinds[] = {
    "fault = 'delay', by = { '1us', '20ms' }",
    "fault = 'delay', by = '1ms', at = 'chan'",
    "fault = 'pause', by = '3ms', at = { 'mutex', 'rwmutex' }",
    "fault = 'pause', steps = 20",
    "fault = 'starve', steps = 30",
    "fault = 'stall', by = '2ms'",
    "fault = 'gc_pause', by = '2ms'",
    "fault = 'slow', factor = 5",
    "fault = 'panic'",
    "fault = 'panic', at = 'chan.send'",
    "fault = 'kill'",
    "fault = 'kill', at = { 'chan', 'select', 'sleep' }, after = '1ms'",
    "fault = 'close'",
    "fault = 'cancel'",
    "fault = 'drop', unsound = true",
    "fault = 'duplicate', unsound = true",
};

static const char *const chances[] = {"p = 0.05", "p = 0.3",   "nth = 1",
                                      "nth = 3",  "every = 4", "max = 2"};

static const char *const wheres[] = {"", ", goroutine = 'main.*'",
                                     ", goroutine = 'main'", ", once = true",
                                     ", until_ = '10ms'"};

enum {
    NKINDS = sizeof kinds / sizeof *kinds,
    NCHANCES = sizeof chances / sizeof *chances,
    NWHERES = sizeof wheres / sizeof *wheres
};

static void make_plan(struct seep_rng *r, char *text)
{
    uint32_t n = 1 + pick(r, 4);
    int at = snprintf(text, PLAN_TEXT, "return { seed = %u", pick(r, 1000));

    while (n-- > 0) {
        const char *kind = kinds[pick(r, NKINDS)];
        at += snprintf(text + at, PLAN_TEXT - (size_t)at, ",\n  { %s, %s%s }",
                       kind, chances[pick(r, NCHANCES)],
                       wheres[pick(r, NWHERES)]);
    }
    snprintf(text + at, PLAN_TEXT - (size_t)at, " }\n");
}

/* ---- runs ---- */

struct subject {
    struct seep_world *w;
    uint32_t scenario;
    struct seep_options base;
    uint64_t digest; /* of the last run */
};

static enum seep_verdict_kind run(struct subject *u,
                                  const struct seep_options *opt,
                                  struct seep_schedule *record)
{
    struct seep_report r = {0};

    seep_world_record(u->w, record);
    seep_world_fold(u->w, &u->digest);
    seep_world_run_scenario(u->w, u->scenario, opt, false, NULL, &r);
    seep_world_fold(u->w, NULL);
    seep_world_record(u->w, NULL);
    if (record)
        record->scenario = u->scenario + 1;
    enum seep_verdict_kind kind = r.verdict;
    seep_report_fini(&r);
    return kind;
}

static enum seep_verdict_kind replay(struct subject *u,
                                     const struct seep_schedule *s,
                                     struct seep_schedule *took)
{
    struct seep_options opt = u->base;
    struct seep_replay replay;

    if (seep_replay_init(&replay, s) != SEEP_OK)
        exit(2);
    seep_replay_options(&replay, &opt);
    enum seep_verdict_kind kind = run(u, &opt, took);
    seep_replay_fini(&replay);
    return kind;
}

static bool is_failure(enum seep_verdict_kind k)
{
    return k != SEEP_VERDICT_PASS && k != SEEP_VERDICT_VACUOUS &&
           k != SEEP_VERDICT_LIMIT && k != SEEP_VERDICT_EXIT;
}

static bool fails(void *context, const struct seep_schedule *s,
                  struct seep_schedule *took)
{
    return is_failure(replay(context, s, took));
}

/* ---- what must hold ---- */

static bool wrong(const char *plan, const char *path, const char *what)
{
    printf("# %s: %s\n# plan: ", path, what);
    for (const char *p = plan; *p; p++)
        fputs(*p == '\n' ? "\n#   " : (char[]){*p, '\0'}, stdout);
    puts("");
    return false;
}

static bool same_text(const struct seep_schedule *a,
                      const struct seep_schedule *b)
{
    char *x = seep_schedule_text(a), *y = seep_schedule_text(b);
    bool same = x && y && !strcmp(x, y);

    free(x);
    free(y);
    return same;
}

/* Without any one of its faults it passes. */
static const char *check_minimal(struct subject *u,
                                 const struct seep_schedule *s)
{
    struct seep_schedule less, took;
    const char *what = NULL;

    seep_schedule_init(&less);
    seep_schedule_init(&took);
    for (uint32_t i = 0; i < s->n && !what; i++) {
        if (s->deviation[i].kind != SEEP_CHOICE_FAULT)
            continue;
        if (seep_schedule_copy(&less, s) != SEEP_OK)
            exit(2);
        memmove(less.deviation + i, less.deviation + i + 1,
                (less.n - i - 1) * sizeof *less.deviation);
        less.n--;
        if (is_failure(replay(u, &less, &took)))
            what = "a fault that is left is not needed";
    }
    seep_schedule_fini(&took);
    seep_schedule_fini(&less);
    return what;
}

static const char *check_shrunk(struct subject *u, struct seep_schedule *s)
{
    const struct seep_shrink how = {
        .fails = fails, .context = u, .budget = 2000};
    struct seep_shrunk result;
    struct seep_schedule took;

    sum.faults_before += seep_schedule_faults(s);
    if (seep_shrink(&how, s, &result) != SEEP_OK || !result.fails)
        return "the recorded schedule does not fail again";
    sum.faults_after += seep_schedule_faults(s);
    sum.shrunk++;
    seep_schedule_init(&took);
    bool still = is_failure(replay(u, s, &took));
    seep_schedule_fini(&took);
    if (!still)
        return "what was shrunk does not fail any more";
    sum.minimal += result.minimal;
    return result.minimal ? check_minimal(u, s) : NULL;
}

static const char *check(struct subject *u)
{
    struct seep_schedule s, took;
    const char *what = NULL;

    seep_schedule_init(&s);
    seep_schedule_init(&took);
    enum seep_verdict_kind kind = run(u, &u->base, &s);
    uint64_t digest = u->digest;
    uint32_t hits = seep_schedule_faults(&s);
    sum.hits += hits;
    if (!s.cut && kind != SEEP_VERDICT_LIMIT) {
        if (replay(u, &s, &took) != kind || u->digest != digest ||
            !same_text(&s, &took))
            what = "the replay differs";
        else if (is_failure(kind) && hits && ++sum.failing)
            what = check_shrunk(u, &s);
    }
    seep_schedule_fini(&took);
    seep_schedule_fini(&s);
    return what;
}

/* ---- a plan on a script ---- */

static bool try_plan(const char *path, uint32_t seed)
{
    struct seep_rng r = seep_rng_stream(seed, 77);
    struct seep_world_options o = seep_world_options_default();
    struct seep_options so = seep_options_default();
    struct seep_load_error err;
    struct seep_report report = {0};
    char plan[PLAN_TEXT];
    char *text = seep_fuzz_read(path);

    make_plan(&r, plan);
    o.plan[0] = (struct seep_plan_source){"plan.lua", plan, strlen(plan)};
    o.nplans = 1;
    so.max_steps = STEPS;
    struct seep_world *w = seep_world_new(&o, path, text, strlen(text), &err);
    free(text);
    if (!w)
        return wrong(plan, path, err.text);
    seep_world_collect(w, &so, &report);
    seep_report_fini(&report);
    const char *what = NULL;
    uint32_t nscenarios = seep_world_scenarios(w);
    if (nscenarios) {
        struct subject u = {.w = w, .scenario = pick(&r, nscenarios)};
        u.base = seep_world_scenario(w, u.scenario)->sim;
        u.base.seed = seed;
        u.base.strategy = pick(&r, 2) ? &seep_strategy_random
                                      : &seep_strategy_default;
        what = check(&u);
    }
    seep_world_free(w);
    sum.plans++;
    return !what || wrong(plan, path, what);
}

int main(int argc, char **argv)
{
    uint32_t plans = argc > 2 ? (uint32_t)strtoul(argv[1], NULL, 10) : 0;
    bool ok = argc > 2;

    for (uint32_t i = 0; i < plans && ok; i++)
        ok = try_plan(argv[2 + (int)i % (argc - 2)], i + 1);
    printf("%sok 1 - random plans replay, and shrink to what is needed\n",
           ok ? "" : "not ");
    printf("# %u plans, %u hits; %u runs failed, %u were shrunk, from %u "
           "faults to %u; %u surely minimal\n1..1\n",
           sum.plans, sum.hits, sum.failing, sum.shrunk, sum.faults_before,
           sum.faults_after, sum.minimal);
    return !ok;
}
