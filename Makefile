# seep - build, test, install.  `make help` lists the targets.

# ---- settings: override on the command line, as in `make CC=clang` ----
CC       = gcc
PREFIX   = /usr/local
DESTDIR  =
FLAVOUR  = release
BUILD    = build
CFLAGS   =
LDFLAGS  =
ONLY     =
V        = 0

# What Debian 12 has to have: to build and test, and for `make check`.
DEPS       = build-essential pkg-config libluajit-5.1-dev libreadline-dev \
             libjansson-dev libcmocka-dev golang-go
CHECK_DEPS = clang-format clang-tidy cppcheck gcovr graphviz jq \
             libc6-dbg libxml2-utils shellcheck tmux valgrind
COVERED    = 95

# ---- flavours: each in a folder of its own below build/ ----
FLAGS_release  = -O3 -g -flto=auto -fno-plt
FLAGS_debug    = -O0 -g3
FLAGS_asan     = -O1 -g -fsanitize=address,undefined \
                 -fno-omit-frame-pointer -fno-sanitize-recover=undefined
FLAGS_coverage = -O0 -g --coverage
FLAGS_valgrind = -O1 -g
FLAVOURS       = release debug asan coverage valgrind
FLAGS          = $(FLAGS_$(FLAVOUR))
OUT_release    = $(BUILD)
OUT            = $(or $(OUT_$(FLAVOUR)),$(BUILD)/$(FLAVOUR))

ifeq ($(filter $(FLAVOUR),$(FLAVOURS)),)
$(error FLAVOUR=$(FLAVOUR): choose one of $(FLAVOURS))
endif

# ---- how to compile and link ----
# $(call once,NAME,COMMAND) runs COMMAND when it is first needed, not when
# this file is read: `make help` and `make deps` must work without pkg-config.
once = $(eval $1 := $$(shell $2))$($1)
LUAJIT_CFLAGS = $(call once,LUAJIT_CFLAGS,pkg-config --cflags luajit)
LUAJIT_LIB = $(call once,LUAJIT_LIB,pkg-config --variable=libdir luajit)

WARN     = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wvla -Wwrite-strings
COMPILE  = $(CC) -std=gnu11 $(WARN) -I. $(FLAGS) $(CFLAGS)
LINK     = $(CC) $(FLAGS) $(LDFLAGS)
# LuaJIT asks for random bytes through syscall(2): bindings/lua/entropy.c
# answers.  It is linked statically, or it could not be answered.
SEEP_LDFLAGS = -Wl,--wrap=syscall -Wl,-E
SEEP_LDLIBS  = $(or $(LUAJIT_LIB),$(error no LuaJIT: \
               try `make deps`))/libluajit-5.1.a -lreadline -ljansson -lm -ldl

