from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "prevent_tracker.core"
    label = "core"
