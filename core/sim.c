/* sim.c - the step loop: who runs, for how long, and when it is over.
 *
 * DESIGN
 *
 * A step gives one goroutine its turn: from where it stopped until it parks,
 * defers an operation, steps aside for those on other P's, is preempted or
 * ends.  Under the default strategy a goroutine performs operation after
 * operation in one turn, as it would on a real P; under a deciding strategy, or
 * with several P's, it defers at every scheduling point at which somebody else
 * could run.
 *
 * Virtual time stands still while anything can run.  Loops that only poll
 * would stop it for ever, so when nothing but polls has happened for long,
 * time moves to the next alarm all the same (on a real machine polling takes
 * time); when there is no alarm either, the run is a livelock.  Performing
 * the operations is perform.c's business. */
#include "sim.h"

#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "chan.h"
#include "cond.h"
#include "gate.h"
#include "mutex.h"
#include "perform.h"
#include "rwmutex.h"
#include "waitgroup.h"
#include "weak.h"

enum {
    SLICE = 1000 * 1000,      /* instructions: 10 ms of a P */
    TURN = 10 * 1000,         /* of them in a row while other P's have work */
    INSTRUCTIONS_A_STEP = 25, /* an operation costs about as much */
    POLLS_EACH = 100,         /* more for each other runnable goroutine */
    QUIET_SPINS = 25 * 1000 * 1000, /* instructions without an effect */
    BYTES_A_STEP = 512,             /* of memory asked for */
    GROWTH = 1 << 16, /* bytes between two looks at a spinning world */
};

struct seep_options seep_options_default(void)
{
    const int64_t second = 1000000000, day = 86400 * second;

    return (struct seep_options){.seed = 0,
                                 .procs = 1,
                                 .max_steps = 12000000,
                                 .livelock = 2000000,
                                 .drain = 600 * second,
                                 .timeout = 365 * day,
                                 .storm = SEEP_STORM_LIMITS,
                                 .strategy = &seep_strategy_default};
}

/* ---- setting up ---- */

static enum seep_err reserve_runnable(struct seep_sim *s, uint32_t n)
{
    uint32_t cap = s->runnable_cap ? s->runnable_cap : 16;

    if (n <= s->runnable_cap)
        return SEEP_OK;
    while (cap < n)
        cap *= 2;
    void *p = seep_arena_realloc(s->arena, s->runnable,
                                 s->runnable_cap * sizeof *s->runnable,
                                 cap * sizeof *s->runnable);
    if (!p)
        return SEEP_ENOMEM;
    s->runnable = p;
    s->runnable_cap = cap;
    return SEEP_OK;
}

void seep_sim_set_hook(struct seep_sim *s, struct seep_hook *h, uint64_t kinds)
{
    s->hook = h;
    s->hooked = h ? kinds : 0;
}

/* Who is runnable already, when a deciding strategy takes over. */
static void list_runnables(struct seep_sim *s)
{
    uint32_t n = 0;

    for (struct seep_g *g = s->all_first; g; g = g->all_next) {
        if (g->status != SEEP_G_RUNNABLE)
            continue;
        g->runnable_at = n;
        s->runnable[n++] = g;
    }
    seep_assert(n == s->gmp.nrunnable);
    s->neligible = n;
}

void seep_sim_seed(struct seep_sim *s, uint64_t seed)
{
    enum { RUN = 1, SELECT, SCRIPT, MAP, READ };

    s->opt.seed = seed;
    s->rng_run = seep_rng_stream(seed, RUN);
    s->rng_select = seep_rng_stream(seed, SELECT);
    s->rng_script = seep_rng_stream(seed, SCRIPT);
    s->rng_map = seep_rng_stream(seed, MAP);
    s->rng_read = seep_rng_stream(seed, READ);
}

