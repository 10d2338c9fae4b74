"""Who is who: heads come and go, deputies review, delegates are copied, the protocol gets a new version."""

import random

import days
from model import HAS_LEFT
from network import URNS


def register(network, rows=()):
    """The register file: six trusts of four schools, one federation, the rest on their own."""
    lines = ["URN,EstablishmentName,EstablishmentStatus (name),Town,Postcode,LA (code),LA (name),Trusts (code),Trusts (name),"
             "Federations (code),Federations (name)"]
    for number, urn in enumerate(URNS):
        trust = f"{16001 + number // 4},Trust {number // 4}" if number < 24 else ","
        federation = "1201,A Federation" if number in (40, 41) else ","
        status = "Closed" if urn in network.converted else "Open"
        lines.append(f"{urn},School {number},{status},Norwich,NR1 1AA,926,Norfolk,{trust},{federation}")
    return "\n".join(lines + [f"{urn},{name},Open,Norwich,NR1 1AA,926,Norfolk,,,," for urn, name in network.successors]) + "\n"


def begin(network):
    """The register, its people, the bank holidays and the terms."""
    network.converted, network.successors = {}, []
    network.do("school.import", text=register(network))
    rows = ["URN,role,name,e-mail"]
    for number, urn in enumerate(URNS):
        # One executive head for two schools.
        address = "head50@school.example" if number == 51 else f"head{number}@school.example"
        rows.append(f"{urn},head,Head {50 if number == 51 else number},{address}")
        network.model.heads[urn].set(network.step + 1, address)
    network.do("contact.import", text="\n".join(rows) + "\n")
    network.do("holiday.import", text=days.holiday_file())
    import_terms(network)
    for urn in URNS:
        learn(network, urn)


def import_terms(network):
    """The local authority's, as one file of holidays or, as others publish them, a file of terms for each school year."""
    own = random.Random(f"{network.seed} terms")
    if own.random() < 0.5:
        network.do("term.import", la="926", text=days.calendar_file(days.school_holidays(), "School holiday"))
        return
    files = [days.term_file(year) for year in (days.YEARS[0] - 1, *days.YEARS)]
    own.shuffle(files)
    for text in files:
        network.do("term.import", la="926", text=text)
    network.do("term.import", la="926", text=own.choice(files))


def learn(network, urn):
    """Which address is which person."""
    rows = network.ask("person.list", urn=urn, limit=1000)["people"] if urn else network.ask("reviewer.list", limit=1000)["people"]
    for row in rows:
        network.model.addresses[row["id"]] = row["email"]
    return rows


def person(network, urn, address):
    return next(row for row in learn(network, urn) if row["email"] == address)


def touched(network, urn=None):
    """The cohorts to look at when something of a school changes."""
    return [c for c in network.model.cohorts.values() if urn is None or urn in c.enrolments]


def changed(network, urn=None):
    for cohort in touched(network, urn):
        network.look_at(cohort.id)
    network.check(*(cohort.id for cohort in touched(network, urn)))


def new_head(network, urn):
    name, address = network.fresh("Head")
    network.model.heads[urn].set(network.step + 1, address)
    network._step("tenure.replace", {"urn": urn, "role": "head", "name": name, "email": address})
    learn(network, urn)
    changed(network, urn)


def vacancy(network, urn):
    """The head leaves, and nobody follows for a time."""
    row = next(r for r in learn(network, urn) if r["role"] == "head" and "until" not in r)
    network.model.heads[urn].set(network.step + 1, None)
    network._step("tenure.end", {"tenure": row["tenure"]})
    changed(network, urn)


def office_of(network, urn):
    """The mailbox of an office that several schools share, by chances of its own; None for most."""
    own = random.Random(f"{network.seed} office {urn} {network.number}")
    return ("The office", f"office{urn % 3}@school.example") if own.random() < 0.3 else None


def joins(network, urn, role):
    name, address = network.fresh(role.capitalize())
    if role == "delegate":
        name, address = office_of(network, urn) or (name, address)
    staff = network.model.staff[urn, role]
    staff.set(network.step + 1, (staff.now or frozenset()) | {address})
    network._step("tenure.open", {"urn": urn, "role": role, "name": name, "email": address})
    learn(network, urn)
    changed(network, urn)
    return address


def leaves(network, urn, role, address):
    row = next(r for r in learn(network, urn) if r["email"] == address and r["role"] == role and "until" not in r)
    staff = network.model.staff[urn, role]
    staff.set(network.step + 1, staff.now - {address})
    network._step("tenure.end", {"tenure": row["tenure"]})
    changed(network, urn)


def network_reviewer(network):
    name, address = network.fresh("Reviewer")
    network.model.network.set(network.step + 1, network.model.network.now | {address})
    reply = network._step("reviewer.create", {"name": name, "email": address})
    network.model.addresses[reply["id"]] = address
    network.check()
    return reply["id"], address


def accept(network, address):
    number = next(n for n, known in network.model.addresses.items() if known == address)
    network.model.accepted[address, network.model.protocol.now].set(network.step + 1, True)
    network._step("protocol.accept", {"person": number})
    network.check()


def accept_at(network, cohort, session, absent):
    """Everyone who was at the training accepts the protocol."""
    for urn in cohort.enrolments:
        if urn not in absent and network.model.takes_part(cohort, urn, network.step) and network.model.heads[urn].now:
            network.model.accepted[network.model.heads[urn].now, network.model.protocol.now].set(network.step + 1, True)
    network.do("protocol.accept", session=session, cohort=cohort.id)


def publish(network):
    network.number += 1
    version = f"version {network.number}"
    if network._step("protocol.publish", {"version": version}):
        network.model.protocol.set(network.step, version)
    network.check()


def inset(network, urn):
    """A school closes on a day of its own."""
    day = network.today + days.days(network.chance.randrange(3, 90))
    fact = network.model.inset[urn]
    fact.set(network.step + 1, (fact.now or frozenset()) | {day})
    network._step("term.import", {"urn": urn}, days.calendar_file(((d, d) for d in sorted(fact.now)), "INSET day"))
    changed(network, urn)


def goes_on(model, visit, known, urn):
    """Whether a fact of a visit is of the school `urn`, and of a place that its successor takes; where it had left, it stays."""
    cohort = model.cohort_of(visit)
    return known == urn and cohort.enrolments[urn].now not in HAS_LEFT and cohort.state.now in (
        "recruiting", "running", "closed")


def academy(network, urn):
    """A school becomes an academy: its places and people go on under the successor."""
    successor = 150000 + len(network.successors)
    network.converted[urn] = successor
    network.successors.append((successor, f"Academy {len(network.successors)}"))
    network.do("school.import", text=register(network))
    model, step = network.model, network.step + 1
    model.conversions[successor] = (urn, step)
    for facts, old, new in [(model.heads, urn, successor)] + [
            (model.staff, (urn, role), (successor, role)) for role in ("deputy", "sendco", "delegate", "dsl")]:
        facts[new].set(step, facts[old].now)
        facts[old].set(step, None)
    model.inset[successor].set(step, model.inset[urn].now)
    for facts in (model.named, model.answered):
        for visit, known in [key for key in facts if goes_on(model, *key, urn)]:
            facts[visit, successor].set(step, facts[visit, known].now)
    for visit, known in [key for key in model.answers if goes_on(model, *key, urn)]:
        model.answers[visit, successor] = model.answers.pop((visit, known))
    rows = f"URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n{urn},{successor},Academy,Successor,01-09-2026\n"
    network._step("link.import", {}, rows)
    learn(network, successor)
    changed(network)
