/* cause_io.c - why a goroutine is stuck at a cond, in input or output, or
 * before a pool, a semaphore or a full errgroup. */
#include "chan.h"
#include "cond.h"
#include "explain.h"
#include "gate.h"
#include "history.h"
#include "inquiry.h"
#include "resource.h"
#include "sim.h"
#include "text.h"

/* ---- conditions ---- */

/* What others did to the cond, all together. */
struct signals {
    uint32_t n, unheard;
    const struct seep_use *last;
};

static char *signalled_text(const struct seep_use *u)
{
    char *t = seep_text("signalled %u time%s", u->signalled,
                        u->signalled == 1 ? "" : "s");

    if (u->unheard)
        seep_text_add(&t, ", %u of them to nobody", u->unheard);
    return t;
}

static struct signals add_signallers(struct seep_inquiry *q,
                                     const struct seep_object *o)
{
    struct signals all = {0};
    const struct seep_use *u = NULL;

    while ((u = seep_history_uses(q->h, o->id, u))) {
        if (!u->signalled)
            continue;
        all.n += u->signalled;
        all.unheard += u->unheard;
        all.last = all.last && all.last->step > u->step ? all.last : u;
        if (!seep__wants_waker(q))
            continue;
        seep__add_waker(q, u->g, signalled_text(u), u->site);
    }
    return all;
}

static void nobody_signals(struct seep_inquiry *q, const char *name)
{
    seep__conclude(q, seep_text("no signal: nobody ever signals %s", name),
                   "signal or broadcast after every change of what is waited "
                   "for");
    seep__blame_lock(q, 0);
}

void seep__cond_cause(struct seep_inquiry *q)
{
    const struct seep_object *o = q->g->op.obj;

    seep__add_what(q, o);
    struct signals all = add_signallers(q, o);
    char *name = seep__label(q, o);
    char *who = all.last ? seep__name(q, all.last->g) : seep_text("%s", "");
    char *at = seep__site_text(q->s, all.last ? all.last->site : 0);

    if (!q->h)
        seep__conclude(q, seep_text("nobody has signalled %s yet", name),
                       SEEP_UNWATCHED);
    else if (!all.n)
        nobody_signals(q, name);
    else if (all.unheard == all.n)
        seep__conclude(q,
                       seep_text("missed signal: %s signalled %s at %s when "
                                 "nobody waited, and signals are not kept",
                                 who, name, at),
                       "keep what is waited for in a variable under the lock, "
                       "and test it in a loop around wait");
    else
        seep__conclude(q,
                       seep_text("no signal left: the last one, by %s at %s, "
                                 "went to another waiter",
                                 who, at),
                       "one signal wakes one waiter: signal once more, or "
                       "broadcast");
    seep_text_free(name);
    seep_text_free(who);
    seep_text_free(at);
}

/* ---- input and output ---- */

static void add_other_end(struct seep_inquiry *q, uint32_t id, uint32_t site)
{
    if (id && id != q->g->id && seep__wants_waker(q))
        seep__add_waker(q, id, seep_text("was at the other end"), site);
}

/* Those who let something through; and who has dialled and did nothing. */
static void add_other_ends(struct seep_inquiry *q, const struct seep_gate *gate)
{
    const struct seep_use *u = NULL;
    bool seen = gate->accepts;

    while ((u = seep_history_uses(q->h, gate->obj.id, u))) {
        if (!u->opened)
            continue;
        add_other_end(q, u->g, u->site);
        seen |= u->g == gate->maker;
    }
    if (q->h && !seen)
        add_other_end(q, gate->maker, gate->obj.site);
}

void seep__io_cause(struct seep_inquiry *q)
{
    const struct seep_gate *gate = (struct seep_gate *)q->g->op.obj;
    char *name = seep__label(q, &gate->obj);

    seep__add_what(q, &gate->obj);
    add_other_ends(q, gate);
    if (gate->accepts)
        seep__conclude(q,
                       seep_text("never closed: it accepts on %s, and nobody "
                                 "closes the listener",
                                 name),
                       "close the listener, or shut the server down, when "
                       "main is done");
    else
        seep__conclude(q,
                       seep_text("no deadline: it waits for the other end of "
                                 "%s, and nothing ends that wait",
                                 name),
                       "set a deadline, give the client a timeout, or pass a "
                       "context that ends");
    seep_text_free(name);
}

/* ---- pools ---- */

void seep__pool_cause(struct seep_inquiry *q, const struct seep_chan *ch)
{
    enum { SHOWN = 5 };
    const struct seep_resource *r = q->s->resources.first, *first = NULL;
    uint32_t n = 0;

    for (; r; r = r->next) {
        if (r->pool != ch->pool)
            continue;
        first = first ? first : r;
        if (n++ < SHOWN)
            seep__add_waker(q, r->holder, seep_text("took a connection"),
                            r->obj.site);
    }
    char *name = seep__label(q, &ch->obj);
    char *who = seep__name(q, first ? first->holder : 0);
    char *at = seep__site_text(q->s, first ? first->obj.site : 0);
    seep__conclude(q,
                   seep_text("pool exhausted: all %u connections of %s are "
                             "out, the first since %s took it at %s",
                             n, name, who, at),
                   "put every connection back on every path: defer(p, \"put\", "
                   "conn)");
    seep_text_free(name);
    seep_text_free(who);
    seep_text_free(at);
}

/* ---- semaphores, limits of errgroups ---- */

/* Who has asked the semaphore for something, or given something back. */
static const struct seep_use *add_users(struct seep_inquiry *q, uint32_t lock)
{
    const struct seep_use *u = NULL, *last = NULL;

    while ((u = seep_history_uses(q->h, lock, u))) {
        if (u->g == q->g->id)
            continue;
        last = last && last->step > u->step ? last : u;
        if (seep__wants_waker(q))
            seep__add_waker(q, u->g, seep_text("used it"), u->site);
    }
    return last;
}

void seep__semaphore_cause(struct seep_inquiry *q, const struct seep_chan *ch)
{
    const struct seep_use *last = add_users(q, ch->lock);
    char *name = seep__label(q, &ch->obj);
    char *t = seep_text("semaphore exhausted: what %s has is taken, and nobody "
                        "releases it",
                        name);

    if (last) {
        char *who = seep__name(q, last->g);
        char *at = seep__site_text(q->s, last->site);
        seep_text_add(&t, "; %s used it last, at %s", who, at);
        seep_text_free(who);
        seep_text_free(at);
    }
    seep__conclude(q, t, "release on every path: defer(sem, \"release\", n)");
    seep_text_free(name);
}

void seep__members_cause(struct seep_inquiry *q, const struct seep_chan *ch)
{
    char *name = seep__label(q, &ch->obj);

    seep__conclude(q,
                   seep_text("errgroup full: %s has %u member%s, as many as "
                             "set_limit allows, and none of them ends",
                             name, ch->len, ch->len == 1 ? "" : "s"),
                   "do not start members from members of a limited group, and "
                   "let members end through the group's context");
    seep_text_free(name);
}
