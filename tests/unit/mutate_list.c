/* The mutants of small packs.   SPDX-License-Identifier: Apache-2.0 */
#include "mutate/mutate.h"

#include "base/buf.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A pack in a file, and its mutants. */
struct shelf {
    struct ll_arena arena;
    char path[32];
    struct ll_book *book;
    struct ll_mutants mutants;
};

static void shelf_open(struct shelf *shelf, const char *text)
{
    struct ll_errors errors, warnings;
    errors.count = warnings.count = 0;
    *shelf = (struct shelf){.path = "build/mutate-XXXXXX"};
    int file = mkstemp(shelf->path);
    cr_assert(file >= 0);
    cr_assert_eq(write(file, text, strlen(text)), (ssize_t)strlen(text));
    cr_assert_eq(close(file), 0);
    enum ll_status status =
        ll_book_load(&shelf->arena, shelf->path, NULL, &shelf->book, &errors, &warnings);
    cr_assert_eq(status, LL_OK, "%s", errors.list[0].message);
    cr_assert(ll_mutants_list(shelf->book, &shelf->arena, &shelf->mutants));
}

static void shelf_close(struct shelf *shelf)
{
    cr_assert_eq(unlink(shelf->path), 0);
    ll_arena_fini(&shelf->arena);
}

static struct ll_pack *load(struct shelf *shelf, const struct ll_mutant *mutant)
{
    struct ll_pack *pack;
    cr_assert_eq(
        ll_mutant_load(&shelf->arena, shelf->path, NULL, shelf->book->pack, &mutant->edit, &pack),
        LL_OK);
    return pack;
}

/* "LINE: NAME", a mutant a line; '-' before those that no pack comes of. */
static void expect(const char *text, const char *expected)
{
    struct shelf shelf;
    struct ll_buf found = {0};
    shelf_open(&shelf, text);
    for (size_t i = 0; i < shelf.mutants.count; i++) {
        const struct ll_mutant *mutant = &shelf.mutants.list[i];
        ll_buf_printf(&found, "%s%u: %.*s\n", load(&shelf, mutant) ? "" : "-", mutant->at.line,
                      LL_STR_ARGS(mutant->name));
    }
    ll_buf_add_char(&found, '\0');
    cr_expect_str_eq(found.ptr, expected);
    ll_buf_fini(&found);
    shelf_close(&shelf);
}

Test(mutate_list, names_every_change_of_a_pack)
{
    expect(
        "pack: small\n"
        "lead: {quiet_days: 10}\n"
        "indicators:\n"
        "  - id: pistols\n"
        "    timeline: purchaser\n"
        "    items: firearms\n"
        "    where: |\n"
        "      class in [\"pistol\", 'revolver']\n"
        "      and not (price >= $most)\n"
        "    same: [dealer.key, caliber]\n"
        "    window: {business_days: 5}\n"
        "    having: count(sale.date < \"2020-03-01\") >= 2 or distinct(serial) > 3\n"
        "    params: {most: 150, unused: 7}\n",
        "4: pistols: enabled false instead of true\n"
        "8: pistols: where: or instead of and in class in [\"pistol\", 'revolver'] and not (price "
        ">= $most)\n"
        "8: pistols: where: without class in [\"pistol\", 'revolver']\n"
        "9: pistols: where: without not (price >= $most)\n"
        "8: pistols: where: class not in [\"pistol\", 'revolver'] instead of class in [\"pistol\", "
        "'revolver']\n"
        "8: pistols: where: class in ['revolver'] instead of class in [\"pistol\", 'revolver']\n"
        "8: pistols: where: class in [\"pistol\"] instead of class in [\"pistol\", 'revolver']\n"
        "9: pistols: where: (price >= $most) instead of not (price >= $most)\n"
        "9: pistols: where: (price > $most) instead of (price >= $most)\n"
        "9: pistols: where: (price == $most) instead of (price >= $most)\n"
        "9: pistols: where: not (price >= $most) instead of (price >= $most)\n"
        "10: pistols: same without dealer.key\n"
        "10: pistols: same without caliber\n"
        "11: pistols: window {business_days: 4} instead of {business_days: 5}\n"
        "11: pistols: window {business_days: 6} instead of {business_days: 5}\n"
        "11: pistols: window {business_days: 5, calendar: dealer} instead of {business_days: 5}\n"
        "11: pistols: window {days: 5} instead of {business_days: 5}\n"
        "12: pistols: having: and instead of or in count(sale.date < \"2020-03-01\") >= 2 or "
        "distinct(serial) > 3\n"
        "12: pistols: having: without count(sale.date < \"2020-03-01\") >= 2\n"
        "12: pistols: having: without distinct(serial) > 3\n"
        "12: pistols: having: count(sale.date < \"2020-03-01\") > 2 instead of count(sale.date < "
        "\"2020-03-01\") >= 2\n"
        "12: pistols: having: count(sale.date < \"2020-03-01\") == 2 instead of count(sale.date < "
        "\"2020-03-01\") >= 2\n"
        "12: pistols: having: sale.date <= \"2020-03-01\" instead of sale.date < \"2020-03-01\"\n"
        "12: pistols: having: sale.date != \"2020-03-01\" instead of sale.date < \"2020-03-01\"\n"
        "12: pistols: having: sale.date < \"2020-02-29\" instead of sale.date < \"2020-03-01\"\n"
        "12: pistols: having: sale.date < \"2020-03-02\" instead of sale.date < \"2020-03-01\"\n"
        "12: pistols: having: not (sale.date < \"2020-03-01\") instead of sale.date < "
        "\"2020-03-01\"\n"
        "12: pistols: having: count(sale.date < \"2020-03-01\") >= 1 instead of count(sale.date < "
        "\"2020-03-01\") >= 2\n"
        "12: pistols: having: count(sale.date < \"2020-03-01\") >= 3 instead of count(sale.date < "
        "\"2020-03-01\") >= 2\n"
        "12: pistols: having: not (count(sale.date < \"2020-03-01\") >= 2) instead of "
        "count(sale.date < \"2020-03-01\") >= 2\n"
        "12: pistols: having: distinct(serial) >= 3 instead of distinct(serial) > 3\n"
        "12: pistols: having: distinct(serial) != 3 instead of distinct(serial) > 3\n"
        "12: pistols: having: count() > 3 instead of distinct(serial) > 3\n"
        "12: pistols: having: distinct(serial) > 2 instead of distinct(serial) > 3\n"
        "12: pistols: having: distinct(serial) > 4 instead of distinct(serial) > 3\n"
        "12: pistols: having: not (distinct(serial) > 3) instead of distinct(serial) > 3\n"
        "13: pistols: most 149.99 instead of 150\n"
        "13: pistols: most 150.01 instead of 150\n"
        "2: small: quiet_days 9 instead of 10\n"
        "2: small: quiet_days 11 instead of 10\n");
}

