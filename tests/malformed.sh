#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# Headers from other authorities, broken in the ways in which XML breaks: each
# message is registered all the same, with what is wrong with it, once.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate record
scratch
root=$tmp/PS
mkdir -p "$root"
cat >"$root/isupport.conf" <<'END'
[unit]
code = PS
map_size = 1G
quiet_seconds = 0
quiet_unknown_seconds = 0
incomplete_hours = 0
[party.PQ]
name = Central Authority of PQ
END
claim "a unit is made" "$BIN/isupport" -r "$root" init PS

# header ID [SENDER]: of a message with one document.
header() {
	cat <<END
<?xml version="1.0" encoding="UTF-8"?>
<StandardBusinessDocumentHeader><HeaderVersion>1.0</HeaderVersion>
<transport><Sender><Identifier>${2-PQ}</Identifier></Sender>
<Receiver><Identifier>PS</Identifier></Receiver>
<msgId>$1</msgId><caseId>PQ-PS-2026-1-PQ/MSG-01</caseId>
<creditorName>x</creditorName><debitorName>x</debitorName>
<msgCreationDateAndTime>2026-11-20 07:30:01</msgCreationDateAndTime>
<msgHashCode>eA==</msgHashCode><cdTypeForm></cdTypeForm></transport>
<message><Documents><DocumentIdentification>
<UniformResourceIdentifier>Note</UniformResourceIdentifier>
<Type>NTOF</Type><MimeTypeQualifierCode>application/note</MimeTypeQualifierCode>
<fileSize>5</fileSize>
<fileCreationDateAndTime>2026-11-20 07:30:01</fileCreationDateAndTime>
<fileHashCode>eA==</fileHashCode>
</DocumentIdentification></Documents></message>
</StandardBusinessDocumentHeader>
END
}
n=0
# arrives RULE: a folder with the header on stdin, for which RULE will be told
arrives() {
	n=$((n + 1))
	mkdir "$root/spool/ecodex/iSupport_incoming/PQ_${n}PQ"
	cat >"$root/spool/ecodex/iSupport_incoming/PQ_${n}PQ/header.xml"
	echo note >"$root/spool/ecodex/iSupport_incoming/PQ_${n}PQ/Note"
	echo "PQ_${n}PQ $1" >>"$tmp/expected"
}
changed() { # RULE SED-EXPRESSION
	header "$((n + 1))PQ" | sed "$2" >"$tmp/header"
	arrives "$1" <"$tmp/header"
}
changed HASH-SCHEME ''
changed HASH-SCHEME '1s/^/\xef\xbb\xbf/'
changed HASH-SCHEME 's/$/\r/'
changed HASH-SCHEME '1d'
changed HASH-SCHEME 's/>PQ</><![CDATA[PQ]]></'
changed HASH-SCHEME 's/<Documents>/<!-- a --><?pi b?>&/'
changed XML-DOCTYPE '2s/^/<!DOCTYPE a [<!ENTITY b "c">]>/'
changed XML-FORM 's/>x</>\&b;</'
changed XML-FORM 's/>x</>\&#xD800;</'
changed XML-FORM 's/>x</>\&#0;</'
changed XML-ENCODING 's/>x</>\xff</'
changed XML-ENCODING 's/>x</>\xc0\xaf</'
changed XML-ENCODING 's/>x</>\xed\xa0\x80</'
changed XML-ENCODING 's/>x</>\xef\xbf\xbf</'
changed XML-ENCODING '1s/UTF-8/ISO-8859-1/'
changed XML-FORM '$d'
changed XML-FORM '$s/$/x/'
changed XML-FORM '2s/^/<?xml version="1.0"?>/'
changed XML-FORM '2s/^/<!-- a -- b -->/'
changed XML-FORM 's/<transport>/<transport a="1" a="2">/'
changed XML-FORM 's/<transport>/<a:transport>/;s/<.transport>/<\/a:transport>/'
changed HEADER-ROOT 's/StandardBusinessDocumentHeader/Header/'
changed HEADER-ROOT 's/<StandardBusinessDocumentHeader/& xmlns="urn:x"/'
changed HEADER-NAME 's/>Note</>..\/Note</'
changed HEADER-SIZE 's/>5</>five</'
changed MESSAGE-SENDER 's/>PQ</></'
header 1 | iconv -t UTF-16 >"$tmp/header"
arrives XML-ENCODING <"$tmp/header"
# Also where the connector has put its own beside it.
header 1 | iconv -t UTF-16BE >"$tmp/header"
arrives XML-ENCODING <"$tmp/header"
touch "$root/spool/ecodex/iSupport_incoming/PQ_${n}PQ/Token.xml"
{ header 1 | head -n 2; yes '<a>' | head -n 100000; } >"$tmp/header"
arrives XML-DEPTH <"$tmp/header"
arrives XML-FORM </dev/null
# Two ids behind a sender longer than any key stay two.
long=$(head -c 300 /dev/zero | tr '\0' Z)
header 111PQ "$long" >"$tmp/header"
arrives MESSAGE-SENDER <"$tmp/header"
header 112PQ "$long" >"$tmp/header"
arrives MESSAGE-SENDER <"$tmp/header"

told() { # what is registered, folder and reason
	"$BIN/isupport" -r "$root" --json ls messages |
		jq -r 'select(.outgoing != true and .state == "received") |
		    .folder + " " + .readable' | sort
}
if command -v jq >/dev/null; then
	sort "$tmp/expected" >"$tmp/sorted"
	claim "all are taken in" "$BIN/isupport" -r "$root" run
	told >"$tmp/told"
	claim "each is registered, with what is wrong with it" \
	    diff "$tmp/sorted" "$tmp/told"
	claim "what a person is told names the fault and its line" \
	    grep -qx "what: line 2: a DOCTYPE is not allowed" \
	    <("$BIN/isupport" -r "$root" why PQ_7PQ)
	claim "nothing of another authority is in quarantine" \
	    test -z "$("$BIN/isupport" -r "$root" ls quarantine)"
	claim "again" "$BIN/isupport" -r "$root" run
	told >"$tmp/again"
	claim "nothing is taken in twice" diff "$tmp/told" "$tmp/again"
	# Nothing will mend these; what is cut off may be being written.
	sed -i '/^incomplete_hours/d' "$root/isupport.conf"
	header 200PQ | iconv -t UTF-16 >"$tmp/header"
	arrives XML-ENCODING <"$tmp/header"
	changed XML-ENCODING 's/>x</>\xe9</'
	changed HEADER-ROOT 's/<StandardBusinessDocumentHeader/& xmlns="urn:x"/'
	changed HEADER-SIZE 's/>5</>five</'
	sort "$tmp/expected" >"$tmp/sorted"
	header 201PQ | head -n 5 >"$tmp/header"
	arrives XML-FORM <"$tmp/header"
	header 202PQ | sed 's/>x</>\xc3\xa9</' | head -c 286 >"$tmp/header"
	arrives XML-FORM <"$tmp/header"
	claim "more have come" "$BIN/isupport" -r "$root" run
	told >"$tmp/told"
	claim "a header that nothing will mend is told at once, one that is cut off is not" \
	    diff "$tmp/sorted" "$tmp/told"
else
	skip "malformed headers" "jq is not here"
fi
done_testing
