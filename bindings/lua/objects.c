/* objects.c - what the values of a live world are: all objects that something
 * can reach, and the names of fields.
 *
 * The walk goes through raw tables, environments, upvalues and stacks; it
 * needs memory of Lua's, so it is done in a world that is restored. */
#include <stdlib.h>
#include <string.h>

#include "context.h"
#include "live_inside.h"

struct found {
    const struct seep_object **o;
    size_t n, cap;
    bool failed;
};

static void keep(struct found *f, const struct seep_object *o)
{
    if (f->n == f->cap) {
        size_t cap = f->cap ? f->cap * 2 : 256;
        void *more = realloc(f->o, cap * sizeof *f->o);
        if (!more) {
            f->failed = true;
            return;
        }
        f->o = more;
        f->cap = cap;
    }
    f->o[f->n++] = o;
}

/* ---- the walk: [2] what was seen, [3] what is to be looked into ---- */

enum { FOUND = 1, SEEN, TODO };

static bool has_inside(int type)
{
    return type == LUA_TTABLE || type == LUA_TUSERDATA ||
           type == LUA_TFUNCTION || type == LUA_TTHREAD;
}

/* Notes the value on top, and pops it. */
static void note(lua_State *L, int *n)
{
    if (!has_inside(lua_type(L, -1))) {
        lua_pop(L, 1);
        return;
    }
    lua_pushvalue(L, -1);
    lua_rawget(L, SEEN);
    bool seen = lua_toboolean(L, -1);
    lua_pop(L, 1);
    if (!seen) {
        lua_pushvalue(L, -1);
        lua_pushboolean(L, 1);
        lua_rawset(L, SEEN);
        lua_rawseti(L, TODO, ++*n);
        return;
    }
    lua_pop(L, 1);
}

static void look_into_table(lua_State *L, int *n)
{
    int t = lua_gettop(L);

    for (lua_pushnil(L); lua_next(L, t);) {
        note(L, n);
        lua_pushvalue(L, -1);
        note(L, n);
    }
}

static void look_into_thread(lua_State *L, int *n)
{
    lua_State *of = lua_tothread(L, -1);
    lua_Debug ar;

    if (of == L || !lua_checkstack(of, 2))
        return;
    for (int i = 1, top = lua_gettop(of); i <= top; i++) {
        lua_pushvalue(of, i);
        lua_xmove(of, L, 1);
        note(L, n);
    }
    for (int level = 0; lua_getstack(of, level, &ar); level++) {
        if (lua_getinfo(of, "f", &ar)) {
            lua_xmove(of, L, 1);
            note(L, n);
        }
        for (int i = 1; lua_getlocal(of, &ar, i); i++) {
            lua_xmove(of, L, 1);
            note(L, n);
        }
    }
}

static void look_into(lua_State *L, struct found *f, int *n)
{
    int type = lua_type(L, -1);

    if (type == LUA_TUSERDATA && lua_touserdata(L, -1) &&
        lua_objlen(L, -1) >= sizeof(struct seep_object))
        keep(f, lua_touserdata(L, -1));
    if (type != LUA_TTABLE) {
        lua_getfenv(L, -1);
        note(L, n);
    }
    if (lua_getmetatable(L, -1))
        note(L, n);
    if (type == LUA_TTABLE)
        look_into_table(L, n);
    else if (type == LUA_TTHREAD)
        look_into_thread(L, n);
    for (int i = 1; type == LUA_TFUNCTION && lua_getupvalue(L, -1, i); i++)
        note(L, n);
}

static int walk(lua_State *L)
{
    struct found *f = lua_touserdata(L, FOUND);
    int n = 0;

    lua_newtable(L);
    lua_newtable(L);
    lua_pushvalue(L, LUA_REGISTRYINDEX);
    note(L, &n);
    for (int i = 1; i <= n; i++) {
        lua_rawgeti(L, TODO, i);
        look_into(L, f, &n);
        lua_settop(L, TODO);
        lua_pushboolean(L, 0);
        lua_rawseti(L, TODO, i);
    }
    return 0;
}

/* By number; without one, as they came. */
static int by_id(const void *a, const void *b)
{
    const struct seep_object *x = *(const struct seep_object *const *)a;
    const struct seep_object *y = *(const struct seep_object *const *)b;

    return (x->id > y->id) - (x->id < y->id);
}

static bool is_object(const struct seep_object *o)
{
    return (o->magic & 0xffffff00u) == SEEP_OBJECT_MAGIC;
}

