"""The invariants, checked against what left the daemon: the bytes of its mails, judged by the model.

A reminder is sent when its mail is composed: not before its time, not after its expiry, on a working day of its recipient
(what the mail server refused for now is tried again as soon as it will, also at a weekend). Invitations, changes,
cancellations and notices go out at once with the fact that causes them, whatever the day, as they are meant to: of these
it is checked that everyone's calendar is as it should be after each step.
"""

import email
import email.header
import re
from datetime import datetime, time, timezone
from email.utils import getaddresses, parsedate_to_datetime

import days
import schedule
from schedule import RULES, Reminder

NOTICES = ("A place for", "Group ", "The visit to", "A response after", "Outcome report of", "Mail refused for good")
ADMIN, SAFEGUARDING = "admin@vnet.example", "admin@vnet.example"


class Broken(Exception):
    """An invariant does not hold."""


def demand(holds, what):
    if not holds:
        raise Broken(what() if callable(what) else what)


class Mail:
    """One message as it arrived."""

    def __init__(self, claim, step):
        self.id, self.step, self.to = claim["message"], step, claim["recipient"]
        self.composed = step
        # Most are read by their header alone: parsing is what costs here.
        head = claim["content"].partition("\r\n\r\n")[0].replace("\r\n ", " ").replace("\r\n\t", " ")
        fields = {name: value.strip() for name, _, value in (line.partition(":") for line in head.split("\r\n"))}
        self.date = parsedate_to_datetime(fields["Date"]).astimezone(timezone.utc)
        self.subject = str(email.header.make_header(email.header.decode_header(fields["Subject"])))
        self.is_copy = "Cc" in fields
        self.head = getaddresses([fields["To"]])[0][1]
        self.named = {address for _, address in getaddresses([fields["To"], fields.get("Cc", "")])}
        self.text, self.event = "", None
        if self.is_copy or fields["Content-Type"].startswith("multipart/mixed"):
            self._read_parts(email.message_from_string(claim["content"]))
        self.reminders = []

    def _read_parts(self, message):
        for part in message.walk():
            if part.get_content_type() == "text/plain" and not self.text:
                self.text = part.get_payload(decode=True).decode()
            elif part.get_content_type() == "text/calendar" and self.event is None:
                self.event = self._event(part.get_payload(decode=True).decode(), part.get_param("method"))

    @staticmethod
    def _event(text, method):
        entry = {}
        for line in text.replace("\r\n ", "").split("\r\n"):
            name, _, value = line.partition(":")
            entry[name.split(";")[0]] = value
        demand(entry["METHOD"] == method, "the method of a calendar part is not that of its entry")
        return entry

    def titles(self):
        """What it is about: its subject or, of a digest, the title of each part."""
        return [self.subject] + [line[2:] for line in self.text.splitlines() if line.startswith("* ")]


