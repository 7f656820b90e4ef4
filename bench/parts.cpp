// parts.cpp -- the least that each part of an event's way can cost on this machine, in nanoseconds an event: no part of
// Leadline can be below it while it does that work at all.   SPDX-License-Identifier: Apache-2.0
//
// usage: parts EVENTS.ndjson [RUNS]        the least of RUNS (7) passes over the file's lines
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <nettle/hmac.h>
#include <numeric>
#include <simdjson.h>
#include <string_view>
#include <vector>
#include <xxhash.h>

namespace
{

volatile uint64_t sink; // what is computed is used

double cpu_ns()
{
    timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e9 + double(now.tv_nsec);
}

template <class Work> void part(const char *name, size_t count, int runs, Work work)
{
    double least = 0;
    for (int i = 0; i < runs; i++) {
        double began = cpu_ns();
        sink = work();
        double took = (cpu_ns() - began) / double(count);
        if (i == 0 || took < least)
            least = took;
    }
    std::printf("%-44s %8.1f ns/event\n", name, least);
}

simdjson::padded_string read(const char *path)
{
    simdjson::padded_string text;
    if (simdjson::padded_string::load(path).get(text)) {
        std::fprintf(stderr, "parts: %s cannot be read\n", path);
        std::exit(2);
    }
    return text;
}

std::vector<std::string_view> lines_of(std::string_view text)
{
    std::vector<std::string_view> lines;
    for (size_t at = 0, end; (end = text.find('\n', at)) != text.npos; at = end + 1)
        lines.push_back(text.substr(at, end - at));
    return lines;
}

// Two keyed digests from a context keyed once: a purchaser's and an address's.
uint64_t identities(const std::vector<std::string_view> &lines)
{
    hmac_sha256_ctx keyed;
    uint8_t digest[SHA256_DIGEST_SIZE] = {};
    uint64_t sum = 0;
    hmac_sha256_set_key(&keyed, 4, reinterpret_cast<const uint8_t *>("demo"));
    for (std::string_view line : lines)
        for (int i = 0; i < 2; i++) {
            // nettle's digest puts the keyed state back
            hmac_sha256_update(&keyed, line.size() < 36 ? line.size() : 36,
                               reinterpret_cast<const uint8_t *>(line.data()));
            hmac_sha256_digest(&keyed, sizeof digest, digest);
            sum += digest[0];
        }
    return sum;
}

// A walk through far more memory than any cache holds, each step known only from the one before: a timeline's first look.
std::vector<uint32_t> make_walk(size_t steps)
{
    std::vector<uint32_t> next(steps * 16);
    std::vector<uint32_t> order(steps);
    uint64_t random = 7;
    std::iota(order.begin(), order.end(), 0);
    for (size_t i = steps - 1; i > 0; i--) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        std::swap(order[i], order[(random >> 33) % (i + 1)]);
    }
    for (size_t i = 0; i < steps; i++)
        next[order[i] * 16] = order[(i + 1) % steps];
    return next;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: parts EVENTS.ndjson [RUNS]\n");
        return 2;
    }
    const int runs = argc > 2 ? static_cast<int>(std::strtol(argv[2], nullptr, 10)) : 7;
    const simdjson::padded_string text = read(argv[1]);
    const std::vector<std::string_view> lines = lines_of(text);
    if (lines.empty() || runs < 1)
        return 2;
    const std::vector<uint32_t> walk = make_walk(4u << 20);
    std::vector<char> copy(1u << 20);
    simdjson::ondemand::parser parser;

    std::printf("%zu events of %zu bytes; simdjson %s\n", lines.size(), text.size() / lines.size(),
                simdjson::get_active_implementation()->name().c_str());
    part("the newline found (memchr)", lines.size(), runs, [&] { return lines_of(text).size(); });
    part("structure found (stage 1 of simdjson)", lines.size(), runs, [&] {
        uint64_t sum = 0;
        for (std::string_view line : lines) {
            simdjson::ondemand::document document;
            // what stands behind a line is the next one: as much as simdjson may read over the end
            if (!parser.iterate(line.data(), line.size(), text.size() + simdjson::SIMDJSON_PADDING)
                     .get(document))
                sum++;
        }
        return sum;
    });
    part("two HMAC-SHA256", lines.size(), runs, [&] { return identities(lines); });
    part("XXH64 of the message", lines.size(), runs, [&] {
        uint64_t sum = 0;
        for (std::string_view line : lines)
            sum += XXH64(line.data(), line.size(), 0);
        return sum;
    });
    part("the message copied (memcpy)", lines.size(), runs, [&] {
        uint64_t sum = 0;
        for (std::string_view line : lines) {
            std::memcpy(copy.data() + (sum & 1023), line.data(),
                        line.size() < 65536 ? line.size() : 65536);
            sum += uint8_t(copy[line.size() / 2]);
        }
        return sum;
    });
    part("one miss of all caches", lines.size(), runs, [&] {
        uint64_t at = 0;
        for (size_t i = 0; i < lines.size(); i++)
            at = walk[at * 16];
        return at;
    });
    return 0;
}
