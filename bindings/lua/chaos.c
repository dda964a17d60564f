/* chaos.c - faults in Lua: arming what scripts/seep/chaos.lua has checked,
 * asking the functions of a plan, cancelling contexts.
 *
 * DESIGN
 *
 * A function of a plan (when, hypothesis) is called in the middle of somebody
 * else's operation, so it may look and do nothing else: it runs in the name of
 * a goroutine that is not there, unseen by those who watch, with random
 * streams and counts put back behind it.  The run goes on as if it had not
 * been asked. */
#include "chaos.h"

#include <string.h>

#include "context.h"
#include "core/arena.h"
#include "plans.h"
#include "world_inside.h"

/* Fields of the registry's table SEEP_REG_CHAOS; below them, from 1: the
 * `when` of rules. */
enum {
    ARM = -1,        /* function(plan): arms it */
    COMPILE = -2,    /* function(chunk, path, text): its plan */
    CANCEL = -3,     /* function(ctx, cause): ends it */
    HYPOTHESIS = -4, /* a list of functions */
    PLANS = -5,      /* those of the command line, compiled */
    CONTEXTS = -6,   /* weak: [i] = a context that can be ended */
    PINS = -7,       /* what is not to be collected */
};

static struct seep_lua_chaos *present(void)
{
    return seep_lua->chaos;
}

static void push_field(lua_State *L, int key)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_CHAOS);
    lua_rawgeti(L, -1, key);
    lua_remove(L, -2);
}

/* Sets it to the value on top, which is popped. */
static void set_field(lua_State *L, int key)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_CHAOS);
    lua_insert(L, -2);
    lua_rawseti(L, -2, key);
    lua_pop(L, 1);
}

/* ---- asking functions of a plan ---- */

static bool only_looks(uint8_t kind)
{
    const uint64_t looks =
        UINT64_C(1) << SEEP_OP_LEN | UINT64_C(1) << SEEP_OP_READ |
        UINT64_C(1) << SEEP_OP_ATOMIC_LOAD | UINT64_C(1) << SEEP_OP_MAP_READ |
        UINT64_C(1) << SEEP_OP_MAP_LEN | UINT64_C(1) << SEEP_OP_MAP_NEXT |
        UINT64_C(1) << SEEP_OP_SYNCMAP_LOAD |
        UINT64_C(1) << SEEP_OP_SYNCMAP_RANGE;

    return looks >> kind & 1;
}

static bool on_look(struct seep_hook *h, struct seep_sim *s, struct seep_g *g,
                    enum seep_outcome *r)
{
    (void)h, (void)s;
    if (only_looks(g->op.kind))
        return false;
    g->raise = "a function of a plan can look at the world, and do nothing "
               "to it";
    *r = SEEP_PANICKED;
    return true;
}

struct question {
    int key; /* of the function */
    int n;   /* of the hypothesis: which; 0: none */
    bool answer;
    bool numbered; /* a number came with the answer */
    double number;
    char why[160]; /* it could not be answered; "": it could */
};

static int ask_protected(lua_State *L)
{
    struct question *q = lua_touserdata(L, 1);

    push_field(L, q->key);
    if (q->n) {
        lua_rawgeti(L, -1, q->n);
        lua_remove(L, -2);
    }
    lua_call(L, 0, 2);
    q->answer = lua_toboolean(L, -2);
    q->numbered = lua_isnumber(L, -1);
    q->number = lua_tonumber(L, -1);
    return 0;
}

/* Where a call can be made now: in the goroutine that is at work, or outside
 * of all. */
static lua_State *caller(const struct seep_g *g)
{
    bool outside = !g || !g->host_in || g->host_state & SEEP_LUA_AWAITS;

    return outside ? seep_lua->L : g->host_in;
}

static void call(struct question *q, const struct seep_g *g)
{
    lua_State *L = caller(g);
    int top = lua_gettop(L);

    if (!lua_checkstack(L, LUA_MINSTACK) || lua_cpcall(L, ask_protected, q)) {
        const char *why = lua_tostring(L, -1);
        snprintf(q->why, sizeof q->why, "%s", why ? why : "an error");
    }
    lua_settop(L, top);
}

