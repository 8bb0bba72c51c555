#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# isupport key rotate, backup, restore; a master key from systemd.
set -u -o pipefail
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
# shellcheck source=tests/units.bash
. tests/units.bash
programs_or_skip isupport
scratch
U=$tmp
keys=$U/DE/keys

# state: the records, without those of what was done to keys.
state() {
	is DE dump | sed '/^meta event /d; /"kind":"key-/d'
}
same() { # the unit is as it was
	state | cmp - "$U/before"
}
# says STATUS TEXT COMMAND...: it ends so, and says so.
says() {
	local want=$1 text=$2 status
	shift 2
	"$@" >"$U/said" 2>&1
	status=$?
	cat "$U/said"
	[ "$status" = "$want" ] && grep -q -- "$text" "$U/said"
}
nothing_left() {
	[ -z "$(find "$keys" -name '*.next' -o -name .master)" ]
}
# certificate NAME ARGUMENT...: a key that is not on this machine, as it were.
certificate() {
	local name=$1
	shift
	openssl req -x509 -nodes -subj "/CN=$name" -keyout "$U/$name.key" \
	    -out "$U/$name.pem" "$@" 2>/dev/null
}
opened() { # FILE NAME: what openssl alone makes of it
	openssl cms -decrypt -inform DER -in "$U/$1" -inkey "$U/$2.key" \
	    -recip "$U/$2.pem" -out "$U/$1.txt"
}
away() { # NAME...: move what is in keys/ away
	local f
	rm -rf "$U/away" && mkdir "$U/away"
	for f; do
		mv "$keys/$f" "$U/away/" || return
	done
}
back() {
	local f
	for f in "$U/away"/*; do
		rm -rf "${keys:?}/${f##*/}" && mv "$f" "$keys/" || return
	done
}

claim "a unit" unit DE
claim "message keys are made, which is on record" \
    eval 'is DE key init && is DE dump | grep -q "\"key-made\""'
