/* script_host.c - performing the lines of unit-test goroutines (script_fill.c:
 * as operations).
 *
 * A line is either an operation, filled into g->op and handed to the core, or
 * the host's own business.  pc stays on a line until it is complete, so that
 * `where` finds the line that a parked goroutine waits in. */
#include "script_host.h"

#include <stdio.h>
#include <string.h>

#include "core/arena.h"
#include "core/perform.h"

enum { GO_ON = -1, TICK = 1000 };

static void say(struct script *w, const char *text)
{
    int n = snprintf(w->said + w->nsaid, sizeof w->said - w->nsaid, "%s%s",
                     w->nsaid ? " " : "", text);

    w->nsaid += (uint32_t)n;
    if (w->nsaid >= sizeof w->said)
        w->nsaid = sizeof w->said - 1;
}

static void say_number(struct script *w, const char *before, int64_t n)
{
    char text[32];

    snprintf(text, sizeof text, "%s%lld", before, (long long)n);
    say(w, text);
}

/* ---- values between goroutines ---- */

static struct fake *fake_of(const struct seep_waiter *w)
{
    return (struct fake *)w->g;
}

static int64_t sent(const struct seep_waiter *from)
{
    return fake_of(from)->slot[from->slot];
}

static void host_move(void *host, struct seep_waiter *from,
                      struct seep_waiter *to)
{
    (void)host;
    fake_of(to)->got = sent(from);
}

static void host_store(void *host, struct seep_chan *ch, uint32_t slot,
                       struct seep_waiter *from)
{
    (void)host;
    ((int64_t *)ch->host)[slot] = sent(from);
}

static void host_load(void *host, struct seep_chan *ch, uint32_t slot,
                      struct seep_waiter *to)
{
    (void)host;
    fake_of(to)->got = ((int64_t *)ch->host)[slot];
}

static void host_overtake(void *host, struct seep_chan *ch)
{
    int64_t *v = ch->host;
    uint32_t last = (ch->head + ch->len - 1) % ch->cap;
    uint32_t before = (ch->head + ch->len - 2) % ch->cap;
    int64_t newest = v[last];

    (void)host;
    v[last] = v[before];
    v[before] = newest;
}

static void host_zero(void *host, struct seep_waiter *to)
{
    (void)host;
    fake_of(to)->got = 0;
}

static void host_tick(void *host, struct seep_waiter *to, int64_t when)
{
    (void)host;
    fake_of(to)->got = when / MS;
}

/* ---- goroutines ---- */

struct fake *script_prepare(struct script *w, const struct line *prog,
                            const char *file, const char *name)
{
    struct seep_sim *s = &w->sim;
    struct fake *f = seep_arena_calloc(s->arena, sizeof *f);
    uint32_t site = 0, id = 0;

    if (!f)
        return NULL;
    if (s->running)
        site = s->host_ops->where(s->host, s->running);
    if (name)
        id = seep_name(&s->names, s->arena, name, strlen(name));
    if (seep_sim_prepare(s, &f->g, id, site) != SEEP_OK) {
        seep_arena_release(s->arena, f, sizeof *f);
        return NULL;
    }
    f->prog = prog;
    f->file = file;
    return f;
}

void script_drop(struct script *w, struct fake *f)
{
    struct seep_arena *a = w->sim.arena;

    struct seep_timer *t = seep_g_timer(&f->g);

    seep_g_orphan(a, &f->g);
    seep_sim_cases_free(&w->sim, &f->g);
    if (t)
        seep_arena_release(a, t, sizeof *t);
    seep_arena_release(a, f, sizeof *f);
}

static void host_finished(void *host, struct seep_g *g)
{
    struct script *w = host;

    w->seen += script_seen_of((const struct fake *)g);
    seep_sim_cases_free(&w->sim, g);
    seep_arena_release(w->sim.arena, g, sizeof(struct fake));
}

static uint32_t host_where(void *host, struct seep_g *g)
{
    struct script *w = host;
    const struct fake *f = (struct fake *)g;

    return seep_site(&w->sim.names, w->sim.arena, f->file, strlen(f->file),
                     f->pc + 1);
}

/* ---- operations ---- */

static int64_t *value(struct script *w, const struct line *l)
{
    return l->period ? &w->atom[l->obj] : &w->var[l->obj];
}

/* What f reads: the latest value, or with weak memory an older one. */
static int64_t seen(struct script *w, const struct fake *f,
                    const struct line *l)
{
    return f->g.op.chosen ? w->old[l->obj][seep_weak_place(f->g.op.arg)]
                          : *value(w, l);
}

static void write(struct script *w, const struct fake *f, const struct line *l)
{
    if (f->g.op.chosen)
        w->old[l->obj][seep_weak_place(f->g.op.chosen - 1)] = *value(w, l);
    *value(w, l) = f->g.op.arg;
}

