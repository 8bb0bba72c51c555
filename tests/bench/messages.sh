#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# 10 000 incoming applications through validate, record and render, against
# what one would use instead, in turns: xmllint and xsltproc for each file, the
# same two over all files at once, and the bare loop of the library calls
# (bare.c).  All figures are CPU time, of all processes; of the rounds the
# median of the ratios counts.
#
#	N	messages in all (10000)
#	ROUNDS	rounds that share them (5)
#	DISK	a folder on the disk to use; without it, root gets a file system
#		of its own, others build/bench
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/../.."
B=${B:-build} N=${N:-10000} ROUNDS=${ROUNDS:-5}
each=$((N / ROUNDS)) few=$((N / ROUNDS / 20))
[ "$few" -gt 0 ] || { echo "messages: N is below $((ROUNDS * 20))" >&2; exit 64; }
bench=$(realpath "$B")/tests/bench bin=$(realpath "$B")/bin
export ISUPPORT_SHARE
ISUPPORT_SHARE=$(realpath "$B")/share/isupport
schema=$ISUPPORT_SHARE/schema/e6.xsd style=$ISUPPORT_SHARE/xslt
# shellcheck source=scripts/demo-data/conf.bash
. scripts/demo-data/conf.bash

# ---- a place: fresh, since a disk on which much was removed is slow ----

mkdir -p "$B/bench"
image='' work=
leave() {
	if [ -n "$image" ]; then
		umount "$work" 2>/dev/null || :
		rm -f "$image"
	else
		rm -rf "$work/units"
	fi
	rmdir "$work" 2>/dev/null || :
}
trap leave EXIT
own_disk() {
	[ -z "${DISK-}" ] && [ "$(id -u)" = 0 ] || return 1
	image=$work.img
	truncate -s 16G "$image" && mkfs.ext4 -q "$image" 2>/dev/null &&
		mount -o loop "$image" "$work" 2>/dev/null && return
	rm -f "$image"
	image=
	return 1
}
work=$(mktemp -d -p "${DISK:-$(realpath "$B/bench")}" messages.XXXXXX)
own_disk || echo "messages: no file system of its own: figures are of $work"
w=$work/units
mkdir "$w"

# ---- what goes through ----

# The demonstration's application, with more children and more words: 10 KB.
make_source() {
	mkdir "$1"
	awk '/<\/Represented>/ { split("Ana Rui Eva Ivo Noa", name, " ")
	    for (i = 1; i <= 5; i++) printf "      <Person>\n" \
		"        <FamilyNames>Tordesal Brandtner</FamilyNames>\n" \
		"        <GivenNames>%s</GivenNames>\n" \
		"        <DateOfBirth>2018-0%d-11</DateOfBirth>\n" \
		"        <PlaceOfBirth>Vila Exemplar</PlaceOfBirth>\n" \
		"        <Nationality>PT</Nationality>\n" \
		"        <MaintenanceBasis>parentage</MaintenanceBasis>\n" \
		"      </Person>\n", name[i], i }
	    /<Consent>/ { print "  <Additional xml:lang=\"de\">"
	    for (i = 1; i <= 24; i++) print "Die Antragstellerin bittet um " \
		"Mitteilung, ob der Antragsgegner Arbeit hat (" i ")."
	    print "</Additional>" } { print }' \
	    scripts/demo-data/mother/form.xml >"$1/form.xml"
	scripts/demo-data/makepdf -f "$1/form.xml"
}

unit() { # ROOT LANGUAGES: a unit DE that waits for nobody and signs nothing
	mkdir "$1"
	unit_conf DE | sed "s/^quiet_\(.*\) = .*/quiet_\1 = 0/
	    s/^map_size.*/map_size = 16G/; /^certificate/d
	    s/^code .*/&\nlanguages = $2/
	    s/^\[party.PT\]/&\nplain = yes/" >"$1/isupport.conf"
	"$bin/isupport" -r "$1" init DE >/dev/null
}

arrive() { # ROOT COUNT FIRST: so many messages, taken in
	"$bench/make_messages" "$w/source" \
	    "$1/spool/ecodex/iSupport_incoming" "$2" "$3"
	"$bin/intake" -r "$1" 2>/dev/null
}

cpu() { # NAME COMMAND...: its CPU seconds, appended to NAME
	local name=$1
	shift
	sync -f "$w"
	"$bench/cpu" "$w/$name" "$@" >/dev/null 2>>"$w/err"
}

