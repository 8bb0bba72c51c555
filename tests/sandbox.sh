#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# after: sync
# Each stage is closed in before its first item: it says itself that all it
# must not do is refused; strace sees no network and no exec after its start,
# with real work to do; and on a kernel without Landlock or seccomp it warns, or
# does nothing where require_sandbox is set.
set -u -o pipefail
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
stages=(intake validate record remind dispatch pay render)
programs_or_skip isupport "${stages[@]}"
[ -z "${SANITIZED-}" ] || skip_all "a sanitizer's build has half a sandbox"
scratch

# refused STAGE ROOT [AS...]: so many lines, and each of them says so.
refused() {
	local stage=$1 root=$2
	shift 2
	"$@" "$BIN/$stage" --selftest-sandbox -r "$root" >"$tmp/said" || {
		cat "$tmp/said"
		return 1
	}
	[ "$(grep -cE '^(keeper|nursery|worker): .*: refused \((EACCES|EPERM|EMFILE|SIGSYS)\)$' \
	    "$tmp/said")" = "$(wc -l <"$tmp/said")" ] &&
		[ "$(grep -c '^keeper:' "$tmp/said")" -ge 30 ]
}
"$BIN/isupport" -r "$tmp/unit" init DE || exit 1
"$BIN/isupport" -r "$tmp/unit" key init >"$tmp/said" || exit 1
for s in "${stages[@]}"; do
	claim "$s: all that it must not do is refused" refused "$s" "$tmp/unit"
	case $s in
	record | remind | pay) ;;
	*) claim "$s: its workers were tried, too" grep -q '^worker:' "$tmp/said" ;;
	esac
done

# An ordinary user can do the same.
other=(setpriv --reuid 65534 --regid 65534 --clear-groups)
if [ "$(id -u)" != 0 ]; then
	skip "the same for an ordinary user" "that is who has run it"
elif ! "${other[@]}" "$BIN/intake" --version >/dev/null 2>&1; then
	skip "the same for an ordinary user" "who cannot run the programs here"
else
	chmod 755 "$tmp"
	mkdir "$tmp/theirs"
	chown 65534:65534 "$tmp/theirs"
	"${other[@]}" "$BIN/isupport" -r "$tmp/theirs/unit" init DE
	for s in validate pay; do
		claim "$s: the same for an ordinary user" \
		    refused "$s" "$tmp/theirs/unit" "${other[@]}"
	done
fi

if ! strace -qq -o /dev/null true 2>/dev/null; then
	skip "what a stage does and a kernel lacks" "nothing can be traced here"
	done_testing
fi

# ---- what it does ---------------------------------------------------------

work=${WORK:-$PWD/$B/tests/work} short=(-s) sets=(intake.ecodex pay)
if [ -n "$ALL" ]; then
	short=()
	sets=(intake.drop intake.ecodex validate record dispatch pay render)
fi
claim "the demonstration has work for the stages" \
    tests/tools/worksets "${short[@]}" "$work"
quiet() {
	awk -f tests/tools/quiet.awk "$@"
}
# traced SET: a run of all stages; as many as are in it.
traced() {
	local rc=0
	cp -a "$work/$1" "$tmp/$1"
	ISUPPORT_NOW=$(cat "$work/$1.now") strace -f -o "$tmp/$1.log" \
	    -e trace=%network,execve,execveat,seccomp \
	    "$BIN/isupport" -r "$tmp/$1" run 2>"$tmp/err" || rc=$?
	grep -E ' [1-9][0-9]* done' "$tmp/err" &&
		{ [ "$rc" = 0 ] || [ "$rc" = 65 ]; }
}
for s in "${sets[@]}"; do
	claim "$s: a run has something to do" traced "$s"
	claim "$s: no network and no exec after the start" quiet "$tmp/$s.log"
	echo "# $(quiet "$tmp/$s.log" | tail -n 1)"
done
log=$tmp/${sets[0]}.log
claim "which cannot be said of nothing" eval '! quiet /dev/null'
claim "nor of a stage without a filter" \
    eval '! grep -v "seccomp(" "$log" | quiet'