Test(mutate_list, knows_what_defaults_stand_for)
{
    expect("pack: short\n"
           "indicators:\n"
           "  - id: any\n"
           "    timeline: purchaser\n"
           "    items: firearms\n"
           "    having: traces() >= 1\n"
           "  - {id: off, timeline: dealer, items: traces, enabled: false, window: {days: 9}}\n",
           "3: any: enabled false instead of true\n"
           "3: any: window {days: 2} instead of {same_day: true}\n"
           "6: any: having: traces() > 1 instead of traces() >= 1\n"
           "6: any: having: traces() == 1 instead of traces() >= 1\n"
           "6: any: having: traces() >= 0 instead of traces() >= 1\n"
           "6: any: having: traces() >= 2 instead of traces() >= 1\n"
           "6: any: having: not (traces() >= 1) instead of traces() >= 1\n"
           "3: any: trace_days 1824 instead of 1825\n"
           "3: any: trace_days 1826 instead of 1825\n"
           "7: off: enabled true instead of false\n"
           "1: short: quiet_days 29 instead of 30\n"
           "1: short: quiet_days 31 instead of 30\n");
}

Test(mutate_list, leaves_out_what_no_window_could_tell_apart)
{
    expect("pack: same\n"
           "indicators:\n"
           "  - id: all\n"
           "    timeline: dealer\n"
           "    items: traces\n"
           "    where: 0 <= time_to_crime <= 365\n"
           "    having: count() >= 1\n",
           "3: all: enabled false instead of true\n"
           "6: all: without where\n"
           "6: all: where: 0 < time_to_crime <= 365 instead of 0 <= time_to_crime <= 365\n"
           "6: all: where: 0 == time_to_crime <= 365 instead of 0 <= time_to_crime <= 365\n"
           "6: all: where: 1 <= time_to_crime <= 365 instead of 0 <= time_to_crime <= 365\n"
           "6: all: where: 0 <= time_to_crime < 365 instead of 0 <= time_to_crime <= 365\n"
           "6: all: where: 0 <= time_to_crime == 365 instead of 0 <= time_to_crime <= 365\n"
           "6: all: where: 0 <= time_to_crime <= 364 instead of 0 <= time_to_crime <= 365\n"
           "6: all: where: 0 <= time_to_crime <= 366 instead of 0 <= time_to_crime <= 365\n"
           "6: all: where: 0 <= time_to_crime instead of 0 <= time_to_crime <= 365\n"
           "6: all: where: not (0 <= time_to_crime <= 365) instead of 0 <= time_to_crime <= 365\n"
           "3: all: window {days: 2} instead of {same_day: true}\n"
           "7: all: having: count() > 1 instead of count() >= 1\n"
           "7: all: having: count() == 1 instead of count() >= 1\n"
           "7: all: having: count() >= 2 instead of count() >= 1\n"
           "7: all: having: not (count() >= 1) instead of count() >= 1\n"
           "1: same: quiet_days 29 instead of 30\n"
           "1: same: quiet_days 31 instead of 30\n");
}

