/* check.c -- names and types of a tree.   SPDX-License-Identifier: Apache-2.0 */
#include "expr/check.h"

#include "base/decimal.h"
#include "base/nearest.h"

static const char *const type_words[] = {
    [LL_NODE_UNKNOWN] = "unknown", [LL_NODE_NULL] = "no value",   [LL_NODE_BOOL] = "a boolean",
    [LL_NODE_NUMBER] = "a number", [LL_NODE_STRING] = "a string", [LL_NODE_NOTHING] = "empty"};
static const char *const list_words[] = {
    [LL_NODE_UNKNOWN] = "a list",           [LL_NODE_NULL] = "a list",
    [LL_NODE_BOOL] = "a list of booleans",  [LL_NODE_NUMBER] = "a list of numbers",
    [LL_NODE_STRING] = "a list of strings", [LL_NODE_NOTHING] = "an empty list"};

const char *ll_check_type_word(const struct ll_node *node)
{
    return node->is_list ? list_words[node->type] : type_words[node->type];
}

#define SHOWN_MAX 40

ll_str ll_check_shown(const struct ll_check *check, const struct ll_node *node)
{
    ll_str s = {check->text->text.ptr + node->begin, node->end - node->begin};
    if (s.len > SHOWN_MAX) {
        s.len = SHOWN_MAX;
        while (s.len && ((unsigned char)s.ptr[s.len] & 0xC0) == 0x80)
            s.len--;
    }
    return s;
}

ll_str ll_check_word(const struct ll_check *check, const struct ll_node *node)
{
    return (ll_str){check->text->text.ptr + node->token.begin, node->token.end - node->token.begin};
}

bool ll_check_is_null(const struct ll_node *node)
{
    return node->kind == LL_NODE_CONST && node->type == LL_NODE_NULL;
}

/* ---- literals and parameters ---- */

static void check_number(struct ll_check *check, struct ll_node *node)
{
    ll_str digits = ll_check_word(check, node);
    int64_t number = 0;
    node->type = LL_NODE_UNKNOWN;
    switch (ll_decimal_parse(digits, &number)) {
    case LL_DECIMAL_FINE:
        node->type = LL_NODE_NUMBER;
        node->value = ll_value_number(node->negated ? -number : number);
        break;
    case LL_DECIMAL_TOO_FINE:
        ll_check_fault(check, node, "numbers have at most four places; round %.*s",
                       LL_STR_ARGS(ll_check_shown(check, node)));
        break;
    case LL_DECIMAL_TOO_LARGE:
    case LL_DECIMAL_NOT_A_NUMBER:
        ll_check_fault(check, node, "a number has at most 14 digits before its point");
        break;
    }
}

static void check_const(struct ll_check *check, struct ll_node *node)
{
    switch ((int)node->token.kind) {
    case LL_TOKEN_NUMBER:
        check_number(check, node);
        break;
    case LL_TOKEN_STRING: {
        ll_str s = ll_token_string(check->text, node->token, check->scratch);
        if (!s.ptr)
            (void)ll_expr_fault_memory(check->text);
        node->type = LL_NODE_STRING;
        node->value = (struct ll_value){.text = s.ptr, .len = (uint32_t)s.len};
        break;
    }
    case LL_TOKEN_NULL:
        node->type = LL_NODE_NULL;
        node->value = ll_value_null();
        break;
    default:
        node->type = LL_NODE_BOOL;
        node->value = ll_value_bool(node->token.kind == LL_TOKEN_TRUE);
        break;
    }
}

/* The name nearest to a parameter's, for the message. */
static const char *nearest_param(struct ll_check *check, ll_str name)
{
    const struct ll_expr_schema *schema = check->schema;
    const char **names = LL_NEW_ARRAY(check->scratch, const char *, schema->param_count + 1);
    for (size_t i = 0; names && i < schema->param_count; i++) {
        names[i] = ll_arena_str(check->scratch, schema->params[i].name).ptr;
        if (!names[i])
            return NULL;
    }
    return names ? ll_nearest(name, names, schema->param_count) : NULL;
}

