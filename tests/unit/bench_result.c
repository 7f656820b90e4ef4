/* bench_result.c -- a result as a table, as JSON, and against an older one.
 * SPDX-License-Identifier: Apache-2.0 */
#include "bench/compare.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define PADDING 64

/* Two runs, or so many. */
static struct ll_bench_result make(struct ll_arena *arena, const char *kind, double rate)
{
    struct ll_bench_result result = {.arena = arena, .kind = kind};

    ll_bench_note(&result, &result.machine, "cpu", "%s", "Some \"CPU\"");
    ll_bench_note(&result, &result.versions, "leadline", "%d.%d", 1, 2);
    ll_bench_note(&result, &result.setup, "runs", "%d", 2);
    ll_bench_put(&result, "events_per_second", "events/s", LL_BENCH_HIGHER, rate);
    ll_bench_put(&result, "stage.decode", "ns/event", LL_BENCH_LOWER, 250.5);
    ll_bench_put(&result, "events_per_second", "events/s", LL_BENCH_HIGHER, rate + 10);
    ll_bench_put(&result, "stage.decode", "ns/event", LL_BENCH_LOWER, 250.5);
    ll_bench_put(&result, "leads", "", LL_BENCH_NEITHER, 3);
    return result;
}

/* Written, and read again. */
static enum ll_status reread(struct ll_arena *arena, ll_str text, struct ll_bench_old *out,
                             struct ll_error *err)
{
    char *padded = ll_arena_alloc(arena, text.len + PADDING, 1);

    cr_assert(padded);
    memcpy(padded, text.ptr, text.len);
    return ll_bench_old_parse(arena, "old.json", (ll_str){padded, text.len}, out, err);
}

static size_t compare(double was, double is, ll_str *said, struct ll_arena *arena)
{
    struct ll_bench_result old = make(arena, "replay", was), now = make(arena, "replay", is);
    struct ll_bench_old read;
    struct ll_buf json = {0}, out = {0};
    struct ll_error err = {0};
    enum ll_status status;

    ll_bench_write_json(&old, &json);
    cr_assert(!json.failed);
    cr_assert(reread(arena, ll_buf_str(&json), &read, &err) == LL_OK, "%s", err.message);
    size_t regressed = ll_bench_compare(&read, &now, &out, &status, &err);
    cr_assert(status == LL_OK && !out.failed);
    *said = ll_arena_str(arena, ll_buf_str(&out));
    ll_buf_fini(&json);
    ll_buf_fini(&out);
    return regressed;
}

Test(bench_result, json_has_the_form_that_is_documented)
{
    struct ll_arena arena = {0};
    struct ll_bench_result result = make(&arena, "replay", 1000);
    struct ll_buf out = {0};

    ll_bench_limited(&result, "the CPU (%d %%)", 99);
    ll_bench_write_json(&result, &out);
    ll_buf_add_char(&out, '\0');
    cr_assert(!out.failed);
    cr_expect_str_eq(
        out.ptr,
        "{\"leadline_bench\":1,\"kind\":\"replay\",\"machine\":{\"cpu\":\"Some \\\"CPU\\\"\"},"
        "\"versions\":{\"leadline\":\"1.2\"},\"setup\":{\"runs\":\"2\"},\"metrics\":["
        "{\"name\":\"events_per_second\",\"unit\":\"events/s\",\"better\":\"higher\","
        "\"median\":1005,\"min\":1000,\"max\":1010,\"values\":[1000,1010]},"
        "{\"name\":\"stage.decode\",\"unit\":\"ns/event\",\"better\":\"lower\","
        "\"median\":250.5,\"min\":250.5,\"max\":250.5,\"values\":[250.5,250.5]},"
        "{\"name\":\"leads\",\"unit\":\"\",\"better\":\"neither\","
        "\"median\":3,\"min\":3,\"max\":3,\"values\":[3]}],\"limited_by\":\"the CPU (99 %)\"}\n");
    ll_buf_fini(&out);
    ll_arena_fini(&arena);
}

Test(bench_result, the_table)
{
    struct ll_arena arena = {0};
    struct ll_bench_result result = make(&arena, "replay", 1234567);
    struct ll_buf out = {0};

    ll_bench_write_table(&result, &out);
    ll_buf_add_char(&out, '\0');
    cr_assert(!out.failed);
    cr_expect(strstr(out.ptr, "leadline bench replay\nmachine   cpu Some \"CPU\"\n"));
    cr_expect(strstr(out.ptr, "events_per_second                     1,234,572    1,234,567    "
                              "1,234,577  events/s\n"),
              "%s", out.ptr);
    cr_expect(!strstr(out.ptr, "limited by"));
    ll_buf_fini(&out);
    ll_arena_fini(&arena);
}

