/* err.h - what a core function can say went wrong, and the one assertion.
 *
 * Errors are for what a user can cause (memory used up, a limit reached).
 * seep_assert is for what only a bug in seep can cause; it stays in release
 * builds, because a wrong verdict is worse than a stopped program. */
#ifndef SEEP_ERR_H
#define SEEP_ERR_H

enum seep_err {
    SEEP_OK = 0,
    SEEP_ENOMEM, /* the arena is used up, or this allocation was told to fail */
    SEEP_EINVAL, /* a text that does not say what it should */
};

#define seep_assert(cond)                                                      \
    ((cond) ? (void)0 : seep__assert_failed(#cond, __FILE__, __LINE__))

/* Prints the broken assertion to stderr and ends the process with status 70
 * (an internal error, never mistaken for a verdict). */
_Noreturn void seep__assert_failed(const char *cond, const char *file,
                                   int line);

#endif
