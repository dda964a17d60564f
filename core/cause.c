/* cause.c - why a goroutine is stuck in a channel operation or a select: who
 * was at the other end and what became of each, the class of the cause, one
 * suggestion.
 *
 * The class comes from the object's state and history alone, so the same
 * schedule always gets the same explanation. */
#include "chan.h"
#include "explain.h"
#include "history.h"
#include "inquiry.h"
#include "sim.h"
#include "text.h"

/* ---- who was at the other end ---- */

static char *did_text(const struct seep_use *u)
{
    char *t = seep_text("%s", "");

    if (u->received)
        seep_text_add(&t, "received %u value%s", u->received,
                      u->received == 1 ? "" : "s");
    if (u->sent)
        seep_text_add(&t, "%ssent %u value%s", *t ? ", " : "", u->sent,
                      u->sent == 1 ? "" : "s");
    if (u->closed)
        seep_text_add(&t, "%sclosed it", *t ? ", " : "");
    if (u->left_by == SEEP_LEFT_TIMEOUT)
        seep_text_add(&t, "%sleft its select through a timeout",
                      *t ? ", then " : "");
    else if (u->left_by == SEEP_LEFT_CANCELLED)
        seep_text_add(&t, "%sleft its select because its context was done",
                      *t ? ", then " : "");
    else if (u->left_by == SEEP_LEFT_OTHER)
        seep_text_add(&t, "%stook another case of its select",
                      *t ? ", then " : "");
    return t;
}

static bool is_partner(const struct seep_use *u, enum seep_dir waits)
{
    bool left = u->left_by && u->left_dir != waits;

    return left || (waits == SEEP_SEND ? u->received : u->sent);
}

/* Who used the other end of the channel: how many, and who was the last. */
struct partners {
    const struct seep_use *last;
    uint32_t n, left; /* of n so many have ended */
};

/* Everybody else who did; they could have woken it. */
static struct partners add_partners(struct seep_inquiry *q,
                                    const struct seep_object *o,
                                    enum seep_dir waits)
{
    struct partners p = {0};
    const struct seep_use *u = NULL;

    while ((u = seep_history_uses(q->h, o->id, u))) {
        if (u->g == q->g->id || !is_partner(u, waits))
            continue;
        p.n++;
        p.left += seep__fate(q, u->g) == SEEP_FATE_LEFT;
        if (!p.last || u->step > p.last->step)
            p.last = u;
        if (seep__wants_waker(q))
            seep__add_waker(q, u->g, did_text(u),
                            u->left_by ? u->left_site : u->site);
    }
    return p;
}

/* ---- what became of the last of them ---- */

/* The words of both directions. */
struct side {
    const char *none;                       /* class */
    const char *partner;                    /* "receiver" */
    const char *took;                       /* "received" */
    const char *late, *done, *more, *first; /* fixes */
};

static const struct side receivers = {
    .none = "no receiver left",
    .partner = "receiver",
    .took = "received",
    .late = "give the channel a buffer of 1, so that a late send does not "
            "wait, or let the sender select on a context",
    .done = "let the sender select on the same context's done()",
    .more = "receive until the channel is closed, or cancel the senders "
            "through a context when leaving early",
    .first = "give the channel room for every sender (chan(n)), or let "
             "senders select on a context that is cancelled"};

static const struct side senders = {
    .none = "no sender left",
    .partner = "sender",
    .took = "sent",
    .late = "close the channel when the sender gives up, or let the receiver "
            "select on a timeout, too",
    .done = "let the receiver select on the same context's done()",
    .more = "close the channel after its last send, so that receivers go on",
    .first = "close the channel after its last send, so that receivers go on"};

/* "g3 took another case of its select at a.lua:7" */
static char *deed(const struct side *side, const struct seep_use *u,
                  const char *who, const char *at)
{
    if (u->left_by)
        return seep_text("%s, which took another case of its select at %s,",
                         who, at);
    return seep_text("%s, which %s at %s,", who, side->took, at);
}

/* The last one who did at g's channel what g waits for; 0: it does not wait at
 * one channel, or nobody did. */
static uint32_t last_partner(const struct seep_inquiry *q,
                             const struct seep_g *g)
{
    const struct seep_use *u = NULL, *last = NULL;

    if (g->status != SEEP_G_WAITING || g->op.ncase != 1 ||
        !g->op.cases[0].obj ||
        (g->op.kind != SEEP_OP_SEND && g->op.kind != SEEP_OP_RECV))
        return 0;
    while ((u = seep_history_uses(q->h, g->op.cases[0].obj->id, u)))
        if (u->g != g->id && is_partner(u, (enum seep_dir)g->op.cases[0].dir) &&
            (!last || u->step > last->step))
            last = u;
    return last ? last->g : 0;
}

/* How many wait for each other at channels, q->g and `partner` among them; 0:
 * they do not. */
static uint32_t talk_cycle(const struct seep_inquiry *q, uint32_t partner)
{
    enum { LONGEST = 8 };

    for (uint32_t n = 1; n < LONGEST; n++) {
        const struct seep_g *g = seep__living(q, partner);
        partner = g ? last_partner(q, g) : 0;
        if (!partner)
            return 0;
        if (partner == q->g->id)
            return n + 1;
    }
    return 0;
}

