/* generate.c -- every mutant of a book.   SPDX-License-Identifier: Apache-2.0 */
#include "mutate/generate.h"

#include "base/day.h"
#include "base/decimal.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

/* ---- the list ---- */

/* Names begin with the indicator's, so that only its own mutants can read the same. They follow each other; those of the
 * pack do not. */
static bool has_name(const struct ll_mutants *mutants, uint32_t indicator, ll_str name)
{
    for (size_t i = mutants->count; i > 0; i--) {
        const struct ll_mutant *known = &mutants->list[i - 1];
        if (known->indicator != indicator && indicator != LL_MUTANT_OF_PACK)
            return false;
        if (ll_str_eq(known->name, name))
            return true;
    }
    return false;
}

/* Of two that read the same the later gets a number: names are what accepted survivors are known by. */
static ll_str name_of(struct ll_generator *generator, ll_str name)
{
    const char *text = ll_arena_str(generator->arena, name).ptr;
    for (unsigned n = 2; text && has_name(generator->out, generator->indicator, ll_str_from(text));
         n++)
        text = ll_arena_printf(generator->arena, "%.*s (%u)", LL_STR_ARGS(name), n);
    return ll_str_from(text);
}

void ll_generator_add(struct ll_generator *generator, struct ll_pos at, const struct ll_edit *edit,
                      const char *format, ...)
{
    struct ll_mutants *mutants = generator->out;
    char said[1024];
    va_list args;
    struct ll_mutant *list =
        ll_arena_more(generator->arena, mutants->list, mutants->count, &mutants->cap, sizeof *list);
    va_start(args, format);
    (void)vsnprintf(said, sizeof said, format, args);
    va_end(args);
    bool of_pack = generator->indicator == LL_MUTANT_OF_PACK;
    ll_str id = of_pack ? generator->book->pack->id : generator->entry->indicator->id;
    const char *name = ll_arena_printf(generator->arena, "%.*s: %s", LL_STR_ARGS(id), said);
    struct ll_mutant mutant = {.indicator = generator->indicator, .at = at, .edit = *edit};
    mutant.edit.text = ll_arena_str(generator->arena, edit->text);
    if (name)
        mutant.name = name_of(generator, ll_str_from(name));
    if (list)
        mutants->list = list;
    if (!list || !mutant.name.ptr || !mutant.edit.text.ptr)
        generator->failed = true;
    else
        mutants->list[mutants->count++] = mutant;
}

/* ---- values ---- */

int64_t ll_mutate_step(ll_str written)
{
    const char *point = memchr(written.ptr, '.', written.len);
    size_t places = point ? (size_t)(written.ptr + written.len - point) - 1 : 0;
    int64_t step = LL_DECIMAL_ONE;
    for (size_t i = 0; i < places && step > 1; i++)
        step /= 10;
    return step;
}

ll_str ll_mutate_number(struct ll_generator *generator, int64_t number)
{
    struct ll_buf text = {0};
    ll_decimal_add(&text, number);
    ll_str kept = ll_arena_str(generator->arena, ll_buf_str(&text));
    generator->failed |= text.failed || !kept.ptr;
    ll_buf_fini(&text);
    return kept;
}

ll_str ll_mutate_date(struct ll_generator *generator, ll_str date, int days)
{
    ll_day day;
    char text[10];
    if (!ll_day_parse(date, &day))
        return (ll_str){0};
    ll_day_format(day + days, text);
    return ll_arena_str(generator->arena, (ll_str){text, sizeof text});
}

/* ---- keys that are numbers ---- */

