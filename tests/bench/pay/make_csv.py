# SPDX-License-Identifier: EUPL-1.2
"""N payments (id,amount,name,iban,remittance), always the same ones."""
import sys

NAMES = ["Maria Gonçalves", "Jan Jansen", "Žofie Nováková", "Anna Müller",
         "Giulia Bianchi", "Zoë Peeters", "Łukasz Wójcik", "John Murphy"]


def iban(n):
    bban = "37040044%010d" % n
    return "DE%02d%s" % (98 - int(bban + "131400") % 97, bban)


for i in range(int(sys.argv[1])):
    print("DEA%013d-1,%d.%02d,%s,%s,DE-2026-%06d maintenance" % (
        i, 1 + i % 900, i % 100, NAMES[i % 8], iban(i), i % 1000000))
