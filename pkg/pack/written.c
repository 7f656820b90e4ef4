/* written.c -- a pack as one YAML text, nothing left to look up elsewhere.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/decimal.h"
#include "pack/book.h"

/* ---- texts ---- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A text that needs no quotes, for any reader of YAML: some take yes and off for booleans. */
static bool is_plain(ll_str text)
{
    static const char *const words[] = {"null", "true", "false", "yes", "no",
                                        "on",   "off",  "y",     "n"};
    if (!text.len || !is_letter(text.ptr[0]) || text.ptr[text.len - 1] == ' ')
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!is_letter(c) && !(c >= '0' && c <= '9') && !strchr(" _.-", c))
            return false;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t k = 0;
        while (k < text.len && words[i][k] && (text.ptr[k] | 0x20) == words[i][k])
            k++;
        if (k == text.len && !words[i][k])
            return false;
    }
    return true;
}

/* The character that s begins with, and its bytes. */
static uint32_t character(ll_str s, size_t *bytes)
{
    static const unsigned char masks[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    size_t n = ll_str_utf8(s);
    *bytes = n ? n : 1;
    uint32_t c = (unsigned char)s.ptr[0] & masks[n <= 4 ? n : 0];
    for (size_t i = 1; i < n; i++)
        c = c << 6 | ((unsigned char)s.ptr[i] & 0x3F);
    return c;
}

/* What YAML takes for the end of a line, or does not take at all, unless it is escaped. */
static bool needs_escape(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF ||
           c == 0xFFFE || c == 0xFFFF;
}

static bool is_simple(ll_str text)
{
    for (size_t i = 0, bytes; i < text.len; i += bytes) {
        if (needs_escape(character((ll_str){text.ptr + i, text.len - i}, &bytes)))
            return false;
    }
    return true;
}

static void add_double_quoted(struct ll_buf *out, ll_str text)
{
    ll_buf_add_char(out, '"');
    for (size_t i = 0, bytes; i < text.len; i += bytes) {
        uint32_t c = character((ll_str){text.ptr + i, text.len - i}, &bytes);
        if (c == '\n')
            ll_buf_add_lit(out, "\\n");
        else if (needs_escape(c))
            ll_buf_printf(out, "\\u%04X", c);
        else if (c == '"' || c == '\\')
            ll_buf_printf(out, "\\%c", (char)c);
        else
            ll_buf_add(out, text.ptr + i, bytes);
    }
    ll_buf_add_char(out, '"');
}

static void add_text(struct ll_buf *out, ll_str text)
{
    if (is_plain(text)) {
        ll_buf_add_str(out, text);
        return;
    }
    if (!is_simple(text)) {
        add_double_quoted(out, text);
        return;
    }
    ll_buf_add_char(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\'')
            ll_buf_add_char(out, '\'');
        ll_buf_add_char(out, text.ptr[i]);
    }
    ll_buf_add_char(out, '\'');
}

static void add_line(struct ll_buf *out, const char *key, ll_str text)
{
    ll_buf_add_str(out, ll_str_from(key));
    add_text(out, text);
    ll_buf_add_char(out, '\n');
}

/* ---- indicators ---- */

static void add_items(struct ll_buf *out, const struct ll_book_entry *entry)
{
    if (entry->reports_id.ptr)
        ll_buf_printf(out, "    items: reports(%.*s)\n", LL_STR_ARGS(entry->reports_id));
    else
        ll_buf_printf(out, "    items: %s\n", ll_item_kind_word(entry->indicator->items));
}

/* In one line; where that is longer than an expression may be, as its writer has it. */
static void add_expression(struct ll_buf *out, const char *key,
                           const struct ll_expr_reading *reading)
{
    struct ll_buf text = {0};
    ll_reading_write(reading, true, &text);
    bool is_long = !reading->has_names && text.len > LL_EXPR_TEXT_MAX;
    out->failed = out->failed || text.failed;
    add_line(out, key, is_long ? reading->text.text : ll_buf_str(&text));
    ll_buf_fini(&text);
}

