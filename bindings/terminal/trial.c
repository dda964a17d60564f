/* trial.c - quantifiers over runs.
 *
 *               matched in a run        in no run
 *   always      (all must)              violated by that run: at once
 *   sometimes   met, for good           unmet at the end
 *   never       violated: at once       (as it should be)
 *
 * A run cut by the step limit is inconclusive: it meets nothing, though what it
 * found before breaks a `never`, and an `always` that asks for a pass.  So is
 * one that ran into another limit, unless a limit is what was asked for. */
#include "bindings/terminal/trial.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/export/sentence.h"
#include "bindings/terminal/look.h"
#include "bindings/terminal/subject.h"
#include "bindings/terminal/sweep.h"
#include "core/explore/portfolio.h"
#include "core/explore/replay.h"
#include "core/explore/schedule.h"

struct trial {
    struct seep_world *w;
    uint32_t index;
    const struct seep_scenario *sc;
    struct seep_result *r;
    bool met[SEEP_EXPECT_MAX];
    struct seep_portfolio search;
    struct seep_schedule schedule; /* of the run that is shown */
    bool conclusive;               /* at least one run was */
    uint32_t vacuous;              /* runs in which no fault fired */
    int violated;                  /* the expectation a run broke; -1: none */
    uint32_t culprit;              /* that run */
    uint32_t lost; /* deviations of the scenario's schedule that did not come */
    struct seep_sweep sweep; /* where the program breaks */
};

/* ---- the runs ---- */

static bool any(const bool *matched, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++)
        if (matched[k])
            return true;
    return false;
}

/* What a run came to that cannot be taken back, however it went on. */
static bool is_found(const struct seep_report *r)
{
    return r->verdict != SEEP_VERDICT_LIMIT &&
           r->verdict != SEEP_VERDICT_VACUOUS;
}

/* Does a run that matched this, or not, break the expectation? */
static bool breaks(const struct seep_expectation *e,
                   const struct seep_report *r, bool inconclusive, bool matched)
{
    switch (e->quantifier) {
    case SEEP_ALWAYS:
        return !matched && (!inconclusive || (e->pass && is_found(r)));
    case SEEP_NEVER: return matched;
    case SEEP_SOMETIMES: break;
    }
    return false;
}

/* What run number `run` means for each expectation. */
static void weigh(struct trial *t, uint32_t run, const struct seep_report *r,
                  bool inconclusive, const bool *matched)
{
    for (uint32_t k = 0; k < t->sc->nexpect; k++) {
        bool broken = breaks(&t->sc->expect[k], r, inconclusive, matched[k]);
        t->met[k] |= matched[k] && !inconclusive;
        if (broken && t->violated < 0) {
            t->violated = (int)k;
            t->culprit = run;
        }
    }
}

/* Makes the run again, watched, for the report. */
static void show(struct trial *t, const struct seep_options *opt)
{
    bool matched[SEEP_EXPECT_MAX] = {false};

    seep_report_fini(&t->r->report);
    seep_world_record(t->w, &t->schedule);
    seep_world_run_scenario(t->w, t->index, opt, true, matched, &t->r->report);
    seep_world_record(t->w, NULL);
    t->schedule.scenario = t->index + 1;
    free(t->r->schedule);
    t->r->schedule = seep_schedule_text(&t->schedule);
    t->r->shown = true;
}

/* Does a run under these options come to the same verdict, and break the same?
 */
static bool fails_alike(void *context, const struct seep_options *opt,
                        struct seep_schedule *took)
{
    struct trial *t = context;
    struct seep_report report = {0};
    bool matched[SEEP_EXPECT_MAX] = {false};

    seep_world_record(t->w, took);
    seep_world_run_scenario(t->w, t->index, opt, false, matched, &report);
    seep_world_record(t->w, NULL);
    if (took)
        took->scenario = t->index + 1;
    bool same = report.verdict == t->r->report.verdict &&
                breaks(&t->sc->expect[t->violated], &report, false,
                       matched[t->violated]);
    seep_report_fini(&report);
    return same;
}

/* Shows the smallest schedule that fails like the one recorded last. */
static void show_smallest(struct trial *t, const struct seep_look *look)
{
    struct seep_options opt = t->search.base;
    struct seep_schedule small;
    struct seep_replay replay;

    seep_schedule_init(&small);
    if (seep_schedule_copy(&small, &t->schedule) == SEEP_OK &&
        seep_look_shrink(look, &small, &t->r->insight) &&
        seep_replay_init(&replay, &small) == SEEP_OK) {
        seep_replay_options(&replay, &opt);
        show(t, &opt);
        seep_replay_fini(&replay);
    }
    seep_schedule_fini(&small);
}

/* The run that broke an expectation; now, for later its search will have gone
 * on. */
static void show_culprit(struct trial *t, const struct seep_options *opt)
{
    show(t, opt);
    t->r->seed = opt->seed;
    t->r->strategy = opt->strategy->name;
    struct seep_look look = {.fails = fails_alike,
                             .context = t,
                             .base = t->search.base,
                             .steps = t->r->report.steps};
    if (t->schedule.n && !t->schedule.cut)
        show_smallest(t, &look);
    look.steps = t->r->report.steps;
    if (!t->schedule.cut)
        seep_look_closer(&look, &t->schedule, &t->r->report, &t->r->insight);
}

