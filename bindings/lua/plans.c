/* plans.c - see plans.h.  A new plan is a file and a row. */
#include "plans.h"

#include <string.h>

/* clang-format off */
#define PLANS(X) \
    X(allocation_failure, "allocation-failure")                                \
    X(cancel_everywhere, "cancel-everywhere")                                  \
    X(clock_jump, "clock-jump")                                                \
    X(close_by_environment, "close-by-environment")                            \
    X(delay_everywhere, "delay-everywhere")                                    \
    X(lock_holder_pause, "lock-holder-pause")                                  \
    X(panic_everywhere, "panic-everywhere")                                    \
    X(partition_and_heal, "partition-and-heal")                                \
    X(pool_exhaustion, "pool-exhaustion")                                      \
    X(slow_consumer, "slow-consumer")                                          \
    X(storm, "storm")                                                          \
    X(timer_starvation, "timer-starvation")
/* clang-format on */

#define X(symbol, name)                                                        \
    __asm__(".section .rodata\n"                                               \
            ".global seep_plan_" #symbol "\nseep_plan_" #symbol ":\n"          \
            ".incbin \"chaos/plans/" name ".lua\"\n"                           \
            ".global seep_plan_" #symbol "_end\nseep_plan_" #symbol "_end:\n"  \
            ".byte 0\n"                                                        \
            ".previous\n");                                                    \
    extern const char seep_plan_##symbol[], seep_plan_##symbol##_end[];
PLANS(X)
#undef X

/* The last one has no name. */
static const struct seep_plan plans[] = {
#define X(symbol, name)                                                        \
    {name, "chaos/plans/" name ".lua", seep_plan_##symbol,                     \
     seep_plan_##symbol##_end},
    PLANS(X)
#undef X
        {NULL, NULL, NULL, NULL}};

/* Two characters too many at the front. */
#define X(symbol, name) ", " name
static const char all[] = PLANS(X);
#undef X

const char *seep_plan_names(void)
{
    return all + 2;
}

const struct seep_plan *seep_plan_find(const char *name)
{
    const struct seep_plan *p = plans;

    while (p->name && strcmp(p->name, name) != 0)
        p++;
    return p->name ? p : NULL;
}
