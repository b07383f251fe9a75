"""A tracker of partnerships' delivery plans. A local checkout's environment is completed before any setting is read."""

from prevent_tracker.embedded import complete_environment

complete_environment()
