/* interleaving.c - the run as columns: one lane a creation site.
 *
 * Rows come from the history's events.  A row is relevant when it is a turn of
 * events (a start, an end, a wait, a wake-up) or touches an object that
 * somebody in the report waits for or that is raced on; but of many rows alike
 * only the first few and the last one are.
 *
 * Who wakes another has an arrow to it in its own row, who takes from another
 * one from it; when several lanes are woken, each but the first has a row. */
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "goroutine.h"
#include "history.h"
#include "object.h"
#include "remark.h"
#include "row_text.h"
#include "sim.h"
#include "text.h"

enum {
    KEPT = 20000, /* events that a history keeps */
    FEW = 4,      /* rows alike that are shown, and the last one */
    MANY = FEW + 2,
    LANE_OF_MANY = 8, /* goroutines; in a larger lane all are alike */
    LED = 3, /* operations that led to a fatal error or a failed check */
};

/* What makes rows alike, and how many are. */
struct alike {
    uint64_t key; /* 0: an empty slot */
    uint32_t all, told;
};

struct weaving {
    struct seep_sim *s;
    const struct seep_history *h;
    struct seep_report *r;
    uint32_t *first;   /* [lane]: the id of its first goroutine */
    uint32_t *slot;    /* a hash of the lanes, by place and name */
    uint32_t nslot;    /* a power of two */
    uint32_t *lane_of; /* [goroutine id] */
    uint32_t nlane_of;
    struct seep_remarks *remarks;
    struct alike *alike; /* a hash */
    uint32_t nalike;     /* a power of two */
    bool *concerned;     /* [object id]: somebody in the report waits for it */
    uint32_t nconcerned;
    size_t led; /* from that event on, what who ended the run did led to it */
};

/* ---- lanes ---- */

/* The slot of a lane in the hash; it holds the lane's number plus 1, or 0. */
static uint32_t *lane_slot(const struct weaving *w, const struct seep_past *p)
{
    uint64_t key =
        ((uint64_t)p->site << 32 | p->name) * UINT64_C(0x9e3779b97f4a7c15);
    uint32_t i = (uint32_t)(key >> 32) & (w->nslot - 1);

    for (uint32_t k; (k = w->slot[i]); i = (i + 1) & (w->nslot - 1)) {
        const struct seep_past *q = seep_history_g(w->h, w->first[k - 1]);
        if (q->site == p->site && q->name == p->name)
            break;
    }
    return &w->slot[i];
}

static uint32_t new_lane(struct weaving *w, uint32_t id)
{
    uint32_t i = (uint32_t)w->r->nlanes++;

    w->first[i] = id;
    w->r->lanes[i] = (struct seep_lane){.count = 1};
    return i;
}

/* Main has its lane to itself. */
static uint32_t lane_for(struct weaving *w, uint32_t id)
{
    if (id == 1)
        return new_lane(w, id);
    uint32_t *slot = lane_slot(w, seep_history_g(w->h, id));
    if (*slot) {
        w->r->lanes[*slot - 1].count++;
        return *slot - 1;
    }
    uint32_t i = new_lane(w, id);
    *slot = i + 1;
    return i;
}

static void title_lanes(struct weaving *w)
{
    for (uint32_t i = 0; i < w->r->nlanes; i++) {
        struct seep_lane *l = &w->r->lanes[i];
        const struct seep_past *p = seep_history_g(w->h, w->first[i]);
        const char *name = seep_name_text(&w->s->names, p->name);
        l->title = i == 0  ? seep_text("main")
                   : *name ? seep_text("%s", name)
                           : seep_text("g%u", w->first[i]);
        if (l->count > 1)
            seep_text_add(&l->title, "\xc3\x97%u", l->count);
    }
}

