/* outfile.c - see outfile.h. */
#include "bindings/export/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file being written. */
struct aside {
    char *target; /* owned; where it is to be, symbolic links followed */
    char *name;   /* owned; where it is now; NULL: in place */
    int fd;
};

static mode_t default_mode(void)
{
    mode_t mask = umask(0);

    umask(mask);
    return 0666 & ~mask;
}

static void forget(struct aside *a)
{
    free(a->target);
    free(a->name);
    *a = (struct aside){.fd = -1};
}

static int give_up(struct aside *a, int err)
{
    if (a->fd >= 0)
        close(a->fd);
    if (a->name)
        unlink(a->name);
    forget(a);
    return err;
}

/* A fresh file beside the target, with the permissions it shall have. */
static int begin_aside(struct aside *a, const char *path, mode_t mode)
{
    static const char suffix[] = ".XXXXXX";
    size_t n;

    a->target = realpath(path, NULL);
    if (!a->target && errno == ENOENT)
        a->target = strdup(path);
    if (!a->target)
        return give_up(a, errno);
    n = strlen(a->target);
    if (!(a->name = malloc(n + sizeof suffix)))
        return give_up(a, ENOMEM);
    memcpy(a->name, a->target, n);
    memcpy(a->name + n, suffix, sizeof suffix);
    a->fd = mkstemp(a->name);
    if (a->fd < 0) {
        int err = errno;
        forget(a);
        return err;
    }
    return fchmod(a->fd, mode) ? give_up(a, errno) : 0;
}

static int begin_in_place(struct aside *a, const char *path)
{
    a->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    return a->fd < 0 ? errno : 0;
}

/* What is at path: 0 and *mode (0: nothing yet), or why it is unfit. */
static int look(const char *path, mode_t *mode)
{
    struct stat st;

    *mode = 0;
    if (stat(path, &st))
        return errno == ENOENT ? 0 : errno;
    if (S_ISDIR(st.st_mode))
        return EISDIR;
    *mode = st.st_mode;
    return access(path, W_OK) ? errno : 0;
}

static int begin(struct aside *a, const char *path)
{
    mode_t mode;
    int err = look(path, &mode);

    *a = (struct aside){.fd = -1};
    if (err)
        return err;
    if (mode && !S_ISREG(mode))
        return begin_in_place(a, path);
    return begin_aside(a, path, mode ? mode & 07777 : default_mode());
}

int seep_outfile_check(const char *path)
{
    struct aside a;
    mode_t mode;
    int err = look(path, &mode);

    if (err || (mode && !S_ISREG(mode)))
        return err;
    err = begin(&a, path);
    if (!err)
        give_up(&a, 0);
    return err;
}

static int write_all(int fd, const char *bytes, size_t n)
{
    while (n) {
        ssize_t k = write(fd, bytes, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return errno;
        bytes += k;
        n -= (size_t)k;
    }
    return 0;
}

int seep_outfile_write(const char *path, const char *bytes, size_t n)
{
    struct aside a;
    int err = begin(&a, path);

    if (err)
        return err;
    if ((err = write_all(a.fd, bytes, n)))
        return give_up(&a, err);
    int fd = a.fd;
    a.fd = -1;
    if (close(fd) || (a.name && rename(a.name, a.target)))
        return give_up(&a, errno);
    forget(&a);
    return 0;
}