stages() { # ROOT NAME: the three stages, each for itself
	local s
	for s in validate record render; do
		cpu "$2$s" "$bin/$s" -r "$1"
	done
}

file_by_file() { # FORM...
	local f
	for f; do
		xmllint --noout --schema "$schema" "$f"
		xsltproc -o "$w/page.html" "$style/e6.xsl" "$f"
	done
}

batch() { # FORM...
	xmllint --noout --schema "$schema" "$@"
	xsltproc "$style/e6.xsl" "$@" >"$w/pages.html"
}

# The two other pages of a new case, from XML that ours had to make first.
other_pages() { # HOW COUNT
	local how=$1 n=$2 s i
	for s in dossier restricted; do
		set --
		for ((i = 0; i < n; i++)); do set -- "$@" "$w/$s.xml"; done
		if [ "$how" = batch ]; then
			xsltproc "$style/$s.xsl" "$@" >"$w/pages.html"
			continue
		fi
		for i; do xsltproc -o "$w/page.html" "$style/$s.xsl" "$i"; done
	done
}
export -f file_by_file batch other_pages
export w style schema

# ---- the rounds ----

make_source "$w/source"
unit "$w/DE" en
say() { echo "messages: $*"; }
say "$N applications of $(du -bc "$w/source"/* | tail -n 1 | cut -f1) bytes," \
    "form $(stat -c %s "$w/source/form.xml"), in $ROUNDS rounds"

