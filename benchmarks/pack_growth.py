"""How the making of a board's pack grows with its plan: CPU seconds of one run, and ratios to the smallest plan.

Run `.venv/bin/python manage.py shell -c "import benchmarks.pack_growth as b; b.main()"` with nothing heavy beside it.
Baseline: the plan of 60 actions in the same run. Aim (docs/adr/0005-packs.md): an exponent of at most 1.15.
"""

from __future__ import annotations

import math
import statistics
import sys
import time

from reporting.render.html import render_html
from reporting.render.pdf import render_pdf
from tests.reporting.sample import document

SIZES = (60, 120, 240)
ROUNDS = 3


def seconds(actions: int) -> tuple[float, float]:
    """CPU seconds of (HTML, PDF) for a plan of so many actions."""
    pack = document("hpdg", actions)
    start = time.process_time()
    render_html(pack)
    between = time.process_time()
    render_pdf(pack)
    return between - start, time.process_time() - between


def main() -> None:
    """Interleaved rounds; medians, ratios to the smallest, and the exponent of growth between the ends."""
    found: dict[int, list[tuple[float, float]]] = {size: [] for size in SIZES}
    seconds(SIZES[0])  # fonts and templates are read once
    for _ in range(ROUNDS):
        for size in SIZES:
            found[size].append(seconds(size))
    medians = {size: [statistics.median(column) for column in zip(*runs, strict=True)] for size, runs in found.items()}
    base = medians[SIZES[0]]
    for size, (html, pdf) in medians.items():
        sys.stdout.write(
            f"{size:>4} actions: HTML {html:.2f} s ({html / base[0]:.2f} x), PDF {pdf:.2f} s ({pdf / base[1]:.2f} x)\n"
        )
    exponent = math.log(medians[SIZES[-1]][1] / base[1]) / math.log(SIZES[-1] / SIZES[0])
    sys.stdout.write(f"exponent of growth of the PDF: {exponent:.2f}\n")
