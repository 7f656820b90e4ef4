/* output.c -- see output.h.   SPDX-License-Identifier: Apache-2.0 */
#include "files/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Written at once. */
#define BLOCK_BYTES (256u << 10)
/* Symbolic links followed, as the system itself does. */
#define LINKS_MAX 40

struct ll_output {
    char name[PATH_MAX];      /* for messages and the commit */
    char temporary[PATH_MAX]; /* empty: written directly */
    int fd;
    bool waited_for; /* a pipe or terminal: someone may be reading along */
    int failed;      /* the errno of the first failure */
    size_t len;
    char block[BLOCK_BYTES];
};

static enum ll_status fail(struct ll_output *output, const char *what, int error,
                           struct ll_error *err)
{
    if (!output->failed)
        output->failed = error;
    if (output->failed == EPIPE)
        return ll_fail(err, LL_ERR_IO, "%s: its reader closed the pipe before the end",
                       output->name);
    return ll_fail(err, LL_ERR_IO, "cannot %s %s: %s", what, output->name,
                   strerror(output->failed));
}

static enum ll_status write_all(struct ll_output *output, const char *bytes, size_t len,
                                struct ll_error *err)
{
    while (len) {
        ssize_t n = write(output->fd, bytes, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail(output, "write", errno, err);
        bytes += n;
        len -= (size_t)n;
    }
    return LL_OK;
}

/* Follow the links of name in place, so that the file and not the link is replaced. */
static int follow_links(char name[PATH_MAX])
{
    char target[PATH_MAX];

    for (int i = 0; i < LINKS_MAX; i++) {
        ssize_t n = readlink(name, target, sizeof target - 1);
        char *slash = strrchr(name, '/');
        size_t folder = 0;
        if (n < 0)
            return errno == EINVAL || errno == ENOENT ? 0 : errno;
        target[n] = '\0';
        if (target[0] != '/' && slash)
            folder = (size_t)(slash - name) + 1;
        if (folder + (size_t)n >= PATH_MAX)
            return ENAMETOOLONG;
        memcpy(name + folder, target, (size_t)n + 1);
    }
    return ELOOP;
}

/* A temporary file beside name, with the mode that a new file would have. */
static int open_temporary(struct ll_output *output)
{
    const char *slash = strrchr(output->name, '/');
    int folder = slash ? (int)(slash - output->name) + 1 : 0;
    int n = snprintf(output->temporary, sizeof output->temporary, "%.*s.%s.XXXXXX", folder,
                     output->name, output->name + folder);
    mode_t mask;

    if (n < 0 || (size_t)n >= sizeof output->temporary) {
        output->temporary[0] = '\0';
        errno = ENAMETOOLONG;
        return -1;
    }
    output->fd = mkstemp(output->temporary);
    if (output->fd < 0) {
        output->temporary[0] = '\0';
        return -1;
    }
    mask = umask(0);
    (void)umask(mask);
    (void)fcntl(output->fd, F_SETFD, FD_CLOEXEC);
    return fchmod(output->fd, (mode_t)0666 & ~mask);
}

static enum ll_status open_named(struct ll_output *output, const char *path, struct ll_error *err)
{
    struct stat about;
    size_t len = strlen(path);
    int error;

    if (len >= sizeof output->name)
        return ll_fail(err, LL_ERR_IO, "cannot write %.64s...: %s", path, strerror(ENAMETOOLONG));
    memcpy(output->name, path, len + 1);
    if (stat(path, &about) == 0 && S_ISDIR(about.st_mode))
        return fail(output, "write", EISDIR, err);
    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode)) {
        output->fd = open(path, O_WRONLY | O_CLOEXEC);
        return output->fd < 0 ? fail(output, "write", errno, err) : LL_OK;
    }
    error = follow_links(output->name);
    if (error)
        return fail(output, "write", error, err);
    if (open_temporary(output) != 0)
        return fail(output, "write", errno, err);
    return LL_OK;
}