enum seep_err seep_sim_configure(struct seep_sim *s,
                                 const struct seep_options *opt)
{
    s->opt = *opt;
    seep_sim_seed(s, opt->seed);
    s->spin_at = SEEP_POLLS_FIRST;
    s->last_step = opt->max_steps;
    s->deferring = opt->strategy->decides || opt->procs > 1 || s->single;
    if (seep_gmp_init(&s->gmp, s->arena, opt->procs) != SEEP_OK)
        return SEEP_ENOMEM;
    s->p = s->gmp.p[0];
    if (reserve_runnable(s, s->nlive + s->timers.narmed + 1) != SEEP_OK)
        return SEEP_ENOMEM;
    s->lore = NULL;
    seep_arena_drop_aside(s->arena);
    seep_weak_free(s->weak);
    s->weak = opt->weak_memory ? seep_weak_new(s->arena) : NULL;
    if (opt->weak_memory && !s->weak)
        return SEEP_ENOMEM;
    if (opt->strategy->decides)
        list_runnables(s);
    return opt->strategy->begin ? opt->strategy->begin(s) : SEEP_OK;
}

enum seep_err seep_sim_init(struct seep_sim *s, struct seep_arena *arena,
                            const struct seep_host_ops *ops, void *host,
                            const struct seep_options *opt)
{
    memset(s, 0, sizeof *s);
    s->arena = arena;
    s->host_ops = ops;
    s->host = host;
    return seep_sim_configure(s, opt);
}

enum seep_err seep_sim_restart(struct seep_sim *s,
                               const struct seep_options *opt)
{
    s->now = s->idled = s->main_ended = 0;
    s->charged = 0;
    s->fired = 0;
    s->nchoices = s->weighed = 0;
    s->steps = s->polls = s->quiet = s->nstarted = 0;
    s->main = NULL;
    s->running = NULL;
    seep_sim_set_hook(s, NULL, 0);
    s->peak = s->nlive;
    if (!s->nlive) /* else the ids of who is left stay theirs */
        s->next_g = 0;
    seep_gmp_gather(&s->gmp);
    s->main_done = s->main_goexit = s->over = s->preempted = false;
    s->drew = false;
    memset(&s->verdict, 0, sizeof s->verdict);
    memset(&s->storm, 0, sizeof s->storm);
    s->nnotes = 0;
    return seep_sim_configure(s, opt);
}

void seep_sim_number(struct seep_sim *s, struct seep_object *o, uint32_t name,
                     uint32_t site)
{
    o->id = ++s->next_obj;
    o->name = name;
    o->site = site;
}

struct seep_waiter *seep_sim_cases(struct seep_sim *s, struct seep_g *g,
                                   uint32_t n)
{
    g->op.ncase = (uint16_t)n;
    if (n <= 1)
        return g->op.cases = &g->own;
    g->op.cases = s->spare;
    s->spare = NULL;
    if (g->op.cases && s->nspare == n)
        return g->op.cases;
    seep_arena_release(s->arena, g->op.cases, s->nspare * sizeof g->own);
    return g->op.cases = seep_arena_alloc(s->arena, n * sizeof g->own);
}

void seep_sim_cases_free(struct seep_sim *s, struct seep_g *g)
{
    if (g->op.ncase > 1) {
        if (s->spare)
            seep_arena_release(s->arena, s->spare, s->nspare * sizeof g->own);
        s->spare = g->op.cases;
        s->nspare = g->op.ncase;
    }
    g->op.ncase = 0;
}

/* ---- the queues, and the list a deciding strategy chooses from ---- */

static void list_at(struct seep_sim *s, uint32_t i, struct seep_g *g)
{
    s->runnable[i] = g;
    g->runnable_at = i;
}

/* Has g done nothing but poll since somebody's last effect?  Its polls are
 * counted in the low bits, the others tell since which effect. */
static uint32_t polls_since(const struct seep_sim *s)
{
    return s->effects << SEEP_POLL_BITS;
}

static bool spinning(const struct seep_sim *s, const struct seep_g *g)
{
    return seep_g_spun(g) &&
           g->polls >> SEEP_POLL_BITS == polls_since(s) >> SEEP_POLL_BITS;
}

void seep_sim_polled(struct seep_sim *s, struct seep_g *g)
{
    s->polls++;
    if (g->polls >> SEEP_POLL_BITS != polls_since(s) >> SEEP_POLL_BITS)
        g->polls = polls_since(s);
    g->polls += !spinning(s, g);
}

