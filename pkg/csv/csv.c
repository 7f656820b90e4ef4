/* csv.c -- the reader: libcsv is fed byte by byte, so that the place of every cell is known.
 * SPDX-License-Identifier: Apache-2.0 */
#include "csv/csv.h"
#include "base/buf.h"
#include "base/nearest.h"
#include <csv.h>

/* A cell of the row under way: where its text is in reader.text, and where it starts in the
 * source. */
struct cell {
    size_t begin, len;
    struct ll_pos at;
};

struct reader {
    const struct ll_source *source;
    const char *const *columns;
    const bool *required;
    size_t n;
    ll_csv_placed_row_fn row_fn;
    void *context;
    struct ll_error *err;
    enum ll_status status;

    size_t offset;     /* of the byte being fed */
    size_t line_start; /* offset of its line */
    uint32_t line;
    bool in_row;
    struct ll_pos row_at;
    size_t cell_start; /* offset of the first byte of the cell under way */
    struct ll_pos cell_at;

    struct ll_buf text; /* of the row's cells, one after the other */
    struct cell cells[LL_CSV_COLUMNS_MAX];
    size_t cell_count; /* may pass LL_CSV_COLUMNS_MAX */

    bool has_header;
    size_t header_count;
    size_t wanted[LL_CSV_COLUMNS_MAX]; /* of each column of the file: its index in columns */
};

static ll_str line_at(const struct reader *r, size_t start)
{
    ll_str text = r->source->text;
    const char *from = text.ptr + start;
    const char *end = memchr(from, '\n', text.len - start);
    size_t len = end ? (size_t)(end - from) : text.len - start;
    while (len && from[len - 1] == '\r')
        len--;
    return (ll_str){from, len};
}

static struct ll_pos position(const struct reader *r, size_t offset, size_t width)
{
    return (struct ll_pos){.source = r->source,
                           .line = r->line,
                           .col = (uint32_t)(offset - r->line_start + 1),
                           .width = width ? (uint32_t)width : 1};
}

static void fail(struct reader *r, enum ll_status status)
{
    if (r->status == LL_OK)
        r->status = status;
}

/* Begin a cell at the byte to be fed; blanks before its text are no part of its place. */
static void begin_cell(struct reader *r, size_t offset)
{
    ll_str text = r->source->text;
    size_t at = offset;
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t'))
        at++;
    r->cell_start = at;
    r->cell_at = position(r, at, 1);
}

static void on_cell(void *bytes, size_t len, void *context)
{
    struct reader *r = context;
    if (r->cell_count < LL_CSV_COLUMNS_MAX) {
        struct cell *cell = &r->cells[r->cell_count];
        *cell = (struct cell){.begin = r->text.len, .len = len, .at = r->cell_at};
        ll_buf_add(&r->text, bytes, len);
        /* The width ends with the cell, or with the line that it starts on. */
        size_t end = r->offset;
        ll_str rest = line_at(r, r->cell_start);
        if (end > r->cell_start + rest.len)
            end = r->cell_start + rest.len;
        while (end > r->cell_start &&
               (r->source->text.ptr[end - 1] == ' ' || r->source->text.ptr[end - 1] == '\t'))
            end--;
        if (end > r->cell_start)
            cell->at.width = (uint32_t)(end - r->cell_start);
    }
    r->cell_count++;
    begin_cell(r, r->offset + 1);
}

static ll_str cell_text(const struct reader *r, size_t i)
{
    const struct cell *cell = &r->cells[i];
    return ll_str_trim((ll_str){r->text.ptr ? r->text.ptr + cell->begin : "", cell->len});
}

/* The known columns as a sentence's end: "ffl, name, state". */
static void list_columns(const struct reader *r, struct ll_buf *out)
{
    for (size_t i = 0; i < r->n; i++) {
        if (i)
            ll_buf_add_lit(out, ", ");
        ll_buf_add_str(out, ll_str_from(r->columns[i]));
    }
}

