"""Articles in the layouts of ten Vietnamese papers: all of their texts are found, and little of the page around."""

import re
import tomllib
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from string import Template

import pytest
from lxml.html import document_fromstring

from tests.ingest.formats.parsed import document, stated

PAPERS = Path(__file__).parent / "papers"
LAYOUTS = {path.stem: Template(path.read_text("utf-8")) for path in sorted(PAPERS.glob("*.html"))}
MAX_FOREIGN = 0.05


def marked() -> list[Mapping[str, str]]:
    """Return the texts of each article by their names in the layouts."""
    articles = tomllib.loads((PAPERS / "articles.toml").read_text("utf-8"))["article"]
    return [
        {key: value for key, value in article.items() if isinstance(value, str)}
        | {f"p{number}": text for number, text in enumerate(article["paragraphs"], 1)}
        | {f"caption{number}": text for number, text in enumerate(article["captions"], 1)}
        for article in articles
    ]


def words(text: str) -> str:
    return " ".join(["", *re.findall(r"\w+", text), ""])


def found(layout: str, texts: Mapping[str, str]) -> str:
    """Return the words of everything that is searchable of a page."""
    page = document("a.html", LAYOUTS[layout].substitute(texts).encode())
    return words("\n".join([page.text, *page.aside, *map(str, stated(page).values())]))


def around(layout: str) -> list[str]:
    """Return the sentences of a layout that belong to no article."""
    page = document_fromstring(LAYOUTS[layout].substitute(dict.fromkeys(marked()[0], "")))
    texts = (part for element in page.body.iter() for part in (element.text, element.tail) if part)
    return [text for text in texts if len(text.split()) > 2]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_text_of_an_article_is_found(layout: str) -> None:
    for texts in marked():
        everything = found(layout, texts)
        assert [name for name, text in texts.items() if words(text) not in everything] == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_lead_and_the_paragraphs_are_the_text_and_captions_and_bylines_are_not_lost_in_it(layout: str) -> None:
    for texts in marked():
        page = document("a.html", LAYOUTS[layout].substitute(texts).encode())
        at = [page.text.find(texts[name]) for name in ("title", "lead", "p1", "p2", "p3", "p4", "p5")]
        assert -1 not in at
        assert at == sorted(at)
        assert page.text.count(texts["lead"]) == 1


def test_hardly_anything_around_the_articles_is_found() -> None:
    sentences = [
        words(text) in everything
        for layout, texts in product(LAYOUTS, marked())
        for everything in [found(layout, texts)]
        for text in around(layout)
    ]
    assert len(sentences) > 300
    assert sum(sentences) / len(sentences) <= MAX_FOREIGN
