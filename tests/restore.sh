#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# Backups of any age are put back: nothing leaves before a person reconciles,
# and afterwards, over the whole history, nothing is paid or told twice, and no
# number means two things.
#
# A story is told once, with a backup and a copy of both units at each step.
# Then, for a backup and a later step, the units are put back as they were
# then, the backup is restored into one, and people drop everything again that
# they dropped in the story.  In make check these are a few of a short story, in
# make check-all over a hundred: all pairs of steps, with a backup made at rest
# and one made while the stages run.
# shellcheck disable=SC2034 # the claims use them
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate record dispatch pay render
scratch
U=$tmp K=$tmp/kept
# shellcheck source=tests/units.bash
. tests/units.bash
day=$(date -u -d '1 day ago' +%Y-%m-%d)
mkdir -p "$K/sheets" "$K/answers"

# ---- what people do ---------------------------------------------------------
name() { # WORD: one that nothing has yet; claims run in a shell of their own
	echo "$1-$(date +%s%N)"
}
put() { # FILE: a sheet that finance drops, perhaps again
	sheet DE finance "$(name money)" <"$1"
}
collect() { # NAME ROW...: rows "CASE AMOUNT MODE"
	local name=$1 row case amount mode
	shift
	{
		echo "reference,case,date,amount,currency,source,mode"
		for row; do
			read -r case amount mode <<<"$row"
			echo "C-$amount,$case,$day,$amount,EUR,voluntary,$mode"
		done
	} >"$K/sheets/$name"
	put "$K/sheets/$name"
}
waits() { # SHEET [UNIT]: whether there is anything in it
	[ "$(wc -l <"$U/${2-DE}/spool/desk/$1" 2>/dev/null)" -gt 1 ] 2>/dev/null
}
free() { # what waits for a release is released
	! waits review-release.csv || release DE "$(name free)"
}
sign() { # what waits for approvers is approved
	! waits approval.csv || {
		approve DE first "$(name first)" && { [ -z "$ALL" ] ||
			approve DE second "$(name second)"; }
	}
}
bank() { # it takes what is there, and says no to the first payment of it
	scripts/bank --answer --reject "$1" "$U/DE" "$U/DE/.taken" >>"$U/log" &&
	    cp "$U"/DE/.taken/pain002-*.xml "$K/answers/" &&
	    cp "$U"/DE/.taken/pain002-*.xml "$U/DE/spool/drop/"
}
post() {
	scripts/gateway --once --delay 0 "$U/PT" "$U/DE" >>"$U/log" 2>&1
}
answer_cases() {
	{
		echo "case,complete,steps,further_information,note"
		is DE ls cases | awk '{ print $1 ",yes,The employer is asked.,," }'
	} >"$K/answer"
	sheet DE caseworker "$(name answer)" <"$K/answer"
}

# ---- the story --------------------------------------------------------------
pass() { # UNIT: each stage once
	local s rc
	for s in intake validate record pay dispatch render; do
		rc=0
		"$BIN/$s" -r "$U/$1" 2>>"$U/log" || rc=$?
		case $rc in 0 | 65) ;; *) tail -n 5 "$U/log"; return "$rc" ;; esac
	done
}
steps() {
	find "$K" -maxdepth 1 -name 'DE.*' | wc -l
}
keep() { # a backup while the stages run, and one when they are done
	local step=$(($(steps) + 1)) rc=0
	pass DE &
	is DE backup "$K/b.${step}r" || rc=1
	wait $! && [ "$rc" = 0 ] && is DE backup "$K/b.$step" &&
	    cp -a --reflink=auto "$U/DE" "$K/DE.$step" &&
	    cp -a --reflink=auto "$U/PT" "$K/PT.$step"
}
tell() { # TEXT COMMAND...
	local text=$1
	shift
	claim "$text" "$@"
	claim "... and it is recorded, and backed up" keep
}
refuse() {
	approve DE first "$(name no)" refuse
}
gates=''
[ -n "$ALL" ] || gates='$ a [gates]\nrelease = no\npayment_approvers = 1'
claim "units of PT and DE are made" eval \
    'unit PT "\$ a [gates]\naccept = no" && unit DE "$gates"'
claim "PT is backed up before it has anything" is PT backup "$K/pt"
claim "DE has cases of PT" cases $((ALL + 1))
c1=$(is DE ls cases | awk 'NR == 1 { print $1 }')
c2=$(is DE ls cases | awk 'END { print $1 }')
[ -z "$ALL" ] || {
	claim "a backup of that" keep
	tell "DE answers them" answer_cases
	tell "the answers leave" sign
}
tell "money comes in" collect one "$c1 10.01 collected" "$c2 20.02 collected" \
    "$c2 5.05 monitored"
