import pytest

from indexer.vocabulary.spellings import expand, name_key


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
def test_braces_expand_to_every_spelling(pattern: str, spellings: set[str]) -> None:
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
def test_keys_of_names(left: str, right: str, same: bool) -> None:
    assert (name_key(left) == name_key(right)) is same
