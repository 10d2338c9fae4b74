"""One attempt: a vnetd on a copy of the world, one fault, writing before, during and after it, kill -9, and a look."""

import os
import shutil
import sqlite3
import tempfile
import time

from ledger import Ledger
from shim import NOTHING, Control, Fault
from vnetd import Refused, Silent, Vnetd
from world import VISIT

# How long a purge that failed may take to be finished in the process, and at the next start, once the disk is well, in seconds.
RESUMES = 20

# Where the purge is killed that a start finds: its keys are destroyed, and nothing has been said of that in the database.
KILLED_IN_PURGE = Fault("KILL", "unlink", "keyring.", 1, "once")

# What status may say in the end: of a key that a try-out keeps beside its data, and of an older copy that was put back.
EXPECTED = ("The key of the keyring", "An older copy of the database was put back")


class Attempt:
    """`scenario` says what fails: a purge, a change, a start, or the start with an older database put back."""

    def __init__(self, program, shim, world, scenario, fault=NOTHING):
        base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.directory = tempfile.mkdtemp(prefix="vnet-faults.", dir=base)
        self.program, self.world, self.scenario, self.fault = program, world, scenario, fault
        self.ledger = Ledger(world)
        self.state = self.directory + "/state"
        self.prepare_disk()
        shutil.copytree(f"{world.directory}/{'restored' if scenario == 'restore' else 'due'}", self.state, dirs_exist_ok=True)
        self.control = Control(shim, self.directory + "/control", self.state) if shim else None
        self.counts, self.fired, self.vnetd = {}, 0, None

    def prepare_disk(self):
        """For a disk of the attempt's own."""

    def run(self):
        """What is not as it should be."""
        try:
            {"change": self.running, "purge": self.running, "start": self.starting, "restore": self.starting}[self.scenario]()
            self.look_after()
        except Silent as silence:
            self.ledger.wrong(f"no answer: {silence}")
        finally:
            if self.vnetd and self.vnetd.process.poll() is None:
                self.vnetd.kill()
            self.clear_up()
        return self.ledger.problems

    def clear_up(self):
        shutil.rmtree(self.directory, ignore_errors=True)

    def start(self, control=None):
        self.vnetd = Vnetd(self.program, self.directory, control)

    # While something fails

    def running(self):
        self.start(self.control)
        if not self.vnetd.is_up():
            raise Silent("vnetd does not start, and nothing has failed")
        self.ledger.write(self.vnetd, VISIT, "before")
        digest = self.vnetd.call("retention.preview")["digest"]
        self.begin_fault()
        try:
            if self.scenario == "purge":
                self.purge(digest)
            else:
                self.change()
            self.recover()
        except (EOFError, ConnectionError):
            if not self.fault.kills:
                self.ledger.wrong(f"vnetd ended, with status {self.vnetd.process.wait(10)}: {self.vnetd.logged()[-1:]}")
        self.end_of_fault()

    def starting(self):
        if self.scenario == "start":
            self.leave_something_to_do()
        self.begin_fault()
        self.start(self.control)
        try:
            if self.vnetd.is_up():
                self.change()
                self.recover()
            elif not self.fault.kills and not (self.vnetd.process.returncode > 0 and self.vnetd.logged()):
                self.ledger.wrong(f"vnetd ended, with status {self.vnetd.process.returncode}: {self.vnetd.logged()[-1:]}")
        except (EOFError, ConnectionError):
            if not self.fault.kills:
                self.ledger.wrong(f"vnetd ended, with status {self.vnetd.process.wait(10)}: {self.vnetd.logged()[-1:]}")
        self.end_of_fault()

    def leave_something_to_do(self):
        """A purge that was killed when its keys were destroyed, and a log that is not in the database's file yet."""
        self.start(self.control)
        self.ledger.write(self.vnetd, VISIT, "before")
        digest = self.vnetd.call("retention.preview")["digest"]
        self.control.arm(KILLED_IN_PURGE)
        try:
            self.vnetd.call("retention.run", digest=digest)
            self.ledger.wrong("the purge was not killed")
        except (EOFError, ConnectionError):
            self.vnetd.kill()

    def purge(self, digest):
        """Has it run, while others read and write."""
        self.vnetd.ask("retention.run", {"digest": digest})
        text = self.ledger.ask_to_write(self.vnetd, VISIT, "while it purges", "other")
        try:
            self.vnetd.reply("retention.run")
        except Refused as refusal:
            self.purge_refused(str(refusal))
        self.ledger.written(self.vnetd, text, "other")
        self.keep_writing("after the purge")

    def purge_refused(self, words):
        """That nothing was changed is said only when it is so."""
        if "Nothing was changed" in words and any(row["state"] != "complete" for row in self.purges()):
            self.ledger.wrong(f"a purge has begun, and it is said: {words}")

    def purges(self):
        try:
            return self.vnetd.call("purge.list", limit=1000)["purges"]
        except Refused:
            return []

    def change(self):
        self.keep_writing("while it fails")
        for verb, params in (
                ("enquiry.create", {"contact": "Asker", "email": "late@asker.example", "question": "A late question.",
                                    "organisation": "A"}),
                ("cohort.create", {"name": "Another", "theme": "send", "policy": "outward"})):
            try:
                reply = self.vnetd.call(verb, **params)
                if verb == "enquiry.create":
                    self.ledger.kept.append(("enquiry.get", {"enquiry": reply["id"]}, "question", {params["question"]}))
            except Refused:
                pass

    def keep_writing(self, when):
        for _ in range(2):
            self.ledger.write(self.vnetd, VISIT, when)
        self.ledger.amend(self.vnetd, when)

    def recover(self):
        """The disk is well again: so is vnetd, with all that it acknowledged, and what it had begun is finished."""
        if self.fault.ending == "LIE":
            return  # the next sync that is honest would put right what this is to show
        self.end_of_fault()
        self.finish_purges("in the process")
        for _ in range(2):
            if not self.ledger.write(self.vnetd, VISIT, "afterwards"):
                self.ledger.wrong(f"still refused when the disk is well: {list(self.ledger.refused.values())[-1]}")
        self.ledger.amend(self.vnetd, "afterwards")
        self.ledger.read_all(self.vnetd, "in the process")
        self.look_at_status("in the process")

    def begin_fault(self):
        self.control.arm(self.fault)

    def end_of_fault(self):
        if not self.counts:
            self.counts, self.fired = self.control.counts(), self.control.fired
        self.control.heal()

    def finish_purges(self, when):
        deadline = time.monotonic() + RESUMES
        while any(row["state"] != "complete" for row in self.purges()):
            if time.monotonic() > deadline:
                self.ledger.wrong(f"{when}: the purge is not finished within {RESUMES} s")
                return
            time.sleep(0.02)

    def look_at_status(self, when):
        """It recovers by itself, with the next attempt at what had to wait."""
        deadline = time.monotonic() + RESUMES
        while self.is_troubled() and time.monotonic() < deadline:
            time.sleep(0.02)
        for problem in self.vnetd.call("status").get("problems", []):
            if not problem.startswith(EXPECTED):
                self.ledger.wrong(f"{when}: status says: {problem}")

    def is_troubled(self):
        return any(not p.startswith(EXPECTED) for p in self.vnetd.call("status").get("problems", []))

    # Afterwards

    def look_after(self):
        """Killed, and started without the shim."""
        self.ledger.hear(self.vnetd)
        self.vnetd.kill()
        if self.control:
            self.control.cut_power()
        self.start()
        if not self.vnetd.is_up():
            self.ledger.wrong(f"vnetd does not start again: {self.vnetd.logged()[-1:]}")
            return
        try:
            self.ledger.read_all(self.vnetd, "after the restart")
            self.finish_purges("after the restart")
            self.look_at_status("after the restart")
            if self.scenario == "restore":
                self.ledger.read_doomed(self.vnetd, "after the restart")
            self.purge_the_rest()
            self.ledger.read_doomed(self.vnetd, "in the end")
            if not self.ledger.write(self.vnetd, VISIT, "in the end"):
                self.ledger.wrong(f"refused in the end: {list(self.ledger.refused.values())[-1]}")
            self.ledger.read_all(self.vnetd, "in the end")
            self.ledger.look_at_notes(self.vnetd, VISIT)
        except (EOFError, ConnectionError):
            self.ledger.wrong(f"vnetd ended after the restart: {self.vnetd.logged()[-1:]}")
        self.ledger.hear(self.vnetd)
        if self.vnetd.process.poll() is None and self.vnetd.stop() != 0:
            self.ledger.wrong("vnetd does not end as it should")
        self.check_file()

    def purge_the_rest(self):
        """What was refused while the disk failed."""
        preview = self.vnetd.call("retention.preview")
        if preview["records"]:
            try:
                self.vnetd.call("retention.run", digest=preview["digest"])
            except Refused as refusal:
                self.ledger.wrong(f"a purge is refused in the end: {refusal}")

    def check_file(self):
        connection = sqlite3.connect(self.state + "/vnet.db")
        for (line,) in connection.execute("PRAGMA integrity_check(10)"):
            if line != "ok" and "NULL value in" not in line:
                self.ledger.wrong(f"SQLite says: {line}")
        connection.close()
