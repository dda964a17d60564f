/* row_text.c - what happens in a row of the picture, in words. */
#include "row_text.h"

#include <string.h>

#include "goroutine.h"
#include "history.h"
#include "object.h"
#include "sim.h"
#include "text.h"

/* The name of a context's channel is long: "context.Background.WithCancel". */
static char *name_text(const char *name)
{
    static const char *const roots[] = {"context.Background.", "context.TODO."};

    for (size_t i = 0; i < 2; i++)
        if (!strncmp(name, roots[i], strlen(roots[i])))
            return seep_text(" ctx.%s", name + strlen(roots[i]));
    return seep_text(" %s", name);
}

static char *object_text(const struct seep_remarks *m,
                         const struct seep_past_event *e)
{
    const char *name = seep_name_text(&m->s->names, e->obj_name);

    if (!e->obj)
        return seep_text("%s", e->wait == SEEP_WAIT_CHAN_SEND_NIL ||
                                       e->wait == SEEP_WAIT_CHAN_RECV_NIL
                                   ? " nilchan"
                                   : "");
    if (*name)
        return name_text(name);
    return seep_text(
        " %s#%u", seep_object_kind_prefix((enum seep_object_kind)e->obj_kind),
        e->obj);
}

/* "send", "lock"... without the object's prefix; a once is a lock inside. */
static const char *verb(uint8_t op, const struct seep_past_event *on)
{
    const char *name = seep_op_name((enum seep_op_kind)op);
    const char *dot = strchr(name, '.');

    if (on->obj && on->obj_kind == SEEP_OBJ_ONCE)
        return op == SEEP_OP_LOCK ? "call" : "called";
    return dot ? dot + 1 : name;
}

/* The counter's change, which is the event's `chosen`. */
static char *add_text(const struct seep_past_event *e, const char *obj)
{
    if (e->chosen == -1)
        return seep_text("done%s", obj);
    return e->chosen == 1 ? seep_text("add%s", obj)
                          : seep_text("add %d%s", e->chosen, obj);
}

/* What came of operation e; its object is that of `on`. */
static char *op_text(const struct seep_remarks *m,
                     const struct seep_past_event *e,
                     const struct seep_past_event *on)
{
    char *obj = object_text(m, on), *t;

    if (e->op == SEEP_OP_SELECT)
        t = e->chosen < 0 ? seep_text("select: default")
                          : seep_text("select: case %d", e->chosen + 1);
    else if (e->op == SEEP_OP_WG_ADD)
        t = add_text(e, obj);
    else if (e->op == SEEP_OP_CLOSE && e->inner)
        t = seep_text("cancel%s", obj);
    else if (e->op == SEEP_OP_RECV && !e->ok)
        t = seep_text("recv%s (closed)", obj);
    else if (e->op == SEEP_OP_READ && e->chosen > 0)
        t = seep_text("read%s (old)", obj);
    else if (e->op == SEEP_OP_TRY_LOCK && !e->ok)
        t = seep_text("try_lock%s (no)", obj);
    else
        t = seep_text("%s%s", verb(e->op, on), obj);
    seep_text_free(obj);
    return t;
}

static char *park_text(const struct seep_remarks *m,
                       const struct seep_past_event *e)
{
    char *obj = object_text(m, e);
    char *t = seep_text("%s%s", verb(e->op, e), obj);

    seep_text_free(obj);
    return t;
}

/* "go worker", "go g5"; of several called so "go worker g5". */
static char *start_text(const struct seep_remarks *m,
                        const struct seep_past_event *e)
{
    const struct seep_past *p = seep_history_g(m->h, e->g);
    const char *name = p ? seep_name_text(&m->s->names, p->name) : "";
    bool alone = e->g < m->ng && m->r->lanes[m->lane_of[e->g]].count == 1;

    if (!e->other)
        return seep_text("starts");
    if (!*name)
        return seep_text("go g%u", e->g);
    return alone ? seep_text("go %s", name)
                 : seep_text("go %s g%u", name, e->g);
}

/* "\xe2\x9a\xa1 delay 5ms jobs" */
static char *fault_text(const struct seep_remarks *m,
                        const struct seep_past_event *e)
{
    const struct seep_hook *h = m->s->hook;
    const char *name = h ? h->fault(h, (uint32_t)e->arg) : "fault";
    char *obj = e->obj ? object_text(m, e) : seep_text("%s", "");
    char *t = seep_text("\xe2\x9a\xa1 %s%s", name, obj);

    seep_text_free(obj);
    return t;
}

char *seep__row_text(const struct seep_remarks *m, size_t i)
{
    const struct seep_past_event *e = &m->e[i];

    switch ((enum seep_event_kind)e->kind) {
    case SEEP_EV_OP: return op_text(m, e, e);
    case SEEP_EV_PARK: return park_text(m, e);
    case SEEP_EV_READY: return op_text(m, e, seep__wait_before(m, i));
    case SEEP_EV_START: return start_text(m, e);
    case SEEP_EV_EXIT: return seep_text(e->arg ? "leaves" : "returns");
    case SEEP_EV_PANIC:
        return seep_text(m->r->verdict == SEEP_VERDICT_ASSERTION ? "check fails"
                                                                 : "panics");
    case SEEP_EV_FAULT: return fault_text(m, e);
    case SEEP_EV_PREEMPT: return seep_text("is preempted");
    default:
        return seep_text("%s", seep_event_text((enum seep_event_kind)e->kind));
    }
}
