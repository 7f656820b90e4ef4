/* files_input.c -- lines out of files, plain and packed.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "files/input.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

/* A file that is gone when the test is. */
struct temporary {
    char path[64];
};

static struct temporary written(const void *bytes, size_t len)
{
    struct temporary file = {"/tmp/leadline-input-XXXXXX"};
    int fd = mkstemp(file.path);

    cr_assert(fd >= 0);
    cr_assert_eq(write(fd, bytes, len), (ssize_t)len);
    cr_assert_eq(close(fd), 0);
    return file;
}

static struct temporary written_text(const char *text)
{
    return written(text, strlen(text));
}

static void gzip_into(struct ll_buf *out, const char *text, size_t len)
{
    z_stream z = {0};

    cr_assert_eq(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    cr_assert(ll_buf_reserve(out, deflateBound(&z, len)));
    z.next_in = (unsigned char *)(uintptr_t)text;
    z.avail_in = (uInt)len;
    z.next_out = (unsigned char *)out->ptr + out->len;
    z.avail_out = (uInt)(out->cap - out->len);
    cr_assert_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
    out->len = out->cap - z.avail_out;
    deflateEnd(&z);
}

static void zstd_into(struct ll_buf *out, const char *text, size_t len)
{
    size_t n;

    cr_assert(ll_buf_reserve(out, ZSTD_compressBound(len)));
    n = ZSTD_compress(out->ptr + out->len, out->cap - out->len, text, len, 3);
    cr_assert(!ZSTD_isError(n));
    out->len += n;
}

static enum ll_status open_reader(const char *const *paths, size_t n,
                                  struct ll_input_reader **reader, struct ll_error *err)
{
    return ll_input_open(&(struct ll_input_setup){.paths = paths, .path_count = n, .batch = 10},
                         reader, err);
}

/* Everything a reader gives, as "number:bytes|", and that padding can be read behind each line. Lines that are held are looked at
 * only when the last call comes for which they are. */
static enum ll_status read_by(const struct ll_input_setup *setup, struct ll_buf *out,
                              struct ll_error *err)
{
    enum { HELD_MAX = 4 };
    struct {
        const struct ll_input_line *lines;
        size_t count;
    } calls[HELD_MAX] = {0};
    size_t held = setup->held ? setup->held : 1, call = 0;
    struct ll_input_reader *reader = NULL;
    enum ll_status status = ll_input_open(setup, &reader, err);
    unsigned sum = 0;

    cr_assert(held <= HELD_MAX);
    for (size_t left = held; left && !status; call++) {
        const struct ll_input_line *lines = calls[call % held].lines;
        for (size_t i = 0; i < calls[call % held].count; i++) {
            const struct ll_input_line *line = &lines[i];
            for (size_t k = 0; k < LL_INPUT_PADDING; k++)
                sum += (unsigned char)line->bytes.ptr[line->bytes.len + k];
            ll_buf_printf(out, "%llu:", (unsigned long long)line->number);
            ll_buf_add_str(out, line->bytes);
            ll_buf_add_char(out, '|');
        }
        status = ll_input_next(reader, &calls[call % held].lines, &calls[call % held].count, err);
        cr_expect(status || calls[call % held].count <= setup->batch);
        left = status || calls[call % held].count ? held : left - 1;
        while (call % 3 == 0 && ll_input_ahead(reader))
            continue;
    }
    ll_input_close(reader);
    cr_expect(sum < 0xFFFFFFFFu);
    return status;
}

/* As one thread reads it; and that it is the same where others may read ahead. */
static enum ll_status read_all(const char *const *paths, size_t n, size_t batch, struct ll_buf *out,
                               struct ll_error *err)
{
    struct ll_input_setup setup = {.paths = paths, .path_count = n, .batch = batch};
    size_t from = out->len;
    enum ll_status status = read_by(&setup, out, err);

    for (size_t i = 0; i < n; i++)
        if (strcmp(paths[i], "-") == 0)
            return status;
    for (setup.held = 1; setup.held <= 3; setup.held += 2) {
        struct ll_buf again = {0};
        struct ll_error fault = {0};
        setup.ahead = setup.held;
        cr_expect(read_by(&setup, &again, &fault) == status);
        cr_expect(status ||
                      ll_str_eq(ll_buf_str(&again), (ll_str){out->ptr + from, out->len - from}),
                  "%zu held", setup.held);
        cr_expect(!status || fault.message[0]);
        ll_buf_fini(&again);
    }
    return status;
}

static void expect_text(const struct ll_buf *got, const char *want)
{
    cr_expect(ll_str_eq(ll_buf_str(got), ll_str_from(want)), "got  %.*s\nwant %s",
              LL_STR_ARGS(ll_buf_str(got)), want);
}

Test(files_input, lines_are_as_written)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"", ""},
        {"\n", ""},
        {"a", "1:a|"},
        {"a\n", "1:a|"},
        {"a\nb", "1:a|2:b|"},
        {"a\r\nb\r\n", "1:a|2:b|"},
        {"a\r\nb\r", "1:a|2:b|"},
        {"a\r\r\n", "1:a\r|"},
        {"\n\n a \n\t \r\n\nb\n", "3: a |6:b|"},
        {"\xEF\xBB\xBF"
         "a\n",
         "1:a|"},
        {"\xEF\xBB\xBF", ""},
        {"\xEF\xBB", "1:\xEF\xBB|"},
        {"\xEF\xBB\xBF\xEF\xBB\xBF"
         "a\n",
         "1:\xEF\xBB\xBF"
         "a|"},
        {"a\n\xEF\xBB\xBF"
         "b\n",
         "1:a|2:\xEF\xBB\xBF"
         "b|"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct temporary file = written_text(rows[i].text);
        const char *path = file.path;
        struct ll_buf got = {0};
        struct ll_error err = {0};
        cr_expect_eq(read_all(&path, 1, 2, &got, &err), LL_OK, "row %zu: %s", i, err.message);
        expect_text(&got, rows[i].want);
        ll_buf_fini(&got);
        unlink(file.path);
    }
}