static void listed(struct seep_sim *s, struct seep_g *g)
{
    uint32_t at = s->gmp.nrunnable - 1;

    if (!s->opt.strategy->decides)
        return;
    if (!spinning(s, g)) {
        if (s->neligible < at)
            list_at(s, at, s->runnable[s->neligible]);
        at = s->neligible++;
    }
    list_at(s, at, g);
}

static void unlisted(struct seep_sim *s, struct seep_g *g)
{
    uint32_t at = g->runnable_at;

    if (!s->opt.strategy->decides)
        return;
    if (at < s->neligible) {
        list_at(s, at, s->runnable[--s->neligible]);
        at = s->neligible;
    }
    if (at < s->gmp.nrunnable)
        list_at(s, at, s->runnable[s->gmp.nrunnable]);
}

static void runnable(struct seep_sim *s, struct seep_g *g)
{
    g->status = SEEP_G_RUNNABLE;
    g->wait = SEEP_WAIT_NONE;
    g->since = s->now;
}

void seep_sim_ready_on(struct seep_sim *s, struct seep_g *g, struct seep_p *p)
{
    seep_assert(g->status == SEEP_G_WAITING || g->status == SEEP_G_SYSCALL ||
                g->status == SEEP_G_NEW);
    runnable(s, g);
    if (p)
        seep_gmp_put(&s->gmp, p, g, true);
    else
        seep_gmp_put_global(&s->gmp, g);
    listed(s, g);
    seep_emit(s, SEEP_EV_READY, g, s->running, NULL, 0);
}

void seep_sim_ready(struct seep_sim *s, struct seep_g *g)
{
    seep_sim_ready_on(s, g, s->p);
}

/* Whoever computes on P's from number i on may run on. */
static void come_back(struct seep_sim *s, uint32_t i, int64_t done)
{
    for (; i < s->gmp.np; i++) {
        struct seep_p *p = s->gmp.p[i];
        struct seep_g *g = p->cur;
        if (!g || p->busy_until > done)
            continue;
        p->cur = NULL;
        p->busy_until = 0;
        runnable(s, g);
        seep_gmp_put(&s->gmp, s->gmp.p[0], g, false);
        listed(s, g);
    }
}

enum seep_err seep_sim_set_procs(struct seep_sim *s, uint32_t n)
{
    struct seep_p *first = s->gmp.p[0];

    if (s->opt.strategy->decides)
        come_back(s, n, SEEP_TIME_NEVER);

    if (n < s->gmp.np && s->p->id >= n) {
        struct seep_g *other = first->cur;
        first->cur = s->p->cur;
        s->p->cur = other; /* and from there to the global queue */
        s->p = first;
    }
    if (n < s->gmp.np)
        seep_gmp_shrink(&s->gmp, n);
    else if (seep_gmp_init(&s->gmp, s->arena, n) != SEEP_OK)
        return SEEP_ENOMEM;
    s->deferring = s->opt.strategy->decides || n > 1 || s->single;
    return SEEP_OK;
}

void seep_sim_wake(struct seep_sim *s, struct seep_g *g)
{
    g->op.flags |= SEEP_OP_WOKEN;
    g->pending = true;
    seep_sim_ready(s, g);
}

void seep_sim_requeue(struct seep_sim *s, struct seep_g *g)
{
    g->op.stops++;
    runnable(s, g);
    s->p->cur = NULL;
    seep_gmp_put_global(&s->gmp, g);
    listed(s, g);
}

static enum seep_outcome park(struct seep_sim *s, struct seep_g *g,
                              enum seep_wait_reason why)
{
    g->status = SEEP_G_WAITING;
    g->wait = (uint8_t)why;
    g->since = s->now;
    if (s->p->cur == g)
        s->p->cur = NULL;
    seep_emit(s, SEEP_EV_PARK, g, NULL, g->op.obj, 0);
    return SEEP_PARKED;
}

enum seep_outcome seep_sim_park(struct seep_sim *s, struct seep_g *g,
                                enum seep_wait_reason why)
{
    g->op.stops++;
    return park(s, g, why);
}

static void enqueue(struct seep_g *g, struct seep_queue *q)
{
    g->own = (struct seep_waiter){.g = g, .obj = g->op.obj};
    seep_queue_push(q, &g->own);
}

