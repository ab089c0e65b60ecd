"""After any changes of vocabulary and files, an incremental run gives the same index as a first run."""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import FACETS, Index, ReindexReport, SearchRequest, article_json, open_index, reindex, verify
from indexer.reindex import relabelling, sync
from tests.other_vocabulary import other_vocabulary

WORDS = ("sông hồng", "núi cao", "biển xanh", "rừng già", "đồng lúa")
IDS = ("a", "b", "c", "d")
LABELS = st.one_of(st.none(), st.lists(st.sampled_from([*IDS, "lạ"]), max_size=3, unique=True))


@st.composite
def vocabularies(draw: st.DrawFn) -> str:
    """Draw a vocabulary file: most ids, in any order, each with its own word, maybe another one and a broader id."""
    tables, before = [], list[str]()
    for id in draw(st.permutations(IDS))[: draw(st.integers(2, 4))]:
        lines = [
            f"[{id}]",
            f'vi = "Tên {id}"',
            f'en = "Name {id}"',
            f"common = {draw(st.sampled_from(['true', 'false']))}",
        ]
        aliases = [WORDS[IDS.index(id)], *draw(st.lists(st.sampled_from(WORDS), max_size=1))]
        lines.append(f"aliases = [{', '.join(map(repr, aliases))}]")
        broader = draw(st.sampled_from([None, *before]))
        tables.append("\n".join([*lines, *([f'broader = "{broader}"'] if broader else [])]))
        before.append(id)
    return "\n".join(tables)


@st.composite
def files(draw: st.DrawFn) -> Mapping[str, str | None]:
    """Draw files of an archive and their sidecars: name → content, None for a missing file."""
    texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(
        lambda words: f"Bài {words[:1]}\n\nNói về {words}."
    )
    found = dict[str, str | None]()
    for number in draw(st.lists(st.integers(0, 5), unique=True)):
        stated = {"forums": draw(LABELS), "topics": draw(LABELS)}
        sidecar = "\n".join(f"{name} = {ids}" for name, ids in stated.items() if ids is not None)
        found[f"{number}.txt"] = draw(st.one_of(st.none(), texts))
        found[f"{number}.txt.meta.toml"] = sidecar or None
    return found


ROUNDS = st.lists(st.tuples(vocabularies(), vocabularies(), files()), min_size=2, max_size=3)


@pytest.fixture(scope="module", autouse=True)
def trusted_stamps() -> object:
    """Treat even files written just now as settled, use small batches, and skip syncing to save time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sync, "_TICK_NS", -(10**12))
        patch.setattr(relabelling, "_ARTICLES", 2)
        patch.setattr(os, "fsync", lambda handle: None)
        yield


def apply(docs: Path, changes: Mapping[str, str | None]) -> None:
    for name, content in changes.items():
        (docs / name).unlink(missing_ok=True)
        if content is not None:
            (docs / name).write_text(content, encoding="utf-8")


def run(docs: Path, index: Path, engine: str) -> ReindexReport:
    report = reindex([docs], index=index, engine=engine, allow_empty=True)
    assert verify(index, engine=engine).findings == ()
    return report


def state(index: Path) -> Sequence[object]:
    """Return everything readers find: articles, their order, facets, and the ids below each facet value."""
    with open_index(index, engine="whoosh") as opened:
        hits = list(opened.iterate(SearchRequest(snippets=False, sort="title")))
        articles = [article_json(article) for hit in hits if (article := opened.article(hit.id)) is not None]
        everything = opened.search(SearchRequest(facets=FACETS, size=1)).facets
        forums = [ids(opened, SearchRequest(forums=(text(value.value),))) for value in everything["forum"]]
        topics = [ids(opened, SearchRequest(topics=(text(value.value),))) for value in everything["topic"]]
    assert len(articles) == len(hits)
    return [hits, articles, everything, forums, topics]


def ids(index: Index, request: SearchRequest) -> set[str]:
    """Return the ids that a request finds."""
    return {hit.id for hit in index.iterate(replace(request, snippets=False))}


def text(value: str | int | None) -> str | None:
    """Narrow the type of a facet value to that of forums and topics."""
    return None if value is None else str(value)


@pytest.mark.parametrize("engine", ["arrays", "whoosh"])
@settings(max_examples=12)
@given(rounds=ROUNDS)
def test_relabelling_equals_a_first_run(
    tmp_path_factory: pytest.TempPathFactory, engine: str, rounds: list[tuple[str, str, Mapping[str, str | None]]]
) -> None:
    folder = tmp_path_factory.mktemp("labels")
    docs = folder / "docs"
    docs.mkdir()
    (docs / "luôn có.txt").write_text("Bài luôn có\n\nNói về sông hồng, núi cao.", encoding="utf-8")
    for number, (forums, topics, changes) in enumerate(rounds):
        apply(docs, changes)
        with other_vocabulary(forums, topics):
            report = run(docs, folder / "index", engine)
            expected = run(docs, folder / f"fresh-{number}", engine)
            assert state(folder / "index") == state(folder / f"fresh-{number}")
            assert sorted(report.problems, key=str) == sorted(expected.problems, key=str)
            assert report.added + report.updated + report.unchanged == expected.added
            assert run(docs, folder / "index", engine).generation == report.generation
    shutil.rmtree(folder)
