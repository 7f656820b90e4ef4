/* sample_why.c -- of what was drawn for review: which rules hit, or what they lack.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/sample_state.h"

#include "why/describe.h"
#include "why/text.h"

/* ---- asking ---- */

/* All that is asked of one row. */
struct asking {
    struct ll_why_setup setup;
    struct ll_rules rules;
    struct ll_why_facts facts;
    struct ll_arena *arena; /* for the time of the row */
};

static enum ll_status open_row(struct asking *asking, const struct ll_review *review,
                               const struct ll_review_row *row, struct ll_error *err)
{
    const struct ll_review_setup *setup = &review->setup;
    asking->rules = *setup->rules;
    asking->rules.pack = setup->book->pack;
    asking->rules.router = NULL;
    enum ll_status status =
        ll_why_facts_read(&asking->facts, &row->kept->subject, row->log, asking->arena, err);
    asking->setup = (struct ll_why_setup){.book = setup->book,
                                          .rules = &asking->rules,
                                          .calibers = setup->calibers,
                                          .facts = &asking->facts};
    if (row->side == LL_REVIEW_ABOVE)
        asking->setup.lead = (ll_str){row->kept->lead_id, LL_LEAD_ID_LEN};
    return status;
}

/* A hint without its first word; false: there is none left. */
static bool next_word(ll_str *hint, ll_str *word)
{
    const char *blank = hint->len ? memchr(hint->ptr, ' ', hint->len) : NULL;
    if (!blank)
        return false;
    *word = (ll_str){hint->ptr, (size_t)(blank - hint->ptr)};
    *hint = (ll_str){blank + 1, hint->len - word->len - 1};
    return true;
}

static enum ll_status write_text(struct asking *asking, struct ll_review *review,
                                 struct ll_review_row *row, const struct ll_why *why,
                                 struct ll_error *err)
{
    const struct ll_why_style style = {false, false};
    struct ll_buf text = {0};
    bool fine = ll_why_text(&text, why, &style, asking->arena);
    row->why = ll_arena_str(&review->arena, ll_buf_str(&text));
    ll_buf_fini(&text);
    return fine && row->why.ptr ? LL_OK : ll_fail(err, LL_ERR_NOMEM, "no memory for samples");
}

/* ---- above the line ---- */

/* The rules that hit, one after the other, as what did not hit is not asked here. */
static enum ll_status explain_lead(struct asking *asking, struct ll_review *review,
                                   struct ll_review_row *row, struct ll_error *err)
{
    size_t most = review->setup.book->pack->indicator_count;
    struct ll_why_rule *rules = LL_NEW_ARRAY(asking->arena, struct ll_why_rule, most);
    struct ll_why why = {0};
    ll_str hint = row->hint;
    size_t n = 0;
    if (!rules)
        return ll_fail(err, LL_ERR_NOMEM, "no memory for samples");
    while (n < most && next_word(&hint, &asking->setup.indicator)) {
        enum ll_status status = ll_why_look(&why, &asking->setup, asking->arena, err);
        if (status)
            return status;
        if (why.rule_count)
            rules[n++] = why.rules[0];
    }
    why.rules = rules;
    why.rule_count = n;
    return write_text(asking, review, row, &why, err);
}

/* ---- below the line ---- */

/* The indicator that came nearest so far. */
struct nearest {
    struct ll_why why;
    ll_str id;
    int64_t cost;
    bool found;
};

static enum ll_status try_rule(struct asking *asking, struct nearest *nearest, ll_str id,
                               struct ll_error *err)
{
    struct ll_why why;
    int64_t cost = 0;
    asking->setup.indicator = id;
    enum ll_status status = ll_why_look(&why, &asking->setup, asking->arena, err);
    if (status || why.rule_count == 0)
        return status;
    const struct ll_why_miss *miss = &why.rules[0].miss;
    if (why.rules[0].state != LL_WHY_MISSED || miss->count == 0)
        return LL_OK;
    for (size_t i = 0; i < miss->count; i++)
        cost += miss->changes[i].cost * miss->changes[i].times;
    if (nearest->found && cost >= nearest->cost)
        return LL_OK;
    *nearest = (struct nearest){.why = why, .id = id, .cost = cost, .found = true};
    return LL_OK;
}

static bool take_first(void *context, const struct ll_window_seen *seen)
{
    bool *found = context;
    (void)seen;
    *found = true;
    return false;
}

/* Of what other cells did not find it by, rules that count nothing of the subject's are not tried. */
static enum ll_status try_rules(struct asking *asking, struct nearest *nearest,
                                struct ll_error *err)
{
    const struct ll_pack *pack = asking->setup.book->pack;
    struct ll_assessment assessment;
    enum ll_status status = LL_OK;
    if (!ll_why_facts_assess(&asking->facts, &asking->rules, asking->arena, &assessment))
        return ll_fail(err, LL_ERR_NOMEM, "no memory for samples");
    for (size_t i = 0; i < pack->indicator_count && !status; i++) {
        const struct ll_indicator *indicator = &pack->indicators[i];
        bool counts = false;
        if (!indicator->enabled || indicator->timeline != LL_SUBJECT_PURCHASER)
            continue;
        if (!ll_windows_each(indicator, &assessment.items, &asking->rules, asking->arena,
                             take_first, &counts))
            return ll_fail(err, LL_ERR_NOMEM, "no memory for samples");
        if (counts)
            status = try_rule(asking, nearest, indicator->id, err);
    }
    return status;
}

static enum ll_status say_lack(struct ll_review *review, struct ll_review_row *row,
                               const struct nearest *nearest, struct ll_error *err)
{
    const struct ll_why_miss *miss = &nearest->why.rules[0].miss;
    struct ll_buf text = {0};
    for (size_t i = 0; i < miss->count; i++) {
        if (i)
            ll_buf_add_lit(&text, ", and ");
        ll_why_change_text(&text, &nearest->why, miss->changes, i);
    }
    row->lacks = ll_arena_str(&review->arena, ll_buf_str(&text));
    row->indicator = ll_arena_str(&review->arena, nearest->id);
    bool fine = !text.failed && row->lacks.ptr && row->indicator.ptr;
    ll_buf_fini(&text);
    return fine ? LL_OK : ll_fail(err, LL_ERR_NOMEM, "no memory for samples");
}

/* Those that other cells found it by first; the rest only where these tell nothing. */
static enum ll_status explain_near(struct asking *asking, struct ll_review *review,
                                   struct ll_review_row *row, struct ll_error *err)
{
    struct nearest nearest = {.found = false};
    enum ll_status status = LL_OK;
    ll_str hint = row->hint, id;
    while (!status && next_word(&hint, &id))
        status = try_rule(asking, &nearest, id, err);
    if (!status && !nearest.found)
        status = try_rules(asking, &nearest, err);
    if (status || !nearest.found)
        return status;
    asking->setup.indicator = nearest.id;
    status = say_lack(review, row, &nearest, err);
    return status ? status : write_text(asking, review, row, &nearest.why, err);
}

enum ll_status ll_review_explain(struct ll_review *review, struct ll_review_row *row,
                                 struct ll_error *err)
{
    struct ll_arena arena = {0};
    struct asking asking = {.arena = &arena};
    enum ll_status status = open_row(&asking, review, row, err);
    if (!status && row->side == LL_REVIEW_ABOVE)
        status = explain_lead(&asking, review, row, err);
    else if (!status)
        status = explain_near(&asking, review, row, err);
    ll_arena_fini(&arena);
    return status;
}
