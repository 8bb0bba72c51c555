#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# What a hostile or broken neighbour may leave in a folder is rejected or left
# alone, in two seconds of CPU time and 256 MiB each, and everything else is
# processed.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate record
[ -x "$B/tests/tools/usage" ] || skip_all "tests/tools/usage is not built"
scratch
root=$tmp/PT drop=$tmp/PT/spool/drop

claim "a unit is made" "$BIN/isupport" -r "$root" init PT
sed -i -E '/^ *(quiet_seconds|quiet_unknown_seconds|map_size) *=/d
    s/^ *\[unit\].*/&\nquiet_seconds = 0\nquiet_unknown_seconds = 0\nmap_size = 1G/' \
    "$root/isupport.conf"

# within WHAT: one run of everything, inside the bounds.
within() {
	"$B/tests/tools/usage" "${SECONDS_EACH:-2}" 256 \
	    "$BIN/isupport" -r "$root" run >"$tmp/usage" 2>&1
	case $?:$(tail -n 1 "$tmp/usage") in
	0:* | 65:*) ;;
	*) cat "$tmp/usage"; return 1 ;;
	esac
}
quarantined() {
	find "$root/spool/quarantine" -mindepth 1 -maxdepth 1 | wc -l
}
head='<?xml version="1.0" encoding="UTF-8"?>'
ns='xmlns="urn:isupport:2026:form"'

# bomb NAME, the form on stdin: dropped alone, it ends in quarantine.
bomb() {
	local n
	n=$(quarantined)
	mkdir "$tmp/new"
	cat >"$tmp/new/form.xml"
	mv "$tmp/new" "$drop/$1"
	claim "$1: within bounds" within
	claim "$1: in quarantine" test "$(quarantined)" = $((n + 1))
}
bomb laughs <<END
$head
<!DOCTYPE E6 [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;">
]><E6 $ns>&f;</E6>
END
{
	echo "$head<!DOCTYPE E6 [<!ENTITY a \"$(head -c 200000 /dev/zero |
	    tr '\0' x)\">]><E6 $ns>"
	yes '&a;' | head -n 50000
	echo '</E6>'
} >"$tmp/quadratic"
bomb quadratic <"$tmp/quadratic"
bomb external <<END
$head<!DOCTYPE E6 SYSTEM "file:///etc/passwd"><E6 $ns/>
END
{
	echo "$head<E6 $ns"
	seq -f ' a%.0f="1"' 200000
	echo '/>'
} | bomb attributes
{
	echo "$head<E6 $ns>"
	yes '<a>' | head -n 1000000 | tr -d '\n'
} | bomb deep
printf '%s<E6 %s/>' '<?xml version="1.0" encoding="UTF-16"?>' "$ns" |
	iconv -t UTF-16 | bomb utf16
printf '%s<E6 %s><\0/E6>' "$head" "$ns" | bomb nul
head -c 100000 /dev/urandom | bomb noise

# What is no plain file of its own, and names that are more than names.
echo secret >"$tmp/secret"
mkfifo "$drop/fifo"
ln -s "$tmp/secret" "$drop/link"
ln "$tmp/secret" "$drop/hard" 2>/dev/null
mkdir "$tmp/folder"
ln -s "$tmp/secret" "$tmp/folder/form.xml"
mv "$tmp/folder" "$drop/folder"
for name in $'new\nline' '$(touch pwned)' '-rf' $'bad\377utf8' ';id' '%s%n' \
    "$(head -c 255 /dev/zero | tr '\0' a)"; do
	echo junk >"$drop/$name"
done
(
	while :; do
		echo more
		sleep 0.02
	done >>"$drop/growing"
) &
grower=$!
trap 'kill $grower 2>/dev/null; rm -rf "$tmp"' EXIT
echo 'not a sheet' >"$drop/zz-last.csv"
sed -i 's/^quiet_seconds = 0/quiet_seconds = 1/' "$root/isupport.conf"
sleep 1.5
SECONDS_EACH=10 claim "odd files and names: within bounds" within
claim "the last of the queue was processed" test ! -e "$drop/zz-last.csv"
claim "nothing was run that a name says" \
    test -z "$(find . "$tmp" -name pwned -not -path './build/*')"
