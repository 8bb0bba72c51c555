#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# after: demo
# Personal data stand only in what is meant for people and banks: after the
# demonstration, no name, birth date, address or account number of its people
# is found at rest, on the way to another authority, in a log or in a file
# name.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
demo=${DEMO:-$B/demo}
ls -d "$demo"/*/store >/dev/null 2>&1 || skip_all "no demonstration in $demo"

mapfile -t roots < <(ls -d "$demo"/*/)
held() { # what a unit keeps for itself
	local r
	for r in "${roots[@]}"; do
		printf '%s\n' "$r"{store,keys,sent,log} \
		    "$r"spool/{received,valid,quarantine,tmp,ecodex}
	done
}
mapfile -t places < <(held)

none() { # WORD: in no file at rest and no name
	local found
	found=$(grep -raFl -- "$1" "${places[@]}" 2>/dev/null
	    find "${roots[@]}" -printf '%P\n' | grep -aF -- "$1")
	[ -z "$found" ] || { printf '%s\n' "$found"; return 1; }
}
somewhere() { # WORD: in what leaves, or the canary is no canary
	local r
	for r in "${roots[@]}"; do
		! grep -raqF -- "$1" "$r"spool/{desk,bank} "$demo"/bank* \
		    2>/dev/null || return 0
	done
	return 1
}

# The words: what the demonstration's forms say of people.  Short ones would
# turn up by chance in what is sealed.
words=$B/tests/log/canaries
xpath="//*[not(*)][not(ancestor::*[contains(local-name(), 'CA')])]"
for f in scripts/demo-data/*/*.xml; do
	for e in FamilyNames GivenNames DateOfBirth Street Telephone Email \
	    IBAN AccountHolder; do
		xmllint --nonet --xpath "${xpath}[local-name() = '$e']/text()" \
		    "$f" 2>/dev/null
		echo
	done
done | awk 'length($0) > 4' | sort -u >"$words"
claim "there are words to look for" test "$(wc -l <"$words")" -gt 20

while IFS= read -r word; do
	claim "at rest or under way there is no '$word'" none "$word"
done <"$words"
found=0 all=0
while IFS= read -r word; do
	all=$((all + 1))
	! somewhere "$word" || found=$((found + 1))
done <"$words"
claim "nearly all of them stand in what leaves ($found of $all)" \
    test "$((found * 10))" -ge "$((all * 8))"

# R-605: where applicants live and bank stands on restricted pages and in
# payment files, and on no other page, sheet or file that is picked up.
restricted=$B/tests/log/canaries.restricted
in="*[local-name() = 'Applicant' or local-name() = 'PaymentLocation' or
    local-name() = 'Restricted']"
for f in scripts/demo-data/*/form.xml; do
	for e in Street Building Postcode Telephone Fax Email IBAN; do
		xmllint --nonet --xpath \
		    "//${in}//*[local-name() = '$e']/text()" "$f" 2>/dev/null
		echo
	done
done | awk 'length($0) > 4' | sort -u >"$restricted"
apart() { # WORD: on no page but the restricted ones
	local found
	found=$(grep -raFl -- "$1" "$demo"/*/spool/{desk,national} |
		grep -v /desk/restricted/)
	[ -z "$found" ] || { printf '%s\n' "$found"; return 1; }
}
found=0 all=0
while IFS= read -r word; do
	claim "on restricted pages at most there is '$word'" apart "$word"
	all=$((all + 1))
	! grep -rqF -- "$word" "$demo"/*/spool/desk/restricted ||
		found=$((found + 1))
done <"$restricted"
claim "nearly all of them stand there ($found of $all)" \
    test "$all" -gt 10 -a "$((found * 10))" -ge "$((all * 8))"
done_testing
