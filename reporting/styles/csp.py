"""Community Safety Partnership: strategic, exceptions only, four sides of A4 at most.

The first limits fit an ordinary quarter. Where they come out too long the tighter ones apply, which hold the worst
case: with every list full and every text at its length it has four pages (tests/reporting/test_render_pdf.py).
"""

from .style import Limits, Part, Style

STYLE = Style(
    name="csp",
    label="Strategic summary, at most 4 pages",
    head="masthead",
    page_limit=4,
    full_report="the full report",
    limits=Limits(
        objectives=10,
        exceptions=6,
        updates=1,
        decisions=3,
        ahead=4,
        recommendations=6,
        headline=240,
        narrative=600,
        sentence=150,
        name=70,
    ),
    tighter=Limits(
        objectives=8,
        exceptions=4,
        updates=1,
        decisions=2,
        ahead=2,
        recommendations=5,
        headline=200,
        narrative=400,
        sentence=110,
        name=50,
    ),
    parts=(
        Part("recommendations", "Decisions asked for"),
        Part("summary", "Where the plan stands", keep=True),
        Part("exceptions", "Exceptions", keep=True),
        Part("movement", "Since the last quarter", keep=True),
        Part("decisions", "Decisions and what came of them"),
        Part("ahead", "Looking ahead"),
        Part("key", "What the ratings mean", keep=True),
        Part("redactions", "What this edition leaves out"),
    ),
)
