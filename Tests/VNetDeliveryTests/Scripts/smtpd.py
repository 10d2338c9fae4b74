#!/usr/bin/env python3
"""An SMTP server that does as it is told, for one connection after another: answers what it likes at each step, hangs, goes
away at any byte, shows any certificate. It writes down what it was sent, and keeps each message that came whole.

    smtpd.py DIRECTORY     # reads DIRECTORY/plan.json, writes DIRECTORY/port, DIRECTORY/log and DIRECTORY/mail.N

The plan is a list: how to behave on the first connection, the second, and so on; the last counts for all that follow. Keys:
    tls        "none", "starttls" or "implicit"; certificate: the stem of a .pem and a .key
    offers     what EHLO announces besides STARTTLS
    reply      {step: text} instead of the usual reply, where the steps are greet ehlo starttls auth mail rcpt data end quit
    hang       the step at which it says nothing any more
    close      the step at which it closes the connection instead of replying
    leave      after how many messages it closes the connection unasked
    cut        after how many bytes, sent and received, it closes the connection
    login      what AUTH PLAIN, or XOAUTH2, has to carry; anything unless given
"""
import base64
import json
import os
import socket
import ssl
import sys


class Gone(Exception):
    """The connection has ended."""


class Wire:
    """A connection of which every byte is counted, those of TLS too."""

    def __init__(self, raw, cut):
        self.raw, self.left = raw, cut
        self.tls = None
        self.pending = b""

    def take(self, count):
        """So many bytes may still pass; it ends with the last of them."""
        if self.left is None:
            return count
        if self.left == 0:
            raise Gone
        count = min(count, self.left)
        self.left -= count
        return count

    def send_raw(self, data):
        while data:
            allowed = self.take(len(data))
            try:
                self.raw.sendall(data[:allowed])
            except OSError:
                raise Gone
            data = data[allowed:]

    def receive_raw(self):
        room = 65536 if self.left is None else self.left
        if room == 0:
            raise Gone
        try:
            data = self.raw.recv(room)
        except OSError:
            raise Gone
        if not data:
            raise Gone
        self.take(len(data))
        return data

    def start_tls(self, context):
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.incoming.write(self.pending)
        self.pending = b""
        tls = context.wrap_bio(self.incoming, self.outgoing, server_side=True)
        self.pump(tls.do_handshake)
        self.tls = tls

    def pump(self, act, *args):
        while True:
            try:
                result = act(*args)
                self.send_raw(self.outgoing.read())
                return result
            except ssl.SSLWantReadError:
                self.send_raw(self.outgoing.read())
                self.incoming.write(self.receive_raw())
            except ssl.SSLError:
                raise Gone

    def send(self, data):
        if self.tls:
            self.pump(self.tls.write, data)
        else:
            self.send_raw(data)

    def receive(self):
        if not self.tls:
            return self.receive_raw()
        data = self.pump(self.tls.read, 65536)
        if not data:
            raise Gone
        return data

    def line(self):
        while b"\n" not in self.pending:
            self.pending += self.receive()
        line, self.pending = self.pending.split(b"\n", 1)
        return line + b"\n"

    def message(self):
        """Up to the line with the dot, which is not part of it; the dots that were doubled are single again."""
        lines = []
        while (line := self.line()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)


class Session:
    def __init__(self, wire, plan, directory, record, earlier):
        self.wire, self.plan, self.directory, self.record = wire, plan, directory, record
        self.earlier = earlier

    def reply(self, step, text):
        if self.plan.get("close") == step:
            raise Gone
        if self.plan.get("hang") == step:
            while True:
                self.wire.receive()
        text = self.plan.get("reply", {}).get(step, text)
        self.wire.send(text.encode() + b"\r\n")
        return text[0] in "23"

    def secure(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        stem = self.plan["certificate"]
        context.load_cert_chain(stem + ".pem", stem + ".key")
        self.wire.start_tls(context)
        self.record["tls"] = True

    def run(self):
        if self.plan.get("tls") == "implicit":
            self.secure()
        if not self.reply("greet", "220 test ESMTP"):
            raise Gone
        while True:
            line = self.wire.line()
            word = line.split(None, 1)[0].upper().decode("ascii", "replace") if line.strip() else ""
            self.note(line if word != "AUTH" else b"AUTH\r\n")
            handler = getattr(self, "on_" + word.lower(), None)
            if handler is None:
                self.wire.send(b"502 5.5.2 What?\r\n")
            else:
                handler(line)

    def note(self, line):
        place = "secured" if self.wire.tls else "plain"
        self.record[place].append(line.decode("utf-8", "replace").rstrip("\r\n"))

    def on_ehlo(self, _):
        offers = ["test"] + self.plan.get("offers", ["8BITMIME", "SIZE 1000000", "AUTH PLAIN LOGIN XOAUTH2"])
        if self.plan.get("tls") == "starttls" and not self.wire.tls:
            offers.append("STARTTLS")
        lines = [f"250{'-' if index < len(offers) - 1 else ' '}{offer}" for index, offer in enumerate(offers)]
        self.reply("ehlo", "\r\n".join(lines))

    def on_helo(self, _):
        self.reply("ehlo", "250 test")

    def on_starttls(self, _):
        if self.reply("starttls", "220 2.0.0 Go on"):
            self.secure()

    def on_auth(self, line):
        words = line.split()
        given = words[2] if len(words) > 2 else b""
        if not given:
            self.wire.send(b"334 \r\n")
            given = self.wire.line().strip()
        secret = base64.b64decode(given).decode("utf-8", "replace")
        self.record["logins"].append(secret)
        right = self.plan.get("login")
        refused = right is not None and right != secret
        self.reply("auth", "535 5.7.8 Wrong" if refused else "235 2.7.0 Welcome")

    def on_mail(self, _):
        self.reply("mail", "250 2.1.0 Ok")

    def on_rcpt(self, _):
        self.reply("rcpt", "250 2.1.5 Ok")

    def on_data(self, _):
        if not self.reply("data", "354 Go on"):
            return
        self.record["awaited"] += 1
        message = self.wire.message()
        self.record["whole"] += 1
        # Kept before it is acknowledged, as a mail server does.
        with open(f"{self.directory}/mail.{self.earlier + self.record['whole']}", "wb") as file:
            file.write(message)
        if self.reply("end", "250 2.0.0 Ok: queued"):
            self.record["accepted"] += 1
            if self.record["accepted"] == self.plan.get("leave"):
                raise Gone

    def on_rset(self, _):
        self.reply("rset", "250 2.0.0 Ok")

    def on_noop(self, _):
        self.reply("noop", "250 2.0.0 Ok")

    def on_quit(self, _):
        self.reply("quit", "221 2.0.0 Bye")
        raise Gone


def main():
    directory = sys.argv[1]
    with open(directory + "/plan.json") as file:
        plans = json.load(file)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    with open(directory + "/port.new", "w") as file:
        file.write(str(listener.getsockname()[1]))
    os.rename(directory + "/port.new", directory + "/port")
    earlier = count = 0
    while True:
        raw, _ = listener.accept()
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        plan = plans[min(count, len(plans) - 1)]
        count += 1
        record = {"tls": False, "plain": [], "secured": [], "logins": [], "awaited": 0, "whole": 0, "accepted": 0}
        try:
            Session(Wire(raw, plan.get("cut")), plan, directory, record, earlier).run()
        except (Gone, ValueError):
            pass
        raw.close()
        earlier += record["whole"]
        with open(directory + "/log", "a") as file:
            file.write(json.dumps(record) + "\n")


main()
