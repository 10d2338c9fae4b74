#!/usr/bin/env python3
"""Says yes to one login, as Dovecot's authentication server would to Postfix: logins.py SOCKET USER PASSWORD"""
import base64
import os
import socket
import sys
import threading


def serve(connection, right):
    lines = connection.makefile("rw", newline="\n")

    def say(*lines_said):
        lines.write("".join(line + "\n" for line in lines_said))
        lines.flush()

    say("VERSION\t1\t1", "MECH\tPLAIN\tplaintext", "SPID\t1", "CUID\t1", "COOKIE\t0", "DONE")
    for line in lines:
        kind, *words = line.rstrip("\n").split("\t")
        given = next((word[5:] for word in words if word.startswith("resp=")), None) if kind == "AUTH" else words[-1]
        if kind == "AUTH" and given is None:
            say(f"CONT\t{words[0]}\t")
        elif kind in ("AUTH", "CONT"):
            is_right = base64.b64decode(given).decode().split("\0")[1:] == right
            say(f"OK\t{words[0]}\tuser={right[0]}" if is_right else f"FAIL\t{words[0]}\tuser={right[0]}")


def main(path, *right):
    listener = socket.socket(socket.AF_UNIX)
    if os.path.exists(path):
        os.unlink(path)
    listener.bind(path)
    os.chmod(path, 0o666)
    listener.listen()
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection, list(right)), daemon=True).start()


main(*sys.argv[1:])
