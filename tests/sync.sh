#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# What is published is on disk before it can be seen, and what is removed is
# somewhere else on disk before it goes: each stage under strace, in the unit
# for which it has most to do in the demonstration.  (These units are left for
# other tests.)
set -u -o pipefail
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
sets=(intake.drop intake.ecodex validate record dispatch pay render)
programs_or_skip isupport "${sets[@]%.*}"
strace_or_skip
[ "$(id -u)" = 0 ] ||
	skip_all "only root is told what files a process has that shows nothing"
scratch

# The tool that looks sees what it is there to see.
unit=$tmp/unit
mkdir -p "$unit/spool/tmp" "$unit/spool/bank" "$unit/spool/drop"
finds() { # BAD COMMAND: so many
	: >"$unit/spool/drop/source"
	rm -f "$unit"/spool/*/file
	tests/tools/unsynced "$unit" sh -c "cd $unit/spool && $2" |
	    tee "$tmp/said"
	tail -n 1 "$tmp/said" | grep -q ", $1 unsynced\$"
}
claim "a rename before its bytes are on disk is noticed" \
    finds 1 'echo x >tmp/file; mv tmp/file bank/'
claim "a sync of something else does not count" \
    finds 1 'echo x >tmp/file; sync drop/source; mv tmp/file bank/'
claim "a removal before a rename is on disk is noticed" \
    finds 1 'echo x >tmp/file; sync tmp/file; mv tmp/file bank/; rm drop/source'
claim "what is in order is not" finds 0 \
    'echo x >tmp/file; sync tmp/file; mv tmp/file bank/; sync bank; rm drop/source'

work=${WORK:-$PWD/$B/tests/work} short=(-s)
[ -z "$ALL" ] || short=()
claim "each stage has something to do in the demonstration" \
    tests/tools/worksets "${short[@]}" "$work"
synced() { # SET
	cp -a "$work/$1" "$tmp/$1"
	ISUPPORT_NOW=$(cat "$work/$1.now") tests/tools/unsynced \
	    "$tmp/$1" "$BIN/${1%.*}" -r "$tmp/$1" | tee "$tmp/$1.said" &&
		! grep -q '^0 renames, 0 removals' "$tmp/$1.said"
}
for s in "${sets[@]}"; do
	claim "$s syncs before each publishing rename and removal" synced "$s"
	echo "# $(tail -n 1 "$tmp/$s.said")"
done
done_testing