/* The value under a key of a mapping, by one down and up, from least to most. Where the key is absent it is given. */
static void change_count(struct ll_generator *generator, const struct ll_yaml_node *mapping,
                         const char *key, int32_t value, int32_t least, int32_t most)
{
    const struct ll_yaml_node *node = ll_yaml_get(mapping, key);
    for (int32_t by = -1; by <= 1; by += 2) {
        if (value + by < least || value + by > most)
            continue;
        struct ll_edit edit = {.kind = LL_EDIT_KEY, .at = mapping->at, .key = key};
        edit.text = ll_mutate_number(generator, (value + by) * LL_DECIMAL_ONE);
        ll_generator_add(generator, node ? node->at : mapping->at, &edit,
                         "%s %" PRId32 " instead of %" PRId32, key, value + by, value);
    }
}

/* ---- windows ---- */

/* The mapping in which a key of the indicator at hand is given: an override, or its own. */
static const struct ll_yaml_node *holder(const struct ll_generator *generator, const char *key)
{
    const struct ll_book_entry *entry = generator->entry;
    for (const struct ll_book_override *one = entry->overrides; one; one = one->next)
        if (ll_yaml_get(one->node, key))
            return one->node;
    return entry->node;
}

static void put_window(struct ll_generator *generator, struct ll_pos at, ll_str window,
                       const char *was)
{
    struct ll_edit edit = {.kind = LL_EDIT_KEY,
                           .at = holder(generator, "window")->at,
                           .key = "window",
                           .text = window};
    ll_generator_add(generator, at, &edit, "window %.*s instead of %s", LL_STR_ARGS(window), was);
}

static void print_window(char out[80], const struct ll_window *window)
{
    if (window->kind == LL_WINDOW_SAME_DAY)
        (void)snprintf(out, 80, "{same_day: true}");
    else
        (void)snprintf(out, 80, "{%s: %" PRId32 "%s}",
                       window->kind == LL_WINDOW_DAYS ? "days" : "business_days", window->n,
                       window->dealers_own ? ", calendar: dealer" : "");
}

static void change_window(struct ll_generator *generator)
{
    const struct ll_book_entry *entry = generator->entry;
    const struct ll_window *was = &entry->indicator->window;
    const struct ll_yaml_node *node = ll_yaml_get(holder(generator, "window"), "window");
    struct ll_pos at = node ? node->at : entry->id_at;
    struct ll_window others[4];
    size_t count = 0;
    char before[80], after[80];
    if (was->kind == LL_WINDOW_SAME_DAY) {
        others[count++] = (struct ll_window){LL_WINDOW_DAYS, 2, false};
    } else {
        for (int32_t by = -1; by <= 1; by += 2)
            if (was->n + by >= 1 && was->n + by <= 3660)
                others[count++] = (struct ll_window){was->kind, was->n + by, was->dealers_own};
    }
    if (was->kind == LL_WINDOW_BUSINESS_DAYS) {
        others[count++] = (struct ll_window){LL_WINDOW_BUSINESS_DAYS, was->n, !was->dealers_own};
        others[count++] = (struct ll_window){LL_WINDOW_DAYS, was->n, false};
    }
    print_window(before, was);
    for (size_t i = 0; i < count; i++) {
        print_window(after, &others[i]);
        put_window(generator, at, ll_str_from(after), before);
    }
}

/* ---- lists and parameters ---- */

static void drop_members(struct ll_generator *generator, const struct ll_yaml_node *list,
                         const char *what, size_t least)
{
    if (list->child_count <= least)
        return;
    for (const struct ll_yaml_node *one = list->first_child; one; one = one->next) {
        struct ll_edit edit = {.kind = LL_EDIT_DROP, .at = one->at};
        ll_generator_add(generator, one->at, &edit, "%s without %.*s", what,
                         LL_STR_ARGS(one->text));
    }
}

static void put_param(struct ll_generator *generator, const struct ll_yaml_node *node, ll_str text)
{
    struct ll_edit edit = {
        .kind = LL_EDIT_TEXT, .at = node->at, .plain = node->plain, .text = text};
    if (text.ptr)
        ll_generator_add(generator, node->at, &edit, "%.*s %.*s instead of %.*s",
                         LL_STR_ARGS(node->key->text), LL_STR_ARGS(text), LL_STR_ARGS(node->text));
}

