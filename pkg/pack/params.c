/* params.c -- the parameters of an indicator.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/decimal.h"
#include "base/nearest.h"
#include "pack/read.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool ll_params_is_name(ll_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!is_letter(s.ptr[i]) && (i == 0 || !is_digit(s.ptr[i])))
            return false;
    }
    return s.len > 0;
}

/* -?(0|[1-9]digits)[.digits]: what else looks like a number (007, 1e3) is text. */
static bool is_number(ll_str s)
{
    size_t i = s.len && s.ptr[0] == '-', start = i;
    while (i < s.len && is_digit(s.ptr[i]))
        i++;
    if (i == start || (s.ptr[start] == '0' && i > start + 1))
        return false;
    if (i == s.len)
        return true;
    if (s.ptr[i] != '.' || i + 1 == s.len)
        return false;
    for (i++; i < s.len; i++) {
        if (!is_digit(s.ptr[i]))
            return false;
    }
    return true;
}

/* Number, boolean or text, as plain YAML has them; quoted, always text. */
bool ll_params_value(struct ll_reader *reader, const struct ll_yaml_node *node, const char *what,
                     enum ll_type *type, struct ll_value *value)
{
    bool truth;
    int64_t number;
    if (node->kind != LL_YAML_SCALAR) {
        ll_reader_fault(reader, node->at, "%s is a number, a string, a boolean, or a list of these",
                        what);
        return false;
    }
    if (ll_yaml_is_null(node)) {
        ll_reader_fault(reader, node->at, "%s has a value; null is none", what);
        return false;
    }
    if (ll_yaml_bool(node, &truth)) {
        *type = LL_TYPE_BOOL;
        *value = ll_value_bool(truth);
        return true;
    }
    if (!node->plain || !is_number(node->text)) {
        *type = LL_TYPE_STRING;
        *value = (struct ll_value){.text = node->text.ptr, .len = (uint32_t)node->text.len};
        return true;
    }
    if (ll_decimal_parse(node->text, &number) != LL_DECIMAL_FINE) {
        ll_reader_fault(reader, node->at,
                        "a number has at most 14 digits before its point and four after it");
        return false;
    }
    *type = LL_TYPE_NUMBER;
    *value = ll_value_number(number);
    return true;
}

static const char *const type_words[] = {
    [LL_TYPE_BOOL] = "a boolean", [LL_TYPE_NUMBER] = "a number", [LL_TYPE_STRING] = "a string"};

static bool read_list(struct ll_reader *reader, const struct ll_yaml_node *node,
                      struct ll_expr_param *param, struct ll_value *values)
{
    for (const struct ll_yaml_node *item = node->first_child; item; item = item->next) {
        enum ll_type type = LL_TYPE_STRING;
        if (!ll_params_value(reader, item, "a parameter", &type, &values[param->count]))
            return false;
        if (param->count && type != param->type) {
            ll_reader_fault(reader, item->at,
                            "the members of a list are of one type: this is %s, not %s",
                            type_words[type], type_words[param->type]);
            return false;
        }
        param->type = type;
        param->count++;
    }
    return true;
}

bool ll_params_one(struct ll_reader *reader, const struct ll_yaml_node *node,
                   struct ll_expr_param *param)
{
    if (!ll_params_is_name(node->key->text)) {
        ll_reader_fault(reader, node->key->at,
                        "a parameter's name has letters, digits and '_', as in $min_guns");
        return false;
    }
    param->name = node->key->text;
    param->type = LL_TYPE_STRING;
    param->is_list = node->kind == LL_YAML_SEQUENCE;
    size_t room = param->is_list ? node->child_count : 1;
    struct ll_value *values = LL_NEW_ARRAY(reader->arena, struct ll_value, room);
    if (!values) {
        ll_reader_fault_memory(reader);
        return false;
    }
    param->values = values;
    if (param->is_list)
        return read_list(reader, node, param, values);
    param->count = 1;
    return ll_params_value(reader, node, "a parameter", &param->type, values);
}

void ll_params_read(struct ll_reader *reader, struct ll_pack_draft *draft)
{
    const struct ll_yaml_node *node = ll_reader_get(draft->node, "params");
    if (!node)
        return;
    if (node->kind != LL_YAML_MAPPING) {
        ll_reader_fault(reader, node->at, "params must name values, as in {min: 2}");
        return;
    }
    size_t n = node->child_count;
    draft->params = LL_NEW_ARRAY(reader->notes, struct ll_expr_param, n);
    draft->param_nodes = LL_NEW_ARRAY(reader->notes, const struct ll_yaml_node *, n);
    draft->param_explained = LL_NEW_ARRAY(&reader->scratch, bool, n);
    if (!draft->params || !draft->param_nodes || !draft->param_explained) {
        ll_reader_fault_memory(reader);
        return;
    }
    for (const struct ll_yaml_node *child = node->first_child; child; child = child->next) {
        struct ll_expr_param *param = &draft->params[draft->param_count];
        if (!ll_params_one(reader, child, param)) {
            draft->sound = false; /* an expression that names it would be blamed */
            continue;
        }
        draft->param_nodes[draft->param_count++] = child;
    }
    draft->own_count = draft->param_count;
}

