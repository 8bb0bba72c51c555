#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# What the unit's user may not read stays where it lies, and stops nothing else.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake
[ "$(id -u)" = 0 ] || skip_all "this is not root"
scratch
chmod 755 "$tmp"
root=$tmp/DE
as() { setpriv --reuid=65534 --clear-groups "$BIN/$1" -r "$root" "${@:2}"; }
as isupport --version >"$tmp/out" 2>&1 ||
	skip_all "another user cannot run the programs here"
install -d -o 65534 "$root"
claim "another user has a unit" as isupport init DE
sed -i 's/^\[unit\]/&\nquiet_seconds = 0/' "$root/isupport.conf"
in=$root/spool/ecodex/iSupport_incoming
put() { # FILE MODE: of root's
	mkdir -p "$(dirname "$1")" && echo x >"$1" && chmod "$2" "$1"
}
put "$root/spool/drop/a.csv" 600
put "$root/spool/drop/b/c.csv" 600
put "$root/spool/drop/d/e.csv" 644 && chmod 700 "$root/spool/drop/d"
put "$root/spool/drop/z.csv" 644
put "$in/XX_1/header.xml" 644 && put "$in/XX_1/form.xml" 600
put "$in/XX_2/header.xml" 600
sleep 0.1
intake() { # N: parcels, then, and something waits
	as intake >"$tmp/out" 2>&1
	[ $? = 75 ] && [ "$1" = \
	    "$(find "$root/spool/received" -mindepth 1 -maxdepth 1 | wc -l)" ]
}
claim "the one that may be read is taken" intake 1
claim "the others stay" test -e "$root/spool/drop/a.csv" -a \
    -e "$root/spool/drop/b/c.csv" -a -e "$root/spool/drop/d/e.csv"
claim "and are told" test "$(grep -c ' stays: FILE-ACCESS' "$tmp/out")" -ge 3
staying() { # WHERE/NAME...: named by status, these and no other
	local w
	as isupport status | grep ^stays >"$tmp/status"
	for w; do
		grep -F " $w: FILE-ACCESS: " "$tmp/status" || ! echo "$w" || return
	done
	[ "$(wc -l <"$tmp/status")" = $# ]
}
claim "status names them, and what to do" staying drop/a.csv drop/b drop/d \
    incoming/XX_1 incoming/XX_2
chmod 644 "$root/spool/drop/a.csv"
claim "once it may be read it is taken" intake 2
done_testing
