/* Records that hold, records that do not, and what is said of them.   SPDX-License-Identifier: Apache-2.0 */
#include "base/readfile.h"
#include "proof/say.h"
#include "tests/fuzz/proof_world.h"
#include "json/reader.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define RECORDS 8

/* A record of the corpus, with padding; from, where not NULL, is there, and replaced once by to. */
static ll_str record(struct ll_arena *arena, unsigned number, const char *from, const char *to)
{
    char path[64];
    struct ll_source source;
    (void)snprintf(path, sizeof path, "tests/fuzz/corpus/proof/lead-%02u", number);
    cr_assert_eq(ll_readfile(arena, path, &source, NULL), LL_OK, "%s", path);
    const char *text = ll_arena_str(arena, source.text).ptr, *at = from ? strstr(text, from) : NULL;
    if (from) {
        cr_assert_not_null(at, "%s in %s", from, path);
        text = ll_arena_printf(arena, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    }
    size_t len = strlen(text);
    char *padded = ll_arena_alloc(arena, len + LL_JSON_PADDING, 1);
    memcpy(padded, text, len);
    return (ll_str){padded, len};
}

/* What is said of it: in words, or the reason why it cannot be read. */
static const char *said(struct proof_world *world, ll_str text)
{
    static char out[4096];
    const struct ll_proof_place place = {"f", 7};
    struct ll_proof_result result;
    struct ll_error err = {0};
    struct ll_buf words = {0};
    enum ll_status status = ll_proof_take(world->proof, text, &result, &err);
    if (status == LL_OK)
        ll_proof_say(&words, &result, &place, false);
    else
        ll_buf_printf(&words, "%s", err.message);
    (void)snprintf(out, sizeof out, "%.*s", LL_STR_ARGS(ll_buf_str(&words)));
    ll_buf_fini(&words);
    return out;
}

Test(proof_take, what_replay_wrote_holds)
{
    struct proof_world world;
    cr_assert(proof_world_init(&world));
    for (unsigned i = 0; i < RECORDS; i++) {
        const char *words = said(&world, record(&world.arena, i, NULL, NULL));
        cr_expect(strstr(words, "  holds\n"), "%u: %s", i, words);
    }
    proof_world_fini(&world);
}

struct change {
    unsigned number;
    const char *from, *to, *said; /* said: a part of it */
};

static const struct change changes[] = {
    {6, "\"score\":61", "\"score\":62", "    score: expected 61, found 62\n"},
    {6, "\"score\":61", "\"score\":61.0", "  holds\n"},
    {6, "\"score\":61", "\"score\":null", "    score: expected 61, found nothing\n"},
    {6, "\"score\":61,", "", "    score: expected 61, found nothing\n"},
    {6, "\"score\":61", "\"score\":\"61\"", "    score: expected 61, found \"61\"\n"},
    {6, "\"time_to_crime\":152}", "\"time_to_crime\":151}",
     "    evidence.traces[T-9].time_to_crime: expected 152, found 151\n"},
    {6, "\"count\":5,\"calendar\":\"assumed\"", "\"count\":6,\"calendar\":\"dealer\"",
     "    indicators[rifles].hits[0].count: expected 5, found 6\n    "
     "indicators[rifles].hits[0].calendar: expected \"assumed\", found \"dealer\"\n"},
    {6, "\"id\":\"rifles\"", "\"id\":\"riflex\"",
     "    indicators[rifles]: expected \"rifles\", found nothing\n    indicators[riflex]: expected "
     "nothing, found \"riflex\"\n"},
    {6, "[0,0],", "", "    indicators[few].hits[0].count: expected 4, found 5\n"},
    {6, "[0,0],", "[0,0],[0,0],", "    indicators[few]: expected nothing, found \"few\"\n"},
    {6, "[0,0],", "[7,0],", "    indicators[few]: expected nothing, found \"few\"\n"},
    {6, "[0,0],", "[0,9],", "    indicators[few]: expected nothing, found \"few\"\n"},
    {6, "[0,0],", "0,", "    indicators[few]: expected nothing, found \"few\"\n"},
    {6, "\"country_of_birth\":\"US\"", "\"country_of_birth\":\"MX\"", "    indicators[few]"},
    {6, "DOE, JOHN", "ROE, JOHN", "    subject.key: expected "},
    {6, "DOE, JOHN", "DOE\\\", JOHN", "    subject.name: is another\n"},
    {6, "1984-03-04", "1984-03-05", "    subject.key: expected "},
    {6, "1984-03-04", "03/04/84", "    subject.date_of_birth: is another\n"},
    {6, "\"digest\":\"fuzz\"", "\"digest\":\"fuss\\u0007\"",
     "  needs another pack (p 1, digest fuss?)  f:7\n"},
    {6, "\"status\":\"open\"", "\"status\":\"withdrawn\"", "one that fell away has no evidence"},
    {6, "\"sale\":\"5-76-00123/S-17\"", "\"sale\":null",
     "    evidence.traces[T-9].sale: expected \"5-76-00123/S-17\", found nothing\n"},
    {7, "\"score\":3", "\"score\":3,\"extra\":[{}]", "  holds\n"},
    {4, "\"guns\":5", "\"guns\":-5",
     "evidence.reports[1].guns is missing, or is not a whole number"},
    {4, "\"items\":[1]", "\"items\":[0]",
     "    indicators[stores].hits: expected a list of 1, found a list of 2\n"},
    {4, "5-76-00123\",\"name\":null,\"state\"", "5-76-00124\",\"name\":null,\"state\"",
     "    evidence.reports[0].dealer.key: expected the lead's dealer, found another\n"},
    {4, "\"type\":\"01\"", "\"type\":\"1\"", "evidence.reports[0].dealer.type is not the type"},
    {5, "\"date\":\"2026-03-04\"", "\"date\":\"2026-03-02\"", "evidence.reports[1] stands twice"},
    {5, "\"date\":\"2026-03-04\"", "\"date\":\"2026-02-29\"",
     "evidence.reports[1].date is not a date"},
    {5, "\"kind\":\"address\"", "\"kind\":\"dealer\"", "subject.key is not the key"},
    {0, "\"sales\":[", "\"sales\":[[],", "evidence.sales[0] is not an object"},
    {0, "\"class\":\"rifle\"", "\"class\":\"rifel\"",
     ".firearms[0].class is a word that no event has"},
    {0, "\"price\":1099", "\"price\":-1", ".firearms[0].price is not a price"},
    {0, "\"serial\":\"AB 1234-5\"", "\"serial\":\"\"", ".firearms[0].serial is missing or empty"},
    {0, "2026-03-02T15:20:00-06:00", "2026-03-02", ".occurred_at is not a time such as"},
    {0, "L-QATR66T4STP2YJHY", "L-qatr66t4stp2yjhy", "lead_id is missing, or is none"},
    {0, "{", "{\"lead_id\":\"L-QATR66T4STP2YJHY\",", "an object has a field twice"},
    {0, "}", "", "this is no lead record: "},
};

Test(proof_take, what_was_changed_is_told)
{
    struct proof_world world;
    cr_assert(proof_world_init(&world));
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        const struct change *one = &changes[i];
        const char *words = said(&world, record(&world.arena, one->number, one->from, one->to));
        cr_expect(strstr(words, one->said), "%s -> %s: wanted '%s' in:\n%s", one->from, one->to,
                  one->said, words);
        cr_expect(!strstr(words, "JOHN") && !strstr(words, "1984-03"), "%s", words);
    }
    proof_world_fini(&world);
}

