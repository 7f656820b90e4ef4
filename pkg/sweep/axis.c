/* axis.c -- see axis.h.   SPDX-License-Identifier: Apache-2.0 */
#include "sweep/axis.h"

#include "base/buf.h"
#include "base/decimal.h"

#include <stdarg.h>
#include <stdio.h>

bool ll_axis_fault(const struct ll_axis_rules *rules, const struct ll_source *expression,
                   size_t begin, size_t end, const char *format, ...)
{
    char message[LL_ERROR_MESSAGE_MAX];
    struct ll_pos at = {expression, 1, (uint32_t)begin + 1,
                        end > begin ? (uint32_t)(end - begin) : 1};
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    (void)ll_fail_at(ll_errors_next(rules->errors), LL_ERR_SYNTAX, at, "%s", message);
    return false;
}

bool ll_axis_fault_memory(const struct ll_axis_rules *rules)
{
    (void)ll_fail(ll_errors_next(rules->errors), LL_ERR_NOMEM, "out of memory");
    return false;
}

/* ---- texts ---- */

static void add_value(struct ll_buf *out, enum ll_type type, const struct ll_value *value)
{
    if (type == LL_TYPE_NUMBER) {
        ll_decimal_add(out, value->number);
    } else if (type == LL_TYPE_BOOL) {
        ll_buf_add_str(out, value->number ? LL_STR("true") : LL_STR("false"));
    } else {
        /* There are no escapes: a text with one kind of quotes stands in the other. */
        char quote = value->len && memchr(value->text, '"', value->len) ? '\'' : '"';
        ll_buf_add_char(out, quote);
        ll_buf_add(out, value->text, value->len);
        ll_buf_add_char(out, quote);
    }
}

ll_str ll_axis_text(struct ll_arena *arena, enum ll_type type, bool is_list,
                    const struct ll_value *values, size_t count)
{
    struct ll_buf text = {0};
    if (is_list)
        ll_buf_add_char(&text, '[');
    for (size_t i = 0; i < count; i++) {
        if (i)
            ll_buf_add_lit(&text, ", ");
        add_value(&text, type, &values[i]);
    }
    if (is_list)
        ll_buf_add_char(&text, ']');
    ll_str out = {0};
    if (!text.failed)
        out = ll_arena_str(arena, ll_buf_str(&text));
    ll_buf_fini(&text);
    return out;
}

/* ---- the whole ---- */

static enum ll_status status_of(const struct ll_axis_rules *rules)
{
    size_t last = rules->errors->count < LL_ERRORS_MAX ? rules->errors->count : LL_ERRORS_MAX;
    return rules->errors->list[last - 1].status;
}

/* Control characters would be shown as others, and are in no name. */
static bool is_clean(const struct ll_axis_rules *rules, const struct ll_source *expression)
{
    for (size_t i = 0; i < expression->text.len; i++) {
        unsigned char c = (unsigned char)expression->text.ptr[i];
        if (c < 0x20 || c == 0x7F)
            return ll_axis_fault(rules, expression, i, i + 1,
                                 "a sweep is one line of plain text; take this character out");
    }
    return true;
}

static bool split(const struct ll_axis_rules *rules, const struct ll_source *expression,
                  struct ll_axis_plan *plan, size_t *values)
{
    ll_str text = expression->text;
    const char *sign = text.len ? memchr(text.ptr, '=', text.len) : NULL;
    size_t end = sign ? (size_t)(sign - text.ptr) : text.len, begin = 0;
    while (begin < end && text.ptr[begin] == ' ')
        begin++;
    while (end > begin && text.ptr[end - 1] == ' ')
        end--;
    if (!sign || begin == end)
        return ll_axis_fault(rules, expression, begin, end,
                             "%s; write what to change and its values, as in "
                             "several-dealers.dealers=2..4 or quiet_days=10,30",
                             sign ? "this sweep changes nothing" : "this sweep has no values");
    plan->axis.target = (ll_str){text.ptr + begin, end - begin};
    plan->at = (struct ll_pos){expression, 1, (uint32_t)begin + 1, (uint32_t)(end - begin)};
    *values = (size_t)(sign - text.ptr) + 1;
    return true;
}

static void find_present(struct ll_axis *axis)
{
    axis->present = SIZE_MAX;
    for (size_t i = 0; i < axis->count; i++)
        if (ll_str_eq(axis->values[i], axis->in_force))
            axis->present = i;
}

enum ll_status ll_axis_read(const struct ll_axis_rules *rules, const struct ll_source *expression,
                            struct ll_axis_plan *plan)
{
    size_t values = 0;
    *plan = (struct ll_axis_plan){0};
    if (!is_clean(rules, expression) || !split(rules, expression, plan, &values) ||
        !ll_axis_find(rules, plan) || !ll_axis_values(rules, plan, values))
        return status_of(rules);
    find_present(&plan->axis);
    return LL_OK;
}

bool ll_axis_same(const struct ll_axis_plan *a, const struct ll_axis_plan *b)
{
    return a->axis.kind == b->axis.kind && a->node == b->node && a->mapping == b->mapping &&
           a->begin == b->begin;
}
