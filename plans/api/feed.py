"""The feed of changes: a partner's system follows it with a cursor, without asking for everything."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from plans.queries import feed
from prevent_tracker.core.pagination import Pages
from prevent_tracker.core.problems import BadQuery

from . import documented_reads, read_shapes
from .views import ApiView

NOW = "now"
_WRONG = "Use the address in “next” as it is, or “now” to follow from this moment on."
# Where each kind is read; a meeting stands in its partnership.
_ADDRESSES = {
    kind: f"api_{kind}"
    for kind in (
        "agency", "plan", "objective", "action", "round", "update", "evidence", "decision", "measure", "issue",
    )
}  # fmt: skip
_LARGEST, _LARGEST_LIFE = 2**63 - 1, 2**31 - 1


def written(position: feed.Position) -> str:
    """A position as a cursor: opaque, so that nobody counts on what is in it."""
    text = f"1.{position.life}.{position.epoch}.{position.txid}.{position.seq}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(cursor: str) -> feed.Position:
    """The position that a cursor stands for. Raises `BadQuery` for one that this API did not make."""
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
        kind, *parts = text.split(".")
        life, epoch, txid, seq = (int(part) for part in parts)
    except (ValueError, binascii.Error):
        raise BadQuery({"cursor": _WRONG}) from None
    position = feed.Position(life, epoch, txid, seq)
    is_ours = kind == "1" and written(position) == cursor
    if not is_ours or max(life, epoch) > _LARGEST_LIFE or max(txid, seq) > _LARGEST or min(life, epoch, txid, seq) < 0:
        raise BadQuery({"cursor": _WRONG})
    return position


class Changes(ApiView):
    """What was written, after a cursor."""

    filter_backends = ()
    pagination_class = None
    serializer_class = read_shapes.FeedShape

    def parameters(self) -> tuple[str, ...]:
        return ("cursor", "page_size")

    @extend_schema(**documented_reads.CHANGES)
    def get(self, request: Request) -> Response:
        size = Pages().get_page_size(request)
        cursor = request.query_params.get("cursor", "")
        if cursor == NOW:
            return self._answer(feed.Page((), feed.tip(self.access), has_more=False, restored=False), size)
        after = read(cursor) if "cursor" in request.query_params else feed.Position()
        return self._answer(feed.changes(self.access, after, size), size)

    def _answer(self, page: feed.Page, size: int) -> Response:
        query = f"?cursor={written(page.next)}" + ("" if size == Pages.page_size else f"&page_size={size}")
        return Response(
            {
                "results": [self._line(line) for line in page.lines],
                "next": reverse("api_changes", request=self.request) + query,
                "has_more": page.has_more,
                "restored": page.restored,
            }
        )

    def _line(self, line: feed.Line) -> dict[str, Any]:
        kind, pk = line.read_at
        name = _ADDRESSES.get(kind)
        address = [name, pk] if name else ["api_partnership", self.access.partnership_id]
        url = reverse(str(address[0]), args=[address[1]], request=self.request)
        return {"kind": line.kind, "id": line.id, "change": line.change, "at": line.at, "url": url}
