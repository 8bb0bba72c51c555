#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# scripts/watch runs a unit when something came, again when it is quiet, at
# each sweep, and never twice at once.  The program it runs is a dummy here.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
[ -x "$(command -v inotifywait)" ] || skip_all "no inotifywait"
scratch
mkdir -p "$tmp/bin" "$tmp/DE"/spool/{drop,tmp,quarantine,ecodex/iSupport_incoming/m,ecodex/iSupport_outgoing}
printf '[unit]\ncode = DE\nquiet_seconds = 1\n' >"$tmp/DE/isupport.conf"
cat >"$tmp/bin/isupport" <<'END'
#!/bin/bash
[ "$3" = run ] || exit 0
mkdir "$2/running" || echo twice >>"$2/runs"
echo "run $(ls "$2/spool/drop" | wc -l)" >>"$2/runs"
sleep 0.3
rmdir "$2/running"
END
chmod +x "$tmp/bin/isupport"
export ISUPPORT_BIN=$tmp/bin
runs() { # N: within five seconds there are that many
	local i
	for ((i = 0; i < 50; i++)); do
		[ "$(grep -c run "$tmp/DE/runs" 2>/dev/null)" -lt "$1" ] ||
			return 0
		sleep 0.1
	done
	cat "$tmp/DE/runs"
	return 1
}
now() {
	grep -c run "$tmp/DE/runs"
}

scripts/watch -s 600 "$tmp/DE" 2>"$tmp/err" &
pid=$!
claim "it runs at its start" runs 1
sleep 1
n=$(now)
echo x >"$tmp/x"
mv "$tmp/x" "$tmp/DE/spool/drop/x"
claim "a file moved into drop wakes it" runs $((n + 1))
claim "and again when it is quiet" runs $((n + 2))
claim "the file was there to see" grep -q 'run 1' "$tmp/DE/runs"
sleep 0.5
n=$(now)
echo y >"$tmp/DE/spool/ecodex/iSupport_incoming/m/header.xml"
claim "a file in a message's folder wakes it" runs $((n + 1))
flock -o "$tmp/DE/spool/tmp" "$tmp/bin/isupport" -r "$tmp/DE" run &
echo z >"$tmp/DE/spool/drop/z"
runs $((n + 3)) >/dev/null
sleep 1
claim "never two at once" sh -c '! grep twice "$1"' sh "$tmp/DE/runs"
kill $pid
claim "it ends when told" timeout 5 tail --pid=$pid -f /dev/null
scripts/watch -s 1 "$tmp/DE" 2>"$tmp/err" &
pid=$!
n=$(now)
claim "the sweep needs no event" runs $((n + 3))
kill $pid
wait 2>/dev/null
claim "it has nothing to complain of" test ! -s "$tmp/err"

claim "the daily round is silent when all is well" \
    test -z "$(scripts/nightly "$tmp/DE" 2>&1)"
mkdir "$tmp/DE/spool/quarantine/20261121T034800Z-0123456789abcdef"
claim "and says what stands in quarantine" sh -c \
    'scripts/nightly "$1" | grep -q "^1 in quarantine"' sh "$tmp/DE"
done_testing
