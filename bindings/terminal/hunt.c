/* hunt.c - see hunt.h. */
#include "bindings/terminal/hunt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/terminal/look.h"

/* ---- adding up ---- */

void seep_hunt_begin(struct seep_findings *f, const struct seep_subject *s,
                     const struct seep_hunt_limits *limits)
{
    memset(f, 0, sizeof *f);
    f->file = s->path;
    f->line = s->line;
    f->scenario = s->scenario;
    f->seed = s->base.seed;
    f->all = limits->all;
    f->time = limits->time;
    f->planned = limits->runs || limits->time ? limits->runs : SEEP_HUNT_RUNS;
    f->limited = !limits->runs && !limits->time && !limits->shared;
    snprintf(f->name, sizeof f->name, "%s", s->name);
    snprintf(f->strategy, sizeof f->strategy, "%s", s->strategy);
}

static bool over(struct seep_findings *f, enum seep_end why)
{
    f->end = why;
    return true;
}

bool seep_hunt_over(struct seep_findings *f)
{
    if (f->n && !f->all)
        return over(f, SEEP_END_FAILURE);
    if (f->planned && f->runs >= f->planned)
        return over(f, SEEP_END_RUNS);
    if (f->limited && f->steps >= SEEP_HUNT_STEPS)
        return over(f, SEEP_END_STEPS);
    return f->failed && over(f, SEEP_END_BROKEN);
}

void seep_hunt_close(struct seep_findings *f, bool proven)
{
    f->end = proven ? SEEP_END_PROVEN : SEEP_END_EXHAUSTED;
}

static size_t add_failure(struct seep_findings *f, struct seep_tried *o)
{
    f->failed |= !o->signature;
    if (!o->signature)
        return 0;
    struct seep_failure *x = seep_findings_failure(f, o->signature);
    o->signature = NULL;
    if (!x)
        return 0;
    if (!x->runs++) {
        x->first = f->runs;
        x->seed = o->seed;
        x->digest = o->digest;
        snprintf(x->strategy, sizeof x->strategy, "%s", o->strategy);
        x->recorded = o->schedule;
        o->schedule = NULL;
    }
    return (size_t)(x - f->failure) + 1;
}

size_t seep_hunt_take(struct seep_findings *f, struct seep_tried *o)
{
    size_t failure = 0;

    f->steps += o->steps;
    if (o->redundant) {
        f->redundant++;
    } else {
        f->runs++;
        f->found[o->verdict]++;
        if (o->failing)
            failure = add_failure(f, o);
    }
    seep_tried_fini(o);
    return failure;
}

/* ---- shrinking ---- */

struct shrinking {
    const struct seep_subject *subject;
    const char *signature;
    bool (*stop)(void *context);
    void *context;
    bool stopped;
};

/* A run with another verdict need not be watched to know that it differs. */
static bool fails_alike(void *context, const struct seep_options *opt,
                        struct seep_schedule *took)
{
    struct shrinking *k = context;
    struct seep_report report = {0};

    k->stopped |= k->stop(k->context);
    if (k->stopped)
        return false;
    seep_subject_run(k->subject, opt, false, took, &report);
    bool same = seep_subject_fails(&report);
    seep_report_fini(&report);
    if (!same)
        return false;
    seep_subject_run(k->subject, opt, true, took, &report);
    char *s = seep_subject_signature(&report);
    same = s && !strcmp(s, k->signature);
    free(s);
    seep_report_fini(&report);
    return same;
}

/* Replays s, for the report. */
static bool settle(struct seep_failure *x, const struct seep_subject *subject,
                   const struct seep_schedule *s)
{
    struct seep_schedule took;
    struct seep_report report;

    seep_schedule_init(&took);
    char *signature = seep_subject_replay(subject, s, &took, &report);
    bool same = signature && !strcmp(signature, x->signature) && !took.cut;
    free(signature);
    char *text = same ? seep_schedule_text(&took) : NULL;
    seep_schedule_fini(&took);
    if (!text) {
        seep_report_fini(&report);
        return false;
    }
    free(x->schedule);
    seep_report_fini(&x->report);
    x->schedule = text;
    x->report = report;
    return true;
}

/* As much of it as can be replayed. */
static void look_closer(struct seep_failure *x, struct shrinking *k,
                        struct seep_schedule *s)
{
    struct seep_look look = {
        .fails = fails_alike, .context = k, .base = k->subject->base};

    if (!settle(x, k->subject, s))
        return;
    look.steps = x->report.steps;
    if (s->n && seep_look_shrink(&look, s, &x->insight))
        x->shrunk = settle(x, k->subject, s);
    look.steps = x->report.steps;
    if (!k->stopped)
        seep_look_closer(&look, s, &x->report, &x->insight);
    if (k->stopped) /* what it says was not found out */
        seep_insight_fini(&x->insight);
}

static void shrink(struct seep_failure *x, struct shrinking *k)
{
    struct seep_schedule s;
    char why[128];

    seep_schedule_init(&s);
    if (seep_schedule_parse(&s, x->recorded, strlen(x->recorded), why,
                            sizeof why) == SEEP_OK)
        look_closer(x, k, &s);
    seep_schedule_fini(&s);
}

void seep_hunt_finish(struct seep_findings *f, const struct seep_subject *s,
                      bool (*stop)(void *context), void *context)
{
    for (size_t i = 0; i < f->n; i++) {
        struct seep_failure *x = &f->failure[i];
        struct shrinking k = {.subject = s,
                              .signature = x->signature,
                              .stop = stop,
                              .context = context};
        if (x->recorded)
            shrink(x, &k);
    }
}
