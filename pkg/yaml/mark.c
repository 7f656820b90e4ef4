/* mark.c -- from characters to bytes.   SPDX-License-Identifier: Apache-2.0 */
#include "yaml/mark.h"

void ll_yaml_walk_init(struct ll_yaml_walk *walk, const struct ll_source *source)
{
    bool bom = source->text.len >= 3 && memcmp(source->text.ptr, "\xEF\xBB\xBF", 3) == 0;
    size_t base = bom ? 3 : 0;
    *walk = (struct ll_yaml_walk){.source = source, .base = base, .offset = base, .line = 1};
}

static size_t character_length(unsigned char lead)
{
    if (lead < 0xc0)
        return 1;
    return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

static void step(struct ll_yaml_walk *walk)
{
    size_t left = walk->source->text.len - walk->offset;
    char c = walk->source->text.ptr[walk->offset];
    size_t length = character_length((unsigned char)c);
    walk->offset += length < left ? length : left;
    walk->index++;
    if (c == '\n') {
        walk->line++;
        walk->line_start = walk->offset;
    }
}

void ll_yaml_walk_to_index(struct ll_yaml_walk *walk, size_t index)
{
    if (index < walk->index)
        ll_yaml_walk_init(walk, walk->source);
    while (walk->index < index && walk->offset < walk->source->text.len)
        step(walk);
}

void ll_yaml_walk_to_offset(struct ll_yaml_walk *walk, size_t offset)
{
    if (offset < walk->offset)
        ll_yaml_walk_init(walk, walk->source);
    while (walk->offset < offset && walk->offset < walk->source->text.len)
        step(walk);
}

struct ll_pos ll_yaml_walk_pos(const struct ll_yaml_walk *walk, size_t width)
{
    return (struct ll_pos){.source = walk->source,
                           .line = walk->line,
                           .col = (uint32_t)(walk->offset - walk->line_start + 1),
                           .width = width ? (uint32_t)width : 1};
}

size_t ll_yaml_walk_width(const struct ll_yaml_walk *walk, size_t end_index)
{
    struct ll_yaml_walk end = *walk;
    const char *text = walk->source->text.ptr;
    while (end.index < end_index && end.offset < walk->source->text.len &&
           text[end.offset] != '\n' && text[end.offset] != '\r')
        step(&end);
    while (end.offset > walk->offset &&
           (text[end.offset - 1] == ' ' || text[end.offset - 1] == '\t'))
        end.offset--;
    return end.offset > walk->offset ? end.offset - walk->offset : 1;
}
