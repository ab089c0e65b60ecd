import re
from pathlib import Path

import pytest

from indexer.vocabulary import Vocabulary, fingerprint, forums, topics
from indexer.vocabulary.spellings import name_key

PAGE = Path(__file__).parents[3] / "shared" / "domain" / "vocabulary.md"


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("arf-som", "arf-som"),
        ("ARF", "arf"),
        ("dien dan khu vuc asean", "arf"),
        ("ASEAN Regional Forum", "arf"),
        ("Diễn đàn khu vực ASEAN (ARF)", "arf"),
        ("ADMM", "admm"),
        ("ADMM+", "admm-plus"),
        ("ADMM-Plus", "admm-plus"),
        ("Hội nghị Bộ trưởng Quốc phòng các nước ASEAN mở rộng", "admm-plus"),
        ("LHQ", "un"),
        ("COC", "doc-coc"),
        ("shangri-la", "shangri-la"),
        ("không có diễn đàn này", None),
        ("", None),
    ],
)
def test_a_forum_is_found_by_any_of_its_names(text: str, id: str | None) -> None:
    assert forums().resolve(text) == id


@pytest.mark.parametrize("vocabulary", [forums(), topics()], ids=["forums", "topics"])
def test_each_id_and_label_means_its_own_entry(vocabulary: Vocabulary) -> None:
    for id in vocabulary.ids:
        assert vocabulary.resolve(id) == id
        assert vocabulary.resolve(vocabulary.label(id, "vi")) == id
        assert vocabulary.resolve(vocabulary.label(id, "en")) == id


@pytest.mark.parametrize("vocabulary", [forums(), topics()], ids=["forums", "topics"])
def test_no_two_entries_share_a_label_or_abbreviation(vocabulary: Vocabulary) -> None:
    owners: dict[str, str] = {}
    for entry in vocabulary.entries.values():
        for name in {*entry.labels.values(), *filter(None, [entry.short]), *entry.abbreviations, *entry.synonyms}:
            assert owners.setdefault(name_key(name), entry.id) == entry.id, name


@pytest.mark.parametrize(
    ("text", "id"),
    [
        *[("shangrila", "shangri-la"), ("csccap", "cscap"), ("arff", "arf"), ("asean regional", "arf")],
        *[("zzzzzz", None), ("sumit", None), ("asia", None), ("sco", None), ("hội nghị", None), ("invalid", None)],
    ],
)
def test_nearest_is_a_slip_away_or_missing(text: str, id: str | None) -> None:
    assert forums().nearest(text) == id


def test_labels_carry_the_abbreviation() -> None:
    assert forums().label("arf") == "Diễn đàn khu vực ASEAN (ARF)"
    assert forums().label("arf", "en") == "ASEAN Regional Forum (ARF)"
    assert topics().label("energy") == "Năng lượng"


def test_names_mean_exactly_their_entry() -> None:
    assert forums().names("arf")[:3] == ("Diễn đàn khu vực ASEAN", "ASEAN Regional Forum", "ARF")
    assert "ASEAN" in forums().names("asean")
    assert not {"Tổng Thư ký ASEAN", "ASEAN (chung)"} & {*forums().names("asean")}
    assert topics().names("energy") == ("Năng lượng", "Energy")


def test_the_hierarchy() -> None:
    tree = forums()
    assert tree.parent("asean") is None
    assert tree.ancestors("adsom-plus-wg") == ("adsom-plus", "admm-plus", "admm", "asean")
    assert tree.closure(["arf-som", "un"]) == ("asean", "arf", "arf-som", "un")
    assert tree.narrowest_first(["asean", "un", "arf", "un"]) == ("arf", "un", "asean")
    assert tree.narrowest_first(["adsom", "admm-plus"]) == ("adsom", "admm-plus")
    assert tree.closure([]) == tree.narrowest_first([]) == ()


def test_broader_ids_come_before_narrower_ones() -> None:
    for vocabulary in (forums(), topics()):
        for id in vocabulary.ids:
            assert all(vocabulary.ids.index(broader) < vocabulary.ids.index(id) for broader in vocabulary.ancestors(id))


def test_an_unknown_id_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        forums().label("nowhere")


def test_the_fingerprint_is_a_hash() -> None:
    assert re.fullmatch("[0-9a-f]{64}", fingerprint())


@pytest.mark.skipif(not PAGE.exists(), reason="needs the vocabulary page of the shared folder")
def test_ids_and_hierarchy_match_the_vocabulary_page() -> None:
    parents: dict[str, str | None] = {}
    stack: list[str] = []
    for line in PAGE.read_text("utf-8").splitlines():
        if match := re.match(r"( *)- `([a-z0-9-]+)`", line):
            stack = stack[: len(match[1]) // 2]
            parents[match[2]] = stack[-1] if stack else None
            stack.append(match[2])
        elif line.startswith("## "):
            stack = []
    ours = {id: vocabulary.parent(id) for vocabulary in (forums(), topics()) for id in vocabulary.ids}
    assert ours == parents
