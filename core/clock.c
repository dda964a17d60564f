/* clock.c - virtual time: sleeping, arming, and moving on to the next alarm.
 *
 * Time moves only when nothing can run (or when whatever runs polls without
 * effect, see limits.c), straight to the next deadline; all timers due at that
 * instant fire before a goroutine runs on, in an order that is a choice where
 * it can make a difference. */
#include "arena.h"
#include "chan.h"
#include "gate.h"
#include "sim.h"

static int64_t deadline(const struct seep_sim *s, int64_t delay)
{
    if (delay < 0)
        delay = 0;
    return delay > SEEP_TIME_NEVER - s->now ? SEEP_TIME_NEVER : s->now + delay;
}

/* Should an armed timer stand in the heap now? */
static bool wanted(const struct seep_timer *t)
{
    if (t->when == SEEP_TIME_NEVER)
        return false;
    if (t->kind != SEEP_TIMER_CHAN)
        return true;
    const struct seep_chan *ch = t->target;
    return ch->q[SEEP_RECV].first && !ch->len;
}

static void place(struct seep_sim *s, struct seep_timer *t)
{
    if (!t->armed || !wanted(t))
        seep_timers_remove(&s->timers, t);
    else if (t->heap_pos)
        seep_timers_move(&s->timers, t);
    else
        seep_timers_add(&s->timers, t);
}

enum seep_err seep_sim_arm(struct seep_sim *s, struct seep_timer *t,
                           int64_t delay)
{
    /* A channel timer enters the heap later, when somebody waits on it and
     * an error could not be reported; room is made for it now. */
    if (seep_timers_reserve(&s->timers, s->arena) != SEEP_OK)
        return SEEP_ENOMEM;
    if (__builtin_expect(s->hook && s->hook->arming, 0))
        delay = s->hook->arming(s->hook, s, t, delay);
    t->fired = false;
    t->when = deadline(s, delay);
    t->seq = s->timers.next_seq++;
    seep_timers_list(&s->timers, t);
    place(s, t);
    if (t->obj.id && s->running)
        seep_emit(s, SEEP_EV_ARM, s->running, NULL, &t->obj, t->when);
    return SEEP_OK;
}

/* All but the heap, where t may stay when it is armed again at once. */
static bool forget(struct seep_sim *s, struct seep_timer *t)
{
    bool was = t->armed;

    seep_timers_unlist(&s->timers, t);
    if (t->kind == SEEP_TIMER_CHAN && !t->legacy)
        ((struct seep_chan *)t->target)->len = 0;
    return was;
}

bool seep_sim_disarm(struct seep_sim *s, struct seep_timer *t)
{
    seep_timers_remove(&s->timers, t);
    return forget(s, t);
}

void seep_sim_timer_wanted(struct seep_sim *s, struct seep_timer *t, bool want)
{
    struct seep_chan *ch = t->target;

    if (!want && !ch->q[SEEP_RECV].first)
        seep_timers_remove(&s->timers, t);
    else if (want && !t->heap_pos && t->armed && t->when != SEEP_TIME_NEVER)
        seep_timers_add(&s->timers, t);
}

static void fired(struct seep_sim *s, struct seep_timer *t)
{
    seep_timers_unlist(&s->timers, t);
    t->fired = true;
}

/* The tick of a one-shot timer was received: now it has fired.  (A legacy one
 * has fired long ago, and may be armed again.) */
void seep_sim_tick_taken(struct seep_sim *s, struct seep_chan *ch)
{
    if (!ch->timer->period && !ch->timer->legacy)
        fired(s, ch->timer);
}

/* The first tick after now, or never when time has no such moment. */
static int64_t next_tick(const struct seep_sim *s, const struct seep_timer *t)
{
    int64_t skip, when;

    if (__builtin_mul_overflow(t->period, 1 + (s->now - t->when) / t->period,
                               &skip) ||
        __builtin_add_overflow(t->when, skip, &when))
        return SEEP_TIME_NEVER;
    return when;
}

/* Does a fault take away what it would do? */
static bool is_dropped(struct seep_sim *s, struct seep_timer *t)
{
    return s->hook && s->hook->drops && s->hook->drops(s->hook, s, t);
}

