"""What happens to the network as a whole: people, enquiries, the protocol, held mail, and purges."""

import os
import random
import shutil
from datetime import date, timedelta

import days
import people
from network import URNS
from oracle import demand
from chance import chance, later


def enquiries(network):
    while True:
        yield later(network, 60, 200)
        name, address = network.fresh("Asker")
        who = {"organisation": name} if chance(network, 0.5) else {"urn": network.school()}
        reply = network.do("enquiry.create", contact=name, email=address, question="May we join?", **who)
        if reply:
            network.spawn(enquiry(network, reply["id"], "urn" in who), later(network, 0, 20))
        see(network)


def enquiry(network, number, is_school):
    see(network)
    if chance(network, 0.6):
        network.do("enquiry.contact", enquiry=number)
        see(network)
        yield later(network, 1, 20)
    recruiting = [c for c in network.model.cohorts.values() if c.state.now == "recruiting" and c.programme == "peer_review"]
    if chance(network, 0.3):
        network.do("enquiry.decline", enquiry=number)
    elif recruiting and chance(network, 0.6):
        schools = {} if is_school else {"schools": [network.school()]}
        cohort = network.chance.choice(recruiting)
        network.do("enquiry.convert", enquiry=number, cohort=cohort.id, **schools)
    see(network)
    network.ask("enquiry.get", enquiry=number)


def see(network):
    for row in network.rows("enquiry.list"):
        network.reached.add(("enquiry", row["state"]))
        network.model.enquiries[row["id"]].set(network.step, (row["state"], date.fromisoformat(row["last_contact"])))


def staff(network):
    """Heads come and go; delegates, deputies and reviewers too."""
    while True:
        yield later(network, 30, 120)
        urn, draw = network.school(), network.chance.random()
        if draw < 0.35:
            people.new_head(network, urn)
            if chance(network, 0.7):
                people.accept(network, network.model.heads[urn].now)
        elif draw < 0.40 and network.model.heads[urn].now:
            people.vacancy(network, urn)
            network.spawn(filled(network, urn), later(network, 5, 60))
        elif draw < 0.7:
            people.joins(network, urn, network.chance.choice(["delegate", "delegate", "deputy", "sendco", "dsl"]))
        elif draw < 0.9:
            present = [(u, r, a) for (u, r), f in network.model.staff.items() for a in sorted(f.now or ())]
            if present:
                people.leaves(network, *network.chance.choice(present))
        elif draw < 0.96:
            people.inset(network, urn)
        elif network.model.network.now and chance(network, 0.5):
            address = min(network.model.network.now)
            row = next(r for r in people.learn(network, None) if r["email"] == address)
            network.model.network.set(network.step + 1, network.model.network.now - {address})
            network._step("tenure.end", {"tenure": row["tenure"]})
            people.changed(network)


def filled(network, urn):
    if urn not in network.converted:
        people.new_head(network, urn)
    return
    yield


def erasures(network):
    """Somebody who has left asks for what is held about them to go, and is answered in time, or late."""
    while True:
        yield later(network, 100, 250)
        present = network.model.network.now.union(
            {fact.now for fact in network.model.heads.values()}, *(fact.now or () for fact in network.model.staff.values()))
        left = sorted(n for n, address in network.model.addresses.items() if address not in present)
        if not left:
            continue
        person = network.chance.choice(left)
        received = network.today - timedelta(days=network.chance.choice([0, 0, 3, 20]))
        reply = network.do("erasure.request", person=person, channel="email", received=received.isoformat())
        look_at_erasures(network)
        if reply:
            network.spawn(erasure(network, reply["id"], person), later(network, 1, 45))


def erasure(network, number, person):
    address = network.model.addresses[person]
    # What takes an invitation back has to have left: nobody writes to them afterwards.
    while network.is_cut_off or address in {mail.to for mail in network.waiting.values()}:
        yield later(network, 1, 3)
    bundle, draw = network.ask("person.export", person=person), network.chance.random()
    demand(bundle is None or address in bundle["text"], f"what is written out about person {person} is not theirs")
    if draw < 0.2:
        network.do("erasure.refuse", erasure=number, reason="legal_claims")
    elif draw < 0.4:
        network.do("erasure.withdraw", erasure=number)
    elif complete(network, number):
        demand(network.ask("person.get", person=person) is None, f"person {person} was erased, and is there")
        found = network.ask("person.find", email=address)
        demand("person" not in found and "suppression" in found, f"person {person} was erased, and {found} is left")
        demand("purge" in network.ask("erasure.get", erasure=number) or bundle is None, f"request {number} has no proof")
        if chance(network, 0.3):
            network.do("suppression.lift", suppression=found["suppression"])
        network.ask("suppression.list")
    elif bundle is not None:
        network.ask("person.get", person=person)
    look_at_erasures(network)


