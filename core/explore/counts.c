/* counts.c - see counts.h. */
#include "counts.h"

#include "core/arena.h"

void seep_counts_begin(struct seep_counts *c, struct seep_arena *a)
{
    *c = (struct seep_counts){.arena = a};
}

/* Makes room for one more of n elements; returns the list, NULL: there is
 * none. */
static void *more(struct seep_counts *c, void *list, uint32_t n, uint32_t *cap,
                  size_t each)
{
    if (n < *cap)
        return list;
    uint32_t wanted = *cap ? 2 * *cap : 16;
    void *p = seep_arena_aside_more(c->arena, list, n * each, wanted * each);
    if (p)
        *cap = wanted;
    return p;
}

static bool others_wait(const struct seep_counts *c, uint32_t obj)
{
    for (uint32_t i = 0; i < c->nwait; i++)
        if (c->wait[i].obj == obj)
            return true;
    return false;
}

/* The last add to the waitgroup, or NULL. */
static const struct seep_counts_add *last_add(const struct seep_counts *c,
                                              uint32_t obj)
{
    for (uint32_t i = c->nadd; i-- > 0;)
        if (c->add[i].obj == obj)
            return &c->add[i];
    return NULL;
}

bool seep_counts_added(struct seep_counts *c, uint32_t obj, uint32_t slot,
                       uint32_t index, int64_t count)
{
    const struct seep_counts_add *last = last_add(c, obj);

    if ((last && last->slot != slot) || others_wait(c, obj))
        return false;
    void *p = more(c, c->add, c->nadd, &c->add_cap, sizeof *c->add);
    if (!p)
        return false;
    c->add = p;
    c->add[c->nadd++] = (struct seep_counts_add){obj, slot, index, count};
    return true;
}

/* Of adds that the done need not come after, each could come later than it:
 * when as many dones can as the counter was worth, the next one is too many. */
bool seep_counts_done(struct seep_counts *c, uint32_t obj,
                      const uint16_t *known)
{
    for (uint32_t i = c->nadd; i-- > 0;) {
        struct seep_counts_add *a = &c->add[i];
        if (a->obj != obj)
            continue;
        if (known[a->slot] >= a->index)
            return true; /* and so it does after those before */
        if (--a->room < 0)
            return false;
    }
    return true;
}

bool seep_counts_waited(struct seep_counts *c, uint32_t obj, uint32_t slot,
                        uint32_t creator, uint32_t born)
{
    const struct seep_counts_add *last = last_add(c, obj);

    if (last && last->slot == slot)
        return true;
    if (!last || last->slot != creator || last->index > born)
        return false;
    void *p = more(c, c->wait, c->nwait, &c->wait_cap, sizeof *c->wait);
    if (!p)
        return false;
    c->wait = p;
    c->wait[c->nwait++].obj = obj;
    return true;
}

void seep_counts_blur(struct seep_footprint *f)
{
    for (uint32_t i = 0; i < f->n; i++)
        switch (f->touch[i].how) {
        case SEEP_TOUCH_ADD:
        case SEEP_TOUCH_DONE:
        case SEEP_TOUCH_DONE_ALL: f->touch[i].how = SEEP_TOUCH_COUNT; break;
        case SEEP_TOUCH_WAIT: f->touch[i].how = SEEP_TOUCH_AWAIT; break;
        default: break;
        }
}
