#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# The demonstration is a scenario test: it is played once in $B/demo, each step
# of the story is asserted, and told again it changes nothing.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate record remind dispatch pay render
D=$B/demo

play() {
	[ -e "$D/.told" ] || { rm -rf "$D"; scripts/demo "$D"; }
}
lists() { # UNIT WHAT REGEX: a line of `isupport ls` that looks so
	"$BIN/isupport" -r "$D/$1" ls "$2" | grep -E -- "$3"
}
counts() { # UNIT WHAT REGEX N
	[ "$("$BIN/isupport" -r "$D/$1" ls "$2" | grep -cE -- "$3")" = "$4" ]
}
page() { # UNIT PAGE REGEX
	# shellcheck disable=SC2086 # the page may be a pattern
	grep -qE -- "$3" "$D/$1/spool/desk/"$2
}
rebuilt() { # UNIT: a rebuild gives the same dump
	rm -rf "$B/demo-rebuild"
	cp -a "$D/$1" "$B/demo-rebuild"
	"$BIN/isupport" -r "$B/demo-rebuild" dump >"$B/demo-rebuild.a" &&
	"$BIN/isupport" -r "$B/demo-rebuild" rebuild &&
	"$BIN/isupport" -r "$B/demo-rebuild" dump >"$B/demo-rebuild.b" &&
	cmp "$B/demo-rebuild.a" "$B/demo-rebuild.b"
}
again() { # UNIT SENDER FORM: two folders of the same id
	(cd "$D/$1/spool/ecodex/iSupport_incoming" &&
	grep -rlF "<cdTypeForm>$3<" --include=header.xml . |
		grep -E "^\./$2_[0-9A-Z]+-r1/" | while read -r f; do
		test -e "${f%-r1/*}/header.xml" &&
			cmp <(grep -v HashCode "$f") \
			    <(grep -v HashCode "${f%-r1/*}/header.xml") &&
			echo same
	done | grep -q same)
}
overdue() { # UNIT: past the deadline, in a copy
	rm -rf "$B/demo-late"
	cp -a "$D/$1" "$B/demo-late"
	"$BIN/isupport" -r "$B/demo-late" run -d 2031-01-31
	"$BIN/isupport" -r "$B/demo-late" ls tasks | grep OVERDUE
}

named() { # UNIT: of each task with a case's number the id is there
	"$BIN/isupport" -r "$D/$1" ls tasks --json |
		jq -es 'map(select(.case_number)) |
		    length > 3 and all(.case_id // "" | test("^DE-"))'
}

claim "the story is told to its end" play
claim "PT sent two applications under the Regulation" \
    counts PT cases 'requesting DE EU4-2009 C-B (acknowledged|information)' 2
claim "BR sent one under the Convention" \
    lists BR cases 'requesting DE HCCH2007 C-A acknowledged'
claim "DE opened three cases" counts DE cases 'requested-by' 3
claim "a missing document is a task, not a refusal" \
    lists DE tasks 'finding R-304'
claim "non-disclosure is put before a person, once" \
    counts DE tasks ' R-610 ' 1
claim "what is awaited is not said to be late" \
    page DE worklist.en.html 'to supply it by this day'
claim "status reports are due" counts DE tasks 'status-report R-402 20' 3
claim "E8 and H2 were retrieved by the other side" \
    counts DE messages 'out .* (E8|H2) .* retrieved' 3
claim "an unknown case is held" \
    lists DE tasks 'collection-held SHEET-CASE'
claim "a malformed row is held alone" lists DE tasks 'row-held SHEET-DATE'
claim "enforcement before a title is held" \
    lists DE tasks 'collection-held LEDGER-ENFORCEABLE'
claim "the debt falls by what was collected" \
    lists DE cases 'debt=3900.00EUR .*collected=400.00EUR monitored=50.00EUR'
claim "the debt stays in the currency of the decision" \
    lists DE cases 'debt=16662.98BRL collected=300.00EUR'
claim "both sides have the same debts" \
    lists BR cases 'debt=16662.98BRL'
claim "one payment is accepted" lists DE payments '^DE.*-1 400.00EUR creditor accepted'
claim "one is rejected, with the reason" \
    lists DE payments '^DE.*-1 250.00EUR body rejected .* AC04'
claim "its next attempt waits for a person" \
    lists DE payments '^DE.*-2 250.00EUR body held'
claim "the case's page has it among the payments" \
    page DE 'DE-2026-*.en.html' \
    '<th scope="row"><span class="code">DE[0-9A-Z]*-2<'
claim "each task of a case names the case" named DE
claim "the rejection is told in plain words" \
    page DE 'DE-2026-*.en.html' '[Cc]losed'
claim "the correction takes the announcement back" \
    lists PT cases 'debt=2450.00EUR collected=250.00EUR announced=0.00EUR'
claim "what arrived is confirmed" \
    lists PT cases 'announced=0.00EUR .*received=400.00EUR'
claim "what arrived short is confirmed with its reason" \
    lists DE tasks 'difference'
claim "a broken message is kept and put before a person" \
    counts DE tasks 'MESSAGE-SIGNATURE' 1
claim "its sender, who never sent it, has a task" \
    counts BR tasks 'resend MESSAGE-SIGNATURE .* 9999999BR' 1
claim "one that was damaged on its way is kept as it came" \
    lists DE messages 'in .*BR PC .* FILE-SIGNATURE'
claim "it came again, whole" lists DE messages 'in .*BR PC .* received'
claim "in a folder of its own, with the same id" again DE BR PC
claim "of it nothing is left to do" counts DE tasks 'FILE-SIGNATURE' 0
claim "nor for its sender" counts BR tasks 'resend FILE-SIGNATURE' 0
claim "who knows that it arrived" lists BR messages 'out .*BR PC .* retrieved'
claim "the mended form went its way" \
    counts PT cases 'requesting DE' 3
claim "nothing is left in quarantine" counts PT quarantine . 0
for u in PT DE BR; do
	claim "$u: a rebuild from the journal gives the same dump" rebuilt $u
done
claim "DE: a deadline that passed is overdue" overdue DE
claim "PT: and there too" overdue PT
claim "told again, nothing changes but logs" scripts/demo "$D"
done_testing
