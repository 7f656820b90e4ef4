/* compile.c -- the expressions of an indicator.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "pack/read.h"
#include "pack/spelling.h"

/* What the callbacks of a schema know. */
struct compiling {
    struct ll_reader *reader;
    struct ll_pack_draft *draft;
};

/* The number of an indicator among those whose hits are asked for. */
static uint32_t seek(struct ll_reader *reader, const struct ll_indicator *asker,
                     struct ll_indicator *asked)
{
    if (!asker->enabled || !asked->enabled)
        return LL_EXPR_NEVER;
    if (!asked->sought) {
        asked->sought = true;
        asked->hit_slot = reader->pack->hit_slot_count++;
    }
    return asked->hit_slot;
}

static enum ll_status in_hit(void *context, ll_str id, struct ll_pos at, uint32_t *slot,
                             struct ll_error *err)
{
    struct compiling *compiling = context;
    struct ll_reader *reader = compiling->reader;
    const struct ll_indicator *asker = compiling->draft->out;
    uint32_t index;
    if (!ll_order_find(reader, id, &index)) {
        const char *near = ll_order_nearest(reader, id);
        return ll_fail_at(err, LL_ERR_TYPE, at, "no indicator has the id '%.*s'%s%s%s",
                          LL_STR_ARGS(id), near ? "; did you mean '" : " in this pack",
                          near ? near : "", near ? "'?" : "");
    }
    struct ll_pack_draft *asked = &reader->drafts[index];
    if (!asked->sound) { /* said already */
        *slot = LL_EXPR_NEVER;
        return LL_OK;
    }
    if (asked->out->items != LL_ITEM_FIREARM)
        return ll_fail_at(err, LL_ERR_TYPE, at,
                          "in_hit() asks of indicators of purchasers' firearms; '%.*s' is of %s",
                          LL_STR_ARGS(id), ll_item_kind_word(asked->out->items));
    ll_order_add(reader, (uint32_t)(compiling->draft - reader->drafts), index, at);
    if (asker->enabled && !asked->out->enabled)
        ll_reader_warn(reader, at, "'%.*s' is disabled, so that nothing is in a hit of it",
                       LL_STR_ARGS(id))
            ->code = "disabled";
    *slot = seek(reader, asker, asked->out);
    return LL_OK;
}

static const char *literal(void *context, uint16_t slot, ll_str text, struct ll_pos at)
{
    struct compiling *compiling = context;
    char why[LL_SPELLING_WHY_MAX];
    if (ll_spelling_closed(slot, text, why, sizeof why))
        ll_reader_warn(compiling->reader, at, "%s", why)->code = "unknown-word";
    return ll_spelling_caliber(compiling->reader->calibers, &compiling->reader->scratch, slot,
                               text);
}

static const char *elsewhere(void *context, ll_str name)
{
    (void)context;
    return ll_item_field_owner(name);
}

/* Written out without names, an expression is one still. */
static bool fits(const struct ll_expr_reading *reading)
{
    struct ll_buf text = {.max = LL_EXPR_TEXT_MAX};
    ll_reading_write(reading, true, &text);
    bool fine = !text.failed;
    ll_buf_fini(&text);
    return fine;
}

static void compile_one(struct compiling *compiling, const char *key, ll_str text,
                        const struct ll_expr_schema *schema, const struct ll_expr_reading **out)
{
    struct ll_reader *reader = compiling->reader;
    const struct ll_yaml_node *node = ll_yaml_get(compiling->draft->node, key);
    struct ll_pos at = compiling->draft->id_at;
    bool verbatim = false;
    if (node && node->kind != LL_YAML_SCALAR) {
        ll_reader_fault(reader, node->at, "%s must be an expression, as in %s", key,
                        strcmp(key, "where") == 0 ? "where: class == \"pistol\""
                                                  : "having: count() >= 2");
        return;
    }
    if (node && ll_yaml_is_null(node)) {
        ll_reader_fault(reader, node->at, "%s has no value; write an expression, or remove the key",
                        key);
        return;
    }
    if (node) {
        verbatim = ll_spelling_place(node, &at);
        text = node->text;
    }
    struct ll_expr_reading *reading;
    enum ll_status status = ll_expr_read(reader->arena, reader->notes, schema, text, at, verbatim,
                                         &reading, reader->errors);
    ll_reader_note(reader, status);
    compiling->draft->unread |= status == LL_ERR_SYNTAX;
    if (reading && reading->has_names && !fits(reading)) {
        ll_reader_fault(reader, at,
                        "with what its names stand for in their place, %s has more than %d bytes; "
                        "write it as several indicators",
                        key, LL_EXPR_TEXT_MAX);
        reading = NULL;
    }
    *out = reading;
}

/* The default, or true in so many letters: no program is needed. */
static bool is_true(const struct ll_pack_draft *draft)
{
    const struct ll_yaml_node *node = ll_yaml_get(draft->node, "where");
    return !node ||
           (node->kind == LL_YAML_SCALAR && ll_str_eq(ll_str_trim(node->text), LL_STR("true")));
}

void ll_pack_draft_parse(struct ll_reader *reader, struct ll_pack_draft *draft)
{
    static const char *const keys[] = {"where", "having"};
    for (size_t i = 0; i < 2; i++) {
        const struct ll_yaml_node *node = ll_reader_get(draft->node, keys[i]);
        if (!node || node->kind != LL_YAML_SCALAR)
            continue;
        struct ll_expr_text text = {.text = node->text, .errors = reader->errors};
        text.verbatim = ll_spelling_place(node, &text.at);
        (void)ll_expr_parse(&text, &reader->scratch);
        ll_reader_note(reader, text.status);
    }
}

void ll_pack_draft_compile(struct ll_reader *reader, struct ll_pack_draft *draft)
{
    struct ll_indicator *out = draft->out;
    struct compiling compiling = {reader, draft};
    bool on_purchaser = out->timeline == LL_SUBJECT_PURCHASER;
    struct ll_expr_schema schema = {.what = ll_item_kind_word(out->items),
                                    .in_hit = on_purchaser ? in_hit : NULL,
                                    .literal = literal,
                                    .elsewhere = elsewhere,
                                    .context = &compiling,
                                    .params = draft->params,
                                    .param_count = draft->param_count,
                                    .names = reader->expr_names,
                                    .name_count = reader->name_count};
    schema.fields = ll_item_fields(1u << out->items, &schema.field_count);
    if (!is_true(draft))
        compile_one(&compiling, "where", (ll_str){0}, &schema, &draft->where);
    if (draft->where)
        out->where = draft->where->program;
    schema.aggregates = true;
    if (on_purchaser)
        schema.past_fields = ll_item_fields(LL_IN_TRACES, &schema.past_field_count);
    compile_one(&compiling, "having", LL_STR("count() >= 1"), &schema, &draft->having);
    if (!draft->having)
        return;
    out->having = draft->having->program;
    uint32_t needed = ll_expr_items_needed(out->having);
    out->needs_items = needed ? needed : 1;
    out->needs_past = ll_expr_needs_past(out->having);
    out->grows = ll_expr_grows(out->having) && (!out->where || ll_expr_grows(out->where));
}
