/* interrupt.c - see interrupt.h. */
#include "bindings/terminal/interrupt.h"

#include <stdint.h>
#include <string.h>
#include <time.h>

/* Who sends a signal to a process and to its group, as timeout(1) does, sends
 * it twice. */
enum { TOGETHER_MS = 500 };

static volatile sig_atomic_t came;
static struct timespec first; /* when it came */
static sigset_t before;       /* the mask as it was */
static bool held, open;

static void set_action(int sig, void (*handler)(int))
{
    struct sigaction act;

    memset(&act, 0, sizeof act);
    act.sa_handler = handler;
    sigaction(sig, &act, NULL);
}

static int64_t ms_since(const struct timespec *t)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - t->tv_sec) * INT64_C(1000) +
           (now.tv_nsec - t->tv_nsec) / 1000000;
}

static void note(int sig)
{
    if (!came) {
        clock_gettime(CLOCK_MONOTONIC, &first);
        came = 1;
    } else if (ms_since(&first) > TOGETHER_MS) {
        set_action(sig, SIG_DFL);
        raise(sig);
    }
}

void seep_interrupt_hold(void)
{
    sigset_t both;

    if (held)
        return;
    held = true;
    sigemptyset(&both);
    sigaddset(&both, SIGINT);
    sigaddset(&both, SIGTERM);
    set_action(SIGINT, note);
    set_action(SIGTERM, note);
    sigprocmask(SIG_BLOCK, &both, &before);
}

bool seep_interrupt_came(void)
{
    sigset_t waiting;

    if (!held || open)
        return open;
    sigpending(&waiting);
    open = came || sigismember(&waiting, SIGINT) ||
           sigismember(&waiting, SIGTERM);
    if (open) /* what waits is delivered now, and others at once */
        sigprocmask(SIG_SETMASK, &before, NULL);
    return open;
}

const sigset_t *seep_interrupt_mask(void)
{
    return &before;
}

void seep_interrupt_child(void)
{
    set_action(SIGTERM, SIG_IGN);
    set_action(SIGINT, SIG_IGN);
    sigprocmask(SIG_SETMASK, &before, NULL);
}
