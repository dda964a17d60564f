/* inspect.c - looking at the world as it stands. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/terminal/command.h"
#include "bindings/terminal/prompt/grid.h"
#include "bindings/terminal/prompt/prompt.h"
#include "core/arena.h"
#include "core/chan.h"
#include "core/mutex.h"
#include "core/rwmutex.h"
#include "core/waitgroup.h"

/* ---- :ps ---- */

static void add_age(struct seep_buffer *b, const struct seep_sim *s,
                    const struct seep_g *g)
{
    seep_buffer_add_duration(b, s->now - g->since);
}

/* Where it was made; of a long file name that stands in `where` already, only
 * the line. */
static void add_creator(struct seep_buffer *b, const struct seep_sim *s,
                        const struct seep_g *g, uint32_t where)
{
    enum { LONG = 10 };
    const struct seep_kin *up = seep_g_creator(g);

    if (!up || up->id <= 1) {
        seep_buffer_add(b, "typed");
        return;
    }
    const char *name = g->site ? seep_name_text(&s->names, g->site) : "";
    bool known = where && strlen(name) > LONG &&
                 !strcmp(name, seep_name_text(&s->names, where));
    if (known)
        seep_buffer_addf(b, "line %" PRIu32,
                         seep_site_line(&s->names, g->site));
    else
        seep_prompt_add_short_site(b, s, g->site);
    seep_buffer_addf(b, " by g%" PRIu32, up->id);
}

static void add_g(struct seep_grid *t, struct seep_sim *s, struct seep_g *g)
{
    struct seep_grid_row *r = seep_grid_add(t);
    struct seep_buffer b = {0};

    if (!r)
        return;
    r->g = g;
    seep_buffer_addf(&b, "g%" PRIu32, g->id);
    seep_grid_set(r, 0, &b);
    seep_buffer_add_plain(&b, seep_name_text(&s->names, g->name));
    seep_grid_set(r, 1, &b);
    seep_buffer_add(&b, seep_prompt_state(g));
    if (g->status == SEEP_G_WAITING && g->op.obj && g->op.ncase <= 1) {
        seep_buffer_add(&b, " ");
        seep_prompt_add_object(&b, s, g->op.obj);
    }
    seep_grid_set(r, 2, &b);
    add_age(&b, s, g);
    seep_grid_set(r, 3, &b);
    const uint32_t where = s->host_ops->where(s->host, g);
    seep_prompt_add_short_site(&b, s, where);
    seep_grid_set(r, 4, &b);
    add_creator(&b, s, g, where);
    seep_grid_set(r, 5, &b);
}

static int by_age(const void *a, const void *b)
{
    const struct seep_g *x = ((const struct seep_grid_row *)a)->g;
    const struct seep_g *y = ((const struct seep_grid_row *)b)->g;

    return x->since != y->since ? (x->since > y->since) - (x->since < y->since)
                                : (x->id > y->id) - (x->id < y->id);
}

static int by_cell(const struct seep_grid_row *a, const struct seep_grid_row *b,
                   unsigned i)
{
    int c = strcmp(seep_grid_cell(a, i), seep_grid_cell(b, i));

    return c ? c : (a->g->id > b->g->id) - (a->g->id < b->g->id);
}

static int by_name(const void *a, const void *b)
{
    return by_cell(a, b, 1);
}

static int by_state(const void *a, const void *b)
{
    return by_cell(a, b, 2);
}

/* "[WORD] [by KEY]" */
static bool read_ps(struct seep_prompt *p, const char *args, char *word,
                    size_t size, int (**order)(const void *, const void *))
{
    char key[16];

    *word = '\0';
    *order = NULL;
    if (strncmp(args, "by ", 3) != 0)
        (void)seep_prompt_word(&args, word, size);
    if (!*args)
        return true;
    if (strncmp(args, "by ", 3) == 0) {
        args += 3;
        (void)seep_prompt_word(&args, key, sizeof key);
        *order = !strcmp(key, "age")     ? by_age
                 : !strcmp(key, "state") ? by_state
                 : !strcmp(key, "name")  ? by_name
                                         : NULL;
        if ((*order || !strcmp(key, "id")) && !*args)
            return true;
    }
    seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                      ":ps takes a word, and `by` id, age, state or name");
    return false;
}

void seep_prompt_ps(struct seep_prompt *p, const char *args)
{
    static const char *const head[] = {"",    "name",  "state",
                                       "for", "where", "made"};
    struct seep_sim *s = seep_live_sim(p->live);
    int (*order)(const void *, const void *);
    struct seep_grid t = {0};
    char word[64];

    if (!read_ps(p, args, word, sizeof word, &order) ||
        !seep_live_look(p->live))
        return;
    const bool all = !strcmp(word, "all");
    const size_t most = all ? SIZE_MAX : SEEP_GRID_MOST;
    if (all)
        *word = 0;
    seep_grid_heading(&t, head);
    for (struct seep_g *g = s->all_first; g; g = g->all_next)
        if (g->id > 1)
            add_g(&t, s, g);
    if (order && t.n > 1)
        qsort(t.row + 1, t.n - 1, sizeof *t.row, order);
    if (!seep_grid_show(&t, word, most))
        seep_prompt_notef(p, "no goroutine%s%s", *word ? " with " : "", word);
    seep_live_look_end(p->live);
}

