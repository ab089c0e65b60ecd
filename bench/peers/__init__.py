"""Which peers there are; each is loaded in a process of its own, so nothing of them is imported here."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from bench.peers.base import GROUPS, Group, Peer

_TWO_READINGS = tuple(group for group in GROUPS if group != "half-accented")
"""What an engine can be asked that has a text without accents and one as printed."""
_AS_PRINTED: tuple[Group, ...] = ("accented", "accented phrase")


@dataclass(frozen=True, slots=True)
class Contender:
    """A line of the tables: its title, its module in `bench.peers`, the index that it searches, what it is asked."""

    title: str
    module: str
    index: str
    groups: tuple[Group, ...] = _TWO_READINGS

    @property
    def is_ours(self) -> bool:
        """Whether it is this project's."""
        return self.module == "ours"


CONTENDERS: Mapping[str, Contender] = {
    "arrays": Contender("timdau, engine", "ours", "arrays", GROUPS),
    "strict": Contender("timdau, engine, strict", "ours", "arrays", _AS_PRINTED),
    "facade": Contender("timdau, Index.search", "ours", "arrays", GROUPS),
    "snippets": Contender("timdau, with snippets", "ours", "arrays", GROUPS),
    "reference": Contender("timdau over Whoosh", "ours", "reference", GROUPS),
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
