/* sweep_lines.h -- cells of every kind, and what a sweep finds for them as lines of text.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TESTS_SWEEP_LINES_H
#define LL_TESTS_SWEEP_LINES_H

#include "lead/record.h"
#include "sweep_world.h"

#define EXTRA                                                                                      \
    "  - id: %s\n    title: Extra\n    timeline: purchaser\n    items: firearms\n"                 \
    "    window: {days: 20}\n    having: %s\n    weight: 7\n"

static inline void add_extra(struct sweep_world *world, const char *id, const char *having)
{
    const char *all =
        ll_arena_printf(&world->arena, "%.*s\n" EXTRA, LL_STR_ARGS(world->pack.text), id, having);
    sweep_add_text(world, ll_str_from(all));
}

/* Of every kind of change that a sweep makes, and of a candidate with other indicators. */
static inline void add_cells(struct sweep_world *world)
{
    sweep_add_text(world, world->pack.text);
    sweep_add_cell(world, "id: five-or-more-guns", "guns: 5", "guns: 3");
    sweep_add_cell(world, "id: five-or-more-guns", "guns: 5", "guns: 8");
    sweep_add_cell(world, "id: multiple-sale-handgun", "min: 2", "min: 3");
    sweep_add_cell(world, "id: multiple-sale-handgun", "business_days: 5", "business_days: 2");
    sweep_add_cell(world, "id: shared-address\n", "days: 30", "days: 90");
    sweep_add_cell(world, "id: shared-address\n", "purchasers: 2", "purchasers: 1");
    sweep_add_cell(world, "id: same-day-repeat-dealer\n", "weight: ", "weight: 1");
    sweep_add_cell(world, "id: several-traces", "guns: 2", "guns: 1");
    sweep_add_cell(world, "lead:", "quiet_days: 30", "quiet_days: 3");
    sweep_add_cell(world, "lead:", "quiet_days: 30", "quiet_days: 120");
    sweep_add_cell(world, "id: multiple-sale-rifle", "timeline: purchaser",
                   "enabled: false\n    timeline: purchaser");
    add_extra(world, "few", "count() < 2");
    add_extra(world, "no-traces", "count() >= 2 and traces() < 1");
}

/* ---- what is found ---- */

#define LINES_MAX 20000

/* A line on each lead that is found: its cell, itself, and since when. */
struct lines {
    const struct ll_history *history;
    struct ll_buf text[4]; /* by thread */
    struct ll_arena arena[4];
    bool bodies; /* with the body of the record; else with what is known of days */
    size_t found[4], withdrawn[4];
};

static inline void add_days(struct ll_buf *out, const struct ll_found_lead *found)
{
    ll_buf_printf(out, "%.*s since %d:", LL_LEAD_ID_LEN, found->lead->id, found->since);
    for (size_t i = 0; i < found->lead->indicator_count; i++)
        ll_buf_printf(out, " %.*s %d", LL_STR_ARGS(found->lead->indicators[i]),
                      found->hit_since[i]);
}

static inline void add_body(struct lines *lines, size_t thread, const struct ll_found *found,
                            const struct ll_lead *lead, size_t cell)
{
    const struct ll_lead_subject subject = {.subject = *found->subject, .born = LL_DAY_NONE};
    const struct ll_rules *rules = ll_history_rules(lines->history, cell);
    struct ll_buf text = {0};
    size_t count;
    const struct ll_route *routes = ll_lead_routes(lead, (enum ll_subject_kind)found->subject->kind,
                                                   rules, &lines->arena[thread], &count);
    cr_assert_not_null(routes);
    ll_buf_printf(&lines->text[thread], "%.*s ", LL_LEAD_ID_LEN, lead->id);
    ll_lead_add_body(&lines->text[thread], lead, &subject, routes, count, rules, &text);
    ll_buf_fini(&text);
}

static inline enum ll_status take_found(void *context, size_t thread, const struct ll_found *found,
                                        struct ll_error *err)
{
    struct lines *lines = context;
    struct ll_buf *out = &lines->text[thread];
    (void)err;
    cr_assert(found->variant_count > 0 && found->variants[0].cells[0] == 0);
    lines->found[thread]++;
    for (size_t i = 0; i < found->variant_count; i++) {
        const struct ll_found_variant *variant = &found->variants[i];
        lines->withdrawn[thread] += variant->withdrawn;
        for (size_t c = 0; c < variant->cell_count; c++)
            for (size_t k = 0; k < variant->lead_count; k++) {
                ll_buf_printf(out, "%04u ", variant->cells[c]);
                if (lines->bodies)
                    add_body(lines, thread, found, variant->leads[k].lead, variant->cells[c]);
                else
                    add_days(out, &variant->leads[k]);
                ll_buf_add_char(out, '\n');
            }
        if (!lines->bodies && variant->withdrawn)
            ll_buf_printf(out, "%04u %zu of %u were withdrawn\n", variant->cells[0],
                          variant->withdrawn, found->subject->key.bytes[0]);
    }
    return LL_OK;
}

static inline int by_text(const void *left, const void *right)
{
    return ll_str_cmp(*(const ll_str *)left, *(const ll_str *)right);
}

static inline size_t split(ll_str text, ll_str *lines, size_t n)
{
    for (const char *at = text.ptr, *end = at + text.len, *next; at < end; at = next + 1) {
        next = memchr(at, '\n', (size_t)(end - at));
        cr_assert(next && n < LINES_MAX);
        lines[n++] = (ll_str){at, (size_t)(next - at)};
    }
    return n;
}

static inline ll_str join(struct sweep_world *world, ll_str *lines, size_t n)
{
    struct ll_buf out = {0};
    qsort(lines, n, sizeof *lines, by_text);
    for (size_t i = 0; i < n; i++) {
        ll_buf_add_str(&out, lines[i]);
        ll_buf_add_char(&out, '\n');
    }
    ll_str all = ll_arena_str(&world->arena, ll_buf_str(&out));
    ll_buf_fini(&out);
    return all;
}

/* All that a sweep finds, sorted. */
static inline ll_str sweep(struct sweep_world *world, struct ll_history *history, bool bodies)
{
    static ll_str list[LINES_MAX];
    struct lines lines = {.history = history, .bodies = bodies};
    struct ll_error err = {0};
    size_t n = 0;
    cr_assert(ll_history_sweep(history, take_found, &lines, &err) == LL_OK, "%s", err.message);
    for (size_t i = 0; i < 4; i++)
        n = split(ll_buf_str(&lines.text[i]), list, n);
    ll_str all = join(world, list, n);
    for (size_t i = 0; i < 4; i++) {
        ll_buf_fini(&lines.text[i]);
        ll_arena_fini(&lines.arena[i]);
    }
    return all;
}

static inline void expect_lines(ll_str got, ll_str want, const char *what)
{
    size_t at = 0, line = 0;
    while (at < got.len && at < want.len && got.ptr[at] == want.ptr[at])
        line = got.ptr[at++] == '\n' ? at : line;
    cr_expect(got.len == want.len && at == got.len, "%s:\n%.600s\nfor\n%.600s", what,
              got.ptr + line, want.ptr + line);
}

#endif
