import errno
import json
import os
import shutil
from pathlib import Path

import pytest

from indexer.errors import IndexCorrupt, IndexMissing, IndexOutdated, StorageError
from indexer.store.catalog import Catalog
from indexer.store.failure import storage_failures
from indexer.store.generation import begin, discard, link_engine, publish
from indexer.store.manifest import Manifest, catalog_path, engine_folder, read_manifest


def generation(index: Path, content: str, live: Manifest | None = None) -> Manifest:
    draft = begin(index, live)
    if live is not None:
        link_engine(index, live, draft)
    (draft.engine / "sub").mkdir(exist_ok=True)
    (draft.engine / "sub" / content).write_text(content)
    Catalog(draft.catalog).close()
    return publish(index, live, draft, engine="json", articles=1, version="v", vocabulary="w")


def folders(index: Path) -> list[str]:
    return sorted(path.name for path in index.iterdir() if path.is_dir())


def test_a_generation_is_published_whole(tmp_path: Path) -> None:
    published = generation(tmp_path, "one")
    assert read_manifest(tmp_path) == published
    assert (published.generation, published.engine, published.articles, published.version) == (1, "json", 1, "v")
    assert sorted(published.files) == ["catalog.sqlite", "engine/sub/one"]
    assert published.files["engine/sub/one"].bytes == 3
    assert published.bytes == 3 + catalog_path(tmp_path, published).stat().st_size
    assert (engine_folder(tmp_path, published) / "sub" / "one").read_text() == "one"
    assert catalog_path(tmp_path, published).exists()


def test_unchanged_files_are_linked_and_keep_their_checksums(tmp_path: Path) -> None:
    first = generation(tmp_path, "one")
    second = generation(tmp_path, "two", first)
    old, new = (engine_folder(tmp_path, manifest) / "sub" / "one" for manifest in (first, second))
    assert old.samefile(new)
    assert second.files["engine/sub/one"] == first.files["engine/sub/one"]
    assert not catalog_path(tmp_path, first).samefile(catalog_path(tmp_path, second))


def test_files_are_copied_if_links_are_impossible(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(source: str, target: str, *, follow_symlinks: bool) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    first = generation(tmp_path, "one")
    second = generation(tmp_path, "two", first)
    old, new = (engine_folder(tmp_path, manifest) / "sub" / "one" for manifest in (first, second))
    assert not old.samefile(new)
    assert old.read_text() == new.read_text()
    assert second.files["engine/sub/one"] == first.files["engine/sub/one"]


@pytest.mark.parametrize("links", [True, False])
def test_damage_that_is_linked_or_copied_stays_visible(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr("indexer.store.generation._link_or_copy", shutil.copyfile)
    first = generation(tmp_path, "one")
    (engine_folder(tmp_path, first) / "sub" / "one").write_text("two")
    second = generation(tmp_path, "more", first)
    assert second.files["engine/sub/one"] == first.files["engine/sub/one"]


def test_a_rewritten_file_gets_its_own_checksum(tmp_path: Path) -> None:
    first = generation(tmp_path, "one")
    draft = begin(tmp_path, first)
    (draft.engine / "sub").mkdir()
    (draft.engine / "sub" / "one").write_text("two")
    second = publish(tmp_path, first, draft, engine="json", articles=1, version="v", vocabulary="w")
    assert second.files["engine/sub/one"] != first.files["engine/sub/one"]


def test_the_live_and_the_previous_generation_stay(tmp_path: Path) -> None:
    live = None
    for content in "abcd":
        live = generation(tmp_path, content, live)
    assert folders(tmp_path) == ["generation-000003", "generation-000004"]


def test_leftovers_are_removed_and_numbers_rise(tmp_path: Path) -> None:
    live = generation(tmp_path, "a", generation(tmp_path, "b"))
    begin(tmp_path, live)
    (tmp_path / "generation-000009" / "engine").mkdir(parents=True)
    draft = begin(tmp_path, live)
    assert draft.number == 3
    assert list(draft.engine.iterdir()) == []
    assert folders(tmp_path) == ["generation-000001", "generation-000002", "generation-000003"]
    discard(tmp_path, draft)
    assert folders(tmp_path) == ["generation-000001", "generation-000002"]


def test_numbers_rise_even_without_a_manifest(tmp_path: Path) -> None:
    generation(tmp_path, "a")
    (tmp_path / "manifest.json").unlink()
    assert generation(tmp_path, "b").generation == 2


def test_a_published_draft_is_never_discarded(tmp_path: Path) -> None:
    draft = begin(tmp_path, None)
    Catalog(draft.catalog).close()
    publish(tmp_path, None, draft, engine="json", articles=0, version="v", vocabulary="w")
    discard(tmp_path, draft)
    assert folders(tmp_path) == ["generation-000001"]


def test_a_missing_index_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for index in (tmp_path, tmp_path / "nothing", tmp_path / "file"):
        with pytest.raises(IndexMissing, match="run timdau reindex"):
            read_manifest(index)


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"format": 3}',
        b'{"format": 3, "checksum": "", "files": []}',
        b'{"format": 3, "checksum": "", "files": {"a": 1}}',
    ],
)
def test_a_damaged_manifest_is_refused(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(damage)
    with pytest.raises(IndexCorrupt, match=r"manifest\.json is damaged; run timdau reindex --full"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(("key", "value"), [("articles", 2), ("folder", "generation-000002"), ("extra", 1)])
def test_a_changed_manifest_is_refused(tmp_path: Path, key: str, value: object) -> None:
    generation(tmp_path, "a")
    fields = json.loads((tmp_path / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(json.dumps({**fields, key: value}))
    with pytest.raises(IndexCorrupt):
        read_manifest(tmp_path)


def test_another_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"format": 99, "more": 1}')
    with pytest.raises(IndexOutdated, match="is in format 99, but this release reads 3; run timdau reindex --full"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    ("error", "way_out"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "free some space"),
        (OSError(errno.EROFS, "Read-only file system", "/mnt/x"), "/mnt/x: Read-only file system; name a folder"),
        (PermissionError(errno.EACCES, "Permission denied"), "the right to write"),
        (OSError("odd"), "odd; check the disk"),
    ],
)
def test_disk_errors_name_the_way_out(tmp_path: Path, error: OSError, way_out: str) -> None:
    with pytest.raises(StorageError, match=way_out), storage_failures(tmp_path):
        raise error