static void check_param(struct ll_check *check, struct ll_node *node)
{
    const struct ll_expr_schema *schema = check->schema;
    ll_str name = ll_check_word(check, node);
    name = (ll_str){name.ptr + 1, name.len - 1}; /* without its $ */
    for (size_t i = 0; i < schema->param_count; i++) {
        struct ll_expr_param *param = &schema->params[i];
        if (!ll_str_eq(param->name, name))
            continue;
        param->used = true;
        node->type = ll_check_node_type(param->type);
        node->given_at = param->given_at;
        node->is_list = param->is_list;
        node->kind = param->is_list ? LL_NODE_LIST : LL_NODE_CONST;
        if (!param->is_list)
            node->value = param->values[0];
        else
            node->value = (struct ll_value){.items = param->values, .len = (uint32_t)param->count};
        if (param->is_list && !param->count)
            node->type = LL_NODE_NOTHING;
        return;
    }
    const char *near = nearest_param(check, name);
    if (ll_check_name_find(check, name))
        ll_check_fault(check, node, "'%.*s' is no parameter; write it without '$'",
                       LL_STR_ARGS(name));
    else if (near)
        ll_check_fault(check, node, "unknown parameter '$%.*s'; did you mean '$%s'?",
                       LL_STR_ARGS(name), near);
    else if (schema->no_calls)
        ll_check_fault(check, node, "unknown parameter '$%.*s': guidelines have no parameters",
                       LL_STR_ARGS(name));
    else
        ll_check_fault(check, node, "unknown parameter '$%.*s'; give it a value under 'params'",
                       LL_STR_ARGS(name));
}

/* One member of a list literal: false where a fault was reported. */
static bool check_member(struct ll_check *check, struct ll_node *list, struct ll_node *member)
{
    if (member->kind == LL_NODE_CONST)
        check_const(check, member);
    else if (member->kind == LL_NODE_PARAM)
        check_param(check, member);
    if (member->kind != LL_NODE_CONST) {
        if (member->kind != LL_NODE_PARAM)
            ll_check_fault(check, member,
                           "a list has literals and single parameters as members, not %.*s",
                           LL_STR_ARGS(ll_check_shown(check, member)));
        return false;
    }
    if (member->type == LL_NODE_UNKNOWN)
        return false;
    if (member->type == LL_NODE_NULL) {
        ll_check_fault(check, member, "null is in no list; write 'or x == null' beside it");
        return false;
    }
    if (list->type != LL_NODE_NOTHING && list->type != member->type) {
        ll_check_fault(check, member, "the members of a list are of one type: %.*s is %s, not %s",
                       LL_STR_ARGS(ll_check_shown(check, member)), type_words[member->type],
                       type_words[list->type]);
        return false;
    }
    list->type = member->type;
    return true;
}

static void check_list(struct ll_check *check, struct ll_node *node)
{
    struct ll_value *items = LL_NEW_ARRAY(check->scratch, struct ll_value, node->child_count + 1);
    if (!items)
        (void)ll_expr_fault_memory(check->text);
    node->is_list = true;
    node->type = LL_NODE_NOTHING;
    uint32_t n = 0;
    bool sound = items;
    for (struct ll_node *member = node->first; member; member = member->next) {
        bool fine = check_member(check, node, member);
        sound = sound && fine;
        if (sound)
            items[n++] = member->value;
    }
    if (!sound)
        node->type = LL_NODE_UNKNOWN;
    node->value = (struct ll_value){.items = items, .len = n};
}

/* ---- fields ---- */

static const char *nearest_field(struct ll_check *check, ll_str name)
{
    const char **names = LL_NEW_ARRAY(check->scratch, const char *, check->field_count + 1);
    for (size_t i = 0; names && i < check->field_count; i++)
        names[i] = check->fields[i].name;
    return names ? ll_nearest(name, names, check->field_count) : NULL;
}