/* Two indicators may share a parameter: then it is changed once. */
static bool is_changed(const struct ll_mutants *mutants, struct ll_pos at)
{
    for (size_t i = 0; i < mutants->count; i++) {
        const struct ll_pos *known = &mutants->list[i].edit.at;
        if (known->source == at.source && known->line == at.line && known->col == at.col)
            return true;
    }
    return false;
}

static const struct ll_expr_param *param_of(const struct ll_book_entry *entry,
                                            const struct ll_yaml_node *node)
{
    for (size_t i = 0; i < entry->param_count; i++)
        if (ll_str_eq(entry->params[i].name, node->key->text))
            return &entry->params[i];
    return NULL;
}

static bool is_of_pack(const struct ll_book *book, const struct ll_yaml_node *node)
{
    for (size_t i = 0; i < book->root_count; i++)
        if (ll_yaml_get(ll_yaml_get(book->roots[i], "params"), node->key->text.ptr) == node)
            return true;
    return false;
}

static void change_param_value(struct ll_generator *generator, const struct ll_expr_param *param,
                               const struct ll_yaml_node *node)
{
    char name[128];
    (void)snprintf(name, sizeof name, "%.*s", LL_STR_ARGS(param->name));
    if (param->is_list) {
        drop_members(generator, node, name, 1);
    } else if (param->type == LL_TYPE_BOOL) {
        put_param(generator, node, param->values[0].number ? LL_STR("false") : LL_STR("true"));
    } else if (param->type == LL_TYPE_STRING) {
        put_param(generator, node, ll_mutate_date(generator, node->text, -1));
        put_param(generator, node, ll_mutate_date(generator, node->text, 1));
    } else {
        int64_t step = ll_mutate_param_step(generator->entry, param->name, node->text);
        put_param(generator, node, ll_mutate_number(generator, param->values[0].number - step));
        put_param(generator, node, ll_mutate_number(generator, param->values[0].number + step));
    }
}

static void change_param(struct ll_generator *generator, const struct ll_yaml_node *node)
{
    const struct ll_expr_param *param = param_of(generator->entry, node);
    const struct ll_yaml_node *first = node->first_child;
    uint32_t indicator = generator->indicator;
    if (!param || !param->used || is_changed(generator->out, first ? first->at : node->at))
        return;
    if (is_of_pack(generator->book, node))
        generator->indicator = LL_MUTANT_OF_PACK;
    change_param_value(generator, param, node);
    generator->indicator = indicator;
}

/* ---- the whole ---- */

static void change_enabled(struct ll_generator *generator)
{
    const struct ll_book_entry *entry = generator->entry;
    const struct ll_yaml_node *mapping = holder(generator, "enabled");
    const struct ll_yaml_node *node = ll_yaml_get(mapping, "enabled");
    bool was = entry->indicator->enabled;
    struct ll_edit edit = {.kind = LL_EDIT_KEY,
                           .at = mapping->at,
                           .key = "enabled",
                           .text = was ? LL_STR("false") : LL_STR("true")};
    ll_generator_add(generator, node ? node->at : entry->id_at, &edit, "enabled %s instead of %s",
                     was ? "false" : "true", was ? "true" : "false");
}

static void drop_where(struct ll_generator *generator)
{
    const struct ll_expr_reading *where = generator->entry->where;
    const struct ll_node *root = where->root;
    struct ll_edit edit = {.kind = LL_EDIT_KEY,
                           .at = generator->entry->node->at,
                           .key = "where",
                           .text = LL_STR("true")};
    if (root->kind != LL_NODE_AND && root->kind != LL_NODE_OR)
        ll_generator_add(generator, ll_reading_place(where, root), &edit, "without where");
}

