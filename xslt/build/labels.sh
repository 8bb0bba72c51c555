#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# labels.sh list STYLESHEET...      the labels of the stylesheets, sorted
# labels.sh chars < LIST            the list with a character for each label
# labels.sh pot LIST CODES TABLE... the catalogue to be translated
# labels.sh table LANG PO LIST CODES TABLE...
#                                   the table of a language (see xform_fill.c)
# CODES is xslt/codes.csv, the tables are rules.csv and reasons.csv.
# Run from the root of the tree, by make.
set -eu
LC_ALL=C
export LC_ALL
iso=${ISO_CODES:-/usr/share/iso-codes/json}
mo=${ISO_CODES_MO:-/usr/share/locale}

# Catalogues as lines: English, TAB, translation.
flat() {
	msgattrib --translated --no-fuzzy --no-obsolete --no-wrap "$1" |
	awk '
		function plain(s) {
			sub(/^[a-z]* "/, "", s); sub(/"$/, "", s)
			gsub(/\\"/, "\"", s); gsub(/\\\\/, "\\", s)
			return s
		}
		/^msgctxt / { skip = 1 }
		/^msgid / { id = plain($0) }
		/^msgstr / { if (id != "" && !skip) print id "\t" plain($0)
			skip = 0 }
	'
}

flat_mo() {
	if [ -f "$mo/$2/LC_MESSAGES/$1.mo" ]; then
		msgunfmt --no-wrap "$mo/$2/LC_MESSAGES/$1.mo" | flat -
	fi
}

# Lines of kind, code, English: from our tables ...
ours() {
	awk -v codes="$1" '
		# The fields of one line of CSV, in f[1] to f[n].
		function split_csv(s, n, c, q, i, v) {
			n = 0; v = ""; q = 0
			for (i = 1; i <= length(s); i++) {
				c = substr(s, i, 1)
				if (q && c == "\"" &&
				    substr(s, i + 1, 1) == "\"") {
					v = v c; i++
				} else if (c == "\"")
					q = !q
				else if (c == "," && !q) {
					f[++n] = v; v = ""
				} else
					v = v c
			}
			f[++n] = v
			return n
		}
		/^#/ || /^$/ { next }
		{ sub(/\r$/, ""); n = split_csv($0) }
		FILENAME == codes {
			if (n != 3) {
				print FILENAME ": " $0 > "/dev/stderr"
				exit 1
			}
			if (f[1] != "kind")
				print f[1] "\t" f[2] "\t" f[3]
			if (f[1] == "remedy")
				remedy[f[2]] = f[3]
			next
		}
		FILENAME != now {
			split("", col)
			for (i = 1; i <= n; i++)
				col[f[i]] = i
			now = FILENAME
			next
		}
		"code" in col {
			# A task may have it as its rule.
			print "reason\t" f[col["code"]] "\t" f[col["text"]]
			print "rule\t" f[col["code"]] "\t" f[col["text"]]
			print "next\t" f[col["code"]] "\t" \
			    remedy[f[col["remedy"]]]
			next
		}
		{
			print "rule\t" f[col["id"]] "\t" f[col["text"]]
			print "next\t" f[col["id"]] "\t" f[col["next"]]
			print "article\t" f[col["id"]] "\t" f[col["article"]]
		}
	' "$@"
}

# ... and from iso-codes, whose own catalogues translate them.
iso_names() {
	jq -r '."3166-1"[] | ["country", .alpha_2, .common_name // .name] |
	    @tsv' "$iso/iso_3166-1.json"
	jq -r '."639-2"[] | select(.alpha_2) | ["language", .alpha_2, .name] |
	    @tsv' "$iso/iso_639-2.json"
	jq -r '."4217"[] | ["currency", .alpha_3, .name] | @tsv' \
	    "$iso/iso_4217.json"
}

case $1 in
list)
	shift
	for f; do
		xsltproc --nonet xslt/build/extract.xsl "$f"
	done | sort -u
	;;
chars)
	awk '
		BEGIN { print "<labels>"; n = 57344 }
		/["\\<>&]/ { print "label: " $0 > "/dev/stderr"; exit 1 }
		n >= 63728 { exit 1 }
		{ printf "<label as=\"&#%d;\">%s</label>\n", n++, $0 }
		END { print "</labels>" }
	'
	;;
pot)
	printf '%s\n' '# isupport' 'msgid ""' 'msgstr ""' \
	    '"Content-Type: text/plain; charset=UTF-8\n"' \
	    '"Content-Transfer-Encoding: 8bit\n"'
	shift
	list=$1
	shift
	{
		cat "$list"
		ours "$@" | awk -F'\t' '$1 != "article" && $3 != "" {
			print $3 }'
	} | sort -u | awk '{
		gsub(/\\/, "\\\\"); gsub(/"/, "\\\"")
		print "\nmsgid \"" $0 "\"\nmsgstr \"\""
	}'
	;;
table)
	lang=$2 po=$3 list=$4
	shift 4
	# Apart, since a pipe would hide that one of them failed.
	own=
	names=$(iso_names)
	codes=$(ours "$@")
	[ "$po" = - ] || own=$(flat "$po")
	{
		for d in iso_3166-1 iso_639-2 iso_4217; do
			flat_mo $d "$lang" | sed 's/^/iso	/'
		done
		[ -z "$own" ] || printf '%s\n' "$own" | sed 's/^/t	/'
		sed 's/^/label		/' "$list"
		printf '%s\n' "$names" | sed 's/^/name	/'
		printf '%s\n' "$codes" | sed 's/^/code	/'
	} | awk -F'\t' -v lang="$lang" '
		function t(s) { return s in own ? own[s] : s }
		$1 == "t" { own[$2] = $3; next }
		$1 == "iso" { iso[$2] = $3; next }
		$1 == "label" {
			if (!n) n = 57344
			printf "%X\t%s\n", n++, t($3)
			next
		}
		$1 == "name" {
			s = $4 in iso ? iso[$4] : $4
			# "Spanish; Castilian", "Greek, Modern (1453-)"
			if ($2 == "language") sub(/ *[;(].*/, "", s)
			print $2 ":" $3 "\t" s
			next
		}
		$2 == "article" {
			s = $4
			gsub(/HC /, t("Convention, Art.") " ", s)
			gsub(/REG /, t("Regulation, Art.") " ", s)
			print $2 ":" $3 "\t" s
			next
		}
		$1 == "code" && $4 != "" { print $2 ":" $3 "\t" t($4) }
		END { print "self:lang\t" lang }
	'
	;;
*)
	exit 64
	;;
esac
