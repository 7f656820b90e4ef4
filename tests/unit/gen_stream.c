/* Whole streams: the same again, in order, in proportion, decodable, and with the truth about them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include "calendar/dealers.h"
#include "event/decode.h"
#include "gen/gen.h"

#include <criterion/criterion.h>
#include <stdio.h>

/* What came out of a stream: counted, and the lines kept. */
struct stream {
    struct ll_arena arena;
    struct ll_identity *identity;
    struct ll_gen *gen;
    struct ll_gen_summary summary;
    struct ll_buf lines, truth, dealers;
    uint64_t emitted, fail_at; /* fail_at: the emit that fails, 0 for none */
};

static enum ll_status keep(void *context, bool is_trace, ll_str key, ll_str json,
                           struct ll_error *err)
{
    struct stream *s = context;
    if (++s->emitted == s->fail_at)
        return ll_fail(err, LL_ERR_IO, "the disk is full");
    ll_buf_add_str(&s->lines, key.len ? key : LL_STR("-"));
    ll_buf_add_char(&s->lines, is_trace ? 'T' : 'S');
    ll_buf_add_str(&s->lines, json);
    ll_buf_add_char(&s->lines, '\n');
    return LL_OK;
}

static enum ll_status keep_truth(void *context, ll_str line, struct ll_error *err)
{
    struct stream *s = context;
    (void)err;
    ll_buf_add_str(&s->truth, line);
    ll_buf_add_char(&s->truth, '\n');
    return LL_OK;
}

static struct ll_gen_options small_options(void)
{
    struct ll_gen_options o;
    ll_gen_options_default(&o);
    o.sales = 20000;
    o.days = 400;
    o.rings = 4;
    o.traces = 0.02;
    o.malformed = 0.003;
    return o;
}

static enum ll_status run(struct stream *s, struct ll_gen_options options, struct ll_error *err)
{
    s->identity = ll_identity_new(&s->arena, LL_STR("demo"));
    options.identity = s->identity;
    struct ll_gen_sink sink = {.context = s, .emit = keep, .keys = true, .truth = keep_truth};
    enum ll_status status = ll_gen_make(&s->arena, &options, &s->gen, err);
    if (status != LL_OK)
        return status;
    ll_gen_dealers_file(s->gen, &s->dealers);
    return ll_gen_run(s->gen, &sink, &s->summary, err);
}

static void run_fine(struct stream *s, struct ll_gen_options options)
{
    struct ll_error err = {0};
    cr_assert_eq(run(s, options, &err), LL_OK, "%s", err.message);
    /* The decoder may look behind the last line. */
    cr_assert(ll_buf_reserve(&s->lines, LL_DECODE_PADDING));
}

static void done(struct stream *s)
{
    ll_buf_fini(&s->lines);
    ll_buf_fini(&s->truth);
    ll_buf_fini(&s->dealers);
    ll_arena_fini(&s->arena);
}

/* The next line of text from *at on; false at its end. */
static bool next_line(const struct ll_buf *text, size_t *at, ll_str *line)
{
    if (*at >= text->len)
        return false;
    const char *start = text->ptr + *at;
    const char *end = memchr(start, '\n', text->len - *at);
    cr_assert_not_null(end);
    *line = (ll_str){start, (size_t)(end - start)};
    *at += line->len + 1;
    return true;
}

/* An event of a stream, taken apart. */
struct taken {
    ll_str key;
    bool is_trace;
    ll_str json;
};

static bool next_event(const struct stream *s, size_t *at, struct taken *out)
{
    ll_str line;
    if (!next_line(&s->lines, at, &line))
        return false;
    size_t key = line.ptr[0] == '-' ? 1 : 32;
    *out = (struct taken){.key = {line.ptr, key},
                          .is_trace = line.ptr[key] == 'T',
                          .json = {line.ptr + key + 1, line.len - key - 1}};
    return true;
}

static struct ll_decoder *decoder_for(struct stream *s)
{
    struct ll_source source = {.file = "built-in", .text = ll_calibers_builtin_text()};
    struct ll_calibers *calibers = NULL;
    cr_assert_eq(ll_calibers_parse(&s->arena, &source, &calibers, NULL), LL_OK);
    return ll_decoder_new(s->identity, calibers);
}

