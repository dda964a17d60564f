/* chaos.h - faults while a world runs.
 *
 * It hangs on the core's one hook (core/hook.h): every operation is shown to
 * the armed faults in the order in which they were declared, so of two that
 * meet, the first acts first.  A fault that keeps the goroutine from its
 * operation ends its turn; when it comes back the next ones are asked.
 *
 * All of it lies in the room beside the arena's blocks: a run with faults that
 * never fire is the same run as one without, and a snapshot has them too. */
#ifndef SEEP_CHAOS_CHAOS_H
#define SEEP_CHAOS_CHAOS_H

#include "core/hook.h"
#include "core/report.h"
#include "core/sim.h"
#include "rule.h"

/* What the language has to do. */
struct seep_chaos_host {
    /* Does r's `when` hold? */
    bool (*when)(struct seep_chaos *c, struct seep_rule *r);
    /* Does the hypothesis?  Not asked before there is one. */
    bool (*holds)(struct seep_chaos *c);
    /* Cancels the context whose done channel is `ch` (NULL: those that the
     * rule selects).  Could it be done at all, when it only asks (`act` is
     * false)? */
    bool (*cancel)(struct seep_chaos *c, struct seep_rule *r,
                   struct seep_object *ch, bool act);
    /* Keeps the channel that g's operation is on for the rest of the run. */
    void (*pin)(struct seep_chaos *c, struct seep_g *g, struct seep_chan *ch);
    /* The wall clock jumps. */
    void (*jump)(struct seep_chaos *c, int64_t d);
};

/* What a hit was. */
struct seep_hit {
    struct seep_hit *next;
    struct seep_rule *rule;
    uint64_t step; /* of the run's operations */
    int64_t now;
    int64_t arg;              /* how long, how many */
    uint32_t g, obj, op_kind; /* ids; 0: nobody, nothing */
    uint32_t g_name;
    uint32_t obj_kind, obj_name, site;
    const char *spot; /* at which, in place of an operation, or NULL... */
    const char *name; /* ...and of what: a connection, a pool */
};

/* So many of them are kept; all are counted. */
enum { SEEP_HITS_KEPT = 1000 };

struct seep_held;

/* An alarm of chaos's own: what to do when it goes off. */
struct seep_alarm {
    struct seep_timer timer; /* first */
    void (*run)(struct seep_chaos *c, struct seep_alarm *a);
};

/* An operation at which no fault can fire, whenever it comes: none is there
 * for its kind, goroutine, object and place. */
struct seep_calm {
    uint32_t g, obj;
    uint32_t kind; /* 0: nothing is known */
    uint32_t site; /* 0 when no fault asks for that */
};

enum { SEEP_CALMS_LOG = 7, SEEP_CALMS = 1 << SEEP_CALMS_LOG };

struct seep_chaos {
    struct seep_hook hook; /* first */
    struct seep_sim *sim;
    const struct seep_chaos_host *host;
    uint64_t seed; /* the plans' */
    bool dry;      /* nothing fires: points are only counted */
    struct seep_rule *first, *last;
    struct seep_places places; /* of all rules together */
    bool sited;                /* one of them asks for a line */
    uint32_t nrules;
    uint64_t ops;                      /* seen so far */
    struct seep_calm calm[SEEP_CALMS]; /* by a hash */
    uint32_t here, here_g, here_op;    /* the site of that operation */

    struct seep_held *held, *spare; /* goroutines kept from their operations;
                                       records to be used again */
    uint32_t back_g, back_op; /* who came back from there last: from which of
                                 its operations */
    struct seep_hit *hits, **hits_end;
    uint64_t nhits;

    /* ---- the hypothesis ---- */
    bool supposes;
    int64_t recovery;    /* so long it need not hold behind a fault... */
    int64_t calm_at;     /* ...of which the last one is over then */
    int64_t looked_at;   /* when it was asked last; -1: never */
    uint64_t looked_ops; /* the same in operations seen */
    uint64_t looks;
    double sample[SEEP_SAMPLES]; /* every stride-th value that came with it */
    uint32_t nsamples, stride;
};

/* Operations after which the hypothesis is asked again, at the latest. */
enum { SEEP_CHAOS_LOOK_EVERY = 64 };

