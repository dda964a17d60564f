/* rule.h - one armed fault of a plan: what it is, where and when it fires.
 *
 * A *point* is a place and a moment at which all its selectors agree; which of
 * its points it fires at is said by p, nth, every and max.  What these draw
 * depends on the plan's seed, the fault's number, the goroutine's path and its
 * operation only: so no fault moves the dice of another, and a hit that is
 * replayed alone is the same hit. */
#ifndef SEEP_CHAOS_RULE_H
#define SEEP_CHAOS_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/rng.h"
#include "fault.h"
#include "glob.h"

struct seep_chaos;
struct seep_g;
struct seep_object;
struct seep_sim;

enum { SEEP_NTH_MAX = 8, SEEP_RULE_TEXT = 120 };

struct seep_rule {
    /* ---- what ---- */
    uint32_t number; /* from 1, over all plans, in the order declared */
    uint8_t fault;   /* enum seep_fault_kind */
    bool worded;     /* its text is the plan's */
    bool bare;       /* kill: deferred calls do not run */
    int64_t by[2];   /* least and most, virtual ns; 0: not given */
    uint64_t steps;
    uint32_t count;
    double factor;
    char text[SEEP_RULE_TEXT]; /* of a panic, a cause; "": none */
    const char *shown;         /* "delay 1ms..5ms" */
    const char *chosen;        /* "at chan.send, goroutine w*, p 0.2" */
    const char *line;          /* of its plan: "plan.lua:3" */

    /* ---- where ---- */
    struct seep_places places;
    struct seep_glob goroutine, object, site;
    const char *conn; /* "client->server", or one of them; NULL: any */
    uint32_t object_id, goroutine_id; /* exactly these; 0: whatever */
    uint32_t context_id;              /* of a done channel: which to cancel */
    bool once;     /* no goroutines that begin after it was armed... */
    uint32_t born; /* ...that is, with ids beyond this */
    bool unsound;  /* plain channels, too */
    bool asks;     /* the host has a function to ask (when) */

    /* ---- when ---- */
    int64_t from, until; /* its window, virtual time */
    double p;
    uint64_t nth[SEEP_NTH_MAX]; /* at these points only, rising */
    uint32_t nnth;
    uint64_t every, max;      /* 0: any */
    bool sweeps;              /* fires at the run's own point (opt.sweep) */
    uint32_t keep;            /* so many of its goroutines stay unharmed */
    struct seep_rule *then;   /* which only then begins: when this one has fired
                                 `max` times */
    bool waits;               /* for the one before it */
    uint32_t last_g, last_op; /* which fired for the last time there: this one
                                 begins with the next operation */
    bool planned;             /* of a plan, not the script's own doing */
    bool removed;

    /* ---- what became of it ---- */
    uint64_t points, hits;
    struct seep_rule *next; /* in the order of their numbers */
    void *host;             /* the host's */
};

/* The random numbers of r in g's present operation; of NULL, of this instant
 * of the clock. */
struct seep_rng seep_rule_dice(const struct seep_chaos *c,
                               const struct seep_rule *r,
                               const struct seep_sim *s,
                               const struct seep_g *g);

/* Is g's operation a point of r?  *obj: on what it is done (select: the first
 * that fits), or NULL. */
bool seep_rule_meets(struct seep_chaos *c, struct seep_rule *r,
                     struct seep_sim *s, struct seep_g *g,
                     struct seep_object **obj);

/* Does its selector of goroutines take g? */
bool seep_rule_is_of(struct seep_rule *r, const struct seep_sim *s,
                     const struct seep_g *g);

/* Could an operation of that kind, goroutine, object and place ever be one? */
bool seep_rule_concerns(struct seep_chaos *c, struct seep_rule *r,
                        struct seep_sim *s, struct seep_g *g);

/* Where g's operation stands. */
uint32_t seep_rule_site(struct seep_chaos *c, struct seep_sim *s,
                        struct seep_g *g);

/* The same for a spot, where somebody asks in g's name (NULL: the clock's);
 * `name` is what of the thing it is about. */
bool seep_rule_meets_spot(struct seep_chaos *c, struct seep_rule *r,
                          struct seep_sim *s, struct seep_g *g,
                          enum seep_spot spot, const char *name);

/* At a point: does it fire?  Counts. */
bool seep_rule_fires(struct seep_chaos *c, struct seep_rule *r,
                     struct seep_sim *s, struct seep_g *g);

/* A duration between its `by`s. */
int64_t seep_rule_by(const struct seep_rule *r, struct seep_rng *dice);

#endif