/* Lines of all lengths, over the ends of what is read in one go: ends in CR LF, blank ones, one as long as several ranges. */
Test(files_input, it_does_not_matter_where_a_line_lies)
{
    struct ll_buf text = {0}, got = {0};
    struct ll_error err = {0};
    uint32_t random = 1;

    ll_buf_add_lit(&text, "\xEF\xBB\xBF");
    for (size_t i = 0; i < 3000; i++) {
        random = random * 1664525u + 1013904223u;
        size_t len = i == 1500 ? 900000 : random >> 8 & 1023;
        cr_assert(ll_buf_reserve(&text, len));
        memset(text.ptr + text.len, 'a' + (int)(i % 26), len);
        text.len += len;
        ll_buf_add_str(&text, i % 7 ? LL_STR("\n") : i % 5 ? LL_STR("\r\n") : LL_STR("\n\n \n"));
    }
    struct temporary files[] = {written(text.ptr, text.len), written_text("last"),
                                written(text.ptr, 256u << 10), written(text.ptr, (256u << 10) + 1)};
    const char *paths[] = {files[0].path, files[1].path, files[2].path, files[3].path};
    for (size_t batch = 1; batch < 5000; batch = batch * 9 + 2) {
        ll_buf_reset(&got);
        cr_expect_eq(read_all(paths, 4, batch, &got, &err), LL_OK);
        cr_expect(got.len > text.len);
    }
    for (size_t i = 0; i < 4; i++)
        unlink(paths[i]);
    ll_buf_fini(&text);
    ll_buf_fini(&got);
}