static void run_once(struct trial *t, const struct seep_options *opt)
{
    bool matched[SEEP_EXPECT_MAX] = {false};
    struct seep_report report = {0};
    uint32_t k = t->r->runs;

    seep_world_run_scenario(t->w, t->index, opt, false, matched, &report);
    t->r->steps += report.steps + seep_world_weighed(t->w);
    if (seep_portfolio_redundant(&t->search)) {
        seep_report_fini(&report);
        return;
    }
    bool asked = any(matched, t->sc->nexpect);
    bool vacuous = report.verdict == SEEP_VERDICT_VACUOUS && !asked;
    bool inconclusive = report.cut || vacuous ||
                        (report.verdict == SEEP_VERDICT_LIMIT && !asked);
    t->vacuous += vacuous;
    t->r->found[report.verdict]++;
    t->r->runs++;
    t->conclusive |= !inconclusive;
    weigh(t, k, &report, inconclusive, matched);
    if (!t->r->first && report.verdict != SEEP_VERDICT_PASS && !vacuous &&
        (t->violated >= 0 || any(matched, t->sc->nexpect)))
        t->r->first = t->search.nruns;
    if (t->sweep.on)
        seep_sweep_add(&t->sweep, opt->sweep, &report);
    if (k == 0 && inconclusive && !vacuous)
        t->r->report = report; /* a run to a limit is not made twice */
    else
        seep_report_fini(&report);
    if (t->violated >= 0 && !t->r->shown)
        show_culprit(t, opt);
}

/* Only sometimes{...}, and all of them met? */
static bool satisfied(const struct trial *t)
{
    for (uint32_t k = 0; k < t->sc->nexpect; k++)
        if (t->sc->expect[k].quantifier != SEEP_SOMETIMES || !t->met[k])
            return false;
    return t->sc->nexpect > 0;
}

static bool decided(const struct trial *t)
{
    return t->violated >= 0 || satisfied(t);
}

static void run_all(struct trial *t)
{
    struct seep_options opt;

    while (t->r->runs < t->r->planned && !decided(t)) {
        if (t->r->runs && t->r->steps >= SEEP_TRIAL_STEPS) {
            t->r->budget_used = true;
            return;
        }
        if (!seep_portfolio_next(&t->search, &opt)) {
            t->r->proven = t->search.proven;
            return;
        }
        run_once(t, &opt);
    }
}

/* The first run, which is the default schedule's. */
static struct seep_options first_run(const struct trial *t)
{
    struct seep_options opt = t->search.base;

    opt.strategy = &seep_strategy_default;
    return opt;
}

/* chaos.sweep: in Go's order without the fault, then with it at one point
 * after the other.  Up to its point each run is the first one. */
static void run_sweep(struct trial *t)
{
    struct seep_options opt = first_run(t);

    t->sweep.on = true;
    opt.sweep = SEEP_SWEEP_NOWHERE;
    run_once(t, &opt);
    t->r->planned += (uint32_t)t->sweep.points;
    for (opt.sweep = 1; opt.sweep <= t->sweep.points; opt.sweep++) {
        if (t->r->steps >= SEEP_TRIAL_STEPS) {
            t->r->budget_used = true;
            break;
        }
        run_once(t, &opt);
    }
    t->r->points = t->sweep.points;
    t->r->broken = t->sweep.broken;
    t->r->sweep = seep_sweep_text(&t->sweep);
}

/* explore.schedule: that run. */
static void run_schedule(struct trial *t)
{
    const char *text = t->sc->schedule;
    struct seep_options opt = first_run(t);
    struct seep_schedule s;
    struct seep_replay replay;
    char why[128];

    seep_schedule_init(&s);
    if (seep_schedule_parse(&s, text, strlen(text), why, sizeof why) ==
            SEEP_OK &&
        seep_replay_init(&replay, &s) == SEEP_OK) {
        seep_replay_options(&replay, &opt);
        run_once(t, &opt);
        t->lost = s.n - replay.applied;
        seep_replay_fini(&replay);
    }
    seep_schedule_fini(&s);
}

/* ---- what they came to ---- */

static void fail(struct trial *t, struct seep_buffer *problem,
                 enum seep_result_status status)
{
    t->r->status = status;
    snprintf(t->r->problem, sizeof t->r->problem, "%s",
             problem->failed ? "out of memory while saying what is wrong"
                             : seep_buffer_string(problem));
    seep_buffer_fini(problem);
}

/* The script is not any more what its schedule was made of. */
static void add_lost(struct seep_buffer *out, const struct trial *t)
{
    if (t->lost)
        seep_buffer_addf(out,
                         "; %" PRIu32 " of the schedule's deviations did not "
                         "come to pass",
                         t->lost);
}

