"""Stored articles can be labelled again without their files."""

import unicodedata

import pytest

from indexer.extract import relabel
from indexer.ingest.source import ArticleKind, Given, RawArticle, Stated, raw_article
from indexer.model import Evidence
from tests.extract.articles import extracted
from tests.other_vocabulary import other_vocabulary

FORUMS = """
[dien-dan]
vi = "Diễn đàn Sông Hồng"
en = "Red River Forum"
[hop-nho]
vi = "Cuộc họp nhỏ Sông Hồng"
en = "Small Red River Meeting"
broader = "dien-dan"
"""
TOPICS = """
[nuoc]
vi = "Nước"
en = "Water"
aliases = ["nguồn nước", "mực nước"]
"""
TEXT = (
    "Diễn đàn Sông Hồng bàn về nguồn nước\n\nCác tỉnh dự Diễn đàn Sông Hồng xem lại nguồn nước và đê.\n\nTác giả: Lê Na"
)


def raw(text: str = TEXT, kind: ArticleKind = "file", **given: object) -> RawArticle:
    return raw_article(
        id="x",
        path="x",
        text=text,
        encoding="utf-8",
        kind=kind,
        given=Given(**given),  # type: ignore[arg-type]
    )


CASES = {
    "text": raw(),
    "NFD": raw(unicodedata.normalize("NFD", TEXT)),
    "record": raw(kind="record", title=Stated("Diễn đàn Sông Hồng", "record")),
    "record without title": raw(kind="record"),
    "both named": raw(TEXT.replace("và đê.", "và đê. Cuộc họp nhỏ Sông Hồng bế mạc.")),
    "stated": raw(forums=Stated(("hop-nho", "dien-dan"), "sidecar")),
    "stated as none": raw(forums=Stated((), "table"), topics=Stated((), "record")),
    "another title": raw(title=Stated("Bản tin", "sidecar")),
}


@pytest.mark.parametrize("article", CASES.values(), ids=CASES)
def test_the_same_vocabulary_changes_nothing(article: RawArticle) -> None:
    with other_vocabulary(FORUMS, TOPICS):
        found = extracted(article)
        assert relabel([found]) == [found]


def test_a_broader_label_stays_if_it_is_named_or_stated() -> None:
    with other_vocabulary(FORUMS, TOPICS):
        named, stated = extracted(CASES["both named"]), extracted(CASES["stated"])
    assert [label.id for label in named.forums] == ["hop-nho", "dien-dan"]
    assert [label.id for label in stated.forums] == ["hop-nho", "dien-dan"]
    turned = FORUMS.replace('broader = "dien-dan"\n', "").replace(
        "[hop-nho]", '[nhom]\nvi = "Nhóm"\nen = "Group"\n[hop-nho]'
    )
    with other_vocabulary(turned, TOPICS):
        assert relabel([named, stated]) == [extracted(CASES["both named"]), extracted(CASES["stated"])]


@pytest.mark.parametrize("article", CASES.values(), ids=CASES)
def test_after_a_vocabulary_change_relabelling_equals_extraction(article: RawArticle) -> None:
    with other_vocabulary(FORUMS, TOPICS):
        found = extracted(article)
    with other_vocabulary(
        FORUMS + 'aliases = ["các tỉnh dự"]', TOPICS + '[de]\nvi = "Đê"\nen = "Dyke"\naliases = ["và đê"]'
    ):
        assert relabel([found]) == [extracted(article)]


def test_evidence_says_who_stated_labels_even_if_there_are_none() -> None:
    with other_vocabulary(FORUMS, TOPICS):
        found = extracted(CASES["stated as none"])
        assert (found.forums, found.topics) == ((), ())
        assert found.evidence["forums"] == Evidence("table")
        assert found.evidence["topics"] == Evidence("record")
        assert not {"forums", "topics"} & extracted(CASES["text"]).evidence.keys()


def test_a_stated_id_that_no_longer_exists_is_dropped_and_reported() -> None:
    with other_vocabulary(FORUMS, TOPICS):
        found = extracted(raw(forums=Stated(("hop-nho",), "sidecar")))
    with other_vocabulary(FORUMS.partition("[hop-nho]")[0], TOPICS):
        (now,) = relabel([found])
    assert [label.id for label in now.forums] == ["dien-dan"]
    assert [problem.code for problem in now.problems] == ["unknown-forum"]
    assert "forums" not in now.evidence
