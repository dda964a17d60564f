/* buffer.h - a string that grows.
 *
 * Whatever is shown or exported is built here as a whole and written once.
 * Running out of memory is remembered instead of reported by every call: who
 * writes the text out looks at `failed` once. */
#ifndef SEEP_BUFFER_H
#define SEEP_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* Zeroed is empty and valid. */
struct seep_buffer {
    char *s;     /* owned, terminated; NULL: nothing was added yet */
    size_t n;    /* bytes, without the terminator */
    size_t cap;  /* bytes allocated */
    bool failed; /* memory ran out, and all later additions were dropped */
};

/* All of these add behind what is there; s as it is. */
void seep_buffer_add(struct seep_buffer *t, const char *s);
void seep_buffer_add_n(struct seep_buffer *t, const char *s, size_t n);
void seep_buffer_spaces(struct seep_buffer *t, size_t n);
void seep_buffer_addf(struct seep_buffer *t, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void seep_buffer_addv(struct seep_buffer *t, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* Adds s without anything that a terminal obeys or cannot show: line ends,
 * escapes, invisible direction marks and bytes that are not UTF-8 are spelt
 * out ("\n", "\x1b").  One line stays one line. */
void seep_buffer_add_plain(struct seep_buffer *t, const char *s);
void seep_buffer_add_plain_n(struct seep_buffer *t, const char *s, size_t n);

/* The terminal columns that s takes when it is added plain. */
unsigned seep_buffer_plain_width(const char *s);

/* Adds every line of s plain, behind `lead` and without its own tabs. */
void seep_buffer_add_lines(struct seep_buffer *t, const char *s,
                           const char *lead);

/* "50,000,000" */
void seep_buffer_add_grouped(struct seep_buffer *t, unsigned long long v);

/* The duration of ns nanoseconds, as Go writes it. */
void seep_buffer_add_duration(struct seep_buffer *t, long long ns);

/* What was added so far, "" for nothing: never NULL. */
const char *seep_buffer_string(const struct seep_buffer *t);

/* Frees it; it is empty afterwards. */
void seep_buffer_fini(struct seep_buffer *t);

#endif
