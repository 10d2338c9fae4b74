"""vnetd beside its peers: the client as a process, one request at a time, many in flight, many connections, memory."""
import shutil
import statistics

from figures import Figure, ratios, table, turns
from tools import private_memory, processor_time, wake_ups
from vnet import BIN


def client(tools, daemon, redis, effort):
    """vnetctl against redis-cli, each as a whole process."""
    ours = [BIN / "vnetctl", "--socket", daemon.socket, "ping"]
    theirs = [shutil.which("redis-cli"), "-s", redis.socket, "ping"]
    runs = effort.runs
    a, b = turns(effort.rounds, lambda: tools.spawn(ours, runs), lambda: tools.spawn(theirs, runs))
    (time_a, peak_a), (time_b, peak_b) = (list(zip(*results)) for results in (a, b))
    return [
        Figure("vnetctl ping against redis-cli: time", ratios(time_a, time_b),
               f"{statistics.median(time_a) * 1e3:.2f} : {statistics.median(time_b) * 1e3:.2f} ms", "≤ 0.35"),
        Figure("vnetctl ping against redis-cli: peak memory", ratios(peak_a, peak_b),
               f"{statistics.median(peak_a):.0f} : {statistics.median(peak_b):.0f} KiB", "≤ 0.6"),
    ]


class Standing:
    """What was measured of one server; lists of the rounds' results."""

    def __init__(self, server):
        self.server, self.name = server, server.name
        self.p50, self.p99, self.in_flight, self.cost, self.crowd, self.crowd_p99 = [], [], [], [], [], []
        self.memory = 0

    def alone(self, tools, seconds):
        _, p50, p99 = tools.load(self.server, 1, 1, seconds)
        self.p50.append(p50)
        self.p99.append(p99)

    def pipelined(self, tools, seconds):
        before = processor_time(self.server.process)
        rate, = tools.load(self.server, 1, 64, seconds)
        self.in_flight.append(rate)
        self.cost.append((processor_time(self.server.process) - before) / (rate * seconds) * 1e6)

    def crowded(self, tools, seconds):
        if not self.server.many_connections:
            return
        rate, _, p99 = tools.load(self.server, 50, 1, seconds)
        self.crowd.append(rate)
        self.crowd_p99.append(p99)


def servers(tools, standings, effort):
    """Fills the standings, vnetd's first and redis' second, and gives the ratios between those two."""
    for measure in (Standing.alone, Standing.pipelined, Standing.crowded):
        turns(effort.rounds, *[lambda standing=standing: measure(standing, tools, effort.seconds)
                               for standing in standings])
    ours, redis = standings[:2]

    def told(what, field, target="", scale=1e3, unit="k a second"):
        a, b = getattr(ours, field), getattr(redis, field)
        detail = f"{statistics.median(a) / scale:.0f} : {statistics.median(b) / scale:.0f}{unit}"
        return Figure(f"ping against redis-server: {what}", ratios(a, b), detail, target)
    return [
        told("one at a time, p50", "p50", scale=1, unit=" µs"),
        told("one at a time, p99", "p99", scale=1, unit=" µs"),
        told("1 connection, 64 in flight", "in_flight", "≥ 0.8"),
        told("50 connections", "crowd", "≥ 1.0"),
        told("processor time of each, 64 in flight", "cost", scale=1e-3, unit=" ns"),
    ]


def rest(standings, idle, effort):
    """All of them started anew and left alone: private memory, and wake-ups of one with a real clock and a plan."""
    for standing in standings:
        standing.memory = private_memory(standing.server.process)
    redis = standings[1]
    small = private_memory(idle.process)
    ours, theirs = wake_ups([idle.process, redis.server.process], effort.idle_seconds)

    def told(schools, memory):
        return Figure(f"private memory of {schools} schools against idle redis", [memory / redis.memory],
                      f"{memory} : {redis.memory} KiB", "≤ 1.5")
    return [
        told(100, small), told(effort.schools, standings[0].memory),
        Figure(f"wake-ups in {effort.idle_seconds} s with nothing due", [ours], f"redis-server: {theirs}", "≤ 0", ""),
    ]


def side_by_side(standings):
    """A row a measure, a column a server, with the ratio of vnetd to each."""
    def row(what, field, scale=1):
        values = [getattr(standing, field) for standing in standings]
        values = [statistics.median(value) if isinstance(value, list) and value else value for value in values]
        cells = []
        for value in values:
            if not value:
                cells.append("–")
            elif value is values[0]:
                cells.append(f"{value / scale:.0f}")
            else:
                cells.append(f"{value / scale:.0f} ({values[0] / value:.2f}×)")
        return [what, *cells]
    table(
        [row("one at a time, p50, µs", "p50"), row("one at a time, p99, µs", "p99"),
         row("64 in flight, thousand a second", "in_flight", 1e3), row("… processor time of each, ns", "cost", 1e-3),
         row("50 connections, thousand a second", "crowd", 1e3), row("50 connections, p99, µs", "crowd_p99"),
         row("private memory, idle, KiB", "memory")],
        ["ping, echo, query-name", *[standing.name for standing in standings]], right=range(1, 1 + len(standings)))
