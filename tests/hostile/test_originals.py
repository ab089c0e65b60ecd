"""The page hands out the files of the folders that the operator names, and no others."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import Index, open_index, reindex
from tests.hostile.test_strange_indexes import listed
from webui import create_app

SECRET = "không phải của bạn"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with `docs`, an `index` of them, and a secret next to them."""
    (tmp_path / "docs" / "con").mkdir(parents=True)
    (tmp_path / "docs" / "con" / "mot.txt").write_text("Hội nghị về nguồn nước.", "utf-8")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "mot.txt").write_text(SECRET, "utf-8")
    reindex([tmp_path / "docs"], index=tmp_path / "index")
    return tmp_path


@pytest.fixture
def index(archive: Path) -> Iterator[Index]:
    with open_index(archive / "index") as opened:
        yield opened


def client(index: Index | Path, *folders: Path) -> FlaskClient:
    return create_app(index, originals=folders).test_client()


def test_a_file_below_a_named_folder_is_handed_out(archive: Path, index: Index) -> None:
    for folder in (archive / "docs", archive, archive / "docs" / "con", Path("/")):
        with client(index, archive / "secret", folder).get("/originals/con/mot.txt") as answer:
            assert answer.status_code == 200
            assert answer.get_data(as_text=True) == "Hội nghị về nguồn nước."
            assert int(answer.headers["Content-Length"]) == len(answer.data)
            known = {"If-None-Match": answer.headers["ETag"]}
        with client(index, folder).get("/originals/con/mot.txt", headers=known) as again:
            assert (again.status_code, again.data) == (304, b"")
        with client(index, folder).get("/originals/con/mot.txt", headers={"Range": "bytes=1-3"}) as part:
            assert (part.status_code, part.data) == (206, answer.data[1:4])
        with client(index, folder).get("/originals/con/mot.txt", headers={"Range": "bytes=99-"}) as none:
            assert none.status_code == 416
    assert "/originals/con/mot.txt" in client(index, archive).get("/articles/con/mot.txt").text


def test_a_named_folder_may_be_a_link_of_the_operator(archive: Path, index: Index) -> None:
    (archive / "alias").symlink_to("docs")
    with client(index, archive / "alias").get("/originals/con/mot.txt") as answer:
        assert answer.status_code == 200


@pytest.mark.parametrize("folders", [[], ["secret"], ["docs/co"], ["nowhere"], ["docs/con/mot.txt"]], ids=str)
def test_a_file_elsewhere_is_neither_offered_nor_handed_out(archive: Path, index: Index, folders: list[str]) -> None:
    page = client(index, *(archive / folder for folder in folders))
    assert page.get("/originals/con/mot.txt").status_code == 404
    assert "/originals" not in page.get("/articles/con/mot.txt").text


def file_as_link(docs: Path) -> None:
    (docs / "con" / "mot.txt").unlink()
    (docs / "con" / "mot.txt").symlink_to(docs.parent / "secret" / "mot.txt")


def folder_as_link(docs: Path) -> None:
    (docs / "con").rename(docs / "old")
    (docs / "con").symlink_to(docs.parent / "secret")


def link_inside(docs: Path) -> None:
    (docs / "con" / "hai.txt").write_text(SECRET, "utf-8")
    (docs / "con" / "mot.txt").unlink()
    (docs / "con" / "mot.txt").symlink_to("hai.txt")


def pipe(docs: Path) -> None:
    (docs / "con" / "mot.txt").unlink()
    os.mkfifo(docs / "con" / "mot.txt")


def folder(docs: Path) -> None:
    (docs / "con" / "mot.txt").unlink()
    (docs / "con" / "mot.txt").mkdir()


@pytest.mark.parametrize("exchange", [file_as_link, folder_as_link, link_inside, pipe, folder])
def test_what_was_exchanged_after_indexing_is_not_handed_out(
    archive: Path, index: Index, exchange: Callable[[Path], None]
) -> None:
    exchange(archive / "docs")
    page = client(index, archive / "docs")
    answer = page.get("/originals/con/mot.txt")
    assert answer.status_code == 404
    assert SECRET not in answer.text
    assert "/originals" not in page.get("/articles/con/mot.txt").text
    assert index.original("con/mot.txt") is None


def test_a_root_that_was_exchanged_for_a_link_is_not_followed(archive: Path, index: Index) -> None:
    (archive / "secret" / "con").mkdir()
    (archive / "secret" / "con" / "mot.txt").write_text(SECRET, "utf-8")
    (archive / "docs").rename(archive / "old")
    (archive / "docs").symlink_to("secret")
    assert client(index, archive).get("/originals/con/mot.txt").status_code == 404


@pytest.mark.parametrize(
    ("root", "path"),
    [
        ("../secret", "mot.txt"),
        ("../docs", "../secret/mot.txt"),
        ("../docs/../secret", "mot.txt"),
        ("../docs", "{folder}/secret/mot.txt"),
        ("{folder}/secret", "mot.txt"),
        ("../docs", "con/../../secret/mot.txt"),
        ("../docs", "con/\0"),
        ("../docs", ""),
    ],
)
def test_a_catalog_of_a_stranger_leads_nowhere_else(archive: Path, root: str, path: str) -> None:
    catalog = archive / "index" / "generation-000001" / "catalog.sqlite"
    db = sqlite3.connect(catalog)
    db.execute("UPDATE articles SET root = ?, path = ?", [text.format(folder=archive) for text in (root, path)])
    db.commit()
    db.close()
    listed(archive / "index", catalog)
    with open_index(archive / "index") as index:
        page = client(index, archive / "docs")
        answer = page.get("/originals/con/mot.txt")
        assert (answer.status_code, SECRET in answer.text) == (404, False)
        assert page.get("/articles/con/mot.txt").status_code == 200
        assert index.open_original("con/mot.txt", below=[archive / "docs"]) is None
