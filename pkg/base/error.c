/* error.c -- errors made and rendered.   SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"

#include "base/buf.h"
#include <stdarg.h>
#include <stdio.h>

/* The most bytes of a source line that are shown. */
#define LINE_MAX_SHOWN 160
/* How much of a cut line comes before the place. */
#define LINE_BEFORE 60

static void fill(struct ll_error *err, enum ll_status status, struct ll_pos at, const char *format,
                 va_list args) __attribute__((format(printf, 4, 0)));

static void fill(struct ll_error *err, enum ll_status status, struct ll_pos at, const char *format,
                 va_list args)
{
    memset(err, 0, sizeof *err);
    err->status = status;
    err->at = at;
    (void)vsnprintf(err->message, sizeof err->message, format, args);
}

enum ll_status ll_fail(struct ll_error *err, enum ll_status status, const char *format, ...)
{
    if (!err)
        return status;
    va_list args;
    va_start(args, format);
    fill(err, status, (struct ll_pos){0}, format, args);
    va_end(args);
    return status;
}

enum ll_status ll_fail_at(struct ll_error *err, enum ll_status status, struct ll_pos at,
                          const char *format, ...)
{
    if (!err)
        return status;
    va_list args;
    va_start(args, format);
    fill(err, status, at, format, args);
    va_end(args);
    return status;
}

struct ll_error *ll_errors_next(struct ll_errors *errors)
{
    size_t at = errors->count < LL_ERRORS_MAX ? errors->count : LL_ERRORS_MAX - 1;
    errors->count++;
    memset(&errors->list[at], 0, sizeof errors->list[at]);
    return &errors->list[at];
}

struct ll_error *ll_errors_once(struct ll_errors *errors, enum ll_status status, struct ll_pos at,
                                const char *message)
{
    for (size_t i = 0; i < errors->count && i < LL_ERRORS_MAX; i++) {
        struct ll_error *one = &errors->list[i];
        if (one->at.source == at.source && one->at.line == at.line && one->at.col == at.col &&
            strcmp(one->message, message) == 0)
            return one;
    }
    struct ll_error *added = ll_errors_next(errors);
    (void)ll_fail_at(added, status, at, "%s", message);
    return added;
}

/* Line number line of text, without its end; false where text has fewer. */
static bool find_line(ll_str text, uint32_t line, ll_str *out)
{
    const char *p = text.ptr;
    if (!p || line == 0)
        return false;
    const char *end = p + text.len;
    while (--line) {
        p = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
        if (!p)
            return false;
        p++;
    }
    const char *lf = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
    const char *line_end = lf ? lf : end;
    if (line_end > p && line_end[-1] == '\r')
        line_end--;
    *out = (ll_str){p, (size_t)(line_end - p)};
    return true;
}

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* The part of a long line that is shown: from..to, cut at whole characters. */
static void cut(ll_str line, size_t at, size_t *from, size_t *to)
{
    *from = 0;
    *to = line.len;
    if (line.len <= LINE_MAX_SHOWN)
        return;
    if (at > LINE_BEFORE)
        *from = at - LINE_BEFORE;
    if (line.len - *from > LINE_MAX_SHOWN)
        *to = *from + LINE_MAX_SHOWN;
    while (*from > 0 && is_continuation(line.ptr[*from]))
        (*from)--;
    while (*to > at && *to < line.len && is_continuation(line.ptr[*to]))
        (*to)--;
}

/* The line with what a terminal would act upon made harmless; tabs stay. */
static void add_visible(struct ll_buf *out, ll_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        ll_buf_add_char(out, (c < 0x20 && c != '\t') || c == 0x7F ? '?' : text.ptr[i]);
    }
}

static void render_line(struct ll_pos at, struct ll_buf *out)
{
    ll_str line;
    if (!find_line(at.source->text, at.line, &line))
        return;
    size_t place = at.col ? at.col - 1 : 0;
    if (place > line.len)
        place = line.len;
    size_t from, to;
    cut(line, place, &from, &to);
    ll_buf_add_lit(out, "    ");
    if (from)
        ll_buf_add_lit(out, "...");
    add_visible(out, (ll_str){line.ptr + from, to - from});
    ll_buf_add_str(out, to < line.len ? LL_STR("...\n") : LL_STR("\n"));

    ll_buf_add_lit(out, "    ");
    if (from)
        ll_buf_add_lit(out, "   ");
    /* One column a character, not a byte; tabs as they are, so that both lines move alike. */
    for (size_t i = from; i < place; i++) {
        if (!is_continuation(line.ptr[i]))
            ll_buf_add_char(out, line.ptr[i] == '\t' ? '\t' : ' ');
    }
    ll_buf_add_char(out, '^');
    size_t width = at.width ? at.width : 1;
    for (size_t i = place + 1; i < to && i - place < width; i++) {
        if (!is_continuation(line.ptr[i]))
            ll_buf_add_char(out, '~');
    }
    ll_buf_add_char(out, '\n');
}

static void render_place(struct ll_pos at, struct ll_buf *out)
{
    if (!at.source || !at.source->file)
        return;
    ll_buf_add_str(out, ll_str_from(at.source->file));
    if (at.line && at.col)
        ll_buf_printf(out, ":%u:%u", at.line, at.col);
    else if (at.line)
        ll_buf_printf(out, ":%u", at.line);
    ll_buf_add_lit(out, ": ");
}

static void render_one(struct ll_pos at, const char *severity, const char *message,
                       struct ll_buf *out)
{
    render_place(at, out);
    ll_buf_add_str(out, ll_str_from(severity));
    ll_buf_add_lit(out, ": ");
    ll_buf_add_str(out, ll_str_from(message));
    ll_buf_add_char(out, '\n');
    if (at.source && at.line)
        render_line(at, out);
}

void ll_error_render(const struct ll_error *err, const char *severity, struct ll_buf *out)
{
    render_one(err->at, severity, err->message, out);
    if (err->other.source && err->other.line)
        render_one(err->other, "note", err->other_note, out);
}
