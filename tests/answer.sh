#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# What a bank may answer about payments, one of which it has accepted: the right
# one of them changes, or a person is asked.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate record pay dispatch render
scratch
root=$tmp/DE U=$tmp/u
mkdir "$U"
# shellcheck source=tests/units.bash
. tests/units.bash
day=$(date -u -d '1 day ago' +%Y-%m-%d)

# bank [OPTION...]: takes the files; what it answers is dropped.
bank() {
	rm -rf "$U/bank"
	scripts/bank "$@" "$U/DE" "$U/bank" >>"$U/log" || return
	[ $# = 0 ] || cp "$U"/bank/pain002-*.xml "$U/DE/spool/drop/"
}
# written NAME ROW...: "CASE AMOUNT" of each, in a file for the bank.
written() {
	local name=$1 i=0 row
	shift
	for row; do
		i=$((i + 1))
		echo "$name$i,${row% *},$day,${row#* },EUR,voluntary,collected"
	done | sed '1i reference,case,date,amount,currency,source,mode' |
		sheet DE finance "$name" && go DE && release DE "$name-r" &&
		go DE && approve DE first "$name-1" && go DE &&
		approve DE second "$name-2" && go DE
}
paid() { written "$@" && bank && go DE; }
payment() { # AMOUNT: and its batch
	is DE ls payments | awk -v a="$1EUR" '$2 == a { print $1, $NF }'
}
claim "units of PT and DE are made" eval 'unit PT && unit DE'
claim "DE has two cases of PT" cases 2
c1=$(is DE ls cases | awk 'NR == 1 { print $1 }')
c2=$(is DE ls cases | awk 'NR == 2 { print $1 }')
claim "two payments are with the bank in a file, one in another" eval \
    "paid a '$c1 10.01' '$c2 20.02' && paid b '$c1 30.03'"
read -r one batch <<<"$(payment 10.01)"
read -r other otherbatch <<<"$(payment 30.03)"

# report [GRPSTS] [BLOCK] [TRANSACTIONS]: of the batch in $msg
msg=$batch ns=urn:iso:std:iso:20022:tech:xsd:pain.002.001.10
report() {
	printf '<Document xmlns="%s"><CstmrPmtStsRpt><GrpHdr><MsgId>A</MsgId>
	    </GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>%s</OrgnlMsgId>%s
	    </OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>%s
	    </OrgnlPmtInfId>%s</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>' \
	    "$ns" "$msg" "${1:+<GrpSts>$1</GrpSts>}" "$2" "$3"
}
tx() { # ID STATUS [REASON]
	printf '<TxInfAndSts>%s<TxSts>%s</TxSts>%s</TxInfAndSts>' \
	    "${1:+<OrgnlEndToEndId>$1</OrgnlEndToEndId>}" "$2" \
	    "${3:+<StsRsnInf><Rsn><Cd>$3</Cd></Rsn></StsRsnInf>}"
}
# answered: drop what stands on stdin into a fresh copy of the unit, and run.
answered() {
	rm -rf "$root"
	cp -a "$U/DE" "$root"
	"$BIN/isupport" -r "$root" ls tasks >"$tmp/before"
	cat >"$root/spool/drop/answer.xml"
	"$BIN/isupport" -r "$root" run >"$tmp/log" 2>&1
	echo $? >"$tmp/status"
	"$BIN/isupport" -r "$root" ls tasks | grep -vxFf "$tmp/before" >"$tmp/new"
}
# now ID STATE..., new task KIND RULE, none: what came of it
now() { "$BIN/isupport" -r "$root" ls payments | grep -E "^$1 .* $2"; }
task() { grep -E " $1 $2 " "$tmp/new" && grep -qx 0 "$tmp/status"; }
nothing() { now "$one" "accepted " && now "$other" "in batch "; }
refused() { "$BIN/isupport" -r "$root" ls quarantine | grep -F " $1 "; }

report "" "$batch" "$(tx "$one" ACCP)" >"$U/DE/spool/drop/accepted.xml"
claim "one of them is accepted" eval 'go DE && is DE ls payments |
    grep "^$one .* accepted $batch"'

report ACSC "$batch" "$(tx "$one" RJCT AC04)" | answered
claim "what it says of one counts more than what it says of all" \
    now "$one" "rejected $batch AC04"
claim "and a person is told" task payment-rejected AC04
report "" "$batch" "$(tx "" RJCT AC04)" | answered
claim "of several, one without a name is none of them" nothing
claim "a person is asked" task bank-answer RJCT
report "" OTHER "<PmtInfSts>RJCT</PmtInfSts>" | answered
claim "another's block is not ours" nothing
claim "a person is asked about it" task bank-answer RJCT
report "" "$batch" "$(tx "$other" RJCT AC04)" | answered
claim "a payment of another file is not touched" nothing
claim "a person is asked about that" task bank-answer RJCT
report "" "$batch" "$(tx NOSUCH-1 RJCT AC04)" | answered
claim "an id that is not ours" task bank-answer RJCT
report "" "$batch" "$(tx "$one" ACSC)$(tx "$one" RJCT AC04)" | answered
claim "two contrary words change nothing" nothing
claim "a person decides" task bank-answer RJCT
report "" "$batch" "$(tx "$one" ZZZZ)" | answered
claim "an unknown status" task bank-answer ZZZZ
report PART "$batch" "" | answered
claim "a part, and it does not say which" task bank-answer PART
msg=$otherbatch
report "" "$otherbatch" "$(tx "" RJCT)" | answered
claim "of one, one without a name is that" \
    now "$other" "rejected $otherbatch MS03"
claim "without a reason it goes on all the same" grep -x 0 "$tmp/status"
claim "and is built again the same" bash -c '
    "$1" -r "$2" dump >"$2/a" && "$1" -r "$2" rebuild &&
    "$1" -r "$2" dump >"$2/b" && cmp "$2/a" "$2/b"' \
    bash "$BIN/isupport" "$root"
ns=urn:bank:own
report ACSC "$otherbatch" "" | answered
claim "a namespace of the bank's own" now "$other" "settled "
printf '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"/>' |
    answered
claim "a statement is refused in words" refused BANK-KIND
report ACSC "$otherbatch" "" | iconv -t UTF-16 | answered
claim "so is UTF-16" refused XML-ENCODING
answered </dev/null
claim "so is nothing at all" refused FILE-EMPTY
early() { # it answers before we have seen that the file is gone
	written c "$c1 40.04" && bank --answer --reject 1 &&
	    "$BIN/intake" -r "$U/DE" 2>>"$U/log" &&
	    "$BIN/validate" -r "$U/DE" 2>>"$U/log" &&
	    "$BIN/record" -r "$U/DE" 2>>"$U/log" && go DE DE &&
	    is DE ls payments | grep "40.04EUR .* rejected .* AC04"
}
claim "a bank that answers at once" early
claim "says that the transfer failed, whatever is told of it" eval '
    is DE dump | sed -n "s/^item [^ ]* //p" |
    jq -r "select(.amount.minor == 4004).state" | sort | uniq -c |
    tr -s " \n" " " | grep -x " 1 reissue 1 transfer failed "'
claim "and all that is held is right" is DE fsck
claim "a message that came is shown by its id" bash -c '
    "$1" -r "$2" show "$("$1" -r "$2" ls messages |
    sed -n "s/^in \([0-9][^ ]*\) .*/\1/p;" | head -n 1)" --json |
    grep -q msg_id' \
    bash "$BIN/isupport" "$root"
done_testing
