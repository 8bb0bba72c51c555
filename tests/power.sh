#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# after: sync
# Power cuts at random instants: 50 runs on a loop-mounted ext4 are stopped in
# the midst, the file system is mounted again, the machine has booted anew as
# far as the programs can tell, the unit runs again, and must end where an
# undisturbed run ends: nothing acknowledged is missing, nothing there twice.
#
# What a cut is here: ext4's own emergency stop (tests/tools/godown).  From
# that instant on nothing more reaches the device, the journal is not written
# out, and all is lost that was neither synced nor, by chance, written back
# before.  The device itself loses nothing: that writes come back out of order
# or not at all, because its cache was not flushed, is not tried; this would
# take a device that logs its writes.
#
# A payment file that was finished but not yet delivered when the power went is
# "uncertain" after that, and a person decides (spool/README.md).  Where that
# happens, the same disk is also run on as if there had been no new boot, and
# that run must end as if undisturbed.
set -u -o pipefail
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
[ -n "$ALL" ] || skip_all "only in make check-all"
[ "$(id -u)" = 0 ] || skip_all "needs root, to mount"
programs_or_skip isupport
cuts=${CUTS:-50} work=${WORK:-$PWD/$B/tests/work} godown=$PWD/$B/tests/tools/godown
scratch
disk=$tmp/disk
mkdir "$disk" "$tmp/want" "$tmp/base"
: >"$tmp/uncertain"
truncate -s 128M "$tmp/empty"
mkfs.ext4 -q "$tmp/empty"
cp --sparse=always "$tmp/empty" "$tmp/image"
mount -o loop "$tmp/image" "$disk" 2>/dev/null || skip_all "no loop mount here"
trap 'umount -l "$disk" 2>/dev/null; rm -rf "$tmp"' EXIT
boot=/proc/sys/kernel/random/boot_id
echo 00000000-0000-4000-8000-000000000001 >"$tmp/boot"
unshare -m mount --bind "$tmp/boot" "$boot" 2>/dev/null ||
	skip_all "cannot make it look like a new boot here"

# run UNIT, run_anew UNIT: all stages; that something went to quarantine is no
# failure.
run() {
	"$BIN/isupport" -r "$1" run >"$tmp/out" 2>&1
	said $?
}
run_anew() {
	# shellcheck disable=SC2016 # expanded by the shell that is started
	unshare -m sh -c 'mount --bind "$1" "$2" && exec "$3" -r "$4" run' sh \
	    "$tmp/boot" "$boot" "$BIN/isupport" "$1" >"$tmp/out" 2>&1
	said $?
}
said() { # STATUS
	[ "$1" != 0 ] && [ "$1" != 65 ] || return 0
	tail -n 5 "$tmp/out"
	echo "status $1"
	return 1
}
# In which boot a file was written is what differs on purpose; and a line of
# sent/audit may be lost (lib/io/heads.h).
state() {
	tests/tools/state "$1" |
		sed -E 's/"boot":"[^"]*"/"boot":""/; /^[0-9]+ HASH /d'
}

# insert IMAGE: another disk, with the same bytes as that one.
insert() {
	away && cp --sparse=always "$1" "$tmp/image" &&
		mount -o loop "$tmp/image" "$disk"
}
away() {
	local i
	for ((i = 0; i < 50; i++)); do
		umount "$disk" 2>/dev/null && return
		mountpoint -q "$disk" || return 0
		sleep 0.2
	done
	return 1
}
# put UNIT NAME: a disk with that unit, always the same: when a file came is
# part of what it is.
put() {
	if [ ! -e "$tmp/base/$2" ]; then
		insert "$tmp/empty" && cp -a "$1" "$disk/unit" && away &&
			mv "$tmp/image" "$tmp/base/$2" || return 1
	fi
	insert "$tmp/base/$2"
}
stop() { # the power goes, and comes back
	"$godown" "$disk" || return 1
	[ -z "${pid-}" ] || kill -9 -- "-$pid" 2>/dev/null
	[ -z "${pid-}" ] || wait "$pid" 2>/dev/null
	away && mount -o loop "$tmp/image" "$disk"
}

# undisturbed UNIT NAME: its state after a run, and how long that takes (ms).
undisturbed() {
	local start
	[ ! -e "$tmp/want/$2" ] || return 0
	put "$1" "$2" || return 1
	start=$(date +%s%N)
	run "$disk/unit" || return 1
	echo $((($(date +%s%N) - start) / 1000000 + 1)) >"$tmp/want/$2.took"
	state "$disk/unit" >"$tmp/want/$2"
}

# cut UNIT NAME MS: the power goes after so long.
cut() {
	local pid
	put "$1" "$2" || return 1
	setsid "$BIN/isupport" -r "$disk/unit" run >/dev/null 2>&1 &
	pid=$!
	sleep "$(printf '%d.%03d' $(($3 / 1000)) $(($3 % 1000)))"
	stop && away && cp --sparse=always "$tmp/image" "$tmp/same" &&
		insert "$tmp/same" || return 1
	run_anew "$disk/unit" && state "$disk/unit" >"$tmp/got" || return 1
	if grep '^batch ' "$tmp/got" | grep -q '"state":"uncertain"'; then
		echo uncertain >>"$tmp/uncertain"
		insert "$tmp/same" && run "$disk/unit" &&
			state "$disk/unit" >"$tmp/got" || return 1
	fi
	diff "$tmp/want/$2" "$tmp/got"
}

loses() { # the disk keeps what was synced, and nothing else
	mkdir "$disk/kept" && sync -f "$disk" && mkdir "$disk/lost" && stop &&
		[ -e "$disk/kept" ] && [ ! -e "$disk/lost" ]
}
claim "a cut loses what was not synced" loses
claim "the demonstration gives work" tests/tools/worksets "$work"
mapfile -t units < <(ls "$work"/units/*.now)
for ((i = 1; i <= cuts && ${#units[@]} > 0; i++)); do
	now=${units[RANDOM % ${#units[@]}]}
	name=$(basename "$now" .now)
	ISUPPORT_NOW=$(cat "$now")
	export ISUPPORT_NOW
	undisturbed "${now%.now}" "$name" ||
		{ claim "$name runs undisturbed" false; continue; }
	took=$(cat "$tmp/want/$name.took")
	at=$((RANDOM % took))
	claim "cut $i ($name, at $at of $took ms)" cut "${now%.now}" "$name" $at
done
echo "# $(wc -l <"$tmp/uncertain") payment files uncertain"
done_testing
