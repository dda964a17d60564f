/* subject.c - see subject.h. */
#include "bindings/terminal/subject.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/export/signature.h"
#include "core/explore/replay.h"

void seep_tried_fini(struct seep_tried *o)
{
    free(o->signature);
    free(o->schedule);
    o->signature = o->schedule = NULL;
}

void seep_subject_run(const struct seep_subject *s,
                      const struct seep_options *opt, bool explain,
                      struct seep_schedule *record, struct seep_report *report)
{
    seep_world_record(s->w, record);
    if (s->scenario)
        seep_world_run_scenario(s->w, s->scenario - 1, opt, explain, NULL,
                                report);
    else
        seep_world_run(s->w, opt, explain, false, report);
    seep_world_record(s->w, NULL);
    if (record)
        record->scenario = s->scenario;
}

bool seep_subject_fails(const struct seep_report *r)
{
    switch (r->verdict) {
    case SEEP_VERDICT_PASS:
    case SEEP_VERDICT_LIMIT:
    case SEEP_VERDICT_VACUOUS: /* of other runs faults may fire */
    case SEEP_VERDICT_NONE: return false;
    case SEEP_VERDICT_EXIT: return r->exit_code || r->nraces;
    default: return true;
    }
}

char *seep_subject_signature(const struct seep_report *r)
{
    struct seep_buffer t = {0};

    seep_signature_add(&t, r);
    if (!t.failed)
        return t.s;
    seep_buffer_fini(&t);
    return NULL;
}

/* The same run again, watched and recorded. */
static void look_closer(const struct seep_subject *s,
                        const struct seep_options *opt, struct seep_tried *o)
{
    struct seep_schedule schedule;
    struct seep_report report = {0};

    seep_schedule_init(&schedule);
    seep_world_fold(s->w, &o->digest);
    seep_subject_run(s, opt, true, &schedule, &report);
    seep_world_fold(s->w, NULL);
    o->signature = seep_subject_signature(&report);
    o->schedule = schedule.cut ? NULL : seep_schedule_text(&schedule);
    seep_report_fini(&report);
    seep_schedule_fini(&schedule);
}

void seep_subject_try(const struct seep_subject *s,
                      const struct seep_portfolio *p,
                      const struct seep_options *opt, bool digest,
                      struct seep_tried *o)
{
    struct seep_report report = {0};

    memset(o, 0, sizeof *o);
    seep_world_fold(s->w, digest ? &o->digest : NULL);
    seep_subject_run(s, opt, false, NULL, &report);
    seep_world_fold(s->w, NULL);
    o->steps = report.steps + seep_world_weighed(s->w);
    o->nchoices = seep_world_choices(s->w);
    o->seed = opt->seed;
    snprintf(o->strategy, sizeof o->strategy, "%s", opt->strategy->name);
    o->verdict = (uint8_t)report.verdict;
    o->redundant = seep_portfolio_redundant(p);
    o->failing = !o->redundant && seep_subject_fails(&report);
    seep_report_fini(&report);
    if (o->failing)
        look_closer(s, opt, o);
}

char *seep_subject_replay(const struct seep_subject *s,
                          const struct seep_schedule *schedule,
                          struct seep_schedule *took,
                          struct seep_report *report)
{
    struct seep_options opt = s->base;
    struct seep_replay replay;

    memset(report, 0, sizeof *report);
    if (seep_replay_init(&replay, schedule) != SEEP_OK)
        return NULL;
    seep_replay_options(&replay, &opt);
    seep_subject_run(s, &opt, true, took, report);
    seep_replay_fini(&replay);
    return seep_subject_signature(report);
}

/* Where faults fire can depend on who comes first, so no two operations are
 * independent any more: dpor would leave out what it must not. */
const char *seep_subject_strategy(const struct seep_world *w, bool chaos,
                                  const char *strategy)
{
    bool reduces = !strcmp(strategy, "auto") || !strcmp(strategy, "dpor");

    return reduces && (chaos || seep_world_has_plans(w)) ? "random" : strategy;
}
