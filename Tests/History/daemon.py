"""A vnetd of our own under a simulated clock, spoken to over its two sockets, and the mailers that claim its mail."""

import array, json, os, selectors, shutil, signal, socket, subprocess, tempfile, time


class Refused(Exception):
    def __init__(self, verb, error):
        super().__init__(f"{verb}: {error['message']}")
        self.code = error["data"]["code"]


class Line:
    """A connection on which each request and each reply is one line of JSON."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.buffer = b""

    def send(self, calls, file=None):
        """Sends requests in one go; a file goes along with the first."""
        lines = b"".join(
            json.dumps({"id": number, "method": method, "params": params}).encode() + b"\n"
            for number, (method, params) in enumerate(calls))
        if file is not None:
            passed = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [file]))]
            lines = lines[self.socket.sendmsg([lines], passed):]
        self.socket.sendall(lines)

    def read(self):
        """The complete lines that have arrived."""
        data = self.socket.recv(1 << 20)
        if not data:
            raise EOFError("vnetd closed the connection")
        *lines, self.buffer = (self.buffer + data).split(b"\n")
        return [json.loads(line) for line in lines]


class Daemon:
    """`judge` is given each claimed message and says how its delivery ended. There are two mailers: where that is not known, the
    one says so, and the other goes without a word, and comes again."""

    def __init__(self, vnetd, start, judge):
        base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.directory = tempfile.mkdtemp(prefix="vnet-history.", dir=base)
        self.judge = judge
        control, deliver = self.directory + "/c", self.directory + "/d"
        self.log = open(self.directory + "/log", "wb")
        self.configure("")
        self.command = [
            vnetd, "--state-dir", self.directory + "/state", "--socket", control, "--deliver-socket", deliver,
            "--config", self.directory + "/vnetd.toml", "--simulate", start.isoformat()]
        self._start()

    def _start(self):
        self.process = subprocess.Popen(self.command, stderr=self.log)
        self.selector = selectors.DefaultSelector()
        self.control = self._connect(self.directory + "/c")
        self.selector.register(self.control.socket, selectors.EVENT_READ, self.control)
        self.delivery, self.second = self._mailer(), self._mailer()

    def _mailer(self):
        line = self._connect(self.directory + "/d")
        self.selector.register(line.socket, selectors.EVENT_READ, line)
        line.send([self.CLAIM])
        return line

    def configure(self, text):
        """What vnetd.toml says from the next start or “daemon reload” on."""
        with open(self.directory + "/vnetd.toml", "w") as file:
            file.write(text)

    def restart(self, meanwhile):
        """Stops it, and starts it again after `meanwhile` has been done to its state directory."""
        self._stop()
        meanwhile(self.directory + "/state")
        self._start()

    def _connect(self, path):
        deadline = time.monotonic() + 20
        while True:
            try:
                return Line(path)
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("vnetd does not start: " + open(self.log.name).read()) from None
                time.sleep(0.005)

    CLAIM = ("deliver.claim", {"transport": "maildir", "wait": True})

    def call(self, method, params, text=None):
        """The result of a call, after which every message that can leave has been claimed."""
        reply, _ = self.calls([(method, params), ("outbox.flush", {})], text)
        return self.result(method, reply)

    def calls(self, calls, text=None):
        """The replies to calls that are sent together; meanwhile every message that is claimed is delivered."""
        if text is None:
            self.control.send(calls)
        else:
            with tempfile.TemporaryFile(dir=self.directory) as file:
                file.write(text.encode())
                file.seek(0)
                self.control.send(calls, file.fileno())
        replies = []
        while len(replies) < len(calls):
            arrived = self.selector.select(60)
            if not arrived:
                raise TimeoutError(f"{calls[len(replies)]}: no reply within a minute")
            for key, _ in arrived:
                for reply in key.data.read():
                    if key.data is self.control:
                        replies.append(reply)
                    else:
                        self._delivered(key.data, reply)
        return replies

    @staticmethod
    def result(method, reply):
        if "error" in reply:
            raise Refused(method, reply["error"])
        return reply["result"]

    def _delivered(self, line, reply):
        result = self.result("deliver", reply)
        if "content" not in result:
            return  # the answer to a report
        ending = self.judge(result)
        if line is self.second and ending == "unknown":
            self.selector.unregister(line.socket)
            line.socket.close()
            self.second = self._mailer()
            return
        line.send([("deliver.report", {"message": result["message"], "token": result["token"], "result": ending}), self.CLAIM])

    def _stop(self):
        for line in (self.control, self.delivery, self.second):
            line.socket.close()
        self.selector.close()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)

    def close(self, keep=False):
        self._stop()
        if not keep:
            shutil.rmtree(self.directory, ignore_errors=True)
