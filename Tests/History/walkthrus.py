"""A WalkThrus network cohort's life: members meet over a year, and coach in cycles of two to four weeks."""

import days
from datetime import timedelta

from network import URNS
from chance import alive, chance, later, where, working


def walkthrus(network, number):
    reply = network.do("walkthrus.create", name=f"WalkThrus {number}", capacity=network.chance.choice([3, 4, 100]))
    cohort = network.found(reply["id"], "walkthrus")
    yield later(network, 1, 3)
    network.do("cohort.open", cohort=cohort.id)
    pool = [urn for urn in URNS if urn not in network.converted]
    for urn in network.chance.sample(pool, min(len(pool), network.chance.randint(3, 6))):
        if chance(network, 0.9):
            network.do("membership.create", urn=urn, since=str(network.today))
        network.do("enrolment.create", cohort=cohort.id, urn=urn)
    for urn in where(cohort, "ready"):
        if chance(network, 0.85):
            network.do("enrolment.confirm", cohort=cohort.id, urn=urn)
    first = working(network, 20, 40)
    network.do("session.repeat", cohort=cohort.id, kind="network", first=str(first), until=str(first + days.days(170)),
               weeks=network.chance.choice([4, 6]), start="13:30", finish="15:30", place="Norwich",
               except_=[str(first + days.days(28))])
    network.do("session.schedule", cohort=cohort.id, kind=network.chance.choice(["coaching", "cpd"]), start="09:00",
               date=str(working(network, 40, 150)), finish="12:00", place="Norwich")
    if chance(network, 0.1) or not network.do("cohort.start", cohort=cohort.id):
        network.do("cohort.cancel", cohort=cohort.id)
        return
    for urn in where(cohort, "active")[:2]:
        network.spawn(coaching(network, cohort, urn), later(network, 5, 40))
    end = network.today + days.days(220)
    while alive(cohort) and network.today < end:
        yield from meet(network, cohort)
        if chance(network, 0.06) and where(cohort, "active"):
            leaver = network.chance.choice(where(cohort, "active"))
            ready = where(cohort, "ready")
            if ready and chance(network, 0.7):
                network.do("enrolment.replace", cohort=cohort.id, urn=leaver, by=ready[0])
            else:
                network.do("enrolment.withdraw", cohort=cohort.id, urn=leaver)
    if alive(cohort):
        network.do("cohort.close", cohort=cohort.id)


def meet(network, cohort):
    """The next session comes, or does not."""
    coming = sorted((f.now[2], n) for n, f in cohort.sessions.items() if f.now[1] in ("planned", "invited"))
    if not coming or coming[0][0] > network.today + days.days(40):
        yield later(network, 20, 30)
    if not coming or not alive(cohort):
        return
    day, session = coming[0]
    if day > network.today and chance(network, 0.2):
        verb = network.chance.choice(["session.postpone", "session.cancel", "session.reschedule"])
        when = {"date": str(working(network, 3, 30))} if verb == "session.reschedule" else {}
        network.do(verb, session=session, cohort=cohort.id, **when)
        if verb == "session.postpone":
            yield later(network, 2, 10)
            network.do("session.reschedule", session=session, date=str(working(network, 3, 30)), cohort=cohort.id)
    elif day > network.today:
        yield days.at(day, days.EIGHT) + timedelta(hours=9)
    else:
        network.do("session.hold", session=session, cohort=cohort.id)
        absent = [urn for urn in where(cohort, "active") if chance(network, 0.2)]
        network.do("attendance.record", session=session, absent=absent, cohort=cohort.id)


def coaching(network, cohort, urn):
    steps = ["lesson_visit", "feedback", "practice", "review"]
    for _ in range(4):
        if not alive(cohort) or cohort.enrolments[urn].now != "active":
            return
        reply = network.do("coaching.start", cohort=cohort.id, urn=urn)
        begun = network.today
        for step in steps if reply else ():
            see(network, cohort)
            yield later(network, 1, 5)
            if chance(network, 0.05):
                network.do("coaching.abandon", cycle=reply["id"])
                break
            network.do("coaching.record", cycle=reply["id"], step=step)
        see(network, cohort)
        yield later(network, max(1, 14 - (network.today - begun).days), 25)
    network.ask("coaching.count")


def see(network, cohort):
    for row in network.ask("coaching.list", cohort=cohort.id, limit=1000)["cycles"]:
        network.reached.add(("coaching", row["state"]))
