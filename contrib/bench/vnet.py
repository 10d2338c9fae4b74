"""A vnetd of the bench's own, and a network to fill it with."""
import csv
import json
import os
import pathlib
import socket
import subprocess
import sys
import time

from tools import processor_time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BIN = ROOT / ".build" / "bin"
FIRST_URN = 100_000
SIMULATED = ("--simulate", "2026-09-01T08:00:00+01:00")


class Daemon:
    """A vnetd with its state in a directory, spoken to in JSON lines."""

    name, line, end, opening = "vnetd", '{"id":1,"method":"ping"}', "\n", ""
    many_connections = True

    def __init__(self, directory, *options):
        os.makedirs(directory, exist_ok=True)
        self.directory, self.options = directory, options
        self.socket = f"{directory}/vnetd.sock"
        self.start()

    def start(self):
        """Starts it, and notes how many seconds it took to say that it is ready."""
        config = f"{self.directory}/vnetd.toml"
        with open(config, "w") as file:
            file.write("[limits]\nconnections_per_uid = 64\n")
        address = f"{self.directory}/notify"
        if os.path.exists(address):
            os.unlink(address)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.bind(address)
            notify.settimeout(60)
            begun = time.monotonic()
            self.process = subprocess.Popen(
                [BIN / "vnetd", "--state-dir", f"{self.directory}/state", "--socket", self.socket, "--config", config,
                 *self.options], env={**os.environ, "NOTIFY_SOCKET": address}, stderr=subprocess.DEVNULL)
            while b"READY=1" not in notify.recv(4096):
                pass
            self.ready = time.monotonic() - begun
        self.connection = socket.socket(socket.AF_UNIX)
        self.connection.connect(self.socket)
        self.lines = self.connection.makefile("rb")

    def stop(self):
        self.lines.close()
        self.connection.close()
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)

    def call(self, method, file=None, **params):
        return self.pipeline([(method, params)], file)[0]

    def pipeline(self, calls, file=None):
        """Sends many requests, at most 32 unanswered, and gives their results."""
        results = []
        for start in range(0, len(calls), 32):
            part = calls[start:start + 32]
            lines = "".join(
                json.dumps({"id": 1, "method": method, "params": params}) + "\n" for method, params in part).encode()
            if file:
                with open(file, "rb") as opened:
                    socket.send_fds(self.connection, [lines], [opened.fileno()])
            else:
                self.connection.sendall(lines)
            for method, params in part:
                reply = json.loads(self.lines.readline())
                if "error" in reply:
                    sys.exit(f"{method} {params}: {reply['error']['message']} {reply['error']['data']}")
                results.append(reply["result"])
        return results

    def seconds(self, calls):
        """Seconds that each of some calls takes, one at a time, with next to nothing of this client's own."""
        lines = [json.dumps({"id": 1, "method": method, "params": params}).encode() + b"\n" for method, params in calls]
        begun = time.perf_counter()
        for line in lines:
            self.connection.sendall(line)
            if b'"error"' in self.lines.readline():
                sys.exit(f"{line.decode()}was refused.")
        return (time.perf_counter() - begun) / len(calls)

    def settle(self):
        """Waits until the daemon has nothing to do, such as the check of its database after a start."""
        before = None
        while before != (before := processor_time(self.process)):
            time.sleep(0.5)

    def cpu(self, work):
        """Seconds of processor time that the daemon spends while `work` is done."""
        before = processor_time(self.process)
        work()
        return processor_time(self.process) - before


def register(path, count):
    """As many schools as wanted in the register's own format and width: the demo's, numbered anew."""
    with open(ROOT / "contrib/demo/norfolk-schools.csv", encoding="cp1252", newline="") as file:
        heading, *schools = csv.reader(file)
    urn, name, trust = (heading.index(word) for word in ("URN", "EstablishmentName", "Trusts (code)"))
    with open(path, "w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        for number in range(count):
            row = list(schools[number % len(schools)])
            row[urn], row[name] = str(FIRST_URN + number), f"{row[name]} {number}"
            # No two of one trust, for such schools may not be in one group.
            if row[trust]:
                row[trust] = str(number + 1)
            writer.writerow(row)


def import_schools(daemon, schools):
    """The register, and a head for each school."""
    path = f"{daemon.directory}/import.csv"
    register(path, schools)
    daemon.call("school.import", file=path)
    with open(path, "w") as file:
        file.write("URN,role,name,e-mail\n")
        file.writelines(f"{FIRST_URN + n},head,Head {n},head@school{n}.example\n" for n in range(schools))
    daemon.call("contact.import", file=path)
    os.unlink(path)


def fill(daemon, schools):
    """The schools, and cohort 1 in the middle of its year."""
    import_schools(daemon, schools)
    urns = [FIRST_URN + number for number in range(12)]
    daemon.call("cohort.create", name="Measured", theme="personal-development", policy="outward")
    daemon.call("cohort.open", cohort=1)
    for urn in urns:
        for verb in ("enrolment.create", "readiness.attest", "enrolment.confirm"):
            daemon.call(verb, cohort=1, urn=urn)
    daemon.call("session.schedule", cohort=1, kind="training", date="2026-09-01", start="09:00", finish="12:30",
                place="Norwich")
    daemon.call("cohort.start", cohort=1)
    daemon.call("session.hold", session=1)
    for group in range(4):
        daemon.call("group.create", cohort=1, name="ABCD"[group], schools=urns[group * 3:group * 3 + 3])
        daemon.call("group.confirm", group=group + 1)
    for visit in range(1, 13):
        daemon.call("visit.agree", visit=visit, date=f"2026-11-{visit + 1:02}")


def add_cohorts(daemon, numbers, schools, training="2026-11-10"):
    """Cohorts that recruit, each with twelve schools, a training day to come, and the reminders of both."""
    calls = []
    for cohort in numbers:
        calls.append(("cohort.create", {"name": f"Cohort {cohort}", "theme": "personal-development",
                                        "policy": "outward"}))
        calls.append(("cohort.open", {"cohort": cohort}))
        calls += [("enrolment.create", {"cohort": cohort, "urn": FIRST_URN + (cohort * 12 + school) % schools})
                  for school in range(12)]
        calls.append(("session.schedule", {"cohort": cohort, "kind": "training", "date": training,
                                           "start": "09:00", "finish": "12:30", "place": "Norwich"}))
    daemon.pipeline(calls)
