/* Any bytes as a label file: each line taken or refused with a reason, and the same said of every lead in either order of the
 * lines.   SPDX-License-Identifier: Apache-2.0 */
#include "csv/csv.h"
#include "event/event.h"
#include "label/line.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct reading {
    struct ll_arena arena;
    struct ll_labels labels;
    struct ll_errors warnings;
};

static enum ll_status settled(enum ll_status status, const struct ll_error *err)
{
    if (status && (status != LL_ERR_DATA || !err->message[0]))
        abort();
    return LL_OK;
}

static enum ll_status take_row(void *context, const ll_str *cells, struct ll_pos at,
                               struct ll_error *err)
{
    struct reading *reading = context;
    struct ll_error fault = {0};
    (void)err;
    return settled(ll_said_take(&reading->labels, cells, at, &reading->warnings, &fault), &fault);
}

static void read_table(struct reading *reading, ll_str text)
{
    const bool required[LL_SAID_FIELDS] = {[LL_SAID_LEAD_ID] = true};
    const struct ll_source source = {"fuzz.csv", text};
    struct ll_error err = {0};
    if (ll_csv_read(&source, ll_said_fields, required, LL_SAID_FIELDS, take_row, reading, &err) &&
        !err.message[0])
        abort();
}

/* The lines one after the other, or from the last to the first. */
static void read_lines(struct reading *reading, struct ll_json_reader *json, ll_str text,
                       bool backwards)
{
    const char *from = text.ptr, *end = text.ptr + text.len;
    const char *to = backwards ? end : from;
    while (backwards ? to >= text.ptr && to : from <= end && from) {
        struct ll_error err = {0};
        if (backwards) {
            for (from = to; from > text.ptr && from[-1] != '\n';)
                from--;
        } else {
            const char *lf = from < end ? memchr(from, '\n', (size_t)(end - from)) : NULL;
            to = lf ? lf : end;
        }
        (void)settled(ll_label_line_take(&reading->labels, json,
                                         (ll_str){from, (size_t)(to - from)}, (struct ll_pos){0},
                                         &reading->warnings, &err),
                      &err);
        if (backwards)
            to = from > text.ptr ? from - 1 : NULL;
        else
            from = to < end ? to + 1 : NULL;
    }
}

static void check_same(const struct reading *a, const struct reading *b)
{
    const struct ll_said_lead *leads = a->labels.leads.items;
    if (a->labels.leads.count != b->labels.leads.count ||
        a->labels.subjects.count != b->labels.subjects.count ||
        a->labels.buyers.count != b->labels.buyers.count ||
        a->labels.counts.unknown_words != b->labels.counts.unknown_words)
        abort();
    for (size_t i = 0; i < a->labels.leads.count; i++) {
        const struct ll_said_lead *other = ll_labels_said(&b->labels, leads[i].lead);
        if (!other || other->label != leads[i].label || other->opened != leads[i].opened ||
            other->duplicate != leads[i].duplicate)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct ll_json_reader *json;
    static struct reading readings[2];
    if (size > LL_EVENT_BYTES_MAX)
        return 0;
    if (!json && !(json = ll_json_reader_new(LL_EVENT_BYTES_MAX)))
        return 0;
    char *text = malloc(size + LL_JSON_PADDING);
    if (!text)
        return 0;
    if (size)
        memcpy(text, data, size);
    memset(text + size, 0, LL_JSON_PADDING);
    for (unsigned i = 0; i < 2; i++) {
        struct reading *reading = &readings[i];
        memset(reading, 0, sizeof *reading);
        reading->labels.arena = &reading->arena;
        if (size && data[0] == '{')
            read_lines(reading, json, (ll_str){text, size}, i);
        else
            read_table(reading, (ll_str){text, size});
        if (!ll_labels_settle(&reading->labels))
            abort();
    }
    check_same(&readings[0], &readings[1]);
    for (unsigned i = 0; i < 2; i++)
        ll_arena_fini(&readings[i].arena);
    free(text);
    return 0;
}
