"""Styles of packs: what there is to choose from, and those that a partnership puts together itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from partners.models import Board
from partners.pages import TenantRequest, page
from partners.roles import Permission
from prevent_tracker.core.errors import Closed, Invalid, NotFound, Stale
from prevent_tracker.core.forms import show_errors, show_stale

from ..forms.styles import MakeStyleForm, StyleForm
from ..layouts import choices, layout_named
from ..models import PackStyle
from ..parts_editor import PartsEditor, as_typed, parts_difference
from ..queries import styles as queries
from ..services.styles import archive_style, change_style, make_style, style_from
from ..styles import STYLES, Style, UnknownStyle
from ..styles.about import SENTENCES, in_words
from ..styles.own import read_style
from .trying import fragment, is_unfinished, look, try_style


@dataclass(frozen=True)
class Line:
    """A style in the list: who uses it, and, for an own one, its row."""

    style: Style
    boards: list[Board]
    row: PackStyle | None = None

    @property
    def name(self) -> str:
        return self.row.slug if self.row else self.style.name

    @property
    def about(self) -> str:
        return SENTENCES.get(self.style.name, "")

    @property
    def in_words(self) -> list[str]:
        return in_words(self.style)


@page(Permission.EDIT_PACK)
def styles(request: TenantRequest) -> HttpResponse:
    used = queries.boards_by_style(request.access)
    own = [Line(read_style(row.layout), used.get(row.slug, []), row) for row in queries.own_styles(request.access)]
    context = {
        "built_in": [Line(STYLES[name], used.get(name, [])) for name in SENTENCES],
        "own": [line for line in own if line.row and line.row.archived_at is None],
        "archived": [line for line in own if line.row and line.row.archived_at is not None],
        "settings": queries.pack_settings(request.access),
    }
    return render(request, "reporting/styles/list.html", context)


@page(Permission.EDIT_PACK)
def new_style(request: TenantRequest) -> HttpResponse:
    """Begin a style as another one is."""
    begun, given = request.GET.get("from", ""), request.POST.get("based_on", "")
    offered = choices(request.access)
    if archived := queries.own_styles(request.access).filter(slug=given or begun).exclude(archived_at=None).first():
        offered.append((archived.slug, archived.label))
    initial = {"based_on": begun}
    form = MakeStyleForm(request.POST or None, styles=offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = make_style(by=request.access, **form.cleaned_data)
        except Invalid as error:
            show_errors(form, error)
        else:
            return redirect("pack_style", request.access.partnership.slug, made.slug)
    return render(request, "reporting/styles/new.html", {"form": form}, status=422 if form.errors else 200)


@page(Permission.EDIT_PACK)
def style(request: TenantRequest, style: str) -> HttpResponse:
    """The editor: parts moved and options changed are kept in the form until they are saved, or tried on a pack."""
    found = queries.own_style(request.access, style)
    if request.method != "POST":
        stored = read_style(found.layout)
        form = StyleForm(initial=StyleForm.initial_of(stored, found.version))
        return _edit_page(request, found, form, PartsEditor.of(PartsEditor.STYLE, stored.parts))
    editor = PartsEditor.typed(PartsEditor.STYLE, request.POST, is_final=not is_unfinished(request))
    if is_unfinished(request):
        return fragment(request, editor) or _edit_page(request, found, as_typed(StyleForm, request.POST), editor)
    form = StyleForm(request.POST)
    return _save(request, found, form, editor) or _edit_page(request, found, form, editor, status=422)


def _save(request: TenantRequest, found: PackStyle, form: StyleForm, editor: PartsEditor) -> HttpResponse | None:
    """Save or try what was typed; None where it is not right, which the forms then say."""
    if not (editor.is_valid() and form.is_valid()):
        return None
    layout = {**form.layout(), "parts": editor.parts()}
    try:
        if "preview" in request.POST:
            return try_style(request, style_from(layout))
        version = form.cleaned_data["version"]
        saved = change_style(by=request.access, style=found, layout=layout, expected_version=version)
    except Invalid as error:
        show_errors(form, editor.show_errors(error))
    except Stale as error:
        stored = read_style(error.current["layout"])
        show_stale(form, Stale(str(error), StyleForm.initial_of(stored, error.current["version"])))
        form.differences += parts_difference(stored.parts, editor.parts())  # type: ignore[attr-defined]  # show_stale's
    else:
        messages.success(request, f"The style “{saved.label}” is saved. Drafts that use it follow at once.")
        return redirect("pack_styles", request.access.partnership.slug)
    return None


def _edit_page(
    request: TenantRequest, found: PackStyle, form: StyleForm, editor: PartsEditor, status: int = 200
) -> HttpResponse:
    context = {"style": found, "form": form, "editor": editor}
    return render(request, "reporting/styles/edit.html", context, status=status)


@page(Permission.EDIT_PACK)
def preview_style(request: TenantRequest, style: str) -> HttpResponse:
    """A pack, or the sample, in a style as it is."""
    try:
        found = layout_named(request.access, style)
    except UnknownStyle:
        raise NotFound("There is no such style.") from None
    return look(request, found, request.GET.get("pack", ""))


@page(Permission.EDIT_PACK)
def archive(request: TenantRequest, style: str) -> HttpResponse:
    """Ask once, then take it out of the choices."""
    found = queries.own_style(request.access, style)
    said = ""
    if request.method == "POST":
        try:
            archive_style(by=request.access, style=found)
        except Closed as error:
            said = str(error)
        else:
            messages.success(request, f"The style “{found.label}” is archived.")
            return redirect("pack_styles", request.access.partnership.slug)
    return render(request, "reporting/styles/archive.html", {"style": found, "said": said}, status=422 if said else 200)
