/* worker_log.c -- the worker's log, for people and for machines.   SPDX-License-Identifier:
 * Apache-2.0 */
#include "worker/log.h"

#include <criterion/criterion.h>
#include <unistd.h>

static const struct ll_log_field fields[] = {
    {"pack", {"atf", 3}, 0},
    {"why", {"two \"words\"", 11}, 0},
    {"n", {NULL, 0}, -3},
};

/* What one call writes, without the time in front. */
static void expect_line(enum ll_config_log_format format, enum ll_config_log_level least,
                        size_t time_at, const char *wanted)
{
    int ends[2];
    char line[512];
    cr_assert_eq(pipe(ends), 0);
    const struct ll_log log = ll_log_make(ends[1], least, format);
    ll_log_write(&log, LL_LOG_WARN, fields, 3, "%s is\naway", "redis");
    close(ends[1]);
    ssize_t n = read(ends[0], line, sizeof line - 1);
    cr_assert_geq(n, 0);
    line[n] = 0;
    close(ends[0]);
    if (!wanted) {
        cr_expect_eq(n, 0);
        return;
    }
    cr_assert_gt((size_t)n, time_at + 24);
    cr_expect_eq(line[time_at + 10], 'T', "%s", line);
    cr_expect_eq(line[time_at + 23], 'Z', "%s", line);
    cr_expect_str_eq(line + time_at + 24, wanted);
}

Test(worker_log, writes_text)
{
    expect_line(LL_LOG_FORMAT_TEXT, LL_LOG_INFO, 0,
                " warn redis is away pack=atf why=\"two \\\"words\\\"\" n=-3\n");
}

Test(worker_log, writes_json_where_there_is_no_terminal)
{
    const char *wanted = "\",\"level\":\"warn\",\"message\":\"redis is\\naway\",\"pack\":\"atf\","
                         "\"why\":\"two \\\"words\\\"\",\"n\":-3}\n";
    expect_line(LL_LOG_FORMAT_JSON, LL_LOG_WARN, 9, wanted);
    expect_line(LL_LOG_FORMAT_AUTO, LL_LOG_DEBUG, 9, wanted);
}

Test(worker_log, keeps_what_is_less_than_asked_for)
{
    expect_line(LL_LOG_FORMAT_TEXT, LL_LOG_ERROR, 0, NULL);
}
