"""A small archive with its index, and a way to run `timdau` in it."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from indexer.cli import main
from indexer.config import ENVIRONMENT_PREFIX, NAMES

ARTICLES = {
    "2021/arf.txt": "Quan chức ARF họp trực tuyến\n\nNgày 29/6/2021, các quan chức cấp cao ARF họp trực tuyến để bàn "
    "về dịch bệnh và y tế. Cuộc họp mở đường cho một hội nghị khác.\n",
    "2022/nga.txt": "Tham vấn an ninh với Nga\n\nNgày 22/8/2022, hội nghị tham vấn với Nga bàn về an ninh mạng.\n",
    "2021/arf.txt.meta.toml": 'forums = ["arf"]\ntopics = ["public-health"]\n',
    "2022/nga.txt.meta.toml": 'forums = []\ntopics = ["cyber-security"]\n',
    "ghi-chu.txt": "Ghi chú của thủ thư\n\nMột hội nghị nhỏ về cách xếp sách trên kệ.\n",
    "rong.txt": "",
}


class Ended(NamedTuple):
    """The exit code of `timdau`, and what it printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


def leave_surroundings(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Shield the tests from settings in the environment and in the current folder."""
    for name in NAMES:
        patch.delenv(ENVIRONMENT_PREFIX + name.upper(), raising=False)
    patch.chdir(folder)


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    leave_surroundings(monkeypatch, tmp_path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run_timdau(*arguments: str) -> Ended:
        code = main(arguments)
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return run_timdau


def write_articles(folder: Path) -> None:
    for name, text in ARTICLES.items():
        path = folder / "docs_in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, with `docs_in` and without an index."""
    write_articles(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def built_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with `docs_in` and `index`, for tests that only read."""
    folder = tmp_path_factory.mktemp("archive")
    write_articles(folder)
    with pytest.MonkeyPatch.context() as patch:
        leave_surroundings(patch, folder)
        assert main(["reindex", "--json"]) == 0
    return folder


@pytest.fixture
def indexed(built_archive: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the built archive as the current folder."""
    monkeypatch.chdir(built_archive)
    return built_archive
