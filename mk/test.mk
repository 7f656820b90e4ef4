# Tests and checks. The work is done by scripts under tests/tools/; this file says what they need built.

UNIT_FLAVOUR ?= asan
UNIT_OBJECTS = $(call objects,$(UNIT_FLAVOUR),$(UNIT_SOURCES))
CRITERION_LIBS = $(shell pkg-config --libs criterion)
SANITIZER_OPTIONS := ASAN_OPTIONS=abort_on_error=1:detect_leaks=1 \
    UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
FUZZ_SECONDS ?= 60
SEEDS ?= 1..200
LAW_SEEDS ?= 1..40
WHY_SEEDS ?= 1..30
SOAK_SEEDS ?= 1001..5000

asan: build/asan/leadline build/asan/unit
clang: build/clang/leadline $(call objects,clang,$(UNIT_SOURCES) $(HELPERS))
fuzz-build: $(FUZZ_TARGETS)

build/$(UNIT_FLAVOUR)/unit: $(UNIT_OBJECTS) build/$(UNIT_FLAVOUR)/libleadline.a
	@echo "  $(UNIT_FLAVOUR)  $@"
	@g++ $(SANITIZE) -o $@ $^ $(CRITERION_LIBS) $(LIBS)

$(FUZZ_TARGETS): build/fuzz/%: build/fuzz/tests/fuzz/%.o build/fuzz/libleadline.a
	@echo "  fuzz  $@"
	@$(CLANGXX) $(SANITIZE) -fsanitize=fuzzer -o $@ $^ $(LIBS)

# An embedded broker, where there is no Java: librdkafka's mock cluster as a program.
mock-broker: build/leadline-mock-broker
build/leadline-mock-broker: build/release/tests/integration/mock_broker.o
	@$(CC) -o $@ $^ $$(pkg-config --libs rdkafka) -pthread

.PHONY: mock-broker test unit fuzz-corpus fuzz scenarios generated law why soak rules race integration layers house check-format format \
    check-tidy bench bench-live demo
test: deps                                      ## everything; on a bare Debian 12 it installs what it needs
	@WERROR='$(WERROR)' $(PYTHON) tests/tools/run_tests.py

unit: build/asan/unit                           ## unit tests, under the sanitizers
	@$(SANITIZER_OPTIONS) build/asan/unit

fuzz-corpus: fuzz-build                         ## each fuzz target once over its corpus
	@$(SANITIZER_OPTIONS) tests/tools/fuzz.sh corpus $(FUZZ_TARGETS)

fuzz: fuzz-build                                ## each fuzz target for FUZZ_SECONDS (60)
	@$(SANITIZER_OPTIONS) tests/tools/fuzz.sh run $(FUZZ_SECONDS) $(FUZZ_TARGETS)

scenarios: build/asan/leadline                  ## the worked cases, by `replay --final`
	@$(SANITIZER_OPTIONS) $(PYTHON) tests/reference/compare_engine.py --bin build/asan/leadline \
	    --scenarios tests/scenarios

generated: build/asan/leadline                  ## SEEDS (1..200): generated cases against the reference engine
	@$(SANITIZER_OPTIONS) $(PYTHON) tests/reference/compare_engine.py --bin build/asan/leadline \
	    --seeds $(SEEDS) --reasons --keep build/failed-cases

law: release                                    ## LAW_SEEDS (1..40): order, repeats and prefixes change no lead
	@$(PYTHON) tests/reference/law.py --bin build/leadline --seeds $(LAW_SEEDS) --keep build/failed-cases

why: release                                    ## WHY_SEEDS (1..30): what would have made an indicator hit does
	@$(PYTHON) tests/reference/why.py --bin build/leadline --seeds $(WHY_SEEDS) --keep build/failed-cases

integration: release mock-broker page-tests                ## with a real Kafka and Redis
	@$(PYTHON) tests/tools/integration.py build/leadline $(TESTS)

