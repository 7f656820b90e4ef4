/* replay_words.c -- the rejected record, the summary and the progress line.
 * SPDX-License-Identifier: Apache-2.0 */
#include "replay/progress.h"
#include "replay/replay.h"

#include <criterion/criterion.h>

static void expect_rejected(ll_str event, const char *want_event)
{
    struct ll_reject reject = {.reason = LL_REJECT_MISSING,
                               .field = "firearms[0].serial",
                               .sentence = "a \"serial\" is missing"};
    struct ll_buf got = {0}, want = {0};

    ll_buf_printf(&want,
                  "{\"reason\":\"missing\",\"field\":\"firearms[0].serial\",\"sentence\":\"a "
                  "\\\"serial\\\" is missing\",\"file\":\"a.ndjson\",\"line\":12,%s}\n",
                  want_event);
    ll_replay_add_rejected(&got, &reject, "a.ndjson", 12, event);
    cr_expect(ll_str_eq(ll_buf_str(&got), ll_buf_str(&want)), "got  %.*swant %.*s",
              LL_STR_ARGS(ll_buf_str(&got)), LL_STR_ARGS(ll_buf_str(&want)));
    ll_buf_fini(&got);
    ll_buf_fini(&want);
}

Test(replay_words, a_rejected_event_keeps_its_bytes)
{
    expect_rejected(LL_STR("{\"a\": \"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"}"),
                    "\"event\":\"{\\\"a\\\": \\\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\\\"}\"");
    expect_rejected(LL_STR("\xFF"), "\"event_base64\":\"/w==\"");
    expect_rejected(LL_STR("a\xFF"), "\"event_base64\":\"Yf8=\"");
    expect_rejected(LL_STR("ab\xFF"), "\"event_base64\":\"YWL/\"");
    expect_rejected(LL_STR("abc\xFF"), "\"event_base64\":\"YWJj/w==\"");
}

Test(replay_words, what_is_not_utf8_is_base64)
{
    /* Overlong, a surrogate, over U+10FFFF, cut off, a lone continuation. */
    static const char *const rows[] = {
        "\xC0\x80", "\xE0\x80\x80", "\xF0\x80\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
        "\xC3",     "\xE2\x82",     "\xF0\x9F\x98",     "\x80",         "\xE2\x28\xA1"};
    struct ll_reject reject = {.reason = LL_REJECT_NOT_JSON};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ll_buf got = {0};
        ll_replay_add_rejected(&got, &reject, "a", 1, ll_str_from(rows[i]));
        ll_buf_add_char(&got, '\0');
        cr_expect(!got.failed && strstr(got.ptr, "\"event_base64\":\""), "row %zu: %s", i, got.ptr);
        cr_expect(strstr(got.ptr, "\"field\":null"), "row %zu: %s", i, got.ptr);
        ll_buf_fini(&got);
    }
}

Test(replay_words, the_summary_accounts_for_every_event)
{
    struct ll_replay_result result = {.stand = 4, .seconds = 0.5};
    struct ll_buf got = {0};

    result.counts.read = 100;
    result.counts.outcomes[LL_OUTCOME_USED] = 80;
    result.counts.outcomes[LL_OUTCOME_DUPLICATE] = 9;
    result.counts.outcomes[LL_OUTCOME_SUPERSEDED] = 5;
    result.counts.outcomes[LL_OUTCOME_REJECTED] = 4;
    result.counts.outcomes[LL_OUTCOME_UNTIED] = 2;
    result.counts.rejects[LL_REJECT_NOT_JSON] = 1;
    result.counts.rejects[LL_REJECT_BAD_DATE] = 3;
    result.counts.leads_opened = 7;
    result.counts.leads_grew = 11;
    result.counts.leads_withdrawn = 2;
    result.counts.leads_superseded = 1;
    result.counts.conflicts = 6;
    ll_replay_summarize(&result, &got);
    ll_buf_add_char(&got, '\0');
    cr_assert(!got.failed);
    cr_expect_str_eq(
        got.ptr, "events: 100 read = 80 used + 9 duplicate + 5 superseded + 4 rejected + 2 untied\n"
                 "rejected: 1 not_json, 3 bad_date\n"
                 "leads: 7 opened, 11 grew, 2 withdrawn, 1 superseded; 4 stand\n"
                 "conflicts (one kind, id and version with different bytes): 6\n"
                 "time: 0.50 s, 200 events/s\n");
    ll_buf_fini(&got);
}

Test(replay_words, the_progress_line)
{
    static const struct {
        struct ll_replay_state state;
        const char *want;
    } rows[] = {
        {{.events = 0, .leads = 0, .seconds = 0}, "0 events  0/s  0 changes of leads"},
        {{.events = 1204000, .leads = 1312, .seconds = 4, .bytes = 25, .bytes_total = 100},
         "1,204,000 events  301,000/s  1,312 changes of leads  25 %  0:12 left"},
        {{.events = 10, .leads = 1, .seconds = 100, .bytes = 1, .bytes_total = 100},
         "10 events  0/s  1 changes of leads  1 %  2:45:00 left"},
        {{.events = 10, .leads = 2, .seconds = 2, .bytes = 100, .bytes_total = 0},
         "10 events  5/s  2 changes of leads"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ll_buf got = {0};
        ll_replay_progress_line(&rows[i].state, &got);
        ll_buf_add_char(&got, '\0');
        cr_assert(!got.failed);
        cr_expect_str_eq(got.ptr, rows[i].want, "row %zu: %s", i, got.ptr);
        ll_buf_fini(&got);
    }
}
