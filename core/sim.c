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
 * Performing the operations is perform.c's business, who can run runnable.c's,
 * beginnings and ends are lifetime.c's, limits limits.c's. */
#include "sim_inside.h"

#include <string.h>

#include "arena.h"
#include "perform.h"
#include "weak.h"

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

void seep_sim_set_hook(struct seep_sim *s, struct seep_hook *h, uint64_t kinds)
{
    s->hook = h;
    s->hooked = h ? kinds : 0;
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
    s->last_step = opt->max_steps / 2; /* time may stand still: one look */
    s->deferring = opt->strategy->decides || opt->procs > 1 || s->single;
    if (seep_gmp_init(&s->gmp, s->arena, opt->procs) != SEEP_OK)
        return SEEP_ENOMEM;
    s->p = s->gmp.p[0];
    if (seep__reserve_runnable(s, s->nlive + s->timers.narmed + 1) != SEEP_OK)
        return SEEP_ENOMEM;
    s->lore = s->round = NULL;
    seep_arena_drop_aside(s->arena);
    seep_weak_free(s->weak);
    s->weak = opt->weak_memory ? seep_weak_new(s->arena) : NULL;
    if (opt->weak_memory && !s->weak)
        return SEEP_ENOMEM;
    if (opt->strategy->decides)
        seep__list_runnables(s);
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
    s->nchoices = s->weighed = s->ndraws = 0;
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
    memset(&s->vigil, 0, sizeof s->vigil);
    s->nnotes = 0;
    return seep_sim_configure(s, opt);
}

enum seep_err seep_sim_set_procs(struct seep_sim *s, uint32_t n)
{
    struct seep_p *first = s->gmp.p[0];

    if (s->opt.strategy->decides)
        seep__come_back(s, n, SEEP_TIME_NEVER);

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
    if (__builtin_expect(s->steps > s->last_step, 0) && !seep__within_limits(s))
        return SEEP_OVER;
    if (__builtin_expect(s->observers != NULL, 0) && !s->siteless)
        locate(s, g);
    enum seep_outcome r;
    if (__builtin_expect(seep_sim_is_hooked(s, g->op.kind), 0) &&
        s->hook->op(s->hook, s, g, &r))
        return r;
    if (__builtin_expect(seep_sim_may_defer(s), 0) &&
        (seep_op_is_point(g->op.kind) || is_single(s, g)) &&
        (contested(s) || seep__spins(s)) &&
        !(s->opt.strategy->decides && seep_op_is_shut_out(g))) {
        g->pending = true;
        return SEEP_DEFERRED;
    }
    return seep_perform(s, g);
}

/* ---- turns ---- */

static void run_on(struct seep_sim *s, struct seep_p *p, struct seep_g *g)
{
    seep__unlisted(s, g);
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

    seep__come_back(s, 1, s->now);
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
    seep__unlisted(s, pick);
    seep__runnable(s, g);
    seep_gmp_put(&s->gmp, p, g, !p->next);
    seep__listed(s, g);
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
        seep__runnable(s, g);
        seep_gmp_put_global(&s->gmp, g);
        seep__listed(s, g);
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
    if (s->gmp.nrunnable && seep__is_spinning(s, g))
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
    seep_sim_requeue(s, g);
}

/* The quick look that comes after every turn. */
static inline bool limit_hit(const struct seep_sim *s)
{
    return s->steps > s->last_step || seep_arena_failures(s->arena);
}

static void turn_ended(struct seep_sim *s, struct seep_g *g, enum seep_turn how)
{
    if (how == SEEP_TURN_FINISHED || how == SEEP_TURN_GOEXIT)
        seep__goroutine_ended(s, g, how == SEEP_TURN_GOEXIT);
    else if (s->preempted && !s->over)
        preempt(s, g);
    if (__builtin_expect(limit_hit(s), 0) && seep__within_limits(s)) {
        s->last_step = s->opt.max_steps;
        seep_sim_quiet(s);
    }
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
    if (!s->over && seep__spins(s))
        seep__spun(s, g);
}

bool seep_sim_step(struct seep_sim *s)
{
    if (s->over)
        return false;
    struct seep_p *p = next_p(s);
    if (p)
        turn(s, p);
    else if (!(s->hook && s->hook->idle(s->hook, s)) && !seep_clock_advance(s))
        seep__finish(s);
    return !s->over;
}
