/* history.c - what was typed, kept over sessions: a line an entry, in which
 * line ends are written "\n" and backslashes "\\". */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <readline/history.h>

#include "bindings/terminal/prompt/prompt.h"

enum { KEPT = 2000 };

/* Makes the folder that path is in, and those above; 0700 as XDG wants it. */
static void make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0700);
        *slash = '/';
    }
}

char *seep_prompt_file(const char *kind, const char *name, bool make)
{
    bool state = !strcmp(kind, "STATE");
    const char *base = getenv(state ? "XDG_STATE_HOME" : "XDG_CONFIG_HOME");
    const char *home = getenv("HOME");
    struct seep_buffer t = {0};

    if (base && *base == '/')
        seep_buffer_addf(&t, "%s/seep/%s", base, name);
    else if (home && *home)
        seep_buffer_addf(&t, "%s/%s/seep/%s", home,
                         state ? ".local/state" : ".config", name);
    if (t.s && make)
        make_folders(t.s);
    return t.s;
}

/* In place. */
static void unescape(char *s)
{
    char *to = s;

    for (; *s; s++) {
        if (*s != '\\' || !s[1]) {
            *to++ = *s;
            continue;
        }
        s++;
        *to++ = *s;
        if (*s == 'n')
            to[-1] = '\n';
    }
    *to = '\0';
}

void seep_prompt_history_load(void)
{
    char *path = seep_prompt_file("STATE", "history", false), *line = NULL;
    FILE *f = path ? fopen(path, "r") : NULL;
    size_t cap = 0;
    ssize_t n;

    using_history();
    stifle_history(KEPT);
    while (f && (n = getline(&line, &cap, f)) > 0) {
        if (line[n - 1] == '\n')
            line[n - 1] = '\0';
        unescape(line);
        add_history(line);
    }
    free(line);
    if (f)
        fclose(f);
    free(path);
}

static void escape(struct seep_buffer *t, const char *s)
{
    for (; *s; s++) {
        if (*s == '\n')
            seep_buffer_add(t, "\\n");
        else if (*s == '\\')
            seep_buffer_add(t, "\\\\");
        else
            seep_buffer_add_n(t, s, 1);
    }
    seep_buffer_add(t, "\n");
}

/* Appended in one write, so that sessions side by side do not mix. */
static void keep(const char *text)
{
    char *path = seep_prompt_file("STATE", "history", true);
    int fd = path ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600)
                  : -1;
    struct seep_buffer t = {0};

    if (fd >= 0) {
        escape(&t, text);
        if (!t.failed && write(fd, t.s, t.n) < 0)
            errno = 0; /* a full disk costs the history, not the session */
        close(fd);
    }
    seep_buffer_fini(&t);
    free(path);
}

void seep_prompt_history_add(const char *text)
{
    HIST_ENTRY *last =
        history_length ? history_get(history_base + history_length - 1) : NULL;

    if (last && !strcmp(last->line, text))
        return;
    add_history(text);
    keep(text);
}
