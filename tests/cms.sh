#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# Sealed messages: openssl(1) alone opens and verifies what we send, and we
# take what it has made by isupport-message(5); what was changed, is for
# another, or is signed under a certificate worth nothing is kept, a person is
# asked, and nobody is answered unless the settings say so.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
# shellcheck source=tests/header.bash
. tests/header.bash
programs_or_skip isupport intake validate record dispatch render
# shellcheck source=scripts/demo-data/conf.bash
. scripts/demo-data/conf.bash
scratch
ssl=$tmp/ssl plain=$tmp/plain
mkdir "$ssl" "$plain"

isupport() { # UNIT COMMAND ...
	local unit=$1
	shift
	"$BIN/isupport" -r "$tmp/$unit" "$@"
}
unit() { # NAME CODE KIND: with a message key of that kind
	mkdir "$tmp/$1"
	unit_conf "$2" | sed 's/^quiet_\(.*\) = .*/quiet_\1 = 0/
	    /^certificate = [^f]/d; /^certificate = finance/d; /^ask_again/d' \
	    >"$tmp/$1/isupport.conf"
	isupport "$1" init "$2" && isupport "$1" key init -t "$3" || return 1
	cp "$ssl/first.pem" "$tmp/$1/keys/people/"
	mkdir -p "$tmp/$1"/keys/authorities/{DE,PT,BR}
}
drops() { # UNIT: an application; who may, approves it
	local d=$tmp/$1/spool/drop
	cp -r "$tmp/form" "$d/.m"
	mv "$d/.m" "$d/m"
	isupport "$1" run || return 1
	mkdir "$d/.a"
	awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++)
		if ($i ~ /decision/) d = i } NR > 1 { $d = "approve" } { print }' \
	    "$tmp/$1/spool/desk/approval.csv" >"$d/.a/a.csv"
	openssl cms -sign -binary -md sha256 -in "$d/.a/a.csv" -outform DER \
	    -signer "$ssl/first.pem" -inkey "$ssl/first.key" \
	    -out "$d/.a/a.csv.p7s"
	mv "$d/.a" "$d/a"
}
pair() { # NAME KIND [OPTION ...]: a key and certificate of another's
	local name=$1 kind=$2
	shift 2
	case $kind in
	ec) set -- -newkey ec -pkeyopt ec_paramgen_curve:P-256 "$@" ;;
	*) set -- -newkey rsa:2048 "$@" ;;
	esac
	openssl req -x509 -nodes -subj "/CN=$name" -keyout "$ssl/$name.key" \
	    -out "$ssl/$name.pem" "$@" 2>"$tmp/log"
}
# ---- by the manual, with nothing of ours ----

