"""Which peers there are; each is loaded in a process of its own, so nothing of them is imported here."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from bench.peers.base import Peer


@dataclass(frozen=True, slots=True)
class Contender:
    """A line of the tables: its title, the module of `bench.peers` that has it, and the index that it searches."""

    title: str
    module: str
    index: str

    @property
    def binds_marks(self) -> bool:
        """Whether it can be asked for words of which some are marked; engines with two readings of a text cannot."""
        return self.module == "ours"


CONTENDERS: Mapping[str, Contender] = {
    "arrays": Contender("timdau, engine", "ours", "arrays"),
    "facade": Contender("timdau, Index.search", "ours", "arrays"),
    "snippets": Contender("timdau, with snippets", "ours", "arrays"),
    "reference": Contender("timdau over Whoosh", "ours", "reference"),
    "tantivy": Contender("tantivy", "tantivy", "tantivy"),
    "fts5": Contender("SQLite FTS5", "fts5", "fts5"),
    "xapian": Contender("Xapian", "xapian", "xapian"),
    "whoosh": Contender("Whoosh", "whoosh", "whoosh"),
}
RIVAL = "tantivy"
"""Whose times ours are divided by."""


def load(name: str) -> Peer:
    """Return a contender's peer. Raises ImportError where its engine is not installed."""
    module = import_module(f"{__name__}.{CONTENDERS[name].module}")
    return cast(Peer, module.PEERS[name])
