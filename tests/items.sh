#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# What another authority says of items of money that it may not say: kept, a
# person is asked, and nothing of ours moves.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
# shellcheck source=tests/header.bash
. tests/header.bash
programs_or_skip isupport intake validate record pay dispatch render
command -v xmllint >/dev/null || skip_all "xmllint is not here"
scratch
U=$tmp
# shellcheck source=tests/units.bash
. tests/units.bash
day=$(date -u -d '1 day ago' +%Y-%m-%d)
correction='<Correction of="DE-I0000001"><Reason>AC04</Reason></Correction>'

plain_units() {
	local u
	for u in PT DE; do
		unit "$u" '/^\[party\./a plain = yes' || return
	done
}
# said FROM TO SED [CASE]: the last message of FROM, otherwise, under an id of
# its own.
said() {
	local box=$U/$1/spool/ecodex/iSupport_outgoing last name id
	last=$(find "$box" -mindepth 1 -maxdepth 1 | sort | tail -n 1)
	id=$(find "$U"/*/spool/ecodex/iSupport_incoming -maxdepth 1 | wc -l)
	id=$(printf %02d "$id") name=$1_9000$id$1
	rm -rf "$U/.said" && cp -r "$last" "$U/.said" &&
	    { [ -z "$form" ] || as_form; } &&
	    sed -i "$3" "$U/.said/form.xml" &&
	    sed -i -E "s|<msgId>[^<]*|<msgId>9000$id$1|
		s|00000[12]-PT/MSG-.*|00000${4-1}-PT/MSG-$id</caseId>|" \
		"$U/.said/header.xml" &&
	    rehash "$U/.said" &&
	    mv "$U/.said" "$U/$2/spool/ecodex/iSupport_incoming/$name" &&
	    go "$2"
}
# as_form: it is the $form of tests/data.
form=''
as_form() {
	cp "tests/data/fuzz_form/$form.xml" "$U/.said/form.xml" &&
	    sed -i "s|<cdTypeForm>[^<]*|<cdTypeForm>${form^^}|" \
	        "$U/.said/header.xml"
}
kept() { # RULE FROM TO SED [CASE]
	local before
	before=$(is "$3" ls payments; is "$3" ls cases)
	said "$2" "$3" "$4" "${5-1}" || return
	is "$3" ls tasks
	is "$3" ls messages | tail -n 1 | grep -q " $1 " &&
	    is "$3" ls tasks | grep -q " unreadable $1 " &&
	    [ "$before" = "$(is "$3" ls payments; is "$3" ls cases)" ]
}
carry() { scripts/gateway --once --delay 0 "$U/$1" "$U/$2" >>"$U/log" 2>&1; }
collect() {
	printf '%s\n' reference,case,date,amount,currency,source,mode \
	    "C1,AC/2026/9001,$day,5.00,EUR,voluntary,collected" |
	    sheet DE finance c && go DE && release DE r && go DE
}
pay() {
	approve DE first a1 && go DE && approve DE second a2 && go DE &&
	    scripts/bank "$U/DE" "$U/bank" >>"$U/log" && go DE
}
accept() { # NAME [ROW]
	answer accept "${2-.}" <"$U/PT/spool/desk/review-accept.csv" |
	    sheet PT caseworker "$1" && go PT
}

huge() { # ITEM: announced, by a transfer of its own
	said DE PT "s/>5.00</>9999999999000.00</;s/I0000001/$1/
	    s/<EndToEndId>[^<]*/&$1/"
}
arrives() { # AMOUNT [SUFFIX [NOTE]]: by a transfer that is called so
	local e2e
	e2e=$(grep -oE '<EndToEndId>[^<]*' "$U/bank/"*.xml | cut -d'>' -f2) &&
	    printf '%s\n' reference,date,amount,currency,note \
	        "$e2e${2-},$day,$1,EUR,${3-}" | sheet PT finance "got$#" && go PT
}

# taken_back: two corrections, one too many, of an item of its own.
taken_back() {
	said DE PT 's/I0000001/I0000041/;s/<EndToEndId>[^<]*/&41/' &&
	    said DE PT "s/I0000001/I0000042/;s/>5.00</>-5.00</
		s|</Item>|${correction/0001/0041}&|
		/<Item /,/<.Item>/H
		/<.Item>/ { G; s/I0000042/I0000043/ }
		s|\(<Total[^>]*>\)-5.00|\1-10.00|"
}
tasks() { # N REGEX: so many that look so
	is PT ls tasks | grep -c "$2" | grep -qx "$1"
}

claim "two units" plain_units
claim "two cases of PT's, money for one" eval 'cases 1 && cases 1 2 && collect'
claim "it is paid, and announced" eval 'pay && carry DE PT && go PT'
claim "announced again, for more" kept NOTICE-AGAIN DE PT 's/>5.00</>6.00</'
claim "a correction of what is of another case" kept NOTICE-AGAIN DE PT \
    "s/I0000001/I0000009/;s/>5.00</>-5.00</;s|</Item>|$correction&|" 2
claim "once more, as it was" eval 'is PT ls payments >"$U/p" &&
    said DE PT "" && ! is PT ls tasks | grep "unreadable.*900007" &&
    is PT ls payments | diff "$U/p" -'
form=h2
claim "PT acknowledges its own application" kept MESSAGE-ROLE PT DE ''
claim "which DE is to acknowledge yet" eval \
    'is DE ls tasks | grep -c " acknowledge R-401" | grep -qx 2'
claim "the form of another instrument" kept MESSAGE-ROLE DE PT ''
form=pn
claim "PT announces money to DE, who collects it" kept MESSAGE-ROLE PT DE ''
form=''
claim "it is accepted" accept b1
claim "more than there is room for, in two" \
    eval 'huge I0000021 && huge I0000022'
claim "the sheet is taken" accept b2
claim "one of them is held for that" eval \
    'is PT ls tasks | grep -c "row-held R-1001" | grep -qx 1'
claim "and waits" grep -q 'DE-I000002[12]' "$U/PT/spool/desk/review-accept.csv"
claim "the transfer arrives, and is confirmed" arrives 5.00
claim "less has arrived than it says" eval 'said PT DE "s/>5.00</>4.00</"'
claim "a person looks at the difference" eval \
    'is DE ls tasks | grep "answer-difference PC-DIFFERENCE"'
claim "an item that nobody announced" \
    kept CONFIRM-ITEM PT DE s/I0000001/I0000007/
claim "what was confirmed is confirmed otherwise" \
    kept CONFIRM-AGAIN PT DE 's/>5.00</>3.00</'
claim "once more, it has no effect" eval 'said PT DE "s/>5.00</>4.00</" &&
    is DE ls tasks | grep -c answer-difference | grep -qx 1'
claim "an item that is corrected twice" taken_back
claim "no correction is accepted before the item" eval \
    'accept b3 "I000004[23]" && tasks 2 "row-held CORRECTION-STATE" &&
    tasks 3 validate-notice'
claim "after it, one is" eval 'accept b4 "I000004[123]" &&
    tasks 3 "row-held CORRECTION-STATE" && is PT fsck'
claim "for the other, the notice waits" tasks 2 validate-notice
claim "what has arrived is not taken back" eval 'said DE PT \
    "s/I0000001/I0000051/;s/>5.00</>-5.00</;s|</Item>|$correction&|" &&
    accept b5 I0000051 && tasks 4 "row-held CORRECTION-STATE"'
# one_transfer: of two items, the second in another currency.
one_transfer() {
	said DE PT 's/I0000001/I0000061/;s/<EndToEndId>[^<]*/&61/' &&
	    said DE PT 's/I0000001/I0000062/;s/<EndToEndId>[^<]*/&61/
		s/"EUR"/"USD"/'
}
claim "one transfer of two items, in two currencies" one_transfer
claim "it is not shared out before both are accepted" eval \
    'accept b6 I0000061 && arrives 10.00 61 && tasks 1 "row-held RECEIPT-WAITS"'
claim "nor between two currencies" eval \
    'accept b7 I0000062 && arrives 10.00 61 other &&
    tasks 1 "row-held RECEIPT-MIXED"'
rejected() { # the bank, of what PT has confirmed
	cp "$U/bank/"*.xml "$U/DE/spool/bank/" &&
	    scripts/bank --answer --reject 1 "$U/DE" "$U/bank2" >>"$U/log" &&
	    cp "$U/bank2"/pain002-*.xml "$U/DE/spool/drop/" && go DE
}
claim "the bank rejects what was confirmed: a person is told of both" eval '
    mkdir "$U/bank2" && rejected && is DE ls tasks | grep " bank-answer " &&
    is DE ls tasks | grep " payment-rejected "'
claim "before it may be paid again" eval '
    is DE ls payments | grep -- "-2 .* held "'
for u in PT DE; do
	claim "$u: a rebuild gives the same dump" twice $u
	claim "$u: all that is held is right" is $u fsck
done
done_testing