claim "a FIFO stays" test -p "$drop/fifo"
claim "a symbolic link stays" test -L "$drop/link"
claim "a file that grows stays" test -e "$drop/growing"
claim "what a link points to was not read" \
    sh -c '! grep -raqF secret "$1/store" "$1/log" "$1/spool/quarantine"' \
    sh "$root"
claim "names that are more than names do not reach the log" \
    sh -c '! grep -raq "touch pwned" "$1/log"' sh "$root"
claim "and the unit goes on" within
kill $grower

# What stays behind is named, each thing with its rule and what to do; no link
# is followed.
in=$root/spool/ecodex/iSupport_incoming out=$root/spool/ecodex/iSupport_outgoing
mkdir "$drop/empty" "$drop/only" "$drop/.hidden" "$in/DE_1" "$in/DE_2" \
    "$out/PT_1"
: >"$drop/only/.form.xml"
: >"$drop/only/form.xml.part"
truncate -s 33M "$drop/large"
echo junk >"$in/"$'stray\e[2J\nfile'
mkfifo "$in/fifo" "$out/fifo" "$in/DE_2/header.xml" "$out/PT_1/DELIVERY.xml" \
    "$out/PT_1/form.xml"
ln -s /dev/null "$out/link"
echo junk >"$out/stray"
stay() { # WHERE/NAME RULE: in the text, with what to do next
	"$BIN/isupport" -r "$root" status >"$tmp/status" &&
	grep -FA1 -- "stays        $1: $2: " "$tmp/status" >"$tmp/lines" &&
	grep "^             next: [A-Z]" "$tmp/lines" || ! cat "$tmp/status"
}
sleep 1.1
claim "a folder with nothing in it" stay drop/empty FILE-NONE
claim "a folder with what is not finished" stay drop/only FILE-NONE
claim "a FIFO" stay drop/fifo FILE-KIND
claim "a symbolic link" stay drop/link FILE-KIND
claim "one within a folder" stay drop/folder FILE-KIND
claim "a file with several names" stay drop/hard FILE-LINKS
claim "one that is too large" stay drop/large FILE-SIZE
claim "a file among the messages" \
    stay 'incoming/stray\u001b[2J\u000afile' FILE-FOLDER
claim "a FIFO there" stay incoming/fifo FILE-KIND
claim "one in a message" stay incoming/DE_2 FILE-KIND
claim "a file among ours" stay outgoing/stray FILE-FOLDER
claim "a FIFO among ours" stay outgoing/fifo FILE-KIND
claim "a link among ours" stay outgoing/link FILE-KIND
claim "an evidence that is none" stay outgoing/PT_1 FILE-KIND
rm "$out/PT_1/DELIVERY.xml"
"$BIN/isupport" -r "$root" status >"$tmp/status"
claim "nothing else" test "$(grep -c ^stays "$tmp/status")" = 13
claim "in no more lines than these" \
    test "$(grep -cvE '^(unit|stays|[a-z-]+ +[0-9]|  +next: )' "$tmp/status")" = 0
if command -v jq >/dev/null; then
	claim "the same as JSON, with the names as they are" eval '
	    "$BIN/isupport" -r "$root" status --json | jq -e '"'"'.stays |
	    length == 13 and all(.what != "" and .next != "") and
	    any(.where == "incoming" and .name == "stray\u001b[2J\nfile" and
	    .rule == "FILE-FOLDER") and
	    any(.where == "drop" and .name == "empty" and
	    .rule == "FILE-NONE")'"'"
else
	skip "the same as JSON" "jq is not here"
fi
done_testing