enum seep_outcome seep_sim_wait(struct seep_sim *s, struct seep_g *g,
                                struct seep_queue *q, enum seep_wait_reason why)
{
    enqueue(g, q);
    return seep_sim_park(s, g, why);
}

/* ---- locks while a strategy decides ---- */

enum seep_outcome seep_sim_shut_out(struct seep_sim *s, struct seep_g *g,
                                    struct seep_queue *q,
                                    enum seep_wait_reason why)
{
    g->pending = true;
    g->own = (struct seep_waiter){.g = g, .obj = g->op.obj};
    if (g->op.flags & SEEP_OP_BEATEN) {
        seep_queue_push_front(q, &g->own);
    } else {
        g->op.arg = s->now;
        seep_queue_push(q, &g->own);
    }
    return park(s, g, why);
}

uint32_t seep_sim_let_in(struct seep_sim *s, struct seep_queue *q)
{
    struct seep_waiter *w;
    uint32_t n = 0;

    /* The one that waits for longest is to be the next by default. */
    for (; (w = q->last) && !seep_sim_settled(s, w->g); n++) {
        seep_queue_remove(q, w);
        seep_sim_ready(s, w->g);
    }
    return n;
}

void seep_sim_crowd_out(struct seep_sim *s, const struct seep_object *o)
{
    for (uint32_t i = s->gmp.nrunnable; i-- > 0;) {
        struct seep_g *g = s->runnable[i];
        if (!g->pending || g->op.obj != o || !seep_op_is_shut_out(g))
            continue;
        seep_gmp_take(&s->gmp, g);
        unlisted(s, g);
        (void)seep_perform(s, g);
    }
}

/* The only queue that an operation on something else than channels and locks
 * waits in. */
static struct seep_queue *queue_of(const struct seep_op *op)
{
    switch ((enum seep_op_kind)op->kind) {
    case SEEP_OP_IO_WAIT: return &((struct seep_gate *)op->obj)->q;
    case SEEP_OP_COND_WAIT: return &((struct seep_cond *)op->obj)->q;
    default: return &((struct seep_waitgroup *)op->obj)->q;
    }
}

/* Out of whatever queue its operation put g into. */
void seep_sim_leave_queues(struct seep_sim *s, struct seep_g *g)
{
    if (g->op.ncase) {
        seep_select_leave(s, g);
    } else if (g->op.kind == SEEP_OP_RW_LOCK || g->op.kind == SEEP_OP_RLOCK) {
        seep_rwmutex_leave(s, g);
    } else if (g->own.queued && g->op.kind == SEEP_OP_LOCK) {
        seep_mutex_leave((struct seep_mutex *)g->op.obj, g);
    } else if (g->own.queued && g->op.obj) {
        seep_queue_remove(queue_of(&g->op), &g->own);
    }
    seep_sim_drop_timer(s, g);
}

void seep_sim_take_back(struct seep_sim *s, struct seep_g *g)
{
    if (g->status == SEEP_G_RUNNABLE) { /* gosched */
        seep_gmp_take(&s->gmp, g);
        unlisted(s, g);
    }
    seep_sim_leave_queues(s, g);
    g->pending = false;
    g->status = SEEP_G_RUNNING;
    g->wait = SEEP_WAIT_NONE;
    s->p->busy_until = 0;
    s->p->cur = g;
}

/* ---- goroutines begin and end ---- */

enum seep_err seep_sim_prepare(struct seep_sim *s, struct seep_g *g,
                               uint32_t name, uint32_t site)
{
    struct seep_kin *creator = NULL;

    if (s->running && !(creator = seep_g_kin(s->arena, s->running)))
        return SEEP_ENOMEM;
    memset(g, 0, sizeof *g);
    g->magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_G;
    g->name = name;
    g->site = site;
    g->own.g = g;
    seep_g_born(g, creator);
    return SEEP_OK;
}

enum seep_err seep_sim_reserve_start(struct seep_sim *s)
{
    /* Every armed timer may start a goroutine, all at one instant. */
    uint32_t n = s->nlive + s->timers.narmed + 1;

