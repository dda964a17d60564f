/* err.c - the end of a run that found a bug in seep itself. */
#include "err.h"

#include <stdio.h>
#include <stdlib.h>

enum { EXIT_INTERNAL = 70 };

_Noreturn void seep__assert_failed(const char *cond, const char *file, int line)
{
    fprintf(stderr, "seep: internal error: %s (%s:%d)\n", cond, file, line);
    fputs("seep: this is a bug in seep, not in your script; please report it\n",
          stderr);
    _Exit(EXIT_INTERNAL);
}
