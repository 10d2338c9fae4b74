"""A network that lives for ten years: each verb goes to the daemon, and what it did into the model."""

import random
from datetime import date, datetime, time, timezone

import days
from daemon import Daemon, Refused
from model import Model
from oracle import Oracle, demand

UNWELL = {"internal", "storage.failed", "storage.full", "storage.read_only", "busy", "params.invalid", "permission.denied"}
URNS = [120800 + 7 * number for number in range(60)]


class Network:
    def __init__(self, vnetd, seed):
        self.chance = random.Random(seed)
        self.seed, self.step, self.refusals = seed, 0, 0
        self.now = datetime(2026, 9, 1, 7, tzinfo=timezone.utc)
        self.model = Model()
        self.oracle = Oracle(self.model, self.ask_all)
        self.reached, self.verbs = set(), set()
        self.arrived, self.waiting, self.last = [], {}, ""
        self.number = 100  # so that no newcomer has the address of a head who was there from the start
        self.is_cut_off = False
        self.oracle.clocks[0] = (self.now, self.now)
        self.daemon = Daemon(vnetd, self.now, self.deliver)

    @property
    def today(self):
        return days.local(self.now).date()

    def deliver(self, claim):
        """How the attempt to deliver a message ends; drawn by message and attempt, so that a seed is a history."""
        chance = random.Random(f"{self.seed} {claim['message']} {claim['attempt']}").random()
        mail = self.oracle.arrived(claim, self.step)
        ending = "deferred" if self.is_cut_off else "sent" if chance > 0.02 else self.chance_of_fault(chance)
        mail = mail or self.waiting.pop(claim["message"])
        mail.step = self.step
        if ending == "sent":
            self.arrived.append(mail)
        else:
            self.waiting[mail.id] = mail
        # It was pending, and what is claimed is on record as being sent.
        self.reached |= {("message", "pending"), ("message", "sending"), ("message", ending)}
        return ending

    @staticmethod
    def chance_of_fault(chance):
        return "deferred" if chance < 0.01 else "unknown" if chance < 0.019 else "failed"

    # One step

    TOUCHES_A_COHORT = {
        "agenda.set", "attendance.record", "concern.handover", "concern.mark", "feedback.record", "session.cancel",
        "session.hold", "session.postpone", "session.reschedule", "protocol.accept", "referral.record"}

    def do(self, verb, text=None, cohort=None, at=None, **params):
        """Carries out a verb; a refusal by the rules gives None. `cohort` is what it touches, and goes along where the verb
        takes it. A parameter that is a word of Python's is written with an underscore."""
        params = {name.rstrip("_"): value for name, value in params.items()}
        kind = verb.split(".")[0]
        if cohort is not None and kind not in (
                "visit", "group", "writeup", "evidence", "reviewer", "report", "consent") or verb == "group.create":
            if verb not in self.TOUCHES_A_COHORT:
                params["cohort"] = cohort
        reply = self._step(verb, params, text)
        if reply is not None and (cohort or at) in self.model.cohorts:
            self.look_at(cohort or at)
            self.check(cohort or at)
        else:
            self.check()
        return reply

    def _step(self, verb, params, text=None):
        self.step += 1
        self.last = f"{verb} {params}"
        begin = self.now
        if verb == "clock.advance":
            self.now = params["to"]
            params = {"to": self.now.isoformat().replace("+00:00", "Z")}
        self.oracle.clocks[self.step] = (begin, self.now)
        try:
            reply = self.daemon.call(verb, params, text)
        except Refused as refusal:
            demand(refusal.code not in UNWELL, f"refused: {refusal} ({refusal.code})")
            self.refusals += 1
            return None
        self.verbs.add(verb)
        return reply

    def ask(self, verb, **params):
        """A verb that only reads; None when there is no such thing."""
        return self.ask_all(verb, [params])[0]

    def ask_all(self, verb, questions):
        """A verb that only reads, of many things."""
        replies = [self._answer(verb, reply) for reply in self.daemon.calls([(verb, params) for params in questions])]
        if any(replies):
            self.verbs.add(verb)
        return replies

    @staticmethod
    def _answer(verb, reply):
        try:
            return Daemon.result(verb, reply)
        except Refused as refusal:
            demand(refusal.code in ("not_found", "record.gone", "rule.refused", "state.refused"), f"refused: {refusal}")
            return None

    def rows(self, verb, **params):
        """Every row of a list, page by page."""
        cursor = {}
        while True:
            reply = self.ask(verb, limit=1000, **params, **cursor)
            yield from next(value for value in reply.values() if isinstance(value, list))
            if "next_cursor" not in reply:
                return
            cursor = {"cursor": reply["next_cursor"]}

    def check(self, *cohorts):
        """The invariants that hold after every step."""
        for mail in self.arrived:
            self.oracle.judge(mail)
        self.arrived.clear()
        for number in cohorts:
            if number is not None:
                waiting = {mail.to for mail in self.waiting.values()}
                self.oracle.calendars_agree(self.model.cohorts[number], self.step, waiting)

    def look_at(self, number):
        """Takes over how a cohort stands."""
        view, model = self.ask("cohort.get", cohort=number), self.model
        cohort = model.cohorts[number]
        self._state("cohort", cohort.state, view["state"])
        if "closed_on" in view:
            cohort.closed_on = date.fromisoformat(view["closed_on"])
        for urn in cohort.enrolments.keys() - {row["urn"] for row in view["enrolments"]}:
            cohort.enrolments[urn].set(self.step, None)
        for index, row in enumerate(view["enrolments"]):
            if index == len(cohort.ids):
                cohort.ids.append(len(model.enrolment_ids) + 1)
            model.enrolment_ids[cohort.ids[index]].set(self.step, row["urn"])
            self._state("enrolment", cohort.enrolments[row["urn"]], row["state"])
            cohort.paused[row["urn"]].set(self.step, "paused_on" in row)
        for row in view["sessions"]:
            self.reached.add(("session", row["state"]))
            cohort.sessions[row["id"]].set(self.step, (
                row["kind"], row["state"], date.fromisoformat(row["date"]), time.fromisoformat(row["start"])))
        self.oracle.groups_agree(view)
        for row in view["groups"]:
            self.reached.add(("group", row["state"]))
            cohort.groups[row["id"]] = row
        moved = {row["id"] for row in view["visits"] if cohort.visit_groups.get(row["id"], row["group"]) != row["group"]}
        for visit in moved:
            model.named[visit, None].set(self.step, None)
        cohort.visit_groups = {row["id"]: row["group"] for row in view["visits"]}
        for row in view["visits"]:
            self.reached.add(("visit", row["state"]))
            day = date.fromisoformat(row["date"]) if "date" in row else None
            if row["state"] == "held" and (cohort.visits[row["id"]].now or (None,))[0] != "held":
                model.recorded_on[row["id"]].set(self.step, self.today)
            cohort.visits[row["id"]].set(self.step, (row["state"], day, row["host"], tuple(row["reviewers"])))
            for visit, urn in [key for key in model.named if key[0] == row["id"]]:
                if urn is not None and urn not in row["reviewers"]:
                    model.named[visit, urn].set(self.step, None)

    def _state(self, machine, fact, state):
        fact.set(self.step, state)
        self.reached.add((machine, state))

    # Time

    def advance(self, moment):
        """Lets the clock run; what falls due on the way goes out on its day."""
        if moment <= self.now:
            return
        self._step("clock.advance", {"to": moment})
        for row in self.rows("enquiry.list"):
            self.reached.add(("enquiry", row["state"]))
            self.model.enquiries[row["id"]].set(self.step, (row["state"], date.fromisoformat(row["last_contact"])))
        self.check(*(n for n, cohort in self.model.cohorts.items() if cohort.state.now in ("recruiting", "running")))

    # Names

    def fresh(self, what):
        self.number += 1
        return f"{what} {self.number}", f"{what.lower()}{self.number}@school.example"

    def settle(self):
        """Looks at what became of everything that was due."""
        ended = {}
        for state in ("pending", "sending", "deferred", "failed", "unknown", "held", "expired", "cancelled"):
            for row in self.rows("outbox.list", state=state):
                ended[row["id"]] = state
                self.reached.add(("message", state))
        for number in [n for n in self.waiting if ended.get(n) in ("cancelled", "expired")]:
            del self.waiting[number]
        self.oracle.reminders_settle(ended)