/* Raises g->raise: said, if the goroutine recovers, or the end of the run. */
static int raise(struct script *w, struct fake *f)
{
    const char *text = f->g.raise;

    f->g.raise = NULL;
    if (f->recovers) {
        say(w, text);
        f->pc++;
        return GO_ON;
    }
    seep_emit(&w->sim, SEEP_EV_PANIC, &f->g, NULL, NULL, 0);
    seep_sim_end(&w->sim, SEEP_VERDICT_PANIC, &f->g, text);
    return SEEP_TURN_PANICKED;
}

static void leave_loop(struct fake *f)
{
    while (f->prog[f->pc].kind != DO_AGAIN)
        f->pc++;
}

static int take_results(struct script *w, struct fake *f)
{
    const struct line *l = &f->prog[f->pc];

    f->ok = f->g.op.ok;
    f->chosen = f->g.op.chosen;
    seep_sim_cases_free(&w->sim, &f->g);
    if (f->g.raise)
        return raise(w, f);
    switch (l->kind) {
    case DO_LEN:
    case DO_ADD: f->got = f->g.op.arg; break;
    case DO_COND:
        if (l->op == SEEP_OP_COND_DRAW)
            f->got = f->g.op.arg;
        break;
    case DO_READ: f->got = seen(w, f, l); break;
    case DO_WRITE: write(w, f, l); break;
    case DO_LOAD: f->got = w->atom[l->obj]; break;
    case DO_CAS:
        if (!f->ok)
            break;
        /* fall through */
    case DO_STORE: w->atom[l->obj] = f->g.op.arg; break;
    case DO_RANGE:
        if (!f->ok)
            leave_loop(f);
        break;
    case DO_STOP: {
        struct seep_timer *t = &w->timer[l->obj].t;
        if (t->kind == SEEP_TIMER_GO && t->target) {
            script_drop(w, t->target);
            t->target = NULL;
        }
        break;
    }
    case DO_GO_MANY:
        if (++f->done < l->value)
            return GO_ON;
        f->done = 0;
        break;
    default: break;
    }
    f->pc++;
    return GO_ON;
}

/* f's operation has been performed: takes its results and goes on. */
static int complete(struct script *w, struct fake *f)
{
    const struct line *l = &f->prog[f->pc];
    int r = take_results(w, f);

    script_remember(f, l);
    return r;
}

/* The run ended before the goroutine that f was to start came into it. */
static void forget_child(struct script *w, struct fake *f)
{
    struct seep_g *child = (struct seep_g *)f->g.op.obj;

    if (f->g.op.kind == SEEP_OP_GO && child->status == SEEP_G_NEW)
        script_drop(w, (struct fake *)child);
}

/* The operation would wait where the host cannot suspend: what was merely put
 * off happens now, the rest is taken back. */
static int taken_back(struct script *w, struct fake *f, enum seep_outcome r)
{
    struct seep_g *g = &f->g;

    if (r == SEEP_DEFERRED && g->op.kind != SEEP_OP_WORK) {
        g->pending = false;
        r = seep_perform(&w->sim, g);
        if (r == SEEP_DONE || r == SEEP_PANICKED)
            return complete(w, f);
    }
    seep_sim_take_back(&w->sim, g);
    seep_sim_cases_free(&w->sim, g);
    say(w, "cannot block here");
    f->pc++;
    return GO_ON;
}

static int perform_op(struct script *w, struct fake *f, const struct line *l)
{
    bool inside = f->inside;

    f->inside = false;
    if (!script_fill(w, f, l))
        return SEEP_TURN_OVER; /* the step loop says why */
    enum seep_outcome r = seep_sim_op(&w->sim, &f->g);
    if (r == SEEP_DONE || r == SEEP_PANICKED)
        return complete(w, f);
    if (r == SEEP_OVER) {
        forget_child(w, f);
        return SEEP_TURN_OVER;
    }
    if (inside)
        return taken_back(w, f, r);
    f->awaits = true;
    return SEEP_TURN_SUSPENDED;
}

/* ---- the host's own lines ---- */

static int new_timer(struct script *w, const struct line *l)
{
    struct script_timer *t = &w->timer[l->obj];
    bool func = l->kind == DO_AFTER_FUNC;

    t->line = l;
    t->t.kind = func ? SEEP_TIMER_GO : SEEP_TIMER_CHAN;
    t->t.period = l->period;
    t->t.target = func ? NULL : &t->chan;
    t->t.obj.site = w->sim.host_ops->where(w, w->sim.running);
    if (func && !script_prepare_func(w, t))
        return SEEP_TURN_OVER;
    if (seep_sim_arm(&w->sim, &t->t, l->value) == SEEP_OK)
        return GO_ON;
    if (func)
        script_drop(w, t->t.target);
    t->t.target = func ? NULL : &t->chan;
    return SEEP_TURN_OVER;
}

