/* interleaving.c - the run as columns: one lane a creation site.
 *
 * Rows come from the history's events.  A row is relevant when it is a turn of
 * events (a start, an end, a wait) or touches an object that somebody in the
 * report waits for or that is raced on. */
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "goroutine.h"
#include "history.h"
#include "object.h"
#include "sim.h"
#include "text.h"

enum { SEEN = 16 }; /* more than there are kinds of events */

struct weaving {
    struct seep_sim *s;
    const struct seep_history *h;
    struct seep_report *r;
    uint32_t *lane_site, *lane_name; /* of each lane */
    uint32_t *lane_of;               /* [goroutine id] */
    uint32_t nlane_of;
    uint32_t *seen;  /* [lane * SEEN + kind] = rows of that kind shown */
    bool *concerned; /* [object id]: somebody in the report waits for it */
    uint32_t nconcerned;
};

/* ---- lanes ---- */

static uint32_t lane_for(struct weaving *w, const struct seep_past *p,
                         uint32_t id)
{
    struct seep_report *r = w->r;

    for (uint32_t i = 1; id != 1 && i < r->nlanes; i++)
        if (w->lane_site[i] == p->site && w->lane_name[i] == p->name) {
            r->lanes[i].count++;
            return i;
        }
    uint32_t i = (uint32_t)r->nlanes++;
    w->lane_site[i] = p->site;
    w->lane_name[i] = p->name;
    r->lanes[i] = (struct seep_lane){.count = 1};
    return i;
}

static void title_lanes(struct weaving *w)
{
    for (uint32_t i = 0; i < w->r->nlanes; i++) {
        struct seep_lane *l = &w->r->lanes[i];
        const char *name = seep_name_text(&w->s->names, w->lane_name[i]);
        uint32_t id = 1;
        while (id < w->nlane_of && w->lane_of[id] != i)
            id++;
        l->title = i == 0   ? seep_text("main")
                   : *name  ? seep_text("%s", name)
                            : seep_text("g%u", id);
        if (l->count > 1)
            seep_text_add(&l->title, "\xc3\x97%u", l->count);
    }
}

static bool make_lanes(struct weaving *w)
{
    uint32_t n = 0;

    while (seep_history_g(w->h, n))
        n++;
    w->nlane_of = n;
    w->lane_of = calloc(n + 1, sizeof *w->lane_of);
    w->lane_site = calloc(n + 1, sizeof *w->lane_site);
    w->lane_name = calloc(n + 1, sizeof *w->lane_name);
    w->r->lanes = calloc(n + 1, sizeof *w->r->lanes);
    w->seen = calloc((n + 1) * SEEN, sizeof *w->seen);
    if (!w->seen || !w->lane_of || !w->lane_site || !w->lane_name || !w->r->lanes)
        return false;
    for (uint32_t id = 1; id < n; id++)
        w->lane_of[id] = lane_for(w, seep_history_g(w->h, id), id);
    title_lanes(w);
    return true;
}

/* ---- which objects matter ---- */

static bool mark_concerned(struct weaving *w)
{
    w->nconcerned = w->s->next_obj + 1;
    w->concerned = calloc(w->nconcerned, sizeof *w->concerned);
    if (!w->concerned)
        return false;
    for (size_t i = 0; i < w->r->nstuck; i++)
        for (size_t k = 0; k < w->r->stuck[i].nwhat; k++)
            w->concerned[w->r->stuck[i].what[k].id] = true;
    for (size_t i = 0; i < w->r->nraces; i++)
        w->concerned[w->r->races[i].obj] = true;
    w->concerned[0] = false;
    return true;
}

/* ---- rows ---- */

static char *object_text(struct weaving *w, const struct seep_past_event *e)
{
    const char *name = seep_name_text(&w->s->names, e->obj_name);

    if (!e->obj)
        return seep_text("%s", "");
    if (*name)
        return seep_text(" %s", name);
    return seep_text(" %s#%u",
                     seep_object_kind_prefix(
                         (enum seep_object_kind)e->obj_kind),
                     e->obj);
}

/* "send", "lock"... without the object's prefix. */
static const char *verb(uint8_t op)
{
    const char *name = seep_op_name((enum seep_op_kind)op);
    const char *dot = strchr(name, '.');

    return dot ? dot + 1 : name;
}

static char *op_text(struct weaving *w, const struct seep_past_event *e)
{
    char *obj = object_text(w, e), *t;

    if (e->op == SEEP_OP_SELECT)
        t = e->chosen < 0 ? seep_text("select: default")
                          : seep_text("select: case %d", e->chosen + 1);
    else if (e->op == SEEP_OP_RECV && !e->ok)
        t = seep_text("recv%s (closed)", obj);
    else
        t = seep_text("%s%s", verb(e->op), obj);
    seep_text_free(obj);
    return t;
}

