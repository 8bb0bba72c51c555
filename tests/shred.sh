#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# A case is shredded: two people ask, nothing stands against it, and then no
# word of it is found, neither in the unit nor, with today's keys, in backups of
# its store of any age; its numbers, the ledger and the chain of changes stay,
# and so does all of the other case that came, was answered and was paid with
# it.  Killed anywhere and run again it ends in the same state; in make check at
# a few points, in make check-all at all of them.
set -u -o pipefail
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate record dispatch pay render
scratch
U=$tmp
# shellcheck source=tests/units.bash
. tests/units.bash
day=$(date -u -d '1 day ago' +%Y-%m-%d)
conf=$U/DE/isupport.conf ecodex=$U/DE/spool/ecodex

# ---- the story: two cases of PT, with words that only the first has ---------
form() { # NAME: an application of PT, one of its documents large
	mkdir "$U/.drop" && cp "scripts/demo-data/$1/form.xml" "$U/.drop" &&
	    scripts/demo-data/makepdf -f "$U/.drop/form.xml" || return
	head -c 80000 /dev/zero | tr '\0' ' ' >>"$U/.drop/decisao.pdf"
	echo "Zaunammer im Anhang $1" >>"$U/.drop/decisao.pdf"
	drop PT operator "$1" form.xml
}
run() { # UNIT STAGE...: these, after what was dropped is recorded
	local u=$1 s
	shift
	for s in intake validate record "$@"; do
		"$BIN/$s" -r "$U/$u" 2>>"$U/log" || [ $? = 65 ] || return
	done
}
take() {
	run DE
}
carry() {
	scripts/gateway --once --delay 0 "$U/PT" "$U/DE" >>"$U/log" 2>&1
}
old() { # N: the store as it stands, and a backup of all but the keys
	cp -a "$U/DE/store" "$U/old$1" && is DE backup "$U/backup$1"
}
case_of() { # REFERENCE
	is DE --json show "$1" | jq -r .case.id
}
says() { # WORD PERSON SUBJECT...: of messages or batches that wait
	local id word=$1 who=$2
	shift 2
	{
		echo subject,sha256,decision
		for id; do
			echo "$id,$(is DE --json show "$id" | jq -r .sha256),$word"
		done
	} | sheet DE "$who" "says-$who-$1"
}
arrive() {
	form mother && form body && run PT render &&
	    approve PT first all && run PT dispatch && carry && take && old 1
}
answer_and_collect() {
	local i long
	long=$(printf 'die andere Zeile %03980d' 0)
	sheet DE caseworker antworten-zimtkauz <<-END || return
		case,complete,steps,further_information,note
		$c1,no,"Zimtkauz, er wird
		befragt",Nachweis vom Silberdachs,Muskatfink rief an
		$c2,yes,Anschreiben,,die andere Notiz
	END
	{
		echo "reference,case,date,amount,currency,source,mode,note"
		echo "PFEFFERSPECHT-1,$c1,$day,400.00,EUR,voluntary,collected,vom Nelkenreiher"
		for ((i = 1; i < 20; i++)); do
			echo "OTHER-$i,$c2,$day,$i.00,EUR,voluntary,collected,$long"
		done
		echo "PFEFFERSPECHT-2,DE-1999-000009,$day,31.00,EUR,voluntary,collected,"
		echo "OTHER-99,DE-1999-000008,$day,32.00,EUR,voluntary,collected,"
	} | sheet DE finance collections
	take && old 2
}
correct_and_pay() {
	sheet DE finance collections-again <<-END && take || return
		reference;case;date;amount;currency;source;mode;note
		PFEFFERSPECHT-1;$c1;$day;400.00;EUR;voluntary;collected;noch ein Nelkenreiher
		OTHER-98;$c2;$day;11.00;EUR;voluntary;collected;die dritte
		PFEFFERSPECHT-2; $c1 ;$day;31.00;EUR;voluntary;collected;
	END
	{
		echo item,decision
		is DE dump | grep -aoE '^item DE-I[0-9]+ .*"state":"recorded"' |
			awk '{ print $2 ",release" }'
	} | sheet DE caseworker release &&
	    says approve first 1000001DE 1000002DE && run DE pay dispatch &&
	    says approve first DE-B000001 && says approve second DE-B000001 &&
	    run DE pay dispatch
}
bank_answers() { # and says something of the first case's payments
	scripts/bank --answer "$U/DE" "$U/bank" >"$U/taken" || return
	awk -v ours="$(is DE ls payments | awk '/creditor/ { print $1 }')" '
	    BEGIN { n = split(ours, id, "\n"); for (i in id) our[id[i]] }
	    /OrgnlEndToEndId/ { split($0, p, /[<>]/); e = p[3] }
	    { sub(/<.TxSts>/, "&<StsRsnInf><Rsn><Cd>NARR</Cd></Rsn><AddtlInf>" \
		(e in our ? "Kardamomsperber" : "der andere") \
		"</AddtlInf></StsRsnInf>"); print }' "$U"/bank/pain002-*.xml \
	    >"$U/pain002.xml" && mv "$U/pain002.xml" "$U/DE/spool/drop"
}
end_task() { # with a note
	local t
	t=$(is DE ls tasks |
	    awk -v c="$c1" '$2 == c && /await-information/ { print $1; exit }')
	printf 'task,decision,note\n%s,done,Anisbussard weiß es\n' "$t" |
	    sheet DE caseworker ended
}
# What is said of people: corrected, kept from others or not, told later.
rectify() {
	sheet DE caseworker berichtigt <<-END && take || return
		case,person,field,value,reason,source
		$c1,debtor,family,Wiedehopf,Girlitz sagt es,subject
		$c1,debtor,street,Grauammergasse,Register,article-61
		$c1,applicant,street,Rua Dompfaff 7,Umzug,subject
	END
	sheet DE first geheim <<-END && take || return
		case,non_disclosure,reason
		$c1,yes,Sumpfmeise droht
	END
	sheet DE first nicht-geheim <<-END && take || return
		case,non_disclosure,reason
		$c1,no,Neuntöter ist fort
	END
	is DE subject defer "$c1" "$(date -u -d '+60 days' +%F)" Bluthänfling
}
ask() { # PERSON NAME [REASON]
	printf 'erase,reason\n%s,"%s"\n' "$c1" "${3-Frist um, Vorgang 12/26}" |
	    sheet DE "$1" "erase-$2"
}
refused() { # RULE [STATUS]: shredding is, for that
	is DE key shred "$c1" >"$U/said" 2>&1
	[ $? = "${2-65}" ] && grep "$1" "$U/said"
}
setting() { # YEARS
	sed -i '/^\[retention\]/,$d' "$conf"
	printf '[retention]\nyears = %s\n' "$1" >>"$conf"
}
listed() { # WHAT REGEX
	is DE ls "$1" | grep -E -- "$2"
}

