#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# after: sync
# A stage may be killed at any instruction and run again: each one is killed at
# the points of its run, in the unit for which it has most to do in the
# demonstration, and must end where an undisturbed run ends.  In make check
# these are 200 points, after the first write, and the demonstration up to the
# first payments; in make check-all all points, and the whole of it.
set -u -o pipefail
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
sets=(intake.drop intake.ecodex validate record dispatch pay)
sample=(-n 34) short=(-s)
if [ -n "$ALL" ]; then
	sets+=(render)
	sample=() short=()
fi
programs_or_skip isupport "${sets[@]%.*}"
strace_or_skip

work=$B/tests/work
claim "each stage has something to do in the demonstration" \
    tests/tools/worksets "${short[@]}" "$work"
killed() { # SET
	ISUPPORT_NOW=$(cat "$work/$1.now") tests/tools/killed "${sample[@]}" \
	    "$work/$1" "$BIN/${1%.*}" -r @ | tee "$B/tests/log/killed.$1"
}
for s in "${sets[@]}"; do
	claim "$s, killed and run again, ends as if undisturbed" killed "$s"
	echo "# $(tail -n 1 "$B/tests/log/killed.$s")"
done
done_testing
