# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# What the scripts know of a unit; sourced by them.

# programs SCRIPTS: the folder of the programs that belong to these scripts.
programs() {
	local d
	for d in "${ISUPPORT_BIN-}" "$1/../bin" "$1/../build/bin"; do
		[ -z "$d" ] || [ ! -x "$d/isupport" ] || {
			(cd "$d" && pwd)
			return
		}
	done
	echo "${0##*/}: the programs are not built (make)" >&2
	return 78
}

# setting ROOT SECTION KEY DEFAULT: from ROOT/isupport.conf.
setting() {
	local v
	v=$(awk -v s="$2" -v k="$3" '
	    { sub(/[ \t][;#].*/, ""); sub(/^[ \t]+/, ""); sub(/[ \t\r]+$/, "") }
	    /^\[/ { here = ($0 == "[" s "]"); next }
	    here && (i = index($0, "=")) {
		name = substr($0, 1, i - 1); sub(/[ \t]+$/, "", name)
		if (name == k) { v = substr($0, i + 1); sub(/^[ \t]+/, "", v) }
	    }
	    END { print v }' "$1/isupport.conf")
	printf '%s\n' "${v:-$4}"
}

# folder ROOT incoming|outgoing: the connector's folder.
folder() {
	local path
	path=$(setting "$1" folders "$2" "spool/ecodex/iSupport_$2")
	case $path in
	/*) printf '%s\n' "$path" ;;
	*) printf '%s\n' "$1/$path" ;;
	esac
}