/* As if nobody had asked. */
static void ask(struct question *q)
{
    struct seep_lua_chaos *lc = present();
    struct seep_sim *s = &seep_lua->sim;
    struct seep_sim was = *s;
    struct seep_g *cur = s->p->cur;

    s->running = &lc->env;
    s->observers = NULL;
    s->opt.strategy = &seep_strategy_default;
    seep_sim_set_hook(s, &lc->look, UINT64_MAX);
    s->over = false;
    s->last_step = s->opt.max_steps;
    lc->looking = true;
    call(q, was.running);
    lc->looking = false;
    s->over = was.over;
    s->last_step = was.last_step;
    s->running = was.running;
    s->observers = was.observers;
    s->opt.strategy = was.opt.strategy;
    seep_sim_set_hook(s, was.hook, was.hooked);
    s->polls = was.polls;
    s->quiet = was.quiet;
    s->rng_select = was.rng_select;
    s->rng_script = was.rng_script;
    s->rng_map = was.rng_map;
    s->drew = was.drew;
    s->p->cur = cur;
    if (!*q->why) {
        s->steps = was.steps;
        s->charged = was.charged;
    }
}

static void abort_run(const char *text)
{
    struct seep_sim *s = &seep_lua->sim;

    seep_sim_end(s, SEEP_VERDICT_ABORTED, s->running, text);
}

static bool on_when(struct seep_chaos *c, struct seep_rule *r)
{
    struct question q = {.key = (int)r->number};
    char text[256];

    (void)c;
    ask(&q);
    if (*q.why) {
        snprintf(text, sizeof text, "fault f%u (%s), when: %s", r->number,
                 r->line, q.why);
        abort_run(text);
    }
    return q.answer && !*q.why;
}

static int count_hypotheses(lua_State *L)
{
    push_field(L, HYPOTHESIS);
    int n = (int)lua_objlen(L, -1);
    lua_pop(L, 1);
    return n;
}

static void say_broken(const struct seep_chaos *c, const struct question *q)
{
    char text[300];

    if (*q->why)
        snprintf(text, sizeof text, "the hypothesis failed: %s", q->why);
    else if (!c->nhits && c->looks == 1)
        snprintf(text, sizeof text,
                 "the hypothesis does not hold before any fault");
    else if (c->recovery && c->nhits)
        snprintf(text, sizeof text,
                 "the hypothesis does not hold again, after %llu fault%s and "
                 "the time to recover",
                 (unsigned long long)c->nhits, c->nhits == 1 ? "" : "s");
    else
        snprintf(text, sizeof text,
                 "the hypothesis does not hold any more, after %llu fault%s",
                 (unsigned long long)c->nhits, c->nhits == 1 ? "" : "s");
    abort_run(text);
}

static bool on_hypothesis(struct seep_chaos *c)
{
    int n = count_hypotheses(seep_lua->L);

    for (int i = 1; i <= n; i++) {
        struct question q = {.key = HYPOTHESIS, .n = i};
        ask(&q);
        if (q.numbered && i == 1)
            seep_chaos_sample(c, q.number);
        if (q.answer && !*q.why)
            continue;
        say_broken(c, &q);
        return false;
    }
    return true;
}

/* ---- contexts ---- */

void seep_lua_chaos_track(lua_State *L)
{
    push_field(L, CONTEXTS);
    lua_pushvalue(L, -2);
    lua_rawseti(L, -2, (int)++seep_lua->ncontexts);
    lua_pop(L, 1);
}

static bool is_meant(const struct seep_context *x, const struct seep_rule *r,
                     const struct seep_object *ch)
{
    const struct seep_object *o = &x->ch->obj;
    const char *pattern = r->host;

    if (x->err)
        return false;
    if (ch)
        return o == ch;
    if (r->context_id)
        return o->id == r->context_id;
    if (!pattern)
        return true;
    return x->ch->named &&
           seep_glob_matches(pattern,
                             seep_name_text(&seep_lua->sim.names, o->name));
}

/* Starts a goroutine of the environment's: what is called, and its two
 * arguments, are on top. */
static void start(lua_State *L)
{
    struct seep_sim *s = &seep_lua->sim;
    struct seep_g *was = s->running;
    uint32_t name = seep_name(&s->names, s->arena, "chaos", 5);

    s->running = &present()->env;
    struct seep_g *g = seep_lua_spawn(L, 2, name, 0);
    s->running = was;
    if (seep_sim_start(s, g) != SEEP_OK)
        luaL_error(L, "not enough memory");
    lua_pop(L, 1);
}

struct ending {
    struct seep_rule *r;
    struct seep_object *ch;
    bool act, found;
};

