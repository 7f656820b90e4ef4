# The page that `leadline tune --report` writes: bundled by npm's esbuild into one file, which the program then holds.
# Packages are fetched when page/package-lock.json changes, the page is made when page/ does; build/node stays at `make clean`.
#   make PAGE=FILE       a page made elsewhere, where there is no npm or no network

PAGE ?= build/page/page.html
PAGE_SOURCES := page/build.mjs $(sort $(wildcard page/src/*))
NPM ?= npm
NODE ?= node

.PHONY: page page-tests
page: build/page/page.html                      ## build/page/page.html, the page of `tune --report` without figures
page-tests: build/node/tests/.ok build/page/write_page

# npm_packages FOLDER,NAME: what FOLDER/package-lock.json names, into build/node/NAME
define npm_packages
build/node/$(2)/.ok: $(1)/package.json $(1)/package-lock.json | build/deps-ok
	@mkdir -p $$(@D)
	@echo "  npm  $(1)"
	@cp $$^ $$(@D)/
	@cd $$(@D) && $(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error >npm.log 2>&1 || { cat npm.log >&2; \
	    echo "page: npm could not fetch the packages that $(1)/package-lock.json names. It needs the network once:" \
	        "check that 'npm ping' works (proxy, registry), then run make again." \
	        "Without a network, take a page made elsewhere: make PAGE=FILE" >&2; exit 1; }
	@touch $$@
endef
$(eval $(call npm_packages,page,page))
$(eval $(call npm_packages,tests/page,tests))

build/page/page.html: $(PAGE_SOURCES) build/node/page/.ok
	@mkdir -p $(@D)
	@echo "  page  $@"
	@$(NODE) page/build.mjs build/node/page $@

# Touched only when another page is asked for.
build/page/from: FORCE
	@mkdir -p $(@D)
	@echo '$(PAGE)' | cmp -s - $@ || echo '$(PAGE)' >$@

# Plain bytes, the same for every flavour.
build/page/page.o: pkg/tune/page_text.S $(PAGE) build/page/from
	@[ "$$(grep -c '{"leadline":"document"}' $(PAGE))" = 1 ] || { \
	    echo "page: $(PAGE) is no page of Leadline's: it has no place for a document" >&2; exit 1; }
	@mkdir -p $(@D)
	@$(CC) -DLL_PAGE='"$(PAGE)"' -c -o $@ $<

# For the browser's tests: any document in the page.
build/page/write_page: build/release/tests/page/write_page.o build/release/libleadline.a
	@echo "  release  $@"
	@$(CXX) $(LDFLAGS) -o $@ $^ $(LIBS)
