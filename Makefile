# One makefile for the whole tree: see README.  Everything built lands under
# $(B); nothing is generated into the sources.

B	= build
CC	= cc
CFLAGS	= -O2 -g -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
LDFLAGS	= -pie -Wl,-z,relro,-z,now
PREFIX	= /usr/local
VERSION	= 0.1

PKGS	= libxml-2.0 libxslt lmdb libcrypto libprotobuf-c inih jansson libseccomp
WARN	= -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	  -Wmissing-prototypes -Wpointer-arith -Wcast-qual -Wwrite-strings \
	  -Wvla -Wformat=2 -Wconversion -Werror
CPPF	:= -D_GNU_SOURCE -DISUPPORT_VERSION='"$(VERSION)"' \
	  -DISUPPORT_SHARE='"$(PREFIX)/share/isupport"' \
	  -Ilib -I$(B)/gen -Itests $(shell pkg-config --cflags $(PKGS))
LIBS	:= $(shell pkg-config --libs $(PKGS)) -lcsv
TLIBS	= $(shell pkg-config --libs criterion)
COMPILE	= $(CC) -std=c11 $(WARN) $(CPPF) $(CPPFLAGS) $(CFLAGS) -MMD -MP

# The parts are what the directories hold: a new stage is a new file.
ROOMS	= base io value domain
STAGES	:= $(patsubst stages/%.c,$(B)/bin/%,$(wildcard stages/*.c))
SRCS	:= $(foreach r,$(ROOMS),$(wildcard lib/$(r)/*.c))
LIBOBJS	:= $(patsubst %.c,$(B)/%.o,$(SRCS)) $(B)/gen/base/record.pb-c.o
TESTS	:= $(patsubst %.c,$(B)/%,$(wildcard tests/test_*.c))

all: $(STAGES)

$(B)/bin/%: $(B)/stages/%.o $(B)/lib.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(B)/tests/test_%: $(B)/tests/test_%.o $(B)/tests/tmpdir.o $(B)/lib.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS) $(TLIBS)

$(B)/lib.a: $(LIBOBJS)
	rm -f $@ && $(AR) rc $@ $^

$(B)/gen/base/record.pb-c.c: lib/base/record.proto
	@mkdir -p $(B)/gen
	protoc-c -Ilib --c_out=$(B)/gen lib/base/record.proto
	sed -i 's/(char \*)protobuf_c_empty/(char *)(uintptr_t)protobuf_c_empty/g' \
	    $(B)/gen/base/record.pb-c.h

# Generated code is not held to our warnings; its initialisers, which we use,
# are (sed takes their cast from const out of -Wcast-qual's sight).
$(B)/gen/base/record.pb-c.o: $(B)/gen/base/record.pb-c.c
	$(CC) -std=c11 $(CPPF) $(CFLAGS) -c -o $@ $<

$(B)/%.o: %.c | $(B)/gen/base/record.pb-c.c
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

clean:
	rm -rf build

.PHONY: all clean
.SECONDARY:
.DELETE_ON_ERROR:
-include $(shell find $(B) -name '*.d' 2>/dev/null)
