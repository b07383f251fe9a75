"""Safer Harrow: a committee's cover report, and the plan under its own headings as its appendix."""

from .style import Part, Style

STYLE = Style(
    name="safer_harrow",
    label="Cover report with the plan as appendix",
    head="report_head",
    parts=(
        Part("recommendations", "Recommendations", group="Section 1 – Summary and recommendations", keep=True),
        Part("summary", "Progress this quarter", group="Section 2 – Report", keep=True),
        Part("exceptions", "Exceptions", keep=True),
        Part("changes", "Changes since the last quarter"),
        Part("comparison", "Compared with an earlier report"),
        Part("silence", "Not reported"),
        Part("contradictions", "Contradictions"),
        Part("decisions", "Decisions and what came of them"),
        Part("ahead", "Looking ahead"),
        Part("measures", "Measures"),
        Part("requirements", "Requirements: coverage and gaps"),
        Part("implications", "Implications"),
        Part(
            "papers",
            "Contact, background papers and appendices",
            group="Section 3 – Contact details and papers",
            keep=True,
        ),
        Part("redactions", "What this edition leaves out, and why"),
        Part("plan", "Appendix: the plan", wide=True, keep=True),
        Part("key", "What the ratings mean", wide=True, keep=True),
        Part("reading", "How to read this report", wide=True, keep=True),
        Part("glossary", "Glossary", wide=True),
    ),
)
