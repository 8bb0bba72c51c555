# SPDX-License-Identifier: EUPL-1.2
"""What one writes in an afternoon: csv, string formatting, integer cents."""
import csv
import sys
import unicodedata
from xml.sax.saxutils import escape


def iban_ok(s):
    s = s[4:] + s[:4]
    return int("".join(str(int(c, 36)) for c in s)) % 97 == 1


def text(s):
    s = unicodedata.normalize("NFKD", s).encode("ascii", "ignore").decode()
    return escape(s)[:70]


rows, total = [], 0
with open(sys.argv[1], newline="", encoding="utf-8") as f:
    for e2e, amount, name, iban, info in csv.reader(f):
        if not iban_ok(iban):
            sys.exit("bad IBAN")
        euros, cents = amount.split(".")
        total += int(euros) * 100 + int(cents)
        rows.append(
            "<CdtTrfTxInf><PmtId><EndToEndId>%s</EndToEndId></PmtId><Amt>"
            "<InstdAmt Ccy=\"EUR\">%s</InstdAmt></Amt><Cdtr><Nm>%s</Nm></Cdtr>"
            "<CdtrAcct><Id><IBAN>%s</IBAN></Id></CdtrAcct><Purp><Cd>DEPD</Cd>"
            "</Purp><RmtInf><Ustrd>%s</Ustrd></RmtInf></CdtTrfTxInf>\n"
            % (e2e, amount, text(name), iban, text(info)))
sums = "<NbOfTxs>%d</NbOfTxs><CtrlSum>%d.%02d</CtrlSum>" % (
    len(rows), total // 100, total % 100)
out = sys.stdout
out.write(
    '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso'
    ':20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn><GrpHdr><MsgId>'
    'DE-B0000001</MsgId><CreDtTm>2026-11-23T08:30:00Z</CreDtTm>' + sums +
    '<InitgPty><Nm>Central Authority</Nm></InitgPty></GrpHdr><PmtInf>'
    '<PmtInfId>DE-B0000001</PmtInfId><PmtMtd>TRF</PmtMtd>' + sums +
    '<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf><ReqdExctnDt><Dt>'
    '2026-11-24</Dt></ReqdExctnDt><Dbtr><Nm>Central Authority</Nm></Dbtr>'
    '<DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct>'
    '<DbtrAgt><FinInstnId><BICFI>COBADEFFXXX</BICFI></FinInstnId></DbtrAgt>'
    '<ChrgBr>SLEV</ChrgBr>\n')
out.writelines(rows)
out.write('</PmtInf></CstmrCdtTrfInitn></Document>\n')
