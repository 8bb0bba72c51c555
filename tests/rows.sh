#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# A row that cannot be booked is held alone: the others of its sheet count.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate record dispatch render
scratch
U=$tmp
# shellcheck source=tests/units.bash
. tests/units.bash
day=$(date -u -d '1 day ago' +%Y-%m-%d)

arrive() { # two cases of PT's
	local i
	for i in 1 2; do
		mkdir "$U/.drop" && cp scripts/demo-data/mother/*.xml "$U/.drop" &&
		    sed -i "s!AC/2026/4711!AC/2026/$i!" "$U"/.drop/*.xml &&
		    scripts/demo-data/makepdf -f "$U/.drop/form.xml" &&
		    drop PT operator "a-$i" form.xml || return
	done
	go PT && approve PT first all && go PT &&
	    scripts/gateway --once --delay 0 "$U/PT" "$U/DE" >>"$U/log" 2>&1 &&
	    go DE
}
collect() { # NAME ROW...
	local name=$1
	shift
	printf '%s\n' reference,case,date,amount,currency,source,mode "$@" |
	    sheet DE finance "$name" && go DE
}
row() { echo "$1,AC/2026/$2,$day,$3,EUR,voluntary,collected"; }
quarantine() { is DE ls quarantine | wc -l; }

claim "units of PT and DE are made" eval 'unit PT && unit DE'
claim "two cases" eval 'arrive && [ "$(is DE ls cases | wc -l)" = 2 ]'
claim "the largest amount there is, is booked" \
    collect a "$(row B1 1 9999999999999.99)"
claim "one more does not fit, the row beside it does" \
    collect b "$(row B2 1 999999999999.99)" "$(row S1 2 10.00)"
claim "it is held for that" eval \
    'is DE ls tasks | grep "collection-held R-1001"'
claim "the other is booked" eval \
    'is DE ls cases | grep "collected=10.00EUR"'
claim "nothing is in quarantine" test "$(quarantine)" = 0
claim "all that is held is right" is DE fsck
claim "a rebuild gives the same dump" twice DE
done_testing
