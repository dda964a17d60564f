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
#include <pthread.h>
#include <string.h>
#include <sys/time.h>

#include "world_inside.h"

enum { LOOKS = 10, LOOK_MS = 250 }; /* 2.5 s of CPU without a step */

/* The timer goes on between runs, of which there can be many in the time
 * between two looks; there is then nothing to look at. */
static bool on;

static sigjmp_buf escape;
static volatile sig_atomic_t looks;
static volatile uint64_t seen_steps;
static const volatile uint64_t *volatile steps; /* NULL: nothing runs */
static void (*volatile interrupted)(void);

void seep_world_interrupt(void (*then)(void))
{
    interrupted = then;
}

static void look(int sig)
{
    (void)sig;
    if (!steps)
        return;
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

/* Timers are not inherited. */
static void in_child(void)
{
    on = false;
}

static void begin(void)
{
    static bool told;
    struct sigaction act;

    if (!told)
        told = !pthread_atfork(NULL, NULL, in_child);
    memset(&act, 0, sizeof act);
    act.sa_handler = look;
    act.sa_flags = SA_RESTART | SA_NODEFER; /* the jump keeps no mask */
    sigaction(SIGVTALRM, &act, NULL);
    set_timer(LOOK_MS);
    on = true;
}

void seep_watchdog_stop(void)
{
    if (on)
        set_timer(0);
    on = false;
}

bool seep_watchdog_call(struct seep_sim *s, void (*work)(void *), void *arg)
{
    if (!on)
        begin();
    looks = 0;
    bool finished = !sigsetjmp(escape, 0);
    if (finished) {
        steps = &s->steps;
        work(arg);
    }
    steps = NULL;
    if (interrupted)
        interrupted();
    return finished;
}

struct run {
    struct seep_sim *sim;
    const struct seep_beside *beside;
};

static void run_to_the_end(void *arg)
{
    const struct run *r = arg;
    struct seep_sim *s = r->sim;
    uint64_t due = r->beside ? 0 : UINT64_MAX;

    while (!interrupted && seep_sim_step(s))
        if (__builtin_expect(s->steps >= due, 0))
            due = s->opt.strategy->keep(s, r->beside);
}

bool seep_watchdog_run(struct seep_sim *s, const struct seep_beside *beside)
{
    struct run r = {s, beside};

    return seep_watchdog_call(s, run_to_the_end, &r);
}