[ -z "$ALL" ] || tell "it is released, and waits in a batch" free
tell "approved, it is paid and announced" sign
[ -z "$ALL" ] || {
	claim "the other side is told" eval 'post && pass PT'
	tell "the bank says no to one" bank 1
}
tell "more money comes in for the same days" collect two "$c1 30.03 collected" \
    "$c2 40.04 collected" "$c1 6.06 monitored"
[ -z "$ALL" ] || {
	tell "that and the next attempt are released" free
	tell "an approver refuses the batch" refuse
	tell "it is released again, into another" free
}
tell "it is paid and announced" sign
claim "the other side is told" eval 'post && pass PT'
last=$(steps)

# ---- what must hold of a history --------------------------------------------
files() { # every payment file that ever was out
	find "$U/DE/spool/bank" "$U/DE/.taken" -name 'DE-B*.xml' 2>/dev/null
}
published() { # what is in them, "ID AMOUNT"
	files | xargs -r cat | grep -oE '<(EndToEndId|InstdAmt Ccy="EUR")>[^<]*' |
	    sed 's/.*>//' | paste -d' ' - - | sort
}
one_file_each() { # no id stands in two files
	[ -z "$(published | cut -d' ' -f1 | uniq -d)" ]
}
paid_once() { # each collection, whose amounts all differ, and nothing else
	is DE ls payments | awk '$4 == "rejected" { print $1 }' >"$U/rejected"
	published | grep -vFf "$U/rejected" | cut -d' ' -f2 | sort >"$U/paid"
	cat "$K"/sheets/* | awk -F, '$7 == "collected" { print $4 }' |
	    sort | diff - "$U/paid"
}
debts() { # of both cases, as PT has them
	is PT --json ls cases | jq -cS '[.id, (.totals | sort_by(.account))]'
}
told_once() { # PT's ledger is as if nothing had happened
	debts | diff "$K/want" - && ! is PT ls tasks | grep MESSAGE-TWICE
}
out() { # what is out
	(cd "$U/DE/spool" && find bank ecodex/iSupport_outgoing | sort)
}
claim "in the story each payment is in one file" one_file_each
claim "and each collection is paid once" paid_once
debts >"$K/want"

# ---- a restore --------------------------------------------------------------
at_rest() { # nothing leaves, whatever runs
	local s rc
	out >"$U/before"
	for s in record remind pay dispatch; do
		rc=0
		"$BIN/$s" -r "$U/DE" 2>"$U/err" || rc=$?
		if [ "$rc" != 78 ] || ! grep -q STORE-RESTORED "$U/err"; then
			echo "$s: status $rc"
			return 1
		fi
	done
	out | diff "$U/before" -
}
requeue() { # UNIT: what came before that which it is about
	[ -z "$(ls "$U/$1/spool/quarantine")" ] ||
		{ is "$1" requeue --all >/dev/null && pass "$1"; }
}
once_more() { # people drop everything again, and do what is asked of them
	local f
	for f in "$K"/sheets/*; do
		put "$f" || return
	done
	[ -z "$ALL" ] || {
		cp "$K"/answers/* "$U/DE/spool/drop/" && answer_cases &&
		    pass DE && requeue DE && free && pass DE && sign &&
		    pass DE && free
	}
	pass DE && sign && pass DE
}
# trial BACKUP NOW [WHOLE]: the units as they were at NOW, DE's store at BACKUP;
# with WHOLE, and in make check-all, also what the other side knows then.
trial() {
	rm -rf "$U/DE" "$U/PT"
	cp -a --reflink=auto "$K/DE.$2" "$U/DE" &&
	    cp -a --reflink=auto "$K/PT.$2" "$U/PT" || return
	is DE restore "$K/b.$1" >"$U/said" && at_rest &&
	    is DE reconcile "a test" >"$U/forgotten" && is DE fsck &&
	    once_more &&
	    one_file_each && paid_once || return
	[ -z "${ALL}${3-}" ] || {
		post && pass PT && told_once && twice DE &&
			is DE audit verify >/dev/null && is DE fsck
	}
}

if [ -n "$ALL" ]; then
	pairs=$(for ((b = 1; b <= last; b++)); do
		for ((now = b; now <= last; now++)); do
			echo "$b $now" "${b}r $now"
		done
	done | xargs -n2)
else
	pairs="1 2
2r 3
3r 4
3 4
1 4 whole"
fi
while read -r b now whole; do
	claim "backup $b restored at step $now" trial "$b" "$now" "$whole"
done <<<"$pairs"

# ---- erased, in the unit that was put back last -----------------------------
erased() {
	local p
	printf '[retention]\nyears = 0\n' >>"$U/DE/isupport.conf"
	scripts/bank --answer "$U/DE" "$U/DE/.taken" >>"$U/log" &&
	    cp "$U"/DE/.taken/pain002-*.xml "$U/DE/spool/drop/" || return
	for p in first second; do
		printf 'erase,reason\n%s,Frist um\n' "$c1" |
		    sheet DE "$p" "$(name erase)" && pass DE || return
	done
	is DE key shred "$c1" && is DE ls cases | grep "^$c1 .* erased " &&
	    is DE fsck
}
claim "a case of it can be erased" erased
claim "a rebuild gives the same" twice DE

# ---- the other side ---------------------------------------------------------
put_back() { # PT as it is now, with the store of the backup that it had at first
	is PT restore "$K/pt" >/dev/null && is PT reconcile >"$U/forgotten" &&
	    grep -q '^message 1000001PT (E6 to DE)' "$U/forgotten"
}
apply_again() { # the same applications are dropped
	local i
	for ((i = 1; i <= ALL + 1; i++)); do
		mkdir "$U/.drop"
		sed "s|<Reference>AC/2026/4711<|<Reference>AC/2026/$((i + 9000))<|" \
		    scripts/demo-data/mother/form.xml >"$U/.drop/form.xml"
		scripts/demo-data/makepdf -f "$U/.drop/form.xml"
		drop PT operator "again$i" form.xml || return
	done
	pass PT && requeue PT
}
sent_of() {
	(cd "$U/PT/spool/ecodex/iSupport_outgoing" && ls)
}
is PT ls cases | sed 's/ .*//' >"$U/numbers"
sent_of >"$U/sent"
claim "the other side's store is put back, to before its first case" put_back
claim "its applications, dropped again" apply_again
claim "are those that left" eval \
    'is PT ls messages | grep "1000001PT.* sent" && ! waits approval.csv PT'
claim "in the cases that they were in" eval \
    'is PT ls cases | sed "s/ .*//" | diff "$U/numbers" -'
claim "and nothing leaves again" eval 'sent_of | diff "$U/sent" -'
claim "what had come in is taken again, and counted once" told_once
claim "a rebuild gives the same" twice PT
claim "and all that is held there is right" is PT fsck

# ---- sent/ is lost, too -----------------------------------------------------
lose() { # a machine on which nothing but the keys and the backup is left
	rm -rf "$U/DE" && mkdir "$U/DE" && cp -a "$K/DE.$1/keys" "$U/DE/" &&
	    is DE restore "$K/b.$1" | grep sent-lost &&
	    is DE reconcile --sent-lost "looked at the bank" >"$U/forgotten"
}
word() { # PERSON WORD, of what is uncertain
	approve DE "$1" "$(name word)" "$2" B000001
}
prepared=1
[ -z "$ALL" ] || prepared=5
claim "of a unit with a batch that waits only a backup is left" lose $prepared
claim "nobody knows whether the batch left" \
    grep -q '^uncertain: batch DE-B000001' "$U/forgotten"
claim "it does not leave by itself" eval 'pass DE && [ -z "$(published)" ]'
claim "money of those days waits for a person, whatever the gates say" eval \
    'collect three "$c1 70.07 collected" && pass DE && [ -z "$(published)" ] &&
    grep 70.07 "$U/DE/spool/desk/review-release.csv"'
claim "the bank has no such file, people say" eval \
    'word first not-delivered && word second not-delivered && pass DE'
claim "then it leaves, once" eval '[ "$(published | cut -d" " -f2 | sort | xargs)" = \
    "10.01 20.02" ]'
claim "a rebuild gives the same" twice DE
claim "and all that is held is right" is DE fsck

# ---- a note in sent/ is not to be believed ----------------------------------
forge() { # LINE: of the note of the first payment file, and what tells of it
	(cd "$U/DE/sent" && chmod u+w DE* && sed -i "$1" DE-B000001.xml &&
	    grep -l '^item .* 1001 EUR' DE_* | xargs -r sed -i '$d')
}
doubt() { # LINE: it is forged, and the store put back to before it
	rm -rf "$U/DE"
	cp -a --reflink=auto "$K/DE.$last" "$U/DE" && forge "$1" &&
	    published >"$U/had" && is DE restore "$K/b.$prepared" >/dev/null &&
	    is DE reconcile >"$U/forgotten" &&
	    grep '^uncertain: sent/DE-B000001.xml ' "$U/forgotten"
}
waiting() { # nothing is paid before a person has looked at the bank
	grep '^uncertain: batch DE-B000001 ' "$U/forgotten" &&
	    put "$K/sheets/one" && collect four "$c1 80.08 collected" &&
	    pass DE && sign && pass DE && rm "$K/sheets/four" &&
	    grep 80.08 "$U/DE/spool/desk/review-release.csv" &&
	    published | diff "$U/had" -
}
for line in 's/^\(item .*\) 1001 EUR/\1 1 EUR/' '/^item/d' '$d' \
    's/^\(payment .*\)-1 /\1-2 /'; do
	claim "a note with $line is not believed" doubt "$line"
	claim "what was paid waits for a person" waiting
done
claim "and all that is held is right, but for the note" eval \
    '! is DE fsck >"$U/said" && ! grep -Ev "^(note: |SENT-|[0-9]+ )" "$U/said"'
done_testing
