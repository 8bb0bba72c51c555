#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# after: demo
# Restricted parts: who read them is on record, and who may not does not;
# non-disclosure is unset by a named official with a reason alone.  What is
# held on a person is told to that person, corrected with a trail, and the
# debtor is told later where that was decided.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate record render
[ -e "$B/demo/.told" ] || skip_all "no demonstration in $B/demo"
scratch
R=$tmp/DE
cp -a "$B/demo/DE" "$R"
sed -i -E 's/^(quiet_.*) = .*/\1 = 0/' "$R/isupport.conf"

isupport() { "$BIN/isupport" -r "$R" "$@"; }
me() { # ROLES [NAME]: who runs this test has these
	sed -i '/^\[person.me\]/,$d' "$R/isupport.conf"
	printf '[person.me]\nuid = %s\nroles = %s\nname = %s\n' "$(id -u)" \
	    "$1" "${2-}" >>"$R/isupport.conf"
}
status() { # N COMMAND...
	local n=$1
	shift
	"$@" >"$tmp/out" 2>"$tmp/err"
	[ $? = "$n" ]
}
n=0
sheet() { # CSV on stdin, dropped and taken
	local s
	n=$((n + 1))
	cat >"$R/spool/drop/s$n.csv"
	for s in intake validate record; do
		"$BIN/$s" -r "$R" >"$tmp/out" 2>>"$tmp/log" || [ $? = 65 ] ||
			return 1
	done
}
task() { isupport ls tasks | grep -E -- "$1"; }
no_task() { ! task "$1"; }
quarantined() { # N RULE: so many parcels
	[ "$(isupport ls quarantine | grep -cF -- "$2")" = "$1" ]
}
case_of() { isupport show "$1" --json | jq -r "$2"; }
audit() { isupport dump audit | sed 's/^audit [^ ]* //'; }
reads() { # ACTOR WHAT DB: keys that were read
	audit | jq -r --arg a "$1" --arg w "$2" --arg d "$3" 'select(.actor ==
	    $a and .what == $w) | .writes[] | select(.read and .db == $d).key'
}
twice() {
	isupport dump >"$tmp/a" && isupport rebuild &&
		isupport dump >"$tmp/b" && cmp "$tmp/a" "$tmp/b"
}
mother=$(case_of AC/2026/4711 .case.id)
brazil=$(case_of BR-ALIM-2026/0815 .case.id)
canary=joana.pirapora@correio.example
key=$(printf '%016x' "$(case_of "$brazil" .case.number)")

# ---- what was read ---------------------------------------------------------
claim "a page of what is restricted: its reading is on record" \
    grep -qx "$key" <(reads render 'restricted pages' restricted)
claim "one record for the cases of a run" jq -es '[.[] | select(.what ==
    "restricted pages")] | any(.writes | length > 1)' <(audit)
claim "so is what a payment is made of" \
    grep -q . <(reads pay batch restricted)
