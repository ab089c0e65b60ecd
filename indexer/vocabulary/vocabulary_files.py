"""Read and check the vocabulary files: entries of forums and topics, parties to talks, context words.

Every mistake is a ValueError that names the file.
"""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import NamedTuple

from indexer.languages import FALLBACKS, LANGUAGES, Language
from indexer.vocabulary.spellings import expand_all

_TEXTS = frozenset({*LANGUAGES, "broader", "short", "topic"})
_LISTS = frozenset({"synonyms", "aliases", "abbreviations", "ambiguous", "cues", "exclusions"})
_FLAGS = frozenset({"common", "two_parties"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One forum or topic: its names for readers and the words it is recognised by, braces already expanded.

    The top of `forums.toml` and `topics.toml` explains each field.
    """

    id: str
    labels: Mapping[Language, str]
    short: str | None = None
    broader: str | None = None
    synonyms: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    common: bool = False
    two_parties: bool = False
    parties: tuple[str, ...] = ()
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Parties:
    """The content of `parties.toml`, whose top explains each field, braces expanded."""

    home: str
    countries: Mapping[str, tuple[str, ...]]
    sides: tuple[str, ...]
    offices: tuple[str, ...]


class Context(NamedTuple):
    """Phrases before and after a name, braces expanded."""

    before: tuple[str, ...]
    after: tuple[str, ...]


class Contexts(NamedTuple):
    """The content of `contexts.toml`, whose top explains each field."""

    about: tuple[str, ...]
    joining: tuple[str, ...]
    meeting: Context
    passing: Context


def file_bytes(name: str) -> bytes:
    """Return the content of one of the vocabulary files in this package."""
    return resources.files(__package__).joinpath(name).read_bytes()


def read_entries(name: str, content: bytes) -> dict[str, Entry]:
    """Return the entries of a vocabulary file by id, in the order of the file.

    Raises ValueError, naming the file and the id, for bad TOML, an id given twice, unknown or missing keys,
    wrong types, an unknown broader id and a cycle of broader ids.
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
        raise ValueError("not a table")
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
        raise ValueError(f"unknown key “{key}”")
    if not right:
        raise ValueError(f"the value of “{key}” is empty or of the wrong type")


def _check_broader(name: str, id: str, entries: Mapping[str, Entry]) -> None:
    seen = [id]
    while (broader := entries[seen[-1]].broader) is not None:
        if broader not in entries:
            raise ValueError(f"{name}: {seen[-1]}: unknown broader id “{broader}”")
        if broader in seen:
            raise ValueError(f"{name}: {id}: broader ids form a cycle: {' → '.join([*seen, broader])}")
        seen.append(broader)


def check_parties(name: str, entries: Mapping[str, Entry], countries: Collection[str]) -> None:
    """Raise ValueError, naming the file and the id, for parties that are not countries, or not of a kind of talks."""
    for id, entry in entries.items():
        for country in entry.parties:
            if country not in countries:
                raise ValueError(f"{name}: {id}: parties: unknown country “{country}”")
        if entry.parties and not (entry.broader and entries[entry.broader].two_parties):
            raise ValueError(f"{name}: {id}: parties: the broader id needs “two_parties = true”")


def check_topics(name: str, entries: Mapping[str, Entry], topics: Collection[str]) -> None:
    """Raise ValueError, naming the file and the id, for the topic of a forum that does not exist."""
    for id, entry in entries.items():
        if entry.topic is not None and entry.topic not in topics:
            raise ValueError(f"{name}: {id}: unknown topic “{entry.topic}”")


def read_parties(name: str, content: bytes) -> Parties:
    """Return the content of a file of parties. Raises ValueError, naming the file, for any mistake in it."""
    try:
        table = tomllib.loads(content.decode("utf-8"))
        countries = {id: expand_all(names) for id, names in table["countries"].items()}
        parties = Parties(table["home"], countries, expand_all(table["sides"]), expand_all(table["offices"]))
    except KeyError as error:
        raise ValueError(f"{name}: no key {error}") from None
    except (ValueError, TypeError, AttributeError) as error:
        raise ValueError(f"{name}: {error}") from None
    if parties.home not in countries:
        raise ValueError(f"{name}: home: unknown country “{parties.home}”")
    return parties


def read_contexts(name: str, content: bytes) -> Contexts:
    """Return the content of a file of contexts. Raises ValueError, naming the file, for any mistake in it."""
    try:
        table = tomllib.loads(content.decode("utf-8"))
        about, joining = (_single_words(key, table[key]) for key in ("about", "joining"))
        meeting, passing = (
            Context(*(expand_all(table[key][side]) for side in Context._fields)) for key in ("meeting", "passing")
        )
        return Contexts(about, joining, meeting, passing)
    except KeyError as error:
        raise ValueError(f"{name}: no key {error}") from None
    except (ValueError, TypeError, AttributeError) as error:
        raise ValueError(f"{name}: {error}") from None


def _single_words(key: str, patterns: list[str]) -> tuple[str, ...]:
    words = expand_all(patterns)
    if several := [each for each in words if " " in each]:
        raise ValueError(f"{key}: “{several[0]}” is not a single word")
    return words
