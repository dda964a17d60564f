/* object.c - the names of object kinds. */
#include "object.h"

const char *seep_object_kind_text(enum seep_object_kind k)
{
    static const char *const text[] = {
#define X(kind, text, prefix) text,
        SEEP_OBJECT_KINDS(X)
#undef X
    };

    return text[k];
}

const char *seep_object_kind_prefix(enum seep_object_kind k)
{
    static const char *const prefix[] = {
#define X(kind, text, prefix) prefix,
        SEEP_OBJECT_KINDS(X)
#undef X
    };

    return prefix[k];
}
