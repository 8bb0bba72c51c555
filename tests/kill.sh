#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# after: sync
# A stage may be killed at any instruction and run again: each one is killed at
# the points of its run, in the unit for which it has most to do in the
# demonstration, and must end where an undisturbed run ends.  In make check
# these are 200 points, after the first write, and the demonstration up to the
# first payments; in make check-all all points, the whole of it, and backup,
# restore and reconcile besides.
set -u -o pipefail
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
sets=(intake.drop intake.ecodex validate record dispatch pay)
sample=(-n 34) short=(-s)
if [ -n "$ALL" ]; then
	sets+=(render)
	sample=() short=()
fi
programs_or_skip isupport "${sets[@]%.*}"
strace_or_skip

work=${WORK:-$PWD/$B/tests/work}
claim "each stage has something to do in the demonstration" \
    tests/tools/worksets "${short[@]}" "$work"
killed() { # SET; render says what it reads before it shows it
	local reads=''
	[ "$1" != render ] || reads=1
	READS=$reads ISUPPORT_NOW=$(cat "$work/$1.now") tests/tools/killed "${sample[@]}" \
	    "$work/$1" "$BIN/${1%.*}" -r @ | tee "$B/tests/log/killed.$1"
}
for s in "${sets[@]}"; do
	claim "$s, killed and run again, ends as if undisturbed" killed "$s"
	echo "# $(tail -n 1 "$B/tests/log/killed.$s")"
done

# With ALL: a backup, and an older one put back, of a unit in which payments
# left since.
[ -n "$ALL" ] || done_testing
root=$work/restore
now=$(cat "$work/pay.now")
export ISUPPORT_NOW=$now
older() {
	[ ! -e "$root.done" ] || return 0
	rm -rf "$root" && cp -a "$work/pay" "$root" &&
	    "$BIN/isupport" -r "$root" backup "$root/.old" &&
	    "$BIN/pay" -r "$root" && "$BIN/dispatch" -r "$root" &&
	    "$BIN/isupport" -r "$root" dump >"$root/.new.dump" &&
	    cp -a "$root" "$root.copy" &&
	    "$BIN/isupport" -r "$root.copy" restore "$root/.old" &&
	    "$BIN/isupport" -r "$root.copy" dump >"$root/.old.dump" &&
	    cp "$root/.old.dump" "$root.copy/" &&
	    ! cmp -s "$root/.old.dump" "$root/.new.dump" && : >"$root.done"
}
# old_or_new ROOT: its store is the one or the other (a dump is on record: of a
# copy).  whole ROOT: its backup is not there, or as its MANIFEST has it.
cat >"$work/old_or_new" <<'END'
#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
cp -a "$1" "$1.seen" && "$BIN/isupport" -r "$1.seen" dump >"$1.dump" &&
    rm -rf "$1.seen" &&
    { cmp -s "$1.dump" "$1/.old.dump" || cmp "$1.dump" "$1/.new.dump"; }
END
cat >"$work/whole" <<'END'
#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
[ -e "$1/.b" ] || exit 0
cd "$1/.b" && tail -n 1 MANIFEST | grep -q '^end ' &&
    sed -n 's/^file [0-9]* \([0-9a-f]*\) /\1  /p' MANIFEST | sha256sum -c --quiet
END
chmod +x "$work/old_or_new" "$work/whole"
again() { # CHECK ROOT COMMAND...
	tests/tools/killed "${but[@]}" -c "$1" "$2" "$BIN/isupport" -r @ \
	    "${@:3}" | tee "$B/tests/log/killed.$3"
}
claim "payments left since a backup" older
# It copies with a thread that reads and one that writes; how often these wait
# for each other goes by the clock.
but=(-x futex)
claim "backup, killed and run again, makes a whole one" \
    again "$work/whole" "$root" backup @/.b
but=()
claim "restore, killed, leaves the old store or the new one, and ends" \
    again "$work/old_or_new" "$root" restore @/.old
claim "reconcile, killed and run again, ends as if undisturbed" \
    again true "$root.copy" reconcile "a test"
done_testing
