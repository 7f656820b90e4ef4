/* load.c -- groups and their guidelines from YAML.   SPDX-License-Identifier: Apache-2.0 */
#include "base/readfile.h"
#include "group/guideline.h"
#include "pack/keys.h"
#include "pack/spelling.h"

#include <stdarg.h>
#include <stdio.h>

#define ID_MAX 128

static const struct ll_expr_field lead_fields[] = {
#define LL_X(slot, name, type, is_list) {name, LL_TYPE_##type, is_list, LL_LEAD_##slot},
    LL_LEAD_FIELDS(LL_X)
#undef LL_X
};

struct reader {
    struct ll_arena *arena;
    struct ll_arena scratch;
    const struct ll_calibers *calibers;
    const struct ll_amend *amend; /* NULL: the file is read as it is */
    struct ll_errors *errors;
    enum ll_status status; /* of the first fault */
    struct ll_groups *groups;
    struct ll_group *list;
    struct ll_pos *id_places; /* by group */
};

static void note(struct reader *reader, enum ll_status status)
{
    if (reader->status == LL_OK)
        reader->status = status;
}

static void fault(struct reader *reader, struct ll_pos at, const char *format, ...) LL_PRINTF(3, 4);

static void fault(struct reader *reader, struct ll_pos at, const char *format, ...)
{
    char message[LL_ERROR_MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    note(reader, ll_fail_at(ll_errors_next(reader->errors), LL_ERR_SYNTAX, at, "%s", message));
}

static void fault_memory(struct reader *reader)
{
    if (reader->status != LL_ERR_NOMEM)
        (void)ll_fail(ll_errors_next(reader->errors), LL_ERR_NOMEM, "out of memory");
    reader->status = LL_ERR_NOMEM;
}

/* ---- texts ---- */

static ll_str text_of(struct reader *reader, const struct ll_yaml_node *group, const char *key)
{
    const struct ll_yaml_node *node = ll_yaml_get(group, key);
    if (!node || ll_yaml_is_null(node))
        return (ll_str){0};
    if (node->kind == LL_YAML_SCALAR)
        return node->text;
    fault(reader, node->at, "%s must be a text", key);
    return (ll_str){0};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* text on one line: blanks in a row become one, at the ends none. */
static size_t flatten(ll_str text, char *out)
{
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool blank = is_blank(text.ptr[i]);
        if (!blank)
            out[len++] = text.ptr[i];
        else if (len && out[len - 1] != ' ')
            out[len++] = ' ';
    }
    return len && out[len - 1] == ' ' ? len - 1 : len;
}

static ll_str flat(struct reader *reader, ll_str text)
{
    char *out = ll_arena_alloc_raw(reader->arena, text.len + 1, 1);
    if (!out) {
        fault_memory(reader);
        return (ll_str){0};
    }
    return (ll_str){out, flatten(text, out)};
}

/* ---- expressions ---- */

static const char *literal(void *context, uint16_t slot, ll_str text, struct ll_pos at)
{
    struct reader *reader = context;
    (void)at;
    return ll_spelling_caliber(reader->calibers, &reader->scratch, slot, text);
}

/* Of leads: fields that only items have. */
static const char *item_owner(void *context, ll_str name)
{
    (void)context;
    return ll_item_field_owner(name);
}

/* Of items: fields that only leads have. */
static const char *lead_owner(void *context, ll_str name)
{
    (void)context;
    for (size_t i = 0; i < LL_LEAD_SLOT_COUNT; i++) {
        if (ll_str_eq(name, ll_str_from(lead_fields[i].name)))
            return "leads (they have their place in accept and priority)";
    }
    return NULL;
}

/* NULL where node is absent, or a fault was reported. */
static const struct ll_expr_reading *compile(struct reader *reader, const struct ll_yaml_node *node,
                                             const char *what, bool of_lead)
{
    struct ll_expr_schema schema = {.what = "leads",
                                    .no_calls = "guidelines",
                                    .fields = lead_fields,
                                    .field_count = LL_LEAD_SLOT_COUNT,
                                    .elsewhere = item_owner,
                                    .context = reader};
    if (!node)
        return NULL;
    if (node->kind != LL_YAML_SCALAR || ll_yaml_is_null(node)) {
        fault(reader, node->at, "%s must be an expression; write one, or remove the key", what);
        return NULL;
    }
    if (!of_lead) {
        schema.what = "items";
        schema.fields = ll_item_fields(0, &schema.field_count);
        schema.elsewhere = lead_owner;
        schema.literal = literal;
    }
    struct ll_pos at;
    bool verbatim = ll_spelling_place(node, &at);
    struct ll_expr_reading *reading;
    note(reader, ll_expr_read(reader->arena, reader->arena, &schema, node->text, at, verbatim,
                              &reading, reader->errors));
    if (reading && of_lead && ll_expr_uses_field(reading->program, LL_LEAD_INDICATORS))
        reader->groups->uses_indicators = true;
    return reading;
}

/* "ACCEPT; NAME as CONDITION" */
static ll_str why_of(struct reader *reader, const struct ll_group *group, ll_str name,
                     ll_str condition)
{
    ll_str text = flat(reader, condition);
    const char *why = ll_arena_printf(reader->arena, "%.*s; %.*s as %.*s", LL_STR_ARGS(group->why),
                                      LL_STR_ARGS(name), LL_STR_ARGS(text));
    if (!why)
        fault_memory(reader);
    return ll_str_from(why);
}

static void read_priorities(struct reader *reader, const struct ll_yaml_node *node,
                            struct ll_group *group)
{
    if (!node || ll_yaml_is_null(node))
        return;
    if (node->kind != LL_YAML_MAPPING) {
        fault(reader, node->at, "priority must name conditions, as in {urgent: score >= 80}");
        return;
    }
    for (const struct ll_yaml_node *child = node->first_child; child; child = child->next) {
        if (group->priority_count == LL_GROUP_PRIORITIES_MAX) {
            fault(reader, child->key->at, "a group has at most %d priorities",
                  LL_GROUP_PRIORITIES_MAX);
            return;
        }
        if (!child->key->text.len) {
            fault(reader, child->key->at, "a priority has a name, as in urgent: score >= 80");
            continue;
        }
        const struct ll_expr_reading *when = compile(reader, child, "a priority", true);
        if (!when)
            continue;
        ll_str name = child->key->text;
        group->priorities[group->priority_count++] =
            (struct ll_priority){name, child, when, why_of(reader, group, name, child->text)};
    }
}

/* ---- groups ---- */

static bool is_id(ll_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '-' || c == '_' || c == '.';
        if (!fits)
            return false;
    }
    return s.len > 0 && s.len <= ID_MAX;
}

