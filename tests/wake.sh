#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# Waking, with the real programs: with scripts/watch running, a file moved into
# drop reaches the store with no command given; with it off, cron's line does;
# both at once run no stage twice.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate record
[ -x "$(command -v inotifywait)" ] || skip_all "no inotifywait"
scratch
root=$tmp/PT
claim "a unit is made" "$BIN/isupport" -r "$root" init PT
sed -i -E '/^ *(quiet_seconds|map_size) *=/d
    s/^ *\[unit\].*/&\nquiet_seconds = 1\nmap_size = 1G/' "$root/isupport.conf"

taken() { # NAME: within ten seconds it has left drop and the queues
	local i
	for ((i = 0; i < 100; i++)); do
		[ -n "$(find "$root/spool/drop/$1" "$root/spool/received" \
		    "$root/spool/valid" -mindepth 1 2>/dev/null)" ] ||
		    [ -e "$root/spool/drop/$1" ] || return 0
		sleep 0.1
	done
	ls -R "$root/spool"
	return 1
}
drop() {
	printf '%s\n' "not a form: $1" >"$tmp/new"
	mv "$tmp/new" "$root/spool/drop/$1"
}
export ISUPPORT_BIN=$BIN
scripts/watch -s 600 "$root" >"$tmp/log" 2>&1 &
pid=$!
sleep 1
drop one.xml
claim "watched, a file moved into drop is taken" taken one.xml
kill $pid
wait $pid 2>/dev/null
drop two.xml
sleep 0.5
claim "not watched, it stays" test -e "$root/spool/drop/two.xml"
sleep 1
line=$(grep -v '^#' scripts/cron/isupport | awk -F'\t' 'NR == 3 { print $3 }' |
    sed "s|/var/lib/isupport/|$tmp/|; s|@PREFIX@/bin|$BIN|")
claim "cron's line runs" bash -c "$line; (exit \$((\$? % 65)))"
claim "it is taken" taken two.xml
n=$("$BIN/isupport" -r "$root" dump | sha256sum)
scripts/watch -s 1 "$root" >"$tmp/log" 2>&1 &
pid=$!
for _ in 1 2 3 4 5 6; do
	bash -c "$line"
	"$BIN/isupport" -r "$root" run &
	sleep 0.3
done
wait %2 %3 %4 %5 2>/dev/null
kill $pid
wait
claim "with nothing to do, all of them at once change nothing" \
    test "$n" = "$("$BIN/isupport" -r "$root" dump | sha256sum)"
done_testing
