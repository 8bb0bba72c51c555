#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# The published message of another system, whose scheme we do not know: taken
# in only when complete, kept as it came, and put before a person.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate record render
S=${SHARED:-../shared}/ecodex/samples/isupport-header
[ -d "$S" ] || skip_all "../shared is absent: no published message"
pdf=2022-01-19-Convention_Request_for_Specific_Measures_Article_71-SM01.pdf

unit() { # ROOT CODE [SECTION]
	mkdir -p "$1"
	printf '[unit]\ncode = %s\nmap_size = 1G\nquiet_seconds = 1\n' "$2" \
	    >"$1/isupport.conf"
	printf 'quiet_unknown_seconds = 2\n%s\n' "${3-}" >>"$1/isupport.conf"
	"$BIN/isupport" -r "$1" init "$2"
	mkdir "$1/spool/ecodex/iSupport_incoming/PQ_1000717PQ"
}
put() { # ROOT FILE [BYTES]
	head -c "${3:-1000000}" "$S/$2" \
	    >"$1/spool/ecodex/iSupport_incoming/PQ_1000717PQ/$2"
}
# Its folders are ours alone in a test; the stages say what they did on stderr.
takes() { # ROOT N: after the quiet period, N messages are recorded
	sleep 3
	"$BIN/isupport" -r "$1" run 2>/dev/null
	[ "$("$BIN/isupport" -r "$1" ls messages | wc -l)" = "$2" ]
}
kept() { # ROOT: the documents, opened, are the bytes that came
	"$BIN/isupport" -r "$1" dump | sed -n 's/^document [^ ]* //p' |
	    jq -r .sha256 | sort >"$T/kept"
	(cd "$S" && sha256sum header.xml Note "$pdf") | cut -d' ' -f1 |
	    sort >"$T/came"
	cmp "$T/kept" "$T/came"
}
listing() {
	(cd "$1/spool/ecodex/iSupport_incoming" && find . -type f -print0 |
	    sort -z | xargs -0 sha256sum)
}
T=$PWD/$B/tests/sample
rm -rf "$T"
mkdir -p "$T"

claim "a unit is made that knows the sender" \
    unit "$T/PS" PS $'[party.PQ]\nname = Central Authority of PQ'
put "$T/PS" header.xml
claim "a header alone is not a message" takes "$T/PS" 0
put "$T/PS" Note
put "$T/PS" "$pdf" 50000
claim "half a document is not one either" takes "$T/PS" 0
put "$T/PS" "$pdf"
listing "$T/PS" >"$T/before"
claim "what is complete is taken in" takes "$T/PS" 1
claim "it says that our keys do not read it" \
    grep -q HASH-SCHEME <("$BIN/isupport" -r "$T/PS" ls messages)
claim "a task with the running deadline stands on the worklist" \
    grep -qE 'unreadable HASH-SCHEME 20' <("$BIN/isupport" -r "$T/PS" ls tasks)
claim "its documents are kept as they came" kept "$T/PS"
claim "the connector's folder is untouched" cmp "$T/before" <(listing "$T/PS")

claim "a unit is made that does not" unit "$T/PS2" PS
for f in header.xml Note "$pdf"; do put "$T/PS2" "$f"; done
claim "from an unknown sender it is kept all the same" takes "$T/PS2" 1
claim "and a person is asked" \
    grep -q MESSAGE-SENDER <("$BIN/isupport" -r "$T/PS2" ls tasks)

claim "a unit of another name is made" \
    unit "$T/PX" PX $'[party.PQ]\nname = Central Authority of PQ'
for f in header.xml Note "$pdf"; do put "$T/PX" "$f"; done
claim "addressed to another authority it is kept all the same" takes "$T/PX" 1
claim "and a person is asked there, too" \
    grep -q MESSAGE-ADDRESS <("$BIN/isupport" -r "$T/PX" ls tasks)
done_testing
