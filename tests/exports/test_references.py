"""References are read by other programs as they are meant."""

import datetime
import json
import re
from dataclasses import replace
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser.bparser import BibTexParser
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import CITATION_FORMATS, Article, Hit, Label, article_citation, hit_citation, one_line, reference
from indexer.exports.citation import Citation, authors_of, citation_key
from tests.exports.strategies import TEXTS, hits

ARTICLE = Article(
    id="2021/arf.txt",
    path="2021/arf.txt",
    body="Các quan chức họp.",
    title="Quan chức ARF họp trực tuyến",
    date="2021-06-29",
    year=2021,
    year_basis="explicit",
    author="Lê Minh, Trần Hòa",
    source="Báo Thử",
    url="https://bao.example/arf?id=1&x={2}",
    forums=(Label("arf", ""),),
    topics=(Label("energy", ""),),
)
DAY = datetime.date(2026, 11, 30)
ESCAPES = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciicircum{}": "^",
    r"\textasciitilde{}": "~",
    **{f"\\{sign}": sign for sign in "$&#%_"},
}


def cited(article: Article = ARTICLE, lang: str = "vi") -> Citation:
    return article_citation(article, page="https://kho.example/articles/2021/arf.txt", accessed=DAY, lang=lang)


def bib_entries(text: str) -> list[dict[str, str]]:
    entries: list[dict[str, str]] = bibtexparser.loads(text, BibTexParser(ignore_nonstandard_types=False)).entries
    return entries


def unescaped(value: str) -> str:
    """Return what LaTeX would print of a value, without the braces that group."""
    signs = "|".join(map(re.escape, ESCAPES))
    return re.sub(rf"{signs}|[{{}}]", lambda found: ESCAPES.get(found[0], ""), value)


def test_a_hit_and_its_article_are_cited_alike() -> None:
    hit = Hit(
        id=ARTICLE.id,
        title=ARTICLE.title,
        date=ARTICLE.date,
        year=ARTICLE.year,
        year_basis=ARTICLE.year_basis,
        forums=("arf",),
        topics=("energy",),
        author=ARTICLE.author,
        source=ARTICLE.source,
        url=ARTICLE.url,
        score=1,
        tier=None,
    )
    assert hit_citation(hit, accessed=DAY) == article_citation(ARTICLE, accessed=DAY)


def test_ris() -> None:
    (entry,) = rispy.loads(reference(cited(), "ris"))
    assert entry == {
        "type_of_reference": "NEWS",
        "id": citation_key(ARTICLE.id),
        "title": "Quan chức ARF họp trực tuyến",
        "authors": ["Lê Minh,", "Trần Hòa,"],
        "secondary_title": "Báo Thử",
        "year": "2021",
        "date": "2021/06/29",
        "urls": ["https://bao.example/arf?id=1&x={2}", "https://kho.example/articles/2021/arf.txt"],
        "access_date": "2026/11/30",
        "language": "vi",
        "keywords": ["Diễn đàn khu vực ASEAN (ARF)", "Năng lượng"],
    }


def test_bibtex() -> None:
    (entry,) = bib_entries(reference(cited(), "bib"))
    assert entry == {
        "ENTRYTYPE": "article",
        "ID": citation_key(ARTICLE.id),
        "title": "{Quan chức ARF họp trực tuyến}",
        "author": "{Lê Minh} and {Trần Hòa}",
        "journal": "Báo Thử",
        "year": "2021",
        "date": "2021-06-29",
        "url": "https://bao.example/arf?id=1&x=%7B2%7D",
        "urldate": "2026-11-30",
        "language": "vietnamese",
        "keywords": "Diễn đàn khu vực ASEAN (ARF), Năng lượng",
    }


def test_csl() -> None:
    (item,) = json.loads(reference(cited(), "json"))
    assert item == {
        "id": citation_key(ARTICLE.id),
        "type": "article-newspaper",
        "title": "Quan chức ARF họp trực tuyến",
        "author": [{"literal": "Lê Minh"}, {"literal": "Trần Hòa"}],
        "container-title": "Báo Thử",
        "issued": {"date-parts": [[2021, 6, 29]]},
        "URL": "https://bao.example/arf?id=1&x={2}",
        "accessed": {"date-parts": [[2026, 11, 30]]},
        "keyword": "Diễn đàn khu vực ASEAN (ARF); Năng lượng",
        "language": "vi",
    }


NO_AUTHOR: dict[str, Any] = {"author": None}
NOTHING: dict[str, Any] = {
    "author": None,
    "source": None,
    "date": None,
    "year": None,
    "year_basis": "none",
    "url": None,
}


