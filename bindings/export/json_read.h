/* json_read.h - reading JSON, as RFC 8259 has it, into a tree.
 *
 * For what seep itself has written: the depth is limited, and a string with a
 * NUL in it is refused. */
#ifndef SEEP_JSON_READ_H
#define SEEP_JSON_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bindings/export/buffer.h"

enum seep_json_kind {
    SEEP_JSON_NULL,
    SEEP_JSON_BOOL,
    SEEP_JSON_NUMBER,
    SEEP_JSON_STRING,
    SEEP_JSON_ARRAY,
    SEEP_JSON_OBJECT
};

struct seep_json_value {
    enum seep_json_kind kind;
    bool truth;
    uint64_t number; /* 0 for what is no whole number from 0 to 2^64 - 1 */
    char *string;    /* owned */
    char *key;       /* owned; inside an object */
    struct seep_json_value *item; /* owned; of an array or object, [0..n) */
    size_t n, cap;
};

enum { SEEP_JSON_DEPTH = 32 };

/* False: why says what is wrong, in a line; v is empty. */
bool seep_json_read(struct seep_json_value *v, const char *text, size_t length,
                    struct seep_buffer *why);
void seep_json_value_fini(struct seep_json_value *v);

/* What stands under the key, or NULL. */
const struct seep_json_value *seep_json_at(const struct seep_json_value *v,
                                           const char *key);

/* The same of a kind: "" and 0 when it is not there, or of another kind. */
const char *seep_json_get_string(const struct seep_json_value *v,
                                 const char *key);
uint64_t seep_json_get_uint(const struct seep_json_value *v, const char *key);
bool seep_json_get_true(const struct seep_json_value *v, const char *key);

#endif
