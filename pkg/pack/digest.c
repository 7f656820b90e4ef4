/* digest.c -- a fingerprint of what a pack means.   SPDX-License-Identifier: Apache-2.0
 *
 * Indicators by id, keys in one order, defaults filled in, expressions as tokens: comments, blanks, the order of keys and
 * of indicators, and how they are spread over files make no difference. */
#include "base/buf.h"
#include "base/hash.h"
#include "pack/read.h"

#include <stdlib.h>

/* key=LENGTH:text LF; the length keeps texts from running into each other. */
static void add_text(struct ll_buf *out, const char *key, ll_str text)
{
    ll_buf_printf(out, "%s=%zu:", key, text.len);
    ll_buf_add_str(out, text);
    ll_buf_add_char(out, '\n');
}

static void add_int(struct ll_buf *out, const char *key, int64_t number)
{
    ll_buf_printf(out, "%s=", key);
    ll_buf_add_i64(out, number);
    ll_buf_add_char(out, '\n');
}

/* reading NULL: it is `true`. */
static void add_expression(struct ll_buf *out, const char *key,
                           const struct ll_expr_reading *reading)
{
    struct ll_buf tokens = {0};
    if (reading)
        ll_reading_write(reading, false, &tokens);
    else
        ll_buf_add_lit(&tokens, "true");
    out->failed = out->failed || tokens.failed;
    add_text(out, key, ll_buf_str(&tokens));
    ll_buf_fini(&tokens);
}

static int slot_cmp(const void *a, const void *b)
{
    const uint16_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void add_same(struct ll_buf *out, const struct ll_indicator *indicator)
{
    uint16_t slots[LL_PACK_SAME_MAX];
    size_t n = indicator->same_count, count;
    const struct ll_expr_field *fields = ll_item_fields(0, &count);
    memcpy(slots, indicator->same, sizeof slots);
    qsort(slots, n, sizeof slots[0], slot_cmp);
    for (size_t i = 0; i < n; i++)
        add_text(out, "same", ll_str_from(fields[slots[i]].name));
}

static int param_cmp(const void *a, const void *b)
{
    const struct ll_expr_param *const *x = a, *const *y = b;
    return ll_str_cmp((*x)->name, (*y)->name);
}

static void add_params(struct ll_reader *reader, struct ll_buf *out, struct ll_pack_draft *draft)
{
    size_t n = draft->param_count;
    const struct ll_expr_param **sorted =
        LL_NEW_ARRAY(&reader->scratch, const struct ll_expr_param *, n);
    if (!sorted) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < n; i++)
        sorted[i] = &draft->params[i];
    if (n)
        qsort(sorted, n, sizeof sorted[0], param_cmp);
    for (size_t i = 0; i < n; i++) {
        const struct ll_expr_param *param = sorted[i];
        add_text(out, "param", param->name);
        add_int(out, param->is_list ? "list" : "value", (int64_t)param->type);
        for (size_t v = 0; v < param->count; v++) {
            struct ll_expr_param one = *param;
            one.values = &param->values[v];
            one.count = 1;
            add_text(out, "is", ll_param_text(reader, &one));
        }
    }
}

static void add_indicator(struct ll_reader *reader, struct ll_buf *out, struct ll_pack_draft *draft)
{
    const struct ll_indicator *indicator = draft->out;
    const struct ll_yaml_node *explain = ll_reader_get(draft->node, "explain");
    add_text(out, "id", indicator->id);
    add_text(out, "title", indicator->title);
    add_text(out, "source", indicator->source);
    add_int(out, "timeline", (int64_t)indicator->timeline);
    add_text(out, "items", ll_str_from(ll_item_kind_word(indicator->items)));
    add_text(out, "of", draft->reports_id);
    add_expression(out, "where", draft->where);
    add_same(out, indicator);
    add_int(out, "window", (int64_t)indicator->window.kind);
    add_int(out, "n", indicator->window.n);
    add_int(out, "own", indicator->window.dealers_own);
    add_expression(out, "having", draft->having);
    add_params(reader, out, draft);
    add_int(out, "weight", indicator->weight);
    add_int(out, "trace_days", indicator->trace_days);
    add_int(out, "enabled", indicator->enabled);
    add_text(out, "explain", explain ? explain->text : (ll_str){0});
}

void ll_digest_make(struct ll_reader *reader)
{
    struct ll_pack *pack = reader->pack;
    struct ll_buf buf = {0};
    add_text(&buf, "pack", pack->id);
    add_text(&buf, "version", pack->version);
    add_int(&buf, "quiet_days", pack->quiet_days);
    for (size_t i = 0; i < reader->count; i++)
        add_indicator(reader, &buf, &reader->drafts[reader->by_id[i]]);
    if (buf.failed) {
        ll_reader_fault_memory(reader);
    } else {
        memcpy(pack->digest, "sha256:", 7);
        ll_sha256_hex(ll_buf_str(&buf), pack->digest + 7);
        pack->digest[71] = '\0';
    }
    ll_buf_fini(&buf);
}
