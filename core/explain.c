/* explain.c - the report's frame: verdict, groups of stuck goroutines, notes.
 *
 * Goroutines are grouped by status, reason, place, creation place and name,
 * through a hash, so that a million alike cost a million steps and one group;
 * only the first of a group is looked into. */
#include "explain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chan.h"
#include "history.h"
#include "inquiry.h"
#include "sim.h"
#include "text.h"

char *seep__site_text(struct seep_sim *s, uint32_t site)
{
    return site ? seep_text("%s:%u", seep_name_text(&s->names, site),
                            seep_site_line(&s->names, site))
                : seep_text("?");
}

struct seep_place seep__place(struct seep_sim *s, uint32_t site)
{
    return (struct seep_place){
        .file = seep_text("%s", seep_name_text(&s->names, site)),
        .line = seep_site_line(&s->names, site)};
}

struct seep_g *seep__live(struct seep_sim *s, uint32_t id)
{
    struct seep_g *g = s->all_first;

    while (g && g->id != id)
        g = g->all_next;
    return g;
}

/* "main.2.1", from the history's parents.  Their line can be very long, so
 * it is walked, twice, and written from its end. */
static char *path_of(const struct seep_history *h, uint32_t id)
{
    const struct seep_past *p = seep_history_g(h, id);
    size_t n = sizeof "main" - 1;

    for (const struct seep_past *i = p; i && i->parent;
         i = seep_history_g(h, i->parent))
        n += (size_t)snprintf(NULL, 0, ".%u", i->index);
    char *path = seep_text("%*s", (int)n, "main");
    if (strlen(path) != n)
        return path; /* out of memory: the empty text */
    for (; p && p->parent; p = seep_history_g(h, p->parent)) {
        char part[16];
        int k = snprintf(part, sizeof part, ".%u", p->index);
        n -= (size_t)k;
        memcpy(path + n, part, (size_t)k);
    }
    memcpy(path, "main", n);
    return path;
}

/* The same of a live goroutine, from its family. */
static char *live_path(const struct seep_g *g)
{
    size_t n = seep_g_path(g, NULL, 0);
    char *path = seep_text("%*s", (int)n, "");

    if (strlen(path) == n)
        seep_g_path(g, path, n + 1);
    return path;
}

struct seep_who seep__who(struct seep_sim *s, const struct seep_history *h,
                          uint32_t id)
{
    const struct seep_past *p = seep_history_g(h, id);
    struct seep_g *g = p ? NULL : seep__live(s, id);
    uint32_t name = p ? p->name : g ? g->name : 0;

    return (struct seep_who){
        .id = id,
        .name = seep_text("%s", seep_name_text(&s->names, name)),
        .path = g ? live_path(g) : path_of(h, id)};
}

char *seep__who_text(struct seep_sim *s, const struct seep_history *h,
                     uint32_t id)
{
    struct seep_who w = seep__who(s, h, id);
    char *t = id == 1   ? seep_text("main")
              : *w.name ? seep_text("g%u \"%s\"", id, w.name)
                        : seep_text("g%u", id);

    seep_text_free(w.name);
    seep_text_free(w.path);
    return t;
}

static struct seep_who nobody(void)
{
    return (struct seep_who){0, seep_text("%s", ""), seep_text("%s", "")};
}

/* ---- grouping ---- */

/* Somebody to be put into a group. */
struct member {
    struct seep_g *g;
    uint32_t at;
    const struct seep_certain_stuck *certain; /* NULL: not before the end */
};

struct group {
    struct member first; /* of all that is certain, the earliest */
    uint32_t count;
    int64_t since; /* the earliest */
    uint32_t ids[8];
};

struct grouping {
    struct group *group;
    uint32_t n, cap;
    uint32_t *slot;
    uint32_t nslot;
};

static bool alike(const struct member *a, const struct member *b)
{
    const struct seep_g *f = a->g, *g = b->g;

    return a->at == b->at && !a->certain == !b->certain && f->site == g->site &&
           f->name == g->name && f->status == g->status && f->wait == g->wait &&
           (f->id == 1) == (g->id == 1);
}

static uint32_t hash_of(const struct member *m)
{
    const struct seep_g *g = m->g;
    uint64_t k = (uint64_t)m->at << 40 ^ (uint64_t)g->site << 20 ^
                 (uint64_t)g->name << 8 ^ g->wait ^ (uint64_t)(g->id == 1) ^
                 (uint64_t)!m->certain << 1;

    return (uint32_t)(k * UINT64_C(0x9e3779b97f4a7c15) >> 32);
}

static uint32_t *find(struct grouping *q, const struct member *m)
{
    uint32_t i = hash_of(m) & (q->nslot - 1);

    while (q->slot[i] && !alike(&q->group[q->slot[i] - 1].first, m))
        i = (i + 1) & (q->nslot - 1);
    return &q->slot[i];
}

