"""A visit's life: set, moved, prepared, held or missed, written up, and answered."""

import random
from datetime import timedelta

import days
import people
from chance import alive, chance, later, other_day, working
from oracle import demand


def visit_life(network, cohort, visit):
    def state():
        return cohort.visits[visit].now[0]

    def do(verb, **params):
        return network.do(verb, visit=visit, cohort=cohort.id, **params)

    network.followed.add(visit)
    day = str(working(network, 4, 120))
    if chance(network, 0.4):
        do("visit.propose", date=day)
        yield later(network, 1, 10)
        do("visit.agree")
    else:
        do("visit.agree", date=day)
    def move(first):
        """To a day that all have agreed to, or will in the days to come."""
        day = str(working(network, first, 40))
        if not do("visit.reschedule", date=day, agreed=chance(network, 0.5)):
            return
        if state() == "proposed":
            yield later(network, 0, 4)
            if alive(cohort):
                do("visit.agree")

    for _ in range(8):
        if not alive(cohort) or state() not in ("agreed", "prepared", "missed"):
            break
        if state() == "missed":
            yield from move(5)
            if state() not in ("agreed", "prepared"):
                break
        before = cohort.visits[visit].now[1]
        left = (before - network.today).days
        if left > 2 and chance(network, 0.5):
            yield later(network, 1, left)
            if not alive(cohort) or state() not in ("agreed", "prepared"):
                break
            prepare(network, cohort, visit, do)
        if state() in ("agreed", "prepared") and chance(network, 0.15):
            yield from move(1)
            continue
        while alive(cohort) and state() in ("agreed", "prepared") and cohort.visits[visit].now[1] > network.today:
            yield days.at(cohort.visits[visit].now[1], days.EIGHT) + timedelta(hours=8)
        if chance(network, 0.1):
            yield later(network, 1, 25)  # Nobody puts it on record, and the administrator is asked.
        if not alive(cohort) or state() not in ("agreed", "prepared"):
            return
        if chance(network, 0.08):
            do("visit.miss")
        else:
            do("visit.hold", **other_day(network, f"visit {visit}"))
        if chance(network, 0.3) and state() == "missed":
            do("visit.cancel")
    if alive(cohort) and state() in ("held", "written_up"):
        yield from written(network, cohort, visit, do)


def prepare(network, cohort, visit, do):
    _, _, host, reviewing = cohort.visits[visit].now
    if chance(network, 0.6):
        do("visit.prepare")
    if reviewing and chance(network, 0.4):
        urn = network.chance.choice(reviewing)
        role = network.chance.choice(["deputy", "sendco"])
        present = network.model.staff[urn, role].now or ()
        address = min(present) if present else people.joins(network, urn, role)
        number = people.person(network, urn, address)["id"]
        network.model.named[visit, urn].set(network.step + 1, frozenset({address}))
        if not do("reviewer.assign", urn=urn, people=[number]):
            network.model.named[visit, urn].set(network.step, frozenset())
        elif chance(network, 0.5):
            do("visit.lead", person=number)
        if chance(network, 0.5):
            people.accept(network, address)


def written(network, cohort, visit, do):
    """The write-up and what host and reviewers say, some of it late, some of it never."""
    _, _, host, reviewing = cohort.visits[visit].now
    notes(network, visit, reviewing, do)
    for urn in (host, *reviewing):
        if chance(network, 0.85):
            network.spawn(answer(network, cohort, visit, urn), later(network, 1, 18))
    if chance(network, 0.08):
        network.do("referral.record", visit=visit, about="child", role="dsl")
        network.do("referral.record", visit=visit, about="head", role="lado")
        network.ask("referral.list", cohort=cohort.id)
    for _ in range(2 if chance(network, 0.2) else 1):
        yield later(network, 1, 16)
        if not alive(cohort):
            return
        text = f"The write-up of visit {visit}, drawn {network.chance.random()}."
        model = network.model
        if cohort.visits[visit].now[0] in ("held", "written_up"):
            model.write_up_days[visit].set(network.step + 1, network.today)
            if do("writeup.record", text_=text):
                model.written[visit] = text
                latest = list(network.rows("writeup.list", visit=visit))[-1]["version"]
                model.drafts[visit, latest] = text
    yield later(network, 1, 12)
    if alive(cohort) and chance(network, 0.95):
        do("writeup.accept")
        if cohort.visits[visit].now[0] == "accepted":
            network.model.accepted_on.setdefault(visit, network.today)
            report(network, cohort, visit, do)


