import pytest

from indexer.vocabulary.entries import check_parties, read_entries
from indexer.vocabulary.names import expand, key


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('[a]\nvi = "A"\nen = "A"\nbroader = "b"', ["sample.toml", "a:", "“b” is unknown"]),
        ('[a]\nvi = "A"\nen = "A"\n[a]\nvi = "B"\nen = "B"', ["sample.toml", "a"]),
        (
            '[a]\nvi = "A"\nen = "A"\nbroader = "b"\n[b]\nvi = "B"\nen = "B"\nbroader = "a"',
            ["a:", "circle", "a → b → a"],
        ),
        ('[a]\nvi = "A"\nen = "A"\nbroader = "a"', ["circle"]),
        ('[a]\nvi = "A"', ["sample.toml: a:", "no en"]),
        ('[a]\nvi = "A"\nen = "A"\nalias = ["x"]', ["a:", "“alias” is unknown"]),
        ('[a]\nvi = "A"\nen = "A"\naliases = "x"', ["a:", "“aliases”"]),
        ('[a]\nvi = ""\nen = "A"', ["a:", "“vi”"]),
        ('[a]\nvi = "A"\nen = "A"\naliases = ["x {y"]', ["a:", "aliases:", "brace"]),
        ('[a]\nvi = "A"\nen = "A"\naliases = ["{x|}"]', ["a:", "aliases:", "left out"]),
        ('[a]\nvi = "A"\nen = "A"\naliases = [" "]', ["a:", "“aliases”", "empty"]),
        ('[a]\nvi = "A"\nen = "A"\nparties = ["uk"]', ["a:", "“parties”"]),
        ('a = "A"', ["sample.toml: a:", "not a table"]),
        ("[a", ["sample.toml"]),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_file_and_id(content: str, words: list[str]) -> None:
    with pytest.raises(ValueError, match=r"sample\.toml") as caught:
        read_entries("sample.toml", content.encode())
    for word in words:
        assert word in str(caught.value)


def test_a_file_that_is_not_utf8_is_named() -> None:
    with pytest.raises(ValueError, match=r"sample\.toml"):
        read_entries("sample.toml", b'[a]\nvi = "\xff"\nen = "A"')


def test_entries_come_in_the_order_of_the_file_with_braces_expanded() -> None:
    content = '[z]\nvi = "Z"\nen = "Z"\naliases = ["{x |}y"]\ncommon = true\n[a]\nvi = "A"\nen = "A"\nbroader = "z"'
    entries = read_entries("sample.toml", content.encode())
    assert list(entries) == ["z", "a"]
    assert entries["z"].aliases == ("x y", "y")
    assert entries["z"].common
    assert entries["a"].broader == "z"


@pytest.mark.parametrize(
    ("pattern", "spellings"),
    [
        ("hội nghị", {"hội nghị"}),
        ("{a|b} c", {"a c", "b c"}),
        ("c {a |}d", {"c a d", "c d"}),
        ("{a|{b|c} d|} e", {"a e", "b d e", "c d e", "e"}),
        ("{a|a} b", {"a b"}),
    ],
)
def test_braces(pattern: str, spellings: set[str]) -> None:
    found = expand(pattern)
    assert set(found) == spellings
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Diễn đàn Khu vực", "dien dan  khu-vuc", True),
        ("hòa", "hoà", True),
        ("ADMM+", "admm +", True),
        ("ADMM+", "ADMM", False),
        ("Đối thoại", "doi thoai", True),
    ],
)
def test_keys(left: str, right: str, same: bool) -> None:
    assert (key(left) == key(right)) is same


@pytest.mark.parametrize(
    ("parties", "broader", "words"),
    [
        ('["uk", "atlantis"]', "talks", ["“atlantis”"]),
        ('["uk", "france"]', "forum", ["two_parties"]),
    ],
)
def test_parties_are_two_countries_of_a_kind_of_talks(parties: str, broader: str, words: list[str]) -> None:
    content = f'''[talks]\nvi = "T"\nen = "T"\ntwo_parties = true\n[forum]\nvi = "F"\nen = "F"
[a]\nvi = "A"\nen = "A"\nbroader = "{broader}"\nparties = {parties}'''
    with pytest.raises(ValueError, match=r"sample\.toml: a: parties: ") as caught:
        check_parties("sample.toml", read_entries("sample.toml", content.encode()), {"uk", "france"})
    for word in words:
        assert word in str(caught.value)
