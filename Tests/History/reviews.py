"""A peer review cohort's life, with what happens when life happens drawn at random."""

from datetime import timedelta

import days
import people
from chance import alive, chance, later, other_day, where, working
from model import HAS_LEFT
from network import URNS
from oracle import demand
from troubles import trouble
from visits import visit_life


def peer_review(network, number):
    policy = "in_house" if chance(network, 0.15) else "outward"
    theme = network.chance.choice(network.themes)
    size = network.chance.choice([3] * 8 + [4, 6, 7, 9, 9])
    pool = [urn for urn in URNS if urn not in network.converted]
    if policy == "in_house":
        trust = network.chance.randrange(6) * 4
        pool, size = [urn for urn in URNS[trust:trust + 4] if urn not in network.converted], 4
    if len(pool) < 3:
        return
    schools = network.chance.sample(pool, min(len(pool), size + network.chance.choice([0, 0, 1, 2])))
    reply = network.do("cohort.create", name=f"Cohort {number}", theme=theme, policy=policy, capacity=max(3, size))
    if not reply:
        return
    cohort = network.found(reply["id"], "peer_review")
    if chance(network, 0.04):
        network.do("cohort.cancel", cohort=cohort.id)
        return
    yield later(network, 1, 5)
    network.do("cohort.open", cohort=cohort.id)
    yield from recruit(network, cohort, schools)
    training = next((n for n, f in cohort.sessions.items() if f.now[0] == "training"), None)
    if not alive(cohort) or training is None:
        return
    yield from train(network, cohort, training)
    if cohort.state.now != "running":
        return
    group(network, cohort)
    if not cohort.visits:
        network.do("cohort.cancel", cohort=cohort.id)
        return
    network.do("session.schedule", cohort=cohort.id, kind="feedback", date=str(working(network, 190, 230)), start="13:00",
               finish="16:00", place="Norwich")
    for visit in list(cohort.visits):
        network.spawn(visit_life(network, cohort, visit), later(network, 0, 20))
    for _ in range(network.chance.randrange(1, 5)):
        network.spawn(trouble(network, cohort), later(network, 5, 200))
    yield from feedback(network, cohort)


