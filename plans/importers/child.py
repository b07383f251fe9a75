"""The process in which one file is read and understood: `python -m plans.importers.child KIND SECONDS`.

Standard input is one line of JSON, {"options": null or those of the interpretation}, then the file. It answers on
standard output with lines of JSON: any number of {"progress": [doing, done, total]}, then one of {"source": ...,
"proposal": ...} (see `codec`; no proposal without options), {"unreadable": "sentence"}, {"failed": the error's name,
"stage": "read" or "interpret", "trace": where}. No Django: it starts in a tenth of a second, and loads what it needs.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
from collections.abc import Callable
from typing import IO, Any

from .codec import source_to_json
from .errors import Unreadable
from .printable import printable
from .sandbox import close
from .source import OWN, Source

_HERE = "plans.importers"
READERS = {
    "docx": f"{_HERE}.readers.docx:read_docx",
    "xlsx": f"{_HERE}.readers.xlsx:read_xlsx",
    "ods": f"{_HERE}.readers.ods:read_ods",
    "csv": f"{_HERE}.readers.csv:read_csv",
    "text": f"{_HERE}.readers.text:read_text",
    "html": f"{_HERE}.readers.html:read_html",
    "pdf": f"{_HERE}.readers.pdf:read_pdf",
}
UNDERSTOOD, PROPOSED = f"{_HERE}.understanding:understood", f"{_HERE}.own:proposed"
Json = dict[str, Any]


def main(kind: str, seconds: int) -> None:
    """Read, answer, and leave. The answer has a file descriptor of its own, so that no library's print gets in."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)
        close(seconds)
        request = json.loads(sys.stdin.buffer.readline())
        out.write(_answer(kind, sys.stdin.buffer.read(), request["options"], out))


def _answer(kind: str, content: bytes, options: Json | None, out: IO[str]) -> str:
    """Whatever goes wrong ends here and is told: this is the process's last act."""
    stage = "read"

    def progress(doing: str, done: int, total: int) -> None:
        out.write(_line({"progress": [doing, done, total]}))
        out.flush()

    try:
        if kind == OWN:
            return _line({"source": None, "proposal": _loaded(PROPOSED)(content)})
        source = _read(kind, content, progress)
        answer: Json = {"source": source_to_json(source)}
        if options is not None:
            stage = "interpret"
            answer["proposal"] = _loaded(UNDERSTOOD)(source, options, progress)
        return _line(answer)
    except Unreadable as error:
        return _line({"unreadable": str(error)})
    except Exception as error:
        # No message of the error: it may quote the file, and this is written to a log.
        trace = "".join(traceback.format_tb(error.__traceback__)[-_FRAMES:])
        return _line({"failed": type(error).__name__, "stage": stage, "trace": trace})


_FRAMES = 15


def _read(kind: str, content: bytes, progress: Callable[[str, int, int], None]) -> Source:
    reader = _loaded(READERS[kind])
    source: Source = reader(content, progress) if kind == "pdf" else reader(content)
    return printable(source)


def _loaded(path: str) -> Any:
    module, function = path.split(":")
    return getattr(importlib.import_module(module), function)


def _line(value: Json) -> str:
    return json.dumps(value) + "\n"


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