static const char *nearest_name(struct ll_check *check, ll_str name)
{
    const struct ll_expr_schema *schema = check->schema;
    const char **names = LL_NEW_ARRAY(check->scratch, const char *, schema->name_count + 1);
    for (size_t i = 0; names && i < schema->name_count; i++) {
        names[i] = ll_arena_str(check->scratch, schema->names[i].name).ptr;
        if (!names[i])
            return NULL;
    }
    return names ? ll_nearest(name, names, schema->name_count) : NULL;
}

/* The fields of what a name is of: "dealer.key, dealer.type" for dealer. False: there are none. */
static bool fields_within(const struct ll_check *check, ll_str name, struct ll_buf *out)
{
    size_t n = 0;
    for (size_t i = 0; i < check->field_count; i++) {
        ll_str field = ll_str_from(check->fields[i].name);
        if (field.len <= name.len || field.ptr[name.len] != '.' ||
            memcmp(field.ptr, name.ptr, name.len) != 0)
            continue;
        ll_buf_printf(out, "%s%.*s", n++ ? ", " : "", LL_STR_ARGS(field));
    }
    return n && !out->failed;
}

/* Of `dealer` no field is near, but there are some of a dealer; of `min` none is, but there is $min. False: neither. */
static bool refuse_half(struct ll_check *check, struct ll_node *node, ll_str name)
{
    const struct ll_expr_schema *schema = check->schema;
    struct ll_buf fields = {.max = 256};
    bool found = fields_within(check, name, &fields);
    if (found)
        ll_check_fault(check, node, "unknown field '%.*s'; there are %.*s", LL_STR_ARGS(name),
                       LL_STR_ARGS(ll_buf_str(&fields)));
    ll_buf_fini(&fields);
    for (size_t i = 0; i < schema->param_count && !found; i++) {
        found = ll_str_eq(schema->params[i].name, name);
        if (!found)
            continue;
        schema->params[i].used = true;
        ll_check_fault(check, node, "unknown field '%.*s'; the parameter of that name is $%.*s",
                       LL_STR_ARGS(name), LL_STR_ARGS(name));
    }
    return found;
}

static void refuse_field(struct ll_check *check, struct ll_node *node, ll_str name)
{
    const struct ll_expr_schema *schema = check->schema;
    const char *owner = schema->elsewhere ? schema->elsewhere(schema->context, name) : NULL;
    const char *near = nearest_field(check, name);
    const struct ll_expr_name *named = ll_check_name_find(check, name);
    if (!near)
        near = nearest_name(check, name);
    if (named)
        ll_check_fault(check, node, "'%.*s' is a %s, and the name of a field is wanted here",
                       LL_STR_ARGS(name), named->is_condition ? "condition" : "list");
    else if (ll_check_is_call(name) && !schema->no_calls)
        ll_check_fault(check, node, "'%.*s' is a call; write %.*s(...)", LL_STR_ARGS(name),
                       LL_STR_ARGS(name));
    else if (owner)
        ll_check_fault(check, node, "'%.*s' is a field of %s, not of %s", LL_STR_ARGS(name), owner,
                       check->fields_of);
    else if (refuse_half(check, node, name))
        return;
    else if (near)
        ll_check_fault(check, node, "unknown field '%.*s'; did you mean '%s'?", LL_STR_ARGS(name),
                       near);
    else
        ll_check_fault(check, node,
                       "unknown field '%.*s' of %s (a string stands in quotes: \"%.*s\")",
                       LL_STR_ARGS(name), check->fields_of, LL_STR_ARGS(name));
}