static struct found find_all(struct seep_live *v)
{
    struct found f = {0};
    struct seep_snapshot *now = seep_snapshot_take(v->w->arena);

    if (!now)
        return f;
    seep_arena_lift(v->w->arena);
    if (lua_cpcall(seep_lua->L, walk, &f))
        f.failed = true;
    seep__live_put_back(v, now);
    seep_snapshot_free(now);
    return f;
}

void seep_live_objects(struct seep_live *v,
                       void (*f)(void *context, const struct seep_object *o),
                       void *context)
{
    struct found all = find_all(v);
    size_t n = 0;

    for (size_t i = 0; i < all.n; i++)
        if (is_object(all.o[i]) && all.o[i]->id)
            all.o[n++] = all.o[i];
    if (n)
        qsort(all.o, n, sizeof *all.o, by_id);
    for (size_t i = 0; i < n; i++)
        f(context, all.o[i]);
    free(all.o);
}

/* ---- contexts ---- */

static const char *const made_by[] = {"Background",   "TODO",      "WithCancel",
                                      "WithDeadline", "AfterFunc", "WithValue",
                                      "WithoutCancel"};
static const char *const ended_by[] = {"open", "canceled", "deadline exceeded",
                                       "ended"};

static void tell_context(const struct seep_context *c, unsigned depth,
                         void (*f)(void *, const struct seep_live_context *),
                         void *to)
{
    bool cancelling = c->kind == SEEP_CONTEXT_CANCELLING;
    struct seep_live_context k = {
        .depth = depth,
        .made_by = made_by[c->suffix],
        .state = cancelling ? ended_by[c->err & 3] : "",
        .id = cancelling && c->ch ? c->ch->obj.id : 0,
        .deadline = cancelling && c->has_deadline ? (int64_t)c->deadline : -1};

    if (cancelling && c->ch)
        for (const struct seep_waiter *w = c->ch->q[SEEP_RECV].first; w;
             w = w->next)
            k.waiters++;
    f(to, &k);
}

/* Those below c, depth first; no deeper than MOST, for the stack's sake. */
static void tell_below(/* NOLINT(misc-no-recursion) */
                       const struct found *all, const struct seep_context *up,
                       unsigned depth,
                       void (*f)(void *, const struct seep_live_context *),
                       void *to)
{
    enum { MOST = 60 };

    for (size_t i = 0; depth < MOST && i < all->n; i++) {
        const struct seep_context *c = (const void *)all->o[i];
        if (c->parent != up)
            continue;
        tell_context(c, depth, f, to);
        tell_below(all, c, depth + 1, f, to);
    }
}

void seep_live_contexts(struct seep_live *v,
                        void (*f)(void *to, const struct seep_live_context *c),
                        void *to)
{
    struct found all = find_all(v);
    size_t n = 0;

    for (size_t i = 0; i < all.n; i++)
        if (all.o[i]->magic == SEEP_CONTEXT_MAGIC)
            all.o[n++] = all.o[i];
    all.n = n;
    tell_below(&all, NULL, 0, f, to);
    free(all.o);
}

/* ---- names ---- */

/* Pushes t[name], raw, without making a string; nil when there is none. */
static void push_raw_field(lua_State *L, int t, const char *name, size_t n)
{
    size_t length;

    for (lua_pushnil(L); lua_next(L, t); lua_pop(L, 1))
        if (lua_type(L, -2) == LUA_TSTRING &&
            !strncmp(lua_tolstring(L, -2, &length), name, n) && length == n) {
            lua_replace(L, -2);
            return;
        }
    lua_pushnil(L);
}

static void push_reg_field(lua_State *L, enum seep_reg reg, const char *name)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, reg);
    push_raw_field(L, lua_gettop(L), name, strlen(name));
    lua_remove(L, -2);
}

/* The observed globals, by name: { name = variable }. */
static void push_globals(lua_State *L)
{
    push_reg_field(L, SEEP_REG_LIB, "observed");
    push_raw_field(L, lua_gettop(L), "vars", 4);
    lua_remove(L, -2);
}

/* An observed variable on top is replaced by its value. */
static void look_behind(lua_State *L)
{
    const struct seep_object *o = lua_touserdata(L, -1);

    if (lua_type(L, -1) != LUA_TUSERDATA || !o ||
        o->magic != (SEEP_OBJECT_MAGIC | SEEP_OBJ_SHARED))
        return;
    lua_getfenv(L, -1);
    lua_rawgeti(L, -1, SEEP_KEEP_VALUE);
    lua_replace(L, -3);
    lua_pop(L, 1);
}

