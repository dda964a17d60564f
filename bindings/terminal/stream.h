/* stream.h - bytes through a socket, kept until there are enough of them. */
#ifndef SEEP_STREAM_H
#define SEEP_STREAM_H

#include <stdbool.h>
#include <stddef.h>

struct seep_stream {
    char *bytes; /* owned; [from..n) are there */
    size_t from, n, cap;
    bool failed; /* out of memory; stays so */
};
void seep_stream_fini(struct seep_stream *s);

/* Room for so many more bytes behind n; false: out of memory. */
bool seep_stream_room(struct seep_stream *s, size_t bytes);

/* Adds n bytes, for which there is room. */
void seep_stream_put(struct seep_stream *s, const void *bytes, size_t n);

/* The most that is heard at once. */
enum { SEEP_STREAM_HEAR = 256 << 10 };

/* Waits for bytes from the socket and adds them; none may have come when it
 * returns.  False: its other end is closed. */
bool seep_stream_hear(struct seep_stream *s, int socket);

/* Sends all that is there, and is empty.  False: the other end is closed. */
bool seep_stream_send(struct seep_stream *s, int socket);

/* n bytes without a stream, all of them.  False: the other end is closed. */
bool seep_socket_write(int socket, const void *bytes, size_t n);
bool seep_socket_read(int socket, void *to, size_t n);

#endif
