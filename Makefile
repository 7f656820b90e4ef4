# Leadline: build, test, install. `make help` lists the targets.
#   make WERROR=         warnings do not stop the build
#   make CC=… CXX=…      other compilers for build/leadline
#   make LTO=1           link-time optimisation
#   make pgo && make install BINARY=build/pgo/leadline      a tenth faster, with gcc: built by what a training run did
#   make JOBS=1          so many jobs at once; as many as cores if not given
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:

ifeq ($(origin CC),default)
CC := gcc
endif
ifeq ($(origin CXX),default)
CXX := g++
endif
CLANG ?= clang-14
CLANGXX ?= clang++-14
CLANG_FORMAT ?= clang-format-14
CLANG_TIDY ?= clang-tidy-14
PYTHON ?= /usr/bin/python3
WERROR ?= -Werror
PREFIX ?= /usr/local
LTO ?=

# As many jobs as cores; a make below another shares that one's.
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(JOBS)
endif
MAKEFLAGS += --no-print-directory

LIBRARIES := rdkafka yaml-0.1 hiredis libxxhash libzstd zlib nettle libmicrohttpd simdjson
# Asked only when something is compiled: `make deps` must work before pkg-config is there.
LIB_CFLAGS = $(eval LIB_CFLAGS := $(patsubst -I%,-isystem %,$(filter -I%,$(shell pkg-config --cflags $(LIBRARIES)))))$(LIB_CFLAGS)
LIB_CXXFLAGS = $(eval LIB_CXXFLAGS := $(shell pkg-config --cflags simdjson))$(LIB_CXXFLAGS)
LIBS = $(eval LIBS := $(shell pkg-config --libs $(LIBRARIES)) -lunistring -lcsv -llinear -pthread -lm)$(LIBS)

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wvla -Wformat=2 \
    -Wundef -Wwrite-strings -Wpointer-arith -Wcast-qual -Wswitch-enum -Wimplicit-fallthrough \
    -Wdouble-promotion -Wnull-dereference
C_WARNINGS := $(WARNINGS) -Wstrict-prototypes -Wmissing-prototypes
LL_CPPFLAGS := -Ipkg -I. -D_POSIX_C_SOURCE=200809L
LL_CFLAGS := -std=c17 -fno-common -fno-strict-aliasing -pthread
LL_CXXFLAGS := -std=c++17 -fno-exceptions -fno-rtti -pthread
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

