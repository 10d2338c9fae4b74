"""Every state of every machine, every kind of reminder and every verb of the domain: what the seeds together have to have
reached."""

from schedule import RULES

STATES = {
    "enquiry": "received contacted converted declined lapsed",
    "erasure request": "received completed refused withdrawn",
    "cohort": "draft recruiting running closed purged cancelled",
    "enrolment": "waiting applied ready confirmed active completed deferred withdrawn replaced",
    "group": "proposed confirmed active complete under_strength merged dissolved",
    "visit": "unset proposed agreed prepared held written_up accepted cancelled missed",
    "session": "planned invited held postponed cancelled",
    "coaching": "input lesson_visit feedback practice review abandoned",
    "message": "pending sending sent deferred failed unknown held expired cancelled",
}
VERBS = """
    agenda.get agenda.set attendance.record audit.list certificate.get
    certificate.list clock.advance coaching.abandon coaching.count coaching.list
    coaching.record coaching.start cohort.cancel cohort.close cohort.create cohort.get cohort.open cohort.start
    cohort.timeline concern.handover concern.list concern.mark conflict.create conflict.list conflict.remove
    consent.give consent.list consent.withdraw contact.import
    evidence.amend evidence.destroy evidence.get evidence.list evidence.record
    enquiry.contact enquiry.convert enquiry.create enquiry.decline enquiry.get enquiry.list enrolment.confirm
    enrolment.create enrolment.defer enrolment.pause enrolment.replace enrolment.resume enrolment.withdraw erasure.complete
    erasure.get erasure.list erasure.refuse erasure.request erasure.withdraw feedback.get
    feedback.list feedback.record furthertraining.list furthertraining.record group.assist group.confirm group.continue
    group.create group.dissolve group.join group.options group.pause group.resume hold.extend hold.get
    daemon.reload hold.lift hold.list hold.place holiday.import link.import
    membership.create membership.end membership.list obligation.list outbox.cancel outbox.hold outbox.list outbox.release
    outbox.retry outbox.show person.list protocol.accept protocol.list protocol.publish purge.get purge.list
    readiness.attest referral.list
    outbox.retry outbox.show person.export person.find person.get person.list protocol.accept protocol.list protocol.publish readiness.attest referral.list
    referral.record reminder.explain reminder.list reminder.preview report.get report.record
    report.share retention.preview retention.rules retention.run reviewer.assign
    reviewer.create reviewer.list school.get school.import school.list session.cancel session.hold session.postpone
    session.repeat session.reschedule session.schedule status suppression.lift suppression.list tenure.end tenure.open tenure.replace term.import term.list
    theme.add theme.demand theme.list theme.rename theme.retire visit.agree visit.cancel visit.hold visit.lead visit.miss
    visit.prepare visit.propose visit.reschedule walkthrus.create writeup.accept writeup.get writeup.list writeup.record
""".split()


def missing(reached, verbs):
    """One line for each state or verb that was not reached."""
    lines = []
    for machine, states in STATES.items():
        gone = [state for state in states.split() if (machine, state) not in reached]
        if gone:
            lines.append(f"No history reached this state of a {machine}: {', '.join(gone)}")
        strange = {state for kind, state in reached if kind == machine} - set(states.split())
        if strange:
            lines.append(f"This state of a {machine} is not in the design: {', '.join(sorted(strange))}")
    gone = [kind for kind in RULES if ("reminder", kind) not in reached]
    if gone:
        lines.append(f"No history sent these reminders: {', '.join(gone)}")
    gone = [verb for verb in VERBS if verb not in verbs]
    if gone:
        lines.append(f"No history used these verbs: {', '.join(gone)}")
    return lines
