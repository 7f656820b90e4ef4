/* trial.h -- tests of rules: what a few events should lead to, said beside the rule, and whether they do.
 * Depends on: base, yaml, event, calendar, timeline, pack, lead, group, engine.   SPDX-License-Identifier: Apache-2.0
 *
 * A test is read once: its events are made, decoded and stored as facts for good. It may then be run any number of
 * times, under its pack or under one that was changed. */
#ifndef LL_TRIAL_TRIAL_H
#define LL_TRIAL_TRIAL_H

#include "group/group.h"
#include "lead/lead.h"
#include "lead/record.h"
#include "pack/book.h"

#define LL_TRIAL_EVENTS_MAX 10000
#define LL_TRIAL_TESTS_MAX 100000
#define LL_TRIAL_ANY (-1) /* an expectation says nothing of that number */

/* ---- what a test says ---- */

/* An event of a test. Everything lives in the suite's arena. */
struct ll_trial_event {
    const struct ll_yaml_node *node; /* as it was written */
    ll_str json;                     /* in full, LL_DECODE_PADDING bytes readable behind it */
    struct ll_lead_subject who;      /* the purchaser; subject.kind 0: none */
    struct ll_subject dealer;        /* of a trace and its void; kind 0: none */
    struct ll_fact fact;
    ll_str fact_bytes; /* the fact as a store has it */
};

/* Somebody or something that leads are about, by the name that the test has for it. */
struct ll_trial_name {
    ll_str label;
    ll_str also; /* a buyer of an event in full, with its birth date; else empty */
    struct ll_subject subject;
};

/* An expected hit; what it does not say is not looked at. */
struct ll_trial_hit_want {
    const struct ll_yaml_node *node;
    const struct ll_trial_name *whose; /* NULL: anybody's */
    uint32_t indicator;                /* index in the pack */
    int64_t count;                     /* or ANY */
    ll_day first_day, last_day;        /* LL_DAY_NONE: any */
    int calendar;                      /* enum ll_hit_calendar, or ANY */
};

struct ll_trial_group_want {
    const struct ll_yaml_node *node;
    ll_str group, priority; /* priority empty: any */
};

/* The numbers of a lead that an expectation may give. */
enum ll_trial_number {
    LL_TRIAL_SCORE,
    LL_TRIAL_TIME_TO_CRIME, /* -2: none */
    LL_TRIAL_SALES,
    LL_TRIAL_GUNS,
    LL_TRIAL_TRACES,
    LL_TRIAL_REPORTS,
    LL_TRIAL_NUMBERS
};
#define LL_TRIAL_NONE (-2)

struct ll_trial_lead_want {
    const struct ll_yaml_node *node;
    const struct ll_trial_name *whose;
    ll_day first_day, last_day;
    int64_t numbers[LL_TRIAL_NUMBERS]; /* or ANY */
    const uint32_t *indicators;        /* all that hit, ascending; NULL: any */
    size_t indicator_count;
    const struct ll_trial_group_want *groups; /* all routes; NULL: any */
    size_t group_count;
};

/* What is expected after so many events. */
struct ll_trial_stage {
    const struct ll_yaml_node *node;
    size_t events;                            /* 1..event_count */
    int64_t lead_count;                       /* or ANY */
    const struct ll_trial_lead_want *leads;   /* NULL: only their number is said */
    int64_t hit_count;                        /* or ANY */
    const struct ll_trial_hit_want *hits;     /* all of them; NULL: only their number is said */
    const struct ll_trial_group_want *groups; /* all routes of all leads; NULL: not said */
    size_t group_count;
};

struct ll_trial_test {
    ll_str name;
    const struct ll_yaml_node *node; /* its mapping */
    struct ll_pos at;                /* of its name */
    const struct ll_trial_event *events;
    size_t event_count;
    const struct ll_trial_name *names; /* of buyers, dealers and addresses of its events */
    size_t name_count;
    const struct ll_dealers *dealers;
    const struct ll_calendar *calendar; /* the default one */
    /* By indicator of the pack; NULL: all. A test of some indicators runs those and what they ask hits or reports of, and
     * looks at the hits of those that are looked at alone. */
    const bool *runs, *looks;
    bool off; /* each indicator that it looks at is disabled: there is nothing to run */
    const struct ll_trial_stage *stages; /* by events, ascending; at least one */
    size_t stage_count;
};

struct ll_trial_suite {
    const struct ll_book *book;
    const struct ll_calibers *calibers;
    const struct ll_identity *identity;
    const struct ll_trial_test *tests; /* in the order of the files */
    size_t test_count;
};

/* The tests that stand in a pack's own files, not in those that it extends, then those in n test files, whose own `rules` is
 * not looked at. Everything lives in the
 * arena, and borrows from the book and calibers. Faults, up to LL_ERRORS_MAX, go to errors, and *out is NULL. */
LL_NODISCARD enum ll_status ll_trial_load(struct ll_arena *arena, const struct ll_book *book,
                                          const struct ll_calibers *calibers,
                                          const char *const *paths, size_t n,
                                          const struct ll_trial_suite **out,
                                          struct ll_errors *errors);
/* As load, of one test file already read. */
LL_NODISCARD enum ll_status ll_trial_parse(struct ll_arena *arena, const struct ll_book *book,
                                           const struct ll_calibers *calibers,
                                           const struct ll_source *source,
                                           const struct ll_trial_suite **out,
                                           struct ll_errors *errors);

/* ---- what it comes to ---- */

struct ll_trial_subject {
    struct ll_lead_subject who;
    ll_str label; /* the test's name for it, else its key */
    struct ll_fact_set set;
    struct ll_assessment assessment;
    struct ll_route **routes; /* by lead */
    size_t *route_counts;
};

/* All that the first events of a test amount to. */
struct ll_trial_state {
    struct ll_rules rules;
    struct ll_trial_subject *subjects; /* purchasers, then addresses, then dealers */
    size_t subject_count;
};

/* pack: the suite's, or one with as many indicators of the same ids in the same order. groups: NULL, none. All lives in
 * the arena. False: memory is out. */
LL_NODISCARD bool ll_trial_assess(const struct ll_trial_test *test, size_t events,
                                  const struct ll_pack *pack, const struct ll_router *groups,
                                  struct ll_arena *arena, struct ll_trial_state *state);

enum ll_trial_outcome {
    LL_TRIAL_PASSED,
    LL_TRIAL_FAILED,   /* something else was found than was expected */
    LL_TRIAL_DIFFERED, /* order, repeats or batches made a difference: a fault of Leadline */
    LL_TRIAL_SKIPPED,  /* the indicators that it looks at are disabled */
    LL_TRIAL_NO_MEMORY
};

struct ll_trial_result {
    enum ll_trial_outcome outcome;
    size_t stage;                /* FAILED, DIFFERED: the first at which */
    struct ll_trial_state state; /* FAILED: what was found there; in the arena of the run */
    const char *how;             /* DIFFERED: in which order */
    ll_str direct, engine;       /* DIFFERED: the leads as they are, and as the engine gave them */
};

#define LL_TRIAL_PLAIN 1u /* the events in their order alone: for those who run a test many times */

/* As ll_trial_assess, and hold it against what is expected; without LL_TRIAL_PLAIN also through the engine in other orders,
 * with repeats and in batches. */
void ll_trial_run(const struct ll_trial_suite *suite, const struct ll_trial_test *test,
                  const struct ll_pack *pack, const struct ll_router *groups, unsigned flags,
                  struct ll_arena *arena, struct ll_trial_result *result);

#endif
