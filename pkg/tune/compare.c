/* compare.c -- see compare.h.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/compare_state.h"

#include "tune/compare_pairs.h"
#include "tune/drawn.h"
#include <stdlib.h>

const char *ll_pair_word(enum ll_pair_change change)
{
    static const char *const words[] = {"same", "changed", "only_present", "only_candidate"};
    return words[change];
}

/* ---- life ---- */

static enum ll_status init_thread(struct ll_compare_thread *thread,
                                  const struct ll_compare_setup *setup, struct ll_error *err)
{
    enum ll_status status = LL_OK;
    for (size_t i = 0; i < LL_CHANGES_BY_COUNT; i++)
        thread->rows[i].arena = &thread->arena;
    for (size_t i = 0; i < LL_PAIR_COUNT && !status; i++)
        status = ll_sample_init(&thread->samples[i], setup->samples, setup->seed, err);
    return status;
}

/* All that a pack has, in its order, those without a hit too. */
static void name_indicators(struct ll_change_rows *rows, const struct ll_pack *pack)
{
    for (size_t i = 0; i < pack->indicator_count; i++)
        if (pack->indicators[i].enabled)
            ll_change_rows_touch(rows, pack->indicators[i].id, LL_SIDE_BOTH);
}

enum ll_status ll_compare_new(const struct ll_compare_setup *setup, struct ll_compare **out,
                              struct ll_error *err)
{
    struct ll_compare *compare = calloc(1, sizeof *compare);
    enum ll_status status = LL_OK;
    *out = compare;
    if (!compare)
        return ll_fail(err, LL_ERR_NOMEM, "no memory for a comparison of packs");
    compare->setup = *setup;
    compare->threads = calloc(setup->threads, sizeof *compare->threads);
    if (!compare->threads)
        return ll_fail(err, LL_ERR_NOMEM, "no memory for a comparison of packs");
    for (size_t i = 0; i < setup->threads && !status; i++)
        status = init_thread(&compare->threads[i], setup, err);
    if (!status) {
        struct ll_change_rows *rows = &compare->threads[0].rows[LL_CHANGES_BY_INDICATOR];
        name_indicators(rows, setup->present->pack);
        name_indicators(rows, setup->candidate->pack);
        ll_change_rows_forget(rows);
    }
    return status;
}

void ll_compare_free(struct ll_compare *compare)
{
    if (!compare)
        return;
    for (size_t i = 0; compare->threads && i < compare->setup.threads; i++) {
        struct ll_compare_thread *thread = &compare->threads[i];
        for (size_t k = 0; k < LL_PAIR_COUNT; k++)
            ll_sample_fini(&thread->samples[k]);
        ll_buf_fini(&thread->text);
        ll_arena_fini(&thread->arena);
        ll_arena_fini(&thread->scratch);
    }
    free(compare->threads);
    free(compare);
}

/* ---- a pair ---- */

/* What is asked of the one side of a pair. */
struct side {
    const struct ll_found_lead *lead; /* NULL: there is none */
    enum ll_label label;
    const struct ll_rules *rules;
    struct ll_route *routes;
    size_t route_count;
};

static bool ask_groups(struct side *side, const struct ll_found *found, struct ll_arena *scratch)
{
    if (!side->lead)
        return true;
    side->routes = ll_lead_routes(side->lead->lead, (enum ll_subject_kind)found->subject->kind,
                                  side->rules, scratch, &side->route_count);
    return side->routes != NULL;
}

/* Of one lead for both, the groups that it goes to are the same ones. */
static bool ask_both(struct side sides[2], const struct ll_found *found, struct ll_arena *scratch)
{
    if (!ask_groups(&sides[0], found, scratch))
        return false;
    if (sides[0].lead != sides[1].lead || sides[0].rules->router != sides[1].rules->router)
        return ask_groups(&sides[1], found, scratch);
    sides[1].routes = sides[0].routes;
    sides[1].route_count = sides[0].route_count;
    return true;
}

static ll_str text_of(const struct ll_item *item, enum ll_item_slot slot)
{
    const struct ll_value *value = &item->row[slot];
    return value->null ? (ll_str){0} : (ll_str){value->text, value->len};
}

/* Items without a dealer say nothing of places. What the dealers file does not tell of a dealer, each event tells anew. */
static void touch_dealers(struct ll_compare_thread *thread, const struct ll_item *const *items,
                          size_t n, unsigned sides)
{
    struct ll_change_rows *states = &thread->rows[LL_CHANGES_BY_STATE];
    struct ll_change_rows *divisions = &thread->rows[LL_CHANGES_BY_DIVISION];
    for (size_t i = 0; i < n; i++) {
        if (items[i]->dealer == 0)
            continue;
        ll_change_rows_touch(states, text_of(items[i], LL_SLOT_DEALER_STATE), sides);
        ll_change_rows_touch(divisions, text_of(items[i], LL_SLOT_DEALER_DIVISION), sides);
    }
}

