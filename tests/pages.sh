#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# Pages as other programs see them: valid, whole, translated, printable.
set -u
# shellcheck source=tests/tap.bash
. tests/tap.bash
B=${B:-build}
SHARED=${SHARED:-../shared}
tool=$B/tests/tools/pages share=$PWD/$B/share/isupport
[ -x "$tool" ] || skip_all "$tool is not built"
scratch
d=tests/data/pages demo=scripts/demo-data
mkdir "$tmp/html" "$tmp/pdf"
samples=("dossier=$d/dossier.xml" "worklist=$d/worklist.xml"
    "review=$d/review.xml" "approval=$d/approval.xml"
    "e6=$demo/mother/form.xml" "e6=$demo/body/form.xml"
    "h1=$demo/brazil/transmittal.xml" "h3=$demo/brazil/form.xml"
    "restricted=$demo/brazil/form.xml" "e8=$d/e8.xml" "h2=$d/h2.xml"
    "pn=$d/pn.xml" "pc=$d/pc.xml" "note=$d/note.xml")
[ ! -d "$SHARED" ] ||
	samples+=("header=$SHARED/ecodex/samples/isupport-header/header.xml")

claim "the worker makes every page in four languages" \
    "$tool" "$share" "$tmp/html" en de pt fr -- "${samples[@]}"

all_there() {
	local n
	n=$(find "$tmp/html" -name '*.html' -size +3k | wc -l)
	[ "$n" = $((4 * ${#samples[@]})) ] || { echo "$n pages"; return 1; }
}
claim "none is missing" all_there

# libxml2 does not know the elements that HTML 5 brought: those complaints are
# left out, any other is an error.
parses() {
	local f bad=0
	for f in "$tmp"/html/*.html; do
		xmllint --html --noout --nonet "$f" 2>&1 | grep -a 'error' |
		    grep -avE 'Tag (header|main|footer|section|nav|time) inv' |
		    sed "s|^|${f##*/}: |" | grep -a . && bad=1
	done
	return "$bad"
}
claim "an HTML parser finds no error" parses

# Every page has its landmarks, one heading of the first level, a language,
# and a target for the link that skips to it.
marked() {
	local f w
	for f in "$tmp"/html/*.html; do
		for w in '<html lang="[a-z][a-z]">' '<title>[^<]' \
		    '<main id="main">' 'href="#main"' '<header>' '<footer>' \
		    'name="viewport"' '@media print'; do
			grep -q "$w" "$f" || { echo "${f##*/}: $w"; return 1; }
		done
		[ "$(grep -o '<h1' "$f" | wc -l)" = 1 ] || return 1
	done
}
claim "landmarks, title, language, print style are there" marked

headed() {
	! grep -lE '<th>|<th class' "$tmp"/html/*.html
}
claim "every table header says what it heads" headed

unique() {
	local f
	for f in "$tmp"/html/*.html; do
		grep -o ' id="[^"]*"' "$f" | sort | uniq -d | grep . &&
		    { echo "${f##*/}"; return 1; }
	done
	return 0
}
claim "no id stands twice" unique

validator=$(command -v html-validate)
if [ -n "$validator" ]; then
	printf '%s' '{"extends":["html-validate:standard",
	    "html-validate:a11y"],"rules":{"long-title":"off"}}' \
	    > "$tmp/.htmlvalidate.json"
	claim "html-validate finds nothing" "$validator" \
	    --config "$tmp/.htmlvalidate.json" "$tmp"/html/*.html
else
	skip "html-validate finds nothing" "html-validate is not installed"
fi

# Every label and every code of ours has a translation; texts of the tables of
# rules and reasons that have none appear in English, and are counted.
translated() {
	local list=$B/xslt/labels.list
	{ cat "$list"; sed -n '/^#/d; /^kind,/d
	    s/^[^,]*,[^,]*,"\{0,1\}\(.*[^"]\)"\{0,1\}$/\1/p' xslt/codes.csv
	} | sort -u > "$tmp/own"
	msgattrib --translated --no-fuzzy --no-obsolete --no-wrap "$1" |
	    sed -n 's/^msgid "\(.*\)"$/\1/p' | sed 's/\\"/"/g' | sort -u \
	    > "$tmp/done"
	! LC_ALL=C.UTF-8 comm -23 "$tmp/own" "$tmp/done" | grep .
}
for po in xslt/po/*.po; do
	claim "$po has every label and code" translated "$po"
	n=$(awk -F'\t' 'NR == FNR { en[$1] = $2; next }
	    /^(rule|next|reason):/ && en[$1] == $2 && length($2) > 12 { n++ }
	    END { print n + 0 }' "$share/labels/en.tab" \
	    "$share/labels/$(basename "$po" .po).tab")
	echo "# $po: $n texts of rules and reasons in English"
done

same_keys() {
	local t
	for t in "$share"/labels/*.tab; do
		cut -f1 "$t" | cmp -s - <(cut -f1 "$share/labels/en.tab") ||
		    { echo "$t"; return 1; }
	done
}
claim "the tables of all languages have the same keys" same_keys

# A kind that is in no table is a misspelt one.
kinds() {
	local k
	grep -hoE 'kind="[a-z]+"' xslt/*.xsl | cut -d'"' -f2 | sort -u |
	    while read -r k; do
		grep -q "^$k:" "$share/labels/en.tab" ||
		    { echo "$k"; return 1; }
	done
}
claim "every kind of code that a stylesheet prints is known" kinds

if command -v chromium >/dev/null && [ -n "${ALL:-}" ]; then
	prints() {
		local f p
		for f in "$tmp"/html/*.de.html; do
			p=$tmp/pdf/$(basename "$f" .html).pdf
			timeout 60 chromium --headless --no-sandbox \
			    --disable-gpu --user-data-dir="$tmp/chromium" \
			    --print-to-pdf="$p" "file://$f" >/dev/null 2>&1
			head -c 5 "$p" | grep -q '%PDF-' ||
			    { echo "${f##*/}"; return 1; }
		done
	}
	claim "a browser prints each page" prints
else
	skip "a browser prints each page" "only with chromium, in check-all"
fi
done_testing
