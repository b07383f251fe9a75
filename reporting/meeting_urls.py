"""Pages of boards and meetings, below /p/<partnership>/."""

from __future__ import annotations

from django.urls import path

from .views import boards, meeting_papers, meetings, minutes

urlpatterns = [
    path("boards/", boards.boards, name="boards"),
    path("boards/add/", boards.add_board, name="add_board"),
    path("boards/<slug:board>/", boards.board, name="board"),
    path("boards/<slug:board>/edit/", boards.edit_board, name="edit_board"),
    path("boards/<slug:board>/seats/", boards.board_seats, name="board_seats"),
    path("boards/<slug:board>/meetings/add/", boards.add_meeting, name="add_meeting"),
    path("meetings/<uuid:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:meeting_id>/edit/", boards.edit_meeting, name="edit_meeting"),
    path("meetings/<uuid:meeting_id>/agenda/", meetings.prepare_agenda, name="prepare_agenda"),
    path("meetings/<uuid:meeting_id>/items/add/", meetings.add_item, name="add_item"),
    path("meetings/items/<uuid:item_id>/", meetings.edit_item, name="edit_item"),
    path("meetings/items/<uuid:item_id>/move/", meetings.move_item, name="move_item"),
    path("meetings/items/<uuid:item_id>/papers/", meetings.item_papers, name="item_papers"),
    path("meetings/<uuid:meeting_id>/attendance/", minutes.attendance, name="attendance"),
    path("meetings/<uuid:meeting_id>/notes/", minutes.notes, name="notes"),
    path("meetings/<uuid:meeting_id>/decisions/add/", minutes.add_meeting_decision, name="add_meeting_decision"),
    path("meetings/<uuid:meeting_id>/minutes/", minutes.minutes, name="minutes"),
    path("meetings/<uuid:meeting_id>/minutes/pdf/", minutes.download_minutes, name="download_minutes"),
    path("meetings/<uuid:meeting_id>/minutes/agree/", minutes.agree_minutes, name="agree_minutes"),
    path("meetings/<uuid:meeting_id>/papers/", meeting_papers.meeting_papers, name="meeting_papers"),
    path("meetings/<uuid:meeting_id>/papers/make/", meeting_papers.make_bundle, name="make_bundle"),
    path("meetings/<uuid:meeting_id>/papers/progress/", meeting_papers.papers_progress, name="papers_progress"),
    path("meetings/<uuid:meeting_id>/papers/<slug:part>.pdf", meeting_papers.bundle_pdf, name="bundle_pdf"),
    path("meetings/<uuid:meeting_id>/papers/<slug:part>.zip", meeting_papers.papers_zip, name="papers_zip"),
    path("meetings/<uuid:meeting_id>/papers/<slug:reference>/", meeting_papers.meeting_paper, name="meeting_paper"),
]