static void touch(struct ll_compare_thread *thread, const struct side *side, unsigned sides)
{
    if (!side->lead)
        return;
    const struct ll_lead *lead = side->lead->lead;
    for (size_t i = 0; i < lead->indicator_count; i++)
        ll_change_rows_touch(&thread->rows[LL_CHANGES_BY_INDICATOR], lead->indicators[i], sides);
    touch_dealers(thread, lead->sales, lead->sale_count, sides);
    touch_dealers(thread, lead->traces, lead->trace_count, sides);
    touch_dealers(thread, lead->reports, lead->report_count, sides);
    for (size_t i = 0; i < side->route_count; i++)
        ll_change_rows_touch(&thread->rows[LL_CHANGES_BY_GROUP], side->routes[i].group, sides);
}

static enum ll_pair_change change_of(const struct side *present, const struct side *candidate,
                                     unsigned differ)
{
    if (!candidate->lead)
        return LL_PAIR_ONLY_PRESENT;
    if (!present->lead)
        return LL_PAIR_ONLY_CANDIDATE;
    return differ ? LL_PAIR_CHANGED : LL_PAIR_SAME;
}

static bool is_within(const struct ll_compare *compare, const struct side *side)
{
    const struct ll_compare_setup *setup = &compare->setup;
    return side->lead && (setup->from == LL_DAY_NONE || side->lead->since >= setup->from) &&
           (setup->to == LL_DAY_NONE || side->lead->since <= setup->to);
}

/* ---- samples ---- */

static bool draw_side(struct ll_buf *out, const struct ll_found *found, const struct side *side,
                      struct ll_arena *scratch)
{
    if (!side->lead) {
        ll_buf_add_lit(out, "null");
        return true;
    }
    const struct ll_drawn drawn = {.found = found,
                                   .lead = side->lead,
                                   .rules = side->rules,
                                   .label = side->label,
                                   .routes = side->routes,
                                   .route_count = side->route_count};
    bool drew = ll_drawn_add(out, &drawn, scratch);
    ll_buf_add_char(out, '}');
    return drew;
}

static bool draw(struct ll_compare_thread *thread, const struct ll_found *found,
                 const struct side sides[2], enum ll_pair_change change, unsigned differ)
{
    const struct ll_lead *lead = (sides[0].lead ? sides[0].lead : sides[1].lead)->lead;
    struct ll_sample *sample = &thread->samples[change];
    uint64_t number = ll_sample_number(sample, (ll_str){lead->id, LL_LEAD_ID_LEN});
    if (!ll_sample_wants(sample, number))
        return true;
    ll_buf_reset(&thread->text);
    ll_buf_printf(&thread->text, "{\"change\":\"%s\",\"differs\":", ll_pair_word(change));
    ll_compare_add_differs(&thread->text, differ);
    ll_buf_add_lit(&thread->text, ",\"present\":");
    if (!draw_side(&thread->text, found, &sides[0], &thread->scratch))
        return false;
    ll_buf_add_lit(&thread->text, ",\"candidate\":");
    if (!draw_side(&thread->text, found, &sides[1], &thread->scratch))
        return false;
    ll_buf_add_char(&thread->text, '}');
    if (thread->text.failed)
        return false;
    ll_sample_take(sample, number, &thread->text);
    return true;
}

/* ---- taking ---- */

static void count(struct ll_compare_thread *thread, const struct side sides[2],
                  enum ll_pair_change change, unsigned differ)
{
    bool one = sides[0].lead == sides[1].lead;
    thread->all.of[change]++;
    for (size_t i = 0; i < LL_DIFFERS_KINDS; i++)
        thread->differing[i] += change == LL_PAIR_CHANGED && (differ >> i & 1);
    if (sides[0].lead && sides[1].lead) {
        thread->sooner += sides[1].lead->since < sides[0].lead->since;
        thread->later += sides[1].lead->since > sides[0].lead->since;
    }
    touch(thread, &sides[0], one ? LL_SIDE_BOTH : LL_SIDE_PRESENT);
    if (!one)
        touch(thread, &sides[1], LL_SIDE_CANDIDATE);
    for (size_t i = 0; i < LL_CHANGES_BY_COUNT; i++)
        ll_change_rows_count(&thread->rows[i], change);
}

/* A subject at hand, with the variants of both cells. */
struct taking {
    const struct ll_compare *compare;
    struct ll_compare_thread *thread;
    const struct ll_tune_subject *subject;
    size_t present, candidate;
};

static struct side side_of(const struct taking *taking, size_t variant,
                           const struct ll_found_lead *lead, const struct ll_rules *rules)
{
    const struct ll_found_lead *leads = taking->subject->found->variants[variant].leads;
    struct side side = {.lead = lead, .rules = rules};
    if (lead)
        side.label = taking->subject->verdicts[variant][lead - leads].label;
    return side;
}