    return s->opt.strategy->decides ? reserve_runnable(s, n) : SEEP_OK;
}

void seep_sim_enter(struct seep_sim *s, struct seep_g *g)
{
    g->id = ++s->next_g;
    if (!s->nstarted++) {
        s->main = g;
        s->main_id = g->id;
        s->volume = seep_arena_volume(s->arena);
    }
    g->all_prev = s->all_last;
    if (s->all_last)
        s->all_last->all_next = g;
    else
        s->all_first = g;
    s->all_last = g;
    if (++s->nlive > s->peak)
        s->peak = s->nlive;
    seep_emit(s, SEEP_EV_START, g, s->running, NULL, 0);
    seep_sim_ready(s, g);
}

enum seep_err seep_sim_start(struct seep_sim *s, struct seep_g *g)
{
    if (seep_sim_reserve_start(s) != SEEP_OK)
        return SEEP_ENOMEM;
    seep_sim_enter(s, g);
    return SEEP_OK;
}

static void unlink_live(struct seep_sim *s, struct seep_g *g)
{
    if (g->all_prev)
        g->all_prev->all_next = g->all_next;
    else
        s->all_first = g->all_next;
    if (g->all_next)
        g->all_next->all_prev = g->all_prev;
    else
        s->all_last = g->all_prev;
    s->nlive--;
}

static enum seep_verdict_kind after_main(const struct seep_sim *s)
{
    if (s->nlive && s->opt.drain)
        return SEEP_VERDICT_LEAK;
    if (s->resources.count)
        return SEEP_VERDICT_RESOURCE;
    return s->storm.found ? SEEP_VERDICT_STORM : SEEP_VERDICT_PASS;
}

/* The verdict of a world in which nothing can happen any more. */
static void finish(struct seep_sim *s)
{
    if (s->main_done)
        seep_sim_end(s, after_main(s), NULL, "");
    else if (s->main_goexit && !s->nlive)
        seep_sim_end(s, SEEP_VERDICT_DEADLOCK, NULL,
                     "no goroutines (main called runtime.Goexit) - deadlock!");
    else
        seep_sim_end(s, SEEP_VERDICT_DEADLOCK, s->main_goexit ? NULL : s->main,
                     "all goroutines are asleep - deadlock!");
}

static void main_ended(struct seep_sim *s, bool goexit)
{
    s->main_goexit = goexit;
    if (goexit)
        return;
    s->main_done = true;
    s->main_ended = s->now;
    seep_emit(s, SEEP_EV_MAIN_DONE, NULL, NULL, NULL, 0);
    if (!s->opt.drain)
        finish(s);
}

static void goroutine_ended(struct seep_sim *s, struct seep_g *g, bool goexit)
{
    g->status = SEEP_G_DEAD;
    g->op.kind = SEEP_OP_EXIT;
    s->p->cur = NULL;
    seep_sim_progress(s);
    unlink_live(s, g);
    seep_emit(s, SEEP_EV_EXIT, g, NULL, NULL, goexit);
    seep_g_orphan(s->arena, g);
    if (g == s->main) {
        s->main = NULL; /* its memory may serve another goroutine */
        main_ended(s, goexit);
    }
    s->running = NULL;
    s->host_ops->finished(s->host, g);
}

void seep_sim_end(struct seep_sim *s, enum seep_verdict_kind kind,
                  struct seep_g *g, const char *text)
{
    if (s->over)
        return;
    s->over = true;
    s->last_step = 0;
    s->verdict.kind = kind;
    s->verdict.limited = kind == SEEP_VERDICT_LIMIT;
    s->verdict.g = g ? g->id : 0;
    s->verdict.site = g ? g->op.site : 0;
    snprintf(s->verdict.text, sizeof s->verdict.text, "%s", text);
}

enum seep_outcome seep_sim_fatal(struct seep_sim *s, struct seep_g *g,
                                 const char *text)
{
    seep_sim_end(s, SEEP_VERDICT_FATAL, g, text);
    return SEEP_OVER;
}

