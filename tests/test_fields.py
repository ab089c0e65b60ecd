"""The table of fields and facets: nothing may be half there."""

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
import yaml

from indexer import (
    FACET_KINDS,
    FACETS,
    LANGUAGES,
    BadRequest,
    Facet,
    SearchRequest,
    check_request,
    extract_articles,
    query,
    request_field,
)
from indexer.answers.facet_values import facet_values as labelled_values
from indexer.cli.commands import timdau
from indexer.engines.base import Choice
from indexer.fields import (
    CONDITIONS,
    FIELDS,
    FILE_STEM,
    QUERY_FIELDS,
    TEXT,
    URL,
    WORDS,
    Dates,
    covers,
    facet_values,
    shown_spelling,
)
from indexer.model import Article
from indexer.schema import facet_column, schema
from tests import naive_values
from webui.state import State, pairs, parse

ROOT = Path(__file__).resolve().parent.parent
REQUEST_FIELDS = {each.name for each in fields(SearchRequest)}


def test_every_facet_has_a_kind_and_every_field_with_values_is_a_facet_but_the_date() -> None:
    assert get_args(Facet) == FACETS == tuple(FACET_KINDS)
    with_values = {field.name for field in FIELDS if field.values and not isinstance(field.values, Dates)}
    assert with_values == set(FACETS)


def test_a_field_is_named_once_and_has_words_or_values() -> None:
    names = [field.name for field in FIELDS]
    assert len(names) == len(set(names))
    assert all(field.words or field.values for field in FIELDS)
    assert {TEXT, FILE_STEM, URL, *QUERY_FIELDS} == set(names)
    assert [field.name for field in FIELDS if not field.is_named] == [FILE_STEM, URL]


@pytest.mark.parametrize("facet", FACETS)
def test_a_facet_is_chosen_and_excluded_everywhere(facet: Facet) -> None:
    search = timdau.commands["search"]
    options = {option for parameter in search.params for option in parameter.opts}
    for excluded in (False, True):
        prefix = "not_" if excluded else ""
        assert request_field(facet, excluded=excluded) in REQUEST_FIELDS
        assert f"--{prefix.replace('_', '-')}{facet}" in options
        state = parse({f"{prefix}{facet}": ["unknown"]})
        assert getattr(state.request, request_field(facet, excluded=excluded)) == (None,)


@pytest.mark.parametrize("facet", FACETS)
def test_a_facet_has_a_column_a_twin_and_a_name_in_each_language(facet: Facet) -> None:
    assert facet_column(facet) in schema().names()
    assert request_field(facet) in naive_values.FACETS
    for catalogue in (ROOT / "webui/translations").glob("*.toml"):
        assert f"facet.{facet}" in tomllib.loads(catalogue.read_text("utf-8")), catalogue.name


@pytest.mark.parametrize("field", QUERY_FIELDS)
@pytest.mark.parametrize("value", ["x", "unknown", "*", "1999", "(a b)", '"a b"', "[1 TO 2]"])
def test_a_field_in_a_query_takes_any_value_or_reports_it(field: str, value: str) -> None:
    for lang in LANGUAGES:
        parsed = query.parse(f"{field}:{value}", lang)
        assert all(problem.text for problem in parsed.problems)


def test_unknown_is_understood_in_every_language_with_and_without_accents() -> None:
    for value in ('"không rõ"', '"khong ro"', "unknown", "none", '"Không Rõ"'):
        assert str(query.parse(f"forum:{value}").tree) == "NOT forum:*", value


def test_the_sample_has_a_value_of_every_facet() -> None:
    articles = [article for article in extract_articles([ROOT / "docs_in"]) if isinstance(article, Article)]
    found = {facet for article in articles for facet, value in facet_values(article) if value is not None}
    assert found == set(FACETS)


def test_every_facet_has_a_case() -> None:
    cases = yaml.safe_load((ROOT / "tests/corpora/facets/searches.yaml").read_text("utf-8"))
    assert {facet for case in cases for facet in case.get("facets", ())} == set(FACETS)


def test_a_request_has_no_choices_but_those_of_the_facets() -> None:
    manner = {"query", "mode", "words", "aliases", "sort", "page", "size", "facets", "snippets", "suggestions", "near"}
    choices = {request_field(facet, excluded=excluded) for facet in FACETS for excluded in (False, True)}
    assert manner | choices == REQUEST_FIELDS


def test_the_text_sorts_after_all_other_fields_in_a_term_dictionary() -> None:
    letters = [words.letter for words in WORDS.values()]
    assert len(set(letters)) == len(letters)
    assert max(letters) == WORDS[TEXT].letter
    assert all(len(letter.encode()) == 1 for letter in letters)


def test_every_section_is_a_text_of_an_article() -> None:
    article = Article(id="a", path="a", body="", file="", title="", author="", source="")
    assert all(getattr(article, name) == "" for words in WORDS.values() for name in words.sections)


def test_a_condition_has_no_words() -> None:
    assert CONDITIONS.keys().isdisjoint(WORDS)


def test_an_article_has_a_value_of_every_facet_if_only_none() -> None:
    assert facet_values(Article(id="a", path="a", body="")) == tuple((facet, None) for facet in FACETS)


def test_names_that_differ_in_case_accents_or_spaces_are_one() -> None:
    assert covers("source", "bao  que", "Báo Quê")
    assert not covers("source", "Báo Quê", "Báo Quên")
    assert not covers("source", None, "Báo Quê")
    assert covers("source", None, None)


def test_the_most_frequent_spelling_is_shown_then_the_first_by_code_point() -> None:
    assert shown_spelling({"ttxvn": 1, "TTXVN": 2}) == "TTXVN"
    assert shown_spelling({"báo quê": 2, "Báo Quê": 2}) == "Báo Quê"


@pytest.mark.parametrize(
    ("one", "other"), [("北京日报", "背景日报"), ("Москва", "Moskva"), ("A™", "ATM"), ("½", "12"), ("C", "Ⓒ")]
)
def test_names_that_are_only_transliterated_alike_are_two(one: str, other: str) -> None:
    assert not covers("source", one, other)


@pytest.mark.parametrize(("one", "other"), [("Báo–Mới", "bao-moi"), ("Ðường", "duong"), ("Łódź", "LODZ")])
def test_names_that_differ_in_accents_strokes_and_dashes_are_one(one: str, other: str) -> None:
    assert covers("source", one, other)


def test_accents_without_letters_are_no_name() -> None:
    for source in ("\u0301\u0302", "\u200b", "  "):
        assert ("source", None) in facet_values(Article(id="a", path="a", body="", source=source))


@pytest.mark.parametrize("sources", ["Báo Mới", None, ("",), ("\u0301",), (5,)])
def test_sources_that_are_no_names_are_refused(sources: object) -> None:
    with pytest.raises(BadRequest):
        check_request(SearchRequest(sources=sources))  # type: ignore[arg-type]


def test_a_source_called_unknown_is_not_the_articles_without_one() -> None:
    chosen = State(SearchRequest(sources=("unknown",)))
    assert parse({name: [value] for name, value in pairs(chosen)}).request.sources == ("UNKNOWN",)
    assert covers("source", "UNKNOWN", "unknown")


def test_spellings_of_an_absent_name_are_listed_once() -> None:
    choice = Choice(any_of=("zzz", "ZZZ"))
    assert [value.value for value in labelled_values("source", {"TTXVN": 2}, choice, "vi")] == ["TTXVN", "zzz"]
