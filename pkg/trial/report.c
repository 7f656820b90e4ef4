/* report.c -- tests as JSON lines and as a JUnit file.   SPDX-License-Identifier: Apache-2.0 */
#include "trial/report.h"

#include "trial/rows.h"
#include "json/writer.h"

#include <inttypes.h>

static const char *const words[] = {"passed", "failed", "differed", "skipped", "no memory"};

/* ---- JSON ---- */

static bool add_rows(const struct ll_trial_ran *ran, struct ll_buf *out)
{
    const struct ll_trial_stage *stage = &ran->test->stages[ran->result->stage];
    struct ll_found found;
    struct ll_trial_rows rows;

    if (!ll_found_list(&found, ran->test, &ran->result->state, ran->arena) ||
        !ll_trial_rows(&found, stage, ran->arena, &rows))
        return false;
    ll_buf_printf(out, ",\"line\":%" PRIu32 ",\"column\":%" PRIu32 ",\"after\":%zu,\"compared\":[",
                  stage->node->at.line, stage->node->at.col, stage->events);
    for (size_t i = 0; i < rows.count; i++) {
        const struct ll_trial_row *row = &rows.list[i];
        ll_buf_printf(out, "%s{\"what\":\"%s\",\"same\":%s,\"expected\":", i ? "," : "", row->what,
                      row->same ? "true" : "false");
        ll_json_add_string_or_null(out, row->want);
        ll_buf_add_lit(out, ",\"found\":");
        ll_json_add_string_or_null(out, row->found);
        ll_buf_add_char(out, '}');
    }
    ll_buf_add_char(out, ']');
    return true;
}

bool ll_trial_add_json(const struct ll_trial_ran *ran, struct ll_buf *out)
{
    const struct ll_trial_result *result = ran->result;
    bool fine = true;

    ll_buf_add_lit(out, "{\"test\":");
    ll_json_add_string(out, ran->test->name);
    ll_buf_add_lit(out, ",\"pack\":");
    ll_json_add_string(out, ran->suite->book->pack->id);
    ll_buf_add_lit(out, ",\"file\":");
    ll_json_add_string(out, ll_str_from(ran->test->at.source->file));
    ll_buf_printf(out, ",\"outcome\":\"%s\"", words[result->outcome]);
    if (result->outcome == LL_TRIAL_FAILED) {
        fine = add_rows(ran, out);
    } else {
        ll_buf_printf(out, ",\"line\":%" PRIu32 ",\"column\":%" PRIu32, ran->test->at.line,
                      ran->test->at.col);
    }
    if (result->outcome == LL_TRIAL_DIFFERED) {
        ll_buf_printf(out, ",\"order\":\"%s\"", result->how);
        ll_buf_add_lit(out, ",\"leads_of_the_set\":");
        ll_json_add_string(out, result->direct);
        ll_buf_add_lit(out, ",\"leads_of_the_engine\":");
        ll_json_add_string(out, result->engine);
    }
    ll_buf_add_lit(out, "}\n");
    return fine && !out->failed;
}

void ll_trial_add_json_summary(const struct ll_trial_counts *counts, struct ll_buf *out)
{
    ll_buf_printf(out,
                  "{\"tests\":%zu,\"passed\":%zu,\"failed\":%zu,\"differed\":%zu,\"skipped\":%zu,"
                  "\"groups_passed_over\":%zu}\n",
                  counts->tests, counts->passed, counts->failed, counts->differed, counts->skipped,
                  counts->ungrouped);
}

/* ---- JUnit ---- */

/* Text in XML; what XML cannot hold at all becomes '?'. */
static void add_xml(struct ll_buf *out, ll_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c == '<')
            ll_buf_add_lit(out, "&lt;");
        else if (c == '>')
            ll_buf_add_lit(out, "&gt;");
        else if (c == '&')
            ll_buf_add_lit(out, "&amp;");
        else if (c == '"')
            ll_buf_add_lit(out, "&quot;");
        else if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
            ll_buf_add_char(out, '?');
        else
            ll_buf_add_char(out, (char)c);
    }
}

bool ll_trial_add_junit(const struct ll_trial_ran *ran, struct ll_buf *out)
{
    struct ll_buf text = {0};
    struct ll_pos at = ran->test->at;
    bool fine = true;

    ll_buf_add_lit(out, "    <testcase classname=\"");
    add_xml(out, ran->suite->book->pack->id);
    ll_buf_add_lit(out, "\" name=\"");
    add_xml(out, ran->test->name);
    ll_buf_add_lit(out, "\" file=\"");
    add_xml(out, ll_str_from(at.source->file));
    ll_buf_printf(out, "\" line=\"%" PRIu32 "\"", at.line);
    switch (ran->result->outcome) {
    case LL_TRIAL_PASSED:
        ll_buf_add_lit(out, "/>\n");
        return !out->failed;
    case LL_TRIAL_SKIPPED:
        ll_buf_add_lit(out, "><skipped message=\"what it tests is disabled\"/></testcase>\n");
        return !out->failed;
    case LL_TRIAL_FAILED:
    case LL_TRIAL_DIFFERED:
    case LL_TRIAL_NO_MEMORY:
        break;
    }
    bool own = ran->result->outcome == LL_TRIAL_DIFFERED;
    fine = ll_trial_add_failure(ran, &text);
    ll_buf_printf(out, "><%s message=\"%s\">", own ? "error" : "failure",
                  own ? "the order of the events made a difference"
                      : "something else was found than was expected");
    add_xml(out, ll_buf_str(&text));
    ll_buf_printf(out, "</%s></testcase>\n", own ? "error" : "failure");
    fine = fine && !text.failed && !out->failed;
    ll_buf_fini(&text);
    return fine;
}

void ll_trial_add_junit_file(const struct ll_trial_counts *counts, ll_str testcases,
                             struct ll_buf *out)
{
    ll_buf_add_lit(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    ll_buf_printf(out,
                  "  <testsuite name=\"leadline rules test\" tests=\"%zu\" failures=\"%zu\" "
                  "errors=\"%zu\" skipped=\"%zu\">\n",
                  counts->tests, counts->failed, counts->differed, counts->skipped);
    ll_buf_add_str(out, testcases);
    ll_buf_add_lit(out, "  </testsuite>\n</testsuites>\n");
}