claim "and the file that is made of it" grep -q . <(reads pay written payrow)
claim "and the form that goes to the other authority" grep -q . <(
    "$BIN/isupport" -r "$B/demo/PT" dump audit | sed 's/^audit [^ ]* //' |
    jq -r 'select(.what == "dispatched").writes[] |
	select(.read and .db == "document").key')
records=$(audit | wc -l)
claim "a dump is on record" isupport dump
claim "as one read" test "$(audit | wc -l)" = $((records + 1))
claim "which names the databases" jq -es 'last | .what == "dump store" and
    .writes == [{db: "restricted", read: true}]' <(audit)
claim "to look at a case is none" status 0 isupport show "$brazil"
claim "and shows nothing of it" test -z "$(grep -F "$canary" "$tmp/out")"
records=$(audit | wc -l)
claim "who is nobody here sees no restricted part" \
    status 77 isupport show --restricted "$brazil"
me caseworker
claim "nor does a caseworker" status 77 isupport show --restricted "$brazil"
claim "who is told why" grep -q 'me has not the role restricted' "$tmp/err"
claim "nothing was read" test "$(audit | wc -l)" = "$records"
me 'caseworker, restricted'
claim "who has the role does" status 0 isupport show --restricted "$brazil"
claim "all of it" grep -qF "$canary" "$tmp/out"
claim "and is on record, with the case" \
    test "$(reads me 'show restricted' restricted)" = "$key"
claim "the folder of restricted pages is open to nobody" \
    test "$(stat -c %a "$R/spool/desk/restricted")" = 700
claim "each of them stands there" test "$(find "$R/spool/desk" \
    -name '*-restricted.*' | grep -vc /restricted/)" = 0

# ---- non-disclosure --------------------------------------------------------
flag() { [ "$(case_of "$mother" '.case.non_disclosure // false')" = "$1" ]; }
on=case,non_disclosure,reason
sheet <<<"$on
$mother,yes,"
claim "a caseworker does not set non-disclosure" flag false
claim "the sheet is refused" quarantined 1 SHEET-PERSON
me supervisor
sheet <<<"$on
$mother,Yes,"
claim "a supervisor sets it" flag true
claim "it is put before a person" task "$mother non-disclosure R-610"
sheet <<<"$on
$mother,no,"
claim "without a reason it is not unset" flag true
claim "the row is held" task 'row-held SHEET-MISSING'
sheet <<<"$on
$mother,no,no danger any more"
claim "nor by an official without a name" flag true
claim "which says so" task 'row-held DISCLOSURE-OFFICIAL'
me supervisor 'Petra Zeisig'
sheet <<<"$on
$mother,no,the court has lifted it"
claim "a named official unsets it, with a reason" flag false
claim "both are kept" jq -e '.case.disclosures | length == 2 and
    .[0].on and (.[1] | .on | not) and .[1].name == "Petra Zeisig" and
    .[1].by == "me" and .[1].reason == "the court has lifted it"' \
    <(isupport show "$mother" --json)
claim "the task is done" no_task "$mother non-disclosure"
sheet <<<"$on
$mother,Yes,"
claim "what protects somebody is done as often as it is said" flag true
sheet <<<"$on
$mother,no,the court has lifted it"
claim "what does not, once" flag true
sheet <<<"$on
$mother,no,lifted by the higher court"
claim "of a message that set it, which did" jq -e '.case.disclosures[0] |
    .on and .by == "BR" and .message == "1000001BR"' \
    <(isupport show "$brazil" --json)

# ---- corrections -----------------------------------------------------------
came() { isupport dump | grep -a '^document ' | grep -av '"role":"sheet"'; }
came >"$tmp/came"
to=case,person,field,value,reason,source
me caseworker 'Karl Amsel'
sheet <<<"$to
$mother,debtor,family,Brandner,misspelt,subject
$mother,child 2,born,2017-08-31,birth certificate,
$mother,child-9,born,2017-08-31,there is none,
$mother,child 1,street,Nebenweg,not held,
$mother,debtor,born,1985-13-01,no date,
$mother,applicant,street,Rua Nova,moved,subject
$mother,child 1,given,Lea,from an employer,article-61
$mother,debtor,street,Geheimgasse,register of residents,article-61"
claim "a name is corrected" test "$(case_of "$mother" \
    '.case.application | .debtor.family + .defendant.family')" = \
    BrandnerBrandner
claim "a child's day of birth" test "$(case_of "$mother" \
    '.case.application.beneficiaries[1].person.born')" = 2017-08-31
claim "the trail says what it was" jq -e '.case.corrections[0] |
    .old == "Brandtner" and .value == "Brandner" and .by == "me" and
    .reason == "misspelt" and .source == "subject"' \
    <(isupport show "$mother" --json)
claim "no such person, field" test "$(task 'row-held SUBJECT' | wc -l)" = 2
claim "no such day" task 'row-held SHEET-DATE'
claim "what is restricted is not for every caseworker" task 'row-held R-608'
claim "Article 61 is on the debtor" task 'row-held R-607'
me 'caseworker, restricted'
sheet <<<"$to
$mother,applicant,street,Rua Nova 99,moved,subject"
claim "who has the role corrects it" grep -q 'Rua Nova 99' \
    <(isupport show --restricted "$mother")
claim "it stands nowhere else" test -z "$(isupport dump |
    grep -a 'Rua Nova 99' | grep -avE '^(restricted|document|journal) ')"
claim "the trail does not say it" jq -e '.case.corrections[-1] |
    .restricted and .field == "street" and (has("value") | not)' \
    <(isupport show "$mother" --json)