void seep_prompt_stack(struct seep_prompt *p, const char *args)
{
    enum { MOST = 16 * 1024 };
    struct seep_g *g = seep_prompt_goroutine(p, args);
    struct seep_buffer t = {0};
    char *text = g ? malloc(MOST) : NULL;

    if (!text || !seep_live_look(p->live)) {
        free(text);
        return;
    }
    seep_live_stack(p->live, g, text, MOST);
    seep_prompt_add_g(&t, seep_live_sim(p->live), g);
    seep_buffer_addf(&t, " [%s]\n", seep_prompt_state(g));
    seep_buffer_add_lines(&t, text, "  ");
    seep_live_look_end(p->live);
    seep_prompt_show(&t);
    free(text);
}

/* ---- objects ---- */

struct objects {
    struct seep_sim *s;
    struct seep_grid t;
    bool chans;
};

static void add_waiters(struct seep_buffer *b, const struct seep_queue *q)
{
    enum { MOST = 6 };
    int n = 0;

    for (const struct seep_waiter *w = q->first; w; w = w->next)
        if (n++ < MOST)
            seep_buffer_addf(b, "%sg%" PRIu32, n > 1 ? " " : "", w->g->id);
    if (n > MOST)
        seep_buffer_addf(b, " and %d more", n - MOST);
}

static void add_label(struct objects *o, struct seep_grid_row *r,
                      const struct seep_object *obj)
{
    struct seep_buffer b = {0};

    seep_prompt_add_object(&b, o->s, obj);
    seep_grid_set(r, 0, &b);
    seep_prompt_add_short_site(&b, o->s, obj->site);
    seep_grid_set(r, 4, &b);
}

static void add_chan(struct objects *o, const struct seep_chan *ch)
{
    struct seep_grid_row *r = seep_grid_add(&o->t);
    struct seep_buffer b = {0};

    if (!r)
        return;
    add_label(o, r, &ch->obj);
    if (seep_chan_cap(ch))
        seep_buffer_addf(&b, "%" PRIu32 " of %" PRIu32, ch->len,
                         seep_chan_cap(ch));
    else
        seep_buffer_add(&b, "unbuffered");
    seep_buffer_add(&b, ch->closed ? ", closed" : "");
    seep_buffer_add(&b, ch->role == SEEP_CHAN_TIMER     ? ", of a timer"
                        : ch->role == SEEP_CHAN_CONTEXT ? ", of a context"
                                                        : "");
    seep_grid_set(r, 1, &b);
    add_waiters(&b, &ch->q[SEEP_SEND]);
    seep_grid_set(r, 2, &b);
    add_waiters(&b, &ch->q[SEEP_RECV]);
    seep_grid_set(r, 3, &b);
}

static void add_holder(struct seep_buffer *b, const struct seep_mutex *m)
{
    if (m->locked)
        seep_buffer_addf(b, "held by g%" PRIu32, m->owner);
    else
        seep_buffer_add(b, "free");
}

static void add_lock(struct objects *o, const struct seep_object *obj)
{
    struct seep_grid_row *r = seep_grid_add(&o->t);
    struct seep_buffer b = {0}, w = {0};

    if (!r)
        return;
    add_label(o, r, obj);
    if (seep_object_kind(obj) == SEEP_OBJ_MUTEX) {
        add_holder(&b, (const struct seep_mutex *)obj);
        add_waiters(&w, &((const struct seep_mutex *)obj)->q);
    } else if (seep_object_kind(obj) == SEEP_OBJ_RWMUTEX) {
        const struct seep_rwmutex *rw = (const struct seep_rwmutex *)obj;
        if (rw->writing)
            seep_buffer_addf(&b, "written by g%" PRIu32, rw->w.owner);
        else
            seep_buffer_addf(&b, "%" PRIu32 " readers", rw->reading);
        add_waiters(&w, &rw->q);
    } else {
        const struct seep_waitgroup *wg = (const struct seep_waitgroup *)obj;
        seep_buffer_addf(&b, "counts %" PRId64, wg->count);
        add_waiters(&w, &wg->q);
    }
    seep_grid_set(r, 1, &b);
    seep_grid_set(r, 2, &w);
}

static void take_object(void *context, const struct seep_object *obj)
{
    struct objects *o = context;
    enum seep_object_kind k = seep_object_kind(obj);

    if (o->chans && k == SEEP_OBJ_CHAN)
        add_chan(o, (const struct seep_chan *)obj);
    else if (!o->chans && (k == SEEP_OBJ_MUTEX || k == SEEP_OBJ_RWMUTEX ||
                           k == SEEP_OBJ_WAITGROUP))
        add_lock(o, obj);
}

