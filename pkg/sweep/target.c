/* target.c -- what a sweep changes: found in the rules, or refused with what there is.   SPDX-License-Identifier: Apache-2.0 */
#include "sweep/axis.h"

#include "base/decimal.h"
#include "base/nearest.h"

#include <stdarg.h>
#include <stdio.h>

/* A search under way. */
struct search {
    const struct ll_axis_rules *rules;
    struct ll_axis_plan *plan;
    ll_str owner, what; /* of OWNER.WHAT; what.ptr NULL: there is no '.' */
};

static bool fault(const struct search *search, ll_str part, const char *format, ...)
    LL_PRINTF(3, 4);

/* A fault of a part of the target. */
static bool fault(const struct search *search, ll_str part, const char *format, ...)
{
    char message[LL_ERROR_MESSAGE_MAX];
    const struct ll_source *expression = search->plan->at.source;
    size_t begin = (size_t)(part.ptr - expression->text.ptr);
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return ll_axis_fault(search->rules, expression, begin, begin + part.len, "%s", message);
}

/* Give the fault that was reported last a second place. */
static bool show(const struct search *search, struct ll_pos at, const char *note)
{
    struct ll_errors *errors = search->rules->errors;
    if (errors->count > LL_ERRORS_MAX)
        return false;
    struct ll_error *err = &errors->list[errors->count - 1];
    err->other = at;
    (void)snprintf(err->other_note, sizeof err->other_note, "%s", note);
    return false;
}

/* ---- names to be near to ---- */

#define NAMES_MAX (LL_PACK_INDICATORS_MAX + LL_GROUPS_MAX)

struct names {
    struct ll_arena *arena;
    const char **list;
    size_t count;
};

static void add_name(struct names *names, ll_str name)
{
    if (!names->list)
        names->list = LL_NEW_ARRAY(names->arena, const char *, NAMES_MAX);
    const char *kept = names->list ? ll_arena_str(names->arena, name).ptr : NULL;
    if (kept && names->count < NAMES_MAX)
        names->list[names->count++] = kept;
}

/* "; did you mean 'x'?", or otherwise. */
static const char *hint(const struct names *names, ll_str word, const char *otherwise)
{
    const char *near = names->count ? ll_nearest(word, names->list, names->count) : NULL;
    const char *text =
        near ? ll_arena_printf(names->arena, "; did you mean '%s'?", near) : otherwise;
    return text ? text : otherwise;
}

/* "; it has a, b, c": all of them, if they are few. */
static const char *listed(const struct names *names, const char *before)
{
    const char *text = before;
    if (names->count == 0 || names->count > 8)
        return "";
    for (size_t i = 0; text && i < names->count; i++)
        text = ll_arena_printf(names->arena, "%s%s%s", text, i ? ", " : "", names->list[i]);
    return text ? text : "";
}

/* ---- values in force ---- */

static bool holds(const struct search *search, const struct ll_yaml_node *node, enum ll_type type,
                  bool is_list, const struct ll_value *values, size_t count)
{
    struct ll_axis_plan *plan = search->plan;
    plan->node = node;
    plan->type = type;
    plan->is_list = is_list;
    plan->axis.in_force = ll_axis_text(search->rules->arena, type, is_list, values, count);
    return plan->axis.in_force.ptr || ll_axis_fault_memory(search->rules);
}

static bool holds_number(const struct search *search, enum ll_axis_kind kind,
                         const struct ll_yaml_node *node, int64_t number)
{
    const struct ll_value value = ll_value_number(number);
    search->plan->axis.kind = kind;
    return holds(search, node, LL_TYPE_NUMBER, false, &value, 1);
}

/* ---- parameters ---- */

/* Whether a parameter's value stands in the params of a whole pack. */
static bool is_common(const struct ll_book *book, const struct ll_yaml_node *node)
{
    for (size_t i = 0; i < book->root_count; i++) {
        const struct ll_yaml_node *params = ll_yaml_get(book->roots[i], "params");
        const struct ll_yaml_node *child = params ? params->first_child : NULL;
        for (; child; child = child->next)
            if (child == node)
                return true;
    }
    return false;
}

static size_t param_of(const struct ll_book_entry *entry, ll_str name)
{
    size_t i = 0;
    while (i < entry->param_count && !ll_str_eq(entry->params[i].name, name))
        i++;
    return i;
}