@pytest.mark.parametrize(
    ("changes", "vi", "en"),
    [
        (
            {"url": None},
            "Lê Minh, Trần Hòa (2021), “Quan chức ARF họp trực tuyến”, Báo Thử, ngày 29/6/2021, https://kho.example/articles/2021/arf.txt",
            "Lê Minh, Trần Hòa (2021). Quan chức ARF họp trực tuyến. Báo Thử. 29 June 2021. https://kho.example/articles/2021/arf.txt",
        ),
        (
            NO_AUTHOR | {"date": None, "year_basis": "inferred", "url": "https://bao.example/1", "title": "Họp ở đâu?"},
            "Báo Thử [2021], “Họp ở đâu?”, https://bao.example/1",
            "Báo Thử [2021]. Họp ở đâu? https://bao.example/1",
        ),
        (
            NOTHING,
            "“Quan chức ARF họp trực tuyến” (không rõ năm), https://kho.example/articles/2021/arf.txt",
            "Quan chức ARF họp trực tuyến (n.d.). https://kho.example/articles/2021/arf.txt",
        ),
        (
            NOTHING | {"title": None},
            "“Các quan chức họp.” (không rõ năm), https://kho.example/articles/2021/arf.txt",
            "Các quan chức họp. (n.d.). https://kho.example/articles/2021/arf.txt",
        ),
    ],
)
def test_plain_text_follows_the_convention_of_the_language(changes: dict[str, Any], vi: str, en: str) -> None:
    article = replace(ARTICLE, **changes)
    assert reference(cited(article), "txt") == f"{vi}\n"
    assert reference(cited(article, "en"), "txt") == f"{en}\n"


def test_without_an_address_a_reference_ends_in_a_full_stop() -> None:
    citation = article_citation(replace(ARTICLE, url=None))
    assert reference(citation, "txt").endswith("Báo Thử, ngày 29/6/2021.\n")


def test_an_inferred_year_is_marked_in_every_format() -> None:
    article = replace(ARTICLE, date=None, year_basis="inferred")
    ris, bib, csl, text = (reference(cited(article, "en"), format) for format in CITATION_FORMATS)
    assert rispy.loads(ris)[0]["notes"] == ["The year was inferred from the text"]
    assert bib_entries(bib)[0]["note"] == "The year was inferred from the text"
    assert json.loads(csl)[0]["issued"] == {"date-parts": [[2021]], "circa": True}
    assert "[2021]" in text


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Đàm Huy - Đức Tiến", ("Đàm Huy", "Đức Tiến")),
        ("Lê Minh và Trần Hòa; Ngọc Anh", ("Lê Minh", "Trần Hòa", "Ngọc Anh")),
        ("Smith, John", ("Smith, John",)),
        ("Nguyễn Thị-Hà", ("Nguyễn Thị-Hà",)),
        (" – ", ()),
    ],
)
def test_the_names_of_a_byline(byline: str, names: tuple[str, ...]) -> None:
    assert authors_of(byline) == names


@settings(max_examples=50)
@given(st.lists(hits(), min_size=1, max_size=3))
def test_ris_of_any_articles_is_read_back(found: list[Hit]) -> None:
    citations = [hit_citation(hit, page="https://kho.example/a", accessed=DAY) for hit in found]
    entries = rispy.loads("".join(reference(each, "ris") for each in citations))
    assert [(entry["title"], entry["id"]) for entry in entries] == [(each.title, each.key) for each in citations]
    for entry, each in zip(entries, citations, strict=True):
        assert [name.removesuffix(",") for name in entry.get("authors", [])] == [
            name.removesuffix(",") for name in each.authors
        ]
        assert entry.get("secondary_title") == each.source
        assert entry.get("date") == (each.date and each.date.replace("-", "/"))


@settings(max_examples=50)  # reading BibTeX takes a tenth of a second
@given(st.lists(hits(), min_size=1, max_size=3, unique_by=lambda hit: hit.id))
def test_bibtex_of_any_articles_is_read_back(found: list[Hit]) -> None:
    citations = [hit_citation(hit, page="https://kho.example/a", accessed=DAY) for hit in found]
    entries = bib_entries("".join(reference(each, "bib") for each in citations))
    assert [entry["ID"] for entry in entries] == [each.key for each in citations]
    for entry, each in zip(entries, citations, strict=True):
        assert " ".join(unescaped(entry["title"]).split()) == each.title
        assert unescaped(entry.get("journal", "")) == (each.source or "")
        assert entry.get("date") == each.date


@given(hits())
def test_csl_and_plain_text_of_any_article_are_whole(hit: Hit) -> None:
    citation = hit_citation(hit)
    (item,) = json.loads(reference(citation, "json"))
    assert (item["id"], item["title"]) == (citation.key, citation.title)
    for lang in ("vi", "en"):
        text = reference(hit_citation(hit, lang=lang), "txt")
        assert text.count("\n") == 1
        assert citation.title in text


@given(TEXTS, TEXTS)
def test_keys_differ_as_ids_do(one: str, other: str) -> None:
    assert (citation_key(one) == citation_key(other)) == (one == other)
    assert re.fullmatch(r"[a-z0-9-]+", citation_key(one))


def test_a_key_has_whole_words_of_the_id() -> None:
    assert citation_key("gin-giu-hoa-binh/benh-vien-da-chien-bentiu.txt")[:-11] == "benh-vien-da-chien-bentiu-txt"
    assert citation_key("x" * 40)[:-11] == "x" * 32


@given(TEXTS)
def test_plain_text_has_no_line_ends_and_no_controls(text: str) -> None:
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", one_line(text))
    assert one_line(one_line(text)) == one_line(text)
