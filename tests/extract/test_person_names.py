import pytest

from indexer.extract.person_names import are_persons, is_person
from indexer.vocabulary import forums, topics


@pytest.mark.parametrize("name", ["Lê Hà", "Minh Tuệ", "TRẦN VĂN BÌNH", "Nguyễn Văn A", "Thuý Hoà", "Đỗ Thị Ngọc Ánh"])
def test_names_of_persons(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "Việt Nam",
        "VIỆT NAM",
        "Hà Nội Mới",
        "Thái Bình Dương",
        "Dân Trí",
        "Công Lý",
        "Lê",
        "lê hà",
        "Anh",
        "New York",
        "",
    ],
)
def test_names_that_are_not_of_persons(name: str) -> None:
    assert not is_person(name)


def test_several_persons() -> None:
    assert are_persons("Lê Hà - Minh Tuệ")
    assert are_persons("Lê Hà, Minh Tuệ và Trần Văn Bình")
    assert not are_persons("Lê Hà - Việt Nam")


def test_no_name_of_the_vocabulary_is_a_person() -> None:
    entries = [*forums().entries.values(), *topics().entries.values()]
    names = [name for entry in entries for name in (entry.labels["vi"], *entry.aliases)]
    assert len(names) > 1000
    assert not [name for name in names if is_person(name.title())]
