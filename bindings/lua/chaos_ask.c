/* chaos_ask.c - asking the functions of a plan.
 *
 * DESIGN
 *
 * A function of a plan (when, hypothesis) is called in the middle of somebody
 * else's operation, so it may look and do nothing else: it runs in the name of
 * a goroutine that is not there, unseen by those who watch, with random
 * streams and counts put back behind it.  The run goes on as if it had not
 * been asked. */
#include "chaos_inside.h"

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

bool seep_lua__chaos_look(struct seep_hook *h, struct seep_sim *s,
                          struct seep_g *g, enum seep_outcome *r)
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

    seep_lua__chaos_get(L, q->key);
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
lua_State *seep_lua__chaos_caller(const struct seep_g *g)
{
    bool outside = !g || !g->host_in || g->host_state & SEEP_LUA_AWAITS;

    return outside ? seep_lua->L : g->host_in;
}

static void call(struct question *q, const struct seep_g *g)
{
    lua_State *L = seep_lua__chaos_caller(g);
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
    struct seep_lua_chaos *lc = seep_lua->chaos;
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

bool seep_lua__chaos_when(struct seep_chaos *c, struct seep_rule *r)
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
    seep_lua__chaos_get(L, SEEP_CHAOS_HYPOTHESIS);
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

bool seep_lua__chaos_holds(struct seep_chaos *c)
{
    int n = count_hypotheses(seep_lua->L);

    for (int i = 1; i <= n; i++) {
        struct question q = {.key = SEEP_CHAOS_HYPOTHESIS, .n = i};
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

void seep_lua_chaos_end(void)
{
    struct seep_sim *s = &seep_lua->sim;
    struct seep_lua_chaos *lc = seep_lua->chaos;

    if (!lc || !lc->c->supposes || s->verdict.kind != SEEP_VERDICT_PASS)
        return;
    s->over = false; /* for one verdict more */
    lc->c->looks++;
    (void)seep_lua__chaos_holds(lc->c);
    s->over = true;
    s->last_step = 0;
}
