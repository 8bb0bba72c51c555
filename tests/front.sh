#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# What the front command says to those who call it wrongly, in the wrong place,
# or without the right; and that its JSON is JSON.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate record
scratch
chmod 755 "$tmp"
root=$tmp/DE

# ends STATUS WORDS ARGUMENT...: the status, and words in what it prints.
ends() {
	local status=$1 words=$2 out
	shift 2
	out=$("$BIN/isupport" "$@" 2>&1 </dev/null)
	[ $? = "$status" ] && grep -qF -- "$words" <<<"$out" && return
	printf '%s\n' "$out"
	return 1
}
commands="init run status ls show why requeue hold dump rebuild check-payment"

claim "-h is help" ends 0 "check-payment" -h
claim "no command is a wrong line" ends 64 "usage: isupport"
claim "an unknown command is named" ends 64 'no command "statsu"' statsu
claim "a wrong option" ends 64 "usage: isupport" -q status
for c in $commands; do
	claim "$c -h is its help" ends 0 "isupport [-r ROOT] [--json] $c" "$c" -h
	claim "$c: no arguments, no root" test "$(
	    "$BIN/isupport" "$c" >/dev/null 2>&1
	    echo $?)" -ge 64
done
claim "a root that is not there" ends 78 "there is no unit here" \
    -r "$tmp/none" status
claim "a folder that is no unit" ends 78 "there is no unit here" -r "$tmp" run
claim "a stage there" test "$("$BIN/intake" -r "$tmp" 2>&1
    echo $?)" = "<3>intake: CONFIG: $tmp/isupport.conf: there is no unit here;\
 isupport -r ROOT init CODE makes one
78"
claim "a unit is made" ends 0 "" -r "$root" init DE
claim "a unit is not made into another" \
    ends 78 "another unit" -r "$root" init PT
claim "a code that is none" ends 64 "party id" -r "$root" init de
claim "a day that is none" ends 64 "usage" -r "$root" run -d 2026-02-30
claim "the clock stays where test_clock is not set" \
    ends 78 "test_clock" -r "$root" run -d 2020-01-01
claim "ls of nothing known" ends 64 "usage" -r "$root" ls case
claim "a name that is no name of a parcel" ends 65 "not the name" \
    -r "$root" why ../../isupport.conf
claim "find: a day of birth that is none" ends 64 "2015-02-31: this is no day" \
    -r "$root" subject find Brandner 2015-02-31
claim "defer: a day that is none" ends 64 "2026-13-01: this is no day" \
    -r "$root" subject defer DE-2026-000001 2026-13-01 risk
claim "key renew: a day that is none" ends 64 "26-01-01: this is no day" \
    -r "$root" key renew -f 26-01-01
none=20261121T034800Z-0123456789abcdef
for c in why requeue; do
	claim "$c: nothing of that name" ends 65 "nothing of that name" \
	    -r "$root" $c $none
done
claim "a file to mend it that is not there" ends 66 "No such file" \
    -r "$root" requeue $none "$tmp/none"
for c in "audit verify" "key restore"; do
	# shellcheck disable=SC2086 # two words
	claim "$c: no such file" ends 66 "$tmp/none: No such file" \
	    -r "$root" $c "$tmp/none"
done
claim "key backup: no such certificate" ends 66 "$tmp/none: No such file" \
    -r "$root" key backup "$tmp/none" "$tmp/copy"
claim "a case that is not there" ends 65 "no such case" \
    -r "$root" hold DE-1 lawsuit
for c in "init XX" "ls cases" "hold DE-1" "resend 1DE" "backup $tmp/new" \
    "restore $tmp/new" "requeue $none" "key shred DE-1" "subject find Muster"; do
	# shellcheck disable=SC2086 # words
	claim "$c --dry-run: no such option" ends 64 'no option "--dry-run"' \
	    -r "$root" $c --dry-run
