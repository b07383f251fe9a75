"""What a PDF that was given as a paper is made of: how many pages, and whether it has tags. No Django."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pikepdf

MOST_PAGES = 2_000


class BadPaper(ValueError):
    """`str(error)` says to the person who gave the file what is wrong, and what would be right."""


@dataclass(frozen=True)
class PdfFacts:
    """`is_tagged`: it has a structure tree with something in it, and says so (ISO 32000-1, 14.7.1 and 14.8.1)."""

    pages: int
    is_tagged: bool


def pdf_facts(content: bytes) -> PdfFacts:
    """Raises `BadPaper` for a file that is locked, damaged, empty of pages, or far too long."""
    try:
        with pikepdf.open(io.BytesIO(content)) as file:
            if file.is_encrypted:
                raise BadPaper("The PDF is protected by a password: save it without one, and give us that copy.")
            pages = len(file.pages)
            tagged = _is_tagged(file)
    except pikepdf.PasswordError:
        raise BadPaper("The PDF is protected by a password: save it without one, and give us that copy.") from None
    except (pikepdf.PdfError, RecursionError) as error:
        raise BadPaper("The PDF is damaged: open it, print it to a new PDF, and give us that copy.") from error
    if not 1 <= pages <= MOST_PAGES:
        raise BadPaper(f"The PDF has {pages:,} pages, and a paper has 1 to {MOST_PAGES:,}.")
    return PdfFacts(pages, tagged)


def _is_tagged(file: pikepdf.Pdf) -> bool:
    marks, tree = file.Root.get("/MarkInfo"), file.Root.get("/StructTreeRoot")
    says_so = marks is not None and bool(marks.get("/Marked"))
    return says_so and tree is not None and "/K" in tree and "/ParentTree" in tree
