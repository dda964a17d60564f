/* judge.c - a report as the table that scripts/seep/expect.lua matches. */
#include "judge.h"

#include "core/report.h"
#include "host.h"

static void set_string(lua_State *L, const char *key, const char *s)
{
    lua_pushstring(L, s);
    lua_setfield(L, -2, key);
}

static void set_number(lua_State *L, const char *key, double n)
{
    lua_pushnumber(L, n);
    lua_setfield(L, -2, key);
}

static void set_bool(lua_State *L, const char *key, bool b)
{
    lua_pushboolean(L, b);
    lua_setfield(L, -2, key);
}

static void set_place(lua_State *L, const char *key, const struct seep_place *p)
{
    lua_pushfstring(L, "%s:%d", p->file, (int)p->line);
    lua_setfield(L, -2, key);
}

static void push_stuck(lua_State *L, const struct seep_stuck *k)
{
    lua_createtable(L, 0, 8);
    set_number(L, "count", k->count);
    set_string(L, "wait", k->wait);
    set_string(L, "cause", k->cause);
    set_string(L, "name", k->main && !*k->who.name ? "main" : k->who.name);
    set_place(L, "at", &k->at);
    set_place(L, "created", &k->created);
    set_bool(L, "main", k->main);
    set_bool(L, "still_running", k->still_running);
    set_bool(L, "certain", k->certain.id != 0);
}

/* runtime.exit(0) is a way to pass. */
static enum seep_verdict_kind verdict_of(const struct seep_report *r)
{
    return r->verdict == SEEP_VERDICT_EXIT && !r->exit_code ? SEEP_VERDICT_PASS
                                                            : r->verdict;
}

static void push_races(lua_State *L, const struct seep_report *r)
{
    lua_createtable(L, (int)r->nraces, 0);
    for (size_t i = 0; i < r->nraces; i++) {
        lua_createtable(L, 0, 3);
        set_string(L, "name", r->races[i].name);
        set_place(L, "before", &r->races[i].before.at);
        set_place(L, "after", &r->races[i].after.at);
        lua_rawseti(L, -2, (int)i + 1);
    }
}

/* The name of a goroutine, as push_stuck has it. */
static const char *name_of(const struct seep_who *who)
{
    return who->id == 1 && !*who->name ? "main" : who->name;
}

static void push_predicted_one(lua_State *L, const struct seep_predicted *p)
{
    lua_createtable(L, 0, 4);
    set_string(L, "cause", p->cause);
    set_number(L, "cycle", (double)p->nstep);
    set_number(L, "count", p->count);
    lua_createtable(L, (int)p->nstep, 0);
    for (size_t i = 0; i < p->nstep; i++) {
        lua_createtable(L, 0, 3);
        set_string(L, "name", name_of(&p->step[i].who));
        set_place(L, "held_at", &p->step[i].held.at);
        set_place(L, "at", &p->step[i].took.at);
        lua_rawseti(L, -2, (int)i + 1);
    }
    lua_setfield(L, -2, "steps");
}

static void push_predicted(lua_State *L, const struct seep_report *r)
{
    lua_createtable(L, (int)r->npredicted, 0);
    for (size_t i = 0; i < r->npredicted; i++) {
        push_predicted_one(L, &r->predicted[i]);
        lua_rawseti(L, -2, (int)i + 1);
    }
}

static void push_open(lua_State *L, const struct seep_report *r)
{
    lua_createtable(L, (int)r->nopen, 0);
    for (size_t i = 0; i < r->nopen; i++) {
        lua_createtable(L, 0, 4);
        set_string(L, "kind", r->open[i].kind);
        set_string(L, "name", r->open[i].name);
        set_place(L, "at", &r->open[i].at);
        set_number(L, "count", r->open[i].count);
        lua_rawseti(L, -2, (int)i + 1);
    }
}

static void push_result(lua_State *L, const struct seep_report *r)
{
    int ncycle = 0;

    lua_createtable(L, 0, 8);
    set_string(L, "verdict", seep_verdict_text(verdict_of(r)));
    set_string(L, "text", r->text);
    set_bool(L, "livelock", r->livelock);
    set_bool(L, "partial", r->ncertain > 0);
    if (r->limit && !r->cut)
        set_string(L, "limit", r->limit);
    lua_newtable(L); /* cycles */
    lua_newtable(L); /* stuck */
    for (size_t i = 0; i < r->nstuck; i++) {
        push_stuck(L, &r->stuck[i]);
        lua_rawseti(L, -2, (int)i + 1);
        if (!r->stuck[i].cycle)
            continue;
        lua_pushinteger(L, (lua_Integer)r->stuck[i].cycle);
        lua_rawseti(L, -3, ++ncycle);
    }
    lua_setfield(L, -3, "stuck");
    lua_setfield(L, -2, "cycles");
    push_races(L, r);
    lua_setfield(L, -2, "races");
    push_predicted(L, r);
    lua_setfield(L, -2, "predicted");
    push_open(L, r);
    lua_setfield(L, -2, "resources");
    set_bool(L, "storm", r->storm != NULL);
}

/* Pushes scenario i's list of quantifiers. */
static void push_quantifiers(lua_State *L, uint32_t i)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_SCENARIOS);
    lua_rawgeti(L, -1, (int)i + 1);
    lua_getfield(L, -1, "quantifiers");
    lua_replace(L, -3);
    lua_pop(L, 1);
}

struct request {
    uint32_t i;
    const struct seep_report *r;
    bool *matched;
    uint32_t n;
    struct seep_judge_needs needs;
};

static void push_judge(lua_State *L, const char *function)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_JUDGE);
    lua_getfield(L, -1, function);
    lua_remove(L, -2);
}

static int do_judge(lua_State *L)
{
    struct request *q = lua_touserdata(L, 1);

    push_result(L, q->r);
    push_quantifiers(L, q->i);
    for (uint32_t k = 0; k < q->n; k++) {
        push_judge(L, "matches");
        lua_rawgeti(L, 3, (int)k + 1);
        lua_getfield(L, -1, "pattern");
        lua_remove(L, -2);
        lua_pushvalue(L, 2);
        lua_call(L, 2, 1);
        q->matched[k] = lua_toboolean(L, -1);
        lua_pop(L, 1);
    }
    return 0;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): do_judge writes there */
bool seep_judge(uint32_t i, const struct seep_report *r, bool *matched,
                uint32_t nmatched)
{
    struct request q = {.i = i, .r = r, .matched = matched, .n = nmatched};

    if (!lua_cpcall(seep_lua->L, do_judge, &q))
        return true;
    lua_pop(seep_lua->L, 1);
    return false;
}

static int do_needs(lua_State *L)
{
    struct request *q = lua_touserdata(L, 1);

    push_quantifiers(L, q->i);
    for (int k = 1; k <= (int)lua_objlen(L, 2); k++) {
        push_judge(L, "needs");
        lua_rawgeti(L, 2, k);
        lua_getfield(L, -1, "pattern");
        lua_remove(L, -2);
        lua_call(L, 1, 4);
        q->needs.cause |= lua_toboolean(L, -4);
        q->needs.deadlock |= lua_toboolean(L, -3);
        q->needs.partial |= lua_toboolean(L, -2);
        q->needs.predicted |= lua_toboolean(L, -1);
        lua_pop(L, 4);
    }
    return 0;
}

struct seep_judge_needs seep_judge_needs(uint32_t i)
{
    struct request q = {.i = i};

    if (lua_cpcall(seep_lua->L, do_needs, &q))
        lua_pop(seep_lua->L, 1);
    return q.needs;
}
