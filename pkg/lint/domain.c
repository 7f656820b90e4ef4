/* domain.c -- see domain.h.   SPDX-License-Identifier: Apache-2.0 */
#include "lint/domain.h"

#include "base/day.h"
#include "base/decimal.h"
#include "group/guideline.h"
#include "pack/fields.h"

#define ONE LL_DECIMAL_ONE
#define CENT (LL_DECIMAL_ONE / 100)
/* More than any count, sum or number of days. */
#define PLENTY (INT64_C(1000000000) * LL_DECIMAL_ONE)
/* Birth dates and sales are from 1850 to 2099. */
#define YEARS_MAX (INT64_C(250) * LL_DECIMAL_ONE)
#define DAYS_MAX (INT64_C(91310) * LL_DECIMAL_ONE)
#define PRICE_MAX (INT64_C(10000000) * LL_DECIMAL_ONE)

static struct ll_domain number(int64_t min, int64_t max, int64_t step, const char *said)
{
    return (struct ll_domain){
        .kind = LL_DOMAIN_NUMBER, .min = min, .max = max, .step = step, .said = said};
}

static struct ll_domain date(ll_day from)
{
    return (struct ll_domain){.kind = LL_DOMAIN_DATE,
                              .min = from,
                              .max = LL_DAY_2099_12_31,
                              .step = 1,
                              .said = "dates of events are from 1968 to 2099"};
}

static struct ll_domain words(const struct ll_words *list)
{
    return (struct ll_domain){
        .kind = LL_DOMAIN_WORDS, .words = list->list, .word_count = list->count};
}

static struct ll_domain of_item_field(uint16_t slot)
{
    switch ((int)slot) {
    case LL_SLOT_CLASS:
        return words(&ll_gun_class_words);
    case LL_SLOT_ACTION:
        return words(&ll_action_words);
    case LL_SLOT_STATUS:
        return words(&ll_trace_status_words);
    case LL_SLOT_BORE:
        return number(1, 100 * ONE, 1, "a bore is over 0");
    case LL_SLOT_PRICE:
        return number(0, PRICE_MAX, CENT, "prices are from 0 to 10000000, to the cent");
    case LL_SLOT_PURCHASER_AGE:
        return number(0, YEARS_MAX, ONE, "an age is a whole number of years");
    case LL_SLOT_TIME_TO_CRIME:
        return number(0, DAYS_MAX, ONE, "a time to crime is a whole number of days, 0 or more");
    case LL_SLOT_GUNS:
        return number(ONE, PLENTY, ONE, "a report has at least one gun");
    case LL_SLOT_SALE_DATE:
    case LL_SLOT_RECOVERED_ON:
    case LL_SLOT_REQUESTED_ON:
    case LL_SLOT_DATE:
        return date(LL_DAY_1968_01_01);
    case LL_SLOT_SOLD_ON:
        return date(LL_DAY_1850_01_01);
    default:
        break;
    }
    bool truth = ll_item_slot_type(slot) == LL_TYPE_BOOL;
    return (struct ll_domain){.kind = truth ? LL_DOMAIN_BOOL : LL_DOMAIN_TEXT};
}

/* Whether every item of the kind has it. */
static bool is_certain(enum ll_lint_subject subject, uint16_t slot)
{
    if (subject == LL_LINT_TRACE)
        return slot == LL_SLOT_SOLD;
    if (subject == LL_LINT_REPORT)
        return slot == LL_SLOT_PURCHASER || slot == LL_SLOT_DATE || slot == LL_SLOT_GUNS ||
               slot == LL_SLOT_DEALER_KEY || slot == LL_SLOT_DEALER_TYPE;
    return subject == LL_LINT_FIREARM &&
           (slot == LL_SLOT_CLASS || slot == LL_SLOT_SERIAL || slot == LL_SLOT_SALE_ID ||
            slot == LL_SLOT_SALE_DATE || slot == LL_SLOT_DEALER_KEY ||
            slot == LL_SLOT_DEALER_TYPE || slot == LL_SLOT_PURCHASER_AGE);
}

static struct ll_domain of_lead_field(uint16_t slot)
{
    static const ll_str states[] = {{0}, {"open", 4}};
    struct ll_domain domain = {0};
    switch ((enum ll_lead_slot)slot) {
    case LL_LEAD_TIME_TO_CRIME:
        domain = number(0, DAYS_MAX, ONE, "a time to crime is a whole number of days, 0 or more");
        domain.nullable = true;
        break;
    case LL_LEAD_FIRST_DATE:
    case LL_LEAD_LAST_DATE:
        domain = date(LL_DAY_1968_01_01);
        break;
    case LL_LEAD_STATUS:
        domain = (struct ll_domain){.kind = LL_DOMAIN_WORDS,
                                    .words = states,
                                    .word_count = 2,
                                    .said = "a lead that groups are asked of is open"};
        break;
    case LL_LEAD_SCORE:
        domain = number(0, PLENTY, ONE, "a score is a whole number, 0 or more");
        break;
    case LL_LEAD_SALES:
    case LL_LEAD_TRACES:
    case LL_LEAD_DEALERS:
    case LL_LEAD_PURCHASERS:
    case LL_LEAD_GUNS:
    case LL_LEAD_INDICATORS:
    case LL_LEAD_SLOT_COUNT:
        domain = number(0, PLENTY, ONE, "it is a whole number, 0 or more");
        break;
    }
    return domain;
}

struct ll_domain ll_domain_of_field(enum ll_lint_subject subject, uint16_t slot)
{
    if (subject == LL_LINT_LEAD)
        return of_lead_field(slot);
    struct ll_domain domain = of_item_field(slot);
    domain.nullable = !is_certain(subject, slot);
    return domain;
}

struct ll_domain ll_domain_of_call(const struct ll_node *call)
{
    switch (call->call) {
    case LL_CALL_COUNT:
        return call->first ? number(0, PLENTY, ONE, "a count is a whole number, 0 or more")
                           : number(ONE, PLENTY, ONE, "a window has at least one item");
    case LL_CALL_DISTINCT:
        return number(0, PLENTY, ONE, "distinct() is a whole number, 0 or more");
    case LL_CALL_TRACES:
        return number(0, PLENTY, ONE, "traces() is a whole number, 0 or more");
    case LL_CALL_SUM:
        return number(0, PLENTY, call->first->slot == LL_SLOT_BORE ? 1 : CENT,
                      "a sum is 0 or more, as what is added is");
    case LL_CALL_IN_HIT:
    case LL_CALL_NUMBER:
        break;
    }
    return (struct ll_domain){.kind = LL_DOMAIN_BOOL};
}

const char *ll_lint_subject_word(enum ll_lint_subject subject)
{
    static const char *const subject_words[] = {[LL_LINT_FIREARM] = "firearm",
                                                [LL_LINT_TRACE] = "trace",
                                                [LL_LINT_REPORT] = "report",
                                                [LL_LINT_ITEM] = "item",
                                                [LL_LINT_LEAD] = "lead"};
    return subject_words[subject];
}
