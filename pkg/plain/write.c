/* write.c -- all that there is to say of an indicator, for people.   SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"
#include "plain/plain.h"
#include "plain/words.h"

#include <inttypes.h>

#define COLUMNS 80
/* Where the texts behind "law", "weight" begin. */
#define TEXT_COLUMN 11

/* Append words, on lines of at most COLUMNS; the first goes on at column `at`, others begin at `indent`. */
static void add_wrapped(struct ll_buf *out, ll_str text, size_t at, size_t indent)
{
    size_t column = at;
    bool begins = true;
    for (size_t i = 0; i < text.len;) {
        size_t from = i;
        while (i < text.len && text.ptr[i] != ' ' && text.ptr[i] != '\n')
            i++;
        size_t len = i - from;
        if (!begins && column + 1 + len > COLUMNS) {
            ll_buf_printf(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (!begins) {
            ll_buf_add_char(out, ' ');
            column++;
        }
        ll_buf_add(out, text.ptr + from, len);
        column += len;
        begins = false;
        while (i < text.len && (text.ptr[i] == ' ' || text.ptr[i] == '\n'))
            i++;
    }
    ll_buf_add_char(out, '\n');
}

static void add_line(struct ll_buf *out, const char *name, ll_str text)
{
    if (!text.len)
        return;
    ll_buf_printf(out, "  %-*s", TEXT_COLUMN - 2, name);
    add_wrapped(out, text, TEXT_COLUMN, TEXT_COLUMN);
}

static void add_sentence(struct ll_buf *out, const struct ll_book_entry *entry)
{
    struct ll_buf text = {0};
    ll_plain_sentence(entry, &text);
    out->failed = out->failed || text.failed;
    ll_str rest = ll_buf_str(&text);
    while (rest.len) {
        const char *lf = memchr(rest.ptr, '\n', rest.len);
        ll_str line = {rest.ptr, lf ? (size_t)(lf - rest.ptr) : rest.len};
        bool is_part = line.len && line.ptr[0] == '-';
        ll_buf_add_lit(out, "  ");
        add_wrapped(out, line, 2, is_part ? 4 : 2);
        line.len += lf != NULL;
        rest = (ll_str){rest.ptr + line.len, rest.len - line.len};
    }
    ll_buf_fini(&text);
}

static enum ll_node_type type_of(const struct ll_expr_param *param)
{
    return param->type == LL_TYPE_NUMBER ? LL_NODE_NUMBER
           : param->type == LL_TYPE_BOOL ? LL_NODE_BOOL
                                         : LL_NODE_STRING;
}

static void add_params(struct ll_buf *out, const struct ll_book_entry *entry)
{
    struct ll_buf text = {0};
    for (size_t i = 0; i < entry->param_count; i++) {
        const struct ll_expr_param *param = &entry->params[i];
        struct ll_value all = {.items = param->values, .len = (uint32_t)param->count};
        ll_buf_printf(&text, "%s%.*s = ", i ? "; " : "", LL_STR_ARGS(param->name));
        if (param->is_list)
            ll_plain_list(&text, type_of(param), all, ", ");
        else
            ll_plain_value(&text, type_of(param), param->values[0]);
    }
    add_line(out, "params", ll_buf_str(&text));
    out->failed = out->failed || text.failed;
    ll_buf_fini(&text);
}

/* ---- tests ---- */

static bool names_id(const struct ll_yaml_node *only, ll_str id)
{
    const struct ll_yaml_node *item = only;
    if (!only)
        return false;
    if (only->kind == LL_YAML_SEQUENCE)
        item = only->first_child;
    for (; item; item = item == only ? NULL : item->next) {
        if (item->kind == LL_YAML_SCALAR && ll_str_eq(item->text, id))
            return true;
    }
    return false;
}

/* Add the names of a list of tests; of those of a pack the ones that look at the indicator. n: how many are there already.
 * Their number, with these. */
static size_t add_tests(struct ll_buf *out, const struct ll_yaml_node *tests, ll_str id,
                        bool of_pack, size_t n)
{
    if (!tests || tests->kind != LL_YAML_SEQUENCE)
        return n;
    for (const struct ll_yaml_node *test = tests->first_child; test; test = test->next) {
        const struct ll_yaml_node *name = ll_yaml_get(test, "name");
        if (!name || name->kind != LL_YAML_SCALAR ||
            (of_pack && !names_id(ll_yaml_get(test, "only"), id)))
            continue;
        add_line(out, n++ ? "" : "tests", name->text);
    }
    return n;
}

static void add_all_tests(struct ll_buf *out, const struct ll_book *book,
                          const struct ll_book_entry *entry, struct ll_plain_tests beside)
{
    ll_str id = entry->indicator->id;
    size_t n = add_tests(out, ll_yaml_get(entry->node, "tests"), id, false, 0);
    for (size_t i = 0; i < book->root_count; i++)
        n = add_tests(out, ll_yaml_get(book->roots[i], "tests"), id, true, n);
    for (size_t i = 0; i < beside.count; i++)
        n = add_tests(out, ll_yaml_get(beside.roots[i], "tests"), id, true, n);
    if (!n)
        add_line(out, "tests", LL_STR("none beside it"));
}

/* ---- the whole ---- */

static void add_weight(struct ll_buf *out, const struct ll_indicator *indicator)
{
    struct ll_buf text = {0};
    ll_buf_printf(&text, "adds %" PRId32 " to a lead's score%s", indicator->weight,
                  indicator->enabled ? "" : "; disabled: it makes no hits");
    add_line(out, "weight", ll_buf_str(&text));
    out->failed = out->failed || text.failed;
    ll_buf_fini(&text);
}

static void add_place(struct ll_buf *out, struct ll_pos at)
{
    struct ll_buf text = {0};
    if (!at.source || !at.source->file)
        return;
    ll_buf_printf(&text, "%s:%u", at.source->file, at.line);
    add_line(out, "written", ll_buf_str(&text));
    out->failed = out->failed || text.failed;
    ll_buf_fini(&text);
}

void ll_plain_write(const struct ll_book *book, size_t index, struct ll_plain_tests beside,
                    struct ll_buf *out)
{
    const struct ll_book_entry *entry = &book->entries[index];
    const struct ll_indicator *indicator = entry->indicator;
    const struct ll_yaml_node *explain = ll_yaml_get(entry->node, "explain");
    ll_buf_printf(out, "%.*s\n", LL_STR_ARGS(indicator->id));
    if (!ll_str_eq(indicator->title, indicator->id))
        ll_buf_printf(out, "%.*s\n", LL_STR_ARGS(indicator->title));
    ll_buf_add_char(out, '\n');
    add_sentence(out, entry);
    ll_buf_add_char(out, '\n');
    add_line(out, "law", indicator->source);
    add_params(out, entry);
    add_weight(out, indicator);
    if (explain && explain->kind == LL_YAML_SCALAR)
        add_line(out, "says", explain->text);
    add_all_tests(out, book, entry, beside);
    add_place(out, entry->id_at);
}
