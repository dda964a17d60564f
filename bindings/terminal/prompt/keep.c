/* keep.c - what was typed, and changing it; where two worlds begin to differ.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bindings/terminal/command.h"
#include "bindings/terminal/prompt/prompt.h"
#include "bindings/terminal/rows.h"
#include "bindings/terminal/source.h"

/* ---- :log, :edit ---- */

void seep_prompt_log(struct seep_prompt *p, const char *args)
{
    struct seep_buffer t = {0};

    (void)args;
    for (uint32_t k = 1; k < seep_live_next(p->live); k++) {
        char lead[32];
        snprintf(lead, sizeof lead, "[%" PRIu32 "] ", k);
        seep_buffer_add_lines(&t, seep_live_said(p->live, k), lead);
    }
    if (t.n)
        seep_prompt_show(&t);
    else
        seep_prompt_notef(p, "nothing was typed yet");
}

static const char *editor(void)
{
    const char *name = getenv("VISUAL");

    name = name && *name ? name : getenv("EDITOR");
    return name && *name ? name : "vi";
}

/* Opens the file with the editor, whose name may have arguments. */
static bool edit(const char *path)
{
    struct seep_buffer command = {0};

    seep_buffer_addf(&command, "%s \"$0\"", editor());
    char *const words[] = {(char *)(uintptr_t) "sh", (char *)(uintptr_t) "-c",
                           (char *)(uintptr_t)seep_buffer_string(&command),
                           (char *)(uintptr_t)path, NULL};
    int status = seep_prompt_run_program("/bin/sh", words, false);
    seep_buffer_fini(&command);
    return status == 0;
}

void seep_prompt_edit(struct seep_prompt *p, const char *args)
{
    char path[] = "/tmp/seepXXXXXX.lua";
    int fd = mkstemps(path, 4);
    FILE *f = fd >= 0 ? fdopen(fd, "w") : NULL;
    struct seep_buffer why = {0};
    struct seep_source src;

    (void)args;
    if (!f) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE, "cannot make a file in /tmp");
        return;
    }
    fputs(seep_live_said(p->live, seep_live_next(p->live) - 1), f);
    fclose(f);
    if (edit(path) && seep_source_read(&src, path, &why)) {
        seep_prompt_take(p, src.text, src.length);
        seep_source_fini(&src);
    } else {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE, "%s did not end well", editor());
    }
    seep_buffer_fini(&why);
    (void)unlink(path);
}

/* ---- :diff ---- */

static bool alike(const struct seep_row *a, const struct seep_row *b)
{
    return a->who.id == b->who.id && a->mark == b->mark &&
           !strcmp(a->text, b->text) && a->at.line == b->at.line;
}

static void add_row(struct seep_buffer *t, const char *name,
                    const struct seep_report *r, size_t i)
{
    seep_buffer_addf(t, "%-8s ", name);
    if (i < r->nrows)
        seep_row_line(t, r, &r->rows[i]);
    else
        seep_buffer_add(t, "nothing more\n");
}

/* The report of the world of that name. */
static bool explain(struct seep_prompt *p, const char *name,
                    struct seep_report *r)
{
    char here[64];

    snprintf(here, sizeof here, "%s", seep_live_branch(p->live));
    if (!strcmp(here, name)) {
        seep_live_explain(p->live, r);
        return true;
    }
    if (!seep_live_switch(p->live, name)) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          "there is no world of the name %s (:forks)", name);
        return false;
    }
    seep_live_explain(p->live, r);
    return seep_live_switch(p->live, here);
}

void seep_prompt_diff(struct seep_prompt *p, const char *args)
{
    struct seep_report a = {0}, b = {0};
    struct seep_buffer t = {0};
    char one[64], other[64];
    size_t i = 0;

    (void)seep_prompt_word(&args, one, sizeof one);
    if (!seep_prompt_word(&args, other, sizeof other))
        snprintf(other, sizeof other, "%s", seep_live_branch(p->live));
    if (!*one) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          ":diff takes the names of two "
                          "worlds (:forks)");
        return;
    }
    if (explain(p, one, &a) && explain(p, other, &b)) {
        while (i < a.nrows && i < b.nrows && alike(&a.rows[i], &b.rows[i]))
            i++;
        if (i == a.nrows && i == b.nrows) {
            seep_prompt_notef(p, "%s and %s do not differ", one, other);
        } else {
            if (i)
                add_row(&t, "both", &a, i - 1);
            add_row(&t, one, &a, i);
            add_row(&t, other, &b, i);
            seep_prompt_show(&t);
        }
    }
    seep_report_fini(&a);
    seep_report_fini(&b);
}