Test(proof_take, many_differences_are_counted)
{
    struct proof_world world;
    struct ll_proof_result result;
    cr_assert(proof_world_init(&world));
    ll_str text = record(&world.arena, 6, "\"indicators\":[",
                         "\"indicators\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,");
    cr_assert_eq(ll_proof_take(world.proof, text, &result, NULL), LL_OK);
    cr_expect_gt(result.difference_count, LL_PROOF_SHOWN_MAX);
    cr_expect(strstr(said(&world, text), "    and "));
    proof_world_fini(&world);
}

Test(proof_take, one_that_fell_away_is_passed_over)
{
    struct proof_world world;
    struct ll_proof_result result;
    char text[128 + LL_JSON_PADDING] =
        "{\"lead_id\":\"L-QATR66T4STP2YJHY\",\"revision\":4,\"status\":\"superseded\"}";
    cr_assert(proof_world_init(&world));
    cr_assert_eq(ll_proof_take(world.proof, ll_str_from(text), &result, NULL), LL_OK);
    cr_expect_eq(result.verdict, LL_PROOF_FELL_AWAY);
    cr_expect_eq(result.revision, 4);
    proof_world_fini(&world);
}

Test(proof_take, what_cannot_be_proven_is_named)
{
    struct proof_world world;
    struct ll_buf out = {0};
    cr_assert(proof_world_init(&world));
    ll_proof_say_limits(&out, world.packs[0]);
    ll_str text = ll_buf_str(&out), end = LL_STR("no more hits of few, traced, stores\n");
    cr_expect(text.len > end.len && memcmp(text.ptr + text.len - end.len, end.ptr, end.len) == 0,
              "%.*s", LL_STR_ARGS(text));
    ll_buf_fini(&out);
    proof_world_fini(&world);
}
