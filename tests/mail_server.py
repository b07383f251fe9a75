"""A mail server of a few lines (RFC 5321), for tests: keeps what it is given, refuses what it is told to refuse."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

OK = {
    "HELLO": "220 test ready",
    "EHLO": "250 test",
    "MAIL": "250 go on",
    "RCPT": "250 go on",
    "DATA": "354 send it",
    "DOT": "250 taken",
    "QUIT": "221 bye",
}


class MailServer(socketserver.ThreadingTCPServer):
    """`received`: (recipient, mail) taken so far. `replies` replaces the answer at a stage; "" hangs up instead.
    `at(stage)` is called before each answer; at "DOT" the mail has been taken."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Dialogue)
        self.received: list[tuple[str, EmailMessage]] = []
        self.replies: dict[str, str] = {}
        self.at: Callable[[str], object] = lambda stage: None

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is no error of the server's."""


class _Dialogue(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.answer("HELLO")
        to = ""
        while line := self.rfile.readline():
            verb = line.split(b" ")[0].strip().decode().upper()
            if verb == "RCPT":
                to = line.decode().partition("<")[2].partition(">")[0]
            if not self.answer(verb) or verb == "QUIT":
                return
            if verb == "DATA" and "DATA" not in self.server.replies:
                self.server.received.append((to, self.mail()))
                if not self.answer("DOT"):
                    return

    def mail(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise ConnectionError("the client is gone")
            lines.append(line[1:] if line.startswith(b"..") else line)
        found = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found

    def answer(self, stage: str) -> bool:
        self.server.at(stage)
        words = self.server.replies.get(stage, OK.get(stage, "250 fine"))
        if words:
            self.wfile.write(f"{words}\r\n".encode())
        return bool(words)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
