"""Which faults there are to try: every call that a run without faults made, with every way in which it can end."""

import random

from shim import Fault

ENDINGS = {
    "open": ["EIO", "EMFILE", "ENOSPC"], "read": ["EIO", "SHORT"], "write": ["EIO", "ENOSPC", "SHORT", "KILL", "CUT"],
    "sync": ["EIO", "ENOSPC", "KILL", "CUT"], "truncate": ["EIO", "ENOSPC", "KILL", "CUT"], "rename": ["EIO", "ENOSPC", "KILL"],
    "unlink": ["EIO", "KILL", "CUT"]}
REACHES = {"EIO": ["once", "file", "disk"], "ENOSPC": ["once", "file", "disk"], "EMFILE": ["once", "disk"],
           "SHORT": ["once", "disk"], "KILL": ["once"], "CUT": ["once"]}


def every(counts):
    """In an order that is always the same."""
    for (operation, file), count in sorted(counts.items()):
        for ending in ENDINGS[operation]:
            for number in range(1, count + 1):
                for reach in REACHES[ending]:
                    yield Fault(ending, operation, file, number, reach)


def sample(counts, most):
    """At most so many: of each kind of call and ending the first and the last, and the rest drawn by chances that are always the
    same. Files with few calls are not lost among those with many."""
    faults = list(every(counts))
    last = {(fault.operation, fault.file): counts[fault.operation, fault.file] for fault in faults}
    ends = [fault for fault in faults if fault.number in (1, last[fault.operation, fault.file])]
    chance = random.Random(15)
    chance.shuffle(ends)
    rest = [fault for fault in faults if fault not in set(ends)]
    chosen = ends[:most * 2 // 3]
    return chosen + chance.sample(rest, min(len(rest), most - len(chosen)))