CORE_SRC = $(wildcard core/*.c core/explore/*.c)
CHAOS_SRC = $(wildcard chaos/*.c)
BIND_SRC = $(wildcard bindings/*/*.c bindings/terminal/prompt/*.c)
HEADERS  = $(wildcard core/*.h core/explore/*.h chaos/*.h bindings/*/*.h \
                      bindings/terminal/prompt/*.h)
LIBRARY  = $(wildcard scripts/seep/*)
UNIT_SRC = $(wildcard tests/core/test_*.c tests/chaos/test_*.c)
HELP_SRC = $(filter-out $(UNIT_SRC),$(wildcard tests/core/*.c \
                                           tests/chaos/*.c))
FUZZ_SRC = $(wildcard tests/fuzz/*.c)

object   = $(patsubst %.c,$(OUT)/obj/%.o,$1)
CORE_OBJ = $(call object,$(CORE_SRC))
CHAOS_OBJ = $(call object,$(CHAOS_SRC))
BIND_OBJ = $(call object,$(BIND_SRC))
UNIT_OBJ = $(call object,$(UNIT_SRC))
HELP_OBJ = $(call object,$(HELP_SRC))
FUZZ_OBJ = $(call object,$(FUZZ_SRC))
OBJ      = $(CORE_OBJ) $(CHAOS_OBJ) $(BIND_OBJ)
LUA_OBJ  = $(filter $(OUT)/obj/bindings/lua/%,$(BIND_OBJ))
UNIT     = $(patsubst %.c,$(OUT)/%,$(UNIT_SRC))
FUZZ     = $(patsubst %.c,$(OUT)/%,$(FUZZ_SRC))

ifeq ($(V),0)
Q   = @
say = @printf '  %-5s %s\n' $1 $2
endif

# ---- build ----
.PHONY: build unit fuzzers FORCE
.DELETE_ON_ERROR:
build: $(OUT)/seep
unit: $(UNIT)
fuzzers: $(FUZZ)

$(OUT)/seep: $(OBJ) $(OUT)/flags $(OUT)/objects
	$(call say,LINK,$@)
	$(Q)$(LINK) $(SEEP_LDFLAGS) -o $@ $(OBJ) $(SEEP_LDLIBS)

$(UNIT): $(OUT)/%: $(OUT)/obj/%.o $(HELP_OBJ) $(CORE_OBJ) $(CHAOS_OBJ) \
                   $(OUT)/flags $(OUT)/objects
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ $(filter %.o,$^) -lcmocka -lm

$(FUZZ): $(OUT)/%: $(OUT)/obj/%.o $(CORE_OBJ) $(CHAOS_OBJ) $(LUA_OBJ) $(OUT)/flags \
                   $(OUT)/objects
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(LINK) $(SEEP_LDFLAGS) -o $@ $(filter %.o,$^) $(SEEP_LDLIBS)

# Only bindings/lua, and what tests it from inside, sees Lua's headers.
lua_flags = $(if $(filter bindings/lua/%,$<),$(LUAJIT_CFLAGS))$(if \
            $(filter tests/fuzz/%,$<),$(LUAJIT_CFLAGS) -Ibindings/lua)
$(OBJ) $(UNIT_OBJ) $(HELP_OBJ) $(FUZZ_OBJ): $(OUT)/obj/%.o: %.c $(OUT)/flags
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(COMPILE) $(lua_flags) -MMD -MP -c -o $@ $<

$(OUT)/obj/bindings/lua/embed.o: $(LIBRARY)
$(OUT)/obj/bindings/lua/plans.o: $(wildcard chaos/plans/*.lua)

# What was built with other flags, or of other files, is built again.
remember = @mkdir -p $(@D); echo '$1' | cmp -s - $@ || echo '$1' >$@
$(OUT)/flags: FORCE
	$(call remember,$(COMPILE) $(LINK) $(SEEP_LDFLAGS))
$(OUT)/objects: FORCE
	$(call remember,$(OBJ) $(HELP_OBJ))

-include $(patsubst %.o,%.d,$(OBJ) $(UNIT_OBJ) $(HELP_OBJ) $(FUZZ_OBJ))

# ---- test ----
.PHONY: test conformance coverage bench bench-chaos bench-explore bench-prompt bench-races fuzz demo
test:
	+@MAKE='$(MAKE)' BUILD='$(BUILD)' tests/run.sh $(ONLY)

conformance:
	+@MAKE='$(MAKE)' BUILD='$(BUILD)' \
	  tests/run.sh check/compatibility conformance twins cli/go

# All of scripts/, with all the runs that `seep test` makes of them, in 50
# processes whose surroundings differ; half an hour. Part of it, and less of
# each, is in `make test`.
.PHONY: determinism
determinism:
	+@MAKE='$(MAKE)' BUILD='$(BUILD)' ALL=50 STRATEGY= TIMEOUT=14400 \
	  tests/run.sh cli/determinism

# Lines of core/ that the unit tests and the scripts under test reach.
COVERAGE = $(BUILD)/coverage
coverage:
	@mkdir -p $(COVERAGE)/report
	@rm -f $(COVERAGE)/failed
	@find $(COVERAGE) -name '*.gcda' -delete
	@$(forget_gone)
	+@MAKE='$(MAKE)' BUILD='$(BUILD)' FLAVOUR=coverage \
	  tests/run.sh core patterns goker conformance lua || >$(COVERAGE)/failed
	@gcovr --root . --object-directory $(COVERAGE) --filter core/ \
	  --html-details $(COVERAGE)/report/index.html \
	  --txt $(COVERAGE)/report/lines.txt \
	  --fail-under-line $(COVERED) || >$(COVERAGE)/failed
	@cat $(COVERAGE)/report/lines.txt
	@echo 'details: $(COVERAGE)/report/index.html'
	@[ ! -e $(COVERAGE)/failed ]

# gcovr reads what is left of sources that are there no more, and stumbles.
forget_gone = find $(COVERAGE) -name '*.gcno' | while read -r notes; do \
  source=$${notes\#$(COVERAGE)/obj/}; \
  [ -e "$${source%.gcno}.c" ] || rm "$$notes"; done

# A thousand failing schedules, each replayed in a process of its own; make
# test takes some of them.
.PHONY: replay-1000
replay-1000: build
	@COUNT=1000 SEEP=$(OUT)/seep tests/cli/replays.sh

# Programs nobody would write, all schedules of each, by dfs and by dpor: both
# must see the same.  Those of core/ take a few minutes, those in Lua an hour.
PROGRAMS = 100000
.PHONY: fuzz-dpor
fuzz-dpor:
	@$(MAKE) --no-print-directory FLAVOUR=debug CFLAGS=-O2 \
	  $(BUILD)/debug/tests/core/test_dpor
	@SEEP_PROGRAMS=$(PROGRAMS) $(BUILD)/debug/tests/core/test_dpor
	@$(MAKE) --no-print-directory fuzzers
	@$(OUT)/tests/fuzz/dpor $(PROGRAMS)

bench: build
	@tests/bench/run.sh $(OUT)/seep $(ONLY)

bench-chaos: build
	@tests/bench/chaos.sh $(OUT)/seep

bench-races: build
	@tests/bench/races.sh $(OUT)/seep $(ONLY)

bench-prompt: build
	@tests/bench/prompt.sh $(OUT)/seep

bench-explore: build
	@tests/bench/explore.sh $(OUT)/seep $(ONLY)
	@[ -n "$(ONLY)" ] || tests/bench/back.sh $(OUT)/seep

# The tables of docs/exploration.md.
.PHONY: explore-tables
explore-tables: build
	@RUNS=300 tests/bench/found.sh $(OUT)/seep --by-file --rows 10 scripts/goker
	@RUNS=5000 FILTER='*[!d]' tests/bench/found.sh $(OUT)/seep scripts/sctbench

# Not part of `make test`: each of these takes its time.
fuzz:
	+@MAKE='$(MAKE)' BUILD='$(BUILD)' FLAVOUR=asan tests/run.sh fuzz

# The demo's finding is the point: status 1, and the report says leak.
demo: deps
	+@$(MAKE) --no-print-directory build
	@echo; $(OUT)/seep run --report $(BUILD)/demo.json \
	  scripts/demo/first-response-wins.lua; status=$$?; \
	[ $$status = 1 ] && grep -q '"verdict": *"leak"' $(BUILD)/demo.json

# ---- check: what must hold before a change goes in ----
.PHONY: check check-scripts check-format check-tidy check-cppcheck \
        check-shell check-asan check-valgrind format
check: check-scripts check-shell check-format check-cppcheck check-tidy \
       check-asan check-valgrind coverage
	@echo 'check: all clean'

# The rules of this repository: who may include whom, what the texts name.
check-scripts: build
	@for f in tests/check/*.sh; do SEEP=$(OUT)/seep "$$f" || exit; done

SHELL_SRC = .ci/run $(wildcard tests/*.sh tests/*/*.sh)
check-shell:
	@shellcheck $(SHELL_SRC)
	@echo 'check-shell: $(words $(SHELL_SRC)) scripts clean'

