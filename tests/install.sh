#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# make install: what is laid down works from where it lies, away from the tree.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
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
done_testing