def notes(network, visit, reviewing, do):
    """What some of the reviewers noted; some of it is put right, some destroyed."""
    # By chances of its own, so that the rest of the history is as it would be without.
    own, model = random.Random(f"{network.seed} notes {visit}"), network.model
    for urn in reviewing:
        if own.random() < 0.6:
            continue
        text = f"What {urn} noted on visit {visit}, drawn {own.random()}."
        note = do("evidence.record", urn=urn, text_=text)["id"]
        # What a hold keeps stays as it is.
        if own.random() < 0.2 and network.do("evidence.amend", note=note, text_=text + " Put right."):
            text += " Put right."
        if own.random() < 0.1 and network.do("evidence.destroy", note=note):
            demand(network.ask("evidence.get", note=note) is None, lambda: f"note {note} is destroyed and can be read")
        else:
            model.notes[note] = visit, text
        network.ask("evidence.list", visit=visit)


def report(network, cohort, visit, do):
    """The outcome report, whom the host lets have it, and to whom it is sent, wanted or not."""
    # By chances of its own, so that the rest of the history is as it would be without.
    own, model = random.Random(f"{network.seed} report {visit}"), network.model
    _, _, host, reviewing = cohort.visits[visit].now
    if own.random() < 0.5:
        return
    text = f"The report on visit {visit}, drawn {own.random()}."
    if do("report.record", text_=text):
        model.reports[visit] = text
    for urn in reviewing:
        if own.random() < 0.6:
            model.consents[visit, urn].set(network.step + 1, True)
            if not do("consent.give", urn=urn):
                model.consents[visit, urn].set(network.step, None)
    for urn in (host, *reviewing):
        if own.random() < 0.7:
            sent = do("report.share", urn=urn)
            allowed = urn == host or model.consents[visit, urn].now
            demand(allowed or not sent, lambda: f"the report on visit {visit} was sent to {urn} without consent")
        if own.random() < 0.2:
            model.consents[visit, urn].set(network.step + 1, None)
            do("consent.withdraw", urn=urn)
    network.ask("consent.list", visit=visit)


def answer(network, cohort, visit, urn):
    urn = network.converted.get(urn, urn)
    if alive(cohort):
        text = f"The response of {urn} to visit {visit}, drawn {network.chance.random()}."
        is_concern = chance(network, 0.04)
        network.model.answered[visit, urn].set(network.step + 1, True)
        if not network.do("feedback.record", visit=visit, urn=urn, text_=text, concern=is_concern, cohort=cohort.id):
            network.model.answered[visit, urn].set(network.step, None)
            return
        if is_concern:
            raised(network, visit, urn)
        network.model.answers[visit, urn] = text
        if not is_concern and random.Random(f"{network.seed} concern {visit} {urn}").random() < 0.02:
            # The same words again, and that they are a concern: that is not nothing.
            is_concern = network.do(
                "feedback.record", visit=visit, urn=urn, text_=text, concern=True, cohort=cohort.id) is not None
            demand(not is_concern or (visit, urn) in network.quarantined(), lambda: (
                f"the response of {urn} to visit {visit} was recorded as a concern, and is not quarantined"))
            if is_concern:
                raised(network, visit, urn)
        if not is_concern and chance(network, 0.03):
            is_concern = network.do("concern.mark", visit=visit, urn=urn, cohort=cohort.id) is not None
            if is_concern:
                raised(network, visit, urn)
        if is_concern:
            yield later(network, 0, 9)
            network.ask("concern.list")
            if network.do("concern.handover", visit=visit, urn=urn, about="child", role="dsl", cohort=cohort.id):
                network.model.answers[visit, urn] = None
                raised(network, visit, urn, is_open=False)


def raised(network, visit, urn, is_open=True):
    """A concern that somebody has to hand over, or has."""
    fact = network.model.concerns[visit]
    others = frozenset(pair for pair in fact.now or () if pair[0] != urn)
    fact.set(network.step, others | {(urn, network.today)} if is_open else others)