enum seep_outcome seep_sim_no_memory(struct seep_sim *s, struct seep_g *g)
{
    seep_sim_end(s, SEEP_VERDICT_LIMIT, g, "out of memory (--mem)");
    return SEEP_OVER;
}

void seep_sim_note(struct seep_sim *s, uint32_t name)
{
    if (s->nnotes < SEEP_SIM_NOTES)
        s->note[s->nnotes] = name;
    s->nnotes++;
}

/* ---- limits ---- */

static bool within_limits(struct seep_sim *s)
{
    if (s->steps > s->opt.max_steps) {
        s->verdict.cut |= !s->over;
        seep_sim_end(s, SEEP_VERDICT_LIMIT, s->running,
                     "the run's steps are used up (--max-steps)");
    } else if (seep_arena_failures(s->arena))
        (void)seep_sim_no_memory(s, s->running);
    return !s->over;
}

/* The quick look that comes after every turn. */
static inline bool limit_hit(const struct seep_sim *s)
{
    return s->steps > s->last_step || seep_arena_failures(s->arena);
}

/* Is there somebody to run on another P at the same time? */
static bool others_run(const struct seep_sim *s)
{
    if (s->opt.strategy->decides)
        return false;
    for (uint32_t i = 0; i < s->gmp.np; i++) {
        const struct seep_p *p = s->gmp.p[i];
        if (p != s->p && p->busy_until <= s->now &&
            (p->cur || s->gmp.nrunnable))
            return true;
    }
    return false;
}

enum seep_tick seep_sim_tick(struct seep_sim *s, uint32_t n)
{
    /* Memory work counts too: a few instructions can copy gigabytes. */
    uint64_t volume = seep_arena_volume(s->arena);
    seep_sim_charge(s, n / INSTRUCTIONS_A_STEP +
                           (volume - s->volume) / BYTES_A_STEP);
    s->volume = volume;
    s->quiet += n;
    if (s->over || !within_limits(s))
        return SEEP_TICK_OVER;
    s->p->slice += n;
    if (s->p->slice < SLICE || (!s->gmp.nrunnable && s->quiet < QUIET_SPINS))
        return s->p->slice % TURN < n && others_run(s) ? SEEP_TICK_ASIDE
                                                       : SEEP_TICK_ON;
    s->p->slice = 0;
    s->preempted = true;
    return SEEP_TICK_PREEMPT;
}

static bool spins(const struct seep_sim *s)
{
    return s->quiet >= QUIET_SPINS || s->polls >= s->spin_at;
}

/* Nothing but polls and bare computing for long: let time pass. */
static void spun(struct seep_sim *s, struct seep_g *g)
{
    uint64_t polls_each = (uint64_t)POLLS_EACH * s->gmp.nrunnable;
    bool long_enough = s->polls >= s->opt.livelock ||
                       s->quiet / SEEP_INSTRUCTIONS_A_POLL >= s->opt.livelock;

    /* Filling memory is a kind of progress; the limits see to it. */
    uint64_t live = seep_arena_stats(s->arena).live;
    if (live > s->spin_live + GROWTH) {
        s->spin_live = live;
        long_enough = false;
    }
    s->spin_at = s->polls + SEEP_POLLS_FIRST + polls_each;
    /* First everybody who can run has to have polled as long. */
    if (s->gmp.nrunnable && s->spin_looks++ < s->gmp.nrunnable) {
        if (g->status == SEEP_G_RUNNING)
            seep_sim_requeue(s, g);
    } else if (seep_clock_advance(s)) {
        s->polls = s->quiet = 0;
        s->spin_looks = 0;
        s->spin_at = SEEP_POLLS_FIRST + polls_each;
    } else if (s->main_done) {
        s->verdict.livelock = true;
        finish(s);
    } else if (long_enough) {
        seep_sim_quiet(s);
        s->verdict.livelock = true;
        seep_sim_end(s, SEEP_VERDICT_LIVELOCK,
                     g->status == SEEP_G_DEAD ? NULL : g,
                     "a loop goes round without progress");
    }
}

/* ---- operations ---- */

/* Could another goroutine go first? */
static bool contested(const struct seep_sim *s)
{
    if (s->single)
        return true;
    if (s->opt.strategy->decides)
        return s->gmp.nrunnable > 0 || seep_clock_is_open(s);
    return s->gmp.np > 1 && (s->gmp.nrunnable || s->nlive > 1);
}

