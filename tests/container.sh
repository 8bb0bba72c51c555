#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# The published containers, tokens and evidences before isupport
# check-container, with the certificates pinned that stand in them.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
programs_or_skip isupport
scratch
S=${SHARED:-../shared}/ecodex/samples
own=tests/data/fuzz_container/deflated.asics

check() { # STATUS LAST-LINE [ARGUMENT...]
	local want=$1 last=$2 status
	shift 2
	"$BIN/isupport" check-container "$@" >"$tmp/out" 2>"$tmp/err"
	status=$?
	cat "$tmp/out" "$tmp/err"
	[ "$status" = "$want" ] && [ "$(tail -n 1 "$tmp/out")" = "$last" ]
}
says() { grep -qF -- "$1" "$tmp/err"; }
pin() { # FILE...: the first certificate that stands in each
	local f
	for f; do
		case $f in
		*.asics) unzip -p "$f" META-INF/signatures.xml ;;
		*) cat "$f" ;;
		esac | tr -d '\n' | sed -n \
		    's/.*<ds:X509Certificate>\([^<]*\)<.*/\1/p' | tr -d ' ' |
		    base64 -d >"$tmp/pins/$(basename "$f").der"
		openssl x509 -inform DER -in "$tmp/pins/$(basename "$f").der" \
		    -noout 2>/dev/null || rm "$tmp/pins/$(basename "$f").der"
	done
}

claim "a container of ours is accepted" \
    check 0 accepted -c tests/data/pins "$own"
claim "and read from standard input" \
    check 0 accepted -c tests/data/pins - <"$own"
claim "nothing is proved without a pin" check 65 'not verifiable' "$own"
claim "it says so" says XMLSIG-UNPINNED
claim "a certificate has its days" \
    check 65 refused -c tests/data/pins -d 2110-01-01 "$own"
claim "it says so, too" says PIN-EXPIRED
cat "$own" "$own" >"$tmp/twice"
claim "an archive behind another is none" \
    check 65 '' -c tests/data/pins "$tmp/twice"
claim "it says why" says ZIP-FORM
cp "$own" "$tmp/secret" && chmod u+w "$tmp/secret"
printf '\1' | dd of="$tmp/secret" bs=1 seek=6 conv=notrunc status=none
claim "one that says of an entry that it is encrypted is none" \
    check 65 '' -c tests/data/pins "$tmp/secret"
mkdir -p "$tmp/unit/keys/connectors/FR"
cp tests/data/pins/*.pem "$tmp/unit/keys/connectors/FR"
claim "the unit's own pins are the default" \
    env ISUPPORT_ROOT="$tmp/unit" "$BIN/isupport" check-container "$own"
claim "as JSON" test "$("$BIN/isupport" --json check-container \
    -c tests/data/pins "$own" | jq -r '.signature, (.files | length)' |
    paste -sd,)" = valid,2
claim "no file is no input" check 66 '' "$tmp/none"
claim "it says which" says "$tmp/none: No such file"
claim "nor is a folder" check 66 '' -c tests/data/pins "$tmp"
claim "it says so" says "not a regular file"
mkfifo "$tmp/fifo"
claim "nor a FIFO, and nobody waits for it" timeout 20 bash -c \
    '"$0" check-container "$1" 2>"$2"; [ $? = 66 ]' \
    "$BIN/isupport" "$tmp/fifo" "$tmp/err"
claim "it says so, too" says "not a regular file"
claim "nor is such a token" check 66 '' -c tests/data/pins -t "$tmp" "$own"
claim "certificates in no folder" check 66 '' -c "$tmp/none" "$own"
claim "are not what is missing in one" says "$tmp/none: No such file"
claim "nor in a file" check 66 '' -c "$own" "$own"
claim "which it says" says "not a folder"
mkdir "$tmp/bad" && cp tests/data/pins/ec.pem "$tmp/bad" &&
	echo none >"$tmp/bad/broken.pem"
claim "what is none in a folder is refused" check 65 '' -c "$tmp/bad" "$own"
claim "by its name" says "(broken.pem)"
claim "no argument: how to call it" check 64 ''
claim "a full disk is noticed" test "$("$BIN/isupport" check-container \
    -c tests/data/pins "$own" >/dev/full 2>/dev/null; echo $?)" = 75

if [ ! -d "$S/asics" ] || ! command -v unzip >/dev/null; then
	skip "the published ones" "../shared or unzip is absent"
	done_testing
fi
mkdir "$tmp/pins"
pin "$S"/asics/*.asics "$S"/token/asics1-trustoktoken.xml
for f in ValidContainer asics1 msg2-container msg3-container; do
	claim "$f is accepted" check 0 accepted -c "$tmp/pins" "$S/asics/$f.asics"
done
claim "AlteredContainer is not" \
    check 65 refused -c "$tmp/pins" "$S/asics/AlteredContainer.asics"
claim "for the digest of its content" says XMLSIG-DIGEST
claim "its token is about a document in asics1" check 0 accepted \
    -c "$tmp/pins" -t "$S/token/asics1-trustoktoken.xml" "$S/asics/asics1.asics"
claim "and in no other container" check 65 refused \
    -c "$tmp/pins" -t "$S/token/asics1-trustoktoken.xml" \
    "$S/asics/msg2-container.asics"
claim "it is accepted alone, too" check 0 accepted \
    -c "$tmp/pins" "$S/token/asics1-trustoktoken.xml"
for f in "$S"/token/{ValidContainer,msg?-Token}.xml \
    "$S"/evidence/{DERIVED,msg,signature}*.xml; do
	claim "$(basename "$f") is read, and not verifiable" \
	    check 65 'not verifiable' -c "$tmp/pins" "$f"
	claim "for its SHA-1" says XMLSIG-SHA1
done
done_testing
