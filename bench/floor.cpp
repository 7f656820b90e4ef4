// floor.cpp -- the floor of replay: every value of every event seen by simdjson On-Demand, and nothing done with it.
//   floor FILE [RUNS]      prints the seconds of the fastest of RUNS (1) and the number of events
// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <simdjson.h>
#include <unistd.h>
#include <utility>
#include <vector>

using namespace simdjson;

namespace
{

constexpr size_t chunk_bytes = 256 << 10;

// Something that depends on every value, so that no reading of one can be left out.
struct Tally {
    uint64_t events = 0, bytes = 0;

    // False where the text is damaged: nothing behind that is read.
    bool look_at_all(ondemand::object object)
    {
        for (auto field : object)
            if (field.error() || !look_at(field.value_unsafe().value()))
                return false;
        return true;
    }

    bool look_at(ondemand::value value)
    {
        std::string_view token = value.raw_json_token();
        ondemand::object object;
        ondemand::array array;
        bytes += token.size() + static_cast<unsigned char>(token[0]);
        if (token[0] == '{')
            return !value.get_object().get(object) && look_at_all(object);
        if (token[0] != '[')
            return true;
        if (value.get_array().get(array))
            return false;
        for (auto element : array)
            if (element.error() || !look_at(element.value_unsafe()))
                return false;
        return true;
    }

    bool take(ondemand::document_reference document)
    {
        ondemand::object object;
        events++;
        return !document.get_object().get(object) && look_at_all(object);
    }
};

// The whole lines of a chunk; what is damaged ends its chunk, as the stream cannot be asked on behind it.
void read_lines(ondemand::parser &parser, const char *text, size_t len, size_t room, Tally &tally)
{
    ondemand::document_stream lines;
    if (parser.iterate_many(text, len, room).get(lines))
        return;
    for (auto line : lines) {
        ondemand::document_reference document;
        if (std::move(line).get(document) || !tally.take(document))
            return;
    }
}

bool read_file(const char *path, Tally &tally)
{
    int file = open(path, O_RDONLY);
    std::vector<char> buffer(chunk_bytes + SIMDJSON_PADDING);
    ondemand::parser parser;
    size_t have = 0;
    if (file < 0)
        return false;
    for (;;) {
        ssize_t got = read(file, buffer.data() + have, chunk_bytes - have);
        have += got > 0 ? static_cast<size_t>(got) : 0;
        if (have == 0)
            break;
        auto *end = static_cast<char *>(memrchr(buffer.data(), '\n', have));
        size_t use = end ? static_cast<size_t>(end - buffer.data()) + 1 : have;
        read_lines(parser, buffer.data(), use, chunk_bytes, tally);
        memmove(buffer.data(), buffer.data() + use, have - use);
        have -= use;
    }
    close(file);
    return true;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: floor FILE [RUNS]\n");
        return 2;
    }
    double best = 0;
    long runs = argc > 2 ? strtol(argv[2], nullptr, 10) : 1;
    Tally tally;
    for (long i = 0; i < runs; i++) {
        auto began = std::chrono::steady_clock::now();
        tally = Tally();
        if (!read_file(argv[1], tally)) {
            perror(argv[1]);
            return 1;
        }
        std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
        best = i == 0 || took.count() < best ? took.count() : best;
    }
    printf("%.6f %llu %llu\n", best, static_cast<unsigned long long>(tally.events),
           static_cast<unsigned long long>(tally.bytes));
}
