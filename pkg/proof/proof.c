/* proof.c -- see proof.h.   SPDX-License-Identifier: Apache-2.0 */
#include "proof/proof.h"

#include "proof/again.h"
#include "proof/compare.h"
#include <stdlib.h>

/* A reader that grows with the longest text. */
struct roomy_reader {
    struct ll_json_reader *reader;
    size_t bytes;
};

struct ll_proof {
    struct ll_proof_setup setup;
    struct roomy_reader given, made;
    struct ll_arena arena;         /* of the record at hand */
    struct ll_buf body, text, own; /* own: the record as it should be, with padding */
    struct ll_proof_difference differences[LL_PROOF_SHOWN_MAX];
};

const char *ll_proof_verdict_word(enum ll_proof_verdict verdict)
{
    static const char *const words[] = {"holds", "differs", "other_pack", "fell_away"};

    return verdict < LL_PROOF_VERDICTS ? words[verdict] : "";
}

struct ll_proof *ll_proof_new(const struct ll_proof_setup *setup)
{
    struct ll_proof *proof = calloc(1, sizeof *proof);

    if (proof)
        proof->setup = *setup;
    return proof;
}

void ll_proof_free(struct ll_proof *proof)
{
    if (!proof)
        return;
    ll_json_reader_free(proof->given.reader);
    ll_json_reader_free(proof->made.reader);
    ll_arena_fini(&proof->arena);
    ll_buf_fini(&proof->body);
    ll_buf_fini(&proof->text);
    ll_buf_fini(&proof->own);
    free(proof);
}

/* The reader, with room for a text; NULL: memory is out. */
static struct ll_json_reader *reader_for(struct roomy_reader *roomy, size_t bytes)
{
    size_t wanted = roomy->bytes ? roomy->bytes : 64u << 10;

    while (wanted < bytes)
        wanted *= 2;
    if (wanted == roomy->bytes)
        return roomy->reader;
    ll_json_reader_free(roomy->reader);
    roomy->reader = ll_json_reader_new(wanted);
    roomy->bytes = roomy->reader ? wanted : 0;
    return roomy->reader;
}

static enum ll_status no_memory(struct ll_error *err)
{
    return ll_fail(err, LL_ERR_NOMEM, "no memory to verify a lead");
}

/* ---- what the record says of itself ---- */

static bool is_lead_id(ll_str text)
{
    if (text.len != LL_LEAD_ID_LEN || text.ptr[0] != 'L' || text.ptr[1] != '-')
        return false;
    for (size_t i = 2; i < text.len; i++) {
        char c = text.ptr[i];
        if ((c < 'A' || c > 'Z') && (c < '0' || c > '9'))
            return false;
    }
    return true;
}

static enum ll_status read_head(const struct ll_proof_node *record, struct ll_proof_result *result,
                                struct ll_error *err)
{
    const struct ll_proof_node *pack = ll_proof_get(record, "pack");
    ll_str status = ll_proof_text(record, "status");
    int64_t revision;

    result->lead_id = ll_proof_text(record, "lead_id");
    if (!is_lead_id(result->lead_id))
        return ll_fail(err, LL_ERR_DATA, "this is no lead record: lead_id is missing, or is none");
    if (!ll_proof_whole(ll_proof_get(record, "revision"), 1, INT64_MAX, &revision))
        return ll_fail(err, LL_ERR_DATA, "this is no lead record: revision is missing, or is none");
    result->revision = (uint64_t)revision;
    result->pack_id = ll_proof_text(pack, "id");
    result->pack_version = ll_proof_text(pack, "version");
    result->pack_digest = ll_proof_text(pack, "digest");
    if (ll_str_eq(status, LL_STR("superseded")) || ll_str_eq(status, LL_STR("withdrawn")))
        result->verdict = LL_PROOF_FELL_AWAY;
    else if (!ll_str_eq(status, LL_STR("open")))
        return ll_fail(err, LL_ERR_DATA,
                       "this is no lead record: status is not open, superseded or withdrawn");
    if (result->verdict == LL_PROOF_FELL_AWAY && ll_proof_get(record, "evidence"))
        return ll_fail(err, LL_ERR_DATA,
                       "this is no lead record: one that fell away has no evidence");
    return LL_OK;
}

