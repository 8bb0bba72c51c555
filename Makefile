# One makefile for the whole tree: see README.  Everything built lands under
# $(B); nothing is generated into the sources.

B	= build
CC	= cc
CFLAGS	= -O2 -g -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
LDFLAGS	= -pie -Wl,-z,relro,-z,now
# Programs run on mimalloc (it halves the cost of libxml2's trees); tools that
# watch the memory bring their own allocator, and build with MALLOC= .
MALLOC	= -lmimalloc
PREFIX	= /usr/local
VERSION	= 0.1

PKGS	= xmlsec1-openssl libxml-2.0 libxslt lmdb libzip libcrypto libprotobuf-c \
	  inih jansson libseccomp
WARN	= -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	  -Wmissing-prototypes -Wpointer-arith -Wcast-qual -Wwrite-strings \
	  -Wvla -Wformat=2 -Wconversion -Werror
CPPF	:= -D_GNU_SOURCE -DISUPPORT_VERSION='"$(VERSION)"' \
	  -DISUPPORT_SHARE='"$(PREFIX)/share/isupport"' \
	  -Ilib -Istages -I$(B)/gen -Itests $(shell pkg-config --cflags $(PKGS))
# A program is linked with those libraries alone that it uses.
LIBS	:= -Wl,--as-needed $(shell pkg-config --libs $(PKGS)) -lcsv -lunistring
TLIBS	= $(shell pkg-config --libs criterion)
COMPILE	= $(CC) -std=c11 $(WARN) $(CPPF) $(CPPFLAGS) $(CFLAGS) -MMD -MP

# make V=1 shows the commands.
Q	= $(if $(V),,@)
say	= $(if $(V),,@echo "  $(@:$(B)/%=%)")

