"""For any other board: the headline, the figures, and the plan under its own headings."""

from .style import Part, Style

STYLE = Style(
    name="plain",
    label="Headline, figures and the plan",
    head="masthead",
    contents=False,
    parts=(
        Part("recommendations", "Recommendations"),
        Part("summary", "The quarter at a glance", keep=True),
        Part("exceptions", "Exceptions", keep=True),
        Part("changes", "Since the last quarter"),
        Part("silence", "Not reported"),
        Part("decisions", "Decisions and what came of them"),
        Part("ahead", "Looking ahead"),
        Part("measures", "Measures"),
        Part("requirements", "Requirements: coverage and gaps"),
        Part("comparison", "Compared with an earlier pack"),
        Part("papers", "Contact, background papers and appendices"),
        Part("redactions", "What this edition leaves out, and why"),
        Part("plan", "The plan", wide=True, keep=True),
        Part("key", "What the ratings mean", wide=True, keep=True),
        Part("reading", "How to read this report", wide=True, keep=True),
        Part("glossary", "Glossary", wide=True),
    ),
)
