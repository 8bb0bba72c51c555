#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# What a backup holds and what not, which ones are refused, what a restore
# leaves as it is, and that both may be killed anywhere.
# shellcheck disable=SC2034 # the claims use them
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport intake validate record dispatch pay render
scratch
U=$tmp
# shellcheck source=tests/units.bash
. tests/units.bash

status() { # N TEXT COMMAND...: it ends so, and says that
	local n=$1 text=$2 rc=0
	shift 2
	"$@" >"$U/said" 2>&1 || rc=$?
	if [ "$rc" != "$n" ] || ! grep -qzE -- "$text" "$U/said"; then
		echo "status $rc"
		cat "$U/said"
		return 1
	fi
}
drop_application() { # NAME REFERENCE
	mkdir "$U/.drop" && sed "s|<Reference>AC/2026/4711<|<Reference>$2<|" \
	    scripts/demo-data/mother/form.xml >"$U/.drop/form.xml" &&
	    scripts/demo-data/makepdf -f "$U/.drop/form.xml" &&
	    for f in "$U"/.drop/*.pdf; do
		head -c 70000 /dev/zero | tr '\0' '\n' >>"$f" # a file of its own
	    done && drop PT operator "$1" form.xml
}
number() { # of cases
	is PT ls cases | wc -l
}
dump() {
	is PT dump | sha256sum
}
old() { # the stores that were replaced
	find "$U/PT" -maxdepth 1 -name 'store.before-*' | wc -l
}
files() { # BACKUP: what is in it
	(cd "$1" && find . -type f | sort)
}

claim "a unit has a case" eval 'unit PT &&
    cp "$U/PT/keys/people/first.pem" "$U/PT/keys/people/gone.pem" &&
    drop_application a AC/1 && go PT'
claim "a parcel waits, and one is in quarantine" eval '
    drop_application b AC/2 && "$BIN/intake" -r "$U/PT" &&
    mkdir "$U/.drop" && echo "no sheet" >"$U/.drop/x.csv" &&
    drop PT finance x x.csv && "$BIN/intake" -r "$U/PT" &&
    mkdir "$U/.drop" && echo "<x/>" >"$U/.drop/form.xml" &&
    drop PT operator y form.xml && "$BIN/intake" -r "$U/PT"; status 65 . \
    "$BIN/validate" -r "$U/PT"'
parcels=$(cd "$U/PT/spool" && find valid quarantine -mindepth 1 -maxdepth 1 | sort)
before=$(dump)

# ---- made -------------------------------------------------------------------
claim "it is backed up" is PT backup "$U/b"
claim "no key is in it" eval '! files "$U/b" | grep -E "master|ring|message|epoch"'
claim "the settings, the certificates, the store and sent/ are" eval '
    for f in ./isupport.conf ./keys/people/first.pem ./store/data.mdb \
	./sent/audit ./MANIFEST; do
	files "$U/b" | grep -qx "$f" || { echo "$f"; exit 1; }
    done'
claim "so are the parcels" eval '[ "$(cd "$U/b/spool" &&
    find valid quarantine -mindepth 1 -maxdepth 1 | sort)" = "$parcels" ]'
claim "and the files that the store names" eval '[ "$(cd "$U/b/store/files" &&
    ls)" = "$(cd "$U/PT/store/files" && ls)" ] && [ -n "$(ls "$U/b/store/files")" ]'
claim "nobody else may look into it" test "$(stat -c %a "$U/b")" = 700
claim "what is there is never replaced" \
    status 65 'BACKUP-TAKEN.*another name' is PT backup "$U/b"
claim "a part that was left is" eval 'mkdir -p "$U/c.part/x" &&
    is PT backup "$U/c" && [ ! -e "$U/c.part" ] && [ ! -e "$U/c/x" ]'

# ---- refused ----------------------------------------------------------------
damage() { # COMMAND: a copy of the backup, damaged by it
	rm -rf "$U/d" && cp -a "$U/b" "$U/d" && chmod -R u+w "$U/d" &&
	    (cd "$U/d" && eval "$1")
}
refused() { # RULE COMMAND
	damage "$2" && status 65 "$1" is PT restore "$U/d" &&
	    [ "$(dump)" = "$before" ] && [ ! -e "$U/PT/keys/epoch" ]
}
flip='printf "\377" | dd of=store/data.mdb bs=1 seek=9000 conv=notrunc status=none'
claim "one with a flipped byte is refused, with the file" \
    refused 'BACKUP-DAMAGED.*store/data.mdb' "$flip"
claim "one that lacks a file is" \
    refused 'BACKUP-DAMAGED.*sent/audit' 'rm sent/audit'
claim "one with a longer file is" \
    refused 'BACKUP-DAMAGED.*isupport.conf' 'echo >>isupport.conf'
claim "one whose MANIFEST was edited is" \
    refused 'BACKUP-DAMAGED.*MANIFEST' 'sed -i 3d MANIFEST'
claim "one whose MANIFEST was cut is" \
    refused 'BACKUP-DAMAGED.*MANIFEST' 'sed -i \$d MANIFEST'
claim "one that was not finished is" refused BACKUP-NONE 'rm MANIFEST'
claim "another unit's is" eval 'unit DE && is DE backup "$U/de" &&
    status 65 "BACKUP-UNIT.*unit DE" is PT restore "$U/de"'
claim "while a stage runs it is tried again later" status 75 'a stage runs' \
    flock "$U/PT/spool/tmp/pay" "$BIN/isupport" -r "$U/PT" restore "$U/b"

# ---- put back ---------------------------------------------------------------
claim "heads are kept beside the notes" is PT audit head -o "$U/PT/sent/heads"
claim "work goes on" go PT
claim "a certificate is taken away" rm "$U/PT/keys/people/gone.pem"
claim "there are two cases now" test "$(number)" = 2
cp -a "$U/PT/sent/audit" "$U/audit"
after=$(dump)
claim "the backup is put back" status 0 'store that was there is store.before' \
    is PT restore "$U/b"
claim "the store is as it was" test "$(dump)" = "$before"
claim "the other one is kept" eval '[ "$(old)" = 1 ] &&
    mv "$U/PT/store" "$U/s" && mv "$U"/PT/store.before-* "$U/PT/store" &&
    [ "$(dump)" = "$after" ] && mv "$U/PT/store" "$U/PT/store.before-x" &&
    mv "$U/s" "$U/PT/store"'
claim "parcels that had gone on are back" eval '[ "$(cd "$U/PT/spool" &&
    find valid quarantine -mindepth 1 -maxdepth 1 | sort)" = "$parcels" ]'
claim "sent/ stays the newer one" cmp -n "$(stat -c %s "$U/audit")" \
    "$U/audit" "$U/PT/sent/audit"
claim "the certificate stays away" test ! -e "$U/PT/keys/people/gone.pem"
claim "nothing is left of the work" eval '[ ! -e "$U/PT/store.restored" ] &&
    [ -z "$(ls -A "$U/PT/spool/tmp/restore")" ] &&
    [ ! -e "$U/PT/store/restored" ]'
claim "nothing leaves" status 78 'STORE-RESTORED.*reconcile' \
    "$BIN/dispatch" -r "$U/PT"
claim "verify says so" status 78 STORE-RESTORED is PT audit verify
claim "it is reconciled" status 0 'numbers: case' is PT reconcile
claim "which is no longer to do" status 65 'RECONCILE.*nothing to do' \
    is PT reconcile
claim "the parcel is recorded, under a number that is new" eval 'go PT &&
    [ "$(number)" = 2 ] && is PT ls cases | grep PT-...._*-000003'

# ---- put back by hand -------------------------------------------------------
claim "another restore" is PT restore "$U/b"
claim "and a copy by hand of the store and of sent/, of one age" eval '
    is PT reconcile && is PT backup "$U/e" && is PT restore "$U/e" >/dev/null &&
    is PT reconcile && rm -rf "$U/PT/sent" && cp -a "$U/e/sent" "$U/PT/sent" &&
    cp "$U/e/store/data.mdb" "$U/PT/store/"'
claim "the epoch tells" status 78 STORE-RESTORED "$BIN/pay" -r "$U/PT"
claim "so does verify" status 78 STORE-RESTORED is PT audit verify
claim "it is reconciled" is PT reconcile

# ---- another machine --------------------------------------------------------
claim "of another machine only the keys are left" eval 'is PT backup "$U/f" &&
    mkdir "$U/new" && mv "$U/PT/keys" "$U/new/keys" &&
    rm -rf "$U/new/keys/people" "$U/PT" && mv "$U/new" "$U/PT"'
claim "the backup is put there" status 0 'reconcile --sent-lost REASON' \
    is PT restore "$U/f"
claim "with settings and certificates" eval 'number >/dev/null &&
    [ -e "$U/PT/keys/people/first.pem" ]'
claim "and the folders of a unit" test -d "$U/PT/spool/drop"
claim "nothing leaves" status 78 STORE-RESTORED "$BIN/pay" -r "$U/PT"
claim "nobody knows what left" status 65 'SENT-LOST.*bank' is PT reconcile
claim "and a person must say so" status 65 SENT-LOST is PT reconcile --sent-lost
claim "who does" is PT reconcile --sent-lost "looked at the bank"
claim "that is on record" grep -q '"sent-lost"' <(is PT dump)
claim "a new case has a number far away" eval 'drop_application z AC/9 && go PT &&
    is PT ls cases | grep "PT-....-1000.."'
claim "things leave again" "$BIN/dispatch" -r "$U/PT"
claim "without sent/ a store is not known, either" eval 'rm -rf "$U/PT/sent" &&
    mkdir "$U/PT/sent" && status 78 STORE-RESTORED "$BIN/dispatch" -r "$U/PT" &&
    status 65 SENT-LOST is PT reconcile &&
    is PT reconcile --sent-lost again && "$BIN/dispatch" -r "$U/PT"'
claim "a rebuild gives the same" twice PT
done_testing
