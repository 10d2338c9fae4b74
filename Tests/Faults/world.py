"""A small network with what is to be purged in it and what is not: the state that each attempt begins with."""

import os
import shutil

from vnetd import Vnetd

OLD, NEW = (120801, 120802, 120803), (120804, 120805, 120806)
VISIT, REVIEWER = 4, NEW[1]  # where texts are still recorded, and in whose name


class World:
    """`kept` and `doomed` say how each text is read: (verb, parameters, field, text)."""

    def __init__(self, program, directory):
        self.directory, self.kept, self.doomed = directory, [], []
        os.makedirs(directory + "/state", mode=0o700)
        self.vnetd = Vnetd(program, directory)
        self.begin()
        self.old_cohort()
        self.new_cohort()
        self.to("2027-05-03")
        self.remember_mails()
        self.stop_as("due")
        # Purged, and gone on with: of this the keys are taken, and the older database is put beside them.
        self.vnetd = Vnetd(program, directory)
        self.do("retention.run", digest=self.do("retention.preview")["digest"])
        self.do("evidence.record", visit=VISIT, urn=REVIEWER, text="Written after the purge.")
        self.stop_as("restored")
        shutil.copy(f"{directory}/due/vnet.db", f"{directory}/restored/vnet.db")
        self.vnetd = None

    def do(self, verb, file=None, **params):
        return self.vnetd.call(verb, file=file, **params)

    def stop_as(self, name):
        self.vnetd.stop()
        shutil.copytree(self.directory + "/state", f"{self.directory}/{name}")

    def to(self, day):
        self.do("clock.advance", to=f"{day}T12:00:00Z")
        self.vnetd.deliver_all()

    def begin(self):
        rows = "".join(f"{urn},School {urn},Open,Norwich,NR1 1AA,926,Norfolk\n" for urn in OLD + NEW)
        self.do("school.import", "URN,EstablishmentName,EstablishmentStatus (name),Town,Postcode,LA (code),LA (name)\n" + rows)
        rows = "".join(f"{urn},head,Head {urn},head@{urn}.example\n" for urn in OLD + NEW)
        self.do("contact.import", "URN,role,name,e-mail\n" + rows)
        for number in range(4):
            text = f"Question {number}, of which only who asked knows."
            enquiry = self.do("enquiry.create", contact=f"Asker {number}", email=f"asker@{number}.example", question=text,
                              organisation=f"Trust {number}")["id"]
            self.kept.append(("enquiry.get", {"enquiry": enquiry}, "question", text))

    def cohort(self, name, schools, training, days):
        cohort = self.do("cohort.create", name=name, theme="send", policy="outward")["id"]
        self.do("cohort.open", cohort=cohort)
        session = self.do("session.schedule", cohort=cohort, kind="training", date=training, start="09:00", finish="12:00",
                          place="Norwich")["id"]
        for urn in schools:
            self.do("enrolment.create", cohort=cohort, urn=urn)
            self.do("readiness.attest", cohort=cohort, urn=urn)
            self.do("enrolment.confirm", cohort=cohort, urn=urn)
        self.do("cohort.start", cohort=cohort)
        self.to(training)
        self.do("session.hold", session=session)
        self.do("protocol.accept", session=session)
        self.do("group.confirm", group=self.do("group.create", cohort=cohort, name="A", schools=list(schools))["id"])
        visits = [row["id"] for row in self.do("cohort.get", cohort=cohort)["visits"]]
        for visit, day in zip(visits, days):
            self.do("visit.agree", visit=visit, date=day)
        for visit, day in zip(visits, days):
            self.to(day)
            self.do("visit.hold", visit=visit)
        return cohort, visits

    def write_of(self, visit, schools, texts):
        """What is written of a visit; `texts` is where it is remembered."""
        for urn in schools[1:]:
            for number in range(3):
                text = f"Note {number} of {urn} on visit {visit}, in confidence."
                note = self.do("evidence.record", visit=visit, urn=urn, text=text)["id"]
                texts.append(("evidence.get", {"note": note}, "text", text))
        for urn in schools:
            text = f"The response of {urn} to visit {visit}, in confidence."
            self.do("feedback.record", visit=visit, urn=urn, text=text)
            texts.append(("feedback.get", {"visit": visit, "urn": urn}, "text", text))

    def old_cohort(self):
        cohort, visits = self.cohort("Old", OLD, "2026-09-29", ["2026-10-13", "2026-10-20", "2026-11-03"])
        for visit in visits:
            host = OLD[visits.index(visit)]
            self.write_of(visit, [host] + [urn for urn in OLD if urn != host], self.doomed)
            text = f"The write-up of visit {visit}, in confidence."
            self.do("writeup.record", visit=visit, text=text)
            self.doomed.append(("writeup.get", {"visit": visit}, "text", text))
            self.do("writeup.accept", visit=visit)
        feedback = self.do("session.schedule", cohort=cohort, kind="feedback", date="2026-11-24", start="13:00", finish="16:00",
                           place="Norwich")["id"]
        self.to("2026-11-24")
        self.do("session.hold", session=feedback)
        self.do("cohort.close", cohort=cohort)

    def new_cohort(self):
        _, visits = self.cohort("New", NEW, "2027-02-02", ["2027-03-02", "2027-03-09", "2027-03-16"])
        assert visits[0] == VISIT
        for visit in visits:
            host = NEW[visits.index(visit)]
            self.write_of(visit, [host] + [urn for urn in NEW if urn != host], self.kept)

    def remember_mails(self):
        """The latest stay; what is older than its rule is due with the rest."""
        rows = sorted(self.do("outbox.list", limit=1000)["messages"], key=lambda row: row["id"])
        for row in rows[-6:]:
            text = self.do("outbox.show", message=row["id"])["text"]
            self.kept.append(("outbox.show", {"message": row["id"]}, "text", text))
