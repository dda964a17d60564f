/* gmp.c - run queues as in Go's runtime/proc.go. */
#include "gmp.h"

#include "arena.h"
#include "goroutine.h"
#include "sim.h"

enum { GLOBAL_EVERY = 61, GLOBAL_BATCH = SEEP_P_QUEUE / 2 };

enum seep_err seep_gmp_init(struct seep_gmp *m, struct seep_arena *a,
                            uint32_t np)
{
    seep_assert(np >= 1 && np <= SEEP_P_MAX);
    for (uint32_t i = 0; i < np; i++) {
        if (m->p[i])
            continue;
        m->p[i] = seep_arena_calloc(a, sizeof *m->p[i]);
        if (!m->p[i])
            return SEEP_ENOMEM;
        m->p[i]->id = i;
        m->p[i]->tick = 1; /* Go's runtime has run goroutines before main */
    }
    m->np = np;
    return SEEP_OK;
}

static uint32_t queued(const struct seep_p *p)
{
    return p->tail - p->head;
}

static struct seep_g **at(struct seep_p *p, uint32_t i)
{
    return &p->queue[i % SEEP_P_QUEUE];
}

static void global_push(struct seep_gmp *m, struct seep_g *g)
{
    seep_queue_push(&m->global, &g->own);
    m->nglobal++;
}

static struct seep_g *global_pop(struct seep_gmp *m)
{
    m->nglobal--;
    return seep_queue_pop(&m->global)->g;
}

void seep_gmp_put_global(struct seep_gmp *m, struct seep_g *g)
{
    global_push(m, g);
    m->nrunnable++;
}

/* Go's runqputslow: half of a full local queue, and g, go global. */
static void overflow(struct seep_gmp *m, struct seep_p *p, struct seep_g *g)
{
    for (uint32_t i = 0; i < SEEP_P_QUEUE / 2; i++)
        global_push(m, *at(p, p->head++));
    global_push(m, g);
}

static void put_tail(struct seep_gmp *m, struct seep_p *p, struct seep_g *g)
{
    if (queued(p) == SEEP_P_QUEUE)
        overflow(m, p, g);
    else
        *at(p, p->tail++) = g;
}

void seep_gmp_put(struct seep_gmp *m, struct seep_p *p, struct seep_g *g,
                  bool next)
{
    m->nrunnable++;
    if (next) {
        struct seep_g *kicked = p->next;
        p->next = g;
        if (!kicked)
            return;
        g = kicked;
    }
    put_tail(m, p, g);
}

/* Takes one goroutine, and up to its fair share of others into p's queue. */
static struct seep_g *take_global(struct seep_gmp *m, struct seep_p *p,
                                  uint32_t max)
{
    uint32_t n = m->nglobal / m->np + 1;

    if (!m->nglobal)
        return NULL;
    if (n > m->nglobal)
        n = m->nglobal;
    if (max && n > max)
        n = max;
    if (n > GLOBAL_BATCH)
        n = GLOBAL_BATCH;
    struct seep_g *g = global_pop(m);
    while (--n)
        put_tail(m, p, global_pop(m));
    return g;
}

static struct seep_g *take_local(struct seep_p *p, bool *inherits)
{
    struct seep_g *g = p->next;

    *inherits = g != NULL;
    if (g)
        p->next = NULL;
    else if (queued(p))
        g = *at(p, p->head++);
    return g;
}

/* Half of the victim's queue moves to p; its last taken runs at once.  The
 * run-next slot is taken only when there is nothing else (Go waits 3 us
 * first, so that its owner may get to it). */
static struct seep_g *steal_from(struct seep_sim *s, struct seep_p *p,
                                 struct seep_p *victim)
{
    uint32_t n = queued(victim) - queued(victim) / 2;
    struct seep_g *g = NULL;

    if (!n && victim->next && victim->cur) {
        g = victim->next;
        victim->next = NULL;
        seep_emit(s, SEEP_EV_STEAL, g, NULL, NULL,
                  (int64_t)victim->id << 16 | p->id);
        return g;
    }
    while (n--) {
        if (g)
            *at(p, p->tail++) = g;
        g = *at(victim, victim->head++);
        seep_emit(s, SEEP_EV_STEAL, g, NULL, NULL,
                  (int64_t)victim->id << 16 | p->id);
    }
    return g;
}

static struct seep_g *steal(struct seep_sim *s, struct seep_p *p)
{
    struct seep_gmp *m = &s->gmp;
    struct seep_g *g = NULL;

    for (uint32_t i = 1; i < m->np && !g; i++)
        g = steal_from(s, p, m->p[(p->id + i) % m->np]);
    return g;
}

struct seep_g *seep_gmp_find(struct seep_sim *s, struct seep_p *p)
{
    struct seep_gmp *m = &s->gmp;
    struct seep_g *g = NULL;
    bool inherits = false;

    if (!m->nrunnable)
        return NULL;
    if (p->tick % GLOBAL_EVERY == 0 && m->nglobal)
        g = take_global(m, p, 1);
    if (!g)
        g = take_local(p, &inherits);
    if (!g)
        g = take_global(m, p, 0);
    if (!g)
        g = steal(s, p);
    if (!g)
        return NULL;
    m->nrunnable--;
    if (!inherits) { /* run-next shares the slice of the one before it */
        p->tick++;
        p->slice = 0;
    }
    return g;
}

struct seep_p *seep_gmp_idle(const struct seep_gmp *m, int64_t now)
{
    for (uint32_t i = 0; i < m->np; i++) {
        struct seep_p *p = m->p[i];
        if (!p->cur && !p->next && !queued(p) && p->busy_until <= now)
            return p;
    }
    return NULL;
}

static void empty(struct seep_gmp *m, struct seep_p *p)
{
    if (p->cur) {
        p->cur->status = SEEP_G_RUNNABLE;
        seep_gmp_put_global(m, p->cur);
    }
    if (p->next)
        global_push(m, p->next);
    while (queued(p))
        global_push(m, *at(p, p->head++));
    *p = (struct seep_p){.id = p->id, .tick = 1};
}

void seep_gmp_gather(struct seep_gmp *m)
{
    for (uint32_t i = 0; i < SEEP_P_MAX && m->p[i]; i++)
        empty(m, m->p[i]);
    m->turn = 0;
}

void seep_gmp_shrink(struct seep_gmp *m, uint32_t np)
{
    for (uint32_t i = np; i < m->np; i++)
        empty(m, m->p[i]);
    m->np = np;
    m->turn = 0;
}

static bool take_from_queue(struct seep_p *p, struct seep_g *g)
{
    for (uint32_t i = p->head; i != p->tail; i++) {
        if (*at(p, i) != g)
            continue;
        for (; i + 1 != p->tail; i++)
            *at(p, i) = *at(p, i + 1);
        p->tail--;
        return true;
    }
    return false;
}

void seep_gmp_take(struct seep_gmp *m, struct seep_g *g)
{
    bool taken = g->own.queued;

    if (taken) {
        seep_queue_remove(&m->global, &g->own);
        m->nglobal--;
    }
    for (uint32_t i = 0; i < m->np && !taken; i++) {
        struct seep_p *p = m->p[i];
        if (p->next == g) {
            p->next = NULL;
            taken = true;
        } else {
            taken = take_from_queue(p, g);
        }
    }
    seep_assert(taken);
    m->nrunnable--;
}
