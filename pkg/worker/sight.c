/* sight.c -- services that are away: said once for all threads, and tried ever more slowly.
 * SPDX-License-Identifier: Apache-2.0 */
#include "worker/state.h"

#include <time.h>

#define WAIT_MOST_MS 5000

static const char *const service_names[LL_METRICS_SERVICE_COUNT] = {"kafka", "redis"};

void ll_worker_is_away(struct ll_worker *worker, struct ll_worker_sight *sight,
                       enum ll_metrics_service service, const char *why)
{
    if (sight->away[service])
        return;
    sight->away[service] = true;
    sight->tries[service] = 0;
    pthread_mutex_lock(&worker->lock);
    if (!worker->away[service].threads++) {
        worker->away[service].since_ms = ll_worker_now_ms();
        worker->away[service].tries = 0;
        ll_metrics_set_away(worker->setup->metrics, service, true);
        ll_metrics_turn(worker->setup->metrics, false);
        ll_log_write(worker->setup->log, LL_LOG_WARN, NULL, 0,
                     "%s is away; nothing is committed until it is back: %s",
                     service_names[service], why);
    }
    pthread_mutex_unlock(&worker->lock);
}

void ll_worker_is_back(struct ll_worker *worker, struct ll_worker_sight *sight,
                       enum ll_metrics_service service)
{
    if (!sight->away[service])
        return;
    sight->away[service] = false;
    pthread_mutex_lock(&worker->lock);
    if (!--worker->away[service].threads) {
        const struct ll_log_field fields[] = {
            LL_LOG_NUMBER("away_ms", ll_worker_now_ms() - worker->away[service].since_ms),
            LL_LOG_NUMBER("tries", worker->away[service].tries),
        };
        ll_metrics_set_away(worker->setup->metrics, service, false);
        ll_log_write(worker->setup->log, LL_LOG_INFO, fields, 2, "%s is back",
                     service_names[service]);
    }
    pthread_mutex_unlock(&worker->lock);
}

bool ll_worker_misses_any(struct ll_worker *worker)
{
    bool any = false;
    pthread_mutex_lock(&worker->lock);
    for (size_t i = 0; i < LL_METRICS_SERVICE_COUNT; i++)
        any = any || worker->away[i].threads;
    pthread_mutex_unlock(&worker->lock);
    return any;
}

int64_t ll_worker_next_wait_ms(struct ll_worker *worker, struct ll_worker_sight *sight,
                               enum ll_metrics_service service)
{
    uint64_t tries = sight->tries[service]++;
    int64_t ms = tries < 6 ? (int64_t)LL_WORKER_WAIT_FIRST_MS << tries : WAIT_MOST_MS;
    pthread_mutex_lock(&worker->lock);
    worker->away[service].tries++;
    pthread_mutex_unlock(&worker->lock);
    return ms < WAIT_MOST_MS ? ms : WAIT_MOST_MS;
}

void ll_worker_step(int64_t most_ms)
{
    int64_t ms = most_ms < LL_WORKER_STEP_MS ? most_ms : LL_WORKER_STEP_MS;
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}
