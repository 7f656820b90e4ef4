/* index.c -- see index.h.   SPDX-License-Identifier: Apache-2.0
 *
 * A field is in the index where it decides about some indicators: for each string that a `where` names, for any other
 * string, and for null, there is the set of those that may hold. A row's set is what its fields leave. */
#include "pack/index.h"

#include "base/hash.h"

/* A field that keeps fewer indicators away costs more than it saves. */
#define DECIDES_MIN 4
/* Of so many rows there are all kinds: they are not asked. */
#define ROWS_MAX 64

struct value_set {
    ll_str text;
    uint64_t *set; /* NULL: a free place */
};

struct field_index {
    uint16_t slot;
    size_t mask;
    struct value_set *table;
    uint64_t *null_set, *other_set;
};

/* Of one kind of items on one kind of timeline. */
struct item_index {
    uint64_t
        *needs[LL_PACK_NEEDS_MAX + 1]; /* by number of items: those that it may be enough for */
    struct field_index *fields;
    size_t field_count;
};

struct ll_pack_index {
    size_t words;
    uint64_t *traced, *followers;
    struct item_index of[LL_SUBJECT_PURCHASER + 1][LL_ITEM_REPORT + 1];
};

size_t ll_pack_words(const struct ll_pack *pack)
{
    return pack->index->words;
}

/* ---- asking ---- */

static size_t place_of(const struct field_index *field, ll_str text)
{
    size_t at = (size_t)ll_hash64(text.ptr, text.len) & field->mask;
    while (field->table[at].set && !ll_str_eq(field->table[at].text, text))
        at = (at + 1) & field->mask;
    return at;
}

static const uint64_t *set_of(const struct field_index *field, const struct ll_value *value)
{
    if (value->null)
        return field->null_set;
    const uint64_t *set = field->table[place_of(field, (ll_str){value->text, value->len})].set;
    return set ? set : field->other_set;
}

static void add_row(const struct item_index *index, const struct ll_value *row,
                    const uint64_t *needs, size_t words, uint64_t *set)
{
    uint64_t left[LL_PACK_WORDS_MAX];
    memcpy(left, needs, words * sizeof *left);
    for (size_t i = 0; i < index->field_count; i++) {
        const struct field_index *field = &index->fields[i];
        const uint64_t *may = set_of(field, &row[field->slot]);
        for (size_t word = 0; word < words; word++)
            left[word] &= may[word];
    }
    for (size_t word = 0; word < words; word++)
        set[word] |= left[word];
}

void ll_pack_candidates(const struct ll_pack *pack, enum ll_subject_kind timeline,
                        enum ll_item_kind items, const struct ll_value *const *rows,
                        size_t row_count, size_t item_count, uint64_t *set)
{
    const struct item_index *index = &pack->index->of[timeline][items];
    size_t words = pack->index->words;
    if (!index->needs[0] || item_count == 0)
        return;
    const uint64_t *needs =
        index->needs[item_count < LL_PACK_NEEDS_MAX ? item_count : LL_PACK_NEEDS_MAX];
    if (index->field_count && row_count && row_count < ROWS_MAX) {
        for (size_t i = 0; i < row_count; i++)
            add_row(index, rows[i], needs, words, set);
        return;
    }
    for (size_t word = 0; word < words; word++)
        set[word] |= needs[word];
}

uint64_t ll_pack_asked(const struct ll_pack *pack, enum ll_subject_kind timeline,
                       enum ll_item_kind items)
{
    const struct item_index *index = &pack->index->of[timeline][items];
    uint64_t slots = 0;
    for (size_t i = 0; i < index->field_count; i++)
        slots |= UINT64_C(1) << index->fields[i].slot;
    return slots;
}

static void drop(const uint64_t *from, size_t words, uint64_t *set)
{
    for (size_t word = 0; word < words; word++)
        set[word] &= ~from[word];
}

void ll_pack_drop_traced(const struct ll_pack *pack, uint64_t *set)
{
    drop(pack->index->traced, pack->index->words, set);
}

void ll_pack_drop_followers(const struct ll_pack *pack, uint64_t *set)
{
    drop(pack->index->followers, pack->index->words, set);
}

/* ---- making ---- */

struct making {
    struct ll_arena *arena, *scratch;
    const struct ll_pack *pack;
    struct ll_pack_index *index;
    enum ll_subject_kind timeline;
    enum ll_item_kind items;
};

static uint64_t *new_set(struct making *making)
{
    return LL_NEW_ARRAY(making->arena, uint64_t, making->index->words);
}

static void put(uint64_t *set, size_t place)
{
    set[place / 64] |= UINT64_C(1) << (place % 64);
}

/* The indicator at a place, if it is of the timeline and the items at hand. */
static const struct ll_indicator *of_these(const struct making *making, size_t place)
{
    const struct ll_pack *pack = making->pack;
    const struct ll_indicator *indicator = &pack->indicators[pack->order[place]];
    return indicator->timeline == making->timeline && indicator->items == making->items ? indicator
                                                                                        : NULL;
}

