/* guideline.h -- a group's guideline as it is held.
 * Depends on: group, pack/book.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_GROUP_GUIDELINE_H
#define LL_GROUP_GUIDELINE_H

#include "expr/reading.h"
#include "group/group.h"
#include "pack/book.h"
#include "yaml/yaml.h"

/* X(slot, name, type, is_list): what `accept` and `priority` see of a lead. */
#define LL_LEAD_FIELDS(X)                                                                          \
    X(SCORE, "score", NUMBER, false)                                                               \
    X(TIME_TO_CRIME, "time_to_crime", NUMBER, false)                                               \
    X(FIRST_DATE, "first_date", STRING, false)                                                     \
    X(LAST_DATE, "last_date", STRING, false)                                                       \
    X(STATUS, "status", STRING, false)                                                             \
    X(INDICATORS, "indicators", STRING, true)                                                      \
    X(SALES, "sales", NUMBER, false)                                                               \
    X(TRACES, "traces", NUMBER, false)                                                             \
    X(DEALERS, "dealers", NUMBER, false)                                                           \
    X(PURCHASERS, "purchasers", NUMBER, false)                                                     \
    X(GUNS, "guns", NUMBER, false)

enum ll_lead_slot {
#define LL_X(slot, name, type, is_list) LL_LEAD_##slot,
    LL_LEAD_FIELDS(LL_X)
#undef LL_X
        LL_LEAD_SLOT_COUNT
};

struct ll_priority {
    ll_str name;
    const struct ll_yaml_node *node; /* of the condition, with its key */
    const struct ll_expr_reading *when;
    ll_str why; /* the group's accept and this condition, as written */
};

struct ll_group {
    ll_str id, title, division;
    const struct ll_yaml_node *node;      /* its mapping */
    const struct ll_expr_reading *covers; /* NULL: true */
    uint64_t covers_asks;                 /* the fields that it asks for, a bit by slot */
    const struct ll_expr_reading *accept; /* NULL: true */
    ll_str why;                           /* accept as written */
    struct ll_priority priorities[LL_GROUP_PRIORITIES_MAX];
    size_t priority_count;
};

struct ll_groups {
    struct ll_router router; /* first: a router is the start of its groups */
    const struct ll_group *list;
    size_t count;
    bool uses_indicators; /* some guideline looks at the list of indicators */
};

static inline const struct ll_groups *ll_groups_of(const struct ll_router *router)
{
    return (const struct ll_groups *)router;
}

/* What accept and priority see of a lead. The list of indicators is in the scratch arena. */
void ll_groups_fill_row(const struct ll_groups *groups, const struct ll_lead_view *lead,
                        struct ll_arena *scratch, struct ll_value row[LL_LEAD_SLOT_COUNT]);

/* As ll_groups_load, with the file's tree amended; amend NULL: as it is. */
LL_NODISCARD enum ll_status ll_groups_load_amended(struct ll_arena *arena, const char *path,
                                                   const struct ll_calibers *calibers,
                                                   const struct ll_amend *amend,
                                                   struct ll_groups **out,
                                                   struct ll_errors *errors);

size_t ll_groups_route(const struct ll_router *router, const struct ll_lead_view *lead,
                       struct ll_arena *scratch, struct ll_route *out, size_t cap);

#endif
