#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# 100 000 payments, CSV in, IBAN check, pain.001 out: our writer against a
# plain Python one and the npm package "sepa", in turns; CPU time, ratios of
# medians.
#
#	N	payments, in tens (10000)
#	PAIRS	turns (5); npm has three of them
set -eu
B=${B:-build}
N=$((10 * ${N:-10000}))
PAIRS=${PAIRS:-5}
dir=$B/bench/pay
here=tests/bench/pay
mkdir -p "$dir"
tool=$B/tests/tools/payfile

seconds() { # FILE COMMAND...: append the CPU seconds that it takes
	local file=$1 TIMEFORMAT='%U %S'
	shift
	{ time "$@" > "$dir/out.xml" 2>> "$dir/err"; } 2> "$dir/time" ||
		return
	awk '{ print $1 + $2 }' "$dir/time" >> "$file"
}
median() {
	sort -n "$1" | awk '{ v[NR] = $1 } END {
		print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}
anonymous() { "$tool" -v "$1" 2>&1 > "$dir/out.xml" | awk '{ print $2 }'; }

rm -f "$dir"/*.s "$dir/err"
python3 $here/make_csv.py "$N" > "$dir/in.csv"

# The package is fetched once; where there is no npm or no network, the others
# go on without it.
npm=no
if ! command -v npm > /dev/null || ! command -v node > /dev/null; then
	echo "payments: npm sepa: skipped, there is no npm"
elif [ -d "$B/bench/node_modules/sepa" ] ||
    timeout 60 npm install --silent --no-audit --no-fund \
    --prefix "$B/bench" sepa@3.0.0 > /dev/null 2>&1; then
	npm=yes
else
	echo "payments: npm sepa: skipped, npm cannot fetch it (no network?)"
fi
for i in $(seq "$PAIRS"); do
	seconds "$dir/ours.s" "$tool" "$dir/in.csv"
	cp "$dir/out.xml" "$dir/ours.xml"
	seconds "$dir/python.s" python3 $here/strings.py "$dir/in.csv"
	seconds "$dir/check.s" "$tool" -k "$dir/ours.xml"
	if [ $npm = yes ] && [ "$i" -le 3 ]; then
		seconds "$dir/npm.s" node --max-old-space-size=4096 \
		    $here/npm.cjs "$dir/in.csv" "$(realpath "$B/bench")" || {
			npm=no
			echo "payments: npm sepa: skipped, it fails; see $dir/err"
		}
	fi
done

ours=$(median "$dir/ours.s")
ratio() { # FILE: how many times as long as ours
	awk -v a="$(median "$1")" -v b="$ours" 'BEGIN { printf "%.1f", a / b }'
}
goal() { # WHAT SIGN LIMIT MEASURED
	awk -v what="$1" -v sign="$2" -v limit="$3" -v is="$4" 'BEGIN {
	    met = sign == "<=" ? is <= limit + 0 : is >= limit + 0
	    printf "payments: goal %s %s %s: measured %s: %s\n", what, sign,
		limit, is, met ? "met" : "NOT MET" }'
}
echo "payments: $N: ours $ours s, plain Python $(median "$dir/python.s") s" \
    "($(ratio "$dir/python.s") times ours)," \
    "our own check of the file $(median "$dir/check.s") s"
if [ $npm = yes ]; then
	echo "payments: npm sepa $(median "$dir/npm.s") s"
	goal "npm sepa to ours" '>=' 20 "$(ratio "$dir/npm.s")"
fi
goal "anonymous memory at $N, KB" '<=' 10240 "$(anonymous "$dir/in.csv")"
python3 $here/make_csv.py $((N * 10)) > "$dir/in10.csv"
goal "anonymous memory at $((N * 10)), KB" '<=' 10240 \
    "$(anonymous "$dir/in10.csv")"
rm -f "$dir/in10.csv" "$dir/out.xml"
