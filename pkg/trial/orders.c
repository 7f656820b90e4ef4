/* orders.c -- a test's events through the engine, in other orders, with repeats and in batches: the leads must be those of
 * the set of facts all the same.   SPDX-License-Identifier: Apache-2.0 */
#include "trial/found.h"

#include "base/hash.h"
#include "engine/engine.h"
#include "timeline/store.h"

#include <stdlib.h>

enum arrangement { ONE_BY_ONE, BACKWARDS_TWICE, SHUFFLED };

static const struct {
    const char *how;
    size_t batch; /* events of one; 0: all */
} arrangements[] = {
    [ONE_BY_ONE] = {"in their order, each in a batch of its own", 1},
    [BACKWARDS_TWICE] = {"backwards, each twice, in batches of three", 3},
    [SHUFFLED] = {"shuffled, with repeats, in one batch", 0},
};

static int by_kind_and_key(const void *left, const void *right)
{
    const struct ll_subject *a = &(*(struct ll_trial_subject *const *)left)->who.subject;
    const struct ll_subject *b = &(*(struct ll_trial_subject *const *)right)->who.subject;
    char a_key[LL_SUBJECT_KEY_TEXT], b_key[LL_SUBJECT_KEY_TEXT];

    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    size_t len = ll_subject_key_format(a, a_key);
    (void)ll_subject_key_format(b, b_key);
    return memcmp(a_key, b_key, len);
}

static bool add_leads(struct ll_buf *out, const struct ll_trial_subject *subject,
                      const struct ll_rules *rules, struct ll_buf *body, struct ll_buf *text)
{
    for (size_t i = 0; i < subject->assessment.lead_count; i++) {
        const struct ll_lead *lead = &subject->assessment.leads[i];
        ll_buf_reset(body);
        ll_lead_add_body(body, lead, &subject->who, subject->routes[i], subject->route_counts[i],
                         rules, text);
        ll_lead_add_record(out, lead->id, 0, ll_buf_str(body));
        ll_buf_add_char(out, '\n');
    }
    return !out->failed && !body->failed;
}

/* The open leads of the state as replay --final prints them, but for the revision. */
static bool direct_leads(const struct ll_trial_state *state, struct ll_arena *arena,
                         struct ll_buf *out)
{
    size_t n = state->subject_count;
    const struct ll_trial_subject **order = LL_NEW_ARRAY(arena, const struct ll_trial_subject *, n);
    struct ll_buf body = {0}, text = {0};
    bool fine = order != NULL;

    for (size_t i = 0; order && i < n; i++)
        order[i] = &state->subjects[i];
    if (fine && n)
        qsort(order, n, sizeof *order, by_kind_and_key);
    for (size_t i = 0; fine && i < n; i++)
        fine = add_leads(out, order[i], &state->rules, &body, &text);
    ll_buf_fini(&body);
    ll_buf_fini(&text);
    return fine;
}

/* ---- the engine ---- */

static enum ll_status drop(void *context, const struct ll_lead_out *lead, struct ll_error *err)
{
    (void)context;
    (void)lead;
    (void)err;
    return LL_OK;
}

static enum ll_status reject(void *context, size_t input, const struct ll_reject *reject,
                             struct ll_error *err)
{
    (void)context;
    (void)input;
    return ll_fail(err, LL_ERR_DATA, "a test's event was rejected: %s", reject->sentence);
}

/* A record with 0 in place of its revision, which may depend on order. */
static enum ll_status take(void *context, const struct ll_lead_out *lead, struct ll_error *err)
{
    struct ll_buf *out = context;
    const char *text = "\"revision\":";
    size_t head = sizeof "{\"lead_id\":\"" - 1 + LL_LEAD_ID_LEN + sizeof "\"," - 1 + strlen(text);
    size_t at = head;

    while (at < lead->json.len && lead->json.ptr[at] >= '0' && lead->json.ptr[at] <= '9')
        at++;
    if (at == head || memcmp(lead->json.ptr + head - strlen(text), text, strlen(text)) != 0)
        return ll_fail(err, LL_ERR_DATA, "a lead record has no revision behind its id");
    ll_buf_add(out, lead->json.ptr, head);
    ll_buf_add_char(out, '0');
    ll_buf_add(out, lead->json.ptr + at, lead->json.len - at);
    ll_buf_add_char(out, '\n');
    return out->failed ? LL_ERR_NOMEM : LL_OK;
}