def complete(network, number):
    network.settle()  # What was sent to the person is looked at while it is known for which reminders.
    return network.do("erasure.complete", erasure=number)


def look_at_erasures(network):
    for row in network.rows("erasure.list"):
        network.reached.add(("erasure request", row["state"]))
        network.model.erasures[row["id"]].set(network.step, (row["state"], date.fromisoformat(row["due_on"])))


def rarely(network):
    """Once or twice a year."""
    while True:
        yield later(network, 100, 250)
        draw = network.chance.random()
        if draw < 0.3:
            people.publish(network)
            network.spawn(acceptances(network), later(network, 1, 10))
        elif draw < 0.5:
            urn = network.school()
            network.spawn(converts(network, urn), later(network, 0, 1))
        elif draw < 0.7:
            pair = network.chance.sample(URNS, 2)
            reply = network.do("conflict.create", urn=pair[0], other=pair[1], reason="competition")
            network.ask("conflict.list")
            if reply and chance(network, 0.5):
                network.do("conflict.remove", conflict=reply["id"])
        elif draw < 0.85:
            title, _ = network.fresh("Theme")
            network.do("theme.add", title=title, key=f"theme-{network.number}")
            network.do("theme.rename", theme=f"theme-{network.number}", title=title + " renamed")
            network.do("theme.demand", theme=f"theme-{network.number}", further_training=True)
            network.do("theme.retire", theme=f"theme-{network.number}")
        else:
            rows = list(network.rows("membership.list"))
            if rows:
                network.do("membership.end", membership=network.chance.choice(rows)["id"])
            reply = network.ask("clock.confirm")
        for verb in ("status", "audit.list", "furthertraining.list", "holiday.list", "theme.list", "protocol.list",
                     "school.list", "reviewer.list", "hello", "whoami", "ping"):
            network.ask(verb)
        network.ask("school.get", urn=URNS[0])
        network.ask("term.list", la="926")
        for row in network.ask("reminder.list", limit=3)["reminders"]:
            network.ask("reminder.preview", reminder=row["id"])


def converts(network, urn):
    """A school that takes part becomes an academy."""
    taking = [u for c in network.model.cohorts.values() if c.state.now in ("recruiting", "running")
              for u, f in c.enrolments.items() if f.now in ("confirmed", "active") and u < 150000]
    if taking and not any(f.now and urn in (f.now[2], *f.now[3]) for c in network.model.cohorts.values() for f in c.visits.values()):
        urn = network.chance.choice(taking)
    if urn in taking:
        people.academy(network, urn)
    return
    yield


def acceptances(network):
    for fact in list(network.model.heads.values()):
        if fact.now and fact.now in network.model.addresses.values() and chance(network, 0.7):
            if not network.model.accepts(fact.now, network.step):
                people.accept(network, fact.now)
    return
    yield


def mail(network):
    """The mail server is away for some days; the administrator holds mail, and releases it, too late for some of it."""
    while True:
        yield later(network, 100, 250)
        network.is_cut_off = True
        network.oracle.outages.append(network.now)
        yield later(network, 1, 4)
        for row in list(network.rows("outbox.list", state="deferred")):
            if chance(network, 0.3) and network.do("outbox.hold", message=row["id"]):
                network.reached.add(("message", "held"))
                network.spawn(released(network, row), later(network, 0, 9))
        network.is_cut_off = False
        network.oracle.outages.append(network.now)
        for row in network.ask("outbox.list", state="failed", limit=3)["messages"]:
            network.do("outbox.retry", message=row["id"])
        for row in network.ask("outbox.list", state="sent", limit=1)["messages"]:
            network.ask("outbox.show", message=row["id"])


def released(network, row):
    """An invitation is let go: who cancels one has to ring the person."""
    is_cancelled = network.chance.random() < 0.5 and row["kind"] in ("reminder", "digest")
    network.do("outbox.cancel" if is_cancelled else "outbox.release", message=row["id"])
    return
    yield


