#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# What becomes of money that is not paid at once: a batch that approvers refuse,
# one whose file our own check refuses, one of which nobody knows whether the
# bank has it, payments that are held or rejected, rows that are held; and how
# people end tasks.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate record dispatch pay render
scratch
U=$tmp
# shellcheck source=tests/units.bash
. tests/units.bash
day=$(date -u -d '1 day ago' +%Y-%m-%d)
conf=$U/DE/isupport.conf

collect() { # ROW...: rows "CASE AMOUNT" of a sheet; amounts are told apart
	local row
	{
		echo "reference,case,date,amount,currency,source,mode"
		for row; do
			echo "C-${row#* },${row% *},$day,${row#* },EUR,voluntary,collected"
		done
	} | sheet DE finance "collections-${1#* }"
}
released() { # ROW...: recorded and released; pay makes a batch of them
	collect "$@" && go DE && release DE "release-${1#* }" && go DE
}
state() { # ID [FIELD]: of an item, payment or batch
	is DE --json show "$1" | jq -r ".${2-state}"
}
has() { # ID STATE [FIELD]
	local s
	s=$(state "$1" "${3-state}")
	[ "$s" = "$2" ] || { echo "$1: $s"; return 1; }
}
batch() { # N|ID STATE
	case $1 in
	DE-*) has "$1" "$2" ;;
	*) has "$(printf 'DE-B%06d' "$1")" "$2" ;;
	esac
}
batch_of() { # ITEM: the batch that its payment is in
	state "$(payment_of "$1")" batch
}
item() { # N STATE
	has "$(printf 'DE-I%07d' "$1")" "$2"
}
payment_of() { # ITEM
	state "$(printf 'DE-I%07d' "$1")" payment
}
listed() { # WHAT REGEX
	is DE ls "$1" | grep -E -- "$2"
}
unlisted() {
	! listed "$@"
}
desk() { # FILE REGEX
	grep -E -- "$2" "$U/DE/spool/desk/$1"
}
still() { # pay has nothing to do, and does nothing
	is DE dump audit | tail -n 1 >"$U/a"
	"$BIN/pay" -r "$U/DE" && is DE dump audit | tail -n 1 | cmp - "$U/a"
}
both_approve() { # NAME
	approve DE first "$1-first" && approve DE second "$1-second" && go DE
}
task() { # REGEX: its number
	listed tasks "$1" | head -n 1 | cut -d' ' -f1
}

claim "units of PT and DE are made" eval 'unit PT && unit DE'
claim "DE has two cases of PT" cases 2
c1=$(is DE ls cases | awk 'NR == 1 { print $1 }')
c2=$(is DE ls cases | awk 'NR == 2 { print $1 }')

# ---- approvers refuse -------------------------------------------------------
claim "four payments wait in a batch" \
    released "$c1 10.01" "$c1 20.02" "$c2 30.03" "$c2 40.04"
claim "it is prepared" batch 1 prepared
one=$(payment_of 1)
# shellcheck disable=SC2034 # the claims use it
four=$(payment_of 4)
# A bank's answer that rejects all of a file.
answered() { # BATCH
	local ns=urn:iso:std:iso:20022:tech:xsd:pain.002.001.10
	printf '<Document xmlns="%s"><CstmrPmtStsRpt><GrpHdr><MsgId>A</MsgId>
	    </GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>%s</OrgnlMsgId>
	    <GrpSts>RJCT</GrpSts></OrgnlGrpInfAndSts></CstmrPmtStsRpt>
	    </Document>' "$ns" "$1" >"$U/DE/spool/drop/answer-$1.xml"
	go DE
}
claim "a bank that answers what has not left is not believed" eval \
    'answered DE-B000001 && listed quarantine BANK-EARLY && batch 1 prepared &&
    has "$one" "in batch"'
claim "one approver refuses it" approve DE first no refuse
claim "and that is recorded" go DE
claim "the batch is refused" batch 1 refused
claim "a task says so" listed tasks 'batch-refused BATCH-REFUSED .*DE-B000001'
claim "its items wait for a release again" item 1 "set aside"
claim "its payments are due" has "$one" due
claim "the review sheet asks for all four, and says why" \
    test "$(desk review-release.csv BATCH-REFUSED | wc -l)" = 4
