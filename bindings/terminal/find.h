/* find.h - the files that `seep test` is to run. */
#ifndef SEEP_FIND_H
#define SEEP_FIND_H

#include <stdbool.h>
#include <stddef.h>

struct seep_found {
    char *path; /* owned */
    bool named; /* on the command line, not met in a folder */
};

/* Zeroed is empty. */
struct seep_files {
    struct seep_found *list; /* owned, [0..n) */
    size_t n, cap;
};

/* Adds a file, or all *.lua of a folder and its folders, sorted by name.
 * Hidden folders and those called "lib" (they hold modules) are left out, and
 * links to folders are not followed.  0, or an errno; *where is then the path
 * it is about, valid until the next call. */
int seep_files_add(struct seep_files *f, const char *path, const char **where);
void seep_files_fini(struct seep_files *f);

#endif
