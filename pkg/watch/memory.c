/* memory.c -- see memory.h.   SPDX-License-Identifier: Apache-2.0 */
#include "watch/memory.h"

#include "base/hash.h"
#include <stdlib.h>

#define SLOTS_FIRST 256

/* Open addressing, at most half full. */
struct ll_watch_memory {
    struct ll_watch_seen *slots;
    size_t slot_count, used;
};

static bool is_free(const struct ll_watch_seen *seen)
{
    return seen->id.len == 0;
}

struct ll_watch_memory *ll_watch_memory_new(void)
{
    struct ll_watch_memory *memory = calloc(1, sizeof *memory);

    if (memory)
        memory->slots = calloc(SLOTS_FIRST, sizeof *memory->slots);
    if (memory && !memory->slots) {
        free(memory);
        return NULL;
    }
    if (memory)
        memory->slot_count = SLOTS_FIRST;
    return memory;
}

void ll_watch_memory_free(struct ll_watch_memory *memory)
{
    if (!memory)
        return;
    for (size_t i = 0; i < memory->slot_count; i++) {
        ll_buf_fini(&memory->slots[i].id);
        ll_buf_fini(&memory->slots[i].indicators);
        ll_buf_fini(&memory->slots[i].groups);
    }
    free(memory->slots);
    free(memory);
}

static struct ll_watch_seen *probe(struct ll_watch_seen *slots, size_t count, ll_str id)
{
    size_t at = (size_t)ll_hash64(id.ptr, id.len) & (count - 1);

    while (!is_free(&slots[at]) && !ll_str_eq(ll_buf_str(&slots[at].id), id))
        at = (at + 1) & (count - 1);
    return &slots[at];
}

static bool grow(struct ll_watch_memory *memory)
{
    size_t count = memory->slot_count * 2;
    struct ll_watch_seen *slots = calloc(count, sizeof *slots);

    if (!slots)
        return false;
    for (size_t i = 0; i < memory->slot_count; i++) {
        const struct ll_watch_seen *seen = &memory->slots[i];
        if (!is_free(seen))
            *probe(slots, count, ll_buf_str(&seen->id)) = *seen;
    }
    free(memory->slots);
    memory->slots = slots;
    memory->slot_count = count;
    return true;
}

struct ll_watch_seen *ll_watch_memory_find(struct ll_watch_memory *memory, ll_str lead_id)
{
    struct ll_watch_seen *seen;

    if (memory->used >= memory->slot_count / 2 && !grow(memory))
        return NULL;
    seen = probe(memory->slots, memory->slot_count, lead_id);
    if (!is_free(seen))
        return seen;
    ll_buf_add_str(&seen->id, lead_id);
    if (seen->id.failed)
        return NULL;
    memory->used++;
    return seen;
}

static void add_word(struct ll_buf *list, ll_str word)
{
    ll_buf_add_str(list, word);
    ll_buf_add_char(list, '\0');
}

bool ll_watch_seen_note(struct ll_watch_seen *seen, const struct ll_watch_lead *lead)
{
    ll_buf_reset(&seen->indicators);
    ll_buf_reset(&seen->groups);
    for (size_t i = 0; i < lead->indicator_count; i++)
        add_word(&seen->indicators, lead->indicators[i].id);
    for (size_t i = 0; i < lead->route_count; i++)
        add_word(&seen->groups, lead->routes[i].group);
    seen->revision = lead->revision;
    seen->sales = lead->sales;
    seen->guns = lead->guns;
    seen->traces = lead->traces;
    seen->reports = lead->reports;
    seen->score = lead->score;
    seen->open = ll_str_eq(lead->status, LL_STR("open"));
    return !seen->indicators.failed && !seen->groups.failed;
}

bool ll_watch_list_next(const struct ll_buf *list, size_t *at, ll_str *word)
{
    const char *end;

    if (*at >= list->len)
        return false;
    end = memchr(list->ptr + *at, '\0', list->len - *at);
    if (!end)
        return false;
    *word = (ll_str){list->ptr + *at, (size_t)(end - list->ptr) - *at};
    *at = (size_t)(end - list->ptr) + 1;
    return true;
}

bool ll_watch_list_has(const struct ll_buf *list, ll_str word)
{
    size_t at = 0;
    ll_str one;

    while (ll_watch_list_next(list, &at, &one)) {
        if (ll_str_eq(one, word))
            return true;
    }
    return false;
}
