/* fields.c -- the fields of events.   SPDX-License-Identifier: Apache-2.0 */
#include "event/fields.h"

#include <assert.h>

#define FIELD_OF(name, kind, offset, words, shape)                                                 \
    {                                                                                              \
        "\"" name "\":", UINT32_MAX << (sizeof(name) + 2), sizeof(name) + 2, kind, offset, words,  \
            shape                                                                                  \
    }
#define FIELD(name, kind, offset) FIELD_OF(name, kind, offset, NULL, NULL)
#define WORD_FIELD(name, offset, words) FIELD_OF(name, LL_FIELD_WORD, offset, &(words), NULL)
#define OBJECT_FIELD(name, kind, shape) FIELD_OF(name, kind, 0, NULL, &(shape))
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define IN_DRAFT(member) offsetof(struct ll_draft, member)
#define IN_EVENT(member) offsetof(struct ll_event, member)
#define IN_FIREARM(member) offsetof(struct ll_firearm, member)

static const struct ll_field dealer_fields[] = {
    FIELD("ffl", LL_FIELD_LICENCE, IN_EVENT(dealer.licence)),
    FIELD("name", LL_FIELD_STRING, IN_EVENT(dealer.name)),
    FIELD("state", LL_FIELD_STRING, IN_EVENT(dealer.state)),
    FIELD("division", LL_FIELD_STRING, IN_EVENT(dealer.division)),
};
static const struct ll_shape dealer = {"dealer", false, 0, COUNT(dealer_fields), dealer_fields};

static const struct ll_field address_fields[] = {
    FIELD("street", LL_FIELD_WRITTEN, IN_DRAFT(street)),
    FIELD("city", LL_FIELD_WRITTEN, IN_DRAFT(passed_over)),
    FIELD("state", LL_FIELD_STRING, IN_EVENT(purchaser_state)),
    FIELD("zip", LL_FIELD_WRITTEN, IN_DRAFT(zip)),
};
static const struct ll_shape address = {"purchaser.address", false, 1, COUNT(address_fields),
                                        address_fields};

static const struct ll_field purchaser_fields[] = {
    FIELD("last_name", LL_FIELD_WRITTEN, IN_DRAFT(last_name)),
    FIELD("first_name", LL_FIELD_WRITTEN, IN_DRAFT(first_name)),
    FIELD("middle_name", LL_FIELD_WRITTEN, IN_DRAFT(passed_over)),
    FIELD("date_of_birth", LL_FIELD_PAST_DAY, IN_EVENT(born)),
    FIELD("id_type", LL_FIELD_WRITTEN, IN_DRAFT(passed_over)),
    FIELD("id_state", LL_FIELD_WRITTEN, IN_DRAFT(passed_over)),
    FIELD("id_number", LL_FIELD_WRITTEN, IN_DRAFT(passed_over)),
    FIELD("country_of_birth", LL_FIELD_STRING, IN_EVENT(country_of_birth)),
    OBJECT_FIELD("address", LL_FIELD_OBJECT, address),
};
static const struct ll_shape purchaser = {"purchaser", false, 2, COUNT(purchaser_fields),
                                          purchaser_fields};

static const struct ll_field sold_fields[] = {
    WORD_FIELD("class", IN_FIREARM(class), ll_gun_class_words),
    FIELD("manufacturer", LL_FIELD_STRING, IN_FIREARM(manufacturer)),
    FIELD("importer", LL_FIELD_STRING, IN_FIREARM(importer)),
    FIELD("model", LL_FIELD_STRING, IN_FIREARM(model)),
    FIELD("caliber", LL_FIELD_STRING, IN_FIREARM(caliber)),
    FIELD("serial", LL_FIELD_STRING, IN_FIREARM(serial)),
    WORD_FIELD("action", IN_FIREARM(action), ll_action_words),
    FIELD("detachable_magazine", LL_FIELD_BOOL, IN_FIREARM(detachable_magazine)),
    FIELD("price", LL_FIELD_PRICE, IN_FIREARM(price)),
};
static const struct ll_shape sold = {"firearms", true, 3, COUNT(sold_fields), sold_fields};