claim "nothing is paid before" still
claim "one of them is rejected" release DE review-4 reject I0000004
claim "the others are released" release DE review-3 release 'I000000[123]'
claim "and that is recorded" go DE
claim "three are in the next batch" has DE-B000002 3 count
claim "under the id that they had" eval '[ "$(payment_of 1)" = "$one" ] &&
    has "$one" "in batch"'
claim "the fourth is given up" eval 'has "$four" cancelled && item 4 refused'

# ---- our own check refuses --------------------------------------------------
cp "$conf" "$U/conf"
claim "two people approve" eval 'approve DE first b2a && approve DE second b2b'
sed -i 's/^\[bank.sepa\]/&\nbatch_booking = no/' "$conf"
claim "meanwhile the profile of the bank was changed" go DE
claim "so the batch is held" batch 2 held
claim "no file is out" test -z "$(ls "$U/DE/spool/bank")"
claim "a task says why" listed tasks 'batch-held BANK-PROFILE .*DE-B000002'
claim "the approval page asks" desk approval.en.html 'our own check refuses'
claim "as it is nothing changes" still
cp "$U/conf" "$conf"
claim "with the profile as it was it is tried again" \
    approve DE first again approve B000002
claim "and that is recorded" go DE
claim "the file is out" test -e "$U/DE/spool/bank/DE-B000002.xml"
claim "and delivered" batch 2 delivered
claim "the task is done" unlisted tasks batch-held

# ---- nobody knows -----------------------------------------------------------
# A run that ends between hash and delivery, its finished file lost.
lost() { # N
	local file
	file=$(printf 'DE-B%06d.xml' "$1")
	approve DE first "l$1a" && approve DE second "l$1b" || return
	for s in intake validate record; do
		"$BIN/$s" -r "$U/DE" || return
	done
	mv "$U/DE/spool/bank" "$U/bank" && : >"$U/DE/spool/bank"
	! "$BIN/pay" -r "$U/DE" || return
	rm "$U/DE/spool/bank" && mv "$U/bank" "$U/DE/spool/bank"
	batch "$1" written || return
	mv "$U/DE/spool/tmp/pay-ready/$file" "$U/lost.xml" &&
	    rm "$U/DE/spool/tmp/pay-ready/$file.control.csv" && go DE
}
claim "a batch is made" released "$c1 50.05" "$c2 60.06"
claim "its file is lost before it is out" lost 3
claim "the batch is uncertain" batch 3 uncertain
claim "a task says so" listed tasks 'payment-uncertain BATCH-UNCERTAIN'
claim "the approval page asks" desk approval.en.html 'whether the bank has'
claim "as it is nothing changes" still
claim "approve is no answer" approve DE first wrong approve B000003
claim "and is held" eval 'go DE && listed tasks "row-held APPROVAL-DECISION"'
# why_row RULE REGEX: of the row that is held for it, by the name in its task.
why_row() {
	is DE why "$(listed tasks "row-held $1" | cut -d' ' -f6)" |
	    tee "$U/why" | grep -qxE "$2" || { cat "$U/why"; return 1; }
}
for what in "file: wrong.csv" "line: 2" "rule: APPROVAL-DECISION" \
    "next: .+" "from: drop/wrong" "arrived: 20.+Z" \
    "file: wrong.csv \([0-9]+ bytes\)"; do
	claim "why says the ${what%%:*}" why_row APPROVAL-DECISION "$what"
done
claim "one says that the bank has it" approve DE first w1 delivered B000003
claim "which is not enough" eval 'go DE && batch 3 uncertain'
claim "another says the contrary" approve DE second w2 not-delivered B000003
claim "which is not enough" eval 'go DE && batch 3 uncertain'
claim "the page says who said what" \
    desk approval.en.html 'The bank has it, says'
claim "the first looks again" approve DE first w3 not-delivered B000003
claim "now it is decided" go DE
claim "the same bytes are out" \
    cmp "$U/lost.xml" "$U/DE/spool/bank/DE-B000003.xml"
