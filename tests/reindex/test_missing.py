"""A root that is missing, empty or unreadable never empties the index."""

import os
from pathlib import Path

import pytest

from indexer.errors import DocsMissing
from tests.reindex.archive import Archive, counts, forbid


@pytest.mark.parametrize("full", [False, True])
def test_a_missing_root_stops_the_run(archive: Archive, full: bool) -> None:
    archive.run()
    archive.docs.rename(archive.folder / "away")
    with pytest.raises(DocsMissing, match=r"docs does not exist; .* --allow-empty"):
        archive.run(full=full)
    assert len(archive.bodies()) == 3
    report = archive.run(full=full, allow_empty=True)
    assert counts(report) == (0, 0, 0, 3)
    assert archive.bodies() == {}


def test_an_emptied_root_stops_the_run(archive: Archive) -> None:
    archive.run()
    for path in archive.docs.rglob("*.txt"):
        path.unlink()
    archive.write("README.md", "x")
    archive.write("other.doc", "x")
    with pytest.raises(DocsMissing, match="docs is empty, but 3 articles"):
        archive.run()
    assert counts(archive.run(allow_empty=True)) == (0, 0, 0, 3)


def test_one_missing_path_among_several_stops_the_run(archive: Archive) -> None:
    with pytest.raises(DocsMissing, match="nothing does not exist"):
        archive.run(archive.docs, archive.folder / "nothing")
    assert not (archive.index / "manifest.json").exists()
    assert list(archive.index.glob("generation-*")) == []


def test_an_empty_folder_makes_an_empty_index(archive: Archive) -> None:
    (archive.folder / "empty").mkdir()
    assert archive.run(archive.folder / "empty").generation == 1
    assert archive.bodies() == {}


def test_an_unreadable_root_stops_the_run(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.run()
    forbid(monkeypatch, archive.docs)
    with pytest.raises(DocsMissing, match="cannot be read"):
        archive.run(allow_empty=True)
    assert len(archive.bodies()) == 3


def test_a_root_whose_name_is_not_text_is_refused(archive: Archive) -> None:
    odd = Path(os.fsdecode(os.fsencode(archive.folder) + b"/\xff"))
    odd.mkdir()
    with pytest.raises(DocsMissing, match=r"\\xff: the name is not printable"):
        archive.run(odd)
