"""The peers that can be compared. Each is loaded in its own process, so none is imported here."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from bench.peers.contract import GROUPS, Peer, QueryGroup

_TWO_FIELDS = tuple(group for group in GROUPS if group != "half-accented")
"""The groups for an engine that indexes a text twice, folded and as printed."""
_AS_PRINTED: tuple[QueryGroup, ...] = ("accented", "accented phrase")


@dataclass(frozen=True, slots=True)
class Contender:
    """A row of the tables: its title, its module in `bench.peers`, the index it searches, and its groups of queries."""

    title: str
    module: str
    index: str
    groups: tuple[QueryGroup, ...] = _TWO_FIELDS

    @property
    def is_ours(self) -> bool:
        """Whether it is part of this project."""
        return self.module == "ours"


CONTENDERS: Mapping[str, Contender] = {
    "arrays": Contender("timdau, engine", "ours", "arrays", GROUPS),
    "strict": Contender("timdau, engine, strict", "ours", "arrays", _AS_PRINTED),
    "facade": Contender("timdau, Index.search", "ours", "arrays", GROUPS),
    "apart": Contender("timdau, syllables apart", "ours", "arrays", GROUPS),
    "snippets": Contender("timdau, with snippets", "ours", "arrays", GROUPS),
    "reference": Contender("timdau over Whoosh", "ours", "reference", GROUPS),
    "tantivy": Contender("tantivy", "tantivy", "tantivy"),
    "fts5": Contender("SQLite FTS5", "fts5", "fts5"),
    "xapian": Contender("Xapian", "xapian", "xapian"),
    "whoosh": Contender("Whoosh", "whoosh", "whoosh"),
}
BASELINE = "tantivy"
"""The contender whose times divide ours."""


def load(name: str) -> Peer:
    """Return a contender's peer. Raises `ImportError` if its engine is not installed."""
    return load_from(CONTENDERS[name].module, name)


def load_from(module: str, name: str) -> Peer:
    """Return a peer of a module in `bench.peers`. Raises `ImportError` if its engine is not installed."""
    return cast(Peer, import_module(f"{__name__}.{module}").PEERS[name])
