/* pending.c -- a binary heap by instant and order.   SPDX-License-Identifier: Apache-2.0 */
#include "gen/pending.h"

#define CAP_FIRST 1024

static bool earlier(const struct ll_gen_pending *a, const struct ll_gen_pending *b)
{
    return a->at != b->at ? a->at < b->at : a->order < b->order;
}

static bool grow(struct ll_gen_queue *queue, struct ll_arena *arena)
{
    uint32_t cap = queue->cap ? queue->cap * 2 : CAP_FIRST;
    struct ll_gen_pending *heap = LL_NEW_ARRAY(arena, struct ll_gen_pending, cap);
    if (!heap)
        return false;
    if (queue->count)
        memcpy(heap, queue->heap, queue->count * sizeof *heap);
    queue->heap = heap;
    queue->cap = cap;
    return true;
}

bool ll_gen_queue_add(struct ll_gen_queue *queue, struct ll_arena *arena,
                      const struct ll_gen_pending *pending)
{
    if (queue->count == (queue->max ? queue->max : LL_GEN_PENDING_MAX)) {
        queue->left_out++;
        return true;
    }
    if (queue->count == queue->cap && !grow(queue, arena))
        return false;
    struct ll_gen_pending item = *pending;
    item.order = queue->added++;
    uint32_t at = queue->count++;
    while (at > 0 && earlier(&item, &queue->heap[(at - 1) / 2])) {
        queue->heap[at] = queue->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    queue->heap[at] = item;
    return true;
}

bool ll_gen_queue_take(struct ll_gen_queue *queue, int64_t by, struct ll_gen_pending *out)
{
    if (!queue->count || queue->heap[0].at > by)
        return false;
    *out = queue->heap[0];
    struct ll_gen_pending item = queue->heap[--queue->count];
    uint32_t at = 0;
    for (uint32_t child = 1; child < queue->count; child = 2 * at + 1) {
        if (child + 1 < queue->count && earlier(&queue->heap[child + 1], &queue->heap[child]))
            child++;
        if (!earlier(&queue->heap[child], &item))
            break;
        queue->heap[at] = queue->heap[child];
        at = child;
    }
    if (queue->count)
        queue->heap[at] = item;
    return true;
}
