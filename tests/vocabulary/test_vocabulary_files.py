"""Reading the vocabulary files, and what is reported about mistakes in them."""

import pytest

from indexer.vocabulary import contexts, forums, parties
from indexer.vocabulary.vocabulary_files import check_parties, check_topics, read_contexts, read_entries, read_parties


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('[a]\nvi = "A"\nen = "A"\nbroader = "b"', ["sample.toml", "a:", "unknown broader id “b”"]),
        ('[a]\nvi = "A"\nen = "A"\n[a]\nvi = "B"\nen = "B"', ["sample.toml", "a"]),
        (
            '[a]\nvi = "A"\nen = "A"\nbroader = "b"\n[b]\nvi = "B"\nen = "B"\nbroader = "a"',
            ["a:", "cycle", "a → b → a"],
        ),
        ('[a]\nvi = "A"\nen = "A"\nbroader = "a"', ["cycle"]),
        ('[a]\nvi = "A"', ["sample.toml: a:", "no en"]),
        ('[a]\nvi = "A"\nen = "A"\nalias = ["x"]', ["a:", "unknown key “alias”"]),
        ('[a]\nvi = "A"\nen = "A"\naliases = "x"', ["a:", "“aliases”"]),
        ('[a]\nvi = ""\nen = "A"', ["a:", "“vi”"]),
        ('[a]\nvi = "A"\nen = "A"\naliases = ["x {y"]', ["a:", "aliases:", "brace"]),
        ('[a]\nvi = "A"\nen = "A"\naliases = ["{x|}"]', ["a:", "aliases:", "optional"]),
        ('[a]\nvi = "A"\nen = "A"\naliases = [" "]', ["a:", "“aliases”", "empty"]),
        ('[a]\nvi = "A"\nen = "A"\nparties = ["uk"]', ["a:", "“parties”"]),
        ('a = "A"', ["sample.toml: a:", "not a table"]),
        ("[a", ["sample.toml"]),
    ],
)
def test_a_mistake_is_reported_with_its_file_and_id(content: str, words: list[str]) -> None:
    with pytest.raises(ValueError, match=r"sample\.toml") as caught:
        read_entries("sample.toml", content.encode())
    for word in words:
        assert word in str(caught.value)


def test_a_file_that_is_not_utf8_is_named() -> None:
    with pytest.raises(ValueError, match=r"sample\.toml"):
        read_entries("sample.toml", b'[a]\nvi = "\xff"\nen = "A"')


def test_entries_keep_the_order_of_the_file_with_braces_expanded() -> None:
    content = '[z]\nvi = "Z"\nen = "Z"\naliases = ["{x |}y"]\ncommon = true\n[a]\nvi = "A"\nen = "A"\nbroader = "z"'
    entries = read_entries("sample.toml", content.encode())
    assert list(entries) == ["z", "a"]
    assert entries["z"].aliases == ("x y", "y")
    assert entries["z"].common
    assert entries["a"].broader == "z"


def test_the_topic_of_a_forum_must_exist() -> None:
    entries = read_entries("sample.toml", b'[a]\nvi = "A"\nen = "A"\ntopic = "energi"')
    with pytest.raises(ValueError, match=r"sample\.toml: a: unknown topic “energi”"):
        check_topics("sample.toml", entries, {"energy"})


@pytest.mark.parametrize(
    ("parties", "broader", "words"),
    [
        ('["uk", "atlantis"]', "talks", ["“atlantis”"]),
        ('["uk", "france"]', "forum", ["two_parties"]),
    ],
)
def test_parties_must_be_known_countries_and_their_forum_a_kind_of_talks(
    parties: str, broader: str, words: list[str]
) -> None:
    content = f'''[talks]\nvi = "T"\nen = "T"\ntwo_parties = true\n[forum]\nvi = "F"\nen = "F"
[a]\nvi = "A"\nen = "A"\nbroader = "{broader}"\nparties = {parties}'''
    with pytest.raises(ValueError, match=r"sample\.toml: a: parties: ") as caught:
        check_parties("sample.toml", read_entries("sample.toml", content.encode()), {"uk", "france"})
    for word in words:
        assert word in str(caught.value)


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
def test_a_mistake_in_the_parties_is_reported(content: str, words: list[str]) -> None:
    with pytest.raises(ValueError, match=r"^sample\.toml: ") as caught:
        read_parties("sample.toml", content.encode())
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[meeting", []),
        ("about = []\njoining = []\n[meeting]\nbefore = []\nafter = []", ["passing"]),
        ("about = []\njoining = []\nmeeting = 1\npassing = 2", []),
        ('about = ["bàn về"]\njoining = []', ["about", "“bàn về”"]),
        ("joining = []", ["about"]),
    ],
)
def test_a_mistake_in_the_contexts_is_reported(content: str, words: list[str]) -> None:
    with pytest.raises(ValueError, match=r"^sample\.toml: ") as caught:
        read_contexts("sample.toml", content.encode())
    for word in words:
        assert word in str(caught.value)


def test_no_two_countries_share_a_name() -> None:
    names = [name for each in parties().countries.values() for name in each]
    assert len(names) == len(set(names))


def test_no_phrase_is_both_of_meeting_and_of_passing() -> None:
    meeting, passing = contexts().meeting, contexts().passing
    assert set(meeting.before).isdisjoint(passing.before)
    assert set(meeting.after).isdisjoint(passing.after)


def test_forums_name_known_countries() -> None:
    assert forums().entries["vn-uk-strategic-dialogue"].parties == ("vietnam", "uk")
