"""The paper as PDF, where WeasyPrint is installed (requirements-pdf.txt); elsewhere the browser prints the page."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from PIL import ImageFile

STYLES = ("css/tokens.css", "css/figures.css", "css/report.css")


@cache
def has_pdf() -> bool:
    """The package is there and finds its libraries (Pango)."""
    if find_spec("weasyprint") is None:
        return False
    try:
        _weasyprint()
    except OSError:  # the package without the libraries that it draws with
        return False
    return True


@cache
def _weasyprint() -> Any:
    """Takes half a second. It makes Pillow accept truncated pictures from then on; photos of residents must not be."""
    import weasyprint  # noqa: PLC0415

    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


def pdf_of(paper: Any) -> bytes:
    """Nothing is fetched: styles are given as text, pictures are drawn within."""
    html = render_to_string("reports/pdf.html", {"paper": paper, "is_pdf": True})
    paper_maker = _weasyprint()
    styles = [paper_maker.CSS(string=_style(name), url_fetcher=_refuse) for name in STYLES]
    return paper_maker.HTML(string=html, url_fetcher=_refuse).write_pdf(stylesheets=styles, pdf_variant="pdf/ua-1")


def _style(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_text(encoding="utf-8")


def _refuse(url: str, *_args: Any, **_more: Any) -> Any:
    raise ValueError(f"a report fetches nothing: {url[:80]}")
