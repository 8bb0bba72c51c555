#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# Messages on their way to and from people: one that needs no approval, one
# that nobody needs any more, one too large to be taken.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate record remind dispatch pay render
scratch
U=$tmp
# shellcheck source=tests/units.bash
. tests/units.bash

task() { # UNIT N REGEX: so many that look so
	is "$1" ls tasks
	[ "$(is "$1" ls tasks | grep -cE -- "$3")" = "$2" ]
}
message() { # UNIT N REGEX
	is "$1" ls messages
	[ "$(is "$1" ls messages | grep -cE -- "$3")" = "$2" ]
}
carry() {
	scripts/gateway --once --delay 0 "$U/PT" "$U/DE" >>"$U/log" 2>&1
	go PT DE
}
answers() { # CASE [WORDS]
	sheet DE caseworker "answer-$1${2+2}" <<END
case,complete,steps,further_information,note
$1,yes,Arbeitgeber wird angeschrieben.${2-},,
END
	go DE
}

claim "two units" eval 'unit PT && unit DE &&
    printf "[gates]\nmessage_approvers = 0\n" >>"$U/DE/isupport.conf"'
claim "two cases of both" cases 2
mapfile -t case < <(is DE ls cases | cut -d' ' -f1)

# ---- to whom nothing can be sent ----

asks() { # CODE NAME: PT's operator asks that authority
	mkdir "$U/.drop"
	sed "s|<RequestedCA code=\"DE\"|<RequestedCA code=\"$1\"|" \
	    scripts/demo-data/mother/form.xml >"$U/.drop/form.xml"
	scripts/demo-data/makepdf -f "$U/.drop/form.xml"
	drop PT operator "$2" form.xml && go PT
}
item() { is PT ls quarantine | grep -F " $1 " | cut -d' ' -f1; } # RULE
why() { is PT why "$(item "$1")" | tee "$U/log.why" | grep -F -- "$2"; }
claim "an application to an authority that is not in the settings" asks ES es
claim "waits with what to do" why PARTY-NONE 'isupport requeue'
claim "and where it stands" eval \
    'why PARTY-NONE /E6/RequestedCA && why PARTY-NONE ES'
printf '[party.ES]\nname = ES\nplain = yes\n' >>"$U/PT/isupport.conf"
claim "entered, and requeued, it is taken" eval \
    'is PT requeue "$(item PARTY-NONE)" && go PT &&
    [ "$(is PT ls cases | grep -c " ES ")" = 1 ]'
claim "one to the authority itself is told so" eval \
    'asks PT pt && why PARTY-SELF /E6/RequestedCA'

# ---- nobody is asked any more ----

late() { is PT run -d "$(date -u -d '+40 days' +%F)" || true; }
claim "the acknowledgements are late" late
claim "two reminders wait" message PT 2 '^out .* NOTE .* waiting'
claim "without approvers an answer leaves at once" answers "${case[0]}"
claim "with its number in the thread" message DE 1 '^out .* E8 .*/MSG-01 sent'
claim "it arrives" carry
claim "what reminds of it is withdrawn" message PT 1 '^out .* NOTE .* withdrawn'
claim "the other reminder waits" message PT 1 '^out .* NOTE .* waiting'
claim "and it alone is asked for" eval \
    '[ "$(grep -c "\"NOTE\"" "$U/PT/spool/desk/approval.csv")" = 1 ]'
claim "a case is answered once" eval 'answers "${case[0]}" " Again." &&
    task DE 1 "row-held ANSWER-TWICE"'
claim "and our own application by the other side" eval \
    'sheet PT caseworker own <<<"case,complete
$(is PT ls cases | cut -d" " -f1 | head -n 1),yes" &&
    go PT && task PT 1 "row-held ANSWER-ROLE"'
claim "the next answer has its own thread" eval 'answers "${case[1]}" &&
    message DE 2 "^out .* E8 .*/MSG-01 (sent|retrieved)"'

# ---- one refusal is enough ----