static enum ll_status feed(struct ll_engine *engine, const struct ll_input *inputs, size_t n,
                           size_t batch, struct ll_buf *out, struct ll_error *err)
{
    struct ll_engine_sink silent = {.lead = drop, .reject = reject};
    struct ll_engine_sink taking = {.context = out, .lead = take, .reject = reject};
    enum ll_status status = LL_OK;

    for (size_t from = 0, some; from < n && !status; from += some) {
        some = batch && batch < n - from ? batch : n - from;
        status = ll_engine_batch(engine, inputs + from, some, &silent, err);
    }
    return status ? status : ll_engine_stand(engine, &taking, err);
}

static enum ll_status run_engine(const struct ll_trial_suite *suite, const struct ll_rules *rules,
                                 const struct ll_input *inputs, size_t n, size_t batch,
                                 struct ll_buf *out, struct ll_error *err)
{
    struct ll_store *store = ll_store_memory_new();
    struct ll_engine_setup setup = {.pack = rules->pack,
                                    .router = rules->router,
                                    .dealers = rules->dealers,
                                    .calendar = rules->calendar,
                                    .calibers = suite->calibers,
                                    .identity = suite->identity,
                                    .store = store,
                                    .remember_names = true};
    struct ll_engine *engine = NULL;
    enum ll_status status = LL_ERR_NOMEM;

    if (store)
        status = ll_engine_new(&setup, &engine, err);
    if (!status)
        status = feed(engine, inputs, n, batch, out, err);
    ll_engine_free(engine);
    if (store)
        store->ops->free(store);
    return status;
}

/* The events so arranged: *count of them. NULL: memory is out. */
static struct ll_input *arrange(const struct ll_trial_test *test, size_t n, enum arrangement how,
                                struct ll_arena *arena, size_t *count)
{
    struct ll_input *inputs = LL_NEW_ARRAY(arena, struct ll_input, 2 * n);
    uint64_t seed = ll_hash64(test->name.ptr, test->name.len);

    *count = 0;
    if (!inputs)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        size_t event = how == BACKWARDS_TWICE ? n - 1 - i : i;
        size_t times = how == BACKWARDS_TWICE || (how == SHUFFLED && i % 3 == seed % 3) ? 2 : 1;
        for (size_t again = 0; again < times; again++)
            inputs[(*count)++] = (struct ll_input){.bytes = test->events[event].json};
    }
    for (size_t i = *count; how == SHUFFLED && i > 1; i--) {
        size_t other = (size_t)(ll_hash_mix(seed + i) % i);
        struct ll_input moved = inputs[i - 1];
        inputs[i - 1] = inputs[other];
        inputs[other] = moved;
    }
    return inputs;
}

/* What the engine gives, or why it gave nothing. */
static bool try_arrangement(const struct ll_trial_suite *suite, const struct ll_trial_test *test,
                            size_t events, const struct ll_rules *rules, enum arrangement how,
                            struct ll_arena *arena, struct ll_buf *out)
{
    size_t n;
    struct ll_error err = {0};
    struct ll_input *inputs = arrange(test, events, how, arena, &n);

    ll_buf_reset(out);
    if (!inputs)
        return false;
    enum ll_status status = run_engine(suite, rules, inputs, n, arrangements[how].batch, out, &err);
    if (status && status != LL_ERR_NOMEM) {
        ll_buf_reset(out);
        ll_buf_printf(out, "the engine stopped: %s\n", err.message);
    }
    return status != LL_ERR_NOMEM && !out->failed;
}

bool ll_trial_orders(const struct ll_trial_suite *suite, const struct ll_trial_test *test,
                     size_t events, const struct ll_trial_state *state, struct ll_arena *arena,
                     struct ll_trial_result *result)
{
    struct ll_buf direct = {0}, engine = {0};
    bool fine = direct_leads(state, arena, &direct);

    /* Of a part of the events one other order is enough: the whole is held to all of them. */
    unsigned first = events < test->event_count ? SHUFFLED : ONE_BY_ONE;
    for (unsigned how = first; fine && how <= SHUFFLED && !result->how; how++) {
        fine = try_arrangement(suite, test, events, &state->rules, (enum arrangement)how, arena,
                               &engine);
        if (!fine || ll_str_eq(ll_buf_str(&direct), ll_buf_str(&engine)))
            continue;
        result->how = arrangements[how].how;
        result->direct = ll_arena_str(arena, ll_buf_str(&direct));
        result->engine = ll_arena_str(arena, ll_buf_str(&engine));
        fine = result->direct.ptr && result->engine.ptr;
    }
    ll_buf_fini(&direct);
    ll_buf_fini(&engine);
    return fine;
}