Test(files_input, several_files_in_order_each_with_its_own_numbers)
{
    struct temporary a = written_text("\xEF\xBB\xBF"
                                      "a1\n\na3"),
                     empty = written_text(""),
                     b = written_text("\xEF\xBB\xBF"
                                      "b1\n");
    const char *paths[] = {a.path, empty.path, b.path, a.path};
    struct ll_buf got = {0};
    struct ll_error err = {0};

    cr_expect_eq(read_all(paths, 4, 100, &got, &err), LL_OK);
    expect_text(&got, "1:a1|3:a3|1:b1|1:a1|3:a3|");
    ll_buf_fini(&got);
    unlink(a.path);
    unlink(b.path);
    unlink(empty.path);
}

/* 40,000 lines of all lengths to 300, some blank: more than a block, so that lines lie across
 * its ends. */
static void make_long_text(struct ll_buf *text)
{
    uint32_t x = 12345;

    for (unsigned i = 0; i < 40000; i++) {
        x = x * 1664525u + 1013904223u;
        unsigned len = (x >> 16) % 300;
        for (unsigned k = 0; k < len; k++)
            ll_buf_add_char(text, (char)('a' + (i + k) % 26));
        ll_buf_add_str(text, x & 1 ? LL_STR("\r\n") : LL_STR("\n"));
    }
    cr_assert(!text->failed);
}

Test(files_input, packing_and_batches_change_nothing)
{
    struct ll_buf text = {0}, gz = {0}, zst = {0}, want = {0};
    static const size_t batches[] = {1, 7, 1000, 65536};
    struct ll_error err = {0};
    size_t half;

    make_long_text(&text);
    half = text.len / 2;
    /* Two members, two frames: what `cat a.gz b.gz` makes. */
    gzip_into(&gz, text.ptr, half);
    gzip_into(&gz, text.ptr + half, text.len - half);
    zstd_into(&zst, text.ptr, half);
    zstd_into(&zst, text.ptr + half, text.len - half);
    struct temporary files[] = {written(text.ptr, text.len), written(gz.ptr, gz.len),
                                written(zst.ptr, zst.len)};
    const char *plain = files[0].path;
    cr_assert_eq(read_all(&plain, 1, 1024, &want, &err), LL_OK);
    cr_expect(want.len > text.len);
    for (size_t i = 0; i < 3; i++) {
        for (size_t k = 0; k < sizeof batches / sizeof batches[0]; k++) {
            const char *path = files[i].path;
            struct ll_buf got = {0};
            cr_expect_eq(read_all(&path, 1, batches[k], &got, &err), LL_OK, "%s", err.message);
            cr_expect(ll_str_eq(ll_buf_str(&got), ll_buf_str(&want)), "file %zu batch %zu", i,
                      batches[k]);
            ll_buf_fini(&got);
        }
        unlink(files[i].path);
    }
    ll_buf_fini(&text);
    ll_buf_fini(&gz);
    ll_buf_fini(&zst);
    ll_buf_fini(&want);
}

Test(files_input, packed_data_that_ends_early_or_is_damaged_is_told_with_its_place)
{
    struct ll_buf text = {0}, gz = {0}, zst = {0};

    make_long_text(&text);
    gzip_into(&gz, text.ptr, text.len);
    zstd_into(&zst, text.ptr, text.len);
    for (size_t i = 0; i < 4; i++) {
        struct ll_buf *whole = i % 2 ? &zst : &gz;
        size_t middle = whole->len / 2;
        struct temporary file;
        const char *path = file.path;
        struct ll_buf got = {0};
        struct ll_error err = {0};
        if (i >= 2)
            memset(whole->ptr + middle, 0x55, 64);
        file = written(whole->ptr, i >= 2 ? whole->len : middle);
        cr_expect_eq(read_all(&path, 1, 1000, &got, &err), LL_ERR_IO, "row %zu", i);
        cr_expect(strstr(err.message, file.path) && strstr(err.message, "damaged after line "),
                  "row %zu: %s", i, err.message);
        cr_expect(strstr(err.message, i % 2 ? "zstd" : "gzip"), "row %zu: %s", i, err.message);
        cr_expect(i >= 2 || strstr(err.message, "it ends early"), "row %zu: %s", i, err.message);
        cr_expect(got.len > 0, "row %zu: what came before is given", i);
        ll_buf_fini(&got);
        unlink(file.path);
    }
    ll_buf_fini(&text);
    ll_buf_fini(&gz);
    ll_buf_fini(&zst);
}