static int end_protected(lua_State *L)
{
    struct ending *e = lua_touserdata(L, 1);

    push_field(L, CONTEXTS);
    for (uint32_t i = 1; i <= seep_lua->ncontexts; i++) {
        lua_rawgeti(L, 2, (int)i);
        const struct seep_context *x = seep_context_test(L, -1);
        if (x && is_meant(x, e->r, e->ch)) {
            e->found = true;
            if (!e->act)
                return 0;
            push_field(L, CANCEL);
            lua_insert(L, -2);
            lua_pushstring(L, e->r->text);
            start(L);
        }
        lua_settop(L, 2);
    }
    return 0;
}

static bool on_cancel(struct seep_chaos *c, struct seep_rule *r,
                      struct seep_object *ch, bool act)
{
    struct ending e = {r, ch, act, false};
    lua_State *L = caller(c->sim->running);
    int top = lua_gettop(L);

    if (!lua_checkstack(L, LUA_MINSTACK) || lua_cpcall(L, end_protected, &e))
        (void)seep_sim_no_memory(c->sim, c->sim->running);
    lua_settop(L, top);
    return e.found;
}

/* ---- channels ---- */

/* What g's operation has as its operand, or as one of its cases, keeps the
 * channel: a channel, a view or a select case. */
static int pin_protected(lua_State *L)
{
    const struct seep_g *g = lua_touserdata(L, 1);
    lua_State *on = g->host_state & SEEP_LUA_AWAITS ? g->host : g->host_in;

    push_field(L, PINS);
    if (!on)
        return 0;
    for (int i = 1, n = lua_gettop(on); i <= n && on != L; i++) {
        luaL_checkstack(on, 1, NULL);
        lua_pushvalue(on, i);
        lua_xmove(on, L, 1);
        lua_rawseti(L, 2, (int)lua_objlen(L, 2) + 1);
    }
    return 0;
}

static void on_pin(struct seep_chaos *c, struct seep_g *g, struct seep_chan *ch)
{
    (void)ch;
    if (lua_cpcall(seep_lua->L, pin_protected, g)) {
        lua_pop(seep_lua->L, 1);
        (void)seep_sim_no_memory(c->sim, g);
    }
}

static void on_jump(struct seep_chaos *c, int64_t d)
{
    (void)c;
    seep_lua->wall += d;
}

void seep_lua_chaos_end(void)
{
    struct seep_sim *s = &seep_lua->sim;
    struct seep_lua_chaos *lc = present();

    if (!lc || !lc->c->supposes || s->verdict.kind != SEEP_VERDICT_PASS)
        return;
    s->over = false; /* for one verdict more */
    lc->c->looks++;
    (void)on_hypothesis(lc->c);
    s->over = true;
    s->last_step = 0;
}

static const struct seep_chaos_host host = {.when = on_when,
                                            .holds = on_hypothesis,
                                            .cancel = on_cancel,
                                            .pin = on_pin,
                                            .jump = on_jump};

/* ---- making it ---- */

/* The one of this run, made now if there is none. */
static struct seep_chaos *chaos(lua_State *L)
{
    struct seep_sim *s = &seep_lua->sim;
    enum { FAR = 1 << 20 }; /* its goroutines are nobody's children */

    if (present())
        return present()->c;
    struct seep_lua_chaos *lc = seep_arena_aside(s->arena, sizeof *lc);
    struct seep_chaos *c = lc ? seep_chaos_new(s, &host) : NULL;
    if (!c)
        luaL_error(L, "not enough memory");
    memset(lc, 0, sizeof *lc);
    lc->c = c;
    c->dry = seep_world->opt.dry;
    lc->env.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_G;
    lc->env.status = SEEP_G_RUNNING;
    lc->env.own.g = &lc->env;
    lc->look.op = on_look;
    struct seep_kin *kin = seep_g_kin(s->arena, &lc->env);
    if (!kin)
        luaL_error(L, "not enough memory");
    kin->children = FAR;
    seep_lua->chaos = lc;
    return c;
}

/* ---- reading what chaos.lua hands over: a table at index 1 ---- */

static double number(lua_State *L, const char *key, double otherwise)
{
    lua_getfield(L, 1, key);
    double n = lua_isnumber(L, -1) ? lua_tonumber(L, -1) : otherwise;
    lua_pop(L, 1);
    return n;
}

