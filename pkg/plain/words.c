/* words.c -- fields and values in words.   SPDX-License-Identifier: Apache-2.0 */
#include "plain/words.h"

#include "base/decimal.h"

struct word {
    const char *one, *many, *unit;
    bool is_date;
};

static const struct word words[LL_SLOT_COUNT] = {
    [LL_SLOT_CLASS] = {"class", "classes", NULL, false},
    [LL_SLOT_MANUFACTURER] = {"manufacturer", "manufacturers", NULL, false},
    [LL_SLOT_MODEL] = {"model", "models", NULL, false},
    [LL_SLOT_CALIBER] = {"caliber", "calibers", NULL, false},
    [LL_SLOT_BORE] = {"bore", "bores", " inches", false},
    [LL_SLOT_ACTION] = {"action", "actions", NULL, false},
    [LL_SLOT_DETACHABLE_MAGAZINE] = {"detachable magazine", "kinds of magazine", NULL, false},
    [LL_SLOT_PRICE] = {"price", "prices", " dollars", false},
    [LL_SLOT_SERIAL] = {"serial number", "serial numbers", NULL, false},
    [LL_SLOT_SALE_ID] = {"sale", "sales", NULL, false},
    [LL_SLOT_SALE_DATE] = {"date of the sale", "dates of sale", NULL, true},
    [LL_SLOT_SALE_PAYMENT] = {"payment", "ways of payment", NULL, false},
    [LL_SLOT_SALE_FORM] = {"form", "forms", NULL, false},
    [LL_SLOT_DEALER_KEY] = {"dealer", "dealers", NULL, false},
    [LL_SLOT_DEALER_TYPE] = {"dealer's licence type", "licence types of dealers", NULL, false},
    [LL_SLOT_DEALER_STATE] = {"dealer's state", "states of dealers", NULL, false},
    [LL_SLOT_DEALER_DIVISION] = {"dealer's division", "divisions of dealers", NULL, false},
    [LL_SLOT_PURCHASER_STATE] = {"purchaser's state", "states of the purchaser", NULL, false},
    [LL_SLOT_PURCHASER_AGE] = {"purchaser's age", "ages of the purchaser", " years", false},
    [LL_SLOT_PURCHASER_COUNTRY_OF_BIRTH] = {"purchaser's country of birth", "countries of birth",
                                            NULL, false},
    [LL_SLOT_STATUS] = {"status of the trace", "statuses", NULL, false},
    [LL_SLOT_RECOVERED_ON] = {"date of recovery", "dates of recovery", NULL, true},
    [LL_SLOT_REQUESTED_ON] = {"date of the request", "dates of request", NULL, true},
    [LL_SLOT_RECOVERY_COUNTRY] = {"country of recovery", "countries of recovery", NULL, false},
    [LL_SLOT_RECOVERY_STATE] = {"state of recovery", "states of recovery", NULL, false},
    [LL_SLOT_TIME_TO_CRIME] = {"time to crime", "times to crime", " days", false},
    [LL_SLOT_SOLD] = {"match", "kinds of match", NULL, false},
    [LL_SLOT_SOLD_ON] = {"date of the sale", "dates of sale", NULL, true},
    [LL_SLOT_PURCHASER] = {"purchaser", "purchasers", NULL, false},
    [LL_SLOT_DATE] = {"date of the report", "dates", NULL, true},
    [LL_SLOT_GUNS] = {"number of guns", "guns of the reports", NULL, false},
};

const char *ll_plain_field(uint16_t slot)
{
    return words[slot].one;
}

const char *ll_plain_fields(uint16_t slot)
{
    return words[slot].many;
}

const char *ll_plain_unit(uint16_t slot)
{
    return words[slot].unit ? words[slot].unit : "";
}

bool ll_plain_is_date(uint16_t slot)
{
    return words[slot].is_date;
}

bool ll_plain_may_lack(enum ll_item_kind items, uint16_t slot)
{
    switch (slot) {
    case LL_SLOT_CLASS:
    case LL_SLOT_SERIAL:
    case LL_SLOT_DEALER_KEY:
    case LL_SLOT_DEALER_TYPE:
        return items == LL_ITEM_TRACE;
    case LL_SLOT_SALE_ID:
    case LL_SLOT_SALE_DATE:
    case LL_SLOT_PURCHASER_AGE:
    case LL_SLOT_SOLD:
    case LL_SLOT_PURCHASER:
    case LL_SLOT_DATE:
    case LL_SLOT_GUNS:
        return false;
    default:
        return true;
    }
}

void ll_plain_value(struct ll_buf *out, enum ll_node_type type, struct ll_value value)
{
    if (type == LL_NODE_NUMBER)
        ll_decimal_add(out, value.number);
    else if (type == LL_NODE_BOOL)
        ll_buf_add_str(out, value.number ? LL_STR("true") : LL_STR("false"));
    else if (value.len)
        ll_buf_add(out, value.text, value.len);
    else
        ll_buf_add_lit(out, "the empty text");
}

const char *ll_plain_glue(size_t index, size_t n, const char *last)
{
    if (index == 0)
        return "";
    return index + 1 == n ? last : ", ";
}

void ll_plain_list(struct ll_buf *out, enum ll_node_type type, struct ll_value list,
                   const char *last)
{
    for (uint32_t i = 0; i < list.len; i++) {
        ll_buf_add_str(out, ll_str_from(ll_plain_glue(i, list.len, last)));
        ll_plain_value(out, type, list.items[i]);
    }
    if (!list.len)
        ll_buf_add_lit(out, "nothing");
}

const char *ll_plain_bound(enum ll_token_kind op)
{
    switch ((int)op) {
    case LL_TOKEN_LT:
        return "less than ";
    case LL_TOKEN_LE:
        return "at most ";
    case LL_TOKEN_GT:
        return "more than ";
    case LL_TOKEN_GE:
        return "at least ";
    case LL_TOKEN_NE:
        return "not ";
    default:
        return "exactly ";
    }
}

const struct ll_node *ll_plain_unnamed(const struct ll_node *node)
{
    while (node->kind == LL_NODE_NAMED)
        node = node->named->root;
    return node;
}
