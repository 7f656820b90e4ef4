/* groups.c -- a groups file looked through, by itself and beside packs.   SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"
#include "base/nearest.h"
#include "group/guideline.h"
#include "lint/read.h"

/* The leads that are thought of: of one pack and one kind of subject. */
struct leads {
    const struct ll_pack *pack;
    enum ll_subject_kind kind;
    int64_t most; /* the weights of its indicators together, in ten-thousandths */
    ll_str only;  /* leads of this indicator alone; ptr NULL: of any */
};

/* ---- which leads can be ---- */

static const struct ll_indicator *find(const struct ll_pack *pack, ll_str id)
{
    uint32_t index;
    return ll_pack_find(pack, id, &index) ? &pack->indicators[index] : NULL;
}

static bool can_hit(const struct leads *leads, const struct ll_indicator *indicator)
{
    return indicator && indicator->enabled && indicator->timeline == leads->kind &&
           (!leads->only.ptr || ll_str_eq(leads->only, indicator->id));
}

static int64_t weight_of(const struct ll_indicator *indicator)
{
    return indicator->weight * LL_DECIMAL_ONE;
}

/* The indicators that a lead has give its score a lower bound, those that it may have an upper one. */
static bool lead_can_be(const struct ll_cases *cases, const void *context)
{
    const struct leads *leads = context;
    int64_t least = 0, most = leads->most, score = -1;
    for (size_t i = 0; i < cases->var_count; i++) {
        const struct ll_case_var *var = &cases->vars[i];
        if (var->kind == LL_NODE_NAME && var->slot == LL_LEAD_SCORE)
            score = cases->row[i].number;
        if (var->kind != LL_NODE_IN)
            continue;
        const struct ll_indicator *indicator = find(leads->pack, var->words);
        bool fits = can_hit(leads, indicator);
        if (cases->row[i].number && !fits)
            return false;
        if (cases->row[i].number)
            least += weight_of(indicator);
        else if (fits)
            most -= weight_of(indicator);
    }
    return least <= most && (score < 0 || (score >= least && score <= most));
}

static struct leads leads_of(const struct ll_pack *pack, enum ll_subject_kind kind)
{
    struct leads leads = {.pack = pack, .kind = kind};
    for (size_t i = 0; i < pack->indicator_count; i++) {
        if (can_hit(&leads, &pack->indicators[i]))
            leads.most += weight_of(&pack->indicators[i]);
    }
    return leads;
}

/* Whether a group may accept one of the leads; true where it cannot be told. */
static bool can_accept(struct ll_lint *lint, const struct ll_group *group,
                       const struct leads *leads)
{
    if (!group->accept)
        return true;
    struct ll_cases *cases = LL_NEW(&lint->scratch, struct ll_cases);
    if (!cases) {
        lint->failed = true;
        return true;
    }
    *cases = (struct ll_cases){.arena = &lint->scratch,
                               .subject = LL_LINT_LEAD,
                               .possible = lead_can_be,
                               .context = leads};
    const struct ll_node *accept = ll_cases_take(cases, group->accept, group->accept->root);
    for (size_t i = 0; i < cases->var_count; i++) {
        struct ll_case_var *var = &cases->vars[i];
        bool is_score = var->kind == LL_NODE_NAME && var->slot == LL_LEAD_SCORE;
        var->tied = var->tied || is_score;
        if (is_score && leads->most < var->domain.max)
            var->domain.max = leads->most;
    }
    bool held = false, more = accept && ll_cases_first(cases);
    bool known = accept && !cases->failed;
    for (; more && !held; more = ll_cases_next(cases))
        held = ll_case_holds(cases, accept);
    return held || !known;
}

/* ---- groups by themselves ---- */

static struct ll_lint_asked of_lead(const struct ll_expr_reading *reading)
{
    return (struct ll_lint_asked){.reading = reading, .subject = LL_LINT_LEAD};
}

