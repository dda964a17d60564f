/* inquiry.h - what the files share that find out why a goroutine is stuck:
 * cause.c (channels), cause_sync.c (mutexes, waitgroups), cause_rwmutex.c,
 * cause_io.c (conditions, input and output, pools), cause_held.c (locks held
 * while waiting), inquiry.c. */
#ifndef SEEP_INQUIRY_H
#define SEEP_INQUIRY_H

#include <stdbool.h>
#include <stdint.h>

#include "report.h"

struct seep_chan;
struct seep_g;
struct seep_history;
struct seep_object;
struct seep_sim;
struct seep_use;

/* Why is g stuck?  The answer goes into k. */
struct seep_inquiry {
    struct seep_sim *s;
    const struct seep_history *h; /* NULL: nobody watched */
    struct seep_g **live;         /* [goroutine id]: those that live */
    uint32_t nlive;
    const struct seep_stuck *last; /* the answer before this one, or NULL */
    struct seep_g *g;
    struct seep_stuck *k;
};

/* Fills what, cycle, cause, fix and wakers of q->k. */
void seep__find_cause(struct seep_inquiry *q);

/* The living goroutine of that id, or NULL. */
static inline struct seep_g *seep__living(const struct seep_inquiry *q,
                                          uint32_t id)
{
    return id < q->nlive ? q->live[id] : NULL;
}

/* What to do about a wait of which nothing more is known. */
#define SEEP_UNWATCHED "run it watched to learn who could have woken it"

/* Takes cause; an answer given before is forgotten. */
void seep__conclude(struct seep_inquiry *q, char *cause, const char *fix);

/* New texts: "\"replies\" ch#1" or "ch#1", and "g3 \"worker\"". */
char *seep__label(const struct seep_inquiry *q, const struct seep_object *o);
char *seep__name(const struct seep_inquiry *q, uint32_t id);

/* Adds what it waits for; NULL: a nil channel. */
void seep__add_what(struct seep_inquiry *q, const struct seep_object *o);

/* What has become of a goroutine. */
enum seep_fate {
    SEEP_FATE_LEFT,  /* it has ended */
    SEEP_FATE_STUCK, /* it waits, and as far as is known for ever */
    SEEP_FATE_CUT,   /* it waits, in a run that ended early */
    SEEP_FATE_ON     /* it runs, or a timer will let it go on */
};

/* Will an alarm let it go on by itself? */
bool seep__has_alarm(const struct seep_g *g);

enum seep_fate seep__fate(const struct seep_inquiry *q, uint32_t id);

/* Is there room for one more of these? */
bool seep__wants_waker(const struct seep_inquiry *q);

/* Adds somebody who could have woken it; takes did. */
void seep__add_waker(struct seep_inquiry *q, uint32_t id, char *did,
                     uint32_t site);

/* Did the run end before its time, so that waits in it prove nothing? */
bool seep__is_cut(const struct seep_sim *s);

/* ---- the causes ---- */

void seep__chan_cause(struct seep_inquiry *q);
void seep__mutex_cause(struct seep_inquiry *q);
void seep__rwmutex_cause(struct seep_inquiry *q);
void seep__cond_cause(struct seep_inquiry *q);
void seep__io_cause(struct seep_inquiry *q);
void seep__pool_cause(struct seep_inquiry *q, const struct seep_chan *ch);
void seep__semaphore_cause(struct seep_inquiry *q, const struct seep_chan *ch);
void seep__members_cause(struct seep_inquiry *q, const struct seep_chan *ch);
void seep__waitgroup_cause(struct seep_inquiry *q);

/* `holder` holds the lock `name` since `at`, q->g itself or another one: why
 * does it not let go? */
void seep__lock_cause(struct seep_inquiry *q, uint32_t holder, const char *name,
                      const char *owner, const char *at);

/* q->g waits for what `partner` does, 0: for what nobody has done yet.  Does
 * that one, or anybody, wait for a lock that q->g holds?  Then the conclusion
 * gets to say so. */
void seep__blame_lock(struct seep_inquiry *q, uint32_t partner);

#endif