static void fail_violated(struct trial *t)
{
    const struct seep_expectation *e = &t->sc->expect[t->violated];
    struct seep_buffer problem = {0};

    seep_buffer_addf(&problem,
                     "%s%s, but run %" PRIu32 " (seed %" PRIu64
                     ", strategy %s) ended in ",
                     e->quantifier == SEEP_NEVER ? "never " : "", e->text,
                     t->culprit, t->r->seed, t->r->strategy);
    seep_sentence_verdict(&problem, &t->r->report);
    add_lost(&problem, t);
    fail(t, &problem, SEEP_RESULT_FAILED);
}

static void fail_inconclusive(struct trial *t)
{
    struct seep_buffer problem = {0};

    t->r->shown = true;
    t->r->seed = t->search.base.seed;
    t->r->strategy = seep_strategy_default.name;
    seep_buffer_addf(&problem,
                     "inconclusive: every run was cut by a limit "
                     "(%s)",
                     t->r->report.limit ? t->r->report.limit
                                        : "the first was vacuous");
    fail(t, &problem, SEEP_RESULT_LIMIT);
}

/* A plan whose faults never fired tests nothing. */
static void fail_vacuous(struct trial *t)
{
    const struct seep_options opt = first_run(t);
    struct seep_buffer problem = {0};

    show(t, &opt);
    t->r->seed = opt.seed;
    t->r->strategy = opt.strategy->name;
    seep_buffer_addf(&problem, "vacuous: in %" PRIu32 " run%s ", t->r->runs,
                     t->r->runs == 1 ? "" : "s");
    seep_buffer_add(&problem, "no fault of the plan ever fired");
    fail(t, &problem, SEEP_RESULT_FAILED);
}

static void fail_unmet(struct trial *t, uint32_t k)
{
    struct seep_buffer problem = {0};

    seep_buffer_addf(&problem, "%s, but no run did in %" PRIu32 "; found: ",
                     t->sc->expect[k].text, t->r->runs);
    seep_sentence_found(&problem, t->r->found);
    add_lost(&problem, t);
    if (!t->r->found[SEEP_VERDICT_PASS] || t->r->runs == 1) {
        const struct seep_options opt = first_run(t);
        show(t, &opt);
        t->r->seed = opt.seed;
        t->r->strategy = opt.strategy->name;
    }
    fail(t, &problem, SEEP_RESULT_FAILED);
}

/* The first sometimes{...} that no run met; nexpect: none. */
static uint32_t unmet(const struct trial *t)
{
    uint32_t k = 0;

    while (k < t->sc->nexpect &&
           (t->sc->expect[k].quantifier != SEEP_SOMETIMES || t->met[k]))
        k++;
    return k;
}

/* check.sometimes and check.reachable, which belong to all runs together. */
static void check_unmet(struct trial *t)
{
    struct seep_buffer problem = {0}, more = {0};
    const char *s;

    for (uint32_t n = 0; (s = seep_world_unmet(t->w, n)); n++) {
        seep_buffer_add_plain(&more, s);
        seep_buffer_add(&more, "\n");
    }
    problem.failed = more.failed;
    if (!more.n && !more.failed)
        return;
    seep_buffer_addf(
        &problem,
        "a check was never fulfilled in %" PRIu32 " runs: ", t->r->runs);
    seep_buffer_add_plain(&problem, seep_world_unmet(t->w, 0));
    t->r->unmet = more.s;
    fail(t, &problem, SEEP_RESULT_FAILED);
}

static void conclude(struct trial *t)
{
    uint32_t k = unmet(t);

    if (t->violated >= 0)
        fail_violated(t);
    else if (!t->conclusive && t->vacuous == t->r->runs)
        fail_vacuous(t);
    else if (!t->conclusive)
        fail_inconclusive(t);
    else if (k < t->sc->nexpect)
        fail_unmet(t, k);
    else if (!satisfied(t) || t->r->runs == t->r->planned || t->r->proven)
        check_unmet(t);
}

void seep_trial_run(struct seep_world *w, uint32_t i, const char *strategy,
                    uint32_t runs, struct seep_result *r)
{
    struct trial t = {.w = w,
                      .index = i,
                      .sc = seep_world_scenario(w, i),
                      .r = r,
                      .violated = -1};

    bool scheduled = t.sc->schedule && !strategy;
    if (!strategy)
        strategy = t.sc->strategy;
    snprintf(r->name, sizeof r->name, "%s", t.sc->name);
    r->line = t.sc->line;
    bool sweeps = t.sc->sweep || seep_world_sweeps(w);
    r->planned = !sweeps && !scheduled && strcmp(strategy, "default") != 0
                     ? (runs ? runs : t.sc->runs) + 1
                     : 1;
    seep_portfolio_init(
        &t.search, seep_subject_strategy(w, t.sc->chaos, strategy), &t.sc->sim);
    seep_schedule_init(&t.schedule);
    seep_world_forget(w);
    if (sweeps)
        run_sweep(&t);
    else if (scheduled)
        run_schedule(&t);
    else
        run_all(&t);
    conclude(&t);
    seep_world_forget(w);
    seep_schedule_fini(&t.schedule);
    seep_portfolio_fini(&t.search);
    seep_sweep_fini(&t.sweep);
}
