/* output.h - standard output, and whether it took everything. */
#ifndef SEEP_OUTPUT_H
#define SEEP_OUTPUT_H

/* Writes out what is buffered; remembers the first failure. */
void seep_output_flush(void);

/* The same at the end.  Returns status, or another one after saying that
 * output was lost.  A reader that went away is no error. */
int seep_output_finish(int status);

#endif
