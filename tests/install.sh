#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# make install: what is laid down works from where it lies, away from the tree.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
unset ISUPPORT_BIN # what is installed finds its own
programs_or_skip isupport intake validate record remind dispatch pay render

T=$PWD/$B/tests/install
rm -rf "$T"
mkdir -p "$T/root"
claim "make install lays everything down" \
    make -s B="$B" install DESTDIR="$T/to" PREFIX=/usr
claim "a manual page for each program" test "$(
	for p in "$T"/to/usr/lib/isupport/bin/*; do
		[ -s "$T/to/usr/share/man/man1/${p##*/}.1" ] || echo "$p"
	done)" = ""
claim "no unit names a place that is not filled in" \
    test "$(grep -rl @PREFIX@ "$T/to")" = ""
cd "$T" || exit 1
i=$T/to/usr/bin/isupport
claim "the installed command makes a unit" "$i" -r "$T/root" init PT
claim "and runs its stages" "$i" -r "$T/root" run
claim "which have made its pages" test -s "$T/root/spool/desk/worklist.en.html"

units=$T/to/usr/lib/systemd/system
if ! systemd-analyze --version >/dev/null 2>&1; then
	skip "how much the units are exposed" "no systemd-analyze"
	done_testing
fi
exposed() { # TENTHS UNIT: at most so much
	systemd-analyze security --offline=true --no-pager \
	    --threshold="$1" "$2"
}
for u in "$units"/*.service; do
	claim "${u##*/}: exposed by 1.5 at most" exposed 15 "$u"
done
mkdir "$T/bare"
cp "$units/isupport@.service" "$T/bare"
claim "which it would not be without its drop-in" \
    eval '! exposed 15 "$T/bare/isupport@.service"'

expand() { # NAME: the calls of a set; or the call
	local n
	case $1 in
	@*) systemd-analyze syscall-filter "$1" | sed '1d; /^ *#/d' |
		while read -r n; do expand "$n"; done ;;
	*) echo "$1" ;;
	esac
}
# let_through UNIT: the calls that its filter lets through.
let_through() {
	local line n
	local -A calls=()
	while read -r line; do
		for n in ${line#\~}; do
			while read -r n; do
				case $line in
				\~*) unset "calls[$n]" ;;
				*) calls[$n]=1 ;;
				esac
			done < <(expand "$n")
		done
	done < <(sed -n 's/^SystemCallFilter=//p' "$1")
	printf '%s\n' "${!calls[@]}" | sort
}
made() { # COMMAND...: the calls that it makes
	strace -f -c -o "$T/calls" "$@" >/dev/null 2>&1
	awk '/^-/ { on = !on; next } on { print $NF }' "$T/calls" | sort
}
if [ -z "${SANITIZED-}" ] && strace -qq -o /dev/null true 2>/dev/null; then
	allowed() { # UNIT: what was made it lets through
		let_through "$units/$1.service" >"$T/through"
		comm -23 "$T/made" "$T/through" | tee "$T/left"
		[ -s "$T/made" ] && ! [ -s "$T/left" ]
	}
	made "$i" -r "$T/root" run >"$T/made"
	for u in isupport@ isupport-nightly@; do
		claim "$u.service lets through what a run calls" allowed "$u"
	done
	"$i" -r "$T/root" key init >/dev/null
	made "$i" -r "$T/root" audit head -o "$T/root/sent/heads" >"$T/made"
	claim "isupport-head@.service lets through what audit head calls" \
	    allowed isupport-head@
else
	skip "the units' filters" "nothing can be traced here"
fi
done_testing
