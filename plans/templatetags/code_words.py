"""Sentences with names of parameters in them."""

from __future__ import annotations

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_QUOTED = re.compile(r"`([^`]+)`")


@register.filter
def coded(text: str) -> SafeString:
    """Plain text whose `quoted` words are shown as code; the rest is escaped."""
    html = _QUOTED.sub(r'<code class="app-code">\1</code>', conditional_escape(text))
    return mark_safe(html)  # noqa: S308 - escaped in the line above