static const struct ll_pack *find_pack(const struct ll_proof *proof, ll_str digest)
{
    for (size_t i = 0; i < proof->setup.pack_count; i++) {
        if (ll_str_eq(ll_str_from(proof->setup.packs[i]->digest), digest))
            return proof->setup.packs[i];
    }
    return NULL;
}

/* ---- what it should say ---- */

/* That of its id, else one that begins on its first date, else the first. */
static const struct ll_lead *choose_lead(const struct ll_assessment *assessment,
                                         const struct ll_proof_node *record, ll_str lead_id)
{
    ll_day first;
    const struct ll_lead *chosen = assessment->leads;

    for (size_t i = 0; i < assessment->lead_count; i++) {
        const char *id = assessment->leads[i].id;
        if (ll_str_eq((ll_str){id, LL_LEAD_ID_LEN}, lead_id))
            return &assessment->leads[i];
    }
    if (!ll_day_parse(ll_proof_text(record, "first_date"), &first))
        return chosen;
    for (size_t i = assessment->lead_count; i > 0; i--) {
        if (assessment->leads[i - 1].first_day == first)
            chosen = &assessment->leads[i - 1];
    }
    return chosen;
}

/* A name in normal form is written as it is. What is none is left out, and so seen to differ. */
static bool is_name(ll_str name)
{
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
        if (!letter && c != ',' && c != ' ')
            return false;
    }
    return true;
}

static const struct ll_proof_node *make_tree(struct ll_proof *proof, const struct ll_lead *lead,
                                             const struct ll_evidence *evidence,
                                             const struct ll_rules *rules, uint64_t revision)
{
    struct ll_lead_subject subject = evidence->subject;
    const char *why;
    size_t count;
    struct ll_route *routes = ll_lead_routes(lead, (enum ll_subject_kind)subject.subject.kind,
                                             rules, &proof->arena, &count);

    if (!routes)
        return NULL;
    if (!is_name(subject.last_name))
        subject.last_name = (ll_str){0};
    ll_buf_reset(&proof->body);
    ll_buf_reset(&proof->own);
    ll_lead_add_body(&proof->body, lead, &subject, routes, count, rules, &proof->text);
    ll_lead_add_record(&proof->own, lead->id, revision, ll_buf_str(&proof->body));
    if (proof->body.failed || !ll_buf_reserve(&proof->own, LL_JSON_PADDING))
        return NULL;
    memset(proof->own.ptr + proof->own.len, 0, LL_JSON_PADDING);
    struct ll_json_reader *reader = reader_for(&proof->made, proof->own.len);
    return reader ? ll_proof_tree(reader, ll_buf_str(&proof->own), &proof->arena, &why) : NULL;
}

/* ---- the two against each other ---- */

static void check_key(struct ll_proof_comparison *comparison, const struct ll_proof *proof,
                      const struct ll_lead_subject *subject)
{
    ll_str last = subject->last_name, first = {0};
    char expected[LL_SUBJECT_KEY_TEXT], found[LL_SUBJECT_KEY_TEXT];
    struct ll_subject named = {.kind = LL_SUBJECT_PURCHASER};

    if (!proof->setup.identity || subject->subject.kind != LL_SUBJECT_PURCHASER)
        return;
    for (size_t i = 0; i + 1 < last.len && !first.ptr; i++) {
        if (last.ptr[i] == ',') {
            first = (ll_str){last.ptr + i + 2, last.len - i - 2};
            last.len = i;
        }
    }
    if (last.len == 0 || subject->born == LL_DAY_NONE) {
        ll_proof_note(comparison, "subject.name", NULL, NULL);
        return;
    }
    named.key = ll_identity_purchaser(proof->setup.identity, last, first, subject->born);
    if (ll_subject_eq(&named, &subject->subject))
        return;
    ll_proof_note(comparison, "subject.key",
                  ll_arena_printf(comparison->arena, "%.*s, the key of its name and birth date",
                                  (int)ll_subject_key_format(&named, expected), expected),
                  ll_arena_printf(comparison->arena, "%.*s",
                                  (int)ll_subject_key_format(&subject->subject, found), found));
}