/* A bare field in having: which of the window's items is meant? */
static void refuse_bare(struct ll_check *check, struct ll_node *node,
                        const struct ll_expr_field *field)
{
    const char *name = field->name;
    if (field->type == LL_TYPE_NUMBER)
        ll_check_fault(check, node,
                       "'%s' is of one item, and having asks of a window; write sum(%s), "
                       "distinct(%s) or count(%s > ...)",
                       name, name, name, name);
    else
        ll_check_fault(check, node,
                       "'%s' is of one item, and having asks of a window; write distinct(%s) or "
                       "count(%s == ...)",
                       name, name, name);
}

bool ll_check_field(struct ll_check *check, struct ll_node *node, bool bare)
{
    ll_str name = ll_check_word(check, node);
    node->type = LL_NODE_UNKNOWN;
    for (size_t i = 0; i < check->field_count; i++) {
        const struct ll_expr_field *field = &check->fields[i];
        if (!ll_str_eq(ll_str_from(field->name), name))
            continue;
        if (bare && check->schema->aggregates && !check->in_call) {
            refuse_bare(check, node, field);
            return false;
        }
        node->type = ll_check_node_type(field->type);
        node->is_list = field->is_list;
        node->slot = field->slot;
        return true;
    }
    if (bare && ll_check_name(check, node))
        return true;
    refuse_field(check, node, name);
    return false;
}

/* ---- conditions ---- */

void ll_check_condition(struct ll_check *check, struct ll_node *node, const char *who)
{
    if (node->type == LL_NODE_UNKNOWN || (node->type == LL_NODE_BOOL && !node->is_list))
        return;
    ll_str s = ll_check_shown(check, node);
    if (ll_check_is_null(node))
        ll_check_fault(check, node, "null is no condition; write 'field == null'");
    else if (node->kind == LL_NODE_CALL)
        ll_check_fault(check, node, "%s true or false: %.*s is %s; compare it, as in '>= 2'", who,
                       LL_STR_ARGS(s), ll_check_type_word(node));
    else
        ll_check_fault(check, node, "%s true or false: %.*s is %s; compare it with a value", who,
                       LL_STR_ARGS(s), ll_check_type_word(node));
}

static void check_logic(struct ll_check *check, struct ll_node *node)
{
    const char *who = node->kind == LL_NODE_AND  ? "'and' joins what is"
                      : node->kind == LL_NODE_OR ? "'or' joins what is"
                                                 : "'not' turns what is";
    for (struct ll_node *child = node->first; child; child = child->next) {
        ll_check_node(check, child);
        ll_check_condition(check, child, who);
    }
    node->type = LL_NODE_BOOL;
}

void ll_check_node(struct ll_check *check, struct ll_node *node)
{
    switch (node->kind) {
    case LL_NODE_CONST:
        check_const(check, node);
        break;
    case LL_NODE_LIST:
        check_list(check, node);
        break;
    case LL_NODE_NAME:
        (void)ll_check_field(check, node, true);
        break;
    case LL_NODE_PARAM:
        check_param(check, node);
        break;
    case LL_NODE_CALL:
        ll_check_call(check, node);
        break;
    case LL_NODE_NOT:
    case LL_NODE_AND:
    case LL_NODE_OR:
        check_logic(check, node);
        break;
    case LL_NODE_CHAIN:
        ll_check_chain(check, node);
        break;
    case LL_NODE_IN:
        ll_check_in(check, node);
        break;
    case LL_NODE_NAMED:
        break; /* made of a name by the check alone */
    }
}

bool ll_expr_check(struct ll_expr_text *text, const struct ll_expr_schema *schema,
                   struct ll_arena *scratch, struct ll_node *root)
{
    uint32_t names = 0, spent = (uint32_t)text->text.len;
    struct ll_check check = {.text = text,
                             .names = &names,
                             .spent = &spent,
                             .schema = schema,
                             .scratch = scratch,
                             .fields = schema->fields,
                             .field_count = schema->field_count,
                             .fields_of = schema->what};
    ll_check_node(&check, root);
    ll_check_condition(&check, root, "an expression is");
    return names > 0;
}