static void stuck_cause(struct seep_inquiry *q, const struct side *side,
                        const char *full, const char *deed, uint32_t partner)
{
    uint32_t n = talk_cycle(q, partner);

    if (n)
        seep__conclude(q,
                       seep_text("%s%s: %s is stuck itself, and waits for "
                                 "this goroutine in the end: a cycle of %u",
                                 full, side->none, deed, n),
                       "let one of them go on without the others: by a select "
                       "with a context, or by room in a channel for all that "
                       "can be on its way");
    else
        seep__conclude(
            q, seep_text("%s%s: %s is stuck itself", full, side->none, deed),
            "look at that goroutine first");
    seep__blame_lock(q, partner);
}

static void still_there(struct seep_inquiry *q, const struct side *side,
                        const char *full, const char *deed, uint32_t partner)
{
    bool stuck = seep__fate(q, partner) == SEEP_FATE_STUCK;

    if (stuck)
        stuck_cause(q, side, full, deed, partner);
    else
        seep__conclude(q,
                       seep_text("%s%s: %s goes on without coming back to it",
                                 full, side->none, deed),
                       side->more);
}

static void has_left(struct seep_inquiry *q, const struct side *side,
                     const char *full, const struct partners *p,
                     const char *who, const char *at)
{
    const struct seep_use *u = p->last;
    uint32_t n = side == &receivers ? u->received : u->sent;

    if (u->left_by)
        seep__conclude(q,
                       seep_text("%s%s: %s took another case of its select at "
                                 "%s, and left",
                                 full, side->none, who, at),
                       side->late);
    else if (side == &receivers && n == 1 && p->n == 1)
        seep__conclude(q,
                       seep_text("%s%s: receiver left after the first value "
                                 "(%s at %s)",
                                 full, side->none, who, at),
                       side->first);
    else if (p->n > 1 && p->left == p->n)
        seep__conclude(q,
                       seep_text("%s%s: all %u that %s have left, %s last, "
                                 "at %s",
                                 full, side->none, p->n, side->took, who, at),
                       side->more);
    else
        seep__conclude(q,
                       seep_text("%s%s: %s %s %u value%s, last at %s, and left",
                                 full, side->none, who, side->took, n,
                                 n == 1 ? "" : "s", at),
                       side->more);
}

static void partner_cause(struct seep_inquiry *q, const struct side *side,
                          const char *full, const struct partners *p)
{
    const struct seep_use *u = p->last;
    enum seep_fate fate = seep__fate(q, u->g);
    char *who = seep__name(q, u->g);
    char *at = seep__site_text(q->s, u->left_by ? u->left_site : u->site);
    char *did = deed(side, u, who, at);

    if (u->left_by == SEEP_LEFT_TIMEOUT)
        seep__conclude(q,
                       seep_text("%s%s: %s left through timeout (%s at %s)",
                                 full, side->none, side->partner, who, at),
                       side->late);
    else if (u->left_by == SEEP_LEFT_CANCELLED)
        seep__conclude(q,
                       seep_text("%s%s: %s left when its context was done (%s "
                                 "at %s)",
                                 full, side->none, side->partner, who, at),
                       side->done);
    else if (fate == SEEP_FATE_LEFT)
        has_left(q, side, full, p, who, at);
    else
        still_there(q, side, full, did, u->g);
    seep_text_free(did);
    seep_text_free(who);
    seep_text_free(at);
}

/* Nobody ever did what it waits for. */
static void nobody_cause(struct seep_inquiry *q, char *cause, const char *fix)
{
    seep__conclude(q, cause, fix);
    seep__blame_lock(q, 0);
}

/* ---- channels ---- */

static void send_cause(struct seep_inquiry *q, const struct seep_chan *ch,
                       const struct partners *p)
{
    const char *full = ch->cap ? "buffer full, " : "";
    char *name = seep__label(q, &ch->obj);

    if (ch->role == SEEP_CHAN_MEMBERS)
        seep__members_cause(q, ch);
    else if (!q->h)
        seep__conclude(q, seep_text("%sno receiver left", full),
                       SEEP_UNWATCHED);
    else if (!p->last)
        nobody_cause(
            q,
            seep_text("%sno receiver left: nobody ever received from %s", full,
                      name),
            "start a receiver, or give the channel room for every send");
    else
        partner_cause(q, &receivers, full, p);
    seep_text_free(name);
}

static void context_cause(struct seep_inquiry *q, const struct seep_chan *ch)
{
    char *at = seep__site_text(q->s, ch->obj.site);
    char *root = seep__site_text(q->s, ch->root_site);

    if (ch->root_maker &&
        seep_history_used_context(q->h, ch->root_maker, ch->root_site))
        seep__conclude(
            q,
            seep_text("context chain broken: the context made at %s does "
                      "not descend from the one its maker was given, so "
                      "a cancel from above stops there",
                      root),
            "derive it from the context the function was given");
    else
        seep__conclude(q,
                       seep_text("context never cancelled: made at %s, and its "
                                 "cancel was never called",
                                 at),
                       "defer(cancel) where the context is made");
    seep_text_free(at);
    seep_text_free(root);
}