/* No scheduling point, but a turn of its own: a loop that starts thousands is
 * to be gone through one by one. */
static bool is_single(const struct seep_sim *s, const struct seep_g *g)
{
    return s->single && g->op.kind == SEEP_OP_GO;
}

/* For those who watch. */
static void locate(struct seep_sim *s, struct seep_g *g)
{
    g->op.site = s->host_ops->where(s->host, g);
    if (s->host_ops->is_inner && s->host_ops->is_inner(s->host, g))
        g->op.flags |= SEEP_OP_INNER;
}

enum seep_outcome seep_sim_op(struct seep_sim *s, struct seep_g *g)
{
    seep_sim_count(s, g);
    if (__builtin_expect(s->steps > s->last_step, 0)) {
        (void)within_limits(s);
        return SEEP_OVER;
    }
    if (__builtin_expect(s->observers != NULL, 0) && !s->siteless)
        locate(s, g);
    enum seep_outcome r;
    if (__builtin_expect(seep_sim_is_hooked(s, g->op.kind), 0) &&
        s->hook->op(s->hook, s, g, &r))
        return r;
    if (__builtin_expect(seep_sim_may_defer(s), 0) &&
        (seep_op_is_point(g->op.kind) || is_single(s, g)) &&
        (contested(s) || spins(s)) &&
        !(s->opt.strategy->decides && seep_op_is_shut_out(g))) {
        g->pending = true;
        return SEEP_DEFERRED;
    }
    return seep_perform(s, g);
}

/* ---- turns ---- */

static void run_on(struct seep_sim *s, struct seep_p *p, struct seep_g *g)
{
    unlisted(s, g);
    g->status = SEEP_G_RUNNING;
    p->cur = g;
    seep_emit(s, SEEP_EV_RUN, g, NULL, NULL, p->id);
}

/* A P but the first that neither computes nor was stalled, or NULL. */
static struct seep_p *spare_p(const struct seep_sim *s)
{
    for (uint32_t i = 1; i < s->gmp.np; i++) {
        struct seep_p *p = s->gmp.p[i];
        if (!p->cur && p->busy_until <= s->now)
            return p;
    }
    return NULL;
}

void seep_sim_compute(struct seep_sim *s, struct seep_g *g, int64_t d)
{
    struct seep_p *p = s->opt.strategy->decides ? spare_p(s) : NULL;

    if (p) {
        p->cur = g;
        s->p->cur = NULL;
    } else {
        p = s->p;
    }
    p->busy_until = s->now + d;
}

/* While a strategy decides: whoever has computed comes back to the first P,
 * which is not kept busy while another one is free. */
static void share_work(struct seep_sim *s)
{
    struct seep_p *first = s->gmp.p[0], *p;

    come_back(s, 1, s->now);
    if (!first->cur || first->busy_until <= s->now || !(p = spare_p(s)))
        return;
    p->cur = first->cur;
    p->busy_until = first->busy_until;
    first->cur = NULL;
    first->busy_until = 0;
}

/* A P whose turn it is and that has something to run, or NULL. */
static struct seep_p *next_p(struct seep_sim *s)
{
    struct seep_gmp *m = &s->gmp;
    uint32_t np = s->opt.strategy->decides ? 1 : m->np;

    if (np < m->np)
        share_work(s);
    if (np == 1 && m->p[0]->cur && m->p[0]->busy_until <= s->now) {
        m->p[0]->busy_until = 0;
        return m->p[0];
    }
    for (uint32_t i = 0; i < np; i++) {
        struct seep_p *p = m->p[m->turn];
        m->turn = m->turn + 1 < np ? m->turn + 1 : 0;
        if (p->busy_until > s->now)
            continue;
        p->busy_until = 0;
        if (!p->cur) {
            struct seep_g *g = seep_gmp_find(s, p);
            if (!g)
                continue;
            run_on(s, p, g);
        }
        return p;
    }
    return NULL;
}

