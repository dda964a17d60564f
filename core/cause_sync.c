/* cause_sync.c - why a goroutine is stuck in a lock or a waitgroup. */
#include <stdlib.h>

#include "explain.h"
#include "history.h"
#include "inquiry.h"
#include "mutex.h"
#include "sim.h"
#include "text.h"
#include "waitgroup.h"

/* ---- locks ---- */

/* A sync.Once, which is a lock as long as its function runs. */
static bool is_once(const struct seep_inquiry *q)
{
    return seep_object_kind(q->g->op.obj) == SEEP_OBJ_ONCE;
}

static void itself_cause(struct seep_inquiry *q, const char *name,
                         const char *at)
{
    if (is_once(q))
        seep__conclude(q,
                       seep_text("called by itself: what %s runs since %s "
                                 "calls it again",
                                 name, at),
                       "the function of a once must not call that once");
    else
        seep__conclude(q,
                       seep_text("locked by itself: it already holds %s since "
                                 "%s",
                                 name, at),
                       "Go's locks are not re-entrant: unlock before calling "
                       "code that locks");
}

static void blocked_cause(struct seep_inquiry *q, uint32_t holder,
                          const char *name, const char *owner, const char *at)
{
    const struct seep_g *g = seep__living(q, holder);
    const char *wait = seep_wait_text((enum seep_wait_reason)g->wait);

    if (is_once(q))
        seep__conclude(q,
                       seep_text("first call blocked: %s has called %s at %s "
                                 "and is stuck itself in %s",
                                 owner, name, at, wait),
                       "look at that goroutine first");
    else
        seep__conclude(q,
                       seep_text("holder blocked: %s holds %s since %s and is "
                                 "stuck itself in %s",
                                 owner, name, at, wait),
                       "do not block while holding a lock");
}

/* What became of the one that holds it? */
static void held_cause(struct seep_inquiry *q, uint32_t holder,
                       const char *name, const char *owner, const char *at)
{
    switch (seep__fate(q, holder)) {
    case SEEP_FATE_LEFT:
        seep__conclude(q,
                       seep_text("holder exited while holding %s: %s locked "
                                 "it at %s and never unlocked it",
                                 name, owner, at),
                       "defer(mu, \"unlock\") right after the lock");
        break;
    case SEEP_FATE_ON:
        seep__conclude(q,
                       seep_text("holder goes on: %s holds %s since %s and "
                                 "has not unlocked it yet",
                                 owner, name, at),
                       "unlock before whatever takes long");
        break;
    case SEEP_FATE_CUT:
    case SEEP_FATE_STUCK: blocked_cause(q, holder, name, owner, at); break;
    }
}

void seep__lock_cause(struct seep_inquiry *q, uint32_t holder, const char *name,
                      const char *owner, const char *at)
{
    uint32_t cycle = q->k->cycle;

    if (holder == q->g->id)
        itself_cause(q, name, at);
    else if (cycle)
        seep__conclude(q,
                       seep_text("lock cycle of %u: %s is held by %s since %s, "
                                 "which waits for a lock of this cycle",
                                 cycle, name, owner, at),
                       "take the locks in the same order everywhere");
    else if (!q->h)
        seep__conclude(q, seep_text("held by %s since %s", owner, at),
                       SEEP_UNWATCHED);
    else
        held_cause(q, holder, name, owner, at);
}

void seep__mutex_cause(struct seep_inquiry *q)
{
    const struct seep_mutex *m = (struct seep_mutex *)q->g->op.obj;
    char *owner = seep__name(q, m->owner);
    char *at = seep__site_text(q->s, m->owner_site);
    char *name = seep__label(q, &m->obj);

    seep__add_what(q, &m->obj);
    if (m->locked && m->owner != q->g->id)
        seep__add_waker(q, m->owner,
                        seep_text(is_once(q) ? "called it" : "locked it"),
                        m->owner_site);
    if (m->locked)
        seep__lock_cause(q, m->owner, name, owner, at);
    else
        seep__conclude(q,
                       seep_text("waits its turn: %s is free, and a waiter "
                                 "before it has been woken",
                                 name),
                       "nothing: the run ended before it could go on");
    seep_text_free(owner);
    seep_text_free(at);
    seep_text_free(name);
}

/* ---- waitgroups ---- */

enum { SITES = 16, SUSPECTS = 3 };

/* The search for those who were counted and did not call done. */
struct count {
    struct seep_inquiry *q;
    uint32_t obj, ng;
    bool *used;   /* [goroutine id]: it called add or done */
    size_t first; /* the event that is the first add, plus 1; 0: unknown */
    uint32_t site[SITES], name[SITES]; /* of those who called done */
    uint32_t nsite, nsuspect;
    bool stuck; /* the first suspect is */
};