/* Pushes the session's variable or the global of that name. */
static void push_variable(lua_State *L, const char *name, size_t n)
{
    push_reg_field(L, SEEP_REG_PROMPT, "locals");
    push_raw_field(L, lua_gettop(L), name, n);
    lua_remove(L, -2);
    if (!lua_isnil(L, -1))
        return;
    lua_pop(L, 1);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_ENV);
    push_raw_field(L, lua_gettop(L), name, n);
    lua_remove(L, -2);
    if (!lua_isnil(L, -1))
        return;
    lua_pop(L, 1);
    push_globals(L);
    push_raw_field(L, lua_gettop(L), name, n);
    lua_remove(L, -2);
    look_behind(L);
}

/* Replaces the value on top by the table in which its missing fields are
 * looked for; nil: in none that is a table. */
static void push_index(lua_State *L)
{
    if (!lua_getmetatable(L, -1)) {
        lua_pushnil(L);
    } else {
        push_raw_field(L, lua_gettop(L), "__index", 7);
        lua_remove(L, -2);
        if (lua_isfunction(L, -1)) { /* of ours: methods are upvalue 1 */
            if (!lua_getupvalue(L, -1, 1))
                lua_pushnil(L);
            lua_remove(L, -2);
        }
        if (!lua_istable(L, -1)) {
            lua_pop(L, 1);
            lua_pushnil(L);
        }
    }
    lua_replace(L, -2);
}

enum { FARTHEST = 20 }; /* tables behind one another */

/* Replaces the value on top by its field, along the tables behind it. */
static void step_into(lua_State *L, const char *name, size_t n)
{
    for (int i = 0; i < FARTHEST && !lua_isnil(L, -1); i++) {
        if (lua_istable(L, -1)) {
            push_raw_field(L, lua_gettop(L), name, n);
            if (!lua_isnil(L, -1)) {
                lua_replace(L, -2);
                look_behind(L);
                return;
            }
            lua_pop(L, 1);
        }
        push_index(L);
    }
    lua_pop(L, 1);
    lua_pushnil(L);
}

struct telling {
    void (*f)(void *context, const char *name, bool function);
    void *context;
    bool functions_only;
};

static void tell_table(lua_State *L, const struct telling *to)
{
    int t = lua_gettop(L);

    for (lua_pushnil(L); lua_next(L, t); lua_pop(L, 1)) {
        bool function = lua_isfunction(L, -1);
        if (lua_type(L, -2) == LUA_TSTRING && (function || !to->functions_only))
            to->f(to->context, lua_tostring(L, -2), function);
    }
}

/* The fields of the value on top, and of the tables behind it. */
static void tell_fields(lua_State *L, const struct telling *to)
{
    for (int i = 0; i < FARTHEST && !lua_isnil(L, -1); i++) {
        const struct seep_object *o = lua_touserdata(L, -1);
        if (lua_type(L, -1) == LUA_TUSERDATA && o &&
            o->magic == (SEEP_OBJECT_MAGIC | SEEP_OBJ_SHARED)) {
            lua_pushvalue(L, -1);
            look_behind(L);
            if (lua_istable(L, -1))
                tell_table(L, to);
            lua_pop(L, 1);
        }
        if (lua_istable(L, -1))
            tell_table(L, to);
        push_index(L);
    }
}

static void tell_variables(lua_State *L, const struct telling *to)
{
    push_reg_field(L, SEEP_REG_PROMPT, "locals");
    tell_table(L, to);
    lua_pop(L, 1);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_ENV);
    tell_table(L, to);
    lua_pop(L, 1);
    push_globals(L);
    tell_table(L, to);
    lua_pop(L, 1);
}

static void tell_path(lua_State *L, const char *path, struct telling *to)
{
    size_t n = strcspn(path, ".:");

    push_variable(L, path, n);
    while (path[n] && path[n + 1]) {
        path += n + 1;
        n = strcspn(path, ".:");
        step_into(L, path, n);
    }
    to->functions_only = path[n] == ':';
    tell_fields(L, to);
}

void seep_live_names(struct seep_live *v, const char *path,
                     void (*f)(void *context, const char *name, bool function),
                     void *context)
{
    lua_State *L = seep_lua->L;
    struct telling to = {.f = f, .context = context};

    if (!seep_live_look(v))
        return;
    if (*path)
        tell_path(L, path, &to);
    else
        tell_variables(L, &to);
    seep_live_look_end(v);
}
