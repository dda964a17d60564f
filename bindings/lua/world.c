/* world.c - making the world, running it from its snapshots. */
#include "world.h"

#include <stdlib.h>
#include <string.h>
#include <luajit.h>

#include "core/explain.h"
#include "core/history.h"
#include "core/text.h"
#include "chaos.h"
#include "chaos/contrast.h"
#include "chaos/report.h"
#include "judge.h"
#include "library.h"
#include "world_inside.h"

struct seep_world *seep_world;

struct seep_world_options seep_world_options_default(void)
{
    return (struct seep_world_options){.mem = (size_t)1 << 30, .out = NULL};
}

/* ---- making ---- */

static void *allocate(void *arena, void *p, size_t old_size, size_t new_size)
{
    if (!new_size) {
        seep_arena_release(arena, p, old_size);
        return NULL;
    }
    return p ? seep_arena_realloc(arena, p, old_size, new_size)
             : seep_arena_alloc(arena, new_size);
}

/* An error outside every protected call would be a bug of seep. */
static int on_panic(lua_State *L)
{
    fprintf(stderr, "seep: unprotected error: %s\n", lua_tostring(L, -1));
    seep_assert(!"an error outside every protected call");
    return 0;
}

static bool make_state(struct seep_world *w)
{
    struct seep_options opt = seep_options_default();
    struct seep_lua *s = seep_arena_calloc(w->arena, sizeof *s);

    if (!s)
        return false;
    seep_lua = s;
    seep_arena_set_root(w->arena, s);
    if (seep_sim_init(&s->sim, w->arena, &seep_lua_host_ops, s, &opt))
        return false;
    /* lua_newstate crashes when an early allocation of its own is refused. */
    seep_arena_spare(w->arena, true);
    s->L = lua_newstate(allocate, w->arena);
    seep_arena_spare(w->arena, false);
    if (!s->L || seep_arena_failures(w->arena))
        return false;
    lua_atpanic(s->L, on_panic);
    /* Hooks never fire in compiled loops, and compiled code is not in the
     * arena: scripts are interpreted. */
    luaJIT_setmode(s->L, 0, LUAJIT_MODE_ENGINE | LUAJIT_MODE_OFF);
    return true;
}

struct source {
    struct seep_world *w;
    const char *text;
    size_t length;
    int status; /* of the compilation */
};

/* Compiles the script with the sandbox's environment. */
static int compile(lua_State *L)
{
    struct source *src = lua_touserdata(L, 1);

    lua_pushfstring(L, "@%s", src->w->path);
    src->status =
        luaL_loadbuffer(L, src->text, src->length, lua_tostring(L, -1));
    if (src->status)
        return lua_error(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_ENV);
    lua_setfenv(L, -2);
    lua_rawseti(L, LUA_REGISTRYINDEX, SEEP_REG_CHUNK);
    lua_gc(L, LUA_GCCOLLECT, 0);
    return 0;
}

/* The plans of the command line, checked. */
static int read_plans(lua_State *L)
{
    struct seep_world *w = lua_touserdata(L, 1);

    for (uint32_t i = 0; i < w->opt.nplans; i++)
        w->sweeps |= seep_lua_chaos_read(
            L, w->opt.plan[i].path, w->opt.plan[i].text, w->opt.plan[i].length);
    return 0;
}

static void load_failed(struct seep_world *w, struct seep_load_error *err)
{
    lua_State *L = seep_lua ? seep_lua->L : NULL;

    err->no_memory = seep_arena_failures(w->arena) > 0;
    if (err->no_memory || !L || !lua_isstring(L, -1))
        snprintf(err->text, sizeof err->text,
                 "%s: not enough memory to load it (--mem)", w->path);
    else
        snprintf(err->text, sizeof err->text, "%s", lua_tostring(L, -1));
}

/* Where runs start from.  When a script may read files, the kernel writes into
 * its buffers, which must not be guarded. */
static struct seep_snapshot *take_base(struct seep_world *w)
{
    return w->opt.allow ? seep_snapshot_take(w->arena)
                        : seep_snapshot_take_base(w->arena);
}

static bool build(struct seep_world *w, const char *source, size_t length,
                  struct seep_load_error *err)
{
    struct source src = {w, source, length, 0};

    seep_lua = NULL;
    if (w->opt.fail_alloc)
        seep_arena_fail_nth(w->arena, w->opt.fail_alloc,
                            w->opt.fail_ever_after);
    if (!make_state(w) || lua_cpcall(seep_lua->L, seep_library_open, w) ||
        lua_cpcall(seep_lua->L, compile, &src) ||
        lua_cpcall(seep_lua->L, read_plans, w)) {
        load_failed(w, err);
        w->alloc_failed = err->no_memory;
        return false;
    }
    lua_sethook(seep_lua->L, seep_lua_hook, LUA_MASKCOUNT, SEEP_HOOK_EVERY);
    if (seep_arena_failures(w->arena)) {
        load_failed(w, err);
        w->alloc_failed = true;
        return false;
    }
    w->loaded = take_base(w);
    return w->loaded != NULL;
}

