/* process.h - copies of this process, to do something aside of it. */
#ifndef SEEP_PROCESS_H
#define SEEP_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* fork(2) of a child that can be waited for.  What was printed before is not
 * printed by both. */
pid_t seep_process_fork(void);

/* Waits until it ends.  Returns how it did, as waitpid(2) says it: for the
 * macros of <sys/wait.h>, for which -1 is no end of any kind. */
int seep_process_wait(pid_t pid);

/* Did it end because somebody else killed it, as when memory is short? */
bool seep_process_was_killed(int ending);

/* In a child of `parent`: from now on it is killed when its parent ends. */
void seep_process_end_with(pid_t parent);

/* The processors that this process may use, at most SEEP_JOBS_MAX. */
uint32_t seep_processors(void);

#endif
