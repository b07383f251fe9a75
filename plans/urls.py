"""Pages of plans and rounds, below /p/<partnership>/."""

from __future__ import annotations

from django.urls import path

from .views import editing, exports, imports, measures, mending, plans, rounds, updates

_ACTION = "plans/<slug:plan>/actions/<str:number>/"
_IMPORT = "imports/<uuid:import_id>/"
_MEASURE = "plans/<slug:plan>/measures/<uuid:measure_id>/"
_ROUND = "rounds/<slug:plan>/<slug:slug>/"

urlpatterns = [
    path("", rounds.home, name="partnership"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<slug:plan>/", plans.plan, name="plan"),
    path("plans/<slug:plan>/add/", editing.add_action, name="add_action"),
    path("plans/<slug:plan>/download/", exports.plan_download, name="plan_download"),
    path("plans/<slug:plan>/download/word/", exports.plan_word, name="plan_word"),
    path("plans/<slug:plan>/measures/", measures.measures, name="measures"),
    path("plans/<slug:plan>/measures/add/", measures.add_measure, name="add_measure"),
    path(f"{_MEASURE}change/", measures.change_measure, name="change_measure"),
    path(f"{_MEASURE}figure/", measures.record_reading, name="record_reading"),
    path(_ACTION, plans.action, name="action"),
    path(f"{_ACTION}row/", plans.action_row, name="action_row"),
    path(f"{_ACTION}update/", updates.action_update, name="action_update"),
    path(f"{_ACTION}reword/", editing.reword, name="action_reword"),
    path(f"{_ACTION}move/", editing.move, name="action_move"),
    path(f"{_ACTION}split/", editing.split, name="action_split"),
    path(f"{_ACTION}state/", editing.state, name="action_state"),
    path(f"{_ACTION}deadline/", editing.deadline, name="action_deadline"),
    path(f"{_ACTION}leads/", editing.leads, name="action_leads"),
    path(f"{_ACTION}milestones/add/", editing.add_milestone, name="add_milestone"),
    path(f"{_ACTION}milestones/<uuid:milestone_id>/", editing.milestone, name="milestone"),
    path("imports/", imports.imports, name="imports"),
    path(_IMPORT, imports.import_page, name="import"),
    path(f"{_IMPORT}progress/", imports.import_progress, name="import_progress"),
    path(f"{_IMPORT}items/<path:item>/", mending.import_item, name="import_item"),
    path(f"{_IMPORT}tables/<int:table>/", mending.import_columns, name="import_columns"),
    path(f"{_IMPORT}facts/", mending.import_facts, name="import_facts"),
    path(f"{_IMPORT}leads/", mending.import_leads, name="import_leads"),
    path(f"{_IMPORT}left-out/", mending.import_left_out, name="import_left_out"),
    path(f"{_IMPORT}source/", mending.import_source, name="import_source"),
    path(f"{_IMPORT}undo/", mending.import_undo, name="import_undo"),
    path(f"{_IMPORT}file/", imports.import_file, name="import_file"),
    path(f"{_IMPORT}discard/", imports.import_discard, name="import_discard"),
    path(f"{_IMPORT}commit/", imports.import_commit, name="import_commit"),
    path("updates/", updates.your_updates, name="your_updates"),
    path("updates/<uuid:request_id>/", updates.answer, name="answer"),
    path("updates/<uuid:request_id>/draft/", updates.answer_draft, name="answer_draft"),
    path("updates/<uuid:request_id>/unchanged/", updates.answer_unchanged, name="answer_unchanged"),
    path("review/<uuid:update_id>/accept/", updates.accept, name="accept"),
    path("review/<uuid:update_id>/return/", updates.return_update, name="return_update"),
    path("rounds/", rounds.rounds, name="rounds"),
    path(_ROUND, rounds.round_page, name="round"),
    path(f"{_ROUND}open/", rounds.open_round, name="open_round"),
    path(f"{_ROUND}close/", rounds.close_round, name="close_round"),
    path(f"{_ROUND}decide/<str:number>/", rounds.decide, name="decide"),
    path("decisions/", rounds.decisions, name="decisions"),
    path("decisions/add/", rounds.add_decision, name="add_decision"),
]