/* FNV-1a: tells a script that was edited from what it was. */
uint32_t seep_world_digest_of(const char *source, size_t length)
{
    uint32_t hash = 2166136261u;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)source[i]) * 16777619u;
    return hash;
}

struct seep_world *seep_world_new(const struct seep_world_options *opt,
                                  const char *path, const char *source,
                                  size_t length, struct seep_load_error *err)
{
    struct seep_world *w = calloc(1, sizeof *w);

    *err = (struct seep_load_error){.no_memory = true};
    snprintf(err->text, sizeof err->text, "%s: not enough memory", path);
    if (!w)
        return NULL;
    w->opt = *opt;
    seep_world = w;
    w->path = strdup(path);
    w->digest = seep_world_digest_of(source, length);
    w->arena = seep_arena_new(opt->mem);
    w->races = seep_race_new();
    w->locks = seep_lockorder_new();
    w->certain = seep_certain_new(w->locks);
    if (!w->path || !w->arena || !w->races || !w->locks || !w->certain ||
        !build(w, source, length, err)) {
        seep_world_free(w);
        return NULL;
    }
    return w;
}

static void free_modules(struct seep_world *w)
{
    while (w->modules) {
        struct seep_module *next = w->modules->next;
        free(w->modules->path);
        free(w->modules->text);
        free(w->modules);
        w->modules = next;
    }
}

void seep_world_free(struct seep_world *w)
{
    if (!w)
        return;
    seep_watchdog_stop();
    seep_world_forget(w);
    free_modules(w);
    seep_snapshot_free(w->loaded);
    seep_snapshot_free(w->collected);
    seep_arena_free(w->arena);
    seep_race_free(w->races);
    seep_lockorder_free(w->locks);
    seep_certain_free(w->certain);
    seep_world_drop_scenarios(w);
    free(w->scenarios);
    free(w->questions);
    free(w->path);
    free(w);
    seep_world = NULL;
    seep_lua = NULL;
}

/* ---- running ---- */

/* The script's arguments, which it has as ... too; returns how many. */
static int push_args(lua_State *L)
{
    const struct seep_world *w = seep_world;

    luaL_checkstack(L, w->opt.argc + LUA_MINSTACK, "too many arguments");
    for (int i = 0; i < w->opt.argc; i++)
        lua_pushstring(L, w->opt.argv[i]);
    return w->opt.argc;
}

/* Pushes the function of scenario i (from 1), or the chunk for 0, and makes
 * it the main goroutine. */
static int start_main(lua_State *L)
{
    const uint32_t *i = lua_touserdata(L, 1);
    struct seep_lua *s = seep_lua;

    if (*i) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_SCENARIOS);
        lua_rawgeti(L, -1, (int)*i);
        lua_getfield(L, -1, "main");
    } else {
        lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_CHUNK);
    }
    if (!seep_world->collecting)
        seep_lua_chaos_begin(L, *i);
    int nargs = *i ? 0 : push_args(L);
    struct seep_g *g = seep_lua_spawn(L, nargs, 0, 0);
    if (seep_sim_start(&s->sim, g) != SEEP_OK)
        return luaL_error(L, "not enough memory");
    return 0;
}

void seep_lua_keep_stack(const char *stack)
{
    snprintf(seep_world->panic_stack, sizeof seep_world->panic_stack, "%s",
             stack ? stack : "");
}

static void show_panic_stack(struct seep_world *w, struct seep_report *r)
{
    if (!*w->panic_stack)
        return;
    seep_text_free(r->stack);
    r->stack = seep_text("%s", w->panic_stack);
}

static void explain(struct seep_world *w, const struct seep_history *h,
                    bool intact, struct seep_report *r)
{
    struct seep_sim *s = &seep_lua->sim;

    if (!intact) {
        s->all_first = NULL;
        s->timers.armed = NULL;
        s->over = false;
        seep_sim_end(s, SEEP_VERDICT_LIMIT, NULL,
                     "one call ran for seconds without coming back");
    }
    seep_arena_lift(w->arena);
    if (intact) {
        seep_explain_races(s, w->races, h, r);
        seep_explain_certain(s, w->certain, r);
    }
    seep_explain(s, intact ? h : NULL, r);
    if (intact)
        seep_explain_foreseen(s, w->locks, h, r);
    if (intact && seep_lua->chaos)
        seep_chaos_explain(seep_lua->chaos->c, h, r);
    seep_text_free(r->script);
    r->script = seep_text("%s", w->path);
    show_panic_stack(w, r);
}

