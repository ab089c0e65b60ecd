"""Reading a vocabulary file: every table becomes an entry, and whatever is wrong with it is said by name."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib import resources

from indexer.languages import FALLBACKS, LANGUAGES, Language
from indexer.vocabulary.names import expand_all

_TEXTS = frozenset({*LANGUAGES, "broader", "short"})
_LISTS = frozenset({"aliases", "abbreviations", "ambiguous", "cues", "exclusions"})
_FLAGS = frozenset({"common", "two_parties"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One forum or topic: its names for readers and the words it is recognised by, braces already expanded.

    The meaning of each field is written at the top of `forums.toml` and `topics.toml`.
    """

    id: str
    labels: Mapping[Language, str]
    short: str | None = None
    broader: str | None = None
    aliases: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    common: bool = False
    two_parties: bool = False
    parties: tuple[str, ...] = ()


def file_bytes(name: str) -> bytes:
    """The content of one of the vocabulary files that come with the package."""
    return resources.files(__package__).joinpath(name).read_bytes()


def read_entries(name: str, content: bytes) -> dict[str, Entry]:
    """The entries of a vocabulary file by id, in the order of the file.

    Raises ValueError, naming the file and the id, for bad TOML, an id given twice, unknown or missing keys,
    wrong types, an unknown broader id and a circle of broader ids.
    """
    try:
        tables = tomllib.loads(content.decode("utf-8"))
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    entries: dict[str, Entry] = {}
    for id, table in tables.items():
        try:
            entries[id] = _entry(id, table)
        except ValueError as error:
            raise ValueError(f"{name}: {id}: {error}") from None
    for id in entries:
        _check_broader(name, id, entries)
    return entries


def _entry(id: str, table: object) -> Entry:
    if not isinstance(table, Mapping):
        raise ValueError("is not a table")
    for key, value in table.items():
        _check_value(key, value)
    if missing := {*FALLBACKS} - table.keys():
        raise ValueError(f"has no {' and no '.join(sorted(missing))}")
    labels = {lang: table[lang] for lang in LANGUAGES if lang in table}
    lists = {key: _expanded(key, value) for key, value in table.items() if key in _LISTS}
    rest = {key: value for key, value in table.items() if key not in LANGUAGES}
    return Entry(**{"id": id, "labels": labels, **rest, **lists, "parties": tuple(table.get("parties", ()))})


def _expanded(key: str, patterns: list[str]) -> tuple[str, ...]:
    try:
        return expand_all(patterns)
    except ValueError as error:
        raise ValueError(f"{key}: {error}") from None


def _check_value(key: str, value: object) -> None:
    if key in _TEXTS:
        right = isinstance(value, str) and bool(value.strip())
    elif key in _LISTS:
        right = isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)
    elif key in _FLAGS:
        right = isinstance(value, bool)
    elif key == "parties":
        right = isinstance(value, list) and len(value) == 2 and all(isinstance(item, str) for item in value)
    else:
        raise ValueError(f"the key “{key}” is unknown")
    if not right:
        raise ValueError(f"the value of “{key}” is of the wrong type or empty")


def _check_broader(name: str, id: str, entries: Mapping[str, Entry]) -> None:
    seen = [id]
    while (broader := entries[seen[-1]].broader) is not None:
        if broader not in entries:
            raise ValueError(f"{name}: {seen[-1]}: the broader id “{broader}” is unknown")
        if broader in seen:
            raise ValueError(f"{name}: {id}: its broader ids run in a circle: {' → '.join([*seen, broader])}")
        seen.append(broader)


def check_parties(name: str, entries: Mapping[str, Entry], countries: Collection[str]) -> None:
    """Raise ValueError, naming the file and the id, for parties that are no countries, or of no kind of talks."""
    for id, entry in entries.items():
        for country in entry.parties:
            if country not in countries:
                raise ValueError(f"{name}: {id}: parties: the country “{country}” is unknown")
        if entry.parties and not (entry.broader and entries[entry.broader].two_parties):
            raise ValueError(f"{name}: {id}: parties: its broader id has no “two_parties = true”")
