/* world_run.c - one run of a main function: watched, explained, and when
 * faults may have spoilt it made again without them. */
#include <string.h>

#include "chaos.h"
#include "chaos/contrast.h"
#include "chaos/report.h"
#include "core/explain.h"
#include "core/history.h"
#include "core/text.h"
#include "world_inside.h"

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
    seep_explain_limit(s, r);
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
    if (w->record)
        watch(s, &w->recorder.observer);
    if (w->watcher)
        watch(s, w->watcher);
    if (w->fold)
        watch(s, &w->folder.observer);
}

/* They know nothing yet. */
static void forget(struct seep_world *w, const struct seep_sim *s)
{
    seep_race_clear(w->races);
    seep_lockorder_clear(w->locks);
    seep_certain_clear(w->certain);
    if (w->record) {
        seep_recorder_begin(&w->recorder, w->record, s);
        w->record->script = w->digest;
    }
    if (w->fold)
        seep_digest_init(&w->folder);
}

/* From the snapshot. */
static void begin(struct seep_world *w, const struct seep_snapshot *from,
                  const struct seep_options *opt, uint32_t i,
                  struct seep_history *h)
{
    struct seep_sim *s = &seep_lua->sim;

    seep_snapshot_restore(w->arena, from);
    seep_lua->loading = !i;
    seep_lua->chaos = NULL;
    seep_looks_begin(&w->looks, opt->look, h || !i || w->closely);
    bool ok = seep_sim_restart(s, opt) == SEEP_OK;
    s->siteless = !h; /* places cost more than all else */
    forget(w, s);
    observe(w, s, i, h);
    if (!ok || lua_cpcall(seep_lua->L, start_main, &i))
        seep_sim_end(s, SEEP_VERDICT_LIMIT, NULL, "out of memory (--mem)");
}

/* What of the run is outside the arenas; of whoever watches besides, all that
 * it calls the run's. */
static struct seep_beside beside(struct seep_world *w)
{
    struct seep_beside x = {.watch = w->watch};

    x.piece[x.n].at = &w->looks;
    x.piece[x.n++].size = sizeof w->looks;
    if (w->fold) {
        x.piece[x.n].at = &w->folder;
        x.piece[x.n++].size = sizeof w->folder;
    }
    if (w->watcher) {
        x.piece[x.n].at = w->watcher;
        x.piece[x.n++].size = w->watcher->size;
    }
    return x;
}

/* May the run begin in the middle of an earlier one, and be kept for later
 * ones?  Not if somebody has to see all of it. */
static bool goes_back(const struct seep_world *w,
                      const struct seep_options *opt,
                      const struct seep_history *h)
{
    return opt->strategy->back && !h && !w->record && !seep_lua_out &&
           (!w->watcher || w->watcher->size);
}

void seep_world__run(struct seep_world *w, const struct seep_snapshot *from,
                     const struct seep_options *opt, uint32_t i, bool watched,
                     bool print, struct seep_report *report)
{
    struct seep_sim *s = &seep_lua->sim;
    struct seep_history *h = watched ? seep_history_new() : NULL;
    const struct seep_beside x = beside(w);

    seep_lua_out = print ? w->opt.out : NULL;
    *w->panic_stack = '\0';
    bool back = goes_back(w, opt, h);
    if (back && opt->strategy->back(opt->search, w->arena, &x))
        observe(w, s, i, NULL);
    else
        begin(w, from, opt, i, h);
    bool intact = seep_watchdog_run(s, back ? &x : NULL);
    if (intact && opt->strategy->ended && !w->contrasting)
        opt->strategy->ended(s);
    w->alloc_failed = seep_arena_failures(w->arena) > 0;
    w->weighed = s->weighed;
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

void seep_world__run_without(struct seep_world *w,
                             const struct seep_options *opt, uint32_t i,
                             const struct seep_snapshot *from,
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
    seep_world__run(w, from, &plain, i, true, false, &other);
    w->contrasting = false;
    w->opt.dry = dry;
    w->record = record;
    seep_contrast(report, &other);
    seep_report_fini(&other);
}

void seep_world_run(struct seep_world *w, const struct seep_options *opt,
                    bool explained, bool print, struct seep_report *report)
{
    seep_world__run(w, w->loaded, opt, 0, explained, print, report);
    if (explained)
        seep_world__run_without(w, opt, 0, w->loaded, report);
}
