"""A sidecar that would take all memory is ignored with a problem, and its article is indexed."""

import io
import zipfile
from pathlib import Path

import pytest

from indexer.ingest.bounded import Bounded
from indexer.ingest.read import read_articles
from indexer.ingest.sidecar import read_sidecar
from indexer.ingest.source import RawArticle, SourceFile
from indexer.ingest.walk import walk

DOTTED = ".".join("a" * 30_000) + " = 1\n"
HOSTILE = {
    "a dotted key": DOTTED,
    "a dotted table": f"[{DOTTED[:-5]}]\n",
    "inline tables": "a = " + "{a = " * 20_000,
    "arrays": "a = " + "[" * 100_000,
    "a long number": "year = " + "1" * 1_000_000,
    "many keys": "".join(f"k{number} = {number}\n" for number in range(60_000)),
}


def read(folder: Path) -> list[RawArticle]:
    with Bounded(seconds=5, memory=300 << 20) as bounded:
        found = [
            article
            for source in walk(folder)
            if isinstance(source, SourceFile)
            for article in read_articles(source, run=bounded.run)
        ]
    assert all(isinstance(article, RawArticle) for article in found)
    return [article for article in found if isinstance(article, RawArticle)]


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("zipped", [False, True])
def test_the_article_of_a_hostile_sidecar_is_read(tmp_path: Path, content: str, zipped: bool) -> None:
    files = {"a.txt": "Hội nghị ở Huế", "a.txt.meta.toml": content, "b.txt": "Bài b"}
    if zipped:
        with zipfile.ZipFile(tmp_path / "kho.zip", "w") as archive:
            for name, text in files.items():
                archive.writestr(name, text)
    else:
        for name, text in files.items():
            (tmp_path / name).write_text(text, "utf-8")
    first, second = read(tmp_path)
    assert (first.text, second.text, second.problems) == ("Hội nghị ở Huế", "Bài b", ())
    assert {problem.code for problem in first.problems} <= {"bad-sidecar", "unknown-key", "bad-value"}
    assert first.problems
    assert all("a.txt.meta.toml" in problem.text or "sidecar" in problem.text for problem in first.problems)


def test_the_limit_is_named() -> None:
    with Bounded(seconds=5, memory=4 << 20) as bounded:
        external = read_sidecar(io.BytesIO(HOSTILE["many keys"].encode()), "a.meta.toml", bounded.run)
    (problem,) = external.problems
    assert problem.code == "bad-sidecar"
    assert problem.text == "a.meta.toml is ignored: parsing needs more than 4 MiB of memory; split it"


def test_a_small_sidecar_is_read_without_another_process() -> None:
    bounded = Bounded()
    external = read_sidecar(io.BytesIO(b'title = "Tin"'), "a.meta.toml", bounded.run)
    assert external.given.title is not None
    assert bounded._child is None
