#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# What is dropped is judged: where it goes, and what a person is told.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate
scratch
export ISUPPORT_ROOT=$tmp/PT
spool=$ISUPPORT_ROOT/spool

"$BIN/isupport" -r "$ISUPPORT_ROOT" init PT >/dev/null || exit 1
cat >"$ISUPPORT_ROOT/isupport.conf" <<'END'
[unit]
code = PT
state = PT
timezone = Europe/Lisbon
calendar = PT-LISBOA
quiet_seconds = 0
map_size = 1G
[person.carla]
name = Carla
certificate = carla.pem
roles = caseworker
END
mkdir -p "$ISUPPORT_ROOT/keys/people"
key() { # NAME
	openssl ecparam -name prime256v1 -genkey -noout -out "$tmp/$1.key" &&
	    openssl req -x509 -new -key "$tmp/$1.key" -days 30 -subj "/CN=$1" \
	    -out "$tmp/$1.pem"
} 2>/dev/null
key carla
key other
cp "$tmp/carla.pem" "$ISUPPORT_ROOT/keys/people"

folder() { # NAME FORM...: a folder with the forms and what they name
	mkdir -p "$tmp/in/$1"
	local f
	for f in "${@:2}"; do
		cp "$f" "$tmp/in/$1/${f##*/}"
		scripts/demo-data/makepdf -f "$tmp/in/$1/${f##*/}"
	done
}
drop() { # NAME: move it into drop/, take it in, judge it
	rm -rf "$spool"/valid/* "$spool"/quarantine/*
	mv "$tmp/in/$1" "$spool/drop/" && sleep 1.1 && "$BIN/intake" &&
	    "$BIN/validate"
	rc=$?
}
goes_to() { # FOLDER STATUS
	local n
	n=$(find "$spool/$1" -mindepth 1 -maxdepth 1 | wc -l)
	if [ "$n" != 1 ] || [ "$rc" != "$2" ]; then
		echo "status $rc, $n in $1"
		cat "$spool"/quarantine/*/reason
		return 1
	fi
}
told() { # RULE [LINE]
	grep -qx "rule: $1" "$spool"/quarantine/*/reason &&
	    grep -q '^next: .' "$spool"/quarantine/*/reason &&
	    { [ $# = 1 ] || grep -qx "line: $2" "$spool"/quarantine/*/reason; }
}
silent() { # WORD...: not in any reason or log
	! grep -rqF "$1" "$spool"/quarantine/*/reason "$ISUPPORT_ROOT/log"
}
mother=scripts/demo-data/mother/form.xml

folder good $mother
drop good >"$tmp/out" 2>&1
claim "an application goes to valid" goes_to valid 0

folder broken $mother
sed -i 's/<Defendant>/<Defendent>/' "$tmp/in/broken/form.xml"
drop broken >"$tmp/out" 2>&1
claim "one that does not parse goes to quarantine" goes_to quarantine 65
claim "with rule and next step" told XML-FORM

folder wide $mother
sed 's/UTF-8/UTF-16/' $mother | iconv -t UTF-16 >"$tmp/in/wide/form.xml"
drop wide >"$tmp/out" 2>&1
claim "one in UTF-16 does too" goes_to quarantine 65
claim "and is to be saved in UTF-8" told XML-ENCODING

folder short $mother
rm "$tmp/in/short/rueckstaende.pdf"
drop short >"$tmp/out" 2>&1
claim "a missing attachment stops it" goes_to quarantine 65
claim "the line of the document is told" told R-1207 "$(grep -n "<Type>ARREARS" $mother |
    awk -F: '{ print $1 - 1 }')"

folder nameless $mother
sed -i 's|<GivenNames>Marisa</GivenNames>||' "$tmp/in/nameless/form.xml"
drop nameless >"$tmp/out" 2>&1
claim "a rule stops it" told R-221
claim "no name is in reason or log" silent Tordesal

folder large $mother
for f in decisao rueckstaende extrato-anexo-I; do
	{ echo %PDF-1.4; head -c 31000000 /dev/zero; } >"$tmp/in/large/$f.pdf"
done
drop large >"$tmp/out" 2>&1
claim "large attachments are no burden to the worker" goes_to valid 0

mkdir "$tmp/in/signed"
printf 'item,decision\nPT-I0000001,release\n' >"$tmp/in/signed/r.csv"
cp -r "$tmp/in/signed" "$tmp/in/forged"
sign() { # FOLDER WHO
	openssl cms -sign -binary -in "$tmp/in/$1/r.csv" -outform DER \
	    -signer "$tmp/$2.pem" -inkey "$tmp/$2.key" \
	    -out "$tmp/in/$1/r.csv.p7s"
}
sign signed carla
drop signed >"$tmp/out" 2>&1
claim "a sheet that a person signed goes to valid" goes_to valid 0
sign forged other
drop forged >"$tmp/out" 2>&1
claim "one that a stranger signed does not" goes_to quarantine 65
claim "and says so" told SIGNER-UNKNOWN

folder mine $mother
form_p7s() { # FOLDER WHO
	openssl cms -sign -binary -in "$tmp/in/$1/form.xml" -outform DER \
	    -signer "$tmp/$2.pem" -inkey "$tmp/$2.key" \
	    -out "$tmp/in/$1/form.xml.p7s"
}
form_p7s mine carla
drop mine >"$tmp/out" 2>&1
claim "a form that a person signed goes to valid" goes_to valid 0
folder stranger $mother
form_p7s stranger other
drop stranger >"$tmp/out" 2>&1
claim "one that a stranger signed does not" told SIGNER-UNKNOWN

verdict() { "$BIN/validate" -1 "$1"; }
claim "-1 prints the verdict as JSON" \
    jq -e '.kind == "APPLICATION" and .application.type == "C-B"' \
    <(verdict $mother)
claim "-1 reads standard input" \
    jq -e '.findings[0].rule == "FORM-KIND"' <(echo '<a/>' | verdict -)

folder dry $mother
rm -rf "$spool"/valid/*
mv "$tmp/in/dry" "$spool/drop/" && sleep 1.1 && "$BIN/intake" 2>/dev/null
"$BIN/validate" -n 2>/dev/null
claim "-n leaves it where it was" test -n "$(ls "$spool/received")" -a \
    -z "$(ls "$spool/valid")"

# A parcel that somebody changed is not what was written.
rm -rf "$spool"/quarantine/*
f=$(find "$spool/received" -name f000)
# Longer, not overwritten: what stood there may be the same.
printf x >>"$f"
"$BIN/validate" 2>/dev/null
rc=$?
claim "a changed parcel goes to quarantine" goes_to quarantine 65
done_testing
