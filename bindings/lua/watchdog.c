/* watchdog.c - cutting into a C function that never comes back.
 *
 * Loops in Lua are counted instruction by instruction and end at a limit that
 * is the same everywhere.  A single call into C, such as a pattern that
 * backtracks for ever, is not counted: when the run makes no step for
 * seconds of CPU time, it is abandoned with a jump.  That is sound because
 * everything of the run is in the arena, which is restored afterwards.
 *
 * Whoever interrupts a run from a signal handler is called between two steps,
 * where nothing is half done: no line half printed. */
#include <string.h>
#include <sys/time.h>

#include "world_inside.h"

enum { LOOKS = 10, LOOK_MS = 250 }; /* 2.5 s of CPU without a step */

static sigjmp_buf escape;
static volatile sig_atomic_t looks;
static volatile uint64_t seen_steps;
static const volatile uint64_t *steps;
static void (*volatile interrupted)(void);

void seep_world_interrupt(void (*then)(void))
{
    interrupted = then;
}

static void look(int sig)
{
    (void)sig;
    if (*steps != seen_steps) {
        seen_steps = *steps;
        looks = 0;
    } else if (++looks >= LOOKS || interrupted) {
        siglongjmp(escape, 1);
    }
}

static void set_timer(long ms)
{
    struct timeval every = {.tv_usec = ms * 1000};
    struct itimerval it = {.it_interval = every, .it_value = every};

    setitimer(ITIMER_VIRTUAL, &it, NULL);
}

bool seep_watchdog_run(struct seep_sim *s)
{
    struct sigaction act, before;

    memset(&act, 0, sizeof act);
    act.sa_handler = look;
    steps = &s->steps;
    looks = 0;
    sigaction(SIGVTALRM, &act, &before);
    bool finished = !sigsetjmp(escape, 1);
    if (finished) {
        set_timer(LOOK_MS);
        while (!interrupted && seep_sim_step(s))
            ;
    }
    set_timer(0);
    if (interrupted)
        interrupted();
    sigaction(SIGVTALRM, &before, NULL);
    return finished;
}
