/* results.c - a growing list of results. */
#include "bindings/export/results.h"

#include <stdlib.h>
#include <string.h>

struct seep_result *seep_results_add(struct seep_results *r, const char *file)
{
    if (r->n == r->cap) {
        size_t cap = r->cap ? r->cap * 2 : 16;
        void *list = realloc(r->list, cap * sizeof *r->list);
        if (!list)
            return NULL;
        r->list = list;
        r->cap = cap;
    }
    struct seep_result *new = &r->list[r->n++];
    memset(new, 0, sizeof *new);
    new->file = file;
    new->strategy = "";
    return new;
}

void seep_results_fini(struct seep_results *r)
{
    for (size_t i = 0; i < r->n; i++) {
        seep_report_fini(&r->list[i].report);
        free(r->list[i].schedule);
        seep_insight_fini(&r->list[i].insight);
        free(r->list[i].unmet);
        free(r->list[i].sweep);
        free(r->list[i].detail);
        free(r->list[i].run);
    }
    free(r->list);
    *r = (struct seep_results){0};
}

uint32_t seep_results_count(const struct seep_results *r,
                            enum seep_result_status status)
{
    uint32_t n = 0;

    for (size_t i = 0; i < r->n; i++)
        n += r->list[i].status == status;
    return n;
}

const char *seep_result_text(enum seep_result_status s)
{
    static const char *const text[] = {"ok", "failed", "limit", "unreadable"};

    return text[s];
}
