from __future__ import annotations

from django.urls import path, re_path

from . import docs, views

urlpatterns = [
    path("", docs.page, name="api_docs"),
    path("v1/schema/", docs.Schema.as_view(), name="api_schema"),
    path("v1/plans/", views.PlanList.as_view(), name="api_plans"),
    path("v1/plans/<uuid:pk>/", views.PlanDetail.as_view(), name="api_plan"),
    path("v1/objectives/", views.ObjectiveList.as_view(), name="api_objectives"),
    path("v1/actions/", views.ActionList.as_view(), name="api_actions"),
    path("v1/actions/<uuid:pk>/", views.ActionDetail.as_view(), name="api_action"),
    path("v1/updates/", views.UpdateList.as_view(), name="api_updates"),
    path("v1/updates/<uuid:pk>/", views.UpdateDetail.as_view(), name="api_update"),
    path("v1/requests/", views.RequestList.as_view(), name="api_requests"),
    re_path(r"^.+", docs.Nothing.as_view(), name="api_nothing"),
]
