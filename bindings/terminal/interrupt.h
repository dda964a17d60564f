/* interrupt.h - SIGINT and SIGTERM, taken when it suits.
 *
 * While they are held back they are only looked for; a second one ends the
 * program as ever. */
#ifndef SEEP_INTERRUPT_H
#define SEEP_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

/* From now on they are held back. */
void seep_interrupt_hold(void);

/* Has one come?  From then on others end the program. */
bool seep_interrupt_came(void);

/* The mask to wait with (ppoll): one that comes ends the wait. */
const sigset_t *seep_interrupt_mask(void);

/* In a new process: Ctrl-C is for its parent; all else is as before. */
void seep_interrupt_child(void);

#endif
