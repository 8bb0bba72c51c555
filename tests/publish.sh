#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# A group is published whole, once, or not at all: wherever the program dies
# or whatever call fails, nothing half done is seen, the source stays until
# all is in place, and a second run completes it.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
group=$PWD/$B/tests/tools/publish-group
[ -x "$group" ] || skip_all "publish-group is not built"
strace_or_skip
scratch

fresh() { # DIR
	rm -rf "$1"
	mkdir -p "$1"/{tmp,in/m,in/source/sub,out}
	echo old >"$1/out/p"
	echo data | tee "$1/in/m/f000" >"$1/in/source/sub/f"
}

# All that others see, and what is left of the source.
state() { # DIR
	(cd "$1" && find . -type f ! -path './tmp/*' -printf '%p %m ' \
	    -exec sha256sum {} \; | sed 's/ [^ ]*$//' | sort)
}

# Each thing seen is whole, and the source went last.
sound() { # DIR
	local d=$1 n
	[ ! -e "$d/out/a" ] || [ "$(cat "$d/out/a")" = alpha ] || return 1
	[ ! -e "$d/out/f" ] ||
	    [ "$(cat "$d/out/f/x" "$d/out/f/y")" = xiypsilon ] || return 1
	[ ! -e "$d/out/m" ] || [ "$(cat "$d/out/m/verdict")" = verdict ] ||
	    return 1
	case $(cat "$d/out/p") in old | 'page 2') ;; *) return 1 ;; esac
	n=$(find "$d/out" -mindepth 1 -maxdepth 1 | wc -l)
	[ -e "$d/in/source/sub/f" ] || [ "$n" = 4 ]
}

# A second run completes it, and leaves what an undisturbed one leaves.
completes() { # DIR
	[ "$("$group" "$1")" = "done" ] && [ "$(state "$1")" = "$want" ] &&
	    [ -z "$(ls -A "$1/tmp")" ]
}

fresh "$tmp/whole"
claim "it publishes" test "$("$group" "$tmp/whole")" = "done"
want=$(state "$tmp/whole")
claim "what it publishes is sound" sound "$tmp/whole"
claim "a second run changes nothing" completes "$tmp/whole"

fresh "$tmp/points"
mapfile -t points < <(tests/tools/points "$group" "$tmp/points" |
    awk '$3 == "after" && $1 != "ioctl" { print $1, $2 }')

kills() {
	local name n bad=0 d=$tmp/kill
	for p in "${points[@]}"; do
		read -r name n <<<"$p"
		fresh "$d"
		strace -f -qq -o /dev/null -e "inject=$name:signal=KILL:when=$n" \
		    "$group" "$d" >"$tmp/said" 2>/dev/null
		[ $? = 137 ] || { echo "$p: was not killed" && bad=1; }
		sound "$d" || { echo "$p: not sound" && bad=1; }
		completes "$d" || { echo "$p: not completed" && bad=1; }
	done
	return "$bad"
}
claim "killed at each of ${#points[@]} calls, it is sound and completes" kills
claim "there are calls to kill it at" test "${#points[@]}" -ge 20

fails() { # ERROR: each call that touches files fails with it
	local name n status bad=0 d=$tmp/fail
	for p in "${points[@]}"; do
		read -r name n <<<"$p"
		case $name in
		openat | write | fchmod | fchmodat* | close | mkdirat | \
		    renameat2 | fsync | syncfs | unlinkat) ;;
		*) continue ;;
		esac
		fresh "$d"
		strace -f -qq -o /dev/null -e "inject=$name:error=$1:when=$n" \
		    "$group" "$d" >"$tmp/said" 2>/dev/null
		status=$?
		sound "$d" || { echo "$p: not sound" && bad=1; }
		[ "$status" = 75 ] || [ "$(state "$d")" = "$want" ] ||
		    { echo "$p: status $status" && bad=1; }
		completes "$d" || { echo "$p: not completed" && bad=1; }
	done
	return "$bad"
}
claim "a failing call is told, or without effect (EIO)" fails EIO
[ -z "$ALL" ] ||
	claim "a failing call is told, or without effect (ENOSPC)" fails ENOSPC

syncs() { # a syncfs for the contents, for what goes inside, for the folders
	fresh "$tmp/syncs"
	strace -f -qq -e trace=fsync,fdatasync,syncfs,sync -o "$tmp/calls" \
	    "$group" "$tmp/syncs" >"$tmp/said"
	sed 's/(.*//' "$tmp/calls"
	[ "$(grep -c 'syncfs(' "$tmp/calls")" = 3 ] &&
	    [ "$(grep -c . "$tmp/calls")" -le 4 ]
}
claim "a group in many folders takes three syncfs" syncs
done_testing
