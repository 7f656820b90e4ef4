/* draft.c -- what the events of a test are, and which of each other they mean.   SPDX-License-Identifier: Apache-2.0 */
#include "trial/read.h"

/* A row for each kind of event. */
static const struct {
    const char *what, *example;
    const char *keys[20];
    size_t count;
} kinds[] = {
    [LL_DRAFT_SALE] = {"a sale",
                       "{on: 2006-03-10, buyer: X, dealer: A, guns: [pistol]}",
                       {"on", "at", "buyer", "dealer", "guns", "price", "payment", "form",
                        "address", "state", "id", "version", "corrects"},
                       13},
    [LL_DRAFT_TRACE] = {"a trace",
                        "{trace: 1, on: 2006-08-01, in: MX}",
                        {"trace", "gun", "on", "requested", "in", "status", "sold", "buyer",
                         "dealer", "id", "version", "corrects"},
                        12},
    [LL_DRAFT_VOID] = {"a void", "{void: 1, on: 2006-03-20}", {"void", "on", "version"}, 3}};

const struct ll_yaml_node *ll_draft_get(const struct ll_trial_draft *draft, const char *key)
{
    const struct ll_yaml_node *node = ll_yaml_get(draft->node, key);

    if (!node && draft->root != draft)
        node = ll_yaml_get(draft->root->node, key);
    return node && !ll_yaml_is_null(node) ? node : NULL;
}

/* By its own keys; a correction is of the kind of what it corrects. */
static enum ll_draft_kind kind_of(const struct ll_yaml_node *node)
{
    if (node->kind == LL_YAML_SCALAR || ll_yaml_get(node, "type"))
        return LL_DRAFT_FULL;
    if (ll_yaml_get(node, "void"))
        return LL_DRAFT_VOID;
    return ll_yaml_get(node, "trace") ? LL_DRAFT_TRACE : LL_DRAFT_SALE;
}

/* The event of that number. NULL, and a fault, where there is none, or none that can be meant. what: "void". */
static struct ll_trial_draft *find(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                                   struct ll_trial_draft *drafts, size_t n, const char *what)
{
    int64_t number;

    if (!ll_yaml_int(node, 1, (int64_t)n, &number)) {
        ll_trial_fault(reader, node->at,
                       "%s is of an event of this test by its number: a whole number from 1 to %zu",
                       what, n);
        return NULL;
    }
    struct ll_trial_draft *found = &drafts[number - 1];
    if (found->kind == LL_DRAFT_FULL)
        ll_trial_fault(reader, node->at,
                       "event %zu is written in full; what concerns it must be written in full too",
                       found->number);
    else if (found->kind == LL_DRAFT_VOID)
        ll_trial_fault(reader, node->at, "event %zu is a void; name the event that it voids",
                       found->number);
    else
        return found;
    return NULL;
}

/* What a correction corrects: kinds are known, but for those of corrections. */
static void find_root(struct ll_trial_reader *reader, struct ll_trial_draft *draft,
                      struct ll_trial_draft *drafts, size_t n)
{
    const struct ll_yaml_node *node = ll_trial_get(draft->node, "corrects");

    if (!node)
        return;
    draft->sound = false;
    if (draft->kind == LL_DRAFT_VOID || draft->kind == LL_DRAFT_FULL)
        return;
    struct ll_trial_draft *root = find(reader, node, drafts, n, "corrects");
    if (!root)
        return;
    if (ll_trial_get(root->node, "corrects")) {
        ll_trial_fault(reader, node->at, "event %zu is a correction itself; name the first event",
                       root->number);
        return;
    }
    draft->root = root;
    draft->kind = root->kind;
    draft->sound = true;
}

/* The sale that was traced, or what is voided. */
static void find_of(struct ll_trial_reader *reader, struct ll_trial_draft *draft,
                    struct ll_trial_draft *drafts, size_t n)
{
    bool trace = draft->kind == LL_DRAFT_TRACE;
    const struct ll_yaml_node *node = ll_draft_get(draft, trace ? "trace" : "void");