Test(files_input, a_long_line_is_given_and_one_over_the_limit_is_told)
{
    static const size_t lengths[] = {LL_INPUT_BATCH_BYTES + 1, LL_INPUT_LINE_MAX - 1,
                                     LL_INPUT_LINE_MAX, LL_INPUT_LINE_MAX + 1};
    char *line = malloc(LL_INPUT_LINE_MAX + 2);

    cr_assert_not_null(line);
    memset(line, 'x', LL_INPUT_LINE_MAX + 1);
    for (size_t i = 0; i < 2 * (sizeof lengths / sizeof lengths[0]); i++) {
        size_t len = lengths[i / 2];
        struct ll_buf text = {0};
        struct ll_input_reader *reader = NULL;
        const struct ll_input_line *lines = NULL;
        size_t count = 0;
        struct ll_error err = {0};
        ll_buf_add_lit(&text, "first\n");
        ll_buf_add(&text, line, len);
        ll_buf_add_lit(&text, "\nlast\n");
        struct temporary file = written(text.ptr, text.len);
        const char *path = file.path;
        size_t seen = 0, longest = 0;
        struct ll_input_setup setup = {
            .paths = &path, .path_count = 1, .batch = 10, .ahead = i % 2};
        cr_assert_eq(ll_input_open(&setup, &reader, &err), LL_OK);
        enum ll_status status;
        while ((status = ll_input_next(reader, &lines, &count, &err)) == LL_OK && count) {
            for (size_t k = 0; k < count; k++) {
                seen++;
                longest = lines[k].bytes.len > longest ? lines[k].bytes.len : longest;
            }
        }
        if (len <= LL_INPUT_LINE_MAX) {
            cr_expect_eq(status, LL_OK, "row %zu: %s", i, err.message);
            cr_expect_eq(seen, 3);
            cr_expect_eq(longest, len);
        } else {
            cr_expect_eq(status, LL_ERR_LIMIT);
            cr_expect_eq(seen, 1, "what came before is given");
            cr_expect(strstr(err.message, ":2: the line is longer than 64 MiB"), "%s", err.message);
        }
        ll_input_close(reader);
        ll_buf_fini(&text);
        unlink(file.path);
    }
    free(line);
}

Test(files_input, what_cannot_be_read_is_told_at_once)
{
    struct temporary file = written_text("a\n");
    const char *missing[] = {file.path, "/tmp/leadline-no-such-file"};
    const char *folder[] = {"/tmp"};
    const char *twice[] = {"-", file.path, "-"};
    struct ll_input_reader *reader = NULL;
    struct ll_error err = {0};

    cr_expect_eq(open_reader(missing, 2, &reader, &err), LL_ERR_IO);
    cr_expect_str_eq(err.message,
                     "cannot read /tmp/leadline-no-such-file: No such file or directory");
    cr_expect_eq(open_reader(folder, 1, &reader, &err), LL_ERR_IO);
    cr_expect_str_eq(err.message, "cannot read /tmp: it is a folder; name the files in it");
    cr_expect_eq(open_reader(twice, 3, &reader, &err), LL_ERR_IO);
    cr_expect_str_eq(err.message, "standard input, '-', is named twice; it can be read only once");
    unlink(file.path);
}

