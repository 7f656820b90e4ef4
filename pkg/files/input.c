/* input.c -- see input.h.   SPDX-License-Identifier: Apache-2.0 */
#include "files/input.h"

#include "base/buf.h"
#include "files/cut.h"
#include "files/ranges.h"
#include "files/stream.h"
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Asked of a file at once. What is left of it when a batch is full is copied where batches are held. */
#define READ_BYTES (128u << 10)

/* What a batch is borrowed from. */
struct block {
    struct ll_input_line *lines;
    struct ll_buf text;
};

struct ll_input_reader {
    struct ll_input_setup setup;
    struct ll_ranges *ranges; /* NULL: files are read as streams, by this reader alone */
    size_t current;           /* the file at hand */
    struct ll_stream *stream;
    bool open, at_end, past_mark;
    struct block *blocks; /* as many as are held */
    struct block *block;  /* of the batch that is gathered */
    size_t *offsets;      /* of each of its lines in text, which may move meanwhile */
    size_t gathered, gathered_bytes;
    size_t from;     /* in text: nothing before it is needed */
    size_t start;    /* in text: behind the last line taken */
    size_t searched; /* in text: no line end between start and here */
    uint64_t number; /* lines of this file taken or passed over */
    bool too_long;   /* the line behind number is */
    /* What stopped the reading while lines were gathered: told by the next call. */
    struct ll_error fault;
    uint64_t done, total;
};

/* Is there such a file, and may it be read? Adds to *total, or clears *known where the size says
 * nothing. */
static enum ll_status look_at(const char *path, uint64_t *total, bool *known, struct ll_error *err)
{
    bool standard = strcmp(path, "-") == 0;
    struct stat about;
    int result = standard ? fstat(STDIN_FILENO, &about) : stat(path, &about);

    if (result != 0 || (!standard && access(path, R_OK) != 0))
        return ll_fail(err, LL_ERR_IO, "cannot read %s: %s", standard ? "standard input" : path,
                       strerror(errno));
    if (S_ISDIR(about.st_mode))
        return ll_fail(err, LL_ERR_IO, "cannot read %s: it is a folder; name the files in it",
                       path);
    if (S_ISREG(about.st_mode))
        *total += (uint64_t)about.st_size;
    else
        *known = false;
    return LL_OK;
}

static enum ll_status look_at_all(struct ll_input_reader *reader, struct ll_error *err)
{
    bool known = true, standard = false;

    for (size_t i = 0; i < reader->setup.path_count; i++) {
        const char *path = reader->setup.paths[i];
        bool is_standard = strcmp(path, "-") == 0;
        enum ll_status status = look_at(path, &reader->total, &known, err);
        if (status)
            return status;
        if (is_standard && standard)
            return ll_fail(err, LL_ERR_IO,
                           "standard input, '-', is named twice; it can be read only once");
        standard |= is_standard;
    }
    if (!known)
        reader->total = 0;
    return LL_OK;
}

static bool make_blocks(struct ll_input_reader *reader)
{
    const struct ll_input_setup *setup = &reader->setup;

    reader->block = reader->blocks = calloc(setup->held, sizeof *reader->blocks);
    for (size_t i = 0; reader->blocks && i < setup->held; i++) {
        struct block *block = &reader->blocks[i];
        block->lines = calloc(setup->batch, sizeof *block->lines);
        /* A batch may be gathered, of any file, while a line of the greatest length comes. */
        block->text.max = 2 * (setup->batch_bytes + LL_INPUT_LINE_MAX + READ_BYTES);
        if (!block->lines ||
            !ll_buf_reserve(&block->text, setup->batch_bytes + READ_BYTES + LL_INPUT_PADDING))
            return false;
    }
    return reader->blocks != NULL;
}

enum ll_status ll_input_open(const struct ll_input_setup *setup, struct ll_input_reader **out,
                             struct ll_error *err)
{
    struct ll_input_reader *reader = calloc(1, sizeof *reader);
    enum ll_status status = LL_ERR_NOMEM;

