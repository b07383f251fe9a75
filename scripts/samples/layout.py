"""How a plan is printed: which columns under which headings, where its sections stand, what pages do to it."""

from __future__ import annotations

from dataclasses import dataclass

from .model import Section

NUMBERED = "{number}. {title}"
RAG_WORDS = {"red": "Red", "amber": "Amber", "green": "Green", "complete": "Complete"}
# A state is no rating, save that what is complete is complete.
STATES = {"red": "Not started", "amber": "In progress", "green": "In progress", "complete": "Completed"}
RAG_LETTERS = {"red": "R", "amber": "A", "green": "G", "complete": "Complete"}


@dataclass(frozen=True)
class Layout:
    """`columns` are (field, heading) in printed order.

    `sections` stand in "rows" (across the table), "numbered rows" (number and title in columns of their own), "column"
    (the subject beside each row), "headings" (a heading and a table for each), "lists" (headings, no table), "sheets"
    (a sheet for each), "cards" (a form for each action), "forms" (a form above each table) or nowhere ("none").
    `section_words` are their patterns, level by level. After `break_after` rows a page ends: there stands a new
    "table" with its heads, the "heads" again, or nothing; `cut` tells that the page's last row is cut in two there.
    `merge_equal` names the fields whose equal neighbours are one merged cell. `joiner` stands between leads ("\\n":
    each on its own line; a mark: before each, too); `mark` before items of a cell, which have a line each. `rag` is in
    "words", "letters", "states" or "colour"; `real_dates` are a spreadsheet's own; `progress_in_timescale` is as in
    Haringey's plan. `grouped_heads` are a first row of heads over several columns: (heading, columns).
    `number_in_action` prints the number before the action's words; `continued` names the section again at the top of a
    page; `outcome_rows` prints what a section is for in a row below its title; `banner` rows stand above the heads.
    `item_rows` is a field whose items have a row each, the action's other cells merged beside them or blank below.
    """

    columns: tuple[tuple[str, str], ...]
    sections: str = "rows"
    section_words: tuple[str, ...] = (NUMBERED, NUMBERED)
    break_after: int = 0
    page: str = "table"
    cut: bool = False
    merge_equal: tuple[str, ...] = ()
    joiner: str = " / "
    mark: str = "•"
    rag: str = "words"
    real_dates: bool = False
    progress_in_timescale: bool = False
    grouped_heads: tuple[tuple[str, int], ...] = ()
    number_in_action: bool = False
    item_rows: str = ""
    item_rows_merged: bool = False
    continued: bool = False
    outcome_rows: bool = False
    banner: tuple[str, ...] = ()
    title: str = "paragraph"  # or "row" (of the table), or "" for none
    front: bool = False
    glossary: bool = False
    headed: bool = True  # the file's own styles say which paragraphs are headings

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.columns)

    def words_of(self, section: Section, level: int) -> str:
        """A section's title as printed, with its number where the plan has one."""
        pattern = self.section_words[min(level, len(self.section_words)) - 1]
        return pattern.format(number=section.number, title=section.title) if section.number else section.title
