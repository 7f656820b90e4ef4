/* said.c -- a disposition: what a group did with a lead.   SPDX-License-Identifier: Apache-2.0 */
#include "base/nearest.h"
#include "label/line.h"

const char *const ll_said_fields[LL_SAID_FIELDS] = {[LL_SAID_LEAD_ID] = "lead_id",
                                                    [LL_SAID_DISPOSITION] = "disposition",
                                                    [LL_SAID_GROUP] = "group",
                                                    [LL_SAID_AT] = "at",
                                                    [LL_SAID_OPENED_ON] = "opened_on",
                                                    [LL_SAID_REVISION] = "revision",
                                                    [LL_SAID_KIND] = "kind",
                                                    [LL_SAID_KEY] = "key",
                                                    [LL_SAID_BY] = "by",
                                                    [LL_SAID_NOTE] = "note",
                                                    [LL_SAID_SIDE] = "side",
                                                    [LL_SAID_INDICATOR] = "indicator",
                                                    [LL_SAID_FIRST_DATE] = "first_date",
                                                    [LL_SAID_LAST_DATE] = "last_date",
                                                    [LL_SAID_SCORE] = "score",
                                                    [LL_SAID_GUNS] = "guns",
                                                    [LL_SAID_LABEL] = "label",
                                                    [LL_SAID_LACKS] = "lacks",
                                                    [LL_SAID_WHY] = "why"};

/* What the words mean for the lead: docs/labels.md tells why. */
static const struct word {
    const char *word;
    enum ll_label label;
    bool duplicate, opened;
} words[] = {
    {"useful", LL_LABEL_TRUE, false, false},      {"opened", LL_LABEL_TRUE, false, true},
    {"not_useful", LL_LABEL_FALSE, false, false}, {"insufficient", LL_LABEL_FALSE, false, false},
    {"duplicate", LL_LABEL_NONE, true, false},    {"no_action", LL_LABEL_NONE, false, false},
    {"referred", LL_LABEL_NONE, false, false},    {"pending", LL_LABEL_NONE, false, false}};
#define WORDS (sizeof words / sizeof *words)
#define WORD_MAX 32

/* "Not useful" and "NOT-USEFUL" are not_useful. False: it is too long for a word. */
static bool spell(ll_str text, char out[WORD_MAX])
{
    if (text.len >= WORD_MAX)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + ('a' - 'A'));
        out[i] = c == ' ' || c == '-' ? '_' : c;
    }
    out[text.len] = '\0';
    return true;
}

static const struct word *find_word(ll_str text)
{
    char spelled[WORD_MAX];
    if (!spell(text, spelled))
        return NULL;
    for (size_t i = 0; i < WORDS; i++) {
        if (strcmp(words[i].word, spelled) == 0)
            return &words[i];
    }
    return NULL;
}

static void warn_unknown(ll_str text, struct ll_pos at, struct ll_errors *warnings)
{
    char spelled[WORD_MAX];
    const char *names[WORDS];
    for (size_t i = 0; i < WORDS; i++)
        names[i] = words[i].word;
    const char *near = spell(text, spelled) ? ll_nearest(ll_str_from(spelled), names, WORDS) : NULL;
    struct ll_error *warning = ll_errors_next(warnings);
    if (near)
        (void)ll_fail_at(warning, LL_ERR_DATA, at,
                         "unknown disposition '%s', which is no label; did you mean '%s'?", spelled,
                         near);
    else
        (void)ll_fail_at(warning, LL_ERR_DATA, at,
                         "unknown disposition, which is no label; the words are useful, opened, "
                         "not_useful, insufficient, duplicate, no_action, referred, pending");
}

/* Count an unknown word, and warn where it is the first of its kind. */
static enum ll_status take_unknown(struct ll_labels *labels, ll_str text, struct ll_pos at,
                                   struct ll_errors *warnings, struct ll_error *err)
{
    const ll_str *seen = labels->unknown.items;
    labels->counts.unknown_words++;
    if (labels->unknown.count == LL_ERRORS_MAX)
        return LL_OK;
    for (size_t i = 0; i < labels->unknown.count; i++) {
        if (ll_str_eq(seen[i], text))
            return LL_OK;
    }
    ll_str *kept = ll_label_push(labels->arena, &labels->unknown, sizeof *kept);
    if (kept)
        *kept = ll_arena_str(labels->arena, text);
    if (!kept || !kept->ptr)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory for labels");
    warn_unknown(text, at, warnings);
    return LL_OK;
}

static bool lead_id_parse(ll_str text, char out[LL_LEAD_ID_LEN])
{
    if (text.len != LL_LEAD_ID_LEN || text.ptr[0] != 'L' || text.ptr[1] != '-')
        return false;
    for (size_t i = 2; i < text.len; i++) {
        char c = text.ptr[i];
        if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z'))
            return false;
    }
    memcpy(out, text.ptr, LL_LEAD_ID_LEN);
    return true;
}

/* A date of a time that an event can be of, so that nothing that is computed with it overflows. */
static bool day_parse(ll_str text, ll_day *day)
{
    return ll_day_parse(text, day) && *day >= LL_DAY_1968_01_01 && *day <= LL_DAY_2099_12_31;
}

