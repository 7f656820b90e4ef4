/* partitions.c -- a small table: topic by name, partition by number.
 * SPDX-License-Identifier: Apache-2.0 */
#include "kafka/partitions.h"

#include <stdlib.h>

enum ll_status ll_kafka_partitions_init(struct ll_kafka_partitions *partitions,
                                        const struct ll_kafka_subscription *subscription,
                                        struct ll_error *err)
{
    *partitions = (struct ll_kafka_partitions){.slots = subscription->slots};
    if (!subscription->topic_count || subscription->topic_count > LL_KAFKA_TOPICS_MAX)
        return ll_fail(err, LL_ERR_SYNTAX, "subscribe to 1 to %d topics", LL_KAFKA_TOPICS_MAX);
    for (size_t i = 0; i < subscription->topic_count; i++) {
        size_t size = strlen(subscription->topics[i]) + 1;
        partitions->topics[i] = malloc(size);
        if (!partitions->topics[i]) {
            ll_kafka_partitions_fini(partitions);
            return ll_fail(err, LL_ERR_NOMEM, "out of memory");
        }
        memcpy(partitions->topics[i], subscription->topics[i], size);
        partitions->topic_count++;
    }
    return LL_OK;
}

void ll_kafka_partitions_fini(struct ll_kafka_partitions *partitions)
{
    for (size_t t = 0; t < partitions->topic_count; t++) {
        for (size_t p = 0; p < partitions->part_count[t]; p++)
            free(partitions->parts[t][p]);
        free(partitions->parts[t]);
        free(partitions->topics[t]);
    }
    *partitions = (struct ll_kafka_partitions){0};
}

/* Entries do not move: messages of the batch at hand point to them. */
static bool make_room(struct ll_kafka_partitions *partitions, size_t topic, size_t count)
{
    size_t had = partitions->part_count[topic];
    if (count <= had)
        return true;
    struct ll_kafka_part **grown =
        realloc(partitions->parts[topic], count * sizeof *partitions->parts[topic]);
    if (!grown)
        return false;
    for (size_t i = had; i < count; i++)
        grown[i] = NULL;
    partitions->parts[topic] = grown;
    partitions->part_count[topic] = count;
    return true;
}

struct ll_kafka_part *ll_kafka_partitions_get(struct ll_kafka_partitions *partitions,
                                              const char *topic, int32_t partition)
{
    size_t t = 0;
    while (t < partitions->topic_count && strcmp(partitions->topics[t], topic) != 0)
        t++;
    if (t == partitions->topic_count || partition < 0 ||
        !make_room(partitions, t, (size_t)partition + 1))
        return NULL;
    struct ll_kafka_part *part = partitions->parts[t][partition];
    if (part)
        return part;
    part = calloc(1, sizeof *part);
    if (!part)
        return NULL;
    part->topic = (uint32_t)t;
    part->partition = partition;
    part->slot = partitions->next_slot;
    part->done = part->sent = LL_KAFKA_OFFSET_NONE;
    if (partitions->next_slot + 1 < partitions->slots)
        partitions->next_slot++;
    partitions->parts[t][partition] = part;
    return part;
}

void ll_kafka_partitions_each(struct ll_kafka_partitions *partitions,
                              void (*visit)(struct ll_kafka_part *part, const char *topic,
                                            void *context),
                              void *context)
{
    for (size_t t = 0; t < partitions->topic_count; t++)
        for (size_t p = 0; p < partitions->part_count[t]; p++)
            if (partitions->parts[t][p] && partitions->parts[t][p]->owned)
                visit(partitions->parts[t][p], partitions->topics[t], context);
}

static void list_one(struct ll_kafka_part *part, const char *topic, void *context)
{
    rd_kafka_topic_partition_list_t **list = context;
    if (part->done <= part->sent)
        return;
    if (!*list)
        *list = rd_kafka_topic_partition_list_new(8);
    rd_kafka_topic_partition_list_add(*list, topic, part->partition)->offset = part->done;
}

rd_kafka_topic_partition_list_t *ll_kafka_partitions_to_commit(
    struct ll_kafka_partitions *partitions)
{
    rd_kafka_topic_partition_list_t *list = NULL;
    ll_kafka_partitions_each(partitions, list_one, (void *)&list);
    return list;
}