static char *event_text(struct weaving *w, const struct seep_past_event *e)
{
    char *obj, *t;

    switch ((enum seep_event_kind)e->kind) {
    case SEEP_EV_OP: return op_text(w, e);
    case SEEP_EV_PARK:
        obj = object_text(w, e);
        t = seep_text("%s%s", verb(e->op), obj);
        seep_text_free(obj);
        return t;
    case SEEP_EV_START: return seep_text("starts");
    case SEEP_EV_EXIT: return seep_text("returns");
    case SEEP_EV_PANIC: return seep_text("panics");
    case SEEP_EV_READY: return seep_text("goes on");
    case SEEP_EV_PREEMPT: return seep_text("is preempted");
    case SEEP_EV_TIME: return seep_text("the clock moves on");
    case SEEP_EV_FIRE: return seep_text("a timer fires");
    default:
        return seep_text("%s", seep_event_text((enum seep_event_kind)e->kind));
    }
}

static char mark_of(const struct seep_past_event *e)
{
    switch ((enum seep_event_kind)e->kind) {
    case SEEP_EV_PARK: return 'p';
    case SEEP_EV_READY: return 'w';
    case SEEP_EV_EXIT: return 'x';
    case SEEP_EV_START: return 'g';
    default: return 0;
    }
}

static bool relevant(struct weaving *w, const struct seep_past_event *e)
{
    switch ((enum seep_event_kind)e->kind) {
    case SEEP_EV_EXIT: return e->g == 1 || w->r->nstuck < 8;
    case SEEP_EV_PANIC:
    case SEEP_EV_MAIN_DONE: return true;
    case SEEP_EV_START: return true;
    case SEEP_EV_PARK:
    case SEEP_EV_OP:
        return (e->obj && e->obj < w->nconcerned && w->concerned[e->obj]) ||
               e->op == SEEP_OP_CLOSE || e->op == SEEP_OP_SELECT ||
               (e->kind == SEEP_EV_PARK && e->op != SEEP_OP_SLEEP);
    default: return false;
    }
}

/* Of many alike in one lane, the first few are enough to see what goes on. */
static bool one_of_many(struct weaving *w, const struct seep_past_event *e,
                        uint32_t lane)
{
    enum { FEW = 4, LANE_OF_MANY = 8 };

    return w->r->lanes[lane].count > LANE_OF_MANY &&
           ++w->seen[lane * SEEN + e->kind % SEEN] > FEW;
}

static void add_row(struct weaving *w, const struct seep_past_event *e)
{
    struct seep_row *row = &w->r->rows[w->r->nrows++];
    const struct seep_past *p = seep_history_g(w->h, e->g);
    uint32_t lane = e->g < w->nlane_of ? w->lane_of[e->g] : 0;

    *row = (struct seep_row){
        .step = e->step,
        .now = e->now,
        .who = {.id = e->g,
                .name = seep_text("%s", p ? seep_name_text(&w->s->names,
                                                           p->name)
                                          : ""),
                .path = seep_text("%s", "")}, /* long, and not shown */
        .lane = lane,
        .text = event_text(w, e),
        .mark = mark_of(e),
        .to_lane = -1,
        .relevant = relevant(w, e) && !one_of_many(w, e, lane),
        .after_main = e->after_main,
        .at = seep__place(w->s, e->site),
        .why = seep_text("%s", ""),
    };
    if (e->kind == SEEP_EV_START && e->other && e->other < w->nlane_of)
        row->to_lane = (int32_t)w->lane_of[e->other];
}

/* A row for the world's bookkeeping would say what others already say. */
static bool shown(const struct seep_past_event *e)
{
    return e->kind != SEEP_EV_READY && e->kind != SEEP_EV_FIRE &&
           e->kind != SEEP_EV_MAIN_DONE && e->kind != SEEP_EV_TIME &&
           !(e->kind == SEEP_EV_OP && e->op == SEEP_OP_GO);
}

void seep__interleave(struct seep_sim *s, const struct seep_history *h,
                      struct seep_report *r)
{
    struct weaving w = {.s = s, .h = h, .r = r};
    size_t n;
    const struct seep_past_event *e = seep_history_events(h, &n);

    r->rows = calloc(n ? n : 1, sizeof *r->rows);
    if (r->rows && make_lanes(&w) && mark_concerned(&w))
        for (size_t i = 0; i < n; i++)
            if (shown(&e[i]))
                add_row(&w, &e[i]);
    free(w.lane_of);
    free(w.lane_site);
    free(w.lane_name);
    free(w.seen);
    free(w.concerned);
}
