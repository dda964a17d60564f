/* remark.c - see remark.h.  The wake-ups that an operation brings about are
 * told right before it, so both find each other without a search. */
#include "remark.h"

#include <stdlib.h>
#include <string.h>

#include "goroutine.h"
#include "history.h"
#include "object.h"
#include "sim.h"
#include "text.h"

/* ---- who woke whom ---- */

static bool link_events(struct seep_remarks *m)
{
    uint32_t *waits = calloc(m->ng + 1, sizeof *waits); /* event plus 1 */

    if (!waits)
        return false;
    for (size_t i = 0; i < m->n; i++) {
        const struct seep_past_event *e = &m->e[i];
        if (e->g >= m->ng)
            continue;
        if (e->kind == SEEP_EV_PARK) {
            waits[e->g] = (uint32_t)i + 1;
        } else if (e->kind == SEEP_EV_READY && waits[e->g]) {
            m->link[i] = waits[e->g];
            m->link[waits[e->g] - 1] = (uint32_t)i + 1;
            waits[e->g] = 0;
        }
    }
    free(waits);
    return true;
}

size_t seep__woken(const struct seep_remarks *m, size_t i)
{
    const struct seep_past_event *e = &m->e[i];
    size_t n = 0;

    while (n < i && e[-1 - (ptrdiff_t)n].kind == SEEP_EV_READY &&
           e[-1 - (ptrdiff_t)n].other == e->g && m->link[i - 1 - n])
        n++;
    return n;
}

const struct seep_past_event *seep__wait_before(const struct seep_remarks *m,
                                                size_t i)
{
    return m->link[i] ? &m->e[m->link[i] - 1] : NULL;
}

/* ---- in words ---- */

static char *say(const char *s)
{
    return seep_text("%s", s);
}

/* "main", "worker" when only one goroutine is called so, "g3". */
static char *who(const struct seep_remarks *m, uint32_t id)
{
    const struct seep_past *p = seep_history_g(m->h, id);
    const char *name = p ? seep_name_text(&m->s->names, p->name) : "";

    if (id == 1)
        return say("main");
    if (*name && id < m->ng && m->r->lanes[m->lane_of[id]].count == 1)
        return seep_text("%s", name);
    return seep_text("g%u", id);
}

/* "wakes main": goroutine id between two texts. */
static char *about(const struct seep_remarks *m, const char *before,
                   uint32_t id, const char *after)
{
    char *name = who(m, id);
    char *t = seep_text("%s%s%s", before, name, after);

    seep_text_free(name);
    return t;
}

static struct seep_told *told(const struct seep_remarks *m,
                              const struct seep_past_event *e)
{
    return &m->told[e->obj < m->nobj ? e->obj : 0];
}

/* ---- waits ---- */

static char *recv_remark(const struct seep_remarks *m,
                         const struct seep_past_event *e, bool stuck,
                         const struct seep_past_event *woken)
{
    bool context = !strncmp(seep_name_text(&m->s->names, e->obj_name),
                            "context.", sizeof "context." - 1);

    if (woken ? !woken->other : told(m, e)->timed)
        return say("waits for the timer");
    if (context)
        return say(stuck ? "nobody cancels it" : "not cancelled yet");
    return say(stuck ? "no sender comes" : "no sender yet");
}

static char *lock_wait_remark(const struct seep_remarks *m,
                              const struct seep_past_event *e, uint32_t holder)
{
    bool once = e->obj_kind == SEEP_OBJ_ONCE;

    if (!holder)
        return say("");
    if (holder == e->g)
        return say(once ? "is in that call itself" : "holds it already itself");
    return about(m, once ? "called by " : "held by ", holder, "");
}

static char *wait_remark(const struct seep_remarks *m, size_t i)
{
    const struct seep_past_event *e = &m->e[i];
    const struct seep_past_event *woken = m->link[i] ? &m->e[m->link[i] - 1]
                                                     : NULL;
    bool stuck = !woken && m->forever;
    const struct seep_told *t = told(m, e);

    switch ((enum seep_wait_reason)e->wait) {
    case SEEP_WAIT_CHAN_RECV: return recv_remark(m, e, stuck, woken);
    case SEEP_WAIT_CHAN_SEND:
        if (e->obj && t->buffered)
            return say(stuck ? "buffer full, no receiver comes"
                             : "the buffer is full");
        return say(stuck ? "no receiver comes" : "no receiver yet");
    case SEEP_WAIT_CHAN_RECV_NIL:
    case SEEP_WAIT_CHAN_SEND_NIL: return say("a nil channel is never ready");
    case SEEP_WAIT_SELECT:
        return say(stuck ? "no case gets ready" : "no case is ready yet");
    case SEEP_WAIT_SELECT_NO_CASES: return say("it has no cases");
    case SEEP_WAIT_MUTEX_LOCK: return lock_wait_remark(m, e, t->holder);
    case SEEP_WAIT_WG_WAIT:
        return t->count > 0 ? seep_text("counter is %lld", (long long)t->count)
                            : say("");
    default: return say("");
    }
}

