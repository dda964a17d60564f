/* findings.c - see findings.h. */
#include "bindings/export/findings.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/export/partial.h"

const char *seep_end_text(enum seep_end end)
{
    static const char *const text[] = {
#define X(kind, text) text,
        SEEP_ENDS(X)
#undef X
    };

    return text[end];
}

static void fini_failure(struct seep_failure *f)
{
    free(f->signature);
    free(f->recorded);
    free(f->schedule);
    seep_report_fini(&f->report);
    seep_insight_fini(&f->insight);
}

void seep_findings_fini(struct seep_findings *f)
{
    for (size_t i = 0; i < f->n; i++)
        fini_failure(&f->failure[i]);
    if (f->partial)
        seep_partial_fini(f->partial);
    free(f->partial);
    free(f->failure);
    f->partial = NULL;
    f->failure = NULL;
    f->n = f->cap = 0;
}

static bool make_room(struct seep_findings *f)
{
    if (f->n < f->cap)
        return true;
    size_t cap = f->cap ? 2 * f->cap : 8;
    void *p = realloc(f->failure, cap * sizeof *f->failure);
    if (!p)
        return false;
    f->failure = p;
    f->cap = cap;
    return true;
}

struct seep_failure *seep_findings_failure(struct seep_findings *f,
                                           char *signature)
{
    for (size_t i = 0; i < f->n; i++)
        if (!strcmp(f->failure[i].signature, signature)) {
            free(signature);
            return &f->failure[i];
        }
    if (!make_room(f)) {
        free(signature);
        f->failed = true;
        return NULL;
    }
    struct seep_failure *new = &f->failure[f->n++];
    memset(new, 0, sizeof *new);
    new->signature = signature;
    return new;
}

bool seep_findings_inconclusive(const struct seep_findings *f)
{
    return f->runs && f->found[SEEP_VERDICT_LIMIT] == f->runs;
}

void seep_findings_subject(struct seep_buffer *t, const struct seep_findings *f)
{
    seep_buffer_add_plain(t, f->file);
    if (!f->scenario)
        return;
    seep_buffer_add(t, ": ");
    seep_buffer_add_plain(t, f->name);
}