Test(bench_result, numbers_as_people_read_them)
{
    static const struct {
        double value;
        const char *want;
    } rows[] = {{1234567.6, "1,234,568"}, {1000, "1,000"},    {999.4, "999"}, {12.34, "12.3"},
                {1.239, "1.24"},          {0.0456, "0.0456"}, {0, "0.00"},    {-1234.5, "-1,234"}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ll_buf out = {0};
        ll_bench_add_number(&out, rows[i].value);
        ll_buf_add_char(&out, '\0');
        cr_expect_str_eq(out.ptr, rows[i].want, "row %zu: %s", i, out.ptr);
        ll_buf_fini(&out);
    }
}

Test(bench_result, a_regression_is_named_and_noise_is_not)
{
    struct ll_arena arena = {0};
    ll_str said;

    cr_expect(compare(1000, 1001, &said, &arena) == 0);
    cr_expect(ll_str_eq(said, LL_STR("\ncompared with old.json\n2 the same within noise, 0 "
                                     "regressed\n")),
              "%.*s", LL_STR_ARGS(said));
    cr_expect(compare(1000, 900, &said, &arena) == 1);
    cr_expect(strstr(said.ptr, "REGRESSION: events_per_second 1,005 (1,000..1,010) to 905 "
                               "(900..910) events/s, -10.0 %\n"),
              "%.*s", LL_STR_ARGS(said));
    cr_expect(compare(900, 1000, &said, &arena) == 0);
    cr_expect(strstr(said.ptr, "better: events_per_second "));
    ll_arena_fini(&arena);
}

Test(bench_result, what_was_not_alike_is_told)
{
    struct ll_arena arena = {0};
    struct ll_bench_result old = make(&arena, "replay", 1), now = make(&arena, "replay", 1);
    struct ll_bench_old read;
    struct ll_buf json = {0}, out = {0};
    enum ll_status status;

    now.machine.list[0].value = "Another";
    ll_bench_write_json(&old, &json);
    cr_assert(reread(&arena, ll_buf_str(&json), &read, NULL) == LL_OK);
    (void)ll_bench_compare(&read, &now, &out, &status, NULL);
    ll_buf_add_char(&out, '\0');
    cr_expect(strstr(out.ptr, "not alike: cpu was 'Some \"CPU\"', is 'Another'\n"), "%s", out.ptr);
    ll_buf_fini(&json);
    ll_buf_fini(&out);
    ll_arena_fini(&arena);
}

Test(bench_result, what_cannot_be_compared_is_refused)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"", "no result of leadline bench; make one with --json"},
        {"[]", "no result of leadline bench"},
        {"{}", "no result of leadline bench"},
        {"{\"leadline_bench\":1}", "no result of leadline bench"},
        {"{\"leadline_bench\":1,\"kind\":\"replay\",\"metrics\":[{}]}", "no result"},
        {"{\"leadline_bench\":1,\"kind\":\"replay\",\"metrics\":[{\"name\":\"a\",\"median\":\"x\"}]"
         "}",
         "no result"},
        {"{\"leadline_bench\":1,\"kind\":\"replay\"", "no result"},
        {"{\"leadline_bench\":2,\"kind\":\"replay\"}", "of schema 2, this leadline writes 1"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ll_arena arena = {0};
        struct ll_bench_old old;
        struct ll_error err = {0};
        cr_expect(reread(&arena, ll_str_from(rows[i].text), &old, &err) == LL_ERR_SYNTAX, "row %zu",
                  i);
        cr_expect(strstr(err.message, rows[i].says), "row %zu: %s", i, err.message);
        ll_arena_fini(&arena);
    }
}

Test(bench_result, another_kind_is_refused)
{
    struct ll_arena arena = {0};
    struct ll_bench_result old = make(&arena, "replay", 1), now = make(&arena, "engine", 1);
    struct ll_bench_old read;
    struct ll_buf json = {0}, out = {0};
    struct ll_error err = {0};
    enum ll_status status;

    ll_bench_write_json(&old, &json);
    cr_assert(reread(&arena, ll_buf_str(&json), &read, NULL) == LL_OK);
    cr_expect(ll_bench_compare(&read, &now, &out, &status, &err) == 0);
    cr_expect(status == LL_ERR_SYNTAX);
    cr_expect(strstr(err.message, "'bench replay', this is of 'bench engine'"), "%s", err.message);
    ll_buf_fini(&json);
    ll_buf_fini(&out);
    ll_arena_fini(&arena);
}
