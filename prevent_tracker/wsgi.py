"""What a WSGI server loads: `gunicorn prevent_tracker.wsgi`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prevent_tracker.settings")
application = get_wsgi_application()