static void show_objects(struct seep_prompt *p, const char *args, bool chans,
                         const char *const *head, const char *none)
{
    struct objects o = {.s = seep_live_sim(p->live), .chans = chans};
    char word[64];

    (void)seep_prompt_word(&args, word, sizeof word);
    seep_grid_heading(&o.t, head);
    seep_live_objects(p->live, take_object, &o);
    if (!seep_grid_show(&o.t, word, SEEP_GRID_MOST))
        seep_prompt_notef(p, "%s%s%s", none, *word ? " with " : "", word);
}

void seep_prompt_chans(struct seep_prompt *p, const char *args)
{
    static const char *const head[] = {"",          "holds", "senders",
                                       "receivers", "made",  NULL};

    show_objects(p, args, true, head, "no channel");
}

void seep_prompt_locks(struct seep_prompt *p, const char *args)
{
    static const char *const head[] = {"", "state", "waiters", "", "made", ""};

    show_objects(p, args, false, head, "no lock");
}

static void take_context(void *to, const struct seep_live_context *c)
{
    struct seep_buffer *t = to;

    seep_buffer_spaces(t, 2 * (size_t)c->depth);
    seep_buffer_add(t, c->made_by);
    if (c->id)
        seep_buffer_addf(t, " ch#%" PRIu32, c->id);
    if (*c->state)
        seep_buffer_addf(t, "  %s", c->state);
    if (c->deadline >= 0) {
        seep_buffer_add(t, "  deadline ");
        seep_buffer_add_duration(t, c->deadline);
    }
    if (c->waiters)
        seep_buffer_addf(t, "  %" PRIu32 " waiting", c->waiters);
    seep_buffer_add(t, "\n");
}

void seep_prompt_ctx(struct seep_prompt *p, const char *args)
{
    struct seep_buffer t = {0};

    (void)args;
    seep_live_contexts(p->live, take_context, &t);
    seep_prompt_show(&t);
}

/* ---- :timers ---- */

static int by_time(const void *a, const void *b)
{
    const struct seep_timer_slot *x = a, *y = b;

    if (x->when != y->when)
        return x->when < y->when ? -1 : 1;
    return (x->t->seq > y->t->seq) - (x->t->seq < y->t->seq);
}

static void add_timer(struct seep_buffer *t, const struct seep_sim *s,
                      const struct seep_timer_slot *slot)
{
    const struct seep_timer *k = slot->t;
    struct seep_buffer in = {0};

    seep_buffer_add_duration(&in, slot->when - s->now);
    seep_buffer_addf(t, "in %-10s ", seep_buffer_string(&in));
    seep_buffer_fini(&in);
    if (k->kind == SEEP_TIMER_CHAN) {
        seep_buffer_add(t, k->period ? "ticks into " : "fires into ");
        seep_prompt_add_object(t, s, k->target);
    } else {
        seep_buffer_add(t, k->kind == SEEP_TIMER_GO ? "starts a function of "
                                                    : "wakes ");
        if (k->kind == SEEP_TIMER_GO)
            seep_prompt_add_short_site(t, s, k->obj.site);
        else
            seep_prompt_add_g(t, s, k->target);
    }
    seep_buffer_add(t, "\n");
}

void seep_prompt_timers(struct seep_prompt *p, const char *args)
{
    const struct seep_sim *s = seep_live_sim(p->live);
    uint32_t n = s->timers.count;
    struct seep_timer_slot *slot = malloc((n + 1) * sizeof *slot);
    struct seep_buffer t = {0};

    (void)args;
    if (!slot)
        return;
    memcpy(slot, s->timers.heap, n * sizeof *slot);
    qsort(slot, n, sizeof *slot, by_time);
    seep_buffer_add(&t, "virtual time is ");
    seep_buffer_add_duration(&t, s->now);
    seep_buffer_add(&t, "\n");
    for (uint32_t i = 0; i < n; i++)
        if (slot[i].when != SEEP_TIME_NEVER)
            add_timer(&t, s, &slot[i]);
    seep_prompt_show(&t);
    free(slot);
}

void seep_prompt_mem(struct seep_prompt *p, const char *args)
{
    struct seep_sim *s = seep_live_sim(p->live);
    struct seep_arena_stats a = seep_arena_stats(s->arena);
    struct seep_buffer t = {0};
    uint32_t kept;
    size_t bytes = seep_live_history(p->live, &kept);

    (void)args;
    seep_buffer_addf(
        &t,
        "%zu KiB in use, %zu KiB from first to last; at most %zu MiB (--mem)\n"
        "%" PRIu32 " goroutines, at most %" PRIu32 " at once\n",
        a.live >> 10, a.used >> 10, a.limit >> 20, s->nlive - 1, s->peak - 1);
    seep_buffer_addf(&t,
                     "history: %" PRIu32 " snapshots, %zu KiB; at most %zu MiB "
                     "(--history)\n"
                     "step %" PRIu64 ", digest of the state %016" PRIx64 "\n",
                     kept, bytes >> 10, p->s.history >> 20,
                     seep_live_step(p->live), seep_live_digest(p->live));
    seep_prompt_show(&t);
}
