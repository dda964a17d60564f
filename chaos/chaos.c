/* chaos.c - arming faults, and what the core's hook asks. */
#include "chaos.h"

#include <stdio.h>

#include "core/arena.h"
#include "core/perform.h"

void *seep_chaos_alloc(struct seep_chaos *c, size_t size)
{
    return seep_arena_aside(c->sim->arena, size);
}

/* ---- hits ---- */

static struct seep_hit *new_hit(struct seep_chaos *c)
{
    struct seep_hit *h = NULL;

    if (c->nhits++ < SEEP_HITS_KEPT)
        h = seep_chaos_alloc(c, sizeof *h);
    if (!h)
        return NULL;
    *c->hits_end = h;
    c->hits_end = &h->next;
    return h;
}

void seep__log(struct seep_blow *b, int64_t arg)
{
    struct seep_sim *s = b->s;
    struct seep_g *g = b->g;
    struct seep_hit *h = new_hit(b->c);

    seep_emit(s, SEEP_EV_FAULT, g, NULL, b->obj, b->r->number);
    if (!h)
        return;
    *h = (struct seep_hit){
        .rule = b->r, .step = s->steps - s->charged, .now = s->now, .arg = arg};
    if (b->obj) {
        h->obj = b->obj->id;
        h->obj_kind = seep_object_kind(b->obj);
        h->obj_name = b->obj->name;
    }
    if (!g)
        return;
    h->g = g->id;
    h->g_name = g->name;
    h->op_kind = g->op.kind;
    h->site = s->host_ops->where(s->host, g);
}

/* ---- the hypothesis ---- */

/* At the first operation, whenever time has passed, and once in a while. */
static bool is_time_to_look(const struct seep_chaos *c)
{
    return c->looked_at != c->sim->now ||
           c->ops - c->looked_ops >= SEEP_CHAOS_LOOK_EVERY;
}

static bool holds(struct seep_chaos *c)
{
    if (!c->supposes || !is_time_to_look(c))
        return true;
    c->looked_at = c->sim->now;
    c->looked_ops = c->ops;
    c->looks++;
    return c->host->holds(c);
}

/* When there are too many every other one goes. */
void seep_chaos_sample(struct seep_chaos *c, double value)
{
    if (!c->stride)
        c->stride = 1;
    if (c->looks % c->stride)
        return;
    if (c->nsamples == SEEP_SAMPLES) {
        for (uint32_t i = 0; i < SEEP_SAMPLES / 2; i++)
            c->sample[i] = c->sample[2 * i + 1];
        c->nsamples = SEEP_SAMPLES / 2;
        c->stride *= 2;
    }
    c->sample[c->nsamples++] = value;
}

/* ---- the hook ---- */

static struct seep_chaos *chaos_of(struct seep_hook *h)
{
    return (struct seep_chaos *)h;
}

/* May any rule have to do with g's operation? */
static bool concerns(const struct seep_chaos *c, const struct seep_g *g)
{
    return c->places.ops >> g->op.kind & 1 ||
           (c->places.spots && g->op.ncase > 0);
}

/* The rules from r on, in their order. */
static bool meet(struct seep_chaos *c, struct seep_rule *r, struct seep_g *g,
                 enum seep_outcome *result)
{
    struct seep_sim *s = c->sim;

    for (; r; r = r->next) {
        struct seep_blow b = {c, r, s, g, NULL, SEEP_DONE};
        if (!(r->places.ops >> g->op.kind & 1) && !r->places.spots)
            continue;
        if (!seep_rule_meets(c, r, s, g, &b.obj) ||
            !seep_rule_fires(c, r, s, g))
            continue;
        if (seep__effect(&b) || s->over) {
            *result = s->over ? SEEP_OVER : b.result;
            return true;
        }
    }
    return false;
}

static bool on_op(struct seep_hook *h, struct seep_sim *s, struct seep_g *g,
                  enum seep_outcome *result)
{
    struct seep_chaos *c = chaos_of(h);
    struct seep_rule *from = c->first;

