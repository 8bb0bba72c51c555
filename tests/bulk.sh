#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# bulk.sh [-n PAYMENTS] [-m TRANSFERS]: so many payments in one run of pay, in
# a unit that was filled as units are: applications that another authority
# sent, one sheet of collections, one of releases, and approvals of two people,
# all signed.  The files, of so many TRANSFERS each, are what the ledger says,
# to the cent.  100000, in one file, in make check-all; 500 in make check.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate record dispatch pay render
n=500 m=100000
[ -z "${ALL-}" ] || n=100000
while getopts n:m: o; do
	case $o in
	n) n=$OPTARG ;;
	m) m=$OPTARG ;;
	*) exit 64 ;;
	esac
done
U=${BULK_DIR-$PWD/$B/bulk}
rm -rf "$U"
mkdir -p "$U"
# shellcheck source=tests/units.bash
. tests/units.bash
cases=$((n / 500 < 5 ? 5 : n / 500))
files=$(((n + m - 1) / m))
day=$(date -u -d '1 day ago' +%Y-%m-%d)
xsd=$SHARED/sepa/xsd/pain.001.001.09.xsd

# Amounts that no floating point adds up to the cent.
collections() {
	is DE ls cases --json | jq -r .id | awk -v n="$n" -v day="$day" '
	    { id[NR - 1] = $0 }
	    END {
		print "reference,case,date,amount,currency,source,mode," \
		    "period_from,period_to,note"
		for (i = 0; i < n; i++) {
			c = 1 + i * 7919 % 99999
			printf "B-%06d,%s,%s,%d.%02d,EUR,voluntary,collected" \
			    ",2026-%02d-01,2026-%02d-28,\n", i, id[i % NR], \
			    day, c / 100, c % 100, i / NR % 9 + 1, \
			    i / NR % 9 + 1
		}
	    }'
}

# stages UNIT NAME...: run them; the time of each, and the most memory of its
# own that it was seen to have.
stages() {
	local u=$1 s pid start kb most rc
	shift
	for s; do
		most=0 start=${EPOCHREALTIME/./}
		"$BIN/$s" -r "$U/$u" 2>>"$U/log" &
		pid=$!
		while kb=$(awk '/^RssAnon/ { print $2 }' \
		    "/proc/$pid/status" 2>/dev/null) && [ -n "$kb" ]; do
			[ "$kb" -le "$most" ] || most=$kb
			sleep 0.02
		done
		wait "$pid"
		rc=$?
		echo "$s $(((${EPOCHREALTIME/./} - start) / 1000)) ms" \
		    "$((most / 1024)) MiB" >>"$U/used"
		[ "$rc" = 0 ] || { echo "$s: status $rc"; return 1; }
	done
}
used() { # TEXT COMMAND...: a claim, and what was used for it
	: >"$U/used"
	claim "$@"
	sed 's/^/# /' "$U/used"
}
bounded() { # what a batch takes: no more, however many there are
	awk -v most=$((64 + (n < m ? n : m) * 6 / 1000)) '
	    $1 == "pay" && $4 > most { print; bad = 1 } END { exit bad }' \
	    "$U/used"
}
# "NUMBER CENTS" of the sheet.  Not by %d: some awks stop at 2^31 - 1 there, and
# then two sums that differ look the same.
asked() {
	awk -F, 'NR > 1 { n++; sub(/\./, "", $4); s += $4 }
	    END { printf "%.0f %.0f\n", n, s }' "$U/collections.csv"
}
booked() { # of the ledger
	is DE dump | grep -a '^ledger ' | cut -d' ' -f3- | jq -nr '
	    reduce (inputs | select(.account == "transferred")) as $e
	    ([0, 0]; .[0] += 1 | .[1] += ($e.minor | tonumber)) |
	    "\(.[0]) \(.[1])"'
}
listed() { # of the payments
	is DE --json ls payments | jq -nr '
	    reduce (inputs | select(.state == "in batch")) as $p
	    ([0, 0]; .[0] += 1 | .[1] += ($p.amount.minor | tonumber)) |
	    "\(.[0]) \(.[1])"'
}
filed() { # of the files, as they say themselves and as their rows add up
	local f
	for f in "$U/DE/spool/bank/"*.xml; do
		xmllint --noout --stream "$f" || return
		grep -aoE '<(NbOfTxs|CtrlSum)>[0-9.]+' "$f" | head -n 2 |
		    sed 's/.*>//; s/\.//' | paste -sd' '
	done | awk '{ n += $1; s += $2 } END { printf "%.0f %.0f\n", n, s }'
}
rows() {
	cat "$U/DE/spool/bank/"*.xml | grep -aoE \
	    '<InstdAmt Ccy="EUR">[0-9.]+' | sed 's/.*>//; s/\.//' |
	    awk '{ n++; s += $1 } END { printf "%.0f %.0f\n", n, s }'
}
same() { # COMMAND: it says what the sheet says
	local got
	got=$("$1")
	[ "$got" = "$(asked)" ] || { echo "$got, not $(asked)"; return 1; }
}
each_file() { # COMMAND...
	local f k=0
	for f in "$U/DE/spool/bank/"*.xml; do
		"$@" "$f" >>"$U/log" 2>&1 || { tail -n 3 "$U/log"; return 1; }
		k=$((k + 1))
	done
	[ "$k" = "$files" ] || { echo "$k files"; return 1; }
}
told() { # every payment stands in a notice that goes out
	local k
	k=$(is DE --json ls messages | jq -r 'select(.form == "PN").msg_id' |
	    wc -l)
	[ "$k" -ge "$cases" ] || { echo "$k notices"; return 1; }
	! is DE dump | grep -a '^queue announce'
}

claim "units of PT and DE are made" eval 'unit PT && unit DE \
    "s/^\[bank.sepa\]/&\nmax_transfers = $m/;s/^map_size.*/map_size = 8G/"'
claim "PT sends $cases applications, and DE has its cases" cases "$cases"
collections >"$U/collections.csv"
sheet DE finance collections <"$U/collections.csv"
used "a sheet of $n collections is recorded" \
    stages DE intake validate record
used "and shown" stages DE render
claim "the sheet to be answered has them all" \
    test "$(wc -l <"$U/DE/spool/desk/review-release.csv")" = $((n + 1))
claim "they are released" release DE release
used "which is recorded" stages DE intake validate record
used "one run of pay makes $files batches of them" stages DE pay
claim "in bounded memory" bounded
used "which are shown" stages DE render
claim "two people approve" eval 'approve DE first b1 && approve DE second b2'
used "which is recorded" stages DE intake validate record
used "one run of pay writes the files" stages DE pay
claim "in bounded memory" bounded
claim "each file is accepted by our own check" \
    each_file "$BIN/isupport" check-payment
if [ -e "$xsd" ]; then
	claim "and valid" each_file xmllint --noout --nonet --stream \
	    --schema "$xsd"
else
	skip "and valid" "no bank schemas in $SHARED"
fi
claim "number and sum of the files are what was collected" same filed
claim "so are those of their rows" same rows
claim "those of the ledger" same booked
claim "and those of the payments" same listed
claim "all is announced" told
used "with the next run nothing is left to pay" stages DE pay
claim "a rebuild from the journal gives the same dump" twice DE
[ -n "${BULK_DIR-}" ] || rm -rf "$U"
done_testing