state >"$U/before"
fingerprint=$(openssl x509 -in "$keys"/message/*.pem -noout -fingerprint -sha256)
claim "key show has the whole fingerprint" \
    grep -q " ${fingerprint#*=}\$" <(is DE key show)
claim "as JSON it is the same" test "$(is DE key show --json | jq -r \
    '"\(.party) \(.file) \(.state) \(.from)..\(.until) \(.key) \(.sha256)"')" \
    = "$(is DE key show)"

# ---- rotate ----

cp "$keys/master" "$U/first"
cp -a "$keys/ring" "$U/first-ring"
claim "the master key is changed" says 0 "^4 keys" is DE key rotate
claim "it is another, and the older one is gone" \
    eval '! cmp -s "$keys/master" "$U/first" && nothing_left'
claim "nothing else is" same
claim "message keys open" is DE key show
claim "both ends are on record" \
    eval '[ "$(is DE dump | grep -c "\"key-rotat")" = 2 ]'
claim "the chain holds" is DE audit verify
claim "no wrapped key is where it was" \
    eval '! cmp -s "$keys/ring/data.mdb" "$U/first-ring/data.mdb"'
held() { # as the keys are open elsewhere
	exec 8<"$keys" && flock -s 8 || return
	says 75 "has the keys open" is DE key rotate
	local status=$?
	exec 8<&-
	return "$status"
}
claim "while another process has them open it waits, and then gives up" held
claim "and nothing was done" eval 'same && nothing_left'

# ---- backup ----

certificate ec -newkey ec -pkeyopt ec_paramgen_curve:P-256
certificate rsa -newkey rsa:2048
certificate sign -newkey rsa:2048 -addext keyUsage=digitalSignature
for kind in ec rsa; do
	claim "a copy of the keys for a certificate ($kind)" \
	    says 0 "^4 keys, 3 files" is DE key backup "$U/$kind.pem" "$U/$kind.cms"
	claim "openssl alone opens it ($kind)" opened "$kind.cms" "$kind"
	claim "and finds all keys in it ($kind)" \
	    eval '[ "$(grep -c "^key " "$U/$kind.cms.txt")" = 4 ] &&
	    tail -n 1 "$U/$kind.cms.txt" | grep -q "^end "'
done
claim "of mode 0400" eval '[ "$(stat -c %a "$U/ec.cms")" = 400 ]'
claim "no key stands in it" \
    eval '! grep -qaF "$(sed -n "s/^key 1 //p" "$U/ec.cms.txt")" "$U/ec.cms"'
fingerprint=$(openssl x509 -in "$U/ec.pem" -noout -fingerprint -sha256)
claim "for whom is on record" grep -q "\"key-backup\".*${fingerprint#*=}" \
    <(is DE dump)
cp "$U/ec.cms" "$U/ec.was"
claim "no file is written over" \
    says 65 "stays" is DE key backup "$U/ec.pem" "$U/ec.cms"
claim "which stays" cmp "$U/ec.cms" "$U/ec.was"
claim "not for a certificate that is to sign with" \
    says 65 "certificate" is DE key backup "$U/sign.pem" "$U/sign.cms"
claim "not for what is no certificate" \
    says 65 "" is DE key backup "$U/rsa.key" "$U/none.cms"
claim "not in no folder" \
    says 75 "" is DE key backup "$U/ec.pem" "$U/nowhere/file"

# ---- restore ----

claim "what is there already stays" \
    says 0 "there already" is DE key restore "$U/ec.cms.txt"
away ring master message
claim "all keys gone: nothing opens" says 78 "keys" is DE dump
claim "they come back from the copy, by standard input" \
    says 0 "put in place" is DE key restore - <"$U/rsa.cms.txt"
claim "and open everything" eval 'same && is DE key show && nothing_left'
claim "private keys are for their owner alone" \
    eval '[ -z "$(find "$keys" -name "*.key" -perm /077)" ] &&
    [ "$(stat -c %a "$keys" "$keys/ring" "$keys/master" | xargs)" = \
	"700 700 400" ]'
claim "which is on record" eval 'is DE dump | grep -q "\"key-restored\""'
away master
claim "a ring without its master key" says 78 "master" is DE dump
claim "gets it from the copy" \
    says 0 "master key, which is back" is DE key restore "$U/ec.cms.txt"
claim "and opens" same
claim "rotated since, the copy still holds the same keys" \
    eval 'is DE key rotate &&
    says 0 "there already" is DE key restore "$U/ec.cms.txt"'
away ring
claim "but its master key does not replace another" \
    says 78 "move it away" is DE key restore "$U/ec.cms.txt"
back
claim "and all is as it was" same
U2=$U/other
mkdir "$U2" && cp -a "$U/DE" "$U2/DE" && rm -r "$U2/DE/keys/ring" \
    "$U2/DE/keys/master" && U=$U2 is DE init DE
claim "keys that are there and are others stay" \
    says 78 "nothing is replaced" "$BIN/isupport" -r "$U2/DE" key restore \
    "$U/ec.cms.txt"

# What was changed, or is not all there.
away ring master
broken() { # TEXT: says so, and leaves nothing that opens
	says 65 "$1" is DE key restore "$U/broken" && [ ! -e "$keys/ring" ] &&
	    [ ! -e "$keys/master" ] && [ ! -e "$keys/master.next" ]
}
sed '$d' "$U/ec.cms.txt" >"$U/broken"
claim "cut short" broken "cut short"
sed '/^key 2 /d' "$U/ec.cms.txt" >"$U/broken"
claim "a line is missing" broken "changed"
sed '/^key 2 /{s/^\(key 2 \)A/\1B/;t
    s/^\(key 2 \)./\1A/}' "$U/ec.cms.txt" >"$U/broken"
claim "a letter is another" broken "changed"
sed '/^key 1 /{h;d};/^key 2 /G' "$U/ec.cms.txt" >"$U/broken"
claim "keys in another order" broken "in its place"
cp "$U/ec.cms" "$U/broken"
claim "not opened" broken ""
sed '1s/ DE / FR /' "$U/ec.cms.txt" >"$U/broken"
claim "of another unit" broken "another unit"
: >"$U/broken"
claim "nothing" broken "cut short"
claim "and then the right one" \
    says 0 "put in place" is DE key restore "$U/ec.cms.txt"
claim "which opens everything" same

# ---- a master key from systemd ----

mkdir "$U/given"
mv "$keys/master" "$U/given/isupport-master"
claim "without its file and without a credential" says 78 "master" is DE dump
export CREDENTIALS_DIRECTORY=$U/given
claim "a credential is the master key" same
claim "init makes no other beside it" eval 'is DE init DE >/dev/null &&
    [ ! -e "$keys/master" ]'
claim "there is no rotation without the next one" \
    says 78 "isupport-master.next" is DE key rotate
openssl rand -hex 32 >"$U/given/isupport-master.next"
chmod 400 "$U/given/isupport-master.next"
claim "with it there is" says 0 "^4 keys" is DE key rotate
claim "and it opens" eval 'same && nothing_left && [ ! -e "$keys/master" ]'
mv -f "$U/given/isupport-master.next" "$U/given/isupport-master"
claim "also when it has become the one" same
away ring
claim "a copy is put back under the credential" \
    says 0 "put in place" is DE key restore "$U/ec.cms.txt"
claim "and opens" eval 'same && [ ! -e "$keys/master" ]'
unset CREDENTIALS_DIRECTORY
claim "and not without it" says 78 "master" is DE dump

done_testing