claim "and delivered" batch 3 delivered
claim "the task is done" unlisted tasks payment-uncertain
claim "another file is lost" eval 'released "$c1 70.07" && lost 4'
claim "two say that the bank has it" eval 'approve DE first w4 delivered B000004 &&
    approve DE second w5 delivered B000004 && go DE'
claim "so it is delivered" batch 4 delivered
claim "no file is written again" test ! -e "$U/DE/spool/bank/DE-B000004.xml"
claim "the transfer is booked" listed cases "$c1.*transferred=150.15EUR"
claim "and announced" eval 'item 7 announced'

# ---- held for a rule of the format -----------------------------------------
claim "an amount that SEPA cannot carry" released "$c1 1000000000.00"
claim "is held" item 8 "payment held"
claim "with a task" listed tasks 'payment-held SEPA-AMOUNT'
claim "the review sheet asks" desk review-release.csv 'I0000008.*SEPA-AMOUNT'
claim "nothing is paid before" still
claim "released as it is, it is held again" eval 'release DE as-it-is && go DE &&
    item 8 "payment held"'
sed -i 's/^bank = sepa/bank = swift/' "$conf"
claim "released for a bank that can, it is paid" eval 'release DE mended &&
    go DE && item 8 "in payment"'
claim "the task is done" unlisted tasks payment-held
cp "$U/conf" "$conf"

# ---- the bank rejects -------------------------------------------------------
claim "a payment goes out" eval 'released "$c1 80.08" && both_approve b6 &&
    batch "$(batch_of 9)" delivered'
nine=$(payment_of 9) file=$(batch_of 9)
claim "the bank rejects it" eval \
    'scripts/bank --answer --reject 1 "$U/DE" "$U/taken" &&
    cp "$U/taken/pain002-$file.xml" "$U/DE/spool/drop/" && go DE'
claim "the next attempt waits" has "${nine%-1}-2" held
claim "the page of the case says what to do" desk "$c1.en.html" \
    'Have the payee.s data corrected, then release the next attempt'
claim "so does the worklist" desk worklist.en.html 'release the next attempt'
claim "the review page shows it" desk review-release.en.html "${nine%-1}-2"
claim "finance may not release it" eval \
    'answer release <"$U/DE/spool/desk/review-release.csv" |
    sheet DE finance own; go DE; is DE ls quarantine | grep SHEET-PERSON &&
    has "${nine%-1}-2" held'
claim "released, it is in a batch again" eval 'release DE again && go DE &&
    has "${nine%-1}-2" "in batch"'
row_says() { # PAYMENT FIELD VALUE: its row in a batch, as the file is made of it
	is DE dump | grep -a '^payrow ' | cut -d' ' -f3- |
	    jq -c "select(.payment.id == \"$1\" and .payee.$2 == \"$3\")" |
	    grep .
}
claim "under the reference of its case" row_says "${nine%-1}-2" case_reference \
    "$(is DE --json show "$c1" | jq -r .case.reference)"
claim "the task is done" unlisted tasks payment-rejected
claim "as it is nothing changes" still
file=$(state "${nine%-1}-2" batch)
claim "the approvers refuse that, too" eval \
    'approve DE second no-again refuse "$file" && go DE && batch "$file" refused'
claim "and a caseworker once more lets it go" eval 'release DE third && go DE &&
    has "${nine%-1}-2" "in batch"'
file=$(state "${nine%-1}-2" batch)
claim "approved, it is out" eval 'both_approve b8 && batch "$file" delivered'
claim "with its second id" grep "<EndToEndId>${nine%-1}-2<" \
    "$U/DE/spool/bank/$file.xml"

# ---- pooled for the other authority -----------------------------------------
sed -i 's/^pays_to = creditor/pays_to = authority\naccount_holder = Autoridade Central de Exemplo\niban = PT50000201231234567890154/' "$conf"
claim "two collections go to the authority together" \
    released "$c1 1.01" "$c2 2.02"
pooled=$(is DE --json ls payments | jq -r 'select(.payee == "authority").parts[0].item')
pool() { # its id now
	state "$pooled" payment
}
before=$(pool)
claim "in one payment" has "$before" "in batch"
claim "refused and released whole" eval 'approve DE first no9 refuse "$(state "$before" batch)" &&
    go DE && release DE whole && go DE'
