"""The process in which one file is read: `python -m plans.importers.child KIND SECONDS`, the file on standard input.

It answers on standard output with lines of JSON: any number of {"progress": [doing, done, total]}, then one of
{"source": ...} (see `codec`), {"unreadable": "sentence"}, {"failed": "what broke, where"}. No Django: it starts in a
tenth of a second, and loads the one reader it needs.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import sys
import traceback
from typing import IO, Any

from .codec import source_to_json
from .errors import Unreadable
from .sandbox import close
from .source import Source

_UNSTORABLE = re.compile(r"\\u(?:0000|d[89a-f])")
_HERE = "plans.importers.readers"
READERS = {
    "docx": f"{_HERE}.docx:read_docx",
    "xlsx": f"{_HERE}.xlsx:read_xlsx",
    "ods": f"{_HERE}.ods:read_ods",
    "csv": f"{_HERE}.csv:read_csv",
    "text": f"{_HERE}.text:read_text",
    "html": f"{_HERE}.html:read_html",
    "pdf": f"{_HERE}.pdf:read_pdf",
}


def main(kind: str, seconds: int) -> None:
    """Read, answer, and leave. The answer has a file descriptor of its own, so that no library's print gets in."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)
        close(seconds)
        content = sys.stdin.buffer.read()
        _write(out, _answer(kind, content, out))


def _answer(kind: str, content: bytes, out: IO[str]) -> dict[str, Any]:
    """Whatever goes wrong in a parser ends here and is told: this is the process's last act."""
    try:
        return {"source": source_to_json(_read(kind, content, out))}
    except Unreadable as error:
        return {"unreadable": str(error)}
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return {"failed": f"{type(error).__name__} in {os.path.basename(frame.filename)}, line {frame.lineno}"}


def _read(kind: str, content: bytes, out: IO[str]) -> Source:
    def progress(doing: str, done: int, total: int) -> None:
        _write(out, {"progress": [doing, done, total]})

    module, function = READERS[kind].split(":")
    reader = getattr(importlib.import_module(module), function)
    source: Source = reader(content, progress) if kind == "pdf" else reader(content)
    return source


def _write(out: IO[str], value: dict[str, Any]) -> None:
    line = json.dumps(value)
    if _UNSTORABLE.search(line):
        line = json.dumps(_storable(value))
    out.write(line + "\n")
    out.flush()


def _storable(value: Any) -> Any:
    """The value without what no database takes as text: zero characters, and halves of surrogate pairs."""
    if isinstance(value, dict):
        return {name: _storable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_storable(each) for each in value]
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    return value


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