/* Ticks into the channel; a ticker skips the periods nobody saw. */
static void fire_chan(struct seep_sim *s, struct seep_timer *t)
{
    struct seep_chan *ch = t->target;
    int64_t when = t->when;

    if (t->period)
        t->when = next_tick(s, t);
    else if (t->legacy)
        fired(s, t);
    if (!is_dropped(s, t))
        seep_chan_tick(s, ch, when);
    else if (!t->period)
        fired(s, t);
    place(s, t);
}

void seep_sim_timer_look(struct seep_sim *s, struct seep_timer *t)
{
    struct seep_chan *ch = t->target;

    if (!t->armed || t->when > s->now || (ch->len && !t->period && !t->legacy))
        return;
    seep_timers_remove(&s->timers, t);
    fire_chan(s, t);
}

enum seep_err seep_sim_set_timer(struct seep_sim *s, struct seep_g *g,
                                 int64_t delay)
{
    struct seep_timer *t = seep_arena_calloc(s->arena, sizeof *t);

    if (!t)
        return SEEP_ENOMEM;
    t->kind = SEEP_TIMER_WAKE;
    t->target = g;
    if (seep_sim_arm(s, t, delay) != SEEP_OK) {
        seep_arena_release(s->arena, t, sizeof *t);
        return SEEP_ENOMEM;
    }
    g->op.timer = t;
    return SEEP_OK;
}

void seep_sim_drop_timer(struct seep_sim *s, struct seep_g *g)
{
    struct seep_timer *t = seep_g_timer(g);

    if (!t)
        return;
    seep_sim_disarm(s, t);
    seep_arena_release(s->arena, t, sizeof *t);
    g->op.timer = NULL;
}

/* Go's exitsyscall: to an idle P, else to the global queue. */
static void wake(struct seep_sim *s, struct seep_g *g)
{
    g->op.ok = true;
    if (g->op.kind == SEEP_OP_IO_WAIT)
        seep_gate_expire(s, g);
    else if (g->status == SEEP_G_SYSCALL)
        seep_sim_ready_on(s, g, seep_gmp_idle(&s->gmp, s->now));
    else
        seep_sim_ready(s, g);
}

static void fire(struct seep_sim *s, struct seep_timer *t)
{
    seep_timers_remove(&s->timers, t);
    s->fired++;
    seep_emit(s, SEEP_EV_FIRE, NULL, NULL, t->obj.id ? &t->obj : NULL, t->when);
    switch ((enum seep_timer_kind)t->kind) {
    case SEEP_TIMER_WAKE:
        seep_timers_unlist(&s->timers, t);
        wake(s, t->target);
        break;
    case SEEP_TIMER_CHAN: fire_chan(s, t); break;
    case SEEP_TIMER_GO:
        seep_timers_unlist(&s->timers, t);
        if (t->target && is_dropped(s, t))
            s->host_ops->dropped(s->host, t->target);
        else if (t->target) /* a stop that came before the reset has dropped it
                             */
            seep_sim_enter(s, t->target); /* room: since it was armed */
        t->target = NULL;
        break;
    case SEEP_TIMER_HOOK:
        seep_timers_unlist(&s->timers, t);
        s->hook->alarm(s->hook, s, t);
        break;
    }
}

/* Does t do the same before the others that are due as after them?  It wakes
 * somebody whom none of these can wake, or starts a goroutine. */
static bool fires_apart(const struct seep_timer *t)
{
    const struct seep_g *g = t->target;
    const struct seep_chan *ch = t->target;

    switch ((enum seep_timer_kind)t->kind) {
    case SEEP_TIMER_WAKE: return g->op.kind != SEEP_OP_IO_WAIT;
    case SEEP_TIMER_CHAN:
        return ch->q[SEEP_RECV].first &&
               ch->q[SEEP_RECV].first->g->op.ncase == 1;
    case SEEP_TIMER_GO: return true;
    case SEEP_TIMER_HOOK: break;
    }
    return false;
}

/* The timer to fire next, of n that are due.  In which order they come is a
 * choice; while a strategy decides who runs then, only that of timers of which
 * it makes a difference.  (To faults it may always make one.) */
static struct seep_timer *next_due(struct seep_sim *s, uint32_t n)
{
    if (s->opt.strategy->decides && !s->hook) {
        struct seep_timer *t =
            seep_timers_due_such(&s->timers, s->now, fires_apart);
        if (t)
            return t;
    }
    return seep_timers_due_nth(&s->timers, s->now,
                               seep_choose(s, SEEP_CHOICE_TIMER, n));
}