def holds(network):
    """What belongs to a cohort is kept for a while, whatever its age. By chances of its own, so that the rest of the history
    is as it would be without."""
    own = random.Random(f"{network.seed} holds")
    while True:
        yield at_eight(network, network.today + timedelta(days=own.randrange(40, 120)))
        begun = [c for c in network.model.cohorts.values() if c.state.now in ("running", "closed", "cancelled")]
        if not begun:
            continue
        cohort = own.choice(begun)
        # A concern that was handed over may have been the last of it.
        network.look_at(cohort.id)
        if cohort.state.now == "purged":
            continue
        review = network.today + timedelta(days=own.randrange(5, 120))
        reply = network.do(
            "hold.place", reason="complaint", owner="director", review=review.isoformat(), cohort=cohort.id)
        if reply and reply["changes"]:
            network.model.holds[reply["id"]].set(network.step, (cohort.id, review))
            network.spawn(held(network, own, reply["id"], cohort.id, review), reviewed(network, own, review))


def held(network, own, number, cohort, review):
    """A hold is looked at when its review is due or some time after, is extended perhaps, and is lifted in the end."""
    while True:
        demand(network.ask("hold.get", hold=number)["due"], f"hold {number} was to be reviewed on {review} and is not due")
        demand(number in {row["id"] for row in network.rows("hold.list", due=True)}, f"hold {number} is not listed as due")
        if own.random() < 0.5:
            break
        review = network.today + timedelta(days=own.randrange(5, 200))
        network.do("hold.extend", hold=number, review=review.isoformat())
        network.model.holds[number].set(network.step, (cohort, review))
        yield reviewed(network, own, review)
    network.do("hold.lift", hold=number)
    network.model.holds[number].set(network.step, None)


def reviewed(network, own, day):
    return at_eight(network, day + timedelta(days=own.randrange(25)))


def configuration(network):
    """The administrator turns a kind of reminder off, and on again."""
    own = random.Random(f"{network.seed} configuration")
    while True:
        yield at_eight(network, network.today + timedelta(days=own.randrange(60, 400)))
        kind = own.choice(["timetable", "visitors", "documents", "cover"])
        network.model.disabled.set(network.step + 1, network.model.disabled.now ^ {kind})
        network.daemon.configure("".join(
            f"[reminders.{kind}]\nenabled = false\n" for kind in sorted(network.model.disabled.now)))
        network.do("daemon.reload")


def older_copy(network):
    """Some day somebody copies the database. In the end the copy is put back, beside the keys that there are by then."""
    own = random.Random(f"{network.seed} copy")
    yield at_eight(network, network.today + timedelta(days=own.randrange(900, 3000)))
    network.settle()
    model = network.model
    network.daemon.restart(lambda state: shutil.copy(state + "/vnet.db", network.daemon.directory + "/older.db"))
    network.copied = dict(model.notes), dict(model.written), dict(model.reports), set(done(model))


def done(model):
    return [number for number, fact in model.erasures.items() if (fact.now or (None,))[0] == "completed"]


def put_back(network):
    """Nothing leaves, nobody who was erased is back, nothing that was purged opens; what is still kept does."""
    if network.copied is None:
        return
    notes, written, reports, _ = network.copied
    model, epoch = network.model, network.ask("hello")["epoch"]
    erased = {person: address for person, address in model.addresses.items() if network.ask("person.get", person=person) is None}

    def replace(state):
        for name in ("vnet.db", "vnet.db-wal", "vnet.db-shm"):
            if os.path.exists(f"{state}/{name}"):
                os.unlink(f"{state}/{name}")
        shutil.move(network.daemon.directory + "/older.db", state + "/vnet.db")

    network.daemon.judge = lambda claim: demand(False, f"message {claim['message']} left after an older database was put back")
    network.daemon.restart(replace)
    demand(network.ask("hello")["epoch"] != epoch, "an older database was put back, and was not recognised")
    for kept, now, verb, name in (
            (notes, model.notes, "evidence.get", "note"), (written, model.written, "writeup.get", "visit"),
            (reports, model.reports, "report.get", "visit")):
        for number, text in kept.items():
            reply, is_kept = network.ask(verb, **{name: number}), number in now
            demand((reply is not None) == is_kept, lambda: (
                f"{verb} {number} is {'kept' if is_kept else 'purged'}, and by the older database it is "
                f"{'there' if reply else 'gone'}"))
            text = text[1] if isinstance(text, tuple) else text
            demand(reply is None or now[number] != kept[number] or reply["text"].strip() == text.strip(),
                   f"{verb} {number} is another text in the older database")
    for person, address in erased.items():
        demand(network.ask("person.get", person=person) is None, f"person {person} was erased, and is back")
        demand("person" not in network.ask("person.find", email=address) or address in model.addresses.values(),
               f"{address} was erased, and is back")


def at_eight(network, day):
    return max(network.now, days.at(day, days.EIGHT))


