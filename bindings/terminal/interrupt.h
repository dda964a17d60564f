/* interrupt.h - SIGINT and SIGTERM, taken when it suits.
 *
 * The first one is looked for, and the program ends in its own time; another
 * one, unless it comes along with the first, ends it at once. */
#ifndef SEEP_INTERRUPT_H
#define SEEP_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

/* From now on they are held back; asking again changes nothing.  SIGINT is
 * taken even if the shell has it ignored, as it has for what runs in the
 * background of a script. */
void seep_interrupt_hold(void);

/* Has one come? */
bool seep_interrupt_came(void);

/* The mask to wait with (ppoll): one that comes ends the wait. */
const sigset_t *seep_interrupt_mask(void);

/* In a new process: they are for its parent, which ends it. */
void seep_interrupt_child(void);

#endif
