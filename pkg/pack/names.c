/* names.c -- the lists and conditions of a pack.   SPDX-License-Identifier: Apache-2.0
 *
 * What a condition means depends on where it is used; here only its form is looked at, and that none needs itself. */
#include "base/buf.h"
#include "expr/tree.h"
#include "pack/read.h"
#include "pack/spelling.h"

static bool begin(struct ll_reader *reader)
{
    if (reader->expr_names)
        return true;
    reader->expr_names = LL_NEW_ARRAY(reader->arena, struct ll_expr_name, LL_PACK_NAMES_MAX);
    reader->name_nodes =
        LL_NEW_ARRAY(&reader->scratch, const struct ll_yaml_node *, LL_PACK_NAMES_MAX);
    reader->name_depths = LL_NEW_ARRAY(&reader->scratch, unsigned, LL_PACK_NAMES_MAX);
    if (reader->expr_names && reader->name_nodes && reader->name_depths)
        return true;
    ll_reader_fault_memory(reader);
    return false;
}

static const char *word_of(const struct ll_expr_name *name)
{
    return name->is_condition ? "condition" : "list";
}

/* Whether a name may be given: it is no word of the language, no field's, and nobody else's. */
static bool is_free(struct ll_reader *reader, const struct ll_yaml_node *key, const char *what)
{
    ll_str name = key->text;
    const char *owner = ll_item_field_owner(name);
    if (!ll_params_is_name(name))
        ll_reader_fault(reader, key->at, "the name of a %s has letters, digits and '_', as in %s",
                        what, "long_guns");
    else if (ll_expr_is_word(name))
        ll_reader_fault(reader, key->at,
                        "'%.*s' is a word of the language; give the %s another name",
                        LL_STR_ARGS(name), what);
    else if (owner)
        ll_reader_fault(reader, key->at, "'%.*s' is a field of %s; give the %s another name",
                        LL_STR_ARGS(name), owner, what);
    else
        return true;
    return false;
}

static bool is_new(struct ll_reader *reader, const struct ll_yaml_node *key, const char *what)
{
    for (size_t i = 0; i < reader->name_count; i++) {
        const struct ll_expr_name *other = &reader->expr_names[i];
        if (!ll_str_eq(other->name, key->text))
            continue;
        ll_reader_fault(reader, key->at, "there is a %s '%.*s' already; give this %s another name",
                        word_of(other), LL_STR_ARGS(key->text), what);
        ll_reader_other(reader, other->at, "the first is here");
        return false;
    }
    if (reader->name_count < LL_PACK_NAMES_MAX)
        return true;
    ll_reader_fault(reader, key->at, "a pack has at most %d lists and conditions",
                    LL_PACK_NAMES_MAX);
    return false;
}

/* ---- lists ---- */

static bool read_member(struct ll_reader *reader, const struct ll_yaml_node *item,
                        enum ll_type *type, struct ll_value *value)
{
    if (item->kind != LL_YAML_SCALAR) {
        ll_reader_fault(reader, item->at,
                        "the members of a list are numbers, strings or booleans, and no lists");
        return false;
    }
    if (!ll_params_value(reader, item, "a member of a list", type, value))
        return false;
    if (*type == LL_TYPE_STRING && value->len && memchr(value->text, '\n', value->len)) {
        ll_reader_fault(reader, item->at, "a string of a list stands on one line");
        return false;
    }
    return true;
}

static void read_list(struct ll_reader *reader, const struct ll_yaml_node *node,
                      struct ll_expr_name *out)
{
    static const char *const words[] = {
        [LL_TYPE_BOOL] = "a boolean", [LL_TYPE_NUMBER] = "a number", [LL_TYPE_STRING] = "a string"};
    struct ll_value *values = LL_NEW_ARRAY(reader->arena, struct ll_value, node->child_count);
    struct ll_pos *places = LL_NEW_ARRAY(reader->arena, struct ll_pos, node->child_count);
    out->type = LL_TYPE_STRING;
    out->faulty = !values || !places;
    if (out->faulty) {
        ll_reader_fault_memory(reader);
        return;
    }
    for (const struct ll_yaml_node *item = node->first_child; item; item = item->next) {
        enum ll_type type;
        if (!read_member(reader, item, &type, &values[out->count])) {
            out->faulty = true;
        } else if (out->count && type != out->type) {
            ll_reader_fault(reader, item->at,
                            "the members of a list are of one type: this is %s, not %s",
                            words[type], words[out->type]);
            out->faulty = true;
        } else {
            out->type = type;
            places[out->count++] = item->at;
        }
    }
    out->values = values;
    out->places = places;
}

/* ---- conditions ---- */

static void read_condition(struct ll_reader *reader, const struct ll_yaml_node *node,
                           struct ll_expr_name *out)
{
    out->is_condition = true;
    out->faulty = node->kind != LL_YAML_SCALAR || ll_yaml_is_null(node);
    if (node->kind != LL_YAML_SCALAR) {
        ll_reader_fault(reader, node->at, "a condition must be an expression; put it in quotes");
    } else if (out->faulty) {
        ll_reader_fault(reader, node->at, "this condition is empty; write an expression");
    } else {
        out->text = node->text;
        out->verbatim = ll_spelling_place(node, &out->text_at);
    }
}

