#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# The stand-in for connector and gateway does what the real ones do.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
scratch

unit() { # CODE
	mkdir -p "$tmp/$1/spool/ecodex/iSupport_incoming" \
	    "$tmp/$1/spool/ecodex/iSupport_outgoing"
	printf '[unit]\ncode = %s\n' "$1" >"$tmp/$1/isupport.conf"
}
message() { # FOLDER TO: in AA's outgoing folder
	local d=$tmp/AA/spool/ecodex/iSupport_outgoing/$1
	mkdir "$d"
	cat >"$d/header.xml" <<END
<?xml version="1.0"?><StandardBusinessDocumentHeader><transport><Sender><Identifier>AA</Identifier></Sender><Receiver><Identifier>$2</Identifier></Receiver></transport></StandardBusinessDocumentHeader>
END
	printf '<a><b/></a>' >"$d/form.xml"
	printf 'x\0y' >"$d/-rf \$(touch bad)"$'\n'
	: >"$d/empty"
	ln -s /etc/passwd "$d/link"
}
go() {
	scripts/gateway --once --delay 0 "$@" "$tmp/AA" "$tmp/BB" \
	    >"$tmp/log" 2>&1
}
out=$tmp/AA/spool/ecodex/iSupport_outgoing
in=$tmp/BB/spool/ecodex/iSupport_incoming
unit AA
unit BB
message AA_1 BB
claim "it runs" go
claim "its first line says that it is a stand-in" \
    sh -c 'head -n 1 "$1" | grep -q STAND-IN' sh "$tmp/log"
claim "the folder is marked" test -e "$out/AA_1/processed"
claim "the header is delivered, indented anew" \
    grep -q '^  <transport>' "$in/AA_1/header.xml"
claim "an attachment is delivered as it is" \
    cmp "$out/AA_1/form.xml" "$in/AA_1/form.xml"
claim "a name is only a name" \
    cmp "$out/AA_1/-rf \$(touch bad)"$'\n' "$in/AA_1/-rf \$(touch bad)"$'\n'
claim "an empty file is dropped" test ! -e "$in/AA_1/empty"
claim "a symbolic link is not followed" test ! -e "$in/AA_1/link"
claim "evidences are not delivered, nor is the marker" \
    test "$(find "$in/AA_1" -type f -printf x)" = xxx
for t in SUBMISSION_ACCEPTANCE RELAY_REMMD_ACCEPTANCE DELIVERY RETRIEVAL; do
	claim "$t is written for the sender, and names the folder" test \
	    "$(xmllint --xpath 'string(//*[local-name()="UAMessageIdentifier"])' \
	    "$out/AA_1/$t.xml")" = AA_1
done
claim "an evidence says who made it" \
    grep -q 'scripts/gateway: unsigned' "$out/AA_1/DELIVERY.xml"

before=$(stat -c %Y.%Z "$in/AA_1/form.xml")
claim "a marked folder is left alone" go
claim "a second pass changed nothing" \
    test "$(stat -c %Y.%Z "$in/AA_1/form.xml")" = "$before"
echo mine >"$in/AA_1/form.xml"
claim "the same again merges" go --redo --only AA_1
claim "what was there is not overwritten" grep -q mine "$in/AA_1/form.xml"

message AA_2 BB
claim "a delivery may be broken" go --break form.xml --drop-evidence RETRIEVAL
claim "half a file is half a file" test "$(stat -c %s "$in/AA_2/form.xml")" = 5
claim "an evidence may be missing" test ! -e "$out/AA_2/RETRIEVAL.xml"

message AA_3 CC
claim "an unknown receiver" go
claim "is rejected at the relay" test -e "$out/AA_3/RELAY_REMMD_REJECTION.xml"
message AA_4 BB
claim "not delivered, when asked" go --fail NON_DELIVERY
claim "says so" test -e "$out/AA_4/NON_DELIVERY.xml" -a ! -e "$in/AA_4"
mkdir "$out/junk"
claim "a folder without a header fails" sh -c '! "$@"' sh scripts/gateway \
    --once --delay 0 "$tmp/AA" "$tmp/BB"
claim "and is not tried again" go
done_testing