/* ---- overrides ---- */

/* The index of a parameter; count where there is none. */
static size_t find(const struct ll_expr_param *params, size_t count, ll_str name)
{
    size_t i = 0;
    while (i < count && !ll_str_eq(params[i].name, name))
        i++;
    return i;
}

static void refuse_unknown(struct ll_reader *reader, const struct ll_pack_draft *draft,
                           const struct ll_yaml_node *node)
{
    size_t n = 0;
    ll_str name = node->key->text, id = draft->out->id;
    const char **names =
        LL_NEW_ARRAY(&reader->scratch, const char *, draft->param_count + reader->param_count);
    if (!names) {
        ll_reader_fault_memory(reader);
        return;
    }
    for (size_t i = 0; i < draft->param_count; i++)
        names[n++] = draft->params[i].name.ptr;
    for (size_t i = 0; i < reader->param_count; i++)
        names[n++] = reader->params[i].name.ptr;
    const char *near = reader->errors->count < LL_ERRORS_MAX ? ll_nearest(name, names, n) : NULL;
    ll_reader_fault(reader, node->key->at, "'%.*s' has no parameter '%.*s'%s%s%s", LL_STR_ARGS(id),
                    LL_STR_ARGS(name), near ? "; did you mean '" : "; remove it", near ? near : "",
                    near ? "'?" : "");
    ll_reader_other(reader, draft->id_at, "its indicator is here");
}

bool ll_params_move(struct ll_reader *reader, struct ll_pack_draft *draft, struct ll_arena *arena,
                    size_t room)
{
    struct ll_expr_param *params = LL_NEW_ARRAY(arena, struct ll_expr_param, room);
    const struct ll_yaml_node **nodes = LL_NEW_ARRAY(arena, const struct ll_yaml_node *, room);
    bool *explained = LL_NEW_ARRAY(&reader->scratch, bool, room);
    if (!params || !nodes || !explained) {
        ll_reader_fault_memory(reader);
        return false;
    }
    for (size_t i = 0; i < draft->param_count; i++) {
        params[i] = draft->params[i];
        nodes[i] = draft->param_nodes[i];
    }
    draft->params = params;
    draft->param_nodes = nodes;
    draft->param_explained = explained;
    return true;
}

void ll_params_override(struct ll_reader *reader, struct ll_pack_draft *draft,
                        const struct ll_yaml_node *node)
{
    if (node->kind != LL_YAML_MAPPING) {
        ll_reader_fault(reader, node->at, "params must name values, as in {min: 2}");
        return;
    }
    if (!ll_params_move(reader, draft, reader->notes, draft->param_count + node->child_count))
        return;
    for (const struct ll_yaml_node *child = node->first_child; child; child = child->next) {
        ll_str name = child->key->text;
        size_t at = find(draft->params, draft->own_count, name);
        struct ll_expr_param param = {.given_at = &child->at};
        if (at == draft->own_count &&
            find(reader->params, reader->param_count, name) == reader->param_count)
            refuse_unknown(reader, draft, child);
        else if (!ll_params_one(reader, child, &param))
            draft->sound = false;
        else {
            draft->params[at] = param;
            draft->param_nodes[at] = child;
            draft->own_count += at == draft->own_count;
            draft->param_count = draft->own_count;
        }
    }
}

static void add_value(struct ll_buf *out, const struct ll_expr_param *param, size_t i)
{
    const struct ll_value *value = &param->values[i];
    switch (param->type) {
    case LL_TYPE_BOOL:
        ll_buf_add_str(out, value->number ? LL_STR("true") : LL_STR("false"));
        break;
    case LL_TYPE_NUMBER:
        ll_decimal_add(out, value->number);
        break;
    case LL_TYPE_STRING:
        ll_buf_add(out, value->text, value->len);
        break;
    }
}

ll_str ll_param_text(struct ll_reader *reader, const struct ll_expr_param *param)
{
    struct ll_buf buf = {0};
    for (size_t i = 0; i < param->count; i++) {
        if (i)
            ll_buf_add_lit(&buf, ", ");
        add_value(&buf, param, i);
    }
    ll_str text = {0};
    if (!buf.failed)
        text = ll_arena_str(reader->arena, ll_buf_str(&buf));
    if (!text.ptr)
        ll_reader_fault_memory(reader);
    ll_buf_fini(&buf);
    return text;
}