    if (!node ||
        (trace && (node->kind == LL_YAML_MAPPING ||
                   (node->kind == LL_YAML_SCALAR && ll_str_eq(node->text, LL_STR("unknown"))))))
        return;
    draft->of = find(reader, node, drafts, n, trace ? "a trace" : "a void");
    draft->sound = draft->sound && draft->of != NULL;
    if (!draft->of || !trace)
        return;
    if (draft->of->kind != LL_DRAFT_SALE) {
        ll_trial_fault(reader, node->at, "event %zu is no sale; a trace is of a gun that was sold",
                       draft->of->number);
        draft->sound = false;
    }
}

/* The version that is said, else the one that follows. */
static void number_version(struct ll_trial_reader *reader, struct ll_trial_draft *draft)
{
    const struct ll_yaml_node *node = ll_trial_get(draft->node, "version");

    draft->version = draft->kind == LL_DRAFT_VOID ? 0 : draft->root->versions + 1;
    draft->sound &= ll_trial_int(reader, node, "version", 1, INT64_MAX, &draft->version);
    if (draft->kind != LL_DRAFT_VOID && draft->version > draft->root->versions)
        draft->root->versions = draft->version < INT64_MAX ? draft->version : INT64_MAX - 1;
}

/* Of a correction it is that of what it corrects. */
static void give_id(struct ll_trial_reader *reader, struct ll_trial_draft *draft)
{
    const struct ll_yaml_node *node = ll_trial_get(draft->node, "id");
    const char *kind = draft->kind == LL_DRAFT_SALE ? "S" : "T";

    if (draft->root != draft) {
        if (node)
            ll_trial_fault(reader, node->at,
                           "a correction has the id of what it corrects; remove it");
        return;
    }
    draft->id = node ? ll_trial_text(reader, node, "id")
                     : ll_str_from(ll_arena_printf(reader->arena, "%s-%zu", kind, draft->number));
    if (!draft->id.ptr && !node)
        ll_trial_fault_memory(reader);
}

static void check_keys(struct ll_trial_reader *reader, struct ll_trial_draft *draft)
{
    if (draft->kind == LL_DRAFT_FULL) {
        draft->sound = draft->node->kind != LL_YAML_SEQUENCE;
        return;
    }
    enum ll_trial_keys keys =
        ll_trial_mapping(reader, draft->node, kinds[draft->kind].keys, kinds[draft->kind].count,
                         kinds[draft->kind].what, kinds[draft->kind].example);
    draft->sound &= keys != LL_TRIAL_NO_KEYS;
    draft->misspelt = keys == LL_TRIAL_UNKNOWN_KEYS;
}

bool ll_drafts_read(struct ll_trial_reader *reader, const struct ll_yaml_node *list,
                    struct ll_trial_draft **out)
{
    size_t n = list->child_count, i = 0;
    struct ll_trial_draft *drafts = LL_NEW_ARRAY(reader->arena, struct ll_trial_draft, n + 1);

    *out = drafts;
    if (!drafts) {
        ll_trial_fault_memory(reader);
        return false;
    }
    for (const struct ll_yaml_node *node = list->first_child; node; node = node->next, i++) {
        drafts[i] = (struct ll_trial_draft){.node = node,
                                            .kind = kind_of(node),
                                            .number = i + 1,
                                            .root = &drafts[i],
                                            .sound = true,
                                            .dealer = SIZE_MAX,
                                            .buyer = SIZE_MAX};
    }
    for (i = 0; i < n; i++) {
        find_root(reader, &drafts[i], drafts, n);
        check_keys(reader, &drafts[i]);
    }
    for (i = 0; i < n; i++) {
        if (drafts[i].kind == LL_DRAFT_FULL)
            continue;
        find_of(reader, &drafts[i], drafts, n);
        number_version(reader, &drafts[i]);
        if (drafts[i].kind != LL_DRAFT_VOID)
            give_id(reader, &drafts[i]);
    }
    return true;
}
