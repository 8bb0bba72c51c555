#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# after: demo
# isupport fsck finds what was changed past the program: a bit of a key, of a
# value, of a parcel; a value in another's place, or an older one; what was put
# in or taken out; and what the program itself would never have put there.  It
# survives any damage of data.mdb, and where it finds nothing, all is there.
# isupport audit verify finds whatever is done to the chain of changes, by
# whomever, if a head of it was kept elsewhere.
#
# With ALL all 2 000 flips, 1 000 swaps, 2 000 flips anywhere, 1 000 edits; else
# a few of each.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate
demo=${DEMO:-$B/demo}
[ -e "$demo/.told" ] || skip_all "no demonstration in $demo"
scratch
# TOOL ...: these hold a store to their end; that is no leak.
tool() { ASAN_OPTIONS=detect_leaks=0 "$B/tests/tools/$1" "${@:2}"; }
R=$tmp/DE P=$tmp/PT
cp -a "$demo/DE" "$demo/PT" "$tmp"
sed -i 's/^\(quiet_.*\) = .*/\1 = 0/' "$R/isupport.conf" "$P/isupport.conf"
some() { # FEW ALL: how many
	if [ -n "$ALL" ]; then echo "$2"; else echo "$1"; fi
}
isupport() {
	"$BIN/isupport" -r "$R" "$@"
}
status() { # N COMMAND ...
	local n=$1
	shift
	"$@" >"$tmp/out" 2>"$tmp/err"
	[ $? = "$n" ] || { cat "$tmp/out" "$tmp/err"; return 1; }
}
# fsck ROOT [RULE ...]: says these rules, as faults or notes, and no other; of
# a full disk it may speak.
fsck() {
	local root=$1 rc=0
	shift
	"$BIN/isupport" -r "$root" --json fsck >"$tmp/said" || rc=$?
	jq -r 'select(.rule) | .rule' "$tmp/said" | grep -v '^ROOM$' |
		sort -u >"$tmp/rules"
	jq -s 'if map(select(.rule and .note != true)) == [] then 0 else 65 end' \
	    "$tmp/said" >"$tmp/status"
	if ! jq -e -s '.[-1] | .records > 0' "$tmp/said" >/dev/null ||
	    [ "$(cat "$tmp/status")" != "$rc" ] ||
	    ! diff "$tmp/rules" <(printf '%s\n' "$@" | grep . | sort -u); then
		cat "$tmp/said"
		return 1
	fi
}

# ---- parcels in each folder, and a document that is a file ----