/* The calls of add and done that one goroutine made. */
struct calls {
    uint32_t adds, dones;
};

static struct calls calls_of(const struct seep_inquiry *q,
                             const struct seep_use *u)
{
    struct calls c = {0};
    size_t n;
    const struct seep_past_event *e = seep_history_events(q->h, &n);

    for (size_t i = 0; i < n; i++) {
        if (e[i].kind != SEEP_EV_OP || e[i].op != SEEP_OP_WG_ADD ||
            e[i].obj != u->obj || e[i].g != u->g)
            continue;
        if (e[i].chosen < 0)
            c.dones++;
        else
            c.adds++;
    }
    return c;
}

static void add_times(char **t, uint32_t n)
{
    if (n > 1)
        seep_text_add(t, " %u times", n);
}

/* "called add 2 times and done" */
static char *called(const struct seep_inquiry *q, const struct seep_use *u)
{
    struct calls c = calls_of(q, u);
    char *t = seep_text("called");

    if (c.adds + c.dones != u->added) { /* not all of it was kept */
        seep_text_add(&t, " add or done");
        add_times(&t, u->added);
        return t;
    }
    if (c.adds) {
        seep_text_add(&t, " add");
        add_times(&t, c.adds);
    }
    if (c.dones) {
        seep_text_add(&t, c.adds ? " and done" : " done");
        add_times(&t, c.dones);
    }
    return t;
}

static size_t first_add(const struct seep_inquiry *q, uint32_t obj)
{
    size_t n;
    const struct seep_past_event *e = seep_history_events(q->h, &n);

    for (size_t i = 0; i < n; i++)
        if (e[i].kind == SEEP_EV_OP && e[i].op == SEEP_OP_WG_ADD &&
            e[i].obj == obj)
            return i + 1;
    return 0;
}

static void note_users(struct count *c)
{
    const struct seep_use *u = NULL;

    while ((u = seep_history_uses(c->q->h, c->obj, u))) {
        const struct seep_past *p = seep_history_g(c->q->h, u->g);
        if (!u->added || !p)
            continue;
        c->used[u->g] = true;
        if (u->g == 1 || c->nsite == SITES)
            continue;
        c->site[c->nsite] = p->site;
        c->name[c->nsite++] = p->name;
    }
}

/* Was it started by the same go statement as one that called done? */
static bool has_twin(const struct count *c, const struct seep_past *p)
{
    for (uint32_t i = 0; i < c->nsite; i++)
        if (c->site[i] == p->site && c->name[i] == p->name)
            return true;
    return false;
}

static void name_suspect(struct count *c, uint32_t id, char **text)
{
    enum seep_fate fate = seep__fate(c->q, id);
    char *name = seep__name(c->q, id);

    seep_text_add(text, "%s %s %s", c->nsuspect ? "," : ";", name,
                  fate == SEEP_FATE_LEFT    ? "returned without one"
                  : fate == SEEP_FATE_STUCK ? "is stuck before one"
                                            : "has made none yet");
    if (!c->nsuspect)
        c->stuck = fate == SEEP_FATE_STUCK;
    seep_text_free(name);
}

/* It did not call done: in words, and as somebody who could have. */
static void suspect(struct count *c, uint32_t id, char **text)
{
    if (seep__wants_waker(c->q))
        seep__add_waker(c->q, id, seep_text("never called done"),
                        seep_history_g(c->q->h, id)->last_site);
    if (c->nsuspect < SUSPECTS)
        name_suspect(c, id, text);
    c->nsuspect++;
}

static bool is_candidate(const struct count *c, uint32_t id)
{
    const struct seep_past *p = seep_history_g(c->q->h, id);

    const struct seep_g *g = seep__living(c->q, id);
    bool waits = g && g->status == SEEP_G_WAITING &&
                 g->wait == SEEP_WAIT_WG_WAIT && g->op.obj->id == c->obj;

    return id != 1 && !waits && !c->used[id] && p->parent && c->used[p->parent];
}

/* Those started like others that called done. */
static void find_twins(struct count *c, char **text)
{
    for (uint32_t id = 2; id < c->ng; id++)
        if (is_candidate(c, id) && has_twin(c, seep_history_g(c->q->h, id)))
            suspect(c, id, text);
}