sed -i 's/^message_approvers = 0/message_approvers = 2/' "$U/DE/isupport.conf"
word() { # PERSON WORD: on the message that waits, in a sheet of its own
	sheet DE "$1" "$2-$(date +%s%N)" <<<"subject,sha256,decision
$id,$hash,$2"
}
fresh() { # N: another case, and its answer, which waits for two people
	cases 1 "$1" && answers "$(is DE ls cases | tail -n 1 | cut -d' ' -f1)" &&
	    message DE 1 '^out .* E8 .* waiting'
}
claim "an answer waits for two approvers" fresh 11
id=$(is DE ls messages | awk '/^out .* E8 .* waiting/ { print $2 }')
# shellcheck disable=SC2034 # word uses it
hash=$(is DE --json show "$id" | jq -r .sha256)
claim "who approved refuses" eval 'word first approve && go DE &&
    word first refuse && go DE && message DE 1 "^out $id E8 .* refused"'
claim "what another approves then has no effect" eval \
    'word second approve && go DE && message DE 1 "^out $id E8 .* refused"'
claim "another answer waits" fresh 12
id=$(is DE ls messages | awk '/^out .* E8 .* waiting/ { print $2 }')
hash=$(is DE --json show "$id" | jq -r .sha256)
arrives() {
	local s
	for s in intake validate record; do
		"$BIN/$s" -r "$U/DE" || return
	done
}
claim "approved, it has a place in its thread" eval 'word first approve &&
    word second approve && arrives &&
    message DE 1 "^out $id E8 .*/MSG-01 approved"'
claim "refused before it has left, it has none" eval 'word second refuse &&
    go DE && message DE 1 "^out $id E8 .* refused" &&
    ! ls -d "$U"/DE/spool/ecodex/iSupport_outgoing/*"$id"*'
claim "an answer that leaves" fresh 13
id=$(is DE ls messages | awk '/^out .* E8 .* waiting/ { print $2 }')
hash=$(is DE --json show "$id" | jq -r .sha256)
claim "cannot be refused: a person is told" eval 'word first approve &&
    word second approve && go DE && word first refuse && go DE &&
    message DE 1 "^out $id E8 .*/MSG-01 sent" &&
    task DE 1 "row-held APPROVAL-LATE"'

# ---- it is too large ----

in=$U/PT/spool/ecodex/iSupport_incoming
large=$(find "$U/DE/spool/ecodex/iSupport_outgoing" -name form.xml | head -n 1)
cp -r "${large%/*}" "$in/DE_8888888DE"
sed -i 's/<msgId>[^<]*/<msgId>8888888DE/' "$in/DE_8888888DE/header.xml"
truncate -s 40M "$in/DE_8888888DE/form.xml"
claim "a message too large to be taken is for a person" eval \
    'go PT; task PT 1 "unreadable FILE-SIZE"'
claim "known by its header" message PT 1 '^in 8888888DE .* FILE-SIZE'
claim "why says it by its folder, and what to do" eval '
    is PT why DE_8888888DE >"$U/why" && grep -qx "rule: FILE-SIZE" "$U/why" &&
    grep -qx "from: iSupport_incoming/DE_8888888DE" "$U/why" &&
    grep -qE "^next: [A-Z]" "$U/why" && grep -q "^what: ." "$U/why" &&
    grep -qE "^arrived: 20.*Z" "$U/why" &&
    grep -qE "^file: header.xml \([0-9]+ bytes\)" "$U/why"'
claim "as JSON" eval 'is PT why DE_8888888DE --json | jq -e '"'"'
    .origin == "ECODEX" and .folder == "DE_8888888DE" and .next != "" and
    .finding.rule == "FILE-SIZE" and .files[0].name == "header.xml"'"'"
claim "of one that was taken in there is no why" eval '
    ! is PT why "$(ls "$in" | grep -v 8888888 | head -n 1)"'
claim "its files stay where they came" test -s "$in/DE_8888888DE/form.xml"
go PT
claim "and it is taken once" message PT 1 '^in 8888888DE'

# ---- its id steers a terminal ----

cp -r "$in/DE_8888888DE" "$in/DE_8888889DE"
sed -i $'s/<msgId>[^<]*/<msgId>M\u00fcller\u202e\u009b2J/' \
    "$in/DE_8888889DE/header.xml"
go PT
claim "in a list it is seen, and does nothing" message PT 1 \
    '^in Müller\\u202e\\u009b2J .* FILE-SIZE'
claim "in JSON it is as it came" eval '
    [ "$(is PT ls messages --json | jq -r .msg_id | grep ller)" = \
    $'"'M\u00fcller\u202e\u009b2J'"' ]'

claim "PT: a rebuild gives the same dump" twice PT
claim "DE: a rebuild gives the same dump" twice DE
done_testing
