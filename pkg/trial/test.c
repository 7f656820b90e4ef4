/* test.c -- one test.   SPDX-License-Identifier: Apache-2.0 */
#include "trial/read.h"

static const char *const test_keys[] = {"name",     "only",   "dealers", "buyers",
                                        "calendar", "events", "expect",  "after"};
#define TEST_KEYS (sizeof test_keys / sizeof test_keys[0])

/* Add what a kept indicator asks hits or reports of, until nothing is added. */
static void add_needed(const struct ll_pack *pack, bool *runs, uint32_t index)
{
    const struct ll_indicator *one = &pack->indicators[index];
    uint32_t slots[64];
    size_t n;

    if (runs[index])
        return;
    runs[index] = true;
    if (one->items == LL_ITEM_REPORT)
        add_needed(pack, runs, one->reports_of);
    n = one->where ? ll_expr_in_hits(one->where, slots, 64) : 0;
    for (uint32_t i = 0; i < pack->indicator_count; i++)
        for (size_t slot = 0; slot < n && slot < 64; slot++)
            if (pack->indicators[i].sought && pack->indicators[i].hit_slot == slots[slot])
                add_needed(pack, runs, i);
}

/* The indicators that the test is of: those of `only`, else the one that it stands under. NULL: all. */
static bool *read_only(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                       const struct ll_indicator *home)
{
    const struct ll_pack *pack = reader->book->pack;
    bool *looks;
    uint32_t index;

    if (!node && !home)
        return NULL;
    looks = LL_NEW_ARRAY(reader->arena, bool, pack->indicator_count);
    if (!looks) {
        ll_trial_fault_memory(reader);
        return NULL;
    }
    if (!node)
        looks[home - pack->indicators] = true;
    else if (node->kind != LL_YAML_SEQUENCE || !node->first_child)
        ll_trial_fault(reader, node->at, "only is a list of ids, as in [multiple-sale-handgun]");
    else
        for (const struct ll_yaml_node *one = node->first_child; one; one = one->next)
            if (ll_trial_indicator(reader, one, &index))
                looks[index] = true;
    return looks;
}

static void find_runs(struct ll_trial_reader *reader, struct ll_trial_test *test)
{
    const struct ll_pack *pack = reader->book->pack;
    bool *runs;

    if (!test->looks)
        return;
    runs = LL_NEW_ARRAY(reader->arena, bool, pack->indicator_count);
    if (!runs) {
        ll_trial_fault_memory(reader);
        return;
    }
    test->off = true;
    for (uint32_t i = 0; i < pack->indicator_count; i++) {
        if (!test->looks[i])
            continue;
        test->off = test->off && !pack->indicators[i].enabled;
        add_needed(pack, runs, i);
    }
    test->runs = runs;
}

static void read_calendar(struct ll_trial_reader *reader, struct ll_trial_test *test)
{
    static const char *const keys[] = {"open", "holidays", "closures"};
    const struct ll_yaml_node *node = ll_trial_get(test->node, "calendar");

    if (!node)
        test->calendar = reader->builtin;
    else if (ll_trial_mapping(reader, node, keys, 3, "calendar",
                              "{open: MTWTF--, holidays: us-federal}"))
        test->calendar = ll_trial_calendar(reader, node);
}

static void read_name(struct ll_trial_reader *reader, struct ll_trial_test *test)
{
    const struct ll_yaml_node *name = ll_trial_get(test->node, "name");

    if (!name)
        return;
    test->at = name->at;
    test->name = ll_trial_text(reader, name, "name");
}

/* What each test has. */
static void tell_missing(struct ll_trial_reader *reader, const struct ll_trial_test *test)
{
    const struct ll_yaml_node *node = test->node;

    if (!ll_trial_get(node, "name"))
        ll_trial_fault(reader, test->at, "this test has no name; begin it with '- name: ...'");
    if (!ll_trial_get(node, "events"))
        ll_trial_fault(reader, test->at,
                       "this test has no events; add events: [{on: 2006-03-10, "
                       "guns: [pistol]}]");
    if (!ll_trial_get(node, "expect") && !ll_trial_get(node, "after"))
        ll_trial_fault(reader, test->at, "this test expects nothing; add expect: {leads: 0}, say");
}

void ll_test_read(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                  const struct ll_indicator *home)
{
    struct ll_trial_test *more, *test;
    struct ll_cast cast = {0};
    const struct ll_yaml_node *events = ll_trial_get(node, "events");
    bool *looks;

    if (reader->count == LL_TRIAL_TESTS_MAX) {
        ll_trial_fault(reader, node->at, "there are at most %d tests; name fewer files",
                       LL_TRIAL_TESTS_MAX);
        return;
    }
    more = ll_arena_more(reader->arena, reader->tests, reader->count, &reader->cap, sizeof *more);
    if (!more) {
        ll_trial_fault_memory(reader);
        return;
    }
    reader->tests = more;
    reader->faults_before = reader->errors->count;
    test = &more[reader->count++];
    *test = (struct ll_trial_test){.node = node, .at = node->at};
    enum ll_trial_keys keys = ll_trial_mapping(reader, node, test_keys, TEST_KEYS, "a test",
                                               "{name: ..., events: [...], expect: none}");
    if (keys == LL_TRIAL_NO_KEYS)
        return;
    read_name(reader, test);
    if (keys == LL_TRIAL_KNOWN_KEYS)
        tell_missing(reader, test);
    looks = read_only(reader, ll_trial_get(node, "only"), home);
    test->looks = looks;
    read_calendar(reader, test);
    ll_cast_read(reader, node, &cast);
    if (events)
        ll_events_read(reader, events, &cast, test);
    ll_wants_read(reader, test, home, looks);
    find_runs(reader, test);
}
