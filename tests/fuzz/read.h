/* read.h - a script, as text and as a world, for the programs of this folder.
 */
#ifndef SEEP_FUZZ_READ_H
#define SEEP_FUZZ_READ_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"

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

/* The world of a script, its scenarios declared; also ends the program. */
static inline struct seep_world *seep_fuzz_load(const char *path,
                                                const char *text)
{
    const struct seep_world_options o = seep_world_options_default();
    const struct seep_options base = seep_options_default();
    struct seep_report r = {0};
    struct seep_load_error err;
    struct seep_world *w = seep_world_new(&o, path, text, strlen(text), &err);

    if (!w || !seep_world_collect(w, &base, &r)) {
        fprintf(stderr, "%s: %s\n", path, w ? r.text : err.text);
        exit(2);
    }
    seep_report_fini(&r);
    return w;
}

#endif