signed() { # CODE FILE CERTIFICATE: a hash code of the scheme
	case $1 in is1:*) ;; *) return 1 ;; esac
	printf %s "${1#is1:}" | base64 -d >"$tmp/sig" &&
	openssl x509 -in "$3" -noout -pubkey >"$tmp/pub" &&
	openssl dgst -sha256 -verify "$tmp/pub" -signature "$tmp/sig" "$2"
}
# opens FOLDER RECIPIENT SENDER.pem: all of it, into $plain
opens() {
	local i n name
	canonical "$1/header.xml" >"$tmp/canon"
	signed "$(value "$1/header.xml" //msgHashCode)" "$tmp/canon" "$3" ||
		return 1
	n=$(value "$1/header.xml" 'count(//DocumentIdentification)')
	[ "$n" -gt 3 ] || return 1
	for ((i = 1; i <= n; i++)); do
		name=$(value "$1/header.xml" "//DocumentIdentification[$i]/*[1]")
		signed "$(value "$1/header.xml" \
		    "//DocumentIdentification[$i]/fileHashCode")" \
		    "$1/$name" "$3" &&
		openssl cms -decrypt -binary -inform DER -in "$1/$name" \
		    -recip "$ssl/$2.pem" -inkey "$ssl/$2.key" \
		    -out "$tmp/inner" &&
		openssl cms -verify -binary -inform DER -in "$tmp/inner" \
		    -CAfile "$3" -purpose any -out "$plain/$name" &&
		[ "$(stat -c %s "$plain/$name")" = "$(value "$1/header.xml" \
		    "//DocumentIdentification[$i]/fileSize")" ] || return 1
	done
}
code() { # FILE KEY: a hash code of the scheme
	printf 'is1:%s' "$(openssl dgst -sha256 -sign "$2" "$1" | base64 -w0)"
}
contact() { # WORD: what a header says of how to reach an authority
	local f
	echo '<contactInformation>'
	for f in Contact EmailAddress FaxNumber TelephoneNumber \
	    ContactTypeIdentifier; do
		echo "<$f>$1 $f</$f>"
	done
	echo '</contactInformation>'
}
# writes FOLDER ID CASE SENDER RECIPIENT.pem [cms -sign OPTION ...]: a message
# of $plain, signed with the key of SENDER
writes() {
	local dir=$1 id=$2 case=$3 from=$4 to=$5 f
	shift 5
	mkdir "$dir"
	for f in "$plain"/*; do
		openssl cms -sign -binary -nodetach -md sha256 -in "$f" \
		    -outform DER -signer "$ssl/$from.pem" \
		    -inkey "$ssl/$from.key" -out "$tmp/inner" "$@" &&
		openssl cms -encrypt -binary -aes-256-gcm -in "$tmp/inner" \
		    -outform DER -out "$dir/${f##*/}" -recip "$to" || return 1
	done
	{
		cat <<END
<?xml version="1.0"?><StandardBusinessDocumentHeader><HeaderVersion>1.0
</HeaderVersion><transport>
<Sender><Identifier>${party:-PT}</Identifier>$(contact pt)</Sender>
<Receiver><Identifier>DE</Identifier>$(contact de)</Receiver><msgId>$id</msgId>
<caseId>$case/MSG-01</caseId><creditorName>abc</creditorName>
<debitorName>abc</debitorName>
<msgCreationDateAndTime>2026-11-21 08:00:00
</msgCreationDateAndTime><msgHashCode>HASH</msgHashCode><cdTypeForm>E6
</cdTypeForm></transport><message><Documents>
END
		for f in "$plain"/*; do
			cat <<END
<DocumentIdentification><UniformResourceIdentifier>${f##*/}
</UniformResourceIdentifier><Type>NTOF</Type>
<MimeTypeQualifierCode>application/pdf</MimeTypeQualifierCode>
<fileSize>$(stat -c %s "$f")</fileSize>
<fileCreationDateAndTime>2026-11-21 07:59:00</fileCreationDateAndTime>
<fileHashCode>$(code "$dir/${f##*/}" "$ssl/$from.key")</fileHashCode>
</DocumentIdentification>
END
		done
		echo '</Documents></message></StandardBusinessDocumentHeader>'
	} | sed -e ':a' -e '/>$/!{N;ba' -e '}' -e 's/\n</</g' >"$dir/header.xml"
	canonical "$dir/header.xml" >"$tmp/canon"
	sed -i "s|HASH|$(code "$tmp/canon" "$ssl/$from.key")|" "$dir/header.xml"
}

claim "others have their keys" eval 'pair first ec && pair de-rsa rsa &&
    pair de-ec ec && pair pt-ec ec && pair pt-rsa rsa && pair stranger ec'

# ---- what we send ----

