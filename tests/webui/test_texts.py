"""Every text of the page is used and there, and each language writes numbers and dates its own way."""

import re
from pathlib import Path
from typing import get_args

import pytest

import webui
from indexer import CITATION_FORMATS, CONTEXT_ORDERS, FACETS, MODES, SORTS
from indexer.ingest.source import Basis
from webui.error_pages import CODES
from webui.facet_page import ORDERS
from webui.offers import KINDS
from webui.present import BADGES
from webui.state import CHARTS
from webui.status import CODES as STATUS_CODES
from webui.take_away import EXPORTS
from webui.texts import texts

_PACKAGE = Path(webui.__file__).parent
_BUILT = {
    *(f"facet.{facet}" for facet in FACETS),
    *(f"{prefix}mode.{mode}" for mode in MODES for prefix in ("", "offer.")),
    *(f"export.{name}" for name in EXPORTS),
    *(f"{prefix}.{chart}" for chart in CHARTS for prefix in ("chart", "export")),
    *(f"facet.order.{order}" for order in ORDERS),
    *(f"{menu}.label" for menu in ("sort", "size")),
    *(f"offer.aliases.{way}" for way in ("off", "on")),
    *(f"sort.{sort}" for sort in SORTS),
    *(f"tier.{tier}{end}" for tier in BADGES for end in ("", ".hint")),
    *(f"error.{code}{end}" for code in CODES for end in ("", ".text")),
    *(f"fact.{name}" for name in ("title", "date", "year", "author", "source", "url")),
    *(
        f"{counted}.{form}"
        for counted in (
            "results",
            "matches",
            "kwic.matches",
            "batch.left",
            "status.missing",
            "status.unsure",
            "filters.show",
            "facet.values",
        )
        for form in ("one", "many")
    ),
    *(f"read.{origin}" for origin in ("text", "title", "byline", "url", "file-name")),
    *(f"stated.{basis}" for basis in get_args(Basis)),
    *(f"origin.{origin}" for origin in ("text", "title", "byline", "url", "file-name", *get_args(Basis))),
    *(f"code.{code}" for code in STATUS_CODES),
    *(f"status.{kind}" for kind in ("skipped", "problems")),
    *(f"match.{step}" for step in ("previous", "next")),
    *(f"offer.{name}" for name in KINDS),
    *(f"kwic.by.{order}" for order in CONTEXT_ORDERS),
    *(f"cite.{format}" for format in CITATION_FORMATS),
    *(f"facet.{verb}.label" for verb in ("exclude", "include")),
}


def test_every_key_is_used_and_every_used_key_exists() -> None:
    sources = [*_PACKAGE.glob("*.py"), *_PACKAGE.glob("templates/*.html")]
    quoted = {
        key for path in sources for key in re.findall(r"""["']([a-z]+(?:[.-][a-z-]+)*)["']""", path.read_text("utf-8"))
    }
    called = {
        key
        for path in sources
        for key in re.findall(r"""\b(?:t|texts|words)\(["']([a-z.-]+)["']""", path.read_text("utf-8"))
    }
    keys = set(texts("vi").table)
    assert keys - quoted - _BUILT == set()
    assert (called | _BUILT) - keys == set()


@pytest.mark.parametrize(
    ("number", "vi", "en"),
    [(0, "0", "0"), (999, "999", "999"), (12042, "12.042", "12,042"), (1234567, "1.234.567", "1,234,567")],
)
def test_numbers(number: int, vi: str, en: str) -> None:
    assert (texts("vi").number(number), texts("en").number(number)) == (vi, en)


def test_dates_and_counts() -> None:
    assert texts("vi").date("2021-06-09") == "09/06/2021"
    assert texts("en").date("2021-06-09") == "9 June 2021"
    assert texts("en").count("results", 1) == "1 article"
    assert texts("en").count("results", 2000) == "2,000 articles"
