"""A partner's system that follows the feed of changes, for tests."""

from __future__ import annotations

import time
from typing import Any

from django.db import connection

from .api_calls import Caller

CHANGES = "/api/v1/changes/"


def settle() -> None:
    """Wait until all that was committed so far is decided: a transaction of any database of this server, another
    worker's test for one, may have begun before it and hold the feed back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT txid_current()")
        last = cursor.fetchone()[0]
        for _ in range(2400):
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint > %s", [last])
            if cursor.fetchone()[0]:
                return
            time.sleep(0.05)
    raise AssertionError("A transaction of this server has been running for two minutes.")


class Follower:
    """Asks `next` again and again; `seen` holds every line in the order it came."""

    def __init__(self, key: str, *, page_size: int = 50) -> None:
        self.caller, self.next = Caller(key), f"{CHANGES}?page_size={page_size}"
        self.seen: list[dict[str, Any]] = []
        self.restored = 0

    def poll(self) -> list[dict[str, Any]]:
        """One page."""
        answered = self.caller.get(self.next)
        assert answered.status == 200, answered.json
        self.next = answered.json["next"].partition("testserver")[2]
        self.has_more: bool = answered.json["has_more"]
        self.restored += answered.json["restored"]
        found: list[dict[str, Any]] = answered.json["results"]
        self.seen += found
        return found

    def catch_up(self) -> list[dict[str, Any]]:
        """Pages until there are no more, once all that was committed can be told."""
        settle()
        found = self.poll()
        while self.has_more:
            found += self.poll()
        return found

    def read(self, line: dict[str, Any]) -> Any:
        """What stands at a line's address now; None where it is gone."""
        answered = self.caller.get(line["url"].partition("testserver")[2])
        return answered.json if answered.status == 200 else None
