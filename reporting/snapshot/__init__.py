"""From the database to a document: what one board sees about one round, or a plan by itself, as at a moment."""

from .moments import moment_of
from .packs import snapshot
from .plan_alone import snapshot_plan

__all__ = ["moment_of", "snapshot", "snapshot_plan"]
