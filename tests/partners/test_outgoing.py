"""Posting to an address that somebody else chose: which addresses are refused, where the connection really goes, and
that no server holds it up or fills it."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from partners import outgoing
from partners.outgoing import Answer, Refused, Target, Unreachable, check, parse, post

from . import receivers

PUBLIC = "93.184.215.14"
# What a name (or a number in the address) may resolve to; each is inside somebody's network.
INSIDE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",  # noqa: S104  refused
    "169.254.169.254", "169.254.170.2", "100.64.0.1", "100.100.100.200", "192.0.0.192", "192.0.0.1", "192.0.2.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "168.63.129.16", "192.88.99.1",
    "::1", "::", "::ffff:127.0.0.1", "::ffff:93.184.215.14", "::ffff:10.0.0.1", "::127.0.0.1", "fe80::1",
    "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fd12:3456:789a::1", "fec0::1", "ff02::1",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::",
    "2002:a9fe:a9fe::", "3fff::1", "5f00::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_refused(address: str) -> None:
    with pytest.raises(Refused, match=r"not on the public internet"):
        check("https://receiver.example/hook", resolve=lambda host, port: [address])


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "9.9.9.9", "2606:4700:4700::1111", "2a00:1450:4009:81f::200e"])
def test_a_public_address_is_taken(address: str) -> None:
    found = check("https://receiver.example/hook", resolve=lambda host, port: [address, address])
    assert found.addresses == (address,)


def test_one_address_inside_refuses_the_name() -> None:
    with pytest.raises(Refused):
        check("https://receiver.example/", resolve=lambda host, port: [PUBLIC, "10.0.0.1"])


# Numbers as the system's resolver reads them: no fake one here.
@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "localhost", "[::1]", "[::ffff:7f00:1]"],
)
def test_another_way_to_write_this_machine_is_refused(host: str) -> None:
    with pytest.raises((Refused, Unreachable)):
        check(f"https://{host}/")


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://receiver.example/", "https://"),
        ("ftp://receiver.example/", "https://"),
        ("file:///etc/passwd", "https://"),
        ("gopher://receiver.example/", "https://"),
        ("receiver.example/hook", "https://"),
        ("//receiver.example/hook", "https://"),
        ("", "https://"),
        ("https://", "whole address"),
        ("https:///hook", "whole address"),
        ("https://receiver..example/hook", "whole address"),
        (f"https://{'a' * 64}.example/hook", "whole address"),
        ("https://receiver.example:99999/", "whole address"),
        ("https://receiver.example:port/", "whole address"),
        ("https://user:secret@receiver.example/", "name and password"),
        ("https://receiver.example@127.0.0.1/", "name and password"),
        ("https://receiver.example\\@127.0.0.1/", "address"),
        ("https://receiver.example/a b", "without spaces"),
        ("https://receiver.example/\r\nHost: inside", "without spaces"),
        ("https://receiver.example/\x00", "without spaces"),
        ("https://receiver.example/" + "a" * 500, "500 characters"),
    ],
)
def test_what_is_no_address_for_a_webhook_is_said_kindly(address: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        parse(address)


def test_a_name_that_nobody_has_is_unreachable() -> None:
    with pytest.raises(Unreachable, match="There is no host named"):
        check("https://receiver.example/", resolve=lambda host, port: [])


def test_a_resolver_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "SECONDS", 0.2)
    ended = threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        ended.wait(60)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    try:
        with pytest.raises(Unreachable, match="not found in time"):
            check("https://receiver.example/")
        assert not ended.is_set()
    finally:
        ended.set()


def local(url: str) -> Target:
    return check(url, allow_private=True)


def test_the_connection_goes_to_the_address_that_was_checked_and_keeps_the_name() -> None:
    """DNS rebinding: a second look-up would say something else, so there is none."""
    with receivers.receiver() as kept:
        port = int(kept.url.split(":")[2].split("/")[0])
        asked = list[str]()

        def resolve(host: str, port: int) -> list[str]:
            asked.append(host)
            return ["127.0.0.1"] if len(asked) == 1 else ["10.255.255.1"]

        target = check(f"http://receiver.invalid:{port}/hook?a=1", resolve=resolve, allow_private=True)
        assert post(target, b"{}", {"X-Mark": "here"}) == Answer(200, "thank you")
    (got,) = kept.got
    assert asked == ["receiver.invalid"]
    assert (got.path, got.headers["Host"], got.headers["X-Mark"], got.body) == (
        "/hook?a=1", f"receiver.invalid:{port}", "here", b"{}",
    )  # fmt: skip


def test_the_next_address_is_tried_when_one_does_not_answer() -> None:
    with receivers.receiver() as kept:
        port = int(kept.url.split(":")[2].split("/")[0])
        target = check(
            f"http://receiver.invalid:{port}/", resolve=lambda *_: ["127.0.0.2", "127.0.0.1"], allow_private=True
        )
        assert post(target, b"{}", {}).status == 200


def test_a_redirect_is_not_followed() -> None:
    with (
        receivers.receiver() as inside,
        receivers.receiver(answers=[302], location=inside.url) as outside,
    ):
        assert post(local(outside.url), b"{}", {}).status == 302
    assert (len(outside.got), inside.got) == (1, [])


@pytest.mark.parametrize("talk", [receivers.says_nothing, receivers.drips_headers, receivers.drips_body])
def test_no_server_takes_longer_than_its_time(talk: Callable[[socket.socket], None]) -> None:
    with receivers.raw_server(talk) as url:
        started = time.monotonic()
        with pytest.raises(Unreachable, match=r"No whole answer within 0.6 seconds\."):
            post(local(url), b"{}", {}, seconds=0.6)
        assert time.monotonic() - started < 2


def test_a_server_that_never_ends_its_handshake_takes_no_longer() -> None:
    def drip(made: socket.socket) -> None:
        for _ in range(100):
            made.sendall(b"\x16\x03\x03\x40\x00" if _ == 0 else b"\x00")
            time.sleep(0.1)

    with receivers.raw_server(drip) as url:
        started = time.monotonic()
        with pytest.raises(Unreachable):
            post(local(url.replace("http://", "https://")), b"{}", {}, seconds=0.6)
        assert time.monotonic() - started < 2


def test_a_huge_answer_is_read_to_4_kilobytes() -> None:
    with receivers.raw_server(receivers.says_too_much) as url:
        answer = post(local(url), b"{}", {}, seconds=5)
    assert (answer.status, len(answer.said)) == (200, outgoing.MOST_READ)


@pytest.mark.parametrize("talk", [receivers.hangs_up, receivers.talks_nonsense])
def test_what_is_no_answer_is_said(talk: Callable[[socket.socket], None]) -> None:
    with receivers.raw_server(talk) as url, pytest.raises(Unreachable, match="No connection, or it broke"):
        post(local(url), b"{}", {}, seconds=5)


def test_nobody_listening_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Unreachable, match="No connection"):
        post(local(f"http://127.0.0.1:{port}/"), b"{}", {})


def test_environments_proxy_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with receivers.receiver() as proxy, receivers.receiver() as kept:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert post(local(kept.url), b"{}", {}).status == 200
    assert (len(kept.got), proxy.got) == (1, [])


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate of receiver.invalid that no system trusts, and its key."""
    made, key = tmp_path / "made.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", made,
         "-subj", "/CN=receiver.invalid", "-addext", "subjectAltName=DNS:receiver.invalid"],
        check=True, capture_output=True,
    )  # fmt: skip
    return made, key


def test_the_certificate_is_held_against_the_name_not_the_address(certificate: tuple[Path, Path]) -> None:
    made, key = certificate
    asked = list[str | None]()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    context.sni_callback = lambda _, name, __: asked.append(name)
    trust = ssl.create_default_context(cafile=str(made))

    def talk(plain: socket.socket) -> None:
        with context.wrap_socket(plain, server_side=True) as secure:
            receivers.answers(secure)

    with receivers.raw_server(talk) as url:
        port = url.rsplit(":", 1)[1].strip("/")

        def of(name: str) -> Target:
            return check(f"https://{name}:{port}/", resolve=lambda *_: ["127.0.0.1"], allow_private=True)

        assert post(of("receiver.invalid"), b"{}", {}, trust=trust) == Answer(200, "thank you")
        assert asked == ["receiver.invalid"]
        for name, authorities in (("other.invalid", trust), ("receiver.invalid", None)):
            with pytest.raises(Unreachable, match="The secure connection failed"):
                post(of(name), b"{}", {}, trust=authorities)
