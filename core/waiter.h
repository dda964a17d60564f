/* waiter.h - a goroutine's place in a queue, and the queue.
 *
 * A goroutine that does one operation uses the waiter inside it; a select has
 * one per case.  Queues are FIFO and doubly linked, so that a select leaves
 * the queues of its losing cases in O(1) each (Go's sudog and waitq). */
#ifndef SEEP_WAITER_H
#define SEEP_WAITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct seep_g;
struct seep_object;

enum seep_dir { SEEP_RECV, SEEP_SEND };

struct seep_waiter {
    struct seep_g *g;
    struct seep_object *obj;         /* NULL: a case on a nil channel */
    struct seep_waiter *next, *prev; /* in the queue, while queued */
    uint16_t index;                  /* of the case in its select */
    uint8_t dir;                     /* enum seep_dir */
    bool queued;
    int32_t slot; /* the host's: where it keeps its case */
};

struct seep_queue {
    struct seep_waiter *first, *last;
};

static inline void seep_queue_push(struct seep_queue *q, struct seep_waiter *w)
{
    w->next = NULL;
    w->prev = q->last;
    w->queued = true;
    if (q->last)
        q->last->next = w;
    else
        q->first = w;
    q->last = w;
}

static inline void seep_queue_push_front(struct seep_queue *q,
                                         struct seep_waiter *w)
{
    w->prev = NULL;
    w->next = q->first;
    w->queued = true;
    if (q->first)
        q->first->prev = w;
    else
        q->last = w;
    q->first = w;
}

static inline void seep_queue_remove(struct seep_queue *q,
                                     struct seep_waiter *w)
{
    if (w->prev)
        w->prev->next = w->next;
    else
        q->first = w->next;
    if (w->next)
        w->next->prev = w->prev;
    else
        q->last = w->prev;
    w->queued = false;
}

/* The longest waiter, removed; NULL when the queue is empty. */
static inline struct seep_waiter *seep_queue_pop(struct seep_queue *q)
{
    struct seep_waiter *w = q->first;

    if (w)
        seep_queue_remove(q, w);
    return w;
}

#endif
