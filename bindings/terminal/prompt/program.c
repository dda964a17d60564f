/* program.c - running another program, or a part of this one in a process of
 * its own: a process has one world. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bindings/terminal/process.h"
#include "bindings/terminal/prompt/prompt.h"

/* Its status; -1: it came to another end. */
static int status_of(pid_t pid)
{
    int ending = seep_process_wait(pid);

    return WIFEXITED(ending) ? WEXITSTATUS(ending) : -1;
}

int seep_prompt_run_program(const char *path, char *const words[], bool quietly)
{
    pid_t pid = seep_process_fork();

    if (pid < 0)
        return -1;
    if (!pid) {
        if (!quietly || (freopen("/dev/null", "w", stdout) &&
                         freopen("/dev/null", "w", stderr)))
            execv(path, words);
        _exit(127);
    }
    return status_of(pid);
}

/* In the child: what `work` says goes into the pipe. */
static void work_aside(int fd, bool (*work)(void *, struct seep_buffer *),
                       void *context)
{
    struct seep_buffer said = {0};
    bool ok = work(context, &said) && !said.failed;
    FILE *f = fdopen(fd, "w");

    ok = f && fwrite(seep_buffer_string(&said), 1, said.n, f) == said.n && ok;
    if (f && fclose(f))
        ok = false;
    _exit(!ok);
}

bool seep_prompt_aside(bool (*work)(void *context, struct seep_buffer *said),
                       void *context, struct seep_buffer *said)
{
    char text[4096];
    ssize_t n;
    int fd[2];

    if (pipe(fd))
        return false;
    pid_t pid = seep_process_fork();
    if (!pid)
        work_aside(fd[1], work, context);
    close(fd[1]);
    while (pid > 0 && ((n = read(fd[0], text, sizeof text)) > 0 ||
                       (n < 0 && errno == EINTR)))
        if (n > 0)
            seep_buffer_add_n(said, text, (size_t)n);
    close(fd[0]);
    return pid > 0 && !status_of(pid) && !said->failed;
}