Test(mutate_list, changes_what_is_shared_where_it_stands)
{
    expect("pack: shared\n"
           "params: {most: 150, years: 21}\n"
           "lists:\n"
           "  handguns: [pistol, revolver]\n"
           "conditions:\n"
           "  handgun: class in handguns\n"
           "  cheap: \"handgun and price < $most\"\n"
           "indicators:\n"
           "  - id: some\n"
           "    timeline: purchaser\n"
           "    items: firearms\n"
           "    where: cheap and purchaser.age >= $years\n"
           "  - id: more\n"
           "    timeline: purchaser\n"
           "    items: firearms\n"
           "    where: cheap\n",
           "9: some: enabled false instead of true\n"
           "12: some: where: or instead of and in cheap and purchaser.age >= $years\n"
           "12: some: where: without cheap\n"
           "12: some: where: without purchaser.age >= $years\n"
           "12: some: where: not (cheap) instead of cheap\n"
           "12: some: where: purchaser.age > $years instead of purchaser.age >= $years\n"
           "12: some: where: purchaser.age == $years instead of purchaser.age >= $years\n"
           "12: some: where: not (purchaser.age >= $years) instead of purchaser.age >= $years\n"
           "9: some: window {days: 2} instead of {same_day: true}\n"
           "2: shared: most 149.99 instead of 150\n"
           "2: shared: most 150.01 instead of 150\n"
           "2: shared: years 20 instead of 21\n"
           "2: shared: years 22 instead of 21\n"
           "13: more: enabled false instead of true\n"
           "16: more: without where\n"
           "16: more: where: not (cheap) instead of cheap\n"
           "13: more: window {days: 2} instead of {same_day: true}\n"
           "7: shared: condition cheap: or instead of and in handgun and price < $most\n"
           "7: shared: condition cheap: without handgun\n"
           "7: shared: condition cheap: without price < $most\n"
           "7: shared: condition cheap: not (handgun) instead of handgun\n"
           "7: shared: condition cheap: price <= $most instead of price < $most\n"
           "7: shared: condition cheap: price != $most instead of price < $most\n"
           "7: shared: condition cheap: not (price < $most) instead of price < $most\n"
           "6: shared: condition handgun: class not in handguns instead of class in handguns\n"
           "4: shared: handguns without pistol\n"
           "4: shared: handguns without revolver\n"
           "1: shared: quiet_days 29 instead of 30\n"
           "1: shared: quiet_days 31 instead of 30\n");
}

Test(mutate_list, changes_an_extended_pack_in_both_files)
{
    struct shelf base, shelf;
    char text[400];
    shelf_open(&base, "pack: base\n"
                      "indicators:\n"
                      "  - id: two\n"
                      "    timeline: purchaser\n"
                      "    items: firearms\n"
                      "    window: {days: 5}\n"
                      "    having: count() >= $min\n"
                      "    params: {min: 2}\n");
    (void)snprintf(text, sizeof text,
                   "pack: mine\n"
                   "extends: %s\n"
                   "override: {two: {window: {days: 9}, params: {min: 4}}}\n",
                   strrchr(base.path, '/') + 1);
    shelf_open(&shelf, text);
    size_t in_base = 0;
    for (size_t i = 0; i < shelf.mutants.count; i++) {
        const struct ll_mutant *mutant = &shelf.mutants.list[i];
        const struct ll_pack *pack = load(&shelf, mutant);
        cr_expect(pack != NULL, "%.*s changes nothing", LL_STR_ARGS(mutant->name));
        in_base += strcmp(mutant->edit.at.source->file, shelf.path) != 0;
        cr_expect_eq(strstr(mutant->name.ptr, "min 2"), NULL);
    }
    cr_expect_eq(shelf.mutants.count, 10);
    cr_expect_eq(in_base, 4);
    shelf_close(&shelf);
    shelf_close(&base);
}

Test(mutate_list, tells_packs_apart_by_what_they_find)
{
    struct shelf shelf;
    shelf_open(&shelf, "pack: p\n"
                       "indicators:\n"
                       "  - {id: a, timeline: purchaser, items: firearms, having: count() > 1}\n");
    cr_expect(ll_packs_alike(shelf.book->pack, shelf.book->pack));
    for (size_t i = 0; i < shelf.mutants.count; i++) {
        const struct ll_pack *pack = load(&shelf, &shelf.mutants.list[i]);
        cr_expect(pack && !ll_packs_alike(pack, shelf.book->pack), "%.*s",
                  LL_STR_ARGS(shelf.mutants.list[i].name));
    }
    shelf_close(&shelf);
}