enum ll_status ll_output_open(const char *path, struct ll_output **out, struct ll_error *err)
{
    struct ll_output *output = malloc(sizeof *output);
    enum ll_status status = LL_OK;
    struct stat about;

    if (!output)
        return ll_fail(err, LL_ERR_NOMEM, "no memory to write %s", path ? path : "standard output");
    output->fd = -1;
    output->failed = 0;
    output->len = 0;
    output->temporary[0] = '\0';
    if (path && strcmp(path, "-") != 0) {
        status = open_named(output, path, err);
    } else {
        (void)snprintf(output->name, sizeof output->name, "standard output");
        output->fd = dup(STDOUT_FILENO);
        if (output->fd < 0)
            status = fail(output, "write", errno, err);
    }
    if (status) {
        ll_output_close(output);
        return status;
    }
    output->waited_for = fstat(output->fd, &about) == 0 && !S_ISREG(about.st_mode);
    *out = output;
    return LL_OK;
}

static enum ll_status write_block(struct ll_output *output, struct ll_error *err)
{
    enum ll_status status = write_all(output, output->block, output->len, err);

    output->len = 0;
    return status;
}

enum ll_status ll_output_write(struct ll_output *output, ll_str bytes, struct ll_error *err)
{
    enum ll_status status = LL_OK;

    if (output->failed)
        return fail(output, "write", output->failed, err);
    if (bytes.len > BLOCK_BYTES - output->len)
        status = write_block(output, err);
    if (status || bytes.len == 0)
        return status;
    if (bytes.len > BLOCK_BYTES)
        return write_all(output, bytes.ptr, bytes.len, err);
    memcpy(output->block + output->len, bytes.ptr, bytes.len);
    output->len += bytes.len;
    return LL_OK;
}

enum ll_status ll_output_flush(struct ll_output *output, struct ll_error *err)
{
    if (output->failed)
        return fail(output, "write", output->failed, err);
    return output->waited_for ? write_block(output, err) : LL_OK;
}

/* The folder too, or the new name may be lost with the power. */
static void sync_folder(const char *name)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(name, '/');
    int fd;

    (void)snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - name) + 1 : 1,
                   slash ? name : ".");
    fd = open(folder, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
}

enum ll_status ll_output_commit(struct ll_output *output, struct ll_error *err)
{
    enum ll_status status;
    int fd = output->fd;

    if (output->failed)
        return fail(output, "write", output->failed, err);
    status = write_block(output, err);
    if (status)
        return status;
    /* A pipe, a terminal and some devices cannot be synced, and need not be. */
    if (fsync(fd) != 0 && errno != EINVAL && errno != ENOTSUP && errno != EROFS)
        return fail(output, "write", errno, err);
    output->fd = -1;
    if (close(fd) != 0)
        return fail(output, "write", errno, err);
    if (output->temporary[0] && rename(output->temporary, output->name) != 0)
        return fail(output, "replace", errno, err);
    if (output->temporary[0])
        sync_folder(output->name);
    output->temporary[0] = '\0';
    return LL_OK;
}

void ll_output_close(struct ll_output *output)
{
    if (!output)
        return;
    if (output->fd >= 0)
        close(output->fd);
    if (output->temporary[0])
        (void)unlink(output->temporary);
    free(output);
}

enum ll_status ll_output_whole(const char *path, ll_str text, struct ll_error *err)
{
    struct ll_output *output = NULL;
    enum ll_status status = ll_output_open(path, &output, err);

    if (!status)
        status = ll_output_write(output, text, err);
    if (!status)
        status = ll_output_commit(output, err);
    ll_output_close(output);
    return status;
}

enum ll_status ll_output_folder(const char *path, struct ll_error *err)
{
    if (mkdir(path, 0777) && errno != EEXIST)
        return ll_fail(err, LL_ERR_IO, "cannot make the folder %.300s: %s", path, strerror(errno));
    return LL_OK;
}

bool ll_output_pipe_closed(const struct ll_output *output)
{
    return output->failed == EPIPE;
}