/* When there are none, those started after the first add. */
static void find_started(struct count *c, char **text)
{
    size_t n, i = c->first;
    const struct seep_past_event *e = seep_history_events(c->q->h, &n);

    for (; i && i < n; i++)
        if (e[i].kind == SEEP_EV_START && e[i].g < c->ng &&
            is_candidate(c, e[i].g))
            suspect(c, e[i].g, text);
}

/* Has everybody who was started since the first add called done, and nobody
 * else, and did only who waits add?  Then more were counted than were
 * started. */
static bool all_called(const struct count *c)
{
    size_t n, i = c->first;
    const struct seep_past_event *e = seep_history_events(c->q->h, &n);
    uint32_t started = 0, used = 0;

    for (; i && i < n; i++) {
        started += e[i].kind == SEEP_EV_START && e[i].g < c->ng &&
                   c->used[e[i].g];
        if (e[i].kind == SEEP_EV_OP && e[i].op == SEEP_OP_WG_ADD &&
            e[i].obj == c->obj && e[i].chosen >= 0 && e[i].g != c->q->g->id)
            return false;
    }
    for (uint32_t id = 1; id < c->ng; id++)
        used += c->used[id] && id != c->q->g->id;
    return started && started == used;
}

static void add_users(struct seep_inquiry *q, uint32_t obj)
{
    const struct seep_use *u = NULL;

    while ((u = seep_history_uses(q->h, obj, u)))
        if (u->g != q->g->id && u->added && seep__wants_waker(q))
            seep__add_waker(q, u->g, called(q, u), u->site);
}

static void count_cause(struct seep_inquiry *q, const struct seep_waitgroup *wg)
{
    struct count c = {.q = q, .obj = wg->obj.id};
    bool one = wg->count == 1, all = false;
    char *text = seep_text("counter stuck at %lld: %lld call%s of done %s "
                           "missing",
                           (long long)wg->count, (long long)wg->count,
                           one ? "" : "s", one ? "is" : "are");

    seep__add_what(q, &wg->obj);
    while (seep_history_g(q->h, c.ng))
        c.ng++;
    if (c.ng && (c.used = calloc(c.ng, sizeof *c.used))) {
        c.first = first_add(q, c.obj);
        note_users(&c);
        find_twins(&c, &text);
        if (!c.nsuspect)
            find_started(&c, &text);
        all = !c.nsuspect && all_called(&c);
    }
    if (c.nsuspect > SUSPECTS)
        seep_text_add(&text, " and %u more like that", c.nsuspect - SUSPECTS);
    if (all)
        seep_text_add(&text, "; everybody started since the first add has "
                             "called it");
    add_users(q, c.obj);
    seep__conclude(q, text,
                   c.stuck ? "look at that goroutine first"
                   : all   ? "start everybody who is counted before waiting, "
                             "and count nobody else"
                           : "defer(wg, \"done\") first thing in every "
                             "goroutine that is counted");
    free(c.used);
}

/* Who runs the call that a singleflight lets others wait for; 0: unknown. */
static uint32_t runs_call(struct seep_inquiry *q, uint32_t obj, uint32_t *site)
{
    const struct seep_use *u = NULL;

    while ((u = seep_history_uses(q->h, obj, u)))
        if (u->added) {
            *site = u->site;
            return u->g;
        }
    return 0;
}

static void call_cause(struct seep_inquiry *q, const struct seep_object *o)
{
    uint32_t site = 0, id = runs_call(q, o->id, &site);
    bool stuck = id && seep__fate(q, id) == SEEP_FATE_STUCK;
    char *who = seep__name(q, id), *at = seep__site_text(q->s, site);

    seep__add_what(q, o);
    if (id && id != q->g->id)
        seep__add_waker(q, id, seep_text("runs the call"), site);
    if (!q->h || !id)
        seep__conclude(q, seep_text("the call for its key is not over"),
                       SEEP_UNWATCHED);
    else if (id == q->g->id)
        seep__conclude(q,
                       seep_text("called by itself: what runs for a key since "
                                 "%s calls with that key again",
                                 at),
                       "the function of a key must not ask for that key");
    else
        seep__conclude(q,
                       seep_text("first call not over: %s runs it since %s and "
                                 "%s",
                                 who, at,
                                 stuck ? "is stuck itself" : "goes on"),
                       stuck ? "look at that goroutine first"
                             : "give what it calls a timeout or a context");
    seep_text_free(who);
    seep_text_free(at);
}

void seep__waitgroup_cause(struct seep_inquiry *q)
{
    const struct seep_waitgroup *wg = (struct seep_waitgroup *)q->g->op.obj;

    if (wg->call)
        call_cause(q, &wg->obj);
    else
        count_cause(q, wg);
}
