/* yaml.c -- libyaml's events to a tree.   SPDX-License-Identifier: Apache-2.0 */
#include "yaml/yaml.h"
#include "yaml/mark.h"
#include <stdlib.h>

/* A collection that is not closed yet. */
struct frame {
    struct ll_yaml_node *node, *last_child;
    struct ll_yaml_node *key; /* of a mapping: a key that waits for its value */
};

struct builder {
    struct ll_arena *arena;
    const struct ll_source *source;
    struct ll_error *err;
    struct ll_yaml_walk walk;
    struct frame frames[LL_YAML_DEPTH_MAX];
    size_t depth;
    size_t node_count;
    size_t document_count;
    struct ll_yaml_node *root;
};

/* Up to this many children a mapping is searched for keys given twice pair by pair. */
#define PAIRWISE_MAX 32

/* As much of a user's text as a message shows. */
static ll_str shown(ll_str text)
{
    return (ll_str){text.ptr, text.len < 64 ? text.len : 64};
}

static enum ll_status no_memory(struct builder *b)
{
    return ll_fail(b->err, LL_ERR_NOMEM, "out of memory");
}

static enum ll_status refuse(struct builder *b, yaml_mark_t mark, const char *message)
{
    ll_yaml_walk_to_index(&b->walk, mark.index);
    return ll_fail_at(b->err, LL_ERR_SYNTAX, ll_yaml_walk_pos(&b->walk, 1), "%s", message);
}

/* NULL where there is none to be had, and why in *status. */
static struct ll_yaml_node *new_node(struct builder *b, enum ll_yaml_kind kind, yaml_mark_t start,
                                     enum ll_status *status)
{
    ll_yaml_walk_to_index(&b->walk, start.index);
    struct ll_pos at = ll_yaml_walk_pos(&b->walk, 1);
    if (++b->node_count > LL_YAML_NODES_MAX) {
        *status = ll_fail_at(b->err, LL_ERR_LIMIT, at, "the file has more than %d values; split it",
                             LL_YAML_NODES_MAX);
        return NULL;
    }
    struct ll_yaml_node *node = LL_NEW(b->arena, struct ll_yaml_node);
    if (node)
        *node = (struct ll_yaml_node){.kind = kind, .at = at, .text_at = at};
    else
        *status = no_memory(b);
    return node;
}