static void read_id(struct reader *reader, const struct ll_yaml_node *node, size_t index)
{
    struct ll_group *group = &reader->list[index];
    const struct ll_yaml_node *id = ll_yaml_get(node, "id");
    reader->id_places[index] = id ? id->at : node->at;
    if (!id || ll_yaml_is_null(id)) {
        fault(reader, node->at, "this group has no 'id'; give it one, as in id: laredo");
        return;
    }
    if (id->kind != LL_YAML_SCALAR || !is_id(id->text)) {
        fault(reader, id->at, "an id has letters, digits, '-', '_' and '.', at most %d of them",
              ID_MAX);
        return;
    }
    group->id = id->text;
    for (size_t i = 0; i < index; i++) {
        if (!ll_str_eq(reader->list[i].id, group->id))
            continue;
        struct ll_error *err = ll_errors_next(reader->errors);
        note(reader, ll_fail_at(err, LL_ERR_SYNTAX, id->at,
                                "a second group has the id '%.*s'; give it another",
                                LL_STR_ARGS(group->id)));
        err->other = reader->id_places[i];
        (void)snprintf(err->other_note, sizeof err->other_note, "the first is here");
        return;
    }
}

static void read_group(struct reader *reader, const struct ll_yaml_node *node, size_t index)
{
    static const char *const keys[] = {"id", "title", "division", "covers", "accept", "priority"};
    struct ll_group *group = &reader->list[index];
    if (node->kind != LL_YAML_MAPPING) {
        fault(reader, node->at, "a group must have keys: id, covers, accept, priority");
        return;
    }
    group->node = node;
    read_id(reader, node, index);
    if (ll_keys_refuse(node, keys, 6, "a group", reader->errors))
        note(reader, LL_ERR_SYNTAX);
    group->title = text_of(reader, node, "title");
    if (!group->title.len)
        group->title = group->id;
    group->division = text_of(reader, node, "division");
    const struct ll_yaml_node *accept = ll_yaml_get(node, "accept");
    group->covers = compile(reader, ll_yaml_get(node, "covers"), "covers", false);
    group->accept = compile(reader, accept, "accept", true);
    group->why =
        accept && accept->kind == LL_YAML_SCALAR ? flat(reader, accept->text) : LL_STR("true");
    read_priorities(reader, ll_yaml_get(node, "priority"), group);
}