Test(gen_stream, is_the_same_again)
{
    struct stream a = {0}, b = {0}, c = {0};
    struct ll_gen_options options = small_options();
    run_fine(&a, options);
    run_fine(&b, options);
    options.seed++;
    run_fine(&c, options);
    cr_expect(ll_str_eq(ll_buf_str(&a.lines), ll_buf_str(&b.lines)));
    cr_expect(ll_str_eq(ll_buf_str(&a.truth), ll_buf_str(&b.truth)));
    cr_expect(ll_str_eq(ll_buf_str(&a.dealers), ll_buf_str(&b.dealers)));
    cr_expect_not(ll_str_eq(ll_buf_str(&a.lines), ll_buf_str(&c.lines)));
    cr_expect_not(ll_str_eq(ll_buf_str(&a.dealers), ll_buf_str(&c.dealers)));
    done(&a);
    done(&b);
    done(&c);
}

/* Every machine and compiler must give these bytes. Another number is right only where what is in a
 * stream was changed on purpose. */
Test(gen_stream, is_the_same_everywhere)
{
    struct stream s = {0};
    run_fine(&s, small_options());
    cr_expect_eq(ll_hash64(s.lines.ptr, s.lines.len), UINT64_C(0x5ad36940a5235a6e), "%016lx",
                 ll_hash64(s.lines.ptr, s.lines.len));
    cr_expect_eq(ll_hash64(s.truth.ptr, s.truth.len), UINT64_C(0x71e4c33f1802b3ee), "%016lx",
                 ll_hash64(s.truth.ptr, s.truth.len));
    cr_expect_eq(ll_hash64(s.dealers.ptr, s.dealers.len), UINT64_C(0x091121b38f263676), "%016lx",
                 ll_hash64(s.dealers.ptr, s.dealers.len));
    done(&s);
}

/* What a stream's events are, by decoding them. */
struct counts {
    uint64_t sales, voids, traces, rejected, second_versions, late, disorder;
    uint64_t handguns, guns, unknown_calibers;
};

static void count_one(struct counts *n, const struct ll_event *event, int64_t *last)
{
    if (event->kind == LL_EVENT_SALE_VOID)
        n->voids++;
    if (event->kind == LL_EVENT_TRACE)
        n->traces++;
    if (event->kind != LL_EVENT_SALE)
        return;
    n->second_versions += event->version == 2;
    n->sales += event->version == 1;
    n->unknown_calibers += event->caliber_unknown;
    for (size_t i = 0; i < event->firearm_count; i++) {
        enum ll_gun_class class = event->firearms[i].class;
        n->handguns += class == LL_CLASS_PISTOL || class == LL_CLASS_REVOLVER;
        n->guns++;
    }
    bool late = event->has_reported && event->reported.day != event->occurred.day;
    n->late += late && event->version == 1;
    if (late || event->version == 2)
        return;
    n->disorder += event->occurred.utc_ns < *last;
    *last = event->occurred.utc_ns > *last ? event->occurred.utc_ns : *last;
}

static struct counts count(struct stream *s)
{
    struct counts n = {0};
    struct ll_decoder *decoder = decoder_for(s);
    struct taken taken;
    int64_t last = 0;
    for (size_t at = 0; next_event(s, &at, &taken);) {
        struct ll_event event;
        struct ll_reject reject;
        ll_decoder_reset(decoder);
        if (!ll_decode(decoder, taken.json, &event, &reject)) {
            n.rejected++;
            continue;
        }
        cr_assert_eq(taken.is_trace, event.kind == LL_EVENT_TRACE);
        char hex[32];
        ll_hex(event.purchaser.bytes, sizeof event.purchaser.bytes, hex);
        cr_assert_eq(event.has_purchaser, taken.key.len == 32);
        cr_assert(!event.has_purchaser || memcmp(hex, taken.key.ptr, 32) == 0);
        count_one(&n, &event, &last);
    }
    ll_decoder_free(decoder);
    return n;
}

/* Within a part of a share of the sales, and a little more where few are expected. */
static bool about(uint64_t got, double want)
{
    double slack = want * 0.15 + 25.0;
    return (double)got > want - slack && (double)got < want + slack;
}

