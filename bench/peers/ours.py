"""This project's own engines, asked at three heights: the engine alone, `Index.search`, and that with snippets.

The engine is also asked in strict mode, where marked words mean what they mean to engines that search texts as printed;
by default they find words without accents as well.
Queries are typed text, parsed within the time; conditions are part of it (`forum:arf`). Building is the whole of
`reindex` from records: reading, extraction, analysis, writing, the catalog and checksums.
"""

from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

from bench.peers.base import TOP, Answer, Corpus, Query, typed
from indexer import Index, SearchRequest, open_index, reindex
from indexer.api import ENGINES
from indexer.engines.base import EngineReader, EngineRequest
from indexer.model import Facet, FacetCode, Mode
from indexer.query import parse
from indexer.store.manifest import engine_folder, read_manifest

_WORKERS = 2
_FACETS: tuple[Facet, ...] = ("forum", "topic", "year")
_NO_MATCH = Answer(0, (), lambda: {facet: {} for facet in _FACETS})
"""Where no article has all words, the closest matches that ours shows count as none, as they do for the others."""
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

    def __init__(self, engine: str, mode: Mode = "auto") -> None:
        super().__init__(engine)
        self._mode = mode

    def open(self, folder: Path) -> "EngineSession":
        """Open the reader of the live generation."""
        manifest = read_manifest(folder)
        return EngineSession(ENGINES[self._engine].reader(engine_folder(folder, manifest)), self._mode)


class EngineSession:
    """Implements `bench.peers.base.Session`."""

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
        return _NO_MATCH if relaxed else Answer(found.total, hits, lambda: _named(counts))


def _named(facets: Mapping[Facet, Mapping[FacetCode, int]]) -> Mapping[str, Mapping[str, int]]:
    """Return counts by the values that the other peers' columns hold."""
    return {
        facet: {_NONE[facet] if value is None else str(value): count for value, count in facets[facet].items()}
        for facet in _FACETS
    }


PEERS = {
    "arrays": Engine("arrays"),
    "strict": Engine("arrays", "strict"),
    "facade": Facade("arrays", snippets=False),
    "snippets": Facade("arrays", snippets=True),
    "reference": Engine("whoosh"),
}
