/* find.c - see find.h. */
#include "bindings/terminal/find.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DEEPEST = 64 };

struct walk {
    struct seep_files *files;
    const char **where;
    unsigned depth;
};

static int walk_folder(struct walk *w, const char *path);

/* Takes path. */
static int add(struct seep_files *f, char *path, bool named)
{
    if (f->n == f->cap) {
        size_t cap = f->cap ? f->cap * 2 : 16;
        void *list = realloc(f->list, cap * sizeof *f->list);
        if (!list) {
            free(path);
            return ENOMEM;
        }
        f->list = list;
        f->cap = cap;
    }
    f->list[f->n++] = (struct seep_found){path, named};
    return 0;
}

static char *join(const char *folder, const char *name)
{
    size_t n = strlen(folder), size = n + strlen(name) + 2;
    const char *slash = n && folder[n - 1] != '/' ? "/" : "";
    char *path = malloc(size);

    if (path)
        snprintf(path, size, "%s%s%s", folder, slash, name);
    return path;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int wanted(const struct dirent *e)
{
    return e->d_name[0] != '.' && strcmp(e->d_name, "lib") != 0;
}

static bool is_lua(const char *name)
{
    size_t n = strlen(name);

    return n > 4 && !strcmp(name + n - 4, ".lua");
}

/* NOLINTNEXTLINE(misc-no-recursion): at most DEEPEST deep */
static int walk_entry(struct walk *w, const char *folder, const char *name)
{
    struct stat st;
    char *path = join(folder, name);

    if (!path)
        return ENOMEM;
    if (!lstat(path, &st) && S_ISDIR(st.st_mode)) {
        int err = w->depth < DEEPEST ? walk_folder(w, path) : 0;
        free(path);
        return err;
    }
    if (is_lua(name) && !stat(path, &st) && !S_ISDIR(st.st_mode))
        return add(w->files, path, false);
    free(path);
    return 0;
}

/* Remembers which folder it was: the path outlives the walk. */
static int cannot_read(struct walk *w, const char *path, int err)
{
    static char culprit[4096];

    snprintf(culprit, sizeof culprit, "%s", path);
    *w->where = culprit;
    return err;
}

/* NOLINTNEXTLINE(misc-no-recursion): at most DEEPEST deep */
static int walk_folder(struct walk *w, const char *path)
{
    struct dirent **entry;
    int n = scandir(path, &entry, wanted, by_name);
    int err = 0;

    if (n < 0)
        return cannot_read(w, path, errno);
    w->depth++;
    for (int i = 0; i < n; i++) {
        if (!err)
            err = walk_entry(w, path, entry[i]->d_name);
        free(entry[i]);
    }
    w->depth--;
    free(entry);
    return err;
}

int seep_files_add(struct seep_files *f, const char *path, const char **where)
{
    struct walk w = {.files = f, .where = where};
    struct stat st;

    *where = path;
    if (stat(path, &st))
        return errno;
    if (S_ISDIR(st.st_mode))
        return walk_folder(&w, path);
    char *copy = strdup(path);
    return copy ? add(f, copy, true) : ENOMEM;
}

void seep_files_fini(struct seep_files *f)
{
    for (size_t i = 0; i < f->n; i++)
        free(f->list[i].path);
    free(f->list);
    *f = (struct seep_files){0};
}
