/* fail.c -- see fail.h.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/fail.h"

#include "base/decimal.h"
#include <math.h>

/* Slots of a row: the figures of the pack that is tried, of the present one, of the candidate; then those of the comparison. */
#define OF_TRIED 0
#define OF_PRESENT LL_FAIL_PACK_COUNT
#define OF_CANDIDATE (2 * LL_FAIL_PACK_COUNT)
#define OF_CHANGES (3 * LL_FAIL_PACK_COUNT)
#define SLOTS (OF_CHANGES + LL_FAIL_CHANGE_COUNT)

#define FIELD(name, slot)                                                                          \
    {                                                                                              \
        (name), LL_TYPE_NUMBER, false, (uint16_t)(slot)                                            \
    }

/* What needs no candidate comes first. */
static const struct ll_expr_field fields[SLOTS] = {
#define LL_X(slot, name) FIELD(name, OF_TRIED + LL_FAIL_##slot),
    LL_FAIL_PACK_FIGURES(LL_X)
#undef LL_X
#define LL_X(slot, name) FIELD("present." name, OF_PRESENT + LL_FAIL_##slot),
        LL_FAIL_PACK_FIGURES(LL_X)
#undef LL_X
#define LL_X(slot, name) FIELD("candidate." name, OF_CANDIDATE + LL_FAIL_##slot),
            LL_FAIL_PACK_FIGURES(LL_X)
#undef LL_X
#define LL_X(slot, name) FIELD(name, OF_CHANGES + LL_FAIL_##slot),
                LL_FAIL_CHANGE_FIGURES(LL_X)
#undef LL_X
};

struct ll_fail_condition {
    struct ll_source source;
    const struct ll_expr *program;
    bool has_candidate;
};

const char *ll_fail_figure_name(enum ll_fail_figure figure)
{
    return fields[OF_TRIED + (unsigned)figure].name;
}

const char *ll_fail_change_name(enum ll_fail_change change)
{
    return fields[OF_CHANGES + (unsigned)change].name;
}

/* ---- values ---- */

void ll_fail_values_init(struct ll_fail_values *values)
{
    for (size_t i = 0; i < LL_FAIL_PACK_COUNT; i++)
        values->packs[0][i] = values->packs[1][i] = ll_value_null();
    for (size_t i = 0; i < LL_FAIL_CHANGE_COUNT; i++)
        values->changes[i] = ll_value_null();
}

struct ll_value ll_fail_value(double number)
{
    double scaled = number * (double)LL_DECIMAL_ONE;
    if (!isfinite(scaled) || fabs(scaled) > 9e17)
        return ll_value_null();
    return ll_value_number(llround(scaled));
}

struct ll_value ll_fail_count(uint64_t count)
{
    if (count > INT64_MAX / LL_DECIMAL_ONE)
        return ll_value_null();
    return ll_value_number((int64_t)count * LL_DECIMAL_ONE);
}

struct ll_value ll_fail_share(uint64_t k, uint64_t n)
{
    return n ? ll_fail_value((double)k / (double)n) : ll_value_null();
}

/* ---- reading ---- */

static const char *elsewhere(void *context, ll_str name)
{
    (void)context;
    for (size_t i = OF_CANDIDATE; i < SLOTS; i++)
        if (ll_str_eq(ll_str_from(fields[i].name), name))
            return "a comparison, which needs --candidate";
    return NULL;
}

enum ll_status ll_fail_read(struct ll_arena *arena, const char *text, bool has_candidate,
                            struct ll_fail_condition **out, struct ll_errors *errors)
{
    struct ll_fail_condition *condition = LL_NEW(arena, struct ll_fail_condition);
    const struct ll_expr_schema schema = {.what = "one pack alone",
                                          .no_calls = "conditions on figures",
                                          .fields = fields,
                                          .field_count = has_candidate ? SLOTS : OF_CANDIDATE,
                                          .elsewhere = has_candidate ? NULL : elsewhere};
    *out = condition;
    if (!condition)
        return ll_fail(ll_errors_next(errors), LL_ERR_NOMEM, "no memory for a condition");
    condition->source = (struct ll_source){"--fail-if", ll_str_from(text)};
    condition->has_candidate = has_candidate;
    const struct ll_pos at = {&condition->source, 1, 1, 1};
    return ll_expr_compile(arena, &schema, condition->source.text, at, true, &condition->program,
                           errors);
}

/* ---- asking ---- */

static void fill_row(struct ll_value row[SLOTS], const struct ll_fail_values *values,
                     bool candidate)
{
    const enum ll_fail_pack tried = candidate ? LL_FAIL_CANDIDATE : LL_FAIL_PRESENT;
    memcpy(row + OF_TRIED, values->packs[tried], sizeof values->packs[0]);
    memcpy(row + OF_PRESENT, values->packs[LL_FAIL_PRESENT], sizeof values->packs[0]);
    memcpy(row + OF_CANDIDATE, values->packs[LL_FAIL_CANDIDATE], sizeof values->packs[0]);
    memcpy(row + OF_CHANGES, values->changes, sizeof values->changes);
}

struct ll_fail_told ll_fail_ask(const struct ll_fail_condition *condition,
                                const struct ll_fail_values *values, struct ll_buf *line)
{
    struct ll_value row[SLOTS];
    fill_row(row, values, condition->has_candidate);
    const struct ll_expr_env env = {.row = row};
    struct ll_fail_told told = {.holds = ll_expr_run(condition->program, &env)};
    const char *between = ": ";
    ll_buf_add_str(line, condition->source.text);
    ll_buf_add_str(line, told.holds ? LL_STR(" holds") : LL_STR(" does not hold"));
    for (size_t i = 0; i < SLOTS; i++) {
        if (!ll_expr_uses_field(condition->program, fields[i].slot))
            continue;
        ll_buf_printf(line, "%s%s is ", between, fields[i].name);
        if (row[fields[i].slot].null)
            ll_buf_add_lit(line, "not known");
        else
            ll_decimal_add(line, row[fields[i].slot].number);
        told.unknown += row[fields[i].slot].null;
        between = ", ";
    }
    return told;
}
