/* index.cpp -- the tokens of a JSON text, by simdjson.   SPDX-License-Identifier: Apache-2.0
 *
 * simdjson works in two stages. The first, written for each kind of processor and chosen at run
 * time, checks UTF-8 and finds where tokens begin; it is what makes simdjson fast. Its second
 * stages (dom and On-Demand) either build a tree or do not check what the reader passes over;
 * here every byte has to be checked and nothing to be built, so reader.c walks the tokens
 * itself. */
#include "json/index.h"

#include <memory>
#include <new>
#include <simdjson.h>

using stage = simdjson::internal::dom_parser_implementation;

struct ll_json_index {
    size_t max_bytes;
    std::unique_ptr<stage> first;
};

struct ll_json_index *ll_json_index_new(size_t max_bytes)
{
    auto *index = new (std::nothrow) ll_json_index{max_bytes, nullptr};
    if (!index)
        return nullptr;
    /* One byte more than the longest text, and depth for the least tree: none is built. */
    auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(
        max_bytes + 1, 1, index->first);
    if (error || !index->first) {
        delete index;
        return nullptr;
    }
    return index;
}

void ll_json_index_free(struct ll_json_index *index)
{
    delete index;
}

static const char *words(simdjson::error_code error)
{
    if (error == simdjson::UTF8_ERROR)
        return "it is not UTF-8";
    if (error == simdjson::UNCLOSED_STRING)
        return "a string is not closed";
    if (error == simdjson::UNESCAPED_CHARS)
        return "a string holds a bare control character";
    if (error == simdjson::EMPTY)
        return "it is empty";
    return "it is not JSON";
}

const char *ll_json_index_build(struct ll_json_index *index, ll_str text, const uint32_t **tokens,
                                size_t *count)
{
    if (text.len == 0)
        return words(simdjson::EMPTY);
    if (text.len > index->max_bytes)
        return "it is too long";
    auto error = index->first->stage1(reinterpret_cast<const uint8_t *>(text.ptr), text.len,
                                      simdjson::stage1_mode::regular);
    if (error)
        return words(error);
    *tokens = index->first->structural_indexes.get();
    *count = index->first->n_structural_indexes;
    index->first->structural_indexes[*count] = static_cast<uint32_t>(text.len);
    return nullptr;
}

#define TEXT_OF(x) #x
#define TEXT_OF_VERSION(x) TEXT_OF(x)

const char *ll_json_library_version(void)
{
    return TEXT_OF_VERSION(SIMDJSON_VERSION);
}
