#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# after: kill
# Key rotation, backup and restore may be killed at any instruction, and any
# call of theirs may fail: then the older or the newer state opens everything.
# In make check at some points, in make check-all at all of them.
set -u -o pipefail
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
few=(-w -n 5) some=(-w -n 1) every=24 short=(-s)
[ -z "$ALL" ] || few=() some=() every=1 short=()
programs_or_skip isupport
strace_or_skip
scratch

work=${WORK:-$PWD/$B/tests/work}
claim "there is a unit that has something in its store" \
    tests/tools/worksets "${short[@]}" "$work"
cp -a "$work/pay" "$tmp/rotate"
openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 \
    -subj /CN=copy -keyout "$tmp/copy.key" -out "$tmp/copy.pem" 2>/dev/null
isupport=$BIN/isupport

copy() { # of the keys; a unit that lacks them, and one that has them
	tests/tools/fewkeys "$tmp/rotate" "$tmp/copy.txt" &&
	    cp -a "$tmp/rotate" "$tmp/restore" &&
	    rm -r "$tmp/restore/keys/"{ring,master,message}
}
claim "a copy to restore from" copy

killed() { # NAME ARGUMENT...: its last line stands in a note
	local name=$1 status
	shift
	tests/tools/killed -s tests/tools/keystate "$@" >"$tmp/$name.out"
	status=$?
	cat "$tmp/$name.out"
	echo "# $name: $(tail -n 1 "$tmp/$name.out")" >>"$tmp/notes"
	return "$status"
}
claim "rotation, killed, leaves what opens" \
    killed rotation -1 "${few[@]}" "$tmp/rotate" "$isupport" -r @ key rotate
claim "rotation, killed and run again, ends" \
    killed again "${some[@]}" "$tmp/rotate" "$isupport" -r @ key rotate

# The copy opens, and is whole: keystate says so.
cp -a "$tmp/rotate" "$tmp/backup"
cp "$tmp/copy.key" "$tmp/backup/keys/"
claim "backup, killed and run again, ends" killed backup "${some[@]}" \
    "$tmp/backup" "$isupport" -r @ key backup "$tmp/copy.pem" @/copy

claim "restore, killed and run again, ends" killed restore "${few[@]}" \
    "$tmp/restore" "$isupport" -r @ key restore "$tmp/copy.txt"

# fail ERROR NAME N SET COMMAND...: with that call failing, it is to be tried
# again, or done; all opens in either case, at once or when it has been.
fail() {
	local error=$1 name=$2 n=$3 set=$4 status
	shift 4
	rm -rf "$tmp/unit"
	cp -a "$tmp/$set" "$tmp/unit"
	strace -f -qq -o /dev/null -e trace="$name" \
	    -e inject="$name:error=$error:when=$n" "$@" >"$tmp/said" 2>&1
	status=$?
	if [ "$status" != 0 ] && [ "$status" != 75 ]; then
		echo "$set: $name $n $error: status $status"
		cat "$tmp/said"
	elif [ "$set" = rotate ] && [ "$status" = 0 ] &&
	    cmp -s "$tmp/unit/keys/master" "$tmp/rotate/keys/master"; then
		echo "$set: $name $n $error: 0, and nothing was done"
	elif [ "$set" = restore ] && ! "$@" >"$tmp/said" 2>&1; then
		echo "$set: $name $n $error: again"
		cat "$tmp/said"
	elif ! tests/tools/keystate "$tmp/unit" >"$tmp/is" 2>&1 ||
	    ! diff "$tmp/rotate.want" "$tmp/is"; then
		echo "$set: $name $n $error: another result"
	else
		failed_calls=$((failed_calls + 1))
		return 0
	fi
	return 1
}
# each SET COMMAND...: every so many of its calls that change something fail.
each() {
	local name n when set=$1 i=0 bad=0 error
	shift
	failed_calls=0
	rm -rf "$tmp/unit"
	cp -a "$tmp/$set" "$tmp/unit"
	tests/tools/points "$@" >"$tmp/points" || return
	while read -r name n when; do
		case $name in
		write | writev | pwrite64 | fsync | fdatasync | mkdir | rename* | \
		    unlink* | rmdir | ftruncate | openat) ;;
		*) continue ;;
		esac
		[ "$when" = after ] || continue
		[ $((i++ % every)) = 0 ] || continue
		for error in ENOSPC EIO; do
			[ -n "$ALL" ] || [ $((i / every % 2)) = 0 ] ||
				[ "$error" = EIO ] || continue
			fail "$error" "$name" "$n" "$set" "$@" || bad=1
		done
	done <"$tmp/points"
	echo "# $set: $failed_calls calls failed" >>"$tmp/notes"
	[ "$bad" = 0 ] && [ "$failed_calls" -gt 2 ]
}
tests/tools/keystate "$tmp/rotate" >"$tmp/rotate.want"
claim "rotation with a call that fails is to be tried again, and all opens" \
    each rotate "$isupport" -r "$tmp/unit" key rotate
claim "restore with a call that fails can be done again" \
    each restore "$isupport" -r "$tmp/unit" key restore "$tmp/copy.txt"
cat "$tmp/notes"
done_testing
