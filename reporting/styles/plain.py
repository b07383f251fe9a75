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
        Part("decisions", "Decisions and what came of them"),
        Part("plan", "The plan", wide=True, keep=True),
        Part("key", "How to read this report", wide=True, keep=True),
        Part("glossary", "Glossary", wide=True),
    ),
)
