/* fields.h -- the fields of items, one list for names, types, rows and docs.
 * Depends on: expr.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_PACK_FIELDS_H
#define LL_PACK_FIELDS_H

#include "expr/expr.h"

enum ll_item_kind { LL_ITEM_FIREARM, LL_ITEM_TRACE, LL_ITEM_REPORT };
#define LL_IN_FIREARMS 1
#define LL_IN_TRACES 2
#define LL_IN_REPORTS 4

/* X(slot, name, type, item kinds that have it). A row has a value for each slot; a field an item lacks is null. */
#define LL_ITEM_FIELDS(X)                                                                          \
    X(CLASS, "class", STRING, 3)                                                                   \
    X(MANUFACTURER, "manufacturer", STRING, 1)                                                     \
    X(MODEL, "model", STRING, 1)                                                                   \
    X(CALIBER, "caliber", STRING, 3)                                                               \
    X(BORE, "bore", NUMBER, 3)                                                                     \
    X(ACTION, "action", STRING, 1)                                                                 \
    X(DETACHABLE_MAGAZINE, "detachable_magazine", BOOL, 1)                                         \
    X(PRICE, "price", NUMBER, 1)                                                                   \
    X(SERIAL, "serial", STRING, 3)                                                                 \
    X(SALE_ID, "sale.id", STRING, 1)                                                               \
    X(SALE_DATE, "sale.date", STRING, 1)                                                           \
    X(SALE_PAYMENT, "sale.payment", STRING, 1)                                                     \
    X(SALE_FORM, "sale.form", STRING, 1)                                                           \
    X(DEALER_KEY, "dealer.key", STRING, 7)                                                         \
    X(DEALER_TYPE, "dealer.type", STRING, 7)                                                       \
    X(DEALER_STATE, "dealer.state", STRING, 7)                                                     \
    X(DEALER_DIVISION, "dealer.division", STRING, 7)                                               \
    X(PURCHASER_STATE, "purchaser.state", STRING, 1)                                               \
    X(PURCHASER_AGE, "purchaser.age", NUMBER, 1)                                                   \
    X(PURCHASER_COUNTRY_OF_BIRTH, "purchaser.country_of_birth", STRING, 1)                         \
    X(STATUS, "status", STRING, 2)                                                                 \
    X(RECOVERED_ON, "recovered_on", STRING, 2)                                                     \
    X(REQUESTED_ON, "requested_on", STRING, 2)                                                     \
    X(RECOVERY_COUNTRY, "recovery.country", STRING, 2)                                             \
    X(RECOVERY_STATE, "recovery.state", STRING, 2)                                                 \
    X(TIME_TO_CRIME, "time_to_crime", NUMBER, 2)                                                   \
    X(SOLD, "sold", BOOL, 2)                                                                       \
    X(SOLD_ON, "sold_on", STRING, 2)                                                               \
    X(PURCHASER, "purchaser", STRING, 4)                                                           \
    X(DATE, "date", STRING, 4)                                                                     \
    X(GUNS, "guns", NUMBER, 4)

enum ll_item_slot {
#define LL_X(slot, name, type, kinds) LL_SLOT_##slot,
    LL_ITEM_FIELDS(LL_X)
#undef LL_X
        LL_SLOT_COUNT
};

/* The fields of one kind of items (LL_IN_...), as a schema wants them; of any other mask those of all kinds. Static
 * storage. */
const struct ll_expr_field *ll_item_fields(unsigned kinds, size_t *count);
/* The slot of a field of that kind of item by name; false where there is none. */
bool ll_item_field_find(enum ll_item_kind kind, ll_str name, uint16_t *slot);
/* "firearms", "traces", "reports". */
const char *ll_item_kind_word(enum ll_item_kind kind);
/* The first kind of items that has such a field, in that word; NULL where none has. */
const char *ll_item_field_owner(ll_str name);

/* The static type of a slot, and whether two values of it, neither null, are equal. */
enum ll_type ll_item_slot_type(uint16_t slot);
/* Of a firearm: a field that takes a look into other tables, the date of its sale as text or its dealer. */
bool ll_item_slot_waits(uint16_t slot);
bool ll_item_value_eq(uint16_t slot, const struct ll_value *a, const struct ll_value *b);

#endif
