/* atomic.h - a variable that is accessed atomically, or should be.
 *
 * Sequentially consistent, as Go's: operations are performed one after the
 * other.  The value is the host's; what is here is for those who watch. */
#ifndef SEEP_ATOMIC_H
#define SEEP_ATOMIC_H

#include "object.h"

struct seep_atomic {
    struct seep_object obj;
    struct seep_object sync; /* numbered too: the race detector keeps atomic
                                accesses, and what they order, with it */
};

#endif