/* Makes s's chaos, without faults, and hangs it in.  NULL: out of memory. */
struct seep_chaos *seep_chaos_new(struct seep_sim *s,
                                  const struct seep_chaos_host *host);

/* Arms a rule like that one (its strings are borrowed for ever).  Its window
 * counts from now.  NULL: out of memory. */
struct seep_rule *seep_chaos_arm(struct seep_chaos *c,
                                 const struct seep_rule *like);

/* Takes r back, at once: whom it holds goes on. */
void seep_chaos_remove(struct seep_chaos *c, struct seep_rule *r);

/* Whom r holds, goes on; returns how many. */
uint32_t seep_chaos_release(struct seep_chaos *c, struct seep_rule *r);
uint32_t seep_chaos_held(const struct seep_chaos *c, const struct seep_rule *r);

/* May a fault still let g go on, which waits, whatever others do?  One that
 * holds it, or whose window opens later. */
bool seep_chaos_may_free(struct seep_chaos *c, const struct seep_g *g);

/* May one still end a context? */
bool seep_chaos_may_cancel(const struct seep_chaos *c);

/* May any fault have to do with that spot? */
static inline bool seep_chaos_has(const struct seep_chaos *c,
                                  enum seep_spot spot)
{
    return c && c->places.spots >> spot & 1;
}

/* At a spot, in the name of the goroutine that runs (else of the clock): the
 * first fault that fires of those behind `after` (NULL: of all), or NULL.
 * *arg: how long, how many. */
struct seep_rule *seep_chaos_ask(struct seep_chaos *c, enum seep_spot spot,
                                 const char *name, struct seep_object *obj,
                                 const struct seep_rule *after, int64_t *arg);

/* Has the core ask about the operations that matter now: after a change. */
void seep_chaos_attend(struct seep_chaos *c);

/* Memory for as long as the run lasts. */
void *seep_chaos_alloc(struct seep_chaos *c, size_t size);

/* A number that the hypothesis gave with its answer. */
void seep_chaos_sample(struct seep_chaos *c, double value);

/* ---- between the files of this folder ---- */

/* A fault that fires: in what, and how. */
struct seep_blow {
    struct seep_chaos *c;
    struct seep_rule *r;
    struct seep_sim *s;
    struct seep_g *g;         /* begins an operation, or waits in one */
    struct seep_object *obj;  /* on which; or NULL */
    enum seep_outcome result; /* of the operation, if that is answered */
    const char *spot, *name;  /* see seep_hit */
};

/* How long this time. */
int64_t seep__span(struct seep_blow *b);
/* Can it do anything there? */
bool seep__effect_fits(const struct seep_rule *r, const struct seep_g *g,
                       const struct seep_object *o);
/* Can it also be done to a goroutine that waits?  NULL: to any. */
bool seep__effect_reaches(const struct seep_rule *r, const struct seep_g *g);
/* Does it.  True: the operation is answered, or has to wait. */
bool seep__effect(struct seep_blow *b);
/* The same to one that waits. */
void seep__effect_waiting(struct seep_blow *b);

/* Keeps b's goroutine from its operation: for so long (0: no limit), for so
 * many operations of others (the same). */
enum seep_outcome seep__hold(struct seep_blow *b, int64_t time, uint64_t steps);
/* Lets its P, or all, do nothing for a time; then it comes back. */
enum seep_outcome seep__stall(struct seep_blow *b, struct seep_p *p,
                              int64_t time);
/* g comes to the hook: the rule that is to be asked first.  One that was held
 * to be killed is told so (g->raise). */
struct seep_rule *seep__held_next(struct seep_chaos *c, struct seep_g *g);
/* Those that have been held for long enough go on; if `idle`, so does one that
 * waits for the operations of others.  True: somebody does. */
bool seep__held_due(struct seep_chaos *c, bool idle);
/* Arms an alarm.  False: out of memory. */
bool seep__alarm(struct seep_chaos *c, struct seep_alarm *a, int64_t delay);

/* Puts the hit down and tells those who watch. */
void seep__log(struct seep_blow *b, int64_t arg);

#endif