claim "units of PT and DE are made" eval 'unit PT &&
    unit DE "s/^roles = caseworker/&, restricted/"'
printf '[person.me]\nuid = %s\nroles = caseworker\n' "$(id -u)" >>"$conf"
claim "two applications arrive" arrive
c1=$(case_of AC/2026/4711) c2=$(case_of AC/2026/4712)
n2=2026${c2##*-}
claim "both are answered, money comes in" answer_and_collect
claim "people in it are corrected, kept secret, told later" rectify
claim "some ask that it be erased" eval 'ask caseworker no &&
    ask first named "Frau QUINTAO ist tot" && take'
claim "a caseworker cannot" listed quarantine SHEET-PERSON
claim "a reason that names somebody is held" listed tasks \
    'row-held ERASE-REASON'
claim "so nobody has asked" refused "ERASE-PERSON: nobody"
claim "one person is not two" eval 'ask first 1 && take &&
    ask first 2 Nochmals && take && refused "ERASE-PERSON: one"'
claim "the other one asks" eval 'ask second 3 && take'
claim "it is to be kept for ten years" refused "ERASE-RETENTION.* $(
    date -d "+10 years" +%Y-)"
setting 0
claim "money that waits stands against it" refused ERASE-MONEY
claim "it is corrected, released and paid" correct_and_pay
claim "the bank answers, a task is ended" eval 'bank_answers && end_task && take'
claim "what the bank said is shown" eval \
    'is DE show "$c1" | grep Kardamomsperber'
claim "a message under way stands against it" refused ERASE-MESSAGE
claim "it arrives, and that is known" eval 'carry && run DE render && old 3'
claim "a word of it in quarantine stands against it" refused ERASE-QUARANTINE
cp -a "$U/DE" "$U/parcels"
claim "and is in a backup that is made now, and opens" eval \
    'is DE backup "$U/backup4" &&
    "$B/tests/tools/unseal" "$U/DE" spool/quarantine >"$U/a"'