bare() { # NAME FOLDER OPTION...
	local name=$1 in=$2
	shift 2
	cpu "$name" "$bench/bare" "$@" "$w/bare.$name.${in##*.}" "$schema" \
	    "$style/e6.xsl" "$in"
}
for ((r = 0; r < ROUNDS; r++)); do
	first=$((r * each + 1)) in=$w/in.$r
	mkdir "$in" "$w/form.$r"
	arrive "$w/DE" "$each" "$first"
	"$bench/make_messages" "$w/source" "$in" "$each" "$first"
	"$bench/make_messages" -b "$w/source" "$w/form.$r" "$each" "$first"
	stages "$w/DE" ours.
	year=$(date +%Y)
	[ -e "$w/dossier.xml" ] || {
		"$bench/dossier" "$w/DE" "${year}000001" >"$w/dossier.xml"
		"$bench/dossier" -r "$w/DE" "${year}000001" >"$w/restricted.xml"
	}
	pages=(-x "$style/dossier.xsl=$w/dossier.xml"
	    -x "$style/restricted.xsl=$w/restricted.xml")
	bare plain "$in"
	bare twice "$in" -2
	bare pipes "$in" -p
	bare seals "$in" -s
	bare pages "$in" "${pages[@]}"
	bare all "$in" -2ps "${pages[@]}"
	forms=("$w/form.$r"/*.xml)
	cpu batch bash -c 'batch "$@"' - "${forms[@]}"
	cpu batch.pages bash -c 'other_pages "$@"' - batch "$each"
	cpu single bash -c 'file_by_file "$@"' - "${forms[@]:0:few}"
	cpu single.pages bash -c 'other_pages "$@"' - single "$few"
done
grep -v -e ' done, 0 to quarantine$' -e ' validates$' "$w/err" >&2 || :
made=$("$bin/isupport" -r "$w/DE" ls cases | wc -l)
[ "$made" = $((each * ROUNDS)) ] ||
	{ echo "messages: $made cases of $((each * ROUNDS))" >&2; exit 1; }

# ---- what came out ----

sum() { # NAME NAME...: round by round, the sum of the named
	local f=() n
	for n; do f+=("$w/$n"); done
	paste "${f[@]}" | awk '{ s = 0; for (i = 1; i <= NF; i++) s += $i
	    print s }'
}
scaled() { awk -v by="$1" '{ print $1 * by }'; }
median() {
	sort -g | awk '{ v[NR] = $1 } END {
	    print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}
us() { # NAME: microseconds a message
	median <"$w/$1" | awk -v n="${2:-$each}" '{ printf "%.0f", $1 * 1e6 / n }'
}
over() { # A B: median of the ratios of two files
	paste "$1" "$2" | awk '{ print $1 / $2 }' | median
}
more() { # NAME: what a switch of the bare loop adds to it, microseconds
	paste "$w/$1" "$w/plain" | awk '{ print $1 - $2 }' | median |
	    awk -v n="$each" '{ printf "%+.0f", $1 * 1e6 / n }'
}
goal() { # WHAT SIGN LIMIT MEASURED
	awk -v what="$1" -v sign="$2" -v limit="$3" -v is="$4" 'BEGIN {
	    met = sign == "<=" ? is <= limit + 0 : is >= limit + 0
	    printf "messages: goal %s %s %s: measured %.2f: %s\n", what, sign,
		limit, is, met ? "met" : "NOT MET" }'
}
sum ours.validate ours.record ours.render >"$w/ours"
sum batch batch.pages >"$w/batch.all"
scaled "$(awk -v a="$each" -v b="$few" 'BEGIN { print a / b }')" \
    <"$w/single" >"$w/file"
sum single single.pages | scaled \
    "$(awk -v a="$each" -v b="$few" 'BEGIN { print a / b }')" >"$w/file.all"

say "ours: validate $(us ours.validate), record $(us ours.record)," \
    "render $(us ours.render), in all $(us ours) us a message"
say "render makes three pages of each: the form's, the dossier, the" \
    "restricted one; the others make the form's, or (three) all three"
say "bare loop: $(us plain) us a message; a second look $(more twice)," \
    "pipes $(more pipes), sealing $(more seals), two further pages" \
    "$(more pages); with all of these $(us all)"
say "xmllint and xsltproc: file by file $(us file), three" \
    "$(us file.all); one batch $(us batch), three $(us batch.all)"
goal "ours to the bare loop with look, pipes, seals and three pages" '<=' 1.1 \
    "$(over "$w/ours" "$w/all")"
goal "ours to the bare loop, one page" '<=' 1.1 "$(over "$w/ours" "$w/plain")"
goal "file by file to ours" '>=' 12 "$(over "$w/file" "$w/ours")"
goal "file by file, three pages, to ours" '>=' 12 \
    "$(over "$w/file.all" "$w/ours")"
goal "batch to ours" '>=' 1.5 "$(over "$w/batch" "$w/ours")"
goal "batch, three pages, to ours" '>=' 1.5 "$(over "$w/batch.all" "$w/ours")"

# ---- three languages to one; the syncs of a group of 500 ----

some=$((N / 20 < 500 ? N / 20 : 500))
unit "$w/one" en
unit "$w/three" en,de,pt
for ((r = 0; r < 5; r++)); do
	arrive "$w/one" "$some" $((r * some + 1))
	arrive "$w/three" "$some" $((r * some + 1))
	stages "$w/one" "one."
	stages "$w/three" "three."
done
sum one.validate one.record one.render >"$w/one.all"
sum three.validate three.record three.render >"$w/three.all"
goal "three languages to one" '<=' 1.2 "$(over "$w/three.all" "$w/one.all")"

calls='fsync|fdatasync|syncfs|sync|msync|sync_file_range'
if command -v strace >/dev/null; then
	arrive "$w/one" 500 $((5 * some + 1))
	for s in validate record render; do
		strace -f -c -o "$w/calls" "$bin/$s" -r "$w/one" 2>/dev/null
		goal "syncs of $s, 500 messages" '<=' 6 "$(awk -v c="^($calls)$" \
		    '$NF ~ c { n += $4 } END { print n + 0 }' "$w/calls")"
	done
else
	say "syncs: skipped, there is no strace"
fi

# ---- a store of ten times as many cases (BIG=1: it takes its time) ----

if [ -n "${BIG-}" ]; then
	arrive "$w/DE" $((9 * N)) $((N + 1))
	for s in validate record render; do
		"$bin/$s" -r "$w/DE" 2>/dev/null
	done
	unit "$w/small" en
	for ((r = 0; r < 3; r++)); do
		arrive "$w/DE" "$some" $((10 * N + r * some + 1))
		arrive "$w/small" "$some" $((r * some + 1))
		stages "$w/DE" big.
		stages "$w/small" small.
	done
	sum big.validate big.record >"$w/big"
	sum small.validate small.record >"$w/small.all"
	goal "validate and record, store of $((10 * N)) cases to a new one" \
	    '<=' 1.25 "$(over "$w/big" "$w/small.all")"
fi
say "not measured here: two workers (the stages have no -j), lxml, a JVM"