static void watch(struct seep_sim *s, struct seep_observer *o)
{
    o->next = s->observers;
    s->observers = o;
}

/* Who watches run number i: h, and the searches for races and lock orders.  Of
 * those that are judged and not shown, deadlocks foreseen matter to few. */
static void observe(struct seep_world *w, struct seep_sim *s, uint32_t i,
                    struct seep_history *h)
{
    bool foresee = h || !i || w->questions[i - 1].needs.predicted;

    s->siteless = !h; /* places cost more than all else */
    seep_race_clear(w->races);
    seep_lockorder_clear(w->locks);
    seep_certain_clear(w->certain);
    s->observers = NULL;
    if (!w->raceless && s->opt.look != SEEP_LOOK_NEVER)
        watch(s, seep_certain_observer(w->certain));
    if (!w->raceless && foresee)
        watch(s, seep_lockorder_observer(w->locks));
    if (!w->raceless)
        watch(s, seep_race_observer(w->races));
    if (h)
        watch(s, seep_history_observer(h));
    if (s->opt.strategy->observer)
        watch(s, s->opt.strategy->observer(s->opt.search));
    if (w->record) {
        seep_recorder_begin(&w->recorder, w->record, s);
        w->record->script = w->digest;
        watch(s, &w->recorder.observer);
    }
    if (w->watcher)
        watch(s, w->watcher);
    if (w->fold) {
        seep_digest_init(&w->folder);
        watch(s, &w->folder.observer);
    }
}

/* Runs main number i (start_main) in the world as it is restored. */
static void run(struct seep_world *w, const struct seep_options *opt,
                uint32_t i, bool watched, bool print,
                struct seep_report *report)
{
    struct seep_sim *s = &seep_lua->sim;
    struct seep_history *h = watched ? seep_history_new() : NULL;

    seep_lua_out = print ? w->opt.out : NULL;
    *w->panic_stack = '\0';
    seep_lua->loading = !i;
    seep_lua->chaos = NULL;
    seep_looks_begin(&w->looks, opt->look, watched || !i || w->closely);
    bool ok = seep_sim_restart(s, opt) == SEEP_OK;
    observe(w, s, i, h);
    if (!ok || lua_cpcall(seep_lua->L, start_main, &i))
        seep_sim_end(s, SEEP_VERDICT_LIMIT, NULL, "out of memory (--mem)");
    bool intact = seep_watchdog_run(s);
    if (intact && opt->strategy->ended && !w->contrasting)
        opt->strategy->ended(s);
    w->alloc_failed = seep_arena_failures(w->arena) > 0;
    if (intact && !w->alloc_failed)
        seep_lua_chaos_end();
    if (w->fold)
        *w->fold = w->folder.value;
    memset(report, 0, sizeof *report);
    explain(w, h, intact, report);
    seep_history_free(h);
}

/* The searcher's memory is of the runs with faults. */
static struct seep_options plain_options(const struct seep_options *opt)
{
    struct seep_options plain = *opt;

    if (opt->search && strcmp(opt->strategy->name, "replay") != 0) {
        plain.strategy = &seep_strategy_default;
        plain.search = NULL;
    }
    return plain;
}

/* After a run that a fault may have spoilt: the same without faults. */
static void run_without(struct seep_world *w, const struct seep_options *opt,
                        uint32_t i, const struct seep_snapshot *from,
                        struct seep_report *report)
{
    const struct seep_options plain = plain_options(opt);
    struct seep_schedule *record = w->record;
    struct seep_report other = {0};
    bool dry = w->opt.dry;

    if (!seep_contrast_wanted(report))
        return;
    w->record = NULL;
    w->opt.dry = w->contrasting = true;
    seep_snapshot_restore(w->arena, from);
    run(w, &plain, i, true, false, &other);
    w->contrasting = false;
    w->opt.dry = dry;
    w->record = record;
    seep_contrast(report, &other);
    seep_report_fini(&other);
}

void seep_world_run(struct seep_world *w, const struct seep_options *opt,
                    bool explained, bool print, struct seep_report *report)
{
    seep_snapshot_restore(w->arena, w->loaded);
    run(w, opt, 0, explained, print, report);
    if (explained)
        run_without(w, opt, 0, w->loaded, report);
}

void seep_world_look_for_races(struct seep_world *w, bool yes)
{
    w->raceless = !yes;
}

bool seep_world_has_plans(const struct seep_world *w)
{
    return w->opt.nplans > 0;
}

bool seep_world_sweeps(const struct seep_world *w)
{
    return w->sweeps;
}

void seep_world_record(struct seep_world *w, struct seep_schedule *to)
{
    w->record = to;
}

void seep_world_fold(struct seep_world *w, uint64_t *to)
{
    w->fold = to;
}

