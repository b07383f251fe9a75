"""A meeting as it is read: its agenda with the papers of each item, who came, what was decided."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from partners.models import Board, BoardSeat, Meeting
from partners.roles import Permission
from partners.tenancy import Access
from plans.importers.evidence import CONTENT_TYPES
from plans.models import Decision
from prevent_tracker.core.rows import get

from ..filing import paper_name, reference
from ..models import AgendaItem, Attendance, Edition, Issue, Pack, Paper
from .matters import put_to

Kind = AgendaItem.Kind
_ENDINGS = {said: ending for ending, said in CONTENT_TYPES.items()}


@dataclass(frozen=True)
class FiledPaper:
    """One paper of an item, in its place: an issue of a pack, a file, or what is drawn from the records (`drawn`:
    "minutes" or "matters"). `reference` is what the agenda calls it ("5a"), `name` its file's name."""

    reference: str
    title: str
    name: str
    drawn: str = ""
    issue: Issue | None = None
    paper: Paper | None = None

    @property
    def joins(self) -> bool:
        """Whether it can be part of the one accessible PDF: with tags, and no other kind of file."""
        return self.paper is None or self.paper.is_tagged

    @property
    def kind(self) -> str:
        """ "PDF", "DOCX", ..."""
        return self.name.rsplit(".", 1)[-1].upper()


@dataclass(frozen=True)
class AgendaLine:
    """An item with its number and papers; `lacks` says which paper is still to come, "" when none is."""

    item: AgendaItem
    number: int
    papers: tuple[FiledPaper, ...] = ()
    lacks: str = ""
    decisions: tuple[Decision, ...] = field(default=(), compare=False)  # what other boards put to this one


def meeting(access: Access, pk: str) -> Meeting:
    access.require(Permission.VIEW_PACK)
    return get(Meeting.objects.within(access).select_related("board"), "meeting", pk=pk)


def meetings_of(access: Access, board: Board) -> QuerySet[Meeting]:
    """A board's meetings, newest first, each with whether it has an agenda and notes."""
    access.require(Permission.VIEW_PACK)
    items = AgendaItem.objects.within(access).filter(meeting=OuterRef("pk"))
    rows = Meeting.objects.within(access).filter(board=board).select_related("board").order_by("-held_on")
    return rows.annotate(has_agenda=Exists(items), has_minutes=_has_minutes(access))


def _has_minutes(access: Access) -> Q:
    """Whether anything is on record of the meeting that a query is about."""
    return Q(
        Exists(AgendaItem.objects.within(access).filter(meeting=OuterRef("pk")).exclude(minutes=""))
        | Exists(Attendance.objects.within(access).filter(meeting=OuterRef("pk")))
        | Exists(Decision.objects.within(access).filter(meeting=OuterRef("pk")))
    )


def item(access: Access, pk: str) -> AgendaItem:
    access.require(Permission.VIEW_PACK)
    rows = AgendaItem.objects.within(access).select_related("meeting__board", "pack__round__plan")
    return get(rows, "agenda item", pk=pk)


def paper(access: Access, pk: str) -> Paper:
    """One paper that was not taken off its item."""
    access.require(Permission.VIEW_PACK)
    rows = Paper.objects.within(access).filter(removed_at=None)
    return get(rows.select_related("item__meeting__board"), "paper", pk=pk)


def before(access: Access, found: Meeting) -> Meeting | None:
    """The board's meeting before this one, with whether anything of it is on record (`has_minutes`)."""
    access.require(Permission.VIEW_PACK)
    rows = Meeting.objects.within(access).filter(board=found.board_id, held_on__lt=found.held_on)
    return rows.select_related("board").annotate(has_minutes=_has_minutes(access)).order_by("-held_on").first()


def after(access: Access, found: Meeting) -> Meeting | None:
    """The board's next meeting after this one."""
    access.require(Permission.VIEW_PACK)
    rows = Meeting.objects.within(access).filter(board=found.board_id, held_on__gt=found.held_on)
    return rows.order_by("held_on").first()


def items(access: Access, found: Meeting) -> QuerySet[AgendaItem]:
    """The items of a meeting, in order."""
    access.require(Permission.VIEW_PACK)
    return AgendaItem.objects.within(access).filter(meeting=found).order_by("order")


def agenda(access: Access, found: Meeting) -> list[AgendaLine]:
    """The items of a meeting in order, each with its papers as they are filed. A constant number of queries."""
    access.require(Permission.VIEW_PACK)
    rows = list(items(access, found).select_related("pack__board", "pack__round__plan"))
    sources = _Sources(access, found, rows)
    return [sources.line(number, row) for number, row in enumerate(rows, 1)]