claim "a rebuild gives the same dump" twice
claim "the documents stay as they came" cmp "$tmp/came" <(came)

# ---- what is told ----------------------------------------------------------
export_of() { isupport subject export "$@" --json; }
claim "the cases that name somebody are found" \
    grep -qx "$mother debtor" <(isupport subject find brandner 1985-09-03)
claim "on another day nobody is" test -z \
    "$(isupport subject find brandner 1985-09-04)"
claim "the debtor is told what is held" jq -e '.person.family == "Brandner"
    and .contacts[0].address.street == "Geheimgasse" and
    .corrections[0].old == "Brandtner"' <(export_of "$mother" debtor)
claim "and not where the applicant lives" test -z "$(export_of "$mother" \
    debtor | grep -E 'Moinho|Rua Nova|PT5000|marisa')"
claim "the applicant is told what is restricted" grep -q 'Rua Nova 99' \
    <(export_of "$mother" creditor)
claim "but not what authorities told of the debtor" test -z \
    "$(export_of "$mother" applicant | grep Geheimgasse)"
claim "only that they did" jq -e '.withheld[] | select(.what ==
    "information of authorities on the debtor").count == 1' <(export_of "$mother" applicant)
claim "as text, amounts as they are said" grep -q 'total: 4350.00 EUR' \
    <(isupport subject export "$mother" child-1)
claim "with the role" grep -q 'role: child-1' \
    <(isupport subject export "$mother" child-1)
claim "nobody else is a person of the case" \
    status 65 isupport subject export "$mother" 'child 7'
claim "each export is an event" test "$(isupport dump |
    grep -ac '"kind":"subject-export"')" = 7
me caseworker
claim "the applicant's needs the role" \
    status 77 isupport subject export "$mother" applicant
me finance
claim "others are not for finance" \
    status 77 isupport subject export "$mother" debtor

# ---- deferral --------------------------------------------------------------
me caseworker
later() { date -d "$(date +%F) +$1 days" +%F; }
claim "not for more than 90 days" \
    status 65 isupport subject defer "$mother" "$(later 92)" risk
claim "not without a reason" \
    status 65 isupport subject defer "$mother" "$(later 60)" ''
claim "not under the Convention" \
    status 65 isupport subject defer "$brazil" "$(later 60)" risk
claim "the debtor is to be told later" \
    isupport subject defer "$mother" "$(later 60)" 'may move assets'
claim "which is a task of that day" \
    task "$mother notify-subject R-410 $(later 60)"
claim "and again, for the 90 days of the first time" \
    isupport subject defer "$mother" "$(later 80)" 'may move assets'
claim "of which one task is left" test "$(task notify-subject | wc -l)" = 1
claim "until then nothing is exported" \
    status 65 isupport subject export "$mother" debtor
claim "which says until when" grep -q "R-410.*$(later 80)" "$tmp/err"
claim "nor does a caseworker's word help" \
    status 65 isupport subject export -o asked "$mother" debtor
claim "to others it is nothing" \
    status 0 isupport subject export "$mother" 'child 1'
me supervisor
claim "a supervisor gives a reason" \
    status 0 isupport subject export -o 'court order' "$mother" debtor
claim "that is kept" grep -aq '"text":"court order"' <(isupport dump)
isupport run -d "$(later 81)" >>"$tmp/log" 2>&1
claim "when the day has passed, the task is overdue" \
    task 'notify-subject .* OVERDUE'
export ISUPPORT_NOW
ISUPPORT_NOW=$(later 81)T12:00:00Z
claim "and the export is free" \
    status 0 isupport subject export "$mother" debtor
unset ISUPPORT_NOW

# ---- all of it -------------------------------------------------------------
page() { grep -q -- "$1" "$R/spool/desk/$mother.en.html"; }
claim "the dossier shows who unset it, and why" \
    page 'the court has lifted it'
claim "what was corrected" page 'corrected, see below'
claim "until when the debtor is not told" page 'may move assets'
claim "a rebuild gives the same dump" twice
claim "the chain of changes is whole" isupport audit verify
sed -i '/^\[person.me\]/,$d' "$R/isupport.conf"
sheet <<<"$on
$mother,yes,by nobody"
claim "a sheet of nobody's is refused" quarantined 2 SHEET-PERSON
done_testing
