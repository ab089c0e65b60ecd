"""`reindex` and `rollback`, and the other commands without a sound index."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.cli import reading_commands
from indexer.config import DEFAULT_ENGINE, ENGINES
from indexer.extract import extract
from indexer.ingest.source import RawArticle
from indexer.model import Article
from tests.cli.conftest import Run


def report(run: Run, *arguments: str) -> dict[str, object]:
    ended = run("reindex", "--json", *arguments)
    assert ended.code == 0, ended.err
    assert ended.out.count("\n") == 1
    answer: dict[str, object] = json.loads(ended.out)
    return answer


def counts(answer: dict[str, object]) -> tuple[object, ...]:
    return tuple(answer[name] for name in ("generation", "added", "updated", "unchanged", "removed"))


def test_reindex_follows_the_folder(run: Run, archive: Path) -> None:
    first = report(run)
    assert counts(first) == (1, 3, 0, 0, 0)
    assert first["engine"] == DEFAULT_ENGINE
    assert {"seconds", "articles_per_second"} <= first.keys()
    skipped = first["skipped"]
    assert isinstance(skipped, list)
    assert [(one["path"], one["code"]) for one in skipped] == [("rong.txt", "empty")]
    assert skipped[0]["reason"]

    (archive / "docs_in" / "2022" / "nga.txt").unlink()
    note = archive / "docs_in" / "ghi-chu.txt"
    note.write_text(note.read_text(encoding="utf-8") + "Thêm một dòng.\n", encoding="utf-8")
    assert counts(report(run)) == (2, 0, 1, 1, 1)
    assert counts(report(run)) == (2, 0, 0, 2, 0)
    assert counts(report(run, "--full"))[0] == 3


def test_a_renamed_file_is_reported_and_followed(run: Run, archive: Path) -> None:
    report(run)
    (archive / "docs_in" / "2022" / "nga.txt").rename(archive / "docs_in" / "2022" / "tham-van.txt")
    ended = run("reindex", "--dry-run")
    assert "1 article moved: counted as removed and added; old links are redirected\n" in ended.out
    answer = report(run)
    assert answer["moved"] == [{"from": "2022/nga.txt", "to": "2022/tham-van.txt"}]
    assert counts(answer) == (2, 1, 0, 2, 1)
    ended = run("explain", "nga", "2022/nga.txt")
    assert ended.code == 0
    assert ended.out.startswith("2022/tham-van.txt: ")
    assert ended.err == "timdau: 2022/nga.txt was moved to 2022/tham-van.txt\n"
    assert "article moved" not in run("reindex").out


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_can_be_chosen(run: Run, archive: Path, engine: str) -> None:
    assert report(run, "--engine", engine)["engine"] == engine
    assert json.loads(run("stats", "--engine", engine, "--json").out)["engine"] == engine


def test_workers_default_to_the_number_of_cores(run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workers_used: list[object] = []

    def note(*_paths: object, workers: int, **_options: object) -> None:
        workers_used.append(workers)
        raise KeyboardInterrupt

    monkeypatch.setattr(reading_commands, "reindex", note)
    for cores in (1, 3, 64):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _process, cores=cores: set(range(cores)), raising=False)
        run("reindex")
    run("reindex", "--workers", "12")
    monkeypatch.setenv("TIMDAU_WORKERS", "5")
    run("reindex")
    assert workers_used == [1, 3, 8, 12, 5]


def test_rollback_returns_to_the_previous_generation(run: Run, archive: Path) -> None:
    report(run)
    before = run("stats", "--json")
    (archive / "docs_in" / "2022" / "nga.txt").unlink()
    report(run)
    assert json.loads(run("stats", "--json").out)["articles"] == 2
    ended = run("rollback", "--json")
    assert ended == before
    assert run("verify").code == 0
    again = run("rollback")
    assert (again.code, again.out, again.err.count("\n")) == (3, "", 1)
    assert "restore the articles and run timdau reindex" in again.err
    assert counts(report(run)) == (3, 0, 0, 2, 1)
    assert run("rollback").out == (
        f"the index is back at generation 1 ({DEFAULT_ENGINE}), 3 articles\n"
        "the next timdau reindex will apply the later changes again\n"
    )


def test_rollback_can_return_to_another_engine(run: Run, archive: Path) -> None:
    for engine in ENGINES:
        report(run, "--engine", engine)
    assert json.loads(run("stats", "--engine", ENGINES[-1], "--json").out)["engine"] == ENGINES[-1]
    assert json.loads(run("rollback", "--json").out)["engine"] == ENGINES[-2]
    assert json.loads(run("search", "mạng", "--json").out)["total"] == 1
    assert run("verify").code == 0


def test_a_dry_run_changes_nothing(run: Run, archive: Path) -> None:
    assert counts(report(run, "--dry-run")) == (0, 3, 0, 0, 0)
    assert run("stats").code == 3
    assert "dry run" in run("reindex", "--dry-run").out


def test_strict_fails_if_anything_was_skipped(run: Run, archive: Path) -> None:
    ended = run("reindex", "--strict")
    assert ended.code == 1
    assert "rong.txt" in ended.out
    (archive / "docs_in" / "rong.txt").unlink()
    assert run("reindex", "--strict").code == 0


def test_the_report_is_readable(run: Run, archive: Path) -> None:
    lines = run("reindex").out.splitlines()
    assert lines[:4] == ["added      3", "updated    0", "unchanged  0", "removed    0"]
    assert f"the index is at generation 1 ({DEFAULT_ENGINE})" in lines
    assert "1 skipped" in lines


def test_settings_name_the_folders(run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (archive / "docs_in").rename(archive / "bài")
    (archive / "timdau.toml").write_text('docs = "bài"\n', encoding="utf-8")
    monkeypatch.setenv("TIMDAU_INDEX", "chỉ mục")
    assert counts(report(run))[:2] == (1, 3)
    assert (archive / "chỉ mục" / "manifest.json").is_file()
    assert json.loads(run("stats", "--json").out)["articles"] == 3
    assert run("stats", "--index", "elsewhere").code == 3


def test_single_files_and_batches_can_be_indexed(run: Run, archive: Path) -> None:
    batch = archive / "batch.jsonl"
    batch.write_text('{"id": "b1", "body": "Bài thứ nhất."}\n{"id": "b2", "body": "Bài thứ hai."}\n', encoding="utf-8")
    assert counts(report(run, str(batch), "docs_in/2021/arf.txt"))[:2] == (1, 3)
    ids = {hit["id"] for hit in json.loads(run("search", "--json").out)["hits"]}
    assert {"b1", "b2"} <= ids


@pytest.mark.parametrize(
    "arguments", [["stats"], ["search", "x"], ["explain", "x", "y"], ["verify"], ["rollback"], ["doctor"]]
)
def test_without_an_index_the_message_says_what_to_do(run: Run, archive: Path, arguments: list[str]) -> None:
    ended = run(*arguments)
    assert ended.code == 3
    assert ended.out == ""
    assert ended.err.count("\n") == 1
    assert "timdau reindex" in ended.err
    assert not (archive / "index").exists()


def test_a_missing_or_emptied_folder_removes_nothing(run: Run, archive: Path) -> None:
    report(run)
    (archive / "docs_in").rename(archive / "moved")
    ended = run("reindex")
    assert (ended.code, ended.err.count("\n")) == (3, 1)
    assert "--allow-empty" in ended.err
    (archive / "docs_in").mkdir()
    assert run("reindex").code == 3
    assert json.loads(run("stats", "--json").out)["articles"] == 3
    assert counts(report(run, "--allow-empty")) == (2, 0, 0, 0, 3)


def test_an_empty_path_is_refused(run: Run, archive: Path) -> None:
    for paths in ([""], ["docs_in", ""]):
        ended = run("reindex", *paths)
        assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert not (archive / "index").exists()


def test_ids_start_at_the_docs_folder(run: Run, archive: Path) -> None:
    (archive / "outside.txt").write_text("Bài nằm ngoài.", encoding="utf-8")
    assert counts(report(run, "docs_in/2021"))[1] == 1
    assert counts(report(run, "docs_in/2022/nga.txt"))[1] == 1
    assert counts(report(run, "."))[1:] == (2, 0, 2, 0)
    ids = {hit["id"] for hit in json.loads(run("search", "--json").out)["hits"]}
    assert ids == {"2021/arf.txt", "2022/nga.txt", "ghi-chu.txt", "outside.txt"}
    for path in ("docs_in/2021/arf.txt", "docs_in/2021"):
        assert json.loads(run("extract", path, "--json").out)["id"] == "2021/arf.txt"


def test_extract_survives_an_error_in_a_rule(run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaking(raws: Sequence[RawArticle]) -> list[Article]:
        if any(raw.id == "ghi-chu.txt" for raw in raws):
            raise LookupError("no rule")
        return extract(raws)

    monkeypatch.setattr("indexer.indexing.extract", breaking)
    ended = run("extract", "docs_in", "--json")
    assert ended.code == 0
    assert [json.loads(line)["id"] for line in ended.out.splitlines()] == ["2021/arf.txt", "2022/nga.txt"]
    assert "extraction failed for ghi-chu.txt (LookupError: no rule)" in ended.err


def test_an_encoding_can_be_stated(run: Run, archive: Path) -> None:
    (archive / "docs_in" / "rong.txt").write_bytes(b"H\xe9i ngh\xde")
    said = json.loads(run("extract", "--json", "--encoding", "ABC", str(archive / "docs_in" / "rong.txt")).out)
    assert (said["body"], said["encoding"], said["encoding_confidence"]) == ("Hội nghị", "tcvn3", 1.0)
    guessed = run("extract", str(archive / "docs_in" / "rong.txt")).out
    assert "tcvn3 (confidence 0.67)" in guessed
    assert counts(report(run)) == (1, 4, 0, 0, 0)
    rest = str(archive / "docs_in" / "rong.txt")
    assert counts(report(run, "--encoding", "tcvn3", rest)) == (2, 0, 1, 0, 0)


@pytest.mark.parametrize("command", ["reindex", "extract"])
def test_an_unknown_encoding_is_refused_with_a_list_of_the_known_ones(run: Run, archive: Path, command: str) -> None:
    ended = run(command, "--encoding", "koi8-r", str(archive / "docs_in"))
    assert ended.code == 2
    assert "koi8-r" in ended.err
    assert "windows-1258, viscii, tcvn3, vni, viqr" in ended.err