    if (!reader)
        goto no_memory;
    reader->setup = *setup;
    if (!reader->setup.batch_bytes)
        reader->setup.batch_bytes = LL_INPUT_BATCH_BYTES;
    if (!reader->setup.held)
        reader->setup.held = 1;
    reader->stream = ll_stream_new(setup->stop);
    reader->offsets = calloc(setup->batch, sizeof *reader->offsets);
    if (!reader->stream || !reader->offsets || !make_blocks(reader))
        goto no_memory;
    status = look_at_all(reader, err);
    if (!status && setup->ahead)
        status = ll_ranges_open(&reader->setup, &reader->ranges, err);
    if (status)
        goto close;
    *out = reader;
    return LL_OK;
no_memory:
    ll_fail(err, LL_ERR_NOMEM, "no memory to read events");
close:
    ll_input_close(reader);
    return status;
}

void ll_input_close(struct ll_input_reader *reader)
{
    if (!reader)
        return;
    ll_ranges_close(reader->ranges);
    ll_stream_free(reader->stream);
    for (size_t i = 0; reader->blocks && i < reader->setup.held; i++) {
        free(reader->blocks[i].lines);
        ll_buf_fini(&reader->blocks[i].text);
    }
    free(reader->blocks);
    free(reader->offsets);
    free(reader);
}

