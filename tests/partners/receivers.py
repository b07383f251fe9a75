"""Servers that receive what webhooks send, well behaved and otherwise."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Received:
    path: str
    headers: Message
    body: bytes


@dataclass
class Receiver:
    """A server on this machine that keeps what it got. `answers`: statuses in turn, the last one for ever."""

    answers: list[int] = field(default_factory=lambda: [200])
    said: bytes = b"thank you"
    location: str = ""
    got: list[Received] = field(default_factory=list)
    url: str = ""

    def answer(self) -> int:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def receiver(**facts: object) -> Iterator[Receiver]:
    kept = Receiver(**facts)  # type: ignore[arg-type]  # as the class says

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.got.append(Received(self.path, self.headers, body))
            self.send_response(kept.answer())
            if kept.location:
                self.send_header("Location", kept.location)
            self.send_header("Content-Length", str(len(kept.said)))
            self.end_headers()
            self.wfile.write(kept.said)

        def log_message(self, *_: object) -> None:
            """Tests print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"http://127.0.0.1:{server.server_port}/hook?for=us"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def raw_server(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that does with each connection what it likes."""
    listening = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            try:
                made, _ = listening.accept()
            except OSError:  # the test is over
                return
            threading.Thread(target=_quietly, args=(talk, made), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        listening.close()


def _quietly(talk: Callable[[socket.socket], None], made: socket.socket) -> None:
    with made:
        try:
            talk(made)
        except OSError:  # cut off, as it should be
            return


def answers(made: socket.socket) -> None:
    got = b""
    while not got.endswith(b"{}"):
        got += made.recv(65536)
    made.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nthank you")


def says_nothing(made: socket.socket) -> None:
    made.recv(65536)
    time.sleep(30)


def drips_headers(made: socket.socket) -> None:
    made.recv(65536)
    made.sendall(b"HTTP/1.1 200 OK\r\n")
    for _ in range(300):
        made.sendall(b"X: y\r\n")
        time.sleep(0.1)


def drips_body(made: socket.socket) -> None:
    made.recv(65536)
    made.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(300):
        made.sendall(b"x")
        time.sleep(0.1)


def says_too_much(made: socket.socket) -> None:
    made.recv(65536)
    made.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(1000):
        made.sendall(b"x" * 65536)


def hangs_up(made: socket.socket) -> None:
    made.recv(10)


def talks_nonsense(made: socket.socket) -> None:
    made.recv(65536)
    made.sendall(b"\x00\xff NONSENSE\r\n\r\n")
