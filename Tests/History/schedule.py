"""The default schedule as the network wrote it down (domain.md), and what has to be true for each reminder to go out."""

import re
from datetime import date, datetime, time

import days

# kind: to people, to the administrator, days after which one that follows its occasion is of no use
RULES = {
    "enquiry": ((), (5, 10), 60), "enquiry-lapse": ((), (11,), 60),
    "erasure": ((), (-10, -5, -1, 1, 5, 10), 60), "readiness": ((-20, -10, -5), (-5,), 60),
    "training": ((-10, -2), (), 60), "training-absence": ((), (0,), 60),
    "protocol-acceptance": ((1, 5, 10), (10,), 365), "visit-dates": ((5,), (10,), 60), "documents": ((-15,), (), 60),
    "cover": ((-20,), (), 60), "timetable": ((-5,), (), 60), "visitors": ((-5,), (), 60), "visit": ((-1,), (), 60),
    "unrecorded": ((), (1, 5, 10), 60), "concern": ((), (1, 2, 3, 5, 10, 15, 20), 60),
    "write-up": ((5,), (10,), 60), "factual-check": ((5,), (), 60), "feedback-prompt": ((1, 5, 10), (11,), 60),
    "feedback-session": ((-15, -5, -1), (), 60), "network-session": ((-10, -2), (), 60),
    "outstanding-write-ups": ((-10, -5), (-10, -5), 60), "actions": ((5,), (), 60),
    "impact-check": (("90d",), (), 60), "purge-notice": (("-30d", "-7d"), ("-30d", "-7d"), 60),
    "hold-review": ((), (0, 5, 10), 60),
}
CONFIDENTIAL = {"write-up", "factual-check", "feedback-prompt", "outstanding-write-ups"}
# How the titles of confidential mails begin, to recognise one whatever vnetd says of it.
CONFIDENTIAL_TITLES = ("Write-up of the visit", "Please check the facts", "Your response to the visit",
                       "Outcome report of")

SENTENCES = re.compile(
    r"Reminder \d+, “(?P<kind>[a-z-]+)”, is about (?P<subject>\w+) (?P<id>\d+)(?: of cohort (?P<cohort>\d+),.*)?\.?\n"
    r"It goes to (?:the network's administrator|person (?P<person>\d+),(?: .* \((?P<urn>\d{6})\)| a reviewer of the network))\.\n"
    r"The rule says: (?:(?P<count>\d+) (?P<working>working )?days? (?P<side>before|after)|on the day of) (?P<anchor>.*)\.\n"
    r"(?P<rest>(?:.*\n)*)")


def day_in_words(text):
    return datetime.strptime(text, "%A %d %B %Y").date()


class Reminder:
    """One item that is due, as `reminder explain` has it; its days are worked out here."""

    def __init__(self, number, reply):
        self.id, self.state = number, reply["state"]
        found = SENTENCES.fullmatch(reply["text"])
        assert found, f"reminder {number} is explained in other words: {reply['text']}"
        self.kind, self.subject = found["kind"], (found["subject"], int(found["id"]))
        self.cohort = int(found["cohort"]) if found["cohort"] else None
        self.person = int(found["person"]) if found["person"] else None
        self.urn = int(found["urn"]) if found["urn"] else None
        self.anchor = day_in_words(found["anchor"])
        count = int(found["count"] or 0) * (-1 if found["side"] == "before" else 1)
        self.offset = count if found["working"] or not count else f"{count}d"
        self.count = count
        message = re.search(r"It went into message (\d+)", found["rest"])
        self.message = int(message[1]) if message else None
        falls = re.search(r"So it falls due on (.*) at (\d\d:\d\d)\.", found["rest"])
        self.told = days.at(day_in_words(falls[1]), time.fromisoformat(falls[2]))

    @property
    def key(self):
        return self.kind, self.subject, self.anchor, self.offset, self.person

    def __str__(self):
        return f"reminder {self.id} ({self.kind}, {self.offset} from {self.anchor}, {self.subject[0]} {self.subject[1]})"

    def is_scheduled_by_rule(self):
        people, admin, _ = RULES[self.kind]
        return self.offset in (admin if self.person is None else people)

    def due(self, calendar):
        """The instant at which it should go out, or the earliest where it depends on more than the rule."""
        if self.kind == "impact-check":
            # What it asks about goes 90 days after the closure, and whoever is asked has a week before that.
            return days.at(calendar.before(self.anchor + days.days(self.count - 7)))
        if isinstance(self.offset, str):
            return days.at(calendar.before(self.anchor + days.days(self.count)))
        return days.at(calendar.count(self.offset, self.anchor))

    def expires(self, start, due):
        """From when on it is of no use: when the occasion begins on its day, at `start`, or some days after it was `due`."""
        if self.count < 0:
            return days.at(self.anchor, start)
        return days.at(days.local(due).date() + days.days(RULES[self.kind][2]))