/* The offset in the source at which a scalar's text would stand, were it written there as it is. */
static size_t text_offset(const struct builder *b, yaml_scalar_style_t style)
{
    ll_str text = b->source->text;
    size_t offset = b->walk.offset;
    if (style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
        return offset + 1;
    if (style != YAML_LITERAL_SCALAR_STYLE && style != YAML_FOLDED_SCALAR_STYLE)
        return offset;
    while (offset < text.len && text.ptr[offset] != '\n')
        offset++;
    offset++;
    while (offset < text.len && text.ptr[offset] == ' ')
        offset++;
    return offset;
}

/* Find out whether the text stands in the source byte for byte, and where. The walk is at the
 * scalar. */
static void find_text(struct builder *b, struct ll_yaml_node *node, yaml_scalar_style_t style)
{
    ll_str text = node->text;
    bool block = style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE;
    if (block && text.len && text.ptr[text.len - 1] == '\n')
        text.len--;
    size_t offset = text_offset(b, style);
    ll_str source = b->source->text;
    if (offset > source.len || text.len > source.len - offset)
        return;
    if (text.len &&
        (memcmp(source.ptr + offset, text.ptr, text.len) != 0 || memchr(text.ptr, '\n', text.len)))
        return;
    struct ll_yaml_walk walk = b->walk;
    ll_yaml_walk_to_offset(&walk, offset);
    node->verbatim = true;
    node->text_at = ll_yaml_walk_pos(&walk, text.len);
}

static struct ll_yaml_node *new_scalar(struct builder *b, const yaml_event_t *event,
                                       enum ll_status *status)
{
    struct ll_yaml_node *node = new_node(b, LL_YAML_SCALAR, event->start_mark, status);
    if (!node)
        return NULL;
    ll_str value = {(const char *)event->data.scalar.value, event->data.scalar.length};
    yaml_scalar_style_t style = event->data.scalar.style;
    node->text = ll_arena_str(b->arena, value);
    if (!node->text.ptr) {
        *status = no_memory(b);
        return NULL;
    }
    node->plain = style == YAML_PLAIN_SCALAR_STYLE;
    node->at.width = (uint32_t)ll_yaml_walk_width(&b->walk, event->end_mark.index);
    node->text_at.width = node->at.width;
    find_text(b, node, style);
    return node;
}

static enum ll_status take_key(struct builder *b, struct frame *frame, struct ll_yaml_node *node)
{
    if (node->kind != LL_YAML_SCALAR)
        return ll_fail_at(b->err, LL_ERR_SYNTAX, node->at,
                          "a key must be a plain word; put a text that starts so in quotes");
    if (node->plain && ll_str_eq(node->text, LL_STR("<<")))
        return ll_fail_at(b->err, LL_ERR_SYNTAX, node->at,
                          "merge keys '<<' are not supported; write the keys out");
    if (node->plain && !node->text.len)
        return ll_fail_at(b->err, LL_ERR_SYNTAX, node->at, "a key is missing before the ':'");
    frame->key = node;
    return LL_OK;
}

/* Put a node where it belongs: root, item, key or value. */
static enum ll_status place_node(struct builder *b, struct ll_yaml_node *node)
{
    if (!b->depth) {
        b->root = node;
        return LL_OK;
    }
    struct frame *frame = &b->frames[b->depth - 1];
    if (frame->node->kind == LL_YAML_MAPPING) {
        if (!frame->key)
            return take_key(b, frame, node);
        node->key = frame->key;
        frame->key = NULL;
    }
    if (frame->last_child)
        frame->last_child->next = node;
    else
        frame->node->first_child = node;
    frame->last_child = node;
    frame->node->child_count++;
    return LL_OK;
}

static enum ll_status open_collection(struct builder *b, enum ll_yaml_kind kind,
                                      const yaml_event_t *event)
{
    enum ll_status status = LL_OK;
    struct ll_yaml_node *node = new_node(b, kind, event->start_mark, &status);
    if (node)
        status = place_node(b, node);
    if (!node || status)
        return status;
    if (b->depth == LL_YAML_DEPTH_MAX)
        return ll_fail_at(b->err, LL_ERR_LIMIT, node->at,
                          "values are nested more than %d deep; write them flatter",
                          LL_YAML_DEPTH_MAX);
    b->frames[b->depth++] = (struct frame){.node = node};
    return LL_OK;
}

static enum ll_status refuse_twice(struct builder *b, const struct ll_yaml_node *first,
                                   const struct ll_yaml_node *second)
{
    enum ll_status status =
        ll_fail_at(b->err, LL_ERR_SYNTAX, second->at, "key '%.*s' is given twice; remove one",
                   LL_STR_ARGS(shown(second->text)));
    if (b->err) {
        b->err->other = first->at;
        memcpy(b->err->other_note, "first given here", sizeof "first given here");
    }
    return status;
}

static bool before(struct ll_pos a, struct ll_pos b)
{
    return a.line != b.line ? a.line < b.line : a.col < b.col;
}

static int by_key(const void *left, const void *right)
{
    const struct ll_yaml_node *a = *(const struct ll_yaml_node *const *)left;
    const struct ll_yaml_node *b = *(const struct ll_yaml_node *const *)right;
    int order = ll_str_cmp(a->text, b->text);
    return order ? order : before(a->at, b->at) ? -1 : 1;
}

static enum ll_status check_keys_sorted(struct builder *b, const struct ll_yaml_node *mapping)
{
    size_t n = 0;
    const struct ll_yaml_node **keys =
        LL_NEW_ARRAY(b->arena, const struct ll_yaml_node *, mapping->child_count);
    if (!keys)
        return no_memory(b);
    for (const struct ll_yaml_node *child = mapping->first_child; child; child = child->next)
        keys[n++] = child->key;
    qsort(keys, n, sizeof keys[0], by_key);
    const struct ll_yaml_node *first = NULL, *second = NULL;
    for (size_t i = 1; i < n; i++) {
        if (!ll_str_eq(keys[i - 1]->text, keys[i]->text))
            continue;
        if (!second || before(keys[i]->at, second->at)) {
            first = keys[i - 1];
            second = keys[i];
        }
    }
    return second ? refuse_twice(b, first, second) : LL_OK;
}

static enum ll_status check_keys(struct builder *b, const struct ll_yaml_node *mapping)
{
    if (mapping->child_count > PAIRWISE_MAX)
        return check_keys_sorted(b, mapping);
    for (const struct ll_yaml_node *child = mapping->first_child; child; child = child->next)
        for (const struct ll_yaml_node *old = mapping->first_child; old != child; old = old->next)
            if (ll_str_eq(old->key->text, child->key->text))
                return refuse_twice(b, old->key, child->key);
    return LL_OK;
}

static enum ll_status close_collection(struct builder *b)
{
    struct ll_yaml_node *node = b->frames[--b->depth].node;
    return node->kind == LL_YAML_MAPPING ? check_keys(b, node) : LL_OK;
}

static enum ll_status take_scalar(struct builder *b, const yaml_event_t *event)
{
    enum ll_status status = LL_OK;
    struct ll_yaml_node *node = new_scalar(b, event, &status);
    return node ? place_node(b, node) : status;
}

/* Anchors and tags, on any kind of node. */
static enum ll_status check_decoration(struct builder *b, const yaml_event_t *event,
                                       const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor)
        return refuse(b, event->start_mark, "anchors '&' are not supported; write the value out");
    if (tag)
        return refuse(b, event->start_mark, "tags '!' are not supported; remove it");
    return LL_OK;
}