claim "it keeps its id" eval '[ "$(pool)" = "$before" ] && has "$before" "in batch"'
claim "refused and released in part" eval 'approve DE first no10 refuse "$(state "$before" batch)" &&
    go DE && release DE part release "$pooled" && go DE'
claim "it is other money, and has another" eval '[ "$(pool)" != "$before" ] &&
    has "$(pool)" "in batch"'
claim "the payment before is replaced" has "$before" replaced
cp "$U/conf" "$conf"

# ---- a row that is held -----------------------------------------------------
# shellcheck disable=SC2034 # the claims use it
unknown="reference,case,date,amount,currency,source,mode
X-1,DE-1999-000001,$day,5.00,EUR,voluntary,collected"
claim "money for an unknown case is held" eval \
    'sheet DE finance unknown <<<"$unknown"; go DE;
    listed tasks "collection-held SHEET-CASE"'
claim "the same row in another sheet changes nothing" eval \
    'sheet DE finance unknown2 <<<"$unknown
C-10.01,$c1,$day,10.01,EUR,voluntary,collected"; go DE;
    [ "$(listed tasks "collection-held SHEET-CASE" | wc -l)" = 1 ]'
claim "the row with the right case is booked" eval \
    'sheet DE finance known <<<"${unknown/DE-1999-000001/$c2}"; go DE;
    unlisted tasks "collection-held" && listed cases "$c2.*collected=137.15EUR"'

# ---- tasks ------------------------------------------------------------------
done_sheet() { # NAME NUMBER...: as desk/tasks.csv, with these done
	local name=$1
	shift
	{
		echo "task,decision,note"
		printf '%s,done,by telephone\n' "$@"
	} | sheet DE first "$name" && go DE
}
report=$(task 'row-held APPROVAL-DECISION')
claim "the worklist shows the number of a task" \
    desk worklist.en.html "<td class=\"code\">$report</td>"
claim "and so does the sheet of tasks" desk tasks.csv "^\"?$report\"?,.*row-held"
claim "a person ends it" done_sheet done1 "$report"
claim "it is done" unlisted tasks "^$report "
claim "as JSON tasks are the same" cmp <(is DE ls tasks | cut -d' ' -f1) \
    <(is DE --json ls tasks | jq -r .number)
ended_by() { # NUMBER PERSON
	is DE --json show "$1" |
	    jq -e ".state == \"done\" and .done_by == \"$2\""
}
claim "by whom is known" ended_by "$report" first
claim "said twice it has no effect" eval \
    'done_sheet done2 "$report" "$(task batch-refused)" &&
    unlisted tasks TASK-NUMBER'
claim "a task that ends with a deed does not end with a word" eval \
    'collect "DE-1999-000002 9.00"; go DE
    done_sheet done3 "$(task collection-held)" &&
    listed tasks "row-held TASK-DEED" && listed tasks collection-held'
claim "there is no task of any number" eval 'done_sheet done4 999999 &&
    listed tasks "row-held TASK-NUMBER"'
claim "nor a word for it" eval 'sheet DE first done5 <<<"task,decision
$report,finished" && go DE'
claim "the value is seen" why_row SHEET-CODE "value: finished"
row=$(listed tasks "row-held SHEET-CODE" | cut -d' ' -f6)
claim "as JSON" test done5.csv,2 = \
    "$(is DE why --json "$row" | jq -r '"\(.file),\(.finding.line)"')"
claim "with what came, from where, and what to do" eval '
    is DE why --json "$row" | jq -e '"'"'.origin == "DROP" and
    .folder == "done5" and .arrived != "" and .next != "" and
    ([.files[].name] == ["done5.csv", "done5.csv.p7s"])'"'"
claim "and shown" eval 'is DE show "$row" | grep -q "file: done5.csv"'
claim "another row is not held" eval '! is DE why "${row%:*}:1"'
claim "an answered desk sheet comes back" eval \
    'answer done "row-held" <"$U/DE/spool/desk/tasks.csv" | sheet DE finance d5 &&
    go DE && unlisted tasks row-held'
