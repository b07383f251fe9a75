"""A plan by itself, of no board and no quarter: what it promises, under its own headings."""

from .style import Part, Style

STYLE = Style(
    name="public_plan",
    label="The plan by itself",
    head="cover",
    landscape=True,
    contents=True,
    parts=(
        Part("context", "The plan’s context"),
        Part("plan", "The plan", keep=True),
        Part("measures", "How its effect is measured"),
        Part("requirements", "What it answers"),
        Part("governance", "Membership and governance"),
        Part("reading", "How to read this plan", keep=True),
        Part("glossary", "Glossary"),
        Part("redactions", "What this edition leaves out, and why"),
    ),
)
