/* complain.c - see complain.h. */
#include "bindings/terminal/complain.h"

#include <stdio.h>
#include <string.h>

#include "bindings/terminal/command.h"
#include "bindings/terminal/output.h"

static void put_prefix(const char *command)
{
    seep_output_flush();
    if (command)
        fprintf(stderr, "seep %s: ", command);
    else
        fputs("seep: ", stderr);
}

int seep_complain(const char *command, const char *format, ...)
{
    struct seep_buffer message = {0}, line = {0};
    va_list args;

    va_start(args, format);
    seep_buffer_addv(&message, format, args);
    va_end(args);
    seep_buffer_add_plain(&line, seep_buffer_string(&message));
    put_prefix(command);
    if (message.failed || line.failed)
        fputs("out of memory while saying what is wrong\n", stderr);
    else
        fprintf(stderr, "%s\n", seep_buffer_string(&line));
    seep_buffer_fini(&message);
    seep_buffer_fini(&line);
    return SEEP_EXIT_USAGE;
}

int seep_complain_memory(const char *command)
{
    put_prefix(command);
    fputs("the system has no more memory for seep\n", stderr);
    return SEEP_EXIT_LIMIT;
}

int seep_complain_file(const char *command, const char *path, int err)
{
    return seep_complain(command, "cannot write %s: %s", path, strerror(err));
}

void seep_complain_text(struct seep_buffer *t)
{
    seep_output_flush();
    fputs(seep_buffer_string(t), stderr);
    if (t->failed)
        seep_complain_memory(NULL);
    seep_buffer_fini(t);
}
