/* assess.c -- what the first events of a test amount to, by the definition: sets of facts, and their leads.
 * SPDX-License-Identifier: Apache-2.0 */
#include "trial/found.h"

#include "base/hash.h"

/* The subjects of a test's events, found by their keys. */
struct cast {
    struct ll_trial_state *state;
    struct ll_arena *arena;
    const struct ll_trial_test *test;
    uint32_t *table; /* subject + 1; 0 free */
    size_t size;
};

static ll_str label_of(const struct cast *cast, const struct ll_subject *subject)
{
    char key[LL_SUBJECT_KEY_TEXT];

    for (size_t i = 0; i < cast->test->name_count; i++)
        if (ll_subject_eq(&cast->test->names[i].subject, subject))
            return cast->test->names[i].label;
    return ll_arena_str(cast->arena, (ll_str){key, ll_subject_key_format(subject, key)});
}

/* The subject, new or known; NULL: memory is out.. */
static struct ll_trial_subject *find(struct cast *cast, const struct ll_lead_subject *who)
{
    struct ll_trial_state *state = cast->state;
    size_t at = ll_subject_hash(&who->subject) & (cast->size - 1);

    while (cast->table[at]) {
        struct ll_trial_subject *known = &state->subjects[cast->table[at] - 1];
        if (ll_subject_eq(&known->who.subject, &who->subject))
            return known;
        at = (at + 1) & (cast->size - 1);
    }
    struct ll_trial_subject *made = &state->subjects[state->subject_count++];
    cast->table[at] = (uint32_t)state->subject_count;
    made->who = *who;
    made->label = label_of(cast, &who->subject);
    ll_fact_set_init(&made->set, cast->arena);
    return made->label.ptr ? made : NULL;
}

/* Each event has at most a purchaser, a dealer and an address; reports are of the dealers and addresses of sales. */
static bool begin(struct cast *cast, size_t events)
{
    cast->size = ll_table_size(events * 3);
    cast->table = LL_NEW_ARRAY(cast->arena, uint32_t, cast->size);
    cast->state->subjects = LL_NEW_ARRAY(cast->arena, struct ll_trial_subject, events * 3);
    return cast->table && cast->state->subjects;
}

static bool add_facts(struct cast *cast, size_t events)
{
    const struct ll_pack *pack = cast->state->rules.pack;

    for (size_t i = 0; i < events; i++) {
        const struct ll_trial_event *event = &cast->test->events[i];
        const struct ll_lead_subject dealer = {.subject = event->dealer, .born = LL_DAY_NONE};
        const struct ll_lead_subject *ties[] = {&event->who, &dealer};
        for (size_t tie = 0; tie < 2; tie++) {
            if (!ties[tie]->subject.kind || !pack->has_kind[ties[tie]->subject.kind])
                continue;
            struct ll_trial_subject *subject = find(cast, ties[tie]);
            if (!subject)
                return false;
            (void)ll_fact_set_apply(&subject->set, &event->fact, event->fact_bytes);
        }
    }
    return true;
}

/* The stored form of a report, in the arena; a report's hash is that of its stored form. */
static ll_str store(struct cast *cast, struct ll_fact *fact)
{
    struct ll_buf bytes = {0};

    ll_fact_encode(fact, &bytes);
    if (!bytes.failed)
        fact->hash = ll_hash64(bytes.ptr, bytes.len);
    ll_buf_reset(&bytes);
    ll_fact_encode(fact, &bytes);
    ll_str kept = bytes.failed ? (ll_str){0} : ll_arena_str(cast->arena, ll_buf_str(&bytes));
    ll_buf_fini(&bytes);
    return kept;
}

static bool tell(struct cast *cast, const struct ll_subject *to,
                 const struct ll_trial_subject *purchaser, const struct ll_report *report)
{
    const struct ll_fact *sale = report->last->fact;
    struct ll_fact fact = {.kind = LL_FACT_REPORT,
                           .version = 1,
                           .report = {.indicator = report->indicator->id,
                                      .purchaser = purchaser->who.subject.key,
                                      .dealer = report->last->dealer,
                                      .day = report->last->day,
                                      .guns = report->guns,
                                      .dealer_type = sale->dealer.type,
                                      .dealer_state = sale->dealer_state,
                                      .dealer_division = sale->dealer_division}};
    const struct ll_lead_subject who = {.subject = *to, .born = LL_DAY_NONE};
    struct ll_trial_subject *subject;

    if (!cast->state->rules.pack->has_kind[to->kind])
        return true;
    subject = find(cast, &who);
    ll_str bytes = store(cast, &fact);
    if (subject && bytes.ptr)
        (void)ll_fact_set_apply(&subject->set, &fact, bytes);
    return subject && bytes.ptr;
}

static bool tell_reports(struct cast *cast, const struct ll_trial_subject *purchaser)
{
    const struct ll_report_list *list = &purchaser->assessment.reports;

    for (size_t i = 0; i < list->count; i++) {
        const struct ll_report *report = &list->reports[i];
        struct ll_subject dealer = ll_subject_dealer(report->last->dealer);
        if (!tell(cast, &dealer, purchaser, report))
            return false;
        if (!report->addressed)
            continue;
        struct ll_subject address = {.kind = LL_SUBJECT_ADDRESS, .key = report->addressed->address};
        if (!tell(cast, &address, purchaser, report))
            return false;
    }
    return true;
}

static bool find_routes(struct ll_trial_subject *subject, const struct ll_rules *rules,
                        struct ll_arena *arena)
{
    size_t n = subject->assessment.lead_count;

    subject->routes = LL_NEW_ARRAY(arena, struct ll_route *, n);
    subject->route_counts = LL_NEW_ARRAY(arena, size_t, n);
    if (!subject->routes || !subject->route_counts)
        return false;
    for (size_t i = 0; rules->router && i < n; i++) {
        subject->routes[i] = ll_lead_routes(&subject->assessment.leads[i],
                                            (enum ll_subject_kind)subject->who.subject.kind, rules,
                                            arena, &subject->route_counts[i]);
        if (!subject->routes[i])
            return false;
    }
    return true;
}

/* The purchasers, or the others. Reports make new subjects, and so come between. */
static bool assess_all(struct cast *cast, bool purchasers)
{
    struct ll_trial_state *state = cast->state;
    size_t n = state->subject_count;

    for (size_t i = 0; i < n; i++) {
        struct ll_trial_subject *subject = &state->subjects[i];
        if ((subject->who.subject.kind == LL_SUBJECT_PURCHASER) != purchasers)
            continue;
        if (!ll_assess(&subject->assessment, &subject->who.subject, &subject->set, &state->rules,
                       cast->arena) ||
            !find_routes(subject, &state->rules, cast->arena))
            return false;
        if (purchasers && !tell_reports(cast, subject))
            return false;
    }
    return true;
}

bool ll_trial_assess(const struct ll_trial_test *test, size_t events, const struct ll_pack *pack,
                     const struct ll_router *groups, struct ll_arena *arena,
                     struct ll_trial_state *state)
{
    struct cast cast = {state, arena, test, NULL, 0};

    *state = (struct ll_trial_state){.rules = {pack, test->dealers, test->calendar, groups}};
    if (test->runs)
        state->rules.pack = ll_pack_choose(arena, pack, test->runs);
    return state->rules.pack && begin(&cast, events) && add_facts(&cast, events) &&
           assess_all(&cast, true) && assess_all(&cast, false);
}
