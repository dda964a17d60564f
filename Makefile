# seep - build, test, install.  `make help` lists the targets.

# ---- settings ----
CC       = gcc
PREFIX   = /usr/local
FLAVOUR  = release
BUILD    = build
WARN     = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wvla -Wwrite-strings
LUAJIT   = $(shell pkg-config --variable=libdir luajit)/libluajit-5.1.a
CFLAGS   = -std=gnu11 $(WARN) $(shell pkg-config --cflags luajit) -I. -Ibindings/lua $(FLAGS)
LDFLAGS  = -Wl,--wrap=syscall -Wl,-E
LDLIBS   = $(LUAJIT) -lm -ldl

# ---- flavours: each in its own folder ----
FLAGS_release  = -O2 -g -flto=auto -fno-plt
FLAGS_debug    = -O0 -g3
FLAGS_asan     = -O1 -g -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined
FLAGS_coverage = -O0 -g --coverage
FLAGS_valgrind = -O1 -g
FLAGS          = $(FLAGS_$(FLAVOUR))
OUT_release    = $(BUILD)
OUT            = $(or $(OUT_$(FLAVOUR)),$(BUILD)/$(FLAVOUR))

CORE_SRC = $(wildcard core/*.c)
LUA_SRC  = $(wildcard bindings/lua/*.c)
TERM_SRC = $(wildcard bindings/terminal/*.c bindings/export/*.c)
OBJ      = $(patsubst %.c,$(OUT)/obj/%.o,$(CORE_SRC) $(LUA_SRC) $(TERM_SRC))
CORE_OBJ = $(patsubst %.c,$(OUT)/obj/%.o,$(CORE_SRC))
LIBRARY  = $(wildcard scripts/seep/*)

.PHONY: all build
all: build
build: $(OUT)/seep

$(OUT)/seep: $(OBJ)
	$(CC) $(FLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(OUT)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

$(OUT)/obj/bindings/lua/embed.o: $(LIBRARY)

-include $(OBJ:.o=.d)
