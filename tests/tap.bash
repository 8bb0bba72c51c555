# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# What test scripts share; sourced by them.  A script calls claim for each
# thing that must hold and done_testing at its end.
tap_n=0 tap_failed=0

# claim TEXT COMMAND...: the command succeeds; its output is shown if not.
claim() {
	local text=$1 out status
	shift
	out=$("$@" 2>&1)
	status=$?
	tap_n=$((tap_n + 1))
	if [ $status = 0 ]; then
		echo "ok $tap_n - $text"
		return
	fi
	echo "not ok $tap_n - $text"
	printf '%s\n' "$out" | tail -n 20 | sed 's/^/# /'
	tap_failed=1
}

# skip TEXT WHY
skip() {
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $1 # SKIP $2"
}

# skip_all WHY: there is nothing to test here.
skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}

done_testing() {
	echo "1..$tap_n"
	exit $tap_failed
}

# strace_or_skip: whether calls can be traced and made to fail here.  Not under
# a sanitizer, whose own calls are not ours to answer for.
strace_or_skip() {
	[ -z "${SANITIZED-}" ] || skip_all "not under a sanitizer"
	strace -qq -o /dev/null true 2>/dev/null ||
		skip_all "strace may not trace here"
}

# scratch: make a folder that goes away with the script; its path in $tmp.
scratch() {
	tmp=$(mktemp -d) || exit 1
	trap 'chmod -R u+w "$tmp" 2>/dev/null; rm -rf "$tmp"' EXIT
}

# programs_or_skip NAME...: those of build/bin that the test drives.
programs_or_skip() {
	local p
	for p; do
		[ -x "$BIN/$p" ] || skip_all "$p is not built"
	done
}