/* Those that may hold of a row with that value; NULL: of one that none of them names. */
static void fill(struct making *making, uint16_t slot, const struct ll_value *value, uint64_t *set)
{
    for (size_t place = 0; place < making->pack->order_count; place++) {
        const struct ll_indicator *indicator = of_these(making, place);
        if (indicator && (!indicator->where || ll_expr_can_hold(indicator->where, slot, value)))
            put(set, place);
    }
}

/* The strings that the indicators name of a slot, some twice; how many of them it decides about. */
static ll_str *named_of(struct making *making, uint16_t slot, size_t *count, size_t *decided)
{
    ll_str *strings = NULL;
    for (size_t pass = 0; pass < 2; pass++) {
        size_t n = 0;
        *decided = 0;
        for (size_t place = 0; place < making->pack->order_count; place++) {
            const struct ll_indicator *indicator = of_these(making, place);
            if (!indicator || !indicator->where)
                continue;
            n += ll_expr_named(indicator->where, slot, strings ? strings + n : NULL,
                               strings ? *count - n : 0);
            *decided += !ll_expr_can_hold(indicator->where, slot, NULL);
        }
        *count = n;
        if (pass == 0 && !(strings = LL_NEW_ARRAY(making->scratch, ll_str, n)))
            return NULL;
    }
    return strings;
}

static bool fill_table(struct making *making, struct field_index *field, const ll_str *strings,
                       size_t count)
{
    size_t size = ll_table_size(count);
    field->table = LL_NEW_ARRAY(making->arena, struct value_set, size);
    field->mask = size - 1;
    if (!field->table)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct value_set *at = &field->table[place_of(field, strings[i])];
        if (at->set)
            continue;
        const struct ll_value value = {.text = strings[i].ptr, .len = (uint32_t)strings[i].len};
        *at = (struct value_set){strings[i], new_set(making)};
        if (!at->set)
            return false;
        fill(making, field->slot, &value, at->set);
    }
    return true;
}

/* False: memory is out. */
static bool add_field(struct making *making, struct item_index *index, uint16_t slot)
{
    size_t count, decided;
    const ll_str *strings = named_of(making, slot, &count, &decided);
    if (!strings || decided < DECIDES_MIN)
        return strings != NULL;
    const struct ll_value null = ll_value_null();
    struct field_index *field = &index->fields[index->field_count++];
    field->slot = slot;
    field->null_set = new_set(making);
    field->other_set = new_set(making);
    if (!field->null_set || !field->other_set)
        return false;
    fill(making, slot, &null, field->null_set);
    fill(making, slot, NULL, field->other_set);
    return fill_table(making, field, strings, count);
}

static bool make_items(struct making *making)
{
    struct item_index *index = &making->index->of[making->timeline][making->items];
    for (size_t n = 0; n <= LL_PACK_NEEDS_MAX; n++)
        if (!(index->needs[n] = new_set(making)))
            return false;
    for (size_t place = 0; place < making->pack->order_count; place++) {
        const struct ll_indicator *indicator = of_these(making, place);
        for (size_t n = 0; indicator && n <= LL_PACK_NEEDS_MAX; n++)
            if (n == LL_PACK_NEEDS_MAX || indicator->needs_items <= n)
                put(index->needs[n], place);
    }
    index->fields = LL_NEW_ARRAY(making->arena, struct field_index, LL_SLOT_COUNT);
    if (!index->fields)
        return false;
    for (unsigned slot = 0; slot < LL_SLOT_COUNT; slot++) {
        bool known = making->items != LL_ITEM_FIREARM || !ll_item_slot_waits((uint16_t)slot);
        if (known && ll_item_slot_type((uint16_t)slot) == LL_TYPE_STRING &&
            !add_field(making, index, (uint16_t)slot))
            return false;
    }
    return true;
}

static bool has_any(const struct making *making)
{
    for (size_t place = 0; place < making->pack->order_count; place++)
        if (of_these(making, place))
            return true;
    return false;
}

/* What an indicator cannot be without. */
static bool make_wants(struct making *making)
{
    const struct ll_pack *pack = making->pack;
    struct ll_pack_index *index = making->index;
    index->traced = new_set(making);
    index->followers = new_set(making);
    if (!index->traced || !index->followers)
        return false;
    for (size_t place = 0; place < pack->order_count; place++) {
        const struct ll_indicator *indicator = &pack->indicators[pack->order[place]];
        if (indicator->needs_past)
            put(index->traced, place);
        if (indicator->where && ll_expr_needs_hit(indicator->where))
            put(index->followers, place);
    }
    return true;
}

bool ll_index_make(struct ll_pack *pack, struct ll_arena *arena, struct ll_arena *scratch)
{
    struct ll_pack_index *index = LL_NEW(arena, struct ll_pack_index);
    struct making making = {.arena = arena, .scratch = scratch, .pack = pack, .index = index};
    if (!index)
        return false;
    index->words = (pack->order_count + 63) / 64;
    pack->index = index;
    bool fine = make_wants(&making);
    for (unsigned t = LL_SUBJECT_ADDRESS; fine && t <= LL_SUBJECT_PURCHASER; t++) {
        for (unsigned k = LL_ITEM_FIREARM; fine && k <= LL_ITEM_REPORT; k++) {
            making.timeline = (enum ll_subject_kind)t;
            making.items = (enum ll_item_kind)k;
            fine = !has_any(&making) || make_items(&making);
        }
    }
    return fine;
}
