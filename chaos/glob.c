/* glob.c - see glob.h. */
#include "glob.h"

/* When a star has to take in one character more, the match goes on behind it;
 * only the last star need be tried again. */
bool seep_glob_matches(const char *p, const char *s)
{
    const char *star = NULL, *from = NULL;

    while (*s) {
        if (*p == '*') {
            star = ++p;
            from = s;
        } else if (*p == '?' || *p == *s) {
            p++;
            s++;
        } else if (star) {
            p = star;
            s = ++from;
        } else {
            return false;
        }
    }
    while (*p == '*')
        p++;
    return !*p;
}
