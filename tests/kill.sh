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

# In make check: intake and record, 100 points each, of a unit with two
# applications.  To take the work of every stage out of the demonstration takes
# minutes: that, and every point, is in make check-all.
if [ -z "$ALL" ]; then
	R=$PWD/$B/tests/kill
	rm -rf "$R"
	mkdir -p "$R"
	# shellcheck source=scripts/demo-data/conf.bash
	. scripts/demo-data/conf.bash
	unit_conf PT | sed 's/^quiet_\(.*\) = .*/quiet_\1 = 0/' \
	    >"$R/isupport.conf"
	claim "a unit is made" "$BIN/isupport" -r "$R" init PT
	# The people's certificates: nobody signs here, but they must be there.
	for p in operator caseworker finance first second; do
		openssl req -x509 -newkey ec -nodes -subj "/CN=$p" \
		    -pkeyopt ec_paramgen_curve:P-256 -keyout /dev/null \
		    -out "$R/keys/people/$p.pem" 2>/dev/null
	done
	for x in mother body; do
		cp -r "scripts/demo-data/$x" "$R/spool/drop/.$x"
		chmod -R u+w "$R/spool/drop/.$x"
		scripts/demo-data/makepdf -f "$R/spool/drop/.$x/form.xml"
		mv "$R/spool/drop/.$x" "$R/spool/drop/$x"
	done
	export ISUPPORT_NOW=2026-11-21T12:00:00Z
	for s in intake validate record; do
		[ "$s" = validate ] || claim \
		    "$s, killed and run again, ends as if undisturbed" \
		    tests/tools/killed -n 100 "$R" "$BIN/$s" -r @
		"$BIN/$s" -r "$R" 2>/dev/null
	done
	claim "both cases are there" \
	    grep -c PT-2026-000002 <("$BIN/isupport" -r "$R" ls cases)
	done_testing
	exit
fi

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