def recipients(reminder, model, step):
    """The addresses to which the kind may go for the reminder's school."""
    kind, number, urn = reminder.kind, reminder.subject[1], reminder.urn
    if kind in ("cover", "visit", "write-up", "feedback-prompt", "outstanding-write-ups"):
        cohort = model.cohorts[reminder.cohort]
        _, _, host, reviewing = cohort.visits[number].at(step)
        to = set(model.reviewers(number, urn, step)) if urn is None or urn in reviewing else set()
        if urn == host and kind in ("visit", "feedback-prompt"):
            to.add(model.heads[urn].at(step))
        if urn in reviewing and kind in CONFIDENTIAL and not any(model.accepts(address, step) for address in to):
            to.add(model.heads[urn].at(step))
        return to
    if kind == "protocol-acceptance":
        return {model.heads[urn].at(step)} | set().union(
            *(model.staff[urn, role].at(step) or () for role in ("deputy", "sendco")))
    return {model.heads[urn].at(step)}


def is_true(reminder, model, step, before):
    """Whether what the reminder says held at `step`; `before` is the step before, for what ends by the reminder itself."""
    kind, number = reminder.kind, reminder.subject[1]
    if kind in ("enquiry", "enquiry-lapse"):
        states = {(model.enquiries[number].at(s) or (None, None)) for s in (step, before)}
        allowed = {"received", "contacted"} if kind == "enquiry" else {"received", "contacted", "lapsed"}
        return any(state in allowed and contact == reminder.anchor for state, contact in states)
    if kind == "hold-review":
        return (model.holds[number].at(step) or (None, None))[1] == reminder.anchor
    if kind == "erasure":
        return model.erasures[number].at(step) == ("received", reminder.anchor)
    cohort = model.cohorts[reminder.cohort]
    if kind == "concern":
        return any(day == reminder.anchor for _, day in model.concerns[number].at(step) or ())
    if kind == "purge-notice":
        ends = {cohort.closed_on} | {day for what, state, day, _ in (f.now for f in cohort.sessions.values())
                                     if what == "feedback" and state == "held"}
        is_over = cohort.state.at(step) in ("closed", "cancelled") and not model.is_held(cohort.id, step)
        return is_over and reminder.anchor - days.days(90) in ends
    if kind == "actions":
        _, state, day, _ = cohort.sessions[number].at(step)
        return state == "held" and day == reminder.anchor and cohort.state.at(step) in ("running", "closed")
    if kind == "impact-check":
        return cohort.state.at(step) == "closed"
    if cohort.state.at(step) not in ("recruiting", "running"):
        return False
    sessions = [fact.at(step) for fact in cohort.sessions.values() if fact.at(step)]
    if kind in ("training", "feedback-session", "network-session"):
        _, state, day, _ = cohort.sessions[number].at(step)
        return state in ("planned", "invited") and day == reminder.anchor
    if kind == "unrecorded" and reminder.subject[0] == "session":
        _, state, day, _ = cohort.sessions[number].at(step)
        return state in ("planned", "invited") and day == reminder.anchor
    if kind == "readiness":
        urn = model.enrolment_ids[number].at(step)
        return cohort.enrolments[urn].at(step) == "applied" and any(
            what == "training" and state in ("planned", "invited") and day == reminder.anchor
            for what, state, day, _ in sessions)
    if kind == "training-absence":
        return any(what == "training" and state == "held" and day == reminder.anchor for what, state, day, _ in sessions)
    if kind == "protocol-acceptance":
        return reminder.person is None or not model.accepts(model.addresses[reminder.person], step)
    state, day, host, _ = cohort.visits[number].at(step)
    if kind == "visit-dates":
        return state == "unset"
    if kind == "factual-check":
        return state == "written_up" and model.write_up_days[number].at(step) == reminder.anchor and reminder.urn == host
    if kind == "outstanding-write-ups":
        return state == "held" and any(
            what == "feedback" and s in ("planned", "invited") and d == reminder.anchor for what, s, d, _ in sessions)
    wanted = {
        "documents": {"agreed"}, "timetable": {"agreed"}, "cover": {"agreed", "prepared"}, "unrecorded": {"proposed", "agreed", "prepared"},
        "visitors": {"agreed", "prepared"}, "visit": {"agreed", "prepared"}, "write-up": {"held"},
        "feedback-prompt": {"held", "written_up", "accepted"},
    }[kind]
    if kind in ("documents", "timetable", "visitors") and reminder.urn != host:
        return False
    if kind == "feedback-prompt" and reminder.urn and model.answered[number, reminder.urn].at(step):
        return False
    if kind in ("write-up", "feedback-prompt"):
        day = max(day, model.recorded_on[number].at(step) - days.days(1))
    return state in wanted and day == reminder.anchor
