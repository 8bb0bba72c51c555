#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# Forged signatures, made here by the hundred: none is accepted, none makes us
# open anything; the good ones among them are accepted.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
for p in sigcheck signxml; do
	[ -x "$B/tests/tools/$p" ] || skip_all "$p is not built"
done
command -v xmllint >/dev/null || skip_all "xmllint is not here"
scratch
F=$tmp/f
now=$(date -u -d '+30 days' +%FT%TZ)
check=$PWD/$B/tests/tools/sigcheck

look() { # FOLDER: name, state, rule, microseconds of each in it
	"$check" -c "$F/pins" -d "$now" "$F/$1"/*.xml >"$tmp/$1"
}
only() { # FILE STATE [RULE]: nothing else is said of any
	awk -F'\t' -v s="$2" -v r="${3-}" \
	    '$2 != s || (r != "" && $3 != r) { print; bad = 1 }
	    END { exit bad || NR == 0 }' "$tmp/$1"
}
# Weak algorithms prove nothing either way; without a signature there is none.
refused() {
	awk -F'\t' '{ want = "refused" }
	    $1 ~ /-(sha1|md5)-/ { want = "not verifiable" }
	    $1 ~ /-wrap-swap/ { want = "none" }
	    $2 != want { print; bad = 1 }
	    END { exit bad || NR == 0 }' "$tmp/bad"
}
has_classes() {
	local c missing=0
	for c in keyvalue issuer expired revoked wrap id uri xpointer \
	    transform hmac sha1 truncated two-info empty-reference altered; do
		grep -q "^[abcd]-$c" "$tmp/bad" || { echo "$c"; missing=1; }
	done
	return "$missing"
}
opens_nothing() { # FOLDER
	strace -f -qq -e trace=%file,%network,%process -o "$tmp/trace" \
	    "$check" -c "$F/pins" -d "$now" "$F/$1"/*.xml >/dev/null || return 1
	sed -n '/checks-begin/,/checks-end/p' "$tmp/trace" >"$tmp/between"
	cat "$tmp/between"
	[ "$(wc -l <"$tmp/between")" = 2 ]
}

# In make check two ways to sign, one with each kind of key.
[ -n "$ALL" ] || export WAYS="a c"
claim "signatures are made" tests/tools/forge "$F"
claim "at least 300 of them are forged" \
    test "$(find "$F/bad" -name '*.xml' | wc -l)" -ge 300
claim "the good ones are looked at" look good
claim "each is accepted" only good valid
claim "the forged ones are looked at" look bad
claim "none is accepted, each for what it is" refused
claim "every class is among them" has_classes
claim "wrapped in eight positions at least" \
    test "$(grep -c '^a-wrap' "$tmp/bad")" -ge 8
claim "the ones laid out anew are looked at" look layout
claim "each is said not to be verifiable" \
    only layout 'not verifiable' XMLSIG-LAYOUT
if [ -z "${SANITIZED-}" ] && strace -qq -o /dev/null true 2>/dev/null; then
	claim "no file, network or process for a good one" opens_nothing good
	claim "nor for a forged one" opens_nothing bad
else
	skip "no file or network is opened" "strace may not trace here"
fi
echo "# $(wc -l <"$tmp/bad") forged, the longest look" \
    "$(cut -f4 "$tmp/bad" | sort -n | tail -n 1) us"
if [ -n "${ALL-}" ] && [ -z "${SANITIZED-}" ]; then
	claim "no look takes over 200 ms" \
	    test "$(cut -f4 "$tmp/bad" | sort -n | tail -n 1)" -lt 200000
fi
done_testing
