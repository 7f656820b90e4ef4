/* readfile.c -- a whole small file.   SPDX-License-Identifier: Apache-2.0 */
#include "base/readfile.h"

#include "base/buf.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define STEP ((size_t)64 * 1024)

static enum ll_status fail_io(struct ll_error *err, const char *path, int cause)
{
    char text[128];
    if (strerror_r(cause, text, sizeof text) != 0)
        (void)snprintf(text, sizeof text, "error %d", cause);
    return ll_fail(err, LL_ERR_IO, "cannot read '%s': %s", path, text);
}

static enum ll_status read_all(int fd, const char *path, struct ll_buf *buf, struct ll_error *err)
{
    for (;;) {
        if (!ll_buf_reserve(buf, STEP))
            return ll_fail(err, LL_ERR_NOMEM, "out of memory while reading '%s'", path);
        ssize_t got = read(fd, buf->ptr + buf->len, STEP);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail_io(err, path, errno);
        if (got == 0)
            return LL_OK;
        buf->len += (size_t)got;
        if (buf->len > LL_READFILE_MAX)
            return ll_fail(err, LL_ERR_LIMIT,
                           "'%s' is larger than %u MiB, the most that such a file may be", path,
                           LL_READFILE_MAX >> 20);
    }
}

enum ll_status ll_readfile(struct ll_arena *arena, const char *path, struct ll_source *source,
                           struct ll_error *err)
{
    struct ll_buf buf = {0};
    enum ll_status status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail_io(err, path, errno);
    status = read_all(fd, path, &buf, err);
    if (status != LL_OK)
        goto out;
    ll_str text = ll_buf_str(&buf);
    if (text.len >= 3 && memcmp(text.ptr, "\xEF\xBB\xBF", 3) == 0) {
        text.ptr += 3;
        text.len -= 3;
    }
    source->file = ll_arena_str(arena, ll_str_from(path)).ptr;
    source->text = ll_arena_str(arena, text);
    if (!source->file || !source->text.ptr)
        status = ll_fail(err, LL_ERR_NOMEM, "out of memory while reading '%s'", path);
out:
    ll_buf_fini(&buf);
    (void)close(fd);
    return status;
}
