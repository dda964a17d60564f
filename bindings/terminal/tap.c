/* tap.c - see tap.h. */
#include "bindings/terminal/tap.h"

#include <inttypes.h>
#include <string.h>

#include "bindings/export/sentence.h"
#include "bindings/terminal/color.h"

void seep_tap_begin(struct seep_buffer *t)
{
    seep_buffer_add(t, "TAP version 13\n");
}

/* A description: a '#' would begin a directive. */
static void add_description(struct seep_buffer *t, const char *s)
{
    struct seep_buffer plain = {0};

    seep_buffer_add_plain(&plain, s);
    for (const char *p = seep_buffer_string(&plain); *p; p++) {
        if (*p == '#')
            seep_buffer_add(t, "\\");
        seep_buffer_add_n(t, p, 1);
    }
    t->failed |= plain.failed;
    seep_buffer_fini(&plain);
}

/* Every line of s behind "# ". */
static void add_comment(struct seep_buffer *t, const char *s)
{
    while (*s) {
        size_t n = strcspn(s, "\n");
        seep_buffer_add(t, n ? "# " : "#");
        seep_buffer_add_n(t, s, n);
        seep_buffer_add(t, "\n");
        s += n + (s[n] != '\0');
    }
}

static void add_runs(struct seep_buffer *t, const struct seep_result *r)
{
    if (!r->planned)
        return;
    seep_buffer_addf(t, " # %" PRIu32, r->runs);
    if (r->budget_used)
        seep_buffer_addf(t, " of %" PRIu32 " runs: step budget used up",
                         r->planned);
    else
        seep_buffer_addf(t, " run%s%s", r->runs == 1 ? "" : "s",
                         r->proven ? ", all that differ" : "");
}

static void add_problem(struct seep_buffer *t, const struct seep_result *r)
{
    struct seep_buffer line = {0};

    seep_buffer_add_plain(&line, r->file);
    if (r->line)
        seep_buffer_addf(&line, ":%" PRIu32, r->line);
    seep_buffer_add(&line, ": ");
    seep_buffer_add_plain(&line, r->problem);
    add_comment(t, seep_buffer_string(&line));
    t->failed |= line.failed;
    seep_buffer_fini(&line);
}

/* "# found: pass 98, leak 3; 5049 steps" */
static void add_found(struct seep_buffer *t, const struct seep_result *r)
{
    if (!r->runs)
        return;
    seep_buffer_add(t, "# found: ");
    seep_sentence_found(t, r->found);
    seep_buffer_addf(t, "; %" PRIu64 " steps\n", r->steps);
}

void seep_tap_result(struct seep_buffer *t, size_t number,
                     const struct seep_result *r,
                     const struct seep_tap_style *style)
{
    bool ok = r->status == SEEP_RESULT_OK;

    seep_color_add(t, style->color, ok ? SEEP_GOOD : SEEP_BAD,
                   ok ? "ok" : "not ok");
    seep_buffer_addf(t, " %zu - ", number);
    add_description(t, r->file);
    seep_buffer_add(t, *r->name ? ": " : "");
    add_description(t, r->name);
    add_runs(t, r);
    seep_buffer_add(t, "\n");
    if (!ok)
        add_problem(t, r);
    if (style->verbose)
        add_found(t, r);
    if (!style->quiet)
        add_comment(t, r->sweep ? r->sweep : "");
    if (ok || style->quiet)
        return;
    add_comment(t, r->unmet ? r->unmet : "");
    add_comment(t, r->detail ? r->detail : "");
}

void seep_tap_end(struct seep_buffer *t, const struct seep_results *r)
{
    uint32_t ok = seep_results_count(r, SEEP_RESULT_OK);

    seep_buffer_addf(t, "1..%zu\n", r->n);
    seep_buffer_addf(t, "# %" PRIu32 " passed, %zu failed\n", ok, r->n - ok);
}
