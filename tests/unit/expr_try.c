/* expr_try.c -- schemas for tests of expressions.   SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/expr_try.h"

static const struct ll_expr_field item_fields[] = {
    {"class", LL_TYPE_STRING, false, TRY_CLASS},
    {"caliber", LL_TYPE_STRING, false, TRY_CALIBER},
    {"price", LL_TYPE_NUMBER, false, TRY_PRICE},
    {"sold", LL_TYPE_BOOL, false, TRY_SOLD},
    {"sale.date", LL_TYPE_STRING, false, TRY_DATE},
    {"dealer.state", LL_TYPE_STRING, false, TRY_STATE},
    {"tags", LL_TYPE_STRING, true, TRY_TAGS},
    {"sizes", LL_TYPE_NUMBER, true, TRY_SIZES},
};
static const struct ll_expr_field trace_fields[] = {
    {"time_to_crime", LL_TYPE_NUMBER, false, TRY_PRICE},
    {"status", LL_TYPE_STRING, false, TRY_CLASS},
    {"caliber", LL_TYPE_STRING, false, TRY_CALIBER},
};

static enum ll_status in_hit(void *context, ll_str id, struct ll_pos at, uint32_t *slot,
                             struct ll_error *err)
{
    (void)context;
    *slot = ll_str_eq(id, LL_STR("off")) ? LL_EXPR_NEVER : 7;
    if (ll_str_eq(id, LL_STR("known")) || ll_str_eq(id, LL_STR("off")))
        return LL_OK;
    return ll_fail_at(err, LL_ERR_TYPE, at, "no indicator has the id '%.*s'", LL_STR_ARGS(id));
}

static const char *literal(void *context, uint16_t slot, ll_str text, struct ll_pos at)
{
    (void)context;
    (void)at;
    bool alias = slot == TRY_CALIBER && ll_str_eq(text, LL_STR("5.56"));
    return alias ? ".223" : NULL;
}

static const char *elsewhere(void *context, ll_str name)
{
    (void)context;
    return ll_str_eq(name, LL_STR("status")) ? "traces" : NULL;
}

void try_schema_init(struct try_schema *out, const char *scope)
{
    static const struct ll_value two[] = {{.number = 20000}};
    static const struct ll_value yes[] = {{.number = 1}};
    static const struct ll_value word[] = {{.text = "pistol", .len = 6}};
    static const struct ll_value words[] = {{.text = "rifle", .len = 5},
                                            {.text = "5.56", .len = 4}};
    static const struct ll_value numbers[] = {{.number = 30000}, {.number = 10000}};
    *out = (struct try_schema){
        .params = {{LL_STR("min"), LL_TYPE_NUMBER, false, two, 1, false, NULL},
                   {LL_STR("strict"), LL_TYPE_BOOL, false, yes, 1, false, NULL},
                   {LL_STR("word"), LL_TYPE_STRING, false, word, 1, false, NULL},
                   {LL_STR("words"), LL_TYPE_STRING, true, words, 2, false, NULL},
                   {LL_STR("numbers"), LL_TYPE_NUMBER, true, numbers, 2, false, NULL},
                   {LL_STR("none"), LL_TYPE_STRING, true, NULL, 0, false, NULL}}};
    bool past = strcmp(scope, "past") == 0, guideline = strcmp(scope, "guideline") == 0;
    out->schema = (struct ll_expr_schema){.what = guideline ? "leads" : "firearms",
                                          .no_calls = guideline ? "guidelines" : NULL,
                                          .fields = item_fields,
                                          .field_count = sizeof item_fields / sizeof item_fields[0],
                                          .aggregates = past || strcmp(scope, "having") == 0,
                                          .past_fields = past ? trace_fields : NULL,
                                          .past_field_count = past ? 3 : 0,
                                          .in_hit = strcmp(scope, "where") == 0 ? in_hit : NULL,
                                          .literal = literal,
                                          .elsewhere = elsewhere,
                                          .params = out->params,
                                          .param_count = guideline ? 0 : 6};
}
