"""What must not grow with the archive: the same work on networks of more and more cohorts.

The networks lie in memory where there is a /dev/shm, so that no disk hides what the daemon itself does, and what is
measured is the processor time that it spends.
"""
import datetime
import os
import shutil
import statistics
import tempfile

from changes import pausing
from figures import Figure, ratios, turns
from vnet import SIMULATED, Daemon, add_cohorts, fill


class Archive:
    """A copy of one growing network, of each size, with a daemon each."""

    def __init__(self, effort):
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.directory = tempfile.mkdtemp(prefix="vnet-bench.", dir=memory)
        self.effort, self.daemons = effort, {}

    def build(self, told):
        growing = self.daemons[0] = Daemon(f"{self.directory}/growing", *SIMULATED)
        fill(growing, self.effort.schools)
        cohorts = 1
        for size in self.effort.sizes:
            told(f"… {size} cohort{'s' * (size > 1)}")
            add_cohorts(growing, range(cohorts + 1, size + 1), self.effort.schools)
            cohorts = size
            growing.stop()
            self.copy(growing.directory, self.path(size))
            growing.start()
        self.daemons.pop(0).stop()
        shutil.rmtree(growing.directory)

    def copy(self, source, target):
        os.makedirs(target)
        shutil.copytree(f"{source}/state", f"{target}/state")

    def path(self, size):
        return f"{self.directory}/{size}"

    def start(self):
        for size in self.effort.sizes:
            self.daemons[size] = Daemon(self.path(size), *SIMULATED)
        for daemon in self.daemons.values():
            daemon.settle()

    def stop(self):
        for daemon in self.daemons.values():
            daemon.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    def tick(self, daemon, count):
        """Processor seconds of a tick at which nothing is due: the simulated clock goes on by a second."""
        start = datetime.datetime.fromisoformat(daemon.call("hello")["now"].replace("Z", "+00:00"))
        ends = [(start + datetime.timedelta(seconds=second + 1)).strftime("%Y-%m-%dT%H:%M:%SZ") for second in range(count)]
        composed = []
        seconds = daemon.cpu(lambda: composed.extend(daemon.call("clock.advance", to=to)["composed"] for to in ends))
        assert not any(composed), "something was due"
        return seconds / count

    def measure(self):
        """Processor seconds of each piece of work by size: a list of the rounds' results each."""
        count = 40 if self.effort.is_quick else 100

        def planning(daemon):
            return daemon.cpu(lambda: daemon.seconds(pausing(count))) / count

        def all_sizes(work):
            return dict(zip(self.daemons, turns(
                self.effort.rounds, *[lambda daemon=daemon: work(daemon) for daemon in self.daemons.values()])))
        return {"tick": all_sizes(lambda daemon: self.tick(daemon, count)), "status": all_sizes(status),
                "re-plan": all_sizes(planning)}


def status(daemon):
    """Processor seconds of one `status`."""
    calls = [("status", {})] * 20
    return daemon.cpu(lambda: daemon.seconds(calls)) / len(calls)


def by_schools(large, small, effort):
    """What `status` costs with all schools on record, against a hundred: cohorts are not all that an archive has."""
    a, b = turns(effort.rounds, lambda: status(large), lambda: status(small))
    return [figure(f"status, {effort.schools} schools against 100", {1: a, 0: b}, 1, 0, "")]


def growth(costs, effort):
    """The ratio of each size to the smallest; flat is what is wanted."""
    figures = []
    base = effort.sizes[1]
    for name, target in [("tick", "≤ 1.2"), ("status", "≤ 1.2")]:
        words = {"tick": "tick with nothing due", "status": "status"}[name]
        for size in effort.sizes[2:]:
            figures.append(figure(f"{words}, {size} cohorts against {base}", costs[name], size, base, target))
    size = effort.network
    figures.append(figure(f"re-planning a cohort, one of {size} against alone", costs["re-plan"], size, 1, "≤ 1.2"))
    return figures


def figure(what, costs, size, base, target):
    a, b = costs[size], costs[base]
    detail = f"{statistics.median(a) * 1e6:.0f} : {statistics.median(b) * 1e6:.0f} µs of processor time"
    return Figure(what, ratios(a, b), detail, target)