static bool take_pair(const struct taking *taking, const struct ll_lead_pair *pair)
{
    const struct ll_compare *compare = taking->compare;
    const struct ll_found *found = taking->subject->found;
    struct ll_compare_thread *thread = taking->thread;
    struct side sides[2] = {
        side_of(taking, taking->present, pair->present, compare->setup.present),
        side_of(taking, taking->candidate, pair->candidate, compare->setup.candidate)};
    unsigned differ = 0;
    if (!is_within(compare, &sides[0]) && !is_within(compare, &sides[1]))
        return true;
    if (!ask_both(sides, found, &thread->scratch))
        return false;
    if (sides[0].lead && sides[1].lead) {
        differ = ll_leads_differ(sides[0].lead->lead, sides[1].lead->lead);
        if (ll_routes_differ(sides[0].routes, sides[0].route_count, sides[1].routes,
                             sides[1].route_count))
            differ |= LL_DIFFERS_ROUTES;
    }
    enum ll_pair_change change = change_of(&sides[0], &sides[1], differ);
    count(thread, sides, change, differ);
    return change == LL_PAIR_SAME || draw(thread, found, sides, change, differ);
}

/* The place of the variant of a cell; variant_count: it has none. */
static size_t variant_of(const struct ll_found *found, uint32_t cell)
{
    for (size_t i = 0; i < found->variant_count; i++) {
        const struct ll_found_variant *variant = &found->variants[i];
        for (size_t k = 0; k < variant->cell_count && variant->cells[k] <= cell; k++)
            if (variant->cells[k] == cell)
                return i;
    }
    return found->variant_count;
}

enum ll_status ll_compare_take(struct ll_compare *compare, size_t number,
                               const struct ll_tune_subject *subject, struct ll_error *err)
{
    struct ll_compare_thread *thread = &compare->threads[number];
    const struct ll_found *found = subject->found;
    struct taking taking = {compare, thread, subject, variant_of(found, 0), variant_of(found, 1)};
    struct ll_lead_pairs pairs;
    if (taking.present == found->variant_count || taking.candidate == found->variant_count)
        return LL_OK;
    ll_arena_reset(&thread->scratch);
    bool fine = ll_lead_pairs_find(&pairs, &found->variants[taking.present],
                                   &found->variants[taking.candidate], &thread->scratch);
    for (size_t i = 0; fine && i < pairs.count; i++)
        fine = take_pair(&taking, &pairs.list[i]);
    return fine ? LL_OK : ll_fail(err, LL_ERR_NOMEM, "no memory to compare the leads of a subject");
}

enum ll_status ll_compare_finish(struct ll_compare *compare, struct ll_error *err)
{
    struct ll_compare_thread *all = &compare->threads[0];
    bool failed = false;
    for (size_t t = 1; t < compare->setup.threads; t++) {
        struct ll_compare_thread *thread = &compare->threads[t];
        for (size_t i = 0; i < LL_PAIR_COUNT; i++) {
            all->all.of[i] += thread->all.of[i];
            ll_sample_merge(&all->samples[i], &thread->samples[i]);
        }
        for (size_t i = 0; i < LL_DIFFERS_KINDS; i++)
            all->differing[i] += thread->differing[i];
        all->sooner += thread->sooner;
        all->later += thread->later;
        for (size_t i = 0; i < LL_CHANGES_BY_COUNT; i++)
            ll_change_rows_merge(&all->rows[i], &thread->rows[i]);
    }
    for (size_t i = 0; i < LL_PAIR_COUNT; i++)
        ll_sample_sort(&all->samples[i]);
    for (size_t i = 0; i < LL_CHANGES_BY_COUNT; i++) {
        failed |= all->rows[i].failed;
        if (i != LL_CHANGES_BY_INDICATOR)
            ll_change_rows_sort(&all->rows[i]);
    }
    return failed ? ll_fail(err, LL_ERR_NOMEM, "no memory for the counts of a comparison") : LL_OK;
}

/* ---- what came of it ---- */

const struct ll_change_counts *ll_compare_all(const struct ll_compare *compare)
{
    return &compare->threads[0].all;
}

const struct ll_change_row *ll_compare_rows(const struct ll_compare *compare, enum ll_change_by by,
                                            size_t *count)
{
    *count = compare->threads[0].rows[by].count;
    return compare->threads[0].rows[by].list;
}

uint64_t ll_compare_sooner(const struct ll_compare *compare)
{
    return compare->threads[0].sooner;
}

uint64_t ll_compare_later(const struct ll_compare *compare)
{
    return compare->threads[0].later;
}

uint64_t ll_compare_differing(const struct ll_compare *compare, enum ll_differs what)
{
    size_t i = 0;
    while ((unsigned)what >> i > 1)
        i++;
    return compare->threads[0].differing[i];
}
