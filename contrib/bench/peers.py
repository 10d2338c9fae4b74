"""The daemons that vnetd is measured beside, each from a Debian package, and what all of them are asked.

  redis   the fastest thing that people know: PING.
  QEMU    its monitor (QMP) is the JSON socket that most machines with one have: query-name, which looks nothing up.
  OVSDB   Open vSwitch's database. Of the daemons in Debian that speak JSON over a socket it is the nearest to vnetd: one
          thread, JSON-RPC on a Unix socket, many connections, requests in flight, commits that last; and it needs neither
          root nor a network. `echo` is its ping. (kea answers one request a connection; mpv brings a hundred packages;
          knot-resolver's socket speaks Lua; transmission's speaks HTTP.) It is in openvswitch-common, which starts nothing.
"""
import os
import shutil
import socket
import subprocess
import sys
import time


class Peer:
    """A daemon with a socket. `opening` has to be said first on each connection; `end` ends each reply."""

    end, opening = "\n", ""
    #: QEMU's monitor talks to one client.
    many_connections = True

    def __init__(self, work):
        self.directory = work
        self.socket = f"{work}/{self.name}.sock"
        self.start()

    def start(self):
        if os.path.exists(self.socket):
            os.unlink(self.socket)
        program, *options = self.command()
        # Where a daemon is, which is not on everybody's path.
        found = shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin")
        if not found:
            sys.exit(f"{program} is not there. “make bench” installs what is needed.")
        self.process = subprocess.Popen([found, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(500):
            with socket.socket(socket.AF_UNIX) as probe:
                if probe.connect_ex(self.socket) == 0:
                    return
            time.sleep(0.01)
        sys.exit(f"{program} does not answer.")

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(10)


class Redis(Peer):
    name, line = "redis", "PING"

    def command(self):
        return ["redis-server", "--port", "0", "--unixsocket", self.socket, "--save", "", "--dir", self.directory]


class Monitor(Peer):
    name, line = "QMP", '{"id":1,"execute":"query-name"}'
    opening = '{"execute":"qmp_capabilities"}'
    many_connections = False

    def command(self):
        return ["qemu-system-sparc", "-machine", "none", "-nodefaults", "-display", "none",
                "-qmp", f"unix:{self.socket},server=on,wait=off"]


class Ovsdb(Peer):
    # Its replies follow one another without a line feed: {"id":1,"result":[],"error":null}
    name, line, end = "OVSDB", '{"id":1,"method":"echo","params":[]}', "}"

    def command(self):
        return ["ovsdb-server", "--no-dbs", f"--remote=punix:{self.socket}", "--unixctl=none", "-vconsole:off"]


ALL = [Redis, Monitor, Ovsdb]