def purges(network):
    """What has reached its date is purged, and nothing else is."""
    while True:
        yield later(network, 150, 300)
        network.settle()
        preview = network.ask("retention.preview")
        network.do("retention.run", digest=preview["digest"])
        told(network, preview)
        for number in list(network.model.cohorts):
            if network.model.cohorts[number].state.now in ("closed", "cancelled"):
                network.look_at(number)
            purged = network.model.cohorts[number].state.now == "purged"
            demand(not (purged and network.model.is_held(number, network.step)), f"cohort {number} is purged, and is held")
        kept(network)


def told(network, preview):
    """What went is on record, by class and rule, as it was previewed."""
    wanted = {}
    for group in preview["groups"]:
        key = group["class"], group["rule"]
        wanted[key] = wanted.get(key, 0) + group["records"]
    network.ask("retention.rules")
    last = next(iter(network.rows("purge.list")), None)
    if wanted:
        demand(last and last["state"] == "complete" and last["digest"] == preview["digest"], lambda: f"{last} is not {preview}")
        purge = network.ask("purge.get", purge=last["id"])
        went = {(row["class"], row["rule"]): row["records"] for row in purge["classes"]}
        demand(went == wanted, lambda: f"purge {last['id']} says that {went} went rather than {wanted}")
        certificates = {row["id"]: row["purge"] for row in network.rows("certificate.list")}
        demand(certificates[purge["certificate"]] == last["id"], lambda: f"{certificates} do not fit {purge}")
        text = network.ask("certificate.get", certificate=purge["certificate"])["text"]
        for (name, rule), records in went.items():
            demand(f"\nPurged: {records} {name}, {rule}\n" in text, lambda: f"{text} does not say what {purge} says")


def kept(network):
    """Write-ups and responses are there until their day, and not after it."""
    keep_notes(network)
    for visit, text in list(network.model.written.items()):
        cohort = network.model.cohort_of(visit)
        reply = network.ask("writeup.get", visit=visit)
        if judge(network, reply, text, cohort, cohort.closed_on, f"the write-up of visit {visit}"):
            del network.model.written[visit]
    for visit, text in list(network.model.reports.items()):
        cohort = network.model.cohort_of(visit)
        reply = network.ask("report.get", visit=visit)
        if judge(network, reply, text, cohort, cohort.closed_on, f"the report on visit {visit}"):
            del network.model.reports[visit]
    for (visit, urn), text in list(network.model.answers.items()):
        cohort = network.model.cohort_of(visit)
        # Under the URN that the school has by now.
        known = urn if cohort.enrolments[urn].now else network.converted.get(urn, urn)
        reply = network.ask("feedback.get", visit=visit, urn=known)
        what = f"the response of {urn} to visit {visit}"
        is_gone = cohort.state.now == "purged"
        if text is None:
            demand(reply is None, f"{what} was handed over and is still there")
        elif (visit, known) not in network.quarantined():
            is_gone = judge(network, reply, text, cohort, feedback_held(cohort) or cohort.closed_on, what)
        if is_gone:
            del network.model.answers[visit, urn]
        network.ask("feedback.list", visit=visit)


def keep_notes(network):
    """Evidence notes and drafts go soon after they have served."""
    model = network.model
    for note, (visit, text) in list(model.notes.items()):
        cohort = model.cohort_of(visit)
        ends = [day for day in (model.accepted_on.get(visit), feedback_held(cohort)) if day]
        trigger = min(ends, default=cohort.closed_on)
        reply = network.ask("evidence.get", note=note)
        if judge(network, reply, text, cohort, trigger, f"evidence note {note}", 30):
            del model.notes[note]
    for (visit, version), text in list(model.drafts.items()):
        cohort = model.cohort_of(visit)
        if visit not in model.written:
            del model.drafts[visit, version]
        elif model.written[visit] != text:
            trigger = model.accepted_on.get(visit, cohort.closed_on)
            reply = network.ask("writeup.get", visit=visit, version=version)
            if judge(network, reply, text, cohort, trigger, f"draft {version} of visit {visit}", 30):
                del model.drafts[visit, version]


def feedback_held(cohort):
    return next((f.now[2] for f in cohort.sessions.values() if f.now[0] == "feedback" and f.now[1] == "held"), None)


def judge(network, reply, text, cohort, trigger, what, days=90):
    """Whether it is gone, as it should be once its time is up and no hold keeps it."""
    end = trigger and trigger + timedelta(days=days)
    if end and end <= network.today and not network.model.is_held(cohort.id, network.step):
        demand(reply is None, lambda: f"{what} was to go by {end} and is still there on {network.today}")
        return True
    demand(reply is not None and reply["text"].strip() == text.strip(), f"{what} is kept until {end} and is gone")
    return False