static uint64_t asked_by(const struct ll_expr_reading *covers)
{
    uint64_t slots = 0;
    for (uint16_t slot = 0; covers && slot < LL_SLOT_COUNT; slot++)
        if (ll_expr_uses_field(covers->program, slot))
            slots |= UINT64_C(1) << slot;
    return slots;
}

static void read_list(struct reader *reader, const struct ll_yaml_node *list)
{
    struct ll_groups *groups = reader->groups;
    if (list->kind != LL_YAML_SEQUENCE) {
        fault(reader, list->at, "groups must be a list; begin each with '- id:'");
        return;
    }
    if (list->child_count > LL_GROUPS_MAX) {
        fault(reader, list->at, "there are at most %d groups", LL_GROUPS_MAX);
        return;
    }
    reader->list = LL_NEW_ARRAY(reader->arena, struct ll_group, list->child_count);
    reader->id_places = LL_NEW_ARRAY(&reader->scratch, struct ll_pos, list->child_count);
    if (!reader->list || !reader->id_places) {
        fault_memory(reader);
        return;
    }
    for (const struct ll_yaml_node *node = list->first_child; node; node = node->next)
        read_group(reader, node, groups->count++);
    for (size_t i = 0; i < groups->count; i++) {
        uint64_t asks = reader->list[i].covers_asks = asked_by(reader->list[i].covers);
        if (asks >> LL_SLOT_PURCHASER_COUNTRY_OF_BIRTH & 1)
            groups->router.asks_birth = true;
    }
    groups->list = reader->list;
    groups->router.group_count = groups->count;
}

static void read_root(struct reader *reader, const struct ll_source *source)
{
    static const char *const keys[] = {"groups"};
    struct ll_yaml_node *root;
    struct ll_error err = {0};
    enum ll_status status = ll_yaml_parse(reader->arena, source, &root, &err);
    if (status != LL_OK) {
        *ll_errors_next(reader->errors) = err;
        note(reader, status);
        return;
    }
    if (root && reader->amend)
        reader->amend->change(reader->amend->context, reader->arena, root);
    struct ll_pos start = {source, 1, 1, 1};
    const struct ll_yaml_node *list = ll_yaml_get(root, "groups");
    if (!list) {
        fault(reader, root ? root->at : start, "a groups file begins with 'groups:'");
        return;
    }
    if (ll_keys_refuse(root, keys, 1, "a groups file", reader->errors))
        note(reader, LL_ERR_SYNTAX);
    if (!ll_yaml_is_null(list))
        read_list(reader, list);
}

static enum ll_status parse(struct reader *reader, const struct ll_source *source,
                            struct ll_groups **out)
{
    reader->groups = LL_NEW(reader->arena, struct ll_groups);
    *out = NULL;
    if (reader->groups) {
        reader->groups->router.route = ll_groups_route;
        read_root(reader, source);
    } else {
        fault_memory(reader);
    }
    ll_arena_fini(&reader->scratch);
    if (reader->status == LL_OK)
        *out = reader->groups;
    return reader->status;
}

enum ll_status ll_groups_parse(struct ll_arena *arena, const struct ll_source *source,
                               const struct ll_calibers *calibers, struct ll_groups **out,
                               struct ll_errors *errors)
{
    struct reader reader = {.arena = arena, .calibers = calibers, .errors = errors};
    return parse(&reader, source, out);
}

enum ll_status ll_groups_load_amended(struct ll_arena *arena, const char *path,
                                      const struct ll_calibers *calibers,
                                      const struct ll_amend *amend, struct ll_groups **out,
                                      struct ll_errors *errors)
{
    struct reader reader = {.arena = arena, .calibers = calibers, .amend = amend, .errors = errors};
    *out = NULL;
    struct ll_source *source = LL_NEW(arena, struct ll_source);
    struct ll_error err = {0};
    enum ll_status status = source ? ll_readfile(arena, path, source, &err)
                                   : ll_fail(&err, LL_ERR_NOMEM, "out of memory");
    if (status == LL_OK)
        return parse(&reader, source, out);
    *ll_errors_next(errors) = err;
    return status;
}

enum ll_status ll_groups_load(struct ll_arena *arena, const char *path,
                              const struct ll_calibers *calibers, struct ll_groups **out,
                              struct ll_errors *errors)
{
    return ll_groups_load_amended(arena, path, calibers, NULL, out, errors);
}
