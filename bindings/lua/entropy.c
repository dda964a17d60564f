/* entropy.c - LuaJIT asks the system for randomness to seed its string
 * hashes; the order of pairs depends on it.  Linked with --wrap=syscall, this
 * answers in its place, the same in every process. */
#include <stdarg.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>

long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...);

long __wrap_syscall(long number, ...)
{
    long a[6];
    va_list args;

    va_start(args, number);
    for (int i = 0; i < 6; i++)
        a[i] = va_arg(args, long);
    va_end(args);
    if (number != SYS_getrandom)
        return __real_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
    memset((void *)a[0], 0x5e, (size_t)a[1]);
    return a[1];
}
