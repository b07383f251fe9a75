"""Haringey Prevent Delivery Group: the whole progress report, every action with what each agency said."""

from .style import Part, Style

STYLE = Style(
    name="hpdg",
    label="Whole progress report",
    head="cover",
    landscape=True,
    contents=True,
    numbered=True,
    parts=(
        Part("recommendations", "What the group is asked to do"),
        Part("summary", "The quarter at a glance", keep=True),
        Part("figures", "Figures"),
        Part("exceptions", "Exceptions and the path to green", keep=True),
        Part("changes", "Changes since the last quarter", keep=True),
        Part("comparison", "Compared with an earlier pack"),
        Part("silence", "Not reported", keep=True),
        Part("contradictions", "Contradictions"),
        Part("decisions", "Decisions and what came of them"),
        Part("ahead", "Looking ahead"),
        Part("measures", "Measures"),
        Part("requirements", "Requirements: coverage and gaps"),
        Part("progress", "Progress on every action", new_page=True, keep=True),
        Part("context", "The plan’s context", new_page=True),
        Part("governance", "Membership and governance"),
        Part("implications", "Implications"),
        Part("papers", "Contact, background papers and appendices"),
        Part("key", "What the ratings mean", keep=True),
        Part("reading", "How to read this report", keep=True),
        Part("glossary", "Glossary"),
        Part("redactions", "What this edition leaves out, and why"),
    ),
)