rm -r "$U"/DE/spool/quarantine/*
claim "a hold does" eval 'is DE hold "$c1" "Klage" && refused ERASE-HOLD &&
    is DE hold --release "$c1"'
printf 'x' >"$U/DE/spool/drop/later" && "$BIN/intake" -r "$U/DE"
claim "and what waits to be recorded" refused "isupport run first" 75
take
claim "a stage that runs keeps it waiting" flock "$U/DE/spool/tmp/pay" bash -c \
    "'$BIN/isupport' -r '$U/DE' key shred $c1; [ \$? = 75 ]"
rm -rf "$U"/DE/spool/quarantine/*
setting 1
claim "a hold counts as an event: another year" refused ERASE-RETENTION
setting 0

# ---- it is done -------------------------------------------------------------
words=(PFEFFERSPECHT Nelkenreiher Silberdachs Zimtkauz zimtkauz Muskatfink
    Kardamomsperber Anisbussard Wiedehopf Girlitz Grauammer Dompfaff Sumpfmeise
    Neuntöter Bluthänfling "Zaunammer im Anhang mother" "Klage"
    AC/2026/4711 "318/20.7T8XYZ" "Tordesal Quint" Marisa Brandtner Probierstein
    "Tischlerei Probst" Schreiner 1988-02-11 1985-09-03 2014-03-09
    "Travessa do Moinho" "919 000 123" marisa.tordesal
    "$(xmllint --xpath "string(//*[local-name()='IBAN'])" \
	scripts/demo-data/mother/form.xml)")
opened() { # KEYS STORE: all that these keys open
	"$B/tests/tools/opened" "$1" "$2" >"$U/opened"
}
all_in() { # FILE...: each word stands somewhere in them
	local w
	for w in "${words[@]}"; do
		grep -qaF -- "$w" "$@" || { echo "no $w"; return 1; }
	done
}
none_in() { # FILE|FOLDER...
	local w
	for w in "${words[@]}"; do
		! grep -raF -- "$w" "$@" | cut -c1-200 | grep -a . || return 1
	done
}
totals() { # of all cases, without their states
	is DE ls cases | sed -E 's/ [^=]*( debt=)/\1/'
}
others() { # what the dump has of the other case
	grep -aE "\"case_number\":${n2}[,}]|\"$c2\"" "$1" |
	    grep -avE '^document |"kind":"bank-status"'
}
cp -a "$U/DE" "$U/before"
is DE dump >"$U/dump.before"
totals >"$U/totals"
opened "$U/DE/keys" "$U/DE/store"
claim "its words are there, before" all_in "$U/opened"
claim "in the last backup, too" eval 'opened "$U/DE/keys" "$U/old3" &&
    all_in "$U/opened" <(echo Klage)'
claim "there are pages, a folder and files" eval 'ls "$U/DE/spool/desk/$c1".* \
    "$U/DE/spool/desk/restricted/$c1"* "$ecodex"/iSupport_outgoing/* &&
    test "$(ls "$U/DE/store/files" | wc -l)" = 5'
printf 'x' >"$U/DE/spool/drop/broken"
claim "something else is in quarantine" eval \
    'take && ls "$U/DE/spool/quarantine" | grep .'
claim "it is shredded" eval 'is DE key shred "$c1" >"$U/said"'
claim "it says so, and what others still have" eval \
    'grep "^$c1 erased" "$U/said" && grep iSupport_incoming "$U/said"'
rm -rf "$ecodex/iSupport_incoming"/*
claim "to do it again changes nothing" eval 'is DE dump >"$U/a" &&
    is DE key shred "$c1" && is DE dump | cmp "$U/a" -'
opened "$U/DE/keys" "$U/DE/store"
claim "everything opens" grep -ax "= shut 0" "$U/opened"
claim "no word of it is in the store" none_in "$U/opened"
claim "nor at rest" none_in "$U/DE/store" "$U/DE/keys" "$U/DE/sent" "$U/DE/log"
claim "nor in the spool" none_in "$U/DE/spool"
for i in 1 2 3; do
	opened "$U/DE/keys" "$U/old$i"
	claim "with today's keys not in backup $i" none_in "$U/opened"
	claim "of which the rest opens" eval \
	    'grep -a "^= shut [1-9]" "$U/opened" && grep -qaF "$c2" "$U/opened"'
	if [ "$i" != 1 ]; then
		claim "the other one's rows among it" grep -qa "andere" \
		    "$U/opened"
	fi
done
claim "of the files the other one's are left, and one was cut" eval \
    'test "$(ls "$U/DE/store/files" | wc -l)" = 3'
claim "no page of it is left" eval '! ls -R "$U/DE/spool/desk" | grep "^$c1"'
claim "the pages of the other one are" ls "$U/DE/spool/desk/$c2.en.html"
claim "of the folders that left its own are gone" eval \
    'test "$(ls "$ecodex/iSupport_outgoing" | wc -l)" = 2'
claim "the totals are as they were" eval 'totals | cmp "$U/totals" -'
claim "the chain of changes is whole" is DE audit verify
claim "all that is held is right" is DE fsck
claim "a rebuild gives the same" twice DE
claim "of the other case nothing was touched" eval \
    'is DE dump >"$U/dump.after" && diff <(others "$U/dump.before") \
    <(others "$U/dump.after")'
claim "its rows of the sheets stand, of all there were" test \
    "$(opened "$U/DE/keys" "$U/DE/store" && grep -aoE \
	'die (dritte|andere Notiz)|OTHER-[0-9]+[,;]' "$U/opened" |
	sort -u | wc -l)" = 23
claim "the list says that it was erased" listed cases "^$c1 .* erased "
claim "the proof has both reasons and who asked" eval \
    'is DE show "$c1" >"$U/a" && grep "reason: Nochmals" "$U/a" &&
    grep "person: second" "$U/a" && grep "finished_at: " "$U/a"'

# ---- an older backup is put back --------------------------------------------
# To a copy, which nothing has left since backup 3.
proof() { # UNIT CASE: who asked, and what went
	is "$1" --json show "$2" | jq -S '.case.erasure | del(.finished_at)'
}
rows() { # UNIT: those of sheets, but for what is of the erased case
	opened "$U/$1/keys" "$U/$1/store"
	grep -aoE 'die (dritte|andere Notiz)|OTHER-[0-9]+[,;]' "$U/opened" |
	    sort -u
}
put_back() { # UNIT N CASE...: backup N to a copy; it knows that these are erased
	local c n=$2
	rm -rf "$U/back" && cp -a "$U/$1" "$U/back" &&
	    is back restore "$U/backup$n" >/dev/null || return
	shift 2
	is back fsck >"$U/faults"
	grep -q "^KEYS-ERASED journal .*isupport reconcile" "$U/faults" &&
	    ! grep "restore the keys" "$U/faults" || return
	is back reconcile >"$U/said" || { cat "$U/said"; return 1; }
	for c; do
		grep "^erased: case $c, after the backup" "$U/said" || return
	done
}
whole() { # UNIT CASE...: all that is held is right; these are erased as there
	local c from=$1
	shift
	is back fsck && is back audit verify >/dev/null && twice back &&
	    go back && is back fsck || return
	for c; do
		is back ls cases | grep "^$c .* erased " || return
		diff <(proof "$from" "$c") <(proof back "$c") || return
		! find "$U/back/spool/desk" -name "$c*" | grep . || return
	done
	opened "$U/back/keys" "$U/back/store"
	grep -ax "= shut 0" "$U/opened"
}
claim "a note of it stands in sent" eval \
    'find "$U/DE/sent/erased" -type f | grep "/$c1-[0-9]*$"'
for i in 1 2 3; do
	claim "backup $i is put back: it is erased again" put_back DE "$i" "$c1"
	claim "all that is then held is right" whole DE "$c1"
	claim "no word of it came back" none_in "$U/opened" "$U/back/store" \
	    "$U/back/sent" "$U/back/spool/desk"
	claim "the other one is there" eval \
	    'is back show "$c2" && grep -qaF "$c2" "$U/opened"'
done
claim "there are no faults, in the last" is back fsck
rows DE >"$U/rows"
claim "all totals are as they were, in the last" eval '
    is back ls cases | sed -E "s/ [^=]*( debt=)/\1/" | cmp "$U/totals" -'
claim "and the other one's rows of the sheets" eval 'rows back | cmp "$U/rows" -'
claim "to reconcile again is not needed" eval 'is back reconcile; test $? = 65'
claim "it is not erased twice" eval 'is back dump >"$U/a" &&
    is back key shred "$c1" && is back dump | cmp "$U/a" -'

# What waited when a backup was made was under the key of the spool.
unseals() { # ROOT: its parcels in quarantine, with today's keys
	mkdir -p "$U/now" && ln -sfn "$U/DE/keys" "$U/now/keys" &&
	    ln -sfn "$1/spool" "$U/now/spool" &&
	    "$B/tests/tools/unseal" "$U/now" spool/quarantine
}
claim "with today's keys no parcel of an older backup opens" eval '
    for i in 3 4; do ls "$U/backup$i/spool/quarantine" | grep . &&
    ! unseals "$U/backup$i" || exit; done'
rm -rf "$U/back" && cp -a "$U/DE" "$U/back"
ls "$U/DE/spool/quarantine" >"$U/had"
claim "put back, it says which do not come" eval '
    is back restore "$U/backup4" >"$U/said" &&
    grep "erased with a case" "$U/said" &&
    for p in $(ls "$U/backup4/spool/quarantine"); do
    grep -x "$p" "$U/said" || exit; done'
claim "and they do not" eval \
    'ls "$U/back/spool/quarantine" | diff "$U/had" -'
claim "what stood in quarantine meanwhile opens" eval \
    '"$B/tests/tools/unseal" "$U/DE" spool/quarantine | grep "^parcel "'

# What is left of a sheet got a key with the first erasure, another with this.
cp -a "$U/DE" "$U/two"
for p in first second; do
	cp "$U/.keys/DE.$p" "$U/.keys/two.$p"
done
claim "the other one is erased, too" eval '
    for p in first second; do
	printf "erase,reason\n%s,Vorgang 13/26\n" "$c2" |
	    sheet two "$p" "erase-$p" || exit
    done; run two && is two key shred "$c2"'
for i in 2 3; do
	claim "backup $i is put back: both are erased again" \
	    put_back two "$i" "$c1" "$c2"
	claim "all that is then held is right" whole two "$c1" "$c2"
	claim "with all their money" is back fsck
	claim "no word came back" none_in "$U/opened" "$U/back/store" "$U/back/sent"
	claim "nor of the other one" eval \
	    '! grep -qaE "die andere (Zeile|Notiz)|die dritte" "$U/opened"'
done

# ---- and afterwards ----------------------------------------------------------
sheet DE finance late <<END
reference,case,date,amount,currency,source,mode
LATE-1,$c1,$day,5.00,EUR,voluntary,collected
LATE-2,AC/2026/4711,$day,6.00,EUR,voluntary,collected
END
printf 'case,complete\n%s,yes\n' "$c1" | sheet DE caseworker late-answer
claim "what names it later is recorded" eval 'ask first late Spät && run DE render'
claim "money for it is held" eval 'listed tasks "collection-held ERASED" &&
    listed tasks "collection-held SHEET-CASE"'
claim "an answer, and a wish to erase it, too" test \
    "$(listed tasks "row-held ERASED" | wc -l)" = 2
claim "it makes no page again" eval '! ls "$U/DE/spool/desk" | grep "^$c1"'
claim "it cannot be held" eval 'is DE hold "$c1" x; test $? = 65'
claim "its message cannot be sent again" eval \
    'is DE resend 1000001DE || is DE resend 1000002DE || test $? = 65'
claim "a rebuild still gives the same" twice DE

# ---- killed anywhere ---------------------------------------------------------
killed() { # CHECK UNIT COMMAND...
	local sample=(-n 4)
	[ -z "$ALL" ] || sample=()
	ISUPPORT_NOW=$(date -u +%Y-%m-%dT%H:%M:%SZ) tests/tools/killed \
	    "${sample[@]}" -c "$1" "$U/$2" \
	    "$BIN/isupport" -r @ "${@:3}" | tee "$U/killed"
}
older() {
	cp -a "$U/two" "$U/older" && tests/tools/fewkeys "$U/older" &&
	    tests/tools/fewkeys "$U/before" &&
	    is older restore "$U/backup2" >/dev/null
}
claim "of the keys that wait one is left" older
# shellcheck disable=SC2016 # for the script
# A dump is on record: of a copy, so that it changes nothing.
printf '#!/bin/sh\ncp -a "$1" "$1.seen" && "%s" -r "$1.seen" dump >/dev/null\n' \
    "$BIN/isupport" >"$U/opens"
chmod +x "$U/opens"
if [ -n "${SANITIZED-}" ] || ! strace -qq -o /dev/null true 2>/dev/null; then
	skip "killed and run again it ends as if undisturbed" "no strace here"
	skip "so does what erases both in an older store" "no strace here"
else
	claim "killed and run again it ends as if undisturbed" \
	    killed "$U/opens" before key shred "$c1"
	echo "# $(tail -n 1 "$U/killed")"
	claim "so does what erases both in an older store" \
	    killed true older reconcile
	echo "# $(tail -n 1 "$U/killed")"
fi
done_testing
