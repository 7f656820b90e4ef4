/* cut.c -- see cut.h.   SPDX-License-Identifier: Apache-2.0 */
#include "files/cut.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* Read on by so much where the last line ends behind the range. */
#define MORE_BYTES (16u << 10)

enum ll_status ll_line_fail_too_long(struct ll_error *err, const char *name, uint64_t number)
{
    return ll_fail(
        err, LL_ERR_LIMIT,
        "%s:%llu: the line is longer than %u MiB; is this a file of one JSON event a line?", name,
        (unsigned long long)number, LL_INPUT_LINE_MAX >> 20);
}

void ll_cut_fini(struct ll_cut *cut)
{
    ll_buf_fini(&cut->text);
    free(cut->lines);
    free(cut->offsets);
}

/* A range being cut. Places are offsets in the text. */
struct cutter {
    struct ll_cut *cut;
    int fd;
    const char *name;
    uint64_t base; /* of the text, in the file */
    bool at_end;   /* of the file */
};

static void no_memory(struct ll_cut *cut, const char *name)
{
    (void)ll_fail(&cut->fault, LL_ERR_NOMEM, "%s: no memory for its lines", name);
}

/* Up to len bytes more. False: a fault. */
static bool read_more(struct cutter *cutter, size_t len)
{
    struct ll_buf *text = &cutter->cut->text;
    size_t wanted = text->len + len;

    if (!ll_buf_reserve(text, len + LL_INPUT_PADDING)) {
        no_memory(cutter->cut, cutter->name);
        return false;
    }
    while (text->len < wanted && !cutter->at_end) {
        ssize_t n = pread(cutter->fd, text->ptr + text->len, wanted - text->len,
                          (off_t)(cutter->base + text->len));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            (void)ll_fail(&cutter->cut->fault, LL_ERR_IO, "cannot read %s: %s", cutter->name,
                          strerror(errno));
            return false;
        }
        cutter->at_end = n == 0;
        text->len += (size_t)n;
    }
    /* What is behind the last line is read by those who look ahead: let it be something. */
    memset(text->ptr + text->len, 0, LL_INPUT_PADDING);
    return true;
}

/* Where the first line begins; text.len: none does. The byte before the range is read with it, to tell. */
static size_t first_line(const struct cutter *cutter)
{
    const struct ll_buf *text = &cutter->cut->text;
    bool marked = text->len >= 3 && memcmp(text->ptr, "\xEF\xBB\xBF", 3) == 0;
    const char *lf;

    if (cutter->base == 0)
        return marked ? 3 : 0;
    lf = memchr(text->ptr, '\n', text->len);
    return lf ? (size_t)(lf - text->ptr) + 1 : text->len;
}

/* The end of the line that begins at start: its LF, or the end of the file. False: a fault, or it is too long. */
static bool find_end(struct cutter *cutter, size_t start, size_t *end)
{
    const struct ll_buf *text = &cutter->cut->text;
    size_t searched = start;

    for (;;) {
        const char *lf = memchr(text->ptr + searched, '\n', text->len - searched);
        *end = lf ? (size_t)(lf - text->ptr) : text->len;
        cutter->cut->too_long = *end - start > LL_INPUT_LINE_MAX;
        if (cutter->cut->too_long)
            return false;
        if (lf || cutter->at_end)
            return true;
        searched = text->len;
        if (!read_more(cutter, MORE_BYTES + (text->len - start) / 2))
            return false;
    }
}

static bool make_room(struct ll_cut *cut)
{
    size_t cap = cut->cap ? cut->cap * 2 : 512;
    struct ll_input_line *lines = realloc(cut->lines, cap * sizeof *lines);
    size_t *offsets = lines ? realloc(cut->offsets, cap * sizeof *offsets) : NULL;

    cut->lines = lines ? lines : cut->lines;
    cut->offsets = offsets ? offsets : cut->offsets;
    cut->cap = offsets ? cap : cut->cap;
    return offsets != NULL;
}

/* Its bytes are found when the text moves no more. False: memory is out. */
static bool add_line(struct ll_cut *cut, const char *name, size_t start, size_t len)
{
    if (cut->count == cut->cap && !make_room(cut))
        return false;
    cut->offsets[cut->count] = start;
    cut->lines[cut->count++] = (struct ll_input_line){{NULL, len}, name, cut->numbers};
    return true;
}

static void cut_lines(struct cutter *cutter, size_t limit)
{
    struct ll_cut *cut = cutter->cut;
    size_t end;

    for (size_t start = first_line(cutter); start < limit && start < cut->text.len;
         start = end + 1) {
        if (!find_end(cutter, start, &end))
            return;
        size_t len = end - start;
        len -= len && cut->text.ptr[end - 1] == '\r';
        cut->numbers++;
        if (!ll_line_is_blank(cut->text.ptr + start, len) &&
            !add_line(cut, cutter->name, start, len)) {
            no_memory(cut, cutter->name);
            return;
        }
    }
}

void ll_cut_range(struct ll_cut *cut, int fd, const char *name, uint64_t from, uint64_t to)
{
    struct cutter cutter = {.cut = cut, .fd = fd, .name = name, .base = from - (from > 0)};
    size_t limit = (size_t)(to - cutter.base);

    ll_buf_reset(&cut->text);
    cut->count = 0;
    cut->numbers = 0;
    cut->too_long = false;
    cut->fault = (struct ll_error){0};
    if (read_more(&cutter, limit))
        cut_lines(&cutter, limit);
    for (size_t i = 0; i < cut->count; i++)
        cut->lines[i].bytes.ptr = cut->text.ptr + cut->offsets[i];
}