/* pick runs on p in the place of g, which stays runnable. */
static void replace(struct seep_sim *s, struct seep_p *p, struct seep_g *g,
                    struct seep_g *pick)
{
    seep_gmp_take(&s->gmp, pick);
    unlisted(s, pick);
    runnable(s, g);
    seep_gmp_put(&s->gmp, p, g, !p->next);
    listed(s, g);
    pick->status = SEEP_G_RUNNING;
    p->cur = pick;
    seep_emit(s, SEEP_EV_RUN, pick, NULL, NULL, p->id);
}

/* g only polls: others go first, and when they only poll too, they take
 * turns.  So every schedule is fair in the end, whatever the strategy. */
static struct seep_g *give_way(struct seep_sim *s, struct seep_p *p,
                               struct seep_g *g)
{
    struct seep_g *other = s->runnable[0];

    if (!s->neligible) {
        runnable(s, g);
        seep_gmp_put_global(&s->gmp, g);
        listed(s, g);
        p->cur = NULL;
        other = seep_gmp_find(s, p);
        run_on(s, p, other);
    } else {
        replace(s, p, g, other);
    }
    return other;
}

/* Lets the strategy replace the goroutine that would run now.  NULL: the
 * clock moves first. */
static struct seep_g *decide(struct seep_sim *s, struct seep_p *p)
{
    struct seep_g *g = p->cur;

    if (!s->opt.strategy->decides)
        return g;
    if (!s->gmp.nrunnable && !seep_clock_is_open(s))
        return g;
    if (g->pending && is_single(s, g))
        return g; /* nothing comes in between: there is no choice */
    if (s->gmp.nrunnable && spinning(s, g))
        g = give_way(s, p, g);
    struct seep_g *pick = seep_choose_g(s, g);
    if (pick && pick != g)
        replace(s, p, g, pick);
    return pick;
}

static void preempt(struct seep_sim *s, struct seep_g *g)
{
    s->preempted = false;
    seep_emit(s, SEEP_EV_PREEMPT, g, NULL, NULL, s->p->id);
    /* A slice of bare computing counts as polling: others are to go first,
     * or a strategy that likes g best would never let them. */
    if (s->opt.strategy->decides && s->quiet >= SLICE)
        g->polls = polls_since(s) | SEEP_POLLS_SPINNING;
    seep_sim_requeue(s, g);
}

static void turn_ended(struct seep_sim *s, struct seep_g *g, enum seep_turn how)
{
    if (how == SEEP_TURN_FINISHED || how == SEEP_TURN_GOEXIT)
        goroutine_ended(s, g, how == SEEP_TURN_GOEXIT);
    else if (s->preempted && !s->over)
        preempt(s, g);
    if (__builtin_expect(limit_hit(s), 0))
        (void)within_limits(s);
}

/* Does the hook still keep g from its operation, or answer for it? */
static bool held_back(struct seep_sim *s, struct seep_g *g,
                      enum seep_outcome *r)
{
    g->held = false;
    return s->hook && s->hook->op(s->hook, s, g, r);
}

/* A deferred operation, at last.  False: the goroutine does not run on. */
static bool perform_pending(struct seep_sim *s, struct seep_g *g)
{
    if (!g->pending)
        return true;
    g->pending = false;
    enum seep_outcome r;
    if (!g->held || !held_back(s, g, &r))
        r = seep_perform(s, g);
    return r == SEEP_DONE || r == SEEP_PANICKED;
}

static void turn(struct seep_sim *s, struct seep_p *p)
{
    struct seep_g *g = decide(s, p);

    if (!g) {
        (void)seep_clock_advance(s);
        return;
    }
    s->p = p;
    s->running = g;
    s->last_g = g->id;
    if (perform_pending(s, g))
        turn_ended(s, g, s->host_ops->resume(s->host, g));
    s->running = NULL;
    if (!s->over && spins(s))
        spun(s, g);
}

bool seep_sim_step(struct seep_sim *s)
{
    if (s->over)
        return false;
    struct seep_p *p = next_p(s);
    if (p)
        turn(s, p);
    else if (!(s->hook && s->hook->idle(s->hook, s)) && !seep_clock_advance(s))
        finish(s);
    return !s->over;
}