Test(gen_stream, keeps_its_proportions)
{
    struct stream s = {0};
    struct ll_gen_options o = small_options();
    run_fine(&s, o);
    struct counts n = count(&s);
    double sales = (double)o.sales;
    cr_expect_eq(s.summary.sales, o.sales);
    cr_expect_eq(n.sales, o.sales + s.summary.duplicates);
    cr_expect_eq(n.second_versions, s.summary.corrections);
    cr_expect_eq(n.voids, s.summary.voids);
    cr_expect_eq(n.traces, s.summary.traces);
    cr_expect_eq(n.rejected, s.summary.malformed);
    cr_expect_geq(n.late, s.summary.late);
    cr_expect_eq(s.summary.events, s.emitted);
    cr_expect_eq(s.summary.left_out, 0);
    cr_expect(about(s.summary.late, sales * o.late), "%lu", s.summary.late);
    cr_expect(about(s.summary.duplicates, sales * o.duplicates), "%lu", s.summary.duplicates);
    cr_expect(about(s.summary.corrections, sales * o.corrections), "%lu", s.summary.corrections);
    cr_expect(about(s.summary.voids, sales * o.voids), "%lu", s.summary.voids);
    cr_expect(about(s.summary.malformed, sales * o.malformed), "%lu", s.summary.malformed);
    cr_expect(about(s.summary.traces - s.summary.ring_traces, sales * o.traces), "%lu",
              s.summary.traces);
    cr_expect(about(n.handguns, (double)n.guns * 0.63), "%lu of %lu", n.handguns, n.guns);
    cr_expect(n.unknown_calibers > 0 && n.unknown_calibers < o.sales / 20);
    double bytes = (double)s.summary.bytes / (double)s.summary.events;
    cr_expect(bytes > 600.0 && bytes < 760.0, "%f bytes an event", bytes);
    done(&s);
}

Test(gen_stream, comes_in_the_order_of_time)
{
    struct stream s = {0};
    struct ll_gen_options o = small_options();
    o.duplicates = 0.0;
    run_fine(&s, o);
    struct counts n = count(&s);
    cr_expect_gt(n.late, 0);
    cr_expect_eq(n.disorder, 0);
    done(&s);
}

Test(gen_stream, leaves_out_what_has_no_share)
{
    struct stream s = {0};
    struct ll_gen_options o = small_options();
    o.late = o.duplicates = o.corrections = o.voids = o.malformed = o.traces = 0.0;
    o.rings = 0;
    run_fine(&s, o);
    cr_expect_eq(s.emitted, o.sales);
    cr_expect_eq(s.truth.len, 0);
    done(&s);
}

Test(gen_stream, duplicates_are_the_same_bytes)
{
    struct stream s = {0};
    struct ll_gen_options o = small_options();
    o.sales = 300;
    o.rings = 0;
    o.duplicates = 1.0;
    o.late = 0.5;
    o.corrections = o.voids = o.malformed = o.traces = 0.0;
    run_fine(&s, o);
    cr_assert_eq(s.emitted, 600);
    struct taken a, b;
    for (size_t at = 0; next_event(&s, &at, &a);) {
        unsigned same = 0;
        for (size_t other = 0; next_event(&s, &other, &b);)
            same += ll_str_eq(a.json, b.json);
        cr_assert_eq(same, 2);
    }
    done(&s);
}

/* True where text has a line that begins with head and has part. */
static bool has(const struct ll_buf *text, ll_str head, ll_str part)
{
    ll_str line;
    for (size_t at = 0; next_line(text, &at, &line);) {
        if (line.len < head.len || memcmp(line.ptr, head.ptr, head.len) != 0)
            continue;
        for (size_t i = head.len; i + part.len <= line.len; i++) {
            if (memcmp(line.ptr + i, part.ptr, part.len) == 0)
                return true;
        }
    }
    return false;
}

static ll_str quoted(char *room, size_t size, const char *name, ll_str value)
{
    int n = snprintf(room, size, "\"%s\":\"%.*s\"", name, LL_STR_ARGS(value));
    cr_assert(n > 0 && (size_t)n < size);
    return (ll_str){room, (size_t)n};
}

Test(gen_truth, names_every_planted_event_and_no_other)
{
    struct stream s = {0};
    struct ll_gen_options options = small_options();
    options.sales = 3000;
    options.rings = 3;
    run_fine(&s, options);
    struct ll_decoder *decoder = decoder_for(&s);
    struct taken taken;
    uint64_t sales = 0, traces = 0;
    char room[128];
    for (size_t at = 0; next_event(&s, &at, &taken);) {
        struct ll_event event;
        struct ll_reject reject;
        ll_decoder_reset(decoder);
        if (!ll_decode(decoder, taken.json, &event, &reject) || !event.has_purchaser)
            continue;
        ll_str buyer = quoted(room, sizeof room, "purchaser", taken.key);
        bool planted = has(&s.truth, LL_STR("{\"kind\":\"buyer\""), buyer);
        bool trace = event.kind == LL_EVENT_TRACE;
        if (event.kind == LL_EVENT_SALE_VOID)
            cr_assert_not(planted);
        else
            cr_assert_eq(planted,
                         has(&s.truth,
                             trace ? LL_STR("{\"kind\":\"trace\"") : LL_STR("{\"kind\":\"sale\""),
                             quoted(room, sizeof room, trace ? "trace" : "sale", event.id)),
                         "%.*s", LL_STR_ARGS(event.id));
        sales += planted && event.kind == LL_EVENT_SALE && event.version == 1;
        traces += planted && trace;
    }
    cr_expect(s.summary.ring_sales > 50 && s.summary.ring_traces > 0);
    /* Planted sales may come twice. */
    cr_expect(sales >= s.summary.ring_sales && sales <= s.summary.ring_sales + 10);
    cr_expect_eq(traces, s.summary.ring_traces);
    ll_decoder_free(decoder);
    done(&s);
}