/* ---- faults ---- */

/* "fault f2 at send jobs" */
static char *fault_remark(const struct seep_past_event *e)
{
    return e->g ? seep_text("fault f%u at %s", (unsigned)e->arg,
                            seep_op_name((enum seep_op_kind)e->op))
                : seep_text("fault f%u", (unsigned)e->arg);
}

/* ---- operations ---- */

static char *send_remark(const struct seep_remarks *m,
                         const struct seep_past_event *e, size_t woken)
{
    struct seep_told *t = told(m, e);

    if (woken)
        return about(m, "hands over to ", e[-1].g, "");
    if (t->closed)
        return say("the channel is closed");
    t->buffered = true;
    return say("into the buffer");
}

static char *recv_done(const struct seep_remarks *m,
                       const struct seep_past_event *e, size_t woken)
{
    const struct seep_told *t = told(m, e);

    if (woken)
        return about(m, t->buffered ? "makes room for " : "takes one from ",
                     e[-1].g, "");
    return say(e->ok && t->buffered ? "from the buffer" : "");
}

static char *select_remark(const struct seep_remarks *m, size_t i, size_t woken)
{
    const struct seep_past_event *e = &m->e[i];

    if (!woken)
        return say(e->chosen < 0 ? "no case is ready" : "");
    const struct seep_past_event *wait = seep__wait_before(m, i - 1);
    return about(m,
                 wait->op == SEEP_OP_RECV   ? "hands over to "
                 : wait->op == SEEP_OP_SEND ? "takes one from "
                                            : "meets ",
                 e[-1].g, "");
}

static char *wake_remark(const struct seep_remarks *m, size_t i, size_t woken)
{
    const struct seep_past_event *e = &m->e[i];

    if (woken > 1)
        return seep_text("wakes %zu goroutines", woken);
    if (!woken)
        return say("");
    const struct seep_past_event *wait = seep__wait_before(m, i - 1);
    bool panics = e->op == SEEP_OP_CLOSE && wait->op == SEEP_OP_SEND;
    return about(m, "wakes ", e[-1].g, panics ? ": its send panics" : "");
}

static char *close_remark(const struct seep_remarks *m, size_t i, size_t woken)
{
    struct seep_told *t = told(m, &m->e[i]);

    if (!m->e[i].obj)
        return say("the channel is nil");
    if (t->closed)
        return say("it is closed already");
    t->closed = true;
    return wake_remark(m, i, woken);
}

static void take(struct seep_remarks *m, const struct seep_past_event *e)
{
    struct seep_told *t = told(m, e);

    if (t->holder == e->g || e->g >= m->ng || !e->obj)
        return;
    t->holder = e->g;
    t->name = e->obj_name;
    t->next_held = m->held[e->g];
    m->held[e->g] = e->obj;
}

static void release(struct seep_remarks *m, const struct seep_past_event *e)
{
    struct seep_told *t = told(m, e);
    uint32_t *at = &m->held[t->holder];

    while (*at && *at != e->obj)
        at = &m->told[*at].next_held;
    if (*at)
        *at = t->next_held;
    t->holder = t->next_held = 0;
}

static char *lock_remark(struct seep_remarks *m,
                         const struct seep_past_event *e)
{
    const struct seep_told *t = told(m, e);

    if (!e->ok)
        return t->holder ? about(m, "held by ", t->holder, "") : say("");
    take(m, e);
    return say("");
}

static char *add_remark(const struct seep_remarks *m, size_t i, size_t woken)
{
    struct seep_told *t = told(m, &m->e[i]);
    char *wakes = wake_remark(m, i, woken);
    char *text;

    t->counted = true;
    t->count += m->e[i].chosen;
    text = seep_text("counter is %lld%s%s", (long long)t->count,
                     *wakes ? ", " : "", wakes);
    seep_text_free(wakes);
    return text;
}

/* Of the two sides of a race the step of the other one. */
static char *race_remark(const struct seep_remarks *m,
                         const struct seep_past_event *e)
{
    for (size_t i = 0; i < m->r->nraces; i++) {
        const struct seep_race_finding *f = &m->r->races[i];
        if (f->obj != e->obj)
            continue;
        if (f->after.step == e->step && f->after.who.id == e->g)
            return seep_text("races with step %llu",
                             (unsigned long long)f->before.step);
        if (f->before.step == e->step && f->before.who.id == e->g)
            return seep_text("races with step %llu",
                             (unsigned long long)f->after.step);
    }
    return say("");
}

