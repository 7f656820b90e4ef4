/* line.c -- see line.h.   SPDX-License-Identifier: Apache-2.0 */
#include "replay/line.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct stage {
    uint64_t batch; /* the one at hand, or whose turn is next */
    size_t next;    /* the first of its pieces that nobody has taken */
    size_t done;    /* of its pieces */
    double cpu;     /* seconds */
};

struct line {
    const struct ll_line_setup *setup;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct stage stages[LL_LINE_STAGES];
    size_t waiting;   /* threads */
    uint64_t changes; /* after which there may be something to do that was not there before */
    double ahead;     /* CPU seconds */
    bool later;       /* reading waits until all is given */
    bool ended;       /* nothing is left to be read */
    bool over;
    uint64_t fault_batch; /* the first batch that failed */
    struct ll_error fault;
};

struct piece {
    size_t stage, number;
    uint64_t batch;
};

static double thread_cpu(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static size_t pieces_of(const struct line *line, size_t stage)
{
    return stage == LL_LINE_READ || stage == LL_LINE_GIVE ? 1 : line->setup->pieces;
}

/* All that follows up to work() is done under the lock. */

static bool is_over(struct line *line)
{
    const struct stage *read = &line->stages[LL_LINE_READ], *give = &line->stages[LL_LINE_GIVE];

    line->over = line->over || (line->setup->stop && *line->setup->stop) ||
                 give->batch == line->fault_batch || (line->ended && give->batch == read->batch);
    return line->over;
}

static bool may_read(const struct line *line)
{
    uint64_t on_way = line->stages[LL_LINE_READ].batch - line->stages[LL_LINE_GIVE].batch;

    return !line->ended && on_way < line->setup->depth && !(line->later && on_way);
}

static bool has_piece(const struct line *line, size_t number)
{
    const struct stage *stage = &line->stages[number];

    if (stage->batch >= line->fault_batch || stage->next == pieces_of(line, number))
        return false;
    return number == LL_LINE_READ ? may_read(line) : stage->batch < line->stages[number - 1].batch;
}

/* Reading first, that the others always have something; then what is nearest to its end. */
static bool take_piece(struct line *line, bool reads, struct piece *piece)
{
    for (size_t i = 0; i < LL_LINE_STAGES; i++) {
        size_t number = i ? LL_LINE_STAGES - i : LL_LINE_READ;
        struct stage *stage = &line->stages[number];
        if ((number == LL_LINE_READ && !reads) || !has_piece(line, number))
            continue;
        *piece = (struct piece){number, stage->next++, stage->batch};
        return true;
    }
    return false;
}

static void wake_all(struct line *line)
{
    line->changes++;
    if (line->waiting)
        (void)pthread_cond_broadcast(&line->changed);
}

static void finish_piece(struct line *line, const struct piece *piece, enum ll_status status,
                         enum ll_line_read what, const struct ll_error *err)
{
    struct stage *stage = &line->stages[piece->stage];
    bool whole = ++stage->done == pieces_of(line, piece->stage);

    if (status && piece->batch < line->fault_batch) {
        line->fault_batch = piece->batch;
        line->fault = *err;
        line->fault.status = status;
    }
    line->ended = line->ended || what == LL_LINE_END;
    if (piece->stage == LL_LINE_READ)
        line->later = what == LL_LINE_LATER;
    if (whole) {
        stage->next = stage->done = 0;
        stage->batch += !status && what == LL_LINE_BATCH;
    }
    if (whole || status)
        wake_all(line);
}

static enum ll_status do_piece(const struct ll_line_setup *setup, const struct piece *piece,
                               enum ll_line_read *what, struct ll_error *err)
{
    size_t place = piece->batch % setup->depth;

    *what = LL_LINE_BATCH;
    if (piece->stage == LL_LINE_READ)
        return setup->read(setup->context, place, what, err);
    return setup->work(setup->context, piece->stage, place, piece->number, err);
}

/* Out of the lock and back. */
static void do_and_finish(struct line *line, const struct piece *piece)
{
    struct ll_error err = {0};
    enum ll_line_read what;

    (void)pthread_mutex_unlock(&line->lock);
    double began = thread_cpu();
    enum ll_status status = do_piece(line->setup, piece, &what, &err);
    double cpu = thread_cpu() - began;
    (void)pthread_mutex_lock(&line->lock);
    line->stages[piece->stage].cpu += cpu;
    finish_piece(line, piece, status, what, &err);
}

/* There is no piece: look ahead, or wait for one. */
static void look_ahead(struct line *line)
{
    uint64_t changes = line->changes;

    (void)pthread_mutex_unlock(&line->lock);
    double began = thread_cpu();
    bool done = line->setup->ahead(line->setup->context);
    double cpu = thread_cpu() - began;
    (void)pthread_mutex_lock(&line->lock);
    line->ahead += cpu;
    if (done || changes != line->changes)
        return;
    line->waiting++;
    (void)pthread_cond_wait(&line->changed, &line->lock);
    line->waiting--;
}

static void work(struct line *line, bool reads)
{
    struct piece piece;

    (void)pthread_mutex_lock(&line->lock);
    while (!is_over(line)) {
        if (take_piece(line, reads, &piece))
            do_and_finish(line, &piece);
        else
            look_ahead(line);
    }
    wake_all(line);
    (void)pthread_mutex_unlock(&line->lock);
}

static void *help(void *line)
{
    work(line, false);
    return NULL;
}

/* Start the helpers. Signals stay with the thread that reads: it is the one that may wait for
 * something that only a signal ends. */
static enum ll_status start(struct line *line, pthread_t *threads, size_t n, size_t *started,
                            struct ll_error *err)
{
    sigset_t all, before;
    int fault = 0;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_BLOCK, &all, &before);
    for (*started = 0; *started < n && !fault; *started += !fault)
        fault = pthread_create(&threads[*started], NULL, help, line);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!fault)
        return LL_OK;
    return ll_fail(err, LL_ERR_NOMEM, "cannot start thread %zu of %zu: %s; use fewer", *started + 2,
                   n + 1, strerror(fault));
}

static void end(struct line *line)
{
    (void)pthread_mutex_lock(&line->lock);
    line->over = true;
    wake_all(line);
    (void)pthread_mutex_unlock(&line->lock);
}

enum ll_status ll_line_run(const struct ll_line_setup *setup, struct ll_line_times *times,
                           struct ll_error *err)
{
    struct line line = {.setup = setup,
                        .lock = PTHREAD_MUTEX_INITIALIZER,
                        .changed = PTHREAD_COND_INITIALIZER,
                        .fault_batch = UINT64_MAX};
    pthread_t *threads = calloc(setup->threads, sizeof *threads);
    size_t started;
    enum ll_status status;

    if (!threads)
        return ll_fail(err, LL_ERR_NOMEM, "no memory for %zu threads", setup->threads);
    status = start(&line, threads, setup->threads - 1, &started, err);
    if (!status)
        work(&line, true);
    end(&line);
    for (size_t i = 0; i < started; i++)
        (void)pthread_join(threads[i], NULL);
    (void)pthread_cond_destroy(&line.changed);
    (void)pthread_mutex_destroy(&line.lock);
    free(threads);
    for (size_t i = 0; i < LL_LINE_STAGES; i++)
        times->of[i] = line.stages[i].cpu;
    times->ahead = line.ahead;
    if (status || !line.fault.status)
        return status;
    if (err)
        *err = line.fault;
    return line.fault.status;
}
