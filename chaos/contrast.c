/* contrast.c - see contrast.h.  Both runs are told by their rows. */
#include "contrast.h"

#include <string.h>

#include "core/text.h"

/* Was it a fault that took the memory? */
static bool was_refused(const struct seep_chaos_report *c)
{
    static const char name[] = "alloc_fail";

    for (size_t i = 0; i < c->nfaults; i++)
        if (c->faults[i].hits &&
            !strncmp(c->faults[i].text, name, sizeof name - 1))
            return true;
    return false;
}

/* A limit that is hit says nothing of faults, but for that of memory. */
bool seep_contrast_wanted(const struct seep_report *r)
{
    return r->chaos && r->chaos->all_hits && r->verdict != SEEP_VERDICT_PASS &&
           (r->verdict != SEEP_VERDICT_LIMIT || was_refused(r->chaos)) &&
           (r->verdict != SEEP_VERDICT_EXIT || r->exit_code);
}

/* What a fault does and what was chosen have rows of their own, and what they
 * bring about has others. */
static bool is_remark(const struct seep_row *row)
{
    static const char bolt[] = "\xe2\x9a\xa1";

    return !strncmp(row->text, bolt, sizeof bolt - 1) ||
           !strcmp(row->text, "choice");
}

static bool is_same(const struct seep_row *a, const struct seep_row *b)
{
    return a->who.id == b->who.id && a->now == b->now && a->mark == b->mark &&
           a->at.line == b->at.line && !strcmp(a->text, b->text);
}

/* "producer: send jobs at 5ms (x.lua:3)" */
static char *say(const struct seep_row *row)
{
    char *t;

    if (!row)
        return seep_text("nothing more");
    t = row->who.id == 1 ? seep_text("main") : seep_text("g%u", row->who.id);
    if (row->who.id != 1 && *row->who.name)
        seep_text_add(&t, " \"%s\"", row->who.name);
    seep_text_add(&t, ": %s%s", row->text,
                  row->mark == 'p' ? ", which waits" : "");
    if (row->at.line)
        seep_text_add(&t, " (%s:%u)", row->at.file, row->at.line);
    return t;
}

static const struct seep_row *row_at(const struct seep_report *r, size_t i)
{
    return i < r->nrows ? &r->rows[i] : NULL;
}

static void find_difference(struct seep_without *w, const struct seep_report *r,
                            const struct seep_report *plain)
{
    size_t i = 0, j = 0;

    for (;; i++, j++) {
        while (i < r->nrows && is_remark(&r->rows[i]))
            i++;
        while (j < plain->nrows && is_remark(&plain->rows[j]))
            j++;
        if (i == r->nrows || j == plain->nrows ||
            !is_same(&r->rows[i], &plain->rows[j]))
            break;
    }
    const struct seep_row *a = row_at(r, i), *b = row_at(plain, j);
    if ((!a && !b) || (!a && r->rows_cut) || (!b && plain->rows_cut))
        return;
    w->step = a ? a->step : b->step;
    w->with = say(a);
    w->instead = say(b);
}

/* The verdict's name, and what it says. */
static char *verdict_text(const struct seep_report *r)
{
    char *t = seep_text("%s", seep_verdict_text(r->verdict));

    if (r->verdict != SEEP_VERDICT_PASS && *r->text)
        seep_text_add(&t, ": %.*s", (int)strcspn(r->text, "\n"), r->text);
    return t;
}

void seep_contrast(struct seep_report *r, const struct seep_report *plain)
{
    struct seep_without *w = &r->chaos->without;

    w->known = true;
    w->needed = plain->verdict != r->verdict;
    w->verdict = verdict_text(plain);
    find_difference(w, r, plain);
}
