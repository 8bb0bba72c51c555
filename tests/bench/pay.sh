#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# 100 000 payments, CSV in, IBAN check, pain.001 out: our writer against a
# plain Python one and the npm package "sepa", in turns; ratios of medians.
set -eu
B=${B:-build}
N=${PAYMENTS:-100000}
PAIRS=${PAIRS:-5}
dir=$B/bench/pay
here=tests/bench/pay
mkdir -p "$dir"
tool=$B/tests/tools/payfile

seconds() { # FILE COMMAND...: append the CPU seconds that it takes
	local file=$1 TIMEFORMAT='%U %S'
	shift
	{ time "$@" > "$dir/out.xml" 2>> "$dir/err"; } 2> "$dir/time"
	awk '{ print $1 + $2 }' "$dir/time" >> "$file"
}
median() {
	sort -n "$1" | awk '{ v[NR] = $1 } END {
		print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}
anonymous() { "$tool" -v "$1" 2>&1 > "$dir/out.xml" | awk '{ print $2 }'; }

rm -f "$dir"/*.s "$dir/err"
python3 $here/make_csv.py "$N" > "$dir/in.csv"
npm=no
if command -v npm > /dev/null && { [ -d "$B/bench/node_modules/sepa" ] ||
    npm install --silent --no-audit --no-fund --prefix "$B/bench" sepa@3.0.0 \
    > /dev/null 2>&1; }; then
	npm=yes
fi
for i in $(seq "$PAIRS"); do
	seconds "$dir/ours.s" "$tool" "$dir/in.csv"
	cp "$dir/out.xml" "$dir/ours.xml"
	seconds "$dir/python.s" python3 $here/strings.py "$dir/in.csv"
	seconds "$dir/check.s" "$tool" -k "$dir/ours.xml"
	if [ $npm = yes ] && [ "$i" -le 3 ]; then
		seconds "$dir/npm.s" node --max-old-space-size=4096 \
		    $here/npm.cjs "$dir/in.csv" "$(realpath "$B/bench")"
	fi
done

ours=$(median "$dir/ours.s")
ratio() { awk -v a="$(median "$1")" -v b="$ours" -v n="$2" -v goal="$3" \
    'BEGIN { printf "payments: %s %.2f s, ours %.2f s, ratio %.1f%s\n", \
    n, a, b, a / b, goal }'; }
ratio "$dir/python.s" "plain Python" ""
if [ $npm = yes ]; then
	ratio "$dir/npm.s" "npm sepa" " (goal 20)"
else
	echo "payments: npm sepa: skipped, it cannot be installed"
fi
echo "payments: our own check of that file: $(median "$dir/check.s") s"
kb=$(anonymous "$dir/in.csv")
python3 $here/make_csv.py $((N * 10)) > "$dir/in10.csv"
kb10=$(anonymous "$dir/in10.csv")
echo "payments: anonymous memory $kb KB, at ten times as many $kb10 KB" \
    "(goal 10240)"
rm -f "$dir/in10.csv" "$dir/out.xml"
