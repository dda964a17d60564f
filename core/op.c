/* op.c - the table of operation kinds. */
#include "op.h"

static const struct {
    const char *name;
    unsigned flags;
} table[] = {
#define X(kind, name, flags) {name, flags},
    SEEP_OP_KINDS(X)
#undef X
};

const char *seep_op_name(enum seep_op_kind k)
{
    return table[k].name;
}

unsigned seep_op_flags_of(enum seep_op_kind k)
{
    return table[k].flags;
}
