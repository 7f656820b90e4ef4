/* words.c -- patterns, holidays and closures as users write them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "calendar/words.h"

/* As much of a user's text as a message shows. */
static ll_str shown(ll_str text)
{
    return (ll_str){text.ptr, text.len < 40 ? text.len : 40};
}

enum ll_status ll_calendar_read_week(ll_str text, struct ll_pos at, uint8_t *open_mask,
                                     struct ll_error *err)
{
    if (ll_week_parse(text, open_mask))
        return LL_OK;
    if (ll_str_eq(text, LL_STR("-------")))
        return ll_fail_at(err, LL_ERR_SYNTAX, at,
                          "open days '-------' has no day open; open at least one");
    return ll_fail_at(err, LL_ERR_SYNTAX, at,
                      "open days '%.*s' is no week; write MTWTFSS with '-' for closed days, Monday "
                      "first: MTWTF--",
                      LL_STR_ARGS(shown(text)));
}

enum ll_status ll_calendar_read_holidays(ll_str text, struct ll_pos at, bool *federal,
                                         struct ll_error *err)
{
    *federal = ll_str_eq(text, LL_STR("us-federal"));
    if (*federal || !text.len || ll_str_eq(text, LL_STR("none")))
        return LL_OK;
    return ll_fail_at(err, LL_ERR_SYNTAX, at,
                      "holidays '%.*s' are unknown; write us-federal or none",
                      LL_STR_ARGS(shown(text)));
}

enum ll_status ll_calendar_read_closure(ll_str text, struct ll_pos at, ll_day *day,
                                        struct ll_error *err)
{
    if (ll_day_parse(text, day))
        return LL_OK;
    return ll_fail_at(err, LL_ERR_SYNTAX, at, "closure '%.*s' is no date; write it as YYYY-MM-DD",
                      LL_STR_ARGS(shown(text)));
}
