#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# after: demo
# A message that has left goes out again: the same bytes, or the same documents
# sealed anew, under another folder name.  Who had it whole takes no note; who waits for it knows what became of
# the last one.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate record dispatch
[ -e "$B/demo/.told" ] || skip_all "no demonstration in $B/demo"
scratch
cp -a "$B/demo/BR" "$B/demo/DE" "$B/demo/PT" "$tmp"
sent=$tmp/BR/spool/ecodex/iSupport_outgoing
m=1000001BR # BR's application

isupport() { # UNIT COMMAND ...
	local unit=$1
	shift
	"$BIN/isupport" -r "$tmp/$unit" "$@"
}
says() { # WORD COMMAND ...: what it prints
	local word=$1
	shift
	[ "$("$@")" = "$word" ]
}
refused() { # UNIT MESSAGE: with a reason, and status 65
	isupport "$1" resend "$2" 2>"$tmp/err"
	[ $? = 65 ] && grep -q RESEND "$tmp/err"
}
tasks() { # UNIT REGEX N
	[ "$(isupport "$1" ls tasks | grep -cE "$2")" = "$3" ]
}
listed() { # FOLDER: its documents, but for what a new seal changes
	sed -n 's/.*<\(Uniform[^>]*\|fileSize\|fileCreation[^>]*\|Type\|msgId\|caseId\)>/\1 /p' \
	    "$sent/$1/header.xml"
}
same() { # FOLDER FOLDER: all documents, each of the size it had
	local f
	diff <(listed "$1") <(listed "$2") || return 1
	for f in $(listed "$1" | sed -n 's/^Uniform[^ ]* \([^<]*\)<.*/\1/p'); do
		[ -s "$sent/$2/$f" ] || return 1
	done
}
state() { # STATE: of the message
	isupport BR ls messages | grep -q "^out $m .* $1 "
}
carry() { # OPTION...: by the connector, with its evidences
	scripts/gateway --once --delay 0 "$@" "$tmp/BR" "$tmp/DE" \
	    >"$tmp/log" 2>&1 || return 1
	sleep 1.2
	isupport BR run
	isupport DE run
}
unmoved() { # DE takes it in, and knows it
	isupport DE dump >"$tmp/a"
	carry --only "BR_$m-r1" || return 1
	isupport DE dump >"$tmp/b"
	[ -d "$tmp/DE/spool/ecodex/iSupport_incoming/BR_$m-r1" ] &&
		cmp "$tmp/a" "$tmp/b"
}
marks() { # FOLDER: it has an evidence of its own
	isupport BR show "$m" --json | jq -e --arg f "$1" \
	    '.evidences | any(.type == "RETRIEVAL" and .folder == $f)'
}

# To intake a copied folder is a changed one: once, before anything is compared.
sleep 1.2
claim "the units go on from copies" carry
claim "what came broken, and was replaced, is known by its content" \
    tasks DE MESSAGE-TWICE 0
claim "a message is sent again on request" \
    says "BR_$m-r1" isupport BR resend "$m" "not read there"
claim "but not while it waits to leave" refused BR "$m"
claim "nor one that has not left" refused PT \
    "$(isupport PT ls messages | awk '/ waiting / { print $2; exit }')"
claim "nor one that nobody sent" refused BR 9999999BR
claim "nor one of another authority" refused BR 1000001DE
sed -i 's/^telephone = +55.*/telephone = +55 61 1111 1111/' \
    "$tmp/BR/isupport.conf"
claim "it leaves" isupport BR run
claim "with the documents that it had, whatever the settings say now" \
    same "BR_$m" "BR_$m-r1"
claim "it waits for evidences of its own" state sent
claim "an acknowledgement that came is not awaited again" \
    tasks BR await-acknowledgement 0
claim "who had it whole takes no note of it" unmoved
claim "its evidences are known" marks "BR_$m-r1"
claim "beside the first ones" marks "BR_$m"
claim "its state is that of the last sending" state retrieved
claim "a third time it has a third name, and a folder is as good as an id" \
    says "BR_$m-r2" isupport BR resend "BR_$m-r1"
isupport BR run
claim "it is not delivered" carry --fail NON_DELIVERY --only "BR_$m-r2"
claim "which is its state" state failed
claim "and a task" tasks BR "not-delivered .* $m" 1
claim "that is done by sending it again" isupport BR resend "$m"
claim "at once" tasks BR "not-delivered .* $m" 0
claim "it leaves" isupport BR run
claim "no evidence yet is no fault" tasks BR evidence-missing 0
isupport BR run -d 2031-01-31
claim "but years without any are" tasks BR "evidence-missing .* $m" 4
isupport BR ls tasks >"$tmp/a"
isupport BR run -d 2031-02-28
claim "once" sh -c '"$1" -r "$2" ls tasks | cmp - "$3"' sh "$BIN/isupport" \
    "$tmp/BR" "$tmp/a"
claim "until the connector speaks" carry
claim "and then no more" tasks BR evidence-missing 0
isupport BR dump >"$tmp/a"
claim "a rebuild" isupport BR rebuild
claim "gives the same dump" sh -c \
    '"$1" -r "$2" dump | cmp - "$3"' sh "$BIN/isupport" "$tmp/BR" "$tmp/a"
done_testing
