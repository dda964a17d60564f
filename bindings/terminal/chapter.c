/* chapter.c - see chapter.h: records as they lie in memory, and the strings
 * they own. */
#include "bindings/terminal/chapter.h"

#include <stdlib.h>
#include <string.h>

enum { NONE = UINT32_MAX };

/* ---- writing ---- */

static void put(struct seep_buffer *to, const void *p, size_t n)
{
    seep_buffer_add_n(to, p, n);
}

static void put_string(struct seep_buffer *to, const char *s)
{
    uint32_t n = s ? (uint32_t)strlen(s) : NONE;

    put(to, &n, sizeof n);
    if (s)
        put(to, s, n);
}

static void put_result(struct seep_buffer *to, const struct seep_result *r)
{
    put(to, r, sizeof *r);
    put_string(to, r->sweep);
    put_string(to, r->unmet);
    put_string(to, r->schedule);
    put_string(to, r->detail);
    put_string(to, r->run);
}

void seep_chapter_write(struct seep_buffer *to, const struct seep_chapter *c,
                        const struct seep_results *results)
{
    uint32_t n = (uint32_t)(results->n - c->first);

    put(to, c, sizeof *c);
    put_string(to, c->complaint);
    put(to, &n, sizeof n);
    for (size_t i = c->first; i < results->n; i++)
        put_result(to, &results->list[i]);
}

/* ---- reading ---- */

struct source {
    const char *at;
    size_t left;
    bool failed;
};

static void get(struct source *s, void *p, size_t n)
{
    s->failed |= n > s->left;
    if (s->failed) {
        memset(p, 0, n);
        return;
    }
    memcpy(p, s->at, n);
    s->at += n;
    s->left -= n;
}

static char *get_string(struct source *s)
{
    uint32_t n;

    get(s, &n, sizeof n);
    if (s->failed || n == NONE || n > s->left)
        return NULL;
    char *to = malloc((size_t)n + 1);
    s->failed |= !to;
    if (!to)
        return NULL;
    get(s, to, n);
    to[n] = '\0';
    return to;
}

/* Nothing of what it pointed to in the other process is here. */
static void get_result(struct source *s, struct seep_result *r,
                       const char *file)
{
    enum seep_verdict_kind verdict;

    get(s, r, sizeof *r);
    verdict = r->report.verdict;
    memset(&r->report, 0, sizeof r->report);
    memset(&r->insight, 0, sizeof r->insight);
    r->report.verdict = verdict;
    r->file = file;
    r->strategy = "";
    r->sweep = get_string(s);
    r->unmet = get_string(s);
    r->schedule = get_string(s);
    r->detail = get_string(s);
    r->run = get_string(s);
}

void seep_chapter_read(struct seep_chapter *c, struct seep_results *results,
                       const char *file, const char *bytes, size_t n)
{
    struct source s = {bytes, n, false};
    uint32_t count;

    get(&s, c, sizeof *c);
    c->complaint = get_string(&s);
    c->first = results->n;
    get(&s, &count, sizeof count);
    for (uint32_t i = 0; i < count && !s.failed; i++) {
        struct seep_result *r = seep_results_add(results, file);
        s.failed |= !r;
        if (r)
            get_result(&s, r, file);
    }
    c->memory |= s.failed;
}
