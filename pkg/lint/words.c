/* words.c -- words that no event has, and lists that name one value twice.   SPDX-License-Identifier: Apache-2.0 */
#include "base/day.h"
#include "group/guideline.h"
#include "lint/read.h"
#include "pack/spelling.h"

struct walker {
    struct ll_lint *lint;
    const struct ll_lint_asked *asked;
    enum ll_lint_subject subject;
};

/* ---- where a value stands ---- */

/* The value in YAML of the parameter that a part names; NULL where it names none. */
static const struct ll_yaml_node *param_of(const struct walker *walker, const struct ll_node *node)
{
    const struct ll_book_entry *entry = walker->asked->entry;
    ll_str words = ll_reading_words(walker->asked->reading, node);
    if (!entry || words.len < 2 || words.ptr[0] != '$')
        return NULL;
    words = (ll_str){words.ptr + 1, words.len - 1};
    for (size_t i = 0; i < entry->param_count; i++) {
        if (ll_str_eq(entry->params[i].name, words))
            return entry->param_nodes[i];
    }
    return NULL;
}

/* The place of the value at an index of a list, or of a value that is none. */
static struct ll_pos place_of(const struct walker *walker, const struct ll_node *node, size_t index)
{
    const struct ll_yaml_node *param = param_of(walker, node);
    const struct ll_yaml_node *item = param ? param->first_child : NULL;
    const struct ll_node *member = node->first;
    if (param && param->kind == LL_YAML_SCALAR)
        return param->at;
    for (size_t i = 0; i < index; i++) {
        item = item ? item->next : NULL;
        member = member ? member->next : NULL;
    }
    if (!item && !member && node->given_at)
        return *node->given_at;
    return item ? item->at : ll_reading_place(walker->asked->reading, member ? member : node);
}

/* ---- words ---- */

static bool is_date_field(const struct walker *walker, uint16_t slot)
{
    return ll_domain_of_field(walker->subject, slot).kind == LL_DOMAIN_DATE;
}

static bool is_licence_type(ll_str text)
{
    return text.len == 2 && text.ptr[0] >= '0' && text.ptr[0] <= '9' && text.ptr[1] >= '0' &&
           text.ptr[1] <= '9';
}

static void look_at_caliber(const struct walker *walker, ll_str text, struct ll_pos at)
{
    struct ll_lint *lint = walker->lint;
    if (!lint->calibers || ll_calibers_find(lint->calibers, text))
        return;
    const struct ll_caliber *near = ll_calibers_nearest(lint->calibers, text, &lint->scratch);
    if (near)
        ll_lint_warn(lint, at, "unknown-caliber",
                     "the table of calibers has no '%.*s'; did you mean '%.*s'?", LL_STR_ARGS(text),
                     LL_STR_ARGS(near->name));
    else
        ll_lint_warn(lint, at, "unknown-caliber",
                     "the table of calibers has no '%.*s'; add it there, or write a name that it "
                     "has",
                     LL_STR_ARGS(text));
}

static void look_at_word(const struct walker *walker, uint16_t slot, ll_str text, struct ll_pos at)
{
    struct ll_lint *lint = walker->lint;
    char why[LL_SPELLING_WHY_MAX];
    ll_day day;
    if (text.len > 64)
        text.len = 64;
    if (is_date_field(walker, slot) && !ll_day_parse(text, &day))
        ll_lint_warn(lint, at, "no-date", "'%.*s' is no date; write it as in \"2026-03-02\"",
                     LL_STR_ARGS(text));
    if (walker->subject == LL_LINT_LEAD) {
        if (slot == LL_LEAD_STATUS && !ll_str_eq(text, LL_STR("open")))
            ll_lint_warn(lint, at, "unknown-word",
                         "groups are asked of open leads alone: no status is '%.*s'; write "
                         "\"open\", or remove it",
                         LL_STR_ARGS(text));
        return;
    }
    if (slot == LL_SLOT_CALIBER)
        look_at_caliber(walker, text, at);
    if (slot == LL_SLOT_DEALER_TYPE && !is_licence_type(text))
        ll_lint_warn(lint, at, "no-licence-type",
                     "'%.*s' is no licence type; they have two digits, as in \"01\"",
                     LL_STR_ARGS(text));
    /* Of packs the loader tells that itself. */
    if (walker->subject == LL_LINT_ITEM && ll_spelling_closed(slot, text, why, sizeof why))
        ll_lint_warn(lint, at, "unknown-word", "%s", why);
}

