/* schedule_lines.h - schedules as lines, for the unit tests. */
#ifndef SCHEDULE_LINES_H
#define SCHEDULE_LINES_H

#include <stdlib.h>

#include "core/explore/schedule.h"
#include "script_run.h"

/* Reads text, which has to be well-formed, into s; the caller frees that. */
static inline void read_into(struct seep_schedule *s, const char *text)
{
    char why[128] = "";

    seep_schedule_init(s);
    if (seep_schedule_parse(s, text, strlen(text), why, sizeof why) != SEEP_OK)
        fail_msg("%s: %s", text, why);
}

static inline void assert_text(const struct seep_schedule *s,
                               const char *expected)
{
    char *text = seep_schedule_text(s);

    assert_non_null(text);
    assert_string_equal(text, expected);
    free(text);
}

#endif