/* A date, or a time with its offset. */
static bool at_parse(ll_str text, ll_day *day, int64_t *utc_ns)
{
    struct ll_time time;
    if (day_parse(text, day)) {
        *utc_ns = *day * INT64_C(86400000000000);
        return true;
    }
    if (!ll_time_parse(text, &time))
        return false;
    *day = time.day;
    *utc_ns = time.utc_ns;
    return *day >= LL_DAY_1968_01_01 && *day <= LL_DAY_2099_12_31;
}

static bool revision_parse(ll_str text, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || i >= 19)
            return false;
        *out = *out * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    return true;
}

static enum ll_status refuse(struct ll_error *err, struct ll_pos at, enum ll_said_field field,
                             const char *wanted)
{
    return ll_fail_at(err, LL_ERR_DATA, at, "'%s' must be %s; correct the line, or leave it out",
                      ll_said_fields[field], wanted);
}

static enum ll_status parse(const ll_str *fields, struct ll_said *said, ll_day *at_day,
                            struct ll_pos at, struct ll_error *err)
{
    if (!lead_id_parse(fields[LL_SAID_LEAD_ID], said->lead))
        return refuse(err, at, LL_SAID_LEAD_ID, "a lead's id: L- and 16 letters and digits");
    if (!fields[LL_SAID_DISPOSITION].len)
        return refuse(err, at, LL_SAID_DISPOSITION, "a word, such as useful or not_useful");
    *at_day = LL_DAY_NONE;
    said->at_ns = INT64_MIN;
    if (fields[LL_SAID_AT].len && !at_parse(fields[LL_SAID_AT], at_day, &said->at_ns))
        return refuse(
            err, at, LL_SAID_AT,
            "a date YYYY-MM-DD from 1968 to 2099, or a time YYYY-MM-DDThh:mm:ss with Z or an "
            "offset");
    said->opened = LL_DAY_NONE;
    if (fields[LL_SAID_OPENED_ON].len && !day_parse(fields[LL_SAID_OPENED_ON], &said->opened))
        return refuse(err, at, LL_SAID_OPENED_ON, "a date YYYY-MM-DD from 1968 to 2099");
    if (!revision_parse(fields[LL_SAID_REVISION], &said->revision))
        return refuse(err, at, LL_SAID_REVISION, "the lead's revision, a whole number");
    bool about = fields[LL_SAID_KIND].len || fields[LL_SAID_KEY].len;
    if (about && !ll_label_subject_parse(fields[LL_SAID_KIND], fields[LL_SAID_KEY], &said->subject))
        return refuse(err, at, LL_SAID_KEY,
                      "the key of the lead's subject as the lead has it, beside its kind: "
                      "purchaser, dealer or address");
    return LL_OK;
}

/* What somebody made of a near miss: a subject that should have been found, or not, and no lead. */
static enum ll_status take_near_miss(struct ll_labels *labels, const ll_str *fields,
                                     struct ll_pos at, struct ll_errors *warnings,
                                     struct ll_error *err)
{
    struct ll_said_subject said = {.opened = LL_DAY_NONE};
    const struct word *word = find_word(fields[LL_SAID_DISPOSITION]);
    if (!ll_label_subject_parse(fields[LL_SAID_KIND], fields[LL_SAID_KEY], &said.subject))
        return refuse(err, at, LL_SAID_KEY,
                      "the key of the subject as the sample has it, beside its kind");
    labels->counts.dispositions++;
    if (!word)
        return take_unknown(labels, fields[LL_SAID_DISPOSITION], at, warnings, err);
    said.label = word->label;
    if (said.label == LL_LABEL_NONE)
        return LL_OK;
    struct ll_said_subject *kept = ll_label_push(labels->arena, &labels->subjects, sizeof *kept);
    if (!kept)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory for labels");
    *kept = said;
    return LL_OK;
}

enum ll_status ll_said_take(struct ll_labels *labels, const ll_str *fields, struct ll_pos at,
                            struct ll_errors *warnings, struct ll_error *err)
{
    struct ll_said said = {0};
    ll_day at_day;
    if (fields[LL_SAID_SIDE].len && !fields[LL_SAID_DISPOSITION].len)
        return LL_OK; /* nobody has looked at it yet */
    if (fields[LL_SAID_SIDE].len && !fields[LL_SAID_LEAD_ID].len)
        return take_near_miss(labels, fields, at, warnings, err);
    enum ll_status status = parse(fields, &said, &at_day, at, err);
    if (status)
        return status;
    labels->counts.dispositions++;
    const struct word *word = find_word(fields[LL_SAID_DISPOSITION]);
    if (!word)
        return take_unknown(labels, fields[LL_SAID_DISPOSITION], at, warnings, err);
    said.label = word->label;
    said.duplicate = word->duplicate;
    if (word->opened && said.opened == LL_DAY_NONE)
        said.opened = at_day;
    said.group = ll_arena_str(labels->arena, fields[LL_SAID_GROUP]);
    struct ll_said *kept = ll_label_push(labels->arena, &labels->said, sizeof *kept);
    if (!kept || !said.group.ptr)
        return ll_fail(err, LL_ERR_NOMEM, "out of memory for labels");
    *kept = said;
    return LL_OK;
}
