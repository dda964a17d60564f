/* read.h - the text of a script, for the programs of this folder. */
#ifndef SEEP_FUZZ_READ_H
#define SEEP_FUZZ_READ_H

#include <stdio.h>
#include <stdlib.h>

/* The file's text, which is never empty; the caller frees it.  Ends the
 * program, after saying so, when there is none. */
static inline char *seep_fuzz_read(const char *path)
{
    enum { MOST = 1 << 20 };
    FILE *f = fopen(path, "rb");
    char *text = calloc(1, MOST);

    if (!f || !text || !fread(text, 1, MOST - 1, f)) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    fclose(f);
    return text;
}

#endif
