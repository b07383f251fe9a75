from __future__ import annotations

from django.urls import path

from . import batch, docs, evidence, feed, plans, reads, updates

urlpatterns = [
    path("", docs.page, name="api_docs"),
    path("v1/schema/", docs.Schema.as_view(), name="api_schema"),
    path("v1/partnerships/", reads.PartnershipList.as_view(), name="api_partnerships"),
    path("v1/partnerships/<uuid:pk>/", reads.PartnershipDetail.as_view(), name="api_partnership"),
    path("v1/agencies/", reads.AgencyList.as_view(), name="api_agencies"),
    path("v1/agencies/<uuid:pk>/", reads.AgencyDetail.as_view(), name="api_agency"),
    path("v1/plans/", plans.PlanList.as_view(), name="api_plans"),
    path("v1/plans/<uuid:pk>/", plans.PlanDetail.as_view(), name="api_plan"),
    path("v1/objectives/", plans.ObjectiveList.as_view(), name="api_objectives"),
    path("v1/objectives/<uuid:pk>/", reads.ObjectiveDetail.as_view(), name="api_objective"),
    path("v1/actions/", plans.ActionList.as_view(), name="api_actions"),
    path("v1/actions/<uuid:pk>/", plans.ActionDetail.as_view(), name="api_action"),
    path("v1/actions/<uuid:pk>/history/", reads.ActionHistory.as_view(), name="api_action_history"),
    path("v1/rounds/", reads.RoundList.as_view(), name="api_rounds"),
    path("v1/rounds/<uuid:pk>/", reads.RoundDetail.as_view(), name="api_round"),
    path("v1/updates/", updates.UpdateList.as_view(), name="api_updates"),
    path("v1/updates/batch/", batch.UpdateBatch.as_view(), name="api_update_batch"),
    path("v1/updates/<uuid:pk>/", updates.UpdateDetail.as_view(), name="api_update"),
    path("v1/requests/", updates.RequestList.as_view(), name="api_requests"),
    path("v1/requests/<uuid:pk>/evidence/", evidence.EvidenceList.as_view(), name="api_request_evidence"),
    path("v1/evidence/<uuid:pk>/", evidence.EvidenceDetail.as_view(), name="api_evidence"),
    path("v1/evidence/<uuid:pk>/file/", evidence.EvidenceFile.as_view(), name="api_evidence_file"),
    path("v1/measures/", reads.MeasureList.as_view(), name="api_measures"),
    path("v1/measures/<uuid:pk>/", reads.MeasureDetail.as_view(), name="api_measure"),
    path("v1/decisions/", reads.DecisionList.as_view(), name="api_decisions"),
    path("v1/decisions/<uuid:pk>/", reads.DecisionDetail.as_view(), name="api_decision"),
    path("v1/changes/", feed.Changes.as_view(), name="api_changes"),
]