Test(files_input, batches_are_full_over_the_ends_of_files)
{
    struct temporary a = written_text("a1\n\na3"), b = written_text("b1\nb2\nb3\n");
    const char *paths[] = {a.path, b.path};
    struct ll_input_setup setup = {.paths = paths, .path_count = 2, .batch = 4};
    struct ll_input_reader *reader = NULL;
    const struct ll_input_line *lines = NULL;
    struct ll_error err = {0};
    size_t count = 0;

    cr_assert_eq(ll_input_open(&setup, &reader, &err), LL_OK);
    cr_expect_eq(ll_input_next(reader, &lines, &count, &err), LL_OK);
    cr_assert_eq(count, 4);
    cr_expect_str_eq(lines[1].file, a.path);
    cr_expect_eq(lines[1].number, 3);
    cr_expect_str_eq(lines[2].file, b.path);
    cr_expect_eq(lines[2].number, 1);
    cr_expect_eq(ll_input_next(reader, &lines, &count, &err), LL_OK);
    cr_expect_eq(count, 1);
    cr_expect_eq(ll_input_next(reader, &lines, &count, &err), LL_OK);
    cr_expect_eq(count, 0);
    ll_input_close(reader);
    unlink(a.path);
    unlink(b.path);
}

/* A pipe with one whole line and a half. */
Test(files_input, an_eager_reader_gives_what_is_there)
{
    struct ll_input_reader *reader = NULL;
    const struct ll_input_line *lines = NULL;
    struct ll_error err = {0};
    const char *path = "-";
    size_t count = 0;
    int ends[2];

    cr_assert_eq(pipe(ends), 0);
    cr_assert_eq(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    cr_assert_eq(write(ends[1], "a\nhal", 5), 5);
    cr_assert_eq(
        ll_input_open(
            &(struct ll_input_setup){.paths = &path, .path_count = 1, .batch = 10, .eager = true},
            &reader, &err),
        LL_OK);
    cr_expect_eq(ll_input_next(reader, &lines, &count, &err), LL_OK);
    cr_assert_eq(count, 1);
    cr_expect(ll_str_eq(lines[0].bytes, LL_STR("a")));
    cr_assert_eq(write(ends[1], "f\n", 2), 2);
    cr_expect_eq(ll_input_next(reader, &lines, &count, &err), LL_OK);
    cr_assert_eq(count, 1);
    cr_expect(ll_str_eq(lines[0].bytes, LL_STR("half")));
    cr_expect_str_eq(lines[0].file, "standard input");
    cr_expect_eq(lines[0].number, 2);
    close(ends[1]);
    cr_expect_eq(ll_input_next(reader, &lines, &count, &err), LL_OK);
    cr_expect_eq(count, 0);
    ll_input_close(reader);
    close(ends[0]);
}

Test(files_input, progress_counts_the_bytes_on_disk)
{
    struct temporary a = written_text("a1\na2\n"), b = written_text("b1\n");
    const char *paths[] = {a.path, b.path};
    struct ll_input_setup setup = {.paths = paths, .path_count = 2, .batch = 2};
    struct ll_input_reader *reader = NULL;
    const struct ll_input_line *lines = NULL;
    size_t count = 0;
    struct ll_error err = {0};
    uint64_t done, total;

    cr_assert_eq(ll_input_open(&setup, &reader, &err), LL_OK);
    ll_input_progress(reader, &done, &total);
    cr_expect_eq(done, 0);
    cr_expect_eq(total, 9);
    cr_expect_eq(ll_input_next(reader, &lines, &count, &err), LL_OK);
    ll_input_progress(reader, &done, &total);
    cr_expect_eq(done, 6);
    cr_expect_eq(ll_input_next(reader, &lines, &count, &err), LL_OK);
    cr_expect_eq(count, 1);
    ll_input_progress(reader, &done, &total);
    cr_expect_eq(done, 9);
    ll_input_close(reader);
    unlink(a.path);
    unlink(b.path);
}
