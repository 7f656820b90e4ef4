/* stream.c -- see stream.h.   SPDX-License-Identifier: Apache-2.0 */
#include "files/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

/* Packed bytes are taken in blocks of this size. */
#define PACKED_BYTES (256u << 10)

enum packing { PLAIN, GZIP, ZSTD };

struct ll_stream {
    const volatile sig_atomic_t *stop;
    const char *path; /* for messages */
    int fd;           /* -1: none */
    bool regular, raw_end, stopped;
    enum packing packing;
    bool inside; /* of a gzip member or zstd frame whose end has not come */
    bool full;   /* the last step of unpacking filled its room */
    uint64_t taken;
    size_t at, len; /* what is left of block */
    z_stream gzip;
    bool gzip_ready;
    ZSTD_DStream *zstd;
    unsigned char block[PACKED_BYTES];
};

struct ll_stream *ll_stream_new(const volatile sig_atomic_t *stop)
{
    struct ll_stream *stream = calloc(1, sizeof *stream);
    if (stream) {
        stream->fd = -1;
        stream->stop = stop;
    }
    return stream;
}

static bool stop_set(const struct ll_stream *stream)
{
    return stream->stop && *stream->stop;
}

/* Wait until fd has something. A signal that comes between the look at stop and the wait must
 * not be lost: it is held back until pselect lets it in. */