static bool grow(struct grouping *q)
{
    uint32_t cap = q->cap ? q->cap * 2 : 64;
    struct group *more = realloc(q->group, cap * sizeof *more);

    if (!more)
        return false;
    q->group = more;
    q->cap = cap;
    free(q->slot);
    q->nslot = cap * 2;
    q->slot = calloc(q->nslot, sizeof *q->slot);
    if (!q->slot)
        return false;
    for (uint32_t i = 0; i < q->n; i++)
        *find(q, &q->group[i].first) = i + 1;
    return true;
}

static bool add(struct grouping *q, const struct member *m)
{
    struct seep_g *g = m->g;

    if (q->n == q->cap && !grow(q))
        return false;
    uint32_t *slot = find(q, m);
    if (!*slot) {
        q->group[q->n] = (struct group){.first = *m, .since = g->since};
        *slot = ++q->n;
    }
    struct group *k = &q->group[*slot - 1];
    if (k->count < sizeof k->ids / sizeof *k->ids)
        k->ids[k->count] = g->id;
    k->count++;
    if (g->since < k->since)
        k->since = g->since;
    if (m->certain && m->certain->step < k->first.certain->step)
        k->first.certain = m->certain;
    return true;
}

static const char *wait_text(const struct seep_g *g)
{
    return g->status == SEEP_G_WAITING
               ? seep_wait_text((enum seep_wait_reason)g->wait)
               : seep_g_status_text((enum seep_g_status)g->status);
}

/* What seep__who says, without a search for g. */
static struct seep_who who_is(const struct seep_inquiry *q,
                              const struct seep_g *g)
{
    if (seep_history_g(q->h, g->id))
        return seep__who(q->s, q->h, g->id);
    return (struct seep_who){
        .id = g->id,
        .name = seep_text("%s", seep_name_text(&q->s->names, g->name)),
        .path = live_path(g)};
}

static struct seep_who creator_of(const struct seep_inquiry *q,
                                  const struct seep_g *g)
{
    const struct seep_kin *up = seep_g_creator(g);

    if (!up)
        return nobody();
    if (seep_history_g(q->h, up->id))
        return seep__who(q->s, q->h, up->id);
    char *path = live_path(g), *dot = strrchr(path, '.');
    if (dot)
        *dot = '\0';
    return (struct seep_who){
        .id = up->id,
        .name = seep_text("%s", seep_name_text(&q->s->names, up->name)),
        .path = path};
}

static void fill(struct seep_inquiry *inquiry, const struct group *q,
                 struct seep_stuck *k)
{
    struct seep_sim *s = inquiry->s;
    const struct seep_history *h = inquiry->h;
    struct seep_g *g = q->first.g;

    memset(k, 0, sizeof *k);
    k->count = q->count;
    k->who = who_is(inquiry, g);
    memcpy(k->ids, q->ids, sizeof k->ids);
    k->main = g == s->main;
    const struct seep_timer *t = seep_g_timer(g);
    k->still_running = g->status != SEEP_G_WAITING || (t && t->armed) ||
                       seep__has_alarm(g);
    const struct seep_past *p = seep_history_g(h, g->id);
    k->after_main = p ? p->waits_after_main
                      : s->main_done && q->since > s->main_ended;
    k->wait = seep_text("%s", wait_text(g));
    k->waited = s->now - q->since;
    if (q->first.certain)
        k->certain = *q->first.certain;
    k->at = seep__place(s, q->first.at);
    k->created = seep__place(s, g->site);
    k->creator = creator_of(inquiry, g);
    k->stack = seep_text("%s", "");
    inquiry->g = g;
    inquiry->k = k;
    seep__find_cause(inquiry);
    inquiry->last = k;
}

/* The living, by their ids. */
static bool index_living(struct seep_inquiry *q)
{
    q->nlive = q->s->next_g + 1;
    q->live = calloc(q->nlive, sizeof *q->live);
    for (struct seep_g *g = q->s->all_first; q->live && g; g = g->all_next)
        q->live[g->id] = g;
    return q->live != NULL;
}

static void collect(struct seep_sim *s, const struct seep_history *h,
                    struct seep_report *r)
{
    struct seep_inquiry inquiry = {.s = s, .h = h};
    struct grouping q = {0};
    bool ok = index_living(&inquiry);

    for (struct seep_g *g = s->all_first; g && ok; g = g->all_next) {
        const struct member m = {g, s->host_ops->where(s->host, g),
                                 seep__certain(r, g->id)};
        ok = add(&q, &m);
        r->nstuck_goroutines++;
    }
    r->stuck = calloc(q.n ? q.n : 1, sizeof *r->stuck);
    for (uint32_t i = 0; ok && r->stuck && i < q.n; i++)
        fill(&inquiry, &q.group[i], &r->stuck[r->nstuck++]);
    free(inquiry.live);
    free(q.group);
    free(q.slot);
}

/* ---- notes ---- */

void seep__note(struct seep_report *r, char *text)
{
    char **more = realloc(r->notes, (r->nnotes + 1) * sizeof *more);

    if (!more) {
        seep_text_free(text);
        return;
    }
    r->notes = more;
    r->notes[r->nnotes++] = text;
}