static bool flag(lua_State *L, const char *key)
{
    lua_getfield(L, 1, key);
    bool yes = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return yes;
}

/* A copy that stays; NULL: nothing is there. */
static const char *text_of(lua_State *L, struct seep_chaos *c, const char *key)
{
    size_t n;
    char *copy = NULL;

    lua_getfield(L, 1, key);
    const char *s = lua_tolstring(L, -1, &n);
    if (s && !(copy = seep_chaos_alloc(c, n + 1)))
        luaL_error(L, "not enough memory");
    if (s)
        memcpy(copy, s, n + 1);
    lua_pop(L, 1);
    return copy;
}

/* What has no end is for ever. */
static int64_t time_of(lua_State *L, const char *key, double otherwise)
{
    double d = number(L, key, otherwise);

    return d < 9.2e18 ? (int64_t)d : SEEP_TIME_NEVER;
}

static void read_what(lua_State *L, struct seep_chaos *c, struct seep_rule *r)
{
    lua_getfield(L, 1, "fault");
    r->fault = (uint8_t)(seep_fault_find(lua_tostring(L, -1)) - seep_faults);
    lua_pop(L, 1);
    r->by[0] = time_of(L, "least", 0);
    r->by[1] = time_of(L, "most", 0);
    r->steps = (uint64_t)number(L, "steps", 0);
    r->count = (uint32_t)number(L, "count", 0);
    r->factor = number(L, "factor", 0);
    const char *said = text_of(L, c, "text");
    snprintf(r->text, sizeof r->text, "%s", said ? said : "");
    r->worded = said != NULL;
    r->bare = flag(L, "bare");
    r->shown = text_of(L, c, "shown");
    r->chosen = text_of(L, c, "chosen");
    r->line = text_of(L, c, "line");
}

static void read_where(lua_State *L, struct seep_chaos *c, struct seep_rule *r)
{
    lua_getfield(L, 1, "places");
    r->places = seep_places_list(lua_tostring(L, -1));
    lua_pop(L, 1);
    r->goroutine.pattern = text_of(L, c, "goroutine");
    r->object.pattern = text_of(L, c, "object");
    r->site.pattern = text_of(L, c, "site");
    r->conn = text_of(L, c, "conn");
    r->host = (void *)(uintptr_t)text_of(L, c, "context");
    r->context_id = (uint32_t)number(L, "context_id", 0);
    r->object_id = (uint32_t)number(L, "object_id", 0);
    r->goroutine_id = (uint32_t)number(L, "goroutine_id", 0);
    r->once = flag(L, "once");
    r->unsound = flag(L, "unsound");
}

