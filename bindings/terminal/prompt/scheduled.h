/* scheduled.h - the schedule by which a scenario comes to what a session has
 * come to. */
#ifndef SEEP_PROMPT_SCHEDULED_H
#define SEEP_PROMPT_SCHEDULED_H

#include "bindings/terminal/prompt/prompt.h"
#include "core/explore/sequence.h"

struct seep_scheduled {
    struct seep_prompt *p;
    const char *path, *text; /* of the script */
    size_t length;
    uint32_t index; /* of the scenario, from 0 */
    /* 0: main starts the session's inputs, and the scenario has one
     * expectation, which is to be met.  k: main is what input k was, and
     * anything but a pass is the failure. */
    uint32_t root;
    struct seep_sequence *order; /* of the session; changed when root is set */
};

/* Adds the schedule's line, as small as could be found.  False: in that order
 * the scenario does not come to it. */
bool seep_scheduled_find(const struct seep_scheduled *what,
                         struct seep_buffer *schedule);

#endif
