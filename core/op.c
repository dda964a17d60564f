/* op.c - the names of operation kinds. */
#include "op.h"

const char *seep_op_name(enum seep_op_kind k)
{
    static const char *const name[] = {
#define X(kind, name, flags) name,
        SEEP_OP_KINDS(X)
#undef X
    };

    return name[k];
}
