from __future__ import annotations

from django.urls import path, re_path

from . import docs, plans, updates

urlpatterns = [
    path("", docs.page, name="api_docs"),
    path("v1/schema/", docs.Schema.as_view(), name="api_schema"),
    path("v1/plans/", plans.PlanList.as_view(), name="api_plans"),
    path("v1/plans/<uuid:pk>/", plans.PlanDetail.as_view(), name="api_plan"),
    path("v1/objectives/", plans.ObjectiveList.as_view(), name="api_objectives"),
    path("v1/actions/", plans.ActionList.as_view(), name="api_actions"),
    path("v1/actions/<uuid:pk>/", plans.ActionDetail.as_view(), name="api_action"),
    path("v1/updates/", updates.UpdateList.as_view(), name="api_updates"),
    path("v1/updates/<uuid:pk>/", updates.UpdateDetail.as_view(), name="api_update"),
    path("v1/requests/", updates.RequestList.as_view(), name="api_requests"),
    re_path(r"^.+", docs.Nothing.as_view(), name="api_nothing"),
]