incoming=$R/spool/ecodex/iSupport_incoming
mapfile -t folders < <(cd "$incoming" && ls)
(cd "$incoming" && rm -rf "${folders[@]:1}")
rm -rf "$R"/spool/{desk,ecodex/iSupport_outgoing}/* \
    "$P"/spool/{desk,ecodex/iSupport_*}/*
again() { # NAME: a message comes once more, in a folder of that name
	cp -r "$incoming/${folders[0]}" "$incoming/$1"
}
mkdir "$R/spool/drop/broken"
printf '<E6><Currency>EUR' >"$R/spool/drop/broken/form.xml"
again XX_1XX
"$BIN/intake" -r "$R" 2>>"$tmp/log"
"$BIN/validate" -r "$R" 2>>"$tmp/log"
again XX_2XX
"$BIN/intake" -r "$R" 2>>"$tmp/log"
for d in received valid quarantine; do
	claim "there is a parcel in $d" grep -q . <(ls "$R/spool/$d")
done
large() { # an application with an attachment of over 64 KiB
	cp -r scripts/demo-data/mother "$tmp/large" && chmod -R u+w "$tmp/large" &&
	sed -i 's|<Reference>AC/2026/4711<|<Reference>AC/2026/4800<|' \
	    "$tmp/large/form.xml" &&
	scripts/demo-data/makepdf -f "$tmp/large/form.xml" || return
	for f in "$tmp"/large/*.pdf; do
		printf '%%%099999d\n' 0 >>"$f"
	done
	openssl cms -sign -binary -md sha256 -in "$tmp/large/form.xml" \
	    -outform DER -signer "$P/keys/people/operator.pem" \
	    -inkey "$demo/.work/PT.operator.key" \
	    -out "$tmp/large/form.xml.p7s" || return
	mv "$tmp/large" "$P/spool/drop/large"
	"$BIN/isupport" -r "$P" run 2>>"$tmp/log"
	[ -n "$(find "$P/store/files" -type f)" ]
}
claim "there is a document in a file" large

# ---- what is right ----

claim "nothing is wrong with a unit" fsck "$R"
claim "nor with another" fsck "$P"
claim "it says so in words" grep -q ' 0 faults' <(isupport fsck)
claim "where there is no unit there is none" \
    status 78 "$BIN/isupport" -r "$tmp/nowhere" fsck
sum() { find "$R" -type f ! -name lock.mdb -print0 | sort -z |
    xargs -0 sha256sum | sha256sum; }
before=$(sum)
isupport fsck >/dev/null
claim "to look changes nothing" test "$before" = "$(sum)"
claim "after a rebuild nothing is wrong" isupport rebuild
claim "indeed" fsck "$R"

at_work() { # all looks at three units while they run: no fault but a full disk
	local pid u root
	DEMO_QUIET=0 scripts/demo "$tmp/work" >"$tmp/work.log" 2>&1 &
	pid=$!
	while kill -0 "$pid" 2>/dev/null; do
		for u in DE PT BR; do
			root=$tmp/work/$u
			[ -e "$root/sent/audit" ] || continue
			"$BIN/isupport" -r "$root" fsck >"$tmp/said"
			! grep -Ev '^(note: |ROOM |[0-9]+ records)' \
			    "$tmp/said" || { kill "$pid"; return 1; }
		done
	done
	wait "$pid"
}
if [ -n "$ALL" ]; then
	claim "nor with units at work, at any moment" at_work
else
	skip "units at work" "only with check-all"
fi

# ---- files ----

file=$(find "$P/store/files" -type f | head -n 1)
flipped() { # FILE OFFSET: one byte of it is another
	local c
	c=$(dd if="$1" bs=1 skip="$2" count=1 status=none | od -An -tu1)
	printf '%b' "\\x$(printf %02x $((c ^ 1)))" |
		dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}
flipped "$file" 1000
claim "a changed document is found" fsck "$P" DOCUMENT-FILE
flipped "$file" 1000
mv "$file" "$tmp/kept"
claim "and a missing one" fsck "$P" DOCUMENT-FILE
mv "$tmp/kept" "$file"
: >"$P/store/files/00000000000fffff"
claim "a file that no document has is no fault" fsck "$P" DOCUMENT-STRAY
rm "$P/store/files/00000000000fffff"
pay=$(find "$demo/bank" -name 'DE-*.xml' -printf '%f\n' | head -n 1)
cp "$demo/bank/$pay" "$R/spool/bank/"
claim "a payment file that the bank has not taken is right" fsck "$R"
flipped "$R/spool/bank/$pay" 700
claim "a changed one is found" fsck "$R" PAYFILE-HASH
rm "$R/spool/bank/$pay"
note=$(find "$R/sent" -name 'DE_*' -printf '%f\n' | head -n 1)
mv "$R/sent/$note" "$tmp/note"
claim "that the note of a message is gone is found" fsck "$R" SENT-MISSING
mv "$tmp/note" "$R/sent/$note"
chmod u+w "$R/sent/$pay"
sed -i 's/0$/1/; t; s/.$/0/' "$R/sent/$pay" # another digit, whatever it was
claim "a changed note of a payment file is found, and is none" \
    fsck "$R" SENT-NOTE SENT-MISSING
cp "$demo/DE/sent/$pay" "$R/sent/$pay"
sed 's/^DE_[0-9]*/DE_1999999/' "$R/sent/$note" >"$R/sent/DE_1999999DE"
claim "a note that nobody wrote is found" fsck "$R" SENT-NOTE
cat "$R/sent/$note" >"$R/sent/DE_1999999DE"
claim "and one under the name of another" fsck "$R" SENT-NOTE
rm "$R/sent/DE_1999999DE"
claim "all is as it was" fsck "$R"

# ---- by the program, but it does not fit together ----

