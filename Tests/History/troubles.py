"""What happens to a cohort that runs, and what the administrator does about it."""

import people
from chance import chance, later, where
from visits import visit_life


def trouble(network, cohort):
    """One thing that happens to a running cohort."""
    if cohort.state.now != "running":
        return
    active = where(cohort, "active", "confirmed")
    if not active:
        return
    urn = network.chance.choice(active)
    kind = network.chance.choice(["withdraw", "withdraw", "defer", "replace", "pause", "pause group", "join", "cancel visit"])
    open_groups = [n for n, row in cohort.groups.items() if row["state"] in ("confirmed", "active", "under_strength")]
    if kind in ("withdraw", "defer"):
        network.do(f"enrolment.{kind}", cohort=cohort.id, urn=urn)
    elif kind == "replace":
        others = [u for u, f in cohort.enrolments.items() if f.now == "ready"] or [
            u for u in active if not any(u in row["schools"] for row in cohort.groups.values())]
        if others:
            network.do("enrolment.replace", cohort=cohort.id, urn=urn, by=network.chance.choice(others))
    elif kind == "pause":
        network.do("enrolment.pause", cohort=cohort.id, urn=urn)
        yield later(network, 2, 60)
        network.do("enrolment.resume", cohort=cohort.id, urn=network.converted.get(urn, urn))
    elif kind == "pause group" and open_groups:
        number = network.chance.choice(open_groups)
        network.do("group.pause", group=number, cohort=cohort.id)
        yield later(network, 2, 60)
        network.do("group.resume", group=number, cohort=cohort.id)
    elif kind == "join" and len(open_groups) > 1:
        network.do("group.join", group=network.chance.choice(open_groups), urn=urn, cohort=cohort.id)
    elif kind == "cancel visit" and chance(network, 0.5):
        network.do("visit.cancel", visit=network.chance.choice(list(cohort.visits)), cohort=cohort.id)
    yield later(network, 0, 5)
    for number in list(cohort.groups):
        for _ in range(4):
            if cohort.groups[number]["state"] == "under_strength" and cohort.state.now == "running":
                yield from decide(network, cohort, number)
    for visit, fact in list(cohort.visits.items()):
        if fact.now[0] == "unset" and cohort.state.now == "running" and visit not in network.followed:
            network.spawn(visit_life(network, cohort, visit), later(network, 0, 3))


def decide(network, cohort, number):
    """What the administrator does about a group that is too small."""
    options = network.ask("group.options", group=number)["options"]
    offered = network.chance.choice(sorted({row["option"] for row in options}))
    if len({row["command"].split()[2] for row in options if row["option"] == "join"}) > 1 and chance(network, 0.5):
        offered = "join"  # Two groups have room: each can take one of the two that are left.
    row = next(row for row in options if row["option"] == offered)
    words = row["command"].split()
    if offered == "add":
        urn = int(words[3])
        for verb in ("readiness.attest", "enrolment.confirm"):
            if cohort.enrolments[urn].now in ("applied", "ready"):
                network.do(verb, cohort=cohort.id, urn=urn)
        network.do("group.join", group=int(words[2]), urn=urn, cohort=cohort.id)
    elif offered == "join":
        join_others(network, cohort, number, row)
    elif offered == "assist":
        person, address = people.network_reviewer(network)
        coming = [v for v, f in cohort.visits.items() if f.now[0] not in ("held", "written_up", "accepted", "cancelled")
                  and network.group_of(cohort, v) == cohort.groups[number]["name"]]
        for visit in coming:
            named = network.model.named[visit, None]
            named.set(network.step + 1, (named.now or frozenset()) | {address})
        if not network.do("group.assist", group=number, person=person, cohort=cohort.id):
            for visit in coming:
                network.model.named[visit, None].set(network.step, network.model.named[visit, None].now - {address})
    elif offered == "pair":
        network.do("group.continue", group=number, reason="Both are close to each other", cohort=cohort.id)
    elif offered == "dissolve":
        network.do("group.dissolve", group=number, cohort=cohort.id)
    elif offered == "defer":
        network.do("enrolment.defer", cohort=cohort.id, urn=int(words[3]))
    yield later(network, 0, 2)


def join_others(network, cohort, number, row):
    """The schools of a group go to others, one after the other, as long as one has room: then the group is merged."""
    while row:
        words = row["command"].split()
        if not network.do("group.join", group=int(words[2]), urn=int(words[3]), cohort=cohort.id):
            return
        if cohort.groups[number]["state"] != "under_strength":
            return
        options = network.ask("group.options", group=number)["options"]
        row = next((row for row in options if row["option"] == "join"), None)
