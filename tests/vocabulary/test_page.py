"""The examples in docs/vocabulary.md work."""

import re
import tomllib
from pathlib import Path

from indexer.extract.labels.label_finder import find_labels
from indexer.languages import FALLBACKS
from indexer.vocabulary import forums, parties, topics
from indexer.vocabulary.vocabulary_files import Entry, check_parties, read_entries

PAGE = (Path(__file__).parents[2] / "docs" / "vocabulary.md").read_text("utf-8")
ENTRIES, SIDECAR = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def test_the_entries_are_valid() -> None:
    entries = read_entries("page", ENTRIES.encode())
    check_parties("page", entries, parties().countries)
    assert len(entries["lake-forum"].aliases) == 6
    assert entries["lake-talks"].parties == ("vietnam", "laos")


def test_every_key_is_explained() -> None:
    explained = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE))))
    assert {*Entry.__dataclass_fields__, *FALLBACKS} - {"id", "labels"} <= explained


def test_the_article_shows_the_labels_that_the_page_says() -> None:
    quoted = " ".join(line.removeprefix("> ") for line in PAGE.splitlines() if line.startswith("> "))
    (labels,) = find_labels([(f"\n{quoted}", 1)])
    said = re.findall(r"shows (`.*?`), each", " ".join(PAGE.split()))
    assert [label.id for label in labels.forums] == re.findall(r"`([\w-]+)`", said[0]) == ["neeg", "cscap-wmd"]


def test_the_sidecar_names_ids_that_exist() -> None:
    stated = tomllib.loads(SIDECAR)
    assert set(stated["forums"]) <= set(forums().ids)
    assert set(stated["topics"]) <= set(topics().ids)