static void wait_for_input(struct ll_stream *stream)
{
    sigset_t held, before;
    fd_set set;

    if (stream->regular || !stream->stop || stream->fd >= FD_SETSIZE)
        return;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    sigprocmask(SIG_BLOCK, &held, &before);
    FD_ZERO(&set);
    FD_SET(stream->fd, &set);
    if (!stop_set(stream))
        (void)pselect(stream->fd + 1, &set, NULL, NULL, NULL, &before);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

/* Read from the file itself; *got 0 at its end or where stopped. */
static enum ll_status take(struct ll_stream *stream, void *out, size_t room, size_t *got,
                           struct ll_error *err)
{
    ssize_t n;

    *got = 0;
    if (stream->raw_end)
        return LL_OK;
    do {
        wait_for_input(stream);
        if (stop_set(stream)) {
            stream->stopped = true;
            return LL_OK;
        }
        n = read(stream->fd, out, room);
    } while (n < 0 && (errno == EINTR || errno == EAGAIN));
    if (n < 0)
        return ll_fail(err, LL_ERR_IO, "cannot read %s: %s", stream->path, strerror(errno));
    stream->raw_end = n == 0;
    stream->taken += (uint64_t)n;
    *got = (size_t)n;
    return LL_OK;
}

bool ll_stream_may_be_packed(const unsigned char *head, size_t n)
{
    static const unsigned char gzip[2] = {0x1f, 0x8b}, zstd[4] = {0x28, 0xb5, 0x2f, 0xfd};

    return memcmp(head, gzip, n < sizeof gzip ? n : sizeof gzip) == 0 ||
           memcmp(head, zstd, n < sizeof zstd ? n : sizeof zstd) == 0;
}

/* Look at the first bytes, no more of them than are needed: who types a line waits for its
 * answer. */
static enum ll_status detect(struct ll_stream *stream, struct ll_error *err)
{
    enum ll_status status = LL_OK;
    size_t got = 1;

    while (got && stream->len < LL_STREAM_MAGIC_BYTES &&
           (stream->len == 0 || ll_stream_may_be_packed(stream->block, stream->len)) && !status) {
        status = take(stream, stream->block + stream->len, PACKED_BYTES - stream->len, &got, err);
        stream->len += got;
    }
    stream->packing = PLAIN;
    if (status || stream->len < 2 || !ll_stream_may_be_packed(stream->block, stream->len))
        return status;
    if (stream->block[0] == 0x1f)
        stream->packing = GZIP;
    else if (stream->len >= LL_STREAM_MAGIC_BYTES)
        stream->packing = ZSTD;
    return LL_OK;
}

static enum ll_status start_unpacking(struct ll_stream *stream, struct ll_error *err)
{
    bool fine = true;

    stream->inside = stream->full = false;
    if (stream->packing == GZIP && !stream->gzip_ready)
        fine = stream->gzip_ready = inflateInit2(&stream->gzip, 15 + 16) == Z_OK;
    if (stream->packing == ZSTD && !stream->zstd)
        stream->zstd = ZSTD_createDStream();
    if (stream->packing == ZSTD)
        fine = stream->zstd && !ZSTD_isError(ZSTD_initDStream(stream->zstd));
    return fine ? LL_OK : ll_fail(err, LL_ERR_NOMEM, "no memory to unpack %s", stream->path);
}

enum ll_status ll_stream_open(struct ll_stream *stream, const char *path, struct ll_error *err)
{
    struct stat about;
    bool standard = strcmp(path, "-") == 0;
    enum ll_status status;

    ll_stream_close(stream);
    stream->path = standard ? "standard input" : path;
    stream->fd = standard ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    if (stream->fd < 0)
        return ll_fail(err, LL_ERR_IO, "cannot open %s: %s", stream->path, strerror(errno));
    stream->regular = fstat(stream->fd, &about) == 0 && S_ISREG(about.st_mode);
    stream->raw_end = stream->stopped = false;
    stream->taken = 0;
    stream->at = stream->len = 0;
    status = detect(stream, err);
    return status ? status : start_unpacking(stream, err);
}

static enum ll_status damaged(const struct ll_stream *stream, const char *why, uint64_t after_line,
                              struct ll_error *err)
{
    return ll_fail(
        err, LL_ERR_IO,
        "%s: the %s data is damaged after line %llu: %s; nothing behind that place can be read, so "
        "get the file anew",
        stream->path, stream->packing == GZIP ? "gzip" : "zstd", (unsigned long long)after_line,
        why);
}

/* One step of inflate from what is left of the block; returns what is wrong, or NULL. */
static const char *gunzip(struct ll_stream *stream, char *out, size_t room, size_t *got)
{
    z_stream *z = &stream->gzip;
    int result;

    /* A file may be several members, one behind the other. */
    if (!stream->inside && inflateReset(z) != Z_OK)
        return "the unpacker cannot start";
    stream->inside = true;
    z->next_in = stream->block + stream->at;
    z->avail_in = (uInt)(stream->len - stream->at);
    z->next_out = (unsigned char *)out;
    z->avail_out = (uInt)(room < UINT_MAX ? room : UINT_MAX);
    result = inflate(z, Z_NO_FLUSH);
    stream->at = stream->len - z->avail_in;
    *got = (size_t)(z->next_out - (unsigned char *)out);
    if (result == Z_STREAM_END)
        stream->inside = false;
    else if (result != Z_OK && result != Z_BUF_ERROR)
        return z->msg ? z->msg : "it is no gzip data";
    return NULL;
}

static const char *unzstd(struct ll_stream *stream, char *out, size_t room, size_t *got)
{
    ZSTD_inBuffer in = {stream->block, stream->len, stream->at};
    ZSTD_outBuffer to = {out, room, 0};
    size_t result = ZSTD_decompressStream(stream->zstd, &to, &in);

    stream->at = in.pos;
    *got = to.pos;
    stream->inside = result != 0;
    return ZSTD_isError(result) ? ZSTD_getErrorName(result) : NULL;
}

static enum ll_status read_packed(struct ll_stream *stream, char *out, size_t room, size_t *got,
                                  uint64_t after_line, struct ll_error *err)
{
    *got = 0;
    while (*got == 0) {
        const char *fault;
        /* A step that filled its room may have more of the same input. */
        if (stream->at == stream->len && !(stream->full && stream->inside)) {
            enum ll_status status = take(stream, stream->block, PACKED_BYTES, &stream->len, err);
            stream->at = 0;
            if (status || stream->stopped)
                return status;
            if (stream->len == 0)
                return stream->inside ? damaged(stream, "it ends early", after_line, err) : LL_OK;
        }
        fault = stream->packing == GZIP ? gunzip(stream, out, room, got)
                                        : unzstd(stream, out, room, got);
        stream->full = *got == room;
        if (fault)
            return damaged(stream, fault, after_line, err);
    }
    return LL_OK;
}

enum ll_status ll_stream_read(struct ll_stream *stream, char *out, size_t room, size_t *got,
                              uint64_t after_line, struct ll_error *err)
{
    if (stream->packing != PLAIN)
        return read_packed(stream, out, room, got, after_line, err);
    if (stream->at == stream->len)
        return take(stream, out, room, got, err);
    *got = stream->len - stream->at < room ? stream->len - stream->at : room;
    memcpy(out, stream->block + stream->at, *got);
    stream->at += *got;
    return LL_OK;
}

bool ll_stream_ready(const struct ll_stream *stream)
{
    struct pollfd one = {.fd = stream->fd, .events = POLLIN};

    return stream->regular || stream->at < stream->len || poll(&one, 1, 0) != 0;
}

bool ll_stream_stopped(const struct ll_stream *stream)
{
    return stream->stopped;
}

uint64_t ll_stream_taken(const struct ll_stream *stream)
{
    return stream->taken;
}

void ll_stream_close(struct ll_stream *stream)
{
    if (stream->fd >= 0)
        close(stream->fd);
    stream->fd = -1;
}

void ll_stream_free(struct ll_stream *stream)
{
    if (!stream)
        return;
    ll_stream_close(stream);
    if (stream->gzip_ready)
        inflateEnd(&stream->gzip);
    ZSTD_freeDStream(stream->zstd);
    free(stream);
}