class _Sources:
    """What the papers of a meeting come from, read once for all its items."""

    def __init__(self, access: Access, found: Meeting, rows: Sequence[AgendaItem]) -> None:
        kinds = {row.kind for row in rows}
        self.meeting = found
        self.files = _files(access, rows)
        self.issues = _issues(access, [row.pack_id for row in rows])
        self.last = before(access, found) if Kind.MINUTES in kinds else None
        self.matters = tuple(put_to(access, found)) if Kind.MATTERS in kinds else ()

    def line(self, number: int, row: AgendaItem) -> AgendaLine:
        papers: list[FiledPaper] = []
        own, lacks = self._own(number, row)
        if own is not None:
            papers.append(own)
        for file in self.files[row.pk]:
            papers.append(self._filed(number, len(papers), file.title, _ENDINGS[file.content_type], paper=file))
        return AgendaLine(row, number, tuple(papers), lacks, self.matters if row.kind == Kind.MATTERS else ())

    def _own(self, number: int, row: AgendaItem) -> tuple[FiledPaper | None, str]:
        """The paper that an item has by itself, or what it still lacks."""
        if row.kind == Kind.PACK and row.pack is not None:
            issue = self.issues.get(row.pack.pk)
            if issue is None:
                return None, f"Item {number} has no issued pack yet."
            return self._filed(number, 0, row.title, "pdf", issue=issue), ""
        if row.kind == Kind.MINUTES:
            return self._minutes(number)
        if row.kind == Kind.MATTERS and self.matters:
            return self._filed(number, 0, row.title, "pdf", drawn="matters"), ""
        return None, ""

    def _minutes(self, number: int) -> tuple[FiledPaper | None, str]:
        if self.last is None:
            return None, ""
        day = f"{self.last.held_on:%-d %B %Y}"
        if not self.last.has_minutes:  # type: ignore[attr-defined]  # annotated by `before`
            return None, f"Item {number}: nothing is noted yet of the meeting on {day}."
        return self._filed(number, 0, f"Minutes of {day}", "pdf", drawn="minutes"), ""

    def _filed(
        self,
        number: int,
        appendix: int,
        title: str,
        ending: str,
        *,
        drawn: str = "",
        issue: Issue | None = None,
        paper: Paper | None = None,
    ) -> FiledPaper:
        board = self.meeting.board.short_name
        name = paper_name(self.meeting.held_on, board, number, title, ending, appendix=appendix)
        return FiledPaper(reference(number, appendix), title, name, drawn, issue, paper)


def _files(access: Access, rows: Sequence[AgendaItem]) -> dict[uuid.UUID, list[Paper]]:
    found: dict[uuid.UUID, list[Paper]] = defaultdict(list)
    for file in Paper.objects.within(access).filter(item__in=rows, removed_at=None).order_by("order", "added_at"):
        found[file.item_id].append(file)
    return found


def _issues(access: Access, packs: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, Issue]:
    """The last board issue of each pack, without its files."""
    rows = Issue.objects.within(access).filter(pack__in=[pk for pk in packs if pk], edition=Edition.BOARD)
    return {row.pack_id: row for row in rows.defer("document", "html", "pdf").order_by("number") if row.pack_id}


def attendance(access: Access, found: Meeting) -> QuerySet[Attendance]:
    access.require(Permission.VIEW_PACK)
    return Attendance.objects.within(access).filter(meeting=found).select_related("agency").order_by("order")


def attendance_by_presence(access: Access, found: Meeting) -> list[tuple[str, list[Attendance]]]:
    """(label, lines) for those present, with apologies, not there; [] while nothing is recorded."""
    rows = list(attendance(access, found))
    groups = [(choice.label, [row for row in rows if row.presence == choice]) for choice in Attendance.Presence]
    return [(str(label), lines) for label, lines in groups] if rows else []


def seats(access: Access, found: Meeting) -> QuerySet[BoardSeat]:
    """The seats of the meeting's board: whom to ask for when nothing is recorded yet."""
    access.require(Permission.VIEW_PACK)
    return BoardSeat.objects.within(access).filter(board=found.board_id).select_related("agency").order_by("order")


def decisions(access: Access, found: Meeting) -> QuerySet[Decision]:
    """What a meeting decided, in order."""
    access.require(Permission.VIEW_PACK)
    rows = Decision.objects.within(access).filter(meeting=found)
    return rows.select_related("meeting__board", "action__plan", "owner", "for_board").order_by("number")


def packs_to_add(access: Access, found: Meeting) -> QuerySet[Pack]:
    """Packs of the meeting's board that are not on its agenda yet, newest round first."""
    access.require(Permission.RECORD_DECISION)
    taken = AgendaItem.objects.within(access).filter(meeting=found, pack__isnull=False).values("pack")
    rows = Pack.objects.within(access).filter(board=found.board_id).exclude(pk__in=taken)
    return rows.select_related("board", "round__plan").order_by("-round__starts_on")
