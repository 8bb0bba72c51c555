#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# after: demo
# The chain of all changes is checked link by link, and its head is kept
# outside the store: a store that was edited, or restored from a backup, is
# known, and nothing leaves until a person says that it is right.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake record remind pay dispatch
[ -e "$B/demo/.told" ] || skip_all "no demonstration in $B/demo"
scratch
R=$tmp/DE
cp -a "$B/demo/DE" "$R"
case=$("$BIN/isupport" -r "$R" show AC/2026/4711 --json | jq -r .case.id)

isupport() {
	"$BIN/isupport" -r "$R" "$@"
}
change() { # a change of the store
	isupport hold "$case" "$1"
}
status() { # N COMMAND ...
	local n=$1
	shift
	"$@" 2>"$tmp/err"
	[ $? = "$n" ]
}
broken() { # REASON: found by verify, and the store is as it was afterwards
	status 65 isupport audit verify && grep -qE "$1" "$tmp/err" &&
		rm -rf "$R" && cp -a "$tmp/right" "$R"
}
last() { # WHAT: of the last line kept
	tail -n 1 "$R/sent/audit" | cut -d' ' -f"$1"
}
said() { # WORD: of verify
	isupport audit verify --json | jq -r ".$1"
}
edit() { # AWK: the records of the chain, key and value in turn, through it
	mdb_dump -a "$R/store" >"$tmp/dump" &&
	awk '/^database=/ { chain = $0 == "database=audit"; n = 0 }
	    /^HEADER=END/ { print; data = 1; next }
	    /^DATA=END/ { data = 0 }
	    !chain || !data { print; next }
	    { n++ } '"$1" "$tmp/dump" >"$tmp/edited" &&
	! cmp -s "$tmp/dump" "$tmp/edited" &&
	rm "$R"/store/*.mdb && mdb_load -f "$tmp/edited" "$R/store" 2>/dev/null
}

claim "the chain is whole" isupport audit verify
claim "its head is kept" test "$(last 1) $(last 2)" = "$(said records) $(said head)"
n=$(last 1)
claim "a change" change "a reason"
claim "adds to it" test "$(last 1)" -gt "$n"
claim "and the head that is kept is the new one" \
    test "$(last 1) $(last 2)" = "$(said records) $(said head)"

cp "$R/sent/audit" "$tmp/audit"
sed -i '$d' "$R/sent/audit"
printf '%s 00' "$n" >>"$R/sent/audit"
claim "a line that a crash has cut off, or lost" status 0 "$BIN/dispatch" -r "$R"
claim "is made good at the next start" \
    test "$(last 1) $(last 2)" = "$(said records) $(said head)"

if [ -x "$(command -v mdb_load)" ]; then
	cp -a "$R" "$tmp/right"
	edit 'n == 21 || n == 22 { next } { print }'
	claim "a record that was taken out is missed" broken 'record 11 is missing'
	edit 'n == 22 { sub(/.$/, /0$/ ? "1" : "0") } { print }'
	claim "one that was changed is found" broken 'record 11 does not open'
else
	skip "an edited store" "mdb_load is not installed"
fi

# One bit in the head of each page in turn (where its free room begins), till
# the process that reads dies of one.
flip() { # OFFSET
	local c
	c=$(dd if="$R/store/data.mdb" bs=1 skip="$1" count=1 status=none |
		od -An -tu1)
	printf '%b' "\\x$(printf %02x $((c ^ 32)))" |
		dd of="$R/store/data.mdb" bs=1 seek="$1" conv=notrunc \
		    status=none
}
survives() { # COMMAND ...: each damage, and says of one what it did
	local at status size
	size=$(stat -c %s "$R/store/data.mdb")
	for ((at = 2 * 4096 + 12; at < size; at += 4096)); do
		flip "$at"
		status=0
		isupport "$@" >"$tmp/out" 2>"$tmp/err" || status=$?
		flip "$at"
		[ "$status" -lt 128 ] || { echo "$at: $status"; return 1; }
		if grep -q STORE-CRASH "$tmp/err"; then
			[ "$status" = 65 ]
			return
		fi
	done
	return 1
}
claim "a store that LMDB dies of is told by verify" survives audit verify
claim "and by head" survives audit head
claim "it is whole again" isupport audit verify

cp -a "$R/store" "$tmp/backup"
claim "a backup, and a change after it" change "another reason"
rm -rf "$R/store"
cp -a "$tmp/backup" "$R/store"
claim "when the backup is restored, verify says so" \
    status 78 isupport audit verify
claim "which record is gone" grep -q 'before record' "$tmp/err"
for s in dispatch pay record remind; do
	claim "$s lets nothing leave" status 78 "$BIN/$s" -r "$R"
	claim "$s says why" grep -q 'STORE-RESTORED' "$tmp/err"
done
claim "the daily round says so" grep -q '^fsck: STORE-RESTORED' \
    <(ISUPPORT_BIN=$BIN scripts/nightly "$R" 2>/dev/null)
claim "what arrives is taken in" status 0 "$BIN/intake" -r "$R"
claim "changes go on" change "a third reason"
claim "and on" change "a fourth"
claim "but they do not hide it" status 78 "$BIN/dispatch" -r "$R"
claim "nor from verify" status 78 isupport audit verify
claim "a person reconciles it" isupport reconcile "backup of last night"
claim "which is on record" grep -q '"store-accepted"' <(isupport dump)
claim "things leave again" status 0 "$BIN/dispatch" -r "$R"
claim "the chain is whole" isupport audit verify
claim "what is right needs nobody's word" status 65 isupport reconcile again
# What is on disk outside is known to be there: a file that was cut, emptied or
# taken away tells, although the store itself is right.
cut() { # COMMAND ...: of that file; it is noticed everywhere
	cp "$R/sent/audit" "$tmp/audit"
	"$@"
	status 78 isupport audit verify && grep -q AUDIT-HEADS "$tmp/err" &&
	status 65 isupport fsck && status 78 "$BIN/pay" -r "$R" &&
	status 78 "$BIN/dispatch" -r "$R" && cp "$tmp/audit" "$R/sent/audit" &&
	status 0 "$BIN/pay" -r "$R"
}
claim "sent/audit that was cut is noticed" cut sed -i '20,$d' "$R/sent/audit"
claim "so is an empty one" cut truncate -s 0 "$R/sent/audit"
claim "and none" cut rm "$R/sent/audit"
claim "a rebuild is one of the changes" isupport rebuild
claim "and leaves the chain whole" isupport audit verify
done_testing
