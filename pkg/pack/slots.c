/* slots.c -- the types of slots, and the equality of their values.   SPDX-License-Identifier: Apache-2.0 */
#include "pack/fields.h"

enum ll_type ll_item_slot_type(uint16_t slot)
{
    static const enum ll_type types[LL_SLOT_COUNT] = {
#define LL_X(slot, name, type, kinds) LL_TYPE_##type,
        LL_ITEM_FIELDS(LL_X)
#undef LL_X
    };
    return types[slot];
}

bool ll_item_value_eq(uint16_t slot, const struct ll_value *a, const struct ll_value *b)
{
    if (ll_item_slot_type(slot) != LL_TYPE_STRING)
        return a->number == b->number;
    return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

bool ll_item_slot_waits(uint16_t slot)
{
    return slot == LL_SLOT_SALE_DATE ||
           (slot >= LL_SLOT_DEALER_KEY && slot <= LL_SLOT_DEALER_DIVISION);
}