static bool is_text(const struct ll_node *node)
{
    return node->kind == LL_NODE_CONST && node->type == LL_NODE_STRING;
}

static void look_at_link(const struct walker *walker, const struct ll_node *a,
                         const struct ll_node *b)
{
    const struct ll_node *field = a->kind == LL_NODE_NAME ? a : b;
    const struct ll_node *text = field == a ? b : a;
    if (field->kind == LL_NODE_NAME && !field->is_list && is_text(text))
        look_at_word(walker, field->slot, (ll_str){text->value.text, text->value.len},
                     place_of(walker, text, 0));
}

/* ---- lists ---- */

static bool are_twins(enum ll_node_type type, struct ll_value a, struct ll_value b)
{
    return type == LL_NODE_STRING ? ll_str_eq((ll_str){a.text, a.len}, (ll_str){b.text, b.len})
                                  : a.number == b.number;
}

static void say_twin(struct ll_lint *lint, struct ll_pos at, struct ll_pos first)
{
    ll_lint_beside(ll_lint_warn(lint, at, "twin", "this stands in the list twice; remove one"),
                   first, "the first is here");
}

static void look_at_list(const struct walker *walker, const struct ll_node *field,
                         const struct ll_node *list)
{
    const struct ll_value *items = list->value.items;
    bool is_param = param_of(walker, list) || list->given_at;
    for (uint32_t i = 0; list->kind == LL_NODE_LIST && i < list->value.len; i++) {
        if (field->kind == LL_NODE_NAME && list->type == LL_NODE_STRING)
            look_at_word(walker, field->slot, (ll_str){items[i].text, items[i].len},
                         place_of(walker, list, i));
        /* A parameter's or named list is looked through where it is written. */
        for (uint32_t k = 0; !is_param && k < i; k++) {
            if (!are_twins(list->type, items[i], items[k]))
                continue;
            say_twin(walker->lint, place_of(walker, list, i), place_of(walker, list, k));
            break;
        }
    }
}

void ll_lint_twins(struct ll_lint *lint, const struct ll_yaml_node *list)
{
    if (list->kind != LL_YAML_SEQUENCE)
        return;
    for (const struct ll_yaml_node *b = list->first_child; b; b = b->next) {
        for (const struct ll_yaml_node *a = list->first_child; a != b; a = a->next) {
            if (a->kind != LL_YAML_SCALAR || b->kind != LL_YAML_SCALAR || a->plain != b->plain ||
                !ll_str_eq(a->text, b->text))
                continue;
            say_twin(lint, b->at, a->at);
            break;
        }
    }
}

/* ---- the whole ---- */

static void walk(const struct walker *walker, const struct ll_node *node)
{
    if (node->kind == LL_NODE_CALL) {
        struct walker inner = *walker;
        inner.subject = ll_lint_within(walker->asked, node);
        if (node->first && (node->call == LL_CALL_COUNT || node->call == LL_CALL_TRACES))
            walk(&inner, node->first);
        return;
    }
    if (node->kind == LL_NODE_NAMED) {
        struct walker inner = *walker;
        struct ll_lint_asked asked = *walker->asked;
        asked.reading = node->named;
        inner.asked = &asked;
        walk(&inner, node->named->root);
        return;
    }
    if (node->kind == LL_NODE_IN)
        look_at_list(walker, node->first, node->last);
    for (const struct ll_node *child = node->first; child; child = child->next) {
        if (node->kind == LL_NODE_CHAIN && child->next)
            look_at_link(walker, child, child->next);
        if (node->kind != LL_NODE_LIST)
            walk(walker, child);
    }
}

void ll_lint_words(struct ll_lint *lint, const struct ll_lint_asked *asked)
{
    struct walker walker = {lint, asked, asked->subject};
    walk(&walker, asked->reading->root);
}
