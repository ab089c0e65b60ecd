"""The two files beside the vocabularies: parties to talks, and the words around a name."""

import pytest

from indexer.vocabulary import contexts, forums, parties
from indexer.vocabulary.contexts import read_contexts
from indexer.vocabulary.parties import read_parties


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[countries", []),
        ('sides = []\noffices = []\n[countries]\nuk = ["UK"]', ["home"]),
        ('home = "mars"\nsides = []\noffices = []\n[countries]\nuk = ["UK"]', ["home", "“mars”"]),
        ('home = "uk"\nsides = ["{a"]\noffices = []\n[countries]\nuk = ["UK"]', ["brace"]),
        ('home = "uk"\nsides = []\noffices = []\ncountries = 3', []),
    ],
)
def test_what_is_wrong_with_the_parties_is_said(content: str, words: list[str]) -> None:
    with pytest.raises(ValueError, match=r"^sample\.toml: ") as caught:
        read_parties("sample.toml", content.encode())
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [("[meeting", []), ("[meeting]\nbefore = []\nafter = []", ["passing"]), ("meeting = 1\npassing = 2", [])],
)
def test_what_is_wrong_with_the_contexts_is_said(content: str, words: list[str]) -> None:
    with pytest.raises(ValueError, match=r"^sample\.toml: ") as caught:
        read_contexts("sample.toml", content.encode())
    for word in words:
        assert word in str(caught.value)


def test_no_name_is_that_of_two_countries() -> None:
    names = [name for each in parties().countries.values() for name in each]
    assert len(names) == len(set(names))


def test_no_phrase_is_one_of_meeting_and_of_passing() -> None:
    meeting, passing = contexts()
    assert set(meeting.before).isdisjoint(passing.before)
    assert set(meeting.after).isdisjoint(passing.after)


def test_the_forums_name_countries_that_are_there() -> None:
    assert forums().entries["vn-uk-strategic-dialogue"].parties == ("vietnam", "uk")