done
claim "run -Z" ends 64 "invalid option" -r "$root" run -Z
claim "neither held nor let go without a word" ends 64 "usage: isupport hold" \
    -r "$root" hold DE-1
claim "nor with --json for one" ends 64 "usage: isupport hold" \
    -r "$root" hold DE-1 --json
claim "behind -- it is a word" ends 65 "no such case" \
    -r "$root" hold -- DE-1 --json
claim "a party begins with its State" ends 64 "2 letters" -r "$root" init 12
claim "a bank that is not set" ends 78 "BANK-PROFILE" \
    -r "$root" check-payment -p none "$0"
claim "a payment file that is not there" ends 66 "No such file" \
    check-payment "$tmp/none.xml"
claim "a folder is no payment file" ends 66 "directory" check-payment "$tmp"

nobody() { setpriv --reuid=65534 --clear-groups "$BIN/isupport" "$@" 2>&1; }
stranger() {
	local out
	out=$(nobody -r "$root" status)
	[ $? = 77 ] && grep -q "another user" <<<"$out"
}
if [ "$(id -u)" = 0 ] && nobody --version >"$tmp/version"; then
	claim "a unit of another user" stranger
else
	skip "a unit of another user" "this is not root"
fi

sed -i 's/^\[unit\]/&\nquiet_seconds = 0\ntest_clock = yes/' \
    "$root/isupport.conf"
odd=$'odd "name" \e[2J\nfile: none \u202e.csv'
printf 'reference,case,"a\\""b",\tc\n1,2,3,4\n' \
    >"$root/spool/drop/$odd"
claim "two runs at once" bash -c '"$1" -r "$2" run & a=$!
    "$1" -r "$2" run; b=$?; wait $a; s="$? $b"
    case $s in "65 0" | "0 65" | "65 65") ;; *) echo "$s"; exit 1 ;; esac' \
    bash "$BIN/isupport" "$root"
claim "one thing is in quarantine" test \
    "$("$BIN/isupport" -r "$root" ls quarantine | wc -l)" = 1
name=$("$BIN/isupport" -r "$root" ls quarantine | cut -d' ' -f1)

named() {
	"$BIN/isupport" -r "$root" why "$name" >"$tmp/why"
	grep -F 'from: drop/odd "name" \u001b[2J\u000afile: none \u202e.csv' \
	    "$tmp/why" &&
	grep -F 'file: odd "name" \u001b[2J\u000afile: none \u202e.csv' \
	    "$tmp/why" && ! grep '[[:cntrl:]]' "$tmp/why"
}
claim "what others named steers no terminal, and makes no line" named

# json COMMAND...: every line an object; --json before, between and behind.
json() {
	local out
	out=$("$BIN/isupport" -r "$root" "$@") || [ $? = 65 ] || return 1
	while IFS= read -r line; do
		jq -e 'type == "object"' <<<"$line" || return 1
	done < <(printf '%s' "${out:+$out$'\n'}")
}
if command -v jq >/dev/null; then
	for what in cases messages tasks payments quarantine; do
		claim "ls $what as JSON" json ls --json "$what"
	done
	claim "status as JSON" json --json status
	claim "why as JSON" json why "$name" --json
	claim "with where it lay, when it came, what came, and what to do" eval '
	    "$BIN/isupport" -r "$root" why "$name" --json | jq -e --arg n "$odd" \
	    '"'"'.origin == "DROP" and .folder == $n and .next != "" and
	    (.arrived | test("^20.*Z$")) and (.files | length == 1) and
	    .files[0].name == $n and .files[0].size > 9 and
	    (.files[0].sha256 | length == 64)'"'"
	claim "key show as JSON" json key show --json
	claim "check-payment as JSON" json check-payment --json "$0"
else
	skip "JSON" "jq is not here"
fi
claim "dump has lines of its own" ends 64 "no --json" -r "$root" dump --json
claim "run in the past" ends 0 "" -r "$root" run -d 2020-01-01
done_testing