/* A priority that is true only where one before it is. */
static void look_for_shadow(struct ll_lint *lint, const struct ll_group *group, size_t index)
{
    const struct ll_priority *late = &group->priorities[index];
    for (size_t i = 0; i < index; i++) {
        const struct ll_priority *early = &group->priorities[i];
        struct ll_cases *cases = LL_NEW(&lint->scratch, struct ll_cases);
        if (!cases) {
            lint->failed = true;
            return;
        }
        *cases = (struct ll_cases){.arena = &lint->scratch, .subject = LL_LINT_LEAD};
        const struct ll_node *first = ll_cases_take(cases, early->when, early->when->root);
        const struct ll_node *second = ll_cases_take(cases, late->when, late->when->root);
        bool shadowed = first && second, held = false;
        bool more = shadowed && ll_cases_first(cases);
        for (; more && shadowed; more = ll_cases_next(cases)) {
            bool holds = ll_case_holds(cases, second);
            held |= holds;
            shadowed = !holds || ll_case_holds(cases, first);
        }
        if (!shadowed || !held)
            continue;
        ll_lint_beside(
            ll_lint_warn(lint, ll_reading_place(late->when, late->when->root), "shadowed",
                         "'%.*s' is never reached: where this is true '%.*s' is, which comes "
                         "first; put it before that one, or mend one",
                         LL_STR_ARGS(late->name), LL_STR_ARGS(early->name)),
            ll_reading_place(early->when, early->when->root), "the first is here");
        return;
    }
}

static void look_at_group(struct ll_lint *lint, const struct ll_group *group)
{
    struct ll_lint_asked covers = {.reading = group->covers, .subject = LL_LINT_ITEM};
    struct ll_lint_asked accept = of_lead(group->accept);
    size_t before = lint->warnings->count;
    ll_lint_expression(lint, &covers, false);
    ll_lint_expression(lint, &accept, false);
    for (size_t i = 0; i < group->priority_count; i++) {
        struct ll_lint_asked when = of_lead(group->priorities[i].when);
        ll_lint_expression(lint, &when, false);
    }
    for (size_t i = 1; before == lint->warnings->count && i < group->priority_count; i++)
        look_for_shadow(lint, group, i);
}

/* ---- beside packs ---- */

struct beside {
    struct ll_lint *lint;
    const struct ll_groups *groups;
    const struct ll_book *const *books;
    size_t count;
};

static bool is_known(const struct beside *beside, ll_str id)
{
    for (size_t i = 0; i < beside->count; i++) {
        const struct ll_indicator *indicator = find(beside->books[i]->pack, id);
        if (indicator && indicator->enabled)
            return true;
    }
    return false;
}

static const char *nearest_id(const struct beside *beside, ll_str id)
{
    struct ll_arena *scratch = &beside->lint->scratch;
    size_t n = 0, all = 0;
    for (size_t i = 0; i < beside->count; i++)
        all += beside->books[i]->pack->indicator_count;
    const char **names = LL_NEW_ARRAY(scratch, const char *, all);
    for (size_t i = 0; names && i < beside->count; i++) {
        const struct ll_pack *pack = beside->books[i]->pack;
        for (size_t k = 0; k < pack->indicator_count; k++) {
            names[n] = ll_arena_str(scratch, pack->indicators[k].id).ptr;
            n += names[n] != NULL && pack->indicators[k].enabled;
        }
    }
    return names ? ll_nearest(id, names, n) : NULL;
}

/* "x" in indicators, where no pack has an x that is on. */
static void look_for_ids(const struct beside *beside, const struct ll_expr_reading *reading,
                         const struct ll_node *node)
{
    const struct ll_node *id = node->first, *list = node->last;
    if (node->kind == LL_NODE_IN && list->kind == LL_NODE_NAME &&
        list->slot == LL_LEAD_INDICATORS && id->kind == LL_NODE_CONST) {
        ll_str text = {id->value.text, id->value.len};
        const char *near = is_known(beside, text) ? NULL : nearest_id(beside, text);
        if (!is_known(beside, text))
            ll_lint_warn(beside->lint, ll_reading_place(reading, id), "unknown-indicator",
                         "no indicator that is enabled has the id '%.*s'%s%s%s", LL_STR_ARGS(text),
                         near ? "; did you mean '" : "; mend or remove it", near ? near : "",
                         near ? "'?" : "");
    }
    for (const struct ll_node *child = node->first; child; child = child->next)
        look_for_ids(beside, reading, child);
}