static int spin(struct script *w, struct fake *f, const struct line *l)
{
    while (f->done * (int64_t)TICK < l->value) {
        f->done++;
        switch (seep_sim_tick(&w->sim, TICK)) {
        case SEEP_TICK_ON: break;
        case SEEP_TICK_ASIDE:
        case SEEP_TICK_PREEMPT: return SEEP_TURN_SUSPENDED;
        case SEEP_TICK_OVER: return SEEP_TURN_OVER;
        }
    }
    f->done = 0;
    return GO_ON;
}

static void say_line(struct script *w, struct fake *f, const struct line *l)
{
    switch (l->kind) {
    case DO_SAY: say(w, l->text); break;
    case DO_SAY_MINE: say_number(w, "", f->mine); break;
    case DO_SAY_GOT:
        if (f->ok || f->g.op.kind == SEEP_OP_LEN ||
            f->g.op.kind == SEEP_OP_WG_ADD || f->g.op.kind == SEEP_OP_READ ||
            f->g.op.kind == SEEP_OP_ATOMIC_LOAD)
            say_number(w, "", f->got);
        else
            say(w, "closed");
        break;
    case DO_SAY_OK: say(w, f->ok ? "yes" : "no"); break;
    case DO_SAY_CASE:
        if (f->chosen == SEEP_CHOSE_DEFAULT)
            say(w, "default");
        else
            say_number(w, "case", f->chosen + 1);
        break;
    case DO_SAY_RANDOM:
        say_number(w, "r",
                   (int64_t)seep_random_below(&w->sim, seep_random(&w->sim),
                                              (double)l->value));
        break;
    case DO_SAY_NOW: say_number(w, "@", w->sim.now / MS); break;
    default: break;
    }
}

/* A line that jumps: true when it goes back to the first. */
static bool jumps(struct script *w, struct fake *f, const struct line *l)
{
    switch (l->kind) {
    case DO_AGAIN:
        if (l->value && ++f->rounds >= l->value) {
            f->rounds = 0;
            return false;
        }
        return true;
    case DO_UNTIL: return f->got != l->value;
    case DO_UNTIL_TIME: return w->sim.now < l->value;
    default: return false;
    }
}

static int perform_own(struct script *w, struct fake *f, const struct line *l)
{
    int r = GO_ON;

    switch (l->kind) {
    case DO_END: return SEEP_TURN_FINISHED;
    case DO_UNLESS:
        if (f->got != l->value)
            return SEEP_TURN_FINISHED;
        break;
    case DO_GOEXIT: return SEEP_TURN_GOEXIT;
    case DO_PANIC_IF:
    case DO_PANIC:
        if (l->kind == DO_PANIC_IF && f->got != l->value)
            break;
        f->g.raise = l->text;
        return raise(w, f);
    case DO_NEW_TIMER:
    case DO_AFTER_FUNC: r = new_timer(w, l); break;
    case DO_SPIN: r = spin(w, f, l); break;
    case DO_INSIDE: f->inside = true; break;
    case DO_RECOVER: f->recovers = true; break;
    case DO_SHUT: w->gate[l->obj].open = false; break;
    default: say_line(w, f, l); break;
    }
    if (r == GO_ON)
        f->pc = jumps(w, f, l) ? 0 : f->pc + 1;
    return r;
}

static enum seep_turn host_resume(void *host, struct seep_g *g)
{
    struct script *w = host;
    struct fake *f = (struct fake *)g;
    int r = GO_ON;

    if (f->awaits) {
        f->awaits = false;
        r = complete(w, f);
    }
    while (r == GO_ON) {
        const struct line *l = &f->prog[f->pc];
        r = l->kind >= DO_SEND && l->kind <= DO_PRINT ? perform_op(w, f, l)
                                                      : perform_own(w, f, l);
    }
    return (enum seep_turn)r;
}

/* Of a CAS: is the old value there?  Of an UPDATE: its line says it. */
static bool host_applies(void *host, const struct seep_g *g)
{
    const struct script *w = host;
    const struct line *l =
        &((const struct fake *)g)->prog[((const struct fake *)g)->pc];

    if (l->kind == DO_KEY)
        return l->period;
    return w->atom[l->obj] == l->period;
}

const struct seep_host_ops script_host_ops = {
    .resume = host_resume,
    .move = host_move,
    .store = host_store,
    .load = host_load,
    .overtake = host_overtake,
    .zero = host_zero,
    .tick = host_tick,
    .applies = host_applies,
    .finished = host_finished,
    .where = host_where,
};
