/* query.c -- reading a tree.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/nearest.h"
#include "yaml/yaml.h"

struct ll_yaml_node *ll_yaml_get(const struct ll_yaml_node *node, const char *key)
{
    if (!node || node->kind != LL_YAML_MAPPING)
        return NULL;
    ll_str wanted = ll_str_from(key);
    for (struct ll_yaml_node *child = node->first_child; child; child = child->next)
        if (ll_str_eq(child->key->text, wanted))
            return child;
    return NULL;
}

static bool is_plain(const struct ll_yaml_node *node)
{
    return node && node->kind == LL_YAML_SCALAR && node->plain;
}

bool ll_yaml_is_null(const struct ll_yaml_node *node)
{
    return is_plain(node) && (!node->text.len || ll_str_eq(node->text, LL_STR("~")) ||
                              ll_str_eq(node->text, LL_STR("null")));
}

bool ll_yaml_bool(const struct ll_yaml_node *node, bool *out)
{
    if (!is_plain(node))
        return false;
    *out = ll_str_eq(node->text, LL_STR("true"));
    return *out || ll_str_eq(node->text, LL_STR("false"));
}

bool ll_yaml_int(const struct ll_yaml_node *node, int64_t min, int64_t max, int64_t *out)
{
    if (!is_plain(node))
        return false;
    ll_str digits = node->text;
    bool negative = digits.len && digits.ptr[0] == '-';
    if (negative)
        digits = (ll_str){digits.ptr + 1, digits.len - 1};
    /* A zero in front makes it octal for some readers of YAML: better none than a wrong number. */
    if (!digits.len || (digits.ptr[0] == '0' && digits.len > 1))
        return false;
    int64_t value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9')
            return false;
        int64_t digit = digits.ptr[i] - '0';
        if (__builtin_mul_overflow(value, INT64_C(10), &value) ||
            __builtin_sub_overflow(value, digit, &value))
            return false;
    }
    /* The digits were taken off, so that the least number has its turn too. */
    if (!negative && __builtin_sub_overflow(INT64_C(0), value, &value))
        return false;
    if (value < min || value > max)
        return false;
    *out = value;
    return true;
}

static bool is_known(ll_str name, const char *const *known, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (ll_str_eq(name, ll_str_from(known[i])))
            return true;
    return false;
}

static void refuse(const struct ll_yaml_node *key, const char *const *known, size_t n,
                   const char *what, struct ll_error *err)
{
    ll_str name = {key->text.ptr, key->text.len < 64 ? key->text.len : 64};
    const char *near = ll_nearest(key->text, known, n);
    if (near) {
        (void)ll_fail_at(err, LL_ERR_SYNTAX, key->at,
                         "unknown key '%.*s' in %s; did you mean '%s'?", LL_STR_ARGS(name), what,
                         near);
        return;
    }
    struct ll_buf list = {.max = 256};
    for (size_t i = 0; i < n; i++)
        ll_buf_printf(&list, "%s%s", i ? ", " : "", known[i]);
    if (list.failed)
        (void)ll_fail_at(err, LL_ERR_SYNTAX, key->at, "unknown key '%.*s' in %s; remove it",
                         LL_STR_ARGS(name), what);
    else
        (void)ll_fail_at(err, LL_ERR_SYNTAX, key->at, "unknown key '%.*s' in %s; it has %.*s",
                         LL_STR_ARGS(name), what, LL_STR_ARGS(ll_buf_str(&list)));
    ll_buf_fini(&list);
}

size_t ll_yaml_refuse_unknown(const struct ll_yaml_node *mapping, const char *const *known,
                              size_t n, const char *what, struct ll_errors *errors)
{
    if (!mapping || mapping->kind != LL_YAML_MAPPING)
        return 0;
    size_t refused = 0;
    for (const struct ll_yaml_node *child = mapping->first_child; child; child = child->next) {
        if (is_known(child->key->text, known, n))
            continue;
        refuse(child->key, known, n, what, ll_errors_next(errors));
        refused++;
    }
    return refused;
}
