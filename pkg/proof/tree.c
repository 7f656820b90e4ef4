/* tree.c -- see tree.h.   SPDX-License-Identifier: Apache-2.0 */
#include "proof/tree.h"

struct reading {
    struct ll_json_reader *reader;
    struct ll_arena *arena;
    const char *why;
};

static bool refuse(struct reading *reading, const char *why)
{
    reading->why = why;
    return false;
}

static struct ll_proof_node *add_child(struct reading *reading, struct ll_proof_node *parent)
{
    struct ll_proof_node *node = LL_NEW(reading->arena, struct ll_proof_node);

    if (!node) {
        (void)refuse(reading, "memory is out");
        return NULL;
    }
    node->parent = parent;
    node->place = parent->count++;
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
    return node;
}

static bool is_new(struct reading *reading, const struct ll_proof_node *object, ll_str name)
{
    if (object->count >= LL_PROOF_FIELDS_MAX)
        return refuse(reading, "an object has more than 64 fields");
    for (const struct ll_proof_node *field = object->first; field; field = field->next) {
        if (ll_str_eq(field->name, name))
            return refuse(reading, "an object has a field twice");
    }
    return true;
}

/* The reader lets no text be deeper than LL_JSON_DEPTH_MAX. */
static bool read_value(struct reading *reading, struct ll_proof_node *node)
{
    struct ll_json_value value;
    ll_str name = {0};
    bool more = true;

    if (!ll_json_take(reading->reader, &value))
        return false;
    node->type = value.type;
    node->text = value.text;
    if (value.type != LL_JSON_ARRAY && value.type != LL_JSON_OBJECT)
        return true;
    for (;;) {
        bool object = value.type == LL_JSON_OBJECT;
        if (object ? !ll_json_next_field(reading->reader, &name, &more)
                   : !ll_json_next_element(reading->reader, &more))
            return false;
        if (!more)
            return true;
        if (object && !is_new(reading, node, name))
            return false;
        struct ll_proof_node *child = add_child(reading, node);
        if (!child)
            return false;
        child->name = object ? name : (ll_str){0};
        if (!read_value(reading, child))
            return false;
    }
}

const struct ll_proof_node *ll_proof_tree(struct ll_json_reader *reader, ll_str text,
                                          struct ll_arena *arena, const char **why)
{
    struct reading reading = {.reader = reader, .arena = arena};
    struct ll_proof_node *root = LL_NEW(arena, struct ll_proof_node);

    *why = "memory is out";
    if (!root)
        return NULL;
    if (ll_json_open(reader, text) && read_value(&reading, root) && ll_json_close(reader))
        return root;
    if (reading.why)
        *why = reading.why;
    else if (ll_json_fault(reader))
        *why = ll_json_fault(reader);
    return NULL;
}

const struct ll_proof_node *ll_proof_find(const struct ll_proof_node *object, ll_str name)
{
    if (!object || object->type != LL_JSON_OBJECT)
        return NULL;
    for (const struct ll_proof_node *field = object->first; field; field = field->next) {
        if (ll_str_eq(field->name, name))
            return field->type == LL_JSON_NULL ? NULL : field;
    }
    return NULL;
}

const struct ll_proof_node *ll_proof_get(const struct ll_proof_node *object, const char *name)
{
    return ll_proof_find(object, ll_str_from(name));
}

ll_str ll_proof_text(const struct ll_proof_node *object, const char *name)
{
    const struct ll_proof_node *field = ll_proof_get(object, name);

    return field && field->type == LL_JSON_STRING ? field->text : (ll_str){0};
}

/* ---- paths ---- */

/* Longer ids are cut: a path is for people. */
#define SHOWN_MAX 80
/* Further down, a path begins with "...". */
#define STEPS_MAX 16

static const char *add_step(struct ll_arena *arena, const char *before,
                            const struct ll_proof_node *node)
{
    ll_str id = ll_proof_text(node, "id");
    bool first = *before == '\0';

    if (id.len > SHOWN_MAX)
        id.len = SHOWN_MAX;
    if (node->name.len)
        return ll_arena_printf(arena, "%s%s%.*s", before, first ? "" : ".",
                               (int)(node->name.len < SHOWN_MAX ? node->name.len : SHOWN_MAX),
                               node->name.ptr);
    if (id.len)
        return ll_arena_printf(arena, "%s[%.*s]", before, LL_STR_ARGS(id));
    return ll_arena_printf(arena, "%s[%zu]", before, node->place);
}

const char *ll_proof_path(struct ll_arena *arena, const struct ll_proof_node *node,
                          const char *name)
{
    const struct ll_proof_node *way[STEPS_MAX];
    size_t steps = 0;
    char *path = ll_arena_printf(arena, "%s", "");

    for (; node && node->parent && steps < STEPS_MAX; node = node->parent)
        way[steps++] = node;
    const char *text = path && node && node->parent ? "..." : path;
    while (text && steps)
        text = add_step(arena, text, way[--steps]);
    if (text)
        path = ll_arena_printf(arena, "%s%s%s", text, name && *text ? "." : "", name ? name : "");
    for (char *c = path; text && c && *c; c++) {
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = '?';
    }
    return text ? path : NULL;
}