cp -r scripts/demo-data/mother "$tmp/form"
chmod -R u+w "$tmp/form"
scripts/demo-data/makepdf -f "$tmp/form/form.xml"
send() { # UNIT RECIPIENT: an application, to DE with that certificate
	cp "$ssl/$2.pem" "$tmp/$1/keys/authorities/DE/"
	drops "$1" && isupport "$1" run
	isupport "$1" key export-cert >"$ssl/$1.cert"
	[ -e "$tmp/$1/spool/ecodex/iSupport_outgoing/PT_1000001PT" ]
}
whole() { # what came out is what was dropped
	local f
	for f in "$tmp/form"/*; do
		cmp "$f" "$plain/${f##*/}" || return 1
	done
}
unread() { # FOLDER: no word of it can be read by who carries it
	! grep -raqlE 'urn:isupport|%PDF|FamilyNames' "$1"
}
for way in "PT1 ec de-rsa" "PT2 rsa de-ec"; do
	# shellcheck disable=SC2086 # three words
	set -- $way
	out=$tmp/$1/spool/ecodex/iSupport_outgoing/PT_1000001PT
	claim "$2 to $3: a unit with a key" unit "$1" PT "$2"
	claim "$2 to $3: a message leaves" send "$1" "$3"
	claim "$2 to $3: openssl opens and verifies all of it" \
	    opens "$out" "$3" "$ssl/$1.cert"
	claim "$2 to $3: it is what was dropped" whole
	claim "$2 to $3: on its way nothing of it can be read" unread "$out"
done

# ---- what we cannot seal ----

held() { # TASKS MESSAGES: so many wait, and none left
	[ "$(isupport PT3 ls tasks | grep -c 'message-held CERT-NONE')" = "$1" ] &&
	[ "$(isupport PT3 ls messages | grep -c sent)" = "$2" ] &&
	[ "$(find "$tmp/PT3/spool/ecodex/iSupport_outgoing" -name 'PT_*' |
	    wc -l)" = "$2" ]
}
claim "a unit without the certificate of the other one" unit PT3 PT ec
claim "has a message that may leave" drops PT3
isupport PT3 run
claim "its message waits, and a person is told" held 1 0
isupport PT3 run
claim "once" held 1 0
cp "$ssl/de-ec.pem" "$tmp/PT3/keys/authorities/DE/"
isupport PT3 run
claim "and goes when the certificate is there" held 0 1

# Killed between the folder and the store: the folder that stands there, with
# other sealed bytes than a second run makes, is the one that left.
again() {
	local out=spool/ecodex/iSupport_outgoing/PT_1000001PT
	cp -a "$tmp/PT4" "$tmp/PT5" && "$BIN/dispatch" -r "$tmp/PT5" || return 1
	cp -a "$tmp/PT5/$out" "$tmp/PT4/$out"
	cp -a "$tmp/PT5/sent/PT_1000001PT" "$tmp/PT4/sent/"
	"$BIN/dispatch" -r "$tmp/PT4" &&
	diff -r "$tmp/PT5/$out" "$tmp/PT4/$out" &&
	isupport PT4 ls messages | grep -q sent &&
	isupport PT4 dump | sed -n 's/^document [^ ]* //p' |
	    jq -r 'select(.role == "header").sha256' |
	    grep -qFx "$(sha256sum <"$tmp/PT4/$out/header.xml" |
	    cut -d' ' -f1)"
}
# What left under the name before was something else: nothing is put there.
taken() {
	local out=spool/ecodex/iSupport_outgoing/PT_1000001PT
	rm -rf "$tmp/PT6/$out"
	echo PT_1000001PT 0000 >"$tmp/PT6/sent/PT_1000001PT"
	"$BIN/dispatch" -r "$tmp/PT6" && [ ! -e "$tmp/PT6/$out" ] &&
		isupport PT6 ls tasks | grep "message-held PUBLISH-TAKEN"
}
claim "a unit with a message that may leave" unit PT4 PT ec
cp "$ssl/de-ec.pem" "$tmp/PT4/keys/authorities/DE/"
claim "which is approved" drops PT4
for s in intake validate record; do "$BIN/$s" -r "$tmp/PT4"; done
cp -a "$tmp/PT4" "$tmp/PT6"
claim "after a crash the folder that left stays as it is" again
claim "another message of that name is not let out" taken

