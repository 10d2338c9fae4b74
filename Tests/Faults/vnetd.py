"""A vnetd in a directory that is given, started, attacked, killed and started again; and calls to it."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.path.append(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "History"))
from daemon import Line, Refused  # noqa: E402

START = "2026-09-01T08:00:00+01:00"
PATIENCE = 30


class Silent(Exception):
    """No answer in time: a call has to be answered, whatever fails."""


class Vnetd:
    """`said` collects what it says to people: each refusal's words, and its log."""

    def __init__(self, program, directory, control=None):
        self.directory, self.said, self.lines = directory, [], {}
        for name in ("c", "d"):
            if os.path.exists(f"{directory}/{name}"):
                os.unlink(f"{directory}/{name}")
        self.log = f"{directory}/log.{time.monotonic_ns()}"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [program, "--state-dir", directory + "/state", "--socket", directory + "/c", "--deliver-socket",
                 directory + "/d", "--simulate", START], stderr=log,
                env={**os.environ, "SWIFT_BACKTRACE": "enable=no", **(control.environment if control else {})})

    def line(self, name):
        """A connection by a name of its own; “d” is the mailer's."""
        deadline = time.monotonic() + PATIENCE
        while name not in self.lines:
            try:
                self.lines[name] = Line(f"{self.directory}/{'d' if name == 'd' else 'c'}")
                self.lines[name].socket.settimeout(PATIENCE)
            except OSError:
                if self.process.poll() is not None:
                    raise EOFError("vnetd ended") from None
                if time.monotonic() > deadline:
                    raise Silent("vnetd does not listen") from None
                time.sleep(0.002)
        return self.lines[name]

    def is_up(self):
        """Whether it serves; False when it has ended instead. For one that has just been started."""
        try:
            self.call("ping")
            return True
        except (EOFError, ConnectionError):
            self.process.wait(PATIENCE)
            return False

    def ask(self, method, params, line="c", file=None):
        """Sends a call; its reply is read later, by `reply`."""
        if file is None:
            return self.line(line).send([(method, params)])
        with tempfile.TemporaryFile() as passed:
            passed.write(file.encode())
            passed.seek(0)
            self.line(line).send([(method, params)], passed.fileno())

    def reply(self, method, line="c"):
        """The result, or Refused; EOFError when vnetd has ended."""
        try:
            found = []
            while not found:
                found = self.line(line).read()
        except socket.timeout:
            raise Silent(f"{method}: no reply within {PATIENCE} s") from None
        if "error" in found[0]:
            error = found[0]["error"]
            self.said.append(" ".join(str(part) for part in (error["message"], *error["data"].values())))
            raise Refused(method, error)
        return found[0]["result"]

    def call(self, method, line="c", file=None, **params):
        self.ask(method, params, line, file)
        return self.reply(method, line)

    def deliver_all(self):
        """Takes every message that may leave, as the mailer does, reports it as sent, and goes: a clock that is advanced waits
        for a mailer that is there."""
        while (claim := self.call("deliver.claim", "d", transport="maildir")).get("message") is not None:
            report = {name: claim[name] for name in ("message", "token") if name in claim}
            self.call("deliver.report", "d", result="sent", **report)
        self.lines.pop("d").socket.close()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self._ended()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self._ended()

    def _ended(self):
        status = self.process.wait(PATIENCE)
        for line in self.lines.values():
            line.socket.close()
        self.lines = {}
        return status

    def logged(self):
        with open(self.log, errors="replace") as log:
            return log.read().splitlines()
