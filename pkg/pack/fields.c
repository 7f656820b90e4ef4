/* fields.c -- the tables of item fields.   SPDX-License-Identifier: Apache-2.0 */
#include "pack/fields.h"

/* LL_<KIND>_<mask>(x): x where the mask has the kind. The masks are those of LL_ITEM_FIELDS. */
#define LL_FIREARM_1(...) __VA_ARGS__
#define LL_FIREARM_2(...)
#define LL_FIREARM_3(...) __VA_ARGS__
#define LL_FIREARM_4(...)
#define LL_FIREARM_7(...) __VA_ARGS__
#define LL_TRACE_1(...)
#define LL_TRACE_2(...) __VA_ARGS__
#define LL_TRACE_3(...) __VA_ARGS__
#define LL_TRACE_4(...)
#define LL_TRACE_7(...) __VA_ARGS__
#define LL_REPORT_1(...)
#define LL_REPORT_2(...)
#define LL_REPORT_3(...)
#define LL_REPORT_4(...) __VA_ARGS__
#define LL_REPORT_7(...) __VA_ARGS__

static const struct ll_expr_field firearm_fields[] = {
#define LL_X(slot, name, type, kinds)                                                              \
    LL_FIREARM_##kinds({name, LL_TYPE_##type, false, LL_SLOT_##slot}, )
    LL_ITEM_FIELDS(LL_X)
#undef LL_X
};
static const struct ll_expr_field trace_fields[] = {
#define LL_X(slot, name, type, kinds)                                                              \
    LL_TRACE_##kinds({name, LL_TYPE_##type, false, LL_SLOT_##slot}, )
    LL_ITEM_FIELDS(LL_X)
#undef LL_X
};
static const struct ll_expr_field report_fields[] = {
#define LL_X(slot, name, type, kinds)                                                              \
    LL_REPORT_##kinds({name, LL_TYPE_##type, false, LL_SLOT_##slot}, )
    LL_ITEM_FIELDS(LL_X)
#undef LL_X
};
static const struct ll_expr_field all_fields[] = {
#define LL_X(slot, name, type, kinds) {name, LL_TYPE_##type, false, LL_SLOT_##slot},
    LL_ITEM_FIELDS(LL_X)
#undef LL_X
};

#define LL_COUNT(array) (sizeof(array) / sizeof(array)[0])

const struct ll_expr_field *ll_item_fields(unsigned kinds, size_t *count)
{
    switch (kinds) {
    case LL_IN_FIREARMS:
        *count = LL_COUNT(firearm_fields);
        return firearm_fields;
    case LL_IN_TRACES:
        *count = LL_COUNT(trace_fields);
        return trace_fields;
    case LL_IN_REPORTS:
        *count = LL_COUNT(report_fields);
        return report_fields;
    default:
        *count = LL_COUNT(all_fields);
        return all_fields;
    }
}

bool ll_item_field_find(enum ll_item_kind kind, ll_str name, uint16_t *slot)
{
    size_t count;
    const struct ll_expr_field *fields = ll_item_fields(1u << kind, &count);
    for (size_t i = 0; i < count; i++) {
        if (!ll_str_eq(ll_str_from(fields[i].name), name))
            continue;
        *slot = fields[i].slot;
        return true;
    }
    return false;
}

const char *ll_item_kind_word(enum ll_item_kind kind)
{
    switch (kind) {
    case LL_ITEM_FIREARM:
        return "firearms";
    case LL_ITEM_TRACE:
        return "traces";
    case LL_ITEM_REPORT:
        return "reports";
    }
    return "";
}

const char *ll_item_field_owner(ll_str name)
{
    uint16_t slot;
    for (unsigned kind = LL_ITEM_FIREARM; kind <= LL_ITEM_REPORT; kind++) {
        if (ll_item_field_find((enum ll_item_kind)kind, name, &slot))
            return ll_item_kind_word((enum ll_item_kind)kind);
    }
    return NULL;
}
