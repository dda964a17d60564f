/* outfile.h - a file that is there whole or not at all.
 *
 * Written aside, in the same folder, and renamed when complete.  What is not
 * a regular file (a device, a pipe) is written in place. */
#ifndef SEEP_OUTFILE_H
#define SEEP_OUTFILE_H

#include <stddef.h>

/* Could path be written?  0, or the errno that says why not.  For asking
 * before the work is done; leaves nothing behind. */
int seep_outfile_check(const char *path);

/* Makes path hold these n bytes.  0 or an errno; then path is as it was. */
int seep_outfile_write(const char *path, const char *bytes, size_t n);

#endif
