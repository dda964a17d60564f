/* past.c - back in time, other futures, and what decides about them. */
#include <inttypes.h>
#include <string.h>

#include "bindings/terminal/command.h"
#include "bindings/terminal/prompt/prompt.h"
#include "bindings/terminal/value.h"

static bool number(struct seep_prompt *p, const char *args, uint64_t least,
                   uint64_t most, const char *what, uint64_t *n)
{
    if (seep_value_number(args, least, most, n))
        return true;
    seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                      "%s takes a number from %" PRIu64 "%s%s", what, least,
                      *args ? ", not " : "", args);
    return false;
}

static void say(struct seep_prompt *p)
{
    seep_prompt_say_where(p);
    seep_prompt_left(p);
}

void seep_prompt_back(struct seep_prompt *p, const char *args)
{
    uint64_t n = 1;

    if (*args && !number(p, args, 1, INT64_MAX, ":back", &n))
        return;
    if (!seep_live_moment(p->live)) {
        seep_prompt_notef(p, "this is the beginning");
        return;
    }
    seep_live_back(p->live, n);
    say(p);
}

/* To a step that was gone back over. */
static void go_forward(struct seep_prompt *p, uint64_t step)
{
    const struct seep_live_until until = {.step = step};
    const uint64_t here = seep_live_step(p->live);

    if (!seep_live_repeats(p->live)) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          "step %" PRIu64 " lies ahead: this is step %" PRIu64
                          " (:run until step %" PRIu64 ")",
                          step, here, step);
        return;
    }
    p->brief = true;
    (void)seep_prompt_go(p, &until);
    p->brief = false;
    say(p);
}

void seep_prompt_goto(struct seep_prompt *p, const char *args)
{
    uint64_t n;

    if (!number(p, args, 0, INT64_MAX, ":goto", &n))
        return;
    if (n > seep_live_step(p->live)) {
        go_forward(p, n);
        return;
    }
    seep_live_to_step(p->live, n);
    say(p);
}

void seep_prompt_undo(struct seep_prompt *p, const char *args)
{
    uint64_t n = 1;

    if (*args && !number(p, args, 1, UINT32_MAX, ":undo", &n))
        return;
    if (seep_live_undo(p->live, (uint32_t)n))
        say(p);
    else
        seep_prompt_notef(p, "there are not so many inputs");
}

void seep_prompt_reset(struct seep_prompt *p, const char *args)
{
    (void)args;
    seep_live_reset(p->live);
    p->told = 0;
    seep_prompt_left(p);
}

void seep_prompt_fork(struct seep_prompt *p, const char *args)
{
    if (!*args || strlen(args) > 60 || strpbrk(args, " \t\n"))
        seep_prompt_wrong(p, SEEP_EXIT_USAGE, ":fork takes a name, one word");
    else if (!strcmp(args, seep_live_branch(p->live)))
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          "%s is the name of the world you are in", args);
    else if (!seep_live_fork(p->live, args))
        seep_prompt_wrong(p, SEEP_EXIT_LIMIT, "not enough memory to keep it");
    else
        seep_prompt_notef(p, "kept; :switch %s comes back to it", args);
}

void seep_prompt_forks(struct seep_prompt *p, const char *args)
{
    struct seep_buffer t = {0};
    const char *name;
    uint64_t moment;

    (void)args;
    seep_buffer_addf(&t, "* %s at moment %" PRIu64 "\n",
                     seep_live_branch(p->live), seep_live_moment(p->live));
    for (uint32_t i = 0; (name = seep_live_fork_name(p->live, i, &moment)); i++)
        seep_buffer_addf(&t, "  %s at moment %" PRIu64 "\n", name, moment);
    seep_prompt_show(&t);
}

void seep_prompt_switch(struct seep_prompt *p, const char *args)
{
    if (!*args)
        seep_prompt_wrong(p, SEEP_EXIT_USAGE, ":switch takes a name (:forks)");
    else if (!strcmp(args, seep_live_branch(p->live)))
        seep_prompt_notef(p, "you are there");
    else if (!seep_live_switch(p->live, args))
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          "there is no world of the name %s (:forks)", args);
    else
        say(p);
}

/* ---- what decides ---- */

void seep_prompt_seed(struct seep_prompt *p, const char *args)
{
    uint64_t n;

    if (number(p, args, 0, UINT64_MAX, ":seed", &n) && seep_prompt_is_alive(p))
        (void)seep_live_seed(p->live, n);
}

void seep_prompt_procs(struct seep_prompt *p, const char *args)
{
    uint64_t n;

    if (!seep_value_number(args, 1, SEEP_P_MAX, &n))
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          ":procs takes a number from 1 "
                          "to %d",
                          SEEP_P_MAX);
    else if (seep_prompt_is_alive(p))
        (void)seep_live_procs(p->live, (uint32_t)n);
}