static void read_names(struct ll_reader *reader, const struct ll_pack_file *file, const char *key,
                       const char *remedy)
{
    const struct ll_yaml_node *node = ll_reader_get(file->root, key);
    bool is_list = strcmp(key, "lists") == 0;
    const char *what = is_list ? "list" : "condition";
    if (!node)
        return;
    if (node->kind != LL_YAML_MAPPING) {
        ll_reader_fault(reader, node->at, "%s must be named, as in %s", key, remedy);
        return;
    }
    if (!begin(reader))
        return;
    for (const struct ll_yaml_node *child = node->first_child; child; child = child->next) {
        if (!is_free(reader, child->key, what) || !is_new(reader, child->key, what))
            continue;
        struct ll_expr_name *out = &reader->expr_names[reader->name_count];
        *out = (struct ll_expr_name){.name = child->key->text, .at = child->key->at};
        reader->name_nodes[reader->name_count] = child;
        reader->name_depths[reader->name_count++] = file->depth;
        if (!is_list) {
            read_condition(reader, child, out);
        } else if (child->kind == LL_YAML_SEQUENCE) {
            read_list(reader, child, out);
        } else {
            out->faulty = true;
            ll_reader_fault(reader, child->at, "a list stands in [ ]");
        }
    }
}

void ll_names_read(struct ll_reader *reader, const struct ll_pack_file *file)
{
    read_names(reader, file, "lists", "{borders: [AZ, NM, TX]}");
    read_names(reader, file, "conditions", "{heavy: bore >= 0.5}");
}

/* ---- circles ---- */

static void parse(struct ll_reader *reader, struct ll_expr_name *name)
{
    struct ll_expr_text text = {.text = name->text,
                                .at = name->text_at,
                                .verbatim = name->verbatim,
                                .errors = reader->errors};
    if (name->is_condition && !name->faulty && !ll_expr_parse(&text, &reader->scratch)) {
        name->faulty = true;
        ll_reader_note(reader, text.status);
    }
}

/* A walk from a condition to those that it names. */
struct circle_walk {
    struct ll_reader *reader;
    bool *on_path, *done;
    uint32_t *path;
    size_t path_len;
};

static void refuse_circle(struct circle_walk *walk, size_t to, struct ll_pos at)
{
    struct ll_expr_name *names = walk->reader->expr_names;
    struct ll_buf way = {.max = 240};
    size_t from = walk->path_len;
    while (walk->path[from - 1] != to)
        from--;
    for (size_t i = from - 1; i < walk->path_len; i++) {
        ll_buf_printf(&way, "%.*s -> ", LL_STR_ARGS(names[walk->path[i]].name));
        names[walk->path[i]].faulty = true;
    }
    ll_reader_fault(walk->reader, at,
                    "these conditions need each other: %.*s%.*s; write one without the other",
                    LL_STR_ARGS(ll_buf_str(&way)), LL_STR_ARGS(names[to].name));
    ll_buf_fini(&way);
}

static void walk_from(struct circle_walk *walk, size_t at);

/* A token of the condition on the path's end. */
static void walk_token(struct circle_walk *walk, const struct ll_expr_text *text,
                       struct ll_token token)
{
    const struct ll_reader *reader = walk->reader;
    ll_str word = {text->text.ptr + token.begin, token.end - token.begin};
    for (size_t i = 0; token.kind == LL_TOKEN_NAME && i < reader->name_count; i++) {
        if (!ll_str_eq(reader->expr_names[i].name, word) || !reader->expr_names[i].is_condition)
            continue;
        if (walk->on_path[i])
            refuse_circle(walk, i, ll_expr_place(text, token.begin, token.end));
        else
            walk_from(walk, i);
        return;
    }
}

static void walk_from(struct circle_walk *walk, size_t at)
{
    const struct ll_expr_name *name = &walk->reader->expr_names[at];
    struct ll_errors *errors = walk->reader->errors;
    struct ll_expr_text text = {
        .text = name->text, .at = name->text_at, .verbatim = name->verbatim, .errors = errors};
    struct ll_token token = {0};
    if (walk->done[at] || name->faulty || !name->is_condition)
        return;
    walk->done[at] = true;
    walk->on_path[at] = true;
    walk->path[walk->path_len++] = (uint32_t)at;
    while (ll_token_next(&text, token.end, &token) && token.kind != LL_TOKEN_END)
        walk_token(walk, &text, token);
    walk->path_len--;
    walk->on_path[at] = false;
}

void ll_names_settle(struct ll_reader *reader)
{
    size_t n = reader->name_count;
    struct circle_walk walk = {.reader = reader,
                               .on_path = LL_NEW_ARRAY(&reader->scratch, bool, n),
                               .done = LL_NEW_ARRAY(&reader->scratch, bool, n),
                               .path = LL_NEW_ARRAY(&reader->scratch, uint32_t, n)};
    if (!walk.on_path || !walk.done || !walk.path) {
        ll_reader_fault_memory(reader);
        return;
    }
    for (size_t i = 0; i < n; i++)
        parse(reader, &reader->expr_names[i]);
    for (size_t i = 0; i < n; i++)
        walk_from(&walk, i);
}

void ll_names_warn(struct ll_reader *reader)
{
    for (size_t i = 0; i < reader->name_count; i++) {
        const struct ll_expr_name *name = &reader->expr_names[i];
        if (!name->used && !reader->name_depths[i])
            ll_reader_warn(reader, name->at, "no indicator uses the %s '%.*s'; remove it",
                           word_of(name), LL_STR_ARGS(name->name))
                ->code = "unused-name";
    }
}
