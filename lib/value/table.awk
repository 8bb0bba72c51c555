# SPDX-License-Identifier: EUPL-1.2
# Turn a table of lib/data (no quoted fields) into rows of a C initialiser:
# numbers and code points (U+00C4) bare, all else as strings.  Where a fact
# comes from stays in the table.

BEGIN { FS = "," }

NR == 1 {
	for (i = 1; i <= NF; i++)
		keep[i] = $i != "source" && $i != "checked_on"
	columns = NF
	next
}

NF != columns {
	printf "%s:%d: %d fields\n", FILENAME, FNR, NF > "/dev/stderr"
	exit 1
}

{
	row = ""
	for (i = 1; i <= NF; i++) {
		if (!keep[i])
			continue
		if ($i ~ /^U\+[0-9A-F]+$/)
			value = "0x" substr($i, 3)
		else if ($i ~ /^[0-9]+$/)
			value = $i
		else
			value = "\"" $i "\""
		row = row (row == "" ? "" : ", ") value
	}
	print "{ " row " },"
}
