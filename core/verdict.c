/* verdict.c - the names of verdicts. */
#include "verdict.h"

const char *seep_verdict_text(enum seep_verdict_kind k)
{
    static const char *const text[] = {
#define X(kind, text) text,
        SEEP_VERDICTS(X)
#undef X
    };

    return text[k];
}
