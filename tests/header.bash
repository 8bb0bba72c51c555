# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# The hash of a header, by the manual isupport-message(5) and with nothing of
# ours; sourced.
value() { # FILE XPATH
	xmllint --nonet --xpath "string($2)" "$1"
}
line() { # NAME VALUE: of the canonical form
	[ -z "$2" ] || printf '%s %d:%s\n' "$1" "$(printf %s "$2" | wc -c)" "$2"
}
canonical() { # HEADER [SCHEME]
	local p f i n
	echo "${2-is1}-header"
	line HeaderVersion "$(value "$1" '/*/HeaderVersion')"
	for p in Sender Receiver; do
		line "transport/$p/Identifier" \
		    "$(value "$1" "/*/transport/$p/Identifier")"
		for f in Contact EmailAddress FaxNumber TelephoneNumber \
		    ContactTypeIdentifier; do
			line "transport/$p/contactInformation/$f" "$(value \
			    "$1" "/*/transport/$p/contactInformation/$f")"
		done
	done
	for f in msgId caseId creditorName debitorName msgCreationDateAndTime \
	    cdTypeForm; do
		line "transport/$f" "$(value "$1" "/*/transport/$f")"
	done
	n=$(value "$1" 'count(//DocumentIdentification)')
	for ((i = 1; i <= n; i++)); do
		echo DocumentIdentification
		for f in UniformResourceIdentifier Type MimeTypeQualifierCode \
		    fileSize fileCreationDateAndTime fileHashCode; do
			line "$f" "$(value "$1" \
			    "//DocumentIdentification[$i]/$f")"
		done
	done
}

# rehash FOLDER: of a plain message whose files were changed: sizes and hashes
# of all that it lists, and of the header.
rehash() {
	local d=$1 i n f h
	n=$(value "$d/header.xml" 'count(//DocumentIdentification)')
	for ((i = 1; i <= n; i++)); do
		f=$d/$(value "$d/header.xml" "//DocumentIdentification[$i]/\
UniformResourceIdentifier")
		h=$(openssl dgst -sha256 -binary "$f" | base64)
		awk -v n="$i" -v h="$h" -v s="$(stat -c %s "$f")" '
		    /<fileSize>/ && ++z == n { sub(/>[0-9]*</, ">" s "<") }
		    /<fileHashCode>/ && ++k == n {
			sub(/>[^<]*</, ">is0:sha256:" h "<") }
		    { print }' "$d/header.xml" >"$d/.h" &&
		    mv "$d/.h" "$d/header.xml" || return
	done
	h=$(canonical "$d/header.xml" is0 | openssl dgst -sha256 -binary |
	    base64) &&
	    sed -i "s|<msgHashCode>[^<]*|<msgHashCode>is0:sha256:$h|" \
	        "$d/header.xml"
}