/* On a dealer's timeline there is nothing of another's. */
static void check_dealers(struct ll_proof_comparison *comparison,
                          const struct ll_proof_node *record, const char *list,
                          const struct ll_lead_subject *subject)
{
    const struct ll_proof_node *all = ll_proof_get(ll_proof_get(record, "evidence"), list);
    char key[LL_SUBJECT_KEY_TEXT];
    ll_str own = {key, ll_subject_key_format(&subject->subject, key)};

    if (subject->subject.kind != LL_SUBJECT_DEALER)
        return;
    for (const struct ll_proof_node *node = all->first; node; node = node->next) {
        if (!ll_str_eq(ll_proof_text(ll_proof_get(node, "dealer"), "key"), own))
            ll_proof_note(comparison, ll_proof_path(comparison->arena, node, "dealer.key"),
                          "the lead's dealer", "another");
    }
}

/* Hold the record against the lead that its evidence makes. False: memory is out. */
static bool hold(struct ll_proof *proof, const struct ll_proof_node *record,
                 const struct ll_evidence *evidence, const struct ll_rules *rules,
                 struct ll_proof_comparison *comparison, const struct ll_proof_result *result)
{
    struct ll_assessment assessment;

    if (!ll_proof_again(&assessment, evidence, rules, &proof->arena))
        return false;
    check_key(comparison, proof, &evidence->subject);
    check_dealers(comparison, record, "traces", &evidence->subject);
    check_dealers(comparison, record, "reports", &evidence->subject);
    if (assessment.lead_count == 0) {
        ll_proof_note(comparison, "indicators", "none that hits on this evidence",
                      ll_arena_printf(&proof->arena, "a list of %zu", evidence->indicators->count));
        return !comparison->failed;
    }
    const struct ll_lead *lead = choose_lead(&assessment, record, result->lead_id);
    const struct ll_proof_node *own = make_tree(proof, lead, evidence, rules, result->revision);
    if (!own)
        return false;
    ll_proof_compare(comparison, own, record);
    return !comparison->failed;
}

enum ll_status ll_proof_take(struct ll_proof *proof, ll_str record, struct ll_proof_result *result,
                             struct ll_error *err)
{
    const char *why = "it is too long";
    const struct ll_proof_node *root;
    struct ll_evidence evidence;
    struct ll_proof_comparison comparison = {.arena = &proof->arena,
                                             .skip_routes = !proof->setup.router,
                                             .skip_dealer_names = !proof->setup.dealers,
                                             .list = proof->differences};
    enum ll_status status;

    *result = (struct ll_proof_result){.differences = proof->differences};
    ll_arena_reset(&proof->arena);
    if (record.len > LL_PROOF_RECORD_MAX)
        return ll_fail(err, LL_ERR_DATA, "this is no lead record: %s", why);
    struct ll_json_reader *reader = reader_for(&proof->given, record.len);
    if (!reader)
        return no_memory(err);
    root = ll_proof_tree(reader, record, &proof->arena, &why);
    if (!root)
        return ll_fail(err, LL_ERR_DATA, "this is no lead record: %s", why);
    status = read_head(root, result, err);
    if (status || result->verdict == LL_PROOF_FELL_AWAY)
        return status;
    const struct ll_rules rules = {.pack = find_pack(proof, result->pack_digest),
                                   .dealers = proof->setup.dealers,
                                   .calendar = proof->setup.calendar,
                                   .router = proof->setup.router};
    if (!rules.pack) {
        result->verdict = LL_PROOF_OTHER_PACK;
        return LL_OK;
    }
    status = ll_evidence_read(&evidence, root, proof->setup.calibers, &proof->arena, err);
    if (status)
        return status;
    if (!hold(proof, root, &evidence, &rules, &comparison, result))
        return no_memory(err);
    result->difference_count = comparison.count;
    result->verdict = comparison.count ? LL_PROOF_DIFFERS : LL_PROOF_HOLDS;
    return LL_OK;
}