static enum ll_status take_event(struct builder *b, const yaml_event_t *event)
{
    enum ll_status status = LL_OK;
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (++b->document_count > 1)
            return refuse(b, event->start_mark, "a second document; keep one to a file");
        return LL_OK;
    case YAML_ALIAS_EVENT:
        return refuse(b, event->start_mark, "aliases '*' are not supported; write the value out");
    case YAML_SCALAR_EVENT:
        status = check_decoration(b, event, event->data.scalar.anchor, event->data.scalar.tag);
        return status ? status : take_scalar(b, event);
    case YAML_SEQUENCE_START_EVENT:
        status = check_decoration(b, event, event->data.sequence_start.anchor,
                                  event->data.sequence_start.tag);
        return status ? status : open_collection(b, LL_YAML_SEQUENCE, event);
    case YAML_MAPPING_START_EVENT:
        status = check_decoration(b, event, event->data.mapping_start.anchor,
                                  event->data.mapping_start.tag);
        return status ? status : open_collection(b, LL_YAML_MAPPING, event);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_collection(b);
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    }
    return LL_OK;
}

static enum ll_status read_events(struct builder *b, yaml_parser_t *parser)
{
    for (bool more = true; more;) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event))
            return ll_yaml_explain(parser, b->source, b->err);
        more = event.type != YAML_STREAM_END_EVENT;
        enum ll_status status = take_event(b, &event);
        yaml_event_delete(&event);
        if (status)
            return status;
    }
    return LL_OK;
}

enum ll_status ll_yaml_parse(struct ll_arena *arena, const struct ll_source *source,
                             struct ll_yaml_node **root, struct ll_error *err)
{
    *root = NULL;
    struct builder b = {.arena = arena, .source = source, .err = err};
    ll_yaml_walk_init(&b.walk, source);
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        return no_memory(&b);
    ll_str text = {source->text.len ? source->text.ptr + b.walk.base : "",
                   source->text.len - b.walk.base};
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text.ptr, text.len);
    enum ll_status status = read_events(&b, &parser);
    yaml_parser_delete(&parser);
    if (status == LL_OK)
        *root = b.root;
    return status;
}
