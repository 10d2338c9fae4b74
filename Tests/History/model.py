"""What the history has done so far, each fact with the steps at which it changed: a mail is judged by what held when it went."""

from bisect import bisect_right

import days

TAKES_PART = {"confirmed", "active", "completed"}
HAS_LEFT = {"deferred", "withdrawn", "replaced"}


class Fact:
    """A value over time."""

    def __init__(self, value=None):
        self.steps, self.values = [-1], [value]

    def set(self, step, value):
        if value == self.values[-1]:
            return
        if self.steps[-1] == step:
            self.values[-1] = value
        else:
            self.steps.append(step)
            self.values.append(value)

    def at(self, step):
        return self.values[bisect_right(self.steps, step) - 1]

    @property
    def now(self):
        return self.values[-1]


class Facts(dict):
    """Facts by key; one that was never set is None."""

    def __missing__(self, key):
        fact = self[key] = Fact()
        return fact


class Cohort:
    def __init__(self, number, programme):
        self.id, self.programme = number, programme
        self.state = Fact("draft")
        self.closed_on = None
        self.enrolments = Facts()  # by URN: state
        self.paused = Facts()  # by URN
        self.sessions = Facts()  # by id: (kind, state, date, start)
        self.visits = Facts()  # by id: (state, date, host URN, reviewing URNs)
        self.groups = {}
        self.ids = []  # of its enrolments, in their order
        self.visit_groups = {}  # by visit: the name of its group


class Model:
    def __init__(self):
        self.cohorts = {}
        self.heads = Facts()  # by URN: address
        self.staff = Facts()  # by URN and role: addresses
        self.network = Fact(frozenset())  # addresses of the network's reviewers
        self.named = Facts()  # by visit and URN (None for the network): addresses
        self.protocol = Fact("1")
        self.accepted = Facts()  # by address and version
        self.inset = Facts()  # by URN: days
        self.enquiries = Facts()  # by id: (state, last contact)
        self.holds = Facts()  # by id: (cohort, day of the review), or None once lifted
        self.erasures = Facts()  # by id: (state, day by which it is to be answered)
        self.enrolment_ids = Facts()  # by id: URN
        self.disabled = Fact(frozenset())  # kinds of reminders that the configuration turns off
        self.conversions = {}  # by successor: predecessor, and the step
        self.addresses = {}  # by person id
        self.notes = {}  # by evidence note: (visit, text), without those that were destroyed
        self.written = {}  # by visit: text
        self.drafts = {}  # by visit and version: text
        self.accepted_on = {}  # by visit: when its write-up was
        self.recorded_on = Facts()  # by visit: when it was put on record that it took place
        self.write_up_days = Facts()  # by visit: day
        self.answers = {}  # by visit and URN: text, or None once destroyed
        self.answered = Facts()  # by visit and URN
        self.concerns = Facts()  # by visit: (URN, day) of each that is still to be handed over
        self.reports = {}  # by visit: what came of it
        self.consents = Facts()  # by visit and URN: whether the host lets the school have the report

    def calendar(self, urn, step):
        return days.OFFICE if urn is None else days.school(self.inset[urn].at(step) or frozenset())

    def stay(self, subject, step):
        """Of an enrolment, how often the school had come back by `step`; 0 of everything else."""
        kind, number = subject
        if kind != "enrolment":
            return 0
        cohort = next(cohort for cohort in self.cohorts.values() if number in cohort.ids)
        facts = [cohort.enrolments[urn] for urn in self.enrolment_ids[number].values if urn in cohort.enrolments]
        return sum(since <= step and before in HAS_LEFT and after and after not in HAS_LEFT
                   for fact in facts for since, before, after in zip(fact.steps[1:], fact.values, fact.values[1:]))

    def accepts(self, address, step):
        return bool(self.accepted[address, self.protocol.at(step)].at(step))

    def is_held(self, cohort, step):
        """Whether a hold keeps what belongs to a cohort."""
        return any((fact.at(step) or (None,))[0] == cohort for fact in self.holds.values())

    def urn_at(self, urn, step):
        """The URN under which a school took part at `step`, before or after it became an academy."""
        predecessor, since = self.conversions.get(urn, (urn, 0))
        return predecessor if step < since else urn

    def cohort_of(self, visit):
        return next((cohort for cohort in self.cohorts.values() if visit in cohort.visits), None)

    def takes_part(self, cohort, urn, step):
        return cohort.enrolments[urn].at(step) in TAKES_PART

    def reviewers(self, visit, urn, step):
        """Who reviews for a school: its head, unless others who still can are named."""
        if urn is None:
            return (self.named[visit, None].at(step) or frozenset()) & self.network.at(step)
        able = set().union(*(self.staff[urn, role].at(step) or () for role in ("deputy", "sendco")))
        head = self.heads[urn].at(step)
        named = (self.named[visit, urn].at(step) or frozenset()) & (able | {head})
        return named or ({head} if head else frozenset())

    def expected_calendar(self, cohort, step, today):
        """Who should have which coming date: {(subject, urn, address): day}. Of a visit whose date is proposed only, those who
        had its date before."""
        wanted = {}
        if cohort.state.at(step) not in ("recruiting", "running"):
            return wanted
        for number, fact in cohort.sessions.items():
            _, state, day, _ = fact.at(step) or (None, None, None, None)
            if state != "invited" or day < today:
                continue
            for urn in cohort.enrolments:
                if self.takes_part(cohort, urn, step) and self.heads[urn].at(step):
                    wanted[f"session-{number}", urn, self.heads[urn].at(step)] = day
        for number, fact in cohort.visits.items():
            state, day, host, reviewing = fact.at(step) or (None, None, None, ())
            if state not in ("proposed", "agreed", "prepared") or day < today:
                continue
            invited = {(host, self.heads[host].at(step))} if self.takes_part(cohort, host, step) else set()
            for urn in reviewing:
                if self.takes_part(cohort, urn, step):
                    invited |= {(urn, address) for address in self.reviewers(number, urn, step)}
            invited |= {(None, address) for address in self.reviewers(number, None, step)}
            for urn, address in invited:
                if address:
                    wanted[f"visit-{number}", urn, address] = day
        return wanted
