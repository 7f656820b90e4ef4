/* ranges.c -- see ranges.h.   SPDX-License-Identifier: Apache-2.0 */
#include "files/ranges.h"

#include "base/buf.h"
#include "files/cut.h"
#include "files/stream.h"
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A range is so long; less, and what is done for each would show. */
#define RANGE_BYTES (256u << 10)

/* Of more files, each is open only while it is read. */
#define FILES_MAX 256

struct range {
    struct range *next; /* in the list where it is */
    size_t file;
    uint64_t from, to;
    bool last; /* of its file */
    bool done; /* it is cut */
    struct ll_cut cut;
    size_t taken;  /* of its lines */
    uint64_t call; /* that took the last one; 0: none did */
};

/* First in, first out. */
struct list {
    struct range *first, **end;
};

struct file {
    int fd;
    uint64_t size; /* when it was opened */
};

struct ll_ranges {
    struct ll_input_setup setup;
    struct file *files;
    size_t file_count; /* that are open */

    /* Of the thread that takes the lines. */
    struct list held;      /* their lines are borrowed */
    uint64_t call;         /* of ll_ranges_next */
    uint64_t lines_before; /* of the file at hand, before the first range that is queued */
    uint64_t done;         /* bytes */
    struct ll_error fault;

    pthread_mutex_t lock; /* for what follows, and a range's `done` */
    pthread_cond_t was_cut;
    struct list queue; /* whose lines are not all taken, in order */
    size_t queued;
    struct range *spare;
    size_t file; /* of the next range */
    uint64_t offset;
};

static void put(struct list *list, struct range *range)
{
    range->next = NULL;
    *list->end = range;
    list->end = &range->next;
}

static struct range *take_first(struct list *list)
{
    struct range *range = list->first;

    list->first = range->next;
    if (!list->first)
        list->end = &list->first;
    return range;
}

