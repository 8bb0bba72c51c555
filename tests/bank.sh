#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# The simulated bank takes files away and answers in the bank's own format.
set -u
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=tests/tap.bash
. tests/tap.bash
scratch
mkdir -p "$tmp/DE/spool/bank"
cat >"$tmp/DE/spool/bank/a.xml" <<'END'
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>
<GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-11-20T09:00:00Z</CreDtTm><NbOfTxs>2</NbOfTxs></GrpHdr>
<PmtInf><PmtInfId>P-1</PmtInfId>
<CdtTrfTxInf><PmtId><EndToEndId>E1</EndToEndId></PmtId></CdtTrfTxInf>
<CdtTrfTxInf><PmtId><EndToEndId>E2</EndToEndId></PmtId></CdtTrfTxInf>
</PmtInf></CstmrCdtTrfInitn></Document>
END
echo 'a,b' >"$tmp/DE/spool/bank/b.csv"
answer=$tmp/bank/pain002-M-1.xml
path() { # XPATH VALUE
	test "$(xmllint --xpath "string(${1//@/\*[local-name()=})" "$answer")" \
	    = "$2"
}
claim "it runs" scripts/bank --answer --reject 2 "$tmp/DE" "$tmp/bank"
claim "the files are gone" test -z "$(ls "$tmp/DE/spool/bank")"
claim "and are with the bank" test -e "$tmp/bank/a.xml" -a -e "$tmp/bank/b.csv"
claim "it answers for the file" path "//@'OrgnlMsgId']" M-1
claim "in part" path "//@'GrpSts']" PART
claim "one is accepted" path "(//@'TxInfAndSts'])[1]/@'TxSts']" ACCP
claim "the second is rejected" path "(//@'TxInfAndSts'])[2]/@'TxSts']" RJCT
claim "with its id" path "(//@'OrgnlEndToEndId'])[2]" E2
claim "and the reason" path "//@'Cd']" AC04
if [ -e "$SHARED/sepa/xsd/pain.002.001.10.xsd" ]; then
	claim "the answer is valid" xmllint --nonet --noout --schema \
	    "$SHARED/sepa/xsd/pain.002.001.10.xsd" "$answer"
else
	skip "the answer is valid" "$SHARED is absent"
fi
claim "nothing more to take" scripts/bank --answer "$tmp/DE" "$tmp/bank"
done_testing
