/* order.c -- ids, and who comes after whom.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/nearest.h"
#include "pack/read.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- ids ---- */

/* An index and its id, as qsort wants them side by side. */
struct entry {
    ll_str id;
    uint32_t index;
};

static int entry_cmp(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = ll_str_cmp(x->id, y->id);
    return order ? order : (x->index > y->index) - (x->index < y->index);
}

static void refuse_twin(struct ll_reader *reader, uint32_t first, uint32_t second)
{
    const struct ll_pack_draft *draft = &reader->drafts[second];
    struct ll_error *err = ll_errors_next(reader->errors);
    ll_reader_note(reader, ll_fail_at(err, LL_ERR_SYNTAX, draft->id_at,
                                      "a second indicator has the id '%.*s'; give it another",
                                      LL_STR_ARGS(draft->out->id)));
    err->other = reader->drafts[first].id_at;
    (void)snprintf(err->other_note, sizeof err->other_note, "the first is here");
}

void ll_order_index(struct ll_reader *reader)
{
    size_t n = reader->count;
    struct entry *entries = LL_NEW_ARRAY(&reader->scratch, struct entry, n);
    uint32_t *by_id = LL_NEW_ARRAY(reader->arena, uint32_t, n);
    const char **names = LL_NEW_ARRAY(&reader->scratch, const char *, n);
    if (!entries || !by_id || !names) {
        ll_reader_fault_memory(reader);
        return;
    }
    for (uint32_t i = 0; i < n; i++)
        entries[i] = (struct entry){reader->indicators[i].id, i};
    if (n)
        qsort(entries, n, sizeof entries[0], entry_cmp);
    for (size_t i = 0; i < n; i++) {
        by_id[i] = entries[i].index;
        names[i] = entries[i].id.len ? entries[i].id.ptr : "";
        if (i && entries[i].id.len && ll_str_eq(entries[i].id, entries[i - 1].id))
            refuse_twin(reader, entries[i - 1].index, entries[i].index);
    }
    reader->by_id = by_id;
    reader->names = names;
}

static bool find(const struct ll_indicator *indicators, const uint32_t *by_id, size_t count,
                 ll_str id, uint32_t *index)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = ll_str_cmp(indicators[by_id[mid]].id, id);
        if (order == 0) {
            *index = by_id[mid];
            return true;
        }
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}

bool ll_order_find(const struct ll_reader *reader, ll_str id, uint32_t *index)
{
    return find(reader->indicators, reader->by_id, reader->count, id, index);
}

bool ll_pack_find(const struct ll_pack *pack, ll_str id, uint32_t *index)
{
    return find(pack->indicators, pack->by_id, pack->indicator_count, id, index);
}

const char *ll_order_nearest(const struct ll_reader *reader, ll_str id)
{
    return ll_nearest(id, reader->names, reader->count);
}

/* ---- order ---- */

void ll_order_add(struct ll_reader *reader, uint32_t from, uint32_t to, struct ll_pos at)
{
    if (reader->edge_count == reader->edge_cap) {
        size_t cap = reader->edge_cap ? reader->edge_cap * 2 : 64;
        struct ll_need_edge *edges = LL_NEW_ARRAY(&reader->scratch, struct ll_need_edge, cap);
        if (!edges) {
            ll_reader_fault_memory(reader);
            return;
        }
        if (reader->edge_count)
            memcpy(edges, reader->edges, reader->edge_count * sizeof *edges);
        reader->edges = edges;
        reader->edge_cap = cap;
    }
    reader->edges[reader->edge_count++] = (struct ll_need_edge){from, to, at};
}

static int edge_cmp(const void *a, const void *b)
{
    const struct ll_need_edge *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

/* A walk that puts every indicator behind those that it needs. */
struct walk {
    struct ll_reader *reader;
    size_t *next;   /* by indicator: the first edge not followed yet */
    size_t *end;    /* by indicator: behind its last edge */
    uint32_t *path; /* the indicators that we are in, the outermost first */
    bool *on_path, *placed;
    uint32_t *order;
    size_t path_len, order_len;
};

/* Name the circle that the edge closes. */
static void refuse_circle(const struct walk *walk, const struct ll_need_edge *edge)
{
    struct ll_reader *reader = walk->reader;
    struct ll_buf names = {.max = 240};
    size_t from = walk->path_len;
    while (walk->path[from - 1] != edge->to)
        from--;
    for (size_t i = from - 1; i < walk->path_len; i++) {
        ll_str id = reader->indicators[walk->path[i]].id;
        ll_buf_printf(&names, "%.*s -> ", LL_STR_ARGS(id));
    }
    ll_reader_fault(reader, edge->at,
                    "these indicators need each other: %.*s%.*s; take one in_hit or reports away",
                    LL_STR_ARGS(ll_buf_str(&names)), LL_STR_ARGS(reader->indicators[edge->to].id));
    ll_buf_fini(&names);
}

static void enter(struct walk *walk, uint32_t indicator)
{
    walk->path[walk->path_len++] = indicator;
    walk->on_path[indicator] = true;
}

static void leave(struct walk *walk)
{
    uint32_t done = walk->path[--walk->path_len];
    walk->on_path[done] = false;
    walk->placed[done] = true;
    walk->order[walk->order_len++] = done;
}

/* False where a circle was found. */
static bool walk_from(struct walk *walk, uint32_t start)
{
    if (walk->placed[start])
        return true;
    enter(walk, start);
    while (walk->path_len) {
        uint32_t at = walk->path[walk->path_len - 1];
        if (walk->next[at] == walk->end[at]) {
            leave(walk);
            continue;
        }
        const struct ll_need_edge *edge = &walk->reader->edges[walk->next[at]++];
        if (walk->on_path[edge->to]) {
            refuse_circle(walk, edge);
            return false;
        }
        if (!walk->placed[edge->to])
            enter(walk, edge->to);
    }
    return true;
}

static bool prepare(struct walk *walk)
{
    struct ll_reader *reader = walk->reader;
    size_t n = reader->count;
    walk->next = LL_NEW_ARRAY(&reader->scratch, size_t, n);
    walk->end = LL_NEW_ARRAY(&reader->scratch, size_t, n);
    walk->path = LL_NEW_ARRAY(&reader->scratch, uint32_t, n);
    walk->on_path = LL_NEW_ARRAY(&reader->scratch, bool, n);
    walk->placed = LL_NEW_ARRAY(&reader->scratch, bool, n);
    walk->order = LL_NEW_ARRAY(reader->arena, uint32_t, n);
    if (!walk->next || !walk->end || !walk->path || !walk->on_path || !walk->placed || !walk->order)
        return false;
    if (reader->edge_count)
        qsort(reader->edges, reader->edge_count, sizeof reader->edges[0], edge_cmp);
    size_t edge = 0;
    for (uint32_t i = 0; i < n; i++) {
        walk->next[i] = edge;
        while (edge < reader->edge_count && reader->edges[edge].from == i)
            edge++;
        walk->end[i] = edge;
    }
    return true;
}

void ll_order_make(struct ll_reader *reader)
{
    struct walk walk = {.reader = reader};
    if (!prepare(&walk)) {
        ll_reader_fault_memory(reader);
        return;
    }
    for (uint32_t i = 0; i < reader->count; i++) {
        if (!walk_from(&walk, i))
            return;
    }
    size_t n = 0;
    for (size_t i = 0; i < walk.order_len; i++) {
        if (reader->indicators[walk.order[i]].enabled)
            walk.order[n++] = walk.order[i];
    }
    reader->pack->order = walk.order;
    reader->pack->order_count = n;
}
