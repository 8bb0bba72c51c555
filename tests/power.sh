#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# after: demo
# Power cuts at random instants: 50 runs on a loop-mounted ext4 are stopped as
# a power cut would, the file system is mounted again, the unit runs again, and
# must end where an undisturbed run ends: nothing acknowledged is missing,
# nothing is there twice.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
[ -n "$ALL" ] || skip_all "only in make check-all"
[ "$(id -u)" = 0 ] || skip_all "needs root, to mount"
programs_or_skip isupport
[ -x scripts/demo ] || skip_all "there is no demonstration to take work from"
cuts=${CUTS:-50} snap=$B/tests/snap
scratch
mkdir "$tmp/disk"
truncate -s 512M "$tmp/image"
mkfs.ext4 -q "$tmp/image"
mount -o loop "$tmp/image" "$tmp/disk" 2>/dev/null ||
	skip_all "no loop mount here"
trap 'umount "$tmp/disk" 2>/dev/null; rm -rf "$tmp"' EXIT

claim "the demonstration gives work" \
    flock "$B/tests" tests/tools/worksets "$snap" "$B/tests/work"
mapfile -t units < <(ls "$snap"/*.now)

# undisturbed UNIT: its state after a run, and how long that takes (ms).
undisturbed() {
	local start
	rm -rf "$tmp/disk/unit"
	cp -a "$1" "$tmp/disk/unit"
	sync -f "$tmp/disk"
	start=$(date +%s%N)
	"$BIN/isupport" -r "$tmp/disk/unit" run >/dev/null 2>&1
	took=$((($(date +%s%N) - start) / 1000000 + 1))
	tests/tools/state "$tmp/disk/unit" >"$tmp/want"
}

# cut UNIT MS: stop the disk after so long, come back, run, compare.
cut() {
	local pid status
	rm -rf "$tmp/disk/unit"
	cp -a "$1" "$tmp/disk/unit"
	sync -f "$tmp/disk"
	"$BIN/isupport" -r "$tmp/disk/unit" run >/dev/null 2>&1 &
	pid=$!
	sleep "$(printf '%d.%03d' $(($2 / 1000)) $(($2 % 1000)))"
	"$B/tests/tools/godown" "$tmp/disk" || return 1
	kill -9 "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		! umount "$tmp/disk" 2>/dev/null || break
		sleep 0.2
	done
	mount -o loop "$tmp/image" "$tmp/disk" || return 1
	"$BIN/isupport" -r "$tmp/disk/unit" run >"$tmp/out" 2>&1
	status=$?
	case $status in
	0 | 65) ;;
	*) cat "$tmp/out"; echo "run again: status $status"; return 1 ;;
	esac
	tests/tools/state "$tmp/disk/unit" >"$tmp/got" || return 1
	diff "$tmp/want" "$tmp/got"
}

for ((i = 1; i <= cuts; i++)); do
	now=${units[RANDOM % ${#units[@]}]}
	ISUPPORT_NOW=$(cat "$now")
	export ISUPPORT_NOW
	undisturbed "${now%.now}"
	at=$((RANDOM % took))
	claim "cut $i (${now##*/} at $at of $took ms)" cut "${now%.now}" "$at"
done
done_testing