/* Open it if it is plain, and has a size that tells where it ends. */
static bool open_plain(const char *path, struct file *file)
{
    unsigned char head[LL_STREAM_MAGIC_BYTES];
    struct stat about;
    ssize_t n = -1;

    file->fd = strcmp(path, "-") == 0 ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    if (file->fd < 0)
        return false;
    if (fstat(file->fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0)
        n = pread(file->fd, head, sizeof head, 0);
    if (n > 0 && !ll_stream_may_be_packed(head, (size_t)n)) {
        file->size = (uint64_t)about.st_size;
        return true;
    }
    close(file->fd);
    return false;
}

enum ll_status ll_ranges_open(const struct ll_input_setup *setup, struct ll_ranges **out,
                              struct ll_error *err)
{
    struct ll_ranges *ranges;

    *out = NULL;
    if (setup->path_count > FILES_MAX)
        return LL_OK;
    ranges = calloc(1, sizeof *ranges);
    if (!ranges)
        return ll_fail(err, LL_ERR_NOMEM, "no memory to read events");
    ranges->setup = *setup;
    ranges->held.end = &ranges->held.first;
    ranges->queue.end = &ranges->queue.first;
    (void)pthread_mutex_init(&ranges->lock, NULL);
    (void)pthread_cond_init(&ranges->was_cut, NULL);
    ranges->files = calloc(setup->path_count, sizeof *ranges->files);
    while (ranges->files && ranges->file_count < setup->path_count &&
           open_plain(setup->paths[ranges->file_count], &ranges->files[ranges->file_count]))
        ranges->file_count++;
    if (ranges->file_count == setup->path_count) {
        *out = ranges;
        return LL_OK;
    }
    ll_ranges_close(ranges);
    return LL_OK;
}

static void free_ranges(struct range *range)
{
    while (range) {
        struct range *next = range->next;
        ll_cut_fini(&range->cut);
        free(range);
        range = next;
    }
}

void ll_ranges_close(struct ll_ranges *ranges)
{
    if (!ranges)
        return;
    free_ranges(ranges->held.first);
    free_ranges(ranges->queue.first);
    free_ranges(ranges->spare);
    for (size_t i = 0; i < ranges->file_count; i++)
        close(ranges->files[i].fd);
    free(ranges->files);
    (void)pthread_cond_destroy(&ranges->was_cut);
    (void)pthread_mutex_destroy(&ranges->lock);
    free(ranges);
}

/* ---- reading, by any thread ---- */

/* Under the lock: the next range, in the queue; NULL: there is none, or, with *fine false, memory is out. */
static struct range *queue_next(struct ll_ranges *ranges, bool *fine)
{
    struct range *range = ranges->spare;

    *fine = true;
    if (ranges->file == ranges->file_count)
        return NULL;
    if (range)
        ranges->spare = range->next;
    else
        range = calloc(1, sizeof *range);
    *fine = range != NULL;
    if (!range)
        return NULL;
    uint64_t size = ranges->files[ranges->file].size, left = size - ranges->offset;
    range->file = ranges->file;
    range->from = ranges->offset;
    range->to = left > RANGE_BYTES ? range->from + RANGE_BYTES : size;
    range->last = range->to == size;
    range->done = false;
    range->taken = 0;
    range->call = 0;
    ranges->offset = range->last ? 0 : range->to;
    ranges->file += range->last;
    ranges->queued++;
    put(&ranges->queue, range);
    return range;
}

static void cut(struct ll_ranges *ranges, struct range *range)
{
    ll_cut_range(&range->cut, ranges->files[range->file].fd, ranges->setup.paths[range->file],
                 range->from, range->to);
    (void)pthread_mutex_lock(&ranges->lock);
    range->done = true;
    (void)pthread_cond_signal(&ranges->was_cut);
    (void)pthread_mutex_unlock(&ranges->lock);
}

bool ll_ranges_ahead(struct ll_ranges *ranges)
{
    struct range *range = NULL;
    bool fine;

    (void)pthread_mutex_lock(&ranges->lock);
    if (ranges->queued < ranges->setup.ahead)
        range = queue_next(ranges, &fine);
    (void)pthread_mutex_unlock(&ranges->lock);
    if (range)
        cut(ranges, range);
    return range != NULL;
}

/* ---- taking, by one ---- */

/* The first range of the queue, cut: by whoever does it, or else by this thread. *range NULL: there is no more. */
static enum ll_status first_range(struct ll_ranges *ranges, struct range **range,
                                  struct ll_error *err)
{
    bool fine = true;
    struct range *fresh = NULL;

    (void)pthread_mutex_lock(&ranges->lock);
    if (!ranges->queue.first)
        fresh = queue_next(ranges, &fine);
    while (!fresh && ranges->queue.first && !ranges->queue.first->done)
        (void)pthread_cond_wait(&ranges->was_cut, &ranges->lock);
    *range = ranges->queue.first;
    (void)pthread_mutex_unlock(&ranges->lock);
    if (fresh)
        cut(ranges, fresh);
    return fine ? LL_OK : ll_fail(err, LL_ERR_NOMEM, "no memory to read events");
}

static void use_again(struct ll_ranges *ranges, struct range *range)
{
    (void)pthread_mutex_lock(&ranges->lock);
    range->next = ranges->spare;
    ranges->spare = range;
    (void)pthread_mutex_unlock(&ranges->lock);
}

/* The first range has no more lines. */
static void pass_range(struct ll_ranges *ranges, struct range *range)
{
    ranges->lines_before = range->last ? 0 : ranges->lines_before + range->cut.numbers;
    ranges->done += range->to - range->from;
    (void)pthread_mutex_lock(&ranges->lock);
    (void)take_first(&ranges->queue);
    ranges->queued--;
    (void)pthread_mutex_unlock(&ranges->lock);
    if (range->call)
        put(&ranges->held, range);
    else
        use_again(ranges, range);
}

/* Those whose lines are borrowed no longer. */
static void let_go(struct ll_ranges *ranges)
{
    ranges->call++;
    while (ranges->held.first && ranges->held.first->call + ranges->setup.held <= ranges->call)
        use_again(ranges, take_first(&ranges->held));
}

static void note_fault(struct ll_ranges *ranges, const struct range *range)
{
    if (range->cut.too_long)
        (void)ll_line_fail_too_long(&ranges->fault, ranges->setup.paths[range->file],
                                    ranges->lines_before + range->cut.numbers + 1);
    else
        ranges->fault = range->cut.fault;
}

/* A batch that is being put together. */
struct batch {
    struct ll_input_line *lines;
    size_t count, bytes;
};

static bool is_full(const struct ll_ranges *ranges, const struct batch *batch)
{
    return batch->count == ranges->setup.batch || batch->bytes >= ranges->setup.batch_bytes;
}

static void take_lines(const struct ll_ranges *ranges, struct range *range, struct batch *batch)
{
    while (range->taken < range->cut.count && !is_full(ranges, batch)) {
        struct ll_input_line *line = &batch->lines[batch->count++];
        *line = range->cut.lines[range->taken++];
        line->number += ranges->lines_before;
        batch->bytes += line->bytes.len;
        range->call = ranges->call;
    }
}

enum ll_status ll_ranges_next(struct ll_ranges *ranges, struct ll_input_line *lines, size_t *count,
                              struct ll_error *err)
{
    struct batch batch = {lines, 0, 0};

    let_go(ranges);
    while (!ranges->fault.status && !is_full(ranges, &batch)) {
        struct range *range;
        if (first_range(ranges, &range, &ranges->fault) || !range)
            break;
        take_lines(ranges, range, &batch);
        if (range->taken < range->cut.count)
            continue;
        if (range->cut.too_long || range->cut.fault.status)
            note_fault(ranges, range);
        else
            pass_range(ranges, range);
    }
    *count = batch.count;
    if (batch.count || !ranges->fault.status)
        return LL_OK;
    if (err)
        *err = ranges->fault;
    return ranges->fault.status;
}

uint64_t ll_ranges_done(const struct ll_ranges *ranges)
{
    return ranges->done;
}
