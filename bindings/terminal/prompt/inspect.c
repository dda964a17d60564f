/* inspect.c - looking at the world as it stands. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/terminal/command.h"
#include "bindings/terminal/prompt/prompt.h"
#include "core/arena.h"
#include "core/chan.h"
#include "core/mutex.h"
#include "core/rwmutex.h"
#include "core/waitgroup.h"

/* ---- tables ---- */

enum { COLUMNS = 6, ROOM = 40 };

struct row {
    char *cell[COLUMNS]; /* owned */
    struct seep_g *g;    /* NULL: of an object */
};

struct grid {
    struct row *row;
    size_t n, cap;
    bool failed;
};

static struct row *add_row(struct grid *t)
{
    if (t->n == t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 32;
        void *more = realloc(t->row, cap * sizeof *t->row);
        if (!more) {
            t->failed = true;
            return NULL;
        }
        t->row = more;
        t->cap = cap;
    }
    memset(&t->row[t->n], 0, sizeof *t->row);
    return &t->row[t->n++];
}

/* Takes b's text. */
static void set_cell(struct row *r, unsigned i, struct seep_buffer *b)
{
    if (r)
        r->cell[i] = b->s;
    else
        free(b->s);
    *b = (struct seep_buffer){0};
}

static const char *cell(const struct row *r, unsigned i)
{
    return r->cell[i] ? r->cell[i] : "";
}

static bool has_word(const struct row *r, const char *word)
{
    for (unsigned i = 0; i < COLUMNS; i++)
        if (strstr(cell(r, i), word))
            return true;
    return !*word;
}

static void add_line(struct seep_buffer *out, const struct row *r,
                     const unsigned *width)
{
    size_t from = out->n;

    for (unsigned i = 0; i < COLUMNS; i++) {
        unsigned w = seep_buffer_plain_width(cell(r, i));
        seep_buffer_add(out, cell(r, i));
        if (i + 1 < COLUMNS)
            seep_buffer_spaces(out, (w < width[i] ? width[i] - w : 0) + 2);
    }
    while (out->n > from && out->s[out->n - 1] == ' ')
        out->s[--out->n] = '\0';
    seep_buffer_add(out, "\n");
}

/* Shows those rows that have the word; the first one is the heading. */
static size_t show(struct grid *t, const char *word)
{
    unsigned width[COLUMNS] = {0};
    struct seep_buffer out = {0};
    size_t shown = 0;

    for (size_t k = 0; k < t->n; k++)
        for (unsigned i = 0; i < COLUMNS; i++) {
            unsigned w = seep_buffer_plain_width(cell(&t->row[k], i));
            if ((!k || has_word(&t->row[k], word)) && w > width[i])
                width[i] = w < ROOM ? w : ROOM;
        }
    for (size_t k = 0; k < t->n; k++)
        if (!k || has_word(&t->row[k], word)) {
            add_line(&out, &t->row[k], width);
            shown += k > 0;
        }
    for (size_t k = 0; k < t->n; k++)
        for (unsigned i = 0; i < COLUMNS; i++)
            free(t->row[k].cell[i]);
    free(t->row);
    if (shown)
        seep_prompt_show(&out);
    seep_buffer_fini(&out);
    return shown;
}

static void heading(struct grid *t, const char *const *word)
{
    struct row *r = add_row(t);

    for (unsigned i = 0; i < COLUMNS && word[i]; i++) {
        struct seep_buffer b = {0};
        seep_buffer_add(&b, word[i]);
        set_cell(r, i, &b);
    }
}

/* ---- :ps ---- */

static void add_age(struct seep_buffer *b, const struct seep_sim *s,
                    const struct seep_g *g)
{
    seep_buffer_add_duration(b, s->now - g->since);
}

static void add_creator(struct seep_buffer *b, const struct seep_sim *s,
                        const struct seep_g *g)
{
    const struct seep_kin *up = seep_g_creator(g);

    if (up && up->id > 1) {
        seep_prompt_add_site(b, s, g->site);
        seep_buffer_addf(b, " by g%" PRIu32, up->id);
    } else {
        seep_buffer_add(b, "typed");
    }
}

static void add_g(struct grid *t, struct seep_sim *s, struct seep_g *g)
{
    struct row *r = add_row(t);
    struct seep_buffer b = {0};

    if (!r)
        return;
    r->g = g;
    seep_buffer_addf(&b, "g%" PRIu32, g->id);
    set_cell(r, 0, &b);
    seep_buffer_add_plain(&b, seep_name_text(&s->names, g->name));
    set_cell(r, 1, &b);
    seep_buffer_add(&b, seep_prompt_state(g));
    if (g->status == SEEP_G_WAITING && g->op.obj && g->op.ncase <= 1) {
        seep_buffer_add(&b, " ");
        seep_prompt_add_object(&b, s, g->op.obj);
    }
    set_cell(r, 2, &b);
    add_age(&b, s, g);
    set_cell(r, 3, &b);
    seep_prompt_add_site(&b, s, s->host_ops->where(s->host, g));
    set_cell(r, 4, &b);
    add_creator(&b, s, g);
    set_cell(r, 5, &b);
}

