/* compare.c -- see compare.h.   SPDX-License-Identifier: Apache-2.0 */
#include "proof/compare.h"

#include "base/decimal.h"

#define SHOWN_BYTES_MAX 120

void ll_proof_note(struct ll_proof_comparison *comparison, const char *at, const char *expected,
                   const char *found)
{
    if (!at)
        comparison->failed = true;
    else if (comparison->count < LL_PROOF_SHOWN_MAX)
        comparison->list[comparison->count] = (struct ll_proof_difference){at, expected, found};
    comparison->count++;
}

/* ---- values in words ---- */

static const char *cut(struct ll_arena *arena, const char *quote, ll_str text)
{
    bool whole = text.len <= SHOWN_BYTES_MAX;
    size_t len = whole ? text.len : SHOWN_BYTES_MAX;

    while (!whole && len && ((unsigned char)text.ptr[len] & 0xc0) == 0x80)
        len--;
    char *out = ll_arena_printf(arena, "%s%.*s%s%s", quote, (int)len, text.len ? text.ptr : "",
                                whole ? "" : "...", quote);
    for (char *c = out; c && *c; c++) {
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = '?';
    }
    return out;
}

static const char *words(struct ll_arena *arena, const struct ll_proof_node *node)
{
    ll_str id;

    if (!node)
        return "nothing";
    switch (node->type) {
    case LL_JSON_NULL:
        return "nothing";
    case LL_JSON_STRING:
        return cut(arena, "\"", node->text);
    case LL_JSON_BOOL:
    case LL_JSON_NUMBER:
        return cut(arena, "", node->text);
    case LL_JSON_ARRAY:
        return node->count == 1 ? "a list of 1"
                                : ll_arena_printf(arena, "a list of %zu", node->count);
    case LL_JSON_OBJECT:
        break;
    }
    id = ll_proof_text(node, "id");
    return id.len ? cut(arena, "\"", id) : "an object";
}

static bool is_personal(const struct ll_proof_node *node)
{
    return ll_str_eq(node->name, LL_STR("name")) ||
           ll_str_eq(node->name, LL_STR("date_of_birth")) ||
           ll_str_eq(node->name, LL_STR("country_of_birth"));
}

/* node: what is expected, or where nothing is, what was found. */
static void note(struct ll_proof_comparison *comparison, const struct ll_proof_node *node,
                 const struct ll_proof_node *expected, const struct ll_proof_node *found)
{
    bool told = !is_personal(node) && comparison->count < LL_PROOF_SHOWN_MAX;

    ll_proof_note(comparison, ll_proof_path(comparison->arena, node, NULL),
                  told ? words(comparison->arena, expected) : NULL,
                  told ? words(comparison->arena, found) : NULL);
}

/* ---- values ---- */

static bool same_number(ll_str a, ll_str b)
{
    int64_t x, y;

    return ll_str_eq(a, b) || (ll_decimal_parse(a, &x) == LL_DECIMAL_FINE &&
                               ll_decimal_parse(b, &y) == LL_DECIMAL_FINE && x == y);
}

static bool is_skipped(const struct ll_proof_comparison *comparison,
                       const struct ll_proof_node *node)
{
    const struct ll_proof_node *parent = node->parent;

    if (!parent)
        return false;
    if (comparison->skip_routes && !parent->parent && ll_str_eq(node->name, LL_STR("routes")))
        return true;
    return comparison->skip_dealer_names && ll_str_eq(node->name, LL_STR("name")) &&
           (ll_str_eq(parent->name, LL_STR("dealer")) ||
            ll_str_eq(ll_proof_text(parent, "kind"), LL_STR("dealer")));
}

static void compare(struct ll_proof_comparison *comparison, const struct ll_proof_node *expected,
                    const struct ll_proof_node *found);

/* Lists of what has an id are sorted by it: what only one of them has is told by that. */
static void compare_by_id(struct ll_proof_comparison *comparison,
                          const struct ll_proof_node *expected, const struct ll_proof_node *found)
{
    const struct ll_proof_node *a = expected->first, *b = found->first;

    while (a || b) {
        int order = !a ? 1 : !b ? -1 : ll_str_cmp(ll_proof_text(a, "id"), ll_proof_text(b, "id"));
        if (order == 0)
            compare(comparison, a, b);
        else if (order < 0)
            note(comparison, a, a, NULL);
        else
            note(comparison, b, NULL, b);
        a = order <= 0 ? a->next : a;
        b = order >= 0 ? b->next : b;
    }
}

static void compare_by_place(struct ll_proof_comparison *comparison,
                             const struct ll_proof_node *expected,
                             const struct ll_proof_node *found)
{
    const struct ll_proof_node *a = expected->first, *b = found->first;

    if (expected->count != found->count)
        note(comparison, expected, expected, found);
    for (; a && b; a = a->next, b = b->next)
        compare(comparison, a, b);
}

static void compare_lists(struct ll_proof_comparison *comparison,
                          const struct ll_proof_node *expected, const struct ll_proof_node *found)
{
    const struct ll_proof_node *any = expected->first ? expected->first : found->first;

    if (any && ll_proof_text(any, "id").len)
        compare_by_id(comparison, expected, found);
    else
        compare_by_place(comparison, expected, found);
}

/* Null and absent are the same: found is NULL for both. */
static void compare(struct ll_proof_comparison *comparison, const struct ll_proof_node *expected,
                    const struct ll_proof_node *found)
{
    bool same = true;

    if (is_skipped(comparison, expected))
        return;
    if (!found || found->type != expected->type) {
        if (found || expected->type != LL_JSON_NULL)
            note(comparison, expected, expected, found);
        return;
    }
    switch (expected->type) {
    case LL_JSON_NULL:
        break;
    case LL_JSON_BOOL:
    case LL_JSON_STRING:
        same = ll_str_eq(expected->text, found->text);
        break;
    case LL_JSON_NUMBER:
        same = same_number(expected->text, found->text);
        break;
    case LL_JSON_ARRAY:
        compare_lists(comparison, expected, found);
        break;
    case LL_JSON_OBJECT:
        for (const struct ll_proof_node *field = expected->first; field; field = field->next)
            compare(comparison, field, ll_proof_find(found, field->name));
        break;
    }
    if (!same)
        note(comparison, expected, expected, found);
}

void ll_proof_compare(struct ll_proof_comparison *comparison, const struct ll_proof_node *expected,
                      const struct ll_proof_node *found)
{
    compare(comparison, expected, found);
}