static bool make_lanes(struct weaving *w)
{
    uint32_t n = 0;

    while (seep_history_g(w->h, n))
        n++;
    w->nlane_of = n;
    for (w->nslot = 16; w->nslot < 2 * n;)
        w->nslot *= 2;
    w->lane_of = calloc(n + 1, sizeof *w->lane_of);
    w->first = calloc(n + 1, sizeof *w->first);
    w->slot = calloc(w->nslot, sizeof *w->slot);
    w->r->lanes = calloc(n + 1, sizeof *w->r->lanes);
    if (!w->lane_of || !w->first || !w->slot || !w->r->lanes)
        return false;
    for (uint32_t id = 1; id < n; id++)
        w->lane_of[id] = lane_for(w, id);
    title_lanes(w);
    return true;
}

/* ---- which objects matter ---- */

static bool mark_concerned(struct weaving *w)
{
    w->nconcerned = w->s->next_obj + 1;
    w->concerned = calloc(w->nconcerned, sizeof *w->concerned);
    if (!w->concerned)
        return false;
    for (size_t i = 0; i < w->r->nstuck; i++)
        for (size_t k = 0; k < w->r->stuck[i].nwhat; k++)
            w->concerned[w->r->stuck[i].what[k].id] = true;
    for (size_t i = 0; i < w->r->nraces; i++)
        w->concerned[w->r->races[i].obj] = true;
    w->concerned[0] = false;
    return true;
}

static bool find_led(struct weaving *w)
{
    bool led = w->r->verdict == SEEP_VERDICT_ASSERTION ||
               w->r->verdict == SEEP_VERDICT_FATAL;
    uint32_t n = led ? 0 : LED;

    w->led = w->remarks->n;
    for (size_t i = w->led; i > 0 && n < LED; i--) {
        const struct seep_past_event *e = &w->remarks->e[i - 1];
        if (e->g == w->r->who.id && e->kind == SEEP_EV_OP && ++n)
            w->led = i - 1;
    }
    return true;
}

/* ---- rows ---- */

static char mark_of(const struct seep_past_event *e)
{
    switch ((enum seep_event_kind)e->kind) {
    case SEEP_EV_PARK: return 'p';
    case SEEP_EV_READY: return 'w';
    case SEEP_EV_EXIT: return 'x';
    case SEEP_EV_START: return 'g';
    default: return 0;
    }
}

/* ---- many alike ---- */

/* Is it told by the one who said go? */
static bool is_go(const struct seep_past_event *e)
{
    return e->kind == SEEP_EV_START && e->other;
}

static uint32_t lane_of(const struct weaving *w, uint32_t g)
{
    return g < w->nlane_of ? w->lane_of[g] : 0;
}

/* Alike are rows of one goroutine, or of one lane of many, that say the same
 * of one place; starts, whatever they start. */
static uint64_t key_of(const struct weaving *w, const struct seep_past_event *e)
{
    const struct seep_past *p = seep_history_g(w->h, e->g);
    uint32_t lane = lane_of(w, e->g);
    bool many = w->r->lanes[lane].count > LANE_OF_MANY;
    uint32_t who = is_go(e) ? e->other : many ? lane : e->g;
    uint32_t site = e->kind == SEEP_EV_START && p ? p->site : e->site;

    return (uint64_t)who << 40 ^ (uint64_t)site << 16 ^ (uint64_t)e->kind << 8 ^
           (uint64_t)e->op << 1 ^ 1;
}

static struct alike *alike(const struct weaving *w, uint64_t key)
{
    uint32_t i = (uint32_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> 32) &
                 (w->nalike - 1);

    while (w->alike[i].key && w->alike[i].key != key)
        i = (i + 1) & (w->nalike - 1);
    w->alike[i].key = key;
    return &w->alike[i];
}

/* ---- which rows ---- */

static bool is_concerned(const struct weaving *w,
                         const struct seep_past_event *e)
{
    return e->obj && e->obj < w->nconcerned && w->concerned[e->obj];
}

