"""The reading process with readers that misbehave, each named by the text it is given: `python -m` this, as `child`."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time

from plans.importers import child
from plans.importers.source import Line, Paragraph, Place, Source


def misbehave(content: bytes) -> Source:
    """Do as the text says; what the deed returns is the only paragraph."""
    deed, _, argument = content.decode().strip().partition(" ")
    return Source("text", (Paragraph(Line(str(DEEDS[deed](argument))), Place()),))


def hang(_: str) -> None:
    time.sleep(60)


def spin(_: str) -> None:
    while True:
        pass


def eat(_: str) -> list[bytearray]:
    return [bytearray(2**26) for _ in range(64)]


def die(_: str) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def connect(port: str) -> None:
    socket.create_connection(("127.0.0.1", int(port)), timeout=2).close()


def start(_: str) -> None:
    subprocess.run(["true"], check=True)


def write(path: str) -> None:
    with open(path, "w") as file:
        file.write("x")


def chatter(_: str) -> str:
    print("not an answer", flush=True)  # noqa: T201  (what a library must not get into the answer)
    return "said nothing"


def environment(_: str) -> str:
    return ",".join(sorted(set(os.environ) - {"LC_ALL", "LC_CTYPE"}))


def awkward(_: str) -> str:
    return "a\0b\ud800c"


def puzzle(_: str) -> str:
    return "read, and then not understood"


def give_up(*_: object, **__: object) -> None:
    raise KeyError("words of the file".upper())


DEEDS = {
    deed.__name__: deed for deed in (hang, spin, eat, die, connect, start, write, chatter, environment, awkward, puzzle)
}

if __name__ == "__main__":
    child.READERS["text"] = "tests.plans.importers.hostile_child:misbehave"
    child.UNDERSTOOD = "tests.plans.importers.hostile_child:give_up"
    child.main(sys.argv[1], int(sys.argv[2]))
