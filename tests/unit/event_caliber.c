/* The caliber table.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "event/caliber.h"

#include <criterion/criterion.h>

static struct ll_arena arena;

static void fini(void)
{
    ll_arena_fini(&arena);
}

static const struct ll_calibers *builtin(void)
{
    static struct ll_source source;
    struct ll_calibers *calibers = NULL;
    source = (struct ll_source){"calibers.csv", ll_calibers_builtin_text()};
    struct ll_error err = {0};
    cr_assert_eq(ll_calibers_parse(&arena, &source, &calibers, &err), LL_OK, "%s", err.message);
    return calibers;
}

Test(event_caliber, builtin_table_knows_names_and_aliases, .fini = fini)
{
    static const struct {
        const char *text, *name;
        int64_t bore;
    } rows[] = {
        {".223", ".223", 2230},       {".223 Rem", ".223", 2230},
        {"223REM", ".223", 2230},     {"5.56x45mm nato", ".223", 2230},
        {"5.56X45MM", ".223", 2230},  {".22-LR", ".22 LR", 2200},
        {"9 MM", "9mm", 3550},        {"9 m m l.u-ger", "9mm", 3550},
        {".50 BMG", ".50 BMG", 5000}, {".45acp", ".45 ACP", 4500},
    };
    const struct ll_calibers *calibers = builtin();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct ll_caliber *caliber = ll_calibers_find(calibers, ll_str_from(rows[i].text));
        cr_assert_not_null(caliber, "%s", rows[i].text);
        cr_assert(ll_str_eq(caliber->name, ll_str_from(rows[i].name)), "%s", rows[i].text);
        cr_assert_eq(caliber->bore, rows[i].bore, "%s", rows[i].text);
    }
}

Test(event_caliber, unknown_spellings_are_in_no_table, .fini = fini)
{
    const struct ll_calibers *calibers = builtin();
    char large[500];
    memset(large, '9', sizeof large);
    cr_assert_null(ll_calibers_find(calibers, LL_STR("")));
    cr_assert_null(ll_calibers_find(calibers, LL_STR(" .- ")));
    cr_assert_null(ll_calibers_find(calibers, LL_STR("phaser")));
    cr_assert_null(ll_calibers_find(calibers, LL_STR("9/mm")));
    cr_assert_null(ll_calibers_find(calibers, LL_STR("9\xC3\xA9mm")));
    cr_assert_null(ll_calibers_find(calibers, (ll_str){large, sizeof large}));
}

static struct ll_error refused(const char *text)
{
    static struct ll_source source;
    struct ll_calibers *calibers = NULL;
    struct ll_error err = {0};
    source = (struct ll_source){"c.csv", ll_str_from(text)};
    cr_assert_neq(ll_calibers_parse(&arena, &source, &calibers, &err), LL_OK, "%s", text);
    cr_assert_null(calibers);
    return err;
}

Test(event_caliber, colliding_aliases_are_refused_with_both_places, .fini = fini)
{
    struct ll_error err = refused("caliber,bore_inches,aliases\n"
                                  ".223,0.223,223 Rem|5.56\n"
                                  ".308,0.308,308| 5-56 |7.62\n");
    struct ll_buf out = {0};
    ll_error_render(&err, "error", &out);
    ll_buf_add_char(&out, '\0');
    cr_assert_str_eq(
        out.ptr, "c.csv:3:17: error: '5-56' of caliber '.308' is alike to a spelling of '.223'; "
                 "give it to one of them\n"
                 "    .308,0.308,308| 5-56 |7.62\n"
                 "                    ^~~~\n"
                 "c.csv:2:20: note: first given here\n"
                 "    .223,0.223,223 Rem|5.56\n"
                 "                       ^~~~\n");
    ll_buf_fini(&out);
}

Test(event_caliber, bad_tables_are_refused, .fini = fini)
{
    static const struct {
        const char *text;
        uint32_t line;
    } rows[] = {
        {"caliber,bore_inches\n9mm,abc\n", 2},
        {"caliber,bore_inches\n9mm,0\n", 2},
        {"caliber,bore_inches\n9mm,-1\n", 2},
        {"caliber,bore_inches\n9mm,100.1\n", 2},
        {"caliber,bore_inches\n,0.3\n", 2},
        {"caliber,bore_inches\n.-,0.3\n", 2},
        {"caliber,bore_inches\n9mm,0.3\n9 MM,0.3\n", 3},
        {"caliber,bore_inches\n9mm,0.3\n9mm,0.3\n", 3},
        {"caliber,bore\n9mm,0.3\n", 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ll_error err = refused(rows[i].text);
        cr_assert_eq(err.at.line, rows[i].line, "%s: %s", rows[i].text, err.message);
    }
}

Test(event_caliber, a_table_of_ones_own, .fini = fini)
{
    static const struct ll_source source = {
        "c.csv", {"caliber,bore_inches\n9mm \xC3\xA9tran,0.3555\n\"x, y\",\n", 46}};
    struct ll_calibers *calibers = NULL;
    cr_assert_eq(ll_calibers_parse(&arena, &source, &calibers, NULL), LL_OK);
    const struct ll_caliber *caliber = ll_calibers_find(calibers, LL_STR("9MM\xC3\x89TRAN"));
    cr_assert_not_null(caliber);
    cr_assert_eq(caliber->bore, 3555);
    caliber = ll_calibers_find(calibers, LL_STR("X,Y"));
    cr_assert_not_null(caliber);
    cr_assert_eq(caliber->bore, 0);
}

Test(event_caliber, the_number_of_spellings_has_a_limit, .fini = fini)
{
    static const struct {
        unsigned count;
        enum ll_status status;
    } rows[] = {{4095, LL_OK}, {4096, LL_OK}, {4097, LL_ERR_LIMIT}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ll_buf text = {0};
        struct ll_calibers *calibers = NULL;
        ll_buf_add_lit(&text, "caliber,bore_inches\n");
        for (unsigned k = 0; k < rows[i].count; k++)
            ll_buf_printf(&text, "c%u,0.3\n", k);
        struct ll_source source = {"c.csv", ll_buf_str(&text)};
        cr_assert_eq(ll_calibers_parse(&arena, &source, &calibers, NULL), rows[i].status, "row %zu",
                     i);
        ll_buf_fini(&text);
    }
}