static bool op_matters(const struct weaving *w, size_t i)
{
    const struct seep_past_event *e = &w->remarks->e[i];

    return is_concerned(w, e) || (i >= w->led && e->g == w->r->who.id) ||
           e->op == SEEP_OP_CLOSE ||
           (e->op == SEEP_OP_SELECT && e->chosen >= 0) ||
           seep__woken(w->remarks, i);
}

static bool matters(const struct weaving *w, size_t i)
{
    const struct seep_past_event *e = &w->remarks->e[i];

    switch ((enum seep_event_kind)e->kind) {
    case SEEP_EV_EXIT: return e->g == 1 || w->r->nstuck < 8;
    case SEEP_EV_PANIC:
    case SEEP_EV_FAULT:
    case SEEP_EV_READY:
    case SEEP_EV_START: return true;
    case SEEP_EV_PARK: return e->op != SEEP_OP_SLEEP || is_concerned(w, e);
    case SEEP_EV_OP: return op_matters(w, i);
    default: return false;
    }
}

/* Is a wake-up told by the row of the one who brought it about?  Nobody tells
 * what a timer does, and one arrow a row has to do. */
static bool tells_itself(const struct weaving *w, size_t i)
{
    const struct seep_past_event *e = &w->remarks->e[i];

    return seep__wait_before(w->remarks, i) && !e->other &&
           (e->op == SEEP_OP_RECV || e->op == SEEP_OP_SELECT);
}

/* What the library does in the course of a call, unless others notice. */
static bool is_plumbing(const struct weaving *w, size_t i)
{
    const struct seep_past_event *e = &w->remarks->e[i];

    return e->inner && e->op != SEEP_OP_CLOSE && e->op != SEEP_OP_IO_READY &&
           e->op != SEEP_OP_RES_OPEN && e->op != SEEP_OP_RES_CLOSE &&
           !seep__woken(w->remarks, i);
}

/* A row for the world's bookkeeping would say what others already say. */
static bool has_row(const struct weaving *w, size_t i)
{
    const struct seep_past_event *e = &w->remarks->e[i];

    switch ((enum seep_event_kind)e->kind) {
    case SEEP_EV_FIRE:
    case SEEP_EV_MAIN_DONE:
    case SEEP_EV_TIME: return false;
    case SEEP_EV_READY: return tells_itself(w, i);
    case SEEP_EV_OP:
        return e->op != SEEP_OP_GO && e->op != SEEP_OP_COND_DRAW &&
               !is_plumbing(w, i);
    default: return true;
    }
}

static bool count_alike(struct weaving *w)
{
    w->nalike = 64;
    while (w->nalike < 2 * w->remarks->n)
        w->nalike *= 2;
    w->alike = calloc(w->nalike, sizeof *w->alike);
    if (!w->alike)
        return false;
    for (size_t i = 0; i < w->remarks->n; i++)
        if (has_row(w, i) && matters(w, i))
            alike(w, key_of(w, &w->remarks->e[i]))->all++;
    return true;
}

/* ---- rows ---- */

/* Shown at all, and how many alike are left out behind it? */
static bool relevant(struct weaving *w, size_t i, uint32_t *more)
{
    *more = 0;
    if (!matters(w, i))
        return false;
    struct alike *a = alike(w, key_of(w, &w->remarks->e[i]));
    uint32_t k = ++a->told;
    if (a->all <= MANY || k < FEW || k == a->all)
        return true;
    *more = a->all - FEW - 1;
    return k == FEW;
}

static struct seep_row *add_row(struct weaving *w, size_t i, uint32_t g)
{
    const struct seep_past_event *e = &w->remarks->e[i];
    struct seep_row *row = &w->r->rows[w->r->nrows++];
    const struct seep_past *p = seep_history_g(w->h, g);

    *row = (struct seep_row){
        .step = e->step,
        .now = e->now,
        .who = {.id = g,
                .name = seep_text(
                    "%s", p ? seep_name_text(&w->s->names, p->name) : ""),
                .path = seep_text("%s", "")}, /* long, and not shown */
        .lane = lane_of(w, g),
        .text = seep__row_text(w->remarks, i),
        .mark = mark_of(e),
        .to_lane = -1,
        .from_lane = -1,
        .after_main = e->after_main,
        .at = seep__place(w->s, e->site)};
    return row;
}

