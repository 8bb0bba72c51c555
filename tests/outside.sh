#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# A worker that somebody kills (a person, the system out of memory) is not the
# fault of what it was reading: that stays for the next run, and the others go
# their way.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate
strace_or_skip
scratch
R=$tmp/PT
"$BIN/isupport" -r "$R" init PT || exit 1
sed -i -E '/^ *quiet_seconds *=/d; s/^ *\[unit\].*/&\nquiet_seconds = 0/' \
    "$R/isupport.conf"

for n in 1 2 3; do
	printf 'from_currency,to_currency,date,rate,source\n%s\n' \
	    "EUR,BRL,2026-11-2$n,6.1234,invented" >"$R/spool/drop/$n.csv"
done
"$BIN/intake" -r "$R" 2>/dev/null
count() { find "$R/spool/$1" -mindepth 1 -maxdepth 1 | wc -l; }
holds() { # RECEIVED VALID QUARANTINE
	echo "received $(count received), valid $(count valid)," \
	    "quarantine $(count quarantine)"
	[ "$(count received) $(count valid) $(count quarantine)" = "$1 $2 $3" ]
}
claim "three parcels have arrived" holds 3 0 0

# setitimer(2) is what a worker does first with each request, and nobody else.
signalled() { # SIGNAL: to each worker at each request; the status of that run
	strace -f -qq -o /dev/null -e trace=setitimer \
	    -e inject=setitimer:signal="$1" "$BIN/validate" -r "$R" \
	    2>"$tmp/err"
	status=$?
}
signalled KILL
claim "whose worker is killed from outside stays" holds 3 0 0
claim "each was tried, and the log says that it stays" \
    test "$(grep -c ' stays: WORKER-KILLED' "$R/log/validate")" = 3
claim "the stage says that something must be tried again" test "$status" = 75
signalled SEGV
claim "whose worker crashes is refused" holds 0 0 3
claim "and the stage says so" test "$status" = 65
claim "with the reason" \
    grep WORKER-DIED "$R"/spool/quarantine/*/reason
for f in "$R"/spool/quarantine/*; do
	"$BIN/isupport" -r "$R" requeue "${f##*/}" >/dev/null
done
"$BIN/validate" -r "$R" 2>/dev/null
claim "undisturbed they are good" holds 0 3 0
done_testing
