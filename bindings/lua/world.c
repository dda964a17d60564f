/* world.c - making the world, and what is asked of it and set. */
#include "world.h"

#include <stdlib.h>
#include <string.h>
#include <luajit.h>

#include "chaos.h"
#include "library.h"
#include "world_inside.h"

struct seep_world *seep_world;

struct seep_world_options seep_world_options_default(void)
{
    return (struct seep_world_options){.mem = (size_t)1 << 30, .out = NULL};
}

/* ---- making ---- */

/* What is small is given when it should be refused, too, and the run ends at
 * the next look of the count hook: LuaJIT's fast functions (string.sub) call
 * the allocator without having said where the stack ends, and an error would
 * be pushed into the middle of it. */
enum { SPARED = 4096 };

static void *allocate(void *arena, void *p, size_t old_size, size_t new_size)
{
    if (!new_size) {
        seep_arena_release(arena, p, old_size);
        return NULL;
    }
    if (p)
        return seep_arena_realloc(arena, p, old_size, new_size);
    return new_size <= SPARED ? seep_arena_alloc_spared(arena, new_size)
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

/* Is the word anywhere in it? */
static bool mentions(const struct source *src, const char *word)
{
    size_t n = strlen(word);

    for (size_t i = 0; i + n <= src->length; i++)
        if (!memcmp(src->text + i, word, n))
            return true;
    return false;
}

static void load_mentioned(lua_State *L, const struct source *src)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_LIB);
    lua_getfield(L, -1, "load_mentioned");
    lua_pushlstring(L, src->text, src->length);
    lua_pushboolean(L, src->w->opt.nplans > 0);
    lua_call(L, 2, 0);
    lua_pop(L, 1);
}

/* Compiles the script with the sandbox's environment. */
static int compile(lua_State *L)
{
    struct source *src = lua_touserdata(L, 1);

    lua_pushfstring(L, "@%s", src->w->path);
    src->status =
        luaL_loadbuffer(L, src->text, src->length, lua_tostring(L, -1));
    if (src->status)
        return lua_error(L);
    seep_lua->tracks |= mentions(src, "chaos");
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_ENV);
    lua_setfenv(L, -2);
    lua_rawseti(L, LUA_REGISTRYINDEX, SEEP_REG_CHUNK);
    load_mentioned(L, src);
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

struct seep_snapshot *seep_world__take_base(struct seep_world *w)
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
    w->loaded = seep_world__take_base(w);
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
    w->watch = seep_arena_new_beside();
    w->races = w->watch ? seep_race_new(w->watch) : NULL;
    w->locks = w->watch ? seep_lockorder_new(w->watch) : NULL;
    w->certain = w->watch ? seep_certain_new(w->locks, w->watch) : NULL;
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
    seep_arena_free(w->watch);
    seep_world_drop_scenarios(w);
    free(w->scenarios);
    free(w->questions);
    free(w->path);
    free(w);
    seep_world = NULL;
    seep_lua = NULL;
}

/* ---- asking and setting ---- */

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

uint64_t seep_world_weighed(const struct seep_world *w)
{
    return w->weighed;
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