/* Another indicator that the same place gives a value. */
static const struct ll_book_entry *other_user(const struct ll_book *book,
                                              const struct ll_book_entry *entry,
                                              const struct ll_yaml_node *node)
{
    for (size_t i = 0; i < book->pack->indicator_count; i++) {
        const struct ll_book_entry *other = &book->entries[i];
        for (size_t k = 0; other != entry && k < other->param_count; k++)
            if (other->param_nodes[k] == node)
                return other;
    }
    return NULL;
}

static bool find_param(const struct search *search, const struct ll_book_entry *entry, size_t at)
{
    const struct ll_expr_param *param = &entry->params[at];
    const struct ll_yaml_node *node = entry->param_nodes[at];
    const struct ll_book_entry *other = other_user(search->rules->book, entry, node);
    if (other) {
        (void)fault(search, search->plan->axis.target,
                    "'%.*s' is a parameter of the pack, which '%.*s' uses too; sweep "
                    "%.*s=... for all that use it, or give '%.*s' one of its own",
                    LL_STR_ARGS(param->name), LL_STR_ARGS(other->indicator->id),
                    LL_STR_ARGS(param->name), LL_STR_ARGS(entry->indicator->id));
        return show(search, node->key->at, "it stands here");
    }
    search->plan->axis.kind = LL_AXIS_PARAM;
    return holds(search, node, param->type, param->is_list, param->values, param->count);
}

static void name_common(const struct ll_book *book, struct names *names)
{
    for (size_t i = 0; i < book->root_count; i++) {
        const struct ll_yaml_node *params = ll_yaml_get(book->roots[i], "params");
        const struct ll_yaml_node *child = params ? params->first_child : NULL;
        for (; child; child = child->next)
            add_name(names, child->key->text);
    }
}

/* A parameter of the whole pack: 1 found, 0 there is none that an indicator uses, -1 a fault is reported. */
static int find_common(const struct search *search, ll_str name)
{
    const struct ll_book *book = search->rules->book;
    for (size_t i = 0; i < book->pack->indicator_count; i++) {
        const struct ll_book_entry *entry = &book->entries[i];
        size_t at = param_of(entry, name);
        if (at == entry->param_count || !is_common(book, entry->param_nodes[at]))
            continue;
        const struct ll_expr_param *param = &entry->params[at];
        search->plan->axis.kind = LL_AXIS_PARAM;
        return holds(search, entry->param_nodes[at], param->type, param->is_list, param->values,
                     param->count)
                   ? 1
                   : -1;
    }
    return 0;
}

/* ---- indicators ---- */

static bool find_window(const struct search *search, const struct ll_book_entry *entry)
{
    const struct ll_yaml_node *window = ll_book_value(entry, "window");
    const struct ll_yaml_node *node = ll_yaml_get(window, "business_days");
    if (!node || ll_yaml_is_null(node))
        node = ll_yaml_get(window, "days");
    if (node && !ll_yaml_is_null(node))
        return holds_number(search, LL_AXIS_WINDOW, node,
                            entry->indicator->window.n * LL_DECIMAL_ONE);
    (void)fault(search, search->what,
                "the window of '%.*s' is one day, which has no length to sweep; write window: "
                "{days: 1} in the rules first",
                LL_STR_ARGS(entry->indicator->id));
    return show(search, window ? window->at : entry->id_at,
                window ? "it stands here" : "its indicator is here");
}

static bool find_weight(const struct search *search, const struct ll_book_entry *entry)
{
    const struct ll_yaml_node *node = ll_book_value(entry, "weight");
    search->plan->mapping = node ? NULL : entry->node;
    return holds_number(search, LL_AXIS_WEIGHT, node, entry->indicator->weight * LL_DECIMAL_ONE);
}

static const struct ll_group *group_of(const struct search *search, ll_str id)
{
    const struct ll_groups *groups = search->rules->groups;
    for (size_t i = 0; groups && i < groups->count; i++)
        if (ll_str_eq(groups->list[i].id, id))
            return &groups->list[i];
    return NULL;
}

