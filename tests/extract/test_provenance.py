"""Where each value came from, judged by its evidence alone."""

from dataclasses import replace

import pytest

from indexer.extract import reading_of
from indexer.model import Article, Evidence, Label

URL = "https://bao.example/2021/06/29/arf"
PLAIN = Article(
    id="2021/arf.txt", path="2021/arf.txt", title="ARF họp", body="Ngày 29/6/2021, ARF họp ở Hà Nội.", url=URL
)


@pytest.mark.parametrize(
    ("evidence", "origin"),
    [
        (Evidence("29/6/2021", (13, 22)), "text"),
        (Evidence("ARF", (0, 3)), "title"),
        (Evidence("Thứ Ba, 29/06/2021 08:00"), "byline"),
        (Evidence(URL), "url"),
        (Evidence("2021"), "file-name"),
        (Evidence("sidecar"), "sidecar"),
        (Evidence("table"), "table"),
        (Evidence("front-matter"), "front-matter"),
        (Evidence("record"), "record"),
        (Evidence("document"), "document"),
        (None, None),
    ],
)
def test_a_date_comes_from_where_its_evidence_is(evidence: Evidence | None, origin: str | None) -> None:
    article = replace(PLAIN, evidence={"date": evidence} if evidence else {})
    assert reading_of(article).date == origin


@pytest.mark.parametrize(
    ("title", "evidence", "origin"),
    [
        ("ARF họp", Evidence("ARF họp", (0, 7)), "text"),
        ("ARF họp", Evidence("sidecar"), "sidecar"),
        (None, None, None),
    ],
)
def test_a_title_comes_from_the_text_unless_stated(
    title: str | None, evidence: Evidence | None, origin: str | None
) -> None:
    article = replace(PLAIN, title=title, evidence={"title": evidence} if evidence else {})
    assert reading_of(article).title == origin


@pytest.mark.parametrize(
    ("labels", "origin"),
    [
        ((Label("arf", "ARF", (24, 27)), Label("asean", "ARF", (0, 3))), "title"),
        ((Label("arf", "ARF", (24, 27)),), "text"),
        ((), None),
    ],
)
def test_labels_come_from_the_title_rather_than_the_text(labels: tuple[Label, ...], origin: str | None) -> None:
    assert reading_of(replace(PLAIN, forums=labels)).forums == origin
    assert reading_of(replace(PLAIN, topics=labels)).topics == origin


@pytest.mark.parametrize(("labels", "origin"), [((Label("arf", "record"),), "record"), ((), None)])
def test_stated_labels_come_from_whoever_stated_them(labels: tuple[Label, ...], origin: str | None) -> None:
    found = reading_of(replace(PLAIN, forums=labels, evidence={"forums": Evidence("record")}))
    assert found.forums == origin
    assert ("forums" in found.missing) is (origin is None)


def test_unsure_encodings_and_missing_values() -> None:
    unsure = reading_of(replace(PLAIN, encoding="viscii", encoding_confidence=0.8999, normal_form="NFD"))
    assert (unsure.encoding, unsure.confidence, unsure.normal_form, unsure.is_unsure) == ("viscii", 89, "NFD", True)
    assert not reading_of(replace(PLAIN, encoding_confidence=0.9)).is_unsure
    assert unsure.missing == ("date", "year", "forums", "topics")
    assert reading_of(replace(PLAIN, title=None)).missing == ("title", "date", "year", "forums", "topics")