PKG_SOURCES := $(sort $(wildcard pkg/*/*.c pkg/*/*.cpp))
CMD_SOURCES := $(sort $(wildcard cmd/*.c))
UNIT_SOURCES := $(sort $(wildcard tests/unit/*.c))
FUZZ_SOURCES := $(sort $(wildcard tests/fuzz/*.c))
FUZZ_TARGETS := $(patsubst tests/fuzz/%.c,build/fuzz/%,$(FUZZ_SOURCES))
C_FILES := $(sort $(wildcard pkg/*/*.[ch] pkg/*/*.cpp cmd/*.[ch] tests/*/*.[ch] bench/*.[ch]))
BUILD_FILES := Makefile
PAGE_OBJECT := build/page/page.o

# objects FLAVOUR,SOURCES
objects = $(patsubst %,build/$(1)/%.o,$(basename $(2)))

# flavour NAME,CC,CXX,FLAGS: how build/NAME/**.o, build/NAME/libleadline.a and build/NAME/leadline are made.
# Each flavour has a folder of its own, so that no object is shared between sanitizers.
define flavour
build/$(1)/%.o: %.c $(BUILD_FILES) | build/deps-ok
	@mkdir -p $$(@D)
	@echo "  $(1)  $$<"
	@$(2) $$(LL_CPPFLAGS) $$(CPPFLAGS) $$(LL_CFLAGS) $$(C_WARNINGS) $$(WERROR) $(4) $$(CFLAGS) $$(LIB_CFLAGS) $$(VERSION_FLAG) -MMD -MP -c -o $$@ $$<
build/$(1)/%.o: %.cpp $(BUILD_FILES) | build/deps-ok
	@mkdir -p $$(@D)
	@echo "  $(1)  $$<"
	@$(3) $$(LL_CPPFLAGS) $$(CPPFLAGS) $$(LL_CXXFLAGS) $$(WARNINGS) $$(WERROR) $(4) $$(CXXFLAGS) $$(LIB_CXXFLAGS) -MMD -MP -c -o $$@ $$<
build/$(1)/libleadline.a: $(call objects,$(1),$(PKG_SOURCES)) $(PAGE_OBJECT)
	@rm -f $$@
	@gcc-ar rcs $$@ $$^
build/$(1)/leadline: $(call objects,$(1),$(CMD_SOURCES)) build/$(1)/libleadline.a
	@echo "  $(1)  $$@"
	@$(3) $(4) $$(LDFLAGS) -o $$@ $$^ $$(LIBS)
$(call objects,$(1),$(VERSIONED)): VERSION_FLAG = -DLL_VERSION='"$$(shell cat build/version)"'
$(call objects,$(1),$(VERSIONED)): build/version
-include $(patsubst %.o,%.d,$(call objects,$(1),$(PKG_SOURCES) $(CMD_SOURCES) $(UNIT_SOURCES) $(FUZZ_SOURCES) $(HELPERS)))
endef

# The files that say which version this is; only they are compiled anew for a new commit.
VERSIONED := $(shell grep -lw LL_VERSION cmd/*.c pkg/*/*.c /dev/null 2>/dev/null)
HELPERS := tests/integration/mock_broker.c tests/page/write_page.c
# With everything inlined gcc no longer knows that a failed call's status is not LL_OK, and sees null pointers behind it;
# the other flavours keep the warning.
# gcc's own way to clear and copy a struct, "rep stos", takes long to start on many processors; libc's functions do not.
LIBC_STRINGS := -mmemset-strategy=libcall:-1:noalign -mmemcpy-strategy=libcall:-1:noalign
if_known = $(shell $(CC) $(1) -E -x c /dev/null >/dev/null 2>&1 && echo '$(1)')
RELEASE_FLAGS := -O3 -g -Wno-null-dereference -D_FORTIFY_SOURCE=2 -fstack-protector-strong $(call if_known,$(LIBC_STRINGS)) \
    $(if $(LTO),-flto=auto)

$(eval $(call flavour,release,$(CC),$(CXX),$(RELEASE_FLAGS)))
# Laid out by what a training run did: see `make pgo`.
PGO_FLAGS := $(if $(PGO_TRAIN),-fprofile-generate,-fprofile-use -fprofile-correction -Wno-missing-profile)
$(eval $(call flavour,pgo,$(CC),$(CXX),$(RELEASE_FLAGS) -flto=auto $(PGO_FLAGS)))
# What perf can walk the stacks of.
$(eval $(call flavour,profile,$(CC),$(CXX),$(RELEASE_FLAGS) -fno-omit-frame-pointer))
$(eval $(call flavour,asan,gcc,g++,-O1 -g $(SANITIZE)))
$(eval $(call flavour,tsan,gcc,g++,-O1 -g -fsanitize=thread))
$(eval $(call flavour,clang,$(CLANG),$(CLANGXX),-O1 -g))
$(eval $(call flavour,fuzz,$(CLANG),$(CLANGXX),-O1 -g $(SANITIZE) -fsanitize=fuzzer-no-link))

.PHONY: all release pgo profile asan clang fuzz-build FORCE
all: release                                    ## build/leadline
release: build/leadline
# Objects are made twice: first to be counted in, then by the counts, which lie beside them.
pgo:                                            ## build/pgo/leadline, optimised by a training run (gcc only; minutes)
	@rm -rf build/pgo
	@$(MAKE) PGO_TRAIN=1 build/pgo/leadline
	@mk/train.sh build/pgo
	@find build/pgo \( -name '*.o' -o -name '*.a' -o -name leadline \) -delete
	@$(MAKE) build/pgo/leadline
profile: build/profile/leadline                 ## build/profile/leadline, with frame pointers for perf
build/leadline: build/release/leadline
	@cp -f $< $@

# The version: the changelog's newest, and the commit where git knows one. Touched only when it differs.
build/version: FORCE
	@mkdir -p build
	@v=$$(sed -n 's/^## *\[\{0,1\}v\{0,1\}\([0-9][0-9.]*[0-9]\).*/\1/p' CHANGELOG.md 2>/dev/null | head -n 1); \
	g=$$(git describe --always --exclude='*' 2>/dev/null); \
	echo "$${v:-0.0.0}$${g:++$$g}" | cmp -s - $@ || echo "$${v:-0.0.0}$${g:++$$g}" >$@

build/deps-ok: mk/packages.txt mk/deps.sh
	@mk/deps.sh check build
	@mkdir -p build && touch $@

include mk/page.mk
include mk/test.mk
include mk/measure.mk

.PHONY: deps install uninstall clean distclean help
deps:                                           ## install with apt what is missing; fetch Kafka's jars
	@mk/deps.sh install

BINARY ?= build/leadline
install: $(BINARY)                              ## BINARY (build/leadline) into DESTDIR, PREFIX (/usr/local)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/leadline
	install -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/leadline
	cp -R rules config $(DESTDIR)$(PREFIX)/share/leadline/

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/leadline
	rm -rf $(DESTDIR)$(PREFIX)/share/leadline

clean:                                          ## all that was built; Kafka's jars and npm's packages stay
	@[ ! -d build ] || find build -mindepth 1 -maxdepth 1 ! -name kafka ! -name node -exec rm -rf {} +

distclean:
	rm -rf build

help:                                           ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' Makefile mk/*.mk | expand -t 14
