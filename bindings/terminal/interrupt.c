/* interrupt.c - see interrupt.h. */
#include "bindings/terminal/interrupt.h"

#include <string.h>

static volatile sig_atomic_t came;
static sigset_t before; /* the mask as it was */
static bool held;

static void note(int sig)
{
    (void)sig;
    came = 1;
}

static void set_action(int sig, void (*handler)(int))
{
    struct sigaction act, old;

    memset(&act, 0, sizeof act);
    act.sa_handler = handler;
    /* What nohup and the like ignore stays so. */
    if (!sigaction(sig, NULL, &old) && old.sa_handler != SIG_IGN)
        sigaction(sig, &act, NULL);
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

    if (!held || came == 2)
        return came;
    sigpending(&waiting);
    if (!came && !sigismember(&waiting, SIGINT) &&
        !sigismember(&waiting, SIGTERM))
        return false;
    sigprocmask(SIG_SETMASK, &before, NULL); /* it is delivered now */
    set_action(SIGINT, SIG_DFL);
    set_action(SIGTERM, SIG_DFL);
    came = 2;
    return true;
}

const sigset_t *seep_interrupt_mask(void)
{
    return &before;
}

void seep_interrupt_child(void)
{
    set_action(SIGTERM, SIG_DFL);
    set_action(SIGINT, SIG_IGN);
    sigprocmask(SIG_SETMASK, &before, NULL);
}
