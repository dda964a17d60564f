/* say.c - what the prompt says, and the exit status that goes with it. */
#include <stdio.h>

#include "bindings/terminal/complain.h"
#include "bindings/terminal/prompt/prompt.h"

struct seep_show seep_prompt_how(const struct seep_prompt *p)
{
    return seep_show_for(&p->s, stdout);
}

void seep_prompt_show(struct seep_buffer *t)
{
    fputs(seep_buffer_string(t), stdout);
    if (t->failed)
        seep_complain_memory(NULL);
    seep_buffer_fini(t);
}

void seep_prompt_note(struct seep_prompt *p, struct seep_buffer *t)
{
    if (p->interactive)
        seep_prompt_show(t);
    else
        seep_complain_text(t);
}

void seep_prompt_notef(struct seep_prompt *p, const char *format, ...)
{
    struct seep_buffer t = {0};
    va_list args;

    va_start(args, format);
    seep_buffer_addv(&t, format, args);
    va_end(args);
    seep_buffer_add(&t, "\n");
    seep_prompt_note(p, &t);
}

void seep_prompt_status(struct seep_prompt *p, int status)
{
    if (p->worst < status)
        p->worst = status;
}

void seep_prompt_wrong(struct seep_prompt *p, int status, const char *format,
                       ...)
{
    struct seep_buffer t = {0}, line = {0};
    va_list args;

    va_start(args, format);
    seep_buffer_addv(&t, format, args);
    va_end(args);
    seep_buffer_add_plain(&line, seep_buffer_string(&t));
    seep_buffer_add(&line, "\n");
    seep_prompt_note(p, &line);
    seep_buffer_fini(&t);
    seep_prompt_status(p, status);
}