static void read_when(lua_State *L, struct seep_rule *r)
{
    r->from = time_of(L, "from", 0);
    r->until = time_of(L, "until", 1e19);
    r->p = number(L, "p", 1);
    r->every = (uint64_t)number(L, "every", 0);
    r->max = (uint64_t)number(L, "max", 0);
    r->keep = (uint32_t)number(L, "keep", 0);
    r->sweeps = flag(L, "sweeps");
    lua_getfield(L, 1, "nth");
    for (int i = 1; lua_istable(L, -1) && i <= SEEP_NTH_MAX; i++) {
        lua_rawgeti(L, -1, i);
        if (lua_isnumber(L, -1))
            r->nth[r->nnth++] = (uint64_t)lua_tonumber(L, -1);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

static struct seep_rule *rule_of(const struct seep_chaos *c, uint32_t number)
{
    struct seep_rule *r = c ? c->first : NULL;

    while (r && r->number != number)
        r = r->next;
    return r;
}

/* chaos_arm(rule): its number.  A rule that `follows` waits for another. */
static int l_arm(lua_State *L)
{
    struct seep_chaos *c = chaos(L);
    struct seep_rule r = {0};

    read_what(L, c, &r);
    read_where(L, c, &r);
    read_when(L, &r);
    lua_getfield(L, 1, "when");
    r.asks = !lua_isnil(L, -1);
    struct seep_rule *before = rule_of(c, (uint32_t)number(L, "follows", 0));
    r.waits = before != NULL;
    r.planned = flag(L, "planned");
    struct seep_rule *armed = seep_chaos_arm(c, &r);
    if (!armed)
        return luaL_error(L, "not enough memory");
    if (before)
        before->then = armed;
    set_field(L, (int)armed->number);
    lua_pushinteger(L, (lua_Integer)armed->number);
    return 1;
}

/* chaos_plan(seed or nil, hypothesis or nil, recovery or nil): of a plan,
 * once. */
static int l_plan(lua_State *L)
{
    struct seep_chaos *c = chaos(L);

    if (!lua_isnoneornil(L, 1))
        c->seed = c->seed * 31 + (uint64_t)lua_tonumber(L, 1);
    int64_t recovery = (int64_t)lua_tonumber(L, 3);
    c->recovery = recovery > c->recovery ? recovery : c->recovery;
    if (lua_isnoneornil(L, 2))
        return 0;
    push_field(L, HYPOTHESIS);
    lua_pushvalue(L, 2);
    lua_rawseti(L, -2, (int)lua_objlen(L, -2) + 1);
    c->supposes = true;
    seep_chaos_attend(c);
    return 0;
}

/* chaos_library(name): a plan's text and path; nil and their names. */
static int l_library(lua_State *L)
{
    const struct seep_plan *p = seep_plan_find(luaL_checkstring(L, 1));

    if (p) {
        lua_pushlstring(L, p->text, (size_t)(p->end - p->text));
        lua_pushstring(L, p->path);
    } else {
        lua_pushnil(L);
        lua_pushstring(L, seep_plan_names());
    }
    return 2;
}

/* ---- armed ones ---- */

static struct seep_rule *check_rule(lua_State *L)
{
    struct seep_lua_chaos *lc = present();
    struct seep_rule *r = lc ? rule_of(lc->c, (uint32_t)lua_tointeger(L, 1))
                             : NULL;

    if (!r)
        luaL_error(L, "there is no such fault");
    return r;
}

static void check_acts(lua_State *L)
{
    if (present() && present()->looking)
        seep_lua_fail(L, "a function of a plan can look at the world, and do "
                         "nothing to it");
}

static int l_remove(lua_State *L)
{
    struct seep_rule *r = check_rule(L);

    check_acts(L);
    seep_chaos_remove(present()->c, r);
    return 0;
}

static int l_release(lua_State *L)
{
    struct seep_rule *r = check_rule(L);

    check_acts(L);
    lua_pushinteger(L, (lua_Integer)seep_chaos_release(present()->c, r));
    return 1;
}

static int l_held(lua_State *L)
{
    const struct seep_rule *r = check_rule(L);

    lua_pushinteger(L, (lua_Integer)seep_chaos_held(present()->c, r));
    return 1;
}

static void set_number(lua_State *L, const char *key, double n)
{
    lua_pushnumber(L, n);
    lua_setfield(L, -2, key);
}

static void set_string(lua_State *L, const char *key, const char *s)
{
    lua_pushstring(L, s);
    lua_setfield(L, -2, key);
}

/* Can it still fire? */
static bool is_active(const struct seep_rule *r)
{
    return !r->removed && (!r->max || r->hits < r->max) &&
           seep_lua->sim.now < r->until;
}

static void push_rule(lua_State *L, const struct seep_rule *r)
{
    lua_createtable(L, 0, 7);
    set_number(L, "number", r->number);
    set_string(L, "fault", seep_faults[r->fault].name);
    set_string(L, "text", r->shown);
    set_string(L, "where", r->chosen);
    set_string(L, "line", r->line);
    set_number(L, "points", (double)r->points);
    set_number(L, "hits", (double)r->hits);
}

/* chaos_active(): those that can still fire. */
static int l_active(lua_State *L)
{
    int n = 0;

    lua_newtable(L);
    for (const struct seep_rule *r = present() ? present()->c->first : NULL; r;
         r = r->next) {
        if (!is_active(r))
            continue;
        push_rule(L, r);
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}

/* chaos_rule(number): as active() tells it. */
static int l_rule(lua_State *L)
{
    push_rule(L, check_rule(L));
    return 1;
}

static void push_hit(lua_State *L, const struct seep_hit *h)
{
    const struct seep_names *names = &seep_lua->sim.names;

    lua_createtable(L, 0, 9);
    set_number(L, "number", h->rule->number);
    set_string(L, "fault", seep_faults[h->rule->fault].name);
    set_number(L, "step", (double)h->step);
    set_number(L, "time", (double)h->now);
    set_number(L, "goroutine", h->g);
    set_string(L, "op",
               h->g ? seep_op_name((enum seep_op_kind)h->op_kind) : "");
    set_string(L, "object", seep_name_text(names, h->obj_name));
    set_number(L, "arg", (double)h->arg);
    seep_lua_push_site(L, h->site);
    lua_setfield(L, -2, "at");
}

/* chaos_log(): the hits, in their order. */
static int l_log(lua_State *L)
{
    int n = 0;

    lua_newtable(L);
    for (const struct seep_hit *h = present() ? present()->c->hits : NULL; h;
         h = h->next) {
        push_hit(L, h);
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}

/* ---- spots ---- */

static struct seep_chaos *acting(void)
{
    return present() && !present()->looking ? present()->c : NULL;
}

/* chaos_has(spot): may any fault have to do with it? */
static int l_has(lua_State *L)
{
    lua_pushboolean(
        L, seep_chaos_has(acting(), (enum seep_spot)lua_tointeger(L, 1)));
    return 1;
}

/* chaos_spot(spot, name, after): of the first fault that fires there behind
 * that number: its number, name, argument, text, and a number in [0, 1) of its
 * dice.  Nothing: none does. */
static int l_spot(lua_State *L)
{
    struct seep_chaos *c = acting();
    enum seep_spot spot = (enum seep_spot)lua_tointeger(L, 1);
    int64_t arg;

    if (!seep_chaos_has(c, spot))
        return 0;
    const struct seep_rule *r =
        seep_chaos_ask(c, spot, lua_tostring(L, 2), NULL,
                       rule_of(c, (uint32_t)lua_tointeger(L, 3)), &arg);
    if (!r)
        return 0;
    struct seep_rng dice = seep_rule_dice(c, r, c->sim, c->sim->running);
    (void)seep_rng_next(&dice);
    lua_pushinteger(L, (lua_Integer)r->number);
    lua_pushstring(L, seep_faults[r->fault].name);
    lua_pushnumber(L, (lua_Number)arg);
    lua_pushstring(L, r->worded ? r->text : "");
    lua_pushnumber(L, (lua_Number)(seep_rng_next(&dice) >> 11) * 0x1p-53);
    return 5;
}

/* chaos_count(number): of a fault that takes both a time and a count. */
static int l_count(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)check_rule(L)->count);
    return 1;
}

static int l_wall(lua_State *L)
{
    lua_pushnumber(L, (lua_Number)seep_lua->wall);
    return 1;
}

static void push_spots(lua_State *L)
{
    static const char *const name[] = {
#define X(spot, text) text,
        SEEP_SPOTS(X)
#undef X
    };

    lua_createtable(L, 0, SEEP_SPOT_COUNT);
    for (int i = 0; i < SEEP_SPOT_COUNT; i++) {
        lua_pushinteger(L, i);
        lua_setfield(L, -2, name[i]);
    }
}

/* ---- the table ---- */

static const char *const guard[] = {"", "lossy", "unsound"};

/* chaos_faults(): [name] = { where, usual, args, guard, help }. */
static int l_faults(lua_State *L)
{
    lua_createtable(L, 0, SEEP_FAULT_COUNT);
    for (int i = 0; i < SEEP_FAULT_COUNT; i++) {
        const struct seep_fault *f = &seep_faults[i];
        lua_createtable(L, 0, 5);
        set_string(L, "where", f->where);
        set_string(L, "usual", f->usual);
        set_string(L, "args", f->args);
        set_string(L, "guard", guard[f->guard]);
        set_string(L, "help", f->help);
        lua_setfield(L, -2, f->name);
    }
    return 1;
}

/* chaos_fits(words, fault's name): do they name places; all of them such at
 * which the fault can fire? */
static int l_fits(lua_State *L)
{
    const struct seep_fault *f = seep_fault_find(luaL_checkstring(L, 2));
    struct seep_places p = seep_places_list(luaL_checkstring(L, 1));
    struct seep_places can = seep_places_list(f->where);

    can.spots |= seep_places_list(f->usual).spots;
    lua_pushboolean(L, p.ops || p.spots);
    lua_pushboolean(L, (p.ops & can.ops) || (p.spots & can.spots));
    return 2;
}

/* chaos_id(object): its kind and its number; nothing: it is none. */
static int l_id(lua_State *L)
{
    const uint32_t *magic =
        lua_type(L, 1) == LUA_TUSERDATA ? lua_touserdata(L, 1) : NULL;
    const struct seep_object *o = (const struct seep_object *)magic;

    if (!magic || (*magic & 0xffff0000u) != SEEP_OBJECT_MAGIC)
        return 0;
    if (*magic == SEEP_CONTEXT_MAGIC) {
        const struct seep_context *x = lua_touserdata(L, 1);
        if (x->kind != SEEP_CONTEXT_CANCELLING)
            return 0;
        seep_context_number((struct seep_context *)(uintptr_t)x);
        o = &x->ch->obj;
    } else if ((*magic & 0xffffu) > SEEP_OBJ_SYNCPOOL) {
        o = &seep_lua_chan(L, 1, -1)->obj; /* a view */
    }
    if (!o)
        return 0;
    lua_pushstring(L, seep_object_kind_text(seep_object_kind(o)));
    lua_pushinteger(L, (lua_Integer)o->id);
    return 2;
}

/* ---- beginning ---- */

/* chaos_setup(arm, compile, cancel): what chaos.lua is made of. */
static int l_setup(lua_State *L)
{
    lua_settop(L, 3);
    set_field(L, CANCEL);
    set_field(L, COMPILE);
    set_field(L, ARM);
    seep_lua->tracks = true;
    return 0;
}

static void arm(lua_State *L, int plan)
{
    push_field(L, ARM);
    lua_pushvalue(L, plan);
    lua_call(L, 1, 0);
}

void seep_lua_chaos_begin(lua_State *L, uint32_t i)
{
    int top = lua_gettop(L);

    push_field(L, PLANS);
    for (int k = 1; k <= (int)lua_objlen(L, top + 1); k++) {
        lua_rawgeti(L, top + 1, k);
        arm(L, lua_gettop(L));
        lua_settop(L, top + 1);
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_SCENARIOS);
    lua_rawgeti(L, -1, (int)i);
    if (i) {
        lua_getfield(L, -1, "chaos");
        if (!lua_isnil(L, -1))
            arm(L, lua_gettop(L));
    }
    lua_settop(L, top);
}

bool seep_lua_chaos_read(lua_State *L, const char *path, const char *source,
                         size_t length)
{
    lua_pushfstring(L, "@%s", path);
    if (luaL_loadbuffer(L, source, length, lua_tostring(L, -1)))
        lua_error(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SEEP_REG_ENV);
    lua_getfield(L, -1, "chaos"); /* loads it */
    lua_pop(L, 1);
    lua_setfenv(L, -2);
    push_field(L, COMPILE);
    lua_insert(L, -2);
    lua_pushstring(L, path);
    lua_pushlstring(L, source, length);
    lua_call(L, 3, 1);
    lua_getfield(L, -1, "sweep");
    bool sweeps = lua_toboolean(L, -1);
    lua_pop(L, 1);
    push_field(L, PLANS);
    lua_insert(L, -2);
    lua_rawseti(L, -2, (int)lua_objlen(L, -2) + 1);
    lua_settop(L, 1);
    return sweeps;
}

/* ---- setting up ---- */

static void new_list(lua_State *L, int key, const char *mode)
{
    lua_newtable(L);
    if (mode) {
        lua_createtable(L, 0, 1);
        lua_pushstring(L, mode);
        lua_setfield(L, -2, "__mode");
        lua_setmetatable(L, -2);
    }
    set_field(L, key);
}

static const luaL_Reg functions[] = {
    {"chaos_arm", l_arm},         {"chaos_plan", l_plan},
    {"chaos_library", l_library}, {"chaos_remove", l_remove},
    {"chaos_release", l_release}, {"chaos_held", l_held},
    {"chaos_active", l_active},   {"chaos_rule", l_rule},
    {"chaos_log", l_log},         {"chaos_faults", l_faults},
    {"chaos_fits", l_fits},       {"chaos_id", l_id},
    {"chaos_has", l_has},         {"chaos_spot", l_spot},
    {"chaos_count", l_count},     {"wall_offset", l_wall},
    {"chaos_setup", l_setup},     {NULL, NULL}};

void seep_lua_open_chaos(lua_State *L)
{
    lua_newtable(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, SEEP_REG_CHAOS);
    new_list(L, HYPOTHESIS, NULL);
    new_list(L, PLANS, NULL);
    new_list(L, PINS, NULL);
    new_list(L, CONTEXTS, "v");
    seep_lua_register(L, functions);
    push_spots(L);
    lua_setfield(L, -2, "chaos_spots");
}
