"""The fingerprint of an article changes with any of its fields, and articles survive pickling."""

import pickle
from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from indexer.ingest.source import METADATA_KEYS, Given, RawArticle, Stated, raw_article
from indexer.model import Problem

TEXTS = st.sampled_from(["", "a", "a\n", "ạ", "a', 'b", "None", "\x7f", "\u200b"])
VALUES = {
    **dict.fromkeys(METADATA_KEYS, st.one_of(st.none(), TEXTS)),
    "year": st.one_of(st.none(), st.integers(2000, 2003)),
    **dict.fromkeys(("forums", "topics"), st.lists(TEXTS, max_size=2).map(tuple)),
}
BASES = st.sampled_from(["record", "sidecar"])
GIVEN = st.builds(Given, **{name: st.none() | st.builds(Stated, VALUES[name], BASES) for name in METADATA_KEYS})
PROBLEMS = st.lists(st.builds(Problem, TEXTS, TEXTS, st.sampled_from([None, (0, 1), (0, 2)])), max_size=2)
ARTICLES = st.builds(
    raw_article,
    id=TEXTS,
    path=TEXTS,
    text=TEXTS,
    encoding=st.sampled_from(["utf-8", "utf-16-le"]),
    kind=st.sampled_from(["file", "record"]),
    given=GIVEN,
    problems=PROBLEMS,
    confidence=st.sampled_from([1.0, 0.5]),
)


@given(ARTICLES, ARTICLES)
def test_fingerprints_are_equal_if_and_only_if_the_articles_are(one: RawArticle, other: RawArticle) -> None:
    assert (one.fingerprint == other.fingerprint) == (one == other)


@given(ARTICLES, ARTICLES)
def test_every_field_changes_the_fingerprint(one: RawArticle, other: RawArticle) -> None:
    for name in (field.name for field in fields(RawArticle) if field.name != "fingerprint"):
        changed = replace(one, **{name: getattr(other, name)})
        rest = {field.name: getattr(changed, field.name) for field in fields(changed) if field.name != "fingerprint"}
        assert (raw_article(**rest).fingerprint == one.fingerprint) == (getattr(one, name) == getattr(other, name))


@given(ARTICLES)
def test_the_text_may_be_passed_in_utf8(article: RawArticle) -> None:
    rest = {field.name: getattr(article, field.name) for field in fields(article) if field.name != "fingerprint"}
    assert raw_article(**rest, utf8=article.text.encode()) == article


@given(ARTICLES)
def test_an_article_survives_pickling(article: RawArticle) -> None:
    assert pickle.loads(pickle.dumps(article)) == article


@given(GIVEN, GIVEN)
def test_stated_metadata_is_completed_by_the_next_source(over: Given, under: Given) -> None:
    both = over.over(under)
    dated = over.date is not None or over.year is not None
    for name in METADATA_KEYS:
        mine, theirs = getattr(over, name), getattr(under, name)
        expected = mine if mine is not None or (dated and name in ("date", "year")) else theirs
        assert getattr(both, name) == expected
