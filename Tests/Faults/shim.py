"""The shim that makes a system call fail, from the side of the test: what it is told, and what it has counted."""

import errno
import mmap
import os
import struct
import subprocess
from collections import namedtuple

OPERATIONS = ["open", "read", "write", "sync", "truncate", "rename", "unlink"]
# CUT ends the process as KILL does, and what was not synced is gone with it, as when the power fails. LIE is a sync that does
# nothing and says that it is done: no program can do anything about that, so it shows whether the test would find a missing one.
ENDINGS = {"SHORT": (2, 0), "KILL": (3, 0), "CUT": (3, 0), "LIE": (4, 0), **{name: (1, getattr(errno, name)) for name in ("EIO", "ENOSPC", "EMFILE")}}
REACHES = ["once", "file", "disk"]

# As `struct control` of shim.c has it.
ORDER, ROW, ROWS = struct.Struct("=IIiIII40sI"), struct.Struct("=40sII"), 128
ENTRY = struct.Struct("=qqqQ")
FIRED, TABLE = ORDER.size, ORDER.size + 12
SIZE = TABLE + ROW.size * ROWS


class Fault(namedtuple("Fault", "ending operation file number reach")):
    """The `number`th call of an operation on a file ends so; `reach` says whether later ones do too: none, those on this
    file, or all that such an error can hit."""

    def __str__(self):
        return " ".join(map(str, self))

    @property
    def kills(self):
        return self.ending in ("KILL", "CUT")

    @staticmethod
    def parse(text):
        ending, operation, file, number, reach = text.split()
        if ending not in ENDINGS or operation not in OPERATIONS or reach not in REACHES:
            raise ValueError(f"{text}: no such fault")
        return Fault(ending, operation, file, int(number), reach)


NOTHING = Fault("EIO", "open", "-", 0, "once")


def build(directory):
    """Compiles the shim, and gives its path."""
    here, shim = os.path.dirname(os.path.abspath(__file__)), os.path.join(directory, "shim.so")
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", "-o", shim, here + "/shim.c"], check=True)
    return shim


class Control:
    """The file through which the shim in one vnetd is told what to do."""

    def __init__(self, shim, path, below):
        with open(path, "wb") as file:
            file.truncate(SIZE)
        with open(path, "r+b") as file:
            self.map = mmap.mmap(file.fileno(), SIZE)
        self.path, self.below, self.keeps = path, below, False
        self.environment = {"LD_PRELOAD": shim, "VNET_FAULT_CONTROL": path, "VNET_FAULT_DIRECTORY": os.path.realpath(below)}

    def arm(self, fault=NOTHING):
        """Counts from now on, and has the fault happen. Where there is none, the power is cut in the end."""
        ending, code = ENDINGS[fault.ending]
        self.keeps = fault.ending in ("CUT", "LIE") or fault == NOTHING
        self.map[FIRED:] = bytes(SIZE - FIRED)
        self.map[:ORDER.size] = ORDER.pack(
            0, ending, code, REACHES.index(fault.reach), OPERATIONS.index(fault.operation), fault.number, fault.file.encode(),
            self.keeps)
        self.map[0] = 1

    def heal(self):
        """Whatever was wrong with the disk is so no longer."""
        self.map[0] = 0

    def cut_power(self):
        """Takes back all that was written and not synced; the process has to have ended."""
        if not self.keeps:
            return
        files = {os.stat(f"{self.below}/{name}").st_ino: f"{self.below}/{name}" for name in os.listdir(self.below)}
        with open(self.path + ".undo", "rb") as kept:
            entries = []
            while head := kept.read(ENTRY.size):
                before, at, size, inode = ENTRY.unpack(head)
                entries.append((before, at, kept.read(size), inode))
        synced = set()
        for before, at, old, inode in reversed(entries):
            if before < 0:
                synced.add(inode)
            elif inode not in synced and inode in files:
                with open(files[inode], "r+b") as file:
                    file.truncate(before)
                    file.seek(at)
                    file.write(old)

    @property
    def fired(self):
        return struct.unpack_from("=I", self.map, FIRED)[0]

    def counts(self):
        """How often each operation was done on each file: {(operation, file): count}."""
        rows = struct.unpack_from("=I", self.map, FIRED + 8)[0]
        found = (ROW.unpack_from(self.map, TABLE + ROW.size * at) for at in range(rows))
        return {(OPERATIONS[operation], name.rstrip(b"\0").decode()): count for name, operation, count in found}