void seep_world_watch(struct seep_world *w, struct seep_observer *o)
{
    w->watcher = o;
}

uint64_t seep_world_choices(const struct seep_world *w)
{
    (void)w;
    return seep_lua->sim.nchoices;
}

uint32_t seep_world_digest(const struct seep_world *w)
{
    return w->digest;
}

uint32_t seep_world_scenario_calls(const struct seep_world *w)
{
    (void)w;
    return seep_lua->nscenarios;
}

bool seep_world_alloc_failed(const struct seep_world *w)
{
    return w->alloc_failed;
}

/* ---- scenarios ---- */

/* What is the same for all runs of a scenario: whether its expectations ask
 * for a cause, and which of them a run meets that passes with no finding. */
static bool find_questions(struct seep_world *w)
{
    const struct seep_report clean = {.verdict = SEEP_VERDICT_PASS,
                                      .text = (char *)""};

    free(w->questions);
    w->questions = calloc(w->nscenarios + 1, sizeof *w->questions);
    if (!w->questions)
        return false;
    for (uint32_t i = 0; i < w->nscenarios; i++) {
        struct seep_question *q = &w->questions[i];
        q->needs = seep_judge_needs(i);
        seep_judge(i, &clean, q->clean, w->scenarios[i].nexpect);
        seep_snapshot_restore(w->arena, w->collected);
    }
    return true;
}

bool seep_world_collect(struct seep_world *w, const struct seep_options *base,
                        struct seep_report *report)
{
    struct seep_options opt = *base;

    opt.strategy = &seep_strategy_default;
    opt.weak_memory = false;
    seep_world_drop_scenarios(w);
    w->collecting = true;
    seep_snapshot_restore(w->arena, w->loaded);
    run(w, &opt, 0, false, false, report);
    w->collecting = false;
    if (report->verdict != SEEP_VERDICT_PASS)
        return false;
    for (uint32_t i = 0; i < w->nscenarios; i++) {
        struct seep_options *o = &w->scenarios[i].sim;
        struct seep_options with = *base;
        with.strategy = &seep_strategy_default;
        if (w->scenarios[i].weak_memory >= 0)
            with.weak_memory = w->scenarios[i].weak_memory;
        with.procs = o->procs;
        with.seed = o->seed;
        with.drain = o->drain;
        with.timeout = o->timeout;
        with.storm = o->storm;
        with.livelock = o->livelock;
        with.free_time |= o->free_time;
        *o = with;
    }
    seep_snapshot_free(w->collected);
    w->collected = take_base(w);
    return w->collected && find_questions(w);
}

uint32_t seep_world_scenarios(const struct seep_world *w)
{
    return w->nscenarios;
}

const struct seep_scenario *seep_world_scenario(const struct seep_world *w,
                                                uint32_t i)
{
    return &w->scenarios[i];
}

/* Must it be watched for what a pattern may ask of it: a cause, the places of
 * a race, or who was stuck before the end? */
static bool asks_more(const struct seep_question *q,
                      const struct seep_report *r)
{
    if (q->needs.deadlock && r->nstuck && !r->ncertain &&
        r->verdict != SEEP_VERDICT_DEADLOCK)
        return true;
    return (q->needs.cause && (r->nstuck || r->npredicted)) || r->nraces;
}

/* Has a pattern nothing to match but the pass? */
static bool is_clean(const struct seep_report *r)
{
    return r->verdict == SEEP_VERDICT_PASS && !r->nstuck && !r->nraces &&
           !r->npredicted && !r->ncertain && !r->nopen && !r->storm &&
           !r->livelock;
}

static void judge(struct seep_world *w, uint32_t i, const struct seep_report *r,
                  bool *matched)
{
    uint32_t n = w->scenarios[i].nexpect;

    if (is_clean(r)) {
        memcpy(matched, w->questions[i].clean, n * sizeof *matched);
        return;
    }
    seep_snapshot_restore(w->arena, w->collected);
    memset(matched, 0, n * sizeof *matched);
    seep_judge(i, r, matched, n);
}

void seep_world_run_scenario(struct seep_world *w, uint32_t i,
                             const struct seep_options *opt, bool explained,
                             bool *matched, struct seep_report *report)
{
    struct seep_report r;

    seep_snapshot_restore(w->arena, w->collected);
    w->closely = w->questions[i].needs.partial;
    run(w, opt, i + 1, explained, false, &r);
    if (matched && !explained && asks_more(&w->questions[i], &r)) {
        seep_report_fini(&r);
        seep_snapshot_restore(w->arena, w->collected);
        run(w, opt, i + 1, true, false, &r);
    }
    if (explained && report)
        run_without(w, opt, i + 1, w->collected, &r);
    if (matched)
        judge(w, i, &r, matched);
    if (report)
        *report = r;
    else
        seep_report_fini(&r);
}
