/* chaos.c - arming faults, and what the core's hook asks. */
#include "chaos.h"

#include <stdio.h>
#include <string.h>

#include "core/arena.h"
#include "core/perform.h"

void *seep_chaos_alloc(struct seep_chaos *c, size_t size)
{
    return seep_arena_aside(c->sim->arena, size);
}

bool seep__alarm(struct seep_chaos *c, struct seep_alarm *a, int64_t delay)
{
    a->timer.kind = SEEP_TIMER_HOOK;
    a->timer.target = NULL;
    return seep_sim_arm(c->sim, &a->timer, delay) == SEEP_OK;
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

static int64_t later(const struct seep_sim *s, int64_t d)
{
    return d > SEEP_TIME_NEVER - s->now ? SEEP_TIME_NEVER : s->now + d;
}

/* For as long as the run lasts; "": there is none, or no room for it. */
static const char *copied(struct seep_chaos *c, const char *name)
{
    size_t n = strlen(name) + 1;
    char *copy = n > 1 ? seep_chaos_alloc(c, n) : NULL;

    return copy ? memcpy(copy, name, n) : "";
}

/* A fault that lasts is over at its end. */
static void note_calm(struct seep_blow *b, int64_t arg)
{
    int64_t over = later(b->s, b->r->by[1] > 0 && arg > 0 ? arg : 0);

    if (b->c->calm_at < over)
        b->c->calm_at = over;
}

void seep__log(struct seep_blow *b, int64_t arg)
{
    struct seep_sim *s = b->s;
    struct seep_g *g = b->g;
    struct seep_hit *h = new_hit(b->c);

    note_calm(b, arg);
    seep_emit(s, SEEP_EV_FAULT, g, NULL, b->obj, b->r->number);
    if (!h)
        return;
    *h = (struct seep_hit){
        .rule = b->r, .step = s->steps - s->charged, .now = s->now, .arg = arg};
    h->spot = b->spot;
    h->name = b->spot ? copied(b->c, b->name) : NULL;
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

/* At the first operation, whenever time has passed, and once in a while; and
 * before it passes. */
static bool is_time_to_look(const struct seep_chaos *c)
{
    return c->looked_at != c->sim->now ||
           c->ops - c->looked_ops >= SEEP_CHAOS_LOOK_EVERY;
}

/* Is there still time to get well again? */
static bool recovers(const struct seep_chaos *c)
{
    return c->nhits && c->recovery && c->sim->now - c->recovery < c->calm_at;
}

static bool look(struct seep_chaos *c)
{
    c->looked_at = c->sim->now;
    c->looked_ops = c->ops;
    c->looks++;
    return c->host->holds(c);
}

static bool holds(struct seep_chaos *c)
{
    return !c->supposes || recovers(c) || !is_time_to_look(c) || look(c);
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
           (g->op.ncase > 0 && seep_chaos_has(c, SEEP_SPOT_CONTEXT));
}

/* The rules from r on, in their order. */
static bool meet(struct seep_chaos *c, struct seep_rule *r, struct seep_g *g,
                 enum seep_outcome *result)
{
    struct seep_sim *s = c->sim;

    for (; r; r = r->next) {
        struct seep_blow b = {.c = c, .r = r, .s = s, .g = g};
        if (!(r->places.ops >> g->op.kind & 1) &&
            !(r->places.spots >> SEEP_SPOT_CONTEXT & 1))
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

/* ---- where nothing can happen ---- */

static struct seep_calm *calm_of(struct seep_chaos *c, const struct seep_g *g,
                                 uint32_t site)
{
    uint32_t key = ((g->id * 31 + g->op.obj->id) * 31 + g->op.kind) * 31 + site;

    return &c->calm[key * 0x9e3779b1u >> (32 - SEEP_CALMS_LOG)];
}

/* A select is on several objects, and what is on none is seldom. */
static bool can_be_calm(const struct seep_g *g)
{
    return g->op.obj && g->op.kind != SEEP_OP_SELECT;
}

static bool is_calm(const struct seep_calm *k, const struct seep_g *g,
                    uint32_t site)
{
    return k->kind == g->op.kind && k->g == g->id && k->obj == g->op.obj->id &&
           k->site == site;
}

/* Is no rule for it, however the run goes on? */
static bool concerns_none(struct seep_chaos *c, struct seep_g *g)
{
    for (struct seep_rule *r = c->first; r; r = r->next)
        if (!r->removed && seep_rule_concerns(c, r, c->sim, g))
            return false;
    return true;
}

static bool is_quiet(struct seep_chaos *c, struct seep_g *g)
{
    if (c->held || c->supposes || !can_be_calm(g))
        return false;
    uint32_t site = c->sited ? seep_rule_site(c, c->sim, g) : 0;
    struct seep_calm *k = calm_of(c, g, site);
    if (is_calm(k, g, site))
        return true;
    if (!concerns_none(c, g))
        return false;
    *k = (struct seep_calm){g->id, g->op.obj->id, g->op.kind, site};
    return true;
}

static bool on_op(struct seep_hook *h, struct seep_sim *s, struct seep_g *g,
                  enum seep_outcome *result)
{
    struct seep_chaos *c = chaos_of(h);
    struct seep_rule *from = c->first;

    if (__builtin_expect(is_quiet(c, g), 1))
        return false;

    c->ops++;
    if (c->held) {
        from = seep__held_next(c, g);
        (void)seep__held_due(c, false);
    }
    if (g->raise) {
        *result = SEEP_PANICKED;
        return true;
    }
    if (!seep_op_is_point(g->op.kind))
        return false;
    if (c->supposes && !holds(c)) {
        *result = SEEP_OVER;
        return s->over;
    }
    return concerns(c, g) && meet(c, from, g, result);
}

/* What was done since the last look, at this moment, is about to last. */
static bool breaks_now(struct seep_chaos *c)
{
    if (!c->supposes || c->ops == c->looked_ops || recovers(c) ||
        seep_timers_next(&c->sim->timers) == SEEP_TIME_NEVER)
        return false;
    return !look(c);
}

static bool on_idle(struct seep_hook *h, struct seep_sim *s)
{
    (void)s;
    return seep__held_due(chaos_of(h), true) || breaks_now(chaos_of(h));
}

static void on_alarm(struct seep_hook *h, struct seep_sim *s,
                     struct seep_timer *t)
{
    struct seep_alarm *a = (struct seep_alarm *)t;

    (void)s;
    a->run(chaos_of(h), a);
}

/* ---- spots ---- */

struct seep_rule *seep_chaos_ask(struct seep_chaos *c, enum seep_spot spot,
                                 const char *name, struct seep_object *obj,
                                 const struct seep_rule *after, int64_t *arg)
{
    struct seep_sim *s = c->sim;
    struct seep_g *g = s->running;
    struct seep_rule *r = after ? after->next : c->first;

    c->here_g = 0; /* it may have gone on since its last operation */
    for (; r; r = r->next) {
        struct seep_blow b = {.c = c,
                              .r = r,
                              .s = s,
                              .g = g,
                              .obj = obj,
                              .spot = seep_spot_name(spot),
                              .name = name};
        if (!seep_rule_meets_spot(c, r, s, g, spot, name))
            continue;
        if (!seep_rule_fires(c, r, s, g))
            continue;
        *arg = r->by[1] ? seep__span(&b) : r->count;
        seep__log(&b, *arg);
        return r;
    }
    if (g)
        g->op.stops++; /* who asks next asks of another place */
    return NULL;
}

static void label_timer(const struct seep_timer *t, char *name, size_t size)
{
    snprintf(name, size, "timer#%u", t->obj.id);
}

static bool is_scripts(const struct seep_timer *t)
{
    return t->kind == SEEP_TIMER_CHAN || t->kind == SEEP_TIMER_GO;
}

static int64_t on_arming(struct seep_hook *h, struct seep_sim *s,
                         struct seep_timer *t, int64_t delay)
{
    struct seep_chaos *c = chaos_of(h);
    const struct seep_rule *r = NULL;
    double d = (double)delay;
    char name[32];
    int64_t arg;

    if (!is_scripts(t) || !seep_chaos_has(c, SEEP_SPOT_ARM) || !s->running)
        return delay;
    label_timer(t, name, sizeof name);
    while ((r = seep_chaos_ask(c, SEEP_SPOT_ARM, name, &t->obj, r, &arg)))
        d *= r->factor;
    return d < 9.2e18 ? (int64_t)d : SEEP_TIME_NEVER;
}

static bool on_drop(struct seep_hook *h, struct seep_sim *s,
                    struct seep_timer *t)
{
    struct seep_chaos *c = chaos_of(h);
    char name[32];
    int64_t arg;

    if (!is_scripts(t) || !seep_chaos_has(c, SEEP_SPOT_FIRE))
        return false;
    label_timer(t, name, sizeof name);
    if (!seep_chaos_ask(c, SEEP_SPOT_FIRE, name, &t->obj, NULL, &arg))
        return false;
    if (s->running)
        s->running->op.stops++;
    return true;
}

/* ---- windows ---- */

struct window {
    struct seep_alarm alarm;
    struct seep_rule *rule;
};

/* Those that wait in such an operation are met, too. */
static void open_window(struct seep_chaos *c, struct seep_alarm *a)
{
    struct seep_rule *r = ((struct window *)a)->rule;
    struct seep_sim *s = c->sim;

    for (struct seep_g *g = s->all_first, *next; g && !s->over; g = next) {
        struct seep_blow b = {.c = c, .r = r, .s = s, .g = g};
        next = g->all_next;
        if (seep__effect_reaches(r, g) && seep_rule_meets(c, r, s, g, &b.obj) &&
            seep_rule_fires(c, r, s, g))
            seep__effect_waiting(&b);
    }
}

bool seep_chaos_may_free(struct seep_chaos *c, const struct seep_g *g)
{
    if (g->wait == SEEP_WAIT_FAULT)
        return true;
    for (struct seep_rule *r = c ? c->first : NULL; r; r = r->next)
        if (!r->removed && r->from > c->sim->now &&
            seep__effect_reaches(r, g) && seep_rule_is_of(r, c->sim, g))
            return true;
    return false;
}

bool seep_chaos_may_cancel(const struct seep_chaos *c)
{
    for (const struct seep_rule *r = c ? c->first : NULL; r; r = r->next)
        if (r->fault == SEEP_FAULT_CANCEL && !r->removed &&
            c->sim->now < r->until && (!r->max || r->hits < r->max))
            return true;
    return false;
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
                                      .arming = on_arming,
                                      .drops = on_drop,
                                      .fault = fault_name},
                             .sim = s,
                             .host = host,
                             .looked_at = -1};
    c->hits_end = &c->hits;
    seep_sim_set_hook(s, &c->hook, 0);
    return c;
}

/* While somebody is held by a count of operations, and for the hypothesis, all
 * of them count. */
void seep_chaos_attend(struct seep_chaos *c)
{
    const uint64_t chans = UINT64_C(1) << SEEP_OP_SEND |
                           UINT64_C(1) << SEEP_OP_RECV |
                           UINT64_C(1) << SEEP_OP_SELECT;
    uint64_t kinds = c->places.ops;

    if (seep_chaos_has(c, SEEP_SPOT_CONTEXT))
        kinds |= chans;
    if (c->held || c->supposes)
        kinds = UINT64_MAX;
    if (c->sim->hook == &c->hook)
        seep_sim_set_hook(c->sim, &c->hook, kinds);
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
    w->alarm.run = open_window;
    return seep__alarm(c, &w->alarm, delay);
}

struct seep_rule *seep_chaos_arm(struct seep_chaos *c,
                                 const struct seep_rule *like)
{
    struct seep_rule *r = seep_chaos_alloc(c, sizeof *r);

    if (!r)
        return NULL;
    *r = *like;
    r->next = NULL;
    r->number = ++c->nrules;
    r->born = c->sim->next_g ? c->sim->next_g : 1; /* main was always there */
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
    c->sited |= r->site.pattern != NULL;
    c->places.ops |= r->places.ops;
    c->places.spots |= r->places.spots;
    memset(c->calm, 0, sizeof c->calm);
    seep_chaos_attend(c);
    return r;
}

void seep_chaos_remove(struct seep_chaos *c, struct seep_rule *r)
{
    r->removed = true;
    (void)seep_chaos_release(c, r);
}