static const struct ll_field traced_fields[] = {
    WORD_FIELD("class", IN_FIREARM(class), ll_gun_class_words),
    FIELD("manufacturer", LL_FIELD_STRING, IN_FIREARM(manufacturer)),
    FIELD("model", LL_FIELD_STRING, IN_FIREARM(model)),
    FIELD("caliber", LL_FIELD_STRING, IN_FIREARM(caliber)),
    FIELD("serial", LL_FIELD_STRING, IN_FIREARM(serial)),
};
static const struct ll_shape traced = {"firearm", false, 4, COUNT(traced_fields), traced_fields};

static const struct ll_field recovery_fields[] = {
    FIELD("country", LL_FIELD_STRING, IN_EVENT(recovery_country)),
    FIELD("state", LL_FIELD_STRING, IN_EVENT(recovery_state)),
    FIELD("city", LL_FIELD_STRING, IN_EVENT(recovery_city)),
};
static const struct ll_shape recovery = {"recovery", false, 5, COUNT(recovery_fields),
                                         recovery_fields};

static const struct ll_field sale_fields[] = {
    FIELD("type", LL_FIELD_TYPE, 0),
    FIELD("id", LL_FIELD_STRING, IN_EVENT(id)),
    FIELD("version", LL_FIELD_VERSION, IN_EVENT(version)),
    FIELD("occurred_at", LL_FIELD_OCCURRED, IN_EVENT(occurred)),
    FIELD("reported_at", LL_FIELD_REPORTED, IN_EVENT(reported)),
    OBJECT_FIELD("dealer", LL_FIELD_OBJECT, dealer),
    OBJECT_FIELD("purchaser", LL_FIELD_OBJECT, purchaser),
    OBJECT_FIELD("firearms", LL_FIELD_FIREARMS, sold),
    FIELD("payment", LL_FIELD_STRING, IN_EVENT(payment)),
    FIELD("form", LL_FIELD_STRING, IN_EVENT(form)),
};
static const struct ll_field void_fields[] = {
    FIELD("type", LL_FIELD_TYPE, 0),
    FIELD("of", LL_FIELD_OF, 0),
    FIELD("id", LL_FIELD_STRING, IN_EVENT(id)),
    FIELD("version", LL_FIELD_VERSION, IN_EVENT(version)),
    FIELD("occurred_at", LL_FIELD_OCCURRED, IN_EVENT(occurred)),
    FIELD("reported_at", LL_FIELD_REPORTED, IN_EVENT(reported)),
    OBJECT_FIELD("dealer", LL_FIELD_OBJECT, dealer),
    OBJECT_FIELD("purchaser", LL_FIELD_OBJECT, purchaser),
};
static const struct ll_field trace_fields[] = {
    FIELD("type", LL_FIELD_TYPE, 0),
    FIELD("id", LL_FIELD_STRING, IN_EVENT(id)),
    FIELD("version", LL_FIELD_VERSION, IN_EVENT(version)),
    FIELD("recovered_on", LL_FIELD_EVENT_DAY, IN_EVENT(recovered_on)),
    FIELD("requested_on", LL_FIELD_EVENT_DAY, IN_EVENT(requested_on)),
    WORD_FIELD("status", IN_EVENT(status), ll_trace_status_words),
    OBJECT_FIELD("recovery", LL_FIELD_OBJECT, recovery),
    OBJECT_FIELD("firearm", LL_FIELD_FIREARM, traced),
    OBJECT_FIELD("dealer", LL_FIELD_OBJECT, dealer),
    OBJECT_FIELD("purchaser", LL_FIELD_OBJECT, purchaser),
    FIELD("sold_on", LL_FIELD_PAST_DAY, IN_EVENT(sold_on)),
};

const struct ll_shape ll_draft_shapes[LL_DRAFT_TYPES] = {
    [LL_DRAFT_SALE] = {"", false, 6, COUNT(sale_fields), sale_fields},
    [LL_DRAFT_VOID] = {"", false, 7, COUNT(void_fields), void_fields},
    [LL_DRAFT_TRACE] = {"", false, 8, COUNT(trace_fields), trace_fields},
};

static_assert(COUNT(trace_fields) == LL_FIELDS_MAX, "no object has more");

const size_t ll_event_bytes = sizeof(struct ll_event);