static void add_same(struct ll_buf *out, const struct ll_indicator *indicator)
{
    size_t count;
    const struct ll_expr_field *fields = ll_item_fields(0, &count);
    ll_buf_add_lit(out, "    same: [");
    for (size_t i = 0; i < indicator->same_count; i++)
        ll_buf_printf(out, "%s%s", i ? ", " : "", fields[indicator->same[i]].name);
    ll_buf_add_lit(out, "]\n");
}

static void add_window(struct ll_buf *out, const struct ll_window *window)
{
    switch (window->kind) {
    case LL_WINDOW_SAME_DAY:
        ll_buf_add_lit(out, "    window: {same_day: true}\n");
        break;
    case LL_WINDOW_DAYS:
        ll_buf_printf(out, "    window: {days: %d}\n", window->n);
        break;
    case LL_WINDOW_BUSINESS_DAYS:
        ll_buf_printf(out, "    window: {business_days: %d, calendar: %s}\n", window->n,
                      window->dealers_own ? "dealer" : "default");
        break;
    }
}

static void add_value(struct ll_buf *out, enum ll_type type, const struct ll_value *value)
{
    switch (type) {
    case LL_TYPE_BOOL:
        ll_buf_add_str(out, value->number ? LL_STR("true") : LL_STR("false"));
        break;
    case LL_TYPE_NUMBER:
        ll_decimal_add(out, value->number);
        break;
    case LL_TYPE_STRING:
        add_text(out, (ll_str){value->text, value->len});
        break;
    }
}

static void add_params(struct ll_buf *out, const struct ll_book_entry *entry)
{
    if (entry->param_count)
        ll_buf_add_lit(out, "    params:\n");
    for (size_t i = 0; i < entry->param_count; i++) {
        const struct ll_expr_param *param = &entry->params[i];
        ll_buf_add_lit(out, "      ");
        add_text(out, param->name);
        ll_buf_add_str(out, param->is_list ? LL_STR(": [") : LL_STR(": "));
        for (size_t k = 0; k < param->count; k++) {
            if (k)
                ll_buf_add_lit(out, ", ");
            add_value(out, param->type, &param->values[k]);
        }
        ll_buf_add_str(out, param->is_list ? LL_STR("]\n") : LL_STR("\n"));
    }
}

static void add_indicator(struct ll_buf *out, const struct ll_book_entry *entry)
{
    const struct ll_indicator *indicator = entry->indicator;
    const struct ll_yaml_node *explain = ll_book_value(entry, "explain");
    add_line(out, "  - id: ", indicator->id);
    add_line(out, "    title: ", indicator->title);
    if (indicator->source.len)
        add_line(out, "    source: ", indicator->source);
    ll_buf_printf(out, "    timeline: %s\n", ll_subject_kind_word(indicator->timeline));
    add_items(out, entry);
    if (entry->where)
        add_expression(out, "    where: ", entry->where);
    else
        ll_buf_add_lit(out, "    where: true\n");
    add_same(out, indicator);
    add_window(out, &indicator->window);
    add_expression(out, "    having: ", entry->having);
    add_params(out, entry);
    ll_buf_printf(out, "    weight: %d\n    trace_days: %d\n    enabled: %s\n", indicator->weight,
                  indicator->trace_days, indicator->enabled ? "true" : "false");
    if (explain)
        add_line(out, "    explain: ", explain->text);
}

void ll_book_write(const struct ll_book *book, struct ll_buf *out)
{
    const struct ll_pack *pack = book->pack;
    add_line(out, "pack: ", pack->id);
    if (pack->version.len)
        add_line(out, "version: ", pack->version);
    ll_buf_printf(out, "lead: {quiet_days: %d}\nindicators:%s\n", pack->quiet_days,
                  pack->indicator_count ? "" : " []");
    for (size_t i = 0; i < pack->indicator_count; i++)
        add_indicator(out, &book->entries[i]);
}

const struct ll_yaml_node *ll_book_value(const struct ll_book_entry *entry, const char *key)
{
    for (const struct ll_book_override *one = entry->overrides; one; one = one->next) {
        const struct ll_yaml_node *node = ll_yaml_get(one->node, key);
        if (node && !ll_yaml_is_null(node))
            return node;
    }
    const struct ll_yaml_node *node = ll_yaml_get(entry->node, key);
    return node && !ll_yaml_is_null(node) ? node : NULL;
}