# ---- one refusal is enough --------------------------------------------------
word() { # PERSON WORD NAME: on the batch at hand, in a sheet of its own
	sheet DE "$1" "$3" <<<"subject,sha256,decision
$batch,$(state "$batch" sha256),$2"
}
taken() { # what lies in drop/ is recorded, and no more
	local s
	for s in intake validate record; do
		"$BIN/$s" -r "$U/DE" || return
	done
}
kept() { # the batch is refused, its item waits, no file is out
	batch "$batch" refused && item "$n" "set aside" &&
	    [ ! -e "$U/DE/spool/bank/$batch.xml" ]
}
claim "a payment waits in a batch" released "$c1 11.11"
n=$(is DE dump | grep -c '^item ')
id=$(payment_of "$n") batch=$(state "$id" batch)
claim "one approves" eval 'word first approve r1 && go DE && batch "$batch" prepared'
claim "and then refuses" eval 'word first refuse r2 && go DE && kept'
claim "what another approves has no effect" eval \
    'word second approve r3 && go DE && kept'
claim "released again it waits under its id" eval \
    'release DE r4 release "$(printf I%07d "$n")" && go DE && has "$id" "in batch"'
batch=$(state "$id" batch)
claim "both approve" eval 'word first approve r5 && word second approve r6 &&
    taken && batch "$batch" approved'
claim "and one refuses before the file is made" eval \
    'word second refuse r7 && go DE && kept'
claim "the item is given up" eval \
    'release DE r8 reject "$(printf I%07d "$n")" && go DE && item "$n" refused'
batch=DE-B000002
claim "of one that is out it comes too late, and a person is told" eval \
    'word first refuse r9 && go DE && batch 2 delivered &&
    listed tasks "row-held APPROVAL-LATE"'
claim "a rebuild from the journal gives the same dump" twice DE

# ---- killed -----------------------------------------------------------------
if [ -n "${SANITIZED-}" ] || ! strace -qq -o /dev/null true 2>/dev/null; then
	skip "killed" "strace may not trace here"
	done_testing
fi
cp -a "$U/DE" "$U/K"
claim "a refusal waits to be recorded" eval \
    'approve DE first nok refuse && for s in intake validate; do
	"$BIN/$s" -r "$U/DE" || exit; done'
sample=(-n 12)
[ -z "${ALL-}" ] || sample=()
claim "record, killed and run again, ends as if undisturbed" env \
    ISUPPORT_NOW="$(date -u +%Y-%m-%dT%H:%M:%SZ)" \
    tests/tools/killed "${sample[@]}" "$U/DE" "$BIN/record" -r @
# ---- no bank can pay it -----------------------------------------------------
n=$(is DE dump | grep -c '^item ')
sed -i '/^\[party.PT\]/,/^\[bank/ s/^bank = .*//' "$conf"
claim "money comes for an authority for which no bank is set" \
    released "$c1 3.03"
claim "it is held, and a person is told" eval 'item $((n + 1)) "payment held" &&
    listed tasks "payment-held PAYRUN-BANK"'
cp "$U/conf" "$conf"
claim "with a bank, and released again, it is paid" eval 'release DE with-bank &&
    go DE && item $((n + 1)) "in payment" &&
    unlisted tasks "payment-held PAYRUN"'
sed -i 's/^bank = sepa/bank = swift/; /^\[bank.swift\]/,/^\[/ s/^currency = .*/currency = USD/' "$conf"
claim "money comes that its bank has no account for" released "$c1 4.04"
claim "it is held, too" eval 'item $((n + 2)) "payment held" &&
    listed tasks "payment-held PAYRUN-CURRENCY"'
cp "$U/conf" "$conf"

# ---- it has left already ----------------------------------------------------
claim "a batch is approved" eval 'release DE again-eur && go DE &&
    approve DE first last-1 && approve DE second last-2'
file=$(batch_of $((n + 2)))
echo "another file" >"$U/DE/sent/$file.xml"
claim "but sent/ says that a file of its name has left" go DE
claim "none is written, and a person is told" eval '[ ! -e \
    "$U/DE/spool/bank/$file.xml" ] && listed tasks "batch-held PUBLISH-TAKEN"'
done_testing
