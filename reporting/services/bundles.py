"""A meeting's papers: each as a file under its name, all in one archive, and all as one PDF with pages numbered on."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django_tasks import task

from partners.models import Meeting, Partnership, User
from partners.roles import Permission
from partners.tenancy import Access, enter_user
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, NotFound
from prevent_tracker.core.jobs import report_progress, state_of
from prevent_tracker.core.models import Job
from prevent_tracker.core.rows import get

from ..filing import paper_name
from ..meeting_papers import Notice
from ..models import Bundle, Issue
from ..queries import meeting_papers as facts
from ..queries import meetings
from ..queries.meetings import AgendaLine, FiledPaper
from ..render import papers as drawing
from ..render.joining import Part, join
from ..render.stamping import Place
from . import papers as files

AGENDA = "0"  # what the agenda's own paper is called among the others
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Piece:
    """One paper on its way into the one file."""

    reference: str
    title: str
    pdf: bytes
    pages: int


def agenda_name(meeting: Meeting) -> str:
    return paper_name(meeting.held_on, meeting.board.short_name, 0, "Agenda", "pdf")


def paper_of(access: Access, meeting: Meeting, reference: str) -> tuple[str, bytes, str]:
    """(name, bytes, content type) of one paper as it is filed; "0" is the agenda. Raises `NotFound`."""
    lines = meetings.agenda(access, meeting)
    if reference == AGENDA and lines:
        return agenda_name(meeting), _agenda(access, meeting, lines), "application/pdf"
    for line in lines:
        for paper in line.papers:
            if paper.reference == reference:
                kind = paper.paper.content_type if paper.paper else "application/pdf"
                content = _content(access, meeting, paper, is_private=line.item.is_private, numbered=True)
                return paper.name, content, kind
    raise NotFound("There is no such paper.")


def _agenda(access: Access, meeting: Meeting, lines: Sequence[AgendaLine], *, is_private: bool | None = None) -> bytes:
    agenda = facts.agenda(access, meeting, lines, is_private=is_private)
    return drawing.numbered(drawing.agenda_page(agenda), "Agenda", agenda.occasion)


def _content(access: Access, meeting: Meeting, paper: FiledPaper, *, is_private: bool, numbered: bool) -> bytes:
    """The bytes of a paper of Part B (`is_private`) or A; `numbered`: with page numbers of its own, where it is drawn
    here."""
    if paper.issue is not None:
        return bytes(Issue.objects.within(access).values_list("pdf", flat=True).get(pk=paper.issue.pk))
    if paper.paper is not None:
        return files.content(access, paper.paper)
    if paper.drawn == "minutes":
        last = meetings.before(access, meeting)
        assert last is not None  # or the item would have no such paper
        minutes = facts.minutes(access, last, with_private=is_private)
        return drawing.minutes_pdf(minutes) if numbered else drawing.minutes_page(minutes)
    matters = facts.matters(access, meeting, paper.title)
    page = drawing.matters_page(matters)
    return drawing.numbered(page, paper.title, matters.occasion) if numbered else page


def archive(access: Access, meeting: Meeting, *, is_private: bool) -> bytes:
    """A ZIP archive of one part's papers, the agenda first. Raises `NotFound` where that part has no items."""
    access.require(Permission.VIEW_PACK)
    lines = meetings.agenda(access, meeting)
    if not any(line.item.is_private == is_private for line in lines):
        raise NotFound("There are no such papers.")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(agenda_name(meeting), _agenda(access, meeting, lines, is_private=is_private))
        for _, paper in _papers(lines, is_private=is_private):
            content = _content(access, meeting, paper, is_private=is_private, numbered=True)
            packed.writestr(paper.name, content)
    return out.getvalue()


def _papers(lines: Sequence[AgendaLine], *, is_private: bool) -> Iterator[tuple[AgendaLine, FiledPaper]]:
    return ((line, paper) for line in lines if line.item.is_private == is_private for paper in line.papers)


@transaction.atomic
def ask_for_bundle(*, by: Access, meeting: Meeting, is_private: bool = False) -> Bundle:
    """Have the worker put the papers of one part together as one PDF."""
    by.require(Permission.RECORD_DECISION)
    held = get(Meeting.objects.within(by), "meeting", lock=True, pk=meeting.pk)
    if not any(line.item.is_private == is_private for line in meetings.agenda(by, held)):
        raise Closed("There is nothing on this part of the agenda yet: prepare it first.")
    row = Bundle.objects.within(by).filter(meeting=held, is_private=is_private).defer("pdf").first()
    row = row or Bundle(partnership=by.partnership, meeting=held, is_private=is_private)
    job = Job.objects.filter(pk=row.job_id).first() if row.job_id else None
    if job is not None and state_of(job)[0] in ("waiting", "running"):
        raise Closed("The papers are being put together already; wait for it.")
    result = make_bundle.enqueue(
        partnership_id=str(by.partnership_id),
        user_id=str(by.user_id),
        meeting_id=str(held.pk),
        is_private=is_private,
    )
    row.job_id = uuid.UUID(result.id)
    row.save()
    return row


