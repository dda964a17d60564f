/* stream.c - see stream.h. */
#include "bindings/terminal/stream.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void seep_stream_fini(struct seep_stream *s)
{
    free(s->bytes);
    *s = (struct seep_stream){0};
}

bool seep_stream_room(struct seep_stream *s, size_t bytes)
{
    if (s->from) {
        memmove(s->bytes, s->bytes + s->from, s->n - s->from);
        s->n -= s->from;
        s->from = 0;
    }
    if (s->n + bytes <= s->cap)
        return true;
    void *p = realloc(s->bytes, 2 * (s->n + bytes));
    s->failed |= !p;
    if (!p)
        return false;
    s->bytes = p;
    s->cap = 2 * (s->n + bytes);
    return true;
}

void seep_stream_put(struct seep_stream *s, const void *bytes, size_t n)
{
    if (n)
        memcpy(s->bytes + s->n, bytes, n);
    s->n += n;
}

bool seep_stream_hear(struct seep_stream *s, int socket)
{
    if (!seep_stream_room(s, SEEP_STREAM_HEAR))
        return true;
    ssize_t n = read(socket, s->bytes + s->n, SEEP_STREAM_HEAR);
    if (n > 0)
        s->n += (size_t)n;
    return n > 0 || (n < 0 && errno == EINTR);
}

bool seep_stream_send(struct seep_stream *s, int socket)
{
    bool sent = s->n == s->from ||
                seep_socket_write(socket, s->bytes + s->from, s->n - s->from);

    s->from = s->n = 0;
    return sent;
}

bool seep_socket_write(int socket, const void *bytes, size_t n)
{
    const char *from = bytes;

    while (n) {
        ssize_t k = write(socket, from, n);
        if (k < 0 && errno != EINTR)
            return false;
        from += k > 0 ? k : 0;
        n -= k > 0 ? (size_t)k : 0;
    }
    return true;
}

bool seep_socket_read(int socket, void *to, size_t n)
{
    char *next = to;

    while (n) {
        ssize_t k = read(socket, next, n);
        if (!k || (k < 0 && errno != EINTR))
            return false;
        next += k > 0 ? k : 0;
        n -= k > 0 ? (size_t)k : 0;
    }
    return true;
}
