# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
# The settings of the three demonstration units; sourced by scripts/demo.
# Every name and number is invented; the IBANs are the published examples.

people='
[person.operator]
name = Operator
certificate = operator.pem
roles = operator
[person.caseworker]
name = Caseworker
certificate = caseworker.pem
roles = caseworker
[person.finance]
name = Finance officer
certificate = finance.pem
roles = finance
[person.first]
name = First approver
certificate = first.pem
roles = supervisor
[person.second]
name = Second approver
certificate = second.pem
roles = supervisor
'

# unit_conf CODE: the settings of that unit; $quiet: its quiet period (1).
unit_conf() {
	printf '[unit]\ncode = %s\nstate = %s\ntest_clock = yes\n' "$1" "$1"
	printf 'quiet_seconds = %s\nquiet_unknown_seconds = %s\n' \
	    "${quiet:-1}" $((2 * ${quiet:-1}))
	printf 'map_size = 1G\n'
	case $1 in
	PT) cat <<'END'
name = Autoridade Central de Exemplo
timezone = Europe/Lisbon
calendar = PT-LISBOA
street = Rua das Amendoeiras
building = 12
postcode = 1990-000
town = Lisboa
country = PT
telephone = +351 210 000 000
email = alimentos@ac.example.pt
contact = Inês Calhandra
contact_telephone = +351 210 000 010
contact_email = ines.calhandra@ac.example.pt
contact_languages = pt,en
END
	;;
	BR) cat <<'END'
name = Autoridade Central Exemplar do Brasil
timezone = America/Sao_Paulo
calendar = BR-DF
street = Quadra Exemplar 1
postcode = 70000-000
town = Brasília
country = BR
telephone = +55 61 0000 0000
email = alimentos@ac.example.br
contact = Setor de Alimentos
contact_telephone = +55 61 0000 0001
contact_email = setor@ac.example.br
contact_languages = pt,en
END
	;;
	DE) cat <<'END'
name = Zentrale Behörde Musterstadt
timezone = Europe/Berlin
calendar = DE-NW
street = Beispielallee
building = 99
postcode = 53113
town = Bonn
country = DE
telephone = +49 228 000000
email = unterhalt@zb.example.de
contact = Referat Auslandsunterhalt
contact_telephone = +49 228 000001
contact_email = referat@zb.example.de
contact_languages = de,en
END
	;;
	esac
	printf '%s' "$people"
	case $1 in
	PT | BR) cat <<'END'
[party.DE]
name = Zentrale Behörde Musterstadt
street = Beispielallee
building = 99
postcode = 53113
town = Bonn
country = DE
contact = Referat Auslandsunterhalt
telephone = +49 228 000000
email = unterhalt@zb.example.de
language = de
END
	;;
	DE) cat <<'END'
[bank.sepa]
format = pain.001.001.09
holder = Zentrale Behörde Musterstadt
iban = DE89370400440532013000
bic = COBADEFFXXX
street = Beispielallee
building = 99
postcode = 53113
town = Bonn
country = DE
language = de
[bank.swift]
format = csv
holder = Zentrale Behörde Musterstadt
iban = DE89370400440532013000
bic = COBADEFFXXX
currency = EUR
charges = OUR
street = Beispielallee
building = 99
postcode = 53113
town = Bonn
country = DE
language = de
[party.PT]
name = Autoridade Central de Exemplo
street = Rua das Amendoeiras
building = 12
postcode = 1990-000
town = Lisboa
country = PT
contact = Inês Calhandra
telephone = +351 210 000 000
email = alimentos@ac.example.pt
bank = sepa
pays_to = creditor
language = pt
[party.BR]
name = Autoridade Central Exemplar do Brasil
street = Quadra Exemplar
building = 1
postcode = 70000-000
town = Brasília
country = BR
contact = Setor de Alimentos
telephone = +55 61 0000 0000
email = alimentos@ac.example.br
ask_again = yes
bank = swift
pays_to = authority
account_holder = Autoridade Central Exemplar do Brasil
iban = BR1800360305000010009795493C1
account_type = IBAN
bank_name = Banco Exemplar
bank_town = Brasília
bank_country = BR
language = pt
END
	;;
	esac
}
