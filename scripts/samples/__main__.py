"""Makes the sample files anew: `make samples`, or `python -m scripts.samples`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from .catalogue import SAMPLES
from .sample import Sample

FOLDER = Path(__file__).resolve().parent.parent.parent / "fixtures" / "samples"


def reading(sample: Sample) -> str:
    """A sample's expected reading as JSON."""
    return json.dumps(sample.expected(), ensure_ascii=False, indent=1) + "\n"


def listing() -> str:
    """The README's table of samples."""
    rows = [f"| {sample.name} | {' '.join(sorted(sample.files()))} | {sample.tries} |" for sample in SAMPLES]
    return "\n".join(["| sample | files | what it tries |", "|---|---|---|", *rows]) + "\n"


def main() -> None:
    """Writes every file, its expected reading, and the list in the README."""
    (FOLDER / "expected").mkdir(parents=True, exist_ok=True)
    for sample in SAMPLES:
        (FOLDER / "expected" / f"{sample.name}.json").write_text(reading(sample), encoding="utf-8")
        for name, content in sample.files().items():
            (FOLDER / name).write_bytes(content)
    about, _, _ = (FOLDER / "README.md").read_text(encoding="utf-8").partition("| sample |")
    (FOLDER / "README.md").write_text(about + listing(), encoding="utf-8")
    sys.stdout.write(f"{sum(1 for _ in FOLDER.glob('*.*')) - 1} files in {FOLDER}\n")


if __name__ == "__main__":
    main()
