/* faults.c - putting faults into the world: one, or a plan of them.
 *
 * Each is an input like any other, so that it is gone back over, saved and
 * tried out like one. */
#include <string.h>
#include <unistd.h>

#include "bindings/lua/plans.h"
#include "bindings/terminal/command.h"
#include "bindings/terminal/prompt/prompt.h"
#include "bindings/terminal/source.h"

static void take(struct seep_prompt *p, struct seep_buffer *t)
{
    seep_prompt_take(p, seep_buffer_string(t), t->n);
    seep_buffer_fini(t);
}

static const char listing[] =
    "for _, f in ipairs(chaos.active()) do "
    "print((\"f%-3d %-24s %-20s fired at %d of %d places\"):format("
    "f.number, f.text, f.where or \"\", f.hits, f.points)) end";

/* The short form of chaos.inject{...}. */
void seep_prompt_fault(struct seep_prompt *p, const char *args)
{
    const size_t n = strcspn(args, " \t=");
    const char *rest = args + n + strspn(args + n, " \t");
    struct seep_buffer t = {0};

    if (!*args)
        seep_buffer_add(&t, listing);
    else if (*rest == '=')
        seep_buffer_addf(&t, "chaos.inject{ %s }", args);
    else
        seep_buffer_addf(&t, "chaos.inject{ fault = \"%.*s\", %s }", (int)n,
                         args, rest);
    take(p, &t);
}

static void add_arming(struct seep_buffer *t, const char *plan, size_t n)
{
    seep_buffer_add(t, "do local plan = ");
    seep_buffer_add_n(t, plan, n);
    seep_buffer_add(t, " for _, fault in ipairs(plan) do chaos.inject(fault) "
                       "end print(#plan .. \" faults: :fault lists them\") "
                       "end");
}

static void arm_file(struct seep_prompt *p, const char *path)
{
    struct seep_buffer t = {0}, plan = {0}, why = {0};
    struct seep_source src;

    if (seep_source_read(&src, path, &why)) {
        seep_buffer_add(&plan, "(function() ");
        seep_buffer_add_n(&plan, src.text, src.length);
        seep_buffer_add(&plan, "\nend)()");
        add_arming(&t, seep_buffer_string(&plan), plan.n);
        seep_source_fini(&src);
        take(p, &t);
    } else {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          "%s; the plans of the library: %s",
                          seep_buffer_string(&why), seep_plan_names());
    }
    seep_buffer_fini(&plan);
    seep_buffer_fini(&why);
}

void seep_prompt_chaos(struct seep_prompt *p, const char *args)
{
    struct seep_buffer t = {0}, plan = {0};

    if (!*args) {
        seep_prompt_notef(p, "plans of the library: %s", seep_plan_names());
    } else if (seep_plan_find(args)) {
        seep_buffer_addf(&plan, "chaos.plan(\"%s\")", args);
        add_arming(&t, seep_buffer_string(&plan), plan.n);
        take(p, &t);
    } else {
        arm_file(p, args);
    }
    seep_buffer_fini(&plan);
}
