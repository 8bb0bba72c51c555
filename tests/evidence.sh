#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# What a connector proves of a message of ours moves its state; what stays away
# raises a task in its time; the proof is printed.  A gap in a thread is
# reported.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate record remind dispatch render
scratch
U=$tmp
# shellcheck source=tests/units.bash
. tests/units.bash

# evidence TYPE ROOT EVENT [FOLDER]: of $m, as a connector lays it into its
# folder; it names that other one.
evidence() {
	cat >"$box/$1.xml" <<END
<$2 xmlns="http://uri.etsi.org/02640/v2#"><EventCode>http:uri.etsi.org/02640/Event#$3</EventCode>
<EvidenceIdentifier>$RANDOM</EvidenceIdentifier><EvidenceIssuerDetails>
<NamesPostalAddresses><NamePostalAddress><EntityName><Name>Gateway of X</Name>
</EntityName></NamePostalAddress></NamesPostalAddresses></EvidenceIssuerDetails>
<EventTime>2026-11-20T10:00:00+01:00</EventTime>
${4:+<SenderMessageDetails><UAMessageIdentifier>$4</UAMessageIdentifier></SenderMessageDetails>}
</$2>
END
	is DE run
}
submission() { evidence "SUBMISSION_$1" SubmissionAcceptanceRejection "$2"; }
relay() { evidence "RELAY_REMMD_$1" RelayREMMDAcceptanceRejection "$2"; }
delivery() { evidence "$1" DeliveryNonDeliveryToRecipient "$2"; }
retrieval() { evidence "$1" RetrievalNonRetrievalByRecipient "$2"; }

after() { # MINUTES: that long after the message left
	ISUPPORT_NOW=$(date -u -d "$left + $1 minutes" +%FT%TZ) \
	    "$BIN/remind" -r "$U/DE"
}
missing() { # TYPE...: these, and no others, are said to be missing
	is DE ls tasks | awk '/ evidence-missing EVIDENCE-MISSING / && / '"$m"' / {
		print $NF }' | sort | paste -sd' ' >"$tmp/missing"
	cat "$tmp/missing"
	[ "$(cat "$tmp/missing")" = "$*" ]
}
state() { is DE ls messages | grep -q "^out $m .* $1 "; }
task() { # UNIT N REGEX: so many that look so
	is "$1" ls tasks
	[ "$(is "$1" ls tasks | grep -cE -- "$3")" = "$2" ]
}
answers() { # DE acknowledges, and it leaves: $m, $out, $left
	sheet DE caseworker answers <<END
case,complete,steps,further_information,note
$case,yes,Arbeitgeber wird angeschrieben.,,
END
	go DE && approve DE first approval && go DE
}

claim "two units" eval 'unit PT && unit DE'
claim "a case of both" cases 1
case=$(is DE ls cases | awk '{ print $1; exit }')
claim "an acknowledgement leaves" answers
m=$(is DE ls messages | awk '/^out .* sent / { print $2; exit }')
box=$U/DE/spool/ecodex/iSupport_outgoing/DE_$m
left=$(is DE show "$m" --json | jq -r .sent_at)

# ---- what stays away ----

after 29
claim "in its time nothing is missing" missing
after 31
claim "after 30 minutes the first evidence is" missing SUBMISSION_ACCEPTANCE
after 32
claim "once" task DE 1 evidence-missing
submission ACCEPTANCE Acceptance
claim "it comes late, and is missing no more" missing
claim "the message is with our connector" state submitted
after $((12 * 60 - 1))
claim "the next one has its time" missing
after $((12 * 60 + 1))
claim "twelve hours" missing RELAY_REMMD_ACCEPTANCE
after $((24 * 60 + 1))
claim "delivery is missing after a day" missing DELIVERY RELAY_REMMD_ACCEPTANCE
relay ACCEPTANCE Acceptance
claim "a relay is no delivery" missing DELIVERY
cp -a "$U/DE" "$tmp/mute"
after $((36 * 60 + 1))
claim "that it was read, after 36 hours" missing DELIVERY RETRIEVAL
delivery DELIVERY Delivery
claim "delivered, it may still be unread" missing RETRIEVAL
retrieval RETRIEVAL Retrieval
claim "in the end nothing is missing" missing
claim "it was read" state retrieved

# ---- what changes nothing ----

evidence NON_RETRIEVAL RetrievalNonRetrievalByRecipient Retrieval
claim "a name and an event that contradict each other are for a person" \
    task DE 1 "evidence-unknown EVIDENCE-NAME .* ${box##*/}"
printf '\n<!DOCTYPE a><a/>' >"$box/RELAY_REMMD_FAILURE.xml" && go DE
claim "so is one that cannot be read, with its name and why" eval '
    task DE 1 "evidence-unknown EVIDENCE-ROOT .* RELAY_REMMD_FAILURE.xml" &&
    is DE --json ls tasks | jq -r .text | grep "XML-DOCTYPE, line 2: a DOC"'