/* Where its creator said go. */
static void move_start(struct weaving *w, struct seep_row *row,
                       const struct seep_past_event *e)
{
    const struct seep_past *p = seep_history_g(w->h, e->g);

    row->to_lane = (int32_t)lane_of(w, e->g);
    if (p) {
        seep_text_free(row->at.file);
        row->at = seep__place(w->s, p->site);
    }
}

/* A row of its own for a lane that row `from` has no arrow for. */
static void add_woken(struct weaving *w, size_t i, const struct seep_row *from)
{
    struct seep_row *row = add_row(w, i, w->remarks->e[i].g);

    row->from_lane = (int32_t)from->lane;
    row->relevant = from->relevant;
    row->why = seep_text("%s", "");
}

/* Does an earlier one of the woken, which stand before event i, lie in the
 * lane of the k-th? */
static bool has_arrow(const struct weaving *w, size_t i, size_t k)
{
    const struct seep_past_event *e = &w->remarks->e[i - 1];
    uint32_t lane = lane_of(w, e[-(ptrdiff_t)k].g);
    enum { FAR = 64 };

    for (size_t j = k > FAR ? k - FAR : 0; j < k; j++)
        if (lane_of(w, e[-(ptrdiff_t)j].g) == lane)
            return true;
    return lane == lane_of(w, w->remarks->e[i].g);
}

/* The arrows of operation i: to those it woke, or from the one it took a
 * value from. */
static void add_arrows(struct weaving *w, size_t i)
{
    struct seep_row *row = &w->r->rows[w->r->nrows - 1];
    size_t n = seep__woken(w->remarks, i);
    bool takes = row->who.id && n == 1 &&
                 seep__wait_before(w->remarks, i - 1)->op == SEEP_OP_SEND &&
                 w->remarks->e[i].op != SEEP_OP_CLOSE;
    bool first = true;

    for (size_t k = 0; k < n; k++) {
        if (has_arrow(w, i, k))
            continue;
        int32_t lane = (int32_t)lane_of(w, w->remarks->e[i - 1 - k].g);
        if (!first)
            add_woken(w, i - 1 - k, row);
        else if (takes)
            row->from_lane = lane;
        else
            row->to_lane = lane;
        first = false;
    }
}

static void tell(struct weaving *w, size_t i)
{
    const struct seep_past_event *e = &w->remarks->e[i];
    char *why = seep__remark(w->remarks, i);

    if (!has_row(w, i)) {
        seep_text_free(why);
        return;
    }
    struct seep_row *row = add_row(w, i, is_go(e) ? e->other : e->g);
    row->why = why;
    row->relevant = relevant(w, i, &row->more);
    if (is_go(e))
        move_start(w, row, e);
    else if (e->kind == SEEP_EV_OP)
        add_arrows(w, i);
}

void seep__interleave(struct seep_sim *s, const struct seep_history *h,
                      struct seep_report *r)
{
    struct seep_remarks remarks = {0};
    struct weaving w = {.s = s, .h = h, .r = r, .remarks = &remarks};
    size_t n;
    const struct seep_past_event *e = seep_history_events(h, &n);

    r->rows_cut = n >= KEPT && e[n - 1].step < r->operations;
    r->rows = calloc(n ? n : 1, sizeof *r->rows);
    if (r->rows && make_lanes(&w) &&
        seep__remarks_init(&remarks, s, h, r, w.lane_of) &&
        mark_concerned(&w) && find_led(&w) && count_alike(&w))
        for (size_t i = 0; i < n; i++)
            tell(&w, i);
    seep__remarks_fini(&remarks);
    free(w.lane_of);
    free(w.first);
    free(w.slot);
    free(w.alike);
    free(w.concerned);
}
