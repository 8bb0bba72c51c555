# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# Units with people who sign, for scripts that play a story in them; sourced.
# $U is the folder of the units: $U/DE, $U/PT.  In these nothing has to lie
# quiet first, and the clock may be set.
. scripts/demo-data/conf.bash

# unit CODE [SED]: make it, its settings changed by the sed script; it and the
# units made before have each other's certificates.
unit() {
	local p v
	mkdir -p "$U/$1" "$U/.keys"
	unit_conf "$1" | sed -E "s/^(quiet_.*) = .*/\1 = 0/;${2-}" \
	    >"$U/$1/isupport.conf"
	"$BIN/isupport" -r "$U/$1" init "$1" || return
	for p in operator caseworker finance first second; do
		openssl req -x509 -newkey ec -nodes -days 3650 -subj "/CN=$p" \
		    -pkeyopt ec_paramgen_curve:P-256 -keyout "$U/.keys/$1.$p" \
		    -out "$U/$1/keys/people/$p.pem" 2>/dev/null || return
	done
	"$BIN/isupport" -r "$U/$1" key init -d 3650 || return
	for v in PT DE BR; do
		[[ $v != "$1" && -d $U/$v ]] || continue
		pins "$1" "$v" && pins "$v" "$1" || return
	done
}

# pins UNIT CODE: the unit gets the certificate of the other one.
pins() {
	mkdir -p "$U/$1/keys/authorities/$2" &&
	    "$BIN/isupport" -r "$U/$2" key export-cert \
	    >"$U/$1/keys/authorities/$2/$2.pem"
}

# drop UNIT PERSON NAME FILE: what stands in $U/.drop, FILE signed.
drop() {
	openssl cms -sign -binary -md sha256 -in "$U/.drop/$4" -outform DER \
	    -signer "$U/$1/keys/people/$2.pem" -inkey "$U/.keys/$1.$2" \
	    -out "$U/.drop/$4.p7s" && mv "$U/.drop" "$U/$1/spool/drop/$3"
}

# sheet UNIT PERSON NAME < CSV
sheet() {
	mkdir "$U/.drop" && cat >"$U/.drop/$3.csv" && drop "$1" "$2" "$3" "$3.csv"
}

# answer WORD [ROW] < SHEET: the sheet with WORD as the decision of each row,
# or of those that the regular expression ROW finds.
answer() {
	awk -F, -v OFS=, -v word="$1" -v row="${2-.}" '
	    NR == 1 { for (i = 1; i <= NF; i++) { h = $i
		gsub(/[\r"]/, "", h); if (h == "decision") d = i } }
	    NR == 1 { print; next }
	    $0 ~ row { $d = "\"" word "\"" (d == NF ? "\r" : ""); print }'
}

# approve UNIT PERSON NAME [WORD [ROW]], release UNIT NAME [WORD [ROW]]: answer
# the sheet that lies in desk/.
approve() {
	answer "${4-approve}" "${5-.}" <"$U/$1/spool/desk/approval.csv" |
	    sheet "$1" "$2" "$3"
}
release() {
	answer "${3-release}" "${4-.}" \
	    <"$U/$1/spool/desk/review-release.csv" | sheet "$1" caseworker "$2"
}

# is UNIT COMMAND...: isupport there.  go UNIT...: all stages, once, which does
# for what people drop; that something went to quarantine is no failure.
is() {
	local u=$1
	shift
	"$BIN/isupport" -r "$U/$u" "$@"
}
go() {
	local u s rc worst
	for u; do
		worst=0
		for s in intake validate record remind pay dispatch render; do
			rc=0
			"$BIN/$s" -r "$U/$u" 2>>"$U/log" || rc=$?
			[ $rc = 0 ] || [ $rc = 65 ] || worst=$rc
		done
		[ $worst = 0 ] || { tail -n 5 "$U/log"; return $worst; }
	done
}

# cases N [FIRST]: PT sends N applications to DE, whose cases get their numbers.
cases() {
	local i
	for ((i = ${2-1}; i < ${2-1} + $1; i++)); do
		mkdir "$U/.drop"
		sed "s|<Reference>AC/2026/4711<|<Reference>AC/2026/$((i + 9000))<|" \
		    scripts/demo-data/mother/form.xml >"$U/.drop/form.xml"
		scripts/demo-data/makepdf -f "$U/.drop/form.xml"
		drop PT operator "a$i" form.xml || return
	done
	go PT && approve PT first "cases-$(date +%s%N)" && go PT &&
	    scripts/gateway --once --delay 0 "$U/PT" "$U/DE" >>"$U/log" 2>&1 &&
	    go DE
}

# twice UNIT: a rebuild from the journal gives the same dump.
twice() {
	is "$1" dump >"$U/dump.a" && is "$1" rebuild &&
	    is "$1" dump >"$U/dump.b" && cmp "$U/dump.a" "$U/dump.b"
}