static char *done_remark(struct seep_remarks *m, size_t i)
{
    const struct seep_past_event *e = &m->e[i];
    size_t woken = seep__woken(m, i);

    switch ((enum seep_op_kind)e->op) {
    case SEEP_OP_SEND: return send_remark(m, e, woken);
    case SEEP_OP_RECV: return recv_done(m, e, woken);
    case SEEP_OP_SELECT: return select_remark(m, i, woken);
    case SEEP_OP_CLOSE: return close_remark(m, i, woken);
    case SEEP_OP_LOCK:
    case SEEP_OP_TRY_LOCK: return lock_remark(m, e);
    case SEEP_OP_UNLOCK: release(m, e); return wake_remark(m, i, woken);
    case SEEP_OP_WG_ADD: return add_remark(m, i, woken);
    case SEEP_OP_WG_WAIT:
        return say(told(m, e)->counted ? "" : "nobody has called add yet");
    default: return say("");
    }
}

static char *op_remark(struct seep_remarks *m, size_t i)
{
    char *text = done_remark(m, i), *race = race_remark(m, &m->e[i]);

    if (*race)
        seep_text_add(&text, "%s%s", *text ? "; " : "", race);
    seep_text_free(race);
    return text;
}

/* ---- ends ---- */

static char *exit_remark(const struct seep_remarks *m,
                         const struct seep_past_event *e)
{
    uint32_t obj = e->g < m->ng ? m->held[e->g] : 0;

    if (!obj)
        return say("");
    const char *name = seep_name_text(&m->s->names, m->told[obj].name);
    if (*name)
        return seep_text("still holds %s", name);
    return seep_text("still holds %s#%u",
                     seep_object_kind_prefix(SEEP_OBJ_MUTEX), obj);
}

/* The first line of what it panicked with. */
static char *panic_remark(const struct seep_remarks *m,
                          const struct seep_past_event *e)
{
    const char *text = m->r->text;

    if (m->r->who.id != e->g)
        return say("");
    return seep_text("%.*s", (int)strcspn(text, "\n"), text);
}

char *seep__remark(struct seep_remarks *m, size_t i)
{
    const struct seep_past_event *e = &m->e[i];

    switch ((enum seep_event_kind)e->kind) {
    case SEEP_EV_OP: return op_remark(m, i);
    case SEEP_EV_PARK: return wait_remark(m, i);
    case SEEP_EV_EXIT: return exit_remark(m, e);
    case SEEP_EV_PANIC: return panic_remark(m, e);
    case SEEP_EV_FAULT: return fault_remark(e);
    case SEEP_EV_READY: return say(e->other ? "" : "the timer fires");
    case SEEP_EV_START:
        return say(e->other || e->g == 1 ? "" : "a timer started it");
    default: return say("");
    }
}

/* ---- beginning and end ---- */

static bool is_timed(const char *kind)
{
    return strstr(kind, "timer") || strstr(kind, "ticker");
}

/* Could it have gone on, had the run been watched for longer? */
static bool goes_on(const struct seep_stuck *k)
{
    for (size_t i = 0; i < k->nwhat; i++)
        if (is_timed(k->what[i].kind))
            return true;
    return k->still_running;
}

static bool is_for_ever(const struct seep_report *r)
{
    if (r->rows_cut)
        return false;
    for (size_t i = 0; i < r->nstuck; i++)
        if (goes_on(&r->stuck[i]))
            return false;
    return r->verdict == SEEP_VERDICT_DEADLOCK ||
           r->verdict == SEEP_VERDICT_LEAK;
}

/* The events do not tell a timer's channel from another; the report does,
 * when somebody is stuck on it. */
static void find_timed(const struct seep_remarks *m)
{
    for (size_t i = 0; i < m->r->nstuck; i++)
        for (size_t k = 0; k < m->r->stuck[i].nwhat; k++) {
            const struct seep_what *what = &m->r->stuck[i].what[k];
            if (what->id < m->nobj)
                m->told[what->id].timed = is_timed(what->kind);
        }
}

bool seep__remarks_init(struct seep_remarks *m, struct seep_sim *s,
                        const struct seep_history *h,
                        const struct seep_report *r, const uint32_t *lane_of)
{
    *m = (struct seep_remarks){
        .s = s, .h = h, .r = r, .lane_of = lane_of, .forever = is_for_ever(r)};
    m->e = seep_history_events(h, &m->n);
    while (seep_history_g(h, m->ng))
        m->ng++;
    m->nobj = s->next_obj + 1;
    m->link = calloc(m->n + 1, sizeof *m->link);
    m->held = calloc(m->ng + 1, sizeof *m->held);
    m->told = calloc(m->nobj, sizeof *m->told);
    if (m->link && m->held && m->told && link_events(m)) {
        find_timed(m);
        return true;
    }
    seep__remarks_fini(m);
    return false;
}

void seep__remarks_fini(struct seep_remarks *m)
{
    free(m->link);
    free(m->held);
    free(m->told);
    m->link = m->held = NULL;
    m->told = NULL;
}