static enum ll_status refuse_column(const struct reader *r, ll_str name, struct ll_pos at)
{
    if (!name.len)
        return ll_fail_at(r->err, LL_ERR_SYNTAX, at,
                          "a column has no name; name it or remove its comma");
    if (memchr(name.ptr, ';', name.len) || memchr(name.ptr, '\t', name.len))
        return ll_fail_at(r->err, LL_ERR_SYNTAX, at,
                          "columns are separated by commas; save the file with commas");
    char lower[65];
    size_t len = name.len < sizeof lower ? name.len : sizeof lower;
    for (size_t i = 0; i < len; i++)
        lower[i] = name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? (char)(name.ptr[i] + ('a' - 'A'))
                                                            : name.ptr[i];
    const char *near = ll_nearest((ll_str){lower, len}, r->columns, r->n);
    if (near)
        return ll_fail_at(r->err, LL_ERR_SYNTAX, at, "unknown column '%.*s'; did you mean '%s'?",
                          LL_STR_ARGS(name), near);
    struct ll_buf known = {.max = 256};
    list_columns(r, &known);
    enum ll_status status =
        ll_fail_at(r->err, LL_ERR_SYNTAX, at, "unknown column '%.*s'; the columns are %.*s",
                   LL_STR_ARGS(name), LL_STR_ARGS(ll_buf_str(&known)));
    ll_buf_fini(&known);
    return status;
}

/* The index in columns of the header's cell i, which no earlier cell may have. */
static enum ll_status resolve_column(struct reader *r, size_t i)
{
    ll_str name = cell_text(r, i);
    size_t wanted = 0;
    while (wanted < r->n && !ll_str_eq(name, ll_str_from(r->columns[wanted])))
        wanted++;
    if (wanted == r->n)
        return refuse_column(r, name, r->cells[i].at);
    for (size_t before = 0; before < i; before++) {
        if (r->wanted[before] != wanted)
            continue;
        enum ll_status status =
            ll_fail_at(r->err, LL_ERR_SYNTAX, r->cells[i].at,
                       "column '%s' is named twice; remove one", r->columns[wanted]);
        if (r->err) {
            r->err->other = r->cells[before].at;
            memcpy(r->err->other_note, "first named here", sizeof "first named here");
        }
        return status;
    }
    r->wanted[i] = wanted;
    return LL_OK;
}

static enum ll_status read_header(struct reader *r)
{
    for (size_t i = 0; i < r->cell_count && i < LL_CSV_COLUMNS_MAX; i++) {
        enum ll_status status = resolve_column(r, i);
        if (status)
            return status;
    }
    for (size_t wanted = 0; wanted < r->n; wanted++) {
        size_t i = 0;
        while (i < r->cell_count && r->wanted[i] != wanted)
            i++;
        if (r->required[wanted] && i == r->cell_count)
            return ll_fail_at(r->err, LL_ERR_SYNTAX, r->row_at,
                              "column '%s' is missing; the first line must name the columns",
                              r->columns[wanted]);
    }
    if (r->cell_count > r->n)
        return ll_fail_at(r->err, LL_ERR_SYNTAX, r->row_at,
                          "the header has more than the %zu columns known", r->n);
    r->header_count = r->cell_count;
    r->has_header = true;
    return LL_OK;
}

static enum ll_status give_row(struct reader *r)
{
    if (r->cell_count > r->header_count)
        return ll_fail_at(
            r->err, LL_ERR_SYNTAX, r->row_at,
            "the row has %zu cells and the header %zu; put a value that holds a comma in quotes",
            r->cell_count, r->header_count);
    ll_str cells[LL_CSV_COLUMNS_MAX] = {{NULL, 0}};
    struct ll_pos places[LL_CSV_COLUMNS_MAX];
    for (size_t i = 0; i < r->n; i++)
        places[i] = r->row_at;
    for (size_t i = 0; i < r->cell_count; i++) {
        cells[r->wanted[i]] = cell_text(r, i);
        places[r->wanted[i]] = r->cells[i].at;
    }
    return r->row_fn(r->context, cells, places, r->row_at, r->err);
}