def recruit(network, cohort, schools):
    for urn in schools:
        network.do("enrolment.create", cohort=cohort.id, urn=urn)
    yield later(network, 1, 5)
    network.do("session.schedule", cohort=cohort.id, kind="training", date=str(working(network, 25, 60)), start="09:00",
               finish="12:30", place="Norwich")
    training = next((n for n, f in cohort.sessions.items()), None)
    if training is None:
        return
    if chance(network, 0.3):
        network.do("agenda.set", session=training, items=["09:00 Protocols", "10:00 The framework"], cohort=cohort.id)
        network.ask("agenda.get", session=training)
    for _ in range(3):
        day = cohort.sessions[training].now[2]
        gap = max(1, (day - network.today).days // 4)
        yield later(network, 1, gap)
        if not alive(cohort):
            return
        if chance(network, 0.08):
            network.do("session.postpone", session=training, cohort=cohort.id)
            yield later(network, 1, 6)
        if chance(network, 0.15) or cohort.sessions[training].now[1] == "postponed":
            network.do("session.reschedule", session=training, date=str(working(network, 15, 40)), cohort=cohort.id)
        for urn in where(cohort, "applied"):
            if chance(network, 0.3):
                network.do("readiness.attest", cohort=cohort.id, urn=urn, criterion="documentation")
            elif chance(network, 0.7):
                attest(network, cohort, urn)
        for urn in where(cohort, "ready"):
            network.do("enrolment.confirm", cohort=cohort.id, urn=urn)
        leaver = network.chance.choice(list(cohort.enrolments))
        if chance(network, 0.25):
            network.do(network.chance.choice(["enrolment.withdraw", "enrolment.defer"]), cohort=cohort.id, urn=leaver)
            if chance(network, 0.3):
                network.do("enrolment.create", cohort=cohort.id, urn=leaver)
        if chance(network, 0.1) and cohort.enrolments[leaver].now not in HAS_LEFT:
            network.do("enrolment.pause", cohort=cohort.id, urn=leaver)
            network.spawn(resume(network, cohort, leaver), later(network, 3, 30))
    for urn in where(cohort, "applied"):
        attest(network, cohort, urn)
    for urn in where(cohort, "ready"):
        network.do("enrolment.confirm", cohort=cohort.id, urn=urn)
    if len(where(cohort, "confirmed")) == 5:
        network.do("enrolment.withdraw", cohort=cohort.id, urn=where(cohort, "confirmed")[0])
    if len(where(cohort, "confirmed")) < 3 or not network.do("cohort.start", cohort=cohort.id):
        network.do("cohort.cancel", cohort=cohort.id)


def attest(network, cohort, urn):
    """All three criteria, also by a school that withdrew and is enrolled again: nothing stands in its way."""
    if network.do("readiness.attest", cohort=cohort.id, urn=urn):
        demand(cohort.enrolments[urn].now == "ready", lambda: (
            f"{urn} has attested all that cohort {cohort.id} asks for, and is {cohort.enrolments[urn].now}"))


def resume(network, cohort, urn):
    if urn in cohort.enrolments:
        network.do("enrolment.resume", cohort=cohort.id, urn=urn)
    return
    yield


def train(network, cohort, training):
    while cohort.sessions[training].now[2] > network.today:
        yield days.at(cohort.sessions[training].now[2], days.EIGHT) + timedelta(hours=5)
    if cohort.state.now != "running":
        return
    network.do("session.hold", session=training, cohort=cohort.id)
    present = where(cohort, "confirmed", "active")
    absent = [urn for urn in present if chance(network, 0.15)]
    network.do("attendance.record", session=training, absent=absent, cohort=cohort.id)
    people.accept_at(network, cohort, training, absent)
    for urn in absent:
        network.spawn(catch_up(network, urn), later(network, 2, 30))


def catch_up(network, urn):
    address = network.model.heads[urn].now
    if address and address in network.model.addresses.values():
        people.accept(network, address)
    return
    yield


def group(network, cohort):
    """Triads and tetrads, by trial as in a room where people wait."""
    schools = where(cohort, "confirmed")
    fours = (-len(schools)) % 3 and len(schools) % 3
    for attempt in range(6):
        network.chance.shuffle(schools)
        rest, sizes = list(schools), [4] * fours + [3] * ((len(schools) - 4 * fours) // 3)
        for index, size in enumerate(sizes):
            chosen, rest = rest[:size], rest[size:]
            if any(u in row["schools"] for row in cohort.groups.values() for u in chosen):
                continue
            network.do("group.create", cohort=cohort.id, name=f"{attempt}{'ABC'[index]}", schools=chosen)
        if all(any(u in row["schools"] for row in cohort.groups.values()) for u in schools):
            break
        for number, row in list(cohort.groups.items()):
            if row["state"] == "proposed":
                network.do("group.dissolve", group=number, cohort=cohort.id)
    for number, row in list(cohort.groups.items()):
        if row["state"] == "proposed" and not network.do("group.confirm", group=number, cohort=cohort.id):
            network.do("furthertraining.record", schools=row["schools"])
            network.do("group.confirm", group=number, cohort=cohort.id)


def feedback(network, cohort):
    """The feedback session, closure, and now and then a cohort that comes to nothing."""
    while cohort.state.now == "running":
        session = next((n for n, f in cohort.sessions.items() if f.now[0] == "feedback" and f.now[1] != "cancelled"), None)
        if session is None or chance(network, 0.03):
            network.do("cohort.cancel", cohort=cohort.id)
            return
        if cohort.sessions[session].now[2] > network.today:
            if chance(network, 0.1):
                yield later(network, 5, 60)
                network.do("session.reschedule", session=session, date=str(working(network, 100, 200)), cohort=cohort.id)
            yield days.at(cohort.sessions[session].now[2], days.EIGHT) + timedelta(hours=9)
            continue
        network.do("session.hold", session=session, cohort=cohort.id, **other_day(network, f"session {session}"))
        yield later(network, 5, 30)
        if not network.do("cohort.close", cohort=cohort.id):
            network.do("cohort.cancel", cohort=cohort.id)
        network.ask("cohort.timeline", cohort=cohort.id)
        network.ask("obligation.list", cohort=cohort.id)
        return
