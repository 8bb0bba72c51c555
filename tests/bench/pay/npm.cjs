// SPDX-License-Identifier: EUPL-1.2
// The npm package "sepa" as its README shows it.
const fs = require("fs");
const SEPA = require(process.argv[3] + "/node_modules/sepa");

const doc = new SEPA.Document("pain.001.001.09");
doc.grpHdr.id = "DE-B0000001";
doc.grpHdr.created = new Date("2026-11-23T08:30:00Z");
doc.grpHdr.initiatorName = "Central Authority";
const info = doc.createPaymentInfo();
info.requestedExecutionDate = new Date("2026-11-24");
info.debtorIBAN = "DE89370400440532013000";
info.debtorBIC = "COBADEFFXXX";
info.debtorName = "Central Authority";
doc.addPaymentInfo(info);
for (const line of fs.readFileSync(process.argv[2], "utf8").split("\n")) {
	if (line === "")
		continue;
	const [id, amount, name, iban, remittance] = line.split(",");
	if (!SEPA.validateIBAN(iban))
		throw new Error("bad IBAN");
	const tx = info.createTransaction();
	tx.creditorName = name;
	tx.creditorIBAN = iban;
	tx.amount = Number(amount);
	tx.remittanceInfo = remittance;
	tx.end2endId = id;
	info.addTransaction(tx);
}
process.stdout.write(doc.toString());
