/* load.c -- label files, told apart by what is in them.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "csv/csv.h"
#include "event/event.h"
#include "files/input.h"
#include "label/line.h"

/* Lines read at once. */
#define BATCH 1024
/* The most that a CSV may be, unpacked: it is read whole. */
#define CSV_MAX (256u << 20)

struct loading {
    struct ll_labels *labels;
    struct ll_errors *errors, *warnings;
    struct ll_json_reader *reader;
    const struct ll_source *source; /* of places: its text is empty, so that none of it is shown */
    struct ll_buf table;            /* a CSV */
    bool is_table;
    uint64_t lines;
};

/* A fault of a line is noted, and the reading goes on; anything else ends it. */
static enum ll_status note(struct loading *loading, enum ll_status status,
                           const struct ll_error *fault)
{
    if (status)
        *ll_errors_next(loading->errors) = *fault;
    return status == LL_ERR_DATA ? LL_OK : status;
}

static enum ll_status take_row(void *context, const ll_str *cells, struct ll_pos at,
                               struct ll_error *err)
{
    struct loading *loading = context;
    struct ll_error fault = {0};
    (void)err;
    at.source = loading->source;
    at.col = 0;
    return note(loading, ll_said_take(loading->labels, cells, at, loading->warnings, &fault),
                &fault);
}

static enum ll_status take_table(struct loading *loading, const char *path)
{
    const bool required[LL_SAID_FIELDS] = {[LL_SAID_LEAD_ID] = true, [LL_SAID_DISPOSITION] = true};
    const struct ll_source source = {path, ll_buf_str(&loading->table)};
    struct ll_error fault = {0};
    size_t before = loading->errors->count;
    enum ll_status status =
        ll_csv_read(&source, ll_said_fields, required, LL_SAID_FIELDS, take_row, loading, &fault);
    /* A row's fault is noted already. */
    if (status && loading->errors->count == before) {
        fault.at.source = loading->source;
        if (fault.other.source)
            fault.other.source = loading->source;
        *ll_errors_next(loading->errors) = fault;
    }
    return status;
}

/* The line with its number of line ends before it, as a table's reader counts them. */
static bool keep_line(struct loading *loading, const struct ll_input_line *line)
{
    for (; loading->lines + 1 < line->number; loading->lines++)
        ll_buf_add_char(&loading->table, '\n');
    ll_buf_add_str(&loading->table, line->bytes);
    ll_buf_add_char(&loading->table, '\n');
    loading->lines++;
    return !loading->table.failed;
}

static enum ll_status take_line(struct loading *loading, const struct ll_input_line *line)
{
    struct ll_error fault = {0};
    struct ll_pos at = {loading->source, (uint32_t)line->number, 0, 0};
    enum ll_status status = LL_ERR_DATA;
    ll_str bytes = ll_str_trim(line->bytes);
    if (loading->lines == 0)
        loading->is_table = bytes.ptr[0] != '{';
    if (loading->is_table) {
        if (keep_line(loading, line))
            return LL_OK;
        status = ll_fail_at(&fault, LL_ERR_LIMIT, at, "the table is over %u MB; split it",
                            CSV_MAX >> 20);
        return note(loading, status, &fault);
    }
    loading->lines = line->number;
    if (line->bytes.len > LL_EVENT_BYTES_MAX)
        (void)ll_fail_at(&fault, status, at, "the line is over 1 MiB, too long for a label");
    else
        status = ll_label_line_take(loading->labels, loading->reader, line->bytes, at,
                                    loading->warnings, &fault);
    return note(loading, status, &fault);
}

static enum ll_status take_lines(struct loading *loading, struct ll_input_reader *input)
{
    const struct ll_input_line *lines;
    size_t count = 1;
    enum ll_status status = LL_OK;
    while (!status && count) {
        struct ll_error fault = {0};
        status = ll_input_next(input, &lines, &count, &fault);
        if (status)
            return note(loading, status, &fault);
        for (size_t i = 0; i < count && !status; i++)
            status = take_line(loading, &lines[i]);
    }
    return status;
}

static enum ll_status load_file(struct loading *loading, const char *path)
{
    struct ll_arena *arena = loading->labels->arena;
    const struct ll_input_setup setup = {.paths = &path, .path_count = 1, .batch = BATCH};
    struct ll_input_reader *input = NULL;
    struct ll_error fault = {0};
    struct ll_source *source = LL_NEW(arena, struct ll_source);
    ll_str name =
        ll_arena_str(arena, strcmp(path, "-") == 0 ? LL_STR("standard input") : ll_str_from(path));
    if (!source || !name.ptr)
        return note(loading, ll_fail(&fault, LL_ERR_NOMEM, "out of memory for labels"), &fault);
    source->file = name.ptr;
    loading->source = source;
    loading->lines = 0;
    loading->is_table = false;
    ll_buf_reset(&loading->table);
    enum ll_status status = ll_input_open(&setup, &input, &fault);
    if (status)
        return note(loading, status, &fault);
    status = take_lines(loading, input);
    ll_input_close(input);
    if (!status && loading->is_table)
        status = take_table(loading, source->file);
    if (!status && !loading->lines)
        (void)ll_fail_at(ll_errors_next(loading->warnings), LL_ERR_DATA,
                         (struct ll_pos){.source = source}, "the file holds no label");
    return status;
}

enum ll_status ll_labels_load(struct ll_arena *arena, const struct ll_labels_setup *setup,
                              struct ll_labels **out, struct ll_errors *errors,
                              struct ll_errors *warnings)
{
    size_t before = errors->count;
    struct ll_error fault = {0};
    struct loading loading = {.errors = errors, .warnings = warnings, .table = {.max = CSV_MAX}};
    struct ll_labels *labels = loading.labels = LL_NEW(arena, struct ll_labels);
    loading.reader = ll_json_reader_new(LL_EVENT_BYTES_MAX);
    enum ll_status status = LL_OK;
    if (!labels || !loading.reader) {
        status = note(&loading, ll_fail(&fault, LL_ERR_NOMEM, "out of memory for labels"), &fault);
    } else {
        labels->arena = arena;
        labels->setup = *setup;
        labels->setup.files = NULL; /* borrowed for the load alone */
    }
    for (size_t i = 0; !status && i < setup->file_count; i++)
        status = load_file(&loading, setup->files[i]);
    if (!status && !ll_labels_settle(labels))
        status = note(&loading, ll_fail(&fault, LL_ERR_NOMEM, "out of memory for labels"), &fault);
    ll_json_reader_free(loading.reader);
    ll_buf_fini(&loading.table);
    if (!status && errors->count > before)
        status = LL_ERR_SYNTAX;
    *out = status ? NULL : labels;
    return status;
}

const struct ll_labels_counts *ll_labels_counts(const struct ll_labels *labels)
{
    return &labels->counts;
}
