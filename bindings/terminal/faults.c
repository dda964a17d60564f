/* faults.c - `seep help faults`: what can go wrong in a plan, from the table
 * that plans are checked by. */
#include <stdio.h>
#include <string.h>

#include "bindings/export/buffer.h"
#include "bindings/terminal/command.h"
#include "bindings/terminal/complain.h"
#include "chaos/fault.h"

/* "by!": it must be given. */
static void add_args(struct seep_buffer *t, const char *args)
{
    for (size_t n; *args; args += n, args += strspn(args, " ")) {
        n = strcspn(args, " ");
        bool must = args[n - 1] == '!';
        seep_buffer_addf(t, must ? " %.*s" : " [%.*s]", (int)(n - must), args);
    }
}

static const char *allowed_by(enum seep_guard g)
{
    switch (g) {
    case SEEP_GUARD_LOSSY: return "; on a channel lossy or unsound = true";
    case SEEP_GUARD_UNSOUND: return "; unsound = true";
    case SEEP_GUARD_NONE: break;
    }
    return "";
}

static void add_fault(struct seep_buffer *t, const struct seep_fault *f)
{
    seep_buffer_addf(t, "  %s", f->name);
    add_args(t, f->args);
    seep_buffer_addf(t, "%s\n      at %s", allowed_by(f->guard),
                     strcmp(f->where, "*") == 0 ? "any operation" : f->where);
    if (strcmp(f->where, f->usual) != 0)
        seep_buffer_addf(t, "; usually %s", f->usual);
    seep_buffer_addf(t, "\n      %s\n", f->help);
}

/* All that a plan can name, in lines of 78 columns. */
static void add_operations(struct seep_buffer *t)
{
    size_t column = 0;

    seep_buffer_add(t, "\nOperations:\n");
    for (int k = SEEP_OP_NONE + 1; k < SEEP_OP_COUNT; k++) {
        const char *name = seep_op_name((enum seep_op_kind)k);
        if (!(seep_places_of(name).ops >> k & 1))
            continue;
        column += strlen(name) + 1;
        if (column > 77) {
            seep_buffer_add(t, "\n");
            column = strlen(name) + 1;
        }
        seep_buffer_addf(t, "%s%s", column > strlen(name) + 1 ? " " : "  ",
                         name);
    }
    seep_buffer_add(t, "\n");
}

int seep_help_faults(void)
{
    struct seep_buffer t = {0};

    seep_buffer_add(&t, "Faults, with what each takes (what it can take in "
                        "brackets) and where it can be.\n"
                        "seep doc fault tells how they are placed, seep doc "
                        "chaos how they make a plan.\n\n");
    for (size_t i = 0; i < SEEP_FAULT_COUNT; i++)
        add_fault(&t, &seep_faults[i]);
    add_operations(&t);
    fputs(seep_buffer_string(&t), stdout);
    int status = t.failed ? seep_complain_memory("help") : SEEP_EXIT_PASS;
    seep_buffer_fini(&t);
    return status;
}
