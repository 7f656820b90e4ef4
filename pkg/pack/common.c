/* common.c -- the parameters of a whole pack.   SPDX-License-Identifier: Apache-2.0
 *
 * An indicator sees them behind its own, and keeps those that it uses: what it means is the same as if they were its own. */
#include "pack/read.h"

static bool begin(struct ll_reader *reader)
{
    if (reader->params)
        return true;
    reader->params = LL_NEW_ARRAY(&reader->scratch, struct ll_expr_param, LL_PACK_PARAMS_MAX);
    reader->param_nodes =
        LL_NEW_ARRAY(&reader->scratch, const struct ll_yaml_node *, LL_PACK_PARAMS_MAX);
    reader->param_depths = LL_NEW_ARRAY(&reader->scratch, unsigned, LL_PACK_PARAMS_MAX);
    if (reader->params && reader->param_nodes && reader->param_depths)
        return true;
    ll_reader_fault_memory(reader);
    return false;
}

/* Of two of one name that of the file which extends holds. */
static void add(struct ll_reader *reader, const struct ll_expr_param *param,
                const struct ll_yaml_node *node, unsigned depth)
{
    size_t at = 0;
    while (at < reader->param_count && !ll_str_eq(reader->params[at].name, param->name))
        at++;
    bool is_new = at == reader->param_count;
    if (is_new && at == LL_PACK_PARAMS_MAX) {
        ll_reader_fault(reader, node->key->at, "a pack has at most %d parameters of its own",
                        LL_PACK_PARAMS_MAX);
        return;
    }
    if (!is_new && reader->param_depths[at] < depth)
        return;
    if (!is_new && reader->param_depths[at] == depth) {
        ll_reader_fault(reader, node->key->at,
                        "another file of the pack has the parameter '%.*s'; give this one another "
                        "name",
                        LL_STR_ARGS(param->name));
        ll_reader_other(reader, reader->param_nodes[at]->key->at, "the first is here");
        return;
    }
    reader->params[at] = *param;
    reader->param_nodes[at] = node;
    reader->param_depths[at] = depth;
    reader->param_count += is_new;
}

void ll_params_read_common(struct ll_reader *reader, const struct ll_pack_file *file)
{
    const struct ll_yaml_node *node = ll_reader_get(file->root, "params");
    if (!node)
        return;
    if (node->kind != LL_YAML_MAPPING) {
        ll_reader_fault(reader, node->at, "params must name values, as in {min: 2}");
        return;
    }
    if (!begin(reader))
        return;
    for (const struct ll_yaml_node *child = node->first_child; child; child = child->next) {
        struct ll_expr_param param = {.given_at = &child->at};
        if (ll_params_one(reader, child, &param))
            add(reader, &param, child, file->depth);
        else
            reader->has_faulty_params = true;
    }
}

static bool has_own(const struct ll_pack_draft *draft, ll_str name)
{
    for (size_t i = 0; i < draft->own_count; i++) {
        if (ll_str_eq(draft->params[i].name, name))
            return true;
    }
    return false;
}

bool ll_params_join(struct ll_reader *reader, struct ll_pack_draft *draft)
{
    if (reader->has_faulty_params)
        draft->sound = false;
    if (!reader->param_count)
        return true;
    if (!ll_params_move(reader, draft, &reader->scratch, draft->own_count + reader->param_count))
        return false;
    for (size_t i = 0; i < reader->param_count; i++) {
        if (has_own(draft, reader->params[i].name))
            continue;
        draft->params[draft->param_count] = reader->params[i];
        draft->params[draft->param_count].used = false;
        draft->param_nodes[draft->param_count++] = reader->param_nodes[i];
    }
    return true;
}

bool ll_params_settle(struct ll_reader *reader, struct ll_pack_draft *draft)
{
    size_t kept = draft->own_count;
    if (!reader->param_count)
        return true;
    for (size_t i = draft->own_count; i < draft->param_count; i++) {
        if (!draft->params[i].used && !draft->param_explained[i])
            continue;
        for (size_t k = 0; k < reader->param_count; k++)
            reader->params[k].used |= ll_str_eq(reader->params[k].name, draft->params[i].name);
        draft->params[kept] = draft->params[i];
        draft->param_nodes[kept++] = draft->param_nodes[i];
    }
    draft->param_count = kept;
    return ll_params_move(reader, draft, reader->notes, kept);
}

void ll_params_warn(struct ll_reader *reader)
{
    for (size_t i = 0; i < reader->param_count; i++) {
        if (reader->params[i].used || reader->param_depths[i])
            continue;
        ll_str name = reader->params[i].name;
        ll_reader_warn(reader, reader->param_nodes[i]->key->at,
                       "no indicator uses the parameter '%.*s' of the pack; remove it, or write "
                       "$%.*s where it belongs",
                       LL_STR_ARGS(name), LL_STR_ARGS(name))
            ->code = "unused-parameter";
    }
}
