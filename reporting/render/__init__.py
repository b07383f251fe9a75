"""A document in, bytes out. No models and no database: what a pack shows is in its document."""

from .html import render_body, render_html
from .pdf import RenderCancelled, RenderError, render_pdf

__all__ = ["RenderCancelled", "RenderError", "render_body", "render_html", "render_pdf"]
