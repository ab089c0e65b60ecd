"""After any sequence of changes, an incremental run gives the same index as a first run."""

import os
import shutil
import tempfile
from itertools import combinations_with_replacement
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.reindex import sync
from tests.reindex.archive import Archive, skips

# Different contents differ in size (up to three records too, except for their order), so that a change always shows in
# a file's stamp, however soon it comes.
TEXTS = ["", "Bài một", "Bài số hai", "Bản tin thứ ba", "\x00"]
SIDECARS = ['title = "A"', 'title = "B khác"']
RECORDS = [
    "{\n",
    '{"id": "n1", "body": "x"}\n',
    '{"id": "n2", "body": "x"}'.ljust(150) + "\n",
    '{"body": "không tên"}'.ljust(600) + "\n",
]

NAMES = st.sampled_from(["a.txt", "b.txt", "s/a.txt", "s/c.txt"])
BATCHES = st.sampled_from(["b.jsonl", "s/d.jsonl"])
CHANGES = st.one_of(
    st.tuples(NAMES, st.sampled_from(TEXTS)),
    st.tuples(NAMES.map(lambda name: name + ".meta.toml"), st.sampled_from([None, *SIDECARS])),
    st.tuples(BATCHES, st.lists(st.sampled_from(RECORDS), max_size=3).map("".join)),
    st.tuples(st.one_of(NAMES, BATCHES), st.none()),
)
ROUNDS = st.lists(st.lists(CHANGES, max_size=4), min_size=1, max_size=4)


@pytest.fixture(scope="module", autouse=True)
def trusted_stamps() -> object:
    """Treat even files written just now as settled, and skip syncing to save time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sync, "_TICK_NS", -(10**12))
        patch.setattr(os, "fsync", lambda handle: None)
        yield


def apply(archive: Archive, name: str, content: str | None) -> None:
    if content is None:
        (archive.docs / name).unlink(missing_ok=True)
    else:
        archive.write(name, content)


def readable(content: str | None) -> bool:
    return content is None or any(char.isalpha() for char in content)


@settings(max_examples=20)
@given(ROUNDS, st.booleans())
def test_an_incremental_run_equals_a_first_run(
    rounds: list[list[tuple[str, str | None]]], full_at_the_end: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder) / "one")
        archive.docs.mkdir(parents=True)
        fresh = Archive(Path(folder) / "two")
        for number, changes in enumerate(rounds, start=1):
            for name, content in changes:
                # An unreadable file keeps its article, which a first run cannot know: remove the old one first.
                if not readable(content) and name.endswith(".txt"):
                    apply(archive, name, None)
                    archive.run(allow_empty=True)
                apply(archive, name, content)
            report = archive.run(allow_empty=True, full=full_at_the_end and number == len(rounds))
            shutil.rmtree(fresh.folder, ignore_errors=True)
            shutil.copytree(archive.docs, fresh.docs)
            expected = fresh.run(allow_empty=True)
            assert archive.articles() == fresh.articles()
            assert sorted(skips(report)) == sorted(skips(expected))
            assert report.added + report.updated + report.unchanged == expected.added
            assert archive.run(allow_empty=True).generation == report.generation


def test_the_sizes_of_contents_differ() -> None:
    batches = ["".join(records) for n in range(4) for records in combinations_with_replacement(RECORDS, n)]
    for contents in (TEXTS, SIDECARS, batches):
        sizes = [len(content.encode()) for content in contents]
        assert len(set(sizes)) == len(sizes)