/* Timers that are still pending, of one kind and made in one place. */
struct pending {
    const char *what;
    uint32_t site, n;
};

static const char *kind_of(const struct seep_timer *t)
{
    return t->kind == SEEP_TIMER_GO ? "after_func"
           : t->period              ? "ticker"
                                    : "timer";
}

/* Counts t in; false: there is no room for others like it. */
static bool count_in(struct pending *p, size_t room, const struct seep_timer *t)
{
    const char *what = kind_of(t);
    size_t i = 0;

    while (i < room && p[i].n &&
           (p[i].site != t->obj.site || strcmp(p[i].what, what) != 0))
        i++;
    if (i == room)
        return false;
    p[i] = (struct pending){what, t->obj.site, p[i].n + 1};
    return true;
}

static char *say_pending(const struct pending *p, const char *at)
{
    if (p->n == 1)
        return seep_text("%s made at %s is still pending: nobody stopped it",
                         p->what, at);
    return seep_text("%u %ss made at %s are still pending: nobody stopped them",
                     p->n, p->what, at);
}

/* Timers that a script made and that nobody stopped. */
static void note_timers(struct seep_sim *s, struct seep_report *r)
{
    enum { MOST = 10 };
    struct pending p[MOST] = {0};
    unsigned more = 0;

    for (const struct seep_timer *t = s->timers.armed; t; t = t->next)
        if (t->obj.id)
            more += !count_in(p, MOST, t);
    for (int i = 0; i < MOST && p[i].n; i++) {
        char *at = seep__site_text(s, p[i].site);
        seep__note(r, say_pending(&p[i], at));
        seep_text_free(at);
    }
    if (more)
        seep__note(r, seep_text("%u more timers are still pending", more));
}

/* What the host had to say. */
static void note_told(const struct seep_sim *s, struct seep_report *r)
{
    uint32_t i = 0;

    for (; i < s->nnotes && i < SEEP_SIM_NOTES; i++)
        seep__note(r, seep_text("%s", seep_name_text(&s->names, s->note[i])));
    if (i < s->nnotes)
        seep__note(r, seep_text("%u more of these", s->nnotes - i));
}

/* Unwatched, a goroutine that is still there can say where it is. */
static uint32_t site_of(struct seep_sim *s, const struct seep_verdict *v)
{
    struct seep_g *g = v->site || !v->g ? NULL : seep__live(s, v->g);

    return g ? s->host_ops->where(s->host, g) : v->site;
}

/* Who started the goroutine of the verdict, and where. */
static void find_creator(struct seep_sim *s, const struct seep_history *h,
                         struct seep_report *r)
{
    const struct seep_past *p = seep_history_g(h, r->who.id);
    const struct seep_g *g = p || !r->who.id ? NULL : seep__live(s, r->who.id);
    const struct seep_kin *up = g ? seep_g_creator(g) : NULL;
    uint32_t id = p ? p->parent : up ? up->id : 0;

    r->created = seep__place(s, p ? p->site : g ? g->site : 0);
    r->creator = id ? seep__who(s, h, id) : nobody();
}

void seep_explain_limit(struct seep_sim *s, struct seep_report *r)
{
    if (!s->verdict.limited)
        return;
    r->limit = seep_text("%s", s->verdict.text);
    if (s->storm.found)
        s->verdict.kind = SEEP_VERDICT_STORM;
}

void seep_explain(struct seep_sim *s, const struct seep_history *history,
                  struct seep_report *r)
{
    const struct seep_verdict *v = &s->verdict;

    r->verdict = v->kind;
    r->livelock = v->livelock;
    r->cut = v->cut;
    r->text = v->kind == SEEP_VERDICT_RESOURCE ? seep__open_text(s)
              : v->kind == SEEP_VERDICT_STORM  ? seep__storm_text(s)
                                               : seep_text("%s", v->text);
    r->who = v->g ? seep__who(s, history, v->g) : nobody();
    find_creator(s, history, r);
    r->at = seep__place(s, site_of(s, v));
    r->stack = seep_text("%s", "");
    r->exit_code = v->exit_code;
    r->script = seep_text("%s", "");
    r->seed = s->opt.seed;
    r->strategy = s->opt.strategy->name;
    r->steps = s->steps;
    r->operations = s->steps - s->charged;
    r->now = s->now;
    r->started = (uint32_t)s->nstarted;
    r->peak = s->peak;
    if (v->kind != SEEP_VERDICT_PASS && v->kind != SEEP_VERDICT_EXIT &&
        (v->kind != SEEP_VERDICT_RACE || v->livelock))
        collect(s, history, r);
    seep__explain_open(s, history, r);
    if (s->storm.found)
        r->storm = seep__storm_text(s);
    if (r->limit && v->kind != SEEP_VERDICT_LIMIT)
        seep__note(r, seep_text("the run was cut: %s", r->limit));
    note_told(s, r);
    note_timers(s, r);
    if (history)
        seep__interleave(s, history, r);
}