static void change_indicator(struct ll_generator *generator)
{
    const struct ll_book_entry *entry = generator->entry;
    const struct ll_yaml_node *node = entry->node;
    change_enabled(generator);
    if (!entry->indicator->enabled)
        return; /* whatever else it says, it finds nothing */
    if (entry->where) {
        drop_where(generator);
        ll_mutate_expression(generator, entry->where, ll_yaml_get(node, "where"), "where");
    }
    if (entry->indicator->same_count)
        drop_members(generator, ll_yaml_get(node, "same"), "same", 0);
    change_window(generator);
    if (ll_yaml_get(node, "having"))
        ll_mutate_expression(generator, entry->having, ll_yaml_get(node, "having"), "having");
    if (ll_expr_uses_past(entry->indicator->having))
        change_count(generator, node, "trace_days", entry->indicator->trace_days, 0, 3660);
    for (size_t i = 0; i < entry->param_count; i++)
        change_param(generator, entry->param_nodes[i]);
}

static void change_quiet_days(struct ll_generator *generator)
{
    const struct ll_book *book = generator->book;
    int32_t value = book->pack->quiet_days;
    const struct ll_yaml_node *lead = NULL;
    for (size_t i = 0; i < book->root_count && !ll_yaml_get(lead, "quiet_days"); i++)
        lead = ll_yaml_get(book->roots[i], "lead");
    if (lead && lead->kind == LL_YAML_MAPPING) {
        change_count(generator, lead, "quiet_days", value, 0, 3660);
        return;
    }
    for (int32_t by = -1; by <= 1; by += 2) {
        char text[40];
        (void)snprintf(text, sizeof text, "{quiet_days: %" PRId32 "}", value + by);
        struct ll_edit edit = {.kind = LL_EDIT_KEY,
                               .at = book->roots[0]->at,
                               .key = "lead",
                               .text = ll_str_from(text)};
        ll_generator_add(generator, book->roots[0]->at, &edit,
                         "quiet_days %" PRId32 " instead of %" PRId32, value + by, value);
    }
}

/* The scalar of a condition; NULL: it is none of these. */
static const struct ll_yaml_node *find_condition(const struct ll_yaml_node *root, ll_str text)
{
    const struct ll_yaml_node *all = ll_yaml_get(root, "conditions");
    const struct ll_yaml_node *node = all ? all->first_child : NULL;
    while (node && node->text.ptr != text.ptr)
        node = node->next;
    return node;
}

/* Conditions that name others add these to the list. */
static void change_conditions(struct ll_generator *generator)
{
    for (size_t i = 0; i < generator->named_count; i++) {
        const struct ll_expr_reading *reading = generator->named[i]->named;
        const struct ll_yaml_node *node = NULL;
        char what[160];
        for (size_t r = 0; r < generator->book->root_count && !node; r++)
            node = find_condition(generator->book->roots[r], reading->text.text);
        if (!node)
            continue;
        (void)snprintf(what, sizeof what, "condition %.*s", LL_STR_ARGS(node->key->text));
        ll_mutate_expression(generator, reading, node, what);
    }
}

static void change_lists(struct ll_generator *generator)
{
    for (size_t r = 0; r < generator->book->root_count; r++) {
        const struct ll_yaml_node *lists = ll_yaml_get(generator->book->roots[r], "lists");
        const struct ll_yaml_node *list = lists ? lists->first_child : NULL;
        for (; list; list = list->next)
            drop_members(generator, list, list->key->text.ptr, 1);
    }
}

bool ll_mutants_list(const struct ll_book *book, struct ll_arena *arena, struct ll_mutants *mutants)
{
    struct ll_generator generator = {.book = book, .arena = arena, .out = mutants};
    for (uint32_t i = 0; i < book->pack->indicator_count && !generator.failed; i++) {
        generator.indicator = i;
        generator.entry = &book->entries[i];
        change_indicator(&generator);
    }
    generator.indicator = LL_MUTANT_OF_PACK;
    change_conditions(&generator);
    change_lists(&generator);
    change_quiet_days(&generator);
    return !generator.failed;
}
