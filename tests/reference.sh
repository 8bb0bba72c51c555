#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# Several cases have one reference: of one authority, and of two that count
# alike.  What names them by it is told to a person, and changes nothing.
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
ref=2026/77

application() { # UNIT STORY REFERENCE PLACE: of a child born there
	local f
	mkdir "$U/.drop" && cp scripts/demo-data/"$2"/*.xml "$U/.drop" || return
	for f in "$U"/.drop/*.xml; do
		sed -i "s!AC/2026/4711!$3!; s!BR-ALIM-2026/0815!$3!
		    s!<GivenNames>!&$4 !" "$f"
	done
	scripts/demo-data/makepdf -f "$U/.drop/form.xml" &&
	    drop "$1" operator "a-$4" form.xml
}
arrive() {
	application PT mother "$ref" Lisboa && application PT mother "$ref" Porto &&
	    application PT mother 2026/78 Faro && application BR brazil "$ref" Rio ||
	    return
	local u
	for u in PT BR; do
		go "$u" && approve "$u" first all && go "$u" || return
	done
	scripts/gateway --once --delay 0 "$U/PT" "$U/DE" >>"$U/log" 2>&1 &&
	    scripts/gateway --once --delay 0 "$U/BR" "$U/DE" >>"$U/log" 2>&1 &&
	    go DE
}
collect() { # NAME CASE AMOUNT
	sheet DE finance "$1" <<<"reference,case,date,amount,currency,source,mode
$1,$2,$day,$3,EUR,voluntary,collected" && go DE
}
tasks() { # N REGEX: so many that look so
	is DE ls tasks
	[ "$(is DE ls tasks | grep -cE -- "$2")" = "$1" ]
}
called() { # UNIT REFERENCE: our numbers of the cases that are called so
	local id
	for id in $(is "$1" ls cases | cut -d' ' -f1); do
		is "$1" --json show "$id" | jq -r --arg r "$2" 'select(
		    .case | .reference == $r or .other_reference == $r).case.id'
	done | paste -sd,
}
several() { # UNIT COMMAND...: it ends with 65, and names our numbers
	is "$@" >"$U/out" 2>&1
	[ $? = 65 ] || return
	grep "CASE-SEVERAL: .*: $(called "$1" "$ref" | sed 's/,/, /g'); " "$U/out"
}
state() { # all but what was dropped, and the tasks
	is DE dump store |
	    grep -aE '^(case|restricted|ledger|payment|message) '
}
text() { # REGEX: of the task of a row or item
	is DE --json ls tasks | jq -r 'select(.rule == "CASE-SEVERAL").text' |
	    grep -cE -- "$1"
}
unchanged() { # all but what was dropped, and the tasks
	state >"$U/now"
	cmp "$U/before" "$U/now"
}

claim "units of PT, BR and DE are made" eval 'unit PT && unit BR && unit DE'
claim "three cases have one reference, a fourth another" eval \
    'arrive && [ "$(is DE ls cases | wc -l)" = 4 ]'
state >"$U/before"
IFS=, read -ra case < <(called DE "$ref")
other=$(called DE 2026/78)
claim "they have four numbers of ours" eval '[ ${#case[@]} = 3 ] &&
    [ -n "$other" ] && [ -s "$U/before" ]'
twice_here() { # UNIT N
	[ "$(is "$1" ls tasks | grep -c "finding CASE-TWICE")" = "$2" ]
}
claim "the second one of the same authority is told, here" twice_here DE 1
claim "as where they were made" eval 'twice_here PT 1 && twice_here BR 0'
ids="${case[0]}, ${case[1]}, ${case[2]}"
# Two of the three are PT's.
mapfile -t pt < <(is DE ls cases | grep ' requested-by PT ' | cut -d' ' -f1 |
    grep -v "$other")

# ---- nothing is done by it ---------------------------------------------------
claim "money for it is held" eval 'collect M1 "$ref" 10.00 &&
    tasks 1 "collection-held CASE-SEVERAL"'
claim "and the task names our numbers of them" text "$ids"
claim "the same in another sheet changes nothing" eval \
    'sheet DE finance again <<<"reference,case,date,amount,currency,source,mode,note
M1,$ref,$day,10.00,EUR,voluntary,collected,again" && go DE &&
    tasks 1 "collection-held CASE-SEVERAL"'
printf 'case,complete\n%s,yes\n' "$ref" | sheet DE caseworker answer
printf 'erase,reason\n%s,Aufbewahrung beendet\n' "$ref" | sheet DE first erase
printf 'case,non_disclosure\n%s,yes\n' "$ref" | sheet DE first secret
printf 'case,person,field,value,reason\n%s,debtor,given,Geheimwert,x\n' "$ref" |
    sheet DE caseworker correct
claim "answer, erase, disclosure and rectification are held" eval \
    'go DE && tasks 4 "row-held CASE-SEVERAL"'
claim "with our numbers" test "$(text "$ids")" = 5
claim "and the value that was to be is not with the task" eval \
    '! is DE dump task journal | grep -a Geheimwert'
claim "no case has changed" unchanged
claim "show does not choose" several DE show "$ref"
claim "nor hold" several DE hold "$ref" Klage
claim "nor shred" several DE key shred "$ref"
claim "nor export" eval 'several DE subject export "$ref" debtor ||
    grep PERMISSION "$U/out"'
claim "PT has given one reference twice, and is told so" several PT show "$ref"
claim "no case has changed by that" unchanged

# ---- what is not ambiguous ---------------------------------------------------
claim "the other reference is of one case" test "$other" = \
    "$(is DE --json show 2026/78 | jq -r .case.id)"
claim "the row with our number is booked" eval 'collect M1 "${pt[0]}" 10.00 &&
    is DE ls cases | grep "${pt[0]}.*collected=10.00EUR" &&
    tasks 0 "collection-held"'
claim "an answer finds its case by its thread" eval \
    'printf "case,complete\n%s,yes\n" "${pt[1]}" | sheet DE caseworker a2 &&
    go DE && approve DE first a2 && go DE &&
    scripts/gateway --once --delay 0 "$U/PT" "$U/DE" >>"$U/log" 2>&1 && go PT &&
    [ "$(is PT ls cases | grep -c " acknowledged ")" = 1 ]'
claim "money for the third is booked by its own reference" eval \
    'collect M3 2026/78 7.00 && is DE ls cases | grep "$other.*7.00EUR"'

# ---- our own number is always our case ----------------------------------------
claim "PT calls one of its cases as we call another" eval \
    'application PT mother "$other" Beja && go PT && approve PT first b &&
    go PT && scripts/gateway --once --delay 0 "$U/PT" "$U/DE" >>"$U/log" 2>&1 &&
    go DE && [ "$(is DE ls cases | wc -l)" = 5 ]'
claim "money for our number is booked there" eval \
    'collect M4 "$other" 5.00 && is DE ls cases |
    grep "$other.*collected=12.00EUR"'

claim "all that is held is right" is DE fsck
claim "DE: a rebuild gives the same dump" twice DE
claim "PT: a rebuild gives the same dump" twice PT

# ---- erased -------------------------------------------------------------------
printf '[retention]\nyears = 0\n' >>"$U/DE/isupport.conf"
claim "two of the three are erased" eval 'for i in ${case[*]}; do
    [ "$i" != "${pt[0]}" ] || continue
    for p in first second; do
	printf "erase,reason\n%s,Aufbewahrung beendet\n" "$i" |
	    sheet DE "$p" "erase-$p-$i" || exit
    done; go DE && is DE key shred "$i" || exit; done'
claim "the one that is left is found by the reference" test "${pt[0]}" = \
    "$(is DE --json show "$ref" | jq -r .case.id)"
claim "and money for it is booked" eval 'collect M5 "$ref" 3.00 &&
    is DE ls cases | grep "${pt[0]}.*collected=13.00EUR"'
claim "all that is held is right then" is DE fsck
claim "a rebuild still gives the same dump" twice DE
done_testing