static void armed_cause(struct seep_inquiry *q, bool ticker, const char *at)
{
    if (ticker)
        seep__conclude(
            q,
            seep_text("ticker never stopped: made at %s; its loop waits for a "
                      "next tick that always comes",
                      at),
            "leave the loop through a done channel or a context, and "
            "defer(ticker, \"stop\")");
    else
        seep__conclude(
            q,
            seep_text("timer never stopped: made at %s, due later than the "
                      "run was watched",
                      at),
            "wait for a done channel or a context beside the timer");
}

static void timer_cause(struct seep_inquiry *q, const struct seep_chan *ch)
{
    char *at = seep__site_text(q->s, ch->obj.site);
    bool ticker = ch->timer->period > 0;

    if (ch->timer->armed)
        armed_cause(q, ticker, at);
    else if (ch->timer->fired)
        seep__conclude(q,
                       seep_text("timer over: made at %s, it ticks once, and "
                                 "that tick was received",
                                 at),
                       "make a new timer for every wait, or use a ticker");
    else
        seep__conclude(q,
                       seep_text("%s stopped: made at %s; stopping does not "
                                 "close its channel, a next tick never comes",
                                 ticker ? "ticker" : "timer", at),
                       "wait for a done channel or a context beside it");
    seep_text_free(at);
}

static void plain_recv_cause(struct seep_inquiry *q, const struct seep_chan *ch,
                             const struct partners *p)
{
    char *name = seep__label(q, &ch->obj);

    if (q->g->op.flags & SEEP_OP_RANGE)
        seep__conclude(
            q,
            seep_text("channel never closed: the range over %s waits for a "
                      "close (an input never closed)",
                      name),
            "close the channel after its last send: the sender defers the "
            "close");
    else if (!q->h)
        seep__conclude(q, seep_text("no sender left"), SEEP_UNWATCHED);
    else if (!p->last)
        nobody_cause(q,
                     seep_text("no sender left: nobody ever sent on %s", name),
                     "send on the channel or close it on every path");
    else
        partner_cause(q, &senders, "", p);
    seep_text_free(name);
}

static void recv_cause(struct seep_inquiry *q, const struct seep_chan *ch,
                       const struct partners *p)
{
    if (ch->role == SEEP_CHAN_POOL)
        seep__pool_cause(q, ch);
    else if (ch->role == SEEP_CHAN_PERMIT)
        seep__semaphore_cause(q, ch);
    else if (ch->role == SEEP_CHAN_CONTEXT)
        context_cause(q, ch);
    else if (ch->role == SEEP_CHAN_TIMER)
        timer_cause(q, ch);
    else
        plain_recv_cause(q, ch, p);
}

/* The other case of a select that nobody ever served: often the one that was
 * to end it. */
static void add_unserved(struct seep_inquiry *q, const struct seep_chan *ch)
{
    char *name = seep__label(q, &ch->obj);
    char *cause = seep_text("%s; and nobody ever sent on %s or closed it",
                            q->k->cause, name);

    seep__conclude(q, cause,
                   "close the channel that is to end the loop, on every path");
    seep_text_free(name);
}

void seep__chan_cause(struct seep_inquiry *q)
{
    const struct seep_op *op = &q->g->op;
    const struct seep_waiter *decisive = NULL;
    const struct seep_chan *unserved = NULL;
    struct partners by = {0};
    bool is_pool = false;

    for (uint32_t i = 0; i < op->ncase; i++) {
        const struct seep_waiter *w = &op->cases[i];
        seep__add_what(q, w->obj);
        if (!w->obj)
            continue;
        struct partners p = add_partners(q, w->obj, (enum seep_dir)w->dir);
        const struct seep_chan *ch = (struct seep_chan *)w->obj;
        is_pool |= ch->role == SEEP_CHAN_POOL || ch->role == SEEP_CHAN_PERMIT;
        if (!p.n && w->dir == SEEP_RECV && ch->role == SEEP_CHAN_PLAIN)
            unserved = ch;
        /* A context that should have ended the wait says most, but for a
         * pool or a semaphore that has nothing left. */
        if (!decisive || (ch->role == SEEP_CHAN_CONTEXT && !is_pool)) {
            decisive = w;
            by = p;
        }
    }
    if (!decisive)
        seep__conclude(q,
                       seep_text("nil channel: nothing is ever sent or "
                                 "received on it"),
                       "make the channel with chan() before it is used (a "
                       "background context's done() is nil, too)");
    else if (decisive->dir == SEEP_SEND)
        send_cause(q, (struct seep_chan *)decisive->obj, &by);
    else
        recv_cause(q, (struct seep_chan *)decisive->obj, &by);
    if (q->h && unserved && by.n && &unserved->obj != decisive->obj)
        add_unserved(q, unserved);
}