# ---- what we take ----

claim "a unit that takes messages" unit DE DE rsa
isupport DE key export-cert >"$ssl/DE.cert"
in=$tmp/DE/spool/ecodex/iSupport_incoming
cp "$ssl/pt-ec.pem" "$ssl/pt-rsa.pem" "$tmp/DE/keys/authorities/PT/"
stages() { # STAGE...: of the unit that takes messages
	local s
	for s; do "$BIN/$s" -r "$tmp/DE" 2>>"$tmp/log"; done
}
takes() { # ID WORD: the unit has the message, and says so of it
	stages intake validate record
	isupport DE ls messages | grep -E "^in $1 .* $2 "
}
n=0
for from in pt-ec pt-rsa; do
	n=$((n + 1))
	claim "$from: openssl writes a message" writes "$in/PT_${n}PT" "${n}PT" \
	    "PT-DE-2026-00000$n-PT" "$from" "$ssl/DE.cert"
	claim "$from: we take it" takes "${n}PT" received
done
claim "of it a case came" grep -c requested-by <(isupport DE ls cases)
hashes() { # UNIT: of all documents
	isupport "$1" dump | sed -n 's/^document [^ ]* //p' | jq -r .sha256 \
	    >"$tmp/kept"
}
kept() { # UNIT FILE...: among the documents that hashes saw
	local f
	shift
	for f; do
		grep -qFx "$(sha256sum <"$f" | cut -d' ' -f1)" "$tmp/kept" ||
			return 1
	done
}
hashes DE
claim "the plain files are kept" kept DE "$plain"/*
claim "and the sealed ones, as a proof" kept DE "$in"/PT_1PT/*

# ---- what we refuse ----

# The form and one attachment are enough.
mkdir "$tmp/small"
cp "$plain/form.xml" "$plain/decisao.pdf" "$tmp/small"
plain=$tmp/small

refuses() { # ID RULE: kept, a task, and no answer
	local files
	mapfile -t files < <(find "$in/PT_$1" -type f)
	grep -E "^in $1 .* $2 " "$tmp/messages" &&
	grep -E "unreadable $2 20" "$tmp/tasks" && kept DE "${files[@]}" &&
	! grep "^out" "$tmp/messages"
}
# message ID FROM TO [OPTION ...]: one of its own case; without options the
# documents are sealed once, and the header is signed for each.
message() {
	local id=$1 from=$2 to=$3 t=$tmp/sealed.$2.${3##*/}
	shift 3
	if [ $# != 0 ]; then
		writes "$tmp/new" "$id" "PT-DE-2026-0000$id" "$from" "$to" "$@"
		return
	fi
	if [ ! -d "$t" ]; then
		writes "$t" 99PT PT-DE-2026-000099PT "$from" "$to" || return
		cp "$tmp/canon" "$t.canon"
	fi
	cp -r "$t" "$tmp/new"
	sed "s/99PT/$id/" "$t.canon" >"$tmp/canon"
	sed -i "s/99PT/$id/; s|<msgHashCode>[^<]*|<msgHashCode>$(code \
	    "$tmp/canon" "$ssl/$from.key")|" "$tmp/new/header.xml"
}
texts=() ids=() rules=()
# deliver ID [RULE TEXT]: what will be refused, all at once, by looked
deliver() {
	mv "$tmp/new" "$in/PT_$1"
	[ $# = 1 ] || { ids+=("$1") rules+=("$2") texts+=("$3"); }
}
looked() {
	local i
	stages intake validate record
	isupport DE ls messages >"$tmp/messages"
	isupport DE ls tasks >"$tmp/tasks"
	hashes DE
	for i in "${!ids[@]}"; do
		claim "${texts[i]}: refused" refuses "${ids[i]}" "${rules[i]}"
	done
	texts=() ids=() rules=()
}
flip() { # FILE BYTE: the last bit of it
	local b
	b=$(od -An -tu1 -j"$2" -N1 "$1")
	printf '%b' "\\0$(printf %o $((b ^ 1)))" |
	    dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}
# field NAME N ID: the Nth of that name in the header has another bit: the last
# of a letter in the middle of its value.
field() {
	local at old names
	message "$3" pt-rsa "$to"
	at=$(grep -ob "<$1>" "$tmp/new/header.xml" | sed -n "$2p" | cut -d: -f1)
	flip "$tmp/new/header.xml" $((at + ${#1} + 3))
	got=$(value "$tmp/new/header.xml" //msgId)
	[ "$1" != UniformResourceIdentifier ] || {
		old=$(value "$tmp/new/header.xml" "(//$1)[$2]")
		mapfile -t -O 1 names < <(cd "$plain" && printf '%s\n' *)
		mv "$tmp/new/${names[$2]}" "$tmp/new/$old"
	}
}
to=$ssl/DE.cert
id=10
files=(form.xml) bytes=(0 40 300 -1) fields=(msgId caseId cdTypeForm fileSize
    fileHashCode msgHashCode UniformResourceIdentifier)
if [ -n "$ALL" ]; then
	files=(form.xml decisao.pdf)
	fields+=(HeaderVersion creditorName debitorName Contact EmailAddress
	    FaxNumber TelephoneNumber ContactTypeIdentifier Type
	    msgCreationDateAndTime MimeTypeQualifierCode
	    fileCreationDateAndTime)
fi
for f in "${files[@]}"; do
	for at in "${bytes[@]}"; do
		id=$((id + 1))
		message "${id}PT" pt-ec "$to"
		size=$(stat -c %s "$tmp/new/$f")
		flip "$tmp/new/$f" $((at < 0 ? size + at : at))
		deliver "${id}PT" FILE-SIGNATURE "a bit of $f, byte $at"
	done
done
id=20 # a bit less makes one that is not there yet
for f in "${fields[@]}"; do
	n=1
	[ -z "$ALL" ] || n=$(grep -o "<$f>" \
	    "$tmp/sealed.pt-ec.DE.cert/header.xml" | wc -l)
	for ((i = 1; i <= n; i++)); do
		field "$f" "$i" "${id}PT"
		deliver "$got" MESSAGE-SIGNATURE "a bit of $f, the $i."
		id=$((id + 2))
	done
done
id=80
message "${id}PT" pt-ec "$to"
xmllint --nonet --format "$tmp/new/header.xml" |
    awk '/<DocumentIdentification>/ && ++n == 2 { skip = 1 }
	!skip { print } /<.DocumentIdentification>/ { skip = 0 }' \
	>"$tmp/less"
mv "$tmp/less" "$tmp/new/header.xml"
deliver "${id}PT" MESSAGE-SIGNATURE "a document less"
id=$((id + 1))
message "${id}PT" pt-ec "$to"
xmllint --nonet --format "$tmp/new/header.xml" |
    awk '/<DocumentIdentification>/ { ++n } n == 1 { first = first $0 "\n" }
	n != 1 { print } /<.DocumentIdentification>/ && n == 1 { n = 0.5 }
	/<.DocumentIdentification>/ && n == 1.5 { printf "%s", first; n = 2 }' \
	>"$tmp/less"
mv "$tmp/less" "$tmp/new/header.xml"
claim "two documents have changed places" test "$(value \
    "$tmp/new/header.xml" '(//UniformResourceIdentifier)[2]')" = decisao.pdf
deliver "${id}PT" MESSAGE-SIGNATURE "the documents in another order"
id=$((id + 1))
message "${id}PT" pt-ec "$ssl/stranger.pem"
deliver "${id}PT" SEAL-RECIPIENT "sealed for another"
id=$((id + 1))
message "${id}PT" stranger "$to"
deliver "${id}PT" MESSAGE-SIGNATURE "signed by a stranger"
# Another authority, whose signature is good, in the thread of a case of PT.
id=$((id + 1))
mkdir -p "$tmp/DE/keys/authorities/BR"
cp "$ssl/stranger.pem" "$tmp/DE/keys/authorities/BR/"
party=BR writes "$tmp/new" "${id}BR" PT-DE-2026-000001-PT stranger "$to"
mv "$tmp/new" "$in/PT_${id}BR"
ids+=("${id}BR") rules+=(MESSAGE-THREAD) texts+=("in a thread of others")

# Plain where it must be sealed.
id=$((id + 1))
message "${id}PT" pt-ec "$to"
cp "$plain"/* "$tmp/new/"
sed -i 's|is1:[^<]*|is0:sha256:AAAA|g' "$tmp/new/header.xml"
deliver "${id}PT" PLAIN-REFUSED "stripped of its seal"
looked

# ---- certificates worth nothing ----

authority() { # make $ssl/ca, which can revoke, and end what it issues early
	pair ca ec
	mkdir "$ssl/d"
	: >"$ssl/d/index"
	echo 01 >"$ssl/d/n"
	cat >"$ssl/d/conf" <<END
[ca]
default_ca = d
[d]
database = $ssl/d/index
serial = $ssl/d/n
crlnumber = $ssl/d/n
new_certs_dir = $ssl/d
certificate = $ssl/ca.pem
private_key = $ssl/ca.key
default_md = sha256
default_crl_days = 30
policy = p
[p]
commonName = supplied
END
}
issued() { # NAME FROM UNTIL
	openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -subj "/CN=$1" -keyout "$ssl/$1.key" -out "$ssl/$1.csr" &&
	openssl ca -batch -config "$ssl/d/conf" -notext -startdate "$2" \
	    -enddate "$3" -in "$ssl/$1.csr" -out "$ssl/$1.pem"
}
revoke() { # NAME
	openssl ca -config "$ssl/d/conf" -revoke "$ssl/$1.pem" &&
	openssl ca -config "$ssl/d/conf" -gencrl \
	    -out "$tmp/DE/keys/authorities/PT/ca.crl"
}
claim "an authority issues certificates" authority
claim "one that is over" issued over 20200101000000Z 20210101000000Z
claim "one that is not yet" issued later 20900101000000Z 20910101000000Z
claim "one that will be revoked" issued gone 20200101000000Z 20900101000000Z
cp "$ssl"/{over,later,gone}.pem "$tmp/DE/keys/authorities/PT/"
for from in over later; do
	id=$((id + 1))
	message "${id}PT" "$from" "$ssl/DE.cert"
	deliver "${id}PT" CERT-EXPIRED "signed under one that is $from"
done
looked
message 90PT gone "$ssl/DE.cert"
deliver 90PT
claim "under one that is not revoked yet: taken" takes 90PT received
claim "it is revoked" revoke gone
message 91PT gone "$ssl/DE.cert"
deliver 91PT CERT-REVOKED "now that it is"
looked
claim "isupport key show says what each is worth" eval \
    'isupport DE key show >"$tmp/show"; grep -q "^PT gone.pem revoked" \
    "$tmp/show" && grep -q "^PT over.pem expired" "$tmp/show" &&
    grep -q "^PT later.pem later" "$tmp/show" &&
    grep -q "^PT pt-ec.pem valid" "$tmp/show" && grep -q "^us " "$tmp/show"'

# ---- and then ----

message 91PT pt-ec "$ssl/DE.cert"
mv "$tmp/new" "$in/PT_91PT-r1"
claim "sent again as it should be, it is taken" takes 91PT received
sed -i 's/^\[party.PT\]/&\nask_again = yes/' "$tmp/DE/isupport.conf"
cp "$ssl/pt-ec.pem" "$tmp/DE/keys/authorities/PT/0.pem"
message 92PT stranger "$ssl/DE.cert"
deliver 92PT
# What somebody on the way has put beside it is not the sender's.
unlisted() {
	isupport DE ls tasks | grep MESSAGE-UNLISTED &&
	isupport DE dump | sed -n 's/^document [^ ]* //p' |
	    jq -r 'select(.name == "foreign.pdf").role' | grep -x unlisted &&
	isupport DE show 94PT >"$tmp/shown" && ! grep foreign.pdf "$tmp/shown"
}
message 94PT pt-ec "$ssl/DE.cert"
cp "$plain/decisao.pdf" "$tmp/new/foreign.pdf"
deliver 94PT
claim "with a file that its header does not list: taken" takes 94PT received
claim "that file is not the sender's word" unlisted
supplements() { # N: tasks about files that came later
	stages intake validate record
	[ "$(isupport DE ls tasks | grep -c 'finding SUPPLEMENT - 94PT')" = "$1" ]
}
chmod 600 "$in/PT_94PT/header.xml"
claim "seen again as it was, it is nothing new" supplements 0
cp "$plain/decisao.pdf" "$in/PT_94PT/later.pdf"
claim "a file that came later is told" supplements 1
chmod 644 "$in/PT_94PT/header.xml"
claim "once" supplements 1

answered() {
	stages intake validate record
	isupport DE ls messages | grep -E '^out .* NOTE '
}
claim "where the settings say so, the sender is asked again" answered
message 93PT pt-ec "$ssl/DE.cert"
cp "$plain"/* "$tmp/new/"
n=0
for f in "$plain"/*; do
	n=$((n + 1))
	h=$(openssl dgst -sha256 -binary "$f" | base64)
	xmllint --nonet --format "$tmp/new/header.xml" >"$tmp/h"
	awk -v n="$n" -v h="$h" '/<fileHashCode>/ && ++i == n {
		sub(/is1:[^<]*/, "is0:sha256:" h) } { print }' "$tmp/h" \
	    >"$tmp/new/header.xml"
done
canonical "$tmp/new/header.xml" is0 >"$tmp/canon"
h=$(openssl dgst -sha256 -binary "$tmp/canon" | base64)
sed -i "s|is1:[^<]*|is0:sha256:$h|" "$tmp/new/header.xml"
sed -i 's/^\[party.PT\]/&\nplain = yes/' "$tmp/DE/isupport.conf"
deliver 93PT
claim "and a plain message is taken" takes 93PT received

# ---- an id of theirs is no name of ours ----

pages() { # of forms, whose names say nothing that is not ours
	stages render
	(cd "$tmp/DE/spool/desk" && ls -b -- *-form.en.html)
}
for msgid in "a/../b" "Maria Silva" $'x\u202e\u009b'; do
	id=$((id + 1))
	writes "$in/PT_${id}PT" "$msgid" "PT-DE-2026-0000$id-PT" pt-ec \
	    "$ssl/DE.cert"
done
claim "three messages with ids that are no names of files" eval \
    'stages intake validate record &&
    [ "$(isupport DE ls messages | grep -cE "^in (a/|Maria|x.u).* received")" = 3 ]'
claim "each has its page" eval \
    'pages >"$tmp/pages"; [ "$(grep -c "^DE-.*-[+][0-9]*-form" "$tmp/pages")" = 3 ]'
claim "and a plain id is in the name of its page" \
    grep -qx 'DE-.*-93PT-form.en.html' "$tmp/pages"
claim "no name has more than that" eval \
    '! grep -vxE "[A-Za-z0-9.+-]*" "$tmp/pages"'
cp -a "$tmp/DE/spool/desk" "$tmp/desk"
message 95PT pt-ec "$ssl/DE.cert"
deliver 95PT
claim "the next run leaves them as they are" eval \
    'stages intake validate record render &&
    for f in "$tmp"/desk/*+*; do cmp "$f" "$tmp/DE/spool/desk/${f##*/}"; done'
done_testing
