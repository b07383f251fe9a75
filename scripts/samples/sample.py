"""A sample: a plan, a layout, and the files it is printed to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from plans.importers.source import Source

from .expected import Json, expected
from .laid_out import lay_out
from .layout import Layout
from .model import SamplePlan
from .printers.delimited import print_csv
from .printers.docx import print_docx
from .printers.html import print_html
from .printers.ods import print_ods
from .printers.pdf import print_pdf
from .printers.text import print_text
from .printers.xlsx import print_xlsx

Printer = Callable[[Source], bytes]
EVERY: dict[str, Printer] = {
    ".docx": print_docx,
    ".xlsx": print_xlsx,
    ".ods": print_ods,
    ".csv": print_csv,
    ".txt": print_text,
    ".html": print_html,
    ".pdf": print_pdf,
}


@dataclass(frozen=True)
class Sample:
    """One reading and the files that should all be read so; `tries` is a sentence for fixtures/samples/README.md."""

    name: str
    tries: str
    plan: SamplePlan
    layout: Layout
    printers: Mapping[str, Printer]
    change: Callable[[Source], Source] | None = None

    @property
    def source(self) -> Source:
        source = lay_out(self.plan, self.layout)
        return self.change(source) if self.change else source

    def files(self) -> dict[str, bytes]:
        """The bytes of each file by its name."""
        return {f"{self.name}{suffix}": printer(self.source) for suffix, printer in self.printers.items()}

    def expected(self) -> Json:
        """What every one of the files should be read as."""
        return expected(self.plan, self.layout)


def every(*suffixes: str, **others: Printer) -> dict[str, Printer]:
    """The usual printers of these kinds; `others` are named by what they try ("utf16_csv" prints "-utf16.csv")."""
    named = {"-" + name.replace("_", "-")[::-1].replace("-", ".", 1)[::-1]: each for name, each in others.items()}
    return {f".{suffix}": EVERY[f".{suffix}"] for suffix in suffixes} | named


ALL = ("docx", "xlsx", "ods", "csv", "txt", "html", "pdf")
PAPER = ("docx", "txt", "html", "pdf")
