"""The contents of one pack, where they differ from its style's."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from partners.pages import TenantRequest, page
from partners.roles import Permission
from prevent_tracker.core.errors import Invalid, Stale
from prevent_tracker.core.forms import show_errors, show_stale

from ..forms.styles import ContentsForm, PackStyleForm
from ..layouts import choices, layout_named, layout_of
from ..models import Pack
from ..parts_editor import PartsEditor, as_typed, parts_difference
from ..queries import packs as queries
from ..services.styles import contents_from, set_contents, set_pack_style
from ..styles import Style
from ..styles.own import with_contents
from .trying import fragment, is_unfinished, try_contents


@page(Permission.EDIT_PACK)
def contents(request: TenantRequest, pack_id: str) -> HttpResponse:
    """The parts of this pack, in the editor that styles have; its style; and back to the style's own parts."""
    found = queries.pack(request.access, pack_id)
    if request.method != "POST":
        editor = PartsEditor.of(PartsEditor.PACK, layout_of(request.access, found).parts)
        return _page(request, found, ContentsForm(initial={"version": found.version}), editor)
    if "style" in request.POST:
        return _choose_style(request, found)
    editor = PartsEditor.typed(PartsEditor.PACK, request.POST, is_final=not is_unfinished(request))
    if is_unfinished(request):
        return fragment(request, editor) or _page(request, found, as_typed(ContentsForm, request.POST), editor)
    form = ContentsForm(request.POST)
    return _save(request, found, form, editor) or _page(request, found, form, editor, status=422)


def _save(request: TenantRequest, found: Pack, form: ContentsForm, editor: PartsEditor) -> HttpResponse | None:
    """Save or try what was typed, or go back to the style's parts; None where it is not right, which is then said."""
    if not (editor.is_valid() and form.is_valid()):
        return None
    version, typed = form.cleaned_data["version"], None if "reset" in request.POST else editor.parts()
    try:
        if "preview" in request.POST and typed is not None:
            return try_contents(request, found, with_contents(_style(request, found), contents_from(typed)))
        set_contents(by=request.access, pack=found, contents=typed, expected_version=version)
    except Invalid as error:
        show_errors(form, editor.show_errors(error))
    except Stale as error:
        show_stale(form, error)
        stored = layout_of(request.access, queries.pack(request.access, str(found.pk)))
        form.differences += parts_difference(stored.parts, editor.parts())  # type: ignore[attr-defined]  # show_stale's
    else:
        said = "This pack has the contents of its style again." if typed is None else "The contents are saved."
        messages.success(request, said)
        return redirect("pack", request.access.partnership.slug, found.pk)
    return None


def _style(request: TenantRequest, found: Pack) -> Style:
    return layout_named(request.access, found.style or found.board.style)


def _choose_style(request: TenantRequest, found: Pack) -> HttpResponse:
    form = _style_form(request, found, data=request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            set_pack_style(by=request.access, pack=found, name=given["style"], expected_version=given["version"])
        except Stale as error:
            show_stale(form, error)
        else:
            messages.success(request, "The style of this pack is changed.")
            return redirect("pack_contents", request.access.partnership.slug, found.pk)
    editor = PartsEditor.of(PartsEditor.PACK, layout_of(request.access, found).parts)
    return _page(request, found, ContentsForm(initial={"version": found.version}), editor, form, status=422)


def _style_form(request: TenantRequest, found: Pack, **options: object) -> PackStyleForm:
    board = layout_named(request.access, found.board.style)
    styles = [("", f"As {found.board.short_name} has it: {board.label}"), *choices(request.access)]
    if found.style and found.style not in dict(styles):
        styles.append((found.style, f"{layout_named(request.access, found.style).label} (archived)"))
    initial = {"style": found.style, "version": found.version}
    return PackStyleForm(styles=styles, initial=initial, auto_id="style_%s", **options)


def _page(
    request: TenantRequest,
    found: Pack,
    form: ContentsForm,
    editor: PartsEditor,
    style_form: PackStyleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "pack": found,
        "form": style_form if style_form is not None else form,
        "contents_form": form,
        "style_form": style_form if style_form is not None else _style_form(request, found),
        "style": _style(request, found),
        "editor": editor,
    }
    return render(request, "reporting/styles/contents.html", context, status=status)
