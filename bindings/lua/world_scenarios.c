/* world_scenarios.c - the scenarios of a script: collecting them, running one,
 * judging what came of it. */
#include <stdlib.h>
#include <string.h>

#include "judge.h"
#include "world_inside.h"

/* What is the same for all runs of a scenario: whether its expectations ask
 * for a cause, and which of them a run meets that passes with no finding. */
static bool find_questions(struct seep_world *w)
{
    const struct seep_report clean = {.verdict = SEEP_VERDICT_PASS,
                                      .text = (char *)""};

    free(w->questions);
    w->questions = calloc(w->nscenarios + 1, sizeof *w->questions);
    if (!w->questions)
        return false;
    for (uint32_t i = 0; i < w->nscenarios; i++) {
        struct seep_question *q = &w->questions[i];
        q->needs = seep_judge_needs(i);
        seep_judge(i, &clean, q->clean, w->scenarios[i].nexpect);
        seep_snapshot_restore(w->arena, w->collected);
    }
    return true;
}

bool seep_world_collect(struct seep_world *w, const struct seep_options *base,
                        struct seep_report *report)
{
    struct seep_options opt = *base;

    opt.strategy = &seep_strategy_default;
    opt.weak_memory = false;
    seep_world_drop_scenarios(w);
    w->collecting = true;
    seep_world__run(w, w->loaded, &opt, 0, false, false, report);
    w->collecting = false;
    if (report->verdict != SEEP_VERDICT_PASS)
        return false;
    for (uint32_t i = 0; i < w->nscenarios; i++) {
        struct seep_options *o = &w->scenarios[i].sim;
        struct seep_options with = *base;
        with.strategy = &seep_strategy_default;
        if (w->scenarios[i].weak_memory >= 0)
            with.weak_memory = w->scenarios[i].weak_memory;
        with.procs = o->procs;
        with.seed = o->seed;
        with.drain = o->drain;
        with.timeout = o->timeout;
        with.storm = o->storm;
        with.livelock = o->livelock;
        with.free_time |= o->free_time;
        *o = with;
    }
    seep_arena_set_limit(w->arena, w->opt.mem); /* lifted to explain */
    seep_snapshot_free(w->collected);
    w->collected = seep_world__take_base(w);
    return w->collected && find_questions(w);
}

uint32_t seep_world_scenarios(const struct seep_world *w)
{
    return w->nscenarios;
}

const struct seep_scenario *seep_world_scenario(const struct seep_world *w,
                                                uint32_t i)
{
    return &w->scenarios[i];
}

/* Must it be watched for what a pattern may ask of it: a cause, the places of
 * a race, or who was stuck before the end? */
static bool asks_more(const struct seep_question *q,
                      const struct seep_report *r)
{
    if (q->needs.deadlock && r->nstuck && !r->ncertain &&
        r->verdict != SEEP_VERDICT_DEADLOCK)
        return true;
    return (q->needs.cause && (r->nstuck || r->npredicted)) || r->nraces;
}

/* Has a pattern nothing to match but the pass? */
static bool is_clean(const struct seep_report *r)
{
    return r->verdict == SEEP_VERDICT_PASS && !r->nstuck && !r->nraces &&
           !r->npredicted && !r->ncertain && !r->nopen && !r->storm &&
           !r->livelock;
}

static void judge(struct seep_world *w, uint32_t i, const struct seep_report *r,
                  bool *matched)
{
    uint32_t n = w->scenarios[i].nexpect;

    if (is_clean(r)) {
        memcpy(matched, w->questions[i].clean, n * sizeof *matched);
        return;
    }
    seep_snapshot_restore(w->arena, w->collected);
    memset(matched, 0, n * sizeof *matched);
    seep_judge(i, r, matched, n);
}

void seep_world_run_scenario(struct seep_world *w, uint32_t i,
                             const struct seep_options *opt, bool explained,
                             bool *matched, struct seep_report *report)
{
    struct seep_report r;

    w->closely = w->questions[i].needs.partial;
    seep_world__run(w, w->collected, opt, i + 1, explained, false, &r);
    if (matched && !explained && asks_more(&w->questions[i], &r)) {
        seep_report_fini(&r);
        seep_world__run(w, w->collected, opt, i + 1, true, false, &r);
    }
    if (explained && report)
        seep_world__run_without(w, opt, i + 1, w->collected, &r);
    if (matched)
        judge(w, i, &r, matched);
    if (report)
        *report = r;
    else
        seep_report_fini(&r);
}
