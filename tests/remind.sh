#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# after: demo
# A deadline that passed is overdue on both sides, and the other authority is
# reminded, once; a person approves the note first unless the setting says
# otherwise.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate record remind dispatch render
[ -e "$B/demo/.told" ] || skip_all "no demonstration in $B/demo"
scratch
cp -a "$B/demo/DE" "$B/demo/PT" "$tmp"

isupport() { # UNIT COMMAND ...
	local unit=$1
	shift
	"$BIN/isupport" -r "$tmp/$unit" "$@"
}
counts() { # UNIT WHAT REGEX N
	[ "$(isupport "$1" ls "$2" | grep -cE -- "$3")" = "$4" ]
}
gates() { # UNIT SETTING: after what [gates] says already, if anything
	printf '[gates]\nreminders = %s\n' "$2" >>"$tmp/$1/isupport.conf"
}
# approve UNIT: what waits there, as the user who runs this.
approve() {
	local f=$tmp/$1/spool/drop
	printf '[person.me]\nuid = %s\nroles = supervisor\n' "$(id -u)" \
	    >>"$tmp/$1/isupport.conf"
	sed 's/"",""$/"approve",""/; s/"",""\r$/"approve",""/' \
	    "$tmp/$1/spool/desk/approval.csv" >"$f/.approval.csv"
	chmod 644 "$f/.approval.csv"
	mv "$f/.approval.csv" "$f/approval.csv"
	sleep 1.2
	isupport "$1" run
}
late() { # UNIT: years later
	isupport "$1" run -d 2031-01-31
}
carry() {
	scripts/gateway --once --delay 0 "$tmp/DE" "$tmp/PT" >"$tmp/log" 2>&1 ||
		return 1
	sleep 1.2
}

# PT's third application goes out, so that its acknowledgement is awaited.
sleep 1.2
claim "the units go on from copies" isupport PT run
gates PT send
claim "an application is approved by the user who owns the sheet" approve PT
claim "it leaves, and starts the clock of its acknowledgement" \
    counts PT tasks 'PT-2026-000003 await-acknowledgement R-401 2' 1
claim "it is carried to DE" carry
claim "which takes it in" isupport DE run
claim "and has its own clock" counts DE tasks ' acknowledge R-401 2' 1

late PT
claim "past the day it is overdue here" \
    counts PT tasks 'await-acknowledgement R-401 .* OVERDUE' 1
claim "and the other authority is reminded, of that and of a status report" \
    counts PT messages '^out .* NOTE .* sent' \
    "$(isupport PT ls tasks | grep -cE ' await-.* OVERDUE')"
late DE
claim "and overdue there" counts DE tasks ' acknowledge R-401 .* OVERDUE' 1
claim "where the note waits, of what DE awaits" \
    counts DE messages '^out .* NOTE .* waiting' \
    "$(isupport DE ls tasks | grep -cE ' await-.* OVERDUE')"
claim "on the sheet of those who approve" \
    grep -q '"NOTE","DE-2026-00000[1-9]"' "$tmp/DE/spool/desk/approval.csv"
isupport PT ls messages >"$tmp/a"
late PT
claim "once for each deadline" \
    sh -c '"$1" -r "$2" ls messages | cmp - "$3"' sh "$BIN/isupport" \
    "$tmp/PT" "$tmp/a"
claim "the reminder arrives" carry
isupport DE run
claim "and is a task, with the rule" counts DE tasks ' reminder R-401 ' 1
for u in PT DE; do
	isupport $u dump >"$tmp/a"
	claim "$u: a rebuild" isupport $u rebuild
	claim "$u: gives the same dump" sh -c \
	    '"$1" -r "$2" dump | cmp - "$3"' sh "$BIN/isupport" "$tmp/$u" \
	    "$tmp/a"
done
rm -rf "$tmp/PT"
cp -a "$B/demo/PT" "$tmp"
gates PT no
late PT
claim "or nobody is reminded, if the setting says so" \
    counts PT messages ' NOTE .*MSG-0[02]' 0
done_testing