static bool refuse_part(const struct search *search, const struct ll_book_entry *entry)
{
    static const char *const keys[] = {"where",   "having", "same",     "trace_days",
                                       "enabled", "items",  "timeline", "explain",
                                       "title",   "source", "id",       "params"};
    struct names names = {.arena = search->rules->arena}, common = names;
    ll_str id = entry->indicator->id;
    if (!search->what.len)
        return fault(search, search->plan->axis.target,
                     "say what of '%.*s' is swept, as in %.*s.weight=10..30:10", LL_STR_ARGS(id),
                     LL_STR_ARGS(id));
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (ll_str_eq(search->what, ll_str_from(keys[i])))
            return fault(search, search->what,
                         "%s cannot be swept; of an indicator its parameters can, which where and "
                         "having name with $, and window and weight",
                         keys[i]);
    if (ll_str_eq(search->what, LL_STR("score")) && group_of(search, id))
        return fault(search, search->plan->axis.target,
                     "'%.*s' is an indicator, and has no parameter 'score'; for the group of that "
                     "name write group:%.*s.score",
                     LL_STR_ARGS(id), LL_STR_ARGS(id));
    name_common(search->rules->book, &common);
    for (size_t i = 0; i < common.count; i++)
        if (ll_str_eq(ll_str_from(common.list[i]), search->what))
            return fault(search, search->what,
                         "'%.*s' is a parameter of the pack that '%.*s' does not use",
                         LL_STR_ARGS(search->what), LL_STR_ARGS(id));
    for (size_t i = 0; i < entry->param_count; i++)
        add_name(&names, entry->params[i].name);
    add_name(&names, LL_STR("window"));
    add_name(&names, LL_STR("weight"));
    return fault(search, search->what, "'%.*s' has no parameter '%.*s'%s", LL_STR_ARGS(id),
                 LL_STR_ARGS(search->what),
                 hint(&names, search->what, listed(&names, "; it has ")));
}

static bool find_of_indicator(const struct search *search, const struct ll_book_entry *entry)
{
    size_t at = param_of(entry, search->what);
    if (!entry->indicator->enabled) {
        struct ll_error *warning = ll_errors_next(search->rules->warnings);
        (void)ll_fail_at(warning, LL_ERR_SYNTAX, search->plan->at,
                         "'%.*s' is disabled, so that sweeping it changes no lead",
                         LL_STR_ARGS(entry->indicator->id));
        warning->code = "disabled";
    }
    if (ll_str_eq(search->what, LL_STR("window")))
        return find_window(search, entry);
    if (ll_str_eq(search->what, LL_STR("weight")))
        return find_weight(search, entry);
    return at < entry->param_count ? find_param(search, entry, at) : refuse_part(search, entry);
}

/* ---- groups ---- */

/* The comparisons of a score with a number in accept. */
struct comparisons {
    const struct ll_node *number; /* of the last */
    size_t count;
};

static bool is_score(const struct ll_node *node)
{
    return node->kind == LL_NODE_NAME && node->slot == LL_LEAD_SCORE;
}

static bool is_number(const struct ll_node *node)
{
    return node->kind == LL_NODE_CONST && node->type == LL_NODE_NUMBER;
}

static void look_for_comparisons(const struct ll_node *node, struct comparisons *found)
{
    for (const struct ll_node *child = node->first; child; child = child->next) {
        const struct ll_node *next = node->kind == LL_NODE_CHAIN ? child->next : NULL;
        look_for_comparisons(child, found);
        if (next &&
            ((is_score(child) && is_number(next)) || (is_number(child) && is_score(next)))) {
            found->number = is_score(child) ? next : child;
            found->count++;
        }
    }
}

static bool find_score(const struct search *search, const struct ll_group *group)
{
    struct comparisons found = {0};
    const struct ll_yaml_node *node = ll_yaml_get(group->node, "accept");
    if (!ll_str_eq(search->what, LL_STR("score")))
        return fault(search, search->what,
                     "of a group only score can be swept: what accept compares it with; write "
                     "%.*s.score",
                     LL_STR_ARGS(search->owner));
    if (!group->accept) {
        (void)fault(search, search->plan->axis.target,
                    "'%.*s' accepts leads of any score; write accept: score >= 40 in the groups "
                    "file first",
                    LL_STR_ARGS(group->id));
        return show(search, group->node->at, "it stands here");
    }
    look_for_comparisons(group->accept->root, &found);
    if (found.count == 0)
        (void)fault(search, search->plan->axis.target,
                    "accept of '%.*s' compares score with no number; write score >= 40 there first",
                    LL_STR_ARGS(group->id));
    else if (found.count > 1)
        (void)fault(search, search->plan->axis.target,
                    "accept of '%.*s' compares score with %zu numbers, so that it is not clear "
                    "which to sweep; let it compare with one",
                    LL_STR_ARGS(group->id), found.count);
    if (found.count != 1)
        return show(search, node->at, "it stands here");
    search->plan->begin = found.number->begin;
    search->plan->end = found.number->end;
    return holds_number(search, LL_AXIS_SCORE, node, found.number->value.number);
}

