"""Draws one pack in one way, told by the command line, between two lines that the benchmark watches for.

python -m benchmarks.pack_drawing naive 300
"""

from __future__ import annotations

import dataclasses
import io
import json
import sys
import time
from collections.abc import Callable

import django
import pikepdf
from django.conf import settings

from reporting.document import Document
from reporting.render import render_pdf
from reporting.render.pool import draw
from tests.reporting.sample import document

from .naive_pack import naive_pdf

PROCESSES = 2
STYLE = "hpdg"  # every action with what each agency said


class Memory(dict[str, bytes]):
    """A cache of sections."""

    def put(self, sha256: str, pdf: bytes) -> None:
        self[sha256] = pdf


def changed(made: Document) -> Document:
    """The same document after one word was changed in its first theme."""
    first, *others = made.objectives
    action = dataclasses.replace(first.actions[0], outcomes=("Another outcome than was written before.",))
    edited = dataclasses.replace(first, actions=(action, *first.actions[1:]))
    return dataclasses.replace(made, objectives=(edited, *others))


def ways(made: Document) -> dict[str, Callable[[], Callable[[], bytes]]]:
    """What is made ready for each way, and then drawn."""

    def remembered(then: Document) -> Callable[[], bytes]:
        memory = Memory()
        render_pdf(made, cache=memory)
        return lambda: render_pdf(then, cache=memory)

    return {
        "naive": lambda: lambda: naive_pdf(made),
        "one process": lambda: lambda: render_pdf(made),
        "side by side": lambda: lambda: render_pdf(made, processes=PROCESSES),
        "nothing changed": lambda: remembered(made),
        "one theme changed": lambda: remembered(changed(made)),
    }


def warm_up() -> None:
    """Fonts, templates and the server of processes are there before the clock starts, as in a worker that runs."""
    render_pdf(document("csp", 1))
    words = "<p style='font-family: Liberation Sans'>Words"
    list(draw({0: words, 1: words}, "", processes=PROCESSES, cancelled=lambda: False))


def main() -> None:
    """Prints "begin", draws, prints pages and seconds by the clock as JSON."""
    settings.configure(
        INSTALLED_APPS=[],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": ["templates"]}],
        USE_TZ=True,
    )
    django.setup()
    way, actions = sys.argv[1], int(sys.argv[2])
    warm_up()
    drawing = ways(document(STYLE, actions))[way]()
    sys.stdout.write("begin\n")
    sys.stdout.flush()
    start = time.perf_counter()
    drawn = drawing()
    seconds = time.perf_counter() - start
    with pikepdf.open(io.BytesIO(drawn)) as file:
        found = {"pages": len(file.pages), "seconds": seconds, "bytes": len(drawn)}
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()
    sys.stdin.readline()  # its processes are counted before it ends


if __name__ == "__main__":
    main()