    c->ops++;
    if (c->held) {
        from = seep__held_next(c, g);
        (void)seep__held_due(c, false);
    }
    if (!seep_op_is_point(g->op.kind))
        return false;
    if (c->supposes && !holds(c)) {
        *result = SEEP_OVER;
        return s->over;
    }
    return concerns(c, g) && meet(c, from, g, result);
}

static bool on_idle(struct seep_hook *h, struct seep_sim *s)
{
    (void)s;
    return seep__held_due(chaos_of(h), true);
}

/* A window opens: those that wait in such an operation are met, too. */
static void open_window(struct seep_chaos *c, struct seep_rule *r)
{
    struct seep_sim *s = c->sim;

    for (struct seep_g *g = s->all_first, *next; g && !s->over; g = next) {
        struct seep_blow b = {c, r, s, g, NULL, SEEP_DONE};
        next = g->all_next;
        if (seep__effect_reaches(r, g) && seep_rule_meets(c, r, s, g, &b.obj) &&
            seep_rule_fires(c, r, s, g))
            seep__effect_waiting(&b);
    }
}

/* A rule's own timer has the rule as its object, so to speak. */
struct window {
    struct seep_timer timer;
    struct seep_rule *rule;
};

static void on_alarm(struct seep_hook *h, struct seep_sim *s,
                     struct seep_timer *t)
{
    struct seep_chaos *c = chaos_of(h);

    (void)s;
    if (t->target)
        seep__held_alarm(c, t);
    else
        open_window(c, ((struct window *)t)->rule);
}

static const char *fault_name(const struct seep_hook *h, uint32_t n)
{
    const struct seep_rule *r = ((const struct seep_chaos *)h)->first;

    while (r && r->number != n)
        r = r->next;
    return r ? r->shown : "fault";
}

/* ---- arming ---- */

struct seep_chaos *seep_chaos_new(struct seep_sim *s,
                                  const struct seep_chaos_host *host)
{
    struct seep_chaos *c = seep_arena_aside(s->arena, sizeof *c);

    if (!c)
        return NULL;
    *c = (struct seep_chaos){.hook = {.op = on_op,
                                      .idle = on_idle,
                                      .alarm = on_alarm,
                                      .fault = fault_name},
                             .sim = s,
                             .host = host,
                             .looked_at = -1};
    c->hits_end = &c->hits;
    seep_sim_set_hook(s, &c->hook);
    return c;
}

struct seep_chaos *seep_chaos_of(const struct seep_sim *s)
{
    return (struct seep_chaos *)s->hook;
}

static int64_t later(const struct seep_sim *s, int64_t d)
{
    return d > SEEP_TIME_NEVER - s->now ? SEEP_TIME_NEVER : s->now + d;
}

/* When it opens later it must not depend on somebody coming by. */
static bool set_window(struct seep_chaos *c, struct seep_rule *r)
{
    int64_t delay = r->from;

    r->from = later(c->sim, delay);
    r->until = later(c->sim, r->until);
    if (delay <= 0 || !seep__effect_reaches(r, NULL))
        return true;
    struct window *w = seep_chaos_alloc(c, sizeof *w);
    if (!w)
        return false;
    w->rule = r;
    w->timer.kind = SEEP_TIMER_HOOK;
    return seep_sim_arm(c->sim, &w->timer, delay) == SEEP_OK;
}

struct seep_rule *seep_chaos_arm(struct seep_chaos *c,
                                 const struct seep_rule *from)
{
    struct seep_rule *r = seep_chaos_alloc(c, sizeof *r);

    if (!r)
        return NULL;
    *r = *from;
    r->next = NULL;
    r->number = ++c->nrules;
    r->born = c->sim->next_g;
    if (!*r->text)
        snprintf(r->text, sizeof r->text, "chaos: %s (fault f%u)",
                 seep_faults[r->fault].name, r->number);
    if (!set_window(c, r))
        return NULL;
    if (c->last)
        c->last->next = r;
    else
        c->first = r;
    c->last = r;
    c->places.ops |= r->places.ops;
    c->places.spots |= r->places.spots;
    return r;
}

void seep_chaos_remove(struct seep_chaos *c, struct seep_rule *r)
{
    r->removed = true;
    (void)seep_chaos_release(c, r);
}
