/* pool.c - see pool.h: each process has one item at a time. */
#include "bindings/terminal/pool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bindings/terminal/command.h"
#include "bindings/terminal/complain.h"
#include "bindings/terminal/crowd.h"
#include "bindings/terminal/output.h"

/* What was said of an item, until it is its turn. */
struct said {
    char *bytes; /* owned */
    size_t n;
    bool there;
};

struct round {
    const struct seep_pool *pool;
    struct seep_crowd crowd;
    size_t item[SEEP_JOBS_MAX]; /* by hand: what it is at, if... */
    bool busy[SEEP_JOBS_MAX];   /* ...it is */
    size_t next;                /* item to hand out */
    size_t again[SEEP_JOBS_MAX];
    uint32_t nagain;   /* items whose process was killed */
    struct said *said; /* owned, by item */
    size_t turn;       /* item to be told */
    int status;
};

/* ---- a worker ---- */

static void work(const void *context, int socket)
{
    const struct seep_pool *p = context;
    size_t item;

    while (seep_socket_read(socket, &item, sizeof item)) {
        struct seep_buffer out = {0};
        p->work(p->context, item, &out);
        if (out.failed)
            _exit(SEEP_EXIT_LIMIT);
        if (!seep_socket_write(socket, &out.n, sizeof out.n) ||
            !seep_socket_write(socket, out.s, out.n))
            return;
        seep_buffer_fini(&out);
    }
}

/* ---- who hands out ---- */

static int complain(const struct round *r, int ending)
{
    seep_output_heed_signals(); /* of which the process died too, then */
    if (WIFEXITED(ending) && WEXITSTATUS(ending) == SEEP_EXIT_LIMIT)
        return seep_complain_memory(r->pool->command);
    seep_complain(r->pool->command, "a process came to a bad end");
    return SEEP_EXIT_INTERNAL;
}

static void bury(struct round *r, uint32_t i)
{
    int ending;

    if (r->busy[i])
        r->again[r->nagain++] = r->item[i];
    r->busy[i] = false;
    if (!seep_crowd_bury(&r->crowd, &r->crowd.hand[i], &ending))
        r->status = complain(r, ending);
}

static bool next_item(struct round *r, size_t *item)
{
    if (r->nagain) {
        *item = r->again[--r->nagain];
        return true;
    }
    *item = r->next;
    return r->next < r->pool->n && ++r->next;
}

static void hand_out(struct round *r)
{
    for (uint32_t i = 0; i < r->crowd.n; i++) {
        const struct seep_hand *h = &r->crowd.hand[i];
        if (!h->pid || r->busy[i] || !next_item(r, &r->item[i]))
            continue;
        r->busy[i] = true;
        /* When it fails, the end of its socket will be read. */
        (void)seep_socket_write(h->socket, &r->item[i], sizeof r->item[i]);
    }
}

/* Is all of it there?  Then it is put where it belongs. */
static void unpack(struct round *r, uint32_t i)
{
    struct seep_stream *in = &r->crowd.hand[i].in;
    size_t n;

    if (in->n < sizeof n)
        return;
    memcpy(&n, in->bytes, sizeof n);
    if (in->n < sizeof n + n)
        return;
    struct said *s = &r->said[r->item[i]];
    s->bytes = malloc(n + 1);
    if (!s->bytes) {
        in->failed = true;
        return;
    }
    memcpy(s->bytes, in->bytes + sizeof n, n);
    s->n = n;
    s->there = true;
    in->n = in->from = 0;
    r->busy[i] = false;
}

static void hear(struct round *r, uint32_t i)
{
    struct seep_hand *h = &r->crowd.hand[i];

    if (!seep_stream_hear(&h->in, h->socket)) {
        bury(r, i);
        return;
    }
    unpack(r, i);
    if (h->in.failed)
        r->status = seep_complain_memory(r->pool->command);
}

static void listen_all(struct round *r)
{
    seep_crowd_listen(&r->crowd, -1, NULL);
    for (uint32_t i = 0; i < r->crowd.n; i++)
        if (r->crowd.hand[i].speaks)
            hear(r, i);
}

static void tell(struct round *r)
{
    for (; r->turn < r->pool->n && r->said[r->turn].there; r->turn++) {
        struct said *s = &r->said[r->turn];
        r->pool->told(r->pool->context, s->bytes, s->n);
        free(s->bytes);
        s->bytes = NULL;
    }
}

static void start_all(struct round *r)
{
    const struct seep_pool *p = r->pool;

    r->crowd.work = work;
    r->crowd.context = p;
    seep_crowd_start(&r->crowd, p->n < p->jobs ? (uint32_t)p->n : p->jobs);
    if (r->crowd.n || !p->n)
        return;
    seep_complain(p->command, "cannot start a process: %s", strerror(errno));
    r->status = SEEP_EXIT_LIMIT;
}

int seep_pool_run(const struct seep_pool *pool)
{
    struct round *r = calloc(1, sizeof *r);
    struct said *said = calloc(pool->n + 1, sizeof *said);
    int status = SEEP_EXIT_LIMIT;

    if (r && said) {
        r->pool = pool;
        r->said = said;
        start_all(r);
        for (; !r->status && r->turn < pool->n; tell(r)) {
            hand_out(r);
            listen_all(r);
        }
        seep_crowd_stop(&r->crowd);
        status = r->status;
    } else {
        seep_complain_memory(pool->command);
    }
    for (size_t i = 0; said && i < pool->n; i++)
        free(said[i].bytes);
    free(said);
    free(r);
    return status;
}