static const char *shown_name(const struct ll_input_reader *reader)
{
    const char *path = reader->setup.paths[reader->current];
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

/* Put to use the room of text that is needed no more. */
static void move_up(struct ll_input_reader *reader)
{
    struct ll_buf *text = &reader->block->text;
    size_t by = reader->from;

    memmove(text->ptr, text->ptr + by, text->len - by);
    text->len -= by;
    reader->from = 0;
    reader->start -= by;
    reader->searched -= by;
    for (size_t i = 0; i < reader->gathered; i++)
        reader->offsets[i] -= by;
}

/* More text behind what is there. */
static enum ll_status fill(struct ll_input_reader *reader, struct ll_error *err)
{
    struct ll_buf *text = &reader->block->text;
    const size_t least = LL_INPUT_PADDING + READ_BYTES / 2;
    size_t got, room;
    enum ll_status status;

    if (text->cap - text->len < least && reader->from > 0)
        move_up(reader);
    if (text->cap - text->len < least && !ll_buf_reserve(text, READ_BYTES + LL_INPUT_PADDING))
        return ll_fail(err, LL_ERR_NOMEM, "%s:%llu: no memory for the line", shown_name(reader),
                       (unsigned long long)reader->number + 1);
    room = text->cap - text->len - LL_INPUT_PADDING;
    status = ll_stream_read(reader->stream, text->ptr + text->len,
                            room < READ_BYTES ? room : READ_BYTES, &got, reader->number, err);
    if (status)
        return status;
    reader->at_end = got == 0 && !ll_stream_stopped(reader->stream);
    text->len += got;
    /* What is behind the last line is read by those who look ahead: let it be something. */
    memset(text->ptr + text->len, 0, LL_INPUT_PADDING);
    return LL_OK;
}

/* Pass over a byte order mark; false: too little is read to tell. */
static bool pass_mark(struct ll_input_reader *reader)
{
    static const char mark[3] = {'\xEF', '\xBB', '\xBF'};
    size_t have = reader->block->text.len - reader->start;

    if (memcmp(reader->block->text.ptr + reader->start, mark, have < 3 ? have : 3) != 0)
        return true;
    if (have < 3)
        return reader->at_end;
    reader->start += 3;
    reader->searched = reader->start;
    return true;
}

/* Take the line from start to end; next: where the following one begins. */
static void take_line(struct ll_input_reader *reader, size_t end, size_t next)
{
    const char *text = reader->block->text.ptr + reader->start;
    size_t len = end - reader->start;

    reader->number++;
    if (len && text[len - 1] == '\r')
        len--;
    if (!ll_line_is_blank(text, len)) {
        reader->offsets[reader->gathered] = reader->start;
        reader->block->lines[reader->gathered] =
            (struct ll_input_line){{NULL, len}, shown_name(reader), reader->number};
        reader->gathered++;
        reader->gathered_bytes += len;
    }
    reader->start = reader->searched = next;
    if (reader->gathered == 0)
        reader->from = next;
}

static bool is_full(const struct ll_input_reader *reader)
{
    return reader->gathered == reader->setup.batch ||
           reader->gathered_bytes >= reader->setup.batch_bytes;
}

/* Gather lines that are in text already, until the batch is full or no whole line is left. */
static void gather(struct ll_input_reader *reader)
{
    const struct ll_buf *text = &reader->block->text;

    while (!is_full(reader) && reader->start < text->len) {
        const char *search = text->ptr + reader->searched;
        const char *lf = memchr(search, '\n', text->len - reader->searched);
        size_t end = lf ? (size_t)(lf - text->ptr) : text->len;
        reader->too_long = end - reader->start > LL_INPUT_LINE_MAX;
        reader->searched = end;
        if (reader->too_long || (!lf && !reader->at_end))
            return;
        take_line(reader, end, lf ? end + 1 : end);
    }
}

static enum ll_status open_current(struct ll_input_reader *reader, struct ll_error *err)
{
    reader->open = true;
    reader->at_end = reader->past_mark = false;
    reader->start = reader->searched = reader->block->text.len;
    reader->number = 0;
    return ll_stream_open(reader->stream, reader->setup.paths[reader->current], err);
}

static void close_current(struct ll_input_reader *reader)
{
    reader->done += ll_stream_taken(reader->stream);
    ll_stream_close(reader->stream);
    reader->open = false;
    reader->current++;
}

/* One step towards a full batch; *done: there is no more to be had now. */
static enum ll_status step(struct ll_input_reader *reader, bool *done, struct ll_error *err)
{
    enum ll_status status;

    if (reader->current == reader->setup.path_count) {
        *done = true;
        return LL_OK;
    }
    if (!reader->open)
        return open_current(reader, err);
    reader->past_mark = reader->past_mark || pass_mark(reader);
    if (reader->past_mark)
        gather(reader);
    if (is_full(reader)) {
        *done = true;
        return LL_OK;
    }
    if (reader->too_long)
        return ll_line_fail_too_long(err, shown_name(reader), reader->number + 1);
    if (reader->at_end) {
        close_current(reader);
        return LL_OK;
    }
    *done = reader->setup.eager && reader->gathered && !ll_stream_ready(reader->stream);
    if (*done)
        return LL_OK;
    status = fill(reader, err);
    *done = ll_stream_stopped(reader->stream);
    return status;
}

/* To the block whose lines were borrowed first. */
static void turn(struct ll_input_reader *reader)
{
    reader->block++;
    if (reader->block == reader->blocks + reader->setup.held)
        reader->block = reader->blocks;
}

/* Gather in another block: what is not taken yet is copied into it. */
static enum ll_status next_block(struct ll_input_reader *reader, struct ll_error *err)
{
    const struct block *from = reader->block;
    size_t rest = from->text.len - reader->start;

    if (reader->setup.held == 1)
        return LL_OK;
    turn(reader);
    ll_buf_reset(&reader->block->text);
    if (!ll_buf_reserve(&reader->block->text, rest + READ_BYTES + LL_INPUT_PADDING))
        return ll_fail(err, LL_ERR_NOMEM, "no memory to read events");
    ll_buf_add(&reader->block->text, from->text.ptr + reader->start, rest);
    memset(reader->block->text.ptr + rest, 0, LL_INPUT_PADDING);
    reader->searched -= reader->start;
    reader->start = 0;
    return LL_OK;
}

enum ll_status ll_input_next(struct ll_input_reader *reader, const struct ll_input_line **lines,
                             size_t *count, struct ll_error *err)
{
    bool done = false;

    *count = 0;
    if (reader->ranges) {
        turn(reader);
        *lines = reader->block->lines;
        return ll_ranges_next(reader->ranges, reader->block->lines, count, err);
    }
    reader->gathered = reader->gathered_bytes = 0;
    if (!reader->fault.status)
        (void)next_block(reader, &reader->fault);
    *lines = reader->block->lines;
    reader->from = reader->start;
    while (!done && !reader->fault.status)
        (void)step(reader, &done, &reader->fault);
    if (reader->fault.status && !reader->gathered) {
        if (err)
            *err = reader->fault;
        return reader->fault.status;
    }
    for (size_t i = 0; i < reader->gathered; i++)
        reader->block->lines[i].bytes.ptr = reader->block->text.ptr + reader->offsets[i];
    *count = reader->gathered;
    return LL_OK;
}

bool ll_input_ahead(struct ll_input_reader *reader)
{
    return reader->ranges && ll_ranges_ahead(reader->ranges);
}

void ll_input_progress(const struct ll_input_reader *reader, uint64_t *done, uint64_t *total)
{
    if (reader->ranges)
        *done = ll_ranges_done(reader->ranges);
    else
        *done = reader->done + (reader->open ? ll_stream_taken(reader->stream) : 0);
    *total = reader->total;
}
