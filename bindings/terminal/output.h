/* output.h - standard output, and whether it took everything. */
#ifndef SEEP_OUTPUT_H
#define SEEP_OUTPUT_H

/* Writes out what is buffered; remembers the first failure. */
void seep_output_flush(void);

/* Whoever ends the program by a signal that asks it to (SIGINT, SIGTERM,
 * SIGHUP) gets what was printed until then; a second one does not wait. */
void seep_output_outlives_signals(void);

/* Now would be a good time to die of the signal that came, if one did. */
void seep_output_heed_signals(void);

/* Writes it out at the end.  Returns status, or another one after saying that
 * output was lost.  A reader that went away is no error. */
int seep_output_finish(int status);

#endif
