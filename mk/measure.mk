# What is measured, and held to what was measured before. docs/performance.md says what it means.

.PHONY: guard guard-renew guard-selftest parts flame bench-tune
guard: release                                  ## instructions of fixed jobs against those kept in tests/guard
	@$(PYTHON) -B tests/guard/guard.py build/leadline compare

guard-renew: release                            ## keep the counts as they are now
	@$(PYTHON) -B tests/guard/guard.py build/leadline renew

guard-selftest: release
	@$(PYTHON) -B tests/guard/selftest.py build/leadline

parts: build/bench/parts build/leadline         ## the floor of each part of an event's way, ns an event
	@build/leadline gen --quiet --seed 7 --sales 200000 --out build/bench/parts.ndjson
	@taskset -c 0 build/bench/parts build/bench/parts.ndjson

build/bench/parts: bench/parts.cpp
	@mkdir -p $(@D)
	@$(CXX) -std=c++17 -O3 -o $@ $< -lsimdjson -lnettle -lxxhash

flame: profile                                  ## docs/flame-replay.svg and docs/flame-live.svg, by perf
	@bench/flame.sh replay live

bench-tune: release                             ## what a sweep of 10 values, and of 10 x 10, costs in replays
	@bench/tune.sh
