/* portions.c - see portions.h. */
#include "bindings/terminal/portions.h"

#include "core/explore/share.h"

enum { MOST = 256 }; /* runs of a portion */

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* Of the samples below that number, how many are this machine's? */
static uint64_t own_below(const struct seep_portions *p, uint64_t number)
{
    return number <= p->shard ? 0 : (number - p->shard - 1) / p->of + 1;
}

/* The end of those that may be made now. */
static uint64_t horizon(struct seep_portions *p)
{
    uint64_t number = p->given * p->of + p->shard, end = 1;

    if (!p->learn)
        return UINT64_MAX;
    while (end <= number)
        end *= 2;
    if (p->come < own_below(p, end / 2))
        return p->given;
    if (p->block != end) { /* none of those behind has come back yet */
        p->block = end;
        p->learnt = p->longest;
    }
    return own_below(p, end);
}

bool seep_portions_next(struct seep_portions *p, uint64_t end, uint32_t workers,
                        struct seep_task *t)
{
    if (p->norphans) {
        *t = p->orphan[--p->norphans];
        return true;
    }
    if (p->planned)
        end = least(end, own_below(p, p->planned));
    end = least(end, horizon(p));
    if (p->given >= end)
        return false;
    uint64_t count =
        least(p->given, end - p->given) / (UINT64_C(2) * workers) + 1;
    *t = (struct seep_task){.track = SEEP_TRACK_SAMPLE,
                            .first = p->given,
                            .count = least(count, MOST),
                            .longest = p->learnt};
    p->given += t->count;
    return true;
}

void seep_portions_come(struct seep_portions *p, uint64_t nchoices)
{
    p->come++;
    if (nchoices > p->longest)
        p->longest = nchoices;
}

void seep_portions_orphan(struct seep_portions *p, const struct seep_task *t)
{
    seep_assert(p->norphans < SEEP_JOBS_MAX);
    p->orphan[p->norphans++] = *t;
}
