"""The examples are no package: their folder is put where Python looks for modules, as it is for who runs them."""

from __future__ import annotations

import sys

from django.conf import settings

sys.path.insert(0, str(settings.BASE_DIR / "examples"))
