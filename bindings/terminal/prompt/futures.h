/* futures.h - trying out what can come from here, under many schedules. */
#ifndef SEEP_PROMPT_FUTURES_H
#define SEEP_PROMPT_FUTURES_H

#include "bindings/terminal/prompt/prompt.h"
#include "core/explore/portfolio.h"
#include "core/explore/schedule.h"

enum { SEEP_FUTURE_TEXT = 160, SEEP_FUTURES_KINDS = 16 };

/* Steps of one future: who needs more goes on for ever. */
enum { SEEP_FUTURE_STEPS = 200 * 1000 };

/* A kind of end that futures came to. */
struct seep_future {
    char what[SEEP_FUTURE_TEXT];   /* in words, which tell it from others */
    uint32_t count;                /* so many came to it */
    bool fails;                    /* and something is wrong with it */
    struct seep_schedule schedule; /* of the shortest one */
};

/* Futures from a mark on; the caller makes and frees that. */
struct seep_futures {
    struct seep_prompt *p;
    struct seep_live_mark *here;
    struct seep_options base;   /* seed; max_steps of one */
    uint32_t runs, redundant;   /* made; of these, for nothing */
    uint64_t steps, most_steps; /* so many were made; may be at most */
    bool stopped;               /* by the person, or because... */
    bool lost;                  /* ...one call never came back */
    struct seep_future kind[SEEP_FUTURES_KINDS]; /* [0..n) */
    uint32_t n;
};

void seep_futures_init(struct seep_futures *q, struct seep_prompt *p,
                       struct seep_live_mark *here);
void seep_futures_fini(struct seep_futures *q);

/* What the world has come to, in words.  True: something is wrong with it. */
bool seep_futures_describe(struct seep_prompt *p, enum seep_live_end end,
                           size_t races, char what[SEEP_FUTURE_TEXT]);

/* One future under these options, which is taken back; says what it came to,
 * and in *took its schedule.  Does it fail?  When q->stopped is set, nothing
 * is known of it. */
bool seep_futures_try(struct seep_futures *q, const struct seep_options *opt,
                      struct seep_schedule *took, char what[SEEP_FUTURE_TEXT]);

/* At most so many of them, as that strategy has it; counts their kinds.  True:
 * all that can make a difference was run. */
bool seep_futures_search(struct seep_futures *q, const char *strategy,
                         uint32_t runs);

/* Makes the schedule, which comes to `what`, as small as can be.  False: it
 * does not come to that. */
bool seep_futures_shrink(struct seep_futures *q, const char *what,
                         struct seep_schedule *s);

#endif