static bool find_group(const struct search *search, ll_str id)
{
    const struct ll_groups *groups = search->rules->groups;
    struct names names = {.arena = search->rules->arena};
    const struct ll_group *group = group_of(search, id);
    if (group)
        return find_score(search, group);
    if (!groups)
        return fault(search, search->owner, "no groups are given; name their file with --groups");
    for (size_t i = 0; i < groups->count; i++)
        add_name(&names, groups->list[i].id);
    return fault(search, id.len ? id : search->owner, "no group has the id '%.*s'%s",
                 LL_STR_ARGS(id), hint(&names, id, listed(&names, "; there are ")));
}

/* ---- the whole ---- */

static void split(struct search *search)
{
    ll_str target = search->plan->axis.target;
    size_t dot = target.len;
    while (dot > 0 && target.ptr[dot - 1] != '.')
        dot--;
    search->owner = target;
    search->what = (ll_str){0};
    if (!dot)
        return;
    search->owner = (ll_str){target.ptr, dot - 1};
    search->what = (ll_str){target.ptr + dot, target.len - dot};
}

static const struct ll_book_entry *entry_of(const struct search *search, ll_str id)
{
    uint32_t index;
    const struct ll_book *book = search->rules->book;
    return ll_pack_find(book->pack, id, &index) ? &book->entries[index] : NULL;
}

/* It names no indicator or group, or all of one. */
static bool refuse(const struct search *search)
{
    ll_str target = search->plan->axis.target;
    const struct ll_pack *pack = search->rules->book->pack;
    const struct ll_groups *groups = search->rules->groups;
    struct names names = {.arena = search->rules->arena};
    if (entry_of(search, target))
        return fault(search, target,
                     "'%.*s' is an indicator; say what of it is swept, as in %.*s.weight=10..30:10",
                     LL_STR_ARGS(target), LL_STR_ARGS(target));
    if (group_of(search, target))
        return fault(search, target, "'%.*s' is a group; its score can be swept: %.*s.score",
                     LL_STR_ARGS(target), LL_STR_ARGS(target));
    if (search->what.ptr) {
        for (size_t i = 0; i < pack->indicator_count; i++)
            add_name(&names, pack->indicators[i].id);
        for (size_t i = 0; groups && i < groups->count; i++)
            add_name(&names, groups->list[i].id);
        ll_str owner = search->owner.len ? search->owner : target;
        return fault(
            search, owner, "no indicator%s has the id '%.*s'%s", groups ? " or group" : "",
            LL_STR_ARGS(search->owner),
            hint(&names, search->owner, "; 'leadline rules list' shows those of the pack"));
    }
    name_common(search->rules->book, &names);
    for (size_t i = 0; i < names.count; i++)
        if (ll_str_eq(ll_str_from(names.list[i]), target))
            return fault(search, target,
                         "no indicator uses the parameter '%.*s', so that sweeping it changes "
                         "nothing",
                         LL_STR_ARGS(target));
    add_name(&names, LL_STR("quiet_days"));
    for (size_t i = 0; i < pack->indicator_count; i++)
        add_name(&names, pack->indicators[i].id);
    return fault(search, target, "the pack has no parameter '%.*s'%s", LL_STR_ARGS(target),
                 hint(&names, target,
                      "; one of an indicator is swept as INDICATOR.PARAMETER, as in "
                      "several-dealers.dealers=2..4"));
}

bool ll_axis_find(const struct ll_axis_rules *rules, struct ll_axis_plan *plan)
{
    struct search search = {.rules = rules, .plan = plan};
    ll_str group = LL_STR("group:");
    split(&search);
    if (search.what.ptr && search.owner.len >= group.len &&
        memcmp(search.owner.ptr, group.ptr, group.len) == 0)
        return find_group(&search,
                          (ll_str){search.owner.ptr + group.len, search.owner.len - group.len});
    const struct ll_book_entry *entry = search.what.ptr ? entry_of(&search, search.owner) : NULL;
    if (entry)
        return find_of_indicator(&search, entry);
    if (search.what.ptr && group_of(&search, search.owner))
        return find_group(&search, search.owner);
    if (!search.what.ptr && ll_str_eq(plan->axis.target, LL_STR("quiet_days")))
        return holds_number(&search, LL_AXIS_QUIET, NULL,
                            rules->book->pack->quiet_days * LL_DECIMAL_ONE);
    int found = search.what.ptr ? 0 : find_common(&search, plan->axis.target);
    return found == 0 ? refuse(&search) : found > 0;
}