# Under the thread sanitizer, and the bytes of one thread.
RACE := build/race
race: release build/tsan/leadline               ## replay and tune on threads, under the thread sanitizer
	@mkdir -p $(RACE)
	@build/leadline gen --quiet --seed 5 --sales 8000 --dealers 40 --days 300 --late 0.05 --duplicates 0.05 \
	    --corrections 0.05 --voids 0.05 --malformed 0.02 --traces 0.05 --dealers-out $(RACE)/dealers.csv \
	    --out $(RACE)/events.ndjson
	@set -e; for final in "" --final; do for n in "1 build/leadline" "4 build/tsan/leadline"; do set -- $$n; \
	    TSAN_OPTIONS=halt_on_error=1 $$2 replay --quiet --rules rules/atf.yaml --groups rules/groups.yaml \
	        --dealers $(RACE)/dealers.csv --threads $$1 --batch 100 $$final --out $(RACE)/leads.$$1 \
	        --rejected $(RACE)/rejected.$$1 $(RACE)/events.ndjson; done; \
	    cmp $(RACE)/leads.1 $(RACE)/leads.4; cmp $(RACE)/rejected.1 $(RACE)/rejected.4; done
	@for n in "1 build/leadline" "4 build/tsan/leadline"; do set -- $$n; \
	    TSAN_OPTIONS=halt_on_error=1 $$2 tune --rules rules/atf.yaml --groups rules/groups.yaml --dealers $(RACE)/dealers.csv \
	        --sweep five-or-more-guns.guns=3..6 --threads $$1 --json $(RACE)/tune.$$1 $(RACE)/events.ndjson >/dev/null 2>&1 || exit 1; done; \
	    cmp $(RACE)/tune.1 $(RACE)/tune.4
	@echo "no race, and the same bytes"

rules: build/asan/leadline release              ## the packs that come along, their tests, and what these leave untried
	@$(SANITIZER_OPTIONS) sh -c 'for p in $$(grep -l ^pack: rules/*.yaml); do \
	    build/asan/leadline rules check "$$p" || exit 1; done'
	@$(SANITIZER_OPTIONS) build/asan/leadline rules test --groups rules/groups.yaml rules
	@build/leadline rules test --groups rules/groups.yaml --coverage --mutate rules >build/rules.txt; code=$$?; cat build/rules.txt; \
	    ! grep -q ': untried: ' build/rules.txt && exit $$code

soak: release                                   ## the same with SOAK_SEEDS (1001..5000)
	@$(PYTHON) tests/reference/compare_engine.py --bin build/leadline --seeds $(SOAK_SEEDS) --reasons \
	    --keep build/failed-cases
	@$(PYTHON) tests/reference/law.py --bin build/leadline --seeds $(SOAK_SEEDS) --keep build/failed-cases

layers:                                         ## every #include against pkg/LAYERS
	@$(PYTHON) tests/tools/layers.py

house:                                          ## words, lengths and traces that have no place in the tree
	@$(PYTHON) tests/tools/house.py

check-format:
	@$(CLANG_FORMAT) --dry-run -Werror $(C_FILES)

format:                                         ## clang-format over every C file
	@$(CLANG_FORMAT) -i $(C_FILES)

TIDY_OK := $(patsubst %.c,build/tidy/%.ok,$(filter %.c,$(PKG_SOURCES) $(CMD_SOURCES)))
check-tidy: $(TIDY_OK)                          ## clang-tidy
build/tidy/%.ok: %.c .clang-tidy $(wildcard pkg/*/*.h cmd/*.h) | build/deps-ok
	@mkdir -p $(@D)
	@echo "  tidy  $<"
	@$(CLANG_TIDY) --quiet $< -- $(LL_CPPFLAGS) $(LL_CFLAGS) $(LIB_CFLAGS) -DLL_VERSION='"0"' \
	    2>$@.log || { cat $@.log; exit 1; }
	@touch $@

# Programs that Leadline is measured beside; built for this machine's own processor.
build/bench/floor: bench/floor.cpp
	@mkdir -p $(@D)
	@g++ -std=c++17 -O3 -march=native -Wall -Wextra -o $@ $< $$(pkg-config --cflags --libs simdjson)
build/bench/bare: bench/bare.c
	@mkdir -p $(@D)
	@gcc -std=gnu17 -O2 -Wall -Wextra -o $@ $< $$(pkg-config --cflags --libs rdkafka hiredis)

bench: release build/bench/floor                ## measure, beside a program that only looks at every field
	@bench/run.sh

bench-live: release build/bench/bare            ## measure the worker, beside a program that only moves bytes
	@bench/live.sh

demo: deps                                      ## a real Kafka and Redis, two workers, ten thousand sales, leads
	@$(MAKE) release mock-broker
	@demo/run.sh
