/* The truth of a generated stream: who is in a ring, and who is known not to be.   SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/label_world.h"

static struct label_world world;
static struct made made;

#define BUYER(key, address)                                                                        \
    "{\"kind\":\"buyer\",\"ring\":1,\"role\":\"straw\",\"purchaser\":\"" key                       \
    "\",\"address\":" address "}\n"
#define TRACE(key, id)                                                                             \
    "{\"kind\":\"trace\",\"ring\":1,\"role\":\"straw\",\"purchaser\":\"" key                       \
    "\",\"sale\":\"S\",\"trace\":\"" id "\"}\n"
#define RING                                                                                       \
    "{\"kind\":\"ring\",\"ring\":1,\"state\":\"AZ\",\"buyers\":2,\"sales\":1,\"dealers\":[\"9-86-" \
    "05972\"],"                                                                                    \
    "\"first_date\":\"2025-01-21\",\"last_date\":\"2025-08-23\"}\n"
#define SALE                                                                                       \
    "{\"kind\":\"sale\",\"ring\":1,\"role\":\"straw\",\"purchaser\":\"" KEY_1 "\",\"sale\":\"S\"}" \
    "\n"
/* Two buyers; the second has an address of their own besides. */
#define TRUTH                                                                                      \
    RING BUYER(KEY_1, "\"" KEY_3 "\"") BUYER(KEY_2, "\"" KEY_3 "\"") SALE TRACE(KEY_1, "T-7")

Test(label_truth, a_buyers_lead_is_true_and_anybody_elses_false)
{
    load(&world, TRUTH);
    cr_expect(ll_labels_counts(world.labels)->complete);
    cr_expect_eq(ll_labels_counts(world.labels)->truths, 5);
    make(&made, LL_SUBJECT_PURCHASER, KEY_1, ID_A, "2025-03-10");
    struct ll_verdict verdict = judge(&world, &made);
    cr_expect_eq(verdict.label, LL_LABEL_TRUE);
    cr_expect(verdict.by_truth && !verdict.by_trace && !verdict.by_disposition);
    expect_day(verdict.when, NULL);
    make(&made, LL_SUBJECT_PURCHASER, KEY_3, ID_A, "2025-03-10");
    verdict = judge(&world, &made);
    cr_expect_eq(verdict.label, LL_LABEL_FALSE);
    cr_expect(verdict.by_truth);
    unload(&world);
}

Test(label_truth, the_first_trace_of_the_rings_guns_tells_when)
{
    load(&world, TRUTH);
    make(&made, LL_SUBJECT_PURCHASER, KEY_1, ID_A, "2025-03-10");
    const struct ll_item *sale = add_sale(&made, "S-1", "2025-02-01", true);
    add_trace(&made, "T-6", "2025-02-15", "2025-02-20", sale, "US");
    add_trace(&made, "T-7", "2025-03-01", "2025-03-05", sale, "MX");
    add_trace(&made, "T-8", "2025-06-01", "2025-06-05", sale, "MX");
    struct ll_verdict verdict = judge(&world, &made);
    cr_expect(verdict.by_truth && verdict.by_trace);
    expect_day(verdict.when, "2025-03-01");
    unload(&world);
}

Test(label_truth, it_knows_better_than_traces_and_groups)
{
    load(&world, TRUTH "{\"lead_id\":\"" ID_A "\",\"disposition\":\"useful\"}\n");
    make(&made, LL_SUBJECT_PURCHASER, KEY_3, ID_A, "2025-03-10");
    add_trace(&made, "T-9", "2025-08-01", "2025-08-02", add_sale(&made, "S-1", "2025-03-08", true),
              "MX");
    struct ll_verdict verdict = judge(&world, &made);
    cr_expect_eq(verdict.label, LL_LABEL_FALSE);
    cr_expect(verdict.by_truth && !verdict.by_trace && !verdict.by_disposition);
    expect_day(verdict.when, NULL);
    verdict = ll_labels_subject(world.labels, &made.found);
    cr_expect_eq(verdict.label, LL_LABEL_FALSE);
    cr_expect(!verdict.listed);
    unload(&world);
}

Test(label_truth, an_address_is_true_and_one_to_find_where_it_is_shared)
{
    load(&world, BUYER(KEY_1, "\"" KEY_3 "\"") BUYER(KEY_2, "\"" KEY_3 "\"")
                     BUYER(KEY_3, "\"" KEY_1 "\"") BUYER("ff"
                                                         "112233445566778899aabbccddeeff",
                                                         "null"));
    uint64_t counts[4];
    ll_labels_subjects(world.labels, counts);
    cr_expect_eq(counts[LL_SUBJECT_PURCHASER], 4);
    cr_expect_eq(counts[LL_SUBJECT_ADDRESS], 1);
    cr_expect_eq(counts[LL_SUBJECT_DEALER], 0);

    make(&made, LL_SUBJECT_ADDRESS, KEY_3, ID_A, "2025-03-10");
    cr_expect_eq(judge(&world, &made).label, LL_LABEL_TRUE);
    cr_expect_eq(ll_labels_subject(world.labels, &made.found).label, LL_LABEL_TRUE);
    cr_expect(ll_labels_subject(world.labels, &made.found).listed);
    make(&made, LL_SUBJECT_ADDRESS, KEY_1, ID_A, "2025-03-10");
    cr_expect_eq(judge(&world, &made).label, LL_LABEL_TRUE);
    cr_expect_eq(ll_labels_subject(world.labels, &made.found).label, LL_LABEL_NONE);
    make(&made, LL_SUBJECT_ADDRESS, KEY_2, ID_A, "2025-03-10");
    cr_expect_eq(judge(&world, &made).label, LL_LABEL_FALSE);
    cr_expect_eq(ll_labels_subject(world.labels, &made.found).label, LL_LABEL_FALSE);
    unload(&world);
}

Test(label_truth, a_truth_given_twice_says_no_more)
{
    uint64_t counts[4];
    load(&world, TRUTH TRUTH);
    ll_labels_subjects(world.labels, counts);
    cr_expect_eq(counts[LL_SUBJECT_PURCHASER], 2);
    cr_expect_eq(counts[LL_SUBJECT_ADDRESS], 1);
    unload(&world);
    load(&world, BUYER(KEY_1, "\"" KEY_3 "\"") BUYER(KEY_1, "\"" KEY_3 "\""));
    ll_labels_subjects(world.labels, counts);
    cr_expect_eq(counts[LL_SUBJECT_ADDRESS], 0);
    unload(&world);
}

Test(label_truth, a_dealers_lead_is_true_where_a_ring_is_in_its_evidence)
{
    load(&world, TRUTH);
    make(&made, LL_SUBJECT_DEALER, KEY_3, ID_A, "2025-03-10");
    add_report(&made, KEY_3, "2025-03-08");
    cr_expect_eq(judge(&world, &made).label, LL_LABEL_FALSE);
    add_report(&made, KEY_2, "2025-03-09");
    cr_expect_eq(judge(&world, &made).label, LL_LABEL_TRUE);
    cr_expect_eq(ll_labels_subject(world.labels, &made.found).label, LL_LABEL_NONE);

    make(&made, LL_SUBJECT_DEALER, KEY_3, ID_A, "2025-03-10");
    made.traces[made.lead.trace_count++] =
        add_trace(&made, "T-7", "2025-03-01", "2025-03-02", NULL, "MX");
    cr_expect_eq(judge(&world, &made).label, LL_LABEL_TRUE);
    expect_day(judge(&world, &made).when, "2025-03-01");
    unload(&world);
}