# The parts are what the directories hold: a new stage is a new file.
ROOMS	= base value io domain
STAGES	:= $(patsubst stages/%.c,$(B)/bin/%,$(wildcard stages/*.c))
SRCS	:= $(foreach r,$(ROOMS),$(wildcard lib/$(r)/*.c lib/$(r)/*/*.c))
LIBOBJS	:= $(patsubst %.c,$(B)/%.o,$(SRCS)) $(B)/gen/base/record.pb-c.o
TESTS	:= $(patsubst %.c,$(B)/%,$(wildcard tests/test_*.c))
FUZZERS	:= $(patsubst %.c,$(B)/%,$(wildcard tests/fuzz_*.c))
TOOLS	:= $(patsubst %.c,$(B)/%,$(wildcard tests/tools/*.c))
SCRIPTS	:= $(wildcard tests/*.sh) $(shell grep -lE '^\#!.*(ba)?sh$$' \
	  scripts/* scripts/*/* tests/* tests/tools/* xslt/build/* .ci/* \
	  2>/dev/null) scripts/unit.bash scripts/demo-data/conf.bash tests/tap.bash

# What the programs read at run time stands beside them as when installed.
SHARE	:= $(patsubst lib/%,$(B)/share/isupport/%, \
	  $(wildcard lib/schema/* lib/data/*))

# Pages: a stylesheet for each, with a character for each label, and a table
# of the labels and names for each language (xslt/README.md).
PARTS	= $(addprefix xslt/,common.xsl forms.xsl money.xsl records.xsl) \
	  $(wildcard xslt/*-*.xsl)
XSLT	:= $(filter-out $(PARTS),$(wildcard xslt/*.xsl))
WORDS	:= xslt/codes.csv lib/data/rules.csv lib/data/reasons.csv
SHARE	+= $(XSLT:%=$(B)/share/isupport/%) \
	  $(B)/share/isupport/labels/en.tab \
	  $(patsubst xslt/po/%.po,$(B)/share/isupport/labels/%.tab, \
	  $(wildcard xslt/po/*.po))

all: $(STAGES) share

share: $(SHARE)

$(B)/share/isupport/%: lib/%
	$(Q)mkdir -p $(@D) && cp $< $@

$(B)/xslt/labels.list: $(XSLT) $(wildcard $(PARTS)) $(wildcard xslt/build/*)
	@mkdir -p $(@D)
	xslt/build/labels.sh list $(filter xslt/%.xsl,$(filter-out \
	    xslt/build/%,$^)) > $@
$(B)/xslt/labels.xml: $(B)/xslt/labels.list
	xslt/build/labels.sh chars < $< > $@
$(B)/xslt/css.xml: xslt/page.css
	@mkdir -p $(@D)
	{ echo '<css>'; sed 's/&/\&amp;/g; s/</\&lt;/g' $<; echo '</css>'; } > $@
$(B)/share/isupport/xslt/%.xsl: xslt/%.xsl $(wildcard $(PARTS)) \
    $(B)/xslt/labels.xml $(B)/xslt/css.xml xslt/build/expand.xsl
	@mkdir -p $(@D)
	xsltproc --nonet --stringparam labels $(abspath $(B))/xslt/labels.xml \
	    --stringparam css $(abspath $(B))/xslt/css.xml -o $@ \
	    xslt/build/expand.xsl $<
$(B)/share/isupport/labels/en.tab: $(B)/xslt/labels.list $(WORDS)
	@mkdir -p $(@D)
	xslt/build/labels.sh table en - $^ > $@
$(B)/share/isupport/labels/%.tab: xslt/po/%.po $(B)/xslt/labels.list $(WORDS)
	@mkdir -p $(@D)
	msgfmt --check-format -o /dev/null $<
	xslt/build/labels.sh table $* $^ > $@
# The catalogue, and what of it each translation lacks.
$(B)/isupport.pot: $(B)/xslt/labels.list $(WORDS)
	xslt/build/labels.sh pot $^ > $@
po: $(B)/isupport.pot
	for f in xslt/po/*.po; do \
	    msgmerge -q --no-fuzzy-matching --no-wrap -U --backup=none $$f $<; \
	    echo "$$f: $$(msgattrib --untranslated $$f | \
	    grep -c '^msgid')"; done

# A program's parts stand in a folder of its name; the commands of isupport(1)
# in command/.
parts	= $(patsubst %.c,$(B)/%.o,$(wildcard stages/$(1)/*.c))
$(B)/bin/isupport: $(call parts,command)
$(foreach s,$(STAGES:$(B)/bin/%=%), \
	$(eval $(B)/bin/$s: $(call parts,$s)))

$(B)/bin/%: $(B)/stages/%.o $(B)/lib.a
	@mkdir -p $(@D)
	$(say)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(B)/lib.a \
	    $(MALLOC) $(LIBS)

$(B)/tests/test_%: $(B)/tests/test_%.o $(B)/tests/tmpdir.o $(B)/tests/shm.o $(B)/lib.a | $(SHARE)
	$(say)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -rdynamic -o $@ $^ $(LIBS) \
	    $(TLIBS)

$(B)/tests/fuzz_%: $(B)/tests/fuzz_%.o $(B)/lib.a | $(SHARE)
	$(say)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)

$(B)/tests/tools/%: $(B)/tests/tools/%.o $(B)/lib.a
	$(say)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

# Of the bench: the programs link the allocator of ours, the bare loop nothing
# else of ours.
BENCH	:= $(addprefix $(B)/tests/bench/,bare cpu dossier make_messages)
$(B)/tests/bench/bare: $(patsubst %,$(B)/tests/bench/%.o,bare bare_store \
    bare_xml)
	$(say)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(MALLOC) $(LIBS)
$(B)/tests/bench/%: $(B)/tests/bench/%.o $(B)/lib.a
	$(say)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(MALLOC) $(LIBS)

$(B)/lib.a: $(LIBOBJS)
	$(Q)rm -f $@ && $(AR) rc $@ $^

# Generated tables: the source is lib/data/*.csv, compiled into lib/value.

$(B)/gen/value/%.inc: lib/data/%.csv lib/value/table.awk
	@mkdir -p $(@D)
	awk -f lib/value/table.awk $< > $@

$(B)/lib/value/money.o $(B)/lib/io/xmlout_record.o: $(B)/gen/value/currency.inc
$(B)/lib/value/country.o: $(B)/gen/value/country.inc $(B)/gen/value/language.inc
$(B)/lib/value/iban.o: $(B)/gen/value/iban.inc
$(B)/lib/value/name.o: $(B)/gen/value/epc-charset.inc

$(B)/gen/domain/%.inc: lib/data/%.csv lib/value/table.awk
	@mkdir -p $(@D)
	awk -f lib/value/table.awk $< > $@

$(B)/lib/domain/bank/bankcodes.o: $(B)/gen/domain/bankcodes.inc
$(B)/lib/domain/bank/bankfile_reason.o: $(B)/gen/domain/reasons.inc

$(B)/gen/base/record.pb-c.c: lib/base/record.proto
	@mkdir -p $(B)/gen
	protoc-c -Ilib --c_out=$(B)/gen lib/base/record.proto
	sed -i 's/(char \*)protobuf_c_empty/(char *)(uintptr_t)protobuf_c_empty/g' \
	    $(B)/gen/base/record.pb-c.h

# The header comes with it: who includes it is compiled again.
$(B)/gen/base/record.pb-c.h: $(B)/gen/base/record.pb-c.c
	@:

# Generated code is not held to our warnings; its initialisers, which we use,
# are (sed takes their cast from const out of -Wcast-qual's sight).
$(B)/gen/base/record.pb-c.o: $(B)/gen/base/record.pb-c.c
	$(say)
	$(Q)$(CC) -std=c11 $(CPPF) $(CFLAGS) -c -o $@ $<

$(B)/%.o: %.c | $(B)/gen/base/record.pb-c.c
	@mkdir -p $(@D)
	$(say)
	$(Q)$(COMPILE) -c -o $@ $<

# Tests.  check takes under three minutes; check-all leaves nothing out.
tests: all $(TESTS) $(TOOLS)
check: tests
	@B=$(B) tests/run
check-all: tests
	@B=$(B) tests/run -a

# The same graph, built again with other flags in a directory of its own.
SAN	= -fsanitize=address,undefined -fno-sanitize-recover=all
asan:
	$(MAKE) B=build/asan CPPFLAGS=-DSANDBOX_RELAXED MALLOC= LDFLAGS= \
	    CFLAGS='-O1 -g $(SAN)' tests
	@B=build/asan tests/run -s
valgrind:
	$(MAKE) B=build/valgrind CPPFLAGS=-DSANDBOX_RELAXED MALLOC= \
	    CFLAGS='-O1 -g' LDFLAGS= tests
	@B=build/valgrind tests/run -v

# Seeds of fuzz_x stand in tests/data/fuzz_x; what is found, in build/fuzz.
FUZZTIME = 30
fuzz:
	$(MAKE) B=build/fuzz CC=clang CPPFLAGS=-DSANDBOX_RELAXED MALLOC= \
	    LDFLAGS= CFLAGS='-O1 -g $(SAN) -fsanitize=fuzzer-no-link' fuzz-run
fuzz-run: $(FUZZERS)
	@set -e; for f in $^; do c=$(B)/corpus/$${f##*/}; mkdir -p $$c; \
	    d=tests/data/$${f##*/}; [ -d $$d ] || d=; echo "$$f"; \
	    $$f -max_total_time=$(FUZZTIME) -print_final_stats=1 -timeout=10 \
	    -rss_limit_mb=1024 -artifact_prefix=$(B)/ $$c $$d; done

bench-pay: $(B)/tests/tools/payfile
	@B=$(B) bash tests/bench/pay.sh
bench-messages: all $(BENCH)
	@B=$(B) bash tests/bench/messages.sh
bench: all $(TOOLS) $(BENCH)
	@set -e; for b in $(wildcard tests/bench/*.sh); do B=$(B) bash $$b; done

# The story of two authorities and a third, on this machine.
DEMO	= build/demo
demo: all
	@B=$(B) scripts/demo $(DEMO)

LINTED	:= $(SRCS) $(wildcard stages/*.c stages/*/*.c)
$(B)/lint/%.tidy: %.c .clang-tidy $(B)/lib.a
	@mkdir -p $(@D)
	$(say)
	$(Q)clang-tidy --quiet $< -- -std=c11 $(CPPF) 2>/dev/null
	@touch $@
lint: $(LINTED:%.c=$(B)/lint/%.tidy)
	cppcheck --quiet --std=c11 --enable=warning,portability,performance \
	    --inline-suppr --suppress=missingIncludeSystem --error-exitcode=1 \
	    -Ilib -D_GNU_SOURCE $(LINTED)
	shellcheck -x $(sort $(SCRIPTS))
	clang-format --dry-run -Werror \
	    $(wildcard lib/*/*.[ch] lib/*/*/*.[ch] stages/*.[ch] \
	    stages/*/*.[ch] tests/*.[ch] tests/*/*.[ch])
	bash tests/layout.sh
	$(if $(MAN),mandoc -T lint -W warning $(MAN))

# Installed, the programs keep a folder of their own (their names are common
# words) and find their data beside it; isupport alone stands in the path.
MAN	:= $(wildcard stages/*.[1-8])
OWN	= $(DESTDIR)$(PREFIX)/lib/isupport
UNITDIR	= $(DESTDIR)$(PREFIX)/lib/systemd/system
MANDIR	= $(DESTDIR)$(PREFIX)/share/man
subst	= sed 's|@PREFIX@|$(PREFIX)|g'
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(OWN)/bin $(OWN)/scripts $(UNITDIR) \
	    $(DESTDIR)$(PREFIX)/lib/sysusers.d $(DESTDIR)$(PREFIX)/lib/tmpfiles.d \
	    $(DESTDIR)$(PREFIX)/share/doc/isupport
	install -m 0755 $(STAGES) $(OWN)/bin
	ln -sfn ../lib/isupport/bin/isupport $(DESTDIR)$(PREFIX)/bin/isupport
	ln -sfn ../../share $(OWN)/share
	set -e; for f in $(SHARE:$(B)/share/isupport/%=%); do \
	    install -D -m 0644 $(B)/share/isupport/$$f \
	    $(DESTDIR)$(PREFIX)/share/isupport/$$f; done
	install -m 0755 scripts/watch scripts/nightly $(OWN)/scripts
	install -m 0644 scripts/unit.bash $(OWN)/scripts
	set -e; for f in scripts/systemd/*@.service scripts/systemd/*@.timer \
	    scripts/systemd/*@.path; do \
	    $(subst) $$f > $(UNITDIR)/$${f##*/}; done
	set -e; for f in scripts/systemd/*.d; do \
	    install -D -m 0644 $$f/closed.conf \
	    $(UNITDIR)/$${f##*/}/closed.conf; done
	install -m 0644 scripts/systemd/isupport.sysusers \
	    $(DESTDIR)$(PREFIX)/lib/sysusers.d/isupport.conf
	install -m 0644 scripts/systemd/isupport.tmpfiles \
	    $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/isupport.conf
	$(subst) scripts/cron/isupport > \
	    $(DESTDIR)$(PREFIX)/share/doc/isupport/isupport.cron
	install -m 0644 LICENSE README.md $(DESTDIR)$(PREFIX)/share/doc/isupport
	install -m 0644 spool/README.md \
	    $(DESTDIR)$(PREFIX)/share/doc/isupport/spool.md
	set -e; for f in $(MAN); do install -D -m 0644 $$f \
	    $(MANDIR)/man$${f##*.}/$${f##*/}; done
	install -d -m 0751 $(DESTDIR)/var/lib/isupport
	install -d $(DESTDIR)/etc/isupport

clean:
	rm -rf build

.PHONY: all share po tests check check-all asan valgrind fuzz fuzz-run bench \
    bench-pay bench-messages \
    demo lint install clean
.SECONDARY:
.DELETE_ON_ERROR:
-include $(shell find $(B) -name '*.d' -type f 2>/dev/null)