rm "$box/NON_RETRIEVAL.xml" "$box/RELAY_REMMD_FAILURE.xml"
is DE ls tasks >"$tmp/a"
submission REJECTION Rejection
claim "a late lower one does not move it" state retrieved
claim "and asks nobody" eval 'is DE ls tasks | cmp - "$tmp/a"'
kept() { # FILE: byte for byte, among the documents of the case
	is DE dump | sed -n 's/^document [^ ]* //p' | jq -r .sha256 |
	    grep -qFx "$(sha256sum <"$1" | cut -d' ' -f1)"
}
claim "it is kept, byte for byte" kept "$box/SUBMISSION_REJECTION.xml"
touch "$box/RETRIEVAL.xml"
go DE
claim "the same again is the same" eval '[ "$(is DE show "$m" --json |
    jq "[.evidences[] | select(.type == \"RETRIEVAL\")] | length")" = 1 ]'
retrieval NON_RETRIEVAL RetrievalExpiration
claim "a higher negative one is for a person" task DE 1 "not-delivered .* $m"

# ---- the proof ----

proves() { # TYPE FILE: with its hash
	is DE show "$m" --json | jq -e --arg t "$1" --arg f "$2" \
	    --arg h "$(sha256sum <"$box/$2" | cut -d' ' -f1)" \
	    '.proof | any(.what == $t and .file == $f and .sha256 == $h)'
}
claim "show proves that it was sent" proves sent header.xml
claim "and that it was delivered" proves DELIVERY DELIVERY.xml
claim "when, by whom, and what the signature is worth" eval 'is DE show "$m" |
    grep -A5 "what: DELIVERY" | paste -sd" " |
    grep "time: 2026-11-20T09:00:00Z *who: Gateway of X .*signature: none"'
claim "so does the dossier" eval 'for f in header DELIVERY RETRIEVAL; do
	grep -qF "$(sha256sum <"$box/$f.xml" | cut -d" " -f1)" \
	    "$U/DE/spool/desk/$case.en.html" || exit 1; done'
claim "and for what was received" eval 'is DE show 1000001PT --json |
    jq -e --arg h "$(sha256sum <"$U"/DE/spool/ecodex/iSupport_incoming/*/header.xml |
    cut -d" " -f1)" ".proof | any(.what == \"received\" and .who == \"PT\" and
    .file == \"header.xml\" and .sha256 == \$h)"'

# ---- contradictions, and what is not waited for ----

mute() { # SETTING: in the copy from before it was delivered
	rm -rf "$U/DE"
	cp -a "$tmp/mute" "$U/DE"
	sed -i "s/^\[party.PT\]/&\n$1/" "$U/DE/isupport.conf"
}
mute 'token = ignored'
delivery NON_DELIVERY NonDelivery
claim "not delivered in time: failed" state failed
claim "a person is asked" task DE 1 "not-delivered .* $m"
claim "and nothing more is waited for" missing
delivery DELIVERY Delivery
claim "delivered after all: a conflict" task DE 1 "evidence-conflict .* $m DELIVERY"
claim "which a person settles" state failed
waits() { is DE dump | grep -ac "^queue await-evidence"; }
mute 'retrieval = no'
claim "it waits for evidences" eval '[ "$(waits)" = 1 ]'
delivery DELIVERY Delivery
claim "with retrieval = no until it is delivered" eval '[ "$(waits)" = 0 ]'
claim "a rebuild gives the same dump" twice DE

# ---- gaps ----

rm -rf "$U/DE"
cp -a "$tmp/mute" "$U/DE"
reports() { # NAME: the debtor has paid directly, and PT is told
	sheet DE finance "$1" <<END
reference,case,date,amount,currency,source,mode,period_from,period_to,note
$1,$case,2026-11-20,10.00,EUR,direct,monitored,,,
END
	go DE && release DE "$1-release" && go DE
}
folders=$U/DE/spool/ecodex/iSupport_outgoing
to=$U/PT/spool/ecodex/iSupport_incoming
numbered() { # NN: the folder of DE whose message has that number
	grep -lF "MSG-$1<" "$folders"/*/header.xml | head -n 1 | xargs dirname
}
arrives() { # NN
	mkdir -p "$to" && cp -r "$(numbered "$1")" "$to/" && go PT
}
claim "a second message leaves" reports two
claim "and a third" reports three
box=$(numbered 03)
says() { is DE ls messages | grep -qE "^out ${box##*_} .* $1 "; }
evidence DELIVERY DeliveryNonDeliveryToRecipient Delivery \
    "$(basename "$(numbered 02)")"
claim "an evidence of another message is for a person" task DE 1 \
    "evidence-unknown EVIDENCE-MESSAGE .* ${box##*/} DELIVERY.xml"
claim "and moves nothing" says sent
evidence DELIVERY DeliveryNonDeliveryToRecipient Delivery n1
claim "a name that is none of ours is the connector's own" says delivered
rm "$box/DELIVERY.xml"
claim "the second arrives first" arrives 02
claim "the gap is reported, by its number" task PT 1 \
    'message-gap MESSAGE-GAP .*-PT MSG-01$'
forged=$to/DE_7777777DE
cp -r "$(numbered 02)" "$forged"
sed -i 's/MSG-02</MSG-77</; s/<msgId>[^<]*/<msgId>7777777DE/' \
    "$forged/header.xml"
go PT
claim "a forged number is not believed" task PT 1 'unreadable MESSAGE-SIGNATURE'
claim "the first arrives" arrives 01
claim "and the gap is closed" task PT 0 message-gap
claim "the third arrives" arrives 03
claim "behind the forged one there is none" task PT 0 message-gap
claim "a rebuild gives the same dump there" twice PT

done_testing
