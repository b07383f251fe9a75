"""One POST to an address that somebody else chose: a public one, checked and then used, never looked up again.

Against server-side request forgery (OWASP): the name is resolved once, every address that came back must be public,
and the connection goes to the one that was checked, with the name kept for SNI, certificate and Host. Nothing is
followed, no proxy is read from the environment, and the whole exchange has one time limit.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import Url, parse_url

SECONDS = 10.0  # for everything: name, connection, request, answer
MOST_READ = 4096  # bytes of an answer
URL_LENGTH = 500
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], list[str]]

# Beyond what `is_global` says: multicast is no host; the others lead, or led, into other networks.
_NOT_HOSTS = [
    ipaddress.ip_network(text)
    for text in (
        "192.0.0.0/24",  # protocol assignments, a cloud's metadata among them (RFC 6890)
        "192.88.99.0/24",  # 6to4 relays (RFC 7526)
        "168.63.129.16/32",  # the platform's own service inside Azure
        "2001::/23",  # protocol assignments, Teredo among them (RFC 2928, RFC 4380)
        "2002::/16",  # 6to4, an IPv4 address inside (RFC 3056)
        "3fff::/20",  # documentation (RFC 9637)
    )
]
_IPV6_HOSTS = ipaddress.IPv6Network("2000::/3")  # the only global unicast space; NAT64, mapped, ULA are outside


class Refused(Exception):
    """Not an address that this installation talks to; `str()` says why, in words."""


class Unreachable(Exception):
    """No whole answer came; `str()` says why, in words."""


@dataclass(frozen=True)
class Answer:
    """`said`: the start of the body, at most MOST_READ bytes, as text."""

    status: int
    said: str


@dataclass(frozen=True)
class Target:
    """A checked address: `url` as parsed once, and the IP addresses it may be reached at."""

    url: Url
    addresses: tuple[str, ...]


def is_public(text: str) -> bool:
    """Whether an IP address is a host on the public internet."""
    address: Address = ipaddress.ip_address(text)
    if address.is_multicast or any(address in network for network in _NOT_HOSTS if network.version == address.version):
        return False
    if isinstance(address, ipaddress.IPv6Address):
        return address in _IPV6_HOSTS and address.is_global and address.scope_id is None
    return address.is_global


def look_up(host: str, port: int) -> list[str]:
    """The IP addresses of a host. Raises `Unreachable` when there are none, or no answer in time.

    In a thread of its own, since the system's resolver knows no time limit.
    """
    found: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found.put([str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
        except OSError as error:
            found.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        result = found.get(timeout=SECONDS / 2)
    except queue.Empty:
        raise Unreachable(f"The name {host} was not found in time.") from None
    if isinstance(result, OSError):
        raise Unreachable(f"There is no host named {host}.")
    return result


def parse(text: str, *, allow_private: bool = False) -> Url:
    """The address, if it is one that may be posted to. Raises `Refused`. `allow_private` also lets plain http pass."""
    if len(text) > URL_LENGTH or any(character.isspace() or not character.isprintable() for character in text):
        raise Refused(f"Enter an address without spaces, of at most {URL_LENGTH} characters.")
    try:
        url = parse_url(text)
    except urllib3.exceptions.LocationParseError:
        raise Refused("Enter a whole address, like https://example.org/hooks/prevent.") from None
    if url.scheme not in (("https", "http") if allow_private else ("https",)):
        raise Refused("Enter an address that begins with https://.")
    if not url.host or not _is_name(url.host) or "\\" in text:
        raise Refused("Enter a whole address, like https://example.org/hooks/prevent.")
    if url.auth is not None:
        raise Refused("Leave the name and password out of the address.")
    return url


def _is_name(host: str) -> bool:
    """Whether the resolver can be asked for it: no part is empty or longer than 63 characters (RFC 1035, 2.3.4)."""
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return True


def check(text: str, *, resolve: Resolver = look_up, allow_private: bool = False) -> Target:
    """Resolve an address and hold every answer against `is_public`. Raises `Refused` or `Unreachable`.

    One address that is not public refuses the whole: an honest name has none.
    """
    url = parse(text, allow_private=allow_private)
    host = (url.host or "").strip("[]")
    addresses = resolve(host, _port(url))
    if not addresses:
        raise Unreachable(f"There is no host named {host}.")
    if not allow_private and not all(is_public(address) for address in addresses):
        raise Refused(f"{host} is not on the public internet. Webhooks go to public addresses only.")
    return Target(url, tuple(dict.fromkeys(addresses)))


def _port(url: Url) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def post(
    target: Target,
    body: bytes,
    headers: Mapping[str, str],
    *,
    seconds: float = SECONDS,
    trust: ssl.SSLContext | None = None,
) -> Answer:
    """POST to a checked address, following nothing. Raises `Unreachable` in words.

    A server that drips bytes is cut off when the time is over, whatever it was doing. Certificates are held against
    the system's authorities, or those of `trust`.
    """
    line = _Line(target, seconds)
    connection = _connection(target, line, trust)
    try:
        connection.request(
            "POST", target.url.request_uri, body=body, headers=dict(headers), preload_content=False,
            decode_content=False, enforce_content_length=False,
        )  # fmt: skip
        response = connection.getresponse()
        said = response.read(MOST_READ).decode(errors="replace")
    except (OSError, HTTPException, urllib3.exceptions.HTTPError, ValueError) as error:
        raise Unreachable(line.why(error)) from error
    finally:
        line.end()
        connection.close()
    if line.is_over:
        raise Unreachable(line.too_slow)
    return Answer(response.status, said)


def _connection(target: Target, line: _Line, trust: ssl.SSLContext | None) -> HTTPConnection:
    """A connection with the host's name, made to the address that was checked."""
    host, port = (target.url.host or "").strip("[]"), _port(target.url)
    made: HTTPConnection
    if target.url.scheme == "https":
        context = trust or ssl.create_default_context()
        made = HTTPSConnection(host, port, timeout=line.seconds, ssl_context=context)
    else:
        made = HTTPConnection(host, port, timeout=line.seconds)
    made._new_conn = line.open  # type: ignore[method-assign]  # its one way to a socket
    return made


