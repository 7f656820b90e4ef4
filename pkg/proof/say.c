/* say.c -- see say.h.   SPDX-License-Identifier: Apache-2.0 */
#include "proof/say.h"

#include "json/writer.h"
#include <inttypes.h>

/* ---- words ---- */

/* What a record calls its pack may be any text. */
static void add_shown(struct ll_buf *out, ll_str text)
{
    for (size_t i = 0; i < text.len && i < 100; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        ll_buf_add_char(out, c < ' ' || c >= 0x7f ? '?' : (char)c);
    }
    if (text.len == 0)
        ll_buf_add_lit(out, "unnamed");
}

static void add_coloured(struct ll_buf *out, bool colour, const char *code, const char *word)
{
    if (colour)
        ll_buf_printf(out, "\033[%sm%s\033[0m", code, word);
    else
        ll_buf_add_str(out, ll_str_from(word));
}

static size_t shown(const struct ll_proof_result *result)
{
    return result->difference_count < LL_PROOF_SHOWN_MAX ? result->difference_count
                                                         : LL_PROOF_SHOWN_MAX;
}

static void add_differences(struct ll_buf *out, const struct ll_proof_result *result)
{
    for (size_t i = 0; i < shown(result); i++) {
        const struct ll_proof_difference *one = &result->differences[i];
        if (one->expected && one->found)
            ll_buf_printf(out, "    %s: expected %s, found %s\n", one->at, one->expected,
                          one->found);
        else
            ll_buf_printf(out, "    %s: is another\n", one->at);
    }
    if (result->difference_count > shown(result))
        ll_buf_printf(out, "    and %zu more\n", result->difference_count - shown(result));
}

void ll_proof_say(struct ll_buf *out, const struct ll_proof_result *result,
                  const struct ll_proof_place *place, bool colour)
{
    ll_buf_add_str(out, result->lead_id);
    ll_buf_add_lit(out, "  ");
    switch (result->verdict) {
    case LL_PROOF_HOLDS:
        add_coloured(out, colour, "32", "holds");
        ll_buf_add_char(out, '\n');
        return;
    case LL_PROOF_DIFFERS:
        add_coloured(out, colour, "31", "differs");
        break;
    case LL_PROOF_OTHER_PACK:
        add_coloured(out, colour, "33", "needs another pack");
        ll_buf_add_lit(out, " (");
        add_shown(out, result->pack_id);
        ll_buf_add_char(out, ' ');
        add_shown(out, result->pack_version);
        ll_buf_add_lit(out, ", digest ");
        add_shown(out, result->pack_digest);
        ll_buf_add_char(out, ')');
        break;
    case LL_PROOF_FELL_AWAY:
        ll_buf_add_lit(out, "is passed over: it fell away");
        break;
    case LL_PROOF_VERDICTS:
        break;
    }
    ll_buf_printf(out, "  %s:%" PRIu64 "\n", place->file, place->line);
    add_differences(out, result);
}

void ll_proof_say_sum(struct ll_buf *out, const struct ll_proof_counts *counts)
{
    const uint64_t *of = counts->verdicts;

    ll_buf_printf(out,
                  "leads: %" PRIu64 " read = %" PRIu64 " hold + %" PRIu64 " differ + %" PRIu64
                  " need another pack + %" PRIu64 " unreadable + %" PRIu64
                  " superseded or withdrawn\n",
                  counts->read, of[LL_PROOF_HOLDS], of[LL_PROOF_DIFFERS], of[LL_PROOF_OTHER_PACK],
                  counts->unreadable, of[LL_PROOF_FELL_AWAY]);
}

void ll_proof_say_limits(struct ll_buf *out, const struct ll_pack *pack)
{
    const char *between = "";

    for (size_t i = 0; i < pack->indicator_count; i++) {
        const struct ll_indicator *one = &pack->indicators[i];
        if (!one->enabled || one->grows)
            continue;
        if (!*between)
            ll_buf_printf(out,
                          "%.*s: cannot be proven from evidence alone, as more of it might undo a "
                          "hit: that there were no more hits of ",
                          LL_STR_ARGS(pack->id));
        ll_buf_printf(out, "%s%.*s", between, LL_STR_ARGS(one->id));
        between = ", ";
    }
    if (*between)
        ll_buf_add_char(out, '\n');
}

/* ---- JSON ---- */

static void add_field(struct ll_buf *out, const char *name, ll_str text)
{
    ll_buf_printf(out, ",\"%s\":", name);
    ll_json_add_string_or_null(out, text);
}

static void add_place(struct ll_buf *out, const struct ll_proof_place *place)
{
    add_field(out, "file", ll_str_from(place->file));
    ll_buf_printf(out, ",\"line\":%" PRIu64, place->line);
}

void ll_proof_say_json(struct ll_buf *out, const struct ll_proof_result *result,
                       const struct ll_proof_place *place)
{
    ll_buf_add_lit(out, "{\"lead_id\":");
    ll_json_add_string(out, result->lead_id);
    ll_buf_printf(out, ",\"revision\":%" PRIu64, result->revision);
    add_field(out, "verdict", ll_str_from(ll_proof_verdict_word(result->verdict)));
    add_place(out, place);
    ll_buf_add_lit(out, ",\"pack\":{\"id\":");
    ll_json_add_string_or_null(out, result->pack_id);
    add_field(out, "version", result->pack_version);
    add_field(out, "digest", result->pack_digest);
    ll_buf_printf(out, "},\"difference_count\":%zu,\"differences\":[", result->difference_count);
    for (size_t i = 0; i < shown(result); i++) {
        const struct ll_proof_difference *one = &result->differences[i];
        ll_buf_add_str(out, i ? LL_STR(",{\"at\":") : LL_STR("{\"at\":"));
        ll_json_add_string(out, ll_str_from(one->at));
        add_field(out, "expected", ll_str_from(one->expected));
        add_field(out, "found", ll_str_from(one->found));
        ll_buf_add_char(out, '}');
    }
    ll_buf_add_lit(out, "]}\n");
}

void ll_proof_say_unreadable(struct ll_buf *out, const char *why,
                             const struct ll_proof_place *place)
{
    ll_buf_add_lit(out, "{\"lead_id\":null,\"revision\":null,\"verdict\":\"unreadable\"");
    add_place(out, place);
    add_field(out, "why", ll_str_from(why));
    ll_buf_add_lit(out, "}\n");
}
