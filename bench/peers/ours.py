"""This project's own engines, asked at three heights: the engine alone, `Index.search`, and that with snippets.

Queries are typed text, parsed within the time; conditions are part of it (`forum:arf`). Building is the whole of
`reindex` from records: reading, extraction, analysis, writing, the catalog and checksums.
"""

from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

from bench.peers.base import TOP, Answer, Corpus, Query, typed
from indexer import Index, SearchRequest, open_index, reindex
from indexer.api import ENGINES
from indexer.engines.base import EngineReader, EngineRequest, FacetCode
from indexer.model import Facet
from indexer.query import parse
from indexer.store.manifest import engine_folder, read_manifest

_WORKERS = 2
_FACETS: tuple[Facet, ...] = ("forum", "topic", "year")
_NONE = {"forum": "unknown", "topic": "unknown", "year": "0"}


class _Ours:
    """What the three heights share."""

    def __init__(self, engine: str) -> None:
        self._engine = engine
        self.version = f"timdau {version('timdau')}, {engine}"

    def build(self, corpus: Corpus, folder: Path) -> None:
        """Index every record."""
        report = reindex([corpus.records], index=folder, engine=self._engine, workers=_WORKERS)
        if report.added != corpus.number:
            raise AssertionError(f"{report.added} of {corpus.number} articles were added: {report.skipped[:3]}")


class Engine(_Ours):
    """An engine's reader behind the parser; implements `bench.peers.base.Peer`."""

    def open(self, folder: Path) -> "EngineSession":
        """Open the reader of the live generation."""
        manifest = read_manifest(folder)
        return EngineSession(ENGINES[self._engine].reader(engine_folder(folder, manifest)))


class EngineSession:
    """Implements `bench.peers.base.Session`."""

    def __init__(self, reader: EngineReader) -> None:
        self._reader = reader

    def plan(self, query: Query) -> Callable[[], Answer]:
        """Return the search of the typed text."""
        text = typed(query)
        return lambda: self._search(text)

    def _search(self, text: str) -> Answer:
        request = EngineRequest(query=parse(text).tree, limit=TOP, facets=_FACETS)
        found = self._reader.search(request)
        hits = tuple((hit.summary.id, hit.summary.title) for hit in found.hits)
        return Answer(0 if found.relaxed else found.total, hits, lambda: _named(found.facets))


class Facade(_Ours):
    """`Index.search`, labels included; implements `bench.peers.base.Peer`."""

    def __init__(self, engine: str, *, snippets: bool) -> None:
        super().__init__(engine)
        self._snippets = snippets

    def open(self, folder: Path) -> "FacadeSession":
        """Open the index as programs do."""
        return FacadeSession(open_index(folder), snippets=self._snippets)


class FacadeSession:
    """Implements `bench.peers.base.Session`."""

    def __init__(self, index: Index, *, snippets: bool) -> None:
        self._index = index
        self._snippets = snippets

    def plan(self, query: Query) -> Callable[[], Answer]:
        """Return the search of the typed text."""
        text = typed(query)
        return lambda: self._search(text)

    def _search(self, text: str) -> Answer:
        found = self._index.search(SearchRequest(query=text, size=TOP, facets=_FACETS, snippets=self._snippets))
        counts = {facet: {value.value: value.count for value in values} for facet, values in found.facets.items()}
        relaxed = any(notice.code == "relaxed" for notice in found.notices)
        hits = tuple((hit.id, hit.title) for hit in found.hits)
        return Answer(0 if relaxed else found.total, hits, lambda: _named(counts))


def _named(facets: Mapping[Facet, Mapping[FacetCode, int]]) -> Mapping[str, Mapping[str, int]]:
    """Return counts by the values that the other peers' columns hold."""
    return {
        facet: {_NONE[facet] if value is None else str(value): count for value, count in facets[facet].items()}
        for facet in _FACETS
    }


PEERS = {
    "arrays": Engine("arrays"),
    "facade": Facade("arrays", snippets=False),
    "snippets": Facade("arrays", snippets=True),
    "reference": Engine("whoosh"),
}
