"""How often a caller may call (draft-ietf-httpapi-ratelimit-headers, RFC 6585 for 429)."""

from __future__ import annotations

from dataclasses import dataclass

WINDOW = 60  # seconds


@dataclass(frozen=True)
class Rate:
    """One caller's calls in the current minute: `used` of `limit`, this one included; anew in `resets` seconds."""

    limit: int
    used: int
    resets: int

    @property
    def is_over(self) -> bool:
        return self.used > self.limit

    def headers(self) -> dict[str, str]:
        """`RateLimit-Policy` and `RateLimit`; `Retry-After` where this call is one too many."""
        left = max(self.limit - self.used, 0)
        said = {
            "RateLimit-Policy": f'"calls";q={self.limit};w={WINDOW}',
            "RateLimit": f'"calls";r={left};t={self.resets}',
        }
        return said | ({"Retry-After": str(self.resets)} if self.is_over else {})
