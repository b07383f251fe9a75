"""Community Safety Partnership: strategic, exceptions only, four sides of A4 at most.

The limits hold the worst case: with every list full and every text at its length the pack still has four pages
(tests/reporting/test_render_pdf.py draws that case).
"""

from .style import Limits, Part, Style

STYLE = Style(
    name="csp",
    label="Strategic summary, at most 4 pages",
    head="masthead",
    page_limit=4,
    full_report="the full report",
    limits=Limits(
        objectives=12,
        exceptions=8,
        updates=1,
        decisions=4,
        ahead=6,
        recommendations=6,
        headline=280,
        narrative=900,
        sentence=200,
    ),
    parts=(
        Part("recommendations", "Decisions asked for"),
        Part("summary", "Where the plan stands", keep=True),
        Part("exceptions", "Exceptions", keep=True),
        Part("movement", "Since the last quarter", keep=True),
        Part("decisions", "Decisions and what came of them"),
        Part("ahead", "Looking ahead"),
        Part("key", "What the ratings mean", keep=True),
    ),
)