Test(gen_dealers, file_fits_the_events)
{
    struct stream s = {0};
    run_fine(&s, small_options());
    struct ll_source source = {.file = "dealers.csv", .text = ll_buf_str(&s.dealers)};
    struct ll_dealers *dealers = NULL;
    struct ll_error err = {0};
    cr_assert_eq(ll_dealers_parse(&s.arena, &source, &dealers, &err), LL_OK, "%s", err.message);
    size_t listed = 0, sold_by_unlisted = 0, sold = 0;
    cr_assert_not_null(ll_dealers_all(dealers, &listed));
    cr_expect(listed > s.summary.dealers * 9 / 10 && listed < s.summary.dealers, "%zu", listed);
    struct ll_decoder *decoder = decoder_for(&s);
    struct taken taken;
    for (size_t at = 0; next_event(&s, &at, &taken);) {
        struct ll_event event;
        struct ll_reject reject;
        ll_decoder_reset(decoder);
        if (!ll_decode(decoder, taken.json, &event, &reject) || event.kind != LL_EVENT_SALE)
            continue;
        const struct ll_dealer *dealer = ll_dealers_find(dealers, event.dealer.licence.key);
        sold++;
        sold_by_unlisted += !dealer;
        cr_assert(!dealer || ll_str_eq(dealer->state, event.dealer.state));
    }
    cr_expect(sold_by_unlisted > 0 && sold_by_unlisted < sold / 5, "%zu", sold_by_unlisted);
    ll_decoder_free(decoder);
    done(&s);
}

Test(gen_options, are_held_to_their_limits)
{
    struct ll_gen_options rows[9];
    for (size_t i = 0; i < 9; i++)
        rows[i] = small_options();
    rows[0].sales = 0;
    rows[1].sales = LL_GEN_SALES_MAX + 1;
    rows[2].days = 0;
    rows[3].days = LL_GEN_DAYS_MAX + 1;
    rows[4].from = ll_day_from_civil(1989, 12, 31);
    rows[5].from = ll_day_from_civil(2098, 12, 31);
    rows[6].late = 1.5;
    rows[7].dealers = LL_GEN_DEALERS_MAX + 1;
    rows[8].rings = 2000;
    for (size_t i = 0; i < 9; i++) {
        struct stream s = {0};
        struct ll_error err = {0};
        cr_expect_eq(run(&s, rows[i], &err), LL_ERR_LIMIT, "row %zu", i);
        cr_expect_gt(strlen(err.message), 0);
        done(&s);
    }
}

Test(gen_options, smallest_streams_run)
{
    struct ll_gen_options o = small_options();
    o.sales = 1;
    o.days = 1;
    o.dealers = 1;
    o.rings = 0;
    for (uint64_t seed = 0; seed < 50; seed++) {
        struct stream s = {0};
        o.seed = seed;
        run_fine(&s, o);
        cr_assert_eq(s.summary.sales, 1);
        done(&s);
    }
}

Test(gen_stream, passes_on_what_its_sink_says)
{
    for (uint64_t fail_at = 1; fail_at < 1500; fail_at += 97) {
        struct stream s = {.fail_at = fail_at};
        struct ll_error err = {0};
        cr_expect_eq(run(&s, small_options(), &err), LL_ERR_IO);
        cr_expect_str_eq(err.message, "the disk is full");
        cr_expect_eq(s.emitted, fail_at);
        done(&s);
    }
}

Test(gen_stream, says_when_memory_is_out)
{
    size_t stopped = 0;
    for (size_t max = 1000; max < 400000; max += 13001) {
        struct stream s = {.arena = {.max_bytes = max}};
        struct ll_error err = {0};
        enum ll_status status = run(&s, small_options(), &err);
        cr_assert(status == LL_OK || status == LL_ERR_NOMEM);
        stopped += status != LL_OK;
        done(&s);
    }
    cr_expect_gt(stopped, 10);
}