class _Line:
    """One connection to a checked address with an end in time."""

    def __init__(self, target: Target, seconds: float) -> None:
        self.target, self.seconds = target, seconds
        self.ends = time.monotonic() + seconds
        self.is_over = False
        self.too_slow = f"No whole answer within {seconds:g} seconds."
        self._timer: threading.Timer | None = None
        self._handle: socket.socket | None = None

    def open(self) -> socket.socket:
        last: OSError | None = None
        for address in self.target.addresses:
            try:
                made = socket.create_connection((address, _port(self.target.url)), timeout=max(0.1, self.left()))
            except OSError as error:
                last = error
                if self.left() <= 0:
                    break
            else:
                self._watch(made)
                return made
        raise last or OSError("no address")

    def left(self) -> float:
        return self.ends - time.monotonic()

    def _watch(self, made: socket.socket) -> None:
        self._handle = made.dup()  # TLS takes the socket itself over; this one still reaches the same connection
        self._timer = threading.Timer(max(0.0, self.left()), self._cut)
        self._timer.daemon = True
        self._timer.start()

    def _cut(self) -> None:
        self.is_over = True
        if self._handle is not None:
            try:
                self._handle.shutdown(socket.SHUT_RDWR)
            except OSError:  # the other side had gone by itself
                return

    def why(self, error: Exception) -> str:
        if self.is_over or self.left() <= 0 or isinstance(error, TimeoutError | urllib3.exceptions.TimeoutError):
            return self.too_slow
        if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
            return f"The secure connection failed: {error}"
        return f"No connection, or it broke: {error}"

    def end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._handle is not None:
            self._handle.close()
