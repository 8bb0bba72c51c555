#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# after: demo
# A stage may be killed at any instruction and run again: each one, with most
# to do of all its turns in the demonstration, is killed at the points of its
# run (200 together after the first writes; with ALL all there are) and must
# end where an undisturbed run ends.
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

claim "each stage has something to do in the demonstration" \
    flock "$B/tests" tests/tools/worksets "$B/tests/snap" "$B/tests/work"
killed() { # STAGE
	local sample=(-n 40)
	[ -z "$ALL" ] || sample=()
	ISUPPORT_NOW=$(cat "$B/tests/work/$1.now") tests/tools/killed \
	    "${sample[@]}" "$B/tests/work/$1" "$BIN/$1" -r @
}
for s in "${stages[@]}"; do
	if [ -e "$B/tests/work/$s.now" ]; then
		claim "$s, killed and run again, ends as if undisturbed" \
		    killed "$s"
	fi
done
done_testing