# As if it were the last thing that a stage calls.
spoilt() { # CALL
	! awk -v call="$1" '
	    /seccomp\(SECCOMP_SET_MODE_FILTER.* = 0$/ { last = $1 }
	    last != "" && $1 == last && /\+\+\+ exited/ { print $1, call }
	    { print }' "$log" | quiet
}
claim "nor of one that has a socket" \
    spoilt 'socket(AF_UNIX, SOCK_STREAM, 0) = 3'
claim "nor of one that sends" spoilt 'sendto(3, "x", 1, 0, NULL, 0) = 1'
claim "nor of one that runs something" \
    spoilt 'execve("/bin/sh", ["sh"], 0x1 /* 1 var */) = 0'

# ---- what a kernel lacks --------------------------------------------------

# lacking CALL=ERROR... -- COMMAND...
lacking() {
	local -a how=()
	while [ "$1" != -- ]; do
		how+=(-e "inject=${1%=*}:error=${1#*=}")
		shift
	done
	shift
	strace -f -qq -o /dev/null -e trace=landlock_create_ruleset,seccomp \
	    "${how[@]}" "$@"
}
no_landlock=landlock_create_ruleset=ENOSYS no_seccomp=seccomp=EINVAL
fails_to_refuse() { # PATTERN LACK...
	local pattern=$1 rc=0
	shift
	lacking "$@" -- "$BIN/validate" --selftest-sandbox -r "$tmp/unit" \
	    >"$tmp/said" || rc=$?
	cat "$tmp/said"
	[ "$rc" = 70 ] && grep -qE "$pattern" "$tmp/said" &&
		grep -q '^missing: keeper: sandbox: ' "$tmp/said" &&
		grep -q '^missing: worker: sandbox: ' "$tmp/said"
}
claim "without Landlock a stage says what is allowed" \
    fails_to_refuse '^keeper: read keys/master: ALLOWED' $no_landlock
claim "without seccomp, too" \
    fails_to_refuse '^keeper: socket\(AF_UNIX\): ALLOWED' $no_seccomp
claim "while Landlock alone keeps from files" \
    eval '! grep -E "(keys|store|settings|passwd).*ALLOWED" "$tmp/said" &&
	grep "^nursery: read keys/master: refused (EACCES)" "$tmp/said"'

names() { # ROOT: all that lies there, but what readers and logs leave
	(cd "$1" && find . -path ./log -prune -o ! -name lock.mdb -type f \
	    -printf '%p %s %T@\n' | sort)
}
goes_on() { # LACK...
	local rc=0
	rm -rf "$tmp/lacks"
	cp -a "$work/pay" "$tmp/lacks"
	ISUPPORT_NOW=$(cat "$work/pay.now") lacking "$@" -- \
	    "$BIN/isupport" -r "$tmp/lacks" run 2>"$tmp/err" || rc=$?
	cat "$tmp/err"
	{ [ "$rc" = 0 ] || [ "$rc" = 65 ]; } &&
		grep -q 'pay: warning: sandbox: ' "$tmp/err" &&
		grep -qE 'pay: [1-9][0-9]* done' "$tmp/err"
}
stops() { # STAGE LACK...
	local stage=$1 rc=0
	shift
	ISUPPORT_NOW=$(cat "$work/pay.now") lacking "$@" -- \
	    "$BIN/$stage" -r "$tmp/must" 2>"$tmp/err" || rc=$?
	cat "$tmp/err"
	[ "$rc" = 75 ] && grep -q 'sandbox' "$tmp/err" &&
		names "$tmp/must" | diff "$tmp/names" -
}
claim "without both, work goes on with a warning" \
    goes_on $no_landlock $no_seccomp
cp -a "$work/pay" "$tmp/must"
sed -i 's/^map_size/require_sandbox = yes\n&/' "$tmp/must/isupport.conf"
names "$tmp/must" >"$tmp/names"
for s in "${stages[@]}"; do
	claim "$s: where it must be whole, nothing is done without Landlock" \
	    stops "$s" $no_landlock
	claim "$s: nor without seccomp" stops "$s" $no_seccomp
done
claim "and with both it is done" \
    eval 'ISUPPORT_NOW=$(cat "$work/pay.now") "$BIN/pay" -r "$tmp/must" &&
	! names "$tmp/must" | cmp -s "$tmp/names" -'
done_testing
