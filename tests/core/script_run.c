/* script_run.c - see script_run.h. */
#include "script_run.h"

#include "core/weak.h"

#include <stdlib.h>

enum { MEM = 256 * 1024 * 1024 };

static struct seep_arena *arena;

/* A leak checker at the process's end need not look through all of it. */
static void close_arena(void)
{
    seep_arena_free(arena);
    arena = NULL;
}

struct seep_arena *script_arena(size_t mem)
{
    if (!arena) {
        arena = seep_arena_new(MEM);
        if (!arena)
            fail_msg("the arena's address is taken");
        (void)atexit(close_arena);
    }
    seep_arena_reset(arena, mem ? mem : MEM);
    return arena;
}

struct seep_options script_options(const struct scenario *sc)
{
    struct seep_options o = seep_options_default();

    o.seed = sc->seed;
    if (sc->procs)
        o.procs = sc->procs;
    if (sc->max_steps)
        o.max_steps = sc->max_steps;
    if (sc->drain)
        o.drain = sc->drain == NO_DRAIN ? 0 : sc->drain;
    if (sc->timeout)
        o.timeout = sc->timeout;
    o.weak_memory = sc->weak;
    if (sc->storm)
        o.storm = *sc->storm;
    if (sc->random)
        o.strategy = &seep_strategy_random;
    if (sc->strategy)
        o.strategy = sc->strategy;
    o.search = sc->search;
    o.depth = sc->depth;
    o.free_time = sc->free_time;
    return o;
}

/* ---- opening ---- */

static bool init_chans(struct script *w, const struct scenario *sc)
{
    for (uint32_t i = 0; i < SCRIPT_OBJECTS; i++) {
        struct seep_chan *ch = &w->chan[i];
        seep_chan_init(ch, sc->cap[i]);
        seep_sim_number(&w->sim, &ch->obj, 0, 0);
        ch->role = (uint8_t)sc->role[i];
        if (!ch->cap)
            continue;
        ch->host = seep_arena_calloc(w->sim.arena, ch->cap * sizeof(int64_t));
        if (!ch->host)
            return false;
    }
    return true;
}

static void number(struct script *w, struct seep_object *o)
{
    seep_sim_number(&w->sim, o, 0, 0);
}

static void init_locks(struct script *w, uint32_t i)
{
    seep_mutex_init(&w->mutex[i]);
    number(w, &w->mutex[i].obj);
    seep_waitgroup_init(&w->wg[i]);
    number(w, &w->wg[i].obj);
    w->object[i].magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_SHARED;
    number(w, &w->object[i]);
}

static void init_timer(struct script *w, struct script_timer *t)
{
    t->t.obj.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_TIMER;
    number(w, &t->t.obj);
    seep_chan_init(&t->chan, 0);
    number(w, &t->chan.obj);
    t->chan.role = SEEP_CHAN_TIMER;
    t->chan.timer = &t->t;
}

static void init_more_locks(struct script *w, uint32_t i)
{
    seep_rwmutex_init(&w->rw[i]);
    number(w, &w->rw[i].obj);
    number(w, &w->rw[i].w.obj);
    seep_cond_init(&w->cond[i]);
    number(w, &w->cond[i].obj);
    seep_gate_init(&w->gate[i]);
    number(w, &w->gate[i].obj);
    seep_resource_init(&w->resource[i], 0);
    number(w, &w->resource[i].obj);
}

static void init_shared(struct script *w, uint32_t i)
{
    seep_syncmap_key_init(&w->key[i], &w->syncmap);
    number(w, &w->key[i].obj);
    w->ticket[i].magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_SYNCPOOL;
    number(w, &w->ticket[i]);
    seep_map_init(&w->map[i]);
    number(w, &w->map[i].obj);
    w->atomic[i].obj.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_ATOMIC;
    w->atomic[i].sync.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_ATOMIC;
    number(w, &w->atomic[i].obj);
    number(w, &w->atomic[i].sync);
}

/* What tests name by number comes first: mutex A is mutex#5. */
static void init_rest(struct script *w)
{
    for (uint32_t i = 0; i < SCRIPT_OBJECTS; i++)
        init_locks(w, i);
    for (uint32_t i = 0; i < SCRIPT_TIMERS; i++)
        init_timer(w, &w->timer[i]);
    seep_syncmap_init(&w->syncmap);
    number(w, &w->syncmap.obj);
    for (uint32_t i = 0; i < SCRIPT_OBJECTS; i++) {
        init_more_locks(w, i);
        init_shared(w, i);
    }
}

struct script *script_open(struct seep_arena *a, const struct scenario *sc,
                           struct seep_observer *observer)
{
    const struct seep_options opt = script_options(sc);
    struct script *w = seep_arena_calloc(a, sizeof *w);

    if (!w)
        return NULL;
    enum seep_err err = seep_sim_init(&w->sim, a, &script_host_ops, w, &opt);
    w->sim.observers = observer;
    if (err == SEEP_OK && init_chans(w, sc)) {
        init_rest(w);
        if (sc->arrange)
            sc->arrange(w);
        struct fake *f = script_prepare(w, sc->body, "body", NULL);
        if (f && seep_sim_start(&w->sim, &f->g) == SEEP_OK)
            return w;
        if (f)
            script_drop(w, f);
    }
    script_release(w);
    return NULL;
}

