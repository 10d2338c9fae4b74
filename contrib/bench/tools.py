"""The small programs in C that measure, and what the kernel tells of a process."""
import pathlib
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent


class Tools:
    def __init__(self, work):
        self.work = work
        for name, libraries in [("load", []), ("spawn", []), ("sql", ["-lsqlite3"])]:
            subprocess.run(["cc", "-O2", "-o", f"{work}/{name}", HERE / f"{name}.c", *libraries], check=True)

    def run(self, name, *words, text=None):
        words = [f"{self.work}/{name}", *map(str, words)]
        output = subprocess.run(words, input=text, check=True, stdout=subprocess.PIPE, text=True).stdout
        return [float(word) for word in output.split()]

    def load(self, server, connections, in_flight, seconds, line=None):
        """Requests a second of a server; with one in flight also p50 and p99 of a reply, in µs."""
        opening = [server.opening] if server.opening else []
        return self.run("load", server.socket, connections, in_flight, seconds, line or server.line, server.end, *opening)

    def spawn(self, words, runs):
        """Seconds a run, and peak memory in KiB, of a command run so often."""
        return self.run("spawn", runs, *words)


def processor_time(process):
    """Seconds on a processor so far, of all its threads."""
    tasks = pathlib.Path(f"/proc/{process.pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def private_memory(process):
    """Anonymous resident memory, in KiB."""
    with open(f"/proc/{process.pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("RssAnon"))


def wake_ups(processes, seconds):
    """How often each of some processes, left alone, woke up in so many seconds."""
    def count(process):
        return sum(
            int(line.split()[1])
            for task in pathlib.Path(f"/proc/{process.pid}/task").iterdir()
            for line in (task / "status").read_text().splitlines() if line.startswith("voluntary_ctxt_switches"))
    before = [count(process) for process in processes]
    time.sleep(seconds)
    return [count(process) - earlier for process, earlier in zip(processes, before)]
