"""The doors of single-use links: /link/<token>/ until somebody has used it, /linked/<id>/… in the browser that did.

A link needs no account and uses none: whoever is signed in as well acts as the link there, and as the link only. What a
browser holds is a secret of its own, in its session and under the link's id; the token of the mail opens nothing twice.
"""

from __future__ import annotations

import hashlib
import re
import uuid

from django.http import HttpRequest, HttpResponse

from .tenancy import Access, enter_link

_LANDING = re.compile(r"^/link/(?P<token>[^/]+)/$")  # not what is below it: asking for a new link opens nothing
_INSIDE = re.compile(r"^/linked/(?P<id>[0-9a-f-]{36})/")
_HELD = "links"  # in the session: {id: [secret, SHA-256 of its token]}
_MOST = 10  # links that one browser holds
INSIDE = "/linked/"


def is_link(path: str) -> bool:
    return path.startswith(("/link/", INSIDE))


def enter(request: HttpRequest) -> Access | None:
    """Open what the address's link opens, until the transaction ends; None for one that is no good here."""
    if landing := _LANDING.match(request.path_info):
        return enter_link(token=landing["token"]) or _again(request, landing["token"])
    inside = _INSIDE.match(request.path_info)
    secret, _ = _held(request).get(inside["id"], ("", "")) if inside else ("", "")
    return enter_link(link_id=uuid.UUID(inside["id"]), session=secret) if inside and secret else None


def _again(request: HttpRequest, token: str) -> Access | None:
    """The mail's address, pressed once more in the browser that uses the link."""
    for link_id, (secret, digest) in _held(request).items():
        if digest == _digest(token):
            return enter_link(link_id=uuid.UUID(link_id), session=secret)
    return None


def _held(request: HttpRequest) -> dict[str, list[str]]:
    found: dict[str, list[str]] = request.session.get(_HELD, {})
    return found


def hold(request: HttpRequest, access: Access, token: str, secret: str) -> None:
    """This browser goes on with the link: under a new session key, so that nobody knew it before."""
    request.session.cycle_key()
    held = list(_held(request).items())[1 - _MOST :]
    request.session[_HELD] = {**dict(held), str(access.link_id): [secret, _digest(token)]}


def let_go(request: HttpRequest, access: Access) -> None:
    request.session[_HELD] = {key: value for key, value in _held(request).items() if key != str(access.link_id)}


def sealed(response: HttpResponse) -> HttpResponse:
    """No address of a link goes to another page (not even to ours), into a cache or a search engine.

    "strict-origin" and not "no-referrer": under that, browsers send "Origin: null" with a form, which the check
    against forged requests refuses (Fetch standard, "append a request Origin header").
    """
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
