/* json.h - writing JSON: correct by construction, indented, in order.
 *
 * Every call takes the key under which the value stands; NULL inside arrays
 * and at the top.  Strings may hold anything: what is not UTF-8 becomes the
 * replacement character. */
#ifndef SEEP_JSON_H
#define SEEP_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "bindings/export/buffer.h"

struct seep_json {
    struct seep_buffer *out; /* borrowed until the document is complete */
    unsigned depth;          /* open objects and arrays, at most 63 */
    uint64_t arrays;         /* bit d: what opened depth d is an array */
    bool first;              /* nothing stands in the innermost one yet */
};

/* Begins a document at the end of out, which remembers when memory runs out. */
void seep_json_init(struct seep_json *j, struct seep_buffer *out);
void seep_json_object(struct seep_json *j, const char *key);
void seep_json_array(struct seep_json *j, const char *key);
/* Closes the innermost object or array; the last one ends the document. */
void seep_json_end(struct seep_json *j);

void seep_json_string(struct seep_json *j, const char *key, const char *value);
/* As a string from 2^63 on: readers' integers have a sign. */
void seep_json_uint(struct seep_json *j, const char *key, uint64_t value);
void seep_json_int(struct seep_json *j, const char *key, int64_t value);
/* As a string of 16 digits: not all readers have 64 bits for a number. */
void seep_json_hex(struct seep_json *j, const char *key, uint64_t value);
void seep_json_bool(struct seep_json *j, const char *key, bool value);

#endif
