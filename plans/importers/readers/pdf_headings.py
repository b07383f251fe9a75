"""Which paragraphs of a PDF are headings, by the size and weight of their letters. No Django."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .pdf_words import TextLine

_LARGER = 1.12  # times the size of the body
_LONGEST = 150  # characters
_LEVELS = 6


class Headings:
    """Levels follow the sizes above the body's, the largest 1; bold lines of the body's size stand below them all."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        letters: Counter[float] = Counter()
        for line in lines:
            letters[line.size] += len(line.text)
        self._body = letters.most_common(1)[0][0] if letters else 0.0
        self._bold_body = sum(line.bold for line in lines) > 0.5 * len(lines)
        self._sizes = sorted((size for size in letters if size > _LARGER * self._body), reverse=True)[: _LEVELS - 1]

    def level(self, group: Sequence[TextLine]) -> int:
        """0 for a paragraph that is no heading."""
        text = " ".join(line.text for line in group)
        if len(text) > _LONGEST or text[-1:] in ".;,":
            return 0
        size = group[0].size
        if size > _LARGER * self._body:
            return 1 + sum(each > size for each in self._sizes)
        return 1 + len(self._sizes) if group[0].bold and all(line.bold for line in group) and not self._bold_body else 0
