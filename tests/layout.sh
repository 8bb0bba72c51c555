#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# What neither the eye nor clang-format checks of the layout of the sources.
set -u

list() { # PATTERN...: files of the tree, built ones left out
	git ls-files -co --exclude-standard -- "$@" 2>/dev/null ||
		find . -path ./build -prune -o -type f -print
}
n=0
claim() { # TEXT, findings on stdin
	local found
	found=$(cat)
	n=$((n + 1))
	if [ -z "$found" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		printf '%s\n' "$found" | head -n 20 | sed 's/^/# /'
	fi
}
mapfile -t sources < <(list '*.c' '*.h')
mapfile -t scripts < <(list '*.sh' '*.bash'; list 'scripts/*' 'tests/*' \
    'xslt/*' '.ci/*' | while read -r f; do
	[ ! -f "$f" ] || ! head -c 64 "$f" | grep -aq '^#!.*sh$' || echo "$f"
done)

echo 1..7
claim "each source and script names its licence" < <(
	awk 'FNR <= 2 && /SPDX-License-Identifier: EUPL-1.2/ {
		ok[FILENAME] = 1
	    }
	    END {
		for (i = 1; i < ARGC; i++)
			if (!(ARGV[i] in ok))
				print ARGV[i]
	    }' "${sources[@]}" "${scripts[@]}" | sort -u)
claim "no line of C is wider than 80 columns, strings left alone" < <(
	for f in "${sources[@]}"; do
		expand -- "$f" | grep -nE '^[^"]{81,}$' | sed "s|:.*||; s|^|$f:|"
	done)
claim "no blank ends a line" < <(
	grep -nHE '[ 	]+$' "${sources[@]}" "${scripts[@]}" | cut -d: -f1,2)
# base, value, io, domain: data and knowledge flow one way.
claim "a room of lib uses only those above it" < <(
	grep -nE '^#include "(value|io|domain)/' lib/base/*.[ch]
	grep -nE '^#include "(io|domain)/' lib/value/*.[ch]
	grep -nE '^#include "domain/' lib/io/*.[ch]
	grep -nE '^#include "(command|intake|validate|render)/' lib/*/*.[ch] \
	    lib/*/*/*.[ch])
# Within domain: what comes and goes, the rules, what may be believed; then the
# cases, which alone know the store; then what is made of them.
claim "so does one of domain" < <(
	cd lib/domain || exit
	grep -nE '^#include "domain/(rule|bank|trust|case|page|fsck)/' form/*
	grep -nE '^#include "domain/(rule|trust|case|page|fsck)/' bank/*
	grep -nE '^#include "domain/(bank|trust|case|page|fsck)/' rule/*
	grep -nE '^#include "domain/(case|page|fsck)/' trust/*
	grep -nE '^#include "domain/(page|fsck)/' case/*
	grep -nE '^#include "domain/fsck/' page/*
	grep -nE '^#include "domain/page/' fsck/*
	grep -nE '^#include "io/(store|unit)' form/* rule/* bank/* trust/*)
# each has its reason; a page for a court or a party is none of them.
claim "restricted parts are read where they may be, and nowhere else" < <(
	grep -lE '(restricted_get|document_read)\(' lib/*/*.c lib/*/*/*.c \
	    stages/*.c stages/*/*.c | grep -vxE \
	    'lib/domain/(page/view|case/(state|payfile|dispatch|row_rectification|subject_export))\.c')
# HEADER-FIELD is of headers that we write.
claim "each rule on a message stands in its manual page" < <(
	grep -oE '^(MESSAGE|HEADER)-[A-Z]+' lib/data/rules.csv |
		grep -vx HEADER-FIELD | while read -r rule; do
		grep -qw -- "$rule" stages/isupport-message.5 ||
			echo "$rule"
	done)
