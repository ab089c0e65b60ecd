"""An index from a stranger runs no code, hangs nothing, and never leads outside its folder."""

import hashlib
import json
import os
import pickle
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer import (
    IndexCorrupt,
    IndexUntrusted,
    SearchRequest,
    StorageError,
    UsageError,
    open_index,
    reindex,
    rollback,
    verify,
)
from indexer.cli import main
from indexer.store.lock import writer_lock
from indexer.store.manifest import read_manifest, write_manifest
from tests.ingest.permissions import needs_permissions
from webui import create_app


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with `docs` and an `index` of them."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "mot.txt").write_text("Hội nghị về nguồn nước sông Mê Công.", "utf-8")
    reindex([tmp_path / "docs"], index=tmp_path / "index")
    return tmp_path


def rewritten(index: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the manifest, with the right checksum: a stranger can compute it."""
    path = index / "manifest.json"
    values = json.loads(path.read_bytes())
    change(values)
    written = {name: value for name, value in values.items() if name not in ("format", "checksum")}
    values["checksum"] = hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()
    path.write_text(json.dumps(values))


def listed(index: Path, path: Path) -> None:
    """List a file of the live engine in the manifest as it is now."""
    name = path.relative_to(index / read_manifest(index).folder).as_posix()
    content = path.read_bytes()
    entry = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    rewritten(index, lambda values: values["files"].update({name: entry}))


class _Touch:
    def __init__(self, path: str) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (open, (self._path, "w"))


USES: dict[str, Callable[[Path], object]] = {
    "open_index": open_index,
    "verify": verify,
    "rollback": rollback,
    "search": lambda index: main(["search", "nước", "--index", str(index)]),
    "serve": lambda index: create_app(index).test_client().get("/api/search"),
}


def test_pickles_are_loaded_only_where_their_engine_is_named(archive: Path) -> None:
    index, proof = archive / "index", archive / "proof"
    reindex([archive / "docs"], index=index, engine="whoosh")
    (archive / "docs" / "hai.txt").write_text("Hội thảo về nguồn nước.", "utf-8")
    reindex([archive / "docs"], index=index, engine="whoosh")
    for toc in index.glob("generation-*/engine/_MAIN_*.toc"):
        toc.unlink()
        toc.write_bytes(pickle.dumps(_Touch(str(proof))))
        listed(index, toc) if toc.is_relative_to(index / read_manifest(index).folder) else None
    for use in ("open_index", "verify"):
        with pytest.raises(IndexUntrusted, match=r"engine “whoosh”.*run timdau reindex .* add --engine whoosh"):
            USES[use](index)
    assert USES["search"](index) == 3
    answer = create_app(index).test_client().get("/api/search")
    assert answer.status_code == 503
    assert answer.get_json()["error"]["command"] == f"timdau reindex --index {index}"
    assert not proof.exists()


@pytest.mark.parametrize("command", ["search", "stats", "verify", "doctor", "explain", "rollback"])
def test_each_command_opens_whoosh_where_it_is_named(
    archive: Path, command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ("Một bài.", "Một bài khác."):
        (archive / "docs" / "hai.txt").write_text(text, "utf-8")
        reindex([archive / "docs"], index=archive / "index", engine="whoosh")
    words = {"search": ["nước"], "explain": ["nước", "mot.txt"]}
    arguments = [command, *words.get(command, [])]
    arguments += ["--index", str(archive / "index")]
    assert main(arguments) == 3
    assert "whoosh" in capsys.readouterr().err
    assert main([*arguments, "--engine", "whoosh"]) == 0
    monkeypatch.setenv("TIMDAU_ENGINE", "whoosh")
    assert main(arguments) == (3 if command == "rollback" else 0), "one generation is kept, and no more"


def test_naming_an_engine_opens_the_index_of_the_other_one_too(archive: Path) -> None:
    with open_index(archive / "index", engine="whoosh") as index:
        assert index.stats().engine == "arrays"
    with pytest.raises(UsageError, match="unknown engine “tantivy”; this release has arrays, whoosh"):
        open_index(archive / "index", engine="tantivy")


FOLDERS = ["../docs", "/etc", "..", ".", "generation-000001/", "generation-000001/../x", "generation-1", ""]
NAMES = ["../x", "/etc/passwd", "engine/../../x", "./x", "engine//x", "a\0b", "a\\b", "", "..", "engine/"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_of_another_name_is_refused(archive: Path, folder: str) -> None:
    rewritten(archive / "index", lambda values: values.update(folder=folder))
    with pytest.raises(IndexCorrupt, match=r"manifest\.json"):
        open_index(archive / "index")


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_not_below_its_generation_is_refused(archive: Path, name: str) -> None:
    rewritten(archive / "index", lambda values: values["files"].update({name: {"bytes": 0, "sha256": "0"}}))
    with pytest.raises(IndexCorrupt, match=r"manifest\.json"):
        open_index(archive / "index")


WRONG: dict[str, list[object]] = {
    "generation": [None, "1", 1.0, True, -1],
    "engine": [None, ["arrays"], {}],
    "articles": ["1", -1, 2.5],
    "version": [1],
    "created": [[]],
    "files": [[], None, {"engine/x": None}, {"engine/x": {"bytes": "1", "sha256": ""}}, {"engine/x": {"bytes": 1}}],
    "other": [1],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_manifest_with_a_value_of_another_type_is_refused(archive: Path, name: str, value: object) -> None:
    rewritten(archive / "index", lambda values: values.update({name: value}))
    with pytest.raises(IndexCorrupt, match=r"manifest\.json"):
        open_index(archive / "index")


@pytest.mark.parametrize("name", ["manifest.json", "generation-000001/engine/engine.json", "writer.lock"])
def test_deeply_nested_json_is_damage(archive: Path, name: str) -> None:
    index = archive / "index"
    (index / name).write_text("[" * 100_000)
    if name == "writer.lock":
        with writer_lock(index):
            return
    if name != "manifest.json":
        listed(index, index / name)
    with pytest.raises(IndexCorrupt, match=Path(name).name):
        open_index(index)
    assert not verify(index).sound


def test_a_manifest_of_a_gigabyte_is_refused(archive: Path) -> None:
    os.truncate(archive / "index" / "manifest.json", 1 << 30)
    with pytest.raises(IndexCorrupt, match=r"manifest\.json.*larger than 16 MiB"):
        open_index(archive / "index")


@pytest.mark.parametrize(
    "infos",
    [
        {"segments": [{"name": "../../../docs/mot.txt", "documents": 1, "deleted": None}]},
        {"segments": [{"name": "segment-000001", "documents": 1, "deleted": "/etc/passwd"}]},
        {"segments": [{"name": "segment-000001", "documents": "1", "deleted": None}]},
        {"average_length": "1"},
        {"average_length": float("nan")},
        {"average_length": -1.0},
        {"next_segment": None},
    ],
    ids=str,
)
def test_segments_with_other_names_or_types_are_refused(archive: Path, infos: dict[str, Any]) -> None:
    index = archive / "index"
    path = index / "generation-000001" / "engine" / "engine.json"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), **infos}))
    listed(index, path)
    with pytest.raises(IndexCorrupt, match=r"engine\.json"):
        open_index(index)


FILES = ["manifest.json", *(f"generation-000001/{n}" for n in ("engine/engine.json", "engine/segment-000001"))]


def link(path: Path) -> None:
    path.rename(path.parent / "moved")
    path.symlink_to("moved")


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("put", [link, pipe, device])
@pytest.mark.parametrize("name", [*FILES, "generation-000001/catalog.sqlite"])
def test_links_pipes_and_devices_are_refused_by_name(archive: Path, name: str, put: Callable[[Path], None]) -> None:
    path = archive / "index" / name
    put(path)
    with pytest.raises(StorageError, match=path.name):
        open_index(archive / "index")
    assert not verify(archive / "index").sound
    (archive / "docs" / "hai.txt").write_text("Hội thảo về nguồn nước.", "utf-8")
    with pytest.raises(StorageError, match=path.name):
        reindex([archive / "docs"], index=archive / "index")


@pytest.mark.parametrize("name", ["generation-000001", "generation-000001/engine"])
def test_folders_that_are_links_are_refused(archive: Path, name: str) -> None:
    link(archive / "index" / name)
    with pytest.raises(IndexCorrupt, match="generation-000001"):
        open_index(archive / "index")


@pytest.mark.parametrize("name", ["writer.lock", "manifest.json.new"])
def test_what_a_link_leads_to_is_never_overwritten(archive: Path, name: str) -> None:
    treasure = archive / "treasure"
    treasure.write_text("gold")
    (archive / "index" / name).unlink(missing_ok=True)
    (archive / "index" / name).symlink_to(treasure)
    (archive / "docs" / "hai.txt").write_text("Hội thảo về nguồn nước.", "utf-8")
    if name == "writer.lock":
        with pytest.raises(StorageError, match=r"writer\.lock: .*it is a link; delete it"):
            reindex([archive / "docs"], index=archive / "index")
    else:
        assert reindex([archive / "docs"], index=archive / "index").added == 1
    assert treasure.read_text() == "gold"


def test_files_that_are_not_in_the_manifest_are_not_carried_into_the_next_generation(archive: Path) -> None:
    index, treasure = archive / "index", archive / "treasure"
    treasure.write_text("gold")
    (index / "generation-000001" / "engine" / "engine.json.new").symlink_to(treasure)
    (archive / "docs" / "hai.txt").write_text("Hội thảo về nguồn nước.", "utf-8")
    assert reindex([archive / "docs"], index=index).added == 1
    assert treasure.read_text() == "gold"
    assert verify(index).sound


def test_a_catalog_with_views_or_triggers_is_refused(archive: Path) -> None:
    index = archive / "index"
    path = index / "generation-000001" / "catalog.sqlite"
    path.write_bytes(with_view(path))
    listed(index, path)
    with open_index(index) as opened, pytest.raises(IndexCorrupt, match="queries or triggers"):
        opened.ingest_report()


def with_view(catalog: Path) -> bytes:
    copy = catalog.parent / "copy.sqlite"
    copy.write_bytes(catalog.read_bytes())
    db = sqlite3.connect(copy)
    db.execute("DROP TABLE moves")
    db.execute(
        "CREATE VIEW moves AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT x AS old FROM n"
    )
    db.commit()
    db.close()
    content = copy.read_bytes()
    copy.unlink()
    return content


def test_the_catalog_of_another_generation_is_noticed(archive: Path) -> None:
    index = archive / "index"
    old = (index / "generation-000001" / "catalog.sqlite").read_bytes()
    (archive / "docs" / "hai.txt").write_text("Hội thảo về nguồn nước.", "utf-8")
    reindex([archive / "docs"], index=index)
    catalog = index / "generation-000002" / "catalog.sqlite"
    with open_index(index) as opened:
        assert opened.ingest_report().articles == 2
        opened.moved_to("x")
        content = catalog.read_bytes()
        catalog.write_bytes(old.ljust(len(content), b"\0")[: len(content)])
        with pytest.raises(IndexCorrupt, match=r"catalog\.sqlite differs from what was written"):
            opened.moved_to("x")
        page = create_app(index).test_client().get("/status")
        assert page.status_code == 503


def test_a_rollback_to_another_format_says_what_helps(archive: Path) -> None:
    index = archive / "index"
    (archive / "docs" / "hai.txt").write_text("Hội thảo về nguồn nước.", "utf-8")
    reindex([archive / "docs"], index=index)
    path = index / "generation-000001" / "manifest.json"
    path.write_text(path.read_text().replace('"format": 3', '"format": 1'))
    with pytest.raises(StorageError) as refused:
        rollback(index)
    assert "generation 1 was written by another release" in str(refused.value)
    assert "--full" not in str(refused.value)
    assert read_manifest(index).generation == 2


@needs_permissions
@pytest.mark.parametrize("name", [*FILES, "generation-000001/catalog.sqlite"])
def test_without_access_the_way_out_is_access(archive: Path, name: str) -> None:
    path = archive / "index" / name
    path.chmod(0)
    with pytest.raises(StorageError, match=f"{path.name}: Permission denied; give this user the right to read it"):
        open_index(archive / "index")


@pytest.mark.parametrize("name", FILES)
def test_a_refused_access_is_not_called_damage(archive: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, wanted = os.open, Path(name).name

    def refuse(path: Any, *arguments: Any, **options: Any) -> int:
        if Path(path).name == wanted:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    # chmod does not stop root.
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(StorageError, match="Permission denied; give this user the right to read it") as refused:
        open_index(archive / "index")
    assert not isinstance(refused.value, IndexCorrupt)


def test_an_index_in_the_docs_folder_reports_none_of_its_own_files(tmp_path: Path) -> None:
    (tmp_path / "mot.txt").write_text("Hội nghị về nguồn nước.", "utf-8")
    (tmp_path / "con").mkdir()
    (tmp_path / "con" / "manifest.json").write_text("{}")
    for _ in range(3):
        report = reindex([tmp_path], index=tmp_path)
        assert [skipped.path for skipped in report.skipped] == ["con/manifest.json"]
        (tmp_path / f"{report.generation}.txt").write_text(f"Bài số {report.generation}.", "utf-8")


@pytest.mark.parametrize(("docs", "index"), [(".", "docs/index"), ("docs", "."), ("docs", "docs/index")])
def test_an_index_in_or_around_a_docs_folder_reports_none_of_its_own_files(
    tmp_path: Path, docs: str, index: str
) -> None:
    (tmp_path / "docs").mkdir()
    for number in range(3):
        (tmp_path / "docs" / f"{number}.txt").write_text(f"Bài số {number}.", "utf-8")
        assert reindex([tmp_path / docs], index=tmp_path / index).skipped == ()


def test_a_sound_index_answers(archive: Path) -> None:
    """The changes above are what makes it refused."""
    rewritten(archive / "index", lambda values: None)
    write_manifest(archive / "index", read_manifest(archive / "index"))
    with open_index(archive / "index") as index:
        assert index.search(SearchRequest(query="nước")).total == 1
    assert verify(archive / "index").sound