static void on_row(int terminator, void *context)
{
    (void)terminator;
    struct reader *r = context;
    r->in_row = false;
    if (r->status == LL_OK && r->text.failed)
        fail(r, ll_fail(r->err, LL_ERR_NOMEM, "out of memory"));
    if (r->status == LL_OK)
        fail(r, r->has_header ? give_row(r) : read_header(r));
    ll_buf_reset(&r->text);
    r->cell_count = 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The length of the UTF-8 character at the start of text; 0 where there is none, or a NUL. */
static size_t utf8_length(ll_str text)
{
    const unsigned char *s = (const unsigned char *)text.ptr;
    if (s[0] < 0x80)
        return s[0] != 0;
    size_t len = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
    if (s[0] < 0xc2 || s[0] > 0xf4 || text.len < len)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    bool overlong = (s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xf0 && s[1] < 0x90);
    bool beyond = (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf4 && s[1] > 0x8f);
    return overlong || beyond ? 0 : len;
}

static enum ll_status check_character(struct reader *r, size_t *len)
{
    ll_str text = r->source->text;
    ll_str rest = {text.ptr + r->offset, text.len - r->offset};
    *len = utf8_length(rest);
    if (!*len)
        return ll_fail_at(r->err, LL_ERR_SYNTAX, position(r, r->offset, 1),
                          "the text is not UTF-8; save the file as UTF-8");
    if (rest.ptr[0] == '\r' && (rest.len == 1 || rest.ptr[1] != '\n'))
        return ll_fail_at(r->err, LL_ERR_SYNTAX, position(r, r->offset, 1),
                          "a carriage return stands alone; end lines in LF or CRLF");
    return LL_OK;
}

/* Feed the byte at r->offset. */
static enum ll_status feed(struct reader *r, struct csv_parser *parser)
{
    const char *byte = r->source->text.ptr + r->offset;
    if (!r->in_row && !is_blank(*byte)) {
        r->in_row = true;
        r->row_at = position(r, r->line_start, line_at(r, r->line_start).len);
        begin_cell(r, r->offset);
    }
    if (csv_parse(parser, byte, 1, on_cell, on_row, r) != 1 && r->status == LL_OK)
        fail(r, csv_error(parser) == CSV_EPARSE
                    ? ll_fail_at(r->err, LL_ERR_SYNTAX, position(r, r->offset, 1),
                                 "a quote is out of place; put the whole value in quotes and write "
                                 "a quote in it twice")
                    : ll_fail(r->err, LL_ERR_NOMEM, "out of memory"));
    if (*byte == '\n') {
        r->line++;
        r->line_start = r->offset + 1;
    }
    return r->status;
}

static enum ll_status read_all(struct reader *r, struct csv_parser *parser)
{
    ll_str text = r->source->text;
    bool bom = text.len >= 3 && memcmp(text.ptr, "\xEF\xBB\xBF", 3) == 0;
    r->offset = bom ? 3 : 0;
    for (size_t length = 0; r->offset < text.len;) {
        enum ll_status status = check_character(r, &length);
        for (; status == LL_OK && length; length--) {
            status = feed(r, parser);
            r->offset++;
        }
        if (status)
            return status;
    }
    if (csv_fini(parser, on_cell, on_row, r) != 0)
        fail(r, csv_error(parser) == CSV_EPARSE
                    ? ll_fail_at(r->err, LL_ERR_SYNTAX, r->cell_at,
                                 "the quote opened here is never closed; close it")
                    : ll_fail(r->err, LL_ERR_NOMEM, "out of memory"));
    return r->status;
}

enum ll_status ll_csv_read_placed(const struct ll_source *source, const char *const *columns,
                                  const bool *required, size_t n, ll_csv_placed_row_fn row,
                                  void *context, struct ll_error *err)
{
    if (n > LL_CSV_COLUMNS_MAX)
        return ll_fail(err, LL_ERR_LIMIT, "a table has at most %d columns", LL_CSV_COLUMNS_MAX);
    struct reader reader = {.source = source,
                            .columns = columns,
                            .required = required,
                            .n = n,
                            .row_fn = row,
                            .context = context,
                            .err = err,
                            .line = 1};
    struct csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    enum ll_status status = read_all(&reader, &parser);
    if (status == LL_OK && !reader.has_header)
        status = ll_fail_at(err, LL_ERR_SYNTAX,
                            (struct ll_pos){.source = source, .line = 1, .col = 1, .width = 1},
                            "the file is empty; its first line must name the columns");
    csv_free(&parser);
    ll_buf_fini(&reader.text);
    return status;
}

struct plain_row {
    ll_csv_row_fn row;
    void *context;
};

static enum ll_status drop_places(void *context, const ll_str *cells, const struct ll_pos *places,
                                  struct ll_pos at, struct ll_error *err)
{
    (void)places;
    const struct plain_row *plain = context;
    return plain->row(plain->context, cells, at, err);
}

enum ll_status ll_csv_read(const struct ll_source *source, const char *const *columns,
                           const bool *required, size_t n, ll_csv_row_fn row, void *context,
                           struct ll_error *err)
{
    struct plain_row plain = {row, context};
    return ll_csv_read_placed(source, columns, required, n, drop_places, &plain, err);
}
