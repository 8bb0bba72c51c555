# SPDX-License-Identifier: EUPL-1.2
# The log of strace -f -e trace=%network,execve,execveat,seccomp over isupport
# run, of stages one after the other: print each call of the network, and each
# exec, after the start of a stage, that is from where its own process has its
# filter until it is gone; or outside of any.  Then a line that sums up.
# Status 1 if there were any, or a stage that had no filter.
function bad(what) { print what ": " $0; found++ }

# A call and its result on one line, or the line where it is resumed.
{ call = $0; sub(/^[0-9]+ +/, "", call); sub(/^<\.\.\. /, "", call) }
call ~ /^\+\+\+/ {
	if ($1 == stage) {
		if (!closed)
			bad("never closed in")
		stage = ""
	}
	next
}
call ~ /^(---|\?\?\?)/ { next }
call ~ /^execveat/ { bad("exec"); next }
call ~ /^execve/ {
	if (!(front)) {
		front = $1
	} else if (stage != "" || call ~ /resumed/) {
		if ($1 != stage || closed || call !~ /resumed/)
			bad("exec")
	} else {
		stage = $1
		closed = 0
		runs++
	}
	next
}
call ~ /^seccomp/ {
	if (call ~ /<unfinished/)
		begun[$1] = call ~ /SET_MODE_FILTER/
	else if ($1 == stage && call ~ / = 0$/ &&
	    (call ~ /SET_MODE_FILTER/ || begun[$1]))
		closed = 1
	next
}
{
	if (stage == "" || closed)
		bad("network")
	else
		before++
}
END {
	print runs + 0 " runs of stages, " before + 0 \
	    " calls of the network at a start, " found + 0 " after"
	exit found != 0 || runs == 0
}
