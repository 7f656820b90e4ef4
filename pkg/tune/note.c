/* note.c -- what could not be computed, and why.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/state.h"

#include <inttypes.h>

#define NOTES_MAX 16

static bool note(struct ll_tune *tune, const char *sentence)
{
    tune->notes[tune->note_count] = ll_str_from(sentence);
    tune->note_count += sentence != NULL;
    return sentence != NULL;
}

static uint64_t positives(const struct ll_tune *tune)
{
    uint64_t n = 0;
    for (size_t kind = 0; kind < 4; kind++)
        n += tune->measure.positive[kind];
    return n;
}

/* What the history lacks. */
static bool note_history(struct ll_tune *tune)
{
    const struct ll_history_counts *counts = tune->counts;
    if (counts->sales == 0 && counts->traces == 0 && counts->later)
        return note(tune, ll_arena_printf(&tune->arena,
                                          "Nothing was known yet on the day asked by --as-of: all "
                                          "%" PRIu64 " events became known later.",
                                          counts->later));
    if (counts->sales == 0 && counts->traces == 0)
        return note(tune, "The history is empty: no sale and no trace stands in it.");
    if (counts->traces == 0)
        return note(tune, "There are no traces: no lead can be confirmed by a later trace.");
    return true;
}

/* What labels lack. */
static bool note_labels(struct ll_tune *tune)
{
    const struct ll_labels_counts *labels = ll_labels_counts(tune->setup.labels);
    bool some_file = labels->dispositions || labels->truths || labels->complete;
    if (positives(tune) == 0 && !tune->threads[0].came_false && !some_file)
        return note(tune, "There are no labels: precision, recall, lift and days gained could not "
                          "be computed. Labels come from later traces and from --labels.");
    if (positives(tune) == 0 &&
        !note(tune, "No subject is known that should have been found: recall and lift could not be "
                    "computed."))
        return false;
    if (!tune->measure.can_be_false)
        return note(tune, "Nothing says of a lead that it was wrong: precision and false leads for "
                          "one true one could not be computed. The confirmed share is a lower "
                          "bound of precision.");
    return true;
}

static bool note_unmatched(struct ll_tune *tune)
{
    uint64_t unmatched = ll_labels_unmatched(tune->setup.labels);
    if (unmatched == 0)
        return true;
    return note(
        tune,
        ll_arena_printf(&tune->arena,
                        "%" PRIu64 " %s of leads that no cell has: no lead has a label "
                        "by %s, but a subject that %s counts for recall.",
                        unmatched, unmatched == 1 ? "disposition speaks" : "dispositions speak",
                        unmatched == 1 ? "it" : "them", unmatched == 1 ? "it names" : "they name"));
}

static bool note_limits(struct ll_tune *tune)
{
    const struct ll_tune_setup *setup = &tune->setup;
    if (setup->from == LL_DAY_NONE && setup->to == LL_DAY_NONE)
        return true;
    return note(tune, "--from and --to limit leads by the day on which they were first shown; "
                      "subjects that should be found, and withdrawn leads, are those of the whole "
                      "history.");
}

bool ll_tune_note(struct ll_tune *tune)
{
    tune->notes = LL_NEW_ARRAY(&tune->arena, ll_str, NOTES_MAX);
    tune->note_count = 0;
    return tune->notes && note_history(tune) && note_labels(tune) && note_unmatched(tune) &&
           note_limits(tune);
}
