"""A plan by itself, on its public page: what was promised, without a board's words or a round's ratings."""

from .parts import part
from .style import Style

STYLE = Style(
    name="plan_alone",
    label="The plan by itself",
    head="masthead",
    parts=tuple(map(part, ("context", "plan", "measures", "requirements", "glossary", "redactions"))),
)