static void fire_due(struct seep_sim *s)
{
    uint32_t n = seep_timers_due(&s->timers, s->now);

    while (n > 0) {
        struct seep_timer *t = next_due(s, n);
        uint32_t before = s->timers.nremoved;
        seep_assert(t);
        fire(s, t);
        /* A select that one timer wakes takes its others out of the heap;
         * what enters it is due later. */
        if (s->timers.nremoved - before == 1)
            n--;
        else
            n = seep_timers_due(&s->timers, s->now);
    }
}

/* The earliest moment at which something happens by itself. */
static int64_t next_moment(const struct seep_sim *s)
{
    int64_t t = seep_timers_next(&s->timers);

    for (uint32_t i = 0; i < s->gmp.np; i++) {
        int64_t busy = s->gmp.p[i]->busy_until;
        if (busy > s->now && busy < t)
            t = busy;
    }
    return t;
}

static bool beyond_drain(const struct seep_sim *s, int64_t t)
{
    if (s->main_done)
        return t - s->main_ended > s->opt.drain;
    return s->vigil.lost && seep_vigil_is_lost(s) &&
           t - s->vigil.lost_at > s->opt.drain;
}

bool seep__clock_is_open(const struct seep_sim *s)
{
    int64_t t = seep_timers_next(&s->timers);

    return t != SEEP_TIME_NEVER && t <= s->opt.timeout && !beyond_drain(s, t);
}

static bool stands_still(struct seep_sim *s)
{
    seep_storm_look(s);
    return false;
}

/* Moves to the next deadline and fires what is due; false: there is none, or
 * it lies beyond the horizon or the time limit. */
bool seep_clock_advance(struct seep_sim *s)
{
    int64_t t = next_moment(s);

    if (t == SEEP_TIME_NEVER || beyond_drain(s, t))
        return stands_still(s);
    if (t > s->now)
        seep_sim_quiet(s);
    if (beyond_drain(s, t)) /* main has just been found lost */
        return stands_still(s);
    if (t > s->opt.timeout) {
        s->now = s->opt.timeout;
        seep_sim_end(s, SEEP_VERDICT_LIMIT, NULL,
                     "the run's virtual time is used up (--timeout)");
        return true;
    }
    if (t > s->now) {
        s->now = t;
        if (!s->gmp.nrunnable)
            s->idled = t;
        s->fired = 0;
        seep_emit(s, SEEP_EV_TIME, NULL, NULL, NULL, t);
    }
    seep_storm_look(s);
    s->p = s->gmp.p[0]; /* alarms go off on the first P */
    fire_due(s);
    return true;
}

/* sleep and syscall, before and after. */
enum seep_outcome seep_clock_sleep(struct seep_sim *s, struct seep_g *g)
{
    bool syscall = g->op.kind == SEEP_OP_SYSCALL;

    if (g->op.flags & SEEP_OP_WOKEN) {
        seep_sim_drop_timer(s, g);
        return SEEP_DONE;
    }
    if (g->op.arg <= 0)
        return SEEP_DONE;
    if (seep_sim_set_timer(s, g, g->op.arg) != SEEP_OK)
        return seep_sim_no_memory(s, g);
    g->op.flags |= SEEP_OP_WOKEN;
    g->pending = true;
    enum seep_outcome r = seep_sim_park(s, g, SEEP_WAIT_SLEEP);
    if (syscall) {
        g->status = SEEP_G_SYSCALL;
        g->wait = SEEP_WAIT_NONE;
        seep_emit(s, SEEP_EV_HANDOFF, g, NULL, NULL, s->p->id);
    }
    return r;
}

/* A legacy timer whose time has come has fired, seen or not. */
static struct seep_timer *look_at(struct seep_sim *s, struct seep_g *g)
{
    struct seep_timer *t = (struct seep_timer *)g->op.obj;

    if (t->legacy)
        seep_sim_timer_look(s, t);
    return t;
}

enum seep_outcome seep_clock_stop(struct seep_sim *s, struct seep_g *g)
{
    g->op.ok = seep_sim_disarm(s, look_at(s, g));
    return SEEP_DONE;
}

enum seep_outcome seep_clock_reset(struct seep_sim *s, struct seep_g *g)
{
    struct seep_timer *t = look_at(s, g);

    g->op.ok = forget(s, t);
    if (t->period)
        t->period = g->op.arg;
    if (seep_sim_arm(s, t, g->op.arg) != SEEP_OK)
        return seep_sim_no_memory(s, g);
    return SEEP_DONE;
}
