"""Reading and changing, against bare SQLite; the register's import, against sqlite3's."""
import os
import statistics
import subprocess
import time

from figures import Figure, ratios, turns
from tools import HERE
from vnet import FIRST_URN, SIMULATED, Daemon, register


def reading(tools, daemon, effort):
    """cohort.get, against a loop in C over the same statements on the same database."""
    statements = (HERE / "cohort-get.sql").read_text()
    database = f"{daemon.directory}/state/vnet.db"
    get = '{"id":1,"method":"cohort.get","params":{"cohort":1}}'
    ours, bare = turns(
        effort.rounds, lambda: tools.load(daemon, 1, 64, effort.seconds, get)[0],
        lambda: tools.run("sql", "read", database, 1, effort.seconds, text=statements)[0])
    return [
        Figure("cohort.get, 64 in flight, against bare C", ratios(ours, bare),
               f"{statistics.median(ours) / 1e3:.1f} : {statistics.median(bare) / 1e3:.1f}k a second", "≥ 0.4")
    ]


def pausing(count):
    """Pauses a school of cohort 1, which is in its year, and has it go on: each re-plans the cohort's reminders."""
    return [("enrolment.resume" if number % 2 else "enrolment.pause", {"cohort": 1, "urn": FIRST_URN})
            for number in range(count)]


def changing(tools, daemon, effort):
    """One change at a time, each committed, against a bare commit of one row.

    The plain one records a membership: of what an administrator changes without a reminder to re-plan it is the most
    usual, for each school of the network needs one a year.
    """
    count = 20 if effort.is_quick else 60
    fresh = iter(range(FIRST_URN, FIRST_URN + effort.schools))

    def joining():
        return [("membership.create", {"urn": next(fresh)}) for _ in range(count)]
    plain, planned, bare = turns(
        effort.rounds, lambda: daemon.seconds(joining()), lambda: daemon.seconds(pausing(count)),
        lambda: 1 / tools.run("sql", "commit", f"{tools.work}/bare.db", 0.3)[0])

    def told(what, ours):
        detail = f"{statistics.median(ours) * 1e3:.2f} : {statistics.median(bare) * 1e3:.2f} ms"
        return Figure(f"{what} against a bare commit", ratios(ours, bare), detail, "≤ 2")
    return [told("membership.create, a plain change,", plain), told("enrolment.pause, which re-plans,", planned)]


def importing(work, effort):
    """The whole register into an empty database, against sqlite3's .import of the same rows; both committed."""
    path = f"{work}/register.csv"
    register(path, effort.register)
    number = iter(range(1000))

    def ours():
        daemon = Daemon(f"{work}/import{next(number)}", *SIMULATED)
        begun = time.perf_counter()
        daemon.call("school.import", file=path)
        seconds = time.perf_counter() - begun
        daemon.stop()
        return seconds

    def theirs():
        database = f"{work}/import{next(number)}.db"
        begun = time.perf_counter()
        subprocess.run(["sqlite3", database, "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", ".mode csv",
                        f".import {path} school"], check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - begun
        os.unlink(database)
        return seconds
    a, b = turns(3, ours, theirs)
    return [
        Figure(f"school.import of {effort.register} rows", a, "", "≤ 3", "s"),
        Figure("school.import against sqlite3 .import", ratios(a, b),
               f"{statistics.median(a):.2f} : {statistics.median(b):.2f} s"),
    ]
