#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# after: demo
# Settings do what isupport.conf(5) says: what a new unit gets of its State,
# from which day a period counts, by what a debt falls, the gates, the sandbox.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate record pay dispatch
[ -e "$B/demo/.told" ] || skip_all "no demonstration in $B/demo"
scratch

isupport() { # UNIT COMMAND ...
	local unit=$1
	shift
	"$BIN/isupport" -r "$tmp/$unit" "$@"
}
has() { # UNIT LINE: in its settings
	grep -qxF "$2" "$tmp/$1/isupport.conf"
}
status() { # N COMMAND ...
	local n=$1
	shift
	"$@"
	[ $? = "$n" ]
}
counts() { # UNIT WHAT REGEX N
	[ "$(isupport "$1" ls "$2" | grep -cE -- "$3")" = "$4" ]
}
# copy UNIT NAME [SETTING]...: of the demonstration; who runs this has each role.
copy() {
	cp -a "$B/demo/$1" "$tmp/$2"
	{
		printf '[person.me]\nuid = %s\n' "$(id -u)"
		printf 'roles = caseworker,finance,supervisor\n[gates]\n'
		shift 2
		printf '%s\n' "$@"
	} >>"$tmp/$2/isupport.conf"
}
sheet() { # UNIT NAME < CSV
	cat >"$tmp/$1/spool/drop/.$2.csv"
	chmod 644 "$tmp/$1/spool/drop/.$2.csv"
	mv "$tmp/$1/spool/drop/.$2.csv" "$tmp/$1/spool/drop/$2.csv"
	sleep 1.2
	isupport "$1" run
}
approve() { # UNIT: all that waits there
	sed 's/"",""\r*$/"approve",""/' "$tmp/$1/spool/desk/approval.csv" >"$tmp/s"
	sheet "$1" approval <"$tmp/s"
}
carry() {
	scripts/gateway --once --delay 0 "$tmp/DE" "$tmp/PT" >"$tmp/log" 2>&1 ||
		return 1
	sleep 1.2
}
debt() { # UNIT AMOUNT: of the mother's case
	isupport "$1" ls cases | grep -qE " debt=$2EUR .*monitored=50.00EUR"
}

claim "a unit is made" isupport new init PT
for l in 'timezone = Europe/Lisbon' 'calendar = PT-LISBOA' \
    'languages = pt,en' 'contact_languages = pt,en'; do
	claim "with what the tables know: $l" has new "$l"
done
claim "nothing is invented for a State that they do not know" \
    isupport none init PQ
claim "its time is UTC" has none 'timezone = UTC'
sed -i 's/^calendar = .*/calendar = PT-NOWHERE/' "$tmp/new/isupport.conf"
claim "an unknown calendar is refused by init" status 78 isupport new init PT
claim "and by a stage that counts days" status 78 "$BIN/record" -r "$tmp/new"

# The mother's child is paid 100 euros, of which the bank keeps ten.
copy DE DE 'debt_falls = received' 'release = no' 'payment_approvers = 1'
copy PT PT 'debt_falls = received' 'accept = no' 'message_approvers = 1'
sleep 1.2
isupport DE run
isupport PT run
mother=$(isupport DE show AC/2026/4711 --json | jq -r .case.id)
claim "a collection is booked" sheet DE collections <<END
reference,case,date,amount,currency,source,mode,period_from,period_to,note
S-2026-0001,$mother,2026-11-20,100.00,EUR,wage_withholding,collected,,,
END
claim "it is collected" counts DE cases ' collected=500.00EUR' 1
claim "and needs no release, if the gate is open" \
    counts DE payments ' 100.00EUR creditor due|100.00EUR creditor in batch' 1
claim "but the debt does not fall yet" debt DE 3900.00
claim "one person approves the batch" approve DE
claim "it is announced" carry
isupport PT run
claim "there it needs no word, if the gate is open" \
    counts PT cases ' announced=100.00EUR' 1
claim "nor does the debt fall there" debt PT 3900.00
e2e=$(isupport DE ls payments | awk '$2 == "100.00EUR" { print $1 }')
claim "ninety arrive" sheet PT receipts <<END
reference,date,amount,currency,note
$e2e,2026-11-21,90.00,EUR,bank_fee
END
claim "by which the debt falls" debt PT 3810.00
claim "and when that is confirmed" carry
isupport DE run
claim "there, too" debt DE 3810.00
for u in PT DE; do
	isupport $u dump >"$tmp/a"
	claim "$u: a rebuild" isupport $u rebuild
	claim "$u: gives the same dump" sh -c \
	    '"$1" -r "$2" dump | cmp - "$3"' sh "$BIN/isupport" "$tmp/$u" \
	    "$tmp/a"
done

# The same application at two units that differ in one setting.
claim "an application goes out" approve PT
copy DE registers 'receipt_counts_from = registration'
claim "to one unit" carry
cp -a "$tmp/DE/spool/ecodex/iSupport_incoming/." \
    "$tmp/registers/spool/ecodex/iSupport_incoming"
sleep 1.2
isupport DE run -d 2031-03-03
isupport registers run -d 2031-03-03
claim "that counts from delivery" \
    counts DE tasks ' acknowledge R-401 20[23][0-9]-.* OVERDUE' 1
claim "another from registration, thirty days" \
    counts registers tasks ' acknowledge R-401 2031-04-02 ' 1

if [ -z "$SANITIZED" ] && strace -qq -o /dev/null true 2>/dev/null; then
	lacking() { # STAGE: on a kernel without Landlock
		strace -f -qq -o /dev/null -e trace=landlock_create_ruleset \
		    -e inject=landlock_create_ruleset:error=ENOSYS \
		    "$BIN/$1" -r "$tmp/none" 2>"$tmp/err"
	}
	warned() {
		lacking intake && grep -q 'warning: sandbox' "$tmp/err"
	}
	sed -i 's/^map_size.*/map_size = 1G\nquiet_seconds = 0/' \
	    "$tmp/none/isupport.conf"
	echo no form >"$tmp/none/spool/drop/x.xml"
	claim "what a sandbox lacks is said" warned
	sed -i 's/^map_size/require_sandbox = yes\n&/' "$tmp/none/isupport.conf"
	claim "or stops the stage, if it must be whole" \
	    status 75 lacking intake
else
	skip "the sandbox" "nothing can be traced here"
fi
done_testing
