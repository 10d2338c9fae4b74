"""Real disks, and real locks: an ext4 with little room left, a btrfs, and an sqlite3 from outside."""

import os
import shutil
import sqlite3
import subprocess

from attempt import Attempt
from vnetd import Vnetd
from world import VISIT, REVIEWER


class Disk:
    """A file system of its own in a file, mounted for this process and its children only: see `alone`."""

    def __init__(self, make, size, directory):
        self.image, self.directory = directory + ".image", directory
        with open(self.image, "wb") as file:
            file.truncate(size)
        subprocess.run([*make, self.image], check=True, capture_output=True)
        os.makedirs(directory, exist_ok=True)
        subprocess.run(["mount", "-o", "loop", self.image, directory], check=True, capture_output=True)

    def unmount(self):
        subprocess.run(["umount", self.directory], check=True)
        os.unlink(self.image)


EXT4, BTRFS = ["mkfs.ext4", "-q", "-m", "0"], ["mkfs.btrfs", "-q"]


def lacking(program):
    """Why a disk cannot be mounted here, or None."""
    if os.geteuid() != 0:
        return "only root mounts disks"
    if not shutil.which(program):
        return f"there is no {program}"
    with open("/proc/filesystems") as file:
        # The kernel learns others when it first mounts one, where it can load modules.
        if f"\t{program.removeprefix('mkfs.')}\n" not in file.read() and not shutil.which("modprobe"):
            return f"this kernel has no {program.removeprefix('mkfs.')}"
    return None


class LittleRoom(Attempt):
    """An ext4 that is full but for some KiB, until somebody makes room."""

    def __init__(self, program, world, room, scenario="purge"):
        self.room = room
        super().__init__(program, None, world, scenario)

    def prepare_disk(self):
        self.disk = Disk(EXT4, 24 << 20, self.state)

    def begin_fault(self):
        free = os.statvfs(self.state)
        self.filler = self.state + "/filler"
        with open(self.filler, "wb") as file:
            left = free.f_bavail * free.f_frsize - self.room * 1024
            os.posix_fallocate(file.fileno(), 0, max(left, 4096))
            os.fsync(file.fileno())

    def end_of_fault(self):
        if os.path.exists(self.filler):
            os.unlink(self.filler)

    def clear_up(self):
        self.disk.unmount()
        super().clear_up()


def little_room(program, world, rooms):
    """Purges and changes with so many KiB left."""
    for room in rooms:
        for scenario in ("purge", "change"):
            for problem in LittleRoom(program, world, room, scenario).run():
                yield f"ext4, {room} KiB left, {scenario}: {problem}"


def copy_on_write(program, world, directory):
    """Where blocks are not overwritten, it is said that nothing is shredded: by status, and by the certificate."""
    os.makedirs(directory + "/state")
    disk = Disk(BTRFS, 128 << 20, directory + "/state")
    shutil.copytree(world.directory + "/due", directory + "/state", dirs_exist_ok=True)
    vnetd = Vnetd(program, directory)
    try:
        vnetd.call("ping")
        problems = vnetd.call("status").get("problems", [])
        if not any("btrfs" in problem for problem in problems):
            yield f"btrfs: status says nothing of it, only {problems}"
        vnetd.call("retention.run", digest=vnetd.call("retention.preview")["digest"])
        text = vnetd.call("certificate.get", certificate=1)["text"]
        if "btrfs" not in text and "copy-on-write" not in text.lower():
            yield f"btrfs: the certificate says nothing of it:\n{text}"
    finally:
        vnetd.kill()
        disk.unmount()


# Locks

def locks(vnetd):
    """How vnetd locks its database, as the kernel has it; it is by these that others know that it is open."""
    inode = os.stat(vnetd.directory + "/state/vnet.db").st_ino
    with open("/proc/locks") as lines:
        rows = [line.split() for line in lines]
    return sorted(
        (row[1], row[3]) for row in rows
        if row[1] in ("POSIX", "OFDLCK") and row[4] == str(vnetd.process.pid) and row[5].endswith(f":{inode}"))


def outsider(program, world, directory):
    """An administrator's sqlite3 looks into the database after a purge; then kill -9. Nothing is lost."""
    shutil.copytree(world.directory + "/due", directory + "/state")
    vnetd = Vnetd(program, directory)
    vnetd.call("ping")
    before = locks(vnetd)
    if not before:
        yield "vnetd holds no lock on its database"
    note = vnetd.call("evidence.record", visit=VISIT, urn=REVIEWER, text="To be destroyed.")["id"]
    for verb, params in (
            ("retention.run", {"digest": vnetd.call("retention.preview")["digest"]}), ("evidence.destroy", {"note": note}),
            ("person.export", {"person": 1}), ("status", {})):
        vnetd.call(verb, **params)
        if locks(vnetd) != before:
            yield f"after {verb}, vnetd has the locks {locks(vnetd)} on its database, and had {before}"
    texts = {}
    for number in range(5):
        text = f"Text {number}, acknowledged."
        texts[vnetd.call("evidence.record", visit=VISIT, urn=REVIEWER, text=text)["id"]] = text
        connection = sqlite3.connect(directory + "/state/vnet.db")
        connection.execute("SELECT count(*) FROM evidence_note").fetchone()
        connection.close()
    vnetd.kill()
    vnetd = Vnetd(program, directory)
    vnetd.call("ping")
    there = {row["id"] for row in vnetd.call("evidence.list", visit=VISIT, limit=1000)["notes"]}
    if lost := texts.keys() - there:
        yield f"{len(lost)} of {len(texts)} acknowledged changes are gone after an outside SELECT and kill -9"
    vnetd.stop()