class Oracle:
    def __init__(self, model, ask_all):
        self.model, self.ask_all = model, ask_all
        self.mails, self.attempts = {}, {}
        self.calendars = {}  # by session or visit and UID: the last entry
        self.had = {}  # by cohort: who had which session or visit in the calendar when it was last looked at
        self.organizer = None
        self.clocks = {}  # by step: when it began and ended
        self.outages = []  # when the mail server went away, and when it came back
        self.open, self.sent, self.keys, self.last_reminder = {}, {}, set(), 0

    # As mails arrive

    def arrived(self, claim, step):
        """A message was handed to the mailer. The same one again has to be the same to the byte."""
        number, content = claim["message"], claim["content"]
        if number in self.attempts:
            demand(self.attempts[number] == content, f"message {number} is another at its second attempt")
            return None
        self.attempts[number] = content
        return Mail(claim, step)

    def judge(self, mail):
        """What can be said at once of a message that was delivered."""
        self.mails[mail.id] = mail
        self.attempts.pop(mail.id, None)
        begin, end = self.clocks[mail.step]
        demand(mail.date <= end, lambda: f"message {mail.id} is dated {mail.date}, after {end}")
        demand(mail.to in mail.named, f"message {mail.id} went to {mail.to}, whom it does not name")
        if mail.is_copy:
            self._copy(mail)
        elif mail.event:
            self._entry(mail)
        elif mail.subject.startswith("Outcome report of"):
            self._report(mail)

    def _report(self, mail):
        """It goes to heads whom the protocol binds, with the host's consent."""
        demand(self.model.accepts(mail.to, mail.composed), f"message {mail.id}, a report, went to {mail.to}, who has not accepted")
        readers = {self.model.heads[urn].at(mail.composed) for (_, urn), fact in self.model.consents.items() if fact.at(mail.step)}
        hosts = {self.model.heads[fact.at(mail.composed)[2]].at(mail.composed) for cohort in self.model.cohorts.values()
                 for number, fact in cohort.visits.items() if number in self.model.reports}
        demand(mail.to in readers | hosts, f"message {mail.id}, a report, went to {mail.to} without consent")

    def _copy(self, mail):
        titles = mail.titles()
        demand(not any(title.startswith(schedule.CONFIDENTIAL_TITLES) for title in titles),
               f"message {mail.id} copies what is confidential to a delegate: {titles}")
        held = [urn for (urn, role), fact in self.model.staff.items() if role == "delegate"
                and mail.to in (fact.at(mail.step) or ())]
        demand(held, f"message {mail.id} is copied to {mail.to}, a delegate of no school")

    def _entry(self, mail):
        event = mail.event
        entries = self.calendars.setdefault(event["UID"].rsplit("@")[0].rsplit("-", 1)[0], {})
        last = entries.get(event["UID"])
        sequence = int(event["SEQUENCE"])
        self.organizer = self.organizer or event["ORGANIZER"]
        demand(event["ORGANIZER"] == self.organizer, "the organizer of an entry is another than before")
        demand(event["ATTENDEE"] == f"mailto:{mail.to}", f"an entry of {mail.to} is for {event['ATTENDEE']}")
        if last:
            demand(sequence > last[0], f"{event['UID']}: SEQUENCE {sequence} comes after {last[0]}")
            demand(last[3] == mail.to, f"{event['UID']} goes to {mail.to}, and went to {last[3]}")
        else:
            demand(event["METHOD"] == "REQUEST" or sequence > 0, f"{event['UID']} is cancelled before it was sent")
        start = datetime.strptime(event["DTSTART"], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
        entries[event["UID"]] = (sequence, event["METHOD"], days.local(start), mail.to, event["STATUS"])

    # When a step is done

    @staticmethod
    def groups_agree(view):
        """A group is active from its first visit on."""
        begun = {row["group"] for row in view["visits"] if row["state"] in ("held", "written_up", "accepted")}
        for row in view["groups"]:
            name, state = row["name"], row["state"]
            demand(state not in ("confirmed", "active") or (state == "active") == (name in begun), lambda: (
                f"group {name} is {state}, and {'a' if name in begun else 'no'} visit of it has taken place"))

    def calendars_agree(self, cohort, step, lost):
        """Everyone has the dates that they should, on the right day, and nobody has one that they should not."""
        today = days.local(self.clocks[step][1]).date()
        wanted = self.model.expected_calendar(cohort, step, today)
        # What has taken place stays in people's calendars.
        subjects = {f"session-{n}" for n, f in cohort.sessions.items() if f.at(step)[1] != "held"} | {
            f"visit-{n}" for n, f in cohort.visits.items() if f.at(step)[0] not in ("held", "written_up", "accepted")}
        proposed = {f"visit-{n}" for n, f in cohort.visits.items() if f.at(step)[0] == "proposed"}
        present, had, having = {}, self.had.get(cohort.id, set()), set()
        for subject in subjects:
            entries = [entry for entry in self.calendars.get(subject, {}).values() if entry[1] == "REQUEST"]
            addresses = [entry[3] for entry in entries]
            for address in set(addresses) - lost:
                people = sum(known == address for known in self.model.addresses.values())
                demand(addresses.count(address) <= max(people, 1), lambda: (
                    f"{address} has {addresses.count(address)} entries of {subject}, and is the address of {people}"))
            for _, _, start, address, status in entries:
                if address not in lost:  # what is under way to them may take it away
                    having.add((subject, address))
                if start.date() >= today:
                    present.setdefault((subject, address), set()).add(start.date())
                    demand(address in lost or (status == "TENTATIVE") == (subject in proposed), lambda: (
                        f"{address} has {subject} as {status}, and it is{'' if subject in proposed else ' not'} proposed only"))
        self.had[cohort.id] = having
        expected = {}
        for (subject, _, address), day in wanted.items():
            expected.setdefault((subject, address), set()).add(day)
        for key in expected.keys() | present.keys():
            is_spared = key[0] in proposed and key not in had and key not in present
            if key[1] in lost or is_spared:
                continue
            demand(expected.get(key) == present.get(key), lambda: (
                f"{key[1]} has {key[0]} on {sorted(map(str, present.get(key, ())))}, and should have it on "
                f"{sorted(map(str, expected.get(key, ())))}"))

    # From time to time: everything that was due

    def reminders_settle(self, ended):
        """Looks at every reminder again that was not at its end. `ended` are the states of messages that were not sent."""
        now = self.clocks[max(self.clocks)][1]
        newest = self.explanations(range(self.last_reminder + 1, self.last_reminder + 1 + self.MANY))
        while found := [number for number, reply in newest if reply is not None]:
            self.last_reminder = found[-1]
            self.open.update(dict.fromkeys(found))
            newest = self.explanations(range(self.last_reminder + 1, self.last_reminder + 1 + self.MANY))
        for number, reply in self.explanations(list(self.open)):
            if reply is None:
                del self.open[number]  # purged with its person or enquiry
                continue
            reminder = Reminder(number, reply)
            demand(reminder.is_scheduled_by_rule(), f"{reminder} is in no rule")
            if reminder.state == "expired" or reminder.state == "void" and self._is_over(reminder, now):
                del self.open[number]
            elif reminder.state == "scheduled":
                demand(reminder.told > now, f"{reminder} was due on {reminder.told}, and is still to go out at {now}")
            elif reminder.state == "composed":
                mail = self.mails.get(reminder.message)
                if mail:
                    self._sent(reminder, mail)
                    del self.open[number]
                else:
                    demand(reminder.message in ended, f"{reminder} went into message {reminder.message}, which never came")

    # How many questions are asked in one go: as many as the daemon lets be in flight.
    MANY = 64

    def explanations(self, numbers):
        for start in range(0, len(numbers), self.MANY):
            some = numbers[start:start + self.MANY]
            yield from zip(some, self.ask_all("reminder.explain", [{"reminder": number} for number in some]))

    def _is_over(self, reminder, now):
        """Whether nothing can call for it again."""
        cohort = self.model.cohorts.get(reminder.cohort)
        is_done = cohort is None or cohort.state.now == "purged" or cohort.state.now == "cancelled" and reminder.kind != "purge-notice"
        return is_done or reminder.anchor < now.date() - days.days(RULES[reminder.kind][2] + 40)

    def once_and_for_all(self):
        """What was sent stays sent, in the same message."""
        for number, reply in self.explanations(list(self.sent)):
            reminder = self.sent[number]
            demand(reply is None or (reply["state"], Reminder(number, reply).message) == ("composed", reminder.message),
                   f"{reminder} was sent in message {reminder.message} and is something else now")
        for mail in self.mails.values():
            if not (mail.event or mail.is_copy or mail.reminders):
                demand(mail.subject.startswith(NOTICES) or mail.id in self.forgotten,
                       f"message {mail.id}, “{mail.subject}”, has no reminder and is no notice")

    forgotten = frozenset()

    def _sent(self, reminder, mail):
        model, step = self.model, mail.step
        begin, end = self.clocks[mail.composed]
        reminder.urn = reminder.urn and model.urn_at(reminder.urn, step)
        calendar, day = model.calendar(reminder.urn, mail.composed), days.local(mail.date).date()
        # A school that left and came back is reminded anew.
        key = reminder.key, model.stay(reminder.subject, mail.composed)
        demand(key not in self.keys, f"{reminder} was sent twice")
        self.keys.add(key)
        self.sent[reminder.id] = reminder
        mail.reminders.append(reminder)
        due = reminder.due(calendar)
        demand(mail.date >= due, lambda: f"{reminder} was due on {due} and was sent on {mail.date}, before its time")
        demand(calendar.works(day), f"{reminder} was sent on {day:%A %d %B %Y}, no working day of {reminder.urn or 'the office'}")
        # What could not leave in time is written anew, without what is of no use, when the first of it expires.
        was_cut_off = any(due - days.days(6) <= start <= mail.date for start in self.outages)
        demand(days.local(mail.date).time() == days.EIGHT or mail.date in (begin, end) or was_cut_off and mail.date > due,
               lambda: f"{reminder} was sent at {days.local(mail.date)}, which is neither 08:00 nor when it was caused")
        expires = reminder.expires(self._start(reminder, step), due)
        left = max(mail.date, self.clocks[step][0])
        demand(left < expires, lambda: f"{reminder} was of no use from {expires} and was sent on {left}")
        demand(reminder.kind not in model.disabled.at(mail.composed), f"{reminder} was sent, and its kind is turned off")
        demand(schedule.is_true(reminder, model, step, step - 1), lambda: f"{reminder} was sent in message {mail.id}, composed in step {mail.composed}, in step {step}, and was not true")
        if reminder.person is None:
            demand(mail.to == ADMIN, f"{reminder} is for the administrator and went to {mail.to}")
            return
        demand(mail.to in schedule.recipients(reminder, model, step),
               f"{reminder} went to {mail.to}, who is not who it is for in step {step}")
        if reminder.urn is not None:
            cohort = model.cohorts[reminder.cohort]
            state = cohort.enrolments[reminder.urn].at(step)
            takes_part = state == "applied" if reminder.kind == "readiness" else model.takes_part(cohort, reminder.urn, step)
            demand(takes_part, f"{reminder} went to {reminder.urn}, which is {state}")
            demand(not cohort.paused[reminder.urn].at(step), f"{reminder} went to {reminder.urn}, which is paused")
        if reminder.kind in schedule.CONFIDENTIAL:
            demand(model.accepts(mail.to, step), f"{reminder} went to {mail.to}, who has not accepted the protocol")

    def _start(self, reminder, step):
        """When the occasion begins."""
        if reminder.subject[0] == "session":
            return self.model.cohorts[reminder.cohort].sessions[reminder.subject[1]].at(step)[3]
        if reminder.kind == "readiness":
            return next(start for kind, state, day, start in (
                f.at(step) for f in self.model.cohorts[reminder.cohort].sessions.values())
                if kind == "training" and state != "cancelled")
        if reminder.kind == "outstanding-write-ups":
            return next(start for kind, state, day, start in (
                f.at(step) for f in self.model.cohorts[reminder.cohort].sessions.values()) if kind == "feedback")
        return time(9) if reminder.subject[0] == "visit" else days.EIGHT
