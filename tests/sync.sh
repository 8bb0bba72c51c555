#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# after: demo
# What is published is on disk before it can be seen, and what is removed is
# somewhere else on disk before it goes.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
stages=(intake validate record dispatch pay)
programs_or_skip isupport "${stages[@]}"
[ -x scripts/demo ] || skip_all "there is no demonstration to take work from"
strace_or_skip
[ -n "$ALL" ] || skip_all "only in make check-all: to take each stage's work" \
    "out of the demonstration takes minutes"
scratch

claim "each stage has something to do in the demonstration" \
    flock "$B/tests" tests/tools/worksets "$B/tests/snap" "$B/tests/work"
synced() { # STAGE
	cp -a "$B/tests/work/$1" "$tmp/$1"
	ISUPPORT_NOW=$(cat "$B/tests/work/$1.now") tests/tools/unsynced \
	    "$tmp/$1" "$BIN/$1" -r "$tmp/$1"
}
for s in "${stages[@]}"; do
	[ ! -e "$B/tests/work/$s.now" ] ||
		claim "$s syncs before each publishing rename and removal" \
		    synced "$s"
done
done_testing
