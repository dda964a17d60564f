/* host.h - what the core asks of the language it runs goroutines in.
 *
 * The core pairs senders with receivers and never sees a value: it calls the
 * host to move it.  bindings/lua is one host; the C unit tests are another.
 * None of these may fail, block or call back into the core, except resume,
 * inside which the goroutine issues its operations (sim.h). */
#ifndef SEEP_HOST_H
#define SEEP_HOST_H

#include <stdbool.h>
#include <stdint.h>

struct seep_chan;
struct seep_g;
struct seep_waiter;

/* How a goroutine's turn ended. */
enum seep_turn {
    SEEP_TURN_SUSPENDED, /* parked, deferred or preempted: see the G */
    SEEP_TURN_FINISHED,  /* its function returned */
    SEEP_TURN_GOEXIT,    /* it ended through runtime.Goexit */
    SEEP_TURN_PANICKED,  /* an uncaught panic; the host has told sim.h */
    SEEP_TURN_OVER,      /* unwound because the run is over */
};

struct seep_host_ops {
    /* Runs g until its turn ends. Results of its last operation are in
     * g->op; g->raise, when set, is to be raised in it instead. */
    enum seep_turn (*resume)(void *host, struct seep_g *g);

    /* The value that `from` sends becomes the result of `to`'s receive. */
    void (*move)(void *host, struct seep_waiter *from, struct seep_waiter *to);

    /* The same through slot `slot` of the channel's buffer. */
    void (*store)(void *host, struct seep_chan *ch, uint32_t slot,
                  struct seep_waiter *from);
    void (*load)(void *host, struct seep_chan *ch, uint32_t slot,
                 struct seep_waiter *to);

    /* The newest value in the channel's buffer changes places with the one
     * before it: only where faults do that (chaos). */
    void (*overtake)(void *host, struct seep_chan *ch);

    /* `to` receives the zero value of a closed channel, or the time of a
     * timer channel's tick (virtual nanoseconds). */
    void (*zero)(void *host, struct seep_waiter *to);
    void (*tick)(void *host, struct seep_waiter *to, int64_t when);

    /* Would g->op, which is being performed, put its new value in the place
     * of the old one?  Asked of those that need not, as compare-and-swap.
     * The host changes the value later, when it completes the operation. */
    bool (*applies)(void *host, const struct seep_g *g);

    /* g is dead: let go of what it kept alive. */
    void (*finished)(void *host, struct seep_g *g);

    /* g, which a timer was to start, never starts. */
    void (*dropped)(void *host, struct seep_g *g);

    /* Where g's current or pending operation was written, as a site of the
     * world's names; 0: unknown. Asked only while somebody watches. */
    uint32_t (*where)(void *host, struct seep_g *g);

    /* Nothing can run, or what runs only polls, and time is about to move or
     * the run to end; or half of the run's steps are used up: between two
     * steps.  NULL: nobody wants to know. */
    void (*quiet)(void *host);

    /* Begins to count instructions anew, so that nothing of the host's differs
     * but what the program has changed: between two steps.  NULL: it does not
     * count. */
    void (*steady)(void *host);

    /* Is it the library's own doing, such as a context looking whether it has
     * ended?  NULL: never.  Asked after `where`. */
    bool (*is_inner)(void *host, struct seep_g *g);
};

#endif
