/* recorder.c - see recorder.h. */
#include "recorder.h"

#include "core/goroutine.h"
#include "core/sim.h"

static void record(struct seep_recorder *r, const struct seep_sim *s,
                   const struct seep_event *e)
{
    struct seep_schedule *to = r->schedule;
    struct seep_deviation d = {.who = seep_schedule_path_of(to, s, e->g),
                               .step = e->step};

    if (e->g) {
        d.at = e->g->nops;
        d.nth = e->g->op.stops;
    } else {
        d.at = (uint64_t)s->now;
        d.nth = s->fired;
    }
    d.next = e->other ? e->other->id : e->g ? e->g->id : 0;
    if (e->other) {
        d.kind = SEEP_CHOICE_RUN;
        d.pick = seep_schedule_path_of(to, s, e->other);
        d.preempts = r->fresh != e->g;
    } else {
        d.kind = (uint8_t)(e->arg >> 32);
        d.pick = (uint32_t)e->arg;
    }
    if (!to->cut)
        (void)seep_schedule_add(to, &d);
}

static void on_event(struct seep_observer *o, struct seep_sim *s,
                     const struct seep_event *e)
{
    struct seep_recorder *r = (struct seep_recorder *)o;

    if (e->kind == SEEP_EV_CHOICE && !r->schedule->cut)
        record(r, s, e);
    r->fresh = e->kind == SEEP_EV_RUN ? e->g : NULL;
}

void seep_recorder_begin(struct seep_recorder *r, struct seep_schedule *to,
                         const struct seep_sim *s)
{
    *r =
        (struct seep_recorder){.observer = {.event = on_event}, .schedule = to};
    seep_schedule_clear(to);
    to->seed = s->opt.seed;
    to->procs = s->opt.procs;
    to->queues = !s->opt.strategy->decides;
    to->free_time = s->opt.free_time;
    to->weak_memory = s->opt.weak_memory;
}

uint32_t seep_schedule_preemptions(const struct seep_schedule *s)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < s->n; i++)
        n += s->deviation[i].preempts;
    return n;
}

uint32_t seep_schedule_faults(const struct seep_schedule *s)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < s->n; i++)
        n += s->deviation[i].kind == SEEP_CHOICE_FAULT;
    return n;
}
