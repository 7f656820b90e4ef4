/* Any bytes as a calendar file: an error, or ordinals that count its open days.
 * SPDX-License-Identifier: Apache-2.0 */
#include "calendar/calendar.h"
#include "base/buf.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct ll_calendar *calendar)
{
    int32_t ordinal = ll_calendar_ordinal(calendar, 20000), start = ordinal;
    for (ll_day day = 20001; day < 20400; day++) {
        ordinal += ll_calendar_is_open(calendar, day);
        if (ll_calendar_ordinal(calendar, day) != ordinal)
            abort();
        if (ordinal - start <= 4 && day - 20000 >= ll_calendar_span_bound(calendar, 5))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ll_arena arena = {.max_bytes = 64u << 20};
    struct ll_source source = {"fuzz.yaml", {(const char *)data, size}};
    struct ll_calendar *calendar;
    struct ll_error err;
    struct ll_buf out = {.max = 1u << 20};
    if (ll_calendar_parse(&arena, &source, &calendar, &err) == LL_OK)
        check(calendar);
    else
        ll_error_render(&err, "error", &out);
    ll_buf_fini(&out);
    ll_arena_fini(&arena);
    return 0;
}
