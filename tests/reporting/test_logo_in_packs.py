"""A logo is printed in the PDF from the document itself; anything else that stands in its place is not fetched."""

from __future__ import annotations

import dataclasses
import io

import pytest
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from reporting.logos import checked_logo
from reporting.render import render_body, render_pdf
from reporting.render.typesetting import OwnFilesOnly
from reporting.sample import sample_document
from reporting.styles import STYLES
from reporting.styles.parts import part

from .pictures import picture

URI = checked_logo(picture("JPEG")).uri
SHORT = dataclasses.replace(STYLES["csp"], parts=(part("key"),))


def test_a_logo_is_in_the_pdf_with_its_words() -> None:
    pdf = render_pdf(sample_document(SHORT, logo=URI, logo_alt="Two hills and a river"))
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    assert [image.image.size for image in page.images if image.image] == [(60, 20)]
    assert 'alt="Two hills and a river"' in render_body(
        sample_document(SHORT, logo=URI, logo_alt="Two hills and a river")
    )


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/logo.png",
        "file:///etc/passwd",
        "data:image/svg+xml;base64,PHN2Zy8+",
        "data:image/png,abc",
        URI + "\"><img src='https://example.org/x'>",
    ],
)
def test_what_is_no_picture_of_ours_is_neither_printed_nor_fetched(address: str) -> None:
    assert '<img class="pack-logo"' not in render_body(sample_document(SHORT, logo=address, logo_alt="x"))
    with pytest.raises(FatalURLFetchingError):
        OwnFilesOnly().fetch(address)
