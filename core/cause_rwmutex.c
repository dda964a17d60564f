/* cause_rwmutex.c - why a goroutine is stuck at a rwmutex. */
#include "explain.h"
#include "history.h"
#include "inquiry.h"
#include "rwmutex.h"
#include "sim.h"
#include "text.h"
#include "waitfor.h"

/* What the causes are told with. */
struct telling {
    struct seep_inquiry *q;
    const struct seep_rwmutex *rw;
    char *name;
    uint32_t holder;  /* whose unlock is waited for, or one of them */
    char *owner, *at; /* it, and where it locked */
};

static bool reads_itself(const struct telling *t)
{
    uint32_t id[SEEP_HOLDERS_MAX];
    uint32_t n = seep__readers(t->q->h, t->rw, id);

    for (uint32_t i = 0; i < n; i++)
        if (id[i] == t->q->g->id)
            return true;
    return false;
}

/* It reads already, and wants to once more, or to write. */
static void itself_cause(const struct telling *t)
{
    struct seep_inquiry *q = t->q;
    char *since = seep__site_text(q->s, seep__read_site(q->h, t->rw, q->g->id));

    if (q->g->op.kind == SEEP_OP_RLOCK)
        seep__conclude(q,
                       seep_text("recursive read lock: it already reads under "
                                 "%s since %s, and %s, which waits for that, "
                                 "keeps new readers out",
                                 t->name, since, t->owner),
                       "do not take a read lock again while holding it");
    else
        seep__conclude(q,
                       seep_text("locked by itself: it already reads under %s "
                                 "since %s",
                                 t->name, since),
                       "a read lock cannot become a write lock: give it back "
                       "first");
    seep_text_free(since);
}

/* Does the reader that it waits for wait behind it, to read once more? */
static bool holder_reads_again(const struct telling *t)
{
    const struct seep_g *g = seep__living(t->q, t->holder);
    const struct seep_g *me = t->q->g;

    return g && g != me && me->op.kind == SEEP_OP_RW_LOCK &&
           me->op.chosen == SEEP_RW_FOR_READERS &&
           g->status == SEEP_G_WAITING && g->op.kind == SEEP_OP_RLOCK &&
           g->op.obj == me->op.obj;
}

static void read_again_cause(const struct telling *t)
{
    seep__conclude(t->q,
                   seep_text("lock cycle of %u: %s reads under %s since %s, "
                             "and waits behind this writer to do so again",
                             t->q->k->cycle, t->owner, t->name, t->at),
                   "do not take a read lock again while holding it");
}

static void draining_cause(const struct telling *t)
{
    seep__conclude(t->q,
                   seep_text("a writer waits: %s has asked to write to %s "
                             "since %s, and keeps new readers out until those "
                             "before it have left",
                             t->owner, t->name, t->at),
                   "look at who still reads");
}

static void tell(const struct telling *t)
{
    struct seep_inquiry *q = t->q;
    bool others = t->holder != q->g->id && !q->k->cycle;

    if (q->h && reads_itself(t))
        itself_cause(t);
    else if (q->h && q->k->cycle && holder_reads_again(t))
        read_again_cause(t);
    else if (!t->holder)
        seep__conclude(q, seep_text("waits its turn at %s", t->name),
                       q->h ? "nothing: the run ended before it could go on"
                            : SEEP_UNWATCHED);
    else if (others && q->h && q->g->op.kind == SEEP_OP_RLOCK &&
             t->rw->draining)
        draining_cause(t);
    else
        seep__lock_cause(q, t->holder, t->name, t->owner, t->at);
}

/* All who hold what is waited for could have let it in. */
static void add_holders(struct seep_inquiry *q, const struct seep_rwmutex *rw,
                        const uint32_t *id, uint32_t n)
{
    bool readers = q->g->op.kind == SEEP_OP_RW_LOCK &&
                   q->g->op.chosen == SEEP_RW_FOR_READERS;

    for (uint32_t i = 0; i < n; i++)
        if (id[i] != q->g->id)
            seep__add_waker(q, id[i],
                            seep_text(readers        ? "reads under it"
                                      : rw->draining ? "waits to write"
                                                     : "locked it"),
                            readers ? seep__read_site(q->h, rw, id[i])
                                    : rw->w.owner_site);
}

void seep__rwmutex_cause(struct seep_inquiry *q)
{
    const struct seep_rwmutex *rw = (struct seep_rwmutex *)q->g->op.obj;
    uint32_t id[SEEP_HOLDERS_MAX];
    uint32_t n = seep__holders(q->h, q->g, id);
    bool readers = q->g->op.kind == SEEP_OP_RW_LOCK &&
                   q->g->op.chosen == SEEP_RW_FOR_READERS;
    struct telling t = {.q = q, .rw = rw, .holder = n ? id[0] : 0};

    t.name = seep__label(q, &rw->obj);
    t.owner = seep__name(q, t.holder);
    t.at = seep__site_text(q->s, readers && n
                                     ? seep__read_site(q->h, rw, t.holder)
                                     : rw->w.owner_site);
    seep__add_what(q, &rw->obj);
    add_holders(q, rw, id, n);
    tell(&t);
    seep_text_free(t.name);
    seep_text_free(t.owner);
    seep_text_free(t.at);
}