/* Whether some kind of lead of some pack may be accepted. */
static bool accepts_some(const struct beside *beside, const struct ll_group *group, int64_t *most)
{
    bool some = false;
    for (size_t i = 0; i < beside->count; i++) {
        for (unsigned kind = LL_SUBJECT_ADDRESS; kind <= LL_SUBJECT_PURCHASER; kind++) {
            struct leads leads = leads_of(beside->books[i]->pack, (enum ll_subject_kind)kind);
            if (!beside->books[i]->pack->has_kind[kind])
                continue;
            *most = leads.most > *most ? leads.most : *most;
            some = some || can_accept(beside->lint, group, &leads);
        }
    }
    return some;
}

/* True where it accepts nothing. */
static bool look_beside(const struct beside *beside, const struct ll_group *group)
{
    int64_t most = 0;
    if (group->accept)
        look_for_ids(beside, group->accept, group->accept->root);
    for (size_t i = 0; i < group->priority_count; i++)
        look_for_ids(beside, group->priorities[i].when, group->priorities[i].when->root);
    if (!group->accept || accepts_some(beside, group, &most))
        return false;
    ll_lint_warn(beside->lint, ll_reading_place(group->accept, group->accept->root),
                 "accepts-nothing",
                 "no lead is accepted here: the weights of the indicators of one subject come to "
                 "%lld at most; ask for less, or give them more",
                 (long long)(most / LL_DECIMAL_ONE));
    return true;
}

/* ---- leads that nobody takes ---- */

static bool someone_accepts(const struct beside *beside, const struct leads *leads)
{
    for (size_t i = 0; i < beside->groups->count; i++) {
        if (can_accept(beside->lint, &beside->groups->list[i], leads))
            return true;
    }
    return false;
}

static void look_for_weightless(const struct beside *beside, const struct ll_book *book)
{
    for (size_t i = 0; i < book->pack->indicator_count; i++) {
        const struct ll_indicator *indicator = &book->pack->indicators[i];
        struct leads leads = {book->pack, indicator->timeline, 0, indicator->id};
        if (!indicator->enabled || indicator->weight || someone_accepts(beside, &leads))
            continue;
        const struct ll_yaml_node *weight = ll_book_value(&book->entries[i], "weight");
        ll_lint_warn(beside->lint, weight ? weight->at : book->entries[i].id_at, "weightless",
                     "a lead of '%.*s' alone has the score 0, which no group accepts; give it a "
                     "weight, or disable it",
                     LL_STR_ARGS(indicator->id));
    }
}

static void look_for_unrouted(const struct beside *beside, const struct ll_book *book)
{
    static const char *const kinds[] = {"", "an address", "a dealer", "a purchaser"};
    for (unsigned kind = LL_SUBJECT_ADDRESS; kind <= LL_SUBJECT_PURCHASER; kind++) {
        struct leads leads = leads_of(book->pack, (enum ll_subject_kind)kind);
        size_t i = 0;
        if (!book->pack->has_kind[kind] || someone_accepts(beside, &leads))
            continue;
        while (!can_hit(&leads, &book->pack->indicators[i]))
            i++;
        ll_lint_warn(beside->lint, book->entries[i].id_at, "unrouted",
                     "no group accepts a lead on %s: all the indicators there together come to a "
                     "score of %lld; give them more weight, or have a group accept less",
                     kinds[kind], (long long)(leads.most / LL_DECIMAL_ONE));
    }
}

enum ll_status ll_lint_groups(const struct ll_groups *groups, const struct ll_book *const *books,
                              size_t n, const struct ll_calibers *calibers,
                              struct ll_errors *warnings)
{
    struct ll_lint lint = {.calibers = calibers, .warnings = warnings};
    struct beside beside = {&lint, groups, books, n};
    size_t idle = 0;
    for (size_t i = 0; i < groups->count; i++) {
        look_at_group(&lint, &groups->list[i]);
        idle += n && look_beside(&beside, &groups->list[i]);
        ll_arena_reset(&lint.scratch);
    }
    for (size_t i = 0; i < n && idle < groups->count; i++) {
        size_t before = warnings->count;
        look_for_unrouted(&beside, books[i]);
        if (before == warnings->count)
            look_for_weightless(&beside, books[i]);
    }
    ll_arena_fini(&lint.scratch);
    return lint.failed ? LL_ERR_NOMEM : LL_OK;
}