static int by_age(const void *a, const void *b)
{
    const struct seep_g *x = ((const struct row *)a)->g;
    const struct seep_g *y = ((const struct row *)b)->g;

    return x->since != y->since ? (x->since > y->since) - (x->since < y->since)
                                : (x->id > y->id) - (x->id < y->id);
}

static int by_cell(const struct row *a, const struct row *b, unsigned i)
{
    int c = strcmp(cell(a, i), cell(b, i));

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
    struct grid t = {0};
    char word[64];

    if (!read_ps(p, args, word, sizeof word, &order) ||
        !seep_live_look(p->live))
        return;
    heading(&t, head);
    for (struct seep_g *g = s->all_first; g; g = g->all_next)
        if (g->id > 1)
            add_g(&t, s, g);
    if (order && t.n > 1)
        qsort(t.row + 1, t.n - 1, sizeof *t.row, order);
    if (!show(&t, word))
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
    struct grid t;
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

static void add_label(struct objects *o, struct row *r,
                      const struct seep_object *obj)
{
    struct seep_buffer b = {0};

    seep_prompt_add_object(&b, o->s, obj);
    set_cell(r, 0, &b);
    seep_prompt_add_site(&b, o->s, obj->site);
    set_cell(r, 4, &b);
}

static void add_chan(struct objects *o, const struct seep_chan *ch)
{
    struct row *r = add_row(&o->t);
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
    set_cell(r, 1, &b);
    add_waiters(&b, &ch->q[SEEP_SEND]);
    set_cell(r, 2, &b);
    add_waiters(&b, &ch->q[SEEP_RECV]);
    set_cell(r, 3, &b);
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
    struct row *r = add_row(&o->t);
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
    set_cell(r, 1, &b);
    set_cell(r, 2, &w);
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
    heading(&o.t, head);
    seep_live_objects(p->live, take_object, &o);
    if (!show(&o.t, word))
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
            seep_prompt_add_site(t, s, k->obj.site);
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

/* ---- :graph ---- */

static void add_edge(struct seep_buffer *t, const struct seep_sim *s,
                     const struct seep_g *g, const struct seep_object *o,
                     bool dot)
{
    uint32_t by = seep_prompt_holder(g);

    seep_buffer_addf(t, dot ? "  g%" PRIu32 " -> \"" : "g%" PRIu32 " -> ",
                     g->id);
    if (o)
        seep_buffer_addf(t, "%s#%" PRIu32,
                         seep_object_kind_prefix(seep_object_kind(o)), o->id);
    else
        seep_buffer_add(t, "nilchan");
    if (dot)
        seep_buffer_addf(t, "\" [label=\"%s\"]\n", seep_prompt_state(g));
    if (dot && o && by)
        seep_buffer_addf(t, "  \"%s#%" PRIu32 "\" -> g%" PRIu32 "\n",
                         seep_object_kind_prefix(seep_object_kind(o)), o->id,
                         by);
    if (dot)
        return;
    if (o && o->name) {
        seep_buffer_add(t, " \"");
        seep_buffer_add_plain(t, seep_name_text(&s->names, o->name));
        seep_buffer_add(t, "\"");
    }
    if (by)
        seep_buffer_addf(t, " -> g%" PRIu32, by);
    seep_buffer_addf(t, "   (%s)\n", seep_prompt_state(g));
}

void seep_prompt_graph(struct seep_prompt *p, const char *args)
{
    const struct seep_sim *s = seep_live_sim(p->live);
    bool dot = !strcmp(args, "dot");
    struct seep_buffer t = {0};

    if (*args && !dot) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE, ":graph takes `dot` or nothing");
        return;
    }
    seep_buffer_add(&t, dot ? "digraph waits {\n" : "");
    for (const struct seep_g *g = s->all_first; g; g = g->all_next) {
        if (g->id == 1 || g->status != SEEP_G_WAITING ||
            g->wait == SEEP_WAIT_SLEEP)
            continue;
        if (g->op.ncase)
            for (uint16_t i = 0; i < g->op.ncase; i++)
                add_edge(&t, s, g, g->op.cases[i].obj, dot);
        else
            add_edge(&t, s, g, g->op.obj, dot);
    }
    seep_buffer_add(&t, dot ? "}\n" : "");
    if (t.n)
        seep_prompt_show(&t);
    else
        seep_prompt_notef(p, "nobody waits for anybody");
}
