/* Any text as an expression: refused with a place, or a sound program that runs. The first byte says where it stands.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "expr/reading.h"
#include "pack/fields.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum ll_status in_hit(void *context, ll_str id, struct ll_pos at, uint32_t *slot,
                             struct ll_error *err)
{
    (void)context;
    *slot = id.len % 2 ? LL_EXPR_NEVER : (uint32_t)id.len;
    return id.len ? LL_OK : ll_fail_at(err, LL_ERR_TYPE, at, "no id");
}

static void run(const struct ll_expr_reading *reading, bool aggregates, struct ll_arena *arena)
{
    const struct ll_expr *expr = reading->program;
    struct ll_value rows[3][LL_SLOT_COUNT];
    const struct ll_value *list[3] = {rows[0], rows[1], rows[2]};
    bool marks[3] = {false, false, false};
    size_t count;
    const struct ll_expr_field *fields = ll_item_fields(0, &count);
    for (size_t i = 0; i < count * 3; i++) {
        bool text = fields[i % count].type == LL_TYPE_STRING;
        rows[i / count][i % count] =
            text ? ll_value_string(LL_STR("rifle")) : ll_value_number((int64_t)i * 10000);
        rows[i / count][i % count].null = i % 5 == 0;
    }
    struct ll_expr_env env = {.row = aggregates ? NULL : rows[0],
                              .rows = list,
                              .row_count = aggregates ? 3 : 0,
                              .past = list,
                              .past_count = aggregates ? 3 : 0,
                              .scratch = arena};
    bool held = ll_expr_run(expr, &env);
    if (held != ll_reading_holds(reading->root, &env))
        abort();
    if (held && aggregates && (ll_expr_items_needed(expr) > 3))
        abort();
    (void)ll_expr_mark_past(expr, &env, marks);
    env.past_count = 0;
    if (aggregates && ll_expr_needs_past(expr) && ll_expr_run(expr, &env))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct ll_value words[] = {{.text = "rifle", .len = 5}, {.text = "", .len = 0}};
    static const struct ll_pos places[2];
    if (!size)
        return 0;
    struct ll_arena arena = {0};
    struct ll_buf out = {0};
    struct ll_errors errors;
    struct ll_expr_reading *reading;
    struct ll_expr_param params[] = {{LL_STR("list"), LL_TYPE_STRING, true, words, 2, false, NULL},
                                     {LL_STR("one"), LL_TYPE_STRING, false, words, 1, false, NULL}};
    struct ll_expr_name names[] = {
        {.name = LL_STR("words"),
         .type = LL_TYPE_STRING,
         .values = words,
         .places = places,
         .count = 2},
        {.name = LL_STR("heavy"), .is_condition = true, .text = LL_STR("bore > 0.5 or light")},
        {.name = LL_STR("light"), .is_condition = true, .text = LL_STR("class in words")}};
    struct ll_expr_schema schema = {.what = "firearms",
                                    .aggregates = data[0] & 1,
                                    .no_calls = data[0] & 2 ? "guidelines" : NULL,
                                    .in_hit = in_hit,
                                    .params = params,
                                    .param_count = 2,
                                    .names = names,
                                    .name_count = 3};
    schema.fields = ll_item_fields(LL_IN_FIREARMS, &schema.field_count);
    if (data[0] & 4)
        schema.past_fields = ll_item_fields(LL_IN_TRACES, &schema.past_field_count);
    ll_str text = {(const char *)data + 1, size - 1};
    struct ll_source source = {"t", text};
    errors.count = 0;
    enum ll_status status =
        ll_expr_read(&arena, &arena, &schema, text, (struct ll_pos){&source, 1, 1, 1}, data[0] & 8,
                     &reading, &errors);
    if ((status == LL_OK) != (reading != NULL) || (status == LL_OK) != (errors.count == 0))
        abort();
    for (size_t i = 0; i < errors.count && i < LL_ERRORS_MAX; i++)
        ll_error_render(&errors.list[i], "error", &out);
    ll_expr_normalise(text, &out);
    if (reading) {
        ll_expr_disassemble(reading->program, &out);
        ll_reading_write(reading, data[0] & 16, &out);
        run(reading, schema.aggregates, &arena);
    }
    ll_buf_fini(&out);
    ll_arena_fini(&arena);
    return 0;
}
