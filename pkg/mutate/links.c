/* links.c -- comparisons that no value could tell apart.   SPDX-License-Identifier: Apache-2.0 */
#include "mutate/generate.h"

#include "base/decimal.h"
#include "pack/fields.h"

/* What is known of a field's or a call's values beyond its type. */
static void know_field(uint16_t slot, struct ll_links *links)
{
    links->least = slot == LL_SLOT_GUNS ? LL_DECIMAL_ONE : 0;
    if (slot == LL_SLOT_PRICE)
        links->step = LL_DECIMAL_ONE / 100;
    else if (slot == LL_SLOT_TIME_TO_CRIME || slot == LL_SLOT_PURCHASER_AGE || slot == LL_SLOT_GUNS)
        links->step = LL_DECIMAL_ONE;
}

static void know(const struct ll_node *node, struct ll_links *links)
{
    if (node->kind == LL_NODE_NAME) {
        know_field(node->slot, links);
    } else if (node->kind == LL_NODE_CALL && node->call == LL_CALL_SUM) {
        know_field(node->first->slot, links);
        links->least = 0;
    } else if (node->kind == LL_NODE_CALL) {
        /* A window has an item. */
        links->least = node->call == LL_CALL_COUNT && !node->first ? LL_DECIMAL_ONE : 0;
        links->step = LL_DECIMAL_ONE;
    }
}

bool ll_links_of(const struct ll_node *chain, struct ll_links *links)
{
    size_t varying = 0;
    *links = (struct ll_links){0};
    if (chain->child_count > LL_LINKS_MAX)
        return false;
    for (const struct ll_node *child = chain->first; child; child = child->next) {
        if (child->type != LL_NODE_NUMBER || child->is_list)
            return false;
        bool varies = child->kind != LL_NODE_CONST;
        varying += varies;
        if (varies)
            know(child, links);
        links->list[links->count].varies = varies;
        links->list[links->count].value = varies ? 0 : child->value.number;
        links->list[links->count++].op = child->op;
    }
    return varying == 1 && links->step != 0;
}

static bool true_of(const struct ll_links *links, int64_t value)
{
    for (size_t i = 1; i < links->count; i++) {
        int64_t left = links->list[i - 1].varies ? value : links->list[i - 1].value;
        int64_t right = links->list[i].varies ? value : links->list[i].value;
        if (!ll_node_op_holds(left, links->list[i].op, right))
            return false;
    }
    return true;
}

/* Where something changes, it changes about a constant: the k-th of five values about the i-th part, or about the least. */
#define ABOUT 5
static int64_t value_about(const struct ll_links *links, size_t i, int k)
{
    int64_t centre =
        i < links->count && !links->list[i].varies ? links->list[i].value : links->least;
    int64_t n = (centre - links->least) / links->step + k - ABOUT / 2;
    return links->least + (n < 0 ? 0 : n) * links->step;
}

bool ll_links_alike(const struct ll_links *a, const struct ll_links *b)
{
    for (size_t i = 0; i < LL_LINKS_MAX; i++)
        for (int k = 0; k < ABOUT; k++)
            if (true_of(a, value_about(a, i, k)) != true_of(b, value_about(a, i, k)) ||
                true_of(a, value_about(b, i, k)) != true_of(b, value_about(b, i, k)))
                return false;
    return true;
}

bool ll_links_can(const struct ll_links *links, bool outcome)
{
    for (size_t i = 0; i < LL_LINKS_MAX; i++)
        for (int k = 0; k < ABOUT; k++)
            if (true_of(links, value_about(links, i, k)) == outcome)
                return true;
    return false;
}