tool misfit "$R" >"$tmp/misfits" 2>&1
while read -r word rest; do
	claim "does not fit, and is found: $rest" test "$word" = ok
done <"$tmp/misfits"

# ---- past the program ----

damaged() { # KIND N: of a copy; what was seen is said
	local rc=0
	rm -rf "$tmp/damaged"
	cp -a "$R" "$tmp/damaged"
	tool flip "$tmp/damaged" "$1" "$2" "${SEED:-$RANDOM}" >"$tmp/flip" ||
		rc=$?
	cat "$tmp/flip"
	sed 's/^/# /' "$tmp/flip" | grep -v '^# #' >&3
	return "$rc"
}
exec 3>&1
claim "one bit of a key or value" damaged live "$(some 10 1500)"
claim "one bit of a parcel" damaged parcels "$(some 6 500)"
claim "a value in another's place, an older one, none" \
    damaged swap "$(some 10 1000)"
claim "one bit anywhere" damaged any "$(some 6 2000)"
claim "a key that is out of its order" damaged keys "$(some 4 300)"
claim "a shorter file" damaged cut "$(some 5 100)"
rm -rf "$tmp/damaged"
cp -a "$R" "$tmp/damaged"
dd if=/dev/urandom of="$tmp/damaged/store/data.mdb" bs=4096 seek=2 \
    count=$(($(stat -c %s "$R/store/data.mdb") / 4096 - 2)) \
    conv=notrunc status=none
claim "random bytes throughout" \
    status 65 "$BIN/isupport" -r "$tmp/damaged" fsck
rm "$tmp/damaged/store/data.mdb"
claim "no store at all" status 65 "$BIN/isupport" -r "$tmp/damaged" fsck
cp "$R/store/data.mdb" "$tmp/damaged/store/"
for ((at = 8192 + 4000; at < $(stat -c %s "$R/keys/ring/data.mdb"); \
    at += 4096)); do
	flipped "$tmp/damaged/keys/ring/data.mdb" $at
done
claim "the keys" status 65 "$BIN/isupport" -r "$tmp/damaged" fsck
claim "by name" grep -q '^KEYS key [0-9]' "$tmp/out"

# ---- the chain of changes ----

claim "a head to be kept elsewhere" isupport audit head -o "$tmp/heads"
head=$(echo "$tmp"/heads/audit-head-*Z)
claim "is signed" test -s "$head.p7s"
claim "as openssl alone can tell" openssl cms -verify -binary -inform DER \
    -in "$head.p7s" -content "$head" -purpose any -out /dev/null \
    -CAfile "$(echo "$R"/keys/message/*.pem)"
claim "it is of this store" isupport audit verify "$head"
claim "and says so" grep -q '^files   1' <(isupport audit verify "$head")
claim "not of another's" status 65 "$BIN/isupport" -r "$P" audit verify "$head"
mkdir "$tmp/forged"
sed 's/^records .*/records 1/' "$head" >"$tmp/forged/head"
cp "$head.p7s" "$tmp/forged/head.p7s"
claim "one that was changed is refused" \
    status 65 isupport audit verify "$tmp/forged/head"
claim "for its signature" grep -q SIGNATURE "$tmp/err"
mv "$R/keys/message" "$tmp/message"
claim "without a message key" isupport audit head -o "$tmp/unsigned"
claim "there is no signature" test ! -e "$(echo "$tmp"/unsigned/*Z).p7s"
claim "of which it speaks" grep -q 'not signed' <(isupport audit head 2>&1)
claim "and verify, too" grep -q 'not signed' \
    <(isupport audit verify "$tmp"/unsigned/*Z 2>&1)
mv "$tmp/message" "$R/keys/message"
edits() {
	local rc=0
	UNIT=DE tool auditedit "$R" "$head" "$(some 20 1000)" \
	    "${SEED:-$RANDOM}" >"$tmp/edits" || rc=$?
	cat "$tmp/edits"
	sed 's/^/# /' "$tmp/edits" | grep -v '^# #' >&3
	return "$rc"
}
claim "whatever is done to the chain is found" edits
claim "all is as it was" fsck "$R"
done_testing