FORMATTED = $(wildcard core/*.[ch] core/explore/*.[ch] chaos/*.[ch] \
                       bindings/*/*.[ch] bindings/terminal/prompt/*.[ch] \
                       tests/core/*.[ch] tests/chaos/*.[ch] tests/fuzz/*.[ch])
check-format:
	@clang-format --dry-run -Werror $(FORMATTED)
	@echo 'check-format: $(words $(FORMATTED)) files as .clang-format says'
format:
	@clang-format -i $(FORMATTED)

check-cppcheck:
	@cppcheck --quiet --std=c11 -I. --inline-suppr --error-exitcode=1 \
	  --enable=warning,performance,portability,style \
	  --suppressions-list=tests/check/cppcheck.txt core chaos bindings
	@echo 'check-cppcheck: clean'

# A file is looked at again when it, a header or .clang-tidy has changed.
TIDY = $(patsubst %.c,$(BUILD)/tidy/%.ok,$(CORE_SRC) $(CHAOS_SRC) $(BIND_SRC))
check-tidy: $(TIDY)
	@echo 'check-tidy: $(words $(TIDY)) files clean'
$(TIDY): $(BUILD)/tidy/%.ok: %.c $(HEADERS) .clang-tidy
	@mkdir -p $(@D)
	$(call say,TIDY,$<)
	@clang-tidy --quiet --warnings-as-errors='*' $< -- \
	  -std=gnu11 -I. $(lua_flags) 2>$@.err || { cat $@.err; exit 1; }
	@rm $@.err; touch $@

check-asan:
	+@MAKE='$(MAKE)' BUILD='$(BUILD)' FLAVOUR=asan \
	  tests/run.sh core patterns goker conformance lua cli/allocfail
check-valgrind:
	+@MAKE='$(MAKE)' BUILD='$(BUILD)' FLAVOUR=valgrind tests/run.sh core

# ---- what is needed ----
.PHONY: deps deps-check packages
packages:
	@echo $(DEPS) $(CHECK_DEPS)
deps:
	@$(call need,$(DEPS))
deps-check:
	@$(call need,$(CHECK_DEPS))

# Installs what is missing of the packages $1; asks apt-get only then.
need = \
  command -v dpkg-query >/dev/null || { \
    echo 'not a Debian system; needed: $1'; exit 0; }; \
  missing=; \
  for p in $1; do \
    dpkg-query -W -f='$${db:Status-Status}' $$p 2>/dev/null | \
      grep -qx installed || missing="$$missing $$p"; \
  done; \
  [ -n "$$missing" ] || exit 0; \
  as=; \
  if [ "$$(id -u)" != 0 ]; then \
    as=sudo; \
    command -v sudo >/dev/null || { \
      echo "needed, and only root can: apt-get install$$missing" >&2; \
      exit 1; }; \
  fi; \
  export DEBIAN_FRONTEND=noninteractive; \
  get="$$as $${as:+env DEBIAN_FRONTEND=noninteractive} apt-get"; \
  echo "installing$$missing"; \
  apt-get -qq --simulate install $$missing >/dev/null 2>&1 || \
    $$get -qq update || exit; \
  install="$$get -qq -y --no-install-recommends install $$missing"; \
  $$install || { $$get -qq update && $$install; }

# ---- install ----
.PHONY: install uninstall clean help
BIN = $(DESTDIR)$(PREFIX)/bin
DOC = $(DESTDIR)$(PREFIX)/share/doc/seep
install: build
	install -d $(BIN) $(DOC)/demo $(DOC)/patterns $(DOC)/goker \
	  $(DOC)/sctbench $(DOC)/sweep $(DOC)/services
	install -m 755 $(OUT)/seep $(BIN)/seep
	install -m 644 README.md LICENSE docs/*.md $(DOC)
	install -m 644 scripts/demo/*.lua $(DOC)/demo
	install -m 644 scripts/patterns/*.lua $(DOC)/patterns
	install -m 644 scripts/goker/*.lua $(DOC)/goker
	install -m 644 scripts/sctbench/*.lua $(DOC)/sctbench
	install -m 644 scripts/sweep/*.lua $(DOC)/sweep
	install -m 644 scripts/services/*.lua $(DOC)/services
uninstall:
	rm -f $(BIN)/seep
	rm -rf $(DOC)

clean:
	rm -rf $(BUILD)

help:
	@echo 'make            build $(OUT)/seep'
	@echo 'make demo       install what is missing, build, show a leak'
	@echo 'make test       all tests; ONLY="core cli/commands" picks some'
	@echo 'make check      style, static analysis, sanitizers, coverage'
	@echo 'make bench      against Go; ONLY=pingpong picks a row'
	@echo 'make install    to PREFIX=$(PREFIX); uninstall takes it away'
	@echo
	@echo 'build           the program, of FLAVOUR=$(FLAVOUR)'
	@echo '                ($(FLAVOURS))'
	@echo 'unit            the unit tests of core/, of that flavour'
	@echo 'conformance     what Go promises, test by test; tests/twins: the same'
	@echo '                programs in Go and in Lua come to the same'
	@echo 'determinism     all scripts in 50 processes each; half an hour'
	@echo 'coverage        lines of core/ under test; fails below $(COVERED) %'
	@echo 'bench-chaos     what faults cost that never fire'
	@echo 'bench-races     what looking for races costs; ONLY=pingpong picks a row'
	@echo 'bench-prompt    going back in time among 10,000 goroutines'
	@echo 'bench-explore   schedules a second; ONLY=abba picks a row'
	@echo 'explore-tables  schedules until a bug is found, by each strategy'
	@echo 'fuzz            every allocation made to fail, under the sanitizers'
	@echo 'fuzz-dpor       made-up programs: dpor must see what dfs sees'
	@echo 'format          rewrite the sources as .clang-format says'
	@echo 'check-...       one part of check:' \
	  'scripts shell format cppcheck tidy asan valgrind'
	@echo 'deps            install what building and testing need'
	@echo 'deps-check      install what check needs beyond that'
	@echo 'clean           remove $(BUILD)/'
	@echo
	@echo 'V=1 shows the commands; CC, CFLAGS, LDFLAGS and DESTDIR are yours.'