struct outcome script_finish(struct script *w)
{
    while (seep_sim_step(&w->sim))
        ;
    struct outcome o = {.verdict = w->sim.verdict,
                        .now = w->sim.now,
                        .steps = w->sim.steps,
                        .nlive = w->sim.nlive,
                        .peak = w->sim.peak,
                        .nstarted = (uint32_t)w->sim.nstarted};
    memcpy(o.said, w->said, sizeof o.said);
    return o;
}

/* ---- releasing ---- */

static void release_goroutines(struct script *w)
{
    for (struct seep_g *g = w->sim.all_first, *next; g; g = next) {
        next = g->all_next;
        script_drop(w, (struct fake *)g);
    }
    for (uint32_t i = 0; i < SCRIPT_TIMERS; i++) {
        struct seep_timer *t = &w->timer[i].t;
        if (t->kind == SEEP_TIMER_GO && t->target)
            script_drop(w, t->target);
    }
}

/* What seep_sim owns. */
static void release_sim(struct seep_sim *s)
{
    struct seep_arena *a = s->arena;
    struct seep_names *n = &s->names;

    for (uint32_t i = 0; i < SEEP_P_MAX; i++)
        seep_arena_release(a, s->gmp.p[i], sizeof *s->gmp.p[i]);
    seep_arena_release(a, s->runnable, s->runnable_cap * sizeof *s->runnable);
    seep_arena_release(a, s->spare, s->nspare * sizeof *s->spare);
    seep_arena_release(a, s->timers.heap,
                       s->timers.cap * sizeof *s->timers.heap);
    for (uint32_t i = 1; i <= n->count; i++)
        seep_arena_release(a, (char *)(uintptr_t)n->entry[i].text,
                           n->entry[i].length + 1);
    seep_arena_release(a, n->slot, n->size * sizeof *n->slot);
    seep_arena_release(a, n->entry, n->size / 2 * sizeof *n->entry);
    seep_weak_free(s->weak);
}

void script_release(struct script *w)
{
    struct seep_arena *a = w->sim.arena;

    release_goroutines(w);
    release_sim(&w->sim);
    for (uint32_t i = 0; i < SCRIPT_OBJECTS; i++)
        seep_arena_release(a, w->chan[i].host,
                           w->chan[i].cap * sizeof(int64_t));
    seep_arena_release(a, w, sizeof *w);
}

/* ---- running ---- */

static struct outcome run_digested(const struct scenario *sc)
{
    struct seep_arena *a = script_arena(sc->mem);
    struct seep_digest d;

    seep_digest_init(&d);
    struct script *w = script_open(a, sc, &d.observer);
    assert_non_null(w);
    struct outcome o = script_finish(w);
    o.digest = d.value;
    seep_arena_lift(a);
    script_release(w);
    assert_int_equal(seep_arena_stats(a).live, 0);
    return o;
}

struct outcome run_twice(const struct scenario *sc)
{
    struct outcome first = run_digested(sc), second = run_digested(sc);

    assert_true(first.digest == second.digest);
    assert_int_equal(first.steps, second.steps);
    assert_string_equal(first.said, second.said);
    return second;
}

struct script *script_ended(const struct scenario *sc)
{
    struct script *w = script_open(script_arena(sc->mem), sc, NULL);

    assert_non_null(w);
    (void)script_finish(w);
    return w;
}

static void on_event(struct seep_observer *o, struct seep_sim *s,
                     const struct seep_event *e)
{
    struct record *r = (struct record *)o;

    (void)s;
    if (r->n == RECORD_MAX)
        return;
    r->seen[r->n++] = (struct seen){.kind = e->kind,
                                    .g = e->g ? e->g->id : 0,
                                    .other = e->other ? e->other->id : 0,
                                    .now = e->now,
                                    .arg = e->arg,
                                    .op = e->g ? e->g->op.kind : 0};
}

void record_init(struct record *r)
{
    *r = (struct record){.observer = {.event = on_event}};
}

uint32_t record_count(const struct record *r, enum seep_event_kind kind)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < r->n; i++)
        n += r->seen[i].kind == kind;
    return n;
}

struct outcome run_recorded(const struct scenario *sc, struct record *r)
{
    record_init(r);
    struct script *w = script_open(script_arena(sc->mem), sc, &r->observer);
    assert_non_null(w);
    return script_finish(w);
}

struct script *run_watched(const struct scenario *sc, struct seep_history **h)
{
    struct seep_arena *a = script_arena(sc->mem);

    *h = seep_history_new();
    assert_non_null(*h);
    struct script *w = script_open(a, sc, seep_history_observer(*h));
    assert_non_null(w);
    (void)script_finish(w);
    seep_arena_lift(a);
    return w;
}

struct seep_report run_explained(const struct scenario *sc)
{
    const struct outcome alone = run_twice(sc);
    struct seep_report r = {0};
    struct seep_history *h;
    struct script *w = run_watched(sc, &h);

    assert_int_equal(w->sim.steps, alone.steps);
    assert_string_equal(w->said, alone.said);
    seep_explain(&w->sim, h, &r);
    seep_history_free(h);
    return r;
}
