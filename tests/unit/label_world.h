/* label_world.h -- label files of a few lines, and leads made by hand to be judged by them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TESTS_LABEL_WORLD_H
#define LL_TESTS_LABEL_WORLD_H

#include "base/buf.h"
#include "label/label.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <unistd.h>

#define ID_A "L-AAAAAAAAAAAAAAAA"
#define ID_B "L-BBBBBBBBBBBBBBBB"
#define KEY_1 "00112233445566778899aabbccddeeff"
#define KEY_2 "0123456789abcdef0123456789abcdef"
#define KEY_3 "f00112233445566778899aabbccddeef"

static inline ll_day date(const char *text)
{
    ll_day day;
    cr_assert(ll_day_parse(ll_str_from(text), &day));
    return day;
}

/* --- files */
struct label_file {
    char path[64];
};

static inline struct label_file label_bytes(const void *bytes, size_t len)
{
    struct label_file file = {"/tmp/leadline-label-XXXXXX"};
    int fd = mkstemp(file.path);
    cr_assert(fd >= 0);
    cr_assert_eq(write(fd, bytes, len), (ssize_t)len);
    cr_assert_eq(close(fd), 0);
    return file;
}

struct label_world {
    struct ll_arena arena;
    struct ll_labels *labels;
    struct ll_errors errors, warnings;
    enum ll_status status;
};

static inline void load_paths(struct label_world *world, struct ll_labels_setup setup,
                              const char *const *paths, size_t count)
{
    setup.files = paths;
    setup.file_count = count;
    world->status =
        ll_labels_load(&world->arena, &setup, &world->labels, &world->errors, &world->warnings);
}

/* Load one file of that text; no file where it is NULL. */
static inline void load_setup(struct label_world *world, struct ll_labels_setup setup,
                              const char *text)
{
    struct label_file file = {""};
    const char *path = file.path;
    memset(world, 0, sizeof *world);
    if (text)
        file = label_bytes(text, strlen(text));
    load_paths(world, setup, &path, text != NULL);
    if (text)
        cr_assert_eq(unlink(path), 0);
}

static inline void load(struct label_world *world, const char *text)
{
    load_setup(world, (struct ll_labels_setup){.traces = true}, text);
    cr_assert_eq(world->status, LL_OK, "%s",
                 world->errors.count ? world->errors.list[0].message : "no message");
}

static inline void unload(struct label_world *world)
{
    ll_arena_fini(&world->arena);
}

/* --- leads */
#define MADE_MAX 8
struct made {
    struct ll_subject subject;
    struct ll_items items;
    struct ll_lead lead;
    struct ll_found_lead found_lead;
    struct ll_found_variant variant;
    struct ll_found found;

    struct ll_fact facts[3][MADE_MAX]; /* by ll_item_kind */
    struct ll_item made[3][MADE_MAX], *listed[3][MADE_MAX];
    const struct ll_item *sales[MADE_MAX], *traces[MADE_MAX], *reports[MADE_MAX];
};

static inline struct ll_key key_of(const char *hex)
{
    struct ll_key key;
    for (size_t i = 0; i < sizeof key.bytes; i++) {
        const char pair[3] = {hex[2 * i], hex[2 * i + 1], '\0'};
        key.bytes[i] = (uint8_t)strtoul(pair, NULL, 16);
    }
    return key;
}

/* A subject with one lead of that id, first shown then; nothing in it yet. */
static inline void make(struct made *made, enum ll_subject_kind kind, const char *key,
                        const char *id, const char *since)
{
    memset(made, 0, sizeof *made);
    made->subject = (struct ll_subject){key_of(key), (uint8_t)kind};
    memcpy(made->lead.id, id, LL_LEAD_ID_LEN);
    made->lead.sales = made->sales;
    made->lead.traces = made->traces;
    made->lead.reports = made->reports;
    for (size_t k = 0; k < 3; k++)
        made->items.of[k].items = made->listed[k];
    made->found_lead = (struct ll_found_lead){.lead = &made->lead, .since = date(since)};
    made->variant = (struct ll_found_variant){.leads = &made->found_lead, .lead_count = 1};
    made->found = (struct ll_found){.subject = &made->subject,
                                    .items = &made->items,
                                    .variants = &made->variant,
                                    .variant_count = 1};
}

static inline struct ll_item *add_item(struct made *made, enum ll_item_kind kind, const char *id,
                                       const char *day, const char *known)
{
    size_t n = made->items.of[kind].count++;
    cr_assert(n < MADE_MAX);
    struct ll_fact *fact = &made->facts[kind][n];
    struct ll_item *item = made->listed[kind][n] = &made->made[kind][n];
    fact->id = ll_str_from(id);
    fact->received = date(known);
    fact->sold_on = LL_DAY_NONE;
    item->kind = kind;
    item->day = date(day);
    item->fact = fact;
    return item;
}

/* A firearm of a sale; in the evidence or not. */
static inline struct ll_item *add_sale(struct made *made, const char *id, const char *day,
                                       bool in_evidence)
{
    struct ll_item *item = add_item(made, LL_ITEM_FIREARM, id, day, day);
    if (in_evidence)
        made->sales[made->lead.sale_count++] = item;
    return item;
}

static inline struct ll_item *add_trace(struct made *made, const char *id, const char *day,
                                        const char *known, const struct ll_item *matched,
                                        const char *country)
{
    struct ll_item *item = add_item(made, LL_ITEM_TRACE, id, day, known);
    item->matched = matched;
    made->facts[LL_ITEM_TRACE][made->items.of[LL_ITEM_TRACE].count - 1].recovery_country =
        ll_str_from(country);
    return item;
}

static inline struct ll_item *add_report(struct made *made, const char *purchaser, const char *day)
{
    struct ll_item *item = add_item(made, LL_ITEM_REPORT, "", day, day);
    made->facts[LL_ITEM_REPORT][made->items.of[LL_ITEM_REPORT].count - 1].report.purchaser =
        key_of(purchaser);
    made->reports[made->lead.report_count++] = item;
    return item;
}

#define TRACE_FACT(made) (&(made)->facts[LL_ITEM_TRACE][(made)->items.of[LL_ITEM_TRACE].count - 1])

static inline struct ll_verdict judge(const struct label_world *world, const struct made *made)
{
    return ll_labels_judge(world->labels, &made->found, &made->found_lead);
}

static inline void expect_day(ll_day got, const char *wanted)
{
    ll_day day = wanted ? date(wanted) : LL_DAY_NONE;
    cr_expect_eq(got, day, "day %d, not %s", got, wanted ? wanted : "none");
}

#endif
