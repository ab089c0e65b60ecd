"""This project's own engines at three levels: the engine alone, `Index.search`, and `Index.search` with snippets.

The engine also runs in strict mode, in which accented words match what they match in the other engines; by default they
also match text without accents. Queries are typed text, conditions included (`forum:arf`), and parsing is timed.
Building is all of `reindex` from records: reading, extraction, analysis, writing, the catalog and checksums.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from bench.peers.contract import TOP, Answer, Corpus, Query, typed
from indexer import ENGINES, Index, SearchRequest, open_index, reindex
from indexer.engines.base import EngineReader, EngineRequest
from indexer.model import Facet, FacetCode, Mode, WordMode
from indexer.query import parse
from indexer.store.manifest import engine_folder, read_manifest

_WORKERS = 2
_FACETS: tuple[Facet, ...] = ("forum", "topic", "year")
_NO_MATCH = Answer(0, (), lambda: {facet: {} for facet in _FACETS})
"""If no article has all the words, timdau shows the closest ones; they count as none, as in the other engines."""
_NONE = {"forum": "unknown", "topic": "unknown", "year": "0"}


class _OwnPeer:
    """What the three levels share."""

    def __init__(self, engine: str) -> None:
        self._engine = engine
        self.version = f"timdau {version('timdau')}, {engine}"

    def build(self, corpus: Corpus, folder: Path) -> None:
        """Index every record."""
        report = reindex([corpus.records], index=folder, engine=self._engine, workers=_WORKERS)
        if report.added != corpus.number:
            raise AssertionError(f"{report.added} of {corpus.number} articles were added: {report.skipped[:3]}")


class EnginePeer(_OwnPeer):
    """The parser and an engine's reader; implements `bench.peers.contract.Peer`."""

    def __init__(self, engine: str, mode: Mode = "auto") -> None:
        super().__init__(engine)
        self._mode = mode

    def open(self, folder: Path) -> "EngineSession":
        """Open the reader of the live generation."""
        manifest = read_manifest(folder)
        return EngineSession(ENGINES[self._engine].reader(engine_folder(folder, manifest)), self._mode)


class EngineSession:
    """Implements `bench.peers.contract.Session`."""

    def __init__(self, reader: EngineReader, mode: Mode) -> None:
        self._reader = reader
        self._mode = mode

    def plan(self, query: Query) -> Callable[[], Answer]:
        """Return the search of the typed text."""
        text = typed(query)
        return lambda: self._search(text)

    def _search(self, text: str) -> Answer:
        request = EngineRequest(query=parse(text).tree, mode=self._mode, limit=TOP, facets=_FACETS)
        found = self._reader.search(request)
        hits = tuple((hit.summary.id, hit.summary.title) for hit in found.hits)
        return _NO_MATCH if found.relaxed else Answer(found.total, hits, lambda: _named(found.facets))


class FacadePeer(_OwnPeer):
    """`Index.search`, labels included; implements `bench.peers.contract.Peer`."""

    def __init__(self, engine: str, *, snippets: bool = False, words: WordMode = "joined") -> None:
        super().__init__(engine)
        self._snippets = snippets
        self._words: WordMode = words

    def open(self, folder: Path) -> "FacadeSession":
        """Open the index as a program does."""
        return FacadeSession(open_index(folder), snippets=self._snippets, words=self._words)


class FacadeSession:
    """Implements `bench.peers.contract.Session`."""

    def __init__(self, index: Index, *, snippets: bool, words: WordMode) -> None:
        self._index = index
        self._request = SearchRequest(words=words, size=TOP, facets=_FACETS, snippets=snippets)

    def plan(self, query: Query) -> Callable[[], Answer]:
        """Return the search of the typed text."""
        text = typed(query)
        return lambda: self._search(text)

    def _search(self, text: str) -> Answer:
        found = self._index.search(replace(self._request, query=text))
        counts = {facet: {value.value: value.count for value in values} for facet, values in found.facets.items()}
        relaxed = any(notice.code == "relaxed" for notice in found.notices)
        hits = tuple((hit.id, hit.title) for hit in found.hits)
        return _NO_MATCH if relaxed else Answer(found.total, hits, lambda: _named(counts))


def _named(facets: Mapping[Facet, Mapping[FacetCode, int]]) -> Mapping[str, Mapping[str, int]]:
    """Return counts by the values in the other peers' columns."""
    return {
        facet: {_NONE[facet] if value is None else str(value): count for value, count in facets[facet].items()}
        for facet in _FACETS
    }


PEERS = {
    "arrays": EnginePeer("arrays"),
    "strict": EnginePeer("arrays", "strict"),
    "facade": FacadePeer("arrays"),
    "apart": FacadePeer("arrays", words="apart"),
    "snippets": FacadePeer("arrays", snippets=True),
    "reference": EnginePeer("whoosh"),
}
