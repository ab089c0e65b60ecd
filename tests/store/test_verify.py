from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.engines.base import EngineReader, Finding
from indexer.errors import IndexCorrupt, IndexMissing
from indexer.reindex import RunOptions, reindex
from indexer.store.catalog import Catalog
from indexer.store.manifest import Manifest, catalog_path, engine_folder, read_manifest
from indexer.store.rows import SEEN, ArticleRow
from indexer.store.verify import verification
from tests.store.json_engine import JsonEngine, JsonReader, extract


@pytest.fixture
def index(tmp_path: Path) -> Path:
    docs = tmp_path / "docs"
    docs.mkdir()
    for name in ("a", "b"):
        (docs / f"{name}.txt").write_text(f"Bài {name}")
    reindex(RunOptions([docs], tmp_path / "index", JsonEngine(), extract, "1"))
    return tmp_path / "index"


def found(index: Path, read: Callable[[Path], EngineReader] = JsonReader) -> list[Finding]:
    return list(verification(index, lambda manifest: read(engine_folder(index, manifest))).findings)


def codes(index: Path, read: Callable[[Path], EngineReader] = JsonReader) -> set[str]:
    return {finding.code for finding in found(index, read)}


def live(index: Path) -> tuple[Manifest, Path, Path]:
    manifest = read_manifest(index)
    engine = engine_folder(index, manifest)
    return manifest, engine, sorted(engine.glob("*.article"))[0]


def test_a_sound_index_has_no_findings(index: Path) -> None:
    assert found(index) == []


def test_a_flipped_bit_is_found(index: Path) -> None:
    _, _, article = live(index)
    data = article.read_bytes()
    article.write_bytes(data.replace(b"B\\u00e0i", b"B\\u00e1i"))
    assert article.stat().st_size == len(data)
    (finding,) = found(index)
    assert (finding.code, Path(finding.where).name) == ("file-changed", article.name)


def test_a_truncated_a_missing_and_a_foreign_file_are_found(index: Path) -> None:
    _, engine, article = live(index)
    (engine / "engine.json").write_text("")
    article.unlink()
    (engine / "note").write_text("")
    assert codes(index) == {"file-size", "file-missing", "file-foreign"}


def test_differences_between_catalog_and_engine_are_found(index: Path) -> None:
    manifest, _, _ = live(index)
    catalog = Catalog(catalog_path(index, manifest))
    catalog.drop_articles(["a.txt"])
    catalog.put_article(ArticleRow("c.txt", "../docs", "c.txt", "", SEEN))
    catalog.close()
    differing = [finding for finding in found(index) if finding.code == "catalog-differs"]
    assert {finding.where: finding.text for finding in differing} == {
        "a.txt": "the article is in the engine, not in the catalog",
        "c.txt": "the article is in the catalog, not in the engine",
    }


@pytest.mark.parametrize("damage", [b"", b"no catalog" * 1000, None])
def test_a_damaged_catalog_is_found(index: Path, damage: bytes | None) -> None:
    manifest, _, _ = live(index)
    path = catalog_path(index, manifest)
    path.write_bytes(path.read_bytes()[:5000] if damage is None else damage)
    assert "catalog-damaged" in codes(index)


def test_a_missing_generation_is_found(index: Path) -> None:
    manifest, _, _ = live(index)
    (index / manifest.folder).rename(index / "elsewhere")
    assert codes(index) == {"file-missing"}


def test_an_unreadable_engine_is_found(index: Path) -> None:
    class Broken(JsonReader):
        def findings(self) -> Iterator[Finding]:
            raise IndexCorrupt("no postings")

    assert found(index, Broken) == [Finding("engine-damaged", "generation-000001", "no postings")]


def test_findings_of_the_engine_are_passed_on(index: Path) -> None:
    own = Finding("postings-unsorted", "x", "out of order")

    class Unsound(JsonReader):
        def findings(self) -> Iterator[Finding]:
            return iter([own])

    assert found(index, Unsound) == [own]


def test_a_damaged_manifest_is_a_finding_and_a_missing_one_an_error(index: Path) -> None:
    (index / "manifest.json").write_text("{")
    assert codes(index) == {"manifest-damaged"}
    (index / "manifest.json").unlink()
    with pytest.raises(IndexMissing):
        found(index)


def test_a_run_that_ends_meanwhile_is_not_damage(index: Path) -> None:
    seen: list[int] = []

    def superseded(manifest: Manifest) -> EngineReader:
        seen.append(manifest.generation)
        for text in ("Bài a mới", "Bài a mới nữa") if len(seen) == 1 else ():
            (index.parent / "docs" / "a.txt").write_text(text)
            reindex(RunOptions([index.parent / "docs"], index, JsonEngine(), extract, "1"))
        return JsonReader(engine_folder(index, manifest))

    checked = verification(index, superseded)
    assert seen == [1, 3]
    assert (checked.sound, checked.generation, checked.findings) == (True, 3, ())


def test_damage_is_checked_for_once(index: Path) -> None:
    _, engine, _ = live(index)
    (engine / "note").write_text("")
    opened: list[int] = []

    def counted(manifest: Manifest) -> EngineReader:
        opened.append(manifest.generation)
        return JsonReader(engine_folder(index, manifest))

    assert not verification(index, counted).sound
    assert opened == [1]
