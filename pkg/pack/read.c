/* read.c -- faults and plain values of a pack.   SPDX-License-Identifier: Apache-2.0 */
#include "pack/read.h"

#include <stdarg.h>
#include <stdio.h>

void ll_reader_note(struct ll_reader *reader, enum ll_status status)
{
    if (reader->status == LL_OK)
        reader->status = status;
}

void ll_reader_fault(struct ll_reader *reader, struct ll_pos at, const char *format, ...)
{
    char message[LL_ERROR_MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    ll_reader_note(reader,
                   ll_fail_at(ll_errors_next(reader->errors), LL_ERR_SYNTAX, at, "%s", message));
}

void ll_reader_other(struct ll_reader *reader, struct ll_pos at, const char *note)
{
    size_t count = reader->errors->count;
    if (!count)
        return;
    struct ll_error *err =
        &reader->errors->list[count < LL_ERRORS_MAX ? count - 1 : LL_ERRORS_MAX - 1];
    err->other = at;
    (void)snprintf(err->other_note, sizeof err->other_note, "%s", note);
}

struct ll_error *ll_reader_warn(struct ll_reader *reader, struct ll_pos at, const char *format, ...)
{
    char message[LL_ERROR_MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return ll_errors_once(reader->warnings, LL_ERR_SYNTAX, at, message);
}

void ll_reader_fault_memory(struct ll_reader *reader)
{
    if (reader->status != LL_ERR_NOMEM)
        (void)ll_fail(ll_errors_next(reader->errors), LL_ERR_NOMEM, "out of memory");
    reader->status = LL_ERR_NOMEM;
}

const struct ll_yaml_node *ll_reader_get(const struct ll_yaml_node *mapping, const char *key)
{
    const struct ll_yaml_node *node = ll_yaml_get(mapping, key);
    return node && ll_yaml_is_null(node) ? NULL : node;
}

ll_str ll_reader_text(struct ll_reader *reader, const struct ll_yaml_node *node, const char *what)
{
    if (node->kind != LL_YAML_SCALAR)
        ll_reader_fault(reader, node->at, "%s must be a text", what);
    else if (!ll_str_trim(node->text).len)
        ll_reader_fault(reader, node->at, "%s is empty; write a text there", what);
    else
        return node->text;
    return (ll_str){0};
}

void ll_reader_int(struct ll_reader *reader, const struct ll_yaml_node *node, const char *what,
                   int32_t min, int32_t max, int32_t *out)
{
    int64_t number;
    if (!node)
        return;
    if (!ll_yaml_int(node, min, max, &number))
        ll_reader_fault(reader, node->at, "%s must be a whole number from %d to %d", what, min,
                        max);
    else
        *out = (int32_t)number;
}