@task()
def make_bundle(*, partnership_id: str, user_id: str, meeting_id: str, is_private: bool) -> None:
    """Background work: put a meeting's papers together in the name of who asked for it."""
    slug = Partnership.objects.values_list("slug", flat=True).get(pk=partnership_id)
    access = enter_user(User.objects.get(pk=user_id), slug)
    put_together(
        by=access, meeting=meetings.meeting(access, meeting_id), is_private=is_private, progress=report_progress
    )


@transaction.atomic
def put_together(*, by: Access, meeting: Meeting, is_private: bool = False, progress: Progress | None = None) -> Bundle:
    """The papers of one part as one PDF: a front sheet, then each item's papers in order, with bookmarks and tags.

    What cannot join (no tags, or no PDF) has a page that names its own file. It is made from what is on record now.
    """
    by.require(Permission.RECORD_DECISION)
    lines = meetings.agenda(by, meeting)
    wanted = list(_papers(lines, is_private=is_private))
    tell = progress or (lambda words, done, total: None)
    pieces = []
    for done, (line, paper) in enumerate(wanted):
        tell(f"Item {paper.reference}: {paper.title}", done, len(wanted) + 2)
        pieces.append(_piece(by, meeting, line, paper))
    tell("The front sheet", len(wanted), len(wanted) + 2)
    front = _front(by, meeting, lines, pieces, is_private=is_private)
    tell("Putting the pages together", len(wanted) + 1, len(wanted) + 2)
    pdf = _joined(by, meeting, front, pieces, is_private=is_private)
    row, _ = Bundle.objects.within(by).get_or_create(
        meeting=meeting, is_private=is_private, defaults={"partnership": by.partnership}
    )
    row.pdf, row.pages, row.made_at = pdf, drawing.page_count(pdf), clock.now()
    row.save()
    return row


def _piece(by: Access, meeting: Meeting, line: AgendaLine, paper: FiledPaper) -> Piece:
    pdf = (
        _content(by, meeting, paper, is_private=line.item.is_private, numbered=False)
        if paper.joins
        else drawing.notice_page(
            Notice(
                facts.occasion(by, meeting),
                number=line.number,
                item=line.item.title,
                paper=paper.title,
                reference=paper.reference,
                name=paper.name,
                why=_why(paper),
            )
        )
    )
    return Piece(paper.reference, f"{paper.reference}. {paper.title}", pdf, drawing.page_count(pdf))


def _why(paper: FiledPaper) -> str:
    if paper.kind == "PDF":
        return "It has no tags, so a screen reader could not read it as part of this file."
    return f"It is no PDF but a {paper.kind} file."


def _front(
    by: Access, meeting: Meeting, lines: Sequence[AgendaLine], pieces: Sequence[Piece], *, is_private: bool
) -> bytes:
    """The front sheet with the page on which each paper begins: its own length moves them all, so it is drawn again
    where it is longer than was thought."""
    length = 1
    while True:
        starts = _starts(pieces, length)
        sheet = drawing.agenda_page(facts.agenda(by, meeting, lines, is_private=is_private, pages=starts))
        if drawing.page_count(sheet) <= length:
            return sheet
        length = drawing.page_count(sheet)


def _starts(pieces: Sequence[Piece], before: int) -> Mapping[str, int]:
    starts, page = {}, before + 1
    for piece in pieces:
        starts[piece.reference] = page
        page += piece.pages
    return starts


def _joined(by: Access, meeting: Meeting, front: bytes, pieces: Sequence[Piece], *, is_private: bool) -> bytes:
    part = "Part B papers" if is_private else "Papers"
    parts = [Part(front, "Agenda"), *(Part(piece.pdf, piece.title) for piece in pieces)]

    def lines(page: int, pages: int) -> Mapping[Place, str]:
        return {"head-right": f"{part}, page {page} of {pages}"}

    title = f"{part} of {meeting}"
    return join(parts, title=title, lang=drawing.LANGUAGE, author=by.partnership.name, lines=lines)
