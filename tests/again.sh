#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# A message that was kept, and not taken in, comes again as it was: it takes
# its own place as soon as nothing is in its way, once, and the tasks end.
set -u -o pipefail
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate record dispatch
scratch
U=$tmp
# shellcheck source=tests/units.bash
. tests/units.bash

tasks() { # N REGEX
	is DE ls tasks
	[ "$(is DE ls tasks | grep -cE -- "$2")" = "$1" ]
}
kept() { # RULE: for which it is now
	is DE ls messages | tail -n 1 | grep " $1 " &&
	    tasks 1 "^[0-9]+ - unreadable $1 " && tasks 1 ' unreadable '
}
# settings [SED]: DE's, without what stands there of PT.
settings() {
	sed -E '/^\[party\.PT\]/,/^language/d' "$U/conf" >"$U/DE/isupport.conf"
	[ -z "${1-}" ] || sed -n -e '/^\[party\.PT\]/,/^language/{' -e "$1" \
	    -e 'p;}' "$U/conf" >>"$U/DE/isupport.conf"
}
carry() { scripts/gateway --once --delay 0 "$U/PT" "$U/DE" >>"$U/log" 2>&1; }
resent() {
	is PT resend 1000001PT "it was not taken in" && go PT && carry
}
unmoved() { # COMMAND...
	is DE dump >"$U/a"
	"$@" || return
	is DE dump >"$U/b"
	cmp "$U/a" "$U/b"
}

claim "two units" eval 'unit PT "/^\[party\./a plain = yes" && unit DE &&
    cp "$U/DE/isupport.conf" "$U/conf"'
claim "one does not know the other" settings
claim "which sends it an application" cases 1
claim "that is kept, with a task" kept MESSAGE-SENDER
claim "the same message again" eval 'resent && unmoved go DE'
claim "has no effect while nothing has changed" kept MESSAGE-SENDER
settings 's/a/a/'
claim "the settings alone do not register it" unmoved go DE
claim "the same message again, once its sender is known" eval 'resent && go DE'
claim "is kept for what is in its way now" kept PLAIN-REFUSED
claim "once" unmoved go DE
settings 's/^\[party.*/&\nplain = yes/'
claim "when nothing is any more" resent

# Killed anywhere while it takes its place, it has it once.
"$BIN/intake" -r "$U/DE" 2>>"$U/log" && "$BIN/validate" -r "$U/DE" 2>>"$U/log"
points=(-n 12)
[ -z "$ALL" ] || points=()
traced() { # not by a sanitizer's build, nor where calls cannot be traced
	[ -z "$SANITIZED$VALGRIND" ] && strace -qq -e trace=none true
}
if traced; then
	claim "it is recorded as if undisturbed" env \
	    ISUPPORT_NOW="$(date -u +%FT%TZ)" tests/tools/killed \
	    "${points[@]}" "$U/DE" "$BIN/record" -r @
else
	skip "it is recorded as if undisturbed" "no strace"
fi
claim "the same message again" go DE
claim "is registered" eval '[ "$(is DE ls cases | wc -l)" = 1 ]'
claim "as one application" tasks 1 'acknowledge R-401'
claim "and that is all there is to do" tasks 1 .
claim "a fourth time" eval 'resent && unmoved go DE'
claim "it is known" eval '[ "$(is DE ls cases | wc -l)" = 1 ]'
claim "a rebuild gives the same dump" twice DE
claim "and the store is whole" is DE fsck
done_testing
